//! Parameter values that are URLs.
//!
//! `awscli/paramfile.py`, `get_uri`: a session of its own, with the built-in roots, the default
//! time-outs and no proxy, whatever the settings say.

use super::block_on;
use super::http::Client;
use crate::client::{Proxies, Transport, Trust};
use crate::error::service::ServiceError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use std::time::Duration;

/// Loads the text at an `http://` or `https://` URL.
///
/// # Errors
/// The text after `Unable to retrieve URL: `, or [`ServiceError::Interrupted`].
pub fn fetch(url: &str) -> Result<String, ServiceError> {
    let timeout = Some(Duration::from_secs(60));
    let client = Client::new(&Transport {
        trust: Trust::BuiltInRoots,
        proxies: Proxies::default(),
        connect_timeout: timeout,
        read_timeout: timeout,
    });
    let request = HttpRequest::get(url).map_err(|error| ServiceError::Other(error.to_string()))?;
    let response = block_on(client.send(request))?.map_err(ServiceError::Transport)?;
    match response.status().as_u16() {
        200 => {}
        status => {
            return Err(ServiceError::Other(format!(
                "received non 200 status code of {status}"
            )));
        }
    }
    let bytes = response.body().bytes().unwrap_or_default();
    Ok(String::from_utf8_lossy(bytes).into_owned())
}
