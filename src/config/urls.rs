//! Whether a URL can be an endpoint (`botocore/utils.py, is_valid_endpoint_url,
//! is_valid_ipv6_endpoint_url`).

use crate::error::settings::SettingsError;
use crate::python::repr::repr_str;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Checks scheme and host; the port is checked later, by [`check_port`].
pub fn is_valid_endpoint(url: &str) -> bool {
    if url.contains(['\t', '\r', '\n']) {
        return false;
    }
    let Some(host) = host(url) else {
        return false;
    };
    is_valid_host(&host) || is_valid_ipv6(&host, url)
}

/// Whether the brackets of the host make sense.
///
/// # Errors
/// What Python says of them (`urllib.parse.urlsplit`).
pub fn check_brackets(url: &str) -> Result<(), String> {
    let Some(authority) = authority(url) else {
        return Ok(());
    };
    match (authority.split_once('['), authority.contains(']')) {
        (None, false) => Ok(()),
        (Some((_, bracketed)), true) => {
            check_bracketed(bracketed.split(']').next().unwrap_or(bracketed))
        }
        _ => Err("Invalid IPv6 URL".to_owned()),
    }
}

/// `_check_bracketed_host`
fn check_bracketed(host: &str) -> Result<(), String> {
    if let Some(future) = host.strip_prefix('v') {
        let fits = future.split_once('.').is_some_and(|(version, address)| {
            let is_hexadecimal = |c: char| c.is_ascii_hexdigit();
            !version.is_empty() && version.chars().all(is_hexadecimal) && !address.is_empty()
        });
        return fits
            .then_some(())
            .ok_or_else(|| "IPvFuture address is invalid".to_owned());
    }
    if host.parse::<Ipv4Addr>().is_ok() {
        return Err("An IPv4 address cannot be in brackets".to_owned());
    }
    let (address, zone) = match host.split_once('%') {
        Some((address, zone)) => (address, Some(zone)),
        None => (host, None),
    };
    let zone_fits = zone.is_none_or(|zone| !zone.is_empty() && !zone.contains('%'));
    if zone_fits && address.parse::<Ipv6Addr>().is_ok() {
        return Ok(());
    }
    Err(format!(
        "{} does not appear to be an IPv4 or IPv6 address",
        repr_str(host)
    ))
}

/// Python reads the port only when it connects or looks for a proxy.
pub fn check_port(url: &str) -> Result<(), SettingsError> {
    let Some(authority) = authority(url) else {
        return Ok(());
    };
    let after_host = match authority.rsplit_once(']') {
        Some((_, rest)) => rest,
        None => authority,
    };
    let Some((_, port)) = after_host.split_once(':') else {
        return Ok(());
    };
    if port.is_empty() {
        return Ok(());
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(SettingsError::InvalidPort(port.to_owned()));
    }
    match port.parse::<u16>() {
        Ok(_) => Ok(()),
        Err(_) => Err(SettingsError::PortOutOfRange),
    }
}

/// What stands between `//` and the path, without user and password.
fn authority(url: &str) -> Option<&str> {
    let after_scheme = match url.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        _ => url,
    };
    let rest = after_scheme.strip_prefix("//")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    Some(authority.rsplit_once('@').map_or(authority, |(_, a)| a))
}

/// Whether the URL begins with a scheme (`urllib.parse.urlsplit`).
pub fn has_scheme(url: &str) -> bool {
    url.trim_start_matches(|c| c <= ' ')
        .split_once(':')
        .is_some_and(|(scheme, _)| is_scheme(&scheme.replace(['\t', '\r', '\n'], "")))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// `urlsplit(url).hostname`: lower case, without brackets and port; `None` when empty.
pub fn host(url: &str) -> Option<String> {
    let authority = authority(url)?;
    let host = match authority.split_once('[') {
        Some((_, bracketed)) => bracketed.split(']').next().unwrap_or(bracketed),
        None => authority.split(':').next().unwrap_or(authority),
    };
    (!host.is_empty()).then(|| host.to_lowercase())
}

/// Labels of letters, digits and inner hyphens, 63 characters each, 255 in all.
fn is_valid_host(host: &str) -> bool {
    host.chars().count() <= 255
        && host
            .strip_suffix('.')
            .unwrap_or(host)
            .split('.')
            .all(|label| {
                (1..=63).contains(&label.len())
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            })
}

/// An IPv6 address in brackets, with or without a zone.
fn is_valid_ipv6(host: &str, url: &str) -> bool {
    let address = host.split('%').next().unwrap_or(host);
    url.contains('[') && address.parse::<Ipv6Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_has_a_scheme_and_a_proper_host() {
        for url in [
            "http://localhost",
            "foo://bar",
            "HTTP://127.0.0.1:80/x?y#z",
            "http://u:p@x.y:1/",
            "http://x./",
            "http://[::1]:1/x",
            "http://[::1%251]/",
        ] {
            assert!(is_valid_endpoint(url), "{url}");
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
        ] {
            assert!(!is_valid_endpoint(url), "{url}");
        }
    }

    #[test]
    fn brackets_hold_an_address_of_version_six_or_later() {
        for url in [
            "http://h/[",
            "http://[::1]:1/",
            "http://[::1%1]/",
            "http://[v1f.x]",
            "[",
        ] {
            assert_eq!(check_brackets(url), Ok(()), "{url}");
        }
        for (url, message) in [
            ("http://[", "Invalid IPv6 URL"),
            ("http://::1]/", "Invalid IPv6 URL"),
            ("http://[1.2.3.4]", "An IPv4 address cannot be in brackets"),
            ("http://[v.x]", "IPvFuture address is invalid"),
            (
                "http://[::1%]",
                "'::1%' does not appear to be an IPv4 or IPv6 address",
            ),
        ] {
            assert_eq!(check_brackets(url), Err(message.to_owned()), "{url}");
        }
    }

    #[test]
    fn a_port_is_a_number() {
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
