//! The shapes that several operations share, in the order of the recorded service model, and the
//! members of shapes that differ only in name and required members. A test compares them with the
//! model.

use super::build::{choice, list, member, nested, secret, structure, text};
use super::{Member, Shape, Structure};

pub(super) const AUTH_RESOURCES: &[&str] = &["USER_POOL_ONLY", "IDENTITY_POOL_AND_USER_POOL"];

pub(super) const SERVICE: &[&str] = &["COGNITO"];

pub(super) const DELIVERY_METHOD: &[&str] = &["EMAIL", "SMS"];

pub(super) static EMAIL_SETTINGS: Structure = structure(
    "EmailSettings",
    &[
        text("EmailMessage", "emailMessage"),
        text("EmailSubject", "emailSubject"),
    ],
    &[],
)
.sensitive();

pub(super) static SMS_SETTINGS: Structure =
    structure("SmsSettings", &[text("SmsMessage", "smsMessage")], &[]).sensitive();

pub(super) const MFA_MODE: &[&str] = &["ON", "OFF", "OPTIONAL"];

pub(super) const MFA_TYPES_ELEMENT: &[&str] = &["SMS", "TOTP"];

pub(super) static SETTINGS: Structure = structure(
    "Settings",
    &[
        list(
            "MfaTypes",
            "mfaTypes",
            "MfaTypesElement",
            &Shape::String(MFA_TYPES_ELEMENT),
        ),
        text("SmsMessage", "smsMessage"),
    ],
    &[],
);

pub(super) const OAUTH_GRANT_TYPE: &[&str] = &["CODE", "IMPLICIT"];

pub(super) const OAUTH_SCOPES_ELEMENT: &[&str] = &[
    "PHONE",
    "EMAIL",
    "OPENID",
    "PROFILE",
    "AWS_COGNITO_SIGNIN_USER_ADMIN",
];

pub(super) static SOCIAL_PROVIDER_CONFIG: Structure = structure(
    "BackendAuthSocialProviderConfig",
    &[
        text("ClientId", "client_id"),
        secret("ClientSecret", "client_secret"),
    ],
    &[],
)
.sensitive();

pub(super) static APPLE_PROVIDER_CONFIG: Structure = structure(
    "BackendAuthAppleProviderConfig",
    &[
        text("ClientId", "client_id"),
        secret("KeyId", "key_id"),
        secret("PrivateKey", "private_key"),
        secret("TeamId", "team_id"),
    ],
    &[],
)
.sensitive();

pub(super) static SOCIAL_PROVIDER_SETTINGS: Structure = structure(
    "SocialProviderSettings",
    &[
        nested("Facebook", "Facebook", &SOCIAL_PROVIDER_CONFIG),
        nested("Google", "Google", &SOCIAL_PROVIDER_CONFIG),
        nested(
            "LoginWithAmazon",
            "LoginWithAmazon",
            &SOCIAL_PROVIDER_CONFIG,
        ),
        nested("SignInWithApple", "SignInWithApple", &APPLE_PROVIDER_CONFIG),
    ],
    &[],
);

pub(super) const ADDITIONAL_CONSTRAINTS_ELEMENT: &[&str] = &[
    "REQUIRE_DIGIT",
    "REQUIRE_LOWERCASE",
    "REQUIRE_SYMBOL",
    "REQUIRE_UPPERCASE",
];

/// The members of the configurations of forgotten passwords and of verification messages.
pub(super) const DELIVERY_MEMBERS: &[Member] = &[
    choice("DeliveryMethod", "deliveryMethod", DELIVERY_METHOD),
    nested("EmailSettings", "emailSettings", &EMAIL_SETTINGS),
    nested("SmsSettings", "smsSettings", &SMS_SETTINGS),
];

pub(super) const MFA_MEMBERS: &[Member] = &[
    choice("MFAMode", "MFAMode", MFA_MODE),
    nested("Settings", "settings", &SETTINGS),
];

pub(super) const OAUTH_MEMBERS: &[Member] = &[
    text("DomainPrefix", "domainPrefix"),
    choice("OAuthGrantType", "oAuthGrantType", OAUTH_GRANT_TYPE),
    list(
        "OAuthScopes",
        "oAuthScopes",
        "OAuthScopesElement",
        &Shape::String(OAUTH_SCOPES_ELEMENT),
    ),
    list(
        "RedirectSignInURIs",
        "redirectSignInURIs",
        "__string",
        &Shape::String(&[]),
    ),
    list(
        "RedirectSignOutURIs",
        "redirectSignOutURIs",
        "__string",
        &Shape::String(&[]),
    ),
    nested(
        "SocialProviderSettings",
        "socialProviderSettings",
        &SOCIAL_PROVIDER_SETTINGS,
    ),
];

pub(super) const PASSWORD_POLICY_MEMBERS: &[Member] = &[
    list(
        "AdditionalConstraints",
        "additionalConstraints",
        "AdditionalConstraintsElement",
        &Shape::String(ADDITIONAL_CONSTRAINTS_ELEMENT),
    ),
    member("MinimumLength", "minimumLength", Shape::Double),
];
