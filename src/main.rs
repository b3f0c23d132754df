//! The entry: argv and environment in, exit code out.

use amplifybackend::python::environ::Environment;
use std::process::ExitCode;

fn main() -> ExitCode {
    let environment = Environment::of_process();
    ExitCode::from(amplifybackend::run(std::env::args_os(), &environment))
}
