//! The AWS CLI's alias file, as far as it says whose command a command line is
//! (`awscli/alias.py`, `AliasLoader`).

use crate::python::environ::Environment;
use crate::python::path::expand_user;
use crate::python::surrogate;
use std::fs;

const PATH: &str = "~/.aws/cli/alias";

/// Whether the alias file mentions the command, in whatever case: as an alias of `[toplevel]`,
/// which replaces it, or in version 2 as a section `[command NAME]`. No finer: whoever is asked
/// in vain gives the same answer.
pub fn mention(command: &str, environment: &Environment) -> bool {
    let path = surrogate::path(&expand_user(PATH, environment));
    // A pipe would wait for its writer.
    path.is_file()
        && fs::read(path).is_ok_and(|content| {
            let mut windows = content.windows(command.len());
            windows.any(|window| window.eq_ignore_ascii_case(command.as_bytes()))
        })
}
