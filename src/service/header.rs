//! Values of HTTP headers: the form that is signed, and the check before one is sent.
//!
//! A request is signed over [`canonical`] values and sent with the values as they are, as the
//! original does: a signer that is given anything but the canonical value signs the blanks that
//! the service removes.

/// The value as SigV4 signs it: no white space at the ends, one space for each run inside
/// (`botocore/auth.py: SigV4Auth._header_value`).
pub fn canonical(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Checks that a header can hold `value`. `source` names the value in the error, for example
/// `the session token of AWS_SESSION_TOKEN`; the value itself may be a secret and is not shown,
/// where the original shows it.
///
/// # Errors
/// The message for a control character other than a tab (`http/client.py: putheader`).
pub fn check(value: &str, source: &str) -> Result<(), String> {
    let is_invalid = |c: char| c.is_ascii_control() && c != '\t';
    match value.chars().find(|c| is_invalid(*c)) {
        None => Ok(()),
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
            ("\rab", "a line break"),
            ("ab\0", "a control character"),
            ("a\u{7f}b", "a control character"),
        ] {
            assert_eq!(
                check(value, "the session token of X").unwrap_err(),
                format!(
                    "An HTTP Client raised an unhandled exception: Invalid header value: the \
                     session token of X contains {kind}"
                )
            );
        }
        assert_eq!(check("a\tb \u{e9}", "x"), Ok(()));
    }
}
