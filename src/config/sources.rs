//! Collects the inputs of the credential providers (`botocore/credentials.py,
//! create_credential_resolver`).

use super::table::{self, Origin, Raw};
use super::{Settings, files, urls};
use crate::config::credential_sources::{
    Container, CredentialSources, EnvironmentKeys, InstanceMetadata, ServiceClients, WebIdentity,
};
use crate::config::endpoint::Service;
use crate::error::settings::SettingsError;
use crate::log::secret::Secret;
use num_bigint::{BigInt, Sign};
use std::time::Duration;

/// The settings of the instance metadata service that the original checks at startup.
#[derive(Debug)]
pub(super) struct Metadata {
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

/// The number, limited to the range of `u32`.
fn clamp(number: &BigInt) -> u32 {
    match number.sign() {
        Sign::Minus => 0,
        _ => u32::try_from(number).unwrap_or(u32::MAX),
    }
}

impl Settings {
    /// Reads the settings of the instance metadata service in the order of the original. If the
    /// selected profile does not exist, the original stops without a message at the first setting
    /// that no environment variable sets (`awscli/customizations/assumerole.py`).
    pub(super) fn read_metadata(&self) -> Result<Metadata, SettingsError> {
        let mut metadata = Metadata::default();
        let profile_exists = self.require_profile().is_ok();
        let stops_at = |row| !profile_exists && !matches!(self.origin(row), Origin::Variable(_));
        if stops_at(&table::METADATA_TIMEOUT) {
            return Ok(metadata);
        }
        if let Some(seconds) = self.value(&table::METADATA_TIMEOUT) {
            let seconds = seconds.integer()?;
            metadata.timeout = match clamp(&seconds) {
                0 => Err(seconds.to_string()),
                seconds => Ok(Duration::from_secs(seconds.into())),
            };
        }
        if stops_at(&table::METADATA_ATTEMPTS) {
            return Ok(metadata);
        }
        if let Some(attempts) = self.value(&table::METADATA_ATTEMPTS) {
            metadata.attempts = clamp(&attempts.integer()?);
        }
        if stops_at(&table::METADATA_ENDPOINT) || stops_at(&table::METADATA_MODE) {
            return Ok(metadata);
        }
        let ipv6 = match self.value(&table::METADATA_MODE) {
            Some(mode) => match mode.lower()?.as_str() {
                "ipv4" => false,
                "ipv6" => true,
                _ => {
                    let mode = mode.shown().into_owned();
                    return Err(SettingsError::InvalidMetadataMode(mode));
                }
            },
            None => self.switch(&table::METADATA_IPV6),
        };
        let custom = self
            .value(&table::METADATA_ENDPOINT)
            .map(Raw::hashable)
            .transpose()?;
        if let Some(endpoint) = custom.filter(|endpoint| !endpoint.is_empty()) {
            if !urls::is_valid_endpoint(endpoint)? {
                return Err(SettingsError::InvalidMetadataEndpoint(endpoint.to_owned()));
            }
            metadata.endpoint = endpoint.to_owned();
        } else if ipv6 {
            metadata.endpoint = "http://[fd00:ec2::254]/".to_owned();
        }
        Ok(metadata)
    }

    /// Collects the inputs of the credential providers. Nothing is checked, and no file is opened.
    pub fn credential_sources(&self) -> CredentialSources {
        let own = |name: &str| self.environment.get(name).map(str::to_owned);
        let secret = |name: &str| self.environment.get(name).map(Secret::new);
        let nonempty_secret = |name: &str| self.environment.get_nonempty(name).map(Secret::new);
        let home = |path: &str| crate::python::path::expand_user(path, &self.environment);
        let expand = |path: &str| files::expand(path, &self.environment);
        CredentialSources {
            dialect: self.dialect,
            profile: self
                .profile
                .clone()
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| "default".to_owned()),
            profile_is_explicit: matches!(self.origin(&table::PROFILE), Origin::Flag(_)),
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

    pub(super) fn instance_metadata(&self) -> InstanceMetadata {
        InstanceMetadata {
            disabled: self.switch(&table::METADATA_DISABLED),
            endpoint: self.metadata.endpoint.clone(),
            timeout: self.metadata.timeout.clone(),
            attempts: self.metadata.attempts,
            v1_disabled: self.switch(&table::METADATA_V1_DISABLED),
        }
    }

    fn service_clients(&self) -> ServiceClients {
        let transport = self.transport();
        ServiceClients {
            region: self
                .find_region()
                .and_then(|(value, _)| value.text())
                .map(str::to_owned),
            variants: self.variants(),
            legacy_sts: self.sts_endpoints().as_ref() == "legacy",
            overrides: [
                Service::Sts,
                Service::Sso,
                Service::SsoOidc,
                Service::Signin,
            ]
            .into_iter()
            .map(|service| {
                let endpoint = self.configured_endpoint(service);
                (service, endpoint.map(|found| found.map(|(url, _)| url)))
            })
            .collect(),
            retries: self.retries_or_default(),
            connect_timeout: transport.connect_timeout,
            read_timeout: transport.read_timeout,
        }
    }
}
