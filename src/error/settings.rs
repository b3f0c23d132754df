//! Errors of the settings, with the original's messages (`botocore/exceptions.py`).

use super::Class;
use crate::dialect::{Dialect, In};
use crate::python::configparser::Malformed;
use crate::python::repr::repr_str;
use std::fmt;

/// An invalid setting, which ends the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsError {
    /// A profile file that Python's configparser cannot parse.
    UnparsableFile {
        /// The file, with `~` and variables expanded.
        path: String,
        /// The line and its error, which are not part of the message.
        reason: Malformed,
    },
    /// A profile, selected by its name, that neither file defines.
    ProfileNotFound {
        /// The name of the profile.
        profile: String,
        /// The environment variable that selects it; `None` if it was selected on the command line.
        variable: Option<&'static str>,
    },
    /// A value that is no integer; the message is Python's.
    NotAnInteger(String),
    /// A nested section where a single value is required; the message is Python's.
    WrongType(&'static str),
    /// An invalid `cli_timestamp_format`.
    UnknownTimestampFormat(String),
    /// An unknown codec in `AWS_CLI_OUTPUT_ENCODING`.
    UnknownCodec(String),
    /// No region is configured.
    NoRegion,
    /// A region that is not valid in a host name.
    InvalidRegion(String),
    /// An invalid `ec2_metadata_service_endpoint_mode`.
    InvalidMetadataMode(String),
    /// An invalid `ec2_metadata_service_endpoint`.
    InvalidMetadataEndpoint(String),
    /// The `sso_session` of the profile has no section.
    MissingSsoSession {
        /// The name of the profile.
        profile: String,
        /// The name of the SSO session.
        session: String,
    },
    /// The SSO session of the profile lacks required options.
    IncompleteSsoSession {
        /// The name of the profile.
        profile: String,
        /// The missing options.
        missing: Vec<&'static str>,
    },
    /// An invalid `defaults_mode`.
    InvalidDefaultsMode(String),
    /// The `services` section, of this name, to which the profile refers does not exist.
    MissingServices(String),
    /// Dual-stack endpoints are required but the partition has none; the variants, as Python shows
    /// them.
    NoSuchVariant(&'static str),
    /// An invalid `max_attempts`.
    InvalidMaxAttempts(String),
    /// An invalid `retry_mode`.
    InvalidRetryMode(String),
    /// An invalid `request_min_compression_size_bytes`.
    InvalidCompressionSize {
        /// The value as written.
        value: String,
        /// The Python type of a value that is no number; `None` for a number out of range.
        received: Option<&'static str>,
    },
    /// An invalid `request_checksum_calculation` or `response_checksum_validation`.
    InvalidChecksumSetting {
        /// The name of the setting.
        name: &'static str,
        /// The value, in lower case.
        value: String,
    },
    /// An invalid `account_id_endpoint_mode`.
    InvalidAccountIdMode(String),
    /// An invalid `s3_disable_express_session_auth`, which the original checks for every service.
    InvalidExpressAuth(String),
    /// A nested section where `auth_scheme_preference` requires text; its `repr`.
    AuthSchemesNoText(String),
    /// An API version without a service model; the path of the model.
    NoModel(String),
    /// An invalid `addressing_style` of `s3`, which the original checks for every service.
    InvalidAddressingStyle(String),
    /// An invalid `sts_regional_endpoints`.
    InvalidStsEndpoints(String),
    /// An invalid `us_east_1_regional_endpoint` of `s3`, which the original checks for every
    /// service.
    InvalidS3Endpoint(String),
    /// An endpoint URL without a valid host.
    InvalidEndpoint(String),
    /// A CA bundle whose path is empty or white space, from any source.
    BlankCaBundle,
    /// A value that is not a valid number or address; the message is Python's.
    Python(String),
    /// An endpoint whose port is not a number.
    InvalidPort(String),
    /// A port above 65535.
    PortOutOfRange,
    /// A negative timeout.
    NegativeTimeout {
        /// `connect` or `read`
        kind: &'static str,
        /// The timeout, in seconds.
        value: String,
    },
}

impl SettingsError {
    pub(super) fn class(&self) -> Class {
        match self {
            SettingsError::NoRegion => Class::NoRegion,
            SettingsError::UnknownTimestampFormat(_) => Class::Configuration,
            _ => Class::General,
        }
    }

    /// Whether the message is written to stderr without an empty line before it
    /// (`awscli/clidriver.py, CLIDriver._show_error`).
    pub fn omits_leading_newline(&self) -> bool {
        matches!(self, SettingsError::NoRegion)
    }
}

impl std::error::Error for SettingsError {}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        In(self, Dialect::V1).fmt(f)
    }
}

impl fmt::Display for In<'_, SettingsError> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use SettingsError as Error;
        match self.0 {
            Error::UnparsableFile { path, .. } => write!(f, "Unable to parse config file: {path}"),
            Error::ProfileNotFound { profile, .. } => {
                write!(f, "The config profile ({profile}) could not be found")
            }
            Error::NotAnInteger(message) => f.write_str(message),
            Error::WrongType(message) => f.write_str(message),
            Error::UnknownTimestampFormat(value) => {
                let none = match self.1 {
                    Dialect::V1 => "\"none\", ",
                    Dialect::V2 => "",
                };
                write!(
                    f,
                    "Unknown cli_timestamp_format value: {value}, valid values are \
                     {none}\"wire\" or \"iso8601\""
                )
            }
            Error::UnknownCodec(name) => {
                write!(
                    f,
                    "Unknown codec `{name}` specified for AWS_CLI_OUTPUT_ENCODING."
                )
            }
            Error::NoRegion => f.write_str(
                "You must specify a region. You can also configure your region by running \
                 \"aws configure\".",
            ),
            Error::InvalidRegion(region) => write!(
                f,
                "Provided region_name '{region}' doesn't match a supported format."
            ),
            Error::InvalidMetadataMode(mode) => write!(
                f,
                "Invalid EC2 Instance Metadata endpoint mode: {mode} Valid endpoint modes \
                 (case-insensitive): ('ipv4', 'ipv6')."
            ),
            Error::InvalidMetadataEndpoint(endpoint) => write!(
                f,
                "Invalid endpoint EC2 Instance Metadata endpoint: {endpoint}"
            ),
            Error::MissingSsoSession { profile, session } => write!(
                f,
                "The profile \"{profile}\" is configured to use the SSO token provider but the \
                 \"{session}\" sso_session configuration does not exist."
            ),
            Error::IncompleteSsoSession { profile, missing } => write!(
                f,
                "The profile \"{profile}\" is configured to use the SSO token provider but is \
                 missing the following configuration: ['{}'].",
                missing.join("', '")
            ),
            Error::InvalidDefaultsMode(mode) => write!(
                f,
                "Client configured with invalid defaults mode: {mode}. Valid defaults modes \
                 include: legacy, auto, standard, in-region, cross-region, mobile."
            ),
            Error::MissingServices(name) => write!(
                f,
                "The profile is configured to use the services section but the \"{name}\" \
                 services configuration does not exist."
            ),
            Error::NoSuchVariant(tags) => write!(
                f,
                "Unable to construct a modeled endpoint with the following variant(s) {tags}: "
            ),
            Error::InvalidMaxAttempts(value) => {
                let one = match self.1 {
                    Dialect::V1 => "1",
                    Dialect::V2 => "one",
                };
                write!(
                    f,
                    "Value provided to \"max_attempts\": {value} must be an integer greater than \
                     or equal to {one}."
                )
            }
            Error::InvalidRetryMode(mode) => {
                let modes = match self.1 {
                    Dialect::V1 => "('legacy', 'standard', 'adaptive')",
                    Dialect::V2 => "\"standard\" or \"adaptive\"",
                };
                write!(
                    f,
                    "Invalid value provided to \"mode\": \"{mode}\" must be one of: {modes}"
                )
            }
            Error::InvalidCompressionSize { value, received } => {
                write!(
                    f,
                    "Invalid value \"{value}\" for request_min_compression_size_bytes. "
                )?;
                match received {
                    None => f.write_str("Value must be between 1 and 1048576."),
                    Some(class) => write!(
                        f,
                        "Value must be an integer. Received <class '{class}'> instead."
                    ),
                }
            }
            Error::InvalidChecksumSetting { name, value } => write!(
                f,
                "Unsupported configuration value for {name}. Expected one of \
                 ('when_supported', 'when_required') but got {value}."
            ),
            Error::InvalidAccountIdMode(mode) => write!(
                f,
                "The configured value '{mode}' for 'account_id_endpoint_mode' is invalid. Valid \
                 values are: ('preferred', 'disabled', 'required')."
            ),
            Error::InvalidExpressAuth(value) => write!(
                f,
                "Invalid value \"{value}\" for s3_disable_express_session_auth. Value must be a \
                 boolean"
            ),
            Error::AuthSchemesNoText(value) => write!(
                f,
                "auth_scheme_preference must be a comma-delimited string. Received <class \
                 'dict'> instead: {value}."
            ),
            Error::NoModel(path) => write!(f, "Unable to load data for: {path}"),
            Error::InvalidAddressingStyle(value) => write!(
                f,
                "S3 addressing style {value} is invalid. Valid options are: 'auto', 'virtual', \
                 and 'path'"
            ),
            Error::InvalidStsEndpoints(value) => write!(
                f,
                "STS regional endpoints option {value} is invalid. Valid options are: \
                 \"legacy\", \"regional\""
            ),
            Error::InvalidS3Endpoint(value) => write!(
                f,
                "S3 us-east-1 regional endpoint option {value} is invalid. Valid options are: \
                 \"legacy\", \"regional\""
            ),
            Error::InvalidEndpoint(url) => write!(f, "Invalid endpoint: {url}"),
            Error::BlankCaBundle => f.write_str(
                "Invalid CA bundle: the configured value (ca_bundle, AWS_CA_BUNDLE, \
                 REQUESTS_CA_BUNDLE, or verify) resolved to an empty or whitespace-only string. \
                 Provide a valid path to a CA bundle file.",
            ),
            Error::Python(text) => f.write_str(text),
            Error::InvalidPort(port) => {
                let port = repr_str(port);
                write!(f, "Port could not be cast to integer value as {port}")
            }
            Error::PortOutOfRange => f.write_str("Port out of range 0-65535"),
            Error::NegativeTimeout { kind, value } => write!(
                f,
                "Attempted to set {kind} timeout to {value}, but the timeout cannot be set to a \
                 value less than or equal to 0."
            ),
        }
    }
}
