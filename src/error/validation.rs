//! Validation errors of parsed parameters (`botocore/validate.py`, `_format_error`).

use crate::model::Structure;
use crate::python::repr::str_of;
use crate::python::value::{Value, decode_key};
use std::fmt;

/// The validation errors, in the order in which they were found.
#[derive(Debug)]
pub struct ValidationErrors(pub Vec<ValidationError>);

/// A value that does not match the service model.
#[derive(Debug)]
pub enum ValidationError {
    /// A required member is missing: the path of its structure, and its name.
    Missing(String, &'static str),
    /// A member that the structure does not define: the path, the name, and the structure.
    Unknown(String, String, &'static Structure),
    /// A value of the wrong type.
    WrongType {
        /// The path of the value.
        name: String,
        /// The value.
        value: Value,
        /// The name of the value's Python type.
        class: &'static str,
        /// The valid types, as Python shows them.
        valid_types: &'static str,
    },
    /// An empty value for a segment of the URL path, which the original would send.
    Empty(&'static str),
    /// `.` or `..` as a segment of the URL path, which the original would send: parameter and
    /// value.
    DotSegment(&'static str, String),
}

impl fmt::Display for ValidationErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parameter validation failed:")?;
        for error in &self.0 {
            write!(f, "\n{error}")?;
        }
        Ok(())
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValidationError::Missing(name, member) => {
                write!(f, "Missing required parameter in {name}: \"{member}\"")
            }
            ValidationError::Unknown(name, member, structure) => {
                let member = decode_key(member).map_or(member.as_str(), |(text, _)| text);
                let valid: Vec<&str> = structure.members.iter().map(|member| member.name).collect();
                write!(
                    f,
                    "Unknown parameter in {name}: \"{member}\", must be one of: {}",
                    valid.join(", ")
                )
            }
            ValidationError::WrongType {
                name,
                value,
                class,
                valid_types,
            } => write!(
                f,
                "Invalid type for parameter {name}, value: {}, type: <class '{class}'>, valid \
                 types: {valid_types}",
                str_of(value)
            ),
            ValidationError::Empty(name) => write!(
                f,
                "Invalid length for parameter {name}, value: 0, valid min length: 1"
            ),
            ValidationError::DotSegment(name, value) => write!(
                f,
                "Invalid value for parameter {name}, value: {value}, a path segment cannot be . or .."
            ),
        }
    }
}
