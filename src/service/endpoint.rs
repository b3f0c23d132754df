//! The endpoint in the forms for the SDK and for messages.
//!
//! The endpoint was determined and checked before, so the SDK's endpoint rules and its table of
//! partitions are not used.

use crate::error::service::Cause;
use crate::python::surrogate::{self, EncodeError};
use crate::python::url::{self, SplitUrl, Urllib3};
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
        self.has_extra_parts().then(|| self.request_urls(path))
    }

    /// The URLs of the request to `path`.
    pub fn request_urls(&self, path: &str) -> RequestUrls {
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
        RequestUrls { signed, sent }
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
        let scheme = match self.scheme.as_str() {
            "" => String::new(),
            scheme => format!("{scheme}:"),
        };
        let mut url = format!("{scheme}//{}{}{path}", self.netloc, self.path);
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
        // urllib3 takes a URL without a scheme for `http`.
        let scheme = Some(self.scheme.as_str()).filter(|scheme| !scheme.is_empty());
        format!("{}://{host_port}", scheme.unwrap_or("http"))
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

/// The path of a request to `/`, which the original sends to the path of the endpoint itself.
pub fn root_path(url: &str) -> &'static str {
    let url = url::clean(url);
    let path = SplitUrl::split(&url).path;
    match path.is_empty() || path.ends_with('/') {
        true => "/",
        false => "",
    }
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

/// The URL in the form that is sent: scheme, host and port as urllib3 parses them, path and query as
/// `urlparse` does, invalid characters escaped, and the user info, which only a proxy receives.
///
/// # Errors
/// A URL without a valid host ([`Cause::Other`]), or with a host that `http.client` rejects
/// ([`Cause::Closed`]).
pub fn sent_url(url: &str, urllib3: Urllib3) -> Result<String, Cause> {
    let server = url::parse_server(url, urllib3).map_err(Cause::Other)?;
    let host = server
        .host
        .ok_or_else(|| Cause::Other("No host specified.".to_owned()))?;
    if url::is_unsendable(&host) {
        return Err(Cause::Closed);
    }
    let url = url::clean(url);
    let parts = SplitUrl::split(&url);
    let scheme = server.scheme.as_deref().unwrap_or("http");
    let user_info = parts
        .user_info()
        .map(|user| format!("{}@", url::encode_user_info(user)));
    let port = server.port.map(|port| format!(":{port}"));
    let path = match without_parameters(parts.path) {
        "" => "/".to_owned(),
        path => url::encode_path(path),
    };
    let query = match parts.query {
        "" => String::new(),
        query => format!("?{}", url::encode_query(query)),
    };
    Ok(format!(
        "{scheme}://{}{host}{}{path}{query}",
        user_info.unwrap_or_default(),
        port.unwrap_or_default()
    ))
}

/// The path without the parameters of its last segment (`urllib.parse._splitparams`), which the
/// original does not send (`botocore/httpsession.py, URLLib3Session._path_url`).
fn without_parameters(path: &str) -> &str {
    let last = path.rfind('/').unwrap_or_default();
    let parameters = path.get(last..).and_then(|segment| segment.find(';'));
    parameters.map_or(path, |at| path.split_at(last + at).0)
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
    fn a_url_without_a_scheme_is_sent_over_http() {
        let endpoint = Endpoint::new("//h:1/x");
        assert_eq!(endpoint.join("/c"), "//h:1/x/c");
        assert_eq!(endpoint.urls("/c").unwrap().sent, "http://h:1/x/c");
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
            assert_eq!(Endpoint::new(url).join(root_path(url)), root_url);
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
    fn a_url_is_sent_with_the_parts_of_both_parsers() {
        for (url, sent) in [
            ("http://h/[a]?b c#d", "http://h/%5Ba%5D?b%20c"),
            ("HTTP://H", "http://h/"),
            ("//h:080?x", "http://h:80/?x"),
            ("http://u:p@h\\x/a;b/c;d", "http://u:p@h/a;b/c"),
        ] {
            assert_eq!(sent_url(url, Urllib3::V2_8).as_deref(), Ok(sent));
        }
        let closed = sent_url(" http://h", Urllib3::V2_6);
        assert_eq!(closed, Err(Cause::Closed));
    }
}
