//! Caches on disk that the original shares: one JSON file for each key
//! (`botocore/utils.py, JSONFileCache`).
//!
//! A file is replaced as a whole, so that a run beside this one never reads half of it.

use crate::python::{json, surrogate};
use crate::service::text::hexadecimal;
use crate::value::Value;
use sha1::{Digest as _, Sha1};
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

/// The file's name for a key: its SHA-1 in hexadecimal digits.
pub(super) fn sha1_name(key: &str) -> String {
    hexadecimal(&Sha1::digest(key.as_bytes()))
}

/// What is stored; a file that is not there or not JSON counts as nothing.
pub(super) fn load(directory: &str, name: &str) -> Option<Value> {
    let text = fs::read_to_string(path(directory, name)).ok()?;
    json::parse(&text, false).ok()
}

/// Stores a value for its owner's eyes only. That it cannot be stored is no failure of the run:
/// the value is at hand.
pub(super) fn store(directory: &str, name: &str, value: &Value) {
    let _ = replace(directory, name, &json::write_compact_ascii(value));
}

fn path(directory: &str, name: &str) -> PathBuf {
    surrogate::path(directory).join(format!("{name}.json"))
}

fn replace(directory: &str, name: &str, text: &str) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(surrogate::path(directory))?;
    let target = path(directory, name);
    let temporary = target.with_extension(format!("{}.tmp", std::process::id()));
    // Left over from a run that was killed, perhaps; it must not lend its mode.
    let _ = fs::remove_file(&temporary);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&temporary)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&temporary, &target));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}
