//! How programs are found, compared and executed on Windows.

use super::{Candidate, GUARD, Identity, NAME, fingerprint};
use crate::python::surrogate;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// The endings of programs that are called without them, in the order of `PATHEXT`; `pip` installs
/// `aws.cmd`, version 2 `aws.exe`.
const ENDINGS: [&str; 3] = ["exe", "bat", "cmd"];

/// Runs that file, waits for it and ends with its exit code: no process of Windows becomes another
/// program. Returns when the system does not run it.
#[allow(
    clippy::exit,
    reason = "an exit code of Windows has 32 bits, `ExitCode` eight"
)]
pub(super) fn exec(file: &Path, argv: &[OsString], trail: &str) -> io::Error {
    // Ctrl-C reaches both: the other program decides what comes of it.
    let _caught = tokio::signal::windows::ctrl_c();
    match Command::new(file).args(argv).env(GUARD, trail).status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}

/// The file's path behind links; no safe function returns the system's own number of a file.
pub(super) fn identity(file: &Path) -> io::Result<Identity> {
    let path = fs::canonicalize(file)?;
    Ok(Identity(0, fingerprint(&[path.into_os_string()])))
}

/// Whether the program was looked up on PATH rather than named by its path. PowerShell names it by
/// its path either way, and so does another copy of this program.
pub(super) fn found_on_path(started_as: &Path, trail: &str) -> bool {
    let is_bare = started_as
        .parent()
        .is_none_or(|folder| folder.as_os_str().is_empty());
    is_bare || !trail.is_empty()
}

/// The programs named `aws` in the folders of PATH.
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
