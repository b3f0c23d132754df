//! What the credential providers need to know (`botocore/credentials.py,
//! create_credential_resolver`).

use super::config_chain::ConfigChain;
use super::{Settings, config_chain, files, urls};
use crate::config::credential_sources::{
    Container, CredentialSources, EnvironmentKeys, InstanceMetadata, ServiceClients, WebIdentity,
};
use crate::config::endpoint::Service;
use crate::error::settings::SettingsError;
use crate::log::secret::Secret;
use num_bigint::BigInt;
use std::time::Duration;

/// The settings of the instance metadata service that are checked at the start.
#[derive(Debug)]
pub struct Metadata {
    timeout: Result<Duration, String>,
    attempts: u32,
    endpoint: String,
}

impl Default for Metadata {
    fn default() -> Self {
        Metadata {
            timeout: Ok(Duration::from_secs(1)),
            attempts: 1,
            endpoint: "http://169.254.169.254/".to_owned(),
        }
    }
}

impl Metadata {
    /// Reads them in the original's order. With a profile that does not exist the original gives
    /// up, for now in silence, at the first one that the environment does not set
    /// (`awscli/customizations/assumerole.py`).
    pub fn read(
        variables: &ConfigChain<'_>,
        profile_exists: bool,
    ) -> Result<Metadata, SettingsError> {
        let mut metadata = Metadata::default();
        let gives_up = |variable| !profile_exists && variables.environment.get(variable).is_none();
        if gives_up("AWS_METADATA_SERVICE_TIMEOUT") {
            return Ok(metadata);
        }
        if let Some(seconds) =
            variables.integer("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout")?
        {
            metadata.timeout = match clamp(&seconds) {
                0 => Err(seconds.to_string()),
                seconds => Ok(Duration::from_secs(seconds.into())),
            };
        }
        if gives_up("AWS_METADATA_SERVICE_NUM_ATTEMPTS") {
            return Ok(metadata);
        }
        if let Some(attempts) = variables.integer(
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
            "metadata_service_num_attempts",
        )? {
            metadata.attempts = clamp(&attempts);
        }
        if gives_up("AWS_EC2_METADATA_SERVICE_ENDPOINT")
            || gives_up("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")
        {
            return Ok(metadata);
        }
        let custom = variables.text(
            Some("AWS_EC2_METADATA_SERVICE_ENDPOINT"),
            "ec2_metadata_service_endpoint",
        );
        let ipv6 = match variables.text(
            Some("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"),
            "ec2_metadata_service_endpoint_mode",
        ) {
            Some(mode) => match mode.to_lowercase().as_str() {
                "ipv4" => false,
                "ipv6" => true,
                _ => return Err(SettingsError::InvalidMetadataMode(mode.to_owned())),
            },
            None => variables
                .boolean("AWS_IMDS_USE_IPV6", "imds_use_ipv6")
                .unwrap_or(false),
        };
        if let Some(endpoint) = custom.filter(|endpoint| !endpoint.is_empty()) {
            if !urls::is_valid_endpoint(endpoint) {
                return Err(SettingsError::InvalidMetadataEndpoint(endpoint.to_owned()));
            }
            metadata.endpoint = endpoint.to_owned();
        } else if ipv6 {
            metadata.endpoint = "http://[fd00:ec2::254]/".to_owned();
        }
        Ok(metadata)
    }
}

/// Numbers below 0 and beyond all use count as the nearest one.
fn clamp(number: &BigInt) -> u32 {
    if *number < BigInt::ZERO {
        return 0;
    }
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Settings {
    /// Where credentials may come from. Nothing is checked and no file is opened.
    pub fn credential_sources(&self) -> CredentialSources {
        let own = |name: &str| self.environment.get(name).map(str::to_owned);
        let secret = |name: &str| self.environment.get(name).map(Secret::new);
        let nonempty_secret = |name: &str| self.environment.get_nonempty(name).map(Secret::new);
        let home = |path: &str| crate::python::path::expand_user(path, &self.environment);
        let expand = |path: &str| files::expand(path, &self.environment);
        CredentialSources {
            profile: self
                .profile
                .clone()
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| "default".to_owned()),
            profile_is_explicit: self
                .options
                .profile
                .as_deref()
                .is_some_and(|name| !name.is_empty()),
            profiles: self.profiles.clone(),
            keys: EnvironmentKeys {
                access_key: own("AWS_ACCESS_KEY_ID").filter(|key| !key.is_empty()),
                secret_key: nonempty_secret("AWS_SECRET_ACCESS_KEY"),
                token: nonempty_secret("AWS_SECURITY_TOKEN")
                    .or_else(|| nonempty_secret("AWS_SESSION_TOKEN")),
                source: match nonempty_secret("AWS_SECURITY_TOKEN") {
                    Some(_) => "AWS_SECURITY_TOKEN",
                    None => "AWS_SESSION_TOKEN",
                },
                expiry: own("AWS_CREDENTIAL_EXPIRATION").filter(|time| !time.is_empty()),
            },
            web_identity: WebIdentity {
                token_file: own("AWS_WEB_IDENTITY_TOKEN_FILE"),
                role_arn: own("AWS_ROLE_ARN"),
                session_name: own("AWS_ROLE_SESSION_NAME"),
            },
            container: Container {
                relative_uri: own("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
                full_uri: own("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
                token: secret("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
                token_file: own("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
            },
            metadata: self.instance_metadata(),
            ec2_file: self.environment.get("AWS_CREDENTIAL_FILE").map(home),
            boto_files: match self.environment.get("BOTO_CONFIG") {
                Some(path) => vec![expand(path)],
                None => vec!["/etc/boto.cfg".to_owned(), home("~/.boto")],
            },
            role_cache: home("~/.aws/cli/cache"),
            sso_cache: home("~/.aws/sso/cache"),
            login_cache: expand(
                self.environment
                    .get("AWS_LOGIN_CACHE_DIRECTORY")
                    .unwrap_or("~/.aws/login/cache"),
            ),
            services: self.service_clients(),
        }
    }

    fn instance_metadata(&self) -> InstanceMetadata {
        InstanceMetadata {
            disabled: self
                .environment
                .get("AWS_EC2_METADATA_DISABLED")
                .is_some_and(config_chain::boolean),
            endpoint: self.metadata.endpoint.clone(),
            timeout: self.metadata.timeout.clone(),
            attempts: self.metadata.attempts,
            v1_disabled: self
                .variables()
                .boolean("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled")
                .unwrap_or(false),
        }
    }

    fn service_clients(&self) -> ServiceClients {
        let transport = self.transport();
        ServiceClients {
            region: self.region_text().map(str::to_owned),
            variants: self.variants(),
            legacy_sts: self.sts_endpoints() == "legacy",
            overrides: [
                Service::Sts,
                Service::Sso,
                Service::SsoOidc,
                Service::Signin,
            ]
            .into_iter()
            .map(|service| (service, self.configured_endpoint(service)))
            .collect(),
            retries: self.retries_or_default(),
            connect_timeout: transport.connect_timeout,
            read_timeout: transport.read_timeout,
        }
    }
}
