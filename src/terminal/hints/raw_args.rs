//! A lenient reading of the command line: hints need it when the parser has failed.

use super::HintContext;
use crate::cli::flags::{FlagSpec, ValueKind, global_flags, operation_flags};
use crate::cli::{Lookup, find};

/// All flags that apply to the run, those of the operation first.
pub(super) fn flags(context: &HintContext<'_>) -> Vec<FlagSpec> {
    let mut flags = operation_flags(context.operation, context.dialect);
    flags.extend(global_flags(context.dialect));
    flags
}

/// The flag that a word means, in full or abbreviated, with or without `=VALUE`.
fn flag(word: &str, context: &HintContext<'_>) -> Option<FlagSpec> {
    let name = word.strip_prefix("--")?;
    let name = name.split('=').next().filter(|name| !name.is_empty())?;
    let tables = [
        global_flags(context.dialect),
        operation_flags(context.operation, context.dialect),
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

/// The value of an option; the last one, if there are several.
pub(super) fn value_of<'a>(context: &'a HintContext<'_>, name: &str) -> Option<&'a str> {
    let argv = &context.argv;
    let given = argv.iter().enumerate().rev();
    let mut named =
        given.filter(|(_, word)| flag(word, context).is_some_and(|spec| spec.name == name));
    let (index, word) = named.next()?;
    match word.split_once('=') {
        Some((_, value)) => Some(value),
        None => argv.get(index + 1).map(String::as_str),
    }
}

/// The words that begin like options but are not defined.
pub(super) fn unknown_options<'a>(context: &'a HintContext<'_>) -> impl Iterator<Item = &'a str> {
    context
        .argv
        .iter()
        .map(String::as_str)
        .filter(|word| word.len() > 2 && word.starts_with('-') && !word.contains(' '))
        .filter(|word| flag(word, context).is_none())
}

/// The first word after the command that is neither an option nor a value.
pub(super) fn positional_word<'a>(context: &'a HintContext<'_>) -> Option<&'a str> {
    let mut takes_value = false;
    let mut words = context.argv.iter().filter(|word| {
        let is_value = std::mem::take(&mut takes_value);
        if word.starts_with('-') {
            let spec = flag(word, context);
            takes_value = !word.contains('=')
                && spec.is_none_or(|spec| {
                    !matches!(spec.takes, ValueKind::Switch | ValueKind::Version)
                });
        }
        !is_value && !word.starts_with('-')
    });
    words.nth(1).map(String::as_str)
}

/// The option whose value the shell has split: the first of `words` follows the value of an option
/// that takes only one.
pub(super) fn split_value(context: &HintContext<'_>, words: &[String]) -> Option<FlagSpec> {
    let argv = &context.argv;
    let first = argv.iter().position(|word| words.contains(word))?;
    let before = argv.get(..first)?;
    let index = before.iter().rposition(|word| word.starts_with("--"))?;
    let typed = before.get(index)?;
    let spec = flag(typed, context)
        .filter(|spec| !matches!(spec.takes, ValueKind::Switch | ValueKind::Version))?;
    // A `file://` reference and a choice contain no spaces, so the shell has not split them.
    let value = before.get(index + 1).map_or("", String::as_str);
    if value.starts_with("file://") || value.starts_with("fileb://") || !spec.choices().is_empty() {
        return None;
    }
    // The option's value comes before the first word, unless it is part of the option's own word.
    (typed.contains('=') || index + 1 < first).then_some(spec)
}

/// The word after an option whose value is missing.
pub(super) fn word_after<'a>(context: &'a HintContext<'_>, name: &str) -> Option<&'a str> {
    let argv = &context.argv;
    let index = argv
        .iter()
        .rposition(|word| flag(word, context).is_some_and(|spec| spec.name == name))?;
    argv.get(index + 1).map(String::as_str)
}

/// Whether the word is one of the options.
pub(super) fn is_option(word: &str, context: &HintContext<'_>) -> bool {
    flag(word, context).is_some()
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
    fn values_are_found_after_an_option_and_after_its_equals_sign() {
        let environment = Environment::default();
        let typed = typed("x --color on --col=off --app-id a", &environment);
        assert_eq!(value_of(&typed, "color"), Some("off"));
        assert_eq!(value_of(&typed, "app-id"), Some("a"));
        assert_eq!(value_of(&typed, "region"), None);
    }

    #[test]
    fn a_value_split_by_the_shell_is_attributed_to_its_option() {
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
