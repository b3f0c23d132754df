//! The tables as clap commands, and clap's findings in the original's words.
//!
//! argv reaches clap in canonical form (`--option=value`, from [`super::argv`]), so that what it
//! judges is what it is best at: values against their choices, and required options.

use crate::cli::flags::{FlagSpec, ValueKind};
use crate::error::UsageError;
use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

/// The options of a table as a clap command.
pub fn command(
    name: &'static str,
    table: &[FlagSpec],
    is_required: impl Fn(&FlagSpec) -> bool,
) -> Command {
    let args = table.iter().map(|spec| {
        let arg = Arg::new(spec.name).long(spec.name).help(spec.help);
        let arg = match spec.takes {
            ValueKind::Switch | ValueKind::Version => arg.action(ArgAction::SetTrue),
            ValueKind::Value(value_name) => arg.value_name(value_name),
            ValueKind::Choice(choices) | ValueKind::OptionalChoice(choices) => {
                let choices = choices.iter().copied().chain(spec.own_choice());
                arg.value_parser(PossibleValuesParser::new(choices))
            }
        };
        arg.overrides_with(spec.name).required(is_required(spec))
    });
    Command::new(name)
        .no_binary_name(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(args)
}

/// Has clap check the options that were read.
///
/// # Errors
/// The first value that is none of its option's choices, or the required options that are
/// missing.
pub fn check(
    command: Command,
    table: &[FlagSpec],
    options: &[(FlagSpec, Option<String>)],
) -> Result<(), UsageError> {
    let canonical = options.iter().map(|(spec, value)| match value {
        Some(value) => format!("--{}={value}", spec.name),
        None => format!("--{}", spec.name),
    });
    command
        .try_get_matches_from(canonical)
        .map(drop)
        .map_err(|error| translate(&error, table))
}

/// clap's error in the original's words.
fn translate(error: &clap::Error, table: &[FlagSpec]) -> UsageError {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.as_str()],
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    // clap shows an argument as it would be typed: `--output <output>`.
    let arguments = context(ContextKind::InvalidArg);
    let named = |spec: &&FlagSpec| {
        arguments.iter().any(|shown| {
            shown
                .split([' ', '='])
                .next()
                .and_then(|flag| flag.strip_prefix("--"))
                == Some(spec.name)
        })
    };
    match (error.kind(), table.iter().find(named)) {
        (ErrorKind::InvalidValue, Some(spec)) => UsageError::InvalidChoice {
            argument: format!("--{}", spec.name),
            value: context(ContextKind::InvalidValue).concat(),
            choices: spec.choices().to_vec(),
        },
        (ErrorKind::MissingRequiredArgument, Some(_)) => UsageError::Required(
            table
                .iter()
                .filter(named)
                .map(|spec| format!("--{}", spec.name))
                .collect(),
        ),
        _ => UsageError::Other(error.to_string()),
    }
}
