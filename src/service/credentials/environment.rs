//! Credentials in environment variables (`EnvProvider`).

use super::expiration;
use super::keys::{Credentials, Parts};
use super::provider::{Boxed, Context, CredentialProvider, Fetch, Found};
use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::python::value::Value;

/// The provider for environment variables.
#[derive(Debug)]
pub(super) struct Environment;

impl CredentialProvider for Environment {
    fn name(&self) -> &'static str {
        "environment"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move { Ok(read(context)?.map(|keys| Found::new(keys, Environment))) })
    }
}

// A refresh reads the same variables again: they cannot change during a run.
impl Fetch for Environment {
    fn fetch<'a>(&'a self, context: &'a Context) -> Boxed<'a, Credentials> {
        Box::pin(async move { read(context)?.ok_or(CredentialsError::NotFound) })
    }
}

fn read(context: &Context) -> Result<Option<Credentials>, CredentialsError> {
    let environment = &context.sources.keys;
    let Some(access_key) = &environment.access_key else {
        return Ok(None);
    };
    let Some(secret_key) = &environment.secret_key else {
        return Err(CredentialsError::Partial {
            provider: "env",
            missing: "AWS_SECRET_ACCESS_KEY".to_owned(),
        });
    };
    let token = environment.token.as_ref().map_or("", Secret::expose);
    let parts = Parts {
        access_key: &access_key.as_str().into(),
        secret_key: &Value::from(secret_key.expose()),
        token: &token.into(),
    };
    let keys = Credentials::new(environment.source, &parts).with_key_source("AWS_ACCESS_KEY_ID");
    Ok(Some(match &environment.expiry {
        Some(expiry) => keys.expiring(expiration::parse(expiry)?),
        None => keys,
    }))
}
