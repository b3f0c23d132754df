//! Which failures are sent again, after which delay, and how often.
//!
//! Legacy is `botocore/retryhandler.py` with `data/_retry.json`; standard is
//! `botocore/retries/standard.py`; adaptive is standard with a rate limit after the first
//! throttling ([`adaptive`]).

mod adaptive;

use super::parse_error::ClientError;
use crate::config::transport::{Retries, RetryMode};
use crate::error::service::{Cause, ServiceError, TransportError};
use adaptive::Limiter;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

/// An attempt that did not succeed.
#[derive(Debug)]
pub enum AttemptError {
    /// The service said no.
    ClientError(ClientError),
    /// Nothing came through.
    Unanswered(TransportError),
}

impl AttemptError {
    /// A few words on it.
    pub fn reason(&self) -> String {
        match self {
            AttemptError::ClientError(error) => match error.code_text() {
                Some(code) => format!("the service answered {code}"),
                None => format!("the service answered {}", error.status),
            },
            AttemptError::Unanswered(error) => match error.cause.root() {
                Cause::DnsLookup => "the host name has no address",
                Cause::Connect => "the host refuses the connection",
                Cause::ConnectTimeout => "no connection in time",
                Cause::ReadTimeout => "no response in time",
                Cause::Tls(_) => "TLS failed",
                Cause::Proxy(_) => "the proxy cannot be reached",
                _ => "the connection broke off",
            }
            .to_owned(),
        }
    }
}

/// The decision after a failed attempt.
#[derive(Debug)]
pub enum RetryDecision {
    /// Send again after the delay.
    Retry(Duration),
    /// Give up.
    Fail(ServiceError),
}

/// The rules, and where in them the call is.
#[derive(Debug)]
pub struct RetryPolicy {
    retries: Retries,
    attempt: u32,
    /// The rest of `RetryQuota.INITIAL_CAPACITY`.
    quota: u32,
    limiter: Option<Limiter>,
    /// Error codes that the service's own rules add to those of all services.
    extra_retryable_codes: &'static [&'static str],
}

impl RetryPolicy {
    /// The rules before the first attempt.
    pub fn new(retries: Retries, extra_retryable_codes: &'static [&'static str]) -> Self {
        RetryPolicy {
            extra_retryable_codes,
            retries,
            attempt: 1,
            quota: 500,
            limiter: (retries.mode == RetryMode::Adaptive).then(Limiter::new),
        }
    }

    /// Waits for leave to send.
    pub async fn acquire(&mut self) {
        if let Some(delay) = self.limiter.as_mut().map(Limiter::acquire)
            && delay > Duration::ZERO
        {
            tokio::time::sleep(delay).await;
        }
    }

    /// Which attempt it is, for `--debug`.
    pub fn attempt_label(&self) -> String {
        format!(
            "attempt {} of {}",
            self.attempt, self.retries.total_attempts
        )
    }

    /// Decides what to do after a failed attempt.
    pub fn on_failure(&mut self, operation: &'static str, outcome: AttemptError) -> RetryDecision {
        let code = match &outcome {
            AttemptError::ClientError(answered) => answered.code_text(),
            AttemptError::Unanswered(_) => None,
        };
        if let Some(limiter) = &mut self.limiter {
            limiter.record(code.is_some_and(|code| THROTTLED.contains(&code)));
        }
        let own = code.is_some_and(|code| self.extra_retryable_codes.contains(&code));
        let last = self.attempt >= self.retries.total_attempts;
        let (retryable, reached) = match self.retries.mode {
            RetryMode::Legacy => {
                let is_400 = matches!(&outcome, AttemptError::ClientError(answered) if answered.status == 400);
                let retryable = legacy(&outcome) || own && is_400;
                (retryable, retryable && last)
            }
            // `MaxAttemptsChecker` marks the last attempt whatever came of it.
            RetryMode::Standard | RetryMode::Adaptive => (own || standard(&outcome), last),
        };
        if retryable && !last && self.has_quota(&outcome) {
            let delay = self.delay();
            self.attempt += 1;
            return RetryDecision::Retry(delay);
        }
        RetryDecision::Fail(match outcome {
            AttemptError::ClientError(answered) => {
                answered.into_error(operation, reached.then(|| self.attempt.saturating_sub(1)))
            }
            AttemptError::Unanswered(error) => ServiceError::Transport(error),
        })
    }

    /// `RetryQuotaChecker.acquire_retry_quota`; legacy knows no quota.
    fn has_quota(&mut self, outcome: &AttemptError) -> bool {
        if self.retries.mode == RetryMode::Legacy {
            return true;
        }
        let cost = match outcome {
            AttemptError::Unanswered(TransportError {
                cause: Cause::ConnectTimeout | Cause::ReadTimeout,
                ..
            }) => 10,
            _ => 5,
        };
        match self.quota.checked_sub(cost) {
            Some(left) => {
                self.quota = left;
                true
            }
            None => false,
        }
    }

    /// A random part of 2 to the number of attempts before this one, in seconds; standard stops
    /// at 20.
    fn delay(&self) -> Duration {
        let exponent = i32::try_from(self.attempt.saturating_sub(1)).unwrap_or(i32::MAX);
        let limit = match self.retries.mode {
            RetryMode::Legacy => f64::INFINITY,
            RetryMode::Standard | RetryMode::Adaptive => 20.0,
        };
        let seconds = random() * 2f64.powi(exponent).min(limit);
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
    }
}

/// A random number from 0 up to 1. The standard library's only random numbers are the keys of its
/// hashers.
fn random() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 11;
    #[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
    let bits = bits as f64;
    bits / (1u64 << 53) as f64
}

/// The policies of `__default__` in `data/_retry.json`.
fn legacy(outcome: &AttemptError) -> bool {
    match outcome {
        AttemptError::ClientError(answered) => match answered.status {
            429 | 500 | 502 | 503 | 504 | 509 => true,
            400 => answered.code_text().is_some_and(|code| {
                [
                    "ThrottlingException",
                    "ThrottledException",
                    "RequestThrottledException",
                    "Throttling",
                    "ProvisionedThroughputExceededException",
                ]
                .contains(&code)
            }),
            _ => false,
        },
        // `GENERAL_CONNECTION_ERROR`: not every `HTTPClientError`.
        AttemptError::Unanswered(error) => !matches!(
            error.cause,
            Cause::Scheme(_) | Cause::Other(_) | Cause::BodyTooLarge | Cause::TruncatedSuccess(_)
        ),
    }
}

/// `TransientRetryableChecker` and `ThrottledRetryableChecker`; the service's model marks no
/// error as retryable.
fn standard(outcome: &AttemptError) -> bool {
    match outcome {
        AttemptError::ClientError(answered) => {
            matches!(answered.status, 500 | 502 | 503 | 504)
                || answered
                    .code_text()
                    .is_some_and(|code| TRANSIENT.contains(&code) || THROTTLED.contains(&code))
        }
        // A request that was answered is not repeated.
        AttemptError::Unanswered(error) => !matches!(
            error.cause,
            Cause::BodyTooLarge | Cause::TruncatedSuccess(_)
        ),
    }
}

const TRANSIENT: &[&str] = &[
    "RequestTimeout",
    "RequestTimeoutException",
    "PriorRequestNotComplete",
];

const THROTTLED: &[&str] = &[
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "RequestThrottled",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
];
