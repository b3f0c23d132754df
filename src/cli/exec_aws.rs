//! Running the next `aws`: who started this program as `aws` has scripts that say `aws`, and every
//! command of theirs but ours goes on, untouched, to the `aws` they had before.
//!
//! That is the next one on PATH: the different files named `aws`, each counted where it stands
//! first, and of them the one after ourselves. Never one before: so however many copies of this
//! program are on PATH, they cannot pass a command round in circles. A script on PATH that runs
//! the first other `aws` could: [`GUARD`] ends that.

use crate::error::ExecAwsError;
use crate::python::environ::Environment;
use std::convert::Infallible;
use std::ffi::OsString;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

#[cfg_attr(unix, path = "exec_aws/unix.rs")]
#[cfg_attr(windows, path = "exec_aws/windows.rs")]
mod system;

/// The name that is stood in for.
pub const NAME: &str = "aws";

/// The variable that records which files were run for which arguments, one word each. Where the
/// same arguments come back, the file that sent them back is not run again. Other arguments are a
/// command of their own: the AWS CLI may itself start `aws`, for credentials.
const GUARD: &str = "AMPLIFYBACKEND_EXEC_AWS";

/// So many programs deep, it is a circle whose arguments grow, and every file is run once.
const MAX_NESTED: usize = 16;

/// Becomes the next `aws`; the process stays, so that its input, its exit code and the signals
/// that reach it are the other's. `started_as` is the first word of argv, `argv` the rest.
///
/// A file that this user may not run is passed over, as a shell does (`execvp(3)`).
///
/// # Errors
/// There is no other `aws`, or the system cannot run it.
pub fn exec_next_aws(
    started_as: &Path,
    argv: &[OsString],
    environment: &Environment,
) -> Result<Infallible, ExecAwsError> {
    let trail = environment.get(GUARD).unwrap_or_default();
    let command = fingerprint(argv);
    let mut refused = None;
    for (file, identity) in others(started_as, environment) {
        if has_run(trail, command, identity) {
            continue;
        }
        let trail = format!("{trail} {command:x}:{identity}");
        let error = system::exec(&file, argv, trail.trim_start());
        let denied = error.kind() == io::ErrorKind::PermissionDenied;
        let error = ExecAwsError::CannotRun(file, error);
        if !denied {
            return Err(error);
        }
        refused.get_or_insert(error);
    }
    Err(refused.unwrap_or(ExecAwsError::NotFound))
}

/// The next `aws`, which need not be one that this user may run.
pub fn next_aws(started_as: &Path, environment: &Environment) -> Option<PathBuf> {
    let next = others(started_as, environment).into_iter().next();
    next.map(|(file, _)| file)
}

/// The next `aws`, and those after it.
fn others(started_as: &Path, environment: &Environment) -> Vec<Candidate> {
    let candidates: Vec<Candidate> = system::candidates(environment.get("PATH")).collect();
    let own = own_identity(started_as, &candidates);
    let trail = environment.get(GUARD).unwrap_or_default();
    following(candidates, own, system::found_on_path(started_as, trail))
}

/// A file named `aws`.
type Candidate = (PathBuf, Identity);

/// Two numbers that are the same for all names of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity(u64, u64);

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}:{:x}", self.0, self.1)
    }
}

/// This program's file. Without `/proc` the system does not say, and it is the file that a shell
/// must have found.
fn own_identity(started_as: &Path, candidates: &[Candidate]) -> Option<Identity> {
    let running = std::env::current_exe().and_then(|file| system::identity(&file));
    if let Ok(identity) = running {
        return Some(identity);
    }
    if started_as.as_os_str() == NAME {
        return candidates.first().map(|(_, identity)| *identity);
    }
    system::identity(started_as).ok()
}

/// A number that stands for the arguments.
fn fingerprint(argv: &[OsString]) -> u64 {
    let mut hasher = DefaultHasher::new();
    argv.hash(&mut hasher);
    hasher.finish()
}

/// Whether the file was run for this command, or for any, when there were too many.
fn has_run(trail: &str, command: u64, identity: Identity) -> bool {
    let entry = format!("{command:x}:{identity}");
    let file = format!(":{identity}");
    let too_many = trail.split(' ').count() >= MAX_NESTED;
    trail
        .split(' ')
        .any(|run| run == entry || too_many && run.ends_with(&file))
}

/// The different files after our own. Started by its path, the program may well stand behind the
/// `aws` that is meant, or not be on PATH at all: then it is all that are not our own.
fn following(candidates: Vec<Candidate>, own: Option<Identity>, looked_up: bool) -> Vec<Candidate> {
    let mut others: Vec<Candidate> = Vec::new();
    let mut before = None;
    for (file, identity) in candidates {
        if Some(identity) == own {
            before.get_or_insert(others.len());
        } else if others.iter().all(|(_, other)| *other != identity) {
            others.push((file, identity));
        }
    }
    others.split_off(before.filter(|_| looked_up).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each file by a number, on PATH in this order.
    fn next_of(path: &[u64], own: u64, looked_up: bool) -> Option<u64> {
        let files = path
            .iter()
            .map(|&number| (PathBuf::from(number.to_string()), Identity(0, number)));
        let following = following(files.collect(), Some(Identity(0, own)), looked_up);
        let (next, _) = following.first()?;
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
    fn a_path_of_copies_of_the_program_causes_no_loop() {
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

    #[test]
    fn a_file_is_run_once_for_the_same_arguments_and_once_for_any_when_nested_too_deep() {
        let (file, other) = (Identity(1, 0x2f), Identity(1, 0x30));
        assert!(!has_run("", 0xa, file));
        assert!(has_run("b:1:30 a:1:2f", 0xa, file));
        assert!(!has_run("a:1:2f", 0xb, file));
        let deep = ["c:1:2f"; MAX_NESTED].join(" ");
        assert!(has_run(&deep, 0xb, file));
        assert!(!has_run(&deep, 0xb, other));
    }
}
