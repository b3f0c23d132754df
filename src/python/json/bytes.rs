//! `json.loads` of bytes: the encoding is detected, and lone surrogates are accepted
//! (`json/__init__.py`, `detect_encoding`, with the error handler `surrogatepass`).

use crate::python::surrogate::{decode_units, encode_surrogate, utf8_error};
use std::borrow::Cow;

/// The encodings of Unicode, by the size of a unit.
#[derive(Clone, Copy)]
enum Encoding {
    /// UTF-8
    Utf8,
    /// UTF-16; whether the most significant byte comes first.
    Utf16(bool),
    /// UTF-32, likewise.
    Utf32(bool),
}

/// Decodes the bytes as UTF-8, UTF-16 or UTF-32, with or without a byte order mark.
///
/// # Errors
/// `str(UnicodeDecodeError)` for bytes that are invalid in the detected encoding.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let (encoding, mark) = detect(bytes);
    let text = bytes.get(mark..).unwrap_or_default();
    match encoding {
        // The codec of a marked UTF-8 text counts positions from the mark's end, the others from
        // its start.
        Encoding::Utf8 => utf8(text),
        Encoding::Utf16(big) => utf16(text, mark, big).map(Cow::Owned),
        Encoding::Utf32(big) => utf32(text, mark, big).map(Cow::Owned),
    }
}

/// The encoding, and the length of the byte order mark.
fn detect(bytes: &[u8]) -> (Encoding, usize) {
    match bytes {
        [0, 0, 0xfe, 0xff, ..] => (Encoding::Utf32(true), 4),
        [0xff, 0xfe, 0, 0, ..] => (Encoding::Utf32(false), 4),
        [0xfe, 0xff, ..] => (Encoding::Utf16(true), 2),
        [0xff, 0xfe, ..] => (Encoding::Utf16(false), 2),
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
        [0, 0, _, _, ..] => (Encoding::Utf32(true), 0),
        [0, _, _, _, ..] | [0, _] => (Encoding::Utf16(true), 0),
        [_, 0, 0, 0, ..] => (Encoding::Utf32(false), 0),
        [_, 0, _, _, ..] | [_, 0] => (Encoding::Utf16(false), 0),
        _ => (Encoding::Utf8, 0),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let mut text = String::new();
    let mut rest = bytes;
    loop {
        let error = match std::str::from_utf8(rest) {
            Ok(valid) if text.is_empty() => return Ok(Cow::Borrowed(valid)),
            Ok(valid) => {
                text.push_str(valid);
                return Ok(Cow::Owned(text));
            }
            Err(error) => error,
        };
        let (valid, invalid) = rest.split_at(error.valid_up_to());
        let [0xed, high @ 0xa0..=0xbf, low @ 0x80..=0xbf, after @ ..] = invalid else {
            return Err(utf8_error(bytes, bytes.len() - rest.len(), &error));
        };
        text.push_str(std::str::from_utf8(valid).unwrap_or_default());
        text.push(encode_surrogate(
            0xd000 | u32::from(high & 0x3f) << 6 | u32::from(low & 0x3f),
        ));
        rest = after;
    }
}

fn utf16(bytes: &[u8], offset: usize, big: bool) -> Result<String, String> {
    let (units, rest) = bytes.as_chunks::<2>();
    let unit = if big {
        u16::from_be_bytes
    } else {
        u16::from_le_bytes
    };
    if let [byte] = rest {
        let position = offset + bytes.len() - 1;
        return Err(format!(
            "'utf-16-{}' codec can't decode byte 0x{byte:02x} in position {position}: truncated \
             data",
            order(big)
        ));
    }
    Ok(decode_units(units.iter().map(|pair| unit(*pair))))
}

fn utf32(bytes: &[u8], offset: usize, big: bool) -> Result<String, String> {
    let unit = if big {
        u32::from_be_bytes
    } else {
        u32::from_le_bytes
    };
    let mut text = String::with_capacity(bytes.len() / 4);
    for (index, chunk) in bytes.chunks(4).enumerate() {
        let reason = match <[u8; 4]>::try_from(chunk).map(unit) {
            Ok(surrogate @ 0xd800..=0xdfff) => {
                text.push(encode_surrogate(surrogate));
                continue;
            }
            Ok(code_point) => match char::from_u32(code_point) {
                Some(c) => {
                    text.push(c);
                    continue;
                }
                None => "code point not in range(0x110000)",
            },
            Err(_) => "truncated data",
        };
        let start = offset + index * 4;
        let place = match chunk {
            [byte] => format!("byte 0x{byte:02x} in position {start}"),
            _ => format!("bytes in position {start}-{}", start + chunk.len() - 1),
        };
        let order = order(big);
        return Err(format!(
            "'utf-32-{order}' codec can't decode {place}: {reason}"
        ));
    }
    Ok(text)
}

fn order(big: bool) -> &'static str {
    if big { "be" } else { "le" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_detected_from_a_mark_or_from_zeros() {
        for bytes in [
            &b"{}"[..],
            b"\xef\xbb\xbf{}",
            b"\xff\xfe{\0}\0",
            b"\xfe\xff\0{\0}",
            b"{\0}\0",
            b"\0{\0}",
            b"\xff\xfe\0\0{\0\0\0}\0\0\0",
            b"\0\0\xfe\xff\0\0\0{\0\0\0}",
            b"{\0\0\0}\0\0\0",
            b"\0\0\0{\0\0\0}",
        ] {
            assert_eq!(decode(bytes).unwrap(), "{}", "{bytes:?}");
        }
        assert_eq!(decode(b"1\0").unwrap(), "1");
        assert_eq!(decode(b"\0").unwrap(), "\0");
        assert_eq!(decode(b"\xef\xbb\xbf\xef\xbb\xbf").unwrap(), "\u{feff}");
    }

    #[test]
    fn lone_surrogates_are_accepted() {
        let high = encode_surrogate(0xd800);
        for bytes in [
            &b"a\xed\xa0\x80b"[..],
            b"\xff\xfea\0\0\xd8b\0",
            b"\xff\xfe\0\0a\0\0\0\0\xd8\0\0b\0\0\0",
        ] {
            assert_eq!(decode(bytes).unwrap(), format!("a{high}b"));
        }
    }

    #[test]
    fn invalid_bytes_have_the_message_of_python() {
        for (bytes, message) in [
            (
                &b"a\xed\xa0\x80\xff"[..],
                "'utf-8' codec can't decode byte 0xff in position 4: invalid start byte",
            ),
            (
                b"\xef\xbb\xbf\xff",
                "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
            ),
            (
                b"\xed\xa0",
                "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte",
            ),
            (
                b"\xfe\xff\0a\0",
                "'utf-16-be' codec can't decode byte 0x00 in position 4: truncated data",
            ),
            (
                b"\xff\xfe\0\0a\0\0",
                "'utf-32-le' codec can't decode bytes in position 4-6: truncated data",
            ),
            (
                b"\0\0\0a\xff\0\0\0",
                "'utf-32-be' codec can't decode bytes in position 4-7: code point not in \
                 range(0x110000)",
            ),
        ] {
            assert_eq!(decode(bytes).unwrap_err(), message);
        }
    }
}
