//! Sends one request and receives its response, over a new connection.

use super::connect::{Target, connect, tls_error};
use super::proxy::proxy_for;
use super::read_timeout::ReadTimeoutStream;
use super::tls;
use super::{Limits, Shared};
use crate::error::service::Cause;
use crate::python::url::{self, Urllib3};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue, PROXY_AUTHORIZATION};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::time::Duration;

/// The maximum size of a response body, in bytes. Responses of the services have a few kilobytes,
/// and a parameter value at a URL is no larger than a command line permits.
const MAX_BODY: usize = 64 << 20;

/// The maximum timeout that Python's clock can represent.
const MAX_WAIT: Duration = Duration::from_secs(i64::MAX as u64 / 1_000_000_000);

/// Sends the request and reads the whole response.
///
/// # Errors
/// The cause, as the original classifies it.
pub async fn exchange(
    shared: &Shared,
    limits: Limits,
    request: HttpRequest,
) -> Result<HttpResponse, Cause> {
    let mut waits = limits.connect.into_iter().chain(limits.read);
    if waits.any(|wait| wait > MAX_WAIT) {
        return Err(Cause::Other(
            "timestamp too large to convert to C _PyTime_t".to_owned(),
        ));
    }
    let other = |error: &dyn Error| Cause::Other(error.to_string());
    let mut request = request.try_into_http1x().map_err(|error| other(&error))?;
    let uri = request.uri().clone();
    let transport = &shared.transport;
    let target = target(&uri, transport.urllib3)?;
    let authority = uri
        .authority()
        .map(|part| part.as_str())
        .unwrap_or_default();
    let scheme = uri.scheme_str().unwrap_or_default();
    let host_port = authority.rsplit('@').next().unwrap_or_default();
    let proxy = proxy_for(&transport.proxies, transport.urllib3, scheme, host_port)?;
    let proxy_host = proxy.as_ref().and_then(|proxy| proxy.host.as_deref());
    if proxy_host.is_some_and(url::is_unsendable) {
        return Err(Cause::Closed);
    }

    // The signature covers this header, so it must be as the signer writes it: no port that
    // the scheme implies.
    let host = match uri.port_u16() {
        Some(80) if !target.tls => uri.host(),
        Some(443) if target.tls => uri.host(),
        _ => Some(host_port),
    };
    // For a whole URL `http.client` sends the host as written, including the user info.
    let host = match &proxy {
        Some(_) if !target.tls && authority != host_port => Some(authority),
        _ => host,
    };
    let host = HeaderValue::from_str(host.unwrap_or_default()).map_err(|error| other(&error))?;
    request.headers_mut().entry(HOST).or_insert(host);
    match &proxy {
        // For plain HTTP the proxy receives the whole URL and the credentials.
        Some(proxy) if !target.tls => {
            if let Some(value) = &proxy.authorization {
                let value = HeaderValue::from_str(value.expose()).map_err(|error| other(&error))?;
                request.headers_mut().insert(PROXY_AUTHORIZATION, value);
            }
        }
        _ => *request.uri_mut() = origin_form(&uri).map_err(|error| other(&error))?,
    }

    let stream = connect(shared, limits.connect, &target, proxy.as_ref()).await?;
    let stream = ReadTimeoutStream::new(stream, limits.read);
    let (status_and_headers, body) = send_on(stream, request).await.map_err(|failure| {
        match (failure.cause(&target.host), &proxy) {
            // For urllib3 the connection to an HTTP proxy is established only after a response.
            (Cause::Closed, Some(proxy)) if !target.tls && failure.closed_before_response() => {
                Cause::Proxy(proxy.redacted_url.clone())
            }
            (cause, _) => cause,
        }
    })?;
    let response = Response::from_parts(status_and_headers, SdkBody::from(body));
    HttpResponse::try_from(response).map_err(|_| Cause::Closed)
}

/// The server to which urllib3 connects, which is not always the host of the URL
/// ([`url::parse_server`]).
fn target(uri: &Uri, urllib3: Urllib3) -> Result<Target, Cause> {
    let server = url::parse_server(&uri.to_string(), urllib3).map_err(Cause::Other)?;
    let tls = match server.scheme.as_deref() {
        None | Some("http") => false,
        Some("https") => true,
        Some(other) => return Err(Cause::Scheme(other.to_owned())),
    };
    let host = server.host.unwrap_or_default();
    Ok(Target {
        tls,
        host: host.trim_matches(['[', ']']).to_owned(),
        port: server.port.unwrap_or(if tls { 443 } else { 80 }),
    })
}

/// The path and the query, the form of a request target without a proxy.
fn origin_form(uri: &Uri) -> Result<Uri, hyper::http::Error> {
    match uri.path_and_query() {
        Some(path) => Ok(Uri::from(path.clone())),
        None => Ok(Uri::from_static("/")),
    }
}

/// The error with which an exchange ends early.
enum Failure {
    /// Before the response head was read, unless its status was one of success.
    Head(hyper::Error),
    /// After the status line; whether the status was one of success.
    Body(hyper::Error, bool),
    BodyTooLarge,
}

impl Failure {
    /// Whether the connection was closed before a response, rather than the response being invalid.
    fn closed_before_response(&self) -> bool {
        matches!(self, Failure::Head(error) if !error.is_parse())
    }

    fn cause(&self, host: &str) -> Cause {
        match self {
            Failure::BodyTooLarge => Cause::BodyTooLarge,
            Failure::Body(error, true) => {
                Cause::TruncatedSuccess(Box::new(Self::reason(error, host)))
            }
            Failure::Head(error) | Failure::Body(error, false) => Self::reason(error, host),
        }
    }

    fn reason(error: &hyper::Error, host: &str) -> Cause {
        let mut source = error.source();
        while let Some(error) = source {
            if let Some(error) = error.downcast_ref::<io::Error>() {
                if error.kind() == io::ErrorKind::TimedOut {
                    return Cause::ReadTimeout;
                }
                if let Some(error) = tls_error(error) {
                    return Cause::Tls(tls::failure(error, host));
                }
            }
            source = error.source();
        }
        Cause::Closed
    }
}

/// Sends the request on an open stream and reads the response.
async fn send_on(
    stream: ReadTimeoutStream,
    request: Request<SdkBody>,
) -> Result<(hyper::http::response::Parts, Vec<u8>), Failure> {
    let success = stream.success();
    // Python's parser of response heads is lenient, so this one must be too.
    let (mut sender, connection) = http1::Builder::new()
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .ignore_invalid_headers_in_responses(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(Failure::Head)?;
    let connection = tokio::spawn(connection);
    let response = async {
        let (head, body) = sender
            .send_request(request)
            .await
            .map_err(|error| match success.is_received() {
                true => Failure::Body(error, true),
                false => Failure::Head(error),
            })?
            .into_parts();
        let body = read(body, head.status.is_success()).await?;
        Ok((head, body))
    }
    .await;
    connection.abort();
    response
}

/// Reads a response body, up to [`MAX_BODY`]. `success` is whether the status was one of success.
async fn read(body: Incoming, success: bool) -> Result<Vec<u8>, Failure> {
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        if let Ok(data) = frame
            .map_err(|error| Failure::Body(error, success))?
            .into_data()
        {
            if bytes.len() + data.len() > MAX_BODY {
                return Err(Failure::BodyTooLarge);
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes)
}
