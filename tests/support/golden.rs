//! The recordings of the original in `tests/golden`; `tests/record.py` says what a case may hold.

use serde_json::Value;
use std::path::PathBuf;

/// A file of `tests/golden`.
pub fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "golden", name]
        .iter()
        .collect()
}

/// A file of `tests/golden` as text.
pub fn text(name: &str) -> String {
    let path = path(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file of `tests/golden` as JSON.
pub fn json(name: &str) -> Value {
    serde_json::from_str(&text(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The cases of a group.
pub fn cases(group: &str) -> Vec<Value> {
    match json(&format!("{group}.json")) {
        Value::Array(cases) => cases,
        _ => panic!("{group}.json is not a list"),
    }
}

/// A text that may be written as a list of its lines; absent is empty.
pub fn joined(value: &Value) -> String {
    match value {
        Value::Array(lines) => lines.iter().map(joined).collect(),
        Value::String(text) => text.clone(),
        _ => String::new(),
    }
}
