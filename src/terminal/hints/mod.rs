//! Hints: after an error on a terminal one line of advice and the place of the error, before the
//! call warnings, and messages that quote the input without its secrets.
//!
//! Pure: from an error with its facts, the command line as typed and a few facts about the
//! environment to a text. The caller decides whether it is shown. The original's own advice is not
//! repeated.

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

/// The command that prints every member.
const SKELETON: &str = "amplifybackend update-backend-auth --generate-cli-skeleton";

/// The first step of a new user.
const FROM_SKELETON: &str =
    "start from a skeleton: amplifybackend update-backend-auth --generate-cli-skeleton";

/// The facts that hints are made of, besides the error. The functions are called only for errors
/// that need them.
pub struct HintContext<'a> {
    /// The operation that the command line names, else the main one.
    pub operation: &'static Operation,
    /// The dialect of the run.
    pub dialect: Dialect,
    /// The command line, without the program's name.
    pub argv: Vec<String>,
    /// The environment.
    pub environment: &'a Environment,
    /// Redacts the secrets of the run.
    pub logger: Logger,
    /// The directory that relative paths begin in.
    pub directory: fn() -> Option<String>,
    /// The names in a directory; `None` when there is no such directory.
    pub list: fn(&str) -> Option<Vec<String>>,
    /// The profile files; empty where one does not parse.
    pub profiles: fn(&Environment) -> Profiles,
    /// The sections of the config file that are no profiles: `[NAME]` without `profile`.
    pub stray_sections: fn(&Environment) -> Vec<String>,
}

impl<'a> HintContext<'a> {
    /// Nothing typed, for the main operation in version 1, and files and profiles out of reach.
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

/// The hint for an error, if there is any.
pub fn hint(error: &Error, around: &HintContext<'_>) -> Option<String> {
    match error {
        Error::Usage(error) | Error::FirstPass(error) => usage::hint(error, around),
        Error::Global(error) => global(error),
        Error::Param(error) => parameter::hint(error, around),
        Error::Validation(findings) | Error::Serialization(findings) => {
            validation::hint(around.operation, findings)
        }
        Error::Settings(error) => settings::hint(error, around),
        Error::Credentials(error) | Error::Service(ServiceError::Credentials(error)) => {
            settings::credentials(error, around)
        }
        Error::Service(error) => network::hint(error, around),
        Error::Output(OutputError::UnknownFormat(name)) => unknown_format(name, around),
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
        | Error::ColouredOutput(_)
        | Error::Job(_)
        | Error::ExecAws(_)
        | Error::Write(_) => None,
    }
}

/// The place of the error in the text that its message quotes, a few whole lines. To be called
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

/// The URL with the scheme that it lacks.
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

fn unknown_format(name: &str, around: &HintContext<'_>) -> Option<String> {
    if let Some(advice) = settings::wrapped(name) {
        return Some(advice.to_owned());
    }
    let formats = |dialect| {
        let flags = crate::cli::flags::global_flags(dialect);
        let output = flags.iter().find(|spec| spec.name == "output");
        output.map_or(&[][..], |spec| spec.choices())
    };
    let known = formats(around.dialect);
    let other = other_dialect(around.dialect);
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

/// How to get at what only the other dialect has.
fn switch(name: &str, dialect: Dialect) -> String {
    let number = dialect.number();
    format!(
        "{name} belongs to version {number} of the AWS CLI: set {}={number}",
        dialect::VARIABLE
    )
}

/// The warning about an option given twice with different values, of which the last one counts.
pub fn repeated(option: &str) -> String {
    format!("--{option} is given more than once; the last one counts")
}

/// A line for the terminal: dim, unless colours are switched off.
pub fn line(kind: &str, text: &str, around: &HintContext<'_>) -> String {
    let variable = |name| around.environment.get_nonempty(name);
    let plain = variable("NO_COLOR").is_some()
        || variable("TERM") == Some("dumb")
        || raw_args::value_of(around, "color") == Some("off");
    if plain {
        format!("{kind}: {text}\n")
    } else {
        format!("\u{1b}[2m{kind}: {text}\u{1b}[0m\n")
    }
}
