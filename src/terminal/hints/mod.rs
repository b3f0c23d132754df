//! What a terminal is told besides the original's messages: after an error one line of advice,
//! before the sending a warning, and in what echoes the input no secrets.
//!
//! Pure: from an error, the command line as typed and a few facts about the surroundings to a
//! text. Whether anybody hears of it is the caller's to decide. One line at most, the one that
//! says most; what the original says already is not said again.

mod files;
mod parameter;
mod raw_args;
mod redact;
mod settings;
mod suggest;
mod syntax;
mod usage;
mod validation;

pub use redact::{mask, mask_message};
pub use validation::unknown_value;

use crate::dialect::Dialect;
use crate::error::{Error, OutputError, ServiceError};
use crate::log::Logger;
use crate::model::Operation;
use crate::python::environ::Environment;
use suggest::{one_of, suggest};

/// What prints every member.
const SKELETON: &str = "amplifybackend update-backend-auth --generate-cli-skeleton";

/// How to begin.
const FROM_SKELETON: &str =
    "start from a skeleton: amplifybackend update-backend-auth --generate-cli-skeleton";

/// What advice is made of, besides the error. The functions are only called for errors that they
/// can say something about.
pub struct HintContext<'a> {
    /// The operation that the command line names, else the main one.
    pub operation: &'static Operation,
    /// The dialect of the run.
    pub dialect: Dialect,
    /// The command line, without the program's name.
    pub argv: Vec<String>,
    /// The environment.
    pub environment: &'a Environment,
    /// Knows the secrets of the run.
    pub logger: Logger,
    /// The directory that relative paths begin in.
    pub directory: fn() -> Option<String>,
    /// The names in a directory; `None` when there is no such directory.
    pub list: fn(&str) -> Option<Vec<String>>,
    /// The profiles of the profile files.
    pub profiles: fn(&Environment) -> Vec<String>,
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
            profiles: |_| Vec::new(),
        }
    }
}

/// The advice on an error, if there is any.
pub fn hint(error: &Error, around: &HintContext<'_>) -> Option<String> {
    match error {
        Error::Usage(error) | Error::FirstPass(error) => usage::hint(error, around),
        Error::Param(error) => parameter::hint(error, around),
        Error::Validation(findings) | Error::Serialization(findings) => {
            validation::hint(around.operation, findings)
        }
        Error::Settings(error) => settings::hint(error, around),
        Error::Credentials(error) | Error::Service(ServiceError::Credentials(error)) => {
            settings::credentials(error, around)
        }
        Error::Service(error) => settings::service(error, around),
        Error::Output(OutputError::UnknownFormat(name)) => {
            let flags = raw_args::flags(around);
            let formats = flags.iter().find(|spec| spec.name == "output")?.choices();
            Some(match suggest(name, formats) {
                Some(suggest) => format!("did you mean {suggest}?"),
                None => format!(
                    "AWS_DEFAULT_OUTPUT and the profile's output take {}",
                    one_of(formats)
                ),
            })
        }
        Error::Dialect(_)
        | Error::NoPrompt { .. }
        | Error::Global(_)
        | Error::Query(_)
        | Error::Keyword(_)
        | Error::Output(_)
        | Error::ColouredOutput(_)
        | Error::ExecAws(_)
        | Error::Write(_) => None,
    }
}

/// The warning about an option given twice with different values, of which the last one counts.
pub fn repeated(option: &str) -> String {
    format!("--{option} is given more than once; the last one counts")
}

/// The line for the terminal: dim, unless the surroundings want it plain.
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
