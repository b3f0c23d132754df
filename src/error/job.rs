//! Errors of a job, with this program's own messages, or the original's where it has any.

use std::fmt;
use std::time::Duration;

/// An update that cannot be prepared, or whose job does not end well.
#[derive(Debug)]
pub enum JobError {
    /// `get-backend-auth` answered without a configuration; the answer's `Error`, if it has one.
    NoConfig(Option<String>),
    /// An answer without the ID of a job, which then cannot be waited for.
    NoId,
    /// The job has failed.
    Failed {
        /// Its ID.
        job: String,
        /// The job's `Error`, if it has one.
        error: Option<String>,
    },
    /// The job has not ended in time.
    TimedOut {
        /// Its ID.
        job: String,
        /// How long it was waited for.
        timeout: Duration,
        /// The last status that was seen.
        status: Option<String>,
    },
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobError::NoConfig(None) => f.write_str("The service returned no ResourceConfig"),
            JobError::NoConfig(Some(error)) => {
                write!(f, "The service returned no ResourceConfig: {error}")
            }
            JobError::NoId => f.write_str("The service returned no job to wait for"),
            JobError::Failed { job, error: None } => write!(f, "The job {job} failed"),
            JobError::Failed {
                job,
                error: Some(error),
            } => write!(f, "The job {job} failed: {error}"),
            JobError::TimedOut {
                job,
                timeout,
                status,
            } => write!(
                f,
                "The job {job} did not end within {} seconds; its last status is {}",
                timeout.as_secs_f64(),
                status.as_deref().unwrap_or("unknown")
            ),
        }
    }
}
