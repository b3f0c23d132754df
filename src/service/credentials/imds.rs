//! Credentials, and in version 2 the region, from the instance metadata service
//! (`InstanceMetadataProvider`, `botocore/utils.py, InstanceMetadataFetcher`).

use super::client;
use super::expiration;
use super::keys::{Credentials, Parts};
use super::provider::{Boxed, Context, CredentialProvider, Fetch, Found};
use crate::config::credential_sources as config;
use crate::config::transport::Transport;
use crate::error::credentials::CredentialsError;
use crate::error::service::Cause;
use crate::error::settings::SettingsError;
use crate::log::secret::Secret;
use crate::python::json;
use crate::python::url::Urllib3;
use crate::python::value::Value;
use crate::service::endpoint::sent_url;
use crate::service::http::Client;
use crate::service::{decode, header};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

/// The path of the instance's roles.
const ROLES_PATH: &str = "latest/meta-data/iam/security-credentials/";
/// The maximum number of seconds by which the original extends an expiration: window and jitter.
const MAX_EXTENSION: i64 = 600 + 600;
/// The path of the availability zone.
const ZONE_PATH: &str = "latest/meta-data/placement/availability-zone/";

/// The provider for instance metadata.
#[derive(Debug)]
pub(super) struct InstanceMetadata;

impl CredentialProvider for InstanceMetadata {
    fn name(&self) -> &'static str {
        "instance metadata"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            let keys = fetch_credentials(context).await?;
            Ok(keys.map(|keys| Found::new(keys, InstanceMetadata)))
        })
    }
}

impl Fetch for InstanceMetadata {
    fn fetch<'a>(&'a self, context: &'a Context) -> Boxed<'a, Credentials> {
        Box::pin(async move {
            fetch_credentials(context)
                .await?
                .ok_or_else(|| CredentialsError::Retrieval {
                    provider: "iam-role".to_owned(),
                    message: "Credential refresh failed, response did not contain: access_key, \
                          secret_key, token, expiry_time"
                        .to_owned(),
                })
        })
    }
}

/// Fetches the credentials; `None` if there is no role, no response or no valid response.
async fn fetch_credentials(context: &Context) -> Result<Option<Credentials>, CredentialsError> {
    let Some(session) = Session::open(&context.sources.metadata, &context.transport).await? else {
        return Ok(None);
    };
    let Some(role) = session.text(ROLES_PATH, |_| true).await? else {
        return Ok(None);
    };
    let path = format!("{ROLES_PATH}{role}");
    let is_json = |body: &str| json::parse(body).is_ok();
    match session.text(&path, is_json).await? {
        Some(body) => keys(&body),
        None => Ok(None),
    }
}

/// The region of the instance: the name of its availability zone without the last letter
/// (`awscli/utils.py`, `InstanceMetadataRegionFetcher`).
///
/// # Errors
/// The errors for which the original does not continue without a region.
pub async fn region(
    settings: &config::InstanceMetadata,
    transport: &Transport,
) -> Result<Option<String>, CredentialsError> {
    let Some(session) = Session::open(settings, transport).await? else {
        return Ok(None);
    };
    let mut zone = session.text(ZONE_PATH, |_| true).await?;
    if let Some(zone) = &mut zone {
        zone.pop();
    }
    Ok(zone)
}

/// A connection to the service, with the token that it returned.
struct Session<'s> {
    settings: &'s config::InstanceMetadata,
    /// The client, or a timeout that is not positive.
    client: Result<Client, String>,
    urllib3: Urllib3,
    token: Option<Secret>,
}

impl<'s> Session<'s> {
    /// Requests a token; `None` if the service is disabled or rejects the request.
    async fn open(
        settings: &'s config::InstanceMetadata,
        transport: &Transport,
    ) -> Result<Option<Session<'s>>, CredentialsError> {
        if settings.disabled {
            return Ok(None);
        }
        let mut session = Session {
            settings,
            client: settings.timeout.clone().map(|timeout| {
                Client::new(&Transport {
                    connect_timeout: Some(timeout),
                    read_timeout: Some(timeout),
                    ..transport.clone()
                })
            }),
            urllib3: transport.urllib3,
            token: None,
        };
        session.token = match session.fetch_token().await? {
            Token::Rejected => return Ok(None),
            Token::None => None,
            Token::Received(token) => {
                transport.logger.add_secret(token.expose());
                Some(token)
            }
        };
        let has_token = |token: &Secret| !token.expose().is_empty();
        if settings.v1_disabled && !session.token.as_ref().is_some_and(has_token) {
            return Err(CredentialsError::Metadata(
                "Unable to retrieve token for use in IMDSv2 call and IMDSv1 has been disabled"
                    .to_owned(),
            ));
        }
        Ok(Some(session))
    }

    /// Requests a token for IMDSv2.
    async fn fetch_token(&self) -> Result<Token, CredentialsError> {
        for _ in 0..self.settings.attempts {
            let mut request = self.get("latest/api/token")?;
            request
                .set_method("PUT")
                .map_err(|error| CredentialsError::Python(error.to_string()))?;
            let lifetime = "x-aws-ec2-metadata-token-ttl-seconds";
            client::set_header(&mut request, lifetime, "21600")?;
            match self.send(request).await? {
                Response::Text(200, text) => return Ok(Token::Received(Secret::new(text))),
                Response::Text(403..=405, _) | Response::ReadTimeout => return Ok(Token::None),
                Response::Text(400, _) => return Ok(Token::Rejected),
                Response::Text(..) | Response::Failed => {}
            }
        }
        Ok(Token::None)
    }

    /// The first response that has status 200, is not empty and for which `accept` returns true.
    async fn text(
        &self,
        path: &str,
        accept: impl Fn(&str) -> bool,
    ) -> Result<Option<String>, CredentialsError> {
        for _ in 0..self.settings.attempts {
            let mut request = self.get(path)?;
            if let Some(token) = &self.token {
                let name = "x-aws-ec2-metadata-token";
                let source = "the token of the instance metadata service";
                header::set_latin1(&mut request, name, token.expose(), source)
                    .map_err(CredentialsError::Python)?;
            }
            if let Response::Text(200, text) = self.send(request).await?
                && !text.is_empty()
                && accept(&text)
            {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// A GET request for `path`.
    fn get(&self, path: &str) -> Result<HttpRequest, CredentialsError> {
        let endpoint = &self.settings.endpoint;
        let url = format!("{}/{path}", endpoint.strip_suffix('/').unwrap_or(endpoint));
        match sent_url(&url, self.urllib3) {
            Ok(sent) => client::get(&sent),
            Err(_) => Err(SettingsError::InvalidMetadataEndpoint(url).into()),
        }
    }

    /// Sends a request. Errors after which the original retries are not returned as errors.
    async fn send(&self, request: HttpRequest) -> Result<Response, CredentialsError> {
        let client = match &self.client {
            Ok(client) => client,
            Err(timeout) => {
                return Err(CredentialsError::Python(format!(
                    "An HTTP Client raised an unhandled exception: Attempted to set connect \
                     timeout to {timeout}, but the timeout cannot be set to a value less than or \
                     equal to 0."
                )));
            }
        };
        match client.send(request).await {
            Ok(response) => {
                let status = response.status().as_u16();
                // The original does not read the body for any other status.
                let body = match status {
                    200 => response.body().bytes().unwrap_or_default(),
                    _ => b"",
                };
                let text = decode::utf8(body).map_err(CredentialsError::Python)?;
                Ok(Response::Text(status, text.to_owned()))
            }
            Err(error) => match error.cause.root() {
                Cause::ReadTimeout => Ok(Response::ReadTimeout),
                Cause::DnsLookup | Cause::Connect | Cause::ConnectTimeout | Cause::Closed => {
                    Ok(Response::Failed)
                }
                _ => Err(error.into()),
            },
        }
    }
}

/// The result of a token request.
enum Token {
    Received(Secret),
    /// No token; IMDSv1 may still be available.
    None,
    /// The service rejects the request as invalid, so there are no credentials.
    Rejected,
}

/// The result of a request: status and text, a read timeout, or another failure.
enum Response {
    Text(u16, String),
    ReadTimeout,
    Failed,
}

/// The credentials in a response; `None` if it lacks one of the four members, as an error of the
/// service does.
///
/// A near expiration in the service's own format is ignored: the original extends it
/// (`_evaluate_expiration`).
pub(super) fn keys(body: &str) -> Result<Option<Credentials>, CredentialsError> {
    let document = match json::parse(body) {
        Ok(Value::Dict(document)) => document,
        Ok(Value::String(_) | Value::List(_)) | Err(_) => return Ok(None),
        Ok(other) => {
            let message = format!("argument of type '{}' is not iterable", other.class());
            return Err(CredentialsError::Python(message));
        }
    };
    let value = |name: &str| document.entries.get(name);
    let (Some(access_key), Some(secret_key), Some(token), Some(expiry)) = (
        value("AccessKeyId"),
        value("SecretAccessKey"),
        value("Token"),
        value("Expiration"),
    ) else {
        return Ok(None);
    };
    if !matches!(expiry, Value::String(_) | Value::Null) {
        let message = format!("strptime() argument 1 must be str, not {}", expiry.class());
        return Err(CredentialsError::Python(message));
    }
    let parts = Parts {
        access_key,
        secret_key,
        token,
    };
    let keys = Credentials::new("the instance metadata service", &parts);
    let time = expiration::read(expiry)?;
    let is_near = || !expiration::remaining(time).is_ok_and(|left| left >= MAX_EXTENSION);
    Ok(Some(match expiry {
        Value::String(text) if is_extensible(text) && is_near() => keys,
        _ => keys.expiring(time),
    }))
}

/// Whether a timestamp has the format `%Y-%m-%dT%H:%M:%SZ`, which the original extends.
fn is_extensible(text: &str) -> bool {
    let is_number = |part: &str, max_length: usize| {
        (1..=max_length).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    let date: Vec<&str> = date.split('-').collect();
    let time: Vec<&str> = match time.strip_suffix(['Z', 'z']) {
        Some(time) => time.split(':').collect(),
        None => return false,
    };
    matches!(date.as_slice(), [year, month, day] if year.len() == 4
        && is_number(year, 4) && is_number(month, 2) && is_number(day, 2))
        && matches!(time.as_slice(), [hour, minute, second] if is_number(hour, 2)
            && is_number(minute, 2) && is_number(second, 2))
}
