//! `--output json`: the format of Python's `json.dump` with an indent of four. An empty object has
//! no output (`awscli/formatter.py`, `JSONFormatter`).

use super::{Rendered, RenderedText};
use crate::error::OutputError;
use crate::python::json::{Unserializable, dumps_indented};
use crate::python::value::Value;

/// The JSON text with a final newline.
pub(super) fn render(value: &Value) -> RenderedText {
    if matches!(value, Value::Dict(dict) if dict.entries.is_empty()) {
        return RenderedText::complete(String::new());
    }
    match dumps_indented(value) {
        Ok(text) => RenderedText::complete(text + "\n"),
        // The original writes to stdout while it serializes, so the part before the error is
        // printed.
        Err(Unserializable { written }) => Rendered {
            output: written.into(),
            error: Some(OutputError::NotSerializable),
        },
    }
}
