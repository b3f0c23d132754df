//! The HTTP client of the calls, the credential providers and parameter values that are URLs.
//!
//! It uses HTTP/1.1 with a new connection for each request, follows no redirects, and reads a
//! response completely before returning it. Nothing is built before the first request, and
//! certificates are loaded only for the first TLS connection. The parts: [`proxy`] selects the
//! proxy, [`connect`] opens the stream, [`tls`] verifies certificates, [`exchange`] sends the
//! request and reads the response.

pub mod connect;
pub mod exchange;
pub mod proxy;
pub mod read_timeout;
pub mod response_head;
pub mod tls;

use super::require_runtime;
use crate::config::transport::Transport;
use crate::error::service::TransportError;
use crate::service::log;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use rustls::ClientConfig;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// An HTTP client for the SDK. Cheap to create.
pub fn client(transport: &Transport) -> SharedHttpClient {
    SharedHttpClient::new(Client::new(transport))
}

/// An HTTP client. Clones share their TLS settings.
#[derive(Clone, Debug)]
pub struct Client {
    shared: Arc<Shared>,
    limits: Limits,
}

/// The timeouts of a request; `None` is no limit.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The timeout for the connection, and for each step until a request can be sent.
    pub connect: Option<Duration>,
    /// The timeout between two reads.
    pub read: Option<Duration>,
}

/// The state that is shared by the requests of a client.
#[derive(Debug)]
pub struct Shared {
    /// The settings of connections.
    pub transport: Transport,
    tls: OnceLock<Arc<ClientConfig>>,
}

impl Shared {
    /// The TLS settings, created once.
    ///
    /// # Errors
    /// The errors of [`tls::settings`].
    pub fn tls(&self) -> Result<Arc<ClientConfig>, String> {
        if let Some(config) = self.tls.get() {
            return Ok(Arc::clone(config));
        }
        let config = tls::settings(&self.transport.trust)?;
        Ok(Arc::clone(self.tls.get_or_init(|| config)))
    }
}

impl Client {
    /// Creates a client. No connection is opened before the first request.
    pub fn new(transport: &Transport) -> Self {
        Client {
            shared: Arc::new(Shared {
                transport: transport.clone(),
                tls: OnceLock::new(),
            }),
            limits: Limits {
                connect: transport.connect_timeout,
                read: transport.read_timeout,
            },
        }
    }

    /// Sends one request and reads the whole response.
    ///
    /// # Errors
    /// The reason why no response was received. A response with any status is not an error.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        require_runtime().await;
        let url = request.uri().to_owned();
        let logger = &self.shared.transport.logger;
        let request_log = log::request(logger, &request);
        let result = exchange::exchange(&self.shared, self.limits, request)
            .await
            .map_err(|cause| TransportError { url, cause });
        if let Some(request_log) = request_log {
            request_log.log_result(logger, &result);
        }
        result
    }
}

impl HttpConnector for Client {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let client = self.clone();
        HttpConnectorFuture::new(async move {
            client
                .send(request)
                .await
                .map_err(|error| ConnectorError::io(Box::new(error)))
        })
    }
}

impl HttpClient for Client {
    // The SDK may set timeouts of its own.
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Client {
            shared: Arc::clone(&self.shared),
            limits: Limits {
                connect: settings.connect_timeout().or(self.limits.connect),
                read: settings.read_timeout().or(self.limits.read),
            },
        })
    }
}
