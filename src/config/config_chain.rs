//! One value from the environment or the profile, and its conversion
//! (`botocore/configprovider.py, ChainProvider`).

use crate::config::profiles::{Section, Setting};
use crate::error::settings::SettingsError;
use crate::python::environ::Environment;
use crate::python::int_parse::parse_int;
use num_bigint::BigInt;

/// The two places below the options.
#[derive(Clone, Copy)]
pub struct ConfigChain<'a> {
    pub environment: &'a Environment,
    /// The profile in use, when it exists.
    pub profile_section: Option<&'a Section>,
}

impl<'a> ConfigChain<'a> {
    /// The profile's value, whatever its kind.
    pub fn profile(&self, key: &str) -> Option<&'a Setting> {
        self.profile_section.and_then(|section| section.get(key))
    }

    /// The environment's value, also an empty one, else the profile's text.
    pub fn text(&self, variable: Option<&str>, key: &str) -> Option<&'a str> {
        variable
            .and_then(|name| self.environment.get(name))
            .or_else(|| self.profile_section.and_then(|section| section.text(key)))
    }

    /// As [`ConfigChain::text`]; `true` in any case is true, all else false.
    pub fn boolean(&self, variable: &str, key: &str) -> Option<bool> {
        self.text(Some(variable), key).map(boolean)
    }

    /// As [`ConfigChain::text`], by Python's `int()`.
    pub fn integer(&self, variable: &str, key: &str) -> Result<Option<BigInt>, SettingsError> {
        self.text(Some(variable), key)
            .map(|text| parse_int(text).map_err(SettingsError::NotAnInteger))
            .transpose()
    }
}

/// `botocore/utils.py, ensure_boolean`
pub fn boolean(text: &str) -> bool {
    text.to_lowercase() == "true"
}
