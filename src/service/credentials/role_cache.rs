//! Credentials of roles in the cache of the CLI (`CachedCredentialFetcher`).

use super::keys::{Credentials, Parts, member};
use super::{cache, expiration};
use crate::error::credentials::CredentialsError;
use crate::python::value::Value;

/// The number of seconds before their expiration at which cached credentials are no longer used.
const EXPIRY_WINDOW: i64 = 15 * 60;

/// The credentials in a response, new or cached (`_get_cached_credentials`).
pub(super) fn keys(
    response: &Value,
    source: &'static str,
) -> Result<Credentials, CredentialsError> {
    let credentials = member(response, "Credentials")?;
    let expiry = member(credentials, "Expiration")?;
    let parts = Parts {
        access_key: member(credentials, "AccessKeyId")?,
        secret_key: member(credentials, "SecretAccessKey")?,
        token: member(credentials, "SessionToken")?,
    };
    Ok(Credentials::new(source, &parts).expiring(expiration::read(expiry)?))
}

/// The cached credentials; `None` if there are none or they expire soon.
pub(super) fn load(
    directory: &str,
    name: &str,
    source: &'static str,
) -> Result<Option<Credentials>, CredentialsError> {
    let Some(response) = cache::load(directory, name) else {
        return Ok(None);
    };
    // The original reads the expiration before the other members.
    let expiry = expiration::read(member(member(&response, "Credentials")?, "Expiration")?)?;
    if expiration::remaining(expiry)? < EXPIRY_WINDOW {
        return Ok(None);
    }
    keys(&response, source).map(Some)
}

/// The credentials in a response. The response is cached under `name` if they can be used.
pub(super) fn store(
    directory: &str,
    name: Option<&str>,
    response: &Value,
    source: &'static str,
) -> Result<Credentials, CredentialsError> {
    let keys = keys(response, source)?;
    keys.remaining()?;
    let keys = keys.signable()?;
    if let Some(name) = name {
        cache::store(directory, name, response);
    }
    Ok(keys)
}
