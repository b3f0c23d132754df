//! The table itself, in the order of the recorded service model. A test compares the two.

use super::{Member, Shape, Structure};

const TEXT: Shape = Shape::String(&[]);

const fn member(name: &'static str, wire_name: &'static str, shape: Shape) -> Member {
    Member {
        name,
        wire_name,
        shape,
        secret: false,
    }
}

/// Text that must not be shown.
const fn secret(name: &'static str, wire_name: &'static str) -> Member {
    Member {
        name,
        wire_name,
        shape: TEXT,
        secret: true,
    }
}

/// What the operation takes: four members, 30 shapes in all.
pub static INPUT: Structure = Structure {
    name: "UpdateBackendAuthRequest",
    members: &[
        member("AppId", "appId", TEXT),
        member("BackendEnvironmentName", "backendEnvironmentName", TEXT),
        member(
            "ResourceConfig",
            "resourceConfig",
            Shape::Structure(&RESOURCE_CONFIG),
        ),
        member("ResourceName", "resourceName", TEXT),
    ],
    required: &[
        "AppId",
        "BackendEnvironmentName",
        "ResourceName",
        "ResourceConfig",
    ],
    sensitive: false,
};

static RESOURCE_CONFIG: Structure = Structure {
    name: "UpdateBackendAuthResourceConfig",
    members: &[
        member(
            "AuthResources",
            "authResources",
            Shape::String(AUTH_RESOURCES),
        ),
        member(
            "IdentityPoolConfigs",
            "identityPoolConfigs",
            Shape::Structure(&IDENTITY_POOL_CONFIG),
        ),
        member("Service", "service", Shape::String(SERVICE)),
        member(
            "UserPoolConfigs",
            "userPoolConfigs",
            Shape::Structure(&USER_POOL_CONFIG),
        ),
    ],
    required: &["AuthResources", "UserPoolConfigs", "Service"],
    sensitive: false,
};

const AUTH_RESOURCES: &[&str] = &["USER_POOL_ONLY", "IDENTITY_POOL_AND_USER_POOL"];

static IDENTITY_POOL_CONFIG: Structure = Structure {
    name: "UpdateBackendAuthIdentityPoolConfig",
    members: &[member(
        "UnauthenticatedLogin",
        "unauthenticatedLogin",
        Shape::Boolean,
    )],
    required: &[],
    sensitive: false,
};

const SERVICE: &[&str] = &["COGNITO"];

static USER_POOL_CONFIG: Structure = Structure {
    name: "UpdateBackendAuthUserPoolConfig",
    members: &[
        member(
            "ForgotPassword",
            "forgotPassword",
            Shape::Structure(&FORGOT_PASSWORD_CONFIG),
        ),
        member("Mfa", "mfa", Shape::Structure(&MFA_CONFIG)),
        member("OAuth", "oAuth", Shape::Structure(&OAUTH_CONFIG)),
        member(
            "PasswordPolicy",
            "passwordPolicy",
            Shape::Structure(&PASSWORD_POLICY_CONFIG),
        ),
        member(
            "VerificationMessage",
            "verificationMessage",
            Shape::Structure(&VERIFICATION_MESSAGE_CONFIG),
        ),
    ],
    required: &[],
    sensitive: false,
};

static FORGOT_PASSWORD_CONFIG: Structure = Structure {
    name: "UpdateBackendAuthForgotPasswordConfig",
    members: &[
        member(
            "DeliveryMethod",
            "deliveryMethod",
            Shape::String(DELIVERY_METHOD),
        ),
        member(
            "EmailSettings",
            "emailSettings",
            Shape::Structure(&EMAIL_SETTINGS),
        ),
        member(
            "SmsSettings",
            "smsSettings",
            Shape::Structure(&SMS_SETTINGS),
        ),
    ],
    required: &[],
    sensitive: false,
};

const DELIVERY_METHOD: &[&str] = &["EMAIL", "SMS"];

static EMAIL_SETTINGS: Structure = Structure {
    name: "EmailSettings",
    members: &[
        member("EmailMessage", "emailMessage", TEXT),
        member("EmailSubject", "emailSubject", TEXT),
    ],
    required: &[],
    sensitive: true,
};

static SMS_SETTINGS: Structure = Structure {
    name: "SmsSettings",
    members: &[member("SmsMessage", "smsMessage", TEXT)],
    required: &[],
    sensitive: true,
};

static MFA_CONFIG: Structure = Structure {
    name: "UpdateBackendAuthMFAConfig",
    members: &[
        member("MFAMode", "MFAMode", Shape::String(MFAMODE)),
        member("Settings", "settings", Shape::Structure(&SETTINGS)),
    ],
    required: &[],
    sensitive: false,
};

const MFAMODE: &[&str] = &["ON", "OFF", "OPTIONAL"];

static SETTINGS: Structure = Structure {
    name: "Settings",
    members: &[
        member(
            "MfaTypes",
            "mfaTypes",
            Shape::List(&Shape::String(MFA_TYPES_ELEMENT)),
        ),
        member("SmsMessage", "smsMessage", TEXT),
    ],
    required: &[],
    sensitive: false,
};

const MFA_TYPES_ELEMENT: &[&str] = &["SMS", "TOTP"];

static OAUTH_CONFIG: Structure = Structure {
    name: "UpdateBackendAuthOAuthConfig",
    members: &[
        member("DomainPrefix", "domainPrefix", TEXT),
        member(
            "OAuthGrantType",
            "oAuthGrantType",
            Shape::String(OAUTH_GRANT_TYPE),
        ),
        member(
            "OAuthScopes",
            "oAuthScopes",
            Shape::List(&Shape::String(OAUTH_SCOPES_ELEMENT)),
        ),
        member(
            "RedirectSignInURIs",
            "redirectSignInURIs",
            Shape::List(&TEXT),
        ),
        member(
            "RedirectSignOutURIs",
            "redirectSignOutURIs",
            Shape::List(&TEXT),
        ),
        member(
            "SocialProviderSettings",
            "socialProviderSettings",
            Shape::Structure(&SOCIAL_PROVIDER_SETTINGS),
        ),
    ],
    required: &[],
    sensitive: false,
};

const OAUTH_GRANT_TYPE: &[&str] = &["CODE", "IMPLICIT"];

const OAUTH_SCOPES_ELEMENT: &[&str] = &[
    "PHONE",
    "EMAIL",
    "OPENID",
    "PROFILE",
    "AWS_COGNITO_SIGNIN_USER_ADMIN",
];

static SOCIAL_PROVIDER_SETTINGS: Structure = Structure {
    name: "SocialProviderSettings",
    members: &[
        member(
            "Facebook",
            "Facebook",
            Shape::Structure(&SOCIAL_PROVIDER_CONFIG),
        ),
        member(
            "Google",
            "Google",
            Shape::Structure(&SOCIAL_PROVIDER_CONFIG),
        ),
        member(
            "LoginWithAmazon",
            "LoginWithAmazon",
            Shape::Structure(&SOCIAL_PROVIDER_CONFIG),
        ),
        member(
            "SignInWithApple",
            "SignInWithApple",
            Shape::Structure(&APPLE_PROVIDER_CONFIG),
        ),
    ],
    required: &[],
    sensitive: false,
};

static SOCIAL_PROVIDER_CONFIG: Structure = Structure {
    name: "BackendAuthSocialProviderConfig",
    members: &[
        member("ClientId", "client_id", TEXT),
        secret("ClientSecret", "client_secret"),
    ],
    required: &[],
    sensitive: true,
};

static APPLE_PROVIDER_CONFIG: Structure = Structure {
    name: "BackendAuthAppleProviderConfig",
    members: &[
        member("ClientId", "client_id", TEXT),
        secret("KeyId", "key_id"),
        secret("PrivateKey", "private_key"),
        secret("TeamId", "team_id"),
    ],
    required: &[],
    sensitive: true,
};

static PASSWORD_POLICY_CONFIG: Structure = Structure {
    name: "UpdateBackendAuthPasswordPolicyConfig",
    members: &[
        member(
            "AdditionalConstraints",
            "additionalConstraints",
            Shape::List(&Shape::String(ADDITIONAL_CONSTRAINTS_ELEMENT)),
        ),
        member("MinimumLength", "minimumLength", Shape::Double),
    ],
    required: &[],
    sensitive: false,
};

const ADDITIONAL_CONSTRAINTS_ELEMENT: &[&str] = &[
    "REQUIRE_DIGIT",
    "REQUIRE_LOWERCASE",
    "REQUIRE_SYMBOL",
    "REQUIRE_UPPERCASE",
];

static VERIFICATION_MESSAGE_CONFIG: Structure = Structure {
    name: "UpdateBackendAuthVerificationMessageConfig",
    members: &[
        member(
            "DeliveryMethod",
            "deliveryMethod",
            Shape::String(DELIVERY_METHOD),
        ),
        member(
            "EmailSettings",
            "emailSettings",
            Shape::Structure(&EMAIL_SETTINGS),
        ),
        member(
            "SmsSettings",
            "smsSettings",
            Shape::Structure(&SMS_SETTINGS),
        ),
    ],
    required: &["DeliveryMethod"],
    sensitive: false,
};

/// What the operation answers.
pub static OUTPUT: Structure = Structure {
    name: "UpdateBackendAuthResponse",
    members: &[
        member("AppId", "appId", TEXT),
        member("BackendEnvironmentName", "backendEnvironmentName", TEXT),
        member("Error", "error", TEXT),
        member("JobId", "jobId", TEXT),
        member("Operation", "operation", TEXT),
        member("Status", "status", TEXT),
    ],
    required: &[],
    sensitive: false,
};
