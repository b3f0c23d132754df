//! Values of HTTP headers: the form that is signed, and the form that is sent.
//!
//! A request is signed over [`canonical`] values and sent with blanks inside as they are, as the
//! original does: a signer that is given anything but the canonical value signs the blanks that
//! the service removes.

use crate::python::surrogate;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::http::Headers;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};

/// The value as SigV4 signs it: no white space at the ends, one space for each run inside
/// (`botocore/auth.py: SigV4Auth._header_value`).
pub fn canonical(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value as it is sent: without white space at the ends, and in one line if it is folded, which
/// HTTP lets a recipient do as well. `source` names the value in the error, for example
/// `the session token of AWS_SESSION_TOKEN`; the value itself may be a secret and is not shown,
/// where the original shows it.
///
/// # Errors
/// The message for a line break that begins no folded line, and for another control character but
/// a tab (`http/client.py: putheader`).
pub fn sent(value: &str, source: &str) -> Result<String, String> {
    let unfolded = unfold(value);
    let value = unfolded.trim_matches([' ', '\t']);
    let is_invalid = |c: char| c.is_ascii_control() && c != '\t';
    match value.chars().find(|c| is_invalid(*c)) {
        None => Ok(value.to_owned()),
        Some(c) => {
            let kind = match c {
                '\n' | '\r' => "a line break",
                _ => "a control character",
            };
            Err(format!(
                "An HTTP Client raised an unhandled exception: Invalid header value: {source} \
                 contains {kind}"
            ))
        }
    }
}

/// Replaces a line break before a blank by a blank.
fn unfold(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('\n') {
        let is_folded = after.starts_with([' ', '\t']);
        let before = before
            .strip_suffix('\r')
            .filter(|_| is_folded)
            .unwrap_or(before);
        out.push_str(before);
        out.push(if is_folded { ' ' } else { '\n' });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Sets a header whose characters travel as Latin-1, as `http.client` sends text that botocore has
/// not encoded. `source` names the value in the error.
///
/// # Errors
/// As [`sent`], and for characters that Latin-1 does not have.
pub fn set_latin1(
    request: &mut HttpRequest,
    name: &'static str,
    value: &str,
    source: &str,
) -> Result<(), String> {
    let bytes = latin1(value)
        .map_err(|error| format!("An HTTP Client raised an unhandled exception: {error}"))?;
    sent(value, source)?;
    let value = HeaderValue::from_bytes(&bytes).map_err(|error| error.to_string())?;
    // Values that are not UTF-8 enter by a whole map alone.
    let mut headers = HeaderMap::new();
    headers.insert(HeaderName::from_static(name), value);
    for (name, value) in request.headers() {
        let name = HeaderName::try_from(name).map_err(|error| error.to_string())?;
        let value = HeaderValue::try_from(value).map_err(|error| error.to_string())?;
        headers.append(name, value);
    }
    *request.headers_mut() = Headers::try_from(headers).map_err(|error| error.to_string())?;
    Ok(())
}

/// `str.encode('latin-1')`
fn latin1(text: &str) -> Result<Vec<u8>, String> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    bytes.ok_or_else(|| {
        let is_foreign = |c: &char| u8::try_from(*c).is_err();
        let start = text.chars().take_while(|c| !is_foreign(c)).count();
        let length = text.chars().skip(start).take_while(is_foreign).count();
        let place = if length == 1 {
            let shown: String = text.chars().skip(start).take(1).map(escaped).collect();
            format!("character '{shown}' in position {start}")
        } else {
            format!("characters in position {start}-{}", start + length - 1)
        };
        format!("'latin-1' codec can't encode {place}: ordinal not in range(256)")
    })
}

fn escaped(c: char) -> String {
    match surrogate::decode_surrogate(c).unwrap_or(u32::from(c)) {
        code @ ..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_values_have_single_spaces_inside_and_none_at_the_ends() {
        for (value, expected) in [
            ("", ""),
            (" \t", ""),
            (" tok ", "tok"),
            ("\ta\t b  c\u{a0}", "a b c"),
        ] {
            assert_eq!(canonical(value), expected, "{value:?}");
        }
    }

    #[test]
    fn control_characters_are_refused_and_the_value_is_not_shown() {
        for (value, kind) in [
            ("a\nb", "a line break"),
            ("a\n", "a line break"),
            ("\rab", "a line break"),
            ("ab\0", "a control character"),
            ("a\u{7f}b", "a control character"),
        ] {
            assert_eq!(
                sent(value, "the session token of X").unwrap_err(),
                format!(
                    "An HTTP Client raised an unhandled exception: Invalid header value: the \
                     session token of X contains {kind}"
                )
            );
        }
    }

    #[test]
    fn folded_values_are_sent_in_one_line_and_without_blanks_at_the_ends() {
        for (value, expected) in [
            ("a\tb  c\u{e9}", "a\tb  c\u{e9}"),
            (" a\r\n b\t", "a  b"),
            ("\n  a\n  ", "a"),
            (" ", ""),
        ] {
            assert_eq!(sent(value, "x").unwrap(), expected, "{value:?}");
        }
    }

    #[test]
    fn characters_beyond_latin1_are_named_by_their_place() {
        for (text, expected) in [
            ("a\u{feff}", "character '\\ufeff' in position 1"),
            ("\u{65e5}\u{672c}x\u{65e5}", "characters in position 0-1"),
            ("\u{1f600}", "character '\\U0001f600' in position 0"),
        ] {
            assert_eq!(
                latin1(text).unwrap_err(),
                format!("'latin-1' codec can't encode {expected}: ordinal not in range(256)")
            );
        }
        assert_eq!(latin1("a\u{e9}").unwrap(), b"a\xe9");
    }
}
