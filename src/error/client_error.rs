//! An error response (`botocore/exceptions.py`, `ClientError`) of the Amplify service, or of a
//! service that a credential provider calls.

use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};
use std::borrow::Cow;
use std::fmt;

/// An error response of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientError {
    /// The name of the operation, such as `UpdateBackendAuth`.
    pub operation: &'static str,
    /// `Error.Code`; not text if the response does not match the model.
    pub code: Value,
    /// `Error.Message`; not text if the response does not match the model.
    pub message: Value,
    /// The number of retries, if the request failed after the maximum number of attempts.
    pub reached_max_retries: Option<u32>,
    /// The parts that version 2 displays, as the original's parser stores them: `Code` and `Message`
    /// in its order, without a missing one, and members of the error. Empty if the parser finds no
    /// error.
    pub parts: Dict,
    /// The other parts of the response.
    pub response: ResponseFacts,
}

/// The parts of an error response other than its code and message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResponseFacts {
    /// The HTTP status.
    pub status: u16,
    /// The members that the service model defines for the error, other than code and message.
    pub members: Dict,
    /// The header `location` of a redirect.
    pub location: Option<String>,
    /// The number of seconds by which the local clock is ahead of the header `date`.
    pub clock_skew: Option<i64>,
}

impl ClientError {
    /// The code, as Python prints it.
    pub fn code_text(&self) -> Cow<'_, str> {
        text(&self.code)
    }

    /// The message, as Python prints it.
    pub fn message_text(&self) -> Cow<'_, str> {
        text(&self.message)
    }
}

fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        other => str_of(other).into(),
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, operation) = (self.code_text(), self.operation);
        write!(
            f,
            "An error occurred ({code}) when calling the {operation} operation"
        )?;
        if let Some(retries) = self.reached_max_retries {
            write!(f, " (reached max retries: {retries})")?;
        }
        write!(f, ": {}", self.message_text())
    }
}
