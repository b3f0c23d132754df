//! The command line as it was typed, for advice on it: loosely read, because it is asked when the
//! real reading has failed.

use crate::cli::flags::{FlagSpec, GLOBAL_OPTIONS, OPERATION_OPTIONS, ValueKind};

/// All options, those of the operation first.
pub fn options() -> impl Iterator<Item = &'static FlagSpec> {
    OPERATION_OPTIONS.iter().chain(GLOBAL_OPTIONS)
}

/// The option that the word stands for, whole or abbreviated, with or without `=VALUE`.
fn option(word: &str) -> Option<&'static FlagSpec> {
    let name = word.strip_prefix("--")?;
    let name = name.split('=').next().filter(|name| !name.is_empty())?;
    let whole = options().find(|spec| spec.name == name);
    whole.or_else(|| {
        [GLOBAL_OPTIONS, OPERATION_OPTIONS]
            .iter()
            .find_map(|table| {
                let mut fitting = table.iter().filter(|spec| spec.name.starts_with(name));
                match (fitting.next(), fitting.next()) {
                    (Some(spec), None) => Some(spec),
                    _ => None,
                }
            })
    })
}

/// The value given to the option, the last one if there are several.
pub fn value_of<'a>(argv: &'a [String], name: &str) -> Option<&'a str> {
    let given = argv.iter().enumerate().rev();
    let mut named = given.filter(|(_, word)| option(word).is_some_and(|spec| spec.name == name));
    let (index, word) = named.next()?;
    match word.split_once('=') {
        Some((_, value)) => Some(value),
        None => argv.get(index + 1).map(String::as_str),
    }
}

/// The words that begin like options and are none.
pub fn unknown_options(argv: &[String]) -> impl Iterator<Item = &str> {
    argv.iter()
        .map(String::as_str)
        .filter(|word| word.len() > 2 && word.starts_with('-') && !word.contains(' '))
        .filter(|word| option(word).is_none())
}

/// The option behind whose value the first of these words stands, though the option takes only
/// one: the shell has split the value.
pub fn split_value(argv: &[String], words: &[String]) -> Option<&'static FlagSpec> {
    let first = argv.iter().position(|word| words.contains(word))?;
    let before = argv.get(..first)?;
    let index = before.iter().rposition(|word| word.starts_with("--"))?;
    let typed = before.get(index)?;
    let spec = option(typed)
        .filter(|spec| !matches!(spec.takes, ValueKind::Switch | ValueKind::Version))?;
    // The value itself stands between, unless it is in the option's own word.
    (typed.contains('=') || index + 1 < first).then_some(spec)
}

/// The word behind the option, where the option's value is missing.
pub fn word_after<'a>(argv: &'a [String], name: &str) -> Option<&'a str> {
    let index = argv
        .iter()
        .rposition(|word| option(word).is_some_and(|spec| spec.name == name))?;
    argv.get(index + 1).map(String::as_str)
}

/// Whether the word is one of the options.
pub fn is_option(word: &str) -> bool {
    option(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argv(words: &str) -> Vec<String> {
        words.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn values_are_found_beside_their_options_and_in_them() {
        let typed = argv("x --color on --col=off --app-id a");
        assert_eq!(value_of(&typed, "color"), Some("off"));
        assert_eq!(value_of(&typed, "app-id"), Some("a"));
        assert_eq!(value_of(&typed, "region"), None);
    }

    #[test]
    fn a_value_that_the_shell_split_is_traced_to_its_option() {
        let typed = argv("u --app-id a --resource-config A=B C=D --debug");
        let spec = split_value(&typed, &argv("C=D")).unwrap();
        assert_eq!(spec.name, "resource-config");
        assert!(split_value(&argv("u C=D"), &argv("C=D")).is_none());
    }
}
