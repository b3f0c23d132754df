//! Timestamps of the services and of the cache files.

use crate::error::credentials::CredentialsError;
pub(super) use crate::python::datetime::format;
use crate::python::dateutil;
pub(super) use crate::python::dateutil::DateTime;
use crate::python::value::Value;
use std::time::{SystemTime, UNIX_EPOCH};

/// The current time, in seconds since 1970.
pub(super) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|elapsed| i64::try_from(elapsed.as_secs()).ok())
        .unwrap_or_default()
}

/// Parses a timestamp by the rules of dateutil.
///
/// # Errors
/// The messages of dateutil.
pub(super) fn parse(text: &str) -> Result<DateTime, CredentialsError> {
    dateutil::parse(text, now()).map_err(CredentialsError::Python)
}

/// Parses a timestamp in a JSON document.
///
/// # Errors
/// The errors of [`parse`], and dateutil's error for a value that is not text.
pub(super) fn read(value: &Value) -> Result<DateTime, CredentialsError> {
    match value {
        Value::String(text) => parse(text),
        other => Err(CredentialsError::Python(format!(
            "Parser must be a string or character stream, not {}",
            other.class()
        ))),
    }
}

/// The number of seconds from now until `time`; negative if it is past.
///
/// # Errors
/// The errors of [`DateTime::utc`].
pub(super) fn remaining(time: DateTime) -> Result<i64, CredentialsError> {
    match time.utc() {
        Ok(seconds) => Ok(seconds.saturating_sub(now())),
        Err(message) => Err(CredentialsError::Python(message.to_owned())),
    }
}
