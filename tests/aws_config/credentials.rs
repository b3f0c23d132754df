//! Prints the credentials that aws-config's default chain finds with the environment and the files
//! of this process, in the form of [`text::credentials`]; the reason on stderr when it finds none.
//!
//! A program of its own, because aws-config reads the environment of the process.

#[path = "text.rs"]
mod text;

use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use hyper::header::{HOST, HeaderValue};
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::time::UNIX_EPOCH;
use tokio::net::TcpStream;

/// The hosts that may be asked: loopback, and the address of containers.
const HOSTS: [&str; 2] = ["127.0.0.1", "169.254.170.2"];

/// Plain HTTP to [`HOSTS`], and nowhere else.
#[derive(Clone, Copy, Debug)]
struct LocalClient;

impl HttpClient for LocalClient {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(*self)
    }
}

impl HttpConnector for LocalClient {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(async { send(request).await.map_err(ConnectorError::io) })
    }
}

async fn send(request: HttpRequest) -> Result<HttpResponse, Box<dyn Error + Send + Sync>> {
    let mut request = request.try_into_http1x()?;
    let authority = request.uri().authority().cloned();
    let authority = authority.filter(|authority| HOSTS.contains(&authority.host()));
    let authority = authority.ok_or_else(|| format!("{} is not asked", request.uri()))?;
    let stream = TcpStream::connect((authority.host(), authority.port_u16().unwrap_or(80))).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let host = HeaderValue::from_str(authority.as_str())?;
    request.headers_mut().insert(HOST, host);
    let path = request.uri().path_and_query().map(|path| path.as_str());
    *request.uri_mut() = path.unwrap_or("/").parse()?;
    let response = sender.send_request(request).await?;
    Ok(response.map(SdkBody::from_body_1_x).try_into()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let credentials = runtime.block_on(async {
        let config = ProviderConfig::default().with_http_client(LocalClient);
        let chain = DefaultCredentialsChain::builder().configure(config);
        chain.build().await.provide_credentials().await
    });
    let credentials = credentials.map_err(|error| match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    })?;
    let expiry = credentials.expiry().map(|time| {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    });
    let line = text::credentials(
        credentials.access_key_id(),
        credentials.secret_access_key(),
        credentials.session_token(),
        expiry,
    );
    println!("{line}");
    Ok(())
}
