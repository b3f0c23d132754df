//! The command line as it was typed, read leniently: hints need it when the parser has failed.

use super::HintContext;
use crate::cli::flags::{FlagSpec, ValueKind, global_flags, operation_flags};
use crate::cli::{Lookup, find};

/// All flags of the run, those of the operation first.
pub(super) fn flags(around: &HintContext<'_>) -> Vec<FlagSpec> {
    let mut flags = operation_flags(around.operation, around.dialect);
    flags.extend(global_flags(around.dialect));
    flags
}

/// The flag that the word stands for, whole or abbreviated, with or without `=VALUE`.
fn flag(word: &str, around: &HintContext<'_>) -> Option<FlagSpec> {
    let name = word.strip_prefix("--")?;
    let name = name.split('=').next().filter(|name| !name.is_empty())?;
    let tables = [
        global_flags(around.dialect),
        operation_flags(around.operation, around.dialect),
    ];
    let exact = |spec: &&FlagSpec| spec.name == name;
    let whole = tables.iter().flatten().find(exact).copied();
    whole.or_else(|| {
        tables.iter().find_map(|table| match find(table, name) {
            Lookup::One(spec) => Some(spec),
            Lookup::Several(_) | Lookup::None => None,
        })
    })
}

/// The value given to the option, the last one if there are several.
pub(super) fn value_of<'a>(around: &'a HintContext<'_>, name: &str) -> Option<&'a str> {
    let argv = &around.argv;
    let given = argv.iter().enumerate().rev();
    let mut named =
        given.filter(|(_, word)| flag(word, around).is_some_and(|spec| spec.name == name));
    let (index, word) = named.next()?;
    match word.split_once('=') {
        Some((_, value)) => Some(value),
        None => argv.get(index + 1).map(String::as_str),
    }
}

/// The words that begin like options and are none.
pub(super) fn unknown_options<'a>(around: &'a HintContext<'_>) -> impl Iterator<Item = &'a str> {
    around
        .argv
        .iter()
        .map(String::as_str)
        .filter(|word| word.len() > 2 && word.starts_with('-') && !word.contains(' '))
        .filter(|word| flag(word, around).is_none())
}

/// The first word that is neither an option nor a value, after the command.
pub(super) fn loose_word<'a>(around: &'a HintContext<'_>) -> Option<&'a str> {
    let mut takes_value = false;
    let mut words = around.argv.iter().filter(|word| {
        let is_value = std::mem::take(&mut takes_value);
        if word.starts_with('-') {
            let spec = flag(word, around);
            takes_value = !word.contains('=')
                && spec.is_none_or(|spec| {
                    !matches!(spec.takes, ValueKind::Switch | ValueKind::Version)
                });
        }
        !is_value && !word.starts_with('-')
    });
    words.nth(1).map(String::as_str)
}

/// The option behind whose value the first of these words stands, though the option takes only
/// one: the shell has split the value.
pub(super) fn split_value(around: &HintContext<'_>, words: &[String]) -> Option<FlagSpec> {
    let argv = &around.argv;
    let first = argv.iter().position(|word| words.contains(word))?;
    let before = argv.get(..first)?;
    let index = before.iter().rposition(|word| word.starts_with("--"))?;
    let typed = before.get(index)?;
    let spec = flag(typed, around)
        .filter(|spec| !matches!(spec.takes, ValueKind::Switch | ValueKind::Version))?;
    // A reference to a file is complete, and so is a choice.
    let value = before.get(index + 1).map_or("", String::as_str);
    if value.starts_with("file://") || value.starts_with("fileb://") || !spec.choices().is_empty() {
        return None;
    }
    // The value itself stands between, unless it is in the option's own word.
    (typed.contains('=') || index + 1 < first).then_some(spec)
}

/// The word behind the option, where the option's value is missing.
pub(super) fn word_after<'a>(around: &'a HintContext<'_>, name: &str) -> Option<&'a str> {
    let argv = &around.argv;
    let index = argv
        .iter()
        .rposition(|word| flag(word, around).is_some_and(|spec| spec.name == name))?;
    argv.get(index + 1).map(String::as_str)
}

/// Whether the word is one of the options.
pub(super) fn is_option(word: &str, around: &HintContext<'_>) -> bool {
    flag(word, around).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::environ::Environment;

    fn typed<'a>(words: &str, environment: &'a Environment) -> HintContext<'a> {
        HintContext {
            argv: argv(words),
            ..HintContext::of(environment)
        }
    }

    fn argv(words: &str) -> Vec<String> {
        words.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn values_are_found_beside_their_options_and_in_them() {
        let environment = Environment::default();
        let typed = typed("x --color on --col=off --app-id a", &environment);
        assert_eq!(value_of(&typed, "color"), Some("off"));
        assert_eq!(value_of(&typed, "app-id"), Some("a"));
        assert_eq!(value_of(&typed, "region"), None);
    }

    #[test]
    fn a_value_that_the_shell_split_is_traced_to_its_option() {
        let environment = Environment::default();
        let words = "u --app-id a --resource-config A=B C=D --debug";
        let spec = split_value(&typed(words, &environment), &argv("C=D")).unwrap();
        assert_eq!(spec.name, "resource-config");
        for words in [
            "u C=D",
            "u --output json C=D",
            "u --resource-config file://a C=D",
        ] {
            let typed = typed(words, &environment);
            assert!(split_value(&typed, &argv("C=D")).is_none(), "{words}");
        }
    }
}
