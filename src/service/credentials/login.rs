//! The keys of a login session (`LoginProvider`), while they last: refreshing them takes a
//! signature with the session's own key, and is left to `aws login`.

use super::client::{member, string};
use super::keys::{Credentials, ProviderResult, Refresh};
use super::{Context, cache, expiration};
use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::python::value::Value;
use crate::service::decode::hexadecimal;
use sha2::{Digest as _, Sha256};

impl Context {
    pub(super) fn login(&self, profile: &str) -> Result<Option<ProviderResult>, CredentialsError> {
        let Some(session) = self
            .sources
            .profiles
            .merged
            .get(profile)
            .and_then(|section| section.text("login_session"))
        else {
            return Ok(None);
        };
        let name = hexadecimal(&Sha256::digest(session.as_bytes()));
        let token = cache::load(&self.sources.login_cache, &name).ok_or_else(|| {
            CredentialsError::LoginTokenLoad(format!(
                "Unable to load a existing login session for session {session}. Please \
                 reauthenticate with 'aws login'."
            ))
        })?;
        let has = |name: &&str| matches!(&token, Value::Dict(d) if d.entries.contains_key(*name));
        let missing: Vec<&str> = ["accessToken", "refreshToken", "dpopKey", "clientId"]
            .into_iter()
            .filter(|name| !has(name))
            .collect();
        if !missing.is_empty() {
            return Err(CredentialsError::LoginTokenLoad(format!(
                "Failed to load access token from token cache, missing required fields: {}.",
                missing.join(", ")
            )));
        }
        let access = member(&token, "accessToken")?;
        let keys = Credentials {
            access_key: string(access, "accessKeyId")?,
            secret_key: Secret::new(string(access, "secretAccessKey")?),
            token: Some(Secret::new(string(access, "sessionToken")?)),
            expiry: Some(expiration::parse(&string(access, "expiresAt")?)?),
        };
        Ok(Some(ProviderResult::new(keys, Refresh::Login)))
    }
}
