//! The names of secrets: of the model's secret members, and of credentials in environment
//! variables, profiles and JSON documents.

use crate::model::{OPERATIONS, Shape, Structure, normalize};
use std::sync::LazyLock;

/// The names of the model's secret members, normalized, sorted, without duplicates.
static SECRET_MEMBERS: LazyLock<Vec<String>> = LazyLock::new(|| {
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

/// Whether a member of a JSON document holds a secret, whatever the document.
pub fn is_secret(name: &str) -> bool {
    SECRET_MEMBERS.contains(&normalize(name)) || is_credential(name)
}

/// The names of the model's secret members, normalized, sorted, without duplicates.
pub fn secret_members() -> &'static [String] {
    &SECRET_MEMBERS
}

/// Suffixes of normalized names that denote secret credentials: `AWS_SESSION_TOKEN`, `accessToken`.
const CREDENTIAL_SUFFIXES: [&str; 8] = [
    "secretaccesskey",
    "secretkey",
    "sessiontoken",
    "securitytoken",
    "accesstoken",
    "refreshtoken",
    "identitytoken",
    "authorizationtoken",
];

/// Normalized names that denote secrets only as a whole: as suffixes they would match other names.
const WHOLE_NAMES: [&str; 6] = [
    "token",
    "tokencode",
    "password",
    "passwd",
    "passphrase",
    "authorization",
];

/// Whether a variable, a setting or a member of a JSON document holds a secret credential.
pub fn is_credential(name: &str) -> bool {
    let name = normalize(name);
    WHOLE_NAMES.contains(&name.as_str())
        || CREDENTIAL_SUFFIXES.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secret_members_and_credentials_are_secret() {
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
