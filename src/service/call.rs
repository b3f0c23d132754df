//! One call of an operation through the SDK: endpoint, signature, attempts.
//!
//! The SDK serializes, signs and sends each attempt once. The interceptor keeps the raw response,
//! because the response parser, the error parser and the retry rules are those of the original.

use super::endpoint::{Endpoint, RequestUrls};
use super::prepared::{Prepared, check_encodable, check_url};
use super::request::Request;
use super::retries::{AttemptError, RetryDecision, RetryPolicy};
use super::{header, http, log, parse_error, parse_response, plugins, require_runtime};
use crate::config::transport::{ClientSettings, Retries};
use crate::dialect::Dialect;
use crate::error::CredentialsError;
use crate::error::ResponseFacts;
use crate::error::service::{Cause, ServiceError, TransportError};
use crate::log::{Logger, redact};
use crate::model::Operation;
use crate::python::value::{Dict, Value};
use aws_credential_types::Credentials;
use aws_sdk_amplifybackend::config::interceptors::{
    BeforeDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
};
use aws_sdk_amplifybackend::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_amplifybackend::error::BoxError;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::body::SdkBody;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The maximum length of a request URL, in bytes. The SDK panics above it, and servers reject much
/// shorter ones.
const MAX_URL: usize = 65_000;

/// A client for the Amplify service.
#[derive(Debug)]
pub struct Client {
    settings: ClientSettings,
    http: SharedHttpClient,
}

impl Client {
    /// Creates a client. No connection is opened before the first call.
    pub fn new(settings: &ClientSettings) -> Self {
        Client {
            settings: settings.clone(),
            http: http::client(&settings.transport),
        }
    }

    /// Prepares the request of a call, up to its signature.
    ///
    /// # Errors
    /// Input that cannot be sent.
    pub(super) fn prepare(
        &self,
        operation: &'static Operation,
        input: Dict,
    ) -> Result<Prepared, ServiceError> {
        let logger = &self.settings.transport.logger;
        if logger.keeps_secrets() {
            redact::secrets(operation, &input, &mut |secret| logger.add_secret(secret));
            logger.debug("input", || redact::input(operation, &input));
        }
        let request = Request::new(operation, input)?;
        let endpoint = Endpoint::new(&self.settings.endpoint_url);
        let url = endpoint.join(&request.path);
        if url.len() > MAX_URL {
            return Err(not_sent("the URL is too long"));
        }
        Ok(Prepared {
            request,
            endpoint,
            is_signed: self.settings.sign,
            url,
            urllib3: self.settings.transport.urllib3,
        })
    }

    /// Creates a call that can be sent several times. Must run inside
    /// [`block_on`](super::block_on).
    ///
    /// The credentials are awaited after the request is prepared, when it is about to be signed; if
    /// they are `None` the request is sent unsigned.
    ///
    /// # Errors
    /// Input and URLs that cannot be sent, and the errors of `credentials`.
    pub async fn open(
        &self,
        operation: &'static Operation,
        credentials: impl Future<Output = Result<Option<Credentials>, CredentialsError>>,
        input: Dict,
    ) -> Result<Call, ServiceError> {
        let logger = &self.settings.transport.logger;
        let prepared = self.prepare(operation, input)?;
        let Prepared {
            request,
            endpoint,
            url,
            urllib3,
            ..
        } = prepared;
        require_runtime().await;
        if let (true, Some(version)) = (self.settings.sign, &self.settings.unknown_signature) {
            return Err(ServiceError::UnknownSignature(version.clone()));
        }
        let credentials = credentials.await.map_err(ServiceError::Credentials)?;
        check_url(&url, urllib3)?;
        let credentials = credentials.map(canonical).transpose()?;
        if credentials.is_some() {
            check_encodable(&endpoint, operation, &request)?;
            // The signature's header contains the region; the SDK panics if it is not valid there.
            header::sent(&self.settings.signing_region, "the region")
                .map_err(ServiceError::Other)?;
        }
        let (credentials, token) = credentials.unzip();
        let interceptor = RequestInterceptor {
            operation,
            logger: logger.clone(),
            body: Arc::new(Mutex::new(request.body.clone().map(SdkBody::from))),
            urls: endpoint.urls(&request.path),
            token: token.flatten(),
            user_agent: self.user_agent(),
            raw: Arc::default(),
        };
        Ok(Call {
            operation,
            url,
            plugins: plugins::plugins(
                &self.http,
                endpoint,
                &self.settings.signing_region,
                credentials,
                interceptor.clone(),
            ),
            request,
            interceptor,
            retries: self.settings.retries,
            dialect: self.settings.dialect,
        })
    }

    /// The user agent, in the original's format: program, SDK, system, execution environment.
    fn user_agent(&self) -> String {
        let mut agent = format!(
            "amplifybackend-cli/{} aws-sdk-rust/{} os/{}",
            env!("CARGO_PKG_VERSION"),
            aws_sdk_amplifybackend::meta::PKG_VERSION,
            std::env::consts::OS
        );
        if let Some(environment) = &self.settings.execution_env {
            agent.push_str(" exec-env/");
            agent.push_str(environment);
        }
        agent
    }
}

/// An operation with its input and the SDK plugins with which it is sent.
pub struct Call {
    operation: &'static Operation,
    /// The URL, as error messages show it.
    url: String,
    plugins: RuntimePlugins,
    request: Request,
    interceptor: RequestInterceptor,
    retries: Retries,
    dialect: Dialect,
}

impl Call {
    /// Sends the call and returns the members of the response in the order of the model. Calls
    /// `on_retry` with a message before each delay for a retry.
    ///
    /// # Errors
    /// See [`ServiceError`].
    pub async fn send(&mut self, on_retry: &dyn Fn(&str)) -> Result<Value, ServiceError> {
        let operation = self.operation;
        let logger = &self.interceptor.logger;
        let mut policy = RetryPolicy::new(self.retries, &[]);
        let mut error_body = Vec::new();
        let mut facts = ResponseFacts::default();
        loop {
            policy.acquire().await;
            logger.info("call", || policy.attempt_label());
            let outcome = match attempt(&self.plugins, &mut self.request, &self.interceptor).await?
            {
                // hyper returns no interim response other than 101.
                Ok(raw) if raw.status < 200 => {
                    let why = format!("the service switches protocols ({})", raw.status);
                    return Err(ServiceError::UnparsableResponse(why));
                }
                Ok(raw) if raw.status < 300 => {
                    log::response_body(logger, &raw.body);
                    return parse_response::parse(operation, &raw.body);
                }
                Ok(raw) => {
                    log::response_body(logger, &raw.body);
                    let RawResponse {
                        status,
                        headers,
                        body,
                    } = raw;
                    let error = parse_error::parse(self.dialect, status, &headers, &body)?;
                    facts = parse_error::response_facts(status, &headers);
                    error_body = body;
                    AttemptError::ClientError(error)
                }
                Err(cause) => AttemptError::Unanswered(TransportError {
                    url: self.url.clone(),
                    cause,
                }),
            };
            let reason = outcome.reason();
            match policy.on_failure(operation.name, outcome) {
                RetryDecision::Retry(delay) => {
                    let seconds = delay.as_secs_f64();
                    let attempt = policy.attempt_label();
                    on_retry(&format!("{reason}; {attempt} in {seconds:.1} s"));
                    logger.info("call", || format!("retry in {delay:.2?}"));
                    tokio::time::sleep(delay).await;
                }
                RetryDecision::Fail(mut error) => {
                    if let ServiceError::ClientError(error) = &mut error {
                        let members = parse_error::modeled_members;
                        facts.members = members(operation, &error.code_text(), &error_body);
                        error.response = facts;
                    }
                    return Err(error);
                }
            }
        }
    }
}

/// Sends the request once. The outer error is one of the SDK itself, which is not retried.
async fn attempt(
    plugins: &RuntimePlugins,
    request: &mut Request,
    interceptor: &RequestInterceptor,
) -> Result<Result<RawResponse, Cause>, ServiceError> {
    let result = request.send(plugins).await;
    if let Some(raw) = interceptor.take() {
        return Ok(Ok(raw));
    }
    match result {
        Err(error) => cause(error.as_ref()).map(Err),
        Ok(()) => Err(ServiceError::Other("no answer was seen".to_owned())),
    }
}

/// The credentials with the session token in the form that is signed, and the token to send if its
/// form differs.
///
/// # Errors
/// An access key or a token that is not valid in a header. The SDK would panic or show the value.
fn canonical(credentials: Credentials) -> Result<(Credentials, Option<String>), ServiceError> {
    header::sent(credentials.access_key_id(), "the access key").map_err(ServiceError::Other)?;
    let Some(token) = credentials.session_token() else {
        return Ok((credentials, None));
    };
    let sent = header::sent(token, "the session token").map_err(ServiceError::Other)?;
    let signed = header::canonical(&sent);
    if signed == token {
        return Ok((credentials, None));
    }
    let mut builder = Credentials::builder()
        .access_key_id(credentials.access_key_id())
        .secret_access_key(credentials.secret_access_key())
        .session_token(signed)
        .provider_name("canonical");
    builder.set_expiry(credentials.expiry());
    Ok((builder.build(), Some(sent)))
}

/// The error for a request that was not sent.
fn not_sent(why: &str) -> ServiceError {
    ServiceError::Other(format!("The request could not be sent: {why}"))
}

/// The cause of a missing response, or the error with which the SDK did not send the request. Of
/// the latter only the innermost message is kept: the outer ones may contain the request, with
/// secrets.
fn cause(error: &(dyn Error + 'static)) -> Result<Cause, ServiceError> {
    let mut error = error;
    loop {
        if let Some(error) = error.downcast_ref::<TransportError>() {
            return Ok(error.cause.clone());
        }
        match error.source() {
            Some(source) => error = source,
            None => {
                return Err(not_sent(&error.to_string()));
            }
        }
    }
}

/// A response before it is parsed.
struct RawResponse {
    status: u16,
    headers: Headers,
    body: Vec<u8>,
}

/// An SDK interceptor that replaces the parts of the request that the SDK cannot express, sets the
/// user agent and keeps the raw response.
#[derive(Clone)]
struct RequestInterceptor {
    operation: &'static Operation,
    logger: Logger,
    /// The body to send: before the first attempt only a body that the SDK cannot express,
    /// afterwards the body that was sent.
    body: Arc<Mutex<Option<SdkBody>>>,
    /// The URLs to sign and to send, if the SDK cannot express them.
    urls: Option<RequestUrls>,
    /// The session token to send, if it differs from the one that is signed.
    token: Option<String>,
    user_agent: String,
    raw: Arc<Mutex<Option<RawResponse>>>,
}

// The body contains secrets, so it is not printed.
impl fmt::Debug for RequestInterceptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestInterceptor")
    }
}

impl RequestInterceptor {
    fn take(&self) -> Option<RawResponse> {
        self.raw
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for RequestInterceptor {
    fn name(&self) -> &'static str {
        "RequestInterceptor"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        let mut kept = self.body.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(body) = kept.as_ref().and_then(SdkBody::try_clone) {
            let length = body.bytes().unwrap_or_default().len().to_string();
            request.headers_mut().try_insert("content-length", length)?;
            *request.body_mut() = body;
        } else {
            *kept = request.body().try_clone();
        }
        if let Some(urls) = &self.urls {
            request.set_uri(urls.signed.clone())?;
        }
        Ok(())
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        log::signature(&self.logger, context.request(), self.urls.is_some());
        if let Some(urls) = &self.urls {
            context.request_mut().set_uri(urls.sent.clone())?;
        }
        let headers = context.request_mut().headers_mut();
        headers.try_insert("user-agent", self.user_agent.clone())?;
        if let Some(token) = &self.token {
            headers.try_insert("x-amz-security-token", token.clone())?;
        }
        self.logger.debug("http", || {
            let body = context.request().body().bytes().unwrap_or_default();
            format!(
                "request's body: {}",
                redact::request_body(self.operation, body)
            )
        });
        Ok(())
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let raw = RawResponse {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body().bytes().unwrap_or_default().to_vec(),
        };
        *self.raw.lock().unwrap_or_else(PoisonError::into_inner) = Some(raw);
        Ok(())
    }
}
