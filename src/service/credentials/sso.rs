//! Credentials of roles in an SSO session, with an `sso_session` section or in the legacy format
//! (`SSOProvider`, `SSOCredentialFetcher`).

use super::client::{self, set_header_from, wrong_type};
use super::keys::{Credentials, setting};
use super::provider::{Boxed, Context, CredentialProvider, Fetch, Found};
use super::{cache, expiration, role_cache, sso_token};
use crate::config::endpoint::Service;
use crate::config::profiles::{Section, Setting};
use crate::dialect::Dialect;
use crate::error::credentials::CredentialsError;
use crate::python::datetime::date_of;
use crate::python::json;
use crate::python::surrogate;
use crate::python::value::Value;
use crate::service::endpoint::Endpoint;
use crate::service::parse_error::ClientError;
use aws_smithy_runtime_api::http::Headers;
use num_bigint::BigInt;

/// The provider for the SSO role of a profile.
pub(super) struct Sso<'p> {
    pub profile: &'p str,
}

/// The source of the credentials, for messages.
const SOURCE: &str = "the SSO session";

/// The SSO session and the role of a profile.
#[derive(Debug)]
struct Role {
    start_url: Value,
    region: Value,
    session: Option<String>,
    role: Value,
    account: Value,
}

impl CredentialProvider for Sso<'_> {
    fn name(&self) -> &'static str {
        "SSO"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            let role = self.role(context)?;
            Ok(role.map(|role| Found::Deferred(Box::new(role))))
        })
    }
}

impl Sso<'_> {
    /// The role of the profile; `None` if the profile has no SSO options.
    fn role(&self, context: &Context) -> Result<Option<Role>, CredentialsError> {
        let name = self.profile;
        let Some(profile) = context.sources.profiles.merged.get(name) else {
            return Ok(None);
        };
        if !profile.contains("sso_role_name") && !profile.contains("sso_account_id") {
            return Ok(None);
        }
        let session = match setting(profile, "sso_session") {
            None => None,
            Some(Value::String(session)) => Some(session),
            Some(other) => {
                let message = format!("unhashable type: '{}'", other.class());
                return Err(CredentialsError::Python(message));
            }
        };
        let config = with_session(context, profile, session.as_deref())?;
        let mut missing = Vec::new();
        let mut value = |key: &'static str| {
            let value = setting(&config, key);
            if value.is_none() {
                missing.push(key);
            }
            value.unwrap_or(Value::Null)
        };
        let role = Role {
            role: value("sso_role_name"),
            account: value("sso_account_id"),
            start_url: value("sso_start_url"),
            region: value("sso_region"),
            session,
        };
        if !missing.is_empty() {
            return Err(CredentialsError::InvalidConfig(format!(
                "The profile \"{name}\" is configured to use SSO but is missing required \
                 configuration: {}",
                missing.join(", ")
            )));
        }
        Ok(Some(role))
    }
}

/// The profile merged with the section of its session. Values that differ are an error.
fn with_session(
    context: &Context,
    profile: &Section,
    session: Option<&str>,
) -> Result<Section, CredentialsError> {
    let mut config = profile.clone();
    let Some(name) = session else {
        return Ok(config);
    };
    let sessions = &context.sources.profiles.sso_sessions;
    let section = sessions.get(name).ok_or_else(|| {
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

impl Role {
    /// The name of the cache file (`SSOCredentialFetcher._create_cache_key`).
    fn cache_name(&self) -> String {
        let session = match &self.session {
            Some(name) => ("sessionName", name.as_str().into()),
            None => ("startUrl", self.start_url.clone()),
        };
        let key = Value::from_iter([
            ("accountId", self.account.clone()),
            ("roleName", self.role.clone()),
            session,
        ]);
        cache::sha1_name(&json::dumps_compact(&key))
    }
}

impl Fetch for Role {
    /// Loads the credentials from the cache, which only version 2 has, or else requests them with
    /// the token of the session.
    fn fetch<'a>(&'a self, context: &'a Context) -> Boxed<'a, Credentials> {
        Box::pin(async move {
            let directory = &context.sources.role_cache;
            let name = match context.sources.dialect {
                Dialect::V1 => None,
                Dialect::V2 => Some(self.cache_name()),
            };
            if let Some(name) = &name
                && let Some(keys) = role_cache::load(directory, name, SOURCE)?
            {
                return Ok(keys);
            }
            let Value::String(region) = &self.region else {
                return Err(CredentialsError::Python(format!(
                    "expected string or bytes-like object, got '{}'",
                    self.region.class()
                )));
            };
            let services = &context.sources.services;
            let endpoint = services.endpoint(Service::Sso, Some(region))?;
            let session = sso_token::Session {
                start_url: &self.start_url,
                region,
                name: self.session.as_deref(),
            };
            let token = session.token(context).await?;
            let (Value::String(role), Value::String(account), Value::String(token)) =
                (&self.role, &self.account, &token)
            else {
                let parameters = [
                    ("roleName", &self.role),
                    ("accountId", &self.account),
                    ("accessToken", &token),
                ];
                let is_invalid = |(_, value): &(_, &Value)| !matches!(value, Value::String(_));
                let invalid = parameters.into_iter().filter(is_invalid);
                let errors = invalid.map(|(name, value)| wrong_type(name, value));
                return Err(CredentialsError::Validation(errors.collect()));
            };
            context.transport.logger.add_secret(token);
            let mut url = Endpoint::new(&endpoint.url).join("/federation/credentials");
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&format!(
                "role_name={}&account_id={}",
                escape(role),
                escape(account)
            ));
            let make = |sent: &str| {
                let mut request = client::get(sent)?;
                let source = "the access token of the SSO session";
                set_header_from(&mut request, "x-amz-sso_bearer_token", token, source)?;
                Ok(request)
            };
            let operation = "GetRoleCredentials";
            let response = match client::call(context, operation, &url, make, read_error, &[]).await
            {
                Err(CredentialsError::ClientError(error))
                    if error.code_text() == "UnauthorizedException" =>
                {
                    return Err(CredentialsError::SsoUnauthorized);
                }
                other => other?,
            };
            let response_json = read(response.body().bytes().unwrap_or_default(), account)?;
            role_cache::store(directory, name.as_deref(), &response_json, SOURCE)
        })
    }
}

/// Parses an error response of the portal. The modeled errors have a member `message`.
fn read_error(
    dialect: Dialect,
    status: u16,
    headers: &Headers,
    body: &[u8],
) -> Result<ClientError, CredentialsError> {
    const MODELED: &[&str] = &[
        "InvalidRequestException",
        "ResourceNotFoundException",
        "TooManyRequestsException",
        "UnauthorizedException",
    ];
    let error = sso_token::read_error(dialect, status, headers, body)?;
    Ok(error.with_members(body, MODELED, &["message"]))
}

/// Parses the response of the portal into the form that the original caches.
pub(super) fn read(body: &[u8], account: &str) -> Result<Value, CredentialsError> {
    let response_json = sso_token::json_body(body)?;
    let failed = |message: String| CredentialsError::Python(message);
    let credentials = match sso_token::modeled(&response_json, "roleCredentials") {
        Some(Value::Dict(credentials)) => credentials,
        Some(other) => {
            let class = other.class();
            return Err(failed(format!("'{class}' object has no attribute 'get'")));
        }
        None => return Err(failed("'roleCredentials'".to_owned())),
    };
    let member = |name: &str| sso_token::modeled(credentials, name);
    let expiration = member("expiration").map(sso_token::integer).transpose()?;
    let required = |name: &str| {
        let value = member(name).cloned();
        value.ok_or_else(|| failed(format!("'{name}'")))
    };
    let mut out: Vec<(&str, Value)> = vec![
        ("AccessKeyId", required("accessKeyId")?),
        ("SecretAccessKey", required("secretAccessKey")?),
        ("SessionToken", required("sessionToken")?),
    ];
    let milliseconds = expiration.ok_or_else(|| failed("'expiration'".to_owned()))?;
    let expiry = from_milliseconds(&milliseconds).map_err(failed)?;
    out.push(("Expiration", expiration::format(expiry, "Z").into()));
    out.push(("AccountId", account.into()));
    Ok(Value::from_iter([
        ("ProviderType", "sso".into()),
        ("Credentials", Value::from_iter(out)),
    ]))
}

/// Converts like Python's `datetime.fromtimestamp(milliseconds / 1000, tz=UTC)`, to seconds since
/// 1970.
fn from_milliseconds(milliseconds: &BigInt) -> Result<i64, String> {
    let whole = i128::try_from(milliseconds).map(|number| i64::try_from(number.div_euclid(1000)));
    let Ok(Ok(whole)) = whole else {
        return Err("timestamp out of range for platform time_t".to_owned());
    };
    let (year, ..) = date_of(whole.div_euclid(86_400));
    if i32::try_from(year - 1900).is_err() {
        return Err("[Errno 75] Value too large for defined data type".to_owned());
    }
    if !(1..=9999).contains(&year) {
        return Err(format!("year {year} is out of range"));
    }
    Ok(whole)
}

/// Escapes a value of a query string.
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
