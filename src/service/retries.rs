//! The retry rules: which errors are retried, after which delay, and how often.
//!
//! Legacy mode is `botocore/retryhandler.py` with `data/_retry.json`; standard mode is
//! `botocore/retries/standard.py`; adaptive mode is standard mode with a rate limit after the first
//! throttling error ([`adaptive`]).

mod adaptive;

use super::parse_error::ClientError;
use crate::config::transport::{Retries, RetryMode};
use crate::error::service::{Cause, ServiceError, TransportError};
use adaptive::Limiter;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

/// The error of one attempt.
#[derive(Debug)]
pub enum AttemptError {
    /// An error response of the service.
    ClientError(ClientError),
    /// No response was received.
    Unanswered(TransportError),
}

impl AttemptError {
    /// A short description of the error, for the message before a retry.
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

/// The decision after the error of an attempt.
#[derive(Debug)]
pub enum RetryDecision {
    /// Send the request again after this delay.
    Retry(Duration),
    /// Do not retry.
    Fail(ServiceError),
}

/// The retry rules and their state for one call.
#[derive(Debug)]
pub struct RetryPolicy {
    retries: Retries,
    attempt: u32,
    /// The remaining quota, initially `RetryQuota.INITIAL_CAPACITY`.
    quota: u32,
    limiter: Option<Limiter>,
    /// Error codes that are retryable for the called service only.
    extra_retryable_codes: &'static [&'static str],
}

impl RetryPolicy {
    /// The state before the first attempt.
    pub fn new(retries: Retries, extra_retryable_codes: &'static [&'static str]) -> Self {
        RetryPolicy {
            extra_retryable_codes,
            retries,
            attempt: 1,
            quota: 500,
            limiter: (retries.mode == RetryMode::Adaptive).then(Limiter::new),
        }
    }

    /// Waits until the rate limit permits an attempt.
    pub async fn acquire(&mut self) {
        if let Some(delay) = self.limiter.as_mut().map(Limiter::acquire)
            && delay > Duration::ZERO
        {
            tokio::time::sleep(delay).await;
        }
    }

    /// The number of the attempt and the maximum, as text for the log and for messages.
    pub fn attempt_label(&self) -> String {
        format!(
            "attempt {} of {}",
            self.attempt, self.retries.total_attempts
        )
    }

    /// Decides whether to retry after the error of an attempt.
    pub fn on_failure(&mut self, operation: &'static str, outcome: AttemptError) -> RetryDecision {
        let code = match &outcome {
            AttemptError::ClientError(response) => response.code_text(),
            AttemptError::Unanswered(_) => None,
        };
        if let Some(limiter) = &mut self.limiter {
            limiter.record(code.is_some_and(|code| THROTTLED.contains(&code)));
        }
        let is_extra = code.is_some_and(|code| self.extra_retryable_codes.contains(&code));
        let last = self.attempt >= self.retries.total_attempts;
        let (retryable, reached) = match self.retries.mode {
            RetryMode::Legacy => {
                let is_400 = matches!(&outcome, AttemptError::ClientError(response) if response.status == 400);
                let retryable = is_retryable_in_legacy_mode(&outcome) || is_extra && is_400;
                (retryable, retryable && last)
            }
            // `MaxAttemptsChecker` marks the last attempt, whether or not its error is retryable.
            RetryMode::Standard | RetryMode::Adaptive => {
                (is_extra || is_retryable_in_standard_mode(&outcome), last)
            }
        };
        if retryable && !last && self.has_quota(&outcome) {
            let delay = self.delay();
            self.attempt += 1;
            return RetryDecision::Retry(delay);
        }
        RetryDecision::Fail(match outcome {
            AttemptError::ClientError(response) => {
                response.into_error(operation, reached.then(|| self.attempt.saturating_sub(1)))
            }
            AttemptError::Unanswered(error) => ServiceError::Transport(error),
        })
    }

    /// Takes the cost of a retry from the quota (`RetryQuotaChecker.acquire_retry_quota`); legacy
    /// mode has no quota.
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

    /// The delay before a retry: random, up to 2 to the power of the number of earlier attempts, in
    /// seconds. Except in legacy mode the limit is 20 seconds.
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

/// A random number, at least 0 and less than 1. The only random numbers of the standard library are
/// the keys of its hashers.
fn random() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 11;
    #[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
    let bits = bits as f64;
    bits / (1u64 << 53) as f64
}

/// Whether legacy mode retries the error (`__default__` in `data/_retry.json`).
fn is_retryable_in_legacy_mode(outcome: &AttemptError) -> bool {
    match outcome {
        AttemptError::ClientError(response) => match response.status {
            429 | 500 | 502 | 503 | 504 | 509 => true,
            400 => response.code_text().is_some_and(|code| {
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
        // `GENERAL_CONNECTION_ERROR` does not include every `HTTPClientError`.
        AttemptError::Unanswered(error) => !matches!(
            error.cause,
            Cause::Scheme(_) | Cause::Other(_) | Cause::BodyTooLarge | Cause::TruncatedSuccess(_)
        ),
    }
}

/// Whether standard mode retries the error (`TransientRetryableChecker` and
/// `ThrottledRetryableChecker`). The service's model marks no error as retryable.
fn is_retryable_in_standard_mode(outcome: &AttemptError) -> bool {
    match outcome {
        AttemptError::ClientError(response) => {
            matches!(response.status, 500 | 502 | 503 | 504)
                || response
                    .code_text()
                    .is_some_and(|code| TRANSIENT.contains(&code) || THROTTLED.contains(&code))
        }
        // The request was processed, so it must not be repeated.
        AttemptError::Unanswered(error) => !matches!(
            error.cause,
            Cause::BodyTooLarge | Cause::TruncatedSuccess(_)
        ),
    }
}

/// The codes of transient errors (`botocore/retries/standard.py`).
const TRANSIENT: &[&str] = &[
    "RequestTimeout",
    "RequestTimeoutException",
    "PriorRequestNotComplete",
];

/// The codes of throttling errors (`botocore/retries/standard.py`).
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
