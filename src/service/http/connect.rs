//! Opens the connection for a URL: addresses, proxies, TLS.
//!
//! Errors are classified like in urllib3, because the original's messages depend on it.

use super::Shared;
use super::proxy::Proxy;
use super::read_timeout::Stream;
use super::tls;
use crate::error::service::Cause;
use crate::service::on_thread;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// The server to which a request is sent.
#[derive(Clone, Debug)]
pub struct Target {
    /// Whether the URL's scheme is `https`.
    pub tls: bool,
    /// The name or the address of the host, without brackets.
    pub host: String,
    /// The port of the URL, or the default port of its scheme.
    pub port: u16,
}

/// The maximum length of the head of a proxy's response to `CONNECT`, in bytes.
const MAX_PROXY_RESPONSE: usize = 65_536;

/// A host name that is in no certificate (RFC 6761).
const INVALID_NAME: &str = "unnamed.invalid";

/// Opens a stream to the target, through the proxy if one is given. `limit` is the connect timeout.
///
/// # Errors
/// The cause, as the original classifies it.
pub async fn connect(
    shared: &Shared,
    limit: Option<Duration>,
    target: &Target,
    proxy: Option<&Proxy>,
) -> Result<Box<dyn Stream>, Cause> {
    let stream = match proxy {
        None => {
            let stream = connect_tcp(&target.host, target.port, limit).await?;
            Box::new(stream) as Box<dyn Stream>
        }
        Some(proxy) => {
            // urllib3, `_wrap_proxy_error`: every failure before the connection to the proxy is
            // established is a proxy error, including a timeout. A host name that cannot be encoded
            // is none.
            let unreachable = |cause| match cause {
                Cause::Other(_) => cause,
                _ => Cause::Proxy(proxy.redacted_url.clone()),
            };
            let (host, port) = match &proxy.host {
                Some(host) if target.tls || !host.is_empty() => (host, proxy.port),
                None if target.tls => (&target.host, target.port),
                _ => return Err(Cause::Other("No host specified.".to_owned())),
            };
            let stream = connect_tcp(host, port, limit).await.map_err(unreachable)?;
            let mut stream = Box::new(stream) as Box<dyn Stream>;
            if proxy.tls {
                stream = encrypt(shared, limit, stream, host)
                    .await
                    .map_err(unreachable)?;
            }
            if target.tls {
                with_timeout(limit, tunnel(&mut stream, target, proxy)).await??;
            }
            stream
        }
    };
    if target.tls {
        encrypt(shared, limit, stream, &target.host).await
    } else {
        Ok(stream)
    }
}

/// Tries the addresses in order, each with the whole timeout, and returns the last error
/// (`urllib3/util/connection.py`, `create_connection`).
async fn connect_tcp(host: &str, port: u16, limit: Option<Duration>) -> Result<TcpStream, Cause> {
    // An address needs no lookup, and so no thread.
    if let Ok(address) = host.parse::<IpAddr>() {
        return attempt(SocketAddr::new(address, port), limit).await;
    }
    if !labels_can_be_encoded(host) {
        let message = format!("Failed to parse: '{host}', label empty or too long");
        return Err(Cause::Other(message));
    }
    let addresses = resolve_host(host, port)
        .await
        .map_err(|_| Cause::DnsLookup)?;
    let mut failure = Cause::DnsLookup;
    for address in addresses {
        match attempt(address, limit).await {
            Ok(stream) => return Ok(stream),
            Err(cause) => failure = cause,
        }
    }
    Err(failure)
}

/// Whether Python's codec `idna` encodes this ASCII name: no label is empty, except for the last, or
/// has more than 63 characters.
fn labels_can_be_encoded(host: &str) -> bool {
    let mut lengths = host.rsplit('.').map(str::len);
    lengths.next().is_none_or(|last| last < 64) && lengths.all(|length| (1..64).contains(&length))
}

/// Resolves a host name on a thread of its own, so that Ctrl-C interrupts it.
async fn resolve_host(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let name = host.to_owned();
    let addresses = move |host: &str| Ok((host, port).to_socket_addrs()?.collect());
    match on_thread(move || addresses(&name)).await {
        Ok(addresses) => addresses,
        // Without a thread the lookup blocks, and Ctrl-C is handled only after it.
        Err(_) => addresses(host),
    }
}

/// Connects to one address.
async fn attempt(address: SocketAddr, limit: Option<Duration>) -> Result<TcpStream, Cause> {
    let stream = match limit {
        Some(limit) => tokio::time::timeout(limit, TcpStream::connect(address))
            .await
            .map_err(|_| Cause::ConnectTimeout)?,
        None => TcpStream::connect(address).await,
    };
    let stream = stream.map_err(|error| match error.kind() {
        io::ErrorKind::TimedOut => Cause::ConnectTimeout,
        _ => Cause::Connect,
    })?;
    // The request is written at once, so Nagle's algorithm would only delay it.
    stream.set_nodelay(true).map_err(|_| Cause::Connect)?;
    Ok(stream)
}

/// Applies the connect timeout to a step after the connection is established, where exceeding it is
/// a read timeout (urllib3, `HTTPConnectionPool._raise_timeout`).
async fn with_timeout<T>(
    limit: Option<Duration>,
    future: impl Future<Output = T>,
) -> Result<T, Cause> {
    match limit {
        Some(limit) => tokio::time::timeout(limit, future)
            .await
            .map_err(|_| Cause::ReadTimeout),
        None => Ok(future.await),
    }
}

/// Establishes TLS over the stream.
async fn encrypt(
    shared: &Shared,
    limit: Option<Duration>,
    stream: Box<dyn Stream>,
    host: &str,
) -> Result<Box<dyn Stream>, Cause> {
    let config = shared.tls().map_err(Cause::Tls)?;
    let (config, name) = match ServerName::try_from(host.to_owned()) {
        Ok(name) => (config, name),
        // An address in an obsolete notation (`127.1`), which no certificate can contain.
        Err(_) => {
            let mut config = ClientConfig::clone(&config);
            config.enable_sni = false;
            let name = ServerName::try_from(INVALID_NAME).map_err(|_| Cause::Closed)?;
            (Arc::new(config), name)
        }
    };
    let handshake = TlsConnector::from(config).connect(name, stream);
    match with_timeout(limit, handshake).await? {
        Ok(stream) => Ok(Box::new(stream)),
        Err(error) => Err(handshake_failure(&error, host)),
    }
}

/// The cause of a failed TLS handshake.
fn handshake_failure(error: &io::Error, host: &str) -> Cause {
    if let Some(error) = tls_error(error) {
        return Cause::Tls(tls::failure(error, host));
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Cause::Tls(
            "[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol \
             (_ssl.c:1006)"
                .to_owned(),
        ),
        _ => Cause::Closed,
    }
}

/// The error of rustls in an I/O error, if there is one.
pub fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// Requests a tunnel from the proxy (`http.client`, `HTTPConnection._tunnel`).
async fn tunnel(stream: &mut Box<dyn Stream>, target: &Target, proxy: &Proxy) -> Result<(), Cause> {
    let authority = if target.host.contains(':') {
        format!("[{}]:{}", target.host, target.port)
    } else {
        format!("{}:{}", target.host, target.port)
    };
    // HTTP/1.0 like `http.client`: HTTP/1.1 would require a `Host` header.
    let mut request = format!("CONNECT {authority} HTTP/1.0\r\n");
    if let Some(value) = &proxy.authorization {
        request.push_str("Proxy-Authorization: ");
        request.push_str(value.expose());
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    stream
        .write_all(request.as_bytes())
        .await
        .map_err(|_| Cause::Closed)?;
    let head = read_proxy_response(stream).await?;
    let status = head
        .get(..head.len().min(12))
        .and_then(|line| line.split(|byte| *byte == b' ').nth(1));
    match status {
        _ if !head.starts_with(b"HTTP/1.") => Err(Cause::Closed),
        Some(b"200") => Ok(()),
        _ => Err(Cause::Proxy(proxy.redacted_url.clone())),
    }
}

/// Reads the head of the proxy's response byte by byte, because the bytes after it belong to the
/// tunnel.
async fn read_proxy_response(stream: &mut Box<dyn Stream>) -> Result<Vec<u8>, Cause> {
    let mut head = Vec::with_capacity(128);
    while !head.ends_with(b"\r\n\r\n") && !head.ends_with(b"\n\n") {
        match stream.read_u8().await {
            Ok(byte) if head.len() < MAX_PROXY_RESPONSE => head.push(byte),
            _ => return Err(Cause::Closed),
        }
    }
    Ok(head)
}
