//! Hints on a terminal: one line of advice and the location of an error after its message, warnings
//! before a call, and redaction of secrets in messages that quote the input.
//!
//! These functions have no side effects: they compute a text from an error, the command line as
//! typed and a few facts about the environment, and the caller decides whether to show it. They do
//! not repeat advice that the original's message gives.

mod advice;
mod files;
mod network;
mod parameter;
mod place;
mod query;
mod raw_args;
mod redact;
mod settings;
mod suggest;
mod syntax;
mod usage;
mod validation;
mod warnings;

pub use advice::warnings;
pub use place::{MAX_ROWS, fit, shorten};
pub use query::no_such_member;
pub use redact::{mask, mask_message};
pub use suggest::sanitize;
pub use warnings::warning;

use crate::config::profiles::Profiles;
use crate::dialect::{self, Dialect};
use crate::error::{Error, ExecAwsError, GlobalError, OutputError, ServiceError};
use crate::log::Logger;
use crate::model::Operation;
use crate::python::environ::Environment;
use suggest::{one_of, suggest};

/// The command that prints a skeleton with every member.
const SKELETON: &str = "amplifybackend update-backend-auth --generate-cli-skeleton";

/// The advice for a user without a document.
const FROM_SKELETON: &str =
    "start from a skeleton: amplifybackend update-backend-auth --generate-cli-skeleton";

/// The input of hints, besides the error. The functions are called only for errors that need them.
pub struct HintContext<'a> {
    /// The operation on the command line, or `update-backend-auth` if there is none.
    pub operation: &'static Operation,
    /// The dialect of the run.
    pub dialect: Dialect,
    /// The command line without the program name.
    pub argv: Vec<String>,
    /// The environment.
    pub environment: &'a Environment,
    /// Redacts the registered secrets of the run.
    pub logger: Logger,
    /// Returns the working directory, for relative paths.
    pub directory: fn() -> Option<String>,
    /// Returns the names in a directory; `None` if the directory does not exist.
    pub list: fn(&str) -> Option<Vec<String>>,
    /// Returns the profiles of the config and credentials files; empty if one of them cannot be
    /// parsed.
    pub profiles: fn(&Environment) -> Profiles,
    /// Returns the sections of the config file that define no profile: `[NAME]` without `profile`.
    pub stray_sections: fn(&Environment) -> Vec<String>,
}

impl<'a> HintContext<'a> {
    /// An empty command line for `update-backend-auth` in version 1, without files and profiles.
    #[cfg(test)]
    pub fn of(environment: &'a Environment) -> HintContext<'a> {
        HintContext {
            operation: &crate::model::UPDATE_BACKEND_AUTH,
            dialect: Dialect::V1,
            argv: Vec::new(),
            environment,
            logger: Logger::silent(),
            directory: || None,
            list: |_| None,
            profiles: |_| Profiles::default(),
            stray_sections: |_| Vec::new(),
        }
    }
}

/// The hint for an error, if there is one.
pub fn hint(error: &Error, context: &HintContext<'_>) -> Option<String> {
    match error {
        Error::Usage(error) | Error::FirstPass(error) => usage::hint(error, context),
        Error::Global(error) => global(error),
        Error::Param(error) => parameter::hint(error, context),
        Error::Validation(errors) | Error::Serialization(errors) => {
            validation::hint(context.operation, errors)
        }
        Error::Settings(error) => settings::hint(error, context),
        Error::Credentials(error) | Error::Service(ServiceError::Credentials(error)) => {
            settings::credentials(error, context)
        }
        Error::Service(error) => network::hint(error, context),
        Error::Output(OutputError::UnknownFormat(name)) => unknown_format(name, context),
        Error::Query(error) => query::hint(error),
        Error::Keyword(_) => Some("leave the member self out".to_owned()),
        Error::NoPrompt { .. } => Some(
            "the prompt is switched on: --no-cli-auto-prompt or AWS_CLI_AUTO_PROMPT=off switches \
             it off"
                .to_owned(),
        ),
        Error::ExecAws(ExecAwsError::NotFound) => {
            Some("install the AWS CLI, or put its folder on PATH".to_owned())
        }
        Error::Dialect(_)
        | Error::Output(_)
        | Error::ColoredOutput(_)
        | Error::Job(_)
        | Error::ExecAws(_)
        | Error::Write(_) => None,
    }
}

/// The location of the error in the text that its message quotes, as a few lines. Must be called
/// after [`mask`].
pub fn place(error: &Error) -> Option<String> {
    place::lines(error)
}

fn global(error: &GlobalError) -> Option<String> {
    Some(match error {
        GlobalError::Query(_, error) => return query::hint(error),
        GlobalError::NoScheme(url) => return with_scheme(url),
        GlobalError::InvalidUrl(_) => {
            "an IPv6 address stands in brackets: http://[::1]:8080".to_owned()
        }
        GlobalError::NotAnInteger { flag, .. } => {
            format!("--{flag} takes whole seconds: --{flag} 60")
        }
    })
}

/// The URL with the scheme it lacks, if it lacks one.
fn with_scheme(url: &str) -> Option<String> {
    if url.starts_with("http://") || url.starts_with("https://") {
        return None;
    }
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    let host = host.trim_start_matches(['/', ':']);
    let local = ["localhost", "127.", "[::1]", "0.0.0.0"];
    let is_local = local.iter().any(|name| host.starts_with(name));
    let scheme = if is_local { "http" } else { "https" };
    let host = suggest::sanitize(&crate::log::redact::url(host));
    Some(format!("did you mean {scheme}://{host}?"))
}

fn unknown_format(name: &str, context: &HintContext<'_>) -> Option<String> {
    if let Some(advice) = settings::comment_or_quotes(name) {
        return Some(advice.to_owned());
    }
    let formats = |dialect| {
        let flags = crate::cli::flags::global_flags(dialect);
        let output = flags.iter().find(|spec| spec.name == "output");
        output.map_or(&[][..], |spec| spec.choices())
    };
    let known = formats(context.dialect);
    let other = other_dialect(context.dialect);
    Some(match suggest(name, known) {
        Some(suggest) => format!("did you mean {suggest}?"),
        None if formats(other).contains(&name) => switch(name, other),
        None => format!(
            "AWS_DEFAULT_OUTPUT and the profile's output take {}",
            one_of(known)
        ),
    })
}

fn other_dialect(dialect: Dialect) -> Dialect {
    match dialect {
        Dialect::V1 => Dialect::V2,
        Dialect::V2 => Dialect::V1,
    }
}

/// Advice on switching to the dialect that has the option.
fn switch(name: &str, dialect: Dialect) -> String {
    let number = dialect.number();
    format!(
        "{name} belongs to version {number} of the AWS CLI: set {}={number}",
        dialect::VARIABLE
    )
}

/// The warning about an option that is given more than once with different values.
pub fn repeated(option: &str) -> String {
    format!("--{option} is given more than once; the last one counts")
}

/// Formats a line for the terminal: dim, unless colors are off.
pub fn line(kind: &str, text: &str, context: &HintContext<'_>) -> String {
    let variable = |name| context.environment.get_nonempty(name);
    let plain = variable("NO_COLOR").is_some()
        || variable("TERM") == Some("dumb")
        || raw_args::value_of(context, "color") == Some("off");
    if plain {
        format!("{kind}: {text}\n")
    } else {
        format!("\u{1b}[2m{kind}: {text}\u{1b}[0m\n")
    }
}
