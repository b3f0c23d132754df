//! Why a result cannot be shown, in the original's words or, where it stumbles, in Python's.

use crate::python::value::Value;
use std::fmt;

/// A result that cannot be shown.
#[derive(Debug)]
pub enum OutputError {
    /// A format that there is not, from the environment or a profile.
    UnknownFormat(String),
    /// A row of a table that is longer or shorter than those before it.
    RowLength {
        /// How many cells the rows have.
        expected: usize,
        /// How many this one has.
        actual: usize,
    },
    /// Something other than an object in a list that began with one, for a table: what Python
    /// says of it.
    NotARecord(String),
    /// The same, where Python notices only when it wants a cell of it: its type.
    NoGet(&'static str),
    /// Lone surrogates, which have no bytes.
    Unencodable {
        /// The first one.
        unit: u32,
        /// Where it stands in the piece that was to be written, in characters.
        position: usize,
        /// How many follow it at once.
        further: usize,
    },
    /// A value without a JSON form.
    NotSerializable,
    /// More headers than the section has columns.
    TooManyHeaders,
    /// Something of this Python type beside an object in a list, for text.
    NoItems(&'static str),
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::UnknownFormat(name) => write!(f, "Unknown output type: {name}"),
            OutputError::RowLength { expected, actual } => write!(
                f,
                "Row should have {expected} elements, instead it has {actual}"
            ),
            OutputError::NoItems(class) => {
                write!(f, "'{class}' object has no attribute 'items'")
            }
            OutputError::Unencodable {
                unit,
                position,
                further: 0,
            } => write!(
                f,
                "'utf-8' codec can't encode character '\\u{unit:04x}' in position {position}: \
                 surrogates not allowed"
            ),
            OutputError::Unencodable {
                position, further, ..
            } => write!(
                f,
                "'utf-8' codec can't encode characters in position {position}-{}: surrogates not \
                 allowed",
                position + further
            ),
            // `awscli/utils.py: json_encoder`
            OutputError::NotSerializable => {
                f.write_str("Encountered unrecognized type in JSON encoder.")
            }
            OutputError::NotARecord(text) => f.write_str(text),
            OutputError::NoGet(class) => write!(f, "'{class}' object has no attribute 'get'"),
            OutputError::TooManyHeaders => f.write_str("list index out of range"),
        }
    }
}

/// What Python says when the original takes `value` for an object: it iterates over it and looks
/// each item up in it (`TableFormatter._group_scalar_keys`). `None` where that happens to work.
fn python_type_error(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(_) => Some("string indices must be integers, not 'str'".to_owned()),
        Value::List(items) => items
            .iter()
            .find_map(|item| stumble_in_list(item, items.len())),
        other => Some(format!("'{}' object is not iterable", other.class())),
    }
}

fn stumble_in_list(item: &Value, length: usize) -> Option<String> {
    let index = match item {
        Value::Bool(value) => i64::from(*value),
        Value::Int(value) => match i64::try_from(value) {
            Ok(index) => index,
            Err(_) => return Some("cannot fit 'int' into an index-sized integer".to_owned()),
        },
        other => {
            let class = other.class();
            return Some(format!(
                "list indices must be integers or slices, not {class}"
            ));
        }
    };
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let in_range = (-length..length).contains(&index);
    (!in_range).then(|| "list index out of range".to_owned())
}

impl OutputError {
    /// What `value`, which is no object, does to a table of objects at once; `None` if its turn
    /// comes later.
    pub fn not_a_record(value: &Value) -> Option<OutputError> {
        python_type_error(value).map(OutputError::NotARecord)
    }
}
