//! Credentials as one line of text, for both sides of the comparison.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

/// `KEY SECRET TOKEN EXPIRY`, with `-` for no token and for credentials that do not expire. The
/// expiry is in seconds since 1970.
pub fn credentials(key: &str, secret: &str, token: Option<&str>, expiry: Option<i64>) -> String {
    let token = token.unwrap_or("-");
    let expiry = expiry.map_or("-".to_owned(), |seconds| {
        let text = DateTime::from_secs(seconds).fmt(Format::DateTime);
        text.unwrap_or_else(|error| error.to_string())
    });
    format!("{key} {secret} {token} {expiry}")
}
