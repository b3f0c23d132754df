//! Selects the proxy for a request.
//!
//! The rules are `botocore/httpsession.py`, `ProxyConfiguration`, and Python's
//! `urllib.request.proxy_bypass_environment`. Connections are opened elsewhere.

use crate::config::transport::Proxies;
use crate::error::service::Cause;
use crate::log::secret::Secret;
use crate::python::url::{self, SplitUrl, Urllib3};

/// A parsed proxy URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Whether the connection to the proxy itself uses TLS.
    pub tls: bool,
    /// The name or the address of the host, without brackets; `None` if the URL has no host, in
    /// which case urllib3 connects to the target itself.
    pub host: Option<String>,
    /// The port of the URL, or the default port of its scheme.
    pub port: u16,
    /// The value of `proxy-authorization`, if the URL has a user and a password.
    pub authorization: Option<Secret>,
    /// The URL for messages, with user and password masked.
    pub redacted_url: String,
}

/// The proxy for a URL with this scheme and authority (host, and port as written).
///
/// # Errors
/// A proxy URL that Python or urllib3 cannot parse ([`Cause::Other`]).
pub fn proxy_for(
    proxies: &Proxies,
    urllib3: Urllib3,
    scheme: &str,
    authority: &str,
) -> Result<Option<Proxy>, Cause> {
    let url = match scheme {
        "http" => proxies.http.as_deref(),
        "https" => proxies.https.as_deref(),
        _ => None,
    };
    match url.filter(|url| !url.is_empty()) {
        Some(url) if !bypasses(proxies.no_proxy.as_deref(), authority) => {
            parse(&with_scheme(url), urllib3)
                .map(Some)
                .map_err(Cause::Other)
        }
        _ => Ok(None),
    }
}

/// Adds the default scheme `http` (`_fix_proxy_url`).
fn with_scheme(url: &str) -> String {
    if url.starts_with("http:") || url.starts_with("https:") {
        url.to_owned()
    } else if url.starts_with("//") {
        format!("http:{url}")
    } else {
        format!("http://{url}")
    }
}

/// Parses a proxy URL.
fn parse(url: &str, urllib3: Urllib3) -> Result<Proxy, String> {
    let cleaned = url::clean(url);
    let parts = SplitUrl::split(&cleaned);
    parts.check_netloc()?;
    let authorization = match parts.user_info().and_then(|info| info.split_once(':')) {
        // `proxy_headers_for` requires both.
        Some((user, password)) if !user.is_empty() && !password.is_empty() => {
            let plain = format!("{}:{}", url::unquote(user), url::unquote(password));
            require_ascii(&plain)?;
            let encoded = aws_smithy_types::base64::encode(plain);
            Some(Secret::new(format!("Basic {encoded}")))
        }
        _ => None,
    };
    let server = url::parse_server(url, urllib3)?;
    let tls = server.scheme.as_deref() == Some("https");
    let default_port = if tls { 443 } else { 80 };
    Ok(Proxy {
        tls,
        host: server
            .host
            .map(|host| host.trim_matches(['[', ']']).to_owned()),
        port: server
            .port
            .filter(|port| *port != 0)
            .unwrap_or(default_port),
        authorization,
        redacted_url: url::mask_password(url).into_owned(),
    })
}

/// Rejects other characters like Python's `str.encode('ascii')`, which `_construct_basic_auth`
/// calls.
fn require_ascii(text: &str) -> Result<(), String> {
    let Some(start) = text.chars().position(|c| !c.is_ascii()) else {
        return Ok(());
    };
    let run: Vec<char> = text
        .chars()
        .skip(start)
        .take_while(|c| !c.is_ascii())
        .collect();
    let subject = match run.as_slice() {
        [c] => {
            let code = u32::from(*c);
            let escaped = if code < 0x100 {
                format!("\\x{code:02x}")
            } else if code < 0x1_0000 {
                format!("\\u{code:04x}")
            } else {
                format!("\\U{code:08x}")
            };
            format!("character '{escaped}' in position {start}")
        }
        run => format!("characters in position {start}-{}", start + run.len() - 1),
    };
    Err(format!(
        "'ascii' codec can't encode {subject}: ordinal not in range(128)"
    ))
}

/// Whether `no_proxy` excludes the authority: it contains its host name or a parent domain, with or
/// without the port, or is `*`. Address ranges are not supported, as in Python.
fn bypasses(no_proxy: Option<&str>, authority: &str) -> bool {
    let Some(no_proxy) = no_proxy else {
        return false;
    };
    if no_proxy == "*" {
        return true;
    }
    let host_port = authority.to_lowercase();
    let host = host_port
        .rsplit_once(':')
        .map_or(host_port.as_str(), |(host, port)| {
            let digits = port.bytes().all(|byte| byte.is_ascii_digit());
            if digits { host } else { &host_port }
        });
    no_proxy
        .split(',')
        .map(|name| name.trim().trim_start_matches('.').to_lowercase())
        .filter(|name| !name.is_empty())
        .any(|name| {
            [host, host_port.as_str()].into_iter().any(|host_port| {
                host_port
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

    fn proxy(url: &str) -> Result<Proxy, Cause> {
        proxy_for(&proxies(url, ""), Urllib3::default(), "https", "a.example").map(Option::unwrap)
    }

    #[test]
    fn a_proxy_without_a_scheme_uses_http() {
        let proxy = proxy("localhost:3128").unwrap();
        assert_eq!((proxy.tls, proxy.port), (false, 3128));
        assert_eq!(proxy.redacted_url, "http://localhost:3128");
    }

    #[test]
    fn user_and_password_are_decoded_for_the_header_and_masked_in_messages() {
        let proxy = proxy("http://user:p%40ss@[::1]:1/").unwrap();
        assert_eq!(proxy.authorization, Some(Secret::new("Basic dXNlcjpwQHNz")));
        assert_eq!(proxy.redacted_url, "http://***:***@[::1]:1/");
        assert_eq!(proxy.host.as_deref(), Some("::1"));
    }

    #[test]
    fn messages_do_not_contain_the_password() {
        for url in [
            "http:///u:secret@h",
            "http://http://u:secret@h",
            "HTTP://u:secret@h",
            "http:u:secret@h",
            "http://u:http@h",
            "http://dom\\u:secret@h",
            "http://u:se\tcret@h",
        ] {
            let shown = proxy(url).unwrap().redacted_url;
            assert!(shown.ends_with("***:***@h"), "{url}: {shown}");
        }
        for (url, message) in [
            (
                "http://u:se/cret@h",
                "Failed to parse: 'u:se' is not a valid host or port",
            ),
            (
                " http://u:secret@h",
                "Failed to parse: Host ' http' contains invalid character ' '",
            ),
            (
                "http://u:secret@h:70000",
                "Failed to parse: http://***:***@h:70000",
            ),
            ("http://u:se[cret@h", "Invalid IPv6 URL"),
            (
                "http://u:s%c3%a9\u{fc}@h",
                "'ascii' codec can't encode characters in position 3-4: ordinal not in range(128)",
            ),
        ] {
            assert_eq!(proxy(url), Err(Cause::Other(message.to_owned())), "{url}");
        }
    }

    #[test]
    fn no_proxy_matches_domain_suffixes_with_and_without_ports() {
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
