//! `--output json`: as Python's `json.dump` with an indent of four. An empty object prints
//! nothing (`awscli/formatter.py`, `JSONFormatter`).

use crate::python::json::write_indented;
use crate::python::value::Value;

/// Adds the text, with its final newline.
pub fn render(value: &Value, out: &mut String) {
    if !matches!(value, Value::Dict(dict) if dict.entries.is_empty()) {
        write_indented(value, out);
        out.push('\n');
    }
}
