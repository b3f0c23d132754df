//! Several calls with one client and one credential provider.

use super::block_on;
use super::call::{Call, Client};
use super::credentials::{Credentials, Provider};
use crate::error::{CredentialsError, ServiceError};
use crate::model::Operation;
use crate::python::value::{Dict, Value};

/// A client, its credential provider, and the credentials in use.
#[derive(Debug)]
pub struct Session {
    client: Client,
    /// `None` if requests are sent unsigned.
    provider: Option<Provider>,
    keys: Option<Credentials>,
}

impl Session {
    /// Creates a session. Credentials are resolved at the first call.
    pub fn new(client: Client, provider: Option<Provider>) -> Session {
        Session {
            client,
            provider,
            keys: None,
        }
    }

    /// The client of the session.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Calls an operation and returns the members of the response in the order of the model. Calls
    /// `on_retry` with a message before each delay for a retry.
    ///
    /// # Errors
    /// See [`ServiceError`].
    pub fn call(
        &mut self,
        operation: &'static Operation,
        input: Dict,
        on_retry: &dyn Fn(&str),
    ) -> Result<Value, ServiceError> {
        block_on(async {
            let mut call = self.open(operation, input).await?;
            call.send(on_retry).await
        })?
    }

    /// Prepares a call that is not sent: for an error that the original reports after the call, so
    /// that those before it come first.
    ///
    /// # Errors
    /// See [`Client::open`].
    pub fn prepare(
        &mut self,
        operation: &'static Operation,
        input: Dict,
    ) -> Result<(), ServiceError> {
        block_on(async { self.open(operation, input).await.map(drop) })?
    }

    /// Creates a call with the credentials in use. Must run inside [`block_on`].
    ///
    /// # Errors
    /// See [`Client::open`].
    pub(super) async fn open(
        &mut self,
        operation: &'static Operation,
        input: Dict,
    ) -> Result<Call, ServiceError> {
        let Session {
            client,
            provider,
            keys,
        } = self;
        let credentials = async {
            match provider {
                Some(provider) => Ok(Some(current(provider, keys).await?.into())),
                None => Ok(None),
            }
        };
        client.open(operation, credentials, input).await
    }

    /// Whether the credentials in use expire soon.
    pub(super) fn is_expiring(&self) -> bool {
        self.keys.as_ref().is_some_and(|keys| !is_fresh(keys))
    }

    /// Loads the credentials again, after the service has reported that they have expired. Returns
    /// whether they have changed.
    ///
    /// # Errors
    /// The errors of the provider.
    pub(super) async fn refresh_credentials(&mut self) -> Result<bool, CredentialsError> {
        let Some(provider) = &mut self.provider else {
            return Ok(false);
        };
        provider.reload().await?;
        let refreshed = provider.resolve().await?;
        let previous = self.keys.replace(refreshed.clone());
        Ok(previous.is_none_or(|previous| previous.access_key != refreshed.access_key))
    }
}

/// The number of seconds before their expiration at which credentials are refreshed.
const REFRESH_WINDOW: i64 = 60;

/// The credentials in use, refreshed if they expire soon.
async fn current(
    provider: &mut Provider,
    keys: &mut Option<Credentials>,
) -> Result<Credentials, CredentialsError> {
    if let Some(keys) = keys {
        if is_fresh(keys) {
            return Ok(keys.clone());
        }
        provider.reload().await?;
    }
    Ok(keys.insert(provider.resolve().await?).clone())
}

/// Whether the credentials do not expire soon.
fn is_fresh(keys: &Credentials) -> bool {
    keys.remaining().is_ok_and(|left| left >= REFRESH_WINDOW)
}
