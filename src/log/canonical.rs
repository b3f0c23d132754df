//! A canonical form of text that is the same for all its encodings, to find a secret in an encoded
//! copy.
//!
//! Escapes of JSON, of Python's `repr`, of URLs and of HTML are decoded as often as they are
//! nested. White space is removed, because lines may be folded, and so are the characters that some
//! encodings write and others omit: backslashes, `+`, and all characters beyond ASCII. Texts that
//! differ only in these characters have the same form: redacting too much does no harm.

/// The maximum number of nested encodings.
const MAX_NESTED: usize = 8;

/// Text in canonical form.
pub(super) struct Canonical {
    pub(super) text: String,
    /// For each byte of `text` its source in the original: start and end, in bytes.
    spans: Vec<(usize, usize)>,
}

impl Canonical {
    pub(super) fn new(original: &str) -> Canonical {
        let bytes = original.bytes().enumerate();
        let mut units: Vec<Unit> = bytes.map(|(at, byte)| (byte, at, at + 1)).collect();
        for _ in 0..MAX_NESTED {
            // A line may be folded in the middle of an escape.
            units.retain(|(byte, ..)| !byte.is_ascii_whitespace());
            let before = units.len();
            units = unescape(&units);
            if units.len() == before {
                break;
            }
        }
        let kept = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'+');
        units.retain(|(byte, ..)| kept(*byte));
        Canonical {
            text: units.iter().map(|(byte, ..)| char::from(*byte)).collect(),
            spans: units.iter().map(|(_, start, end)| (*start, *end)).collect(),
        }
    }

    /// The range of the original, in bytes, from which the range `start..end` of `text` was
    /// decoded.
    pub(super) fn span(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let (start, _) = self.spans.get(start)?;
        let (_, end) = self.spans.get(end.checked_sub(1)?)?;
        Some((*start, *end))
    }
}

/// A byte, and the start and the end of its source in the original, in bytes.
type Unit = (u8, usize, usize);

/// Decodes one level of escapes. An escape is longer than the decoded byte, so the length is
/// unchanged only if there are no escapes.
fn unescape(units: &[Unit]) -> Vec<Unit> {
    let mut out = Vec::with_capacity(units.len());
    let mut rest = units;
    while let Some((&(byte, start, end), after)) = rest.split_first() {
        let (decoded, length) = match byte {
            b'\\' => backslash(after),
            b'%' => hex(after, 2).map(|code| (code, 2)),
            b'&' => entity(after),
            _ => None,
        }
        .unwrap_or((u32::from(byte), 0));
        let end = match length.checked_sub(1).and_then(|last| after.get(last)) {
            Some((.., end)) => *end,
            None => end,
        };
        // Characters beyond ASCII become 0, which is removed in the end.
        out.push((u8::try_from(decoded).unwrap_or(0), start, end));
        rest = after.get(length..).unwrap_or_default();
    }
    out
}

/// The code point of an escaped character, and the number of bytes of the escape after the first.
type Escape = Option<(u32, usize)>;

/// Decodes an escape of JSON or Python.
fn backslash(after: &[Unit]) -> Escape {
    let (first, digits) = after.split_first()?;
    let number = |count| hex(digits, count).map(|code| (code, count + 1));
    match first.0 {
        b'u' => number(4),
        b'x' => number(2),
        b'U' => number(8),
        b'n' | b'r' | b't' | b'f' | b'b' | b'v' => Some((u32::from(b' '), 1)),
        b'\\' | b'"' | b'\'' | b'/' => Some((first.0.into(), 1)),
        _ => None,
    }
}

fn hex(digits: &[Unit], count: usize) -> Option<u32> {
    let digits = digits.get(..count)?.iter();
    digits.into_iter().try_fold(0, |number, (byte, ..)| {
        Some((number << 4) | char::from(*byte).to_digit(16)?)
    })
}

/// Decodes an HTML entity: `&quot;`, `&#34;`, `&#x22;`.
fn entity(after: &[Unit]) -> Escape {
    // The longest entity is `&#x10ffff;`.
    let length = after.iter().take(10).position(|unit| unit.0 == b';')?;
    let name: String = after
        .iter()
        .take(length)
        .map(|unit| char::from(unit.0))
        .collect();
    let code = match name.as_str() {
        "quot" => u32::from(b'"'),
        "apos" => u32::from(b'\''),
        "amp" => u32::from(b'&'),
        "lt" => u32::from(b'<'),
        "gt" => u32::from(b'>'),
        "sol" => u32::from(b'/'),
        "equals" => u32::from(b'='),
        "nbsp" | "plus" => u32::from(b' '),
        name => {
            let number = name.strip_prefix('#')?;
            match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            }
        }
    };
    Some((code, length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_a_text_has_the_same_canonical_form() {
        for text in [
            "a\"b/c\u{e9}\nd+e",
            r#"a\"b\/c\u00e9\nd+e"#,
            r#"a\\\"b\\\/c\\u00e9\\nd+e"#,
            r#"a\\\\\\\"b\\\\\\\/c\\\\u00e9\\\\nd+e"#,
            r#"b'a"b/c\xc3\xa9\nd+e"#.trim_start_matches("b'"),
            "a&quot;b&#x2F;c&eacute;\nd&#43;e"
                .replace("&eacute;", "&#233;")
                .as_str(),
            "a&amp;quot;b/c\nd+e",
            "a%22b%2Fc%C3%A9%0Ad%2Be",
            "a%2522b%252Fc%25C3%25A9%250Ad%252Be",
            r#"a%5C%22b/c%5Cnd+e"#,
            "a\"b/\r\n  cd+\te",
            "a%2\n 2b/cde",
        ] {
            assert_eq!(Canonical::new(text).text, "a\"b/cde", "{text}");
        }
    }

    #[test]
    fn span_returns_the_source_of_a_part() {
        let text = r"x a\u0022%2562 y";
        let canonical = Canonical::new(text);
        assert_eq!(canonical.text, "xa\"by");
        let (start, end) = canonical.span(1, 4).unwrap();
        assert_eq!(&text[start..end], r"a\u0022%2562");
    }
}
