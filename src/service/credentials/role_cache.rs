//! Keys of roles in the CLI's own cache (`CachedCredentialFetcher`).

use super::keys::{Credentials, Parts, member};
use super::{cache, expiration};
use crate::error::credentials::CredentialsError;
use crate::python::value::Value;

/// Seconds before their expiry from which cached keys are not used any more.
const EXPIRY_WINDOW: i64 = 15 * 60;

/// The keys in an answer, fresh or from the cache (`_get_cached_credentials`).
pub(super) fn keys(answer: &Value, source: &'static str) -> Result<Credentials, CredentialsError> {
    let credentials = member(answer, "Credentials")?;
    let expiry = member(credentials, "Expiration")?;
    let parts = Parts {
        access_key: member(credentials, "AccessKeyId")?,
        secret_key: member(credentials, "SecretAccessKey")?,
        token: member(credentials, "SessionToken")?,
    };
    Ok(Credentials::new(source, &parts).expiring(expiration::read(expiry)?))
}

/// Keys in the cache that do not expire soon.
pub(super) fn load(
    directory: &str,
    name: &str,
    source: &'static str,
) -> Result<Option<Credentials>, CredentialsError> {
    let Some(answer) = cache::load(directory, name) else {
        return Ok(None);
    };
    // The original looks at the expiry before it looks for the keys.
    let expiry = expiration::read(member(member(&answer, "Credentials")?, "Expiration")?)?;
    if expiration::remaining(expiry)? < EXPIRY_WINDOW {
        return Ok(None);
    }
    keys(&answer, source).map(Some)
}

/// The keys in an answer, which is cached under a name if the keys can be used.
pub(super) fn store(
    directory: &str,
    name: Option<&str>,
    answer: &Value,
    source: &'static str,
) -> Result<Credentials, CredentialsError> {
    let keys = keys(answer, source)?;
    keys.remaining()?;
    let keys = keys.signable()?;
    if let Some(name) = name {
        cache::store(directory, name, answer);
    }
    Ok(keys)
}
