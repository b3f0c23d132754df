//! The AWS CLI's alias file, as far as it says whose command a command line is
//! (`awscli/alias.py`, `AliasLoader`).

use crate::python::configparser;
use crate::python::environ::Environment;
use crate::python::path::expand_user;
use crate::python::surrogate;
use std::fs;

const PATH: &str = "~/.aws/cli/alias";

/// Whether the alias file may replace the command: it mentions it, in whatever case, as an alias of
/// `[toplevel]` does, or in version 2 a section `[command NAME]`. No finer: whoever is asked in
/// vain gives the same answer. A file that cannot be parsed ends every command of the original
/// (`botocore/configloader.py`, `raw_config_parse`).
pub fn may_replace(command: &str, environment: &Environment) -> bool {
    let path = surrogate::path(&expand_user(PATH, environment));
    match fs::metadata(&path) {
        Err(_) => false,
        // A pipe would wait for its writer.
        Ok(metadata) if !metadata.is_file() => true,
        Ok(_) => fs::read(path).is_ok_and(|content| {
            let mut windows = content.windows(command.len());
            windows.any(|window| window.eq_ignore_ascii_case(command.as_bytes()))
                || std::str::from_utf8(&content)
                    .map_or(true, |text| configparser::parse(text).is_err())
        }),
    }
}
