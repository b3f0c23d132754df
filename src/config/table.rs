//! The table of settings. Each row has the places where a setting can be set, in order of
//! precedence; one lookup returns the value together with its origin (`botocore/configprovider.py,
//! BOTOCORE_DEFAUT_SESSION_VARIABLES, ChainProvider`; `awscli/clidriver.py`).
//!
//! Settings are looked up only when they are needed.

use super::Settings;
use crate::config::globals::GlobalOptions;
use crate::config::profiles::{Profiles, Section, Setting};
use crate::dialect::{Dialect, Dialects};
use crate::error::settings::SettingsError;
use crate::python::environ::Environment;
use crate::python::int_parse::parse_int;
use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};
use indexmap::IndexMap;
use num_bigint::BigInt;
use std::borrow::Cow;
use std::fmt;

/// The places where a setting can be set: option, environment variables, profile.
#[derive(Clone, Copy)]
pub(super) struct Row {
    flag: Option<(&'static str, Flag)>,
    variables: &'static [&'static str],
    /// The variables in version 2, if they differ.
    variables_2: Option<&'static [&'static str]>,
    key: Option<&'static str>,
    dialects: Dialects,
}

/// Returns the value of a global option.
type Flag = fn(&GlobalOptions) -> Option<&str>;

/// A setting for both dialects without an option.
const fn row(variables: &'static [&'static str], key: Option<&'static str>) -> Row {
    Row {
        flag: None,
        variables,
        variables_2: None,
        key,
        dialects: Dialects::Both,
    }
}

impl Row {
    const fn flag(self, name: &'static str, value: Flag) -> Row {
        Row {
            flag: Some((name, value)),
            ..self
        }
    }

    /// Restricts the setting to one dialect.
    const fn only(self, dialect: Dialect) -> Row {
        Row {
            dialects: Dialects::Only(dialect),
            ..self
        }
    }

    /// Sets the variables of version 2.
    const fn version_2(self, variables: &'static [&'static str]) -> Row {
        Row {
            variables_2: Some(variables),
            ..self
        }
    }

    fn variables(&self, dialect: Dialect) -> &'static [&'static str] {
        match (dialect, self.variables_2) {
            (Dialect::V2, Some(variables)) => variables,
            _ => self.variables,
        }
    }

    /// The name of the setting in a profile.
    pub(super) fn key(&self) -> &'static str {
        self.key.unwrap_or_default()
    }
}

/// `--profile`; an empty name is treated as not set.
pub(super) const PROFILE: Row = row(&["AWS_DEFAULT_PROFILE", "AWS_PROFILE"], None)
    .flag("--profile", |options| {
        options.profile.as_deref().filter(|name| !name.is_empty())
    })
    .version_2(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]);
pub(super) const CONFIG_FILE: Row = row(&["AWS_CONFIG_FILE"], None);
pub(super) const CREDENTIALS_FILE: Row = row(&["AWS_SHARED_CREDENTIALS_FILE"], None);
pub(super) const REGION: Row = row(&["AWS_DEFAULT_REGION"], Some("region"))
    .flag("--region", |options| options.region.as_deref())
    .version_2(&["AWS_REGION", "AWS_DEFAULT_REGION"]);
pub(super) const OUTPUT: Row = row(&["AWS_DEFAULT_OUTPUT"], Some("output"))
    .flag("--output", |options| options.output.as_deref());
pub(super) const AUTO_PROMPT: Row = row(&["AWS_CLI_AUTO_PROMPT"], Some("cli_auto_prompt"));
pub(super) const ERROR_FORMAT: Row = row(&["AWS_CLI_ERROR_FORMAT"], Some("cli_error_format"))
    .flag("--cli-error-format", |options| {
        options.error_format.as_deref()
    });
pub(super) const TIMESTAMP_FORMAT: Row = row(&[], Some("cli_timestamp_format"));
pub(super) const FOLLOW_URLPARAM: Row = row(&[], Some("cli_follow_urlparam")).only(Dialect::V1);
pub(super) const BINARY_FORMAT: Row = row(&[], Some("cli_binary_format"))
    .flag("--cli-binary-format", |options| {
        options.binary_format.as_deref()
    })
    .only(Dialect::V2);
pub(super) const PAGER: Row = row(&["AWS_PAGER"], Some("cli_pager")).only(Dialect::V2);
/// Used when [`PAGER`] is not set.
pub(super) const PAGER_VARIABLE: Row = row(&["PAGER"], None).only(Dialect::V2);
pub(super) const OUTPUT_ENCODING: Row = row(&["AWS_CLI_OUTPUT_ENCODING"], None).only(Dialect::V2);
/// Used when [`OUTPUT_ENCODING`] is not set.
pub(super) const PYTHON_UTF8: Row = row(&["PYTHONUTF8"], None).only(Dialect::V2);
pub(super) const FILE_ENCODING: Row = row(&["AWS_CLI_FILE_ENCODING"], None).only(Dialect::V2);
pub(super) const PARAMETER_VALIDATION: Row = row(&[], Some("parameter_validation"));
pub(super) const API_VERSIONS: Row = row(&[], Some("api_versions")).only(Dialect::V1);

pub(super) const CONNECT_TIMEOUT: Row = row(&[], None).flag("--cli-connect-timeout", |options| {
    options.connect_timeout.as_deref()
});
pub(super) const READ_TIMEOUT: Row = row(&[], None).flag("--cli-read-timeout", |options| {
    options.read_timeout.as_deref()
});
pub(super) const CA_BUNDLE: Row = row(&["AWS_CA_BUNDLE"], Some("ca_bundle"))
    .flag("--ca-bundle", |options| options.ca_bundle.as_deref());
/// Used when [`CA_BUNDLE`] is not set.
pub(super) const REQUESTS_CA_BUNDLE: Row = row(&["REQUESTS_CA_BUNDLE"], None);
pub(super) const DEFAULTS_MODE: Row =
    row(&["AWS_DEFAULTS_MODE"], Some("defaults_mode")).only(Dialect::V1);
pub(super) const RETRY_MODE: Row = row(&["AWS_RETRY_MODE"], Some("retry_mode"));
pub(super) const MAX_ATTEMPTS: Row = row(&["AWS_MAX_ATTEMPTS"], Some("max_attempts"));
pub(super) const EXECUTION_ENV: Row = row(&["AWS_EXECUTION_ENV"], None);

pub(super) const ENDPOINT_FLAG: Row =
    row(&[], None).flag("--endpoint-url", |options| options.endpoint_url.as_deref());
pub(super) const ENDPOINT_VARIABLE: Row = row(&["AWS_ENDPOINT_URL"], None);
pub(super) const ENDPOINT_KEY: Row = row(&[], Some("endpoint_url"));
pub(super) const SERVICES: Row = row(&[], Some("services"));
pub(super) const IGNORE_ENDPOINTS: Row = row(
    &["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"],
    Some("ignore_configured_endpoint_urls"),
);
pub(super) const FIPS: Row = row(&["AWS_USE_FIPS_ENDPOINT"], Some("use_fips_endpoint"));
pub(super) const DUAL_STACK: Row = row(
    &["AWS_USE_DUALSTACK_ENDPOINT"],
    Some("use_dualstack_endpoint"),
);
pub(super) const STS_ENDPOINTS: Row = row(
    &["AWS_STS_REGIONAL_ENDPOINTS"],
    Some("sts_regional_endpoints"),
)
.only(Dialect::V1);

pub(super) const SSO_SESSION: Row = row(&[], Some("sso_session"));
pub(super) const METADATA_DISABLED: Row = row(&["AWS_EC2_METADATA_DISABLED"], None);
pub(super) const METADATA_TIMEOUT: Row = row(
    &["AWS_METADATA_SERVICE_TIMEOUT"],
    Some("metadata_service_timeout"),
);
pub(super) const METADATA_ATTEMPTS: Row = row(
    &["AWS_METADATA_SERVICE_NUM_ATTEMPTS"],
    Some("metadata_service_num_attempts"),
);
pub(super) const METADATA_ENDPOINT: Row = row(
    &["AWS_EC2_METADATA_SERVICE_ENDPOINT"],
    Some("ec2_metadata_service_endpoint"),
);
pub(super) const METADATA_MODE: Row = row(
    &["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"],
    Some("ec2_metadata_service_endpoint_mode"),
);
pub(super) const METADATA_IPV6: Row = row(&["AWS_IMDS_USE_IPV6"], Some("imds_use_ipv6"));
pub(super) const METADATA_V1_DISABLED: Row = row(
    &["AWS_EC2_METADATA_V1_DISABLED"],
    Some("ec2_metadata_v1_disabled"),
);

// Settings that are checked but have no effect on the operation.
pub(super) const COMPRESSION_SIZE: Row = row(
    &["AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES"],
    Some("request_min_compression_size_bytes"),
);
pub(super) const REQUEST_CHECKSUM: Row = row(
    &["AWS_REQUEST_CHECKSUM_CALCULATION"],
    Some("request_checksum_calculation"),
);
pub(super) const RESPONSE_CHECKSUM: Row = row(
    &["AWS_RESPONSE_CHECKSUM_VALIDATION"],
    Some("response_checksum_validation"),
);
pub(super) const ACCOUNT_ID_MODE: Row = row(
    &["AWS_ACCOUNT_ID_ENDPOINT_MODE"],
    Some("account_id_endpoint_mode"),
);
pub(super) const EXPRESS_AUTH: Row = row(
    &["AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"],
    Some("s3_disable_express_session_auth"),
);
pub(super) const AUTH_SCHEMES: Row = row(
    &["AWS_AUTH_SCHEME_PREFERENCE"],
    Some("auth_scheme_preference"),
);
/// Version 1 accepts a nested section as false, so it needs no check.
pub(super) const TCP_KEEPALIVE: Row = row(&[], Some("tcp_keepalive")).only(Dialect::V2);
pub(super) const S3: Row = row(&[], Some("s3"));
pub(super) const S3_REGIONAL_ENDPOINT: Row = row(
    &["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"],
    Some("s3_us_east_1_regional_endpoint"),
)
.only(Dialect::V1);
/// The settings that [`S3`] contains too.
pub(super) const S3_OTHERS: [Row; 3] = [
    S3_REGIONAL_ENDPOINT,
    row(&["AWS_S3_USE_ARN_REGION"], Some("s3_use_arn_region")),
    row(&["AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS"], None),
];
/// Client-side monitoring.
pub(super) const MONITORING: Row = row(&["AWS_CSM_ENABLED"], Some("csm_enabled"));
pub(super) const MONITORING_PORT: Row = row(&["AWS_CSM_PORT"], Some("csm_port"));
/// The section of the service, of which only the signature version counts.
pub(super) const SERVICE_SECTION: Row = row(&[], Some("amplifybackend"));

/// Settings of the original that this program does not use; the log lists them.
pub(super) const IGNORED: [Row; 5] = [
    row(&[], Some("cli_history")),
    row(&[], Some("tcp_keepalive")),
    row(&["AWS_SDK_UA_APP_ID"], Some("user_agent_appid")),
    row(
        &["AWS_DISABLE_REQUEST_COMPRESSION"],
        Some("disable_request_compression"),
    ),
    row(
        &["AWS_SIGV4A_SIGNING_REGION_SET"],
        Some("sigv4a_signing_region_set"),
    ),
];

/// The origin of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The option with this name.
    Flag(&'static str),
    /// The environment variable with this name.
    Variable(&'static str),
    /// The selected profile.
    Profile,
    /// The instance metadata service.
    Instance,
    /// The value is not set: the default applies.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Origin::Flag(name) | Origin::Variable(name) => name,
            Origin::Profile => "profile",
            Origin::Instance => "instance metadata",
            Origin::Default => "default",
        })
    }
}

/// A value before conversion. The conversions are Python's, including the messages for a nested
/// section where a single value is required.
#[derive(Clone, Copy)]
pub(super) enum Raw<'a> {
    /// The value of an option, a variable, or an option in a profile.
    Text(&'a str),
    /// A nested section of a profile.
    Nested(&'a IndexMap<String, String>),
}

impl<'a> Raw<'a> {
    /// The text; `None` for a nested section.
    pub(super) fn text(self) -> Option<&'a str> {
        match self {
            Raw::Text(text) => Some(text),
            Raw::Nested(_) => None,
        }
    }

    /// The value as Python's `str(value)`.
    pub(super) fn shown(self) -> Cow<'a, str> {
        match self {
            Raw::Text(text) => text.into(),
            Raw::Nested(block) => {
                let entries = block
                    .iter()
                    .map(|(key, value)| (key.clone(), value.as_str().into()));
                str_of(&Value::Dict(entries.collect::<Dict>())).into()
            }
        }
    }

    /// The value as Python's `value.lower()`.
    pub(super) fn lower(self) -> Result<String, SettingsError> {
        match self {
            Raw::Text(text) => Ok(text.to_lowercase()),
            Raw::Nested(_) => Err(SettingsError::WrongType(
                "'dict' object has no attribute 'lower'",
            )),
        }
    }

    /// The text, where the original uses the value as a key of a dictionary or a cache.
    pub(super) fn hashable(self) -> Result<&'a str, SettingsError> {
        self.text()
            .ok_or(SettingsError::WrongType("unhashable type: 'dict'"))
    }

    /// The value as botocore's `ensure_boolean`: `true` in any case; a nested section is false.
    pub(super) fn boolean(self) -> bool {
        self.text().is_some_and(boolean)
    }

    /// The value as Python's `int(value)`.
    pub(super) fn integer(self) -> Result<BigInt, SettingsError> {
        match self {
            Raw::Text(text) => parse_int(text).map_err(SettingsError::NotAnInteger),
            Raw::Nested(_) => Err(SettingsError::WrongType(
                "int() argument must be a string, a bytes-like object or a real number, not 'dict'",
            )),
        }
    }
}

/// Whether the text is `true` in any case (`botocore/utils.py, ensure_boolean`).
pub(super) fn boolean(text: &str) -> bool {
    text.to_lowercase() == "true"
}

/// The sources in which settings are looked up.
pub(super) struct Chain<'a> {
    dialect: Dialect,
    environment: &'a Environment,
    options: &'a GlobalOptions,
    /// The selected profile.
    profile: Option<&'a str>,
    section: Option<&'a Section>,
}

impl<'a> Chain<'a> {
    /// The sources, with the profile that the options or the environment select.
    pub(super) fn new(
        dialect: Dialect,
        environment: &'a Environment,
        options: &'a GlobalOptions,
        profiles: &'a Profiles,
    ) -> Chain<'a> {
        let mut chain = Chain {
            dialect,
            environment,
            options,
            profile: None,
            section: None,
        };
        let profile = chain.find(&PROFILE);
        chain.profile = profile.and_then(|(name, _)| name.text());
        chain.section = profiles.merged.get(chain.profile.unwrap_or("default"));
        chain
    }

    /// Checks that the selected profile exists.
    pub(super) fn require_profile(&self) -> Result<(), SettingsError> {
        match (self.profile, self.section) {
            (Some(profile), None) => Err(SettingsError::ProfileNotFound {
                profile: profile.to_owned(),
                variable: match self.find(&PROFILE) {
                    Some((_, Origin::Variable(name))) => Some(name),
                    _ => None,
                },
            }),
            _ => Ok(()),
        }
    }

    /// The value of a setting, even if empty, and its origin.
    pub(super) fn find(&self, row: &Row) -> Option<(Raw<'a>, Origin)> {
        if !row.dialects.contains(self.dialect) {
            return None;
        }
        if let Some((name, value)) = row.flag
            && let Some(text) = value(self.options)
        {
            return Some((Raw::Text(text), Origin::Flag(name)));
        }
        for name in row.variables(self.dialect) {
            if let Some(text) = self.environment.get(name) {
                return Some((Raw::Text(text), Origin::Variable(name)));
            }
        }
        let raw = match self.section?.get(row.key?)? {
            Setting::Text(text) => Raw::Text(text),
            Setting::Nested(block) => Raw::Nested(block),
        };
        Some((raw, Origin::Profile))
    }
}

impl Settings {
    /// The sources in which settings are looked up.
    pub(super) fn chain(&self) -> Chain<'_> {
        Chain {
            dialect: self.dialect,
            environment: &self.environment,
            options: &self.options,
            profile: self.profile.as_deref(),
            section: self.profile_section(),
        }
    }

    /// The value of a setting, even if empty, and its origin.
    pub(super) fn find(&self, row: &Row) -> Option<(Raw<'_>, Origin)> {
        self.chain().find(row)
    }

    /// The value of a setting, even if empty.
    pub(super) fn value(&self, row: &Row) -> Option<Raw<'_>> {
        self.find(row).map(|(value, _)| value)
    }

    /// The origin of a setting.
    pub(super) fn origin(&self, row: &Row) -> Origin {
        self.find(row).map_or(Origin::Default, |(_, origin)| origin)
    }
}
