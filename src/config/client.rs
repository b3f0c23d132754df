//! The client's settings, checked in the order in which the original creates its client
//! (`botocore/session.py, create_client`; `botocore/args.py, compute_client_args`).

use super::{Settings, urls};
use crate::config::endpoint::{self, Service, Variants};
use crate::config::profiles::Setting;
use crate::config::transport::{
    CertVerification, ClientSettings, Proxies, Retries, RetryMode, Transport,
};
use crate::error::settings::SettingsError;
use crate::python::int_parse::parse_int;
use crate::python::path::expand_user;
use num_bigint::{BigInt, Sign};
use std::time::Duration;

/// Seconds to connect, and between two reads, unless told otherwise.
const DEFAULT_TIMEOUT: u64 = 60;

impl Settings {
    /// How to reach the service. Comes after credentials were looked for.
    ///
    /// # Errors
    /// The first setting that the original would refuse.
    pub fn client(&self) -> Result<ClientSettings, SettingsError> {
        self.check_sso_token_source()?;
        self.check_defaults_mode()?;
        let configured = match &self.options.endpoint_url {
            Some(url) => Some(url.clone()),
            None => self.configured_endpoint(Service::AmplifyBackend)?,
        };
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
            .variables()
            .integer("AWS_MAX_ATTEMPTS", "max_attempts")?;
        self.check_unused_settings()?;
        let max_attempts = at_least_one(max_attempts.as_ref())?;
        let retries = self.retries(max_attempts)?;
        let endpoint_url = configured
            .unwrap_or_else(|| endpoint::resolve(Service::AmplifyBackend, &region, variants).url);
        urls::check_brackets(&endpoint_url).map_err(SettingsError::Python)?;
        if !urls::is_valid_endpoint(&endpoint_url) {
            return Err(SettingsError::InvalidEndpoint(endpoint_url));
        }
        let transport = self.transport();
        if let CertVerification::Bundle(path) = &transport.trust
            && path.trim().is_empty()
        {
            return Err(SettingsError::BlankCaBundle);
        }
        self.check_timeout("connect", self.options.connect_timeout.as_deref())?;
        self.check_timeout("read", self.options.read_timeout.as_deref())?;
        self.check_sts_endpoints()?;
        urls::check_port(&endpoint_url)?;
        let settings = ClientSettings {
            endpoint_url,
            signing_region: region,
            sign: !self.options.no_sign_request,
            execution_env: self
                .environment
                .get("AWS_EXECUTION_ENV")
                .map(user_agent_word),
            retries,
            transport,
        };
        self.log_client(&settings);
        Ok(settings)
    }

    /// Proxies, certificates and time-outs. Nothing is checked: see [`Settings::client`].
    pub fn transport(&self) -> Transport {
        Transport {
            trust: self.trust(),
            proxies: self.proxies(),
            connect_timeout: timeout(self.options.connect_timeout.as_deref())
                .or_else(|| self.connect_timeout_of_mode()),
            read_timeout: timeout(self.options.read_timeout.as_deref()),
            logger: self.logger.clone(),
        }
    }

    pub(super) fn variants(&self) -> Variants {
        let variables = self.variables();
        let switch = |variable, key| variables.boolean(variable, key).unwrap_or(false);
        Variants {
            fips: switch("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
            dual_stack: switch("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"),
        }
    }

    /// As [`Settings::client`] finds them, with the defaults where it will refuse.
    pub(super) fn retries_or_default(&self) -> Retries {
        let max_attempts = self
            .variables()
            .integer("AWS_MAX_ATTEMPTS", "max_attempts")
            .unwrap_or_default();
        let attempts = at_least_one(max_attempts.as_ref()).unwrap_or_default();
        self.retries(attempts).unwrap_or(Retries {
            mode: RetryMode::Legacy,
            total_attempts: 5,
        })
    }

    fn retries(&self, max_attempts: Option<u32>) -> Result<Retries, SettingsError> {
        let mode = self.retry_mode()?;
        let usual = if mode == RetryMode::Legacy { 5 } else { 3 };
        Ok(Retries {
            mode,
            total_attempts: max_attempts.unwrap_or(usual),
        })
    }

    /// The profile's sso-session is looked up even when it will not be used
    /// (`botocore/tokens.py, SSOTokenProvider._load_sso_config`).
    fn check_sso_token_source(&self) -> Result<(), SettingsError> {
        let Some(session) = self
            .profile_section()
            .and_then(|section| section.text("sso_session"))
        else {
            return Ok(());
        };
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

    fn defaults_mode(&self) -> &str {
        self.variables()
            .text(Some("AWS_DEFAULTS_MODE"), "defaults_mode")
            .unwrap_or("legacy")
    }

    fn check_defaults_mode(&self) -> Result<(), SettingsError> {
        let mode = self.defaults_mode();
        match mode.to_lowercase().as_str() {
            "legacy" | "auto" | "standard" | "in-region" | "cross-region" | "mobile" => Ok(()),
            _ => Err(SettingsError::InvalidDefaultsMode(mode.to_owned())),
        }
    }

    /// Every mode but the legacy one retries in the standard way
    /// (`botocore/data/sdk-default-configuration.json`).
    fn default_mode(&self) -> RetryMode {
        if self.defaults_mode().eq_ignore_ascii_case("legacy") {
            RetryMode::Legacy
        } else {
            RetryMode::Standard
        }
    }

    /// A connect time-out of 0 leaves the choice to the defaults mode. `auto` would ask instance
    /// metadata for the region; it counts as `standard` here, which is what it comes to wherever
    /// that is out of reach.
    fn connect_timeout_of_mode(&self) -> Option<Duration> {
        let milliseconds = match self.defaults_mode().to_lowercase().as_str() {
            "auto" | "standard" | "cross-region" => 3100,
            "in-region" => 1100,
            "mobile" => 30_000,
            _ => return None,
        };
        Some(Duration::from_millis(milliseconds))
    }

    fn retry_mode(&self) -> Result<RetryMode, SettingsError> {
        match self.variables().text(Some("AWS_RETRY_MODE"), "retry_mode") {
            None => Ok(self.default_mode()),
            Some("legacy") => Ok(RetryMode::Legacy),
            Some("standard") => Ok(RetryMode::Standard),
            Some("adaptive") => Ok(RetryMode::Adaptive),
            Some(other) => Err(SettingsError::InvalidRetryMode(other.to_owned())),
        }
    }

    /// Settings without effect on this operation, which the original refuses all the same.
    fn check_unused_settings(&self) -> Result<(), SettingsError> {
        let variables = self.variables();
        if let Some(value) = variables.text(
            Some("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES"),
            "request_min_compression_size_bytes",
        ) {
            let size = parse_int(value);
            let in_range =
                |size: &BigInt| (BigInt::from(1)..=BigInt::from(1_048_576)).contains(size);
            if !size.as_ref().is_ok_and(in_range) {
                return Err(SettingsError::InvalidCompressionSize {
                    value: value.to_owned(),
                    out_of_range: size.is_ok(),
                });
            }
        }
        for (variable, name) in [
            (
                "AWS_REQUEST_CHECKSUM_CALCULATION",
                "request_checksum_calculation",
            ),
            (
                "AWS_RESPONSE_CHECKSUM_VALIDATION",
                "response_checksum_validation",
            ),
        ] {
            let value = variables.text(Some(variable), name).map(str::to_lowercase);
            if let Some(value) = value
                && !matches!(value.as_str(), "when_supported" | "when_required")
            {
                return Err(SettingsError::InvalidChecksumSetting { name, value });
            }
        }
        let mode = variables
            .text(
                Some("AWS_ACCOUNT_ID_ENDPOINT_MODE"),
                "account_id_endpoint_mode",
            )
            .map(str::to_lowercase);
        if let Some(mode) = mode
            && !self.options.no_sign_request
            && !matches!(mode.as_str(), "preferred" | "disabled" | "required")
        {
            return Err(SettingsError::InvalidAccountIdMode(mode));
        }
        if let Some(value) = variables.text(
            Some("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"),
            "s3_disable_express_session_auth",
        ) && !matches!(value.to_lowercase().as_str(), "true" | "false")
        {
            return Err(SettingsError::InvalidExpressAuth(value.to_owned()));
        }
        if let Some(Setting::Nested(s3)) = variables.profile("s3")
            && let Some(style) = s3.get("addressing_style")
            && !matches!(style.as_str(), "virtual" | "auto" | "path")
        {
            return Err(SettingsError::InvalidAddressingStyle(style.clone()));
        }
        Ok(())
    }

    fn check_sts_endpoints(&self) -> Result<(), SettingsError> {
        match self.sts_endpoints() {
            "" | "legacy" | "regional" => Ok(()),
            other => Err(SettingsError::InvalidStsEndpoints(other.to_owned())),
        }
    }

    pub(super) fn sts_endpoints(&self) -> &str {
        self.variables()
            .text(Some("AWS_STS_REGIONAL_ENDPOINTS"), "sts_regional_endpoints")
            .unwrap_or("regional")
    }

    fn check_timeout(&self, kind: &'static str, text: Option<&str>) -> Result<(), SettingsError> {
        match text.map(parse_int) {
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

    fn trust(&self) -> CertVerification {
        if self.options.no_verify_ssl {
            return CertVerification::Disabled;
        }
        let bundle = self
            .options
            .ca_bundle
            .as_deref()
            .or_else(|| self.variables().text(Some("AWS_CA_BUNDLE"), "ca_bundle"))
            .or_else(|| self.environment.get("REQUESTS_CA_BUNDLE"));
        match bundle {
            // `urllib3/connection.py`, `HTTPSConnection.set_cert`.
            Some(path) => CertVerification::Bundle(expand_user(path, &self.environment)),
            None => CertVerification::BuiltInRoots,
        }
    }

    /// `urllib.request.getproxies_environment`: names in any case, lower case first; an empty
    /// lower-case variable takes the other away. In a CGI program `HTTP_PROXY` may be a header
    /// of the request and is not believed.
    pub(super) fn proxies(&self) -> Proxies {
        let is_cgi = self.environment.get("REQUEST_METHOD").is_some();
        let find = |lower: &str| {
            if let Some(value) = self.environment.get(lower) {
                return Some(value.to_owned()).filter(|value| !value.is_empty());
            }
            if is_cgi && lower == "http_proxy" {
                return None;
            }
            self.environment
                .iter()
                .filter(|(name, value)| name.to_lowercase() == lower && !value.is_empty())
                .last()
                .map(|(_, value)| value.to_owned())
        };
        Proxies {
            http: find("http_proxy"),
            https: find("https_proxy"),
            no_proxy: find("no_proxy"),
        }
    }
}

/// What has no place in a user agent becomes a dash (`botocore/useragent.py`,
/// `sanitize_user_agent_string_component`).
fn user_agent_word(text: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!$%&'*+-.^_`|~,".contains(c);
    text.chars()
        .map(|c| if allowed(c) { c } else { '-' })
        .collect()
}

fn at_least_one(max_attempts: Option<&BigInt>) -> Result<Option<u32>, SettingsError> {
    match max_attempts {
        Some(attempts) if *attempts < BigInt::from(1) => {
            Err(SettingsError::InvalidMaxAttempts(attempts.to_string()))
        }
        Some(attempts) => Ok(Some(u32::try_from(attempts).unwrap_or(u32::MAX))),
        None => Ok(None),
    }
}

/// The text was checked when the options were read; 0 is no limit.
fn timeout(text: Option<&str>) -> Option<Duration> {
    let Some(text) = text else {
        return Some(Duration::from_secs(DEFAULT_TIMEOUT));
    };
    let seconds = parse_int(text).ok()?;
    match u64::try_from(&seconds) {
        Ok(0) => None,
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) if seconds.sign() == Sign::Minus => None,
        Err(_) => Some(Duration::MAX),
    }
}
