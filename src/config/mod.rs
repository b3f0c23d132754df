//! The settings of a run: options, environment and profile files, each value from the first
//! place that has it.
//!
//! The only reader of environment variables and profile files. What it finds leaves as plain
//! data: [`crate::config::transport`], [`crate::config::credential_sources`]. The original looks settings up when it
//! needs them, and so its errors come at different times; each method here says at which.

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

/// The profile files of the run.
///
/// # Errors
/// A file that does not parse.
pub fn profiles(environment: &Environment) -> Result<Profiles, SettingsError> {
    files::load(environment)
}

pub use files::stray_sections;

/// The names of the profiles in both files; none where a file does not parse.
pub fn profile_names(environment: &Environment) -> Vec<String> {
    let profiles = files::load(environment).unwrap_or_default();
    profiles.merged.into_keys().collect()
}

/// When version 2 prompts for parameters, as the profile that the environment names has it.
pub fn auto_prompt(environment: &Environment, profiles: &Profiles) -> Option<String> {
    let globals = GlobalOptions::default();
    let chain = Chain::new(Dialect::V2, environment, &globals, profiles);
    let found = chain.find(&table::AUTO_PROMPT);
    found.and_then(|(value, _)| value.text().map(str::to_owned))
}

/// The format in which version 2 previews output while it prompts: before it finds that there is no
/// terminal, it looks that format up (`awscli/autoprompt/output.py`, `OutputGetter`).
///
/// # Errors
/// The profile that should have it does not exist.
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

/// How version 2 frames errors. Before `globals` are parsed, as the profile that the environment
/// names has it; `legacy` where the profile does not exist, because the original swallows that
/// failure (`awscli/errorhandler.py`, `_display_structured_error`).
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

/// The encoding of output and errors, where the locale does not decide of it
/// (`awscli/compat.py`, `set_preferred_output_encoding`).
///
/// # Errors
/// A name of no codec.
pub fn output_codec(
    environment: &Environment,
    dialect: Dialect,
) -> Result<Option<Codec>, SettingsError> {
    let (globals, profiles) = (GlobalOptions::default(), Profiles::default());
    let chain = Chain::new(dialect, environment, &globals, &profiles);
    let text = |row| chain.find(row).and_then(|(value, _)| value.text());
    match text(&table::OUTPUT_ENCODING) {
        Some(name) => Codec::named(name).map(Some).map_err(|error| match error {
            LookupError::NotImplemented => SettingsError::Python(error.message(name)),
            _ => SettingsError::UnknownCodec(name.to_owned()),
        }),
        None if text(&table::PYTHON_UTF8) == Some("1") => Ok(Some(Codec::Utf8)),
        None => Ok(None),
    }
}

/// The version of the service's model.
const API_VERSION: &str = "2020-08-11";

/// The pager where none is chosen (`awscli/compat.py`, `default_pager`).
const DEFAULT_PAGER: &str = if cfg!(windows) { "more" } else { "less" };

/// The configuration of a run, apart from the operation's own parameters.
#[derive(Debug)]
pub struct Settings {
    dialect: Dialect,
    environment: Environment,
    options: GlobalOptions,
    profiles: Arc<Profiles>,
    /// The profile in use, when one is named.
    profile: Option<String>,
    metadata: sources::Metadata,
    /// The region that the instance metadata service named, once it was asked.
    instance_region: OnceCell<String>,
    logger: Logger,
}

impl Settings {
    /// Checks what the original checks before it looks at the operation's own arguments, even for
    /// `help`.
    ///
    /// # Errors
    /// An unknown `cli_timestamp_format`, settings of the instance metadata service that make no
    /// sense. A profile that is missing is not one of them: see [`Settings::require_profile`].
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

    /// Whether the named profile exists.
    ///
    /// The original checks it after the values of the command line are loaded, before
    /// `--cli-input-json` is merged and before a skeleton is printed.
    pub fn require_profile(&self) -> Result<(), SettingsError> {
        self.chain().require_profile()
    }

    /// The output's format; whether there is such a format is the output's to say, once there is
    /// an answer to show.
    pub fn output(&self) -> Cow<'_, str> {
        self.value(&table::OUTPUT).map_or("json".into(), Raw::shown)
    }

    /// The version of the original.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether the output's format can be looked up: version 2 has a table of formats.
    ///
    /// # Errors
    /// A block of the profile file in version 2.
    pub fn check_output(&self) -> Result<(), SettingsError> {
        match (self.value(&table::OUTPUT), self.dialect) {
            (Some(value), Dialect::V2) => value.hashable().map(drop),
            _ => Ok(()),
        }
    }

    /// The command line of the pager for the output, where the dialect has one; an empty one is
    /// none (`awscli/clidriver.py, _construct_cli_pager_chain`).
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

    /// The name of the encoding of `file://` files, where it is not the locale's.
    pub fn file_encoding(&self) -> Option<&str> {
        self.value(&table::FILE_ENCODING).and_then(Raw::text)
    }

    /// Whether `http://` and `https://` values are fetched: unless the profile says anything but
    /// `true` (`awscli/paramfile.py, register_uri_param_handler`).
    pub fn follow_urlparam(&self) -> bool {
        self.value(&table::FOLLOW_URLPARAM)
            .is_none_or(|value| value.text() == Some("true"))
    }

    /// Whether input is validated against the model: unless the profile says anything but `true`
    /// in any case.
    pub fn parameter_validation(&self) -> bool {
        self.value(&table::PARAMETER_VALIDATION)
            .is_none_or(Raw::boolean)
    }

    /// Whether requests are signed, and credentials needed.
    pub fn sign_requests(&self) -> bool {
        !self.options.no_sign_request
    }

    /// The instance metadata service, where it is the last place to look for the region.
    ///
    /// # Errors
    /// The profile, which comes before it, does not exist.
    pub fn region_source(
        &self,
    ) -> Result<Option<credential_sources::InstanceMetadata>, SettingsError> {
        if !self.dialect.asks_instance_for_region() || self.find_region().is_some() {
            return Ok(None);
        }
        self.require_profile()?;
        Ok(Some(self.instance_metadata()))
    }

    /// From now on the region is this one, of the instance metadata service.
    pub fn set_instance_region(&self, region: String) {
        // It is asked once.
        let _ = self.instance_region.set(region);
    }

    fn find_region(&self) -> Option<(Raw<'_>, Origin)> {
        let of_instance = || Some((Raw::Text(self.instance_region.get()?), Origin::Instance));
        self.find(&table::REGION).or_else(of_instance)
    }

    /// The region, not yet demanded.
    ///
    /// # Errors
    /// A region that cannot be part of a host name; the original checks it before it looks for
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

    /// Version 2 looks a format up in a table of two (`awscli/customizations/binaryformat.py`).
    fn check_binary_format(&self) -> Result<(), SettingsError> {
        match self.value(&table::BINARY_FORMAT) {
            None | Some(Raw::Text("base64" | "raw-in-base64-out")) => Ok(()),
            Some(other) => Err(SettingsError::Python(repr_str(&other.shown()))),
        }
    }

    /// The original loads the model of the version that the profile names, and has this one alone
    /// (`botocore/session.py, Session.create_client`; `botocore/loaders.py`).
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

    /// The logger of `--debug`.
    pub fn logger(&self) -> &Logger {
        &self.logger
    }

    /// The profile's own values.
    fn profile_section(&self) -> Option<&Section> {
        let name = self.profile.as_deref().unwrap_or("default");
        self.profiles.merged.get(name)
    }
}

#[cfg(test)]
mod tests;
