//! An error that a service answered (`botocore/exceptions.py`, `ClientError`): the Amplify
//! service, or one that a credential provider calls.

use crate::python::value::Dict;
use std::fmt;

/// The error of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientError {
    /// The operation's name.
    pub operation: &'static str,
    /// `Error.Code`, as Python prints it.
    pub code: String,
    /// `Error.Message`, as Python prints it.
    pub message: String,
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

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ClientError {
            operation, code, ..
        } = self;
        write!(
            f,
            "An error occurred ({code}) when calling the {operation} operation"
        )?;
        if let Some(retries) = self.reached_max_retries {
            write!(f, " (reached max retries: {retries})")?;
        }
        write!(f, ": {}", self.message)
    }
}
