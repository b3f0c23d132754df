//! `--cli-input-yaml`: YAML as parsed by ruamel.yaml's pure safe loader, with the same values and
//! the same errors.
//!
//! This module decodes the bytes, `scanner` produces tokens, `compose` a graph of nodes, and
//! `construct` values. Aliases share a value until [`share`] copies it.

mod compose;
mod construct;
mod cursor;
mod number;
mod properties;
mod scalar;
mod scalars;
mod scanner;
mod share;

use crate::python::surrogate;
use crate::python::value::Value;
use std::borrow::Cow;
use std::fmt;

/// An error in a YAML document.
#[derive(Clone, Debug, PartialEq)]
pub enum YamlError {
    /// The document is not valid YAML, or contains a value that a safe loader rejects. The original
    /// gives no details.
    Invalid,
    /// Python's message for an invalid value, such as month 13. May be empty.
    Python(String),
    /// Aliases or merge keys multiply the document beyond the limit.
    TooLarge,
}

impl YamlError {
    fn too_deep() -> Self {
        YamlError::Python("maximum recursion depth exceeded".to_owned())
    }
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            YamlError::Invalid => f.write_str("Invalid YAML received."),
            YamlError::Python(message) => f.write_str(message),
            YamlError::TooLarge => {
                f.write_str("The aliases of the YAML document make it too large.")
            }
        }
    }
}

impl std::error::Error for YamlError {}

/// The maximum length of a chain of merge keys: Python's recursion limit.
const MAX_NESTED_MERGES: usize = 950;

/// Parses text, from the command line or `file://`. Empty text is `null`.
///
/// # Errors
/// Documents that the original rejects, and documents whose aliases would exhaust the memory.
pub fn parse_text(text: &str) -> Result<Value, YamlError> {
    if !text.chars().all(is_printable) {
        return Err(YamlError::Invalid);
    }
    let graph = compose::compose(text)?;
    match construct::construct(graph)? {
        Some(objects) => share::expand(&objects),
        None => Ok(Value::Null),
    }
}

/// Parses bytes, from `fileb://`: UTF-8, or UTF-16 with a byte order mark.
///
/// # Errors
/// Those of [`parse_text`], and bytes that are not valid in the encoding.
pub fn parse_bytes(bytes: &[u8]) -> Result<Value, YamlError> {
    parse_text(&decode(bytes).ok_or(YamlError::Invalid)?)
}

/// `ruamel/yaml/reader.py: determine_encoding`
fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let unit = match bytes.get(..2) {
        Some([0xff, 0xfe]) => u16::from_le_bytes,
        Some([0xfe, 0xff]) => u16::from_be_bytes,
        _ => return std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let text = text.collect::<Result<String, _>>().ok()?;
    rest.is_empty().then_some(Cow::Owned(text))
}

/// `ruamel/yaml/reader.py: NON_PRINTABLE`
fn is_printable(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' => true,
        '\u{10000}'.. => surrogate::decode_surrogate(c).is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
