//! The endpoint: checked as the original checks it, and given to the SDK as it is.
//!
//! Which endpoint is meant was settled before; the SDK's rules, and their table of partitions,
//! are not consulted.

use crate::client::{ClientSettings, Trust};
use crate::error::service::ServiceError;
use aws_sdk_amplifybackend::config::endpoint::{Endpoint, EndpointFuture, Params, ResolveEndpoint};

/// The longest host name (`botocore/utils.py`, `is_valid_endpoint_url`).
const LONGEST_HOST: usize = 255;

/// Whatever is asked, this URL.
#[derive(Debug)]
pub struct Fixed(pub String);

impl ResolveEndpoint for Fixed {
    fn resolve_endpoint<'a>(&'a self, _: &'a Params) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(Endpoint::builder().url(self.0.clone()).build()))
    }
}

/// What `EndpointCreator.create_endpoint` checks of its arguments.
///
/// # Errors
/// [`ServiceError::InvalidEndpoint`] and [`ServiceError::BlankCaBundle`].
pub fn check(settings: &ClientSettings) -> Result<(), ServiceError> {
    let url = &settings.endpoint_url;
    if !host(url).is_some_and(|host| is_name(host) || is_bracketed_ipv6(host)) {
        return Err(ServiceError::InvalidEndpoint(url.clone()));
    }
    match &settings.transport.trust {
        Trust::Bundle(path) if path.trim().is_empty() => Err(ServiceError::BlankCaBundle),
        _ => Ok(()),
    }
}

/// The host of a URL, with its brackets; `None` when there is none or the URL holds characters
/// that `urlsplit` would drop (`UNSAFE_URL_CHARS`).
fn host(url: &str) -> Option<&str> {
    if url.contains(['\t', '\r', '\n']) {
        return None;
    }
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority.rsplit('@').next()?;
    let host = match place.find(']') {
        Some(end) => place.get(..=end)?,
        None => place.split(':').next()?,
    };
    Some(host).filter(|host| !host.is_empty())
}

/// Labels of 1 to 63 letters, digits and inner hyphens, with dots between and perhaps one after.
fn is_name(host: &str) -> bool {
    host.len() <= LONGEST_HOST
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

fn is_bracketed_ipv6(host: &str) -> bool {
    host.strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .is_some_and(|host| {
            let address = host.split('%').next().unwrap_or_default();
            address.parse::<std::net::Ipv6Addr>().is_ok()
        })
}
