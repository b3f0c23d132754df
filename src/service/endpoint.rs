//! The endpoint in the forms for the SDK and for messages.
//!
//! The endpoint was determined and checked before, so the SDK's endpoint rules and its table of
//! partitions are not used.

use crate::python::surrogate::{self, EncodeError};
use crate::python::url::{self, SplitUrl};
use aws_sdk_amplifybackend::config::endpoint::{EndpointFuture, Params, ResolveEndpoint};
use aws_smithy_types::Document;
use std::collections::HashMap;

/// A parsed endpoint URL (`botocore/awsrequest.py`, `_urljoin`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The scheme, in lower case.
    scheme: String,
    /// User info, host and port as written.
    netloc: String,
    /// The path as written, without a slash at the end.
    path: String,
    /// The query as written; it follows the path of the operation.
    query: String,
    /// The fragment, which appears in messages only.
    fragment: String,
}

/// The URLs of a request, in forms that the SDK does not produce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestUrls {
    /// The URL to sign; its path is escaped once (`botocore/auth.py: SigV4Auth.
    /// _normalize_url_path`).
    pub signed: String,
    /// The URL to send: the path is escaped like in urllib3, and the user info, which only a proxy
    /// receives, is included.
    pub sent: String,
}

impl Endpoint {
    /// Parses the URL.
    pub fn new(url: &str) -> Self {
        let url = url::clean(url);
        let parts = SplitUrl::split(&url);
        let path = parts.path.strip_suffix('/').unwrap_or(parts.path);
        Endpoint {
            scheme: parts.scheme.to_lowercase(),
            netloc: parts.netloc.unwrap_or_default().to_owned(),
            path: path.to_owned(),
            query: parts.query.to_owned(),
            fragment: parts.fragment.to_owned(),
        }
    }

    /// The URLs of the request to `path`; `None` if the SDK produces the same. The SDK does not
    /// support a query or user info, and escapes paths differently.
    pub fn urls(&self, path: &str) -> Option<RequestUrls> {
        if !self.has_extra_parts() {
            return None;
        }
        let whole = format!("{}{path}", self.path);
        let query = match self.query.as_str() {
            "" => String::new(),
            query => format!("?{}", url::encode_query(query)),
        };
        let base = self.base();
        let signed = format!("{base}{}{query}", url::quote_path(&whole));
        let sent = url::encode_path(&whole);
        let user_info = self.user_info();
        let sent = match base.split_once("://") {
            Some((scheme, host)) if !user_info.is_empty() => {
                let user_info = url::encode_user_info(user_info);
                format!("{scheme}://{user_info}@{host}{sent}{query}")
            }
            _ => format!("{base}{sent}{query}"),
        };
        Some(RequestUrls { signed, sent })
    }

    /// Checks that the original can encode the text that it signs for the request to `path`: first
    /// the path, then the canonical request (`botocore/auth.py: SigV4Auth.canonical_request`).
    ///
    /// # Errors
    /// Lone surrogates, from bytes of the URL that are not UTF-8.
    pub fn check_encodable(&self, method: &str, path: &str) -> Result<(), EncodeError> {
        if !self.has_extra_parts() {
            return Ok(());
        }
        let whole = format!("{}{path}", self.path);
        surrogate::check_encodable(&whole)?;
        let pairs = self.query.split('&');
        let mut pairs: Vec<_> = pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .collect();
        pairs.sort_unstable();
        let pairs: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let path = url::quote_path(&whole);
        surrogate::check_encodable(&format!("{method}\n{path}\n{}", pairs.join("&")))
    }

    /// The URL of the request to `path`, as the original shows it in messages.
    pub fn join(&self, path: &str) -> String {
        let mut url = format!("{}://{}{}{path}", self.scheme, self.netloc, self.path);
        for (mark, part) in [('?', &self.query), ('#', &self.fragment)] {
            if !part.is_empty() {
                url.push(mark);
                url.push_str(part);
            }
        }
        url
    }

    /// Scheme, host and port, for the SDK.
    fn base(&self) -> String {
        let host_port = self.netloc.rsplit('@').next().unwrap_or_default();
        let host_port = host_port.to_lowercase();
        // The port is normalized to a number, and omitted if it has no digits.
        let host_port = match host_port.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => match port.parse::<u16>() {
                Ok(port) => format!("{host}:{port}"),
                Err(_) => host.to_owned(),
            },
            _ => host_port,
        };
        format!("{}://{host_port}", self.scheme)
    }

    fn user_info(&self) -> &str {
        self.netloc.rsplit_once('@').map_or("", |(user, _)| user)
    }

    /// Whether the endpoint has parts that the SDK does not support. [`Endpoint::urls`] then
    /// escapes the path to sign.
    fn has_extra_parts(&self) -> bool {
        !(self.path.is_empty() && self.query.is_empty() && self.user_info().is_empty())
    }
}

/// The URL of a request to `/`, which the original sends to the path of the endpoint itself.
pub fn root(url: &str) -> String {
    let path = SplitUrl::split(url).path;
    Endpoint::new(url).join(if path.is_empty() || path.ends_with('/') {
        "/"
    } else {
        ""
    })
}

impl ResolveEndpoint for Endpoint {
    fn resolve_endpoint<'a>(&'a self, _: &'a Params) -> EndpointFuture<'a> {
        let mut endpoint = aws_sdk_amplifybackend::config::endpoint::Endpoint::builder();
        if self.has_extra_parts() {
            let scheme = HashMap::from([
                ("name".to_owned(), "sigv4".into()),
                ("disableDoubleEncoding".to_owned(), true.into()),
            ]);
            endpoint = endpoint.property("authSchemes", vec![Document::Object(scheme)]);
        }
        EndpointFuture::ready(Ok(endpoint.url(self.base()).build()))
    }
}

/// Escapes a whole URL like urllib3, without its fragment.
pub fn escape(whole: &str) -> String {
    let (rest, _) = whole.split_once('#').unwrap_or((whole, ""));
    let (rest, query) = match rest.split_once('?') {
        Some((rest, query)) => (rest, format!("?{}", url::encode_query(query))),
        None => (rest, String::new()),
    };
    let start = rest.find("//").map_or(0, |at| at + 2);
    let (front, path) = match rest.get(start..).and_then(|rest| rest.find('/')) {
        Some(at) => rest.split_at(start + at),
        None => (rest, ""),
    };
    format!("{front}{}{query}", url::encode_path(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf8_cannot_be_signed() {
        let lone = surrogate::encode_surrogate(0xDCFF);
        for (url, position) in [
            (format!("http://h/a{lone}"), Some(2)),
            (format!("http://h?{lone}"), Some(10)),
            // The pairs are sorted before they are signed, so this one is first.
            (format!("http://h?z=1&b={lone}"), Some(12)),
            ("http://h/\u{e9}?\u{e9}".to_owned(), None),
        ] {
            let error = Endpoint::new(&url).check_encodable("POST", "/b/c").err();
            assert_eq!(error.map(|error| error.position), position, "{url}");
        }
    }

    #[test]
    fn the_endpoint_path_precedes_and_its_query_follows_the_operation_path() {
        let endpoint = Endpoint::new("HTTP://u:p@Host:01/a b[/?x=y z#z");
        assert_eq!(endpoint.base(), "http://host:1");
        let urls = endpoint.urls("/c%20d").unwrap();
        assert_eq!(urls.signed, "http://host:1/a%20b%5B/c%2520d?x=y%20z");
        assert_eq!(urls.sent, "http://u:p@host:1/a%20b%5B/c%20d?x=y%20z");
        assert_eq!(endpoint.join("/c"), "http://u:p@Host:01/a b[/c?x=y z#z");
    }

    #[test]
    fn a_leading_space_is_removed() {
        let endpoint = Endpoint::new(" http://h");
        assert_eq!(endpoint.join("/c"), "http://h/c");
        assert_eq!(endpoint.urls("/c"), None);
    }

    #[test]
    fn the_root_is_the_endpoint_s_own_path() {
        for (url, root_url) in [
            ("http://h", "http://h/"),
            ("HTTP://h/", "http://h/"),
            ("http://h/x", "http://h/x"),
            ("http://h/x/", "http://h/x/"),
            ("http://h/x?y=/", "http://h/x?y=/"),
            ("http://h?y=/", "http://h/?y=/"),
        ] {
            assert_eq!(root(url), root_url);
        }
    }

    #[test]
    fn one_trailing_slash_is_removed() {
        let endpoint = Endpoint::new("http://h/");
        assert_eq!(endpoint.join("/c"), "http://h/c");
        assert_eq!(endpoint.urls("/c"), None);
        let endpoint = Endpoint::new("http://h//");
        assert_eq!(endpoint.join("/c"), "http://h//c");
        assert_eq!(endpoint.urls("/c").unwrap().sent, "http://h//c");
    }

    #[test]
    fn a_url_is_escaped_part_by_part() {
        for (url, sent) in [
            ("http://h/[a]?b c#d", "http://h/%5Ba%5D?b%20c"),
            ("http://h", "http://h"),
            ("http://h?x", "http://h?x"),
        ] {
            assert_eq!(escape(url), sent);
        }
    }
}
