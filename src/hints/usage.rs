//! Advice on a command line that cannot be read.

use super::near::{near, one_of, shown};
use super::typed;
use super::{FROM_SKELETON, Surroundings};
use crate::error::UsageError;
use crate::python::close_matches::close_matches;

/// What to try instead.
pub fn hint(error: &UsageError, around: &Surroundings<'_>) -> Option<String> {
    let argv = &around.argv;
    match error {
        UsageError::UnknownOptions(words) => {
            let wrong = words.iter().find(|word| word.starts_with('-'));
            if let Some(near) = wrong.and_then(|word| near_option(word)) {
                return Some(format!("did you mean --{near}?"));
            }
            let spec = typed::split_value(argv, words)?;
            Some(format!(
                "the shell split the value of --{}: put the whole value in single quotes",
                spec.name
            ))
        }
        UsageError::Required(names) => required(names, argv),
        UsageError::InvalidChoice {
            argument,
            value,
            choices,
        } => choice(argument, value, choices),
        UsageError::ExpectedOneArgument(option) => Some(match typed::word_after(argv, option) {
            Some(word) if !typed::is_option(word) => {
                format!("a value that begins with a dash needs a sign: --{option}=VALUE")
            }
            _ => format!("--{option} has no value: is the variable that should hold it unset?"),
        }),
        _ => None,
    }
}

fn near_option(word: &str) -> Option<&'static str> {
    let name = word.split('=').next().unwrap_or(word);
    let names: Vec<&str> = typed::options().map(|spec| spec.name).collect();
    near(name, &names)
}

fn required(names: &[String], argv: &[String]) -> Option<String> {
    if names.iter().any(|name| name == "operation") {
        return Some("the operation is update-backend-auth".to_owned());
    }
    let missing: Vec<&str> = names.iter().map(String::as_str).collect();
    for word in typed::unknown_options(argv) {
        let name = word.split('=').next().unwrap_or(word);
        if let Some(near) = near(name, &missing) {
            return Some(format!("{} is unknown: did you mean {near}?", shown(name)));
        }
    }
    if argv
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
    match near(value, choices) {
        Some(near) => Some(format!("did you mean {near}?")),
        None if argument == "operation" => Some(ONE_OPERATION.to_owned()),
        None => Some(format!("{argument} takes {}", one_of(choices))),
    }
}
