//! A text as a query, on a response with values of every type.
#![no_main]

use amplifybackend::dialect::Dialect;
use amplifybackend::python::json;
use amplifybackend::python::value::Value;
use amplifybackend::query::Query;
use std::sync::LazyLock;

static RESPONSE: LazyLock<Value> = LazyLock::new(|| {
    let text = r#"{"a": [1, -2.5, "x", null, true, {"b": [[1], [2, [3]]]}], "c": {"d": "e"},
                   "f": ["z", "y"], "g": [{"k": 1}, {"k": 2}], "h": 10000000000000000000000}"#;
    json::parse(text).unwrap_or(Value::Null)
});

libfuzzer_sys::fuzz_target!(|text: &str| {
    for dialect in [Dialect::V1, Dialect::V2] {
        match Query::compile(text, dialect) {
            Ok(query) => {
                let _ = query.check();
                if let Err(error) = query.search(&RESPONSE) {
                    drop(error.to_string());
                }
            }
            Err(error) => drop(error.to_string()),
        }
    }
});
