//! Secrets in messages that echo the input: on a terminal every character of them is a `*`, so
//! that carets and columns stay right.
//!
//! The text is broken, or it would not be echoed. So this reads it loosely, by the names of secret
//! members alone, and where it is unclear how far a secret goes it hides too much.

use super::HintContext;
use super::suggest::normalize;
use crate::error::{
    CredentialsError, Error, GlobalError, ParamError, ServiceError, SettingsError, UsageError,
    ValidationError,
};
use crate::log::names::{is_credential, secret_members};
use crate::log::redact::{self, MASK};
use crate::python::difflib::close_matches;
use crate::python::value::{Dict, Value};
use std::collections::HashMap;

/// Hides secrets in what the error echoes.
pub fn mask(error: &mut Error, around: &HintContext<'_>) {
    match error {
        Error::Usage(error) => mask_usage(error, &around.argv),
        Error::Param(error) => mask_param(error),
        Error::Validation(findings) => findings.0.iter_mut().for_each(mask_finding),
        Error::Credentials(error) | Error::Service(ServiceError::Credentials(error)) => {
            mask_credentials(error);
        }
        Error::Service(ServiceError::Transport(error)) => mask_url(&mut error.url),
        Error::Global(GlobalError::NoScheme(url))
        | Error::Settings(SettingsError::InvalidEndpoint(url)) => mask_url(url),
        // A password that is not escaped may end in the middle of the authority.
        Error::Settings(SettingsError::InvalidPort(port)) => *port = stars(port),
        _ => {}
    }
}

fn mask_url(url: &mut String) {
    *url = redact::url(url);
}

/// A message without the secrets that the run knows, in whatever form they stand there, and
/// without the passwords of URLs.
pub fn mask_message(text: &str, around: &HintContext<'_>) -> String {
    redact::urls_within(&around.logger.redact(text))
}

fn mask_usage(error: &mut UsageError, argv: &[String]) {
    let masked = mask_words(argv);
    let mask = |word: &mut String| {
        if is_flag(word) {
            return;
        }
        *word = match masked.get(word.as_str()) {
            Some(masked) => masked.clone(),
            None => mask_text(word),
        }
    };
    match error {
        UsageError::UnknownOptions(words) => {
            // Where the shell split a key into words, the short ones belong to it too.
            let split_key = words.iter().any(|word| is_key_material(word));
            for word in words {
                if split_key && !is_flag(word) {
                    *word = stars(word);
                } else {
                    mask(word);
                }
            }
        }
        UsageError::InvalidChoice { value, .. }
        | UsageError::IgnoredExplicitArgument { value, .. }
        | UsageError::Ambiguous { option: value, .. } => mask(value),
        UsageError::Other(text) => *text = mask_text(text),
        UsageError::ExpectedOneArgument(_)
        | UsageError::Required(_)
        | UsageError::BothAutoPrompts => {}
    }
}

/// Whether the word can be an option, whose name helps to find the fault.
fn is_flag(word: &str) -> bool {
    let name = word.strip_prefix("--").unwrap_or_default();
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        && !name.starts_with('-')
}

/// The words of the command line without secrets. They are read as one text in the order in which
/// they were typed, because the shell may have split a value, and the name that makes a word a
/// secret is another word.
fn mask_words(argv: &[String]) -> HashMap<&str, String> {
    let mut masked: Vec<char> = mask_text(&argv.join(" ")).chars().rev().collect();
    let mut words = HashMap::new();
    for word in argv {
        let length = word.chars().count();
        let start = masked.len().saturating_sub(length);
        let shown: String = masked.drain(start..).rev().collect();
        masked.pop();
        // A word that is a secret in one place is one everywhere.
        if shown != *word || !words.contains_key(word.as_str()) {
            words.insert(word.as_str(), shown);
        }
    }
    words
}

/// What programs and services wrote about credentials: nobody knows in which form.
fn mask_credentials(error: &mut CredentialsError) {
    match error {
        // Most likely the credentials themselves.
        CredentialsError::Transport(error) => mask_url(&mut error.url),
        CredentialsError::InvalidXml { body, .. } => MASK.clone_into(body),
        CredentialsError::Retrieval { message, .. }
        | CredentialsError::ClientError { message, .. }
        | CredentialsError::Metadata(message)
        | CredentialsError::Python(message) => {
            let words = mask_text(message);
            let words = words.split_inclusive(char::is_whitespace);
            *message = words
                .map(|word| match is_key_material(word.trim()) {
                    true => stars(word),
                    false => word.to_owned(),
                })
                .collect();
        }
        _ => {}
    }
}

fn mask_param(error: &mut ParamError) {
    match error {
        ParamError::InParameter(_, error) => mask_param(error),
        ParamError::Syntax {
            received,
            input,
            index,
            ..
        } => {
            // One character, or a word for what is not there.
            if received.chars().count() == 1 && hidden(input).get(*index) == Some(&true) {
                *received = stars(received);
            }
            *input = mask_text(input);
        }
        ParamError::DuplicateKey { input, .. } => *input = mask_text(input),
        ParamError::InvalidJson { received, .. } => *received = mask_text(received),
        ParamError::NotAnObject(text) => *text = mask_text(text),
        ParamError::Unretrievable { address, reason } => {
            let url = redact::url(address);
            *reason = reason.replace(address.as_str(), &url);
            *address = url;
        }
        ParamError::NotANumber(value) => mask_value(value, false),
        ParamError::FileUnreadable { reference, source } => {
            *reference = mask_text(reference);
            source.path = mask_text(&source.path);
        }
        _ => {}
    }
}

fn mask_finding(finding: &mut ValidationError) {
    if let ValidationError::WrongType { name, value, .. } = finding {
        let last = name.rsplit('.').next().unwrap_or_default();
        let last = last.split('[').next().unwrap_or_default();
        mask_value(value, is_secret(last));
    }
}

/// Hides the value, or what is secret in it.
fn mask_value(value: &mut Value, secret: bool) {
    match value {
        Value::List(items) => items.iter_mut().for_each(|item| mask_value(item, secret)),
        Value::Dict(Dict { entries, .. }) => {
            *entries = std::mem::take(entries)
                .into_iter()
                .map(|(key, mut value)| {
                    mask_value(&mut value, secret || is_secret(&key));
                    // What stands in a secret's place is part of it, keys and all.
                    (if secret { stars(&key) } else { key }, value)
                })
                .collect();
        }
        Value::String(text) => {
            *text = if secret { stars(text) } else { mask_text(text) };
        }
        other if secret => *other = Value::String("*****".to_owned()),
        _ => {}
    }
}

/// Whether a key, however it is spelled, names a secret.
fn is_secret(key: &str) -> bool {
    if is_credential(key) {
        return true;
    }
    let key = normalize(key);
    let secrets = secret_members();
    key.contains("secret")
        || secrets.iter().any(|secret| key.contains(secret))
        || MISSES.contains(&key.len())
            && !close_matches(
                &key,
                &secrets.iter().map(String::as_str).collect::<Vec<_>>(),
            )
            .is_empty()
}

/// How long a near miss of a secret's name can be: to compare others would take time for nothing.
const MISSES: std::ops::RangeInclusive<usize> = 4..=18;

/// A word as long and as mixed as the lines of a private key.
fn is_key_material(word: &str) -> bool {
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
fn stars(text: &str) -> String {
    text.chars().map(star).collect()
}

fn star(c: char) -> char {
    if c == '\n' { c } else { '*' }
}

/// The text with its secrets hidden.
pub fn mask_text(text: &str) -> String {
    let hidden = hidden(text);
    text.chars()
        .zip(hidden)
        .map(|(c, hidden)| if hidden { star(c) } else { c })
        .collect()
}

/// Which characters of the text belong to secrets.
fn hidden(text: &str) -> Vec<bool> {
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

/// What keys are made of.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

fn is_quote(c: char) -> bool {
    c == '"' || c == '\''
}

/// What may stand between a value and the next key's comma.
fn is_closing(c: char) -> bool {
    c.is_whitespace() || matches!(c, '}' | ']')
}

/// How long a key may be, to be looked for behind a value.
const AHEAD: usize = 200;

/// How many quotes, backslashes and brackets may stand before and behind that key.
const FEW: usize = 8;

/// How far a sign may stand behind its key.
const FARTHEST_SIGN: usize = 8;

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
        let is_sign = |c| matches!(c, '=' | ':');
        // Whatever slipped in between the key and its sign.
        let delimiter = self.skip(end, |c| !is_word(c) && !is_sign(c));
        if delimiter <= end + FARTHEST_SIGN && self.at(delimiter).is_some_and(is_sign) {
            return is_secret(key).then(|| self.skip_space(delimiter + 1));
        }
        // The sign is what is missing, perhaps.
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

    /// Whether a key stands at `at`, with its sign.
    fn is_key(&self, at: usize) -> bool {
        let within = |from: usize, most, these: &dyn Fn(char) -> bool| {
            let ahead = self.from(from).iter().take(most);
            ahead.take_while(|c| these(**c)).count()
        };
        let start = at + within(at, FEW, &|c| is_quote(c) || c == '\\' || c == '{');
        let length = within(start, AHEAD, &|c| is_word(c) || c == '.');
        let quotes = start + length;
        let delimiter = quotes + within(quotes, FEW, &|c| is_quote(c) || c == '\\' || c == '@');
        let delimiter = delimiter + within(delimiter, AHEAD, &char::is_whitespace);
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
            let signs: &[&str] = if in_key {
                &["", "x", "_"]
            } else {
                &[
                    "", "x", " ", "\n", "\"", "'", "\\", "{", "}", "[", "]", ",", ":", "=",
                ]
            };
            signs.iter().flat_map(move |delimiter| {
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

    fn words(typed: &str) -> Vec<String> {
        typed.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn words_that_the_shell_split_are_read_together() {
        for (typed, hidden) in [
            (
                "u --resource-config {ClientId: me, ClientSecret: topsecret2}",
                "topsecret2}",
            ),
            (
                "u --resource-config { \"ClientSecret\": \"topsecret2\", \"ClientId\": \"me\"",
                "\"topsecret2\",",
            ),
            ("u --client-secret topsecret2", "topsecret2"),
            ("u --client-secret=topsecret2", "--client-secret=topsecret2"),
        ] {
            let argv = words(typed);
            let masked = mask_words(&argv);
            assert!(
                !masked[hidden].contains("topsecret2"),
                "{typed}: {masked:?}"
            );
            assert_eq!(masked["u"], "u");
        }
    }

    #[test]
    fn keys_inside_a_secret_are_hidden() {
        let mut value = Value::Dict(Dict::default());
        if let Value::Dict(dict) = &mut value {
            let inner = [("topsecret2".to_owned(), Value::from("x"))];
            let inner = Value::Dict(inner.into_iter().collect());
            dict.entries.insert("ClientSecret".to_owned(), inner);
        }
        mask_value(&mut value, false);
        let shown = crate::python::repr::repr(&value);
        assert_eq!(shown, "{'ClientSecret': {'**********': '*'}}");
    }
}
