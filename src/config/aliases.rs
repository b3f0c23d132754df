//! The alias file of the AWS CLI, as far as it is needed to decide whether an alias may replace a
//! command (`awscli/alias.py`, `AliasLoader`).

use crate::python::configparser;
use crate::python::environ::Environment;
use crate::python::path::expand_user;
use crate::python::surrogate;
use std::fs;

const PATH: &str = "~/.aws/cli/alias";

/// Whether the alias file may replace the command: it contains the name of the command, in any
/// case, as an alias of `[toplevel]` or in version 2 a section `[command NAME]` would. The test may
/// be too broad: the command then goes to the next `aws`, which has the same result. It is also
/// true for a file that cannot be parsed, with which every command of the original fails
/// (`botocore/configloader.py`, `raw_config_parse`).
pub fn may_replace(command: &str, environment: &Environment) -> bool {
    let path = surrogate::path(&expand_user(PATH, environment));
    match fs::metadata(&path) {
        Err(_) => false,
        // Reading a pipe would block until it has a writer.
        Ok(metadata) if !metadata.is_file() => true,
        Ok(_) => fs::read(path).is_ok_and(|content| {
            let mut windows = content.windows(command.len());
            windows.any(|window| window.eq_ignore_ascii_case(command.as_bytes()))
                || std::str::from_utf8(&content)
                    .map_or(true, |text| configparser::parse(text).is_err())
        }),
    }
}
