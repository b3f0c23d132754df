//! Text encodings: `str.encode`, `bytes.decode`, and their error messages
//! (`Objects/unicodeobject.c`, `encodings/*.py`).

mod names;

use super::surrogate::{self, code_point, decode_surrogate};
use names::{CHARMAPS, NOT_IMPLEMENTED, NOT_TEXT};
use std::fmt;

/// A text encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Codec {
    /// ASCII: the first 128 code points.
    Ascii,
    /// The first 256 code points, one byte each.
    Latin1,
    /// UTF-8, all code points.
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark at the start.
    Utf8Sig,
    /// UTF-16; `None` if a byte order mark determines the byte order.
    Utf16(Option<ByteOrder>),
    /// UTF-32; `None` if a byte order mark determines the byte order.
    Utf32(Option<ByteOrder>),
    /// A code page with one byte a character: ASCII, and these characters from byte 0x80 on.
    Charmap(&'static str),
}

/// The byte order of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The least significant byte first; the default for a text without a mark.
    Little,
    /// The most significant byte first.
    Big,
}

/// The error for a name that selects no [`Codec`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupError {
    /// Python has no codec of that name.
    Unknown,
    /// The codec does not convert between text and bytes.
    NotText,
    /// Python's codec `undefined`, which rejects every text.
    Undefined,
    /// A text encoding of Python that this program does not implement.
    NotImplemented,
}

impl LookupError {
    /// The error message of Python's `open`, or of `bytes.decode`, by the function of the module
    /// `codecs` that it recommends.
    pub fn message(self, name: &str, function: &str) -> String {
        match self {
            LookupError::Unknown => format!("unknown encoding: {name}"),
            LookupError::NotText => format!(
                "'{name}' is not a text encoding; use codecs.{function}() to handle arbitrary codecs"
            ),
            LookupError::Undefined => "undefined encoding".to_owned(),
            LookupError::NotImplemented => {
                format!("The encoding {name} is not supported by amplifybackend.")
            }
        }
    }
}

/// Bytes that are invalid in an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// `UnicodeDecodeError`
    Invalid,
    /// `UnicodeError`: the byte order mark that this encoding requires is missing.
    NoMark(&'static str),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeError::Invalid => f.write_str("the text cannot be decoded"),
            DecodeError::NoMark(name) => write!(f, "{name} stream does not start with BOM"),
        }
    }
}

/// The names of the codecs other than [`CHARMAPS`].
const CODECS: [(&str, Codec); 10] = [
    (
        "ascii 646 ansi_x3_4_1968 ansi_x3_4_1986 cp367 csascii ibm367 iso646_us iso_646_irv_1991 \
         iso_ir_6 us us_ascii",
        Codec::Ascii,
    ),
    (
        "latin_1 8859 charmap cp819 csisolatin1 ibm819 iso8859 iso8859_1 iso_8859_1 \
         iso_8859_1_1987 iso_ir_100 l1 latin latin1",
        Codec::Latin1,
    ),
    ("utf_8 cp65001 u8 utf utf8 utf8_ucs2 utf8_ucs4", Codec::Utf8),
    ("utf_8_sig", Codec::Utf8Sig),
    ("utf_16 u16 utf16", Codec::Utf16(None)),
    (
        "utf_16_le unicodelittleunmarked utf_16le",
        Codec::Utf16(Some(ByteOrder::Little)),
    ),
    (
        "utf_16_be unicodebigunmarked utf_16be",
        Codec::Utf16(Some(ByteOrder::Big)),
    ),
    ("utf_32 u32 utf32", Codec::Utf32(None)),
    ("utf_32_le utf_32le", Codec::Utf32(Some(ByteOrder::Little))),
    ("utf_32_be utf_32be", Codec::Utf32(Some(ByteOrder::Big))),
];

impl Codec {
    /// The codec of that name, in any letter case and with any punctuation
    /// (`encodings/__init__.py`, `normalize_encoding`, `search_function`).
    ///
    /// # Errors
    /// The name of any other codec, or an unknown name.
    pub fn named(name: &str) -> Result<Codec, LookupError> {
        let words: Vec<&str> = name
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
            .filter(|word| !word.is_empty())
            .collect();
        let name = words.join("_").to_ascii_lowercase().replace('.', "_");
        let is_named = |names: &str| names.split(' ').any(|alias| alias == name);
        if let Some((_, codec)) = CODECS.iter().find(|(names, _)| is_named(names)) {
            return Ok(*codec);
        }
        if let Some((_, characters)) = CHARMAPS.iter().find(|(names, _)| is_named(names)) {
            return Ok(Codec::Charmap(characters));
        }
        Err(if name == "undefined" {
            LookupError::Undefined
        } else if NOT_TEXT.into_iter().any(is_named) {
            LookupError::NotText
        } else if NOT_IMPLEMENTED.into_iter().any(is_named) {
            LookupError::NotImplemented
        } else {
            LookupError::Unknown
        })
    }

    /// Decodes the content of a file.
    ///
    /// # Errors
    /// Bytes that are invalid in the encoding.
    pub fn decode(self, bytes: Vec<u8>) -> Result<String, DecodeError> {
        let invalid = DecodeError::Invalid;
        match self {
            Codec::Utf8 => String::from_utf8(bytes).map_err(|_| invalid),
            Codec::Utf8Sig => {
                let text = bytes.strip_prefix(MARK_8).unwrap_or(&bytes);
                String::from_utf8(text.to_vec()).map_err(|_| invalid)
            }
            Codec::Ascii if !bytes.is_ascii() => Err(invalid),
            Codec::Ascii | Codec::Latin1 => Ok(bytes.into_iter().map(char::from).collect()),
            Codec::Charmap(characters) => {
                let upper: Vec<char> = characters.chars().collect();
                let decode = |byte: u8| match byte.checked_sub(0x80) {
                    None => Some(char::from(byte)),
                    Some(index) => upper.get(usize::from(index)).copied(),
                };
                let text: Option<String> = bytes.into_iter().map(decode).collect();
                text.filter(|text| !text.contains(UNDEFINED)).ok_or(invalid)
            }
            Codec::Utf16(order) => {
                let units = Units::read(&bytes, order).ok_or(invalid)?;
                let text = char::decode_utf16(units.values.iter().copied().map(u16::from_le_bytes));
                let text: Result<String, _> = text.collect();
                units.require_mark("UTF-16", text.map_err(|_| invalid)?)
            }
            Codec::Utf32(order) => {
                let units = Units::read(&bytes, order).ok_or(invalid)?;
                let decode = |unit: &[u8; 4]| char::from_u32(u32::from_le_bytes(*unit));
                let text: Option<String> = units.values.iter().map(decode).collect();
                units.require_mark("UTF-32", text.ok_or(invalid)?)
            }
        }
    }

    /// Whether the codec can encode the character.
    pub fn has(self, c: char) -> bool {
        match self {
            Codec::Ascii => c.is_ascii(),
            Codec::Latin1 => code_point(c) <= 0xff,
            Codec::Charmap(characters) => c.is_ascii() || c != UNDEFINED && characters.contains(c),
            Codec::Utf8 | Codec::Utf8Sig | Codec::Utf16(_) | Codec::Utf32(_) => {
                decode_surrogate(c).is_none()
            }
        }
    }

    /// Encodes a text whose characters the codec has. The byte order mark is not included: see
    /// [`Codec::mark`].
    pub fn encode(self, text: String) -> Vec<u8> {
        let little = |order: Option<ByteOrder>| order != Some(ByteOrder::Big);
        match self {
            Codec::Ascii | Codec::Utf8 | Codec::Utf8Sig => surrogate::into_fsencoded(text),
            Codec::Latin1 => text.chars().filter_map(|c| u8::try_from(c).ok()).collect(),
            Codec::Charmap(characters) => {
                let encode = |c: char| {
                    // If a character occurs twice, the last byte is used.
                    let of_upper = characters.chars().rev().zip((0x80..=0xff).rev());
                    let byte = of_upper.clone().find(|(upper, _)| *upper == c);
                    byte.map(|(_, byte)| byte).or(u8::try_from(c).ok())
                };
                text.chars().filter_map(encode).collect()
            }
            Codec::Utf16(order) if little(order) => {
                text.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            Codec::Utf16(_) => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Codec::Utf32(order) if little(order) => text
                .chars()
                .flat_map(|c| u32::from(c).to_le_bytes())
                .collect(),
            Codec::Utf32(_) => text
                .chars()
                .flat_map(|c| u32::from(c).to_be_bytes())
                .collect(),
        }
    }

    /// The text with each character that the codec lacks replaced by a question mark.
    pub fn replace(self, text: &str) -> String {
        let replace = |c| if self.has(c) { c } else { '?' };
        text.chars().map(replace).collect()
    }

    /// Whether a stream in this encoding may start with a byte order mark.
    pub fn has_mark(self) -> bool {
        matches!(
            self,
            Codec::Utf8Sig | Codec::Utf16(None) | Codec::Utf32(None)
        )
    }

    /// The byte order mark before the first text of a stream, at this offset of a file or `None`
    /// for a stream that is not a file (`Modules/_io/textio.c`, `encoding_start_of_stream`).
    pub fn mark(self, position: Option<u64>) -> &'static [u8] {
        match (self, position) {
            (Codec::Utf8Sig, None | Some(0)) => MARK_8,
            (Codec::Utf16(None), Some(0)) => b"\xff\xfe",
            (Codec::Utf32(None), Some(0)) => b"\xff\xfe\0\0",
            _ => b"",
        }
    }

    /// The codec's name and the reason in its error messages.
    fn name_and_reason(self) -> (&'static str, &'static str) {
        let surrogates = "surrogates not allowed";
        match self {
            Codec::Ascii => ("ascii", "ordinal not in range(128)"),
            Codec::Latin1 => ("latin-1", "ordinal not in range(256)"),
            Codec::Charmap(_) => ("charmap", "character maps to <undefined>"),
            Codec::Utf8 | Codec::Utf8Sig => ("utf-8", surrogates),
            Codec::Utf16(None | Some(ByteOrder::Little)) => ("utf-16-le", surrogates),
            Codec::Utf16(Some(ByteOrder::Big)) => ("utf-16-be", surrogates),
            Codec::Utf32(None | Some(ByteOrder::Little)) => ("utf-32-le", surrogates),
            Codec::Utf32(Some(ByteOrder::Big)) => ("utf-32-be", surrogates),
        }
    }
}

/// The byte order mark of UTF-8.
pub const MARK_8: &[u8] = b"\xef\xbb\xbf";

/// Marks a byte that has no character (`encodings/cp1252.py`, `decoding_table`).
const UNDEFINED: char = '\u{fffe}';

/// A text in units of `N` bytes.
struct Units<const N: usize> {
    /// Little-endian, without the mark.
    values: Vec<[u8; N]>,
    /// Whether neither the codec nor a mark determines the byte order.
    lacks_order: bool,
}

impl<const N: usize> Units<N> {
    /// Reads the units; `None` if the last one is incomplete.
    fn read(bytes: &[u8], order: Option<ByteOrder>) -> Option<Units<N>> {
        let units: Result<Vec<[u8; N]>, _> = bytes.chunks(N).map(<[u8; N]>::try_from).collect();
        let mut values = units.ok()?;
        let mark = match values.first().map(<[u8; N]>::as_slice) {
            Some([0xff, 0xfe] | [0xff, 0xfe, 0, 0]) => Some(ByteOrder::Little),
            Some([0xfe, 0xff] | [0, 0, 0xfe, 0xff]) => Some(ByteOrder::Big),
            _ => None,
        };
        if order.is_none() && mark.is_some() {
            values.remove(0);
        }
        let order = order.or(mark);
        if order == Some(ByteOrder::Big) {
            values.iter_mut().for_each(|unit| unit.reverse());
        }
        Some(Units {
            lacks_order: order.is_none() && !values.is_empty(),
            values,
        })
    }

    /// Requires a mark after the text has been decoded, in the order of the original
    /// (`encodings/utf_16.py`, `IncrementalDecoder`).
    fn require_mark(&self, name: &'static str, text: String) -> Result<String, DecodeError> {
        if self.lacks_order {
            return Err(DecodeError::NoMark(name));
        }
        Ok(text)
    }
}

/// `str(UnicodeEncodeError)` for a text of which `before` can be encoded, and the first character
/// of `rest` cannot.
pub fn encode_error(codec: Codec, before: &str, rest: &str) -> String {
    let run: Vec<char> = rest.chars().take_while(|c| !codec.has(*c)).collect();
    let (name, reason) = codec.name_and_reason();
    message(name, before.chars().count(), &run, reason)
}

/// `str(UnicodeDecodeError)` for the first invalid byte; `None` if the codec has no code page.
pub fn decode_error(codec: Codec, bytes: &[u8]) -> Option<String> {
    if !matches!(codec, Codec::Ascii | Codec::Charmap(_)) {
        return None;
    }
    let is_invalid = |byte: &u8| codec.decode(vec![*byte]).is_err();
    let invalid: Vec<u8> = (0..=u8::MAX).filter(is_invalid).collect();
    let mut bytes = bytes.iter().enumerate();
    let (position, byte) = bytes.find(|(_, byte)| invalid.contains(byte))?;
    let (name, reason) = codec.name_and_reason();
    Some(format!(
        "'{name}' codec can't decode byte 0x{byte:02x} in position {position}: {reason}"
    ))
}

/// `text.encode('latin-1')`
///
/// # Errors
/// The message for characters beyond U+00FF.
pub fn latin1(text: &str) -> Result<Vec<u8>, String> {
    match text.find(|c| !Codec::Latin1.has(c)) {
        Some(at) => {
            let (before, rest) = text.split_at(at);
            Err(encode_error(Codec::Latin1, before, rest))
        }
        None => Ok(Codec::Latin1.encode(text.to_owned())),
    }
}

/// `text.encode('ascii', 'surrogateescape')`, for a text that starts at the character `offset` of a
/// longer one.
///
/// # Errors
/// The message for the first run of non-ASCII characters that are not all escaped bytes.
pub fn ascii_escaped(text: &str, offset: usize) -> Result<(), String> {
    let is_escape = |c: &char| matches!(decode_surrogate(*c), Some(0xdc80..=0xdcff));
    let foreign = runs(text, |c| !c.is_ascii()).find(|(_, run)| !run.iter().all(is_escape));
    match foreign {
        Some((start, run)) => {
            let reason = "ordinal not in range(128)";
            Err(message("ascii", offset + start, &run, reason))
        }
        None => Ok(()),
    }
}

/// The runs of characters that the codec lacks, each with its position in characters.
fn runs(text: &str, is_unencodable: fn(char) -> bool) -> impl Iterator<Item = (usize, Vec<char>)> {
    let mut chars = text.chars().enumerate().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| is_unencodable(*c))?;
        let mut run = vec![first];
        while let Some((_, c)) = chars.next_if(|(_, c)| is_unencodable(*c)) {
            run.push(c);
        }
        Some((start, run))
    })
}

fn message(codec: &str, start: usize, run: &[char], reason: &str) -> String {
    let place = match run {
        [c] => {
            let shown = match code_point(*c) {
                code @ ..=0xff => format!("\\x{code:02x}"),
                code @ ..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            };
            format!("character '{shown}' in position {start}")
        }
        run => format!("characters in position {start}-{}", start + run.len() - 1),
    };
    format!("'{codec}' codec can't encode {place}: {reason}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::surrogate::encode_surrogate;

    #[test]
    fn names_are_accepted_in_any_case_and_with_any_punctuation() {
        for (name, codec) in [
            ("utf8", Codec::Utf8),
            (" UTF--8-", Codec::Utf8),
            ("latin 1", Codec::Latin1),
            ("ansi_x3.4_1968", Codec::Ascii),
            ("UTF-16", Codec::Utf16(None)),
            ("utf_16le", Codec::Utf16(Some(ByteOrder::Little))),
        ] {
            assert_eq!(Codec::named(name), Ok(codec), "{name:?}");
        }
        for (name, error) in [
            ("", LookupError::Unknown),
            ("klingon", LookupError::Unknown),
            ("latin-1.x", LookupError::Unknown),
            ("rot13", LookupError::NotText),
            ("Shift-JIS", LookupError::NotImplemented),
            ("undefined", LookupError::Undefined),
        ] {
            assert_eq!(Codec::named(name), Err(error), "{name:?}");
        }
    }

    #[test]
    fn each_byte_of_a_code_page_is_a_character_or_undefined() {
        for (names, characters) in CHARMAPS {
            assert_eq!(characters.chars().count(), 128, "{names}");
            let codec = Codec::Charmap(characters);
            for character in characters.chars() {
                let is_defined = character != UNDEFINED;
                assert_eq!(codec.has(character), is_defined, "{names} {character:?}");
                if is_defined {
                    let bytes = codec.encode(character.to_string());
                    assert_eq!(codec.decode(bytes), Ok(character.to_string()), "{names}");
                }
            }
        }
    }

    #[test]
    fn text_is_encoded_and_decoded() {
        let little = Codec::Utf16(Some(ByteOrder::Little));
        let big = Codec::Utf16(Some(ByteOrder::Big));
        let cp1252 = Codec::named("windows-1252").unwrap();
        for (codec, bytes, text) in [
            (Codec::Ascii, &b"a"[..], Some("a")),
            (Codec::Ascii, b"\xe9", None),
            (Codec::Latin1, b"\x80\xe9", Some("\u{80}\u{e9}")),
            (cp1252, b"\x80\xe9", Some("\u{20ac}\u{e9}")),
            (cp1252, b"\x81", None),
            (Codec::Utf8, b"\xef\xbb\xbfa", Some("\u{feff}a")),
            (Codec::Utf8, b"\xe9", None),
            (little, b"a\0<\xd8\x89\xdf", Some("a\u{1f389}")),
            (little, b"\xff\xfea\0", Some("\u{feff}a")),
            (little, b"a", None),
            (little, b"\0\xd8", None),
            (big, b"\0a", Some("a")),
            (Codec::Utf32(Some(ByteOrder::Big)), b"\0\0\0a", Some("a")),
            (Codec::Utf32(Some(ByteOrder::Little)), b"\0\0\0a", None),
        ] {
            let decoded = codec.decode(bytes.to_vec());
            assert_eq!(decoded.as_deref().ok(), text, "{codec:?} {bytes:?}");
            if let Some(text) = text {
                assert_eq!(codec.encode(text.to_owned()), bytes, "{codec:?}");
            }
        }
    }

    #[test]
    fn a_byte_order_mark_is_required_where_the_codec_has_no_byte_order() {
        let utf16 = Codec::Utf16(None);
        assert_eq!(utf16.decode(b"\xff\xfea\0".to_vec()).unwrap(), "a");
        assert_eq!(utf16.decode(b"\xfe\xff\0a".to_vec()).unwrap(), "a");
        assert_eq!(utf16.decode(Vec::new()).unwrap(), "");
        assert_eq!(utf16.decode(b"a".to_vec()), Err(DecodeError::Invalid));
        let error = utf16.decode(b"a\0".to_vec()).unwrap_err();
        assert_eq!(error.to_string(), "UTF-16 stream does not start with BOM");
        let sig = Codec::Utf8Sig;
        assert_eq!(sig.decode(b"\xef\xbb\xbfa".to_vec()).unwrap(), "a");
        assert_eq!(sig.mark(None), b"\xef\xbb\xbf");
        assert_eq!(sig.mark(Some(1)), b"");
        assert_eq!(utf16.mark(None), b"");
        assert_eq!(utf16.mark(Some(0)), b"\xff\xfe");
    }

    #[test]
    fn encode_errors_contain_the_positions_of_characters() {
        let escape = encode_surrogate(0xdcff);
        let lone = encode_surrogate(0xd800);
        for (text, expected) in [
            ("a\u{feff}", "character '\\ufeff' in position 1"),
            ("\u{65e5}\u{672c}x\u{65e5}", "characters in position 0-1"),
            ("\u{1f600}", "character '\\U0001f600' in position 0"),
        ] {
            let expected =
                format!("'latin-1' codec can't encode {expected}: ordinal not in range(256)");
            assert_eq!(latin1(text), Err(expected));
        }
        assert_eq!(latin1("a\u{e9}").unwrap(), b"a\xe9");
        for (text, expected) in [
            (format!("a{escape}"), None),
            (
                format!("{escape}a{lone}"),
                Some("character '\\ud800' in position 30"),
            ),
            (
                format!("\u{e9}{escape}"),
                Some("characters in position 28-29"),
            ),
            (
                "\u{e9}".to_owned(),
                Some("character '\\xe9' in position 28"),
            ),
        ] {
            let expected = expected.map(|place| {
                format!("'ascii' codec can't encode {place}: ordinal not in range(128)")
            });
            assert_eq!(ascii_escaped(&text, 28).err(), expected);
        }
    }
}
