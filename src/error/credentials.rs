//! Errors of the credential providers, with the original's messages
//! (`botocore/exceptions.py`).

use super::{Class, ClientError};
use crate::dialect::{Dialect, In};
use crate::error::service::TransportError;
use crate::error::settings::SettingsError;
use std::fmt;

/// The reason why credentials cannot be provided.
#[derive(Clone, Debug, PartialEq)]
pub enum CredentialsError {
    /// No provider has credentials.
    NotFound,
    /// A provider has only some of the required values.
    Partial {
        /// The name of the provider.
        provider: &'static str,
        /// The name of the missing value.
        missing: String,
    },
    /// The profile is inconsistent; the text is the whole message (`InvalidConfigError`).
    InvalidConfig(String),
    /// A profile's chain of roles refers to a profile that is already part of the chain.
    InfiniteLoop {
        /// The repeated profile.
        profile: String,
        /// The profiles of the chain, in order.
        visited: Vec<String>,
    },
    /// A provider failed.
    Retrieval {
        /// The name of the provider.
        provider: String,
        /// The message of the provider.
        message: String,
    },
    /// The instance metadata service failed; the reason.
    Metadata(String),
    /// A Python exception that the original does not catch, for a file or for JSON; its message.
    Python(String),
    /// An invalid setting for a service that a provider calls.
    Settings(SettingsError),
    /// No response from a service that a provider calls.
    Transport(TransportError),
    /// An error response of a service that a provider calls (`ClientError`).
    ClientError(Box<ClientError>),
    /// A response that is not valid XML.
    InvalidXml {
        /// The parser's message.
        reason: String,
        /// The body, as Python's `repr` of bytes.
        body: String,
    },
    /// Parameters that do not match the service model; one message for each.
    Validation(Vec<String>),
    /// The SSO token cannot be loaded; the reason.
    SsoTokenLoad(String),
    /// The SSO session has ended.
    SsoUnauthorized,
    /// The SSO token has expired and could not be refreshed.
    SsoTokenExpired,
    /// The login token cannot be loaded; the reason.
    LoginTokenLoad(String),
    /// No login session is cached under this name.
    NoLoginSession(String),
    /// The cached login session lacks these members.
    IncompleteLoginSession(Vec<&'static str>),
    /// The sign-in service rejected the refresh of the login session.
    LoginRefused(LoginRefusal),
    /// The credentials were refreshed and have expired all the same.
    StillExpired,
    /// There is no terminal on which to prompt for the code of this MFA device. Not in the
    /// original, which reads standard input then.
    NoTerminal(String),
    /// This signal was received during the prompt for the MFA code.
    Terminated(i32),
}

/// The reason why the sign-in service rejected a refresh (`AccessDeniedException`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginRefusal {
    /// The login session has expired.
    Expired,
    /// The user's password was changed after the login.
    PasswordChanged,
    /// The user lacks the permission to refresh.
    NoPermission,
    /// Any other reason.
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

    /// Whether the message is written to stderr without an empty line before it.
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
