//! The trait of credential providers, and their results.

use super::expiration;
use super::keys::Credentials;
use crate::config::credential_sources::CredentialSources;
use crate::config::transport::Transport;
use crate::error::credentials::CredentialsError;
use crate::log::redact;
use crate::log::secret::Secret;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// The number of seconds before their expiration at which credentials are refreshed, ignoring
/// errors.
const ADVISORY_REFRESH: i64 = 15 * 60;
/// The number of seconds before their expiration at which errors of the refresh are reported.
const MANDATORY_REFRESH: i64 = 10 * 60;

/// A boxed future, because it may be recursive: the source of a role may be a role.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, CredentialsError>> + Send + 'a>>;

/// Prompts for the code of the MFA device with the given serial number.
pub type AskMfaCode = fn(&str) -> Boxed<'_, Secret>;

/// The data that every provider needs.
#[derive(Debug)]
pub(super) struct Context {
    pub sources: CredentialSources,
    pub transport: Transport,
    pub ask_mfa_code: AskMfaCode,
}

/// A source of credentials (`botocore/credentials.py: CredentialProvider`).
pub(super) trait CredentialProvider: Sync {
    /// The name of the provider in the log.
    fn name(&self) -> &'static str;

    /// Loads the credentials; `None` if there are none here, so that the next provider is called.
    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>>;
}

/// A source from which credentials are fetched when a request is about to be signed, or when the
/// present ones expire.
pub(super) trait Fetch: fmt::Debug + Send + Sync {
    /// Fetches new credentials.
    fn fetch<'a>(&'a self, context: &'a Context) -> Boxed<'a, Credentials>;
}

/// The result of a provider that has credentials.
#[derive(Debug)]
pub(super) enum Found {
    /// Credentials that do not expire (`Credentials`).
    Static(Credentials),
    /// Credentials that expire, and the source of new ones (`RefreshableCredentials`).
    Refreshable(Credentials, Box<dyn Fetch>),
    /// Credentials that are fetched when they are needed (`DeferredRefreshableCredentials`).
    Deferred(Box<dyn Fetch>),
}

impl Found {
    /// Credentials that are refreshed from `fetch` if they expire.
    pub(super) fn new(keys: Credentials, fetch: impl Fetch + 'static) -> Found {
        match keys.expiry {
            Some(_) => Found::Refreshable(keys, Box::new(fetch)),
            None => Found::Static(keys),
        }
    }

    /// The credentials in the form in which they are sent, refreshed if they expire soon.
    pub(super) fn resolve<'a>(&'a self, context: &'a Context) -> Boxed<'a, Credentials> {
        Box::pin(async move {
            let keys = match self {
                Found::Static(keys) => keys.clone(),
                Found::Refreshable(keys, fetch) => refreshed(context, keys, fetch.as_ref()).await?,
                Found::Deferred(fetch) => ensure_not_expired(fetch.fetch(context).await?)?,
            };
            let keys = keys.signable()?;
            context.log_credentials(&keys);
            Ok(keys)
        })
    }
}

/// The credentials, refreshed if they expire soon (`RefreshableCredentials._refresh`).
async fn refreshed(
    context: &Context,
    keys: &Credentials,
    fetch: &dyn Fetch,
) -> Result<Credentials, CredentialsError> {
    let remaining = keys.remaining()?;
    if remaining >= ADVISORY_REFRESH {
        return Ok(keys.clone());
    }
    match fetch.fetch(context).await {
        Ok(fetched) => ensure_not_expired(fetched),
        Err(error) if remaining < MANDATORY_REFRESH => Err(error),
        Err(_) => Ok(keys.clone()),
    }
}

/// Rejects refreshed credentials that have expired or, like the original, have no expiration.
fn ensure_not_expired(keys: Credentials) -> Result<Credentials, CredentialsError> {
    if keys.expiry.is_none() {
        let message = "Parser must be a string or character stream, not NoneType";
        return Err(CredentialsError::Python(message.to_owned()));
    }
    if keys.remaining()? < 0 {
        return Err(CredentialsError::StillExpired);
    }
    Ok(keys)
}

impl Context {
    /// Logs the result of a provider.
    pub(super) fn log_provider(
        &self,
        provider: &str,
        result: &Result<Option<Found>, CredentialsError>,
    ) {
        self.transport.logger.debug("credentials", || match result {
            Ok(Some(_)) => format!("{provider}: found"),
            Ok(None) => format!("{provider}: nothing"),
            Err(_) => format!("{provider}: failed"),
        });
    }

    /// Registers a secret, to be redacted in the log.
    pub(super) fn add_secret(&self, secret: &Secret) {
        self.transport.logger.add_secret(secret.expose());
    }

    /// Registers the secret parts of credentials and logs the public ones.
    fn log_credentials(&self, keys: &Credentials) {
        let logger = &self.transport.logger;
        if !logger.keeps_secrets() {
            return;
        }
        self.add_secret(&keys.secret_key);
        if let Some(token) = &keys.token {
            self.add_secret(token);
        }
        logger.info("credentials", || {
            let token = keys.token.as_ref().map_or("no", |_| "a");
            let end = match keys.expiry.and_then(|expiry| expiry.utc().ok()) {
                Some(expiry) => format!("until {}", expiration::format(expiry, "Z")),
                None => "no expiration".to_owned(),
            };
            let id = redact::key_id(&keys.access_key);
            format!("keys {id}, with {token} session token, {end}")
        });
    }
}
