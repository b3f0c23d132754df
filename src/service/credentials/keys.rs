//! Keys, and where they stand ready: the environment and the sections of profile files.

use super::expiration;
use crate::config::credential_sources::EnvironmentKeys;
use crate::config::profiles::Section;
use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;

/// What a request is signed with.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The access key's id.
    pub access_key: String,
    /// The secret access key.
    pub secret_key: Secret,
    /// The session token.
    pub token: Option<Secret>,
    /// When they end, in seconds since 1970; `None` is never.
    pub expiry: Option<i64>,
}

impl Credentials {
    /// Seconds until they end.
    pub fn remaining(&self) -> i64 {
        match self.expiry {
            Some(expiry) => expiry.saturating_sub(expiration::now()),
            None => i64::MAX,
        }
    }
}

/// What a provider found.
#[derive(Debug)]
pub(super) enum ProviderResult {
    /// Keys without an end.
    Static(Credentials),
    /// Keys that end, and how others are had.
    Refreshable(Credentials, Refresh),
    /// A role to assume with keys of another source.
    Role(Box<super::assume_role::Role>),
    /// A role to assume with a token.
    WebIdentity(super::web_identity::WebRole),
    /// A role of an SSO session.
    Sso(super::sso::SsoRole),
}

/// How keys that end are fetched anew.
#[derive(Debug)]
pub(super) enum Refresh {
    /// They are read again, and are the same.
    Environment,
    /// The process is run again; its command line as written.
    Process(String),
    /// The container's service is asked again.
    Container(String),
    /// By logging in.
    Login,
}

impl ProviderResult {
    /// Keys that end are refreshed, others are not.
    pub fn new(keys: Credentials, refresh: Refresh) -> ProviderResult {
        match keys.expiry {
            Some(_) => ProviderResult::Refreshable(keys, refresh),
            None => ProviderResult::Static(keys),
        }
    }
}

/// `EnvProvider`
pub(super) fn from_environment(
    environment: &EnvironmentKeys,
) -> Result<Option<ProviderResult>, CredentialsError> {
    let Some(access_key) = environment.access_key.clone() else {
        return Ok(None);
    };
    let Some(secret_key) = environment.secret_key.clone() else {
        return Err(CredentialsError::Partial {
            provider: "env",
            missing: "AWS_SECRET_ACCESS_KEY".to_owned(),
        });
    };
    let expiry = environment
        .expiry
        .as_deref()
        .map(expiration::parse)
        .transpose()?;
    let keys = Credentials {
        access_key,
        secret_key,
        token: environment.token.clone(),
        expiry,
    };
    Ok(Some(ProviderResult::new(keys, Refresh::Environment)))
}

/// `SharedCredentialProvider`, `ConfigProvider`
pub(super) fn from_section(
    section: &Section,
    provider: &'static str,
) -> Result<Option<ProviderResult>, CredentialsError> {
    let Some(access_key) = section.text("aws_access_key_id") else {
        return Ok(None);
    };
    let Some(secret_key) = section.text("aws_secret_access_key") else {
        return Err(CredentialsError::Partial {
            provider,
            missing: "aws_secret_access_key".to_owned(),
        });
    };
    let token = section
        .text("aws_security_token")
        .or_else(|| section.text("aws_session_token"))
        .filter(|token| !token.is_empty());
    Ok(Some(ProviderResult::Static(Credentials {
        access_key: access_key.to_owned(),
        secret_key: Secret::new(secret_key),
        token: token.map(Secret::new),
        expiry: None,
    })))
}
