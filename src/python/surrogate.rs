//! Lone surrogates, which are valid in Python's strings and not in Rust's.
//!
//! They come from JSON escapes such as `"\ud800"`, and from bytes of argv and the environment that
//! are not UTF-8 (PEP 383 turns byte 0x80+n into U+DC80+n). Inside the program a lone surrogate is
//! represented by the private-use character at its code point plus 0x100000; it is decoded where
//! text leaves the program.

use super::environ::Environment;
use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;

const OFFSET: u32 = 0x10_0000;

/// The character that represents a surrogate (0xD800 to 0xDFFF).
pub fn encode_surrogate(unit: u32) -> char {
    char::from_u32(unit + OFFSET).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The surrogate that `c` represents; `None` for any other character.
pub fn decode_surrogate(c: char) -> Option<u32> {
    (u32::from(c))
        .checked_sub(OFFSET)
        .filter(|unit| (0xD800..=0xDFFF).contains(unit))
}

/// The code point of a character in Python's string: the surrogate that it represents, or its own.
pub fn code_point(c: char) -> u32 {
    decode_surrogate(c).unwrap_or(u32::from(c))
}

/// Decodes text of the operating system as Python does: bytes that are not UTF-8 become lone
/// surrogates (`os.fsdecode`), and on Windows lone surrogates are kept.
pub fn fsdecode(text: &OsStr) -> String {
    #[cfg(unix)]
    return decode_bytes(std::os::unix::ffi::OsStrExt::as_bytes(text));
    #[cfg(windows)]
    return decode_units(std::os::windows::ffi::OsStrExt::encode_wide(text));
}

/// The reverse of [`fsdecode`].
pub fn os_string(text: &str) -> OsString {
    #[cfg(unix)]
    return std::os::unix::ffi::OsStringExt::from_vec(fsencode(text));
    #[cfg(windows)]
    return std::os::windows::ffi::OsStringExt::from_wide(&encode_utf16(text));
}

/// Decodes UTF-8 with Python's error handler `surrogateescape`.
pub fn decode_bytes(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(
            chunk
                .invalid()
                .iter()
                .map(|byte| encode_surrogate(0xDC00 + u32::from(*byte))),
        );
    }
    out
}

/// Decodes UTF-16 with possible lone surrogates.
pub fn decode_units(units: impl Iterator<Item = u16>) -> String {
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or_else(|lone| encode_surrogate(lone.unpaired_surrogate().into())))
        .collect()
}

/// The reverse of [`decode_units`].
#[cfg(any(windows, test))]
fn encode_utf16(text: &str) -> Vec<u16> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match decode_surrogate(c) {
            Some(unit) => out.push((unit & 0xFFFF) as u16),
            None => out.extend_from_slice(c.encode_utf16(&mut [0; 2])),
        }
    }
    out
}

/// The reverse of [`decode_bytes`] (`os.fsencode`).
pub fn fsencode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match decode_surrogate(c) {
            Some(unit @ 0xDC80..=0xDCFF) => out.push((unit & 0xFF) as u8),
            _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out
}

/// Like [`fsencode`] for an owned text, which is not copied unless it contains surrogates.
pub fn into_fsencoded(text: String) -> Vec<u8> {
    if text.chars().any(|c| decode_surrogate(c).is_some()) {
        fsencode(&text)
    } else {
        text.into_bytes()
    }
}

/// The error handler of a Python text stream for lone surrogates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorHandler {
    /// Lone surrogates are an error.
    Strict,
    /// U+DC80 to U+DCFF are written as the bytes 0x80 to 0xFF.
    SurrogateEscape,
}

impl ErrorHandler {
    /// The error handler of stdout, which depends on the name of the locale (`Python/initconfig.c:
    /// config_get_stdio_errors`). Every locale is assumed to be installed.
    pub fn of_stdout(environment: &Environment) -> Self {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(|name| environment.get_nonempty(name));
        match locale {
            None | Some("C" | "POSIX" | "C.UTF-8" | "C.utf8" | "UTF-8") => Self::SurrogateEscape,
            Some(_) => Self::Strict,
        }
    }

    /// Whether `c` is a lone surrogate that is written as a byte.
    pub fn escapes(self, c: char) -> bool {
        self == Self::SurrogateEscape && matches!(decode_surrogate(c), Some(0xDC80..=0xDCFF))
    }
}

/// Python's `UnicodeEncodeError` for text with lone surrogates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    /// The first surrogate.
    pub unit: u32,
    /// Its position in the text, in characters.
    pub position: usize,
    /// The number of lone surrogates directly after it.
    pub further: usize,
}

impl EncodeError {
    /// The error for the surrogates at the start of `rest`; `before` is the text before them.
    pub fn new(before: &str, rest: &str) -> Self {
        let mut run = rest.chars().map_while(decode_surrogate);
        EncodeError {
            unit: run.next().unwrap_or_default(),
            position: before.chars().count(),
            further: run.count(),
        }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("'utf-8' codec can't encode character")?;
        let EncodeError {
            unit,
            position,
            further,
        } = self;
        match further {
            0 => write!(f, " '\\u{unit:04x}' in position {position}")?,
            _ => write!(f, "s in position {position}-{}", position + further)?,
        }
        f.write_str(": surrogates not allowed")
    }
}

/// Whether `text.encode('utf-8')` succeeds.
///
/// # Errors
/// The first run of lone surrogates.
pub fn check_encodable(text: &str) -> Result<(), EncodeError> {
    match text.find(|c| decode_surrogate(c).is_some()) {
        None => Ok(()),
        Some(at) => {
            let (before, rest) = text.split_at(at);
            Err(EncodeError::new(before, rest))
        }
    }
}

/// `str(UnicodeDecodeError)` for bytes that are not UTF-8 from `offset` on.
pub fn utf8_error(bytes: &[u8], offset: usize, error: &std::str::Utf8Error) -> String {
    let start = offset + error.valid_up_to();
    let rest = bytes.get(start..).unwrap_or_default();
    let length = error.error_len().unwrap_or(rest.len());
    let lead = rest.first().copied().unwrap_or_default();
    let reason = match error.error_len() {
        None => "unexpected end of data",
        Some(_) if matches!(lead, 0xc2..=0xf4) => "invalid continuation byte",
        Some(_) => "invalid start byte",
    };
    if length == 1 {
        format!("'utf-8' codec can't decode byte 0x{lead:02x} in position {start}: {reason}")
    } else {
        let end = start + length - 1;
        format!("'utf-8' codec can't decode bytes in position {start}-{end}: {reason}")
    }
}

/// The path given by `text`.
pub fn path(text: &str) -> PathBuf {
    PathBuf::from(os_string(text))
}

/// `text` as written to Python's stderr: a lone surrogate is `\udc80`
/// (`errors="backslashreplace"`).
pub fn backslash_replace(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| decode_surrogate(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match decode_surrogate(c) {
            Some(unit) => out.push_str(&format!("\\u{unit:04x}")),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_selects_the_error_handler_of_stdout() {
        for (variables, expected) in [
            (&[][..], ErrorHandler::SurrogateEscape),
            (&[("LANG", "C.UTF-8")], ErrorHandler::SurrogateEscape),
            (&[("LANG", "de_DE.UTF-8")], ErrorHandler::Strict),
            (
                &[("LC_ALL", ""), ("LC_CTYPE", "C"), ("LANG", "de_DE.UTF-8")],
                ErrorHandler::SurrogateEscape,
            ),
            (
                &[("LC_ALL", "de_DE.UTF-8"), ("LANG", "C")],
                ErrorHandler::Strict,
            ),
        ] {
            let pairs = variables
                .iter()
                .map(|(name, value)| (name.into(), value.into()));
            let environment = pairs.collect();
            assert_eq!(
                ErrorHandler::of_stdout(&environment),
                expected,
                "{variables:?}"
            );
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_preserved_by_a_round_trip() {
        let raw = b"a\xffb\xc3\xa9";
        let text = decode_bytes(raw);
        assert_eq!(backslash_replace(&text), "a\\udcffb\u{e9}");
        assert_eq!(fsencode(&text), raw);
    }

    #[test]
    fn lone_surrogates_of_windows_are_preserved_by_a_round_trip() {
        let raw = [0x61, 0xD800, 0xD83C, 0xDF89, 0xDCFF];
        let text = decode_units(raw.into_iter());
        assert_eq!(backslash_replace(&text), "a\\ud800\u{1f389}\\udcff");
        assert_eq!(encode_utf16(&text), raw);
    }

    #[test]
    fn lone_surrogates_have_the_message_of_python() {
        let lone = encode_surrogate(0xD800);
        assert_eq!(check_encodable("\u{e9}\u{1f389}"), Ok(()));
        for (text, expected) in [
            (format!("\u{e9}{lone}"), " '\\ud800' in position 1"),
            (format!("{lone}{lone}x"), "s in position 0-1"),
        ] {
            assert_eq!(
                check_encodable(&text).unwrap_err().to_string(),
                format!("'utf-8' codec can't encode character{expected}: surrogates not allowed")
            );
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_have_the_message_of_python() {
        for (bytes, text) in [
            (&b"a\xff"[..], "byte 0xff in position 1: invalid start byte"),
            (b"\xe4\xb8", "bytes in position 0-1: unexpected end of data"),
            (
                b"\xe4\xb8x",
                "bytes in position 0-1: invalid continuation byte",
            ),
            (
                b"\xc3(",
                "byte 0xc3 in position 0: invalid continuation byte",
            ),
        ] {
            let error = std::str::from_utf8(bytes).unwrap_err();
            assert_eq!(
                utf8_error(bytes, 0, &error),
                format!("'utf-8' codec can't decode {text}")
            );
        }
    }
}
