//! Errors between the request and the response, with the original's messages.
//!
//! The texts are those of `botocore/exceptions.py`; which failure has which text is decided in
//! `service`.

use super::ClientError;
use super::credentials::CredentialsError;
use std::fmt;

/// Why the service's answer was not had.
#[derive(Debug)]
pub enum ServiceError {
    /// No answer came through.
    Transport(TransportError),
    /// The service answered with an error (`ClientError`).
    ClientError(Box<ClientError>),
    /// A value or an error answer of a shape on which the original's own code fails, with
    /// Python's words.
    Python(String),
    /// An answer of success that holds no JSON object. Not in the original, which says nothing
    /// or fails with Python's words.
    UnparsableResponse(String),
    /// No credentials.
    Credentials(CredentialsError),
    /// A key that the original looks up and does not find (`KeyError`): a member that the model
    /// does not know, or a part of the path that is missing; only with
    /// `parameter_validation = false`.
    KeyMissing(String),
    /// Ctrl-C.
    Interrupted,
    /// A failure with no text of the original's: the SDK refused to send, say.
    Other(String),
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServiceError::Transport(error) => error.fmt(f),
            ServiceError::ClientError(error) => error.fmt(f),
            ServiceError::UnparsableResponse(why) => {
                write!(f, "Unable to parse response from the service: {why}")
            }
            ServiceError::KeyMissing(name) => f.write_str(&crate::python::repr::repr_str(name)),
            ServiceError::Interrupted => Ok(()),
            ServiceError::Credentials(error) => error.fmt(f),
            ServiceError::Python(text) | ServiceError::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for ServiceError {}

/// Why no answer came through, and the URL that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    /// The whole URL of the request.
    pub url: String,
    /// The cause.
    pub cause: Cause,
}

/// Why no response was received (`botocore/httpsession.py`, `URLLib3Session.send`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The host has no address (`EndpointConnectionError`).
    DnsLookup,
    /// No connection to the host (`EndpointConnectionError`).
    Connect,
    /// `ConnectTimeoutError`
    ConnectTimeout,
    /// `ReadTimeoutError`
    ReadTimeout,
    /// `SSLError`; the text is OpenSSL's, as near as it can be had.
    Tls(String),
    /// `ProxyConnectionError`, with the proxy's URL, its user and password masked.
    Proxy(String),
    /// `ConnectionClosedError`: closed too early, or what came was not HTTP.
    Closed,
    /// A URL of a scheme that is neither `http` nor `https` (`HTTPClientError`).
    Scheme(String),
    /// An answer longer than anything this program has a use for. Not in the original.
    BodyTooLarge,
    /// The head said that the update is made, and then the body broke off. The original sends the
    /// request again.
    TruncatedSuccess(Box<Cause>),
    /// Anything else (`HTTPClientError`).
    Other(String),
}

impl Cause {
    /// The cause, whether before or after a response head with a status of success.
    pub fn root(&self) -> &Cause {
        match self {
            Cause::TruncatedSuccess(cause) => cause.root(),
            cause => cause,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = &self.url;
        match self.cause.root() {
            Cause::DnsLookup | Cause::Connect => {
                write!(f, "Could not connect to the endpoint URL: \"{url}\"")
            }
            Cause::ConnectTimeout => write!(f, "Connect timeout on endpoint URL: \"{url}\""),
            Cause::ReadTimeout => write!(f, "Read timeout on endpoint URL: \"{url}\""),
            Cause::Tls(text) => write!(f, "SSL validation failed for {url} {text}"),
            Cause::Proxy(proxy) => write!(f, "Failed to connect to proxy URL: \"{proxy}\""),
            Cause::Closed => write!(
                f,
                "Connection was closed before we received a valid response from endpoint URL: \
                 \"{url}\"."
            ),
            Cause::Scheme(scheme) => write!(
                f,
                "An HTTP Client raised an unhandled exception: Not supported URL scheme {scheme}"
            ),
            Cause::BodyTooLarge => write!(f, "The response of endpoint URL: \"{url}\" is too long"),
            // The root is never this.
            Cause::TruncatedSuccess(_) => Ok(()),
            Cause::Other(text) => {
                write!(f, "An HTTP Client raised an unhandled exception: {text}")
            }
        }
    }
}

impl std::error::Error for TransportError {}
