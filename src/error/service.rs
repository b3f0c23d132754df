//! Errors of a call to a service, with the messages of `botocore/exceptions.py`.
//!
//! The module `service` decides which failure has which message.

use super::ClientError;
use super::credentials::CredentialsError;
use std::fmt;

/// The reason why a call has no result.
#[derive(Debug)]
pub enum ServiceError {
    /// No response was received.
    Transport(TransportError),
    /// The service returned an error response (`ClientError`).
    ClientError(Box<ClientError>),
    /// A value or an error response with a shape for which the original's own code fails; the
    /// message is that of Python's exception.
    Python(String),
    /// A successful response whose body is not a JSON object; the reason. Not in the original,
    /// which prints nothing or fails with a Python exception.
    UnparsableResponse(String),
    /// No credentials could be provided.
    Credentials(CredentialsError),
    /// A key that the original looks up and does not find (`KeyError`): a member that the model
    /// does not define, or a missing part of the path. Only with `parameter_validation = false`.
    KeyMissing(String),
    /// A configured signature version that this program does not implement.
    UnknownSignature(String),
    /// Ctrl-C.
    Interrupted,
    /// A failure that the original does not have, such as an error of the SDK before the request is
    /// sent.
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
            ServiceError::UnknownSignature(version) => {
                write!(f, "Unknown Signature Version: {version}.")
            }
            ServiceError::Interrupted => Ok(()),
            ServiceError::Credentials(error) => error.fmt(f),
            ServiceError::Python(text) | ServiceError::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for ServiceError {}

/// A request without a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    /// The full URL of the request.
    pub url: String,
    /// The reason.
    pub cause: Cause,
}

/// The reason why no response was received (`botocore/httpsession.py`, `URLLib3Session.send`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The host name cannot be resolved (`EndpointConnectionError`).
    DnsLookup,
    /// No connection to the host could be established (`EndpointConnectionError`).
    Connect,
    /// `ConnectTimeoutError`
    ConnectTimeout,
    /// `ReadTimeoutError`
    ReadTimeout,
    /// `SSLError`; the text resembles OpenSSL's message as closely as possible.
    Tls(String),
    /// `ProxyConnectionError`; the URL of the proxy, with the user info masked.
    Proxy(String),
    /// `ConnectionClosedError`: closed before the response was complete, or the response was not
    /// HTTP.
    Closed,
    /// A URL whose scheme, given here, is neither `http` nor `https` (`HTTPClientError`).
    Scheme(String),
    /// A response body above this program's size limit. Not in the original.
    BodyTooLarge,
    /// The response head had a status of success, then the body was truncated: the update has been
    /// made, so this program does not send the request again. The original does.
    TruncatedSuccess(Box<Cause>),
    /// Any other reason (`HTTPClientError`); the message.
    Other(String),
}

impl Cause {
    /// The reason itself, without [`Cause::TruncatedSuccess`] around it.
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
            // `root` never returns this variant.
            Cause::TruncatedSuccess(_) => Ok(()),
            Cause::Other(text) => {
                write!(f, "An HTTP Client raised an unhandled exception: {text}")
            }
        }
    }
}

impl std::error::Error for TransportError {}
