//! Requests of the providers: how they are made, and sent as often as the retry rules say.

use super::Context;
use crate::error::credentials::CredentialsError;
use crate::error::service::ServiceError;
use crate::python::repr::str_of;
use crate::python::value::Value;
use crate::service::endpoint::escape;
use crate::service::http::Client;
use crate::service::parse_error::ClientError;
use crate::service::require_runtime;
use crate::service::retries::{AttemptError, RetryDecision, RetryPolicy};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::Headers;

/// Reads an answer that is not a success.
pub(super) type ReadError = fn(u16, &Headers, &[u8]) -> Result<ClientError, CredentialsError>;

impl Context {
    /// Sends what `make` makes, anew for each attempt, until an answer below 300 comes. After
    /// `extra_retryable_codes` the service is asked again besides what holds for all services.
    pub(super) async fn call(
        &self,
        operation: &'static str,
        make: impl Fn() -> Result<HttpRequest, CredentialsError>,
        read_error: ReadError,
        extra_retryable_codes: &'static [&'static str],
    ) -> Result<HttpResponse, CredentialsError> {
        let logger = &self.transport.logger;
        let client = Client::new(&self.transport);
        let mut policy = RetryPolicy::new(self.sources.services.retries, extra_retryable_codes);
        require_runtime().await;
        loop {
            policy.acquire().await;
            logger.info("credentials", || {
                format!("{operation}, {}", policy.attempt_label())
            });
            let mut request = make()?;
            let agent = concat!("amplifybackend-cli/", env!("CARGO_PKG_VERSION"));
            header(&mut request, "user-agent", agent)?;
            let outcome = match client.send(request).await {
                Ok(response) if response.status().as_u16() < 300 => return Ok(response),
                Ok(response) => AttemptError::ClientError(read_error(
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
}

fn translate(error: ServiceError) -> CredentialsError {
    match error {
        ServiceError::Transport(error) => CredentialsError::Transport(error),
        ServiceError::ClientError {
            operation,
            code,
            reached_max_retries,
            message,
            ..
        } => CredentialsError::ClientError {
            operation,
            code,
            reached_max_retries,
            message,
        },
        other => CredentialsError::Python(other.to_string()),
    }
}

/// A GET request; what cannot stand in a URL is escaped, as urllib3 does it.
pub(super) fn get(url: &str) -> Result<HttpRequest, CredentialsError> {
    HttpRequest::get(escape(url)).map_err(|error| CredentialsError::Python(error.to_string()))
}

/// Sets a header.
pub(super) fn header(
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

/// `answer[name]`, as text; a `KeyError` when it is not there.
pub(super) fn string(answer: &Value, name: &str) -> Result<String, CredentialsError> {
    member(answer, name).map(str_of)
}

/// `answer[name]`; a `KeyError` when it is not there, a `TypeError` when nothing can be.
pub(super) fn member<'a>(answer: &'a Value, name: &str) -> Result<&'a Value, CredentialsError> {
    let text = match answer {
        Value::Dict(dict) => match dict.entries.get(name) {
            Some(value) => return Ok(value),
            None => format!("'{name}'"),
        },
        Value::List(_) => "list indices must be integers or slices, not str".to_owned(),
        Value::String(_) => "string indices must be integers, not 'str'".to_owned(),
        other => format!("'{}' object is not subscriptable", other.class()),
    };
    Err(CredentialsError::Python(text))
}
