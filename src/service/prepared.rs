//! A request before it is signed, and the checks of its URL.

use super::endpoint::Endpoint;
use super::request::Request;
use crate::error::service::{Cause, ServiceError, TransportError};
use crate::model::Operation;
use crate::python::url::{self, Urllib3};

/// Rejects a URL that cannot be encoded for the signature.
///
/// # Errors
/// Python's message.
pub(super) fn check_encodable(
    endpoint: &Endpoint,
    operation: &Operation,
    request: &Request,
) -> Result<(), ServiceError> {
    endpoint
        .check_encodable(operation.method.name(), &request.path)
        .map_err(|error| ServiceError::Python(error.to_string()))
}

/// A request with its endpoint.
pub(super) struct Prepared {
    pub(super) request: Request,
    pub(super) endpoint: Endpoint,
    pub(super) is_signed: bool,
    /// The URL, as error messages show it.
    pub(super) url: String,
    pub(super) urllib3: Urllib3,
}

impl Prepared {
    /// Checks whether the request can be signed and sent.
    ///
    /// # Errors
    /// The original's message.
    pub(super) fn check(&self, operation: &Operation) -> Result<(), ServiceError> {
        check_url(&self.url, self.urllib3)?;
        match self.is_signed {
            true => check_encodable(&self.endpoint, operation, &self.request),
            false => Ok(()),
        }
    }
}

/// Rejects a URL without a valid host.
///
/// # Errors
/// The original's message.
pub(super) fn check_url(url: &str, urllib3: Urllib3) -> Result<(), ServiceError> {
    url::parse_server(url, urllib3).map(drop).map_err(|words| {
        let (url, cause) = (url.to_owned(), Cause::Other(words));
        ServiceError::Transport(TransportError { url, cause })
    })
}
