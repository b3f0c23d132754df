//! Finds, identifies and executes programs on Unix.

use super::{Candidate, GUARD, Identity, NAME};
use crate::python::surrogate;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// The search path where PATH is not set (`execvp(3)`).
const DEFAULT_PATH: &str = "/bin:/usr/bin";

/// Replaces this process by the file, so that input, exit code and signals are those of the other
/// program. Returns only if that fails.
pub(super) fn exec(file: &Path, argv: &[OsString], trail: &str) -> io::Error {
    // `exec` also restores SIGPIPE, which Rust's runtime ignores.
    Command::new(file)
        .arg0(NAME)
        .args(argv)
        .env(GUARD, trail)
        .exec()
}

/// The device and inode of a file.
pub(super) fn identity(file: &Path) -> io::Result<Identity> {
    Ok(identity_of(&fs::metadata(file)?))
}

fn identity_of(file: &Metadata) -> Identity {
    Identity(file.dev(), file.ino())
}

/// Whether the program was looked up on PATH rather than started by its path.
pub(super) fn found_on_path(started_as: &Path, _: &str) -> bool {
    started_as.as_os_str() == NAME
}

/// The executable files named `aws` in the directories of PATH.
pub(super) fn candidates(path: Option<&str>) -> impl Iterator<Item = Candidate> {
    path.unwrap_or(DEFAULT_PATH)
        .split(':')
        .filter_map(|folder| {
            // An empty entry is the working directory.
            let folder = if folder.is_empty() { "." } else { folder };
            let file = surrogate::path(folder).join(NAME);
            let found = fs::metadata(&file).ok()?;
            let runs = found.is_file() && found.mode() & 0o111 != 0;
            runs.then(|| (file, identity_of(&found)))
        })
}
