//! What the tests share: programs and services to run them against.
//!
//! From below: `http` is a request and its answer, `fake` a listener that speaks it, `script`
//! answers as a JSON document says, `sigv4` checks signatures, `process` starts a program,
//! `secrets` looks through what it printed, `golden` reads the recordings and `recording` makes
//! one anew, `sandbox` is the service that keeps state, and `command` is the builder that the hand-written tests use; `terminal` is a session
//! at a terminal.

pub mod certificate;
pub mod command;
pub mod fake;
pub mod faulty;
pub mod golden;
pub mod http;
pub mod process;
pub mod recording;
#[path = "../sandbox/service.rs"]
pub mod sandbox;
pub mod script;
pub mod secrets;
pub mod sigv4;
pub mod terminal;

/// Says that a test has not looked, past the test runner, which keeps what a test prints when it
/// passes.
pub fn skip(why: &str) {
    use std::io::Write;
    let line = format!("SKIPPED: {why}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}
