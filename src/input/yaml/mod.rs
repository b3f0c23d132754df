//! `--cli-input-yaml`: YAML as the pure safe loader of ruamel.yaml reads it, to the same values and
//! the same refusals.
//!
//! Bytes become text here, text becomes tokens in `scanner`, tokens a graph of nodes in `compose`,
//! nodes values in `construct`. A value is shared by all its aliases until [`share`] writes it out.

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

/// Why there is no value.
#[derive(Clone, Debug, PartialEq)]
pub enum YamlError {
    /// The document is no YAML, or holds what may not be loaded; the original says no more.
    Invalid,
    /// Python's message for a value, such as a month beyond 12. May be empty.
    Python(String),
    /// Aliases or merge keys multiply the document beyond reason.
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

/// How many merge keys may lead to one another: Python's recursion limit.
const MAX_NESTED_MERGES: usize = 950;

/// Reads text, as of the command line or of `file://`. No text is `null`.
///
/// # Errors
/// Documents that the original rejects, and those whose aliases would exhaust the memory.
pub fn parse_text(text: &str) -> Result<Value, YamlError> {
    if !text.chars().all(is_printable) {
        return Err(YamlError::Invalid);
    }
    let graph = compose::compose(text)?;
    match construct::construct(graph)? {
        Some(objects) => share::write_out(&objects),
        None => Ok(Value::Null),
    }
}

/// Reads bytes, as of `fileb://`: UTF-8, or UTF-16 with a byte order mark.
///
/// # Errors
/// As [`parse_text`], and bytes that are no text.
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
