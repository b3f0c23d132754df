//! Checks of settings that have no effect on the operations, but which the original rejects if they
//! are invalid.

use super::Settings;
use super::table::{self, Raw, Row};
use crate::dialect::Dialect;
use crate::error::settings::SettingsError;
use num_bigint::BigInt;

impl Settings {
    /// Checks settings that have no effect on this operation but which the original rejects if they
    /// are invalid.
    pub(super) fn check_unused_settings(&self) -> Result<(), SettingsError> {
        if let Some(value) = self.value(&table::COMPRESSION_SIZE) {
            let size = value.integer();
            let in_range =
                |size: &BigInt| (BigInt::from(1)..=BigInt::from(1_048_576)).contains(size);
            if !size.as_ref().is_ok_and(in_range) {
                return Err(SettingsError::InvalidCompressionSize {
                    value: value.shown().into_owned(),
                    received: match value {
                        _ if size.is_ok() => None,
                        Raw::Text(_) => Some("str"),
                        Raw::Nested(_) => Some("dict"),
                    },
                });
            }
        }
        for row in [&table::REQUEST_CHECKSUM, &table::RESPONSE_CHECKSUM] {
            if let Some(value) = self.lower_or_shown(row)
                && !matches!(value.as_str(), "when_supported" | "when_required")
            {
                let name = row.key();
                return Err(SettingsError::InvalidChecksumSetting { name, value });
            }
        }
        if let Some(mode) = self.lower_or_shown(&table::ACCOUNT_ID_MODE)
            && !self.options.no_sign_request
            && !matches!(mode.as_str(), "preferred" | "disabled" | "required")
        {
            return Err(SettingsError::InvalidAccountIdMode(mode));
        }
        if let Some(value) = self.value(&table::EXPRESS_AUTH) {
            let lower = value.lower().unwrap_or_default();
            if !matches!(lower.as_str(), "true" | "false") {
                let value = value.shown().into_owned();
                return Err(SettingsError::InvalidExpressAuth(value));
            }
        }
        if let Some(value @ Raw::Nested(_)) = self.value(&table::AUTH_SCHEMES) {
            let value = value.shown().into_owned();
            return Err(SettingsError::AuthSchemesNoText(value));
        }
        if let Some(value) = self.value(&table::TCP_KEEPALIVE) {
            value.lower()?;
        }
        match self.value(&table::S3) {
            Some(Raw::Text("")) => {
                return Err(SettingsError::WrongType(
                    "'str' object has no attribute 'get'",
                ));
            }
            Some(Raw::Nested(s3)) => {
                if let Some(style) = s3.get("addressing_style")
                    && !matches!(style.as_str(), "virtual" | "auto" | "path")
                {
                    return Err(SettingsError::InvalidAddressingStyle(style.clone()));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Text in lower case; a nested section as Python's `str`.
    fn lower_or_shown(&self, row: &Row) -> Option<String> {
        let value = self.value(row)?;
        Some(value.lower().unwrap_or_else(|_| value.shown().into_owned()))
    }

    /// Checks the section `s3`, into which the original writes the settings of S3 from all other
    /// places (`botocore/configprovider.py, SectionConfigProvider.provide`).
    pub(super) fn check_s3_section(&self) -> Result<(), SettingsError> {
        let is_set = |row: &Row| self.value(row).is_some();
        match self.value(&table::S3) {
            Some(Raw::Text(""))
                if table::S3_OTHERS.iter().any(is_set) || self.defaults_mode()? != "legacy" =>
            {
                Err(SettingsError::WrongType(
                    "'str' object does not support item assignment",
                ))
            }
            _ => Ok(()),
        }
    }

    /// Checks `us_east_1_regional_endpoint` of S3 (`botocore/args.py,
    /// _validate_s3_regional_config`). Version 2 does not read it.
    pub(super) fn check_s3_region(&self) -> Result<(), SettingsError> {
        let nested = match (self.value(&table::S3), self.dialect) {
            // The original ignores the settings of S3 if the section is text.
            (_, Dialect::V2) | (Some(Raw::Text(_)), _) => return Ok(()),
            (Some(Raw::Nested(s3)), _) => s3.get("us_east_1_regional_endpoint"),
            (None, _) => None,
        };
        let nested = nested.map(|value| Raw::Text(value));
        match self.value(&table::S3_REGIONAL_ENDPOINT).or(nested) {
            None | Some(Raw::Text("legacy" | "regional")) => Ok(()),
            Some(other) => {
                let value = other.shown().into_owned();
                Err(SettingsError::InvalidS3Endpoint(value))
            }
        }
    }

    /// Checks the port of the client-side monitoring, which this program does not have
    /// (`botocore/session.py, _create_csm_monitor`).
    pub(super) fn check_monitoring(&self) -> Result<(), SettingsError> {
        match self.value(&table::MONITORING_PORT) {
            Some(port) if self.switch(&table::MONITORING) => port.integer().map(drop),
            _ => Ok(()),
        }
    }

    /// The signature version in the section of the service, if it is not one that this program
    /// implements (`botocore/client.py, _get_configured_signature_version`). The original reports it
    /// when it signs a request (`botocore/signers.py, get_auth_instance`).
    pub(super) fn unknown_signature(&self) -> Option<String> {
        let Some(Raw::Nested(section)) = self.value(&table::SERVICE_SECTION) else {
            return None;
        };
        let version = section.get("signature_version")?;
        (!matches!(version.as_str(), "" | "v4" | "s3v4")).then(|| version.clone())
    }
}
