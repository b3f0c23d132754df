//! Splits a command line or section name into words, as Python's `shlex.split` (POSIX mode, no
//! comments).

/// `shlex.split(text)`; `Err` is the message of Python's `ValueError`.
pub fn split(text: &str) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars();
    while let Some(next) = chars.next() {
        match next {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\\' => {
                let escaped = chars.next().ok_or("No escaped character")?;
                word.get_or_insert_default().push(escaped);
            }
            '\'' | '"' => quoted(next, &mut chars, word.get_or_insert_default())?,
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Ok(words)
}

/// Parses the rest of a quoted part. In double quotes, a backslash escapes only itself and the
/// quote.
fn quoted(
    quote: char,
    chars: &mut std::str::Chars<'_>,
    word: &mut String,
) -> Result<(), &'static str> {
    loop {
        match chars.next().ok_or("No closing quotation")? {
            end if end == quote => return Ok(()),
            '\\' if quote == '"' => {
                let escaped = chars.next().ok_or("No escaped character")?;
                if escaped != '"' && escaped != '\\' {
                    word.push('\\');
                }
                word.push(escaped);
            }
            other => word.push(other),
        }
    }
}

/// The words of the command line of a program to be started: `split`, or on Windows the rules of
/// the C library (`botocore/compat.py`, `compat_shell_split`).
///
/// # Errors
/// The message of Python's `ValueError`.
pub fn split_command(text: &str) -> Result<Vec<String>, String> {
    if cfg!(windows) {
        split_as_windows(text)
    } else {
        split(text).map_err(str::to_owned)
    }
}

/// Splits by the rules of Windows: backslashes are literal, except before a double quote, where two
/// of them are one backslash and a single one escapes the quote (`_windows_shell_split`).
fn split_as_windows(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    let mut backslashes = 0;
    for c in text.chars() {
        match c {
            '\\' => {
                backslashes += 1;
                continue;
            }
            '"' => {
                let word = word.get_or_insert_default();
                word.push_str(&"\\".repeat(backslashes / 2));
                if backslashes % 2 == 1 {
                    word.push('"');
                } else {
                    is_quoted = !is_quoted;
                }
            }
            _ => {
                if backslashes > 0 {
                    let word = word.get_or_insert_default();
                    word.push_str(&"\\".repeat(backslashes));
                }
                if matches!(c, ' ' | '\t') && !is_quoted {
                    words.extend(word.take());
                } else {
                    word.get_or_insert_default().push(c);
                }
            }
        }
        backslashes = 0;
    }
    if is_quoted {
        return Err(format!("No closing quotation in string: {text}"));
    }
    if backslashes > 0 {
        let word = word.get_or_insert_default();
        word.push_str(&"\\".repeat(backslashes));
    }
    words.extend(word);
    Ok(words)
}

/// `shlex.quote(text)`: the text as one word for a POSIX shell.
pub fn quote(text: &str) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "_@%+=:,./-".contains(c);
    if !text.is_empty() && text.chars().all(is_safe) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\"'\"'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_word_is_split_into_itself() {
        assert_eq!(quote("a-b/c"), "a-b/c");
        for text in ["", "a b", "it's", "$HOME"] {
            assert_eq!(split(&quote(text)).unwrap(), [text]);
        }
    }

    #[test]
    fn words_are_split_as_in_a_posix_shell() {
        for (text, words) in [
            ("profile p", vec!["profile", "p"]),
            (" profile\t 'a b' ", vec!["profile", "a b"]),
            (r#"x "a \" \\ \n" c\ d"#, vec!["x", r#"a " \ \n"#, "c d"]),
            ("a'b'\"c\"", vec!["abc"]),
            ("a '' b", vec!["a", "", "b"]),
            (r"'a\'", vec![r"a\"]),
            ("", vec![]),
        ] {
            assert_eq!(split(text).unwrap(), words, "{text:?}");
        }
        assert_eq!(split("'a"), Err("No closing quotation"));
        assert_eq!(split("a\\"), Err("No escaped character"));
    }

    #[test]
    fn windows_words_are_split_as_by_its_c_library() {
        for (text, words) in [
            (r"C:\a\b.exe  --x 1", vec![r"C:\a\b.exe", "--x", "1"]),
            (r#""C:\a b\c.exe" d"#, vec![r"C:\a b\c.exe", "d"]),
            (r#"a\\\"b \" c"#, vec![r#"a\"b"#, "\"", "c"]),
            (r#"a\\"b c"\"#, vec![r"a\b c\"]),
            (r#"a "" b\ "#, vec!["a", "", r"b\"]),
            ("'a b'", vec!["'a", "b'"]),
        ] {
            assert_eq!(split_as_windows(text).unwrap(), words, "{text:?}");
        }
        let error = split_as_windows("\"a").unwrap_err();
        assert_eq!(error, "No closing quotation in string: \"a");
    }
}
