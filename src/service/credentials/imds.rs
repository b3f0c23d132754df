//! Credentials from the instance metadata service (`InstanceMetadataProvider`,
//! `botocore/utils.py, InstanceMetadataFetcher`).

use super::keys::{Credentials, ProviderResult};
use super::{Context, client};
use crate::config::transport::Transport;
use crate::error::credentials::CredentialsError;
use crate::error::service::Cause;
use crate::log::secret::Secret;
use crate::python::json;
use crate::python::repr::str_of;
use crate::python::value::Value;
use crate::service::decode;
use crate::service::http::Client;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

const ROLES: &str = "latest/meta-data/iam/security-credentials/";

impl Context {
    /// Asks once at the start; no role, no answer or an answer of another kind is nothing found.
    /// The keys need no refreshing: the original moves an expiry that is near into the future.
    pub(super) async fn instance_metadata(
        &self,
    ) -> Result<Option<ProviderResult>, CredentialsError> {
        let settings = &self.sources.metadata;
        if settings.disabled {
            return Ok(None);
        }
        let client = Client::new(&Transport {
            connect_timeout: Some(settings.timeout),
            read_timeout: Some(settings.timeout),
            ..self.transport.clone()
        });
        let token = match self.metadata_token(&client).await? {
            Token::Refused => return Ok(None),
            Token::None => None,
            Token::Given(token) => Some(token),
        };
        if settings.v1_disabled && token.as_ref().is_none_or(|token| token.expose().is_empty()) {
            return Err(CredentialsError::Metadata(
                "Unable to retrieve token for use in IMDSv2 call and IMDSv1 has been disabled"
                    .to_owned(),
            ));
        }
        let token = token.as_ref();
        let Some(role) = self.metadata_text(&client, ROLES, token, |_| true).await? else {
            return Ok(None);
        };
        let path = format!("{ROLES}{role}");
        let is_json = |body: &str| json::parse(body, false).is_ok();
        let Some(body) = self.metadata_text(&client, &path, token, is_json).await? else {
            return Ok(None);
        };
        Ok(keys(&body).map(ProviderResult::Static))
    }

    async fn metadata_token(&self, client: &Client) -> Result<Token, CredentialsError> {
        let url = self.metadata_url("latest/api/token");
        for _ in 0..self.sources.metadata.attempts {
            let mut request = client::get(&url)?;
            request
                .set_method("PUT")
                .map_err(|error| CredentialsError::Python(error.to_string()))?;
            client::header(
                &mut request,
                "x-aws-ec2-metadata-token-ttl-seconds",
                "21600",
            )?;
            match send(client, request).await? {
                Answer::Text(200, text) => {
                    self.transport.logger.add_secret(&text);
                    return Ok(Token::Given(Secret::new(text)));
                }
                Answer::Text(403..=405, _) | Answer::ReadTimeout => return Ok(Token::None),
                Answer::Text(400, _) => return Ok(Token::Refused),
                Answer::Text(..) | Answer::Nothing => {}
            }
        }
        Ok(Token::None)
    }

    /// The first answer of status 200 that is not empty and pleases `accept`.
    async fn metadata_text(
        &self,
        client: &Client,
        path: &str,
        token: Option<&Secret>,
        accept: impl Fn(&str) -> bool,
    ) -> Result<Option<String>, CredentialsError> {
        let url = self.metadata_url(path);
        for _ in 0..self.sources.metadata.attempts {
            let mut request = client::get(&url)?;
            if let Some(token) = token {
                client::header(&mut request, "x-aws-ec2-metadata-token", token.expose())?;
            }
            if let Answer::Text(200, text) = send(client, request).await?
                && !text.is_empty()
                && accept(&text)
            {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    fn metadata_url(&self, path: &str) -> String {
        let endpoint = &self.sources.metadata.endpoint;
        format!("{}/{path}", endpoint.strip_suffix('/').unwrap_or(endpoint))
    }
}

enum Token {
    Given(Secret),
    /// Version 1 of the service may still answer.
    None,
    /// The service does not understand the request: no credentials.
    Refused,
}

enum Answer {
    Text(u16, String),
    ReadTimeout,
    Nothing,
}

/// Failures that the original tries again are answers here.
async fn send(client: &Client, request: HttpRequest) -> Result<Answer, CredentialsError> {
    match client.send(request).await {
        Ok(response) => {
            let status = response.status().as_u16();
            // What is no success is not read.
            let body = match status {
                200 => response.body().bytes().unwrap_or_default(),
                _ => b"",
            };
            let text = decode::utf8(body).map_err(CredentialsError::Python)?;
            Ok(Answer::Text(status, text.to_owned()))
        }
        Err(error) => match error.cause.root() {
            Cause::ReadTimeout => Ok(Answer::ReadTimeout),
            Cause::DnsLookup | Cause::Connect | Cause::ConnectTimeout | Cause::Closed => {
                Ok(Answer::Nothing)
            }
            _ => Err(error.into()),
        },
    }
}

/// `None` unless all four values are there.
pub(super) fn keys(body: &str) -> Option<Credentials> {
    let Ok(Value::Dict(answer)) = json::parse(body, false) else {
        return None;
    };
    let value = |name: &str| answer.entries.get(name).map(str_of);
    value("Expiration")?;
    Some(Credentials {
        access_key: value("AccessKeyId")?,
        secret_key: Secret::new(value("SecretAccessKey")?),
        token: Some(Secret::new(value("Token")?)),
        expiry: None,
    })
}
