//! Standing in for `aws`: who started this program as `aws` has scripts that say `aws`, and every
//! command of theirs but ours goes on, untouched, to the `aws` they had before.
//!
//! That is the next one on PATH: the different files named `aws`, each counted where it stands
//! first, and of them the one after ourselves. Never one before: so the way only leads on, and
//! however many copies of this program are on PATH, they cannot hand a command round in circles.

use crate::error::ExecAwsError;
use crate::python::environ::Environment;
use crate::python::surrogate;
use std::convert::Infallible;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The name that is stood in for.
pub const NAME: &str = "aws";

/// Where a system without PATH looks for programs (`execvp(3)`).
const DEFAULT_PATH: &str = "/bin:/usr/bin";

/// Becomes the next `aws`; the process stays, so that its input, its exit code and the signals
/// that reach it are the other's. `started_as` is the first word of argv, `argv` the rest.
///
/// # Errors
/// There is no other `aws`, or the system cannot run it.
pub fn exec_next_aws(
    started_as: &Path,
    argv: &[OsString],
    environment: &Environment,
) -> Result<Infallible, ExecAwsError> {
    let own = std::env::current_exe().and_then(fs::metadata).ok();
    let found = candidates(environment.get("PATH").unwrap_or(DEFAULT_PATH));
    let next = next(found, own.as_ref().map(identity), found_on_path(started_as));
    let next = next.ok_or(ExecAwsError::NotFound)?;
    // `exec` also takes back what Rust's runtime did to SIGPIPE.
    let error = Command::new(&next).arg0(NAME).args(argv).exec();
    Err(ExecAwsError::CannotRun(next, error))
}

/// What makes a file the same under all its names.
fn identity(file: &Metadata) -> (u64, u64) {
    (file.dev(), file.ino())
}

/// Whether the program was looked up on PATH rather than named by its path.
fn found_on_path(started_as: &Path) -> bool {
    started_as.as_os_str() == NAME
}

/// The executable files named `aws` in the folders of PATH.
fn candidates(path: &str) -> impl Iterator<Item = (PathBuf, (u64, u64))> {
    path.split(':').filter_map(|folder| {
        // An empty entry is the working directory.
        let folder = if folder.is_empty() { "." } else { folder };
        let file = surrogate::path(folder).join(NAME);
        let found = fs::metadata(&file).ok()?;
        let runs = found.is_file() && found.mode() & 0o111 != 0;
        runs.then(|| (file, identity(&found)))
    })
}

/// The file after our own. Started by its path, the program may well stand behind the `aws` that
/// is meant, or not be on PATH at all: then it is the first that is not our own.
fn next(
    candidates: impl Iterator<Item = (PathBuf, (u64, u64))>,
    own: Option<(u64, u64)>,
    looked_up: bool,
) -> Option<PathBuf> {
    let mut before = Vec::new();
    let mut first = None;
    let mut passed = false;
    for (file, identity) in candidates {
        if Some(identity) == own {
            passed = true;
        } else if !before.contains(&identity) {
            if passed && looked_up {
                return Some(file);
            }
            before.push(identity);
            first.get_or_insert(file);
        }
    }
    first.filter(|_| !(passed && looked_up))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each file by a number, on PATH in this order.
    fn next_of(path: &[u64], own: u64, looked_up: bool) -> Option<u64> {
        let files = path
            .iter()
            .map(|&number| (PathBuf::from(number.to_string()), (0, number)));
        let next = next(files, Some((0, own)), looked_up)?;
        Some(next.to_str().unwrap().parse().unwrap())
    }

    #[test]
    fn the_next_is_the_first_other_file_after_our_own() {
        assert_eq!(next_of(&[1, 2, 3], 1, true), Some(2));
        assert_eq!(next_of(&[1, 2, 3], 2, true), Some(3));
        assert_eq!(next_of(&[2, 1, 1, 3], 1, true), Some(3));
        assert_eq!(next_of(&[2, 1], 1, true), None);
        assert_eq!(next_of(&[1], 1, true), None);
    }

    #[test]
    fn a_file_that_stands_on_path_twice_counts_where_it_stands_first() {
        assert_eq!(next_of(&[1, 2, 1], 1, true), Some(2));
        assert_eq!(next_of(&[2, 1, 2], 1, true), None);
    }

    #[test]
    fn a_program_started_by_its_path_takes_the_first_other_wherever_it_is_itself() {
        assert_eq!(next_of(&[2, 1, 3], 1, false), Some(2));
        assert_eq!(next_of(&[1, 2], 1, false), Some(2));
        assert_eq!(next_of(&[1, 1], 1, false), None);
    }

    #[test]
    fn a_program_that_is_not_on_path_takes_the_first() {
        assert_eq!(next_of(&[2, 3], 1, true), Some(2));
        assert_eq!(next_of(&[], 1, true), None);
    }

    #[test]
    fn whatever_path_is_the_way_through_copies_of_the_program_ends() {
        // Every PATH of up to five entries of three files, all of them this program.
        for length in 0..=5_u32 {
            for code in 0..3_u64.pow(length) {
                let path: Vec<u64> = (0..length).map(|at| code / 3_u64.pow(at) % 3).collect();
                for start in 0..4 {
                    let mut file = next_of(&path, start, false);
                    let mut hops = 0;
                    while let Some(own) = file {
                        file = next_of(&path, own, true);
                        hops += 1;
                        assert!(hops <= 3, "{path:?} from {start}");
                    }
                }
            }
        }
    }
}
