//! The settings of a run: options, environment and profile files, each value from the first
//! place that has it.
//!
//! The only reader of environment variables and profile files. What it finds leaves as plain
//! data: [`crate::config::transport`], [`crate::config::credential_sources`]. The original looks settings up when it
//! needs them, and so its errors come at different times; each method here says at which.

pub mod aliases;
mod client;
mod config_chain;
pub mod credential_sources;
pub mod endpoint;
mod endpoints;
mod files;
pub mod globals;
mod log;
pub mod profiles;
mod sources;
pub mod transport;
mod urls;

use crate::config::globals::GlobalOptions;
use crate::config::profiles::{Profiles, Section, Setting};
use crate::dialect::Dialect;
use crate::error::settings::SettingsError;
use crate::log::Logger;
use crate::python::environ::Environment;
use config_chain::ConfigChain;

/// The profile files of the run.
///
/// # Errors
/// A file that does not parse.
pub fn profiles(environment: &Environment) -> Result<Profiles, SettingsError> {
    files::load(environment)
}

/// The names of the profiles in both files; none where a file does not parse.
pub fn profile_names(environment: &Environment) -> Vec<String> {
    let profiles = files::load(environment).unwrap_or_default();
    profiles.merged.into_keys().collect()
}

/// The profile in use, when one is named.
fn profile_name<'a>(
    globals: Option<&'a GlobalOptions>,
    environment: &'a Environment,
    dialect: Dialect,
) -> Option<&'a str> {
    let flag = globals.and_then(|globals| globals.profile.as_deref());
    let variables = match dialect {
        Dialect::V1 => ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"],
        Dialect::V2 => ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
    };
    let mut variables = variables.into_iter();
    flag.filter(|name| !name.is_empty())
        .or_else(|| variables.find_map(|name| environment.get(name)))
}

/// A setting that version 2 looks up outside of a run's [`Settings`]: the variable, else the key
/// of the profile. `None` also where the profile does not exist.
pub fn early_setting(
    globals: Option<&GlobalOptions>,
    environment: &Environment,
    profiles: &Profiles,
    (variable, key): (&str, &str),
) -> Option<String> {
    if let Some(value) = environment.get(variable) {
        return Some(value.to_owned());
    }
    let profile = profile_name(globals, environment, Dialect::V2).unwrap_or("default");
    let section = profiles.merged.get(profile)?;
    section.text(key).map(str::to_owned)
}

/// How version 2 frames errors, before `--cli-error-format` is known or where it is not given;
/// `legacy` where the profile does not exist, because the original swallows that failure
/// (`awscli/errorhandler.py`, `_display_structured_error`).
pub fn error_format(
    globals: Option<&GlobalOptions>,
    environment: &Environment,
    profiles: &Profiles,
) -> String {
    if let Some(format) = globals.and_then(|globals| globals.error_format.clone()) {
        return format;
    }
    let variable = "AWS_CLI_ERROR_FORMAT";
    let key = "cli_error_format";
    let found = early_setting(globals, environment, profiles, (variable, key));
    let profile = profile_name(globals, environment, Dialect::V2);
    match (found, profile) {
        (Some(format), _) => format,
        (None, Some(name)) if !profiles.merged.contains_key(name) => "legacy".to_owned(),
        (None, _) => "enhanced".to_owned(),
    }
}

/// What a run has been told, apart from the operation's own parameters.
#[derive(Debug)]
pub struct Settings {
    dialect: Dialect,
    environment: Environment,
    options: GlobalOptions,
    profiles: Profiles,
    /// The profile in use, when one is named.
    profile: Option<String>,
    metadata: sources::Metadata,
    logger: Logger,
}

impl Settings {
    /// Checks what the original checks before it looks at the operation's own arguments, even for
    /// `help`.
    ///
    /// # Errors
    /// An unknown `cli_timestamp_format`, settings of the instance metadata service that make no
    /// sense. A profile that is missing is not one of
    /// them: see [`Settings::require_profile`].
    pub fn load(
        environment: &Environment,
        options: &GlobalOptions,
        dialect: Dialect,
        profiles: Profiles,
        logger: &Logger,
    ) -> Result<Settings, SettingsError> {
        let profile = profile_name(Some(options), environment, dialect).map(str::to_owned);
        let mut settings = Settings {
            dialect,
            environment: environment.clone(),
            options: options.clone(),
            profiles,
            profile,
            metadata: sources::Metadata::default(),
            logger: logger.clone(),
        };
        settings.log_profile();
        settings.check_timestamp_format()?;
        settings.metadata =
            sources::Metadata::read(&settings.variables(), settings.require_profile().is_ok())?;
        Ok(settings)
    }

    /// Whether the named profile exists.
    ///
    /// The original finds out after the values of the command line are loaded, before
    /// `--cli-input-json` is merged and before a skeleton is printed.
    pub fn require_profile(&self) -> Result<(), SettingsError> {
        match &self.profile {
            Some(profile) if !self.profiles.merged.contains_key(profile) => {
                Err(SettingsError::ProfileNotFound {
                    profile: profile.clone(),
                })
            }
            _ => Ok(()),
        }
    }

    /// `--output`, `AWS_DEFAULT_OUTPUT`, the profile, `json`; whether there is such a format is
    /// the output's to say, once there is an answer to show.
    pub fn output(&self) -> &str {
        match self.options.output.as_deref() {
            Some(output) => output,
            None => self
                .variables()
                .text(Some("AWS_DEFAULT_OUTPUT"), "output")
                .unwrap_or("json"),
        }
    }

    /// Whether `http://` and `https://` values are fetched: unless the profile's
    /// `cli_follow_urlparam` is anything but `true` (`awscli/paramfile.py,
    /// register_uri_param_handler`).
    pub fn follow_urlparam(&self) -> bool {
        match self.variables().profile("cli_follow_urlparam") {
            Some(Setting::Text(text)) => text == "true",
            Some(Setting::Nested(_)) => false,
            None => true,
        }
    }

    /// Whether input is validated against the model: unless the profile's `parameter_validation`
    /// is anything but `true` in any case.
    pub fn parameter_validation(&self) -> bool {
        match self.variables().profile("parameter_validation") {
            Some(Setting::Text(text)) => config_chain::boolean(text),
            Some(Setting::Nested(_)) => false,
            None => true,
        }
    }

    /// Whether requests are signed, and credentials needed.
    pub fn sign_requests(&self) -> bool {
        !self.options.no_sign_request
    }

    /// The region, not yet demanded: `--region`, `AWS_DEFAULT_REGION`, the profile.
    ///
    /// # Errors
    /// A region that cannot be part of a host name; the original checks it before it looks for
    /// credentials.
    pub fn region(&self) -> Result<Option<&str>, SettingsError> {
        let region = match self.region_setting() {
            Some(Setting::Nested(_)) => {
                return Err(SettingsError::WrongType(
                    "expected string or bytes-like object, got 'dict'",
                ));
            }
            _ => self.region_text(),
        };
        match region {
            Some(region) if !crate::config::credential_sources::is_valid_region(region) => {
                Err(SettingsError::InvalidRegion(region.to_owned()))
            }
            region => Ok(region),
        }
    }

    fn region_setting(&self) -> Option<&Setting> {
        match self.region_override() {
            Some(_) => None,
            None => self.variables().profile("region"),
        }
    }

    fn region_text(&self) -> Option<&str> {
        self.region_override().or_else(|| {
            self.profile_section()
                .and_then(|section| section.text("region"))
        })
    }

    fn region_override(&self) -> Option<&str> {
        self.options
            .region
            .as_deref()
            .or_else(|| self.environment.get("AWS_DEFAULT_REGION"))
    }

    fn check_timestamp_format(&self) -> Result<(), SettingsError> {
        match self.variables().profile("cli_timestamp_format") {
            None => Ok(()),
            Some(Setting::Text(format))
                if matches!(format.as_str(), "none" | "wire" | "iso8601") =>
            {
                Ok(())
            }
            Some(Setting::Text(format)) => {
                Err(SettingsError::UnknownTimestampFormat(format.clone()))
            }
            Some(Setting::Nested(_)) => Err(SettingsError::UnknownTimestampFormat(String::new())),
        }
    }

    /// Who is told what happens (`--debug`).
    pub fn logger(&self) -> &Logger {
        &self.logger
    }

    /// The profile's own values.
    fn profile_section(&self) -> Option<&Section> {
        let name = self.profile.as_deref().unwrap_or("default");
        self.profiles.merged.get(name)
    }

    fn variables(&self) -> ConfigChain<'_> {
        ConfigChain {
            environment: &self.environment,
            profile_section: self.profile_section(),
        }
    }
}

#[cfg(test)]
mod tests;
