//! Credentials: the original's providers in the original's order
//! (`botocore/credentials.py, create_credential_resolver`).
//!
//! Two steps, because the original's failures come at two times. [`Provider::load`] looks
//! through the providers while the client is made: some ask a process or a metadata service
//! right then. [`Provider::resolve`] gives the keys when a request is about to be signed: roles
//! are assumed and sessions are turned into keys only then. Settings come as plain data.

pub mod answer;
mod api;
mod cache;
mod container;
mod files;
mod keys;
mod login;
mod metadata;
mod mfa;
mod process;
mod roles;
mod sso;
mod sts;
mod time;
mod token;
mod web_identity;

pub use keys::Keys;

use crate::client::Transport;
use crate::credential_sources::CredentialSources;
use crate::error::credentials::CredentialsError;
use crate::trace::mask;
use aws_credential_types::Credentials;
use keys::{Found, Refresh};
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
    found: Option<Found>,
}

/// What every provider needs.
#[derive(Debug)]
struct Context {
    sources: CredentialSources,
    transport: Transport,
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, CredentialsError>> + Send + 'a>>;

impl Provider {
    /// Looks for the first provider that has something. That none has is no failure yet.
    ///
    /// # Errors
    /// Those of the original's providers while they load.
    pub async fn load(
        sources: CredentialSources,
        transport: &Transport,
    ) -> Result<Provider, CredentialsError> {
        let context = Context {
            sources,
            transport: transport.clone(),
        };
        let found = context.search().await?;
        Ok(Provider { context, found })
    }

    /// The keys to sign with.
    ///
    /// # Errors
    /// [`CredentialsError::NotFound`] when no provider had any, and whatever keeps a role or a
    /// session from being turned into keys.
    pub async fn resolve(&self) -> Result<Keys, CredentialsError> {
        match &self.found {
            Some(found) => self.context.keys_of(found).await,
            None => Err(CredentialsError::NotFound),
        }
    }
}

impl From<Keys> for Credentials {
    fn from(keys: Keys) -> Self {
        let token = keys.token.map(|token| token.expose().to_owned());
        Credentials::new(
            keys.access_key,
            keys.secret_key.expose(),
            token,
            None,
            "profile",
        )
    }
}

impl Context {
    async fn search(&self) -> Result<Option<Found>, CredentialsError> {
        let sources = &self.sources;
        if !sources.profile_is_explicit
            && let Some(found) = self.told("environment", keys::from_environment(&sources.keys))?
        {
            return Ok(Some(found));
        }
        if let Some(found) = self.told("role of the profile", self.assumed_role().await)? {
            return Ok(Some(found));
        }
        let environment = !sources.profile_is_explicit;
        if let Some(found) = self.of_profile(&sources.profile, environment, true).await? {
            return Ok(Some(found));
        }
        if let Some(found) = self.told("EC2 file", files::ec2(sources.ec2_file.as_deref()))? {
            return Ok(Some(found));
        }
        if let Some(found) = self.told("boto files", files::boto(&sources.boto_files))? {
            return Ok(Some(found));
        }
        if let Some(found) = self.told("container", self.container().await)? {
            return Ok(Some(found));
        }
        self.told("instance metadata", self.instance_metadata().await)
    }

    /// Tells what came of asking a provider.
    fn told(
        &self,
        provider: &str,
        result: Result<Option<Found>, CredentialsError>,
    ) -> Result<Option<Found>, CredentialsError> {
        self.transport.trace.debug("credentials", || match &result {
            Ok(Some(_)) => format!("{provider}: found"),
            Ok(None) => format!("{provider}: nothing"),
            Err(_) => format!("{provider}: failed"),
        });
        result
    }

    /// Tells of keys, and keeps what is secret in them from being told.
    fn tell_of(&self, keys: &Keys) {
        let trace = &self.transport.trace;
        if !trace.is_on() {
            return;
        }
        trace.hide(keys.secret_key.expose());
        if let Some(token) = &keys.token {
            trace.hide(token.expose());
        }
        trace.info("credentials", || {
            let token = keys.token.as_ref().map_or("no", |_| "a");
            let end = match keys.expiry {
                Some(expiry) => format!("until {}", time::format(expiry, "Z")),
                None => "without an end".to_owned(),
            };
            let id = mask::key_id(&keys.access_key);
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
    ) -> Result<Option<Found>, CredentialsError> {
        if let Some(found) = self.told(
            "web identity",
            self.web_identity(profile, environment, cached),
        )? {
            return Ok(Some(found));
        }
        if let Some(found) = self.told("SSO", self.sso(profile))? {
            return Ok(Some(found));
        }
        let profiles = &self.sources.profiles;
        if let Some(section) = profiles.credentials.get(profile)
            && let Some(found) = self.told(
                "credentials file",
                keys::from_section(section, "shared-credentials-file"),
            )?
        {
            return Ok(Some(found));
        }
        if let Some(found) = self.told("login session", self.login(profile))? {
            return Ok(Some(found));
        }
        if let Some(found) = self.told("process", self.process(profile).await)? {
            return Ok(Some(found));
        }
        match profiles.config.get(profile) {
            Some(section) => self.told("config file", keys::from_section(section, "config-file")),
            None => Ok(None),
        }
    }

    /// Boxed, because a role's source may be a role.
    fn keys_of<'a>(&'a self, found: &'a Found) -> Boxed<'a, Keys> {
        Box::pin(async move {
            let keys = match found {
                Found::Fixed(keys) => Ok(keys.clone()),
                Found::Refreshable(keys, refresh) => self.fresh(keys, refresh).await,
                Found::Role(role) => alive(self.assume(role).await?),
                Found::WebIdentity(role) => alive(self.assume_with_token(role).await?),
                Found::Sso(role) => alive(self.role_credentials(role).await?),
            }?;
            self.tell_of(&keys);
            Ok(keys)
        })
    }

    /// `RefreshableCredentials._refresh`
    async fn fresh(&self, keys: &Keys, refresh: &Refresh) -> Result<Keys, CredentialsError> {
        let remaining = keys.remaining();
        if remaining >= ADVISORY_REFRESH {
            return Ok(keys.clone());
        }
        let fetched = match refresh {
            Refresh::Environment => Ok(keys.clone()),
            Refresh::Process(command) => self.run(command).await,
            Refresh::Container(url) => self.ask_container(url).await,
            Refresh::Login => Err(CredentialsError::LoginExpired),
        };
        match fetched {
            Ok(fetched) => alive(fetched),
            Err(error) if remaining < MANDATORY_REFRESH => Err(error),
            Err(_) => Ok(keys.clone()),
        }
    }
}

fn alive(keys: Keys) -> Result<Keys, CredentialsError> {
    if keys.remaining() < 0 {
        return Err(CredentialsError::StillExpired);
    }
    Ok(keys)
}

#[cfg(test)]
mod tests;
