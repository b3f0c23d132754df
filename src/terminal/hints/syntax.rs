//! Hints for text that is neither JSON nor shorthand: quotes removed by the shell, braces that end
//! a value, byte order marks.

use super::parameter::yaml;
use super::suggest::sanitize;
use crate::dialect::Dialect;
use crate::input::position::{self, Frame, Part};

const BYTE_ORDER_MARK: &str =
    "the file begins with a byte order mark: save it as UTF-8 without one (\"UTF-8 without BOM\")";

const QUOTED_TWICE: &str =
    "the quotes around the value reached the program: the shell wants plain ones, once";

fn char_at(text: &str, index: usize) -> Option<char> {
    text.chars().nth(index)
}

/// Whether the first non-empty line looks like YAML: a key with a colon, a dash, or `---`.
fn is_yaml(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    let first = lines.find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| {
        let key = line.split_once(':');
        let is_key = key.is_some_and(|(key, value)| {
            let is_word = |c: char| c.is_ascii_alphanumeric() || "_-\"'".contains(c);
            !key.is_empty()
                && key.chars().all(is_word)
                && (value.is_empty() || value.starts_with(' '))
        });
        line == "---" || line.starts_with("- ") || line.starts_with("--- ") || is_key
    })
}

/// The hint for shorthand; `index` counts characters.
pub(super) fn shorthand(
    expected: &str,
    received: &str,
    input: &str,
    index: usize,
    is_file: bool,
) -> Option<String> {
    let start = input.trim_start();
    if start.starts_with('\u{feff}') {
        return Some(BYTE_ORDER_MARK.to_owned());
    }
    if start.is_empty() {
        return Some("the file is empty".to_owned());
    }
    if start.starts_with("\"") && is_file && start.contains("\":") {
        return Some("JSON begins with {: the outermost braces are missing".to_owned());
    }
    if let Some(quote @ ('"' | '\'')) = start.chars().next()
        && let Some((_, after)) = start.get(1..).and_then(|rest| rest.split_once(quote))
        && after.trim_start().starts_with('=')
    {
        return Some("in shorthand keys have no quotes".to_owned());
    }
    if start.starts_with(['\'', '"', '\\', '\u{201c}']) {
        return Some(QUOTED_TWICE.to_owned());
    }
    if is_yaml(input) {
        return Some(yaml("resource-config", Dialect::V1).to_owned());
    }
    if start.starts_with('<') {
        return Some("this is HTML or XML, not JSON".to_owned());
    }
    if start.starts_with("//") || start.starts_with("/*") {
        return Some("JSON has no comments".to_owned());
    }
    match (expected, received) {
        ("=", "EOF") if start.trim_end().ends_with(',') => {
            Some("the value ends with a comma: delete it".to_owned())
        }
        ("=", _) => key_without_delimiter(received, input, index),
        (",", _) => Some(match (brace_in_value(input), received) {
            (Some(key), _) => format!(
                "a }} ends a value without quotes: write {}=\"...\"",
                sanitize(key)
            ),
            (None, "EOF") => "a closing } or ] is missing at the end".to_owned(),
            (None, "}" | "]") => format!("this {received} closes nothing: there is one too many"),
            (None, _) if index > 0 && char_at(input, index - 1) == Some('}') => {
                "a } ends a value without quotes: put the value in double quotes".to_owned()
            }
            _ => "a value with commas, brackets or quotes in it needs quotes".to_owned(),
        }),
        ("<singled quoted>" | "<double quoted>", _) => {
            Some("the quote that opens this value is never closed".to_owned())
        }
        ("<second>", _) => Some("the value ends with a comma: delete it".to_owned()),
        _ => None,
    }
}

fn key_without_delimiter(received: &str, input: &str, index: usize) -> Option<String> {
    let before = input.chars().take(index).filter(|c| !c.is_whitespace());
    let in_braces = before.clone().fold(0_i32, |depth, c| match c {
        '{' => depth + 1,
        '}' => depth - 1,
        _ => depth,
    });
    if before.last() == Some(':') || (!input.contains('=') && input.contains(':')) {
        return Some("in shorthand a key is followed by = and not by :".to_owned());
    }
    if !input.contains('=') {
        return Some("shorthand is written Key=Value,Key=Value; JSON begins with {".to_owned());
    }
    if matches!(received, "\"" | "'") {
        return Some("in shorthand keys have no quotes".to_owned());
    }
    (in_braces > 0).then(|| {
        "in braces every comma begins a key: write lists as [A,B], and texts with commas in quotes"
            .to_owned()
    })
}

/// The key of the first unquoted value that contains a brace, as in `Your code is {####}`.
fn brace_in_value(input: &str) -> Option<&str> {
    let mut start = 0;
    let mut rest = input.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '=' => {
                let word = input.get(start..at).unwrap_or_default();
                let key = word.trim().trim_end_matches('@').trim_end();
                while rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                match rest.peek() {
                    Some((_, quote @ ('"' | '\''))) => {
                        let quote = *quote;
                        rest.next();
                        while rest.next_if(|(_, c)| *c != quote).is_some() {}
                        rest.next();
                    }
                    Some((_, '{' | '[')) => {}
                    _ => {
                        while rest
                            .next_if(|(_, c)| !matches!(c, ',' | '{' | '}'))
                            .is_some()
                        {}
                        if let Some((_, '{')) = rest.peek() {
                            return Some(key);
                        }
                    }
                }
                start = at + 1;
            }
            ',' | '{' | '[' | '}' | ']' => start = at + c.len_utf8(),
            _ => {}
        }
    }
    None
}

/// The hint for JSON; `at` counts characters.
pub(super) fn json(
    name: &str,
    reason: &str,
    at: Option<usize>,
    received: &str,
    dialect: Dialect,
) -> Option<String> {
    if let Some(whole) = whole_text(name, received, dialect) {
        return Some(whole.to_owned());
    }
    let at = at?;
    let offset = received
        .char_indices()
        .nth(at)
        .map_or(received.len(), |(offset, _)| offset);
    let (before, rest) = received.split_at(offset);
    let position = position::json(before);
    let root = if name == "resource-config" {
        "ResourceConfig"
    } else {
        ""
    };
    let path = position.path();
    let dot = if root.is_empty() || path.is_empty() {
        ""
    } else {
        "."
    };
    let path = sanitize(&format!("{root}{dot}{path}"));
    let in_list = matches!(position.frames.last(), Some(Frame::Elements(_)));
    let after_value = matches!(position.part, Part::AfterValue | Part::Value(_));
    if reason.starts_with("Expecting ','") && after_value {
        let inner_quote = before.ends_with('"') && rest.starts_with(char::is_alphanumeric);
        return Some(match rest.chars().next() {
            _ if inner_quote => format!("at {path}: a quote inside a string is written \\\""),
            Some(':') if in_list => format!("at {path}: a list has no keys: {{ instead of [?"),
            None => format!("at {path}: the text ends too early: a closing }} or ] is missing"),
            Some(':') => format!("at {path}: a value ends before this : begins another"),
            Some(']') => format!("at {path}: a ] closes what a {{ opened"),
            Some('}') => format!("at {path}: a }} closes what a [ opened"),
            Some('/' | '#') => "JSON has no comments".to_owned(),
            _ if path.is_empty() => "a comma is missing".to_owned(),
            _ => format!("a comma is missing after {path}"),
        });
    }
    match (place(reason, before, rest), path.is_empty()) {
        (Some(advice), true) => Some(advice),
        (Some(advice), false) => Some(format!("at {path}: {advice}")),
        (None, false) => Some(format!("the place is at {path}")),
        (None, true) => None,
    }
}

/// The hint for a text that is in the wrong format as a whole.
fn whole_text(name: &str, text: &str, dialect: Dialect) -> Option<&'static str> {
    let start = text.trim_start();
    if start.starts_with('\u{feff}') {
        return Some(BYTE_ORDER_MARK);
    }
    if start.is_empty() {
        return Some("the file is empty");
    }
    if start.starts_with('<') {
        return Some("this is HTML or XML, not JSON");
    }
    if is_yaml(text) {
        return Some(yaml(name, dialect));
    }
    if start.starts_with('"') && start.contains("\":") {
        return Some("JSON begins with {: the outermost braces are missing");
    }
    if start.starts_with(['\'', '"', '\\']) {
        return Some(QUOTED_TWICE);
    }
    if !start.starts_with(['{', '[']) {
        return (name == "cli-input-json" && text.contains('='))
            .then_some("the document is JSON; shorthand goes into --resource-config");
    }
    if text.contains(['\u{201c}', '\u{201d}']) && !text.contains('"') {
        return Some("JSON takes plain double quotes, not typographic ones");
    }
    if start
        .get(1..)
        .unwrap_or_default()
        .trim_start()
        .starts_with("\\\"")
    {
        return Some("the backslashes reached the program: in single quotes, write plain quotes");
    }
    if text.contains('"') {
        return None;
    }
    if text.contains('\'') {
        return Some("JSON takes double quotes, not single ones");
    }
    match text.find(['=', ':']).and_then(|at| text.get(at..)) {
        Some(delimiter) if delimiter.starts_with('=') => {
            Some("shorthand has no braces around the whole of it: Key=Value,Key={...}")
        }
        Some(_) if text.contains('\n') => Some("JSON needs double quotes around keys and strings"),
        Some(_) => Some(
            "the shell removed the quotes: put the JSON in single quotes, or in a file (file://...)",
        ),
        None => None,
    }
}

/// The hint for an error at the position between `before` and `rest`.
fn place(reason: &str, before: &str, rest: &str) -> Option<String> {
    let previous = before.chars().rev().find(|c| !c.is_whitespace());
    let here = rest.chars().next();
    for (python, json) in [
        ("True", "true"),
        ("False", "false"),
        ("None", "null"),
        ("undefined", "null"),
    ] {
        if rest.starts_with(python) {
            return Some(format!("did you mean {json}?"));
        }
    }
    let advice = match (reason.split(": line ").next().unwrap_or(reason), here) {
        ("Extra data", Some('/' | '#')) => "JSON has no comments",
        ("Extra data", Some('{')) => "a second object begins here: the document is one",
        ("Extra data", _) => "the document is complete here: is there a } too many before it?",
        ("Unterminated string starting at", _) => "the closing quote is missing",
        ("Invalid control character at", _) => "a line break inside a string is written \\n",
        ("Invalid \\escape", _) => "a backslash inside a string is written \\\\",
        (_, None) => "the text ends too early: a closing } or ] is missing",
        (_, Some('}' | ']')) if previous == Some(',') => "the last comma is one too many",
        (_, Some('}' | ']')) if previous == Some(':') => "the value is missing",
        (_, Some(',')) if previous == Some(',') => "one comma too many",
        (_, Some(',')) if previous == Some(':') => "the value is missing",
        (_, Some('/' | '#')) => "JSON has no comments",
        (_, Some('\'' | '\u{201c}')) => "JSON takes plain double quotes",
        (r, Some('=')) if r.starts_with("Expecting ':'") => "in JSON a key is followed by :",
        (r, Some(',' | '}')) if r.starts_with("Expecting ':'") => {
            "a key needs a value: \"KEY\": VALUE, or [ ] around a list"
        }
        (r, Some(_)) if r.starts_with("Expecting ':'") => "a : is missing after the key",
        (r, Some('.' | '+')) if r.starts_with("Expecting value") => {
            "a number begins with a digit or -"
        }
        (r, Some(c)) if r.starts_with("Expecting value") && c.is_alphabetic() => {
            "strings need double quotes"
        }
        (r, Some(c)) if r.starts_with("Expecting property name") && c.is_alphabetic() => {
            "keys need double quotes"
        }
        (r, Some('{' | '[')) if r.starts_with("Expecting property name") => {
            "a key is missing: \"KEY\": before it"
        }
        _ => return None,
    };
    Some(advice.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_a_brace_is_found() {
        for (input, key) in [
            ("A=b,M={S=Your code is {####},T=x}", Some("S")),
            ("A=code {####}", Some("A")),
            ("A=\"code {####}\",B={C=d}", None),
            ("A={B=[C,D],E=f}}", None),
        ] {
            assert_eq!(brace_in_value(input), key, "{input}");
        }
    }
}
