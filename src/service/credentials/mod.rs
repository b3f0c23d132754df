//! Credentials: the providers of the original, in its order (`botocore/credentials.py,
//! create_credential_resolver`).
//!
//! There are two steps, because the original's errors occur at two times. [`Provider::load`] calls
//! the providers when the client is created: some of them run a process or send a request then.
//! [`Provider::resolve`] returns the credentials when a request is about to be signed: only then
//! roles are assumed and tokens exchanged for credentials. Settings are passed as plain data.
//!
//! Each provider is a file with a [`provider::CredentialProvider`]; the lists below define the
//! order.

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
    /// Calls the providers until one has credentials. It is not an error yet if none has.
    ///
    /// # Errors
    /// The errors of the original's providers when they load.
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

    /// Calls the providers again, after the credentials have expired.
    ///
    /// # Errors
    /// The errors of [`Provider::load`].
    pub(super) async fn reload(&mut self) -> Result<(), CredentialsError> {
        self.found = search(&self.context).await?;
        Ok(())
    }

    /// The credentials with which a request is signed.
    ///
    /// # Errors
    /// [`CredentialsError::NotFound`] if no provider has credentials, and errors of assuming a role
    /// or exchanging a token.
    pub async fn resolve(&self) -> Result<Credentials, CredentialsError> {
        match &self.found {
            Some(found) => found.resolve(&self.context).await,
            None => Err(CredentialsError::NotFound),
        }
    }
}

/// Calls all providers in order until one has credentials.
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

/// Calls the providers that read a profile (`ProfileProviderBuilder.providers`).
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

/// Calls the providers in order until one has credentials.
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

/// The providers for the source of a role.
struct Chain;

impl RoleSources for Chain {
    /// Does not use the cache for web identity: only the main chain does.
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

    /// The provider for a value of `credential_source` (`CanonicalNameCredentialSourcer`).
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
