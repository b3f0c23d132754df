//! Errors of a response that cannot be formatted, with the messages of the original or of Python.

use super::Class;
use crate::python::repr::repr_str;
use crate::python::value::Value;
use std::fmt;

/// A response that cannot be formatted.
#[derive(Debug)]
pub enum OutputError {
    /// An unknown output format in the environment or a profile.
    UnknownFormat(String),
    /// A pager command that cannot be split into words; the message is Python's.
    PagerWords(&'static str),
    /// A pager whose program does not exist.
    NoPager(String),
    /// A row of a table with more or fewer cells than the rows before it.
    RowLength {
        /// The number of cells in the rows before it.
        expected: usize,
        /// The number of cells in the row.
        actual: usize,
    },
    /// For a table: a value that is no object in a list whose first item is one. The text is the
    /// message of Python's exception.
    NotARecord(String),
    /// The same if Python fails later, when it looks up a cell; the Python type of the value.
    NoGet(&'static str),
    /// Characters that the encoding of stdout lacks; the text is the message of Python's exception.
    Unencodable(String),
    /// A value without a JSON form.
    NotSerializable,
    /// A value without a YAML form: its `repr`.
    NotRepresentable(String),
    /// A section of a table with more headers than columns.
    TooManyHeaders,
    /// For text: a value of this Python type in a list whose first item is an object.
    NoItems(&'static str),
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::PagerWords(message) => f.write_str(message),
            OutputError::NoPager(program) => write!(
                f,
                "Unable to redirect output to pager. Received the following error when opening \
                 pager:\n[Errno 2] No such file or directory: {}\n\nLearn more about configuring \
                 the output pager by running \"aws help config-vars\".",
                repr_str(program)
            ),
            OutputError::UnknownFormat(name) => write!(f, "Unknown output type: {name}"),
            OutputError::RowLength { expected, actual } => write!(
                f,
                "Row should have {expected} elements, instead it has {actual}"
            ),
            OutputError::NoItems(class) => {
                write!(f, "'{class}' object has no attribute 'items'")
            }
            OutputError::Unencodable(error) => f.write_str(error),
            // `awscli/utils.py: json_encoder`
            OutputError::NotSerializable => {
                f.write_str("Encountered unrecognized type in JSON encoder.")
            }
            // `ruamel/yaml/representer.py: SafeRepresenter.represent_undefined`
            OutputError::NotRepresentable(repr) => {
                write!(f, "cannot represent an object: {repr}")
            }
            OutputError::NotARecord(text) => f.write_str(text),
            OutputError::NoGet(class) => write!(f, "'{class}' object has no attribute 'get'"),
            OutputError::TooManyHeaders => f.write_str("list index out of range"),
        }
    }
}

/// The message of Python's exception when the original treats `value` as an object: it iterates
/// over the value and looks up each item in it (`TableFormatter._group_scalar_keys`). `None` if
/// that raises no exception.
fn python_type_error(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(_) => Some("string indices must be integers, not 'str'".to_owned()),
        Value::List(items) => items.iter().find_map(|item| index_error(item, items.len())),
        other => Some(format!("'{}' object is not iterable", other.class())),
    }
}

/// The message of `IndexError` or `TypeError` for `list[item]`; `None` if that raises no exception.
fn index_error(item: &Value, length: usize) -> Option<String> {
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
    pub(super) fn class(&self) -> Class {
        match self {
            OutputError::NoPager(_) => Class::Pager,
            _ => Class::General,
        }
    }

    /// The error for a `value` that is no object in a table of objects, if the original fails while
    /// it collects the columns.
    pub fn not_a_record(value: &Value) -> Option<OutputError> {
        python_type_error(value).map(OutputError::NotARecord)
    }
}
