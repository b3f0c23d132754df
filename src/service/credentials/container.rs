//! Credentials from the credential endpoint of a container (`ContainerProvider`,
//! `botocore/utils.py, ContainerMetadataFetcher`).

use super::client;
use super::expiration;
use super::files;
use super::keys::{Credentials, Parts, member};
use super::provider::{Boxed, Context, CredentialProvider, Fetch, Found};
use crate::config::transport::{Proxies, Transport};
use crate::error::credentials::CredentialsError;
use crate::error::service::Cause;
use crate::log::secret::Secret;
use crate::python::json::{self, JsonError};
use crate::python::url::{self, SplitUrl, Urllib3};
use crate::python::value::Value;
use crate::service::http::Client;
use crate::service::{decode, header, require_runtime};
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

/// The connect and the read timeout.
const TIMEOUT: Duration = Duration::from_secs(2);
/// The delay after a failed attempt.
const RETRY_DELAY: Duration = Duration::from_secs(1);
const MAX_ATTEMPTS: u32 = 3;
/// The host of relative URIs.
const CONTAINER_HOST: &str = "169.254.170.2";
/// The hosts that are allowed over plain HTTP, besides loopback addresses.
const ALLOWED_HOSTS: [&str; 4] = [
    CONTAINER_HOST,
    "169.254.170.23",
    "fd00:ec2::23",
    "localhost",
];

/// The provider for containers.
pub(super) struct Container;

impl CredentialProvider for Container {
    fn name(&self) -> &'static str {
        "container"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            let container = &context.sources.container;
            let service = Service(match (&container.relative_uri, &container.full_uri) {
                (Some(path), _) => format!("http://{CONTAINER_HOST}{path}"),
                (None, Some(url)) => url.clone(),
                (None, None) => return Ok(None),
            });
            let keys = service.fetch(context).await?;
            Ok(Some(Found::new(keys, service)))
        })
    }
}

/// The URL of the credential endpoint.
#[derive(Debug)]
struct Service(String);

impl Fetch for Service {
    /// Fetches the credentials, with up to three attempts and a delay of one second after each
    /// failure.
    fn fetch<'a>(&'a self, context: &'a Context) -> Boxed<'a, Credentials> {
        Box::pin(async move {
            let Service(url) = self;
            let token = token(context)?;
            check_host(url)?;
            let urllib3 = context.transport.urllib3;
            let client = Client::new(&Transport {
                proxies: Proxies::default(),
                connect_timeout: Some(TIMEOUT),
                read_timeout: Some(TIMEOUT),
                ..context.transport.clone()
            });
            let mut attempt = 0;
            require_runtime().await;
            loop {
                match fetch_from_container(&client, url, token.as_ref(), urllib3).await? {
                    Ok(response_json) => return keys(&response_json),
                    Err(message) => {
                        tokio::time::sleep(RETRY_DELAY).await;
                        attempt += 1;
                        if attempt >= MAX_ATTEMPTS {
                            return Err(CredentialsError::Retrieval {
                                provider: "container-role".to_owned(),
                                message: CredentialsError::Metadata(message).to_string(),
                            });
                        }
                    }
                }
            }
        })
    }
}

/// The authorization token, from a file or the environment.
fn token(context: &Context) -> Result<Option<Secret>, CredentialsError> {
    let container = &context.sources.container;
    let token = match &container.token_file {
        Some(path) => Some(files::text(path)?),
        None => container.token.clone(),
    };
    if let Some(token) = &token {
        context.add_secret(token);
        if token.expose().contains(['\r', '\n']) {
            return Err(CredentialsError::Python(
                "Auth token value is not a legal header value".to_owned(),
            ));
        }
    }
    Ok(token)
}

/// The credentials in a response.
pub(super) fn keys(response_json: &Value) -> Result<Credentials, CredentialsError> {
    let parts = Parts {
        access_key: member(response_json, "AccessKeyId")?,
        secret_key: member(response_json, "SecretAccessKey")?,
        token: member(response_json, "Token")?,
    };
    let expiry = expiration::read(member(response_json, "Expiration")?)?;
    Ok(Credentials::new("the container's service", &parts).expiring(expiry))
}

/// Sends the request once and parses the response. The inner error permits another attempt.
pub(super) async fn fetch_from_container(
    client: &Client,
    url: &str,
    token: Option<&Secret>,
    urllib3: Urllib3,
) -> Result<Result<Value, String>, CredentialsError> {
    let make = |sent: &str| {
        let mut request = client::get(sent)?;
        client::set_header(&mut request, "accept", "application/json")?;
        if let Some(token) = token {
            let source = "the token for the container's service";
            header::set_latin1(&mut request, "authorization", token.expose(), source)
                .map_err(CredentialsError::Python)?;
        }
        Ok(request)
    };
    let response = match client::send(client, url, urllib3, make).await? {
        Ok(response) => response,
        Err(error) => match error.cause.root() {
            Cause::DnsLookup
            | Cause::Connect
            | Cause::ConnectTimeout
            | Cause::ReadTimeout
            | Cause::Closed => {
                return Ok(Err(format!(
                    "Received error when attempting to retrieve container metadata: {error}"
                )));
            }
            _ => return Err(error.into()),
        },
    };
    let bytes = response.body().bytes().unwrap_or_default();
    read(response.status().as_u16(), bytes)
}

/// Parses a response. The inner error permits another attempt.
pub(super) fn read(status: u16, body: &[u8]) -> Result<Result<Value, String>, CredentialsError> {
    let body = decode::utf8(body).map_err(CredentialsError::Python)?;
    if status != 200 {
        return Ok(Err(format!(
            "Received non 200 response {status} from container metadata: {body}"
        )));
    }
    match json::parse(body) {
        Ok(response_json) => Ok(Ok(response_json)),
        // Python raises no `ValueError` here, so the original does not catch it.
        Err(error @ JsonError::TooDeep(_)) => Err(CredentialsError::Python(error.to_string())),
        Err(_) => Ok(Err(
            "Unable to parse JSON returned from container metadata services".to_owned(),
        )),
    }
}

/// Whether the host is a loopback address (`ipaddress`); an IPv6 address may have a zone.
fn is_loopback(host: &str) -> bool {
    match host.split_once('%') {
        Some((address, _)) => address.parse::<Ipv6Addr>().is_ok_and(|ip| ip.is_loopback()),
        None => host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()),
    }
}

/// Over plain HTTP, accepts only loopback addresses and the hosts of container services
/// (`_validate_allowed_url`).
fn check_host(url: &str) -> Result<(), CredentialsError> {
    let url = url::clean(url);
    let parts = SplitUrl::split(&url);
    parts.check_netloc().map_err(CredentialsError::Python)?;
    let host = parts.hostname();
    let shown = host.as_deref().unwrap_or("None");
    if parts.scheme.eq_ignore_ascii_case("https")
        || is_loopback(shown)
        || ALLOWED_HOSTS.contains(&shown)
    {
        return Ok(());
    }
    Err(CredentialsError::Python(format!(
        "Unsupported host '{shown}'.  Can only retrieve metadata from a loopback address or one \
         of these hosts: {}",
        ALLOWED_HOSTS.join(", ")
    )))
}
