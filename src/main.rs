//! The entry point: passes argv and the environment to the library and returns its exit code.

use amplifybackend::python::environ::Environment;
use std::process::ExitCode;

fn main() -> ExitCode {
    let environment = Environment::of_process();
    ExitCode::from(amplifybackend::run(std::env::args_os(), &environment))
}
