//! Several calls of one client, with the keys of one provider.

use super::block_on;
use super::call::{Call, Client};
use super::credentials::{Credentials, Provider};
use crate::error::{CredentialsError, ServiceError};
use crate::model::Operation;
use crate::python::value::{Dict, Value};

/// A client, and where its credentials come from.
#[derive(Debug)]
pub struct Session {
    client: Client,
    /// `None` sends unsigned.
    provider: Option<Provider>,
    keys: Option<Credentials>,
}

impl Session {
    /// A session that has done nothing yet.
    pub fn new(client: Client, provider: Option<Provider>) -> Session {
        Session {
            client,
            provider,
            keys: None,
        }
    }

    /// The client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Calls an operation and returns the response's members in the model's order.
    /// `on_retry` gets a line of text before each wait for another attempt.
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

    /// A call with the keys in use. Belongs into a runtime.
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

    /// Whether the keys in use are about to expire.
    pub(super) fn is_expiring(&self) -> bool {
        self.keys.as_ref().is_some_and(|keys| !is_fresh(keys))
    }

    /// Fetches other keys, since the service says that these have expired. Whether there are
    /// others.
    ///
    /// # Errors
    /// Those of the provider.
    pub(super) async fn renew(&mut self) -> Result<bool, CredentialsError> {
        let Some(provider) = &mut self.provider else {
            return Ok(false);
        };
        provider.reload().await?;
        let renewed = provider.resolve().await?;
        let before = self.keys.replace(renewed.clone());
        Ok(before.is_none_or(|before| before.access_key != renewed.access_key))
    }
}

/// Seconds before their expiry from which keys are renewed.
const RENEW_BEFORE: i64 = 60;

/// The keys in use, renewed when they are about to expire.
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

fn is_fresh(keys: &Credentials) -> bool {
    keys.remaining().is_ok_and(|left| left >= RENEW_BEFORE)
}
