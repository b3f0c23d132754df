//! The endpoint as the SDK gets it, and as messages show it.
//!
//! Which endpoint is meant, and that it is one, was settled before; the SDK's rules, and their
//! table of partitions, are not consulted.

use aws_sdk_amplifybackend::config::endpoint::{EndpointFuture, Params, ResolveEndpoint};
use aws_smithy_types::Document;
use std::fmt::Write;

/// An endpoint URL taken apart (`botocore/awsrequest.py`, `_urljoin`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// What the SDK puts the path behind: a scheme and a host in lower case, no user, no
    /// character that has no place in a URL.
    base: String,
    /// The URL up to its path, as written but for the scheme, and without a last slash.
    shown: String,
    /// The query, which belongs behind the path.
    query: Option<String>,
    /// The fragment, which only messages show.
    fragment: Option<String>,
    /// The region to sign for, if not the client's.
    signing_region: Option<String>,
}

impl Endpoint {
    /// Takes the URL apart.
    pub fn new(url: &str) -> Self {
        let (rest, fragment) = split_off(url, '#');
        let (shown, query) = split_off(rest, '?');
        let shown = shown.strip_suffix('/').unwrap_or(shown);
        let (scheme, rest) = shown.split_once("://").unwrap_or(("", shown));
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, ""),
        };
        let place = authority.rsplit('@').next().unwrap_or_default();
        Endpoint {
            base: format!(
                "{}://{}{}",
                scheme.to_lowercase(),
                place.to_lowercase(),
                escape(path)
            ),
            shown: format!("{}://{rest}", scheme.to_lowercase()),
            query: query.map(escape),
            fragment: fragment.map(str::to_owned),
            signing_region: None,
        }
    }

    /// Signs for this region instead of the client's.
    pub fn sign_for(&mut self, region: &str) {
        self.signing_region = Some(region.to_owned());
    }

    /// The URL of the request to `path`, if the SDK would write another one: it knows of no query,
    /// and drops a slash at the end of the base.
    pub fn rewritten(&self, path: &str) -> Option<String> {
        match &self.query {
            Some(query) => Some(format!("{}{path}?{query}", self.base)),
            None if self.base.ends_with('/') => Some(format!("{}{path}", self.base)),
            None => None,
        }
    }

    /// The URL of the request to `path`, as the original shows it.
    pub fn join(&self, path: &str) -> String {
        let mut url = format!("{}{path}", self.shown);
        for (mark, part) in [('?', &self.query), ('#', &self.fragment)] {
            if let Some(part) = part {
                url.push(mark);
                url.push_str(part);
            }
        }
        url
    }
}

/// The URL of a request to `/`, which the original sends to the endpoint's own path.
pub fn root(url: &str) -> String {
    let (before, _) = split_off(split_off(url, '#').0, '?');
    let place = before.split_once("://").map_or(before, |(_, place)| place);
    let has_path = place.contains('/') && !place.ends_with('/');
    Endpoint::new(url).join(if has_path { "" } else { "/" })
}

impl ResolveEndpoint for Endpoint {
    fn resolve_endpoint<'a>(&'a self, _: &'a Params) -> EndpointFuture<'a> {
        let mut endpoint = aws_sdk_amplifybackend::config::endpoint::Endpoint::builder();
        if let Some(region) = &self.signing_region {
            let scheme = [("name", "sigv4"), ("signingRegion", region)];
            let scheme = scheme.map(|(name, value)| (name.to_owned(), value.into()));
            endpoint = endpoint.property("authSchemes", vec![Document::Object(scheme.into())]);
        }
        EndpointFuture::ready(Ok(endpoint.url(self.base.clone()).build()))
    }
}

/// What is before the mark, and what is behind it if there is anything.
fn split_off(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after).filter(|after| !after.is_empty())),
        None => (text, None),
    }
}

/// Percent escapes for what a URL cannot hold; all else stays, escapes too.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_front_and_a_query_goes_behind() {
        let endpoint = Endpoint::new("HTTP://u:p@Host:1/a b/?x=y#z");
        assert_eq!(endpoint.base, "http://host:1/a%20b");
        let sent = endpoint.rewritten("/c");
        assert_eq!(sent.as_deref(), Some("http://host:1/a%20b/c?x=y"));
        assert_eq!(endpoint.join("/c"), "http://u:p@Host:1/a b/c?x=y#z");
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
    fn one_slash_at_the_end_is_dropped() {
        let endpoint = Endpoint::new("http://h/");
        assert_eq!(endpoint.join("/c"), "http://h/c");
        assert_eq!(endpoint.rewritten("/c"), None);
        let endpoint = Endpoint::new("http://h//");
        assert_eq!(endpoint.join("/c"), "http://h//c");
        let sent = endpoint.rewritten("/c");
        assert_eq!(sent.as_deref(), Some("http://h//c"));
    }
}
