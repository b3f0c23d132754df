//! The files of older tools (`OriginalEC2Provider`, `BotoProvider`) and the text files that
//! hold tokens.

use super::keys::{self, Credentials, ProviderResult};
use crate::config::profiles;
use crate::error::credentials::CredentialsError;
use crate::error::settings::SettingsError;
use crate::log::secret::Secret;
use crate::python::repr::repr_str;
use crate::python::surrogate;
use crate::service::decode;
use std::io;

/// `AWS_CREDENTIAL_FILE`: lines of `name=value`.
pub(super) fn ec2(path: Option<&str>) -> Result<Option<ProviderResult>, CredentialsError> {
    let Some(path) = path else {
        return Ok(None);
    };
    let Ok(bytes) = std::fs::read(surrogate::path(path)) else {
        return Err(CredentialsError::Python(format!(
            "The specified config file ({path}) could not be found."
        )));
    };
    let contents = decode::utf8(&bytes).map_err(CredentialsError::Python)?;
    let find = |name: &str| {
        contents
            .lines()
            .filter_map(|line| line.split_once('='))
            .rfind(|(key, _)| key.trim() == name)
            .map(|(_, value)| value.trim().to_owned())
    };
    let Some(access_key) = find("AWSAccessKeyId") else {
        return Ok(None);
    };
    let secret_key =
        find("AWSSecretKey").ok_or_else(|| CredentialsError::Python("'AWSSecretKey'".into()))?;
    Ok(Some(ProviderResult::Static(Credentials {
        access_key,
        secret_key: Secret::new(secret_key),
        token: None,
        expiry: None,
    })))
}

/// The section `Credentials` of the first boto file that has keys in it.
pub(super) fn boto(paths: &[String]) -> Result<Option<ProviderResult>, CredentialsError> {
    for path in paths {
        let file = surrogate::path(path);
        if !file.is_file() {
            continue;
        }
        let sections =
            profiles::sections(std::fs::read(&file).unwrap_or_default()).map_err(|reason| {
                SettingsError::UnparsableFile {
                    path: path.clone(),
                    reason,
                }
            })?;
        if let Some(section) = sections.get("Credentials")
            && let Some(found) = keys::from_section(section, "boto-config")?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The text of a token file; a failure is what Python's `open` says.
pub(super) fn read(path: &str) -> Result<Secret, CredentialsError> {
    let bytes = std::fs::read(surrogate::path(path))
        .map_err(|error| CredentialsError::Python(os_error(&error, path)))?;
    let decoded = decode::utf8(&bytes).map_err(CredentialsError::Python)?;
    // Python reads text with universal newlines.
    Ok(Secret::new(
        decoded.replace("\r\n", "\n").replace('\r', "\n"),
    ))
}

/// `str(OSError)`
pub(super) fn os_error(error: &io::Error, path: &str) -> String {
    let shown = repr_str(path);
    let text = error.to_string();
    match (error.raw_os_error(), text.split(" (os error").next()) {
        (Some(number), Some(words)) => format!("[Errno {number}] {words}: {shown}"),
        // What the system is not even asked.
        _ if error.kind() == io::ErrorKind::InvalidInput => "embedded null byte".to_owned(),
        _ => text,
    }
}
