//! A command line, one argument per line, in both dialects; the bytes may be invalid UTF-8.
#![no_main]

use amplifybackend::cli::{self, Command, Globals};
use amplifybackend::dialect::Dialect;
use amplifybackend::python::surrogate;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let words = bytes.split(|byte| *byte == b'\n');
    let argv: Vec<String> = words
        .map(|word| {
            let text = surrogate::fsdecode(OsStr::from_bytes(word));
            // The characters that encode lone surrogates do not survive the round trip.
            let genuine = |c| surrogate::decode_surrogate(c).is_some();
            if !String::from_utf8_lossy(word).contains(genuine) {
                assert_eq!(surrogate::fsencode(&text), word);
            }
            text
        })
        .collect();
    for dialect in [Dialect::V1, Dialect::V2] {
        parse(&argv, dialect);
    }
});

fn parse(argv: &[String], dialect: Dialect) {
    let remaining = match cli::parse_globals(argv.to_vec(), dialect) {
        Ok(Globals::Run(_, remaining)) => remaining,
        Ok(Globals::Version | Globals::Help(_)) => return,
        Err(error) => return drop(error.to_string()),
    };
    // The first pass removes arguments; it neither adds nor reorders any.
    let mut words = argv.iter();
    for left in &remaining {
        assert!(words.any(|word| word == left), "{argv:?} {remaining:?}");
    }
    match cli::parse_command(remaining, dialect) {
        Ok(Command::Help | Command::ManPage | Command::Schema | Command::Completion(_)) => {}
        Ok(Command::Operation(arguments)) => drop(format!("{arguments:?}")),
        Err(error) => drop(error.to_string()),
    }
}
