//! Any bytes as a YAML document; what is read is shown, written as YAML and read again.
#![no_main]

use amplifybackend::input::yaml;
use amplifybackend::output;
use amplifybackend::python::repr::{repr, str_of};
use amplifybackend::python::shared::Shared;
use amplifybackend::python::value::{Value, decode_key};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let value = match yaml::parse_bytes(bytes) {
        Ok(value) => value,
        Err(error) => return drop(error.to_string()),
    };
    drop((str_of(&value), value.class()));
    let mut written = String::new();
    let shared = Shared::from(value.clone());
    // A scalar at the top is written as JSON.
    let is_collection = matches!(value, Value::List(_) | Value::Dict(_));
    let rendered = output::yaml::render(&shared, &mut written);
    if rendered.is_err() || !is_collection || !survives(&value) {
        return;
    }
    let again = yaml::parse_text(&written);
    let shown = again.as_ref().map(repr);
    assert_eq!(shown, Ok(shown_again(&value)), "{written}");
});

/// Whether the writer knows the value, and YAML 1.1, which it writes, has the same line breaks as
/// YAML 1.2.
fn survives(value: &Value) -> bool {
    let keeps = |text: &str| !text.contains(['\u{2028}', '\u{2029}']) && decode_key(text).is_none();
    match value {
        Value::Bytes(_) | Value::Other(_) => false,
        // An empty object at the top is written as nothing.
        Value::Dict(dict) => {
            let mut entries = dict.entries.iter();
            !dict.entries.is_empty() && entries.all(|(key, value)| keeps(key) && survives(value))
        }
        Value::List(items) => items.iter().all(survives),
        Value::String(text) => keeps(text),
        Value::Float(value) => value.is_finite(),
        Value::Int(value) => value.bits() < 1000,
        _ => true,
    }
}

/// An ordered map comes back as any other, and all keys sorted.
fn shown_again(value: &Value) -> String {
    fn sorted(value: &Value) -> Value {
        match value {
            Value::List(items) => Value::List(items.iter().map(sorted).collect()),
            Value::Dict(dict) => {
                let mut entries: Vec<_> = dict.entries.iter().collect();
                entries.sort_by_key(|(key, _)| key.as_str());
                let entries = entries.into_iter();
                Value::Dict(
                    entries
                        .map(|(key, value)| (key.clone(), sorted(value)))
                        .collect(),
                )
            }
            other => other.clone(),
        }
    }
    repr(&sorted(value))
}
