//! Conversions of bytes to text: decoding with the messages of Python, and hexadecimal digits.

use crate::python::codec::{ByteOrder, Codec, MARK_8, decode_error};
use crate::python::surrogate::utf8_error;
use std::fmt::Write;

/// Decodes UTF-8 like Python's `bytes.decode('utf-8')`.
///
/// # Errors
/// The message of Python's exception.
pub fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| utf8_error(bytes, 0, &error))
}

/// Decodes like Python's `bytes.decode(encoding)`.
///
/// # Errors
/// The message of Python's exception; one of our own for invalid UTF-16 and UTF-32.
pub fn decode(bytes: &[u8], encoding: &str) -> Result<String, String> {
    // Python looks no encoding up for an empty text.
    if bytes.is_empty() {
        return Ok(String::new());
    }
    let has_mark = || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let codec = match Codec::named(encoding) {
        Ok(Codec::Utf8) => return utf8(bytes).map(str::to_owned),
        Ok(Codec::Utf8Sig) => {
            return utf8(bytes.strip_prefix(MARK_8).unwrap_or(bytes)).map(str::to_owned);
        }
        // The byte order of the machine; a file would need a mark.
        Ok(Codec::Utf16(None)) if !has_mark() => Codec::Utf16(Some(ByteOrder::Little)),
        Ok(codec) => codec,
        Err(error) => return Err(error.message(encoding, "decode")),
    };
    codec
        .decode(bytes.to_vec())
        .map_err(|error| decode_error(codec, bytes).unwrap_or_else(|| error.to_string()))
}

/// Bytes in lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}
