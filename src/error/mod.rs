//! The errors that end a run: data with the message, the exit code and the format on stderr. Each
//! stage has its own file of messages here. Nothing is printed here.

mod class;
mod client_error;
pub mod credentials;
mod exec_aws;
mod job;
mod output;
mod params;
pub mod query;
pub mod service;
pub mod settings;
mod usage;
mod validation;

pub use class::Class;
pub use client_error::{ClientError, ResponseFacts};
pub use credentials::CredentialsError;
pub use exec_aws::ExecAwsError;
pub use job::JobError;
pub use output::OutputError;
pub use params::{FileError, ParamError};
pub use query::QueryError;
pub use service::ServiceError;
pub use settings::SettingsError;
pub use usage::UsageError;
pub use validation::{ValidationError, ValidationErrors};

use crate::dialect::{Dialect, In, UnknownDialect};
use crate::python::os_error::strerror;
use std::fmt;

/// An error that ends a run.
#[derive(Debug)]
pub enum Error {
    /// The environment variable selects an unknown dialect.
    Dialect(UnknownDialect),
    /// Version 2 would prompt for parameters; this program has no prompt.
    NoPrompt {
        /// Whether standard input is a terminal, on which the original's prompt would work.
        on_terminal: bool,
        /// The error that the original finds before it looks for the terminal.
        earlier: Option<SettingsError>,
    },
    /// The command line is rejected by version 2's first parser, which parses only `--profile` and
    /// `--debug`.
    FirstPass(UsageError),
    /// The command line cannot be parsed.
    Usage(UsageError),
    /// A global option has an invalid value.
    Global(GlobalError),
    /// The value of a parameter cannot be loaded or parsed.
    Param(ParamError),
    /// A setting is invalid.
    Settings(SettingsError),
    /// A top-level member of the input has the name of a parameter of the original's own Python
    /// method; the message is Python's.
    Keyword(String),
    /// The parameters do not match the service model.
    Validation(ValidationErrors),
    /// The same with `parameter_validation = false`: the original's serializer fails.
    Serialization(ValidationErrors),
    /// No credentials could be provided.
    Credentials(CredentialsError),
    /// The service returned no response, or an error.
    Service(ServiceError),
    /// `--query` cannot be evaluated for the response.
    Query(QueryError),
    /// The response cannot be formatted.
    Output(OutputError),
    /// The response cannot be formatted as a table in color: the original writes the message with
    /// color resets (colorama's `autoreset`).
    ColoredOutput(Box<Error>),
    /// An update that cannot be prepared, or a job that does not succeed.
    Job(JobError),
    /// The command belongs to the AWS CLI, which cannot be executed.
    ExecAws(ExecAwsError),
    /// Standard output cannot be written.
    Write(std::io::Error),
}

/// An invalid value of a global option.
#[derive(Debug)]
pub enum GlobalError {
    /// `--query`: the expression, and the error.
    Query(String, QueryError),
    /// `--endpoint-url` without a scheme.
    NoScheme(String),
    /// `--endpoint-url` with unbalanced or invalid brackets; the message is Python's.
    InvalidUrl(String),
    /// A timeout that is not an integer.
    NotAnInteger {
        /// The option, without dashes.
        flag: &'static str,
        /// Python's message.
        message: String,
    },
}

impl Error {
    /// Whether the message is written to stderr without an empty line before it, as the original
    /// does.
    pub fn omits_leading_newline(&self) -> bool {
        match self {
            Error::Settings(error) => error.omits_leading_newline(),
            Error::Credentials(error) => error.omits_leading_newline(),
            Error::Service(ServiceError::Credentials(error)) => error.omits_leading_newline(),
            Error::ExecAws(_) => true,
            _ => false,
        }
    }

    /// The class, which decides the exit code.
    pub fn class(&self) -> Class {
        match self {
            Error::Usage(UsageError::UnknownOptions(_)) => Class::UnknownOptions,
            Error::Usage(_) | Error::FirstPass(_) => Class::Usage,
            Error::Global(error) => error.class(),
            Error::Param(error) => error.class(),
            Error::Validation(_) => Class::ParamValidation,
            Error::Settings(error) => error.class(),
            Error::Credentials(error) | Error::Service(ServiceError::Credentials(error)) => {
                error.class()
            }
            Error::Service(ServiceError::ClientError(_)) => Class::Service,
            Error::Service(ServiceError::Interrupted) => Class::Interrupted,
            Error::ExecAws(ExecAwsError::NotFound) => Class::NotFound,
            Error::ExecAws(ExecAwsError::CannotRun(..)) => Class::NotExecutable,
            Error::ColoredOutput(error) => error.class(),
            Error::Dialect(_)
            | Error::NoPrompt { .. }
            | Error::Keyword(_)
            | Error::Serialization(_)
            | Error::Service(_)
            | Error::Query(_)
            | Error::Job(_)
            | Error::Write(_) => Class::General,
            Error::Output(error) => error.class(),
        }
    }

    /// The message in the wording of the dialect.
    pub fn message(&self, dialect: Dialect) -> String {
        match self {
            Error::Usage(error) | Error::FirstPass(error) => In(error, dialect).to_string(),
            Error::Param(error) => In(error, dialect).to_string(),
            Error::Settings(error) => In(error, dialect).to_string(),
            Error::Credentials(error) | Error::Service(ServiceError::Credentials(error)) => {
                In(error, dialect).to_string()
            }
            error => error.to_string(),
        }
    }
}

impl GlobalError {
    fn class(&self) -> Class {
        match self {
            GlobalError::Query(..) | GlobalError::NoScheme(_) => Class::ParamValidation,
            GlobalError::InvalidUrl(_) | GlobalError::NotAnInteger { .. } => Class::General,
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
            GlobalError::InvalidUrl(text) | GlobalError::NotAnInteger { message: text, .. } => {
                f.write_str(text)
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Dialect(error) => error.fmt(f),
            Error::NoPrompt {
                on_terminal: false,
                earlier,
            } => match earlier {
                Some(error) => error.fmt(f),
                // The original's prompt fails without a message.
                None => Ok(()),
            },
            Error::NoPrompt { .. } => f.write_str(
                "The prompt for parameters is not available in this program. Completion (run \
                 `amplifybackend completion SHELL`) and `--generate-cli-skeleton` do its work.",
            ),
            Error::Usage(error) | Error::FirstPass(error) => error.fmt(f),
            Error::Global(error) => error.fmt(f),
            Error::Param(error) => error.fmt(f),
            Error::Settings(error) => error.fmt(f),
            Error::Keyword(message) => f.write_str(message),
            Error::Validation(errors) | Error::Serialization(errors) => errors.fmt(f),
            Error::Credentials(error) => error.fmt(f),
            Error::Service(error) => error.fmt(f),
            Error::Query(error) => error.fmt(f),
            Error::Output(error) => error.fmt(f),
            Error::ColoredOutput(error) => error.fmt(f),
            Error::Job(error) => error.fmt(f),
            Error::ExecAws(error) => error.fmt(f),
            Error::Write(error) => write!(f, "Unable to write output: {}", strerror(error)),
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
    UnknownDialect => Dialect,
    UsageError => Usage,
    GlobalError => Global,
    ValidationErrors => Validation,
    SettingsError => Settings,
    CredentialsError => Credentials,
    ServiceError => Service,
    QueryError => Query,
    OutputError => Output,
    JobError => Job,
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
