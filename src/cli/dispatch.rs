//! Whose command a command line of `aws` is: the two parsing passes, as far as the two words that
//! say so.

use super::argv::{self, Positional};
use crate::cli::flags::{GLOBAL_OPTIONS, ValueKind};

/// Who is to run a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// This program: it says `amplifybackend update-backend-auth`.
    Builtin,
    /// The AWS CLI.
    Passthrough,
    /// Whoever is there: the global options cannot be read, and the answer is the same.
    Either,
}

/// Whose command `argv` is, which comes without the program's name.
pub fn route(argv: Vec<String>) -> Route {
    let service = argv::read(argv, GLOBAL_OPTIONS, Positional::One);
    // `--version` ends the reading wherever it stands, and asks for the AWS CLI's.
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
    let operation = argv::read(service.rest, &[], Positional::One);
    match operation.positional.as_deref() {
        Some("update-backend-auth") => Route::Builtin,
        _ => Route::Passthrough,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route_of(words: &str) -> Route {
        route(words.split_whitespace().map(str::to_owned).collect())
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
    fn every_other_command_is_the_aws_clis() {
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
    fn a_command_line_that_cannot_be_read_is_anybodys() {
        for words in [
            "amplifybackend update-backend-auth --region",
            "--cli 5 s3 ls",
            "s3 ls --debug=yes",
        ] {
            assert_eq!(route_of(words), Route::Either, "{words}");
        }
    }
}
