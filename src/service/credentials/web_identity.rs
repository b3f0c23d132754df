//! Roles that are assumed with a token from a file (`AssumeRoleWithWebIdentityProvider`).

use super::keys::{Credentials, ProviderResult};
use super::sts::{self, Parameter};
use super::{Context, assume_role, cache, legacy_files};
use crate::error::credentials::CredentialsError;

/// A role, and the file of the token to assume it with.
#[derive(Debug)]
pub(super) struct WebRole {
    token_file: String,
    parameters: Vec<Parameter>,
    has_session_name: bool,
    cache_name: Option<String>,
}

impl Context {
    /// The environment is looked at before the profile, unless it is switched off.
    pub(super) fn web_identity(
        &self,
        profile: &str,
        environment: bool,
        cached: bool,
    ) -> Result<Option<ProviderResult>, CredentialsError> {
        let section = self.sources.profiles.merged.get(profile);
        let own = &self.sources.web_identity;
        let value = |variable: &Option<String>, key: &str| {
            variable
                .clone()
                .filter(|_| environment)
                .or_else(|| section?.text(key).map(str::to_owned))
        };
        let Some(token_file) =
            value(&own.token_file, "web_identity_token_file").filter(|path| !path.is_empty())
        else {
            return Ok(None);
        };
        let role_arn = value(&own.role_arn, "role_arn")
            .filter(|arn| !arn.is_empty())
            .ok_or_else(|| {
                CredentialsError::InvalidConfig(
                    "The provided profile or the current environment is configured to assume role \
                     with web identity but has no role ARN configured. Ensure that the profile \
                     has the role_arnconfiguration set or the AWS_ROLE_ARN env var is set."
                        .to_owned(),
                )
            })?;
        let session_name = value(&own.session_name, "role_session_name");
        let has_session_name = session_name.as_ref().is_some_and(|name| !name.is_empty());
        let mut parameters: Vec<Parameter> = Vec::new();
        if let Some(name) = session_name {
            parameters.push(("RoleSessionName", name.into()));
        }
        parameters.push(("RoleArn", role_arn.into()));
        // The token is part of the cache's key, and so a file that is missing shows at once.
        let mut key = parameters.clone();
        key.push((
            "WebIdentityToken",
            legacy_files::read(&token_file)?.expose().into(),
        ));
        let cache_name = cached.then(|| assume_role::cache_name(&key, has_session_name));
        Ok(Some(ProviderResult::WebIdentity(WebRole {
            token_file,
            parameters,
            has_session_name,
            cache_name,
        })))
    }

    /// From the cache, else from STS; the request is not signed.
    pub(super) async fn assume_with_token(
        &self,
        role: &WebRole,
    ) -> Result<Credentials, CredentialsError> {
        let directory = &self.sources.role_cache;
        if let Some(name) = &role.cache_name
            && let Some(keys) = assume_role::cached(directory, name)
        {
            return Ok(keys);
        }
        let mut parameters =
            assume_role::with_session_name(&role.parameters, role.has_session_name);
        let token = legacy_files::read(&role.token_file)?;
        self.transport.logger.add_secret(token.expose());
        parameters.push(("WebIdentityToken", token.expose().into()));
        let answer = self
            .sts("AssumeRoleWithWebIdentity", &parameters, None)
            .await?;
        let keys = sts::keys(&answer)?;
        if let Some(name) = &role.cache_name {
            cache::store(directory, name, &answer);
        }
        Ok(keys)
    }
}
