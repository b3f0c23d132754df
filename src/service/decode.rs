//! Conversions of bytes to text: decoding with the messages of Python, and hexadecimal digits.

use crate::python::surrogate::utf8_error;
use std::fmt::Write;

/// Decodes UTF-8 like Python's `bytes.decode('utf-8')`.
///
/// # Errors
/// The message of Python's exception.
pub fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| utf8_error(bytes, 0, &error))
}

/// Decodes like Python's `bytes.decode(encoding)`, for the encodings that HTTP servers use; all
/// others are unknown.
///
/// # Errors
/// The message of Python's exception.
pub fn decode(bytes: &[u8], encoding: &str) -> Result<String, String> {
    // `encodings.normalize_encoding`
    let name = encoding
        .to_lowercase()
        .replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    match name.trim_matches('-') {
        "utf-8" | "utf8" | "u8" => utf8(bytes).map(str::to_owned),
        "iso-8859-1" | "iso8859-1" | "latin-1" | "latin1" | "l1" => {
            Ok(bytes.iter().map(|byte| char::from(*byte)).collect())
        }
        "us-ascii" | "ascii" => match bytes.iter().position(|byte| !byte.is_ascii()) {
            Some(position) => {
                let byte = bytes.get(position).copied().unwrap_or_default();
                Err(format!(
                    "'ascii' codec can't decode byte 0x{byte:02x} in position {position}: ordinal \
                     not in range(128)"
                ))
            }
            None => utf8(bytes).map(str::to_owned),
        },
        _ => Err(format!("unknown encoding: {encoding}")),
    }
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
