//! Any words, divided by line breaks, as a command line; bytes that are not UTF-8 are welcome.
#![no_main]

use amplifybackend::cli::{self, Command, Globals};
use amplifybackend::python::surrogate;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let words = bytes.split(|byte| *byte == b'\n');
    let argv: Vec<String> = words
        .map(|word| {
            let text = surrogate::fsdecode(OsStr::from_bytes(word));
            // The characters that stand for lone surrogates cannot stand for themselves.
            let genuine = |c| surrogate::decode_surrogate(c).is_some();
            if !String::from_utf8_lossy(word).contains(genuine) {
                assert_eq!(surrogate::fsencode(&text), word);
            }
            text
        })
        .collect();
    let rest = match cli::parse_globals(argv.clone()) {
        Ok(Globals::Run(_, rest)) => rest,
        Ok(Globals::Version | Globals::Help) => return,
        Err(error) => return drop(error.to_string()),
    };
    // What the first pass leaves was there before, in this order.
    let mut words = argv.iter();
    for left in &rest {
        assert!(words.any(|word| word == left), "{argv:?} {rest:?}");
    }
    match cli::parse_operation(rest) {
        Ok(Command::Help | Command::ManPage | Command::Schema | Command::Completion(_)) => {}
        Ok(Command::UpdateBackendAuth(options)) => drop(format!("{options:?}")),
        Err(error) => drop(error.to_string()),
    }
});
