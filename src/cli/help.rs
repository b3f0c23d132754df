//! The usage and version of this program. They need not equal the original's.

use crate::cli::Program;
use std::borrow::Cow;

/// The usage text before every usage error.
pub fn usage(program: Program) -> Cow<'static, str> {
    match program {
        Program::Amplifybackend => Cow::Borrowed(USAGE),
        Program::Aws => Cow::Owned(USAGE.replace("amplifybackend", "aws amplifybackend")),
    }
}

const USAGE: &str = "\
usage: amplifybackend [options] update-backend-auth [parameters]

To see the options and examples, run:

  amplifybackend update-backend-auth help

";

/// The output of `--version`.
pub fn version() -> String {
    format!(
        "amplifybackend-cli/{} ({} {})\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}
