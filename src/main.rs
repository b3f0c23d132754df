//! The entry: argv and environment in, exit code out.

use amplifybackend::python::environ::Environment;
use std::process::ExitCode;

fn main() -> ExitCode {
    let environment: Environment = std::env::vars_os().collect();
    let code = amplifybackend::run(std::env::args_os(), &environment);
    // The process ends: freeing each of hundreds of variables would be lost time.
    std::mem::forget(environment);
    ExitCode::from(code)
}
