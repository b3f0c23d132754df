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
    // Six descriptors: five of the runtime, which panics where it cannot have them, and one for
    // a connection.
    drop([io::pipe()?, io::pipe()?, io::pipe()?]);
    tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
}

/// Runs on a thread of its own what blocks, and may never end; the exit does not wait for it.
/// Tokio's own threads panic where the system grants none.
///
/// # Errors
/// The system grants no thread.
pub async fn on_thread<T: Send + 'static>(
    job: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let (sender, receiver) = oneshot::channel();
    std::thread::Builder::new().spawn(move || sender.send(job()))?;
    receiver.await.map_err(io::Error::other)
}

/// Waits until a runtime drives the future. Belongs before whatever needs one: a connection, a
/// process, a timer.
pub async fn require_runtime() {
    poll_fn(|_| match tokio::runtime::Handle::try_current() {
        Ok(_) => Poll::Ready(()),
        Err(_) => Poll::Pending,
    })
    .await;
}
