//! Bytes as a YAML document; a parsed value survives being written as YAML and parsed again.
#![no_main]

use amplifybackend::input::yaml;
use amplifybackend::output::{Format, Selected};
use amplifybackend::python::repr::{repr, str_of};
use amplifybackend::python::value::{Value, decode_key};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let value = match yaml::parse_bytes(bytes) {
        Ok(value) => value,
        Err(error) => return drop(error.to_string()),
    };
    drop((str_of(&value), value.class()));
    // A scalar at the top is written as JSON.
    let is_collection = matches!(value, Value::List(_) | Value::Dict(_));
    let rendered = Format::Yaml.render_text("", Selected::Value(value.clone()));
    if rendered.error.is_some() || !is_collection || !survives(&value) {
        return;
    }
    let text = rendered.output.text;
    let again = yaml::parse_text(&text);
    let shown = again.as_ref().map(repr);
    assert_eq!(shown, Ok(shown_again(&value)), "{text}");
});

/// Whether the value can be written, without the line breaks that YAML 1.1 (the writer) has and
/// YAML 1.2 has not.
fn survives(value: &Value) -> bool {
    let keeps = |text: &str| !text.contains(['\u{2028}', '\u{2029}']) && decode_key(text).is_none();
    match value {
        Value::Bytes(_) | Value::Opaque(_) => false,
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
