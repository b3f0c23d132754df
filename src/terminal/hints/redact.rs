//! Redacts secrets in messages that quote the input: on a terminal every character of a secret is
//! shown as `*`, so that carets and columns stay correct.

mod scan;

pub(super) use scan::mask_text;

use super::HintContext;
use crate::error::{
    CredentialsError, Error, GlobalError, ParamError, ServiceError, SettingsError, UsageError,
    ValidationError,
};
use crate::log::redact::{self, MASK};
use crate::python::value::{Dict, Value};
use scan::{hidden, is_key_material, is_secret, stars};
use std::collections::HashMap;

/// Redacts secrets in the texts that an error quotes.
pub fn mask(error: &mut Error, context: &HintContext<'_>) {
    match error {
        Error::Usage(error) => mask_usage(error, &context.argv),
        Error::Param(error) => mask_param(error),
        Error::Validation(errors) | Error::Serialization(errors) => {
            errors.0.iter_mut().for_each(mask_validation_error)
        }
        Error::Credentials(error) | Error::Service(ServiceError::Credentials(error)) => {
            mask_credentials(error);
        }
        Error::Service(ServiceError::Transport(error)) => mask_url(&mut error.url),
        Error::Global(GlobalError::NoScheme(url))
        | Error::Settings(SettingsError::InvalidEndpoint(url)) => mask_url(url),
        // An unescaped password may contain the characters that end the authority.
        Error::Settings(SettingsError::InvalidPort(port)) => *port = stars(port),
        _ => {}
    }
}

fn mask_url(url: &mut String) {
    *url = redact::url(url);
}

/// Redacts the registered secrets of the run in a message, in all their encodings, and the
/// passwords of URLs.
pub fn mask_message(text: &str, context: &HintContext<'_>) -> String {
    redact::urls_within(&context.logger.redact(text))
}

fn mask_usage(error: &mut UsageError, argv: &[String]) {
    let masked = mask_words(argv);
    let mask = |word: &mut String| {
        if is_flag(word) && !follows_secret(word, argv) {
            return;
        }
        *word = match masked.get(word.as_str()) {
            Some(masked) => masked.clone(),
            None => mask_text(word),
        }
    };
    match error {
        UsageError::UnknownOptions(words) => {
            // Where the shell split a key into words, the short words belong to the key too.
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

/// Whether the word may be an option, whose name helps to find the mistake.
fn is_flag(word: &str) -> bool {
    let name = word.strip_prefix("--").unwrap_or_default();
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        && !name.starts_with('-')
}

/// Whether the word follows an option whose value is a secret.
fn follows_secret(word: &str, argv: &[String]) -> bool {
    let mut pairs = argv.iter().zip(argv.iter().skip(1));
    pairs.any(|(option, value)| value == word && is_flag(option) && is_secret(option))
}

/// The words of the command line with secrets redacted. They are processed as one text in the order
/// in which they were typed, because the shell may have split a value: the name that marks a word
/// as a secret may be in another word.
fn mask_words(argv: &[String]) -> HashMap<&str, String> {
    let mut masked: Vec<char> = mask_text(&argv.join(" ")).chars().rev().collect();
    let mut words = HashMap::new();
    for word in argv {
        let length = word.chars().count();
        let start = masked.len().saturating_sub(length);
        let shown: String = masked.drain(start..).rev().collect();
        masked.pop();
        // A word that is a secret at one position is redacted at every position.
        if shown != *word || !words.contains_key(word.as_str()) {
            words.insert(word.as_str(), shown);
        }
    }
    words
}

/// Redacts each word of a message.
fn mask_words_of(message: &mut String) {
    let words = mask_text(message);
    let words = words.split_inclusive(char::is_whitespace);
    *message = words
        .map(|word| match is_key_material(word.trim()) {
            true => stars(word),
            false => word.to_owned(),
        })
        .collect();
}

/// Redacts texts of other programs and services about credentials, whose format is unknown.
fn mask_credentials(error: &mut CredentialsError) {
    match error {
        // The response most likely contains the credentials.
        CredentialsError::Transport(error) => mask_url(&mut error.url),
        CredentialsError::InvalidXml { body, .. } => MASK.clone_into(body),
        CredentialsError::ClientError(error) => {
            let mut message = error.message_text().into_owned();
            mask_words_of(&mut message);
            error.message = message.into();
        }
        CredentialsError::Retrieval { message, .. }
        | CredentialsError::Metadata(message)
        | CredentialsError::Python(message) => mask_words_of(message),
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
            // The text is one character, or a description such as the end of the input.
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

fn mask_validation_error(error: &mut ValidationError) {
    if let ValidationError::WrongType { name, value, .. } = error {
        let last = name.rsplit('.').next().unwrap_or_default();
        let last = last.split('[').next().unwrap_or_default();
        mask_value(value, is_secret(last));
    }
}

/// Redacts the whole value if it is secret, else the secret members in it.
fn mask_value(value: &mut Value, secret: bool) {
    match value {
        Value::List(items) => items.iter_mut().for_each(|item| mask_value(item, secret)),
        Value::Dict(Dict { entries, .. }) => {
            **entries = std::mem::take(&mut **entries)
                .into_iter()
                .map(|(key, mut value)| {
                    mask_value(&mut value, secret || is_secret(&key));
                    // Where a secret is expected, the whole value is secret, keys included.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn words(typed: &str) -> Vec<String> {
        typed.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn words_split_by_the_shell_are_redacted_as_one_text() {
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
    fn keys_inside_a_secret_are_redacted() {
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
