//! Credentials, and the typed reading of documents that hold some.

use super::expiration::{self, DateTime};
use crate::config::profiles::{Section, Setting};
use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::python::surrogate;
use crate::python::value::{Dict, Value};
use crate::service::header;
use aws_credential_types::Credentials as SdkCredentials;

/// The keys that a request is signed with.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The access key's id.
    pub access_key: String,
    /// The secret access key.
    pub secret_key: Secret,
    /// The session token; never empty.
    pub token: Option<Secret>,
    /// When they expire; `None` is never.
    pub(super) expiry: Option<DateTime>,
    /// Where they come from, for messages.
    source: &'static str,
    /// The same of the access key.
    key_source: &'static str,
    /// Why no request can be signed with them: a part is no string.
    unusable: Option<String>,
}

/// The three parts as a document or a profile holds them.
pub(super) struct Parts<'a> {
    pub access_key: &'a Value,
    pub secret_key: &'a Value,
    pub token: &'a Value,
}

impl Credentials {
    /// Credentials of `source` that never expire. What is no string becomes no key: the original
    /// fails when it signs with it, and so does [`Credentials::signable`].
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
            // The original signs with Python's text for it.
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

    /// The same, with an access key from there.
    pub(super) fn with_key_source(self, key_source: &'static str) -> Credentials {
        Credentials { key_source, ..self }
    }

    /// The same, until then.
    pub(super) fn expiring(self, expiry: DateTime) -> Credentials {
        Credentials {
            expiry: Some(expiry),
            ..self
        }
    }

    /// Seconds until they expire.
    ///
    /// # Errors
    /// As [`DateTime::utc`].
    pub fn remaining(&self) -> Result<i64, CredentialsError> {
        match self.expiry {
            Some(expiry) => expiration::remaining(expiry),
            None => Ok(i64::MAX),
        }
    }

    /// The credentials in the form in which they are sent, if a request can be signed with them.
    ///
    /// # Errors
    /// The message of the original where it signs or sends, without any part of a value.
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

/// `document[name]`; a `KeyError` when it is not there, a `TypeError` when nothing can be.
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

/// A value of a section as Python holds it.
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

/// Keys in a section (`SharedCredentialProvider`, `ConfigProvider`, `BotoProvider`).
pub(super) fn from_section(
    section: &Section,
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
    let token = ["aws_security_token", "aws_session_token"]
        .iter()
        .find_map(|name| setting(section, name));
    Ok(Some(Credentials::new(
        source,
        &Parts {
            access_key: &access_key,
            secret_key: &secret_key,
            token: token.as_ref().unwrap_or(&Value::Null),
        },
    )))
}
