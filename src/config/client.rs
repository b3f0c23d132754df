//! The settings of the client, checked in the order in which the original creates its client
//! (`botocore/session.py, create_client`; `botocore/args.py, compute_client_args`).

use super::table::{self, Origin, Raw, Row};
use super::{Settings, urls};
use crate::config::endpoint::{self, Service, Variants};
use crate::config::transport::{
    CertVerification, ClientSettings, Proxies, Retries, RetryMode, Transport,
};
use crate::dialect::Dialect;
use crate::error::settings::SettingsError;
use crate::python::path::expand_user;
use num_bigint::{BigInt, Sign};
use std::borrow::Cow;
use std::time::Duration;

/// The default connect and read timeouts, in seconds.
const DEFAULT_TIMEOUT: u64 = 60;

impl Settings {
    /// The settings of the client. The caller must load the credential providers first, whose
    /// errors come before these.
    ///
    /// # Errors
    /// The first setting that the original rejects.
    pub fn client(&self) -> Result<ClientSettings, SettingsError> {
        self.require_profile()?;
        self.check_sso_token_source()?;
        self.check_defaults_mode()?;
        self.check_s3_section()?;
        let configured = self.endpoint()?;
        let region = self.region()?.ok_or(SettingsError::NoRegion)?;
        let (region, variants) = endpoint::normalize(region, self.variants());
        if variants.dual_stack && endpoint::lacks_dual_stack(&region) {
            return Err(SettingsError::NoSuchVariant(if variants.fips {
                "['dualstack', 'fips']"
            } else {
                "['dualstack']"
            }));
        }
        let max_attempts = self
            .value(&table::MAX_ATTEMPTS)
            .map(Raw::integer)
            .transpose()?;
        self.check_unused_settings()?;
        let max_attempts = at_least_one(max_attempts.as_ref())?;
        let retries = self.retries(max_attempts)?;
        let (endpoint_url, endpoint_origin) = configured.unwrap_or_else(|| {
            let endpoint = endpoint::resolve(Service::AmplifyBackend, &region, variants);
            (endpoint.url, Origin::Default)
        });
        urls::check_endpoint(&endpoint_url)?;
        let transport = self.transport();
        if let CertVerification::Bundle(path) = &transport.trust
            && path.trim().is_empty()
        {
            return Err(SettingsError::BlankCaBundle);
        }
        self.check_timeout("connect", &table::CONNECT_TIMEOUT)?;
        self.check_timeout("read", &table::READ_TIMEOUT)?;
        self.check_sts_endpoints()?;
        self.check_s3_region()?;
        self.check_monitoring()?;
        urls::check_port(&endpoint_url)?;
        let settings = ClientSettings {
            endpoint_url,
            signing_region: region,
            sign: !self.options.no_sign_request,
            unknown_signature: self.unknown_signature(),
            execution_env: self
                .value(&table::EXECUTION_ENV)
                .and_then(Raw::text)
                .filter(|text| !text.is_empty())
                .map(user_agent_word),
            retries,
            dialect: self.dialect,
            transport,
        };
        self.log_client(&settings, endpoint_origin);
        Ok(settings)
    }

    /// Proxies, certificates and timeouts. They are not checked here but in [`Settings::client`].
    pub fn transport(&self) -> Transport {
        Transport {
            trust: self.trust(),
            proxies: self.proxies(),
            connect_timeout: self
                .timeout(&table::CONNECT_TIMEOUT)
                .or_else(|| self.connect_timeout_of_mode()),
            read_timeout: self.timeout(&table::READ_TIMEOUT),
            urllib3: self.dialect.urllib3(),
            logger: self.logger.clone(),
        }
    }

    /// The value of `--endpoint-url`, otherwise the configured endpoint.
    fn endpoint(&self) -> Result<Option<(String, Origin)>, SettingsError> {
        match self.find(&table::ENDPOINT_FLAG) {
            Some((url, origin)) => Ok(Some((url.shown().into_owned(), origin))),
            None => self.configured_endpoint(Service::AmplifyBackend),
        }
    }

    /// Whether the setting exists and is true.
    pub(super) fn switch(&self, row: &Row) -> bool {
        self.value(row).is_some_and(Raw::boolean)
    }

    pub(super) fn variants(&self) -> Variants {
        Variants {
            fips: self.switch(&table::FIPS),
            dual_stack: self.switch(&table::DUAL_STACK),
        }
    }

    /// The retry settings of [`Settings::client`]. Invalid values are replaced by defaults, because
    /// [`Settings::client`] reports them later.
    pub(super) fn retries_or_default(&self) -> Retries {
        let max_attempts = self
            .value(&table::MAX_ATTEMPTS)
            .and_then(|value| value.integer().ok());
        let attempts = at_least_one(max_attempts.as_ref()).unwrap_or_default();
        self.retries(attempts).unwrap_or(match self.dialect {
            Dialect::V1 => Retries {
                mode: RetryMode::Legacy,
                total_attempts: 5,
            },
            Dialect::V2 => Retries {
                mode: RetryMode::Standard,
                total_attempts: 3,
            },
        })
    }

    /// The retry settings; the default number of attempts depends on the mode.
    fn retries(&self, max_attempts: Option<u32>) -> Result<Retries, SettingsError> {
        let mode = self.retry_mode()?;
        let default = if mode == RetryMode::Legacy { 5 } else { 3 };
        Ok(Retries {
            mode,
            total_attempts: max_attempts.unwrap_or(default),
        })
    }

    /// Checks the SSO session of the profile, which the original looks up even when it is not used
    /// (`botocore/tokens.py, SSOTokenProvider._load_sso_config`).
    fn check_sso_token_source(&self) -> Result<(), SettingsError> {
        let Some(session) = self.value(&table::SSO_SESSION) else {
            return Ok(());
        };
        let session = session.hashable()?;
        let profile = self.profile.clone().unwrap_or_else(|| "default".to_owned());
        let Some(section) = self
            .profiles
            .sso_sessions
            .get(session)
            .filter(|section| !section.is_empty())
        else {
            return Err(SettingsError::MissingSsoSession {
                profile,
                session: session.to_owned(),
            });
        };
        let missing: Vec<&'static str> = ["sso_start_url", "sso_region"]
            .into_iter()
            .filter(|name| !section.contains(name))
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(SettingsError::IncompleteSsoSession { profile, missing })
        }
    }

    /// The defaults mode, in lower case. Version 2 does not read this setting.
    pub(super) fn defaults_mode(&self) -> Result<String, SettingsError> {
        match self.value(&table::DEFAULTS_MODE) {
            Some(mode) => mode.lower(),
            None => Ok("legacy".to_owned()),
        }
    }

    fn check_defaults_mode(&self) -> Result<(), SettingsError> {
        match self.defaults_mode()?.as_str() {
            "legacy" | "auto" | "standard" | "in-region" | "cross-region" | "mobile" => Ok(()),
            _ => Err(SettingsError::InvalidDefaultsMode(
                self.value(&table::DEFAULTS_MODE)
                    .map(|mode| mode.shown().into_owned())
                    .unwrap_or_default(),
            )),
        }
    }

    /// The retry mode of the defaults mode: `standard` for all but `legacy`
    /// (`botocore/data/sdk-default-configuration.json`).
    fn default_mode(&self) -> Result<RetryMode, SettingsError> {
        Ok(match (self.defaults_mode()?.as_str(), self.dialect) {
            ("legacy", Dialect::V1) => RetryMode::Legacy,
            _ => RetryMode::Standard,
        })
    }

    /// The connect timeout of the defaults mode, which applies when the option is 0. The original
    /// determines the region for `auto` from the instance metadata service; here `auto` is the same
    /// as `standard`, as it is in the original where that service is not available.
    fn connect_timeout_of_mode(&self) -> Option<Duration> {
        let milliseconds = match self.defaults_mode().ok()?.as_str() {
            "auto" | "standard" | "cross-region" => 3100,
            "in-region" => 1100,
            "mobile" => 30_000,
            _ => return None,
        };
        Some(Duration::from_millis(milliseconds))
    }

    fn retry_mode(&self) -> Result<RetryMode, SettingsError> {
        match (self.value(&table::RETRY_MODE), self.dialect) {
            (None, _) => self.default_mode(),
            (Some(Raw::Text("legacy")), Dialect::V1) => Ok(RetryMode::Legacy),
            (Some(Raw::Text("standard")), _) => Ok(RetryMode::Standard),
            (Some(Raw::Text("adaptive")), _) => Ok(RetryMode::Adaptive),
            (Some(other), _) => Err(SettingsError::InvalidRetryMode(other.shown().into_owned())),
        }
    }

    fn check_sts_endpoints(&self) -> Result<(), SettingsError> {
        let value = self.sts_endpoints();
        match value.as_ref() {
            "" | "legacy" | "regional" => Ok(()),
            _ => Err(SettingsError::InvalidStsEndpoints(value.into_owned())),
        }
    }

    pub(super) fn sts_endpoints(&self) -> Cow<'_, str> {
        self.value(&table::STS_ENDPOINTS)
            .map_or("regional".into(), Raw::shown)
    }

    /// Rejects a negative timeout, and one that a float cannot represent.
    fn check_timeout(&self, kind: &'static str, row: &Row) -> Result<(), SettingsError> {
        match self.value(row).map(Raw::integer) {
            Some(Ok(seconds)) if seconds.sign() == Sign::Minus => {
                Err(SettingsError::NegativeTimeout {
                    kind,
                    value: seconds.to_string(),
                })
            }
            Some(Ok(seconds)) if seconds.bits() > u64::from(f64::MAX_EXP as u32) => Err(
                SettingsError::Python("int too large to convert to float".to_owned()),
            ),
            _ => Ok(()),
        }
    }

    /// The timeout; `None` means no limit. The option is known to be an integer: it was checked
    /// when the options were parsed.
    fn timeout(&self, row: &Row) -> Option<Duration> {
        let Some(value) = self.value(row) else {
            return Some(Duration::from_secs(DEFAULT_TIMEOUT));
        };
        let seconds = value.integer().ok()?;
        match u64::try_from(&seconds) {
            Ok(0) => None,
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) if seconds.sign() == Sign::Minus => None,
            Err(_) => Some(Duration::MAX),
        }
    }

    fn trust(&self) -> CertVerification {
        if self.options.no_verify_ssl {
            return CertVerification::Disabled;
        }
        let bundle = self
            .value(&table::CA_BUNDLE)
            .or_else(|| self.value(&table::REQUESTS_CA_BUNDLE));
        match bundle {
            // `urllib3/connection.py`, `HTTPSConnection.set_cert`.
            Some(path) => CertVerification::Bundle(expand_user(&path.shown(), &self.environment)),
            None => CertVerification::BuiltInRoots,
        }
    }

    /// The proxies (`urllib.request.getproxies_environment`): variables in any case, lower case
    /// first; an empty lower-case variable disables the others. In a CGI program `HTTP_PROXY` may
    /// be a header of the request and is ignored.
    pub(super) fn proxies(&self) -> Proxies {
        let is_cgi = self.environment.get("REQUEST_METHOD").is_some();
        let find = |lower: &str| {
            if let Some(value) = self.environment.get(lower) {
                return Some(value.to_owned()).filter(|value| !value.is_empty());
            }
            if is_cgi && lower == "http_proxy" {
                return None;
            }
            self.environment.last_in_any_case(lower).map(str::to_owned)
        };
        Proxies {
            http: find("http_proxy"),
            https: find("https_proxy"),
            no_proxy: find("no_proxy"),
        }
    }
}

/// Replaces characters that are not allowed in a user agent with dashes (`botocore/useragent.py`,
/// `sanitize_user_agent_string_component`).
fn user_agent_word(text: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!$%&'*+-.^_`|~,".contains(c);
    text.chars()
        .map(|c| if allowed(c) { c } else { '-' })
        .collect()
}

/// Rejects a maximum of attempts below 1; a number beyond `u32` is limited.
fn at_least_one(max_attempts: Option<&BigInt>) -> Result<Option<u32>, SettingsError> {
    match max_attempts {
        Some(attempts) if *attempts < BigInt::from(1) => {
            Err(SettingsError::InvalidMaxAttempts(attempts.to_string()))
        }
        Some(attempts) => Ok(Some(u32::try_from(attempts).unwrap_or(u32::MAX))),
        None => Ok(None),
    }
}
