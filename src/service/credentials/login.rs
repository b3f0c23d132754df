//! Credentials of a login session (`LoginProvider`, `LoginCredentialFetcher`).

use super::dpop::ProofKey;
use super::keys::{Credentials, Parts, member, setting};
use super::provider::{Boxed, Context, CredentialProvider, Fetch, Found};
use super::sso_token::{integer, json_body, lifetime_end, modeled};
use super::{cache, client, expiration};
use crate::config::endpoint::Service;
use crate::dialect::Dialect;
use crate::error::credentials::{CredentialsError, LoginRefusal};
use crate::python::json;
use crate::python::value::{Dict, Value};
use crate::service::decode::hexadecimal;
use crate::service::endpoint::Endpoint;
use crate::service::parse_error::{self, ClientError};
use aws_smithy_runtime_api::http::Headers;
use sha2::{Digest as _, Sha256};

/// The number of seconds before their expiration at which the credentials are refreshed.
const REFRESH_THRESHOLD: i64 = 5 * 60;

/// The required members of a cached session.
const REQUIRED: [&str; 4] = ["accessToken", "refreshToken", "dpopKey", "clientId"];

/// The provider for the login session of a profile.
pub(super) struct Login<'p> {
    pub profile: &'p str,
}

impl CredentialProvider for Login<'_> {
    fn name(&self) -> &'static str {
        "login session"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            let section = context.sources.profiles.merged.get(self.profile);
            let session = match section.and_then(|section| setting(section, "login_session")) {
                None => return Ok(None),
                Some(Value::String(name)) => Session(name),
                Some(other) => {
                    let message = format!("'{}' object has no attribute 'encode'", other.class());
                    return Err(CredentialsError::Python(message));
                }
            };
            let token = session.load(context)?;
            Ok(Some(Found::new(keys(&token)?, session)))
        })
    }
}

/// A login session, by its name.
#[derive(Debug)]
struct Session(String);

impl Session {
    /// The name of the cache file: the SHA-256 of the name of the session.
    fn file(&self) -> String {
        hexadecimal(&Sha256::digest(self.0.as_bytes()))
    }

    fn load(&self, context: &Context) -> Result<Value, CredentialsError> {
        let token = cache::load(&context.sources.login_cache, &self.file())
            .filter(|token| *token != Value::Null)
            .ok_or_else(|| CredentialsError::NoLoginSession(self.0.clone()))?;
        if let Value::Int(_) | Value::Float(_) | Value::Bool(_) = token {
            let message = format!("argument of type '{}' is not iterable", token.class());
            return Err(CredentialsError::Python(message));
        }
        let has = |name: &&str| matches!(&token, Value::Dict(d) if d.entries.contains_key(*name));
        let missing: Vec<&str> = REQUIRED.into_iter().filter(|name| !has(name)).collect();
        if missing.is_empty() {
            Ok(token)
        } else {
            Err(CredentialsError::IncompleteLoginSession(missing))
        }
    }
}

impl Fetch for Session {
    /// Loads the credentials from the cache file, which another run may have refreshed, or else
    /// from the sign-in service.
    fn fetch<'a>(&'a self, context: &'a Context) -> Boxed<'a, Credentials> {
        Box::pin(async move {
            let mut token = self.load(context)?;
            let current = keys(&token)?;
            let key = ProofKey::read(member(&token, "dpopKey")?)?;
            if current.remaining()? > REFRESH_THRESHOLD {
                return Ok(current);
            }
            let fresh = refresh(context, &token, &key).await?;
            if let Value::Dict(token) = &mut token {
                token.entries.extend(*fresh.entries);
            }
            let keys = keys(&token)?.signable()?;
            cache::store(&context.sources.login_cache, &self.file(), &token);
            Ok(keys)
        })
    }
}

/// The credentials in a cached session.
fn keys(token: &Value) -> Result<Credentials, CredentialsError> {
    let access = member(token, "accessToken")?;
    let parts = Parts {
        access_key: member(access, "accessKeyId")?,
        secret_key: member(access, "secretAccessKey")?,
        token: member(access, "sessionToken")?,
    };
    let expiry = member(access, "expiresAt");
    // The original requires the account, although no request needs it.
    member(access, "accountId")?;
    let expiry = expiration::read(expiry?)?;
    Ok(Credentials::new("the login session", &parts).expiring(expiry))
}

/// Requests new credentials and returns the members of the session that change.
async fn refresh(
    context: &Context,
    token: &Value,
    key: &ProofKey,
) -> Result<Dict, CredentialsError> {
    let endpoint = context.sources.services.endpoint(Service::Signin, None)?;
    let id = member(token, "clientId")?;
    let refresh = member(token, "refreshToken")?;
    let parameters = [
        ("tokenInput.clientId", id),
        ("tokenInput.refreshToken", refresh),
    ];
    client::check_secrets(&context.transport.logger, &parameters)?;
    if *refresh == Value::from("") {
        let name = "tokenInput.refreshToken";
        return Err(CredentialsError::Validation(vec![format!(
            "Invalid length for parameter {name}, value: 0, valid min length: 1"
        )]));
    }
    let body = json::dumps(&Value::from_iter([
        ("clientId", id.clone()),
        ("refreshToken", refresh.clone()),
        ("grantType", "refresh_token".into()),
    ]));
    let url = Endpoint::new(&endpoint.url).join("/v1/token");
    let make = |sent: &str| {
        let mut request = client::post(sent, "application/json", &body)?;
        client::set_header(&mut request, "dpop", &key.proof(&url)?)?;
        Ok(request)
    };
    let operation = "CreateOAuth2Token";
    let response = client::call(context, operation, &url, make, read_error, &[]).await?;
    let account = member(member(token, "accessToken")?, "accountId")?;
    refreshed(response.body().bytes().unwrap_or_default(), account)
}

/// The new members of the session in a response.
fn refreshed(body: &[u8], account: &Value) -> Result<Dict, CredentialsError> {
    let response_json = json_body(body)?;
    let missing = |name: &str| CredentialsError::Python(format!("'{name}'"));
    let lifetime = modeled(&response_json, "expiresIn")
        .map(integer)
        .transpose()?;
    let lifetime = lifetime.ok_or_else(|| missing("expiresIn"))?;
    let expires = lifetime_end(&lifetime).map_err(CredentialsError::Python)?;
    let access = match modeled(&response_json, "accessToken") {
        Some(Value::Dict(access)) => access,
        Some(other) => {
            let message = format!("'{}' object has no attribute 'get'", other.class());
            return Err(CredentialsError::Python(message));
        }
        None => return Err(missing("accessToken")),
    };
    let mut refreshed = Dict::default();
    for name in ["accessKeyId", "secretAccessKey", "sessionToken"] {
        let value = modeled(access, name).ok_or_else(|| missing(name))?;
        refreshed.entries.insert(name.to_owned(), value.clone());
    }
    refreshed
        .entries
        .insert("accountId".to_owned(), account.clone());
    let expires = expiration::format(expires, "Z");
    refreshed
        .entries
        .insert("expiresAt".to_owned(), expires.into());
    let refresh = modeled(&response_json, "refreshToken").ok_or_else(|| missing("refreshToken"))?;
    Ok(Dict::from_iter([
        ("accessToken".to_owned(), Value::Dict(refreshed)),
        ("refreshToken".to_owned(), refresh.clone()),
    ]))
}

/// Parses an error response. An error that rejects the session is returned as an error.
fn read_error(
    dialect: Dialect,
    status: u16,
    headers: &Headers,
    body: &[u8],
) -> Result<ClientError, CredentialsError> {
    let error = parse_error::parse(dialect, status, headers, body)
        .map_err(|error| CredentialsError::Python(error.to_string()))?;
    if error.code_text() != Some("AccessDeniedException") {
        const MODELED: &[&str] = &[
            "ConflictException",
            "InternalServerException",
            "ResourceNotFoundException",
            "ServiceQuotaExceededException",
            "TooManyRequestsError",
            "ValidationException",
        ];
        return Ok(error.with_members(body, MODELED, &["error", "message"]));
    }
    let reason = json_body(body)?;
    let reason = match modeled(&reason, "error") {
        Some(Value::String(reason)) => reason.as_str(),
        _ => "",
    };
    Err(CredentialsError::LoginRefused(match reason {
        "TOKEN_EXPIRED" => LoginRefusal::Expired,
        "USER_CREDENTIALS_CHANGED" => LoginRefusal::PasswordChanged,
        "INSUFFICIENT_PERMISSIONS" => LoginRefusal::NoPermission,
        _ => LoginRefusal::Other,
    }))
}
