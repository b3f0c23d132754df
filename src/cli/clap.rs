//! The tables as clap commands, and clap's errors converted to the original's messages.
//!
//! clap gets argv in canonical form (`--option=value`, from [`super::argv`]) and checks values
//! against their choices, and required options.

use crate::cli::flags::{FlagSpec, ValueKind};
use crate::error::UsageError;
use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

/// Checks the parsed options with clap.
///
/// The clap command has only the flags that are given or required. Values without choices are not
/// passed to clap, because they may be long or secret.
///
/// # Errors
/// The first value that is not one of its option's choices, or the required options that are
/// missing.
pub(super) fn check(
    name: &'static str,
    table: &[FlagSpec],
    options: &[(FlagSpec, Option<String>)],
    is_required: impl Fn(&FlagSpec) -> bool,
) -> Result<(), UsageError> {
    let is_given = |flag: &FlagSpec| options.iter().any(|(given, _)| given.name == flag.name);
    let args: Vec<Arg> = table
        .iter()
        .filter(|flag| is_given(flag) || is_required(flag))
        .map(|flag| arg(flag).required(is_required(flag)))
        .collect();
    if args.is_empty() {
        return Ok(());
    }
    let canonical = options.iter().map(|(flag, value)| match flag.takes {
        ValueKind::Switch | ValueKind::Version => format!("--{}", flag.name),
        ValueKind::Value(_) => format!("--{}=", flag.name),
        ValueKind::Choice(_) | ValueKind::OptionalChoice(_) => {
            format!("--{}={}", flag.name, value.as_deref().unwrap_or_default())
        }
    });
    Command::new(name)
        .no_binary_name(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(args)
        .try_get_matches_from(canonical)
        .map(drop)
        .map_err(|error| translate(&error, table))
}

fn arg(flag: &FlagSpec) -> Arg {
    let arg = Arg::new(flag.name)
        .long(flag.name)
        .overrides_with(flag.name);
    match flag.takes {
        ValueKind::Switch | ValueKind::Version => arg.action(ArgAction::SetTrue),
        ValueKind::Value(value_name) => arg.value_name(value_name),
        ValueKind::Choice(choices) | ValueKind::OptionalChoice(choices) => {
            let choices = choices.iter().copied().chain(flag.own_choice());
            arg.value_parser(PossibleValuesParser::new(choices))
        }
    }
}

/// Converts an error of clap to the original's message.
fn translate(error: &clap::Error, table: &[FlagSpec]) -> UsageError {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.as_str()],
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    // clap identifies an argument by its usage: `--output <output>`.
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
