//! Where credentials may come from, as plain data: what `settings` hands to the credential
//! providers beside the profiles.

use crate::config::endpoint::{self, Endpoint, Service, Variants};
use crate::config::profiles::Profiles;
use crate::config::transport::Retries;
use crate::config::urls;
use crate::dialect::Dialect;
use crate::error::settings::SettingsError;
use crate::log::secret::Secret;
use std::sync::Arc;
use std::time::Duration;

/// Everything the providers look at.
#[derive(Clone, Debug)]
pub struct CredentialSources {
    /// The version of the original.
    pub dialect: Dialect,
    /// The profile in use; `default` when none is named.
    pub profile: String,
    /// Whether it was named by `--profile`, which switches the environment's keys off.
    pub profile_is_explicit: bool,
    /// Both profile files.
    pub profiles: Arc<Profiles>,
    /// Keys in the environment.
    pub keys: EnvironmentKeys,
    /// Web identity in the environment.
    pub web_identity: WebIdentity,
    /// The container's credential service.
    pub container: Container,
    /// The instance metadata service.
    pub metadata: InstanceMetadata,
    /// `AWS_CREDENTIAL_FILE`, the file of the first EC2 tools.
    pub ec2_file: Option<String>,
    /// The files of boto 2, first found first.
    pub boto_files: Vec<String>,
    /// `~/.aws/cli/cache`: assumed roles.
    pub role_cache: String,
    /// `~/.aws/sso/cache`: SSO tokens.
    pub sso_cache: String,
    /// `~/.aws/login/cache`: login sessions.
    pub login_cache: String,
    /// How the services behind the providers are reached.
    pub services: ServiceClients,
}

/// `AWS_ACCESS_KEY_ID` and its companions; `None` when unset or empty.
#[derive(Clone, Debug, Default)]
pub struct EnvironmentKeys {
    /// `AWS_ACCESS_KEY_ID`
    pub access_key: Option<String>,
    /// `AWS_SECRET_ACCESS_KEY`
    pub secret_key: Option<Secret>,
    /// `AWS_SECURITY_TOKEN`, else `AWS_SESSION_TOKEN`
    pub token: Option<Secret>,
    /// The variable that the token comes from.
    pub source: &'static str,
    /// `AWS_CREDENTIAL_EXPIRATION`
    pub expiry: Option<String>,
}

/// `AWS_WEB_IDENTITY_TOKEN_FILE` and its companions; an empty value counts.
#[derive(Clone, Debug, Default)]
pub struct WebIdentity {
    /// `AWS_WEB_IDENTITY_TOKEN_FILE`
    pub token_file: Option<String>,
    /// `AWS_ROLE_ARN`
    pub role_arn: Option<String>,
    /// `AWS_ROLE_SESSION_NAME`
    pub session_name: Option<String>,
}

/// `AWS_CONTAINER_CREDENTIALS_*`; an empty value counts.
#[derive(Clone, Debug, Default)]
pub struct Container {
    /// `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`
    pub relative_uri: Option<String>,
    /// `AWS_CONTAINER_CREDENTIALS_FULL_URI`
    pub full_uri: Option<String>,
    /// `AWS_CONTAINER_AUTHORIZATION_TOKEN`
    pub token: Option<Secret>,
    /// `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`
    pub token_file: Option<String>,
}

/// How instance metadata is asked.
#[derive(Clone, Debug)]
pub struct InstanceMetadata {
    /// `AWS_EC2_METADATA_DISABLED=true`
    pub disabled: bool,
    /// Scheme, host and base path.
    pub endpoint: String,
    /// Of a connection, and between two reads; or the number that is none, as it is shown.
    pub timeout: Result<Duration, String>,
    /// Attempts for each request; none at all if it is 0.
    pub attempts: u32,
    /// Whether requests without a token are off.
    pub v1_disabled: bool,
}

/// How STS, SSO and their like are reached.
#[derive(Clone, Debug)]
pub struct ServiceClients {
    /// The region of the run.
    pub region: Option<String>,
    /// FIPS and dual stack.
    pub variants: Variants,
    /// `sts_regional_endpoints = legacy`
    pub legacy_sts: bool,
    /// The user's endpoint for each service, or why it cannot be determined.
    pub overrides: Vec<(Service, Result<Option<String>, SettingsError>)>,
    /// The same as for the call itself.
    pub retries: Retries,
    /// The longest wait for a connection.
    pub connect_timeout: Option<Duration>,
    /// The longest wait between two reads.
    pub read_timeout: Option<Duration>,
}

impl ServiceClients {
    /// The endpoint of `service` in `region`, else in the region of the run.
    ///
    /// # Errors
    /// The exceptions of the original when it creates the client: no region, an invalid one, a
    /// services section that is missing, a URL that is none.
    pub fn endpoint(
        &self,
        service: Service,
        region: Option<&str>,
    ) -> Result<Endpoint, SettingsError> {
        let region = region
            .or(self.region.as_deref())
            .ok_or(SettingsError::NoRegion)?;
        if !is_valid_region(region) {
            return Err(SettingsError::InvalidRegion(region.to_owned()));
        }
        let (region, variants) = endpoint::normalize(region, self.variants);
        for (of, url) in &self.overrides {
            if *of == service
                && let Some(url) = url.clone()?
            {
                urls::check_endpoint(&url)?;
                let signing_region = region;
                return Ok(Endpoint {
                    url,
                    signing_region,
                });
            }
        }
        let legacy = self.legacy_sts
            && variants == Variants::default()
            && endpoint::is_legacy_global_sts(&region);
        if service == Service::Sts && legacy {
            return Ok(endpoint::global_sts());
        }
        Ok(endpoint::resolve(service, &region, variants))
    }
}

/// Whether a region can be a label of a host name (`botocore/utils.py, validate_region_name`;
/// its `$` lets a line break at the end pass).
pub fn is_valid_region(region: &str) -> bool {
    let label = region.strip_suffix('\n').unwrap_or(region);
    label.len() <= 63
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
        && (label.is_empty() || !label.bytes().all(|byte| byte.is_ascii_digit()))
}
