//! Decides which program runs a command line of `aws`. Both parsing passes are needed to find the
//! two words of the command.

use super::argv::{self, Positional};
use super::flags::{ValueKind, global_flags};
use super::program::Program;
use super::{exec_aws, installed_aws};
use crate::config::aliases;
use crate::dialect::{self, Choice, Dialect, Origin, UnknownDialect};
use crate::error::ExecAwsError;
use crate::model::Operation;
use crate::python::environ::Environment;
use std::ffi::OsString;
use std::path::Path;

/// The program that runs a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// This program: the command is `amplifybackend update-backend-auth`.
    Builtin,
    /// The AWS CLI.
    Passthrough,
    /// Either program: the global options are invalid, and both report the same error.
    Either,
}

/// The dialect of a run: the value of the environment variable, or if the program was started as
/// `aws` the dialect of the next `aws` on PATH, or else version 1.
///
/// # Errors
/// A value of the variable that is not a dialect.
pub fn choose_dialect(
    program: Program,
    started_as: &Path,
    environment: &Environment,
) -> Result<Choice, UnknownDialect> {
    if let Some(text) = environment.get(dialect::VARIABLE) {
        return Ok(Choice {
            dialect: Dialect::named(text)?,
            origin: Origin::Variable,
        });
    }
    Ok(match program {
        Program::Amplifybackend => Choice::default(),
        Program::Aws => {
            let next = exec_aws::next_aws(started_as, environment);
            Choice {
                // Most installations are version 2, which may be in an unknown location.
                dialect: next
                    .as_deref()
                    .and_then(installed_aws::dialect_of)
                    .unwrap_or(Dialect::V2),
                origin: next.map_or(Origin::NoAws, Origin::NextAws),
            }
        }
    })
}

/// For a program started as `aws`: executes the next `aws`, or returns if the command is one of
/// this program's own. `words` is `argv` decoded.
///
/// # Errors
/// The next `aws` cannot be executed, or does not exist.
pub fn pass_on(
    started_as: &Path,
    argv: &[OsString],
    words: &[String],
    environment: &Environment,
    dialect: Dialect,
) -> Result<(), ExecAwsError> {
    let mut route = route(words.to_vec(), dialect);
    if route == Route::Builtin {
        if !aliases::may_replace("amplifybackend", environment) {
            return Ok(());
        }
        route = Route::Either;
    }
    match exec_aws::exec_next_aws(started_as, argv, environment) {
        Err(ExecAwsError::NotFound) if route == Route::Either => Ok(()),
        Err(error) => Err(error),
    }
}

/// The program that runs `argv`; the program name is not part of it.
pub fn route(argv: Vec<String>, dialect: Dialect) -> Route {
    let service = argv::read(argv, &global_flags(dialect), Positional::One);
    // `--version` ends the parsing wherever it is given, and shows the version of the AWS CLI.
    let mut options = service.options.iter();
    if options.any(|(spec, _)| spec.takes == ValueKind::Version) {
        return Route::Passthrough;
    }
    if service.error.is_some() {
        return Route::Either;
    }
    if service.positional.as_deref() != Some("amplifybackend") {
        return Route::Passthrough;
    }
    let operation = argv::read(service.remaining, &[], Positional::One);
    match operation.positional.as_deref().and_then(Operation::named) {
        Some(_) => Route::Builtin,
        None => Route::Passthrough,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route_of(words: &str) -> Route {
        route(
            words.split_whitespace().map(str::to_owned).collect(),
            Dialect::V1,
        )
    }

    #[test]
    fn global_options_and_their_values_do_not_count_as_the_command() {
        for words in [
            "amplifybackend update-backend-auth",
            "amplifybackend update-backend-auth help",
            "amplifybackend update-backend-auth --help",
            "--region eu-west-1 amplifybackend --debug update-backend-auth --app-id x",
            "--reg=eu-west-1 --no-sign amplifybackend update-backend-auth",
            "--profile s3 amplifybackend --output json update-backend-auth",
            "amplifybackend --unknown update-backend-auth",
            "-- amplifybackend update-backend-auth",
        ] {
            assert_eq!(route_of(words), Route::Builtin, "{words}");
        }
    }

    #[test]
    fn other_commands_are_passed_through() {
        for words in [
            "",
            "help",
            "--help",
            "--version",
            "s3 ls",
            "amplifybackend",
            "amplifybackend help",
            "amplifybackend get-backend --app-id x",
            "amplifybackend get-backend update-backend-auth",
            "amplifybackend update-backend-auth --version",
            "--profile amplifybackend update-backend-auth",
            "update-backend-auth amplifybackend",
            "amplify update-backend-auth",
        ] {
            assert_eq!(route_of(words), Route::Passthrough, "{words}");
        }
    }

    #[test]
    fn an_invalid_command_line_may_run_in_either_program() {
        for words in [
            "amplifybackend update-backend-auth --region",
            "--cli 5 s3 ls",
            "s3 ls --debug=yes",
        ] {
            assert_eq!(route_of(words), Route::Either, "{words}");
        }
    }
}
