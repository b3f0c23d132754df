//! Credentials: the original's providers in the original's order
//! (`botocore/credentials.py, create_credential_resolver`).
//!
//! Two steps, because the original's failures come at two times. [`Provider::load`] looks
//! through the providers while the client is made: some ask a process or a metadata service
//! right then. [`Provider::resolve`] gives the keys when a request is about to be signed: roles
//! are assumed and sessions are turned into keys only then. Settings come as plain data.

mod assume_role;
mod cache;
mod client;
mod container;
mod expiration;
pub mod fuzzing;
mod imds;
mod keys;
mod legacy_files;
mod login;
mod process;
mod sso;
mod sso_token;
mod sts;
mod web_identity;

pub use keys::Credentials;

use crate::config::credential_sources::CredentialSources;
use crate::config::transport::Transport;
use crate::error::credentials::CredentialsError;
use crate::log::redact;
use crate::log::secret::Secret;
use aws_credential_types::Credentials as SdkCredentials;
use keys::{ProviderResult, Refresh};
use std::future::Future;
use std::pin::Pin;

/// Seconds before the end of their life from which keys are fetched anew, if that works.
const ADVISORY_REFRESH: i64 = 15 * 60;
/// Seconds from which they must be.
const MANDATORY_REFRESH: i64 = 10 * 60;

/// What the chain of providers found.
#[derive(Debug)]
pub struct Provider {
    context: Context,
    found: Option<ProviderResult>,
}

/// What every provider needs.
#[derive(Debug)]
struct Context {
    sources: CredentialSources,
    transport: Transport,
    ask_mfa_code: AskMfaCode,
}

/// Asks for the code of the MFA device with that serial number.
pub type AskMfaCode = fn(&str) -> Boxed<'_, Secret>;

/// What is still to come.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, CredentialsError>> + Send + 'a>>;

impl Provider {
    /// Looks for the first provider that has something. That none has is no failure yet.
    ///
    /// # Errors
    /// Those of the original's providers while they load.
    pub async fn load(
        sources: CredentialSources,
        transport: &Transport,
        ask_mfa_code: AskMfaCode,
    ) -> Result<Provider, CredentialsError> {
        let context = Context {
            sources,
            transport: transport.clone(),
            ask_mfa_code,
        };
        let found = context.search().await?;
        Ok(Provider { context, found })
    }

    /// The keys to sign with.
    ///
    /// # Errors
    /// [`CredentialsError::NotFound`] when no provider had any, and whatever keeps a role or a
    /// session from being turned into keys.
    pub async fn resolve(&self) -> Result<Credentials, CredentialsError> {
        match &self.found {
            Some(found) => self.context.keys_of(found).await,
            None => Err(CredentialsError::NotFound),
        }
    }
}

impl From<Credentials> for SdkCredentials {
    fn from(keys: Credentials) -> Self {
        let token = keys.token.map(|token| token.expose().to_owned());
        SdkCredentials::new(
            keys.access_key,
            keys.secret_key.expose(),
            token,
            None,
            "profile",
        )
    }
}

impl Context {
    async fn search(&self) -> Result<Option<ProviderResult>, CredentialsError> {
        let sources = &self.sources;
        if !sources.profile_is_explicit
            && let Some(found) =
                self.log_provider("environment", keys::from_environment(&sources.keys))?
        {
            return Ok(Some(found));
        }
        if let Some(found) = self.log_provider("role of the profile", self.assumed_role().await)? {
            return Ok(Some(found));
        }
        let environment = !sources.profile_is_explicit;
        if let Some(found) = self.of_profile(&sources.profile, environment, true).await? {
            return Ok(Some(found));
        }
        if let Some(found) =
            self.log_provider("EC2 file", legacy_files::ec2(sources.ec2_file.as_deref()))?
        {
            return Ok(Some(found));
        }
        if let Some(found) =
            self.log_provider("boto files", legacy_files::boto(&sources.boto_files))?
        {
            return Ok(Some(found));
        }
        if let Some(found) = self.log_provider("container", self.container().await)? {
            return Ok(Some(found));
        }
        self.log_provider("instance metadata", self.instance_metadata().await)
    }

    /// Tells what came of asking a provider.
    fn log_provider(
        &self,
        provider: &str,
        result: Result<Option<ProviderResult>, CredentialsError>,
    ) -> Result<Option<ProviderResult>, CredentialsError> {
        self.transport
            .logger
            .debug("credentials", || match &result {
                Ok(Some(_)) => format!("{provider}: found"),
                Ok(None) => format!("{provider}: nothing"),
                Err(_) => format!("{provider}: failed"),
            });
        result
    }

    /// Tells of keys, and keeps what is secret in them from being told.
    fn log_credentials(&self, keys: &Credentials) {
        let logger = &self.transport.logger;
        if !logger.keeps_secrets() {
            return;
        }
        logger.add_secret(keys.secret_key.expose());
        if let Some(token) = &keys.token {
            logger.add_secret(token.expose());
        }
        logger.info("credentials", || {
            let token = keys.token.as_ref().map_or("no", |_| "a");
            let end = match keys.expiry {
                Some(expiry) => format!("until {}", expiration::format(expiry, "Z")),
                None => "without an end".to_owned(),
            };
            let id = redact::key_id(&keys.access_key);
            format!("keys {id}, with {token} session token, {end}")
        });
    }

    /// The providers that look at one profile (`ProfileProviderBuilder.providers`). Only the
    /// chain's own web identity uses the cache on disk.
    async fn of_profile(
        &self,
        profile: &str,
        environment: bool,
        cached: bool,
    ) -> Result<Option<ProviderResult>, CredentialsError> {
        if let Some(found) = self.log_provider(
            "web identity",
            self.web_identity(profile, environment, cached),
        )? {
            return Ok(Some(found));
        }
        if let Some(found) = self.log_provider("SSO", self.sso(profile))? {
            return Ok(Some(found));
        }
        let profiles = &self.sources.profiles;
        if let Some(section) = profiles.credentials.get(profile)
            && let Some(found) = self.log_provider(
                "credentials file",
                keys::from_section(section, "shared-credentials-file"),
            )?
        {
            return Ok(Some(found));
        }
        if let Some(found) = self.log_provider("login session", self.login(profile))? {
            return Ok(Some(found));
        }
        if let Some(found) = self.log_provider("process", self.process(profile).await)? {
            return Ok(Some(found));
        }
        match profiles.config.get(profile) {
            Some(section) => {
                self.log_provider("config file", keys::from_section(section, "config-file"))
            }
            None => Ok(None),
        }
    }

    /// Boxed, because a role's source may be a role.
    fn keys_of<'a>(&'a self, found: &'a ProviderResult) -> Boxed<'a, Credentials> {
        Box::pin(async move {
            let keys = match found {
                ProviderResult::Static(keys) => Ok(keys.clone()),
                ProviderResult::Refreshable(keys, refresh) => self.refreshed(keys, refresh).await,
                ProviderResult::Role(role) => ensure_not_expired(self.assume(role).await?),
                ProviderResult::WebIdentity(role) => {
                    ensure_not_expired(self.assume_with_token(role).await?)
                }
                ProviderResult::Sso(role) => ensure_not_expired(self.role_credentials(role).await?),
            }?;
            self.log_credentials(&keys);
            Ok(keys)
        })
    }

    /// `RefreshableCredentials._refresh`
    async fn refreshed(
        &self,
        keys: &Credentials,
        refresh: &Refresh,
    ) -> Result<Credentials, CredentialsError> {
        let remaining = keys.remaining();
        if remaining >= ADVISORY_REFRESH {
            return Ok(keys.clone());
        }
        let fetched = match refresh {
            Refresh::Environment => Ok(keys.clone()),
            Refresh::Process(command) => self.run(command).await,
            Refresh::Container(url) => self.fetch_from_container(url).await,
            Refresh::Login => Err(CredentialsError::LoginExpired),
        };
        match fetched {
            Ok(fetched) => ensure_not_expired(fetched),
            Err(error) if remaining < MANDATORY_REFRESH => Err(error),
            Err(_) => Ok(keys.clone()),
        }
    }
}

fn ensure_not_expired(keys: Credentials) -> Result<Credentials, CredentialsError> {
    if keys.remaining() < 0 {
        return Err(CredentialsError::StillExpired);
    }
    Ok(keys)
}

#[cfg(test)]
mod tests;
