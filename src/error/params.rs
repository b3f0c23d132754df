//! Errors of a parameter's value, with the messages of the original, or of Python where the
//! original does not catch its exception.

use super::Class;
use crate::dialect::{Dialect, In};
use crate::python::os_error::os_error;
use crate::python::repr::repr;
use crate::python::value::Value;
use std::{fmt, io};

/// A parameter that cannot be read.
#[derive(Debug)]
pub enum ParamError {
    /// The parameter's name before what is wrong with it.
    InParameter(String, Box<ParamError>),
    /// Shorthand that does not follow its grammar.
    Syntax {
        /// The token that the grammar requires.
        expected: String,
        /// The text at that place.
        received: String,
        /// The whole text.
        input: String,
        /// Where, in characters.
        index: usize,
        /// The file that the text is from; `None` on the command line itself.
        file: Option<String>,
    },
    /// A key that stands twice on the first level of shorthand.
    DuplicateKey {
        /// The key.
        key: String,
        /// The whole text.
        input: String,
        /// Where, in characters.
        index: usize,
    },
    /// Text that is not JSON.
    InvalidJson {
        /// The parser's message.
        reason: String,
        /// Where, in characters of `received`, when it is text.
        at: Option<usize>,
        /// The text, or `repr` of the bytes.
        received: String,
        /// The file that the text is from; `None` on the command line itself.
        file: Option<String>,
    },
    /// Ctrl-C, while a value was read from a pipe or fetched.
    Interrupted,
    /// JSON that begins with `[` where an object belongs.
    NotAnObject(String),
    /// A document of this Python type.
    NotADict(&'static str),
    /// A document that is no valid JSON or YAML, as version 2 says it; the reason, which its
    /// message leaves out, is for hints.
    InvalidDocument(&'static str, Option<Box<ParamError>>),
    /// A YAML document whose aliases multiply it beyond reason. Not in the original.
    TooManyAliases,
    /// An exception of Python itself for a value, a document or a file.
    Python(String),
    /// `--cli-input-json` and `--cli-input-yaml` together.
    SeveralDocuments,
    /// A file that cannot be read.
    FileUnreadable {
        /// As typed, with its prefix.
        reference: String,
        /// Why.
        source: FileError,
    },
    /// A file whose bytes are no text in its encoding.
    FileNotText {
        /// Its path, expanded.
        path: String,
    },
    /// An address whose text cannot be fetched.
    Unretrievable {
        /// As typed.
        address: String,
        /// Why.
        reason: String,
    },
    /// Shorthand text where a number belongs.
    NotANumber(Value),
    /// A list or hash of shorthand where a number belongs.
    NumberOfWrongType(&'static str),
    /// A list or hash of shorthand where a boolean belongs.
    BooleanOfWrongType(&'static str),
    /// `fileb://` for a structure.
    BytesAsText,
    /// The same with an empty file.
    BytesWithoutText,
}

impl ParamError {
    /// Errors of the original's own; what Python itself raises has no class.
    pub(super) fn class(&self) -> Class {
        match self {
            ParamError::InParameter(..) | ParamError::SeveralDocuments => Class::ParamValidation,
            _ => Class::General,
        }
    }

    /// The error of a value that is typed as `typed`: with its file, where that names one.
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

    /// The error, with the name of the parameter it belongs to.
    ///
    /// Python's own exceptions are no fault of a parameter in the original and stay as they are.
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
                // Version 2 has a space before the input, and the caret where it was.
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

/// The input up to the end of the line with the fault, a caret under the fault, and the rest
/// (`awscli/shorthand.py`, `_error_location`).
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
        // A caret beyond the end of the text stands beyond it.
        let column = column + index.saturating_sub(input.chars().count());
        let line_end = offset + after.find('\n').unwrap_or(after.len());
        let (consumed, remaining) = input.split_at(line_end);
        // Not a width: those end at 65,535.
        write!(f, "{consumed}\n{}^{remaining}", " ".repeat(column))
    }
}

/// Why a file cannot be read, as Python's `OSError` says it.
#[derive(Debug)]
pub struct FileError {
    error: io::Error,
    /// The path, expanded.
    pub path: String,
}

impl FileError {
    /// The system's error for `path`.
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
