//! Credentials of roles that are assumed with a token from a file
//! (`AssumeRoleWithWebIdentityProvider`).

use super::assume_role::SOURCE;
use super::keys::{Credentials, setting};
use super::provider::{Boxed, Context, CredentialProvider, Fetch, Found};
use super::sts::{self, Parameter};
use super::{assume_role, files, role_cache};
use crate::dialect::Dialect;
use crate::error::credentials::CredentialsError;
use crate::python::value::Value;

/// The provider for web identity.
pub(super) struct WebIdentity<'p> {
    pub profile: &'p str,
    /// Whether environment variables take precedence over the profile.
    pub reads_environment: bool,
    /// Whether the credentials are cached on disk.
    pub is_cached: bool,
}

/// A role, and the file with the token with which it is assumed.
#[derive(Debug)]
struct Role {
    token_file: String,
    parameters: Vec<Parameter>,
    has_session_name: bool,
    cache_name: Option<String>,
}

impl CredentialProvider for WebIdentity<'_> {
    fn name(&self) -> &'static str {
        "web identity"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            let role = self.role(context)?;
            Ok(role.map(|role| Found::Deferred(Box::new(role))))
        })
    }
}

impl WebIdentity<'_> {
    /// The role of the environment or the profile; `None` if there is no token file.
    fn role(&self, context: &Context) -> Result<Option<Role>, CredentialsError> {
        let section = context.sources.profiles.merged.get(self.profile);
        let environment = &context.sources.web_identity;
        let value = |variable: &Option<String>, key: &str| {
            let variable = variable.as_deref().filter(|_| self.reads_environment);
            let value = variable.map(Value::from);
            value.or_else(|| setting(section?, key))
        };
        let Some(token_file) =
            value(&environment.token_file, "web_identity_token_file").filter(Value::is_truthy)
        else {
            return Ok(None);
        };
        let role_arn = value(&environment.role_arn, "role_arn")
            .filter(Value::is_truthy)
            .ok_or_else(|| {
                CredentialsError::InvalidConfig(
                    "The provided profile or the current environment is configured to assume role \
                     with web identity but has no role ARN configured. Ensure that the profile \
                     has the role_arnconfiguration set or the AWS_ROLE_ARN env var is set."
                        .to_owned(),
                )
            })?;
        let Value::String(token_file) = token_file else {
            return Err(CredentialsError::Python(format!(
                "expected str, bytes or os.PathLike object, not {}",
                token_file.class()
            )));
        };
        let session_name = value(&environment.session_name, "role_session_name");
        let has_session_name = session_name.as_ref().is_some_and(Value::is_truthy);
        let mut parameters: Vec<Parameter> = Vec::new();
        if let Some(name) = session_name {
            parameters.push(("RoleSessionName", name));
        }
        parameters.push(("RoleArn", role_arn));
        let mut key = parameters.clone();
        if context.sources.dialect == Dialect::V1 {
            // The token is part of the cache key, so a missing file is an error immediately.
            let token = files::text(&token_file)?;
            key.push(("WebIdentityToken", token.expose().into()));
        }
        let cache_name = assume_role::cache_name(&key, has_session_name);
        Ok(Some(Role {
            token_file,
            parameters,
            has_session_name,
            cache_name: Some(cache_name).filter(|_| self.is_cached),
        }))
    }
}

impl Fetch for Role {
    /// Loads the credentials from the cache, or else from STS. The request is not signed.
    fn fetch<'a>(&'a self, context: &'a Context) -> Boxed<'a, Credentials> {
        Box::pin(async move {
            let directory = &context.sources.role_cache;
            let name = self.cache_name.as_deref();
            if let Some(name) = name
                && let Some(keys) = role_cache::load(directory, name, SOURCE)?
            {
                return Ok(keys);
            }
            let mut parameters =
                assume_role::with_session_name(&self.parameters, self.has_session_name);
            let token = files::text(&self.token_file)?;
            context.add_secret(&token);
            parameters.push(("WebIdentityToken", token.expose().into()));
            let operation = "AssumeRoleWithWebIdentity";
            let response = sts::call(context, operation, &parameters, None).await?;
            role_cache::store(directory, name, &response, SOURCE)
        })
    }
}
