//! Errors of the command line, with the messages of the original's argument parser.

use crate::dialect::{Dialect, In};
use crate::python::difflib::close_matches;
use crate::python::repr::repr_str;
use std::fmt;

/// A command line that cannot be parsed.
#[derive(Debug)]
pub enum UsageError {
    /// An abbreviation of more than one option.
    Ambiguous {
        /// The abbreviation as typed.
        option: String,
        /// The options that begin with it, without dashes.
        candidates: Vec<&'static str>,
    },
    /// An option without its value.
    ExpectedOneArgument(&'static str),
    /// A switch, which takes no value, with a value.
    IgnoredExplicitArgument {
        /// The switch, without dashes.
        option: &'static str,
        /// The value.
        value: String,
    },
    /// A value that is not one of the choices.
    InvalidChoice {
        /// The argument to which the value was given.
        argument: String,
        /// The value.
        value: String,
        /// The valid values.
        choices: Vec<&'static str>,
    },
    /// Required options or positional arguments that are missing.
    Required(Vec<String>),
    /// Arguments that no parser accepts.
    UnknownOptions(Vec<String>),
    /// `--cli-auto-prompt` and `--no-cli-auto-prompt` together.
    BothAutoPrompts,
    /// An error of this program's parser for which the original has no message.
    Other(String),
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        In(self, Dialect::V1).fmt(f)
    }
}

impl fmt::Display for In<'_, UsageError> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            UsageError::Ambiguous { option, candidates } => {
                write!(f, "ambiguous option: {option} could match ")?;
                write_list(f, candidates.iter().map(|name| format!("--{name}")))
            }
            UsageError::ExpectedOneArgument(option) => {
                write!(f, "argument --{option}: expected one argument")
            }
            UsageError::IgnoredExplicitArgument { option, value } => write!(
                f,
                "argument --{option}: ignored explicit argument {}",
                repr_str(value)
            ),
            UsageError::InvalidChoice {
                argument,
                value,
                choices,
            } => match self.1 {
                Dialect::V1 => write_invalid_choice(f, argument, value, choices),
                Dialect::V2 => write_found_invalid_choice(f, argument, value, choices),
            },
            UsageError::Required(names) => {
                f.write_str("the following arguments are required: ")?;
                write_list(f, names)
            }
            UsageError::UnknownOptions(words) => {
                f.write_str("Unknown options: ")?;
                write_list(f, words)
            }
            UsageError::BothAutoPrompts => f.write_str(
                "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same \
                 time.",
            ),
            UsageError::Other(text) => f.write_str(text.trim_end()),
        }
    }
}

fn write_list<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    items: impl IntoIterator<Item = T>,
) -> fmt::Result {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}

/// Writes the valid choices, two a line, then the similar ones (`awscli/argparser.py`,
/// `_check_value`).
fn write_invalid_choice(
    f: &mut fmt::Formatter<'_>,
    argument: &str,
    value: &str,
    choices: &[&str],
) -> fmt::Result {
    writeln!(f, "argument {argument}: Invalid choice, valid choices are:")?;
    for pair in choices.chunks(2) {
        let cells: Vec<String> = pair.iter().map(|choice| format!("{choice:<40}")).collect();
        write!(f, "\n{}", cells.join(" | "))?;
    }
    let near = close_matches(value, choices);
    if !near.is_empty() {
        write!(
            f,
            "\n\n\nInvalid choice: {}, maybe you meant:\n",
            repr_str(value)
        )?;
        for choice in near {
            write!(f, "\n  * {choice}")?;
        }
    }
    Ok(())
}

/// Writes only the similar choices (version 2's `awscli/argparser.py`, `_check_value`).
fn write_found_invalid_choice(
    f: &mut fmt::Formatter<'_>,
    argument: &str,
    value: &str,
    choices: &[&str],
) -> fmt::Result {
    writeln!(f, "argument {argument}: Found invalid choice '{value}'")?;
    let near = close_matches(value, choices);
    if !near.is_empty() {
        write!(f, "\nMaybe you meant:\n")?;
        for choice in near {
            write!(f, "\n  * {choice}")?;
        }
    }
    Ok(())
}
