//! Messages of `str.encode`, where a codec has fewer characters than Unicode
//! (`str(UnicodeEncodeError)`).

use super::surrogate::decode_surrogate;

/// The code point of a character; a private-use character may stand for a lone surrogate.
fn code_point(c: char) -> u32 {
    decode_surrogate(c).unwrap_or(u32::from(c))
}

/// `text.encode('latin-1')`
///
/// # Errors
/// Characters beyond U+00FF.
pub fn latin1(text: &str) -> Result<Vec<u8>, String> {
    match runs(text, |c| code_point(c) > 0xff).next() {
        Some((start, run)) => {
            let reason = "ordinal not in range(256)";
            Err(message("latin-1", start, &run, reason))
        }
        None => Ok(text.chars().filter_map(|c| u8::try_from(c).ok()).collect()),
    }
}

/// `text.encode('ascii', 'surrogateescape')`, for text of which `offset` characters have gone
/// before.
///
/// # Errors
/// The first run of characters beyond ASCII that are not all escapes of bytes.
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

/// The runs of characters that the codec does not have, each with its place.
fn runs(text: &str, is_foreign: fn(char) -> bool) -> impl Iterator<Item = (usize, Vec<char>)> {
    let mut chars = text.chars().enumerate().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| is_foreign(*c))?;
        let mut run = vec![first];
        while let Some((_, c)) = chars.next_if(|(_, c)| is_foreign(*c)) {
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
    fn characters_that_a_codec_does_not_have_are_named_by_their_place() {
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
