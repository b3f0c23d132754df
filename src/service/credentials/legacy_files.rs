//! Credentials in the files of older tools (`OriginalEC2Provider`, `BotoProvider`).

use super::files;
use super::keys::{self, Credentials, Parts};
use super::provider::{Boxed, Context, CredentialProvider, Found};
use crate::config::profiles;
use crate::error::credentials::CredentialsError;
use crate::error::settings::SettingsError;
use crate::python::surrogate;
use crate::python::value::Value;
use crate::service::decode;

/// The provider for the file of `AWS_CREDENTIAL_FILE`.
pub(super) struct Ec2File;

impl CredentialProvider for Ec2File {
    fn name(&self) -> &'static str {
        "EC2 file"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            let path = context.sources.ec2_file.as_deref();
            let keys = path.map(ec2).transpose()?.flatten();
            Ok(keys.map(Found::Static))
        })
    }
}

/// The provider for boto 2 files.
pub(super) struct Boto;

impl CredentialProvider for Boto {
    fn name(&self) -> &'static str {
        "boto files"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move { Ok(boto(&context.sources.boto_files)?.map(Found::Static)) })
    }
}

/// Reads the credentials in the file of `AWS_CREDENTIAL_FILE`, with lines `name=value`.
fn ec2(path: &str) -> Result<Option<Credentials>, CredentialsError> {
    let Ok(bytes) = files::read(&surrogate::path(path)) else {
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
    let Some(access_key) = find("AWSAccessKeyId").map(Value::String) else {
        return Ok(None);
    };
    let secret_key =
        find("AWSSecretKey").ok_or_else(|| CredentialsError::Python("'AWSSecretKey'".into()))?;
    let parts = Parts {
        access_key: &access_key,
        secret_key: &secret_key.into(),
        token: &Value::Null,
    };
    Ok(Some(Credentials::new("AWS_CREDENTIAL_FILE", &parts)))
}

/// Reads the section `Credentials` of the first boto file that has credentials; session tokens are
/// not read.
fn boto(paths: &[String]) -> Result<Option<Credentials>, CredentialsError> {
    for path in paths {
        let Some(bytes) = files::read_regular(&surrogate::path(path)) else {
            continue;
        };
        let sections =
            profiles::sections(bytes).map_err(|reason| SettingsError::UnparsableFile {
                path: path.clone(),
                reason,
            })?;
        if let Some(section) = sections.get("Credentials")
            && let Some(found) = keys::from_section(section, &[], "boto-config", "the boto file")?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
