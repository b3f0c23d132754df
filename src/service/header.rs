//! Values of HTTP headers, in the form that is signed and the form that is sent.
//!
//! Like the original, a request is signed with [`canonical`] values but sent with the white space
//! inside unchanged. The service removes that white space before it verifies the signature, so a
//! signer must get the canonical value.

use crate::python::{codec, surrogate};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::http::Headers;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};

/// The value in the form that SigV4 signs: no white space at the ends, single spaces inside
/// (`botocore/auth.py: SigV4Auth._header_value`).
pub fn canonical(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value in the form that is sent: one line, without white space at the ends. `source`
/// describes the value in the error, for example `the session token of AWS_SESSION_TOKEN`. The
/// value itself may be a secret, so it is not part of the error, unlike in the original.
///
/// # Errors
/// The errors of [`in_one_line`].
pub fn sent(value: &str, source: &str) -> Result<String, String> {
    let value = in_one_line(value, source)?;
    Ok(value.trim_matches([' ', '\t']).to_owned())
}

/// Joins the lines of a folded value, or of a part of one, which HTTP allows a recipient to do as
/// well. `source` as in [`sent`].
///
/// # Errors
/// The message for a line break that is not followed by a space or a tab, and for any other control
/// character except a tab (`http/client.py: putheader`).
pub fn in_one_line(value: &str, source: &str) -> Result<String, String> {
    let value = unfold(value);
    let is_invalid = |c: char| c.is_ascii_control() && c != '\t';
    match value.chars().find(|c| is_invalid(*c)) {
        None => Ok(value),
        Some(c) => {
            let kind = match c {
                '\n' | '\r' => "a line break",
                _ => "a control character",
            };
            let error = format!("Invalid header value: {source} contains {kind}");
            Err(unhandled(error))
        }
    }
}

/// Replaces each line break that is followed by a space or a tab with a space.
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

/// Sets a header to a value that is sent as Latin-1, like `http.client` does for text that botocore
/// has not encoded. `source` describes the value in the error.
///
/// # Errors
/// The errors of [`sent`], and characters that Latin-1 does not have.
pub fn set_latin1(
    request: &mut HttpRequest,
    name: &'static str,
    value: &str,
    source: &str,
) -> Result<(), String> {
    check_surrogates(value, 0)?;
    codec::latin1(value).map_err(unhandled)?;
    let bytes = codec::latin1(&sent(value, source)?).map_err(unhandled)?;
    let value = HeaderValue::from_bytes(&bytes).map_err(|error| error.to_string())?;
    // A value that is not UTF-8 can only be set by replacing the whole header map.
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

/// Rejects lone surrogates, which stand for bytes of the environment that are not UTF-8, like
/// `email.message` and `http.client`. `offset` is the number of characters before `text` in the
/// header's value.
///
/// # Errors
/// The messages of these modules.
pub fn check_surrogates(text: &str, offset: usize) -> Result<(), String> {
    if surrogate::check_encodable(text).is_ok() {
        return Ok(());
    }
    codec::ascii_escaped(text, offset)
        .and(Err(
            "cannot use a bytes pattern on a string-like object".to_owned()
        ))
        .map_err(unhandled)
}

/// botocore's message for an exception of `http.client` (`HTTPClientError`).
fn unhandled(error: String) -> String {
    format!("An HTTP Client raised an unhandled exception: {error}")
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
    fn control_characters_are_rejected_without_showing_the_value() {
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
}
