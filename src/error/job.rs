//! Errors of `--diff` and `--wait`, with the original's messages where it has any.

use std::fmt;
use std::time::Duration;

/// An update that cannot be prepared, or a job that does not succeed.
#[derive(Debug)]
pub enum JobError {
    /// The response of `get-backend-auth` has no configuration; the `Error` of the response, if
    /// any.
    NoConfig(Option<String>),
    /// The response has no job ID, so the program cannot wait for the job.
    NoId,
    /// The job has failed.
    Failed {
        /// The job ID.
        job: String,
        /// The `Error` of the job, if any.
        error: Option<String>,
    },
    /// The job did not end before the timeout.
    TimedOut {
        /// The job ID.
        job: String,
        /// The timeout.
        timeout: Duration,
        /// The last status received, if any.
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
