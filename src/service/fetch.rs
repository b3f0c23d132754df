//! Parameter values that are URLs.
//!
//! `awscli/paramfile.py`, `get_uri` creates a session of its own: built-in roots, default timeouts
//! and no proxy, regardless of the settings.

use super::endpoint::sent_url;
use super::http::Client;
use super::{block_on, decode};
use crate::config::transport::{CertVerification, Proxies, Transport};
use crate::error::service::{Cause, ServiceError, TransportError};
use crate::log::Logger;
use crate::python::url::{SplitUrl, Urllib3};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use std::time::Duration;

/// Fetches the text at an `http://` or `https://` URL.
///
/// # Errors
/// The message that follows `Unable to retrieve URL: `, or [`ServiceError::Interrupted`].
pub fn fetch(url: &str, logger: &Logger) -> Result<String, ServiceError> {
    fetch_within(url, logger, Duration::from_secs(60))
}

/// Fetches with `limit` as the connect and the read timeout.
fn fetch_within(url: &str, logger: &Logger, limit: Duration) -> Result<String, ServiceError> {
    let client = Client::new(&Transport {
        trust: CertVerification::BuiltInRoots,
        proxies: Proxies::default(),
        connect_timeout: Some(limit),
        read_timeout: Some(limit),
        // Version 2 fetches nothing.
        urllib3: Urllib3::default(),
        logger: logger.clone(),
    });
    let failed = |cause| {
        ServiceError::Transport(TransportError {
            url: url.to_owned(),
            cause,
        })
    };
    let netloc = SplitUrl::split(url).check_netloc();
    netloc.map_err(|text| failed(Cause::Other(text)))?;
    let sent = sent_url(url, Urllib3::default()).map_err(failed)?;
    // A host that cannot be part of a request cannot be resolved either.
    let request = HttpRequest::get(sent).map_err(|_| failed(Cause::DnsLookup))?;
    let response = block_on(client.send(request))?.map_err(|error| failed(error.cause))?;
    match response.status().as_u16() {
        200 => {}
        status => {
            return Err(ServiceError::Other(format!(
                "received non 200 status code of {status}"
            )));
        }
    }
    let bytes = response.body().bytes().unwrap_or_default();
    let encoding = encoding(response.headers().get("content-type"));
    decode::decode(bytes, encoding).map_err(ServiceError::Other)
}

/// The encoding of a response body: `get_encoding_from_headers`, and the default of
/// `AWSResponse.text`.
fn encoding(content_type: Option<&str>) -> &str {
    let Some(content_type) = content_type else {
        return "utf-8";
    };
    let named = content_type.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches('"'))
    });
    match named {
        Some("") => "utf-8",
        Some(charset) => charset,
        None if content_type.contains("text") => "ISO-8859-1",
        None => "utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread::{sleep, spawn};

    /// The error message for a server that sends `start` and then single bytes until the client
    /// disconnects.
    fn from_dripping(start: &'static str, pause: Duration) -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let server = spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let mut next = start.as_bytes();
            while stream.write_all(next).is_ok() {
                sleep(pause);
                next = b" ";
            }
        });
        let error = fetch_within(&url, &Logger::default(), Duration::from_millis(200)).unwrap_err();
        server.join().unwrap();
        error.to_string().replace(&url, "URL")
    }

    #[test]
    fn a_server_that_does_not_complete_the_response_is_a_read_timeout() {
        let head = "HTTP/1.1 200 OK\r\n\r\n";
        let servers = [
            ("", 500),
            (head, 500),
            (head, 50),
            ("HTTP/1.1 200 OK\r\nname:", 50),
        ];
        let runs = servers.map(|(start, pause)| {
            let pause = Duration::from_millis(pause);
            (start, spawn(move || from_dripping(start, pause)))
        });
        for (start, run) in runs {
            let said = run.join().unwrap();
            assert_eq!(said, "Read timeout on endpoint URL: \"URL\"", "{start:?}");
        }
    }
}
