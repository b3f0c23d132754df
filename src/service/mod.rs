//! Calls to the service: from the validated input to the members of the response, or to the error.
//!
//! The interface is synchronous, the implementation asynchronous; a runtime exists only during a
//! request. Settings, credentials and the input are plain data: nothing is read from the
//! environment here. The parts: [`http`] transfers requests and responses, [`request`] builds the
//! SDK's input, [`call`] sends it according to [`retries`], [`parse_response`] and [`parse_error`]
//! parse the response.

pub mod call;
pub mod credentials;
pub mod decode;
pub mod endpoint;
pub mod fetch;
pub mod header;
pub mod http;
pub mod job;
mod log;
pub mod parse_error;
pub mod parse_response;
mod plugins;
mod prepared;
mod preview;
pub mod region;
pub mod request;
pub mod retries;
mod serialize;
mod session;
#[cfg_attr(windows, path = "signals_windows.rs")]
pub mod signals;
#[cfg(test)]
mod tests;
mod update_backend_auth;

pub use call::Client;
pub use fetch::fetch;
pub use session::Session;

use crate::error::service::ServiceError;
use crate::python::os_error::strerror;
use signals::Signals;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// Runs a future on this thread until it completes or Ctrl-C is pressed. Must not be called from a
/// future.
///
/// Loading credentials usually completes without waiting, so a runtime is built only when the
/// future reaches [`require_runtime`].
///
/// # Errors
/// [`ServiceError::Interrupted`], and [`ServiceError::Other`] if the system cannot provide a
/// runtime.
pub fn block_on<T>(future: impl Future<Output = T>) -> Result<T, ServiceError> {
    let mut future = pin!(future);
    let mut noop_context = Context::from_waker(Waker::noop());
    if let Poll::Ready(value) = future.as_mut().poll(&mut noop_context) {
        return Ok(value);
    }
    let runtime = runtime().map_err(|error| ServiceError::Other(strerror(&error)))?;
    runtime.block_on(async {
        let mut signals = Signals::interrupt();
        let mut interrupt = pin!(signals.next());
        poll_fn(|cx| {
            if let Poll::Ready(value) = future.as_mut().poll(cx) {
                return Poll::Ready(Ok(value));
            }
            let interrupted = interrupt.as_mut().poll(cx);
            interrupted.map(|_| Err(ServiceError::Interrupted))
        })
        .await
    })
}

fn runtime() -> io::Result<Runtime> {
    // Checks that six file descriptors are available: five for the runtime, which panics without
    // them, and one for a connection.
    drop([io::pipe()?, io::pipe()?, io::pipe()?]);
    tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
}

/// Runs a blocking job, which may never end, on a thread of its own; the exit of the program does
/// not wait for it. Not on Tokio's own threads: Tokio panics if the system cannot create one.
///
/// # Errors
/// The system cannot create a thread.
pub async fn on_thread<T: Send + 'static>(
    job: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let (sender, receiver) = oneshot::channel();
    std::thread::Builder::new().spawn(move || sender.send(job()))?;
    receiver.await.map_err(io::Error::other)
}

/// Waits until a runtime polls the future. Must be awaited before anything that needs a runtime: a
/// connection, a process, a timer.
pub async fn require_runtime() {
    poll_fn(|_| match tokio::runtime::Handle::try_current() {
        Ok(_) => Poll::Ready(()),
        Err(_) => Poll::Pending,
    })
    .await;
}
