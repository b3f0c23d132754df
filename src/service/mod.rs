//! The call: from the validated input to the response's members, or to the failure.
//!
//! Sync outside, async inside; the runtime exists only while something is sent. Settings,
//! credentials and the input come as plain data; nothing is read from the environment here. The
//! parts: [`http`] carries bytes, [`request`] makes the SDK's input, [`call`] sends it as often
//! as [`retries`] says, [`parse_response`] and [`parse_error`] read the answer.

pub mod call;
pub mod credentials;
pub mod decode;
pub mod endpoint;
pub mod fetch;
pub mod header;
pub mod http;
mod log;
pub mod parse_error;
pub mod parse_response;
pub mod request;
pub mod retries;
mod serialize;
#[cfg(test)]
mod tests;
mod user_pool;

pub use call::Client;
pub use fetch::fetch;

use crate::error::service::ServiceError;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Runs a future to its end on this thread, or until Ctrl-C. Not to be called from a future.
///
/// A look for credentials mostly ends without waiting for anything: the runtime is built when the
/// future gets to [`require_runtime`], and not before.
///
/// # Errors
/// [`ServiceError::Interrupted`], and [`ServiceError::Other`] when the system grants no runtime.
pub fn block_on<T>(future: impl Future<Output = T>) -> Result<T, ServiceError> {
    let mut future = pin!(future);
    let mut noop_context = Context::from_waker(Waker::noop());
    if let Poll::Ready(value) = future.as_mut().poll(&mut noop_context) {
        return Ok(value);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| ServiceError::Other(error.to_string()))?;
    let result = runtime.block_on(async {
        let mut interrupt = pin!(tokio::signal::ctrl_c());
        poll_fn(|cx| {
            if let Poll::Ready(value) = future.as_mut().poll(cx) {
                return Poll::Ready(Ok(value));
            }
            match interrupt.as_mut().poll(cx) {
                Poll::Ready(Ok(())) => Poll::Ready(Err(ServiceError::Interrupted)),
                _ => Poll::Pending,
            }
        })
        .await
    });
    // A name that is still being looked up must not hold the exit back.
    runtime.shutdown_background();
    result
}

/// Waits until a runtime drives the future. Belongs before whatever needs one: a connection, a
/// process, a timer.
async fn require_runtime() {
    poll_fn(|_| match tokio::runtime::Handle::try_current() {
        Ok(_) => Poll::Ready(()),
        Err(_) => Poll::Pending,
    })
    .await;
}
