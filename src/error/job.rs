//! What keeps an update from its end: this program's own messages, in the words of the original's
//! where there are any.

use std::fmt;

/// An update that cannot be prepared, or whose job does not end well.
#[derive(Debug)]
pub enum JobError {
    /// `get-backend-auth` answered without a configuration; the answer's `Error`, if it has one.
    NoConfig(Option<String>),
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobError::NoConfig(None) => f.write_str("The service returned no ResourceConfig"),
            JobError::NoConfig(Some(error)) => {
                write!(f, "The service returned no ResourceConfig: {error}")
            }
        }
    }
}
