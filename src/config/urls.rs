//! Checks of endpoint URLs (`botocore/utils.py, is_valid_endpoint_url,
//! is_valid_ipv6_endpoint_url`).

use crate::error::settings::SettingsError;
use crate::python::int_parse::is_decimal;
use crate::python::url::{self, SplitUrl};
use std::net::Ipv6Addr;

/// Whether the URL has a scheme and a valid host. [`check_port`] checks the port later.
///
/// # Errors
/// Python's message about the netloc.
pub(super) fn is_valid_endpoint(url: &str) -> Result<bool, SettingsError> {
    if url.contains(['\t', '\r', '\n']) {
        return Ok(false);
    }
    let url = url::clean(url);
    let parts = SplitUrl::split(&url);
    parts.check_netloc().map_err(SettingsError::Python)?;
    let host = parts.hostname();
    Ok(host.is_some_and(|host| is_valid_host(&host) || is_valid_ipv6(&host, &url)))
}

/// Checks netloc, scheme and host, as the creation of every client does
/// (`botocore/endpoint.py`, `EndpointCreator.create_endpoint`).
///
/// # Errors
/// Python's message about the netloc, or an invalid endpoint.
pub(super) fn check_endpoint(url: &str) -> Result<(), SettingsError> {
    match is_valid_endpoint(url)? {
        true => Ok(()),
        false => Err(SettingsError::InvalidEndpoint(url.to_owned())),
    }
}

/// Checks the brackets around the host, and its characters.
///
/// # Errors
/// Python's message (`urllib.parse.urlsplit`).
pub(super) fn check_netloc(url: &str) -> Result<(), String> {
    SplitUrl::split(&url::clean(url)).check_netloc()
}

/// Whether the URL begins with a scheme.
pub(super) fn has_scheme(url: &str) -> bool {
    !SplitUrl::split(&url::clean(url)).scheme.is_empty()
}

/// Checks the port, which Python parses only when it signs, connects or selects a proxy.
///
/// # Errors
/// [`SettingsError::InvalidPort`] and [`SettingsError::PortOutOfRange`].
pub fn check_port(url: &str) -> Result<(), SettingsError> {
    let url = url::clean(url);
    match SplitUrl::split(&url).port() {
        None => Ok(()),
        Some(port) if !port.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(SettingsError::InvalidPort(port.to_owned()))
        }
        Some(port) => match port.parse::<u16>() {
            Ok(_) => Ok(()),
            Err(_) => Err(SettingsError::PortOutOfRange),
        },
    }
}

/// Whether the host consists of labels of letters, digits and inner hyphens, 1 to 63 characters
/// each and at most 255 in all.
fn is_valid_host(host: &str) -> bool {
    host.chars().count() <= 255
        && host
            .strip_suffix('.')
            .unwrap_or(host)
            .split('.')
            .all(|label| {
                (1..=63).contains(&label.chars().count())
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(is_valid_in_host)
            })
}

/// Whether the expression `[A-Z\d-]` matches the character: without case, and digits of all scripts.
fn is_valid_in_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | 'ı' | 'ſ') || is_decimal(c)
}

/// Whether the host is an IPv6 address in brackets, with or without a zone.
fn is_valid_ipv6(host: &str, url: &str) -> bool {
    let address = host.split('%').next().unwrap_or(host);
    url.contains('[') && address.parse::<Ipv6Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_needs_a_valid_host() {
        for url in [
            "http://localhost",
            "foo://bar",
            "HTTP://127.0.0.1:80/x?y#z",
            "http://u:p@x.y:1/",
            "http://x./",
            "http://[::1]:1/x",
            "http://[::1%251]/",
            " \u{1}http://h",
            "http://127.0.0.１",
        ] {
            assert_eq!(is_valid_endpoint(url), Ok(true), "{url}");
        }
        for url in [
            "foo",
            "",
            "http:/foo",
            "http://",
            "http://a b/",
            "http://foo_bar/x",
            "http://ex..ample/",
            "http://-x/",
            "https://amplifybackend..amazonaws.com",
            "https://a\n.b",
            "http://[\t",
        ] {
            assert_eq!(is_valid_endpoint(url), Ok(false), "{url}");
        }
    }

    #[test]
    fn a_port_must_be_a_number_up_to_65535() {
        assert_eq!(
            check_port("http://localhost:9x/x"),
            Err(SettingsError::InvalidPort("9x".to_owned()))
        );
        assert_eq!(
            check_port("http://h:65536"),
            Err(SettingsError::PortOutOfRange)
        );
        assert_eq!(check_port("http://[::1]:80/"), Ok(()));
        assert_eq!(check_port("http://h"), Ok(()));
    }
}
