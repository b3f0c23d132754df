//! Errors of a result that cannot be shown, in the words of the original or of Python.

use super::Class;
use crate::python::repr::repr_str;
use crate::python::value::Value;
use std::fmt;

/// A result that cannot be shown.
#[derive(Debug)]
pub enum OutputError {
    /// A format that there is not, from the environment or a profile.
    UnknownFormat(String),
    /// A pager whose words cannot be cut apart, in Python's words.
    PagerWords(&'static str),
    /// A pager that is not there.
    NoPager(String),
    /// A row of a table that is longer or shorter than those before it.
    RowLength {
        /// The number of cells of the rows before it.
        expected: usize,
        /// The number of cells of this row.
        actual: usize,
    },
    /// Something other than an object in a list that began with one, for a table: the message of
    /// Python's exception.
    NotARecord(String),
    /// The same, where Python fails only when it looks up a cell: the type.
    NoGet(&'static str),
    /// Characters that the encoding lacks, in the piece that was to be written: the message of
    /// Python's exception.
    Unencodable(String),
    /// A value without a JSON form.
    NotSerializable,
    /// A value without a YAML form: its `repr`.
    NotRepresentable(String),
    /// More headers than the section has columns.
    TooManyHeaders,
    /// Something of this Python type beside an object in a list, for text.
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

/// Python's exception when the original takes `value` for an object: it iterates over it and looks
/// each item up in it (`TableFormatter._group_scalar_keys`). `None` where that works.
fn python_type_error(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(_) => Some("string indices must be integers, not 'str'".to_owned()),
        Value::List(items) => items.iter().find_map(|item| index_error(item, items.len())),
        other => Some(format!("'{}' object is not iterable", other.class())),
    }
}

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

    /// The error of a `value` that is no object in a table of objects, if the original fails while
    /// it collects the columns.
    pub fn not_a_record(value: &Value) -> Option<OutputError> {
        python_type_error(value).map(OutputError::NotARecord)
    }
}
