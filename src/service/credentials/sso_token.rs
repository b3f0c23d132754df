//! Tokens of SSO sessions in `~/.aws/sso/cache`, and their refreshing (`botocore/utils.py,
//! SSOTokenLoader`; `botocore/tokens.py, SSOTokenProvider`).

use super::client::{self, string};
use super::sso::{SsoRole, json_body, read_error};
use super::{Context, cache, expiration};
use crate::config::endpoint::Service;
use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::python::json;
use crate::python::value::{Dict, Value};
use crate::service::endpoint::Endpoint;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;

/// Seconds before its end from which a token is refreshed.
const REFRESH_WINDOW: i64 = 15 * 60;

/// The token of the older form; it cannot be refreshed.
pub(super) fn legacy(directory: &str, start_url: &str) -> Result<Secret, CredentialsError> {
    let token = load(directory, start_url, start_url)?;
    if expiration::parse(&string(&token, "expiresAt")?)? <= expiration::now() {
        return Err(CredentialsError::SsoUnauthorized);
    }
    Ok(Secret::new(string(&token, "accessToken")?))
}

fn load(directory: &str, key: &str, start_url: &str) -> Result<Value, CredentialsError> {
    let token = cache::load(directory, &cache::sha1_name(key))
        .ok_or_else(|| CredentialsError::SsoTokenLoad(format!("Token for {key} does not exist")))?;
    let has = |name: &str| matches!(&token, Value::Dict(d) if d.entries.contains_key(name));
    if !has("accessToken") || !has("expiresAt") {
        return Err(CredentialsError::SsoTokenLoad(format!(
            "Token for {start_url} is invalid"
        )));
    }
    Ok(token)
}

impl Context {
    /// The session's token, refreshed when it is near its end and can be.
    pub(super) async fn session_token(
        &self,
        role: &SsoRole,
        session: &str,
    ) -> Result<Secret, CredentialsError> {
        let directory = &self.sources.sso_cache;
        let mut token = load(directory, session, &role.start_url)?;
        let mut expiry = expiration::parse(&string(&token, "expiresAt")?)?;
        if expiry - expiration::now() < REFRESH_WINDOW
            && let Some(refreshed) = self.refresh_token(role, &token).await?
        {
            cache::store(directory, &cache::sha1_name(session), &refreshed);
            expiry = expiration::parse(&string(&refreshed, "expiresAt")?)?;
            token = refreshed;
        }
        if expiry <= expiration::now() {
            return Err(CredentialsError::SsoTokenExpired);
        }
        Ok(Secret::new(string(&token, "accessToken")?))
    }

    /// Nothing when the token has no means of refreshing, or the service says no.
    async fn refresh_token(
        &self,
        role: &SsoRole,
        token: &Value,
    ) -> Result<Option<Value>, CredentialsError> {
        let (Ok(refresh), Ok(id), Ok(secret), Ok(registered)) = (
            string(token, "refreshToken"),
            string(token, "clientId"),
            string(token, "clientSecret"),
            string(token, "registrationExpiresAt"),
        ) else {
            return Ok(None);
        };
        if expiration::parse(&registered)? <= expiration::now() {
            return Ok(None);
        }
        let endpoint = self
            .sources
            .services
            .endpoint(Service::SsoOidc, Some(&role.region))?;
        self.transport.logger.add_secret(&refresh);
        self.transport.logger.add_secret(&secret);
        let url = Endpoint::new(&endpoint.url).join("/token");
        let body = json::dumps(&object([
            ("grantType", "refresh_token"),
            ("clientId", id.as_str()),
            ("clientSecret", secret.as_str()),
            ("refreshToken", refresh.as_str()),
        ]));
        let make = || post(&url, &body);
        let response = match self.call("CreateToken", make, read_error, &[]).await {
            Err(CredentialsError::ClientError { .. }) => return Ok(None),
            other => other?,
        };
        let Fresh {
            access,
            expires,
            refresh,
        } = refreshed(response.body().bytes().unwrap_or_default())?;
        let mut refreshed = object([
            ("startUrl", role.start_url.as_str()),
            ("region", role.region.as_str()),
            ("accessToken", access.as_str()),
            ("expiresAt", expires.as_str()),
            ("clientId", id.as_str()),
            ("clientSecret", secret.as_str()),
            ("registrationExpiresAt", registered.as_str()),
        ]);
        if let (Value::Dict(refreshed), Some(refresh)) = (&mut refreshed, refresh) {
            refreshed
                .entries
                .insert("refreshToken".into(), refresh.into());
        }
        Ok(Some(refreshed))
    }
}

/// What a refreshed token brings.
pub(super) struct Fresh {
    access: String,
    expires: String,
    refresh: Option<String>,
}

/// The token in the answer of the service.
pub(super) fn refreshed(body: &[u8]) -> Result<Fresh, CredentialsError> {
    let answer = json_body(body)?;
    let lifetime = match client::member(&answer, "expiresIn")? {
        Value::Int(seconds) => i64::try_from(seconds).unwrap_or_default(),
        _ => 0,
    };
    Ok(Fresh {
        access: string(&answer, "accessToken")?,
        expires: expiration::format(expiration::now().saturating_add(lifetime), "Z"),
        refresh: string(&answer, "refreshToken").ok(),
    })
}

fn object<const N: usize>(members: [(&str, &str); N]) -> Value {
    Value::Dict(
        members
            .into_iter()
            .map(|(name, value)| (name.to_owned(), Value::from(value)))
            .collect::<Dict>(),
    )
}

fn post(url: &str, body: &str) -> Result<HttpRequest, CredentialsError> {
    let unfit = |error: &dyn std::fmt::Display| CredentialsError::Python(error.to_string());
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method("POST").map_err(|error| unfit(&error))?;
    request.set_uri(url).map_err(|error| unfit(&error))?;
    client::header(&mut request, "content-type", "application/json")?;
    client::header(&mut request, "content-length", &body.len().to_string())?;
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_beyond_all_time_is_no_overflow() {
        let body = br#"{"accessToken": "a", "expiresIn": 9223372036854775807}"#;
        assert!(refreshed(body).unwrap().expires.len() > "2099-01-01T00:00:00Z".len());
    }
}
