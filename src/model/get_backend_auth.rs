//! `get-backend-auth`: the operation and the shapes that only it uses, in the order of the recorded
//! service model. A test compares them with the model.

use super::build::{choice, in_path, list, member, nested, structure, text};
use super::errors::ERRORS;
use super::shapes::{
    AUTH_RESOURCES, DELIVERY_MEMBERS, MFA_MEMBERS, OAUTH_MEMBERS, PASSWORD_POLICY_MEMBERS, SERVICE,
};
use super::{Method, Operation, Shape, Structure};

/// `GetBackendAuth`
pub static GET_BACKEND_AUTH: Operation = Operation {
    name: "GetBackendAuth",
    command: "get-backend-auth",
    summary: "Prints the authentication of an Amplify backend.",
    method: Method::Post,
    uri: "/backend/{appId}/auth/{backendEnvironmentName}/details",
    input: &INPUT,
    output: &OUTPUT,
    errors: ERRORS,
};

static INPUT: Structure = structure(
    "GetBackendAuthRequest",
    &[
        in_path("AppId", "appId"),
        in_path("BackendEnvironmentName", "backendEnvironmentName"),
        text("ResourceName", "resourceName"),
    ],
    &["AppId", "BackendEnvironmentName", "ResourceName"],
);

static IDENTITY_POOL_CONFIG: Structure = structure(
    "CreateBackendAuthIdentityPoolConfig",
    &[
        text("IdentityPoolName", "identityPoolName"),
        member(
            "UnauthenticatedLogin",
            "unauthenticatedLogin",
            Shape::Boolean,
        ),
    ],
    &["UnauthenticatedLogin", "IdentityPoolName"],
);

static FORGOT_PASSWORD_CONFIG: Structure = structure(
    "CreateBackendAuthForgotPasswordConfig",
    DELIVERY_MEMBERS,
    &["DeliveryMethod"],
);

static MFA_CONFIG: Structure = structure("CreateBackendAuthMFAConfig", MFA_MEMBERS, &["MFAMode"]);

static OAUTH_CONFIG: Structure = structure(
    "CreateBackendAuthOAuthConfig",
    OAUTH_MEMBERS,
    &[
        "RedirectSignOutURIs",
        "RedirectSignInURIs",
        "OAuthGrantType",
        "OAuthScopes",
    ],
);

static PASSWORD_POLICY_CONFIG: Structure = structure(
    "CreateBackendAuthPasswordPolicyConfig",
    PASSWORD_POLICY_MEMBERS,
    &["MinimumLength"],
);

const REQUIRED_SIGN_UP_ATTRIBUTES_ELEMENT: &[&str] = &[
    "ADDRESS",
    "BIRTHDATE",
    "EMAIL",
    "FAMILY_NAME",
    "GENDER",
    "GIVEN_NAME",
    "LOCALE",
    "MIDDLE_NAME",
    "NAME",
    "NICKNAME",
    "PHONE_NUMBER",
    "PICTURE",
    "PREFERRED_USERNAME",
    "PROFILE",
    "UPDATED_AT",
    "WEBSITE",
    "ZONE_INFO",
];

const SIGN_IN_METHOD: &[&str] = &[
    "EMAIL",
    "EMAIL_AND_PHONE_NUMBER",
    "PHONE_NUMBER",
    "USERNAME",
];

static VERIFICATION_MESSAGE_CONFIG: Structure = structure(
    "CreateBackendAuthVerificationMessageConfig",
    DELIVERY_MEMBERS,
    &["DeliveryMethod"],
);

static USER_POOL_CONFIG: Structure = structure(
    "CreateBackendAuthUserPoolConfig",
    &[
        nested("ForgotPassword", "forgotPassword", &FORGOT_PASSWORD_CONFIG),
        nested("Mfa", "mfa", &MFA_CONFIG),
        nested("OAuth", "oAuth", &OAUTH_CONFIG),
        nested("PasswordPolicy", "passwordPolicy", &PASSWORD_POLICY_CONFIG),
        list(
            "RequiredSignUpAttributes",
            "requiredSignUpAttributes",
            "RequiredSignUpAttributesElement",
            &Shape::String(REQUIRED_SIGN_UP_ATTRIBUTES_ELEMENT),
        ),
        choice("SignInMethod", "signInMethod", SIGN_IN_METHOD),
        text("UserPoolName", "userPoolName"),
        nested(
            "VerificationMessage",
            "verificationMessage",
            &VERIFICATION_MESSAGE_CONFIG,
        ),
    ],
    &["RequiredSignUpAttributes", "SignInMethod", "UserPoolName"],
);

static RESOURCE_CONFIG: Structure = structure(
    "CreateBackendAuthResourceConfig",
    &[
        choice("AuthResources", "authResources", AUTH_RESOURCES),
        nested(
            "IdentityPoolConfigs",
            "identityPoolConfigs",
            &IDENTITY_POOL_CONFIG,
        ),
        choice("Service", "service", SERVICE),
        nested("UserPoolConfigs", "userPoolConfigs", &USER_POOL_CONFIG),
    ],
    &["AuthResources", "UserPoolConfigs", "Service"],
);

static OUTPUT: Structure = structure(
    "GetBackendAuthResponse",
    &[
        text("AppId", "appId"),
        text("BackendEnvironmentName", "backendEnvironmentName"),
        text("Error", "error"),
        nested("ResourceConfig", "resourceConfig", &RESOURCE_CONFIG),
        text("ResourceName", "resourceName"),
    ],
    &[],
);
