//! The recordings of the original in `tests/golden`, with common parts expanded.
//!
//! `tests/record.py` says what a case may hold. A string that is a name of `common.json` is
//! replaced by the part of that name, in a list by its elements.

use serde_json::{Map, Value};
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
    let Value::Object(common) = json("common.json") else {
        panic!("common.json is not an object");
    };
    match expand(json(&format!("{group}.json")), &common) {
        Value::Array(cases) => cases,
        _ => panic!("{group}.json is not a list"),
    }
}

fn expand(value: Value, common: &Map<String, Value>) -> Value {
    match value {
        Value::String(name) if common.contains_key(&name) => expand(common[&name].clone(), common),
        Value::Array(items) => {
            let parts = items.into_iter().flat_map(|item| {
                let named = item.as_str().is_some_and(|name| common.contains_key(name));
                match expand(item, common) {
                    Value::Array(parts) if named => parts,
                    part => vec![part],
                }
            });
            Value::Array(parts.collect())
        }
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, expand(value, common)))
            .collect(),
        other => other,
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
