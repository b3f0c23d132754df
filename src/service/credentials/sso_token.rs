//! Tokens of SSO sessions in `~/.aws/sso/cache`, and their refresh (`botocore/utils.py,
//! SSOTokenLoader`; `botocore/tokens.py, SSOTokenProvider`).

use super::client;
use super::keys::member;
use super::provider::Context;
use super::{cache, expiration};
use crate::config::endpoint::Service;
use crate::dialect::Dialect;
use crate::error::credentials::CredentialsError;
use crate::python::datetime::days_since_1970;
use crate::python::dateutil;
use crate::python::int_parse::parse_int;
use crate::python::json::{self, JsonError};
use crate::python::value::{Dict, Value};
use crate::service::decode;
use crate::service::endpoint::Endpoint;
use crate::service::parse_error::{self, ClientError};
use aws_smithy_runtime_api::http::Headers;
use num_bigint::BigInt;

/// The number of seconds before its expiration at which a token is refreshed.
const REFRESH_WINDOW: i64 = 15 * 60;

/// An SSO session to which the user has logged in.
pub(super) struct Session<'s> {
    pub start_url: &'s Value,
    pub region: &'s str,
    /// The name of the `sso_session`; a token without one cannot be refreshed.
    pub name: Option<&'s str>,
}

impl Session<'_> {
    /// The token of the session, refreshed if it expires soon and can be refreshed.
    pub(super) async fn token(&self, context: &Context) -> Result<Value, CredentialsError> {
        let directory = &context.sources.sso_cache;
        let Some(name) = self.name else {
            let Value::String(start_url) = self.start_url else {
                return Err(CredentialsError::Python(format!(
                    "'{}' object has no attribute 'encode'",
                    self.start_url.class()
                )));
            };
            let token = self.load(directory, start_url)?;
            let expiry = expiration::read(member(&token, "expiresAt")?)?;
            if expiration::remaining(expiry)? <= 0 {
                return Err(CredentialsError::SsoUnauthorized);
            }
            return member(&token, "accessToken").cloned();
        };
        let mut token = self.load(directory, name)?;
        let expiry = expiration::read(member(&token, "expiresAt")?)?;
        let mut remaining = expiration::remaining(expiry)?;
        if remaining < REFRESH_WINDOW
            && let Some((refreshed, lifetime)) = self.refresh(context, &token).await?
        {
            if matches!(member(&refreshed, "accessToken")?, Value::String(_)) {
                cache::store(directory, &cache::sha1_name(name), &refreshed);
            }
            // Not from `expiresAt`: the original keeps the fractions of a second.
            remaining = lifetime;
            token = refreshed;
        }
        if remaining <= 0 {
            return Err(CredentialsError::SsoTokenExpired);
        }
        member(&token, "accessToken").cloned()
    }

    fn load(&self, directory: &str, key: &str) -> Result<Value, CredentialsError> {
        let token = cache::load(directory, &cache::sha1_name(key)).ok_or_else(|| {
            CredentialsError::SsoTokenLoad(format!("Token for {key} does not exist"))
        })?;
        let has = |name: &str| match &token {
            Value::Dict(token) => Ok(token.entries.contains_key(name)),
            Value::List(_) | Value::String(_) => Ok(false),
            other => Err(CredentialsError::Python(format!(
                "argument of type '{}' is not iterable",
                other.class()
            ))),
        };
        if !has("accessToken")? || !has("expiresAt")? {
            return Err(CredentialsError::SsoTokenLoad(format!(
                "Token for {} is invalid",
                crate::python::repr::str_of(self.start_url)
            )));
        }
        Ok(token)
    }

    /// Requests a new token, and returns it with its lifetime in seconds; `None` if the token cannot
    /// be refreshed or the service returns an error.
    async fn refresh(
        &self,
        context: &Context,
        token: &Value,
    ) -> Result<Option<(Value, i64)>, CredentialsError> {
        let (Ok(refresh), Ok(id), Ok(secret), Ok(registered)) = (
            member(token, "refreshToken"),
            member(token, "clientId"),
            member(token, "clientSecret"),
            member(token, "registrationExpiresAt"),
        ) else {
            return Ok(None);
        };
        if expiration::remaining(expiration::read(registered)?)? <= 0 {
            return Ok(None);
        }
        let services = &context.sources.services;
        let endpoint = services.endpoint(Service::SsoOidc, Some(self.region))?;
        let parameters = [
            ("clientId", id),
            ("clientSecret", secret),
            ("refreshToken", refresh),
        ];
        client::check_secrets(&context.transport.logger, &parameters)?;
        let url = Endpoint::new(&endpoint.url).join("/token");
        let body = json::dumps(&Value::from_iter([
            ("grantType", "refresh_token".into()),
            ("clientId", id.clone()),
            ("clientSecret", secret.clone()),
            ("refreshToken", refresh.clone()),
        ]));
        let make = |sent: &str| client::post(sent, "application/json", &body);
        let call = client::call(context, "CreateToken", &url, make, read_error, &[]);
        let response = match call.await {
            Err(CredentialsError::ClientError(_)) => return Ok(None),
            other => other?,
        };
        let RefreshedToken {
            access,
            expires,
            lifetime,
            refresh,
        } = refreshed(response.body().bytes().unwrap_or_default())?;
        let mut token = Value::from_iter([
            ("startUrl", self.start_url.clone()),
            ("region", self.region.into()),
            ("accessToken", access),
            ("expiresAt", expires.into()),
            ("clientId", id.clone()),
            ("clientSecret", secret.clone()),
            ("registrationExpiresAt", registered.clone()),
        ]);
        if let (Value::Dict(token), Some(refresh)) = (&mut token, refresh) {
            token.entries.insert("refreshToken".into(), refresh);
        }
        Ok(Some((token, lifetime)))
    }
}

/// The members of a token that a refresh changes.
pub(super) struct RefreshedToken {
    access: Value,
    expires: String,
    /// In seconds.
    lifetime: i64,
    refresh: Option<Value>,
}

/// Parses the response of the service.
pub(super) fn refreshed(body: &[u8]) -> Result<RefreshedToken, CredentialsError> {
    let response_json = json_body(body)?;
    let lifetime = modeled(&response_json, "expiresIn")
        .map(integer)
        .transpose()?;
    let missing = |name: &str| CredentialsError::Python(format!("'{name}'"));
    let lifetime = lifetime.ok_or_else(|| missing("expiresIn"))?;
    let expires = lifetime_end(&lifetime).map_err(CredentialsError::Python)?;
    let access = modeled(&response_json, "accessToken").ok_or_else(|| missing("accessToken"))?;
    Ok(RefreshedToken {
        access: access.clone(),
        expires: expiration::format(expires, "Z"),
        lifetime: i64::try_from(&lifetime).unwrap_or(i64::MAX),
        refresh: modeled(&response_json, "refreshToken")
            .filter(|token| matches!(token, Value::String(_)))
            .cloned(),
    })
}

/// The end of a lifetime: Python's `now + timedelta(seconds=lifetime)`, in seconds since 1970.
pub(super) fn lifetime_end(lifetime: &BigInt) -> Result<i64, String> {
    let seconds = i128::try_from(lifetime).unwrap_or(i128::MAX);
    let time = expiration::now().saturating_add(dateutil::timedelta(seconds)?);
    let calendar = days_since_1970(1, 1, 1) * 86_400..days_since_1970(10_000, 1, 1) * 86_400;
    if calendar.contains(&time) {
        Ok(time)
    } else {
        Err("date value out of range".to_owned())
    }
}

/// A modeled member of a response; null is the same as absent
/// (`BaseJSONParser._handle_structure`).
pub(super) fn modeled<'a>(response_json: &'a Dict, name: &str) -> Option<&'a Value> {
    let value = response_json.entries.get(name);
    value.filter(|value| !matches!(value, Value::Null))
}

/// Converts like Python's `int(value)`.
pub(super) fn integer(value: &Value) -> Result<BigInt, CredentialsError> {
    let number = match value {
        Value::Int(number) => Ok(number.clone()),
        Value::Bool(truth) => Ok(BigInt::from(*truth)),
        Value::Float(number) => truncated(*number),
        Value::String(text) => parse_int(text),
        other => Err(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            other.class()
        )),
    };
    number.map_err(CredentialsError::Python)
}

/// Converts a float like Python's `int`.
fn truncated(number: f64) -> Result<BigInt, String> {
    if number.is_nan() {
        return Err("cannot convert float NaN to integer".to_owned());
    }
    let text = format!("{:.0}", number.trunc());
    text.parse()
        .map_err(|_| "cannot convert float infinity to integer".to_owned())
}

/// Parses an error response by the rules of the Amplify service.
pub(super) fn read_error(
    dialect: Dialect,
    status: u16,
    headers: &Headers,
    body: &[u8],
) -> Result<ClientError, CredentialsError> {
    parse_error::parse(dialect, status, headers, body)
        .map_err(|error| CredentialsError::Python(error.to_string()))
}

/// Parses a JSON response (`RestJSONParser`). A body that is not JSON is treated as an object
/// without modeled members.
pub(super) fn json_body(body: &[u8]) -> Result<Dict, CredentialsError> {
    if body.is_empty() {
        return Ok(Dict::default());
    }
    let text = decode::utf8(body).map_err(CredentialsError::Python)?;
    match json::parse(text) {
        Ok(Value::Dict(response_json)) => Ok(response_json),
        Ok(Value::Null) => Err(CredentialsError::Python(
            "'NoneType' object is not iterable".to_owned(),
        )),
        Ok(other) => Err(CredentialsError::Python(format!(
            "'{}' object has no attribute 'get'",
            other.class()
        ))),
        Err(error @ JsonError::TooDeep(_)) => Err(CredentialsError::Python(error.to_string())),
        Err(_) => Ok(Dict::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_beyond_the_range_of_dates_is_an_error() {
        for (lifetime, expected) in [
            (
                "9223372036854775807",
                "Python int too large to convert to C int",
            ),
            (
                "99999999999999",
                "days=1157407407; must have magnitude <= 999999999",
            ),
            ("4070908800000", "date value out of range"),
            ("-62135596800001", "date value out of range"),
            ("\"x\"", "invalid literal for int() with base 10: 'x'"),
            ("null", "'expiresIn'"),
        ] {
            let body = format!(r#"{{"accessToken": "a", "expiresIn": {lifetime}}}"#);
            let error = refreshed(body.as_bytes()).err().unwrap();
            assert_eq!(error.to_string(), expected);
        }
    }
}
