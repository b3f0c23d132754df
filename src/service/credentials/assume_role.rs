//! Credentials of roles that are assumed with other credentials (`AssumeRoleProvider`,
//! `AssumeRoleCredentialFetcher`).

use super::keys::{Credentials, setting};
use super::provider::{Boxed, Context, CredentialProvider, Fetch, Found};
use super::sts::{self, Parameter};
use super::{cache, expiration, role_cache};
use crate::config::profiles::Section;
use crate::error::credentials::CredentialsError;
use crate::python::int_parse::parse_int;
use crate::python::json;
use crate::python::repr::str_of;
use crate::python::value::Value;
use num_bigint::BigInt;

/// The source of the credentials, for messages.
pub(super) const SOURCE: &str = "the assumed role";

/// The maximum length of a chain of roles: about there the original exceeds Python's recursion
/// limit.
const MAX_CHAIN: usize = 150;

/// The sources of the credentials with which a role is assumed.
pub(super) trait RoleSources: Sync {
    /// Loads credentials from the providers of a profile.
    fn of_profile<'a>(&'a self, context: &'a Context, profile: &'a str)
    -> Boxed<'a, Option<Found>>;

    /// The provider for a value of `credential_source`; `None` if the value is not valid.
    fn named(&self, name: &str) -> Option<&'static dyn CredentialProvider>;
}

/// The provider for the role of a profile.
pub(super) struct AssumeRole<'p> {
    pub profile: &'p str,
    pub sources: &'p dyn RoleSources,
}

/// A role and the credentials with which it is assumed.
#[derive(Debug)]
struct Role {
    source: Found,
    mfa_serial: Option<String>,
    parameters: Vec<Parameter>,
    has_session_name: bool,
}

impl CredentialProvider for AssumeRole<'_> {
    fn name(&self) -> &'static str {
        "role of the profile"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            match context.sources.profiles.merged.get(self.profile) {
                Some(section) if has_role(section) => {
                    let mut visited = vec![self.profile.to_owned()];
                    let role = self.role(context, self.profile, section, &mut visited);
                    role.await.map(Some)
                }
                _ => Ok(None),
            }
        })
    }
}

impl AssumeRole<'_> {
    /// The role of the profile `name`. Boxed because its source may be a role too.
    fn role<'a>(
        &'a self,
        context: &'a Context,
        name: &'a str,
        profile: &'a Section,
        visited: &'a mut Vec<String>,
    ) -> Boxed<'a, Found> {
        Box::pin(async move {
            let duration = duration(profile)?;
            let source = self.source(context, name, profile, visited).await?;
            let mut parameters: Vec<Parameter> = Vec::new();
            for (key, parameter) in [
                ("role_session_name", "RoleSessionName"),
                ("external_id", "ExternalId"),
                ("mfa_serial", "SerialNumber"),
            ] {
                if let Some(value) = setting(profile, key) {
                    parameters.push((parameter, value));
                }
            }
            if let Some(seconds) = duration {
                parameters.push(("DurationSeconds", Value::Int(seconds)));
            }
            parameters.push((
                "RoleArn",
                setting(profile, "role_arn").unwrap_or_else(|| "".into()),
            ));
            let session_name = setting(profile, "role_session_name");
            Ok(Found::Deferred(Box::new(Role {
                source,
                mfa_serial: setting(profile, "mfa_serial").map(|serial| str_of(&serial)),
                has_session_name: session_name.is_some_and(|name| name.is_truthy()),
                parameters,
            })))
        })
    }

    /// The credentials with which the role of the profile `name` is assumed.
    async fn source(
        &self,
        context: &Context,
        name: &str,
        profile: &Section,
        visited: &mut Vec<String>,
    ) -> Result<Found, CredentialsError> {
        match (
            setting(profile, "source_profile"),
            setting(profile, "credential_source"),
        ) {
            (Some(_), Some(_)) => Err(CredentialsError::InvalidConfig(format!(
                "The profile \"{name}\" contains both source_profile and credential_source."
            ))),
            (None, None) => Err(CredentialsError::Partial {
                provider: "assume-role",
                missing: "source_profile or credential_source".to_owned(),
            }),
            (None, Some(source)) => self.named_source(context, name, &str_of(&source)).await,
            (Some(Value::String(source)), None) => {
                self.source_profile(context, name, &source, visited).await
            }
            (Some(other), None) => {
                let message = format!("unhashable type: '{}'", other.class());
                Err(CredentialsError::Python(message))
            }
        }
    }

    /// The credentials of a `credential_source`.
    async fn named_source(
        &self,
        context: &Context,
        name: &str,
        source: &str,
    ) -> Result<Found, CredentialsError> {
        let Some(provider) = self.sources.named(source) else {
            return Err(CredentialsError::InvalidConfig(format!(
                "The credential source \"{source}\" referenced in profile \"{name}\" is not valid."
            )));
        };
        let found = provider.load(context).await?;
        found.ok_or_else(|| CredentialsError::Retrieval {
            provider: source.to_owned(),
            message: format!(
                "No credentials found in credential_source referenced in profile {name}"
            ),
        })
    }

    /// The credentials of a `source_profile`, which may have a role itself.
    async fn source_profile(
        &self,
        context: &Context,
        name: &str,
        source: &str,
        visited: &mut Vec<String>,
    ) -> Result<Found, CredentialsError> {
        let Some(section) = context.sources.profiles.merged.get(source) else {
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
        // A profile may be its own source if it has keys in addition to its role.
        let seen = visited.iter().any(|profile| profile == source);
        if seen && (source != name || !has_keys) {
            return Err(CredentialsError::InfiniteLoop {
                profile: source.to_owned(),
                visited: visited.clone(),
            });
        }
        visited.push(source.to_owned());
        if !has_keys && has_role(section) {
            return self.role(context, source, section, visited).await;
        }
        let found = self.sources.of_profile(context, source).await?;
        found.ok_or_else(|| {
            CredentialsError::InvalidConfig(format!(
                "The source profile \"{source}\" must have credentials."
            ))
        })
    }
}

impl Fetch for Role {
    /// Loads the credentials from the cache, or else from STS.
    fn fetch<'a>(&'a self, context: &'a Context) -> Boxed<'a, Credentials> {
        Box::pin(async move {
            let directory = &context.sources.role_cache;
            let name = cache_name(&self.parameters, self.has_session_name);
            if let Some(keys) = role_cache::load(directory, &name, SOURCE)? {
                return Ok(keys);
            }
            let mut parameters = with_session_name(&self.parameters, self.has_session_name);
            if let Some(serial) = &self.mfa_serial {
                let code = (context.ask_mfa_code)(serial).await?;
                context.add_secret(&code);
                parameters.push(("TokenCode", code.expose().into()));
            }
            let keys = self.source.resolve(context).await?;
            let response = sts::call(context, "AssumeRole", &parameters, Some(&keys)).await?;
            role_cache::store(directory, Some(&name), &response, SOURCE)
        })
    }
}

/// The duration of the credentials; `None` if it is not a number, which the original ignores.
fn duration(profile: &Section) -> Result<Option<BigInt>, CredentialsError> {
    match setting(profile, "duration_seconds") {
        None => Ok(None),
        Some(Value::String(text)) => Ok(parse_int(&text).ok()),
        Some(other) => Err(CredentialsError::Python(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            other.class()
        ))),
    }
}

/// Whether the profile has a role for this provider; roles with web identity belong to another.
fn has_role(profile: &Section) -> bool {
    profile.contains("role_arn") && !profile.contains("web_identity_token_file")
}

/// Adds a session name with the current time, unless the parameters have a name.
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

/// The name of the cache file: the SHA-1 of the parameters as JSON with sorted keys. A generated
/// session name is left out (`BaseAssumeRoleCredentialFetcher._create_cache_key`).
pub(super) fn cache_name(parameters: &[Parameter], has_session_name: bool) -> String {
    let mut sorted: Vec<&Parameter> = parameters
        .iter()
        .filter(|(name, _)| has_session_name || *name != "RoleSessionName")
        .collect();
    sorted.sort_by_key(|(name, _)| *name);
    let key = sorted.into_iter().cloned();
    cache::sha1_name(&json::dumps(&Value::from_iter(key)))
}
