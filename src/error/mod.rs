//! The errors that end a run: as data, with the exact text, the exit code and the
//! format on stderr. Each stage has its own file of messages here; nothing is printed here.

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

/// Whatever ends a run without its result.
#[derive(Debug)]
pub enum Error {
    /// No such dialect.
    Dialect(UnknownDialect),
    /// Version 2 would prompt for parameters; this program has no prompt.
    NoPrompt {
        /// Whether standard input is a terminal, on which the original's prompt would work.
        on_terminal: bool,
        /// The error that the original finds before it looks for the terminal.
        earlier: Option<SettingsError>,
    },
    /// Version 2's first parser, which knows two options, cannot read the command line.
    FirstPass(UsageError),
    /// The command line cannot be read.
    Usage(UsageError),
    /// A global option has a value that makes no sense.
    Global(GlobalError),
    /// A parameter's value cannot be read.
    Param(ParamError),
    /// A setting cannot be used.
    Settings(SettingsError),
    /// A member of the document has the name of an argument of the original's own method: Python's
    /// message.
    Keyword(String),
    /// The parameters do not fit the model.
    Validation(ValidationErrors),
    /// The same with `parameter_validation = false`, where the original's serializer fails.
    Serialization(ValidationErrors),
    /// Credentials cannot be had.
    Credentials(CredentialsError),
    /// The service did not answer, or not with a result.
    Service(ServiceError),
    /// The query fails on the answer.
    Query(QueryError),
    /// The answer cannot be shown.
    Output(OutputError),
    /// The answer cannot be shown as a table in colour: the original writes the message with
    /// colour resets (colorama's `autoreset`).
    ColouredOutput(Box<Error>),
    /// An update that cannot be prepared, or whose job does not end well.
    Job(JobError),
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
    /// A time-out that is no whole number.
    NotAnInteger {
        /// The flag, without dashes.
        flag: &'static str,
        /// Python's words.
        message: String,
    },
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

    /// The class.
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
            Error::ColouredOutput(error) => error.class(),
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

    /// The message, as the dialect words it.
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
                // The original's prompt fails without a word.
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
            Error::Validation(findings) | Error::Serialization(findings) => findings.fmt(f),
            Error::Credentials(error) => error.fmt(f),
            Error::Service(error) => error.fmt(f),
            Error::Query(error) => error.fmt(f),
            Error::Output(error) => error.fmt(f),
            Error::ColouredOutput(error) => error.fmt(f),
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
