//! Shared by the tests: runs of the program, and services for them.
//!
//! From the bottom: `http` has requests and responses, `fake` a server for them, `script` makes
//! responses from a JSON document, `sigv4` verifies signatures, `process` runs a program, `secrets`
//! searches its output, `golden` loads the recordings and `recording` repeats one, `sandbox` is a
//! stateful service, `command` the builder of the hand-written tests, `terminal` a session at a
//! terminal, `parallel` repeats a check.

pub mod certificate;
pub mod command;
pub mod fake;
pub mod faulty;
pub mod golden;
pub mod http;
pub mod parallel;
pub mod process;
pub mod recording;
#[path = "../sandbox/service.rs"]
pub mod sandbox;
pub mod script;
pub mod secrets;
pub mod sigv4;
pub mod terminal;

/// Reports a skipped check. Written to the stream itself, because the test runner captures the
/// output of tests that pass.
pub fn skip(why: &str) {
    use std::io::Write;
    let line = format!("SKIPPED: {why}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}
