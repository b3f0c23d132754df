//! From bytes to text as Python decodes them, with its messages.

use std::str::Utf8Error;

/// `bytes.decode('utf-8')`
///
/// # Errors
/// Python's words.
pub fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| undecodable(bytes, &error))
}

/// `bytes.decode(encoding)`, for the encodings that HTTP servers name; others are unknown here.
///
/// # Errors
/// Python's words.
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

/// Python's `UnicodeDecodeError`.
fn undecodable(bytes: &[u8], error: &Utf8Error) -> String {
    let start = error.valid_up_to();
    let byte = bytes.get(start).copied().unwrap_or_default();
    match error.error_len() {
        None => {
            let last = bytes.len().saturating_sub(1);
            if last > start {
                format!(
                    "'utf-8' codec can't decode bytes in position {start}-{last}: unexpected end \
                     of data"
                )
            } else {
                format!(
                    "'utf-8' codec can't decode byte 0x{byte:02x} in position {start}: unexpected \
                     end of data"
                )
            }
        }
        Some(length) => {
            let why = if matches!(byte, 0xc2..=0xf4) {
                "invalid continuation byte"
            } else {
                "invalid start byte"
            };
            if length > 1 {
                let last = start + length - 1;
                format!("'utf-8' codec can't decode bytes in position {start}-{last}: {why}")
            } else {
                format!("'utf-8' codec can't decode byte 0x{byte:02x} in position {start}: {why}")
            }
        }
    }
}
