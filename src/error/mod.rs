//! What can end a run without its result: as data, with the exact text, the exit code and the
//! shape on stderr. Each stage has its own file of messages here; nothing is printed here.

pub mod credentials;
mod exec_aws;
mod output;
mod params;
pub mod query;
pub mod service;
pub mod settings;
mod usage;
mod validation;

pub use credentials::CredentialsError;
pub use exec_aws::ExecAwsError;
pub use output::OutputError;
pub use params::{FileError, ParamError, system_text};
pub use query::QueryError;
pub use service::ServiceError;
pub use settings::SettingsError;
pub use usage::UsageError;
pub use validation::{ValidationError, ValidationErrors};

use std::fmt;

/// Whatever ends a run without its result.
#[derive(Debug)]
pub enum Error {
    /// The command line cannot be read.
    Usage(UsageError),
    /// A global option has a value that makes no sense.
    Global(GlobalError),
    /// A parameter's value cannot be read.
    Param(ParamError),
    /// A setting cannot be used.
    Settings(SettingsError),
    /// The parameters do not fit the model.
    Validation(ValidationErrors),
    /// Credentials cannot be had.
    Credentials(CredentialsError),
    /// The service did not answer, or not with a result.
    Service(ServiceError),
    /// The query fails on the answer.
    Query(QueryError),
    /// The answer cannot be shown.
    Output(OutputError),
    /// The command is for the AWS CLI, which is not there.
    ExecAws(ExecAwsError),
    /// Standard output cannot be written.
    Write(std::io::Error),
}

/// A value of a global option that makes no sense.
#[derive(Debug)]
pub enum GlobalError {
    /// `--query`: the expression, and what is wrong with it.
    Query(String, QueryError),
    /// `--endpoint-url` without a scheme.
    NoScheme(String),
    /// `--endpoint-url` whose brackets make no sense, in Python's words.
    InvalidUrl(String),
    /// A time-out that is no whole number, in Python's words.
    NotAnInteger(String),
}

impl Error {
    /// Whether the original prints it without an empty line before it.
    pub fn omits_leading_newline(&self) -> bool {
        match self {
            Error::Settings(error) => error.omits_leading_newline(),
            Error::Credentials(error) => error.omits_leading_newline(),
            Error::Service(ServiceError::Credentials(error)) => error.omits_leading_newline(),
            Error::ExecAws(_) => true,
            _ => false,
        }
    }

    /// The exit code, as the original has it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Usage(UsageError::UnknownOptions(_)) => 255,
            Error::Usage(_) => 2,
            Error::Service(ServiceError::Interrupted) => 130,
            // As a shell has it.
            Error::Credentials(CredentialsError::Terminated(signal))
            | Error::Service(ServiceError::Credentials(CredentialsError::Terminated(signal))) => {
                u8::try_from(128 + signal).unwrap_or(255)
            }
            Error::ExecAws(error) => error.exit_code(),
            _ => 255,
        }
    }
}

impl fmt::Display for GlobalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GlobalError::Query(expression, error) => {
                write!(f, "Bad value for --query {expression}: {error}")
            }
            GlobalError::NoScheme(url) => write!(
                f,
                "Bad value for --endpoint-url \"{url}\": scheme is missing.  Must be of the form \
                 http://<hostname>/ or https://<hostname>/"
            ),
            GlobalError::InvalidUrl(text) | GlobalError::NotAnInteger(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(error) => error.fmt(f),
            Error::Global(error) => error.fmt(f),
            Error::Param(error) => error.fmt(f),
            Error::Settings(error) => error.fmt(f),
            Error::Validation(findings) => findings.fmt(f),
            Error::Credentials(error) => error.fmt(f),
            Error::Service(error) => error.fmt(f),
            Error::Query(error) => error.fmt(f),
            Error::Output(error) => error.fmt(f),
            Error::ExecAws(error) => error.fmt(f),
            Error::Write(error) => write!(f, "Unable to write output: {}", system_text(error)),
        }
    }
}

macro_rules! from {
    ($($source:ty => $variant:ident),* $(,)?) => {$(
        impl From<$source> for Error {
            fn from(error: $source) -> Self {
                Error::$variant(error)
            }
        }
    )*};
}

from! {
    UsageError => Usage,
    GlobalError => Global,
    ValidationErrors => Validation,
    SettingsError => Settings,
    CredentialsError => Credentials,
    ServiceError => Service,
    QueryError => Query,
    OutputError => Output,
    ExecAwsError => ExecAws,
}

impl From<ParamError> for Error {
    fn from(error: ParamError) -> Self {
        match error {
            ParamError::Interrupted => Error::Service(ServiceError::Interrupted),
            error => Error::Param(error),
        }
    }
}
