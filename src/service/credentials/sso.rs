//! Roles of an SSO session, with an `sso_session` or in the older form (`SSOProvider`,
//! `SSOCredentialFetcher`).

use super::client::{self, member, string};
use super::keys::{Credentials, ProviderResult};
use super::{Context, sso_token};
use crate::config::endpoint::Service;
use crate::config::profiles::{Section, Setting};
use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::python::json::{self, JsonError};
use crate::python::surrogate;
use crate::python::value::{Dict, Value};
use crate::service::decode;
use crate::service::endpoint::Endpoint;
use crate::service::parse_error::{self, ClientError};
use aws_smithy_runtime_api::http::Headers;

/// What the profile says of its session and role.
#[derive(Debug)]
pub(super) struct SsoRole {
    /// `sso_start_url`
    pub start_url: String,
    /// `sso_region`
    pub region: String,
    /// `sso_session`
    pub session: Option<String>,
    role: String,
    account: String,
}

impl Context {
    pub(super) fn sso(&self, name: &str) -> Result<Option<ProviderResult>, CredentialsError> {
        let Some(profile) = self.sources.profiles.merged.get(name) else {
            return Ok(None);
        };
        if !profile.contains("sso_role_name") && !profile.contains("sso_account_id") {
            return Ok(None);
        }
        let session = profile.text("sso_session");
        let config = self.with_session(profile, session)?;
        let mut missing = Vec::new();
        let mut value = |key: &'static str| match config.text(key) {
            Some(value) => value.to_owned(),
            None => {
                missing.push(key);
                String::new()
            }
        };
        let role = SsoRole {
            role: value("sso_role_name"),
            account: value("sso_account_id"),
            start_url: value("sso_start_url"),
            region: value("sso_region"),
            session: session.map(str::to_owned),
        };
        if !missing.is_empty() {
            return Err(CredentialsError::InvalidConfig(format!(
                "The profile \"{name}\" is configured to use SSO but is missing required \
                 configuration: {}",
                missing.join(", ")
            )));
        }
        Ok(Some(ProviderResult::Sso(role)))
    }

    /// The profile with its session's values; the two may not contradict each other.
    fn with_session(
        &self,
        profile: &Section,
        session: Option<&str>,
    ) -> Result<Section, CredentialsError> {
        let mut config = profile.clone();
        let Some(name) = session else {
            return Ok(config);
        };
        let section = self
            .sources
            .profiles
            .sso_sessions
            .get(name)
            .ok_or_else(|| {
                CredentialsError::InvalidConfig(format!(
                    "The specified sso-session does not exist: \"{name}\""
                ))
            })?;
        for (key, value) in section.iter() {
            if let (Some(Setting::Text(own)), Setting::Text(other)) = (profile.get(key), value)
                && own != other
            {
                return Err(CredentialsError::InvalidConfig(format!(
                    "The value for {key} is inconsistent between profile ({own}) and sso-session \
                     ({other})."
                )));
            }
        }
        config.update(section);
        Ok(config)
    }

    /// The session's token, turned into keys for the role.
    pub(super) async fn role_credentials(
        &self,
        role: &SsoRole,
    ) -> Result<Credentials, CredentialsError> {
        let endpoint = self
            .sources
            .services
            .endpoint(Service::Sso, Some(&role.region))?;
        let token = match &role.session {
            Some(session) => self.session_token(role, session).await?,
            None => sso_token::legacy(&self.sources.sso_cache, &role.start_url)?,
        };
        self.transport.logger.add_secret(token.expose());
        let url = format!(
            "{}?role_name={}&account_id={}",
            Endpoint::new(&endpoint.url).join("/federation/credentials"),
            escape(&role.role),
            escape(&role.account)
        );
        let make = || {
            let mut request = client::get(&url)?;
            client::header(&mut request, "x-amz-sso_bearer_token", token.expose())?;
            Ok(request)
        };
        let response = match self.call("GetRoleCredentials", make, read_error, &[]).await {
            Err(CredentialsError::ClientError { code, .. }) if code == "UnauthorizedException" => {
                return Err(CredentialsError::SsoUnauthorized);
            }
            other => other?,
        };
        keys(response.body().bytes().unwrap_or_default())
    }
}

/// The keys in the portal's answer.
pub(super) fn keys(body: &[u8]) -> Result<Credentials, CredentialsError> {
    let answer = json_body(body)?;
    let credentials = member(&answer, "roleCredentials")?;
    Ok(Credentials {
        access_key: string(credentials, "accessKeyId")?,
        secret_key: Secret::new(string(credentials, "secretAccessKey")?),
        token: Some(Secret::new(string(credentials, "sessionToken")?)),
        expiry: match member(credentials, "expiration")? {
            Value::Int(milliseconds) => i64::try_from(milliseconds).ok().map(|ms| ms / 1000),
            _ => None,
        },
    })
}

/// As the service's own answers are read.
pub(super) fn read_error(
    status: u16,
    headers: &Headers,
    body: &[u8],
) -> Result<ClientError, CredentialsError> {
    parse_error::parse(status, headers, body)
        .map_err(|error| CredentialsError::Python(error.to_string()))
}

/// The JSON of an answer (`RestJSONParser`): what is none counts as an object without members
/// that anybody looks for.
pub(super) fn json_body(body: &[u8]) -> Result<Value, CredentialsError> {
    if body.is_empty() {
        return Ok(Value::Dict(Dict::default()));
    }
    let text = decode::utf8(body).map_err(CredentialsError::Python)?;
    match json::parse(text, false) {
        Ok(answer @ Value::Dict(_)) => Ok(answer),
        Ok(Value::Null) => Err(CredentialsError::Python(
            "'NoneType' object is not iterable".to_owned(),
        )),
        Ok(other) => Err(CredentialsError::Python(format!(
            "'{}' object has no attribute 'get'",
            other.class()
        ))),
        Err(error @ JsonError::TooDeep(_)) => Err(CredentialsError::Python(error.to_string())),
        Err(_) => Ok(Value::Dict(Dict::default())),
    }
}

/// A value of a query string.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for byte in surrogate::fsencode(text) {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
