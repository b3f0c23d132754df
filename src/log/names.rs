//! The names of secrets, in one place: those of the model's secret members, and those of
//! credentials in variables, profiles and documents.

use crate::model::{OPERATIONS, Shape, Structure, normalize};
use std::sync::LazyLock;

/// The names of the model's secret members, normalized, each once.
static MEMBERS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names = Vec::new();
    for operation in OPERATIONS {
        collect(operation.input, &mut names);
        collect(operation.output, &mut names);
    }
    names.sort_unstable();
    names.dedup();
    names
});

fn collect(structure: &Structure, names: &mut Vec<String>) {
    for member in structure.members {
        match member.shape {
            Shape::Structure(inner) => collect(inner, names),
            _ if member.is_secret() => names.push(normalize(member.name)),
            _ => {}
        }
    }
}

/// Whether a member of a document holds a secret, whatever document it is.
pub fn is_secret(name: &str) -> bool {
    MEMBERS.contains(&normalize(name)) || is_credential(name)
}

/// The names of the model's secret members, normalized.
pub fn secret_members() -> &'static [String] {
    &MEMBERS
}

/// How the normalized names of secret credentials end: `AWS_SESSION_TOKEN`, `accessToken`.
const CREDENTIALS: [&str; 8] = [
    "secretaccesskey",
    "secretkey",
    "sessiontoken",
    "securitytoken",
    "accesstoken",
    "refreshtoken",
    "identitytoken",
    "authorizationtoken",
];

/// Names that say nothing more.
const WHOLE: [&str; 6] = [
    "token",
    "tokencode",
    "password",
    "passwd",
    "passphrase",
    "authorization",
];

/// Whether a variable, a setting or a member of a document holds a secret of credentials.
pub fn is_credential(name: &str) -> bool {
    let name = normalize(name);
    WHOLE.contains(&name.as_str()) || CREDENTIALS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_the_model_s_and_those_of_credentials() {
        assert_eq!(
            secret_members(),
            ["clientsecret", "keyid", "privatekey", "teamid"]
        );
        for name in [
            "AWS_SECRET_ACCESS_KEY",
            "aws_session_token",
            "SecretAccessKey",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "Token",
            "refreshToken",
        ] {
            assert!(is_credential(name), "{name}");
        }
        for name in [
            "AWS_ACCESS_KEY_ID",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "PasswordPolicy",
        ] {
            assert!(!is_credential(name), "{name}");
        }
    }
}
