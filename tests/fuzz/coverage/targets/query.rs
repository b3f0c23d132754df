//! Any text as a query, on an answer with a bit of everything.
#![no_main]

use amplifybackend::dialect::Dialect;
use amplifybackend::python::json;
use amplifybackend::query::Query;
use amplifybackend::python::value::Value;
use std::sync::LazyLock;

static ANSWER: LazyLock<Value> = LazyLock::new(|| {
    let text = r#"{"a": [1, -2.5, "x", null, true, {"b": [[1], [2, [3]]]}], "c": {"d": "e"},
                   "f": ["z", "y"], "g": [{"k": 1}, {"k": 2}], "h": 10000000000000000000000}"#;
    json::parse(text).unwrap_or(Value::Null)
});

libfuzzer_sys::fuzz_target!(|text: &str| {
    match Query::compile(text, Dialect::V1) {
        Ok(query) => {
            let _ = query.check();
            if let Err(error) = query.search(&ANSWER) {
                let _ = error.to_string();
            }
        }
        Err(error) => {
            let _ = error.to_string();
        }
    }
});
