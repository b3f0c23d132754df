//! The log lines of requests and responses: headers, bodies, signatures.

use super::decode::hexadecimal;
use crate::error::service::TransportError;
use crate::log::{Logger, redact};
use crate::python::url::quote;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::Headers;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::time::Instant;

/// The maximum number of bytes of a response body that are logged.
const MAX_LENGTH: usize = 8192;

/// The start time of a request, for the log.
pub(super) struct RequestLog(Instant);

/// Logs a request before it is sent. The body is not logged here: only the caller can redact it.
pub(super) fn request(logger: &Logger, request: &HttpRequest) -> Option<RequestLog> {
    logger.is_on().then(|| {
        logger.debug("http", || {
            let mut message = format!("{} {}", request.method(), redact::url(request.uri()));
            headers(request.headers(), &mut message);
            message
        });
        RequestLog(Instant::now())
    })
}

impl RequestLog {
    /// Logs the response without its body, or the error.
    pub(super) fn log_result(self, logger: &Logger, result: &Result<HttpResponse, TransportError>) {
        let milliseconds = self.0.elapsed().as_millis();
        match result {
            Ok(response) => {
                let header = |name| response.headers().get(name);
                let id = header("x-amzn-requestid").or_else(|| header("x-amz-request-id"));
                logger.info("http", || {
                    format!(
                        "status {} after {milliseconds} ms, request id {}",
                        response.status().as_u16(),
                        id.unwrap_or("none")
                    )
                });
                logger.debug("http", || {
                    let count = response.body().bytes().unwrap_or_default().len();
                    let mut message = format!("answer, {count} bytes");
                    headers(response.headers(), &mut message);
                    message
                });
            }
            Err(error) => logger.warn("http", || {
                format!(
                    "no answer after {milliseconds} ms: {}",
                    redacted_message(error)
                )
            }),
        }
    }
}

/// The message of the error, with the user info of its URLs masked.
pub(super) fn redacted_message(error: &TransportError) -> String {
    let (url, cause) = (redact::url(&error.url), error.cause.clone());
    redact::urls_within(&TransportError { url, cause }.to_string())
}

/// Appends the redacted headers to `out`, one a line.
fn headers(headers: &Headers, out: &mut String) {
    for (name, value) in headers {
        // Writing to a string cannot fail.
        let _ = write!(out, "\n{name}: {}", redact::header(name, value));
    }
}

/// Logs the body of a response, redacted. Must not be used for responses with credentials.
pub(super) fn response_body(logger: &Logger, body: &[u8]) {
    logger.debug("http", || {
        let shown = redact::response_body(body, &|text| logger.redact(text));
        // Redacted before it is truncated, so that no part of a secret remains.
        let mut shown = logger.redact(&shown);
        if shown.len() > MAX_LENGTH {
            let end = shown.floor_char_boundary(MAX_LENGTH);
            shown.truncate(end);
            shown.push_str(" ... cut");
        }
        format!("answer's body: {shown}")
    });
}

/// Logs the canonical request and the string to sign. `is_escaped` is true if the path
/// of the request is already escaped in the form that is signed.
pub(super) fn signature(logger: &Logger, request: &HttpRequest, is_escaped: bool) {
    if !logger.is_on() {
        return;
    }
    let header = |name| request.headers().get(name).unwrap_or_default();
    let Some((scope, signed)) = parse_authorization(header("authorization")) else {
        logger.debug("signature", || "none".to_owned());
        return;
    };
    let shown = canonical_request(request, signed, is_escaped, redact::header);
    let whole = canonical_request(request, signed, is_escaped, |_, value| value.to_owned());
    let hash = hexadecimal(&Sha256::digest(whole.as_bytes()));
    logger.debug("signature", || format!("canonical request\n{shown}"));
    logger.debug("signature", || {
        format!(
            "string to sign\nAWS4-HMAC-SHA256\n{}\n{scope}\n{hash}",
            header("x-amz-date")
        )
    });
}

/// The credential scope and the names of the signed headers, separated by semicolons.
fn parse_authorization(authorization: &str) -> Option<(&str, &str)> {
    let rest = authorization.strip_prefix("AWS4-HMAC-SHA256 Credential=")?;
    let (credential, rest) = rest.split_once(", SignedHeaders=")?;
    let (_, scope) = credential.split_once('/')?;
    let (names, _) = rest.split_once(", Signature=")?;
    Some((scope, names))
}

/// The canonical request, with each value passed through `show`, together with the name of its
/// header; values of the query have an empty name.
fn canonical_request(
    request: &HttpRequest,
    signed: &str,
    is_escaped: bool,
    show: impl Fn(&str, &str) -> String,
) -> String {
    let uri = request.uri();
    let (_, rest) = uri.split_once("://").unwrap_or(("", uri));
    let (authority_and_path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = match authority_and_path.find('/') {
        Some(slash) => authority_and_path.split_at(slash),
        None => (authority_and_path, "/"),
    };
    let mut query: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
    query.sort_unstable();
    let query = query.join("&");
    let mut out = format!(
        "{}\n{}\n{}\n",
        request.method(),
        canonical_path(path, is_escaped),
        query
            .split('&')
            .filter(|part| !part.is_empty())
            .map(|part| match part.split_once('=') {
                Some((name, value)) => format!("{name}={}", show("", value)),
                None => format!("{}=", show("", part)),
            })
            .collect::<Vec<_>>()
            .join("&")
    );
    for name in signed.split(';') {
        let value = match name {
            "host" => request.headers().get(name).unwrap_or(host),
            _ => request.headers().get(name).unwrap_or_default(),
        };
        let words: Vec<&str> = value.split_whitespace().collect();
        let _ = writeln!(out, "{name}:{}", show(name, &words.join(" ")));
    }
    let body = request.body().bytes().unwrap_or_default();
    let _ = write!(out, "\n{signed}\n{}", hexadecimal(&Sha256::digest(body)));
    out
}

/// The canonical path: dot segments and double slashes resolved, and everything escaped once more
/// unless it `is_escaped`.
fn canonical_path(path: &str, is_escaped: bool) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ if is_escaped => segments.push(segment.to_owned()),
            _ => segments.push(quote(segment)),
        }
    }
    let open = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    let slash = if open && !segments.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{slash}", segments.join("/"))
}
