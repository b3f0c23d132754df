//! The one HTTP client: the call, the credential providers and parameter values that are URLs
//! all use it.
//!
//! It speaks HTTP/1.1 over a connection of its own for each request, follows no redirects, and
//! reads an answer to its end before it hands it over. Nothing is built before the first
//! request; certificates are not touched before the first TLS connection. The parts:
//! [`proxy`] chooses the route, [`connect`] opens the stream, [`tls`] verifies certificates,
//! [`exchange`] writes the request and reads the answer.

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

/// A client for the SDK's clients and providers; cheap until used.
pub fn client(transport: &Transport) -> SharedHttpClient {
    SharedHttpClient::new(Client::new(transport))
}

/// The client.
#[derive(Clone, Debug)]
pub struct Client {
    shared: Arc<Shared>,
    limits: Limits,
}

/// How long to wait; `None` is for ever.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For a connection, and for each step until it can carry a request.
    pub connect: Option<Duration>,
    /// Between two reads.
    pub read: Option<Duration>,
}

/// The state that the requests of one client share.
#[derive(Debug)]
pub struct Shared {
    /// How bytes travel.
    pub transport: Transport,
    tls: OnceLock<Arc<ClientConfig>>,
}

impl Shared {
    /// The TLS settings, made at the first call that succeeds.
    ///
    /// # Errors
    /// As [`tls::settings`].
    pub fn tls(&self) -> Result<Arc<ClientConfig>, String> {
        if let Some(config) = self.tls.get() {
            return Ok(Arc::clone(config));
        }
        let config = tls::settings(&self.transport.trust)?;
        Ok(Arc::clone(self.tls.get_or_init(|| config)))
    }
}

impl Client {
    /// A client that has not done anything yet.
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

    /// Sends one request and reads the whole answer.
    ///
    /// # Errors
    /// Whatever keeps an answer from coming through; an answer of any status is none.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        require_runtime().await;
        let url = request.uri().to_owned();
        let logger = &self.shared.transport.logger;
        let sent = log::request(logger, &request);
        let result = exchange::exchange(&self.shared, self.limits, request)
            .await
            .map_err(|cause| TransportError { url, cause });
        if let Some(sent) = sent {
            sent.ended(logger, &result);
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
    // A provider may have limits of its own: instance metadata is not waited for as long as the
    // service.
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
