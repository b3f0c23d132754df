//! Errors of parameter values, with the messages of the original, or of Python for exceptions that
//! the original does not catch.

use super::Class;
use crate::dialect::{Dialect, In};
use crate::python::os_error::os_error;
use crate::python::repr::repr;
use crate::python::value::Value;
use std::{fmt, io};

/// A parameter value that cannot be loaded or parsed.
#[derive(Debug)]
pub enum ParamError {
    /// An error, with the name of the parameter to which it belongs.
    InParameter(String, Box<ParamError>),
    /// Shorthand syntax that does not match the grammar.
    Syntax {
        /// The token that the grammar requires.
        expected: String,
        /// The text found instead.
        received: String,
        /// The whole text.
        input: String,
        /// The position, in characters.
        index: usize,
        /// The file from which the text was loaded; `None` for text on the command line.
        file: Option<String>,
    },
    /// A key that occurs twice on the first level of shorthand syntax.
    DuplicateKey {
        /// The key.
        key: String,
        /// The whole text.
        input: String,
        /// The position, in characters.
        index: usize,
    },
    /// Text that is not JSON.
    InvalidJson {
        /// The parser's message.
        reason: String,
        /// The position, in characters of `received`; `None` if `received` is a `repr` of bytes.
        at: Option<usize>,
        /// The text, or the `repr` of the bytes.
        received: String,
        /// The file from which the text was loaded; `None` for text on the command line.
        file: Option<String>,
    },
    /// Ctrl-C while a value was read from a pipe or fetched.
    Interrupted,
    /// JSON that begins with `[` where an object is required.
    NotAnObject(String),
    /// An input document that is no object but a value of this Python type.
    NotADict(&'static str),
    /// An input document that is not valid in this format (`JSON` or `YAML`), for version 2. The
    /// reason is not part of the message; hints use it.
    InvalidDocument(&'static str, Option<Box<ParamError>>),
    /// A YAML document whose aliases expand to too many values. Not in the original.
    TooManyAliases,
    /// A Python exception that the original does not catch, for a value, a document or a file; its
    /// message.
    Python(String),
    /// `--cli-input-json` and `--cli-input-yaml` together.
    SeveralDocuments,
    /// A file that cannot be read.
    FileUnreadable {
        /// The value as typed, including the prefix.
        reference: String,
        /// The reason.
        source: FileError,
    },
    /// A file that cannot be decoded in its encoding.
    FileNotText {
        /// The path, with `~` and variables expanded.
        path: String,
    },
    /// A URL that cannot be fetched.
    Unretrievable {
        /// The URL as typed.
        address: String,
        /// The reason.
        reason: String,
    },
    /// A string in shorthand syntax where a number is required.
    NotANumber(Value),
    /// A list or hash in shorthand syntax where a number is required; its Python type.
    NumberOfWrongType(&'static str),
    /// A list or hash in shorthand syntax where a boolean is required; its Python type.
    BooleanOfWrongType(&'static str),
    /// The bytes of a `fileb://` file where a structure is required.
    BytesAsText,
    /// The same for an empty file.
    BytesWithoutText,
}

impl ParamError {
    /// The class. Exceptions of Python itself have none of their own.
    pub(super) fn class(&self) -> Class {
        match self {
            ParamError::InParameter(..) | ParamError::SeveralDocuments => Class::ParamValidation,
            _ => Class::General,
        }
    }

    /// Adds the file to the error of the value `typed`, if the value is a `file://` or `fileb://`
    /// URI.
    pub fn loaded_from(mut self, typed: &str) -> ParamError {
        let reference = typed.strip_prefix("file://");
        if let Some(path) = reference.or_else(|| typed.strip_prefix("fileb://")) {
            self.set_file(path);
        }
        self
    }

    fn set_file(&mut self, path: &str) {
        match self {
            ParamError::InParameter(_, error) | ParamError::InvalidDocument(_, Some(error)) => {
                error.set_file(path);
            }
            ParamError::Syntax { file, .. } | ParamError::InvalidJson { file, .. } => {
                *file = Some(path.to_owned());
            }
            _ => {}
        }
    }

    /// Adds the name of the parameter to which the error belongs.
    ///
    /// Exceptions of Python itself stay as they are: the original does not catch them there.
    pub fn of(self, parameter: impl Into<String>) -> ParamError {
        match self {
            ParamError::Interrupted | ParamError::Python(_) => self,
            error => ParamError::InParameter(parameter.into(), Box::new(error)),
        }
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        In(self, Dialect::V1).fmt(f)
    }
}

impl fmt::Display for In<'_, ParamError> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let In(error, dialect) = *self;
        match error {
            ParamError::InParameter(parameter, error) => {
                let error = In(error.as_ref(), dialect);
                write!(f, "Error parsing parameter '{parameter}': {error}")
            }
            ParamError::Syntax {
                expected,
                received,
                input,
                index,
                ..
            } => {
                // Version 2 inserts a space before the input but leaves the caret in its column.
                let space = match dialect {
                    Dialect::V1 => "",
                    Dialect::V2 => " ",
                };
                write!(
                    f,
                    "Expected: '{expected}', received: '{received}' for input:\n{space}{}",
                    Location(input, *index)
                )
            }
            ParamError::DuplicateKey { key, input, index } => write!(
                f,
                "Second instance of key \"{key}\" encountered for input:\n{}\n\
                 This is often because there is a preceding \",\" instead of a space.",
                Location(input, *index)
            ),
            ParamError::InvalidJson {
                reason, received, ..
            } => {
                write!(f, "Invalid JSON: {reason}\nJSON received: {received}")
            }
            ParamError::Interrupted => Ok(()),
            ParamError::NotAnObject(text) => write!(f, "Invalid JSON:\n{text}"),
            ParamError::NotADict(class) => match dialect {
                Dialect::V1 => write!(f, "'{class}' object has no attribute 'keys'"),
                Dialect::V2 => {
                    write!(f, "Invalid type: expecting map, received <class '{class}'>")
                }
            },
            ParamError::InvalidDocument(format, _) => write!(f, "Invalid {format} received."),
            ParamError::TooManyAliases => {
                f.write_str("The aliases of the YAML document make it too large.")
            }
            ParamError::Python(message) => f.write_str(message),
            ParamError::SeveralDocuments => {
                f.write_str("Only one --cli-input- parameter may be specified.")
            }
            ParamError::FileUnreadable { reference, source } => {
                write!(f, "Unable to load paramfile {reference}: {source}")
            }
            ParamError::FileNotText { path } => write!(
                f,
                "Unable to load paramfile ({path}), text contents could not be decoded.  If this \
                 is a binary file, please use the fileb:// prefix instead of the file:// prefix."
            ),
            ParamError::Unretrievable { address, reason } => {
                write!(f, "Unable to retrieve {address}: {reason}")
            }
            ParamError::NotANumber(value) => {
                write!(f, "could not convert string to float: {}", repr(value))
            }
            ParamError::NumberOfWrongType(class) => write!(
                f,
                "float() argument must be a string or a real number, not '{class}'"
            ),
            ParamError::BooleanOfWrongType(class) => {
                write!(f, "'{class}' object has no attribute 'lower'")
            }
            ParamError::BytesAsText => {
                f.write_str("'in <string>' requires string as left operand, not int")
            }
            ParamError::BytesWithoutText => {
                f.write_str("a bytes-like object is required, not 'str'")
            }
        }
    }
}

/// The input up to the end of the line with the error, a caret below the error, and the rest of the
/// input (`awscli/shorthand.py`, `_error_location`). The second field is the position of the error,
/// in characters.
struct Location<'a>(&'a str, usize);

impl fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Location(input, index) = *self;
        let offset = input
            .char_indices()
            .nth(index)
            .map_or(input.len(), |(offset, _)| offset);
        let (before, after) = input.split_at(offset);
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count();
        // An index beyond the end of the text puts the caret beyond its end.
        let column = column + index.saturating_sub(input.chars().count());
        let line_end = offset + after.find('\n').unwrap_or(after.len());
        let (consumed, remaining) = input.split_at(line_end);
        // Not a width in the format string: the maximum width is 65,535.
        write!(f, "{consumed}\n{}^{remaining}", " ".repeat(column))
    }
}

/// An error of the operating system for a file, displayed like Python's `OSError`.
#[derive(Debug)]
pub struct FileError {
    error: io::Error,
    /// The path, with `~` and variables expanded.
    pub path: String,
}

impl FileError {
    /// Wraps the system's error for `path`.
    pub fn new(error: io::Error, path: &str) -> FileError {
        let path = path.to_owned();
        FileError { error, path }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&os_error(&self.error, Some(&self.path)))
    }
}
