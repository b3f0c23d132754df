//! Tokens of SSO sessions in `~/.aws/sso/cache`, and their refreshing (`botocore/utils.py,
//! SSOTokenLoader`; `botocore/tokens.py, SSOTokenProvider`).

use super::api::{self, string};
use super::sso::{SsoRole, json_body, read_error};
use super::{Context, cache, time};
use crate::endpoint::Service;
use crate::error::credentials::CredentialsError;
use crate::python::json;
use crate::secret::Secret;
use crate::service::endpoint::Endpoint;
use crate::value::{Dict, Value};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;

/// Seconds before its end from which a token is refreshed.
const REFRESH_WINDOW: i64 = 15 * 60;

/// The token of the older form; it cannot be refreshed.
pub(super) fn legacy(directory: &str, start_url: &str) -> Result<Secret, CredentialsError> {
    let token = load(directory, start_url, start_url)?;
    if time::parse(&string(&token, "expiresAt")?)? <= time::now() {
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
        let mut expiry = time::parse(&string(&token, "expiresAt")?)?;
        if expiry - time::now() < REFRESH_WINDOW
            && let Some(fresh) = self.refreshed(role, &token).await?
        {
            cache::store(directory, &cache::sha1_name(session), &fresh);
            expiry = time::parse(&string(&fresh, "expiresAt")?)?;
            token = fresh;
        }
        if expiry <= time::now() {
            return Err(CredentialsError::SsoTokenExpired);
        }
        Ok(Secret::new(string(&token, "accessToken")?))
    }

    /// Nothing when the token has no means of refreshing, or the service says no.
    async fn refreshed(
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
        if time::parse(&registered)? <= time::now() {
            return Ok(None);
        }
        let endpoint = self
            .sources
            .services
            .endpoint(Service::SsoOidc, Some(&role.region))?;
        self.transport.trace.hide(&refresh);
        self.transport.trace.hide(&secret);
        let url = Endpoint::new(&endpoint.url).join("/token");
        let body = json::write_compact_ascii(&object([
            ("grantType", "refresh_token"),
            ("clientId", id.as_str()),
            ("clientSecret", secret.as_str()),
            ("refreshToken", refresh.as_str()),
        ]));
        let make = || post(&url, &body);
        let response = match self.call("CreateToken", make, read_error, &[]).await {
            Err(CredentialsError::Answered { .. }) => return Ok(None),
            other => other?,
        };
        let Fresh {
            access,
            expires,
            refresh,
        } = fresh(response.body().bytes().unwrap_or_default())?;
        let mut fresh = object([
            ("startUrl", role.start_url.as_str()),
            ("region", role.region.as_str()),
            ("accessToken", access.as_str()),
            ("expiresAt", expires.as_str()),
            ("clientId", id.as_str()),
            ("clientSecret", secret.as_str()),
            ("registrationExpiresAt", registered.as_str()),
        ]);
        if let (Value::Dict(fresh), Some(refresh)) = (&mut fresh, refresh) {
            fresh.entries.insert("refreshToken".into(), refresh.into());
        }
        Ok(Some(fresh))
    }
}

/// What a refreshed token brings.
pub(super) struct Fresh {
    access: String,
    expires: String,
    refresh: Option<String>,
}

/// The token in the answer of the service.
pub(super) fn fresh(body: &[u8]) -> Result<Fresh, CredentialsError> {
    let answer = json_body(body)?;
    let lifetime = match api::member(&answer, "expiresIn")? {
        Value::Int(seconds) => i64::try_from(seconds).unwrap_or_default(),
        _ => 0,
    };
    Ok(Fresh {
        access: string(&answer, "accessToken")?,
        expires: time::format(time::now().saturating_add(lifetime), "Z"),
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
    api::header(&mut request, "content-type", "application/json")?;
    api::header(&mut request, "content-length", &body.len().to_string())?;
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_beyond_all_time_is_no_overflow() {
        let body = br#"{"accessToken": "a", "expiresIn": 9223372036854775807}"#;
        assert!(fresh(body).unwrap().expires.len() > "2099-01-01T00:00:00Z".len());
    }
}
