//! `update-backend-auth`: the operation and the shapes that only it uses, in the order of the
//! recorded service model. A test compares them with the model.

use super::build::{choice, in_path, member, nested, structure, text};
use super::errors::ERRORS;
use super::shapes::{
    AUTH_RESOURCES, DELIVERY_MEMBERS, MFA_MEMBERS, OAUTH_MEMBERS, PASSWORD_POLICY_MEMBERS, SERVICE,
};
use super::{Method, Operation, Shape, Structure};

/// `UpdateBackendAuth`
pub static UPDATE_BACKEND_AUTH: Operation = Operation {
    name: "UpdateBackendAuth",
    command: "update-backend-auth",
    summary: "Updates the authentication of an Amplify backend.",
    method: Method::Post,
    uri: "/backend/{appId}/auth/{backendEnvironmentName}",
    input: &INPUT,
    output: &OUTPUT,
    errors: ERRORS,
};

static IDENTITY_POOL_CONFIG: Structure = structure(
    "UpdateBackendAuthIdentityPoolConfig",
    &[member(
        "UnauthenticatedLogin",
        "unauthenticatedLogin",
        Shape::Boolean,
    )],
    &[],
);

static FORGOT_PASSWORD_CONFIG: Structure = structure(
    "UpdateBackendAuthForgotPasswordConfig",
    DELIVERY_MEMBERS,
    &[],
);

static MFA_CONFIG: Structure = structure("UpdateBackendAuthMFAConfig", MFA_MEMBERS, &[]);

static OAUTH_CONFIG: Structure = structure("UpdateBackendAuthOAuthConfig", OAUTH_MEMBERS, &[]);

static PASSWORD_POLICY_CONFIG: Structure = structure(
    "UpdateBackendAuthPasswordPolicyConfig",
    PASSWORD_POLICY_MEMBERS,
    &[],
);

static VERIFICATION_MESSAGE_CONFIG: Structure = structure(
    "UpdateBackendAuthVerificationMessageConfig",
    DELIVERY_MEMBERS,
    &["DeliveryMethod"],
);

static USER_POOL_CONFIG: Structure = structure(
    "UpdateBackendAuthUserPoolConfig",
    &[
        nested("ForgotPassword", "forgotPassword", &FORGOT_PASSWORD_CONFIG),
        nested("Mfa", "mfa", &MFA_CONFIG),
        nested("OAuth", "oAuth", &OAUTH_CONFIG),
        nested("PasswordPolicy", "passwordPolicy", &PASSWORD_POLICY_CONFIG),
        nested(
            "VerificationMessage",
            "verificationMessage",
            &VERIFICATION_MESSAGE_CONFIG,
        ),
    ],
    &[],
);

static RESOURCE_CONFIG: Structure = structure(
    "UpdateBackendAuthResourceConfig",
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

static INPUT: Structure = structure(
    "UpdateBackendAuthRequest",
    &[
        in_path("AppId", "appId"),
        in_path("BackendEnvironmentName", "backendEnvironmentName"),
        nested("ResourceConfig", "resourceConfig", &RESOURCE_CONFIG),
        text("ResourceName", "resourceName"),
    ],
    &[
        "AppId",
        "BackendEnvironmentName",
        "ResourceName",
        "ResourceConfig",
    ],
);

static OUTPUT: Structure = structure(
    "UpdateBackendAuthResponse",
    &[
        text("AppId", "appId"),
        text("BackendEnvironmentName", "backendEnvironmentName"),
        text("Error", "error"),
        text("JobId", "jobId"),
        text("Operation", "operation"),
        text("Status", "status"),
    ],
    &[],
);
