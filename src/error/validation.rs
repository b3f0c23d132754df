//! Validation errors of parsed parameters (`botocore/validate.py`, `_format_error`).

use crate::model::Structure;
use crate::python::repr::str_of;
use crate::python::value::{Value, decode_key};
use std::fmt;

/// The validation errors, in the order in which they were found.
#[derive(Debug)]
pub struct ValidationErrors(pub Vec<ValidationError>);

/// A validation error.
#[derive(Debug)]
pub enum ValidationError {
    /// A required member is not there: where, and which.
    Missing(String, &'static str),
    /// A member that the structure does not have: where, which, and what it has.
    Unknown(String, String, &'static Structure),
    /// A value of the wrong type.
    WrongType {
        /// The path to it.
        name: String,
        /// The value.
        value: Value,
        /// The name of its type, as Python shows it.
        class: &'static str,
        /// The types that are valid, as Python shows them.
        valid_types: &'static str,
    },
    /// An empty part of the path; the original would send it.
    Empty(&'static str),
    /// A part of the path that means this folder or the one above; the original would send it.
    DotSegment(&'static str, String),
}

impl fmt::Display for ValidationErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parameter validation failed:")?;
        for finding in &self.0 {
            write!(f, "\n{finding}")?;
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
