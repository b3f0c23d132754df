//! Words of a command line or a section name, as Python's `shlex.split` cuts them (POSIX mode,
//! no comments).

/// `shlex.split(text)`; `Err` is the text of Python's `ValueError`.
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

/// The rest of a quoted part; in double quotes a backslash protects itself and the quote only.
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

/// `shlex.quote(text)`: one word for a POSIX shell.
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
    fn a_quoted_word_is_one_word_again() {
        assert_eq!(quote("a-b/c"), "a-b/c");
        for text in ["", "a b", "it's", "$HOME"] {
            assert_eq!(split(&quote(text)).unwrap(), [text]);
        }
    }

    #[test]
    fn words_are_cut_as_in_a_posix_shell() {
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
}
