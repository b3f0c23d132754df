//! The settings of a run, from options, environment variables and profile files, in this order of
//! precedence.
//!
//! Only this module reads environment variables and profile files. Its results are plain data:
//! [`crate::config::transport`], [`crate::config::credential_sources`]. The original looks settings
//! up when it needs them, so its errors occur at different times; the methods here say when.

pub mod aliases;
mod client;
pub mod credential_sources;
pub mod endpoint;
mod endpoints;
mod files;
pub mod globals;
mod log;
pub mod profiles;
mod sources;
mod table;
pub mod transport;
mod unused;
mod urls;

use crate::config::globals::GlobalOptions;
use crate::config::profiles::{Profiles, Section};
use crate::dialect::Dialect;
use crate::error::settings::SettingsError;
use crate::log::Logger;
use crate::python::codec::{Codec, LookupError};
use crate::python::environ::Environment;
use crate::python::repr::repr_str;
use endpoint::Service;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;
use table::{Chain, Origin, Raw};

/// Loads the profile files.
///
/// # Errors
/// A file that cannot be parsed.
pub fn profiles(environment: &Environment) -> Result<Profiles, SettingsError> {
    files::load(environment)
}

pub use files::stray_sections;
pub use urls::check_port;

/// The names of the profiles in both files; empty if a file cannot be parsed.
pub fn profile_names(environment: &Environment) -> Vec<String> {
    let profiles = files::load(environment).unwrap_or_default();
    profiles.merged.into_keys().collect()
}

/// Version 2's setting `cli_auto_prompt`, from the environment or the profile that the environment
/// selects, in lower case.
///
/// # Errors
/// A nested section.
pub fn auto_prompt(
    environment: &Environment,
    profiles: &Profiles,
) -> Result<Option<String>, SettingsError> {
    let globals = GlobalOptions::default();
    let chain = Chain::new(Dialect::V2, environment, &globals, profiles);
    let found = chain.find(&table::AUTO_PROMPT);
    found.map(|(value, _)| value.lower()).transpose()
}

/// Checks the profile as version 2's prompt does: it reads the output format before it looks for a
/// terminal (`awscli/autoprompt/output.py`, `OutputGetter`).
///
/// # Errors
/// The selected profile does not exist, and the environment has no output format.
pub fn check_prompt(
    profile: Option<String>,
    environment: &Environment,
    profiles: &Profiles,
) -> Result<(), SettingsError> {
    let globals = GlobalOptions {
        profile,
        ..GlobalOptions::default()
    };
    let chain = Chain::new(Dialect::V2, environment, &globals, profiles);
    match chain.find(&table::OUTPUT) {
        Some(_) => Ok(()),
        None => chain.require_profile(),
    }
}

/// The format of version 2's error messages. Before the options are parsed, `globals` is empty and
/// the environment selects the profile. The format is `legacy` if the profile does not exist,
/// because the original ignores that error here (`awscli/errorhandler.py`,
/// `_display_structured_error`).
pub fn error_format(
    globals: &GlobalOptions,
    environment: &Environment,
    profiles: &Profiles,
) -> String {
    let chain = Chain::new(Dialect::V2, environment, globals, profiles);
    match chain.find(&table::ERROR_FORMAT) {
        Some((value, _)) => value.text().unwrap_or_default().to_owned(),
        None if chain.require_profile().is_err() => "legacy".to_owned(),
        None => "enhanced".to_owned(),
    }
}

/// The encoding of output and errors; `None` for the encoding of the locale (`awscli/compat.py`,
/// `set_preferred_output_encoding`).
///
/// # Errors
/// An unknown codec.
pub fn output_codec(
    environment: &Environment,
    dialect: Dialect,
) -> Result<Option<Codec>, SettingsError> {
    let (globals, profiles) = (GlobalOptions::default(), Profiles::default());
    let chain = Chain::new(dialect, environment, &globals, &profiles);
    let text = |row| chain.find(row).and_then(|(value, _)| value.text());
    match text(&table::OUTPUT_ENCODING) {
        Some(name) => Codec::named(name).map(Some).map_err(|error| match error {
            LookupError::NotImplemented => SettingsError::Python(error.message(name, "open")),
            _ => SettingsError::UnknownCodec(name.to_owned()),
        }),
        None if text(&table::PYTHON_UTF8) == Some("1") => Ok(Some(Codec::Utf8)),
        None => Ok(None),
    }
}

/// The API version of the service model.
const API_VERSION: &str = "2020-08-11";

/// The pager if none is configured (`awscli/compat.py`, `default_pager`).
const DEFAULT_PAGER: &str = if cfg!(windows) { "more" } else { "less" };

/// The settings of a run, without the parameters of the operation.
#[derive(Debug)]
pub struct Settings {
    dialect: Dialect,
    environment: Environment,
    options: GlobalOptions,
    profiles: Arc<Profiles>,
    /// The name of the selected profile; `None` if no profile is selected.
    profile: Option<String>,
    metadata: sources::Metadata,
    /// The region that the instance metadata service returned; set after the request.
    instance_region: OnceCell<String>,
    logger: Logger,
}

impl Settings {
    /// Loads the settings and checks those that the original checks before it parses the command,
    /// even for `help`.
    ///
    /// # Errors
    /// An invalid `cli_timestamp_format`, `cli_binary_format` or API version, or invalid settings
    /// of the instance metadata service. [`Settings::require_profile`] detects a missing profile
    /// later.
    pub fn load(
        environment: &Environment,
        options: &GlobalOptions,
        dialect: Dialect,
        profiles: Arc<Profiles>,
        logger: &Logger,
    ) -> Result<Settings, SettingsError> {
        let mut settings = Settings {
            dialect,
            environment: environment.clone(),
            options: options.clone(),
            profiles,
            profile: None,
            metadata: sources::Metadata::default(),
            instance_region: OnceCell::new(),
            logger: logger.clone(),
        };
        settings.profile = settings
            .value(&table::PROFILE)
            .and_then(Raw::text)
            .map(str::to_owned);
        settings.log_profile();
        settings.check_timestamp_format()?;
        settings.check_binary_format()?;
        settings.metadata = settings.read_metadata()?;
        settings.check_api_version()?;
        Ok(settings)
    }

    /// Checks that the selected profile exists.
    ///
    /// The original does so after it has loaded the values of the command line, before it merges
    /// `--cli-input-json` and before it prints a skeleton.
    pub fn require_profile(&self) -> Result<(), SettingsError> {
        self.chain().require_profile()
    }

    /// The output format. It may be unknown: the original checks it only when it formats the
    /// response.
    pub fn output(&self) -> Cow<'_, str> {
        self.value(&table::OUTPUT).map_or("json".into(), Raw::shown)
    }

    /// The dialect of the run.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Checks that the output format can be a key of a dictionary, which version 2 has for its
    /// formats.
    ///
    /// # Errors
    /// A nested section in version 2.
    pub fn check_output(&self) -> Result<(), SettingsError> {
        match (self.value(&table::OUTPUT), self.dialect) {
            (Some(value), Dialect::V2) => value.hashable().map(drop),
            _ => Ok(()),
        }
    }

    /// The command line of the pager; `None` in version 1, with `--no-cli-pager`, or if it is empty
    /// (`awscli/clidriver.py, _construct_cli_pager_chain`).
    pub fn pager(&self) -> Option<Cow<'_, str>> {
        if self.dialect == Dialect::V1 || self.options.no_pager {
            return None;
        }
        let chosen = self
            .value(&table::PAGER)
            .or_else(|| self.value(&table::PAGER_VARIABLE));
        let pager = chosen.map_or_else(|| DEFAULT_PAGER.into(), Raw::shown);
        Some(pager).filter(|pager| !pager.is_empty())
    }

    /// The name of the encoding of `file://` files; `None` for the encoding of the locale.
    pub fn file_encoding(&self) -> Option<&str> {
        self.value(&table::FILE_ENCODING).and_then(Raw::text)
    }

    /// Whether `http://` and `https://` values are fetched: `cli_follow_urlparam` is not set or
    /// `true` (`awscli/paramfile.py, register_uri_param_handler`).
    pub fn follow_urlparam(&self) -> bool {
        self.value(&table::FOLLOW_URLPARAM)
            .is_none_or(|value| value.text() == Some("true"))
    }

    /// Whether parameters are validated against the model: `parameter_validation` is not set, or
    /// `true` in any case.
    pub fn parameter_validation(&self) -> bool {
        self.value(&table::PARAMETER_VALIDATION)
            .is_none_or(Raw::boolean)
    }

    /// Whether requests are signed, which requires credentials.
    pub fn sign_requests(&self) -> bool {
        !self.options.no_sign_request
    }

    /// The instance metadata service, if the region must be requested from it; `None` if the region
    /// is set or the dialect does not use it.
    ///
    /// # Errors
    /// The selected profile does not exist.
    pub fn region_source(
        &self,
    ) -> Result<Option<credential_sources::InstanceMetadata>, SettingsError> {
        if !self.dialect.asks_instance_for_region() || self.find_region().is_some() {
            return Ok(None);
        }
        self.require_profile()?;
        Ok(Some(self.instance_metadata()))
    }

    /// Sets the region that the instance metadata service returned.
    pub fn set_instance_region(&self, region: String) {
        // The service is called only once, so the region cannot be set already.
        let _ = self.instance_region.set(region);
    }

    /// The region, also from the instance metadata service, and its origin.
    fn find_region(&self) -> Option<(Raw<'_>, Origin)> {
        let of_instance = || Some((Raw::Text(self.instance_region.get()?), Origin::Instance));
        self.find(&table::REGION).or_else(of_instance)
    }

    /// The region; `None` if no region is set, which is not an error yet.
    ///
    /// # Errors
    /// A region that is not valid in a host name. The original checks this before it loads
    /// credentials.
    pub fn region(&self) -> Result<Option<&str>, SettingsError> {
        match self.find_region().map(|(value, _)| value) {
            None => Ok(None),
            Some(Raw::Nested(_)) => Err(SettingsError::WrongType(
                "expected string or bytes-like object, got 'dict'",
            )),
            Some(Raw::Text(region)) if !credential_sources::is_valid_region(region) => {
                Err(SettingsError::InvalidRegion(region.to_owned()))
            }
            Some(Raw::Text(region)) => Ok(Some(region)),
        }
    }

    fn check_timestamp_format(&self) -> Result<(), SettingsError> {
        match self.value(&table::TIMESTAMP_FORMAT) {
            None | Some(Raw::Text("wire" | "iso8601")) => Ok(()),
            Some(Raw::Text("none")) if self.dialect == Dialect::V1 => Ok(()),
            Some(other) => Err(SettingsError::UnknownTimestampFormat(
                other.shown().into_owned(),
            )),
        }
    }

    /// Checks `cli_binary_format`. Version 2 looks it up in a dictionary of two formats
    /// (`awscli/customizations/binaryformat.py`).
    fn check_binary_format(&self) -> Result<(), SettingsError> {
        match self.value(&table::BINARY_FORMAT) {
            None | Some(Raw::Text("base64" | "raw-in-base64-out")) => Ok(()),
            Some(other) => Err(SettingsError::Python(repr_str(other.hashable()?))),
        }
    }

    /// Checks `api_versions`. The original loads the service model of this version, and has only
    /// one (`botocore/session.py, Session.create_client`; `botocore/loaders.py`).
    fn check_api_version(&self) -> Result<(), SettingsError> {
        let service = Service::AmplifyBackend.id();
        match self.value(&table::API_VERSIONS) {
            Some(Raw::Nested(versions)) => match versions.get(service).map(String::as_str) {
                None | Some(API_VERSION) => Ok(()),
                Some("") => Err(SettingsError::NoModel(format!("{service}/service-2"))),
                Some(version) => {
                    let path = format!("{service}/{version}/service-2");
                    Err(SettingsError::NoModel(path))
                }
            },
            _ => Ok(()),
        }
    }

    /// The logger for `--debug`.
    pub fn logger(&self) -> &Logger {
        &self.logger
    }

    /// The section of the selected profile, merged from both files.
    fn profile_section(&self) -> Option<&Section> {
        let name = self.profile.as_deref().unwrap_or("default");
        self.profiles.merged.get(name)
    }
}

#[cfg(test)]
mod tests;
