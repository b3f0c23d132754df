//! Waits for the end of a job by polling GetBackendJob.

use super::call::Call;
use super::session::Session;
use super::signals::Signals;
use super::{block_on, require_runtime};
use crate::error::{CredentialsError, ServiceError};
use crate::model::GET_BACKEND_JOB;
use crate::model::arguments::Wait;
use crate::python::value::{Dict, Value};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};

/// The delay before the first request: a job that is rejected immediately has failed by then.
const FIRST_REQUEST_DELAY: Duration = Duration::from_secs(2);

/// The interval at which the progress is displayed.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(1);

/// The reason why a wait stopped before the job ended.
#[derive(Debug)]
pub enum Stopped {
    /// The timeout was reached.
    TimedOut,
    /// Ctrl-C, a signal, or an error that is not transient.
    Error(ServiceError),
}

/// Displays the job's status and the time since the start of the wait.
pub type Progress<'a> = &'a mut dyn FnMut(&Dict, Duration);

/// Whether the job has ended, successfully or not.
pub fn has_ended(job: &Dict) -> bool {
    let status = job.entries.get("Status");
    matches!(status, Some(Value::String(status)) if ["COMPLETED", "FAILED"].contains(&status.as_str()))
}

/// Waits until the job has ended. `job` holds the members that are known, and afterwards those of
/// the last response; `request` is the input of GetBackendJob.
///
/// # Errors
/// See [`Stopped`].
pub fn wait(
    session: &mut Session,
    request: &Dict,
    job: &mut Dict,
    wait: Wait,
    progress: Option<Progress<'_>>,
) -> Result<(), Stopped> {
    if has_ended(job) {
        return Ok(());
    }
    let ended = block_on(async {
        require_runtime().await;
        let mut signals = Signals::termination();
        let mut signal = pin!(signals.next());
        let mut ended = pin!(poll_job(session, request, job, wait, progress));
        poll_fn(|cx| {
            if let Poll::Ready(signal) = signal.as_mut().poll(cx) {
                let error = ServiceError::Credentials(CredentialsError::Terminated(signal));
                return Poll::Ready(Err(Stopped::Error(error)));
            }
            ended.as_mut().poll(cx)
        })
        .await
    });
    ended.unwrap_or_else(|interrupted| Err(Stopped::Error(interrupted)))
}

/// Sends requests at the interval until the job has ended or the timeout is reached. Expired
/// credentials are refreshed once.
async fn poll_job(
    session: &mut Session,
    request: &Dict,
    job: &mut Dict,
    wait: Wait,
    mut progress: Option<Progress<'_>>,
) -> Result<(), Stopped> {
    let start = Instant::now();
    // A time beyond the range of the clock is never reached.
    let after = |from: Instant, time| from.checked_add(time);
    let deadline = after(start, wait.timeout);
    let mut next = after(start, FIRST_REQUEST_DELAY);
    let mut has_refreshed = false;
    let mut call = None;
    loop {
        let until = [next, deadline].into_iter().flatten().min();
        pause(start, until, job, &mut progress).await;
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(Stopped::TimedOut);
        }
        if session.is_expiring() {
            call = None;
        }
        let sent = send(session, request, &mut call);
        let response = match deadline {
            Some(deadline) => timeout_at(deadline, sent)
                .await
                .map_err(|_| Stopped::TimedOut)?,
            None => sent.await,
        };
        next = after(Instant::now(), wait.interval);
        match response {
            Ok(Value::Dict(response)) => {
                *job = response;
                has_refreshed = false;
                if has_ended(job) {
                    return Ok(());
                }
            }
            Err(error) if has_expired(&error) && !has_refreshed => {
                match session.refresh_credentials().await {
                    Ok(true) => {
                        call = None;
                        has_refreshed = true;
                        next = Some(Instant::now());
                    }
                    Err(CredentialsError::Transport(_)) => {}
                    Ok(false) | Err(_) => return Err(Stopped::Error(error)),
                }
            }
            Err(error) if is_transient(&error) => {}
            Err(error) => return Err(Stopped::Error(error)),
            Ok(_) => {}
        }
    }
}

/// Sends a request for the job. The call is reused while its credentials are valid, because
/// creating one costs more than sending it.
async fn send(
    session: &mut Session,
    request: &Dict,
    call: &mut Option<Call>,
) -> Result<Value, ServiceError> {
    let call = match call {
        Some(call) => call,
        None => call.insert(session.open(&GET_BACKEND_JOB, request.clone()).await?),
    };
    call.send(&|_| {}).await
}

/// Waits until the given time, displaying the progress if required.
async fn pause(
    start: Instant,
    until: Option<Instant>,
    job: &Dict,
    progress: &mut Option<Progress<'_>>,
) {
    loop {
        let now = Instant::now();
        if until.is_some_and(|until| now >= until) {
            return;
        }
        let mut wake = until;
        if let Some(show) = progress {
            show(job, start.elapsed());
            wake = [until, now.checked_add(PROGRESS_INTERVAL)]
                .into_iter()
                .flatten()
                .min();
        }
        match wake {
            Some(wake) => sleep_until(wake).await,
            None => std::future::pending().await,
        }
    }
}

/// Whether the error response reports expired credentials.
fn has_expired(error: &ServiceError) -> bool {
    matches!(error, ServiceError::ClientError(error)
        if ["ExpiredToken", "ExpiredTokenException"].contains(&&*error.code_text()))
}

/// Whether a later request may succeed: the error is one of the network or a temporary one of the
/// service.
fn is_transient(error: &ServiceError) -> bool {
    match error {
        ServiceError::Transport(_) | ServiceError::Credentials(CredentialsError::Transport(_)) => {
            true
        }
        ServiceError::ClientError(error) => {
            let status = error.response.status;
            status >= 500 || status == 429 || error.code_text().contains("Throttl")
        }
        _ => false,
    }
}
