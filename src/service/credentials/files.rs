//! Reads the files of the credential providers, up to a maximum size.

use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::python::os_error::os_error;
use crate::python::surrogate;
use crate::service::decode;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// The maximum size, in bytes. Tokens and cached documents have a few kilobytes; a device may be
/// endless.
const MAX_SIZE: u64 = 16 << 20;

/// The contents of a file of any kind: a token may be read from a pipe.
///
/// # Errors
/// The system's errors, and [`io::ErrorKind::FileTooLarge`].
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_SIZE + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_SIZE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// The contents of a regular file; `None` for anything else (`os.path.isfile`). Reading a pipe
/// could block the run.
pub(super) fn read_regular(path: &Path) -> Option<Vec<u8>> {
    if !path.is_file() {
        return None;
    }
    read(path).ok()
}

/// The text of a token file. Errors have the message of Python's `open`.
pub(super) fn text(path: &str) -> Result<Secret, CredentialsError> {
    let bytes = read(&surrogate::path(path))
        .map_err(|error| CredentialsError::Python(os_error(&error, Some(path))))?;
    let decoded = decode::utf8(&bytes).map_err(CredentialsError::Python)?;
    // Python reads text files with universal newlines.
    Ok(Secret::new(
        decoded.replace("\r\n", "\n").replace('\r', "\n"),
    ))
}
