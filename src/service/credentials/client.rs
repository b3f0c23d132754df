//! Requests of the credential providers: creation, sending and retries.

use super::provider::Context;
use crate::dialect::Dialect;
use crate::error::credentials::CredentialsError;
use crate::error::service::{ServiceError, TransportError};
use crate::log::Logger;
use crate::python::repr::repr;
use crate::python::url::Urllib3;
use crate::python::value::Value;
use crate::service::endpoint::sent_url;
use crate::service::header;
use crate::service::http::Client;
use crate::service::parse_error::ClientError;
use crate::service::require_runtime;
use crate::service::retries::{AttemptError, RetryDecision, RetryPolicy};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::body::SdkBody;

/// Parses an error response.
pub(super) type ReadError =
    fn(Dialect, u16, &Headers, &[u8]) -> Result<ClientError, CredentialsError>;

/// Sends the request to `url` until a response has a status below 300. `make` builds the request
/// of each attempt from the URL in the form that is sent. `extra_retryable_codes` are error codes
/// that are retryable in addition to those of all services.
pub(super) async fn call(
    context: &Context,
    operation: &'static str,
    url: &str,
    make: impl Fn(&str) -> Result<HttpRequest, CredentialsError>,
    read_error: ReadError,
    extra_retryable_codes: &'static [&'static str],
) -> Result<HttpResponse, CredentialsError> {
    let logger = &context.transport.logger;
    let client = Client::new(&context.transport);
    let mut policy = RetryPolicy::new(context.sources.services.retries, extra_retryable_codes);
    require_runtime().await;
    loop {
        policy.acquire().await;
        logger.info("credentials", || {
            format!("{operation}, {}", policy.attempt_label())
        });
        let make = |sent: &str| {
            let mut request = make(sent)?;
            let agent = concat!("amplifybackend-cli/", env!("CARGO_PKG_VERSION"));
            set_header(&mut request, "user-agent", agent)?;
            Ok(request)
        };
        let outcome = match send(&client, url, context.transport.urllib3, make).await? {
            Ok(response) if response.status().as_u16() < 300 => return Ok(response),
            Ok(response) => AttemptError::ClientError(read_error(
                context.sources.dialect,
                response.status().as_u16(),
                response.headers(),
                response.body().bytes().unwrap_or_default(),
            )?),
            Err(error) => AttemptError::Unanswered(error),
        };
        match policy.on_failure(operation, outcome) {
            RetryDecision::Retry(delay) => tokio::time::sleep(delay).await,
            RetryDecision::Fail(error) => return Err(translate(error)),
        }
    }
}

/// Sends the request that `make` builds from `url` in the form that is sent, once. The inner error
/// shows the URL as written.
pub(super) async fn send(
    client: &Client,
    url: &str,
    urllib3: Urllib3,
    make: impl FnOnce(&str) -> Result<HttpRequest, CredentialsError>,
) -> Result<Result<HttpResponse, TransportError>, CredentialsError> {
    let result = match sent_url(url, urllib3) {
        Ok(sent) => client.send(make(&sent)?).await.map_err(|error| error.cause),
        Err(cause) => Err(cause),
    };
    Ok(result.map_err(|cause| TransportError {
        url: url.to_owned(),
        cause,
    }))
}

/// Converts the final error of a request.
fn translate(error: ServiceError) -> CredentialsError {
    match error {
        ServiceError::Transport(error) => CredentialsError::Transport(error),
        ServiceError::ClientError(error) => CredentialsError::ClientError(error),
        other => CredentialsError::Python(other.to_string()),
    }
}

/// A GET request to a URL in the form that is sent.
pub(super) fn get(sent: &str) -> Result<HttpRequest, CredentialsError> {
    HttpRequest::get(sent).map_err(|error| CredentialsError::Python(error.to_string()))
}

/// A POST request to a URL in the form that is sent, with a body and the headers for its type and
/// length.
pub(super) fn post(
    sent: &str,
    content_type: &'static str,
    body: &str,
) -> Result<HttpRequest, CredentialsError> {
    let to_error = |error: &dyn std::fmt::Display| CredentialsError::Python(error.to_string());
    let mut request = HttpRequest::new(SdkBody::from(body));
    request
        .set_method("POST")
        .map_err(|error| to_error(&error))?;
    request.set_uri(sent).map_err(|error| to_error(&error))?;
    set_header(&mut request, "content-type", content_type)?;
    set_header(&mut request, "content-length", &body.len().to_string())?;
    Ok(request)
}

/// Sets a header to a value that may contain invalid characters; `source` describes the value in
/// the error.
pub(super) fn set_header_from(
    request: &mut HttpRequest,
    name: &'static str,
    value: &str,
    source: &str,
) -> Result<(), CredentialsError> {
    let value = header::sent(value, source).map_err(CredentialsError::Python)?;
    set_header(request, name, &value)
}

/// Sets a header to a value that is known to be valid.
pub(super) fn set_header(
    request: &mut HttpRequest,
    name: &'static str,
    value: &str,
) -> Result<(), CredentialsError> {
    request
        .headers_mut()
        .try_insert(name, value.to_owned())
        .map(|_| ())
        .map_err(|_| CredentialsError::Python(format!("Invalid value of header {name}")))
}

/// Checks that the parameters of an operation are strings, and registers them as secrets.
///
/// # Errors
/// The validation errors of all parameters that are not strings.
pub(super) fn check_secrets(
    logger: &Logger,
    parameters: &[(&str, &Value)],
) -> Result<(), CredentialsError> {
    let mut errors = Vec::new();
    for (name, value) in parameters {
        match value {
            Value::String(text) => logger.add_secret(text),
            other => errors.push(wrong_type(name, other)),
        }
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(CredentialsError::Validation(errors)),
    }
}

/// The validation error for a parameter of an operation that must be a string
/// (`botocore/validate.py`).
pub(super) fn wrong_type(name: &str, value: &Value) -> String {
    format!(
        "Invalid type for parameter {name}, value: {}, type: <class '{}'>, valid types: <class \
         'str'>",
        repr(value),
        value.class()
    )
}
