//! Errors when a command is passed to the next `aws` on PATH.

use crate::python::os_error::strerror;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// A command of the AWS CLI that cannot be executed.
#[derive(Debug)]
pub enum ExecAwsError {
    /// PATH has no other `aws`.
    NotFound,
    /// The system cannot execute this file.
    CannotRun(PathBuf, io::Error),
}

impl fmt::Display for ExecAwsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExecAwsError::NotFound => f.write_str(
                "aws: this is amplifybackend, which runs `aws amplifybackend update-backend-auth` \
                 and hands every other command on; there is no other aws on PATH to hand it to",
            ),
            ExecAwsError::CannotRun(path, error) => {
                write!(f, "aws: {}: {}", path.display(), strerror(error))
            }
        }
    }
}
