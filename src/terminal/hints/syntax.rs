//! Advice on text that is neither JSON nor shorthand: quotes that the shell ate, braces that end a
//! value, marks of Windows.

use super::suggest::sanitize;

const BYTE_ORDER_MARK: &str =
    "the file begins with a byte order mark: save it as UTF-8 without one (\"UTF-8 without BOM\")";

fn char_at(text: &str, index: usize) -> Option<char> {
    text.chars().nth(index)
}

/// Advice on shorthand; `index` counts characters.
pub fn shorthand(expected: &str, received: &str, input: &str, index: usize) -> Option<String> {
    let start = input.trim_start();
    if start.starts_with('\u{feff}') {
        return Some(BYTE_ORDER_MARK.to_owned());
    }
    if start.is_empty() {
        return Some("the file is empty".to_owned());
    }
    if start.starts_with(['\'', '"', '\\', '\u{201c}']) {
        return Some(
            "the quotes around the value reached the program: the shell wants plain ones, once"
                .to_owned(),
        );
    }
    match (expected, received) {
        ("=", _) => key_without_sign(received, input, index),
        (",", _) => Some(match (brace_in_value(input), received) {
            (Some(key), _) => format!(
                "a }} ends a value that is not quoted: write {}=\"...\"",
                sanitize(key)
            ),
            (None, "EOF") => "a closing } or ] is missing at the end".to_owned(),
            (None, "}" | "]") => format!("this {received} closes nothing: there is one too many"),
            (None, _) if index > 0 && char_at(input, index - 1) == Some('}') => {
                "a } ends a value that is not quoted: put the value in double quotes".to_owned()
            }
            _ => "a value with commas, brackets or quotes in it stands in quotes".to_owned(),
        }),
        ("<singled quoted>" | "<double quoted>", _) => {
            Some("the quote that opens this value is never closed".to_owned())
        }
        ("<second>", _) => Some("the value ends with a comma".to_owned()),
        _ => None,
    }
}

fn key_without_sign(received: &str, input: &str, index: usize) -> Option<String> {
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
        return Some("in shorthand a key stands without quotes".to_owned());
    }
    (in_braces > 0).then(|| {
        "in braces every comma begins a key: write lists as [A,B], and texts with commas in quotes"
            .to_owned()
    })
}

/// The key of the first unquoted value that has a brace in it, as in `Your code is {####}`.
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

/// Advice on JSON; `at` counts characters.
pub fn json(name: &str, reason: &str, at: Option<usize>, received: &str) -> Option<String> {
    if let Some(whole) = whole_text(name, received) {
        return Some(whole.to_owned());
    }
    let at = at?;
    let root = if name == "resource-config" {
        "ResourceConfig"
    } else {
        ""
    };
    let path = path_at(root, received, at);
    match (place(reason, received, at), path.is_empty()) {
        (Some(advice), true) => Some(advice),
        (Some(advice), false) => Some(format!("at {}: {advice}", sanitize(&path))),
        (None, false) => Some(format!("the place is at {}", sanitize(&path))),
        (None, true) => None,
    }
}

/// What is wrong with the text as a whole.
fn whole_text(name: &str, text: &str) -> Option<&'static str> {
    let start = text.trim_start();
    if start.starts_with('\u{feff}') {
        return Some(BYTE_ORDER_MARK);
    }
    if start.is_empty() {
        return Some("the file is empty");
    }
    if start.starts_with(['\'', '"', '\\']) {
        return Some(
            "the quotes around the value reached the program: the shell wants plain ones, once",
        );
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
        Some(_) => Some(
            "the shell took the quotes: put the JSON in single quotes, or in a file (file://...)",
        ),
        None => None,
    }
}

/// What is wrong at one place.
fn place(reason: &str, text: &str, at: usize) -> Option<String> {
    let rest: String = text.chars().skip(at).take(12).collect();
    let before = text.chars().take(at).filter(|c| !c.is_whitespace()).last();
    let here = rest.chars().next();
    for (python, json) in [("True", "true"), ("False", "false"), ("None", "null")] {
        if rest.starts_with(python) {
            return Some(format!("did you mean {json}?"));
        }
    }
    let advice = match (reason.split(':').next().unwrap_or(reason), here) {
        ("Extra data", _) => "the document is complete here: is there a } too many before it?",
        ("Unterminated string starting at", _) => "the closing quote is missing",
        ("Invalid control character at", _) => "a line break inside a text is written \\n",
        ("Invalid \\escape", _) => "a backslash inside a text is written \\\\",
        (_, None) => "the text ends too early: a closing } or ] is missing",
        (_, Some('}' | ']')) if before == Some(',') => "the last comma is one too many",
        (_, Some('/' | '#')) => "JSON has no comments",
        (_, Some('\'' | '\u{201c}')) => "JSON takes plain double quotes",
        (r, Some('"')) if r.starts_with("Expecting ','") => "a comma is missing before it",
        (r, _) if r.starts_with("Expecting ','") => {
            "a comma is missing, or a quote inside a text lacks its backslash"
        }
        (r, Some('=')) if r.starts_with("Expecting ':'") => "in JSON a key is followed by :",
        (r, Some(c)) if r.starts_with("Expecting value") && c.is_alphabetic() => {
            "a text stands in double quotes"
        }
        (r, Some(c)) if r.starts_with("Expecting property name") && c.is_alphabetic() => {
            "a key stands in double quotes"
        }
        _ => return None,
    };
    Some(advice.to_owned())
}

/// The keys and places in lists that lead to the character `at`.
fn path_at(root: &str, text: &str, at: usize) -> String {
    enum Step {
        Key(String),
        Index(usize),
    }
    let mut steps: Vec<Step> = Vec::new();
    let mut string: Option<String> = None;
    let mut last = String::new();
    let mut chars = text.chars().take(at);
    while let Some(c) = chars.next() {
        if let Some(open) = &mut string {
            match c {
                '"' => last = string.take().unwrap_or_default(),
                '\\' => open.extend(chars.next()),
                _ => open.push(c),
            }
            continue;
        }
        match (c, steps.last_mut()) {
            ('"', _) => string = Some(String::new()),
            ('{', _) => steps.push(Step::Key(String::new())),
            ('[', _) => steps.push(Step::Index(0)),
            ('}' | ']', _) => drop(steps.pop()),
            (':', Some(Step::Key(key))) => *key = std::mem::take(&mut last),
            (',', Some(Step::Key(key))) => key.clear(),
            (',', Some(Step::Index(index))) => *index += 1,
            _ => {}
        }
    }
    let mut path = root.to_owned();
    for step in steps {
        match step {
            Step::Key(key) if key.is_empty() => {}
            Step::Key(key) if path.is_empty() => path = key,
            Step::Key(key) => path.extend([".", key.as_str()]),
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_place_in_json_is_told() {
        let text = r#"{"a": {"x": 1, "b": [1, {"c": True"#;
        let at = text.chars().count() - 4;
        assert_eq!(path_at("R", text, at), "R.a.b[1].c");
        assert_eq!(path_at("", r#"{"a": 1, ,"#, 9), "");
    }

    #[test]
    fn the_value_with_a_brace_in_it_is_found() {
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
