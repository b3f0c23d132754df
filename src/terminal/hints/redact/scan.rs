//! Secrets in text that cannot be parsed, by the names of secret members alone. Where it is
//! unclear how far a secret goes, too much is redacted.

use crate::log::names::{is_credential, secret_members};
use crate::python::difflib::close_matches;
use crate::terminal::hints::suggest::normalize;

/// Whether a key, however it is spelled, names a secret.
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

/// How long a near miss of a secret's name can be: to compare others would take time for nothing.
const NEAR_MISS_LENGTHS: std::ops::RangeInclusive<usize> = 4..=18;

/// A word as long and as mixed as the lines of a private key.
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

/// As long as the text; line ends stay, for the sake of carets.
pub(super) fn stars(text: &str) -> String {
    text.chars().map(star).collect()
}

fn star(c: char) -> char {
    if c == '\n' { c } else { '*' }
}

/// The text with its secrets hidden.
pub(crate) fn mask_text(text: &str) -> String {
    let hidden = hidden(text);
    text.chars()
        .zip(hidden)
        .map(|(c, hidden)| if hidden { star(c) } else { c })
        .collect()
}

/// Which characters of the text belong to secrets.
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

/// Whether a key may contain the character.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

fn is_quote(c: char) -> bool {
    c == '"' || c == '\''
}

/// Whether the character may stand between a value and the next key's comma.
fn is_closing(c: char) -> bool {
    c.is_whitespace() || matches!(c, '}' | ']')
}

/// How long a key may be, to be looked for behind a value.
const MAX_KEY: usize = 200;

/// How many quotes, backslashes and brackets may stand before and behind that key.
const MAX_QUOTES: usize = 8;

/// How far the delimiter may stand behind its key, in characters.
const MAX_DELIMITER_DISTANCE: usize = 8;

struct Text(Vec<char>);

impl Text {
    fn at(&self, at: usize) -> Option<char> {
        self.0.get(at).copied()
    }

    fn from(&self, at: usize) -> &[char] {
        self.0.get(at..).unwrap_or_default()
    }

    /// The first place from `at` on whose character is none of those.
    fn skip(&self, at: usize, these: impl Fn(char) -> bool) -> usize {
        at + self.from(at).iter().take_while(|c| these(**c)).count()
    }

    fn skip_space(&self, at: usize) -> usize {
        self.skip(at, char::is_whitespace)
    }

    /// Where the value of the key that ends at `end` begins, if the key names a secret.
    fn value_after(&self, key: &str, end: usize) -> Option<usize> {
        let is_delimiter = |c| matches!(c, '=' | ':');
        // Characters between the key and its delimiter.
        let delimiter = self.skip(end, |c| !is_word(c) && !is_delimiter(c));
        if delimiter <= end + MAX_DELIMITER_DISTANCE && self.at(delimiter).is_some_and(is_delimiter)
        {
            return is_secret(key).then(|| self.skip_space(delimiter + 1));
        }
        // Perhaps the delimiter is missing.
        let key = normalize(key);
        let mut secrets = secret_members().iter();
        let rest = secrets.find_map(|secret| key.strip_prefix(secret.as_str()))?;
        if rest.is_empty() {
            let closed = self.skip(end, |c| is_quote(c) || c == '\\');
            let start = self.skip(closed, |c| !is_word(c) && !is_quote(c));
            // With nothing but quotes between them, the last one opens the value.
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

    /// The closing quote has as many backslashes as the opening one, and something must follow
    /// that can follow a value.
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
            // The brackets that follow close no better.
            at = if closes {
                self.skip(at, is_closing)
            } else {
                at + 1
            };
        }
        at
    }

    /// Whether a value can end before `at`: brackets may close, and then comes the end of the text
    /// or another key.
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

    /// Whether a key with its delimiter stands at `at`.
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

    /// Behind the last dashes of a PEM block, or the end of the text.
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
    fn secrets_are_hidden_however_the_text_is_broken() {
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

    /// Every text that one slip makes of this one: a character lost, doubled by another, or
    /// replaced, anywhere but in the secret.
    fn slips<'a>(text: &'a str, secret: &str) -> impl Iterator<Item = String> + 'a {
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
    fn no_single_slip_around_a_secret_shows_it() {
        for text in [
            r#"{"Google":{"ClientId":"me","ClientSecret":"GOCSPX"},"Facebook":{"ClientId":"id"}}"#,
            r#"{"a": {"PrivateKey": "GOCSPX", "TeamId": "t"}, "b": [1, "x"]}"#,
            "A=b,Google={ClientId=me,ClientSecret=GOCSPX},Facebook={ClientId=id}",
            "Apple={PrivateKey=\"GOCSPX\",TeamId=t,L=[a,b]},C=d",
        ] {
            for slip in slips(text, "GOCSPX") {
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
    fn of_the_model_s_members_only_the_secret_ones_are_taken_for_secrets() {
        each_member(UPDATE_BACKEND_AUTH.input, &mut |member| {
            let name = member.name;
            assert_eq!(is_secret(name), member.is_secret(), "{name}");
        });
    }
}
