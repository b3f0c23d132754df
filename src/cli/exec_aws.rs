//! Executes the next `aws`: when this program is installed as `aws`, commands other than its own
//! are passed unchanged to the AWS CLI.
//!
//! The next `aws` is searched on PATH: of the different files named `aws`, in the order of their
//! first occurrences, it is the one after this program's file. Files before it are never executed,
//! so that several copies of this program on PATH cannot call each other in a loop. A script on
//! PATH that executes the first other `aws` still could; [`GUARD`] ends such a loop.

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

/// The program name under which this program replaces the AWS CLI.
pub const NAME: &str = "aws";

/// The variable that records which files have been executed with which arguments, one word for
/// each. A file is not executed twice with the same arguments. Different arguments are a new
/// command, because the AWS CLI may itself start `aws` for credentials.
const GUARD: &str = "AMPLIFYBACKEND_EXEC_AWS";

/// At this nesting, the arguments grow in a loop, and each file is executed only once whatever its
/// arguments.
const MAX_NESTED: usize = 16;

/// Replaces this program by the next `aws` in the same process, so that input, exit code and
/// signals are those of the other program. `started_as` is the first word of argv, and `argv` the
/// rest.
///
/// A file that the user has no permission to execute is skipped, as by a shell (`execvp(3)`).
///
/// # Errors
/// There is no other `aws`, or the system cannot execute it.
pub fn exec_next_aws(
    started_as: &Path,
    argv: &[OsString],
    environment: &Environment,
) -> Result<Infallible, ExecAwsError> {
    let trail = environment.get(GUARD).unwrap_or_default();
    let command = fingerprint(argv);
    let mut permission_error = None;
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
        permission_error.get_or_insert(error);
    }
    Err(permission_error.unwrap_or(ExecAwsError::NotFound))
}

/// The next `aws`; the user may have no permission to execute it.
pub fn next_aws(started_as: &Path, environment: &Environment) -> Option<PathBuf> {
    let next = others(started_as, environment).into_iter().next();
    next.map(|(file, _)| file)
}

/// The next `aws` and those after it.
fn others(started_as: &Path, environment: &Environment) -> Vec<Candidate> {
    let candidates: Vec<Candidate> = system::candidates(environment.get("PATH")).collect();
    let own = own_identity(started_as, &candidates);
    let trail = environment.get(GUARD).unwrap_or_default();
    following(candidates, own, system::found_on_path(started_as, trail))
}

/// A file named `aws`, with its identity.
type Candidate = (PathBuf, Identity);

/// Two numbers that identify a file, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity(u64, u64);

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}:{:x}", self.0, self.1)
    }
}

/// The identity of this program's file. If the system does not provide it (no `/proc`), the file is
/// the one that a shell would have found.
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

/// A hash of the arguments.
fn fingerprint(argv: &[OsString]) -> u64 {
    let mut hasher = DefaultHasher::new();
    argv.hash(&mut hasher);
    hasher.finish()
}

/// Whether the file was executed for this command, or at the maximum nesting for any command.
fn has_run(trail: &str, command: u64, identity: Identity) -> bool {
    let entry = format!("{command:x}:{identity}");
    let file = format!(":{identity}");
    let too_many = trail.split(' ').count() >= MAX_NESTED;
    trail
        .split(' ')
        .any(|run| run == entry || too_many && run.ends_with(&file))
}

/// The different files after this program's own. If the program was started by its path rather than
/// `looked_up` on PATH, it may be on PATH after the intended `aws` or not at all, so all files
/// except its own are returned.
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

    /// The next file for files given by number, in the order of PATH.
    fn next_of(path: &[u64], own: u64, looked_up: bool) -> Option<u64> {
        let files = path
            .iter()
            .map(|&number| (PathBuf::from(number.to_string()), Identity(0, number)));
        let following = following(files.collect(), Some(Identity(0, own)), looked_up);
        let (next, _) = following.first()?;
        Some(next.to_str().unwrap().parse().unwrap())
    }

    #[test]
    fn the_next_aws_is_the_first_other_file_after_this_program() {
        assert_eq!(next_of(&[1, 2, 3], 1, true), Some(2));
        assert_eq!(next_of(&[1, 2, 3], 2, true), Some(3));
        assert_eq!(next_of(&[2, 1, 1, 3], 1, true), Some(3));
        assert_eq!(next_of(&[2, 1], 1, true), None);
        assert_eq!(next_of(&[1], 1, true), None);
    }

    #[test]
    fn a_file_twice_on_path_has_its_first_position() {
        assert_eq!(next_of(&[1, 2, 1], 1, true), Some(2));
        assert_eq!(next_of(&[2, 1, 2], 1, true), None);
    }

    #[test]
    fn a_program_started_by_its_path_executes_the_first_other_file() {
        assert_eq!(next_of(&[2, 1, 3], 1, false), Some(2));
        assert_eq!(next_of(&[1, 2], 1, false), Some(2));
        assert_eq!(next_of(&[1, 1], 1, false), None);
    }

    #[test]
    fn a_program_that_is_not_on_path_executes_the_first_file() {
        assert_eq!(next_of(&[2, 3], 1, true), Some(2));
        assert_eq!(next_of(&[], 1, true), None);
    }

    #[test]
    fn a_path_of_copies_of_the_program_causes_no_loop() {
        // All combinations of up to five PATH entries with three files, each of which is this
        // program.
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
    fn a_file_is_executed_once_for_the_same_arguments_and_at_maximum_nesting_once() {
        let (file, other) = (Identity(1, 0x2f), Identity(1, 0x30));
        assert!(!has_run("", 0xa, file));
        assert!(has_run("b:1:30 a:1:2f", 0xa, file));
        assert!(!has_run("a:1:2f", 0xb, file));
        let deep = ["c:1:2f"; MAX_NESTED].join(" ");
        assert!(has_run(&deep, 0xb, file));
        assert!(!has_run(&deep, 0xb, other));
    }
}
