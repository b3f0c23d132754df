//! An error that a service answered (`botocore/exceptions.py`, `ClientError`): the Amplify
//! service, or one that a credential provider calls.

use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};
use std::borrow::Cow;
use std::fmt;

/// The error of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientError {
    /// The operation's name.
    pub operation: &'static str,
    /// `Error.Code`, text if the service keeps to its model.
    pub code: Value,
    /// `Error.Message`, likewise.
    pub message: Value,
    /// How often the request was sent again, when that was as often as allowed.
    pub reached_max_retries: Option<u32>,
    /// The rest of the response.
    pub response: ResponseFacts,
}

/// An error response besides its code and message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResponseFacts {
    /// The HTTP status.
    pub status: u16,
    /// The members that the model gives the error, besides code and message.
    pub members: Dict,
    /// The header `location` of a redirect.
    pub location: Option<String>,
    /// By how many seconds this machine's clock is ahead of the header `date`.
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
