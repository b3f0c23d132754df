//! Credentials, and access to the documents that contain them.

use super::expiration::{self, DateTime};
use crate::config::profiles::{Section, Setting};
use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::python::surrogate;
use crate::python::value::{Dict, Value};
use crate::service::header;
use aws_credential_types::Credentials as SdkCredentials;

/// The credentials with which a request is signed.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The access key ID.
    pub access_key: String,
    /// The secret access key.
    pub secret_key: Secret,
    /// The session token; never empty.
    pub token: Option<Secret>,
    /// The time of expiration; `None` if they do not expire.
    pub(super) expiry: Option<DateTime>,
    /// The source of the credentials, for messages.
    source: &'static str,
    /// The source of the access key, for messages.
    key_source: &'static str,
    /// The error message if a part is not a string, so that no request can be signed.
    unusable: Option<String>,
}

/// The three parts of credentials, as values of a document or a profile.
pub(super) struct Parts<'a> {
    pub access_key: &'a Value,
    pub secret_key: &'a Value,
    pub token: &'a Value,
}

impl Credentials {
    /// Credentials of `source` that do not expire. A part that is not a string is not an error
    /// here, but in [`Credentials::signable`]: the original fails when it signs.
    pub(super) fn new(source: &'static str, parts: &Parts) -> Credentials {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            _ => String::new(),
        };
        let unusable = match parts {
            Parts { token, .. } if token.is_truthy() && !is_string(token) => Some(format!(
                "'{}' object has no attribute 'split'",
                token.class()
            )),
            Parts { access_key, .. } if !is_string(access_key) => Some(format!(
                "sequence item 0: expected str instance, {} found",
                access_key.class()
            )),
            // The original signs with Python's `str` of the value.
            Parts { secret_key, .. } if !is_string(secret_key) => Some(format!(
                "The secret access key of {source} is not a string but {}",
                secret_key.class()
            )),
            _ => None,
        };
        Credentials {
            access_key: text(parts.access_key),
            secret_key: Secret::new(text(parts.secret_key)),
            token: Some(text(parts.token))
                .filter(|token| !token.is_empty())
                .map(Secret::new),
            expiry: None,
            source,
            key_source: source,
            unusable,
        }
    }

    /// Sets the source of the access key.
    pub(super) fn with_key_source(self, key_source: &'static str) -> Credentials {
        Credentials { key_source, ..self }
    }

    /// Sets the time of expiration.
    pub(super) fn expiring(self, expiry: DateTime) -> Credentials {
        Credentials {
            expiry: Some(expiry),
            ..self
        }
    }

    /// The number of seconds until they expire; `i64::MAX` if they do not.
    ///
    /// # Errors
    /// The errors of [`DateTime::utc`].
    pub fn remaining(&self) -> Result<i64, CredentialsError> {
        match self.expiry {
            Some(expiry) => expiration::remaining(expiry),
            None => Ok(i64::MAX),
        }
    }

    /// The credentials in the form in which they are sent.
    ///
    /// # Errors
    /// The credentials cannot be used to sign a request: the message of the original, without any
    /// part of a value.
    pub(super) fn signable(mut self) -> Result<Credentials, CredentialsError> {
        let source = self.source;
        let failed = CredentialsError::Python;
        let token = self.token.as_ref().map_or("", Secret::expose);
        if surrogate::check_encodable(token).is_err() {
            return Err(failed(
                "'Header' object has no attribute 'split'".to_owned(),
            ));
        }
        let secret_key = Secret::new(format!("AWS4{}", self.secret_key.expose()));
        surrogate::check_encodable(secret_key.expose())
            .map_err(|error| failed(error.to_string()))?;
        if let Some(message) = self.unusable {
            return Err(failed(message));
        }
        let before = "AWS4-HMAC-SHA256 Credential=".len();
        header::check_surrogates(&self.access_key, before).map_err(failed)?;
        if let Some(token) = &self.token {
            let source = format!("the session token of {source}");
            let token = header::sent(token.expose(), &source).map_err(CredentialsError::Python)?;
            self.token = Some(token)
                .filter(|token| !token.is_empty())
                .map(Secret::new);
        }
        let source = format!("the access key of {}", self.key_source);
        self.access_key =
            header::in_one_line(&self.access_key, &source).map_err(CredentialsError::Python)?;
        Ok(self)
    }
}

impl From<Credentials> for SdkCredentials {
    fn from(keys: Credentials) -> Self {
        let token = keys.token.map(|token| token.expose().to_owned());
        SdkCredentials::new(
            keys.access_key,
            keys.secret_key.expose(),
            token,
            None,
            "profile",
        )
    }
}

fn is_string(value: &Value) -> bool {
    matches!(value, Value::String(_))
}

/// Python's `document[name]`, with the messages of `KeyError` and `TypeError`.
pub(super) fn member<'a>(document: &'a Value, name: &str) -> Result<&'a Value, CredentialsError> {
    let text = match document {
        Value::Dict(dict) => match dict.entries.get(name) {
            Some(value) => return Ok(value),
            None => format!("'{name}'"),
        },
        Value::List(_) => "list indices must be integers or slices, not str".to_owned(),
        Value::String(_) => "string indices must be integers, not 'str'".to_owned(),
        other => format!("'{}' object is not subscriptable", other.class()),
    };
    Err(CredentialsError::Python(text))
}

/// The value of an option in a section, as a Python value.
pub(super) fn setting(section: &Section, name: &str) -> Option<Value> {
    Some(match section.get(name)? {
        Setting::Text(text) => text.as_str().into(),
        Setting::Nested(block) => Value::Dict(
            block
                .iter()
                .map(|(name, value)| (name.clone(), value.as_str().into()))
                .collect::<Dict>(),
        ),
    })
}

/// The names of the session token in a profile.
pub(super) const TOKENS: &[&str] = &["aws_security_token", "aws_session_token"];

/// The credentials in a section, with the token of the first name in `tokens` that the section has
/// (`SharedCredentialProvider`, `ConfigProvider`, `BotoProvider`).
pub(super) fn from_section(
    section: &Section,
    tokens: &[&str],
    provider: &'static str,
    source: &'static str,
) -> Result<Option<Credentials>, CredentialsError> {
    let Some(access_key) = setting(section, "aws_access_key_id") else {
        return Ok(None);
    };
    let secret_key =
        setting(section, "aws_secret_access_key").ok_or_else(|| CredentialsError::Partial {
            provider,
            missing: "aws_secret_access_key".to_owned(),
        })?;
    let token = tokens.iter().find_map(|name| setting(section, name));
    Ok(Some(Credentials::new(
        source,
        &Parts {
            access_key: &access_key,
            secret_key: &secret_key,
            token: token.as_ref().unwrap_or(&Value::Null),
        },
    )))
}
