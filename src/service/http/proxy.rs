//! Which proxy, if any, a request goes through.
//!
//! The rules are `botocore/httpsession.py`, `ProxyConfiguration`, and Python's
//! `urllib.request.proxy_bypass_environment`; connecting is not done here.

use crate::config::transport::Proxies;
use crate::log::secret::Secret;

/// A proxy, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Whether the proxy itself is spoken to over TLS.
    pub tls: bool,
    /// A name or an address, without brackets.
    pub host: String,
    /// The port; that of the scheme unless the URL says otherwise.
    pub port: u16,
    /// The value of `proxy-authorization`, when the URL holds a user and a password.
    pub authorization: Option<Secret>,
    /// The URL as messages show it, with user and password masked.
    pub redacted_url: String,
}

/// The proxy for a URL of `scheme` at `authority` (host, and port as written).
pub fn proxy_for(proxies: &Proxies, scheme: &str, authority: &str) -> Option<Proxy> {
    let url = match scheme {
        "http" => proxies.http.as_deref(),
        "https" => proxies.https.as_deref(),
        _ => None,
    }
    .filter(|url| !url.is_empty())?;
    if bypasses(proxies.no_proxy.as_deref(), authority) {
        return None;
    }
    Some(parse(&with_scheme(url)))
}

/// `_fix_proxy_url`: no scheme means `http`.
fn with_scheme(url: &str) -> String {
    if url.starts_with("http:") || url.starts_with("https:") {
        url.to_owned()
    } else if url.starts_with("//") {
        format!("http:{url}")
    } else {
        format!("http://{url}")
    }
}

fn parse(url: &str) -> Proxy {
    let (scheme, rest) = url.split_once(':').unwrap_or(("http", url));
    let rest = rest.trim_start_matches('/');
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user_info, place) = match authority.rsplit_once('@') {
        Some((user_info, place)) => (Some(user_info), place),
        None => (None, authority),
    };
    let tls = scheme.eq_ignore_ascii_case("https");
    let (host, port) = split_port(place);
    let mut redacted_url = url.to_owned();
    let mut authorization = None;
    if let Some(user_info) = user_info {
        let (user, password) = user_info.split_once(':').unwrap_or((user_info, ""));
        // `mask_proxy_url`: the first place where the text occurs, wherever that is.
        for secret in [user, password] {
            if !secret.is_empty() {
                redacted_url = redacted_url.replacen(secret, "***", 1);
            }
        }
        // `proxy_headers_for`: only with both.
        if !user.is_empty() && !password.is_empty() {
            let plain = [unquote(user), b":".to_vec(), unquote(password)].concat();
            let encoded = aws_smithy_types::base64::encode(plain);
            authorization = Some(Secret::new(format!("Basic {encoded}")));
        }
    }
    Proxy {
        tls,
        host: host.trim_matches(['[', ']']).to_owned(),
        port: port.unwrap_or(if tls { 443 } else { 80 }),
        authorization,
        redacted_url,
    }
}

fn split_port(place: &str) -> (&str, Option<u16>) {
    match place.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (host, port.parse().ok())
        }
        _ => (place, None),
    }
}

/// Percent escapes undone; a broken one stays as it is (`urllib.parse.unquote`).
fn unquote(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let escaped = match (byte, tail) {
            (b'%', [high, low, after @ ..]) => hex(*high)
                .zip(hex(*low))
                .map(|(high, low)| (high * 16 + low, after)),
            _ => None,
        };
        match escaped {
            Some((byte, after)) => {
                out.push(byte);
                rest = after;
            }
            None => out.push(byte),
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Whether `no_proxy` names the place: a suffix at a dot, with or without the port, or `*`.
/// Address ranges are not understood, as in Python.
fn bypasses(no_proxy: Option<&str>, authority: &str) -> bool {
    let Some(no_proxy) = no_proxy else {
        return false;
    };
    if no_proxy == "*" {
        return true;
    }
    let place = authority.to_lowercase();
    let (host, _) = split_port(&place);
    no_proxy
        .split(',')
        .map(|name| name.trim().trim_start_matches('.').to_lowercase())
        .filter(|name| !name.is_empty())
        .any(|name| {
            [host, place.as_str()].into_iter().any(|place| {
                place
                    .strip_suffix(name.as_str())
                    .is_some_and(|front| front.is_empty() || front.ends_with('.'))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(url: &str, no_proxy: &str) -> Proxies {
        Proxies {
            http: Some(url.to_owned()),
            https: Some(url.to_owned()),
            no_proxy: Some(no_proxy.to_owned()),
        }
    }

    #[test]
    fn a_proxy_without_a_scheme_is_a_plain_one() {
        let proxy = proxy_for(&proxies("localhost:3128", ""), "https", "a.example").unwrap();
        assert_eq!((proxy.tls, proxy.port), (false, 3128));
        assert_eq!(proxy.redacted_url, "http://localhost:3128");
    }

    #[test]
    fn user_and_password_are_unquoted_for_the_header_and_masked_in_messages() {
        let proxy = proxy_for(&proxies("http://user:p%40ss@[::1]:1/", ""), "http", "a").unwrap();
        assert_eq!(proxy.authorization, Some(Secret::new("Basic dXNlcjpwQHNz")));
        assert_eq!(proxy.redacted_url, "http://***:***@[::1]:1/");
        assert_eq!(proxy.host, "::1");
    }

    #[test]
    fn no_proxy_takes_suffixes_at_dots_with_and_without_ports() {
        for (no_proxy, authority, bypassed) in [
            ("example.com", "a.example.com:443", true),
            (".example.com", "example.com", true),
            ("example.com", "anexample.com", false),
            ("x, a.example.com:8443", "A.example.com:8443", true),
            ("a.example.com:8443", "a.example.com:443", false),
            ("*", "anything", true),
            ("*,b", "anything", false),
            ("10.0.0.0/8", "10.0.0.1", false),
            ("", "a", false),
        ] {
            assert_eq!(
                bypasses(Some(no_proxy), authority),
                bypassed,
                "{no_proxy} {authority}"
            );
        }
    }
}
