//! Answers the differential fuzzers: one JSON request a line on stdin, one JSON answer a line on
//! stdout, so that one process serves millions of cases.
//!
//! A request is `{"kind": ..., ...}`; each kind is one arm of [`answer`]. An answer is
//! `{"ok": text}` or `{"error": text}`.

use amplifybackend::python::{json, surrogate};
use amplifybackend::query::Query;
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let answer = match answer(&request) {
            Ok(text) => json!({ "ok": text }),
            Err(text) => json!({ "error": surrogate::backslash_replace(&text) }),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(request: &Value) -> Result<String, String> {
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    match text("kind") {
        "json" => json::parse(text("text"), false)
            .map(|value| json::write_compact_ascii(&value))
            .map_err(|error| error.to_string()),
        "query" => {
            let data = json::parse(text("data"), false).map_err(|error| error.to_string())?;
            let query =
                Query::compile(text("query")).map_err(|error| format!("compile: {error}"))?;
            match query.search(&data) {
                Ok(value) => Ok(json::write_compact_ascii(&value)),
                Err(error) => Err(error.to_string()),
            }
        }
        kind => Err(format!("unknown kind: {kind}")),
    }
}
