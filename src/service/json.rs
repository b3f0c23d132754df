//! A stopgap for `python::json`.

use crate::value::Value;

/// Reads JSON.
pub fn parse(text: &str, ordered: bool) -> Result<Value, serde_json::Error> {
    let value: serde_json::Value = serde_json::from_str(text)?;
    Ok(convert(value, ordered))
}

fn convert(value: serde_json::Value, ordered: bool) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(value),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number.into()),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        serde_json::Value::String(text) => Value::String(text),
        serde_json::Value::Array(items) => Value::List(
            items
                .into_iter()
                .map(|item| convert(item, ordered))
                .collect(),
        ),
        serde_json::Value::Object(map) => Value::Dict(crate::value::Dict {
            ordered,
            entries: map
                .into_iter()
                .map(|(key, value)| (key, convert(value, ordered)))
                .collect(),
        }),
    }
}
