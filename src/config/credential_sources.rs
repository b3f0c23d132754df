//! The inputs of the credential providers, as plain data.

use crate::config::endpoint::{self, Endpoint, Service, Variants};
use crate::config::profiles::Profiles;
use crate::config::transport::Retries;
use crate::config::urls;
use crate::dialect::Dialect;
use crate::error::settings::SettingsError;
use crate::log::secret::Secret;
use std::sync::Arc;
use std::time::Duration;

/// The inputs of all credential providers.
#[derive(Clone, Debug)]
pub struct CredentialSources {
    /// The dialect of the run.
    pub dialect: Dialect,
    /// The name of the profile; `default` if none is selected.
    pub profile: String,
    /// Whether the profile was selected with `--profile`, which disables the environment variables.
    pub profile_is_explicit: bool,
    /// The contents of both profile files.
    pub profiles: Arc<Profiles>,
    /// The access key in the environment.
    pub keys: EnvironmentKeys,
    /// The web identity in the environment.
    pub web_identity: WebIdentity,
    /// The credential endpoint of a container.
    pub container: Container,
    /// The instance metadata service.
    pub metadata: InstanceMetadata,
    /// `AWS_CREDENTIAL_FILE`, the path of a credentials file of the original EC2 tools.
    pub ec2_file: Option<String>,
    /// The paths of the boto 2 files; the first with credentials is used.
    pub boto_files: Vec<String>,
    /// The directory of cached roles, `~/.aws/cli/cache`.
    pub role_cache: String,
    /// The directory of SSO tokens, `~/.aws/sso/cache`.
    pub sso_cache: String,
    /// The directory of login sessions, `~/.aws/login/cache`.
    pub login_cache: String,
    /// The settings of the service clients that providers create.
    pub services: ServiceClients,
}

/// The access key in environment variables; `None` if a variable is not set or empty.
#[derive(Clone, Debug, Default)]
pub struct EnvironmentKeys {
    /// `AWS_ACCESS_KEY_ID`
    pub access_key: Option<String>,
    /// `AWS_SECRET_ACCESS_KEY`
    pub secret_key: Option<Secret>,
    /// `AWS_SECURITY_TOKEN`, else `AWS_SESSION_TOKEN`
    pub token: Option<Secret>,
    /// The name of the variable that holds the token.
    pub source: &'static str,
    /// `AWS_CREDENTIAL_EXPIRATION`
    pub expiry: Option<String>,
}

/// The web identity in environment variables; empty values are kept.
#[derive(Clone, Debug, Default)]
pub struct WebIdentity {
    /// `AWS_WEB_IDENTITY_TOKEN_FILE`
    pub token_file: Option<String>,
    /// `AWS_ROLE_ARN`
    pub role_arn: Option<String>,
    /// `AWS_ROLE_SESSION_NAME`
    pub session_name: Option<String>,
}

/// The container's endpoint in environment variables `AWS_CONTAINER_*`; empty values are kept.
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

/// The settings of the instance metadata service.
#[derive(Clone, Debug)]
pub struct InstanceMetadata {
    /// `AWS_EC2_METADATA_DISABLED=true`
    pub disabled: bool,
    /// The URL with scheme, host and base path.
    pub endpoint: String,
    /// The connect and read timeout; `Err` holds a value that is not positive, for the message.
    pub timeout: Result<Duration, String>,
    /// The number of attempts for each request; if 0, no request is sent.
    pub attempts: u32,
    /// Whether requests without a token (IMDSv1) are disabled.
    pub v1_disabled: bool,
}

/// The settings of the clients for STS, SSO and the sign-in service.
#[derive(Clone, Debug)]
pub struct ServiceClients {
    /// The region of the run.
    pub region: Option<String>,
    /// The FIPS and dual-stack variants.
    pub variants: Variants,
    /// `sts_regional_endpoints = legacy`
    pub legacy_sts: bool,
    /// The configured endpoint of each service, or the error that the original raises for it.
    pub overrides: Vec<(Service, Result<Option<String>, SettingsError>)>,
    /// The retry settings, the same as for the operation.
    pub retries: Retries,
    /// The connect timeout; `None` is no limit.
    pub connect_timeout: Option<Duration>,
    /// The read timeout; `None` is no limit.
    pub read_timeout: Option<Duration>,
}

impl ServiceClients {
    /// The endpoint of `service` in `region`, or in the region of the run if `region` is `None`.
    ///
    /// # Errors
    /// The errors of the original when it creates the client: no region, an invalid region, a
    /// missing services section, an invalid endpoint.
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
        let configured = self.overrides.iter().find(|(of, _)| *of == service);
        let legacy = self.legacy_sts
            && variants == Variants::default()
            && endpoint::is_legacy_global_sts(&region);
        let endpoint = match configured
            .map(|(_, url)| url.clone())
            .transpose()?
            .flatten()
        {
            Some(url) => Endpoint {
                url,
                signing_region: region,
            },
            None if service == Service::Sts && legacy => endpoint::global_sts(),
            None => endpoint::resolve(service, &region, variants),
        };
        urls::check_endpoint(&endpoint.url)?;
        Ok(endpoint)
    }
}

/// Whether a region is valid as a label of a host name (`botocore/utils.py, validate_region_name`,
/// whose `$` also matches before a line break at the end).
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
