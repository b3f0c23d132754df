//! Errors of the credential providers, with the original's messages
//! (`botocore/exceptions.py`).

use super::{Class, ClientError};
use crate::dialect::{Dialect, In};
use crate::error::service::TransportError;
use crate::error::settings::SettingsError;
use std::fmt;

/// Why there are no credentials.
#[derive(Clone, Debug, PartialEq)]
pub enum CredentialsError {
    /// No provider has any.
    NotFound,
    /// A provider has a part of what it needs.
    Partial {
        /// Its name.
        provider: &'static str,
        /// The missing key.
        missing: String,
    },
    /// The profile contradicts itself; the text is complete (`InvalidConfigError`).
    InvalidConfig(String),
    /// A chain of roles that leads back into itself.
    InfiniteLoop {
        /// The profile that comes again.
        profile: String,
        /// All that were seen, in order.
        visited: Vec<String>,
    },
    /// A provider failed.
    Retrieval {
        /// Its name.
        provider: String,
        /// Its message.
        message: String,
    },
    /// Instance metadata failed.
    Metadata(String),
    /// An exception of Python itself, for a file or for JSON.
    Python(String),
    /// A setting of the service that a provider calls.
    Settings(SettingsError),
    /// A service that a provider calls did not answer.
    Transport(TransportError),
    /// A service that a provider calls answered with an error (`ClientError`).
    ClientError(Box<ClientError>),
    /// An answer that is not XML.
    InvalidXml {
        /// The parser's message.
        reason: String,
        /// The body, as Python shows bytes.
        body: String,
    },
    /// Parameters that do not fit the service's model, one line each.
    Validation(Vec<String>),
    /// The SSO token cannot be loaded.
    SsoTokenLoad(String),
    /// The SSO session has ended.
    SsoUnauthorized,
    /// The SSO token has expired and could not be refreshed.
    SsoTokenExpired,
    /// The login session's token cannot be loaded.
    LoginTokenLoad(String),
    /// There is no login session of that name.
    NoLoginSession(String),
    /// The login session is without these members.
    IncompleteLoginSession(Vec<&'static str>),
    /// The sign-in service does not renew the login session.
    LoginRefused(LoginRefusal),
    /// Fetched anew, and still expired.
    StillExpired,
    /// There is no terminal to ask for an MFA code on. Not in the original, which reads standard
    /// input then.
    NoTerminal(String),
    /// This signal came while the code was asked for.
    Terminated(i32),
}

/// Why the sign-in service does not renew a login session (`AccessDeniedException`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginRefusal {
    /// It has ended.
    Expired,
    /// The user's password is another one.
    PasswordChanged,
    /// The user may not renew it.
    NoPermission,
    /// A reason that the original does not know.
    Other,
}

impl LoginRefusal {
    fn text(self, dialect: Dialect) -> &'static str {
        match (self, dialect) {
            (LoginRefusal::Expired | LoginRefusal::PasswordChanged, Dialect::V1) => {
                "Your session has expired or credentials have changed. Please reauthenticate using \
                 'aws login'."
            }
            (LoginRefusal::Expired, Dialect::V2) => {
                "Your session has expired. Please reauthenticate using 'aws login'."
            }
            (LoginRefusal::PasswordChanged, Dialect::V2) => {
                "Unable to refresh login credentials because of a change in your password. Please \
                 reauthenticate with your new password using 'aws login'."
            }
            (LoginRefusal::NoPermission, _) => {
                "Unable to create or refresh login credentials due to insufficient permissions. \
                 You may be missing permission for the 'signin:CreateOAuth2Token' action."
            }
            (LoginRefusal::Other, _) => {
                "An unspecified error happened when resolving AWS credentials or refreshing a login \
                 session profile."
            }
        }
    }
}

impl CredentialsError {
    pub(super) fn class(&self) -> Class {
        match self {
            CredentialsError::NotFound => Class::NoCredentials,
            CredentialsError::Validation(_) => Class::ParamValidation,
            CredentialsError::Terminated(signal) => {
                Class::Terminated(u8::try_from(*signal).unwrap_or(u8::MAX))
            }
            CredentialsError::ClientError(_) => Class::Service,
            CredentialsError::Settings(error) => error.class(),
            _ => Class::General,
        }
    }

    /// Whether stderr gets the text alone, without the empty line before it.
    pub fn omits_leading_newline(&self) -> bool {
        match self {
            CredentialsError::NotFound => true,
            CredentialsError::Settings(error) => error.omits_leading_newline(),
            _ => false,
        }
    }
}

impl std::error::Error for CredentialsError {}

impl From<SettingsError> for CredentialsError {
    fn from(error: SettingsError) -> Self {
        CredentialsError::Settings(error)
    }
}

impl From<TransportError> for CredentialsError {
    fn from(error: TransportError) -> Self {
        CredentialsError::Transport(error)
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        In(self, Dialect::V1).fmt(f)
    }
}

impl fmt::Display for In<'_, CredentialsError> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use CredentialsError as Error;
        let dialect = self.1;
        match self.0 {
            Error::NotFound => {
                let command = match dialect {
                    Dialect::V1 => "configure",
                    Dialect::V2 => "login",
                };
                write!(
                    f,
                    "Unable to locate credentials. You can configure credentials by running \
                     \"aws {command}\"."
                )
            }
            Error::Partial { provider, missing } => write!(
                f,
                "Partial credentials found in {provider}, missing: {missing}"
            ),
            Error::InvalidConfig(text) | Error::Python(text) => f.write_str(text),
            Error::InfiniteLoop { profile, visited } => {
                let visited: Vec<String> = visited
                    .iter()
                    .map(|name| crate::python::repr::repr_str(name))
                    .collect();
                write!(
                    f,
                    "Infinite loop in credential configuration detected. Attempting to load from \
                     profile {profile} which has already been visited. Visited profiles: [{}]",
                    visited.join(", ")
                )
            }
            Error::Retrieval { provider, message } => write!(
                f,
                "Error when retrieving credentials from {provider}: {message}"
            ),
            Error::Metadata(message) => write!(f, "Error retrieving metadata: {message}"),
            Error::Settings(error) => In(error, dialect).fmt(f),
            Error::Transport(error) => error.fmt(f),
            Error::ClientError(error) => error.fmt(f),
            Error::InvalidXml { reason, body } => write!(
                f,
                "Unable to parse response ({reason}), invalid XML received. Further retries may \
                 succeed:\n{body}"
            ),
            Error::Validation(lines) => {
                write!(f, "Parameter validation failed:\n{}", lines.join("\n"))
            }
            Error::SsoTokenLoad(text) => write!(f, "Error loading SSO Token: {text}"),
            Error::SsoUnauthorized => f.write_str(
                "The SSO session associated with this profile has expired or is otherwise \
                 invalid. To refresh this SSO session run aws sso login with the corresponding \
                 profile.",
            ),
            Error::SsoTokenExpired => f.write_str(
                "Error when retrieving token from sso: Token has expired and refresh failed",
            ),
            Error::LoginTokenLoad(text) => write!(f, "Error loading login session token: {text}"),
            Error::NoLoginSession(name) => {
                let mark = match dialect {
                    Dialect::V1 => '.',
                    Dialect::V2 => ',',
                };
                write!(
                    f,
                    "Error loading login session token: Unable to load a existing login session \
                     for session {name}{mark} Please reauthenticate with 'aws login'."
                )
            }
            Error::IncompleteLoginSession(missing) => {
                let fields = match dialect {
                    Dialect::V1 => format!("required fields: {}", missing.join(", ")),
                    Dialect::V2 => "one or more required fields".to_owned(),
                };
                write!(
                    f,
                    "Error loading login session token: Failed to load access token from token \
                     cache, missing {fields}."
                )
            }
            Error::LoginRefused(refusal) => f.write_str(refusal.text(dialect)),
            Error::StillExpired => f.write_str(
                "Credentials were refreshed, but the refreshed credentials are still expired.",
            ),
            Error::Terminated(signal) => write!(f, "Ended by signal {signal}"),
            Error::NoTerminal(serial) => write!(
                f,
                "Unable to ask for the MFA code of {serial}: there is no terminal"
            ),
        }
    }
}
