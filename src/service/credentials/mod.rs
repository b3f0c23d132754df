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
        let token = keys.token.map(|token| token.reveal().to_owned());
        Credentials::new(
            keys.access_key,
            keys.secret_key.reveal(),
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
            && let Some(found) = keys::from_environment(&sources.keys)?
        {
            return Ok(Some(found));
        }
        if let Some(found) = self.assumed_role().await? {
            return Ok(Some(found));
        }
        let environment = !sources.profile_is_explicit;
        if let Some(found) = self.of_profile(&sources.profile, environment, true).await? {
            return Ok(Some(found));
        }
        if let Some(found) = files::ec2(sources.ec2_file.as_deref())? {
            return Ok(Some(found));
        }
        if let Some(found) = files::boto(&sources.boto_files)? {
            return Ok(Some(found));
        }
        if let Some(found) = self.container().await? {
            return Ok(Some(found));
        }
        self.instance_metadata().await
    }

    /// The providers that look at one profile (`ProfileProviderBuilder.providers`). Only the
    /// chain's own web identity uses the cache on disk.
    async fn of_profile(
        &self,
        profile: &str,
        environment: bool,
        cached: bool,
    ) -> Result<Option<Found>, CredentialsError> {
        if let Some(found) = self.web_identity(profile, environment, cached)? {
            return Ok(Some(found));
        }
        if let Some(found) = self.sso(profile)? {
            return Ok(Some(found));
        }
        let profiles = &self.sources.profiles;
        if let Some(section) = profiles.credentials.get(profile)
            && let Some(found) = keys::from_section(section, "shared-credentials-file")?
        {
            return Ok(Some(found));
        }
        if let Some(found) = self.login(profile)? {
            return Ok(Some(found));
        }
        if let Some(found) = self.process(profile).await? {
            return Ok(Some(found));
        }
        match profiles.config.get(profile) {
            Some(section) => keys::from_section(section, "config-file"),
            None => Ok(None),
        }
    }

    /// Boxed, because a role's source may be a role.
    fn keys_of<'a>(&'a self, found: &'a Found) -> Boxed<'a, Keys> {
        Box::pin(async move {
            match found {
                Found::Fixed(keys) => Ok(keys.clone()),
                Found::Refreshable(keys, refresh) => self.fresh(keys, refresh).await,
                Found::Role(role) => alive(self.assume(role).await?),
                Found::WebIdentity(role) => alive(self.assume_with_token(role).await?),
                Found::Sso(role) => alive(self.role_credentials(role).await?),
            }
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
