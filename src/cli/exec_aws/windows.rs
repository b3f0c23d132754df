//! Finds, identifies and executes programs on Windows.

use super::{Candidate, GUARD, Identity, NAME, fingerprint};
use crate::python::surrogate;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// The extensions of programs that can be omitted, in the order of `PATHEXT`; `pip` installs
/// `aws.cmd`, version 2 `aws.exe`.
const ENDINGS: [&str; 3] = ["exe", "bat", "cmd"];

/// Runs the file, waits for it and exits with its exit code, because a process on Windows cannot be
/// replaced by another program. Returns only if that fails.
#[allow(
    clippy::exit,
    reason = "an exit code of Windows has 32 bits, `ExitCode` eight"
)]
pub(super) fn exec(file: &Path, argv: &[OsString], trail: &str) -> io::Error {
    // Both programs receive Ctrl-C; the other program decides how to handle it.
    let _caught = tokio::signal::windows::ctrl_c();
    match Command::new(file).args(argv).env(GUARD, trail).status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}

/// A hash of the path with links resolved, because no safe function returns the system's file ID.
pub(super) fn identity(file: &Path) -> io::Result<Identity> {
    let path = fs::canonicalize(file)?;
    Ok(Identity(0, fingerprint(&[path.into_os_string()])))
}

/// Whether the program was looked up on PATH rather than started by its path. PowerShell always
/// starts it by its path, and so does another copy of this program.
pub(super) fn found_on_path(started_as: &Path, trail: &str) -> bool {
    let is_bare = started_as
        .parent()
        .is_none_or(|folder| folder.as_os_str().is_empty());
    is_bare || !trail.is_empty()
}

/// The programs named `aws` in the directories of PATH.
pub(super) fn candidates(path: Option<&str>) -> impl Iterator<Item = Candidate> {
    let path = surrogate::os_string(path.unwrap_or_default());
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    folders.into_iter().flat_map(|folder| {
        ENDINGS.into_iter().filter_map(move |ending| {
            let file = folder.join(NAME).with_extension(ending);
            let identity = file.is_file().then(|| identity(&file).ok())??;
            Some((file, identity))
        })
    })
}
