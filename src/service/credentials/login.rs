//! The keys of a login session (`LoginProvider`), while they last: refreshing them takes a
//! signature with the session's own key, and is left to `aws login`.

use super::cache;
use super::expiration;
use super::keys::{Credentials, Parts, member, setting};
use super::provider::{Boxed, Context, CredentialProvider, Fetch, Found};
use crate::error::credentials::CredentialsError;
use crate::python::value::Value;
use crate::service::decode::hexadecimal;
use sha2::{Digest as _, Sha256};

pub(super) struct Login<'p> {
    pub profile: &'p str,
}

impl CredentialProvider for Login<'_> {
    fn name(&self) -> &'static str {
        "login session"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            let section = context.sources.profiles.merged.get(self.profile);
            let session = match section.and_then(|section| setting(section, "login_session")) {
                None => return Ok(None),
                Some(Value::String(session)) => session,
                Some(other) => {
                    let message = format!("'{}' object has no attribute 'encode'", other.class());
                    return Err(CredentialsError::Python(message));
                }
            };
            let keys = read(&context.sources.login_cache, &session)?;
            Ok(Some(Found::new(keys, LoginAgain)))
        })
    }
}

/// The session's keys have expired.
#[derive(Debug)]
struct LoginAgain;

impl Fetch for LoginAgain {
    fn fetch<'a>(&'a self, _: &'a Context) -> Boxed<'a, Credentials> {
        Box::pin(async { Err(CredentialsError::LoginExpired) })
    }
}

fn read(directory: &str, session: &str) -> Result<Credentials, CredentialsError> {
    let name = hexadecimal(&Sha256::digest(session.as_bytes()));
    let token = cache::load(directory, &name).ok_or_else(|| {
        CredentialsError::LoginTokenLoad(format!(
            "Unable to load a existing login session for session {session}. Please reauthenticate \
             with 'aws login'."
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
    let parts = Parts {
        access_key: member(access, "accessKeyId")?,
        secret_key: member(access, "secretAccessKey")?,
        token: member(access, "sessionToken")?,
    };
    let expiry = expiration::read(member(access, "expiresAt")?)?;
    Ok(Credentials::new("the login session", &parts).expiring(expiry))
}
