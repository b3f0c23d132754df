//! The trait of a provider of credentials, and the result of one.

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

/// Seconds before their expiry from which keys are fetched anew, if that works.
const ADVISORY_REFRESH: i64 = 15 * 60;
/// Seconds from which they must be.
const MANDATORY_REFRESH: i64 = 10 * 60;

/// A future that may hold others of its own kind: the source of a role may be a role.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, CredentialsError>> + Send + 'a>>;

/// Asks for the code of the MFA device with that serial number.
pub type AskMfaCode = fn(&str) -> Boxed<'_, Secret>;

/// The settings and the transport, which every provider needs.
#[derive(Debug)]
pub(super) struct Context {
    pub sources: CredentialSources,
    pub transport: Transport,
    pub ask_mfa_code: AskMfaCode,
}

/// One place where credentials may be (`botocore/credentials.py: CredentialProvider`).
pub(super) trait CredentialProvider: Sync {
    /// Its name in the log.
    fn name(&self) -> &'static str;

    /// Looks there; `None` leaves it to the next provider.
    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>>;
}

/// Where credentials are fetched once a request is to be signed, or once those at hand expire.
pub(super) trait Fetch: fmt::Debug + Send + Sync {
    /// Fetches them.
    fn fetch<'a>(&'a self, context: &'a Context) -> Boxed<'a, Credentials>;
}

/// The result of a provider that has something.
#[derive(Debug)]
pub(super) enum Found {
    /// Keys that do not expire (`Credentials`).
    Static(Credentials),
    /// Keys that expire (`RefreshableCredentials`).
    Refreshable(Credentials, Box<dyn Fetch>),
    /// Keys that are fetched when they are needed (`DeferredRefreshableCredentials`).
    Deferred(Box<dyn Fetch>),
}

impl Found {
    /// Keys that expire are refreshed, others are not.
    pub(super) fn new(keys: Credentials, fetch: impl Fetch + 'static) -> Found {
        match keys.expiry {
            Some(_) => Found::Refreshable(keys, Box::new(fetch)),
            None => Found::Static(keys),
        }
    }

    /// Keys that a request can be signed with, refreshed when they are about to expire.
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

/// `RefreshableCredentials._refresh`
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
    /// Logs what came of a provider.
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

    /// From now on the log redacts this.
    pub(super) fn add_secret(&self, secret: &Secret) {
        self.transport.logger.add_secret(secret.expose());
    }

    /// Logs the public part of keys.
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
