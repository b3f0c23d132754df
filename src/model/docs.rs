//! What each member of the model means, for people: one line a member, keyed by its structure.
//!
//! The table beside [`super::shapes`]. What a member holds, which values it knows and whether it
//! is required is said there; here is what it is for, and whether the service model calls it
//! deprecated. Literal text stands between backticks.

use super::Structure;

/// What a member is for.
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

/// The meaning of a member of that structure.
pub fn of(structure: &Structure, member: &str) -> Option<&'static MemberDoc> {
    ALL.iter()
        .find(|meaning| meaning.structure == structure.name && meaning.member == member)
}

const fn meaning(structure: &'static str, member: &'static str, text: &'static str) -> MemberDoc {
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
        ..meaning(structure, member, text)
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

/// Every member once, in the order of the model.
pub static ALL: &[MemberDoc] = &[
    meaning(
        REQUEST,
        "AppId",
        "The Amplify app, such as `d19i0t4qaod5qo`.",
    ),
    meaning(
        REQUEST,
        "BackendEnvironmentName",
        "The backend environment of the app, such as `staging`.",
    ),
    meaning(
        REQUEST,
        "ResourceConfig",
        "The new authentication settings.",
    ),
    meaning(
        REQUEST,
        "ResourceName",
        "The auth resource in that environment, such as `awards65f041ad`.",
    ),
    meaning(
        RESOURCE,
        "AuthResources",
        "Which pools the resource has: users sign in through a user pool; an identity pool gives them AWS credentials besides.",
    ),
    meaning(
        RESOURCE,
        "IdentityPoolConfigs",
        "Settings of the identity pool.",
    ),
    meaning(RESOURCE, "Service", "The service that keeps the users."),
    meaning(
        RESOURCE,
        "UserPoolConfigs",
        "Settings of the user pool; may be empty.",
    ),
    meaning(
        IDENTITY_POOL,
        "UnauthenticatedLogin",
        "Whether guests, who have not signed in, get credentials too.",
    ),
    deprecated(
        USER_POOL,
        "ForgotPassword",
        "How a forgotten password is replaced; `VerificationMessage` has the same members.",
    ),
    meaning(
        USER_POOL,
        "Mfa",
        "Whether signing in takes a second factor.",
    ),
    meaning(
        USER_POOL,
        "OAuth",
        "Signing in through the hosted pages and through social providers.",
    ),
    meaning(
        USER_POOL,
        "PasswordPolicy",
        "What a password must look like.",
    ),
    meaning(
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
    meaning(
        EMAIL,
        "EmailMessage",
        "The body of the mail; `{####}` stands where the code goes.",
    ),
    meaning(EMAIL, "EmailSubject", "The subject of the mail."),
    meaning(
        SMS,
        "SmsMessage",
        "The text message; `{####}` stands where the code goes.",
    ),
    meaning(
        MFA,
        "MFAMode",
        "Whether every user needs a second factor, none does, or each user decides.",
    ),
    meaning(MFA, "Settings", "Which second factors there are."),
    meaning(
        MFA_SETTINGS,
        "MfaTypes",
        "The factors: a code in a text message, a code from an authenticator app.",
    ),
    meaning(
        MFA_SETTINGS,
        "SmsMessage",
        "The text message of the factor SMS, such as `Your authentication code is {####}`.",
    ),
    meaning(
        OAUTH,
        "DomainPrefix",
        "The first label of the hosted pages' domain name.",
    ),
    meaning(
        OAUTH,
        "OAuthGrantType",
        "What comes back to the app: a code to exchange for tokens, or the tokens themselves.",
    ),
    meaning(OAUTH, "OAuthScopes", "What the tokens give access to."),
    meaning(
        OAUTH,
        "RedirectSignInURIs",
        "Where users may land after signing in, such as `https://www.example.com/` or `myapp://`.",
    ),
    meaning(
        OAUTH,
        "RedirectSignOutURIs",
        "Where users may land after signing out.",
    ),
    meaning(
        OAUTH,
        "SocialProviderSettings",
        "The providers whose accounts users may sign in with.",
    ),
    meaning(SOCIAL, "Facebook", "The app registered with Facebook."),
    meaning(SOCIAL, "Google", "The client registered with Google."),
    meaning(
        SOCIAL,
        "LoginWithAmazon",
        "The security profile registered with Login with Amazon.",
    ),
    meaning(
        SOCIAL,
        "SignInWithApple",
        "The service registered with Sign in with Apple.",
    ),
    meaning(
        PROVIDER,
        "ClientId",
        "The ID that the provider gave the app.",
    ),
    meaning(
        PROVIDER,
        "ClientSecret",
        "The secret that goes with it. Keep it in a file, out of the shell's history.",
    ),
    meaning(APPLE, "ClientId", "The Services ID."),
    meaning(APPLE, "KeyId", "The ID of the private key."),
    meaning(
        APPLE,
        "PrivateKey",
        "The private key, a PEM text of several lines. Keep it in a file, out of the shell's history.",
    ),
    meaning(APPLE, "TeamId", "The ID of the developer team."),
    meaning(
        PASSWORD,
        "AdditionalConstraints",
        "Which kinds of characters a password must hold.",
    ),
    meaning(
        PASSWORD,
        "MinimumLength",
        "The fewest characters a password may have.",
    ),
    meaning(
        VERIFICATION,
        "DeliveryMethod",
        "How the verification code travels.",
    ),
    meaning(
        VERIFICATION,
        "EmailSettings",
        "The mail with the verification code.",
    ),
    meaning(
        VERIFICATION,
        "SmsSettings",
        "The text message with the verification code.",
    ),
    meaning(RESPONSE, "AppId", "The app."),
    meaning(
        RESPONSE,
        "BackendEnvironmentName",
        "Its backend environment.",
    ),
    meaning(RESPONSE, "Error", "What went wrong, if the job has failed."),
    meaning(RESPONSE, "JobId", "The job that carries the update out."),
    meaning(
        RESPONSE,
        "Operation",
        "What the job does: `UpdateBackendAuth`.",
    ),
    meaning(
        RESPONSE,
        "Status",
        "How far the job is: `RUNNING`, later `COMPLETED` or `FAILED`.",
    ),
];

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::model::{INPUT, OUTPUT, Shape, Structure};
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
    fn every_member_has_one_meaning_and_no_meaning_is_stale() {
        let mut members = BTreeSet::new();
        collect(&INPUT, &mut members);
        collect(&OUTPUT, &mut members);
        let docs: BTreeSet<_> = ALL.iter().map(|m| (m.structure, m.member)).collect();
        assert_eq!(docs, members);
        assert_eq!(ALL.len(), members.len(), "one is there twice");
    }
}
