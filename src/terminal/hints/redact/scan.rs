//! Finds secrets in text that cannot be parsed, by the names of secret members. Where the end of a
//! secret is uncertain, more is redacted rather than less.

use crate::log::names::{is_credential, secret_members};
use crate::python::difflib::close_matches;
use crate::terminal::hints::suggest::normalize;

/// Whether a key, in any spelling, is the name of a secret.
pub(super) fn is_secret(key: &str) -> bool {
    if is_credential(key) {
        return true;
    }
    let key = normalize(key);
    let secrets = secret_members();
    key.contains("secret")
        || secrets.iter().any(|secret| key.contains(secret))
        || NEAR_MISS_LENGTHS.contains(&key.len())
            && !close_matches(
                &key,
                &secrets.iter().map(String::as_str).collect::<Vec<_>>(),
            )
            .is_empty()
}

/// The lengths of words that are compared with the names of secrets as possible misspellings;
/// comparing others would only cost time.
const NEAR_MISS_LENGTHS: std::ops::RangeInclusive<usize> = 4..=18;

/// Whether a word looks like a line of a private key, by its length and mix of characters.
pub(super) fn is_key_material(word: &str) -> bool {
    let word = word.trim_end_matches('=');
    let has = |test: fn(&char) -> bool| word.chars().any(|c| test(&c));
    word.len() >= 24
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+/_-".contains(c))
        && has(char::is_ascii_uppercase)
        && has(char::is_ascii_lowercase)
}

/// Replaces every character by `*`. Line ends are kept, so that carets stay correct.
pub(super) fn stars(text: &str) -> String {
    text.chars().map(star).collect()
}

fn star(c: char) -> char {
    if c == '\n' { c } else { '*' }
}

/// The text with its secrets redacted.
pub(crate) fn mask_text(text: &str) -> String {
    let hidden = hidden(text);
    text.chars()
        .zip(hidden)
        .map(|(c, hidden)| if hidden { star(c) } else { c })
        .collect()
}

/// For each character of the text, whether it belongs to a secret.
pub(super) fn hidden(text: &str) -> Vec<bool> {
    let text = Text(text.chars().collect());
    let mut hidden = vec![false; text.0.len()];
    let mut at = 0;
    while let Some(c) = text.at(at) {
        if !is_word(c) {
            at += 1;
            continue;
        }
        let word: String = text
            .from(at)
            .iter()
            .copied()
            .take_while(|c| is_word(*c))
            .collect();
        let length = word.chars().count();
        let end = if word.starts_with("-----BEGIN") {
            Some((at, text.end_of_pem(at + length)))
        } else {
            text.value_after(&word, at + length)
                .map(|start| (start, text.end_of_value(start)))
        };
        at += length;
        if let Some((start, end)) = end {
            for flag in hidden.iter_mut().take(end).skip(start) {
                *flag = true;
            }
            at = end.max(at);
        }
    }
    hidden
}

/// Whether the character may be part of a key.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

fn is_quote(c: char) -> bool {
    c == '"' || c == '\''
}

/// Whether the character may stand between a value and the comma before the next key.
fn is_closing(c: char) -> bool {
    c.is_whitespace() || matches!(c, '}' | ']')
}

/// The maximum length of a key that is searched for after a value, in characters.
const MAX_KEY: usize = 200;

/// The maximum number of quotes, backslashes and brackets before and after that key.
const MAX_QUOTES: usize = 8;

/// The maximum distance between a key and its delimiter, in characters.
const MAX_DELIMITER_DISTANCE: usize = 8;

/// The scanned text by characters. Indexes are in characters.
struct Text(Vec<char>);

impl Text {
    fn at(&self, at: usize) -> Option<char> {
        self.0.get(at).copied()
    }

    fn from(&self, at: usize) -> &[char] {
        self.0.get(at..).unwrap_or_default()
    }

    /// The index of the first character from `at` on for which `these` is false.
    fn skip(&self, at: usize, these: impl Fn(char) -> bool) -> usize {
        at + self.from(at).iter().take_while(|c| these(**c)).count()
    }

    fn skip_space(&self, at: usize) -> usize {
        self.skip(at, char::is_whitespace)
    }

    /// The index at which the value of the key that ends at `end` begins, if the key names a
    /// secret.
    fn value_after(&self, key: &str, end: usize) -> Option<usize> {
        let is_delimiter = |c| matches!(c, '=' | ':');
        // Skips quotes and other characters between the key and its delimiter.
        let delimiter = self.skip(end, |c| !is_word(c) && !is_delimiter(c));
        if delimiter <= end + MAX_DELIMITER_DISTANCE && self.at(delimiter).is_some_and(is_delimiter)
        {
            return is_secret(key).then(|| self.skip_space(delimiter + 1));
        }
        // The delimiter may be missing.
        let key = normalize(key);
        let mut secrets = secret_members().iter();
        let rest = secrets.find_map(|secret| key.strip_prefix(secret.as_str()))?;
        if rest.is_empty() {
            let closed = self.skip(end, |c| is_quote(c) || c == '\\');
            let start = self.skip(closed, |c| !is_word(c) && !is_quote(c));
            // If only quotes stand between the key and the value, the last one opens the value.
            Some(if start == closed && closed > end {
                closed - 1
            } else {
                start
            })
        } else {
            Some(end - rest.chars().count().min(end))
        }
    }

    fn end_of_value(&self, start: usize) -> usize {
        let opening = self.skip(start, |c| c == '\\');
        match self.at(opening) {
            Some(quote) if is_quote(quote) => self.end_of_quoted(opening, quote, opening - start),
            Some('{' | '[') => self.end_of_brackets(start),
            _ => self.end_of_bare(start),
        }
    }

    /// The index after the closing quote: it has as many backslashes before it as the opening one,
    /// and is followed by text that can follow a value.
    fn end_of_quoted(&self, opening: usize, quote: char, escaped: usize) -> usize {
        let mut backslashes = 0;
        for (index, c) in self.from(opening + 1).iter().enumerate() {
            let place = opening + 1 + index;
            if *c == '\\' {
                backslashes += 1;
                continue;
            }
            let closes = if escaped == 0 {
                backslashes % 2 == 0
            } else {
                backslashes <= escaped
            };
            if *c == quote && closes && self.is_end(place + 1) {
                return place + 1;
            }
            backslashes = 0;
        }
        self.0.len()
    }

    fn end_of_brackets(&self, start: usize) -> usize {
        let mut depth = 0;
        for (index, c) in self.from(start).iter().enumerate() {
            match c {
                '{' | '[' => depth += 1,
                '}' | ']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return start + index + 1;
            }
        }
        self.0.len()
    }

    fn end_of_bare(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(c) = self.at(at) {
            let closes = matches!(c, '}' | ']');
            if (closes || c == ',') && self.is_end(at) {
                return at;
            }
            // If the closing brackets do not end the value here, those after them do not either.
            at = if closes {
                self.skip(at, is_closing)
            } else {
                at + 1
            };
        }
        at
    }

    /// Whether a value can end before `at`: after optional closing brackets, the text ends or
    /// another key follows.
    fn is_end(&self, at: usize) -> bool {
        let closed = self.skip(at, is_closing);
        match self.at(closed) {
            None => true,
            Some(',') => {
                let next = self.skip_space(closed + 1);
                self.at(next).is_none() || self.is_key(next)
            }
            Some(c) if is_quote(c) => self.at(closed + 1).is_none() || self.is_key(closed),
            Some(_) => {
                let spaced = closed > at && self.at(closed - 1).is_some_and(char::is_whitespace);
                spaced && self.is_key(closed)
            }
        }
    }

    /// Whether a key with its delimiter starts at `at`.
    fn is_key(&self, at: usize) -> bool {
        let within = |from: usize, most, these: &dyn Fn(char) -> bool| {
            let ahead = self.from(from).iter().take(most);
            ahead.take_while(|c| these(**c)).count()
        };
        let start = at + within(at, MAX_QUOTES, &|c| is_quote(c) || c == '\\' || c == '{');
        let length = within(start, MAX_KEY, &|c| is_word(c) || c == '.');
        let quotes = start + length;
        let delimiter = quotes
            + within(quotes, MAX_QUOTES, &|c| {
                is_quote(c) || c == '\\' || c == '@'
            });
        let delimiter = delimiter + within(delimiter, MAX_KEY, &char::is_whitespace);
        length > 0 && matches!(self.at(delimiter), Some('=' | ':'))
    }

    /// The index after the last dashes of a PEM block, or the end of the text.
    fn end_of_pem(&self, start: usize) -> usize {
        let dashes = |at: usize| self.skip(at, |c| c == '-') - at;
        let mut at = start;
        let mut ending = false;
        while at < self.0.len() {
            let run = dashes(at);
            if run >= 5 {
                if ending {
                    return at + run;
                }
                ending = self.from(at + run).starts_with(&['E', 'N', 'D']);
            }
            at += run.max(1);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Member, Shape, Structure, UPDATE_BACKEND_AUTH};

    #[test]
    fn secrets_in_malformed_text_are_redacted() {
        for (text, expected) in [
            (
                r#"{"ClientId": "id", "ClientSecret": "abc"#,
                r#"{"ClientId": "id", "ClientSecret": ****"#,
            ),
            (
                r#"{"ClientSecret": "ab"c", "ClientId": "id"}"#,
                r#"{"ClientSecret": ******, "ClientId": "id"}"#,
            ),
            (
                r#"{"client_secret":"a\"b", "ClientId": id}"#,
                r#"{"client_secret":******, "ClientId": id}"#,
            ),
            (
                r#"{\"clientSecret\":\"abc\",\"b\":1}"#,
                r#"{\"clientSecret\":*******,\"b\":1}"#,
            ),
            ("{ClientSecret:abc,b:1}", "{ClientSecret:***,b:1}"),
            (
                "G={ClientSecret=ab}cd,ClientId=x}",
                "G={ClientSecret=*****,ClientId=x}",
            ),
            ("ClientSecert=a b,c,d=1", "ClientSecert=*****,d=1"),
            ("PrivateKey@=file://k,d", "PrivateKey@=**********"),
            (
                r#""PrivateKey" "abc" "KeyId": 12}"#,
                r#""PrivateKey" ***** "KeyId": **}"#,
            ),
            ("PrivateKey={a=1,b=[2]},d={x", "PrivateKey=***********,d={x"),
            (
                "b'{\"ClientSecret\": \"abc\"}'",
                "b'{\"ClientSecret\": *****}'",
            ),
            (
                "k=-----BEGIN X-----\nab\n-----END X-----,b=1",
                "k=*****************\n**\n***************,b=1",
            ),
            (
                "EmailMessage=your secret code,ClientId=me",
                "EmailMessage=your secret code,ClientId=me",
            ),
        ] {
            assert_eq!(mask_text(text), expected, "{text}");
            assert_eq!(text.chars().count(), mask_text(text).chars().count());
        }
    }

    /// All texts with one typing error in `text`: a character removed, another inserted, or one
    /// replaced, anywhere except in the secret.
    fn typing_errors<'a>(text: &'a str, secret: &str) -> impl Iterator<Item = String> + 'a {
        let start = text.find(secret).unwrap();
        let kept = start..start + secret.len();
        let places = (0..text.len()).filter(move |at| !kept.contains(at));
        places.flat_map(move |at| {
            let (before, here) = text.split_at(at);
            let in_key = ["ClientSecret", "PrivateKey"].iter().any(|key| {
                let found = text.find(key);
                found.is_some_and(|found| (found..found + key.len()).contains(&at))
            });
            let inserted: &[&str] = if in_key {
                &["", "x", "_"]
            } else {
                &[
                    "", "x", " ", "\n", "\"", "'", "\\", "{", "}", "[", "]", ",", ":", "=",
                ]
            };
            inserted.iter().flat_map(move |delimiter| {
                [
                    format!("{before}{delimiter}{here}"),
                    format!("{before}{delimiter}{}", &here[1..]),
                ]
            })
        })
    }

    #[test]
    fn one_typing_error_does_not_reveal_a_secret() {
        for text in [
            r#"{"Google":{"ClientId":"me","ClientSecret":"GOCSPX"},"Facebook":{"ClientId":"id"}}"#,
            r#"{"a": {"PrivateKey": "GOCSPX", "TeamId": "t"}, "b": [1, "x"]}"#,
            "A=b,Google={ClientId=me,ClientSecret=GOCSPX},Facebook={ClientId=id}",
            "Apple={PrivateKey=\"GOCSPX\",TeamId=t,L=[a,b]},C=d",
        ] {
            for slip in typing_errors(text, "GOCSPX") {
                assert!(
                    !mask_text(&slip).contains("GOCSPX"),
                    "{slip}\n{}",
                    mask_text(&slip)
                );
            }
        }
    }

    fn each_member(structure: &'static Structure, check: &mut dyn FnMut(&'static Member)) {
        for member in structure.members {
            check(member);
            if let Shape::Structure(inner) = member.shape {
                each_member(inner, check);
            }
        }
    }

    #[test]
    fn only_secret_members_of_the_model_are_redacted() {
        each_member(UPDATE_BACKEND_AUTH.input, &mut |member| {
            let name = member.name;
            assert_eq!(is_secret(name), member.is_secret(), "{name}");
        });
    }
}
