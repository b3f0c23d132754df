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
use crate::error::settings::SettingsError;
use crate::log::Logger;
use crate::python::environ::Environment;
use config_chain::ConfigChain;
pub use urls::{check_brackets, has_scheme};

/// The names of the profiles in both files; none where a file does not parse.
pub fn profile_names(environment: &Environment) -> Vec<String> {
    let profiles = files::load(environment).unwrap_or_default();
    profiles.merged.into_keys().collect()
}

/// What a run has been told, apart from the operation's own parameters.
#[derive(Debug)]
pub struct Settings {
    environment: Environment,
    options: GlobalOptions,
    profiles: Profiles,
    /// The profile in use, when one is named.
    profile: Option<String>,
    metadata: sources::Metadata,
    logger: Logger,
}

impl Settings {
    /// Reads the profile files and checks what the original checks before it looks at the
    /// operation's own arguments, even for `help`.
    ///
    /// # Errors
    /// A profile file that does not parse, an unknown `cli_timestamp_format`, settings of the
    /// instance metadata service that make no sense. A profile that is missing is not one of
    /// them: see [`Settings::require_profile`].
    pub fn load(
        environment: &Environment,
        options: &GlobalOptions,
        logger: &Logger,
    ) -> Result<Settings, SettingsError> {
        let profiles = files::load(environment)?;
        let profile = options
            .profile
            .as_deref()
            .filter(|name| !name.is_empty())
            .or_else(|| environment.get("AWS_DEFAULT_PROFILE"))
            .or_else(|| environment.get("AWS_PROFILE"))
            .map(str::to_owned);
        let mut settings = Settings {
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
