//! Hints for a command line that cannot be parsed.

use super::raw_args;
use super::suggest::{one_of, sanitize, suggest};
use super::{FROM_SKELETON, HintContext, files, other_dialect, switch};
use crate::cli::{
    self,
    flags::{FlagSpec, global_flags, operation_flags},
};
use crate::dialect::Dialect;
use crate::error::UsageError;
use crate::model::{OPERATIONS, Operation};
use crate::python::difflib::close_matches;

/// The hint for a usage error.
pub(super) fn hint(error: &UsageError, context: &HintContext<'_>) -> Option<String> {
    match error {
        UsageError::UnknownOptions(words) => unknown(words, context),
        UsageError::Required(names) => required(names, context),
        UsageError::InvalidChoice {
            argument,
            value,
            choices,
        } => choice(argument, value, choices, context),
        UsageError::ExpectedOneArgument(option) => {
            Some(match raw_args::word_after(context, option) {
                Some(word) if !raw_args::is_option(word, context) => {
                    format!("join a value that begins with a dash by =: --{option}=VALUE")
                }
                _ => format!("--{option} has no value: is the variable that should hold it unset?"),
            })
        }
        UsageError::IgnoredExplicitArgument { option, .. } => {
            Some(format!("--{option} is a switch and takes no value"))
        }
        _ => None,
    }
}

/// The hint for unknown words: misspelled options, or parts of a value that the shell split.
fn unknown(words: &[String], context: &HintContext<'_>) -> Option<String> {
    let first = words.first()?;
    if !is_flag(first)
        && let Some(spec) = raw_args::split_value(context, words)
    {
        return Some(format!(
            "the shell split the value of --{}: put the whole value in single quotes",
            spec.name
        ));
    }
    if let Some(text) = separator(context) {
        return Some(text);
    }
    if let Some(word) = words.iter().find(|word| is_flag(word)) {
        return Some(unknown_flag(word, context));
    }
    files::positional(first, context)
}

/// The hint for options after `--`, which are values there.
fn separator(context: &HintContext<'_>) -> Option<String> {
    let mut after = context.argv.iter().skip_while(|word| *word != "--");
    after
        .any(|word| raw_args::is_option(word, context))
        .then(|| "-- ends the options: leave it out".to_owned())
}

fn is_flag(word: &str) -> bool {
    word.len() > 1 && word.starts_with('-')
}

fn name_of(word: &str) -> &str {
    word.split('=').next().unwrap_or(word)
}

fn unknown_flag(word: &str, context: &HintContext<'_>) -> String {
    let name = name_of(word);
    if is_version(name) {
        return "did you mean --version?".to_owned();
    }
    if let Some(text) = defined_elsewhere(name, context) {
        return text;
    }
    match similar_option(name, context) {
        Some(suggest) => format!("did you mean --{suggest}?"),
        None => format!(
            "there is no option {}; amplifybackend -h lists them",
            sanitize(name)
        ),
    }
}

fn is_version(name: &str) -> bool {
    matches!(name, "-V" | "-v" | "--Version" | "-version")
}

fn has(flags: &[FlagSpec], name: &str) -> bool {
    let name = name.strip_prefix("--");
    flags.iter().any(|flag| name == Some(flag.name))
}

/// The hint for a flag of the other dialect or of another operation.
fn defined_elsewhere(name: &str, context: &HintContext<'_>) -> Option<String> {
    let of = |dialect| {
        let mut flags = operation_flags(context.operation, dialect);
        flags.extend(global_flags(dialect));
        flags
    };
    let other = other_dialect(context.dialect);
    if !has(&of(context.dialect), name) && has(&of(other), name) {
        return Some(switch(name, other));
    }
    let mut others = OPERATIONS.iter().filter(|operation| {
        operation.command != context.operation.command
            && has(&operation_flags(operation, context.dialect), name)
            && !has(&operation_flags(context.operation, context.dialect), name)
    });
    let other = others.next()?;
    Some(format!("{name} belongs to {}", other.command))
}

fn similar_option(word: &str, context: &HintContext<'_>) -> Option<&'static str> {
    let flags = raw_args::flags(context);
    let names: Vec<&'static str> = flags.iter().map(|spec| spec.name).collect();
    suggest(name_of(word), &names)
}

fn required(names: &[String], context: &HintContext<'_>) -> Option<String> {
    if let Some(text) = separator(context) {
        return Some(text);
    }
    if names.iter().any(|name| name == "operation") {
        if context.argv.iter().any(|word| is_version(word)) {
            return Some("did you mean --version?".to_owned());
        }
        let commands: Vec<&str> = OPERATIONS
            .iter()
            .map(|operation| operation.command)
            .collect();
        return Some(format!("the operation is {}", one_of(&commands)));
    }
    let mut unknown = raw_args::unknown_options(context).map(name_of);
    let misspelled = unknown.find_map(|name| Some((name, similar_option(name, context)?)));
    if let Some((name, meant)) = misspelled {
        let name = sanitize(name);
        return Some(format!("{name} is unknown: did you mean --{meant}?"));
    }
    let joined = |word: &&String| {
        word.starts_with("--cli-input-json=") || word.starts_with("--cli-input-yaml=")
    };
    if let Some(word) = context.argv.iter().find(joined) {
        return Some(format!(
            "write {} and its value as two words: with = all options stay required",
            name_of(word)
        ));
    }
    if let Some(word) = raw_args::positional_word(context) {
        return files::positional(word, context);
    }
    match context.operation.command {
        "update-backend-auth" => Some(FROM_SKELETON.to_owned()),
        _ => None,
    }
}

/// The prefixes of the service's other operations; the original's suggestions for them would be
/// misleading.
const VERBS: [&str; 10] = [
    "clone-",
    "create-",
    "delete-",
    "generate-",
    "get-",
    "import-",
    "list-",
    "remove-",
    "update-backend-",
    "update-",
];

fn operations() -> String {
    let commands: Vec<&str> = OPERATIONS
        .iter()
        .map(|operation| operation.command)
        .collect();
    format!(
        "the operations here are {}; the AWS CLI has the others",
        one_of(&commands).replace(" or ", " and ")
    )
}

/// Whether the word stands where the value of an option of the operation would.
fn follows_option_of(operation: &Operation, value: &str, context: &HintContext<'_>) -> bool {
    let flags = operation_flags(operation, context.dialect);
    let mut pairs = context.argv.iter().zip(context.argv.iter().skip(1));
    pairs.any(|(option, word)| word == value && has(&flags, option))
}

/// The hint for an invalid choice, where the original's message suggests none.
fn choice(
    argument: &str,
    value: &str,
    choices: &[&str],
    context: &HintContext<'_>,
) -> Option<String> {
    let is_operation = argument == "operation";
    if is_operation
        && let Some(operation) = cli::named_operation(&context.argv)
        && follows_option_of(operation, value, context)
    {
        return Some(format!("{} comes before its options", operation.command));
    }
    if is_operation && crate::cli::flags::service_commands().contains(&value) {
        return Some(operations());
    }
    if !close_matches(value, choices).is_empty() {
        return None;
    }
    if is_operation {
        return Some(match value {
            "amplifybackend" => {
                "leave the service out: amplifybackend update-backend-auth ...".to_owned()
            }
            "version" => "did you mean amplifybackend --version?".to_owned(),
            _ if VERBS.iter().any(|verb| value.starts_with(verb)) => operations(),
            _ => match suggest(value, choices) {
                Some(suggest) => format!("did you mean {suggest}?"),
                None => operations(),
            },
        });
    }
    let other = other_dialect(context.dialect);
    let mut flags = global_flags(other);
    flags.extend(operation_flags(context.operation, other));
    let name = argument.trim_start_matches('-');
    let there = flags.iter().find(|flag| flag.name == name);
    if there.is_some_and(|flag| flag.choices().contains(&value)) {
        return Some(switch(value, other));
    }
    match suggest(value, choices) {
        Some(suggest) => Some(format!("did you mean {suggest}?")),
        // Version 2 does not list the choices.
        None if context.dialect == Dialect::V2 || choices.len() < 9 => {
            Some(format!("{argument} takes {}", one_of(choices)))
        }
        None => None,
    }
}
