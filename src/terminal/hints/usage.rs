//! Advice on a command line that cannot be read.

use super::raw_args;
use super::suggest::{one_of, sanitize, suggest};
use super::{FROM_SKELETON, HintContext};
use crate::error::UsageError;
use crate::python::difflib::close_matches;

/// What to try instead.
pub fn hint(error: &UsageError, around: &HintContext<'_>) -> Option<String> {
    match error {
        UsageError::UnknownOptions(words) => {
            let wrong = words.iter().find(|word| word.starts_with('-'));
            if let Some(suggest) = wrong.and_then(|word| near_option(word, around)) {
                return Some(format!("did you mean --{suggest}?"));
            }
            let spec = raw_args::split_value(around, words)?;
            Some(format!(
                "the shell split the value of --{}: put the whole value in single quotes",
                spec.name
            ))
        }
        UsageError::Required(names) => required(names, around),
        UsageError::InvalidChoice {
            argument,
            value,
            choices,
        } => choice(argument, value, choices),
        UsageError::ExpectedOneArgument(option) => {
            Some(match raw_args::word_after(around, option) {
                Some(word) if !raw_args::is_option(word, around) => {
                    format!("a value that begins with a dash needs a sign: --{option}=VALUE")
                }
                _ => format!("--{option} has no value: is the variable that should hold it unset?"),
            })
        }
        _ => None,
    }
}

fn near_option(word: &str, around: &HintContext<'_>) -> Option<&'static str> {
    let name = word.split('=').next().unwrap_or(word);
    let flags = raw_args::flags(around);
    let names: Vec<&'static str> = flags.iter().map(|spec| spec.name).collect();
    suggest(name, &names)
}

fn required(names: &[String], around: &HintContext<'_>) -> Option<String> {
    if names.iter().any(|name| name == "operation") {
        return Some("the operation is update-backend-auth".to_owned());
    }
    let missing: Vec<&str> = names.iter().map(String::as_str).collect();
    for word in raw_args::unknown_options(around) {
        let name = word.split('=').next().unwrap_or(word);
        if let Some(suggest) = suggest(name, &missing) {
            return Some(format!(
                "{} is unknown: did you mean {suggest}?",
                sanitize(name)
            ));
        }
    }
    if around
        .argv
        .iter()
        .any(|word| word.starts_with("--cli-input-json="))
    {
        return Some(
            "write --cli-input-json and its value as two words: with = all options stay required"
                .to_owned(),
        );
    }
    Some(FROM_SKELETON.to_owned())
}

/// What the names of the service's other operations begin with; the original's own near misses
/// would lead astray.
const VERBS: [&str; 7] = [
    "clone-",
    "create-",
    "delete-",
    "generate-",
    "get-",
    "import-",
    "list-",
];

const ONE_OPERATION: &str =
    "update-backend-auth is the one operation here; the AWS CLI has the others";

/// The original itself lists what is near by its own measure.
fn choice(argument: &str, value: &str, choices: &[&str]) -> Option<String> {
    if argument == "operation" && VERBS.iter().any(|verb| value.starts_with(verb)) {
        return Some(ONE_OPERATION.to_owned());
    }
    if !close_matches(value, choices).is_empty() {
        return None;
    }
    if argument == "operation" && value == "amplifybackend" {
        return Some("leave the service out: amplifybackend update-backend-auth ...".to_owned());
    }
    match suggest(value, choices) {
        Some(suggest) => Some(format!("did you mean {suggest}?")),
        None if argument == "operation" => Some(ONE_OPERATION.to_owned()),
        None => Some(format!("{argument} takes {}", one_of(choices))),
    }
}
