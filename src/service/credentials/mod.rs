//! Credentials: the original's providers in the original's order
//! (`botocore/credentials.py, create_credential_resolver`).
//!
//! Two steps, because the original's failures come at two times. [`Provider::load`] looks
//! through the providers while the client is made: some run a process or ask a metadata service
//! right then. [`Provider::resolve`] gives the keys when a request is about to be signed: roles
//! are assumed and sessions are turned into keys only then. Settings come as plain data.
//!
//! A provider is one file with one [`provider::CredentialProvider`]; the order is the one of the
//! lists below.

mod assume_role;
mod cache;
mod client;
mod container;
mod dpop;
mod environment;
mod expiration;
mod files;
pub mod fuzzing;
mod imds;
mod keys;
mod legacy_files;
mod login;
mod process;
mod profile_files;
mod provider;
mod role_cache;
mod sso;
mod sso_token;
mod sts;
mod web_identity;
mod xml;

pub use imds::region as region_of_instance;
pub use keys::Credentials;
pub use provider::{AskMfaCode, Boxed};

use crate::config::credential_sources::CredentialSources;
use crate::config::transport::Transport;
use crate::error::credentials::CredentialsError;
use assume_role::{AssumeRole, RoleSources};
use container::Container;
use environment::Environment;
use imds::InstanceMetadata;
use legacy_files::{Boto, Ec2File};
use login::Login;
use process::Process;
use profile_files::{ConfigFile, CredentialsFile};
use provider::{Context, CredentialProvider, Found};
use sso::Sso;
use web_identity::WebIdentity;

/// The result of the chain of providers.
#[derive(Debug)]
pub struct Provider {
    context: Context,
    found: Option<Found>,
}

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
        let found = search(&context).await?;
        Ok(Provider { context, found })
    }

    /// Looks through the providers again, once the keys of the first one have expired.
    ///
    /// # Errors
    /// Those of [`Provider::load`].
    pub(super) async fn reload(&mut self) -> Result<(), CredentialsError> {
        self.found = search(&self.context).await?;
        Ok(())
    }

    /// The keys to sign with.
    ///
    /// # Errors
    /// [`CredentialsError::NotFound`] when no provider had any, and whatever keeps a role or a
    /// session from being turned into keys.
    pub async fn resolve(&self) -> Result<Credentials, CredentialsError> {
        match &self.found {
            Some(found) => found.resolve(&self.context).await,
            None => Err(CredentialsError::NotFound),
        }
    }
}

async fn search(context: &Context) -> Result<Option<Found>, CredentialsError> {
    let profile = &context.sources.profile;
    let environment = !context.sources.profile_is_explicit;
    if environment && let Some(found) = first(context, &[&Environment]).await? {
        return Ok(Some(found));
    }
    let roles = AssumeRole {
        profile,
        sources: &Chain,
    };
    let web_identity = WebIdentity {
        profile,
        reads_environment: environment,
        is_cached: true,
    };
    if let Some(found) = first(context, &[&roles]).await? {
        return Ok(Some(found));
    }
    if let Some(found) = of_profile(context, web_identity).await? {
        return Ok(Some(found));
    }
    first(context, &[&Ec2File, &Boto, &Container, &InstanceMetadata]).await
}

/// Asks the providers that read the profile of the web identity
/// (`ProfileProviderBuilder.providers`).
async fn of_profile(
    context: &Context,
    web_identity: WebIdentity<'_>,
) -> Result<Option<Found>, CredentialsError> {
    let profile = web_identity.profile;
    first(
        context,
        &[
            &web_identity,
            &Sso { profile },
            &CredentialsFile { profile },
            &Login { profile },
            &Process { profile },
            &ConfigFile { profile },
        ],
    )
    .await
}

/// Asks one provider after another until one has something.
async fn first(
    context: &Context,
    providers: &[&dyn CredentialProvider],
) -> Result<Option<Found>, CredentialsError> {
    for provider in providers {
        let result = provider.load(context).await;
        context.log_provider(provider.name(), &result);
        if let Some(found) = result? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The providers that the source of a role may be.
struct Chain;

impl RoleSources for Chain {
    /// Only the chain's own web identity uses the cache.
    fn of_profile<'a>(
        &'a self,
        context: &'a Context,
        profile: &'a str,
    ) -> Boxed<'a, Option<Found>> {
        let web_identity = WebIdentity {
            profile,
            reads_environment: false,
            is_cached: false,
        };
        Box::pin(of_profile(context, web_identity))
    }

    /// `CanonicalNameCredentialSourcer`
    fn named(&self, name: &str) -> Option<&'static dyn CredentialProvider> {
        match name {
            "Environment" => Some(&Environment),
            "EcsContainer" => Some(&Container),
            "Ec2InstanceMetadata" => Some(&InstanceMetadata),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
