//! Roles that are assumed with other keys (`AssumeRoleProvider`, `AssumeRoleCredentialFetcher`).

use super::keys::{Credentials, ProviderResult, from_environment};
use super::sts::{self, Parameter};
use super::{Boxed, Context, cache, expiration};
use crate::config::profiles::Section;
use crate::error::credentials::CredentialsError;
use crate::python::int_parse::parse_int;
use crate::python::json;
use crate::python::value::{Dict, Value};

/// Seconds before their end from which cached keys are not used any more.
const EXPIRY_WINDOW: i64 = 15 * 60;

/// Roles behind one another; about there the original runs out of stack.
const MAX_CHAIN: usize = 150;

/// A role, and the source of the keys to assume it with.
#[derive(Debug)]
pub(super) struct Role {
    source: ProviderResult,
    mfa_serial: Option<String>,
    parameters: Vec<Parameter>,
    has_session_name: bool,
}

impl Context {
    /// The role of the profile in use, if it has one.
    pub(super) async fn assumed_role(&self) -> Result<Option<ProviderResult>, CredentialsError> {
        let profile = &self.sources.profile;
        match self.sources.profiles.merged.get(profile) {
            Some(section) if names_role(section) => {
                let mut visited = vec![profile.clone()];
                self.role(profile, section, &mut visited).await.map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Boxed, because the source may be a role too.
    fn role<'a>(
        &'a self,
        name: &'a str,
        profile: &'a Section,
        visited: &'a mut Vec<String>,
    ) -> Boxed<'a, ProviderResult> {
        Box::pin(async move {
            let source = self.role_source(name, profile, visited).await?;
            let text = |key: &str| profile.text(key);
            let mut parameters: Vec<Parameter> = Vec::new();
            for (key, parameter) in [
                ("role_session_name", "RoleSessionName"),
                ("external_id", "ExternalId"),
                ("mfa_serial", "SerialNumber"),
            ] {
                if let Some(value) = text(key) {
                    parameters.push((parameter, value.into()));
                }
            }
            // A number that is none is left out in silence.
            if let Some(Ok(seconds)) = text("duration_seconds").map(parse_int) {
                parameters.push(("DurationSeconds", Value::Int(seconds)));
            }
            parameters.push(("RoleArn", text("role_arn").unwrap_or_default().into()));
            Ok(ProviderResult::Role(Box::new(Role {
                source,
                mfa_serial: text("mfa_serial").map(str::to_owned),
                has_session_name: text("role_session_name").is_some_and(|name| !name.is_empty()),
                parameters,
            })))
        })
    }

    async fn role_source(
        &self,
        name: &str,
        profile: &Section,
        visited: &mut Vec<String>,
    ) -> Result<ProviderResult, CredentialsError> {
        match (
            profile.text("source_profile"),
            profile.text("credential_source"),
        ) {
            (Some(_), Some(_)) => Err(CredentialsError::InvalidConfig(format!(
                "The profile \"{name}\" contains both source_profile and credential_source."
            ))),
            (None, None) => Err(CredentialsError::Partial {
                provider: "assume-role",
                missing: "source_profile or credential_source".to_owned(),
            }),
            (None, Some(source)) => self.named_source(name, source).await,
            (Some(source), None) => self.source_profile(name, source, visited).await,
        }
    }

    async fn named_source(
        &self,
        name: &str,
        source: &str,
    ) -> Result<ProviderResult, CredentialsError> {
        let found = match source {
            "Environment" => from_environment(&self.sources.keys)?,
            "EcsContainer" => self.container().await?,
            "Ec2InstanceMetadata" => self.instance_metadata().await?,
            _ => {
                return Err(CredentialsError::InvalidConfig(format!(
                    "The credential source \"{source}\" referenced in profile \"{name}\" is not \
                     valid."
                )));
            }
        };
        found.ok_or_else(|| CredentialsError::Retrieval {
            provider: source.to_owned(),
            message: format!(
                "No credentials found in credential_source referenced in profile {name}"
            ),
        })
    }

    async fn source_profile(
        &self,
        name: &str,
        source: &str,
        visited: &mut Vec<String>,
    ) -> Result<ProviderResult, CredentialsError> {
        let Some(section) = self.sources.profiles.merged.get(source) else {
            return Err(CredentialsError::InvalidConfig(format!(
                "The source_profile \"{source}\" referenced in the profile \"{name}\" does not \
                 exist."
            )));
        };
        let has_keys = ["aws_secret_access_key", "aws_access_key_id"]
            .iter()
            .any(|key| section.contains(key));
        if visited.len() >= MAX_CHAIN {
            return Err(CredentialsError::Python(
                "maximum recursion depth exceeded in comparison".to_owned(),
            ));
        }
        // A profile may name itself to use the keys beside its role.
        let seen = visited.iter().any(|profile| profile == source);
        if seen && (source != name || !has_keys) {
            return Err(CredentialsError::InfiniteLoop {
                profile: source.to_owned(),
                visited: visited.clone(),
            });
        }
        visited.push(source.to_owned());
        if !has_keys && names_role(section) {
            return self.role(source, section, visited).await;
        }
        self.of_profile(source, false, false).await?.ok_or_else(|| {
            CredentialsError::InvalidConfig(format!(
                "The source profile \"{source}\" must have credentials."
            ))
        })
    }

    /// From the cache, else from STS.
    pub(super) async fn assume(&self, role: &Role) -> Result<Credentials, CredentialsError> {
        let name = cache_name(&role.parameters, role.has_session_name);
        if let Some(keys) = cached(&self.sources.role_cache, &name) {
            return Ok(keys);
        }
        let mut parameters = with_session_name(&role.parameters, role.has_session_name);
        if let Some(serial) = &role.mfa_serial {
            let code = (self.ask_mfa_code)(serial).await?;
            self.transport.logger.add_secret(code.expose());
            parameters.push(("TokenCode", code.expose().into()));
        }
        let keys = self.keys_of(&role.source).await?;
        let answer = self.sts("AssumeRole", &parameters, Some(&keys)).await?;
        let keys = sts::keys(&answer)?;
        cache::store(&self.sources.role_cache, &name, &answer);
        Ok(keys)
    }
}

/// A profile with web identity is not this provider's.
fn names_role(profile: &Section) -> bool {
    profile.contains("role_arn") && !profile.contains("web_identity_token_file")
}

/// A session without a name gets one of the time.
pub(super) fn with_session_name(
    parameters: &[Parameter],
    has_session_name: bool,
) -> Vec<Parameter> {
    let mut parameters = parameters.to_vec();
    if !has_session_name {
        let name = Value::String(format!("botocore-session-{}", expiration::now()));
        match parameters
            .iter_mut()
            .find(|(parameter, _)| *parameter == "RoleSessionName")
        {
            Some((_, value)) => *value = name,
            None => parameters.push(("RoleSessionName", name)),
        }
    }
    parameters
}

/// The SHA-1 of the parameters' JSON, its keys sorted; a name of the time is not among them
/// (`BaseAssumeRoleCredentialFetcher._create_cache_key`).
pub(super) fn cache_name(parameters: &[Parameter], has_session_name: bool) -> String {
    let mut sorted: Vec<&Parameter> = parameters
        .iter()
        .filter(|(name, _)| has_session_name || *name != "RoleSessionName")
        .collect();
    sorted.sort_by_key(|(name, _)| *name);
    let key: Dict = sorted
        .into_iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    cache::sha1_name(&json::dumps(&Value::Dict(key)))
}

/// Keys in the cache that are good for a while.
pub(super) fn cached(directory: &str, name: &str) -> Option<Credentials> {
    let keys = sts::keys(&cache::load(directory, name)?).ok()?;
    (keys.remaining() >= EXPIRY_WINDOW).then_some(keys)
}
