//! The documentation of the members: one line each, keyed by structure.
//!
//! The tables of [`super::shapes`] define types, values and required members. This table states the
//! purpose of each member, and whether the service model's documentation calls it deprecated.
//! Literal text is between backticks.

use super::Structure;

/// The documentation of a member.
#[derive(Debug)]
pub struct MemberDoc {
    /// The structure's name in the model.
    pub structure: &'static str,
    /// The member's name.
    pub member: &'static str,
    /// Whether the service model's documentation calls it deprecated.
    pub deprecated: bool,
    /// One or two sentences.
    pub text: &'static str,
}

/// The documentation of a member of that structure.
pub fn of(structure: &Structure, member: &str) -> Option<&'static MemberDoc> {
    ALL.iter()
        .find(|doc| doc.structure == structure.name && doc.member == member)
}

const fn doc(structure: &'static str, member: &'static str, text: &'static str) -> MemberDoc {
    MemberDoc {
        structure,
        member,
        deprecated: false,
        text,
    }
}

const fn deprecated(
    structure: &'static str,
    member: &'static str,
    text: &'static str,
) -> MemberDoc {
    MemberDoc {
        deprecated: true,
        ..doc(structure, member, text)
    }
}

const REQUEST: &str = "UpdateBackendAuthRequest";
const RESOURCE: &str = "UpdateBackendAuthResourceConfig";
const IDENTITY_POOL: &str = "UpdateBackendAuthIdentityPoolConfig";
const USER_POOL: &str = "UpdateBackendAuthUserPoolConfig";
const FORGOT_PASSWORD: &str = "UpdateBackendAuthForgotPasswordConfig";
const EMAIL: &str = "EmailSettings";
const SMS: &str = "SmsSettings";
const MFA: &str = "UpdateBackendAuthMFAConfig";
const MFA_SETTINGS: &str = "Settings";
const OAUTH: &str = "UpdateBackendAuthOAuthConfig";
const SOCIAL: &str = "SocialProviderSettings";
const PROVIDER: &str = "BackendAuthSocialProviderConfig";
const APPLE: &str = "BackendAuthAppleProviderConfig";
const PASSWORD: &str = "UpdateBackendAuthPasswordPolicyConfig";
const VERIFICATION: &str = "UpdateBackendAuthVerificationMessageConfig";
const RESPONSE: &str = "UpdateBackendAuthResponse";
const GET_AUTH: &str = "GetBackendAuthRequest";
const GET_JOB: &str = "GetBackendJobRequest";

/// Every member once, in the order of the model.
pub static ALL: &[MemberDoc] = &[
    doc(
        REQUEST,
        "AppId",
        "The Amplify app, such as `d19i0t4qaod5qo`.",
    ),
    doc(
        REQUEST,
        "BackendEnvironmentName",
        "The backend environment of the app, such as `staging`.",
    ),
    doc(
        REQUEST,
        "ResourceConfig",
        "The new authentication settings.",
    ),
    doc(
        REQUEST,
        "ResourceName",
        "The auth resource in that environment, such as `awards65f041ad`.",
    ),
    doc(
        RESOURCE,
        "AuthResources",
        "Which pools the resource has: users sign in through a user pool; an identity pool gives them AWS credentials besides.",
    ),
    doc(
        RESOURCE,
        "IdentityPoolConfigs",
        "Settings of the identity pool.",
    ),
    doc(RESOURCE, "Service", "The service that keeps the users."),
    doc(
        RESOURCE,
        "UserPoolConfigs",
        "Settings of the user pool; may be empty.",
    ),
    doc(
        IDENTITY_POOL,
        "UnauthenticatedLogin",
        "Whether guests, who have not signed in, get credentials too.",
    ),
    deprecated(
        USER_POOL,
        "ForgotPassword",
        "How a forgotten password is replaced; `VerificationMessage` has the same members.",
    ),
    doc(
        USER_POOL,
        "Mfa",
        "Whether signing in takes a second factor.",
    ),
    doc(
        USER_POOL,
        "OAuth",
        "Signing in through the hosted pages and through social providers.",
    ),
    doc(
        USER_POOL,
        "PasswordPolicy",
        "What a password must look like.",
    ),
    doc(
        USER_POOL,
        "VerificationMessage",
        "How a new user's address or phone number is verified.",
    ),
    deprecated(
        FORGOT_PASSWORD,
        "DeliveryMethod",
        "How the reset code travels.",
    ),
    deprecated(
        FORGOT_PASSWORD,
        "EmailSettings",
        "The mail with the reset code.",
    ),
    deprecated(
        FORGOT_PASSWORD,
        "SmsSettings",
        "The text message with the reset code.",
    ),
    doc(
        EMAIL,
        "EmailMessage",
        "The body of the mail; `{####}` stands where the code goes.",
    ),
    doc(EMAIL, "EmailSubject", "The subject of the mail."),
    doc(
        SMS,
        "SmsMessage",
        "The text message; `{####}` stands where the code goes.",
    ),
    doc(
        MFA,
        "MFAMode",
        "Whether every user needs a second factor, none does, or each user decides.",
    ),
    doc(MFA, "Settings", "Which second factors there are."),
    doc(
        MFA_SETTINGS,
        "MfaTypes",
        "The factors: a code in a text message, a code from an authenticator app.",
    ),
    doc(
        MFA_SETTINGS,
        "SmsMessage",
        "The text message of the factor SMS, such as `Your authentication code is {####}`.",
    ),
    doc(
        OAUTH,
        "DomainPrefix",
        "The first label of the hosted pages' domain name.",
    ),
    doc(
        OAUTH,
        "OAuthGrantType",
        "What comes back to the app: a code to exchange for tokens, or the tokens themselves.",
    ),
    doc(OAUTH, "OAuthScopes", "What the tokens give access to."),
    doc(
        OAUTH,
        "RedirectSignInURIs",
        "Where users may land after signing in, such as `https://www.example.com/` or `myapp://`.",
    ),
    doc(
        OAUTH,
        "RedirectSignOutURIs",
        "Where users may land after signing out.",
    ),
    doc(
        OAUTH,
        "SocialProviderSettings",
        "The providers whose accounts users may sign in with.",
    ),
    doc(SOCIAL, "Facebook", "The app registered with Facebook."),
    doc(SOCIAL, "Google", "The client registered with Google."),
    doc(
        SOCIAL,
        "LoginWithAmazon",
        "The security profile registered with Login with Amazon.",
    ),
    doc(
        SOCIAL,
        "SignInWithApple",
        "The service registered with Sign in with Apple.",
    ),
    doc(
        PROVIDER,
        "ClientId",
        "The ID that the provider gave the app.",
    ),
    doc(
        PROVIDER,
        "ClientSecret",
        "The secret that goes with it. Keep it in a file, out of the shell's history.",
    ),
    doc(APPLE, "ClientId", "The Services ID."),
    doc(APPLE, "KeyId", "The ID of the private key."),
    doc(
        APPLE,
        "PrivateKey",
        "The private key, a PEM text of several lines. Keep it in a file, out of the shell's history.",
    ),
    doc(APPLE, "TeamId", "The ID of the developer team."),
    doc(
        PASSWORD,
        "AdditionalConstraints",
        "Which kinds of characters a password must hold.",
    ),
    doc(
        PASSWORD,
        "MinimumLength",
        "The fewest characters a password may have.",
    ),
    doc(
        VERIFICATION,
        "DeliveryMethod",
        "How the verification code travels.",
    ),
    doc(
        VERIFICATION,
        "EmailSettings",
        "The mail with the verification code.",
    ),
    doc(
        VERIFICATION,
        "SmsSettings",
        "The text message with the verification code.",
    ),
    doc(RESPONSE, "AppId", "The app."),
    doc(
        RESPONSE,
        "BackendEnvironmentName",
        "Its backend environment.",
    ),
    doc(RESPONSE, "Error", "What went wrong, if the job has failed."),
    doc(RESPONSE, "JobId", "The job that carries the update out."),
    doc(
        RESPONSE,
        "Operation",
        "What the job does: `UpdateBackendAuth`.",
    ),
    doc(
        RESPONSE,
        "Status",
        "How far the job is: `RUNNING`, later `COMPLETED` or `FAILED`.",
    ),
    doc(
        GET_AUTH,
        "AppId",
        "The Amplify app, such as `d19i0t4qaod5qo`.",
    ),
    doc(
        GET_AUTH,
        "BackendEnvironmentName",
        "The backend environment of the app, such as `staging`.",
    ),
    doc(GET_AUTH, "ResourceName", "The name of the auth resource."),
    doc(
        GET_JOB,
        "AppId",
        "The Amplify app, such as `d19i0t4qaod5qo`.",
    ),
    doc(
        GET_JOB,
        "BackendEnvironmentName",
        "The backend environment of the app, such as `staging`.",
    ),
    doc(GET_JOB, "JobId", "The job, as an update prints it."),
];

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::model::{OPERATIONS, Shape, Structure, UPDATE_BACKEND_AUTH};
    use std::collections::BTreeSet;

    fn collect(structure: &Structure, into: &mut BTreeSet<(&'static str, &'static str)>) {
        for member in structure.members {
            into.insert((structure.name, member.name));
            if let Shape::Structure(below) = member.shape {
                collect(below, into);
            }
        }
    }

    #[test]
    fn every_member_has_one_description_and_every_description_a_member() {
        let mut members = BTreeSet::new();
        for operation in OPERATIONS {
            collect(operation.input, &mut members);
        }
        collect(UPDATE_BACKEND_AUTH.output, &mut members);
        let docs: BTreeSet<_> = ALL.iter().map(|m| (m.structure, m.member)).collect();
        assert_eq!(docs, members);
        assert_eq!(ALL.len(), members.len(), "one is there twice");
    }
}
