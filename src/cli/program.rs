//! The name under which the program was started.

use std::ffi::OsStr;
use std::path::Path;

/// The name under which the program was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// `amplifybackend` or any other name.
    Amplifybackend,
    /// `aws`: the program replaces the AWS CLI.
    Aws,
}

impl Program {
    /// The program for the first word of argv.
    pub fn named(word: &OsStr) -> Program {
        let path = Path::new(word);
        let name = if cfg!(windows) {
            path.file_stem().map(OsStr::to_ascii_lowercase)
        } else {
            path.file_name().map(OsStr::to_owned)
        };
        match name {
            Some(name) if name == "aws" => Program::Aws,
            _ => Program::Amplifybackend,
        }
    }

    /// The program name in usage errors.
    pub fn name(self) -> &'static str {
        match self {
            Program::Amplifybackend => "amplifybackend",
            Program::Aws => "aws",
        }
    }
}
