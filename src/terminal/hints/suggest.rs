//! Suggestions for misspelled names, and typed text made safe to show in a hint.

pub(super) use crate::model::normalize;
use crate::python::difflib::close_matches;

/// The minimum length of a name for a comparison by parts, in characters.
const MIN_PART: usize = 4;

/// The choice that `word` most likely means: the same name apart from case and separators, else a
/// name with two characters transposed, else the closest match, else the only choice that contains
/// `word` or is contained in it.
pub(super) fn suggest<'a>(word: &str, choices: &[&'a str]) -> Option<&'a str> {
    let word = normalize(word);
    if word.len() > MAX_LENGTH {
        return None;
    }
    let normalized: Vec<String> = choices.iter().map(|choice| normalize(choice)).collect();
    let named = |normalize: &str| {
        let index = normalized.iter().position(|other| other == normalize)?;
        choices.get(index).copied()
    };
    if let Some(same) = named(&word) {
        return Some(same);
    }
    let texts: Vec<&str> = normalized.iter().map(String::as_str).collect();
    if let Some(swapped) = texts.iter().find(|text| is_swapped(&word, text)) {
        return named(swapped);
    }
    if let Some(suggest) = close_matches(&word, &texts).first() {
        return named(suggest);
    }
    let long = |text: &str| text.len() >= MIN_PART;
    let mut parts = texts
        .iter()
        .filter(|text| long(&word) && text.contains(&word) || long(text) && word.contains(**text));
    match (parts.next(), parts.next()) {
        (Some(part), None) => named(part),
        _ => None,
    }
}

/// Whether the words differ only in two transposed adjacent characters.
fn is_swapped(word: &str, name: &str) -> bool {
    let pairs = word.chars().zip(name.chars());
    let differing: Vec<(usize, (char, char))> =
        pairs.enumerate().filter(|(_, (a, b))| a != b).collect();
    match differing.as_slice() {
        [(first, (a, b)), (second, (c, d))] => {
            word.len() == name.len() && first + 1 == *second && a == d && b == c
        }
        _ => false,
    }
}

/// The maximum length of typed text that a hint repeats or compares, in characters.
const MAX_LENGTH: usize = 80;

/// Typed text for one line: control characters are replaced, and long text is truncated.
pub fn sanitize(text: &str) -> String {
    let mut out: String = text
        .chars()
        .take(MAX_LENGTH)
        .map(|c| if c.is_control() { '?' } else { c })
        .collect();
    if text.chars().nth(MAX_LENGTH).is_some() {
        out.push_str("...");
    }
    out
}

/// Joins names: `a, b or c`.
pub(super) fn one_of<T: AsRef<str>>(names: &[T]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.as_ref().to_owned(),
        Some((last, before)) => {
            let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", before.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_separators_are_ignored() {
        let uris = ["RedirectSignOutURIs", "RedirectSignInURIs", "MFAMode"];
        for (word, expected) in [
            ("redirectSigninURIs", Some("RedirectSignInURIs")),
            ("mfa_mode", Some("MFAMode")),
            ("MFAMdoe", Some("MFAMode")),
            ("Mode", Some("MFAMode")),
            ("Redirect", None),
            ("MFAMoed", Some("MFAMode")),
            ("Color", None),
            ("", None),
        ] {
            assert_eq!(suggest(word, &uris), expected, "{word}");
        }
    }

    #[test]
    fn transposed_characters_come_before_other_close_matches() {
        assert_eq!(suggest("pord", &["dev", "prod"]), Some("prod"));
        assert_eq!(suggest("pdor", &["dev", "prod"]), None);
        let regions = ["us-west-1", "us-east-1"];
        assert_eq!(suggest("us-esat-1", &regions), Some("us-east-1"));
    }

    #[test]
    fn control_characters_are_replaced_and_long_text_is_truncated() {
        assert_eq!(sanitize("a\n\u{1b}[1m"), "a??[1m");
        assert_eq!(sanitize(&"x".repeat(81)), format!("{}...", "x".repeat(80)));
        assert_eq!(one_of(&["a", "b", "c"]), "a, b or c");
    }
}
