//! `json.dumps` in the three layouts that the original uses (`json/encoder.py`).
//!
//! Bytes have no JSON form; nothing hands them to this writer.

use crate::python::float_repr::repr_float;
use crate::python::surrogate;
use crate::python::value::Value;

/// How a value is laid out.
struct Layout {
    /// Spaces for each level; `None` keeps everything on one line.
    indent: Option<usize>,
    ascii: bool,
    comma: &'static str,
    colon: &'static str,
}

/// `json.dumps(value, indent=4, ensure_ascii=False)`, appended to `out`. A lone surrogate stays
/// its stand-in.
pub fn write_indented(value: &Value, out: &mut String) {
    let layout = Layout {
        indent: Some(4),
        ascii: false,
        comma: ",",
        colon: ": ",
    };
    layout.write(value, 0, out);
}

/// `json.dumps(value)`: one line, with spaces, in ASCII.
pub fn dumps(value: &Value) -> String {
    one_line(value, ", ", ": ")
}

/// `json.dumps(value, separators=(',', ':'))`: one line without spaces, in ASCII.
pub fn dumps_compact(value: &Value) -> String {
    one_line(value, ",", ":")
}

fn one_line(value: &Value, comma: &'static str, colon: &'static str) -> String {
    let layout = Layout {
        indent: None,
        ascii: true,
        comma,
        colon,
    };
    let mut out = String::new();
    layout.write(value, 0, &mut out);
    out
}

/// The text of a float: `NaN`, `Infinity`, else its `repr`.
pub fn float_text(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else {
        repr_float(value)
    }
}

impl Layout {
    fn write(&self, value: &Value, level: usize, out: &mut String) {
        match value {
            Value::Null | Value::Bytes(_) | Value::Other(_) => out.push_str("null"),
            Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Value::Int(value) => out.push_str(&value.to_string()),
            Value::Float(value) => out.push_str(&float_text(*value)),
            Value::String(text) => self.write_string(text, out),
            Value::List(items) if items.is_empty() => out.push_str("[]"),
            Value::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.start_item(index, level + 1, out);
                    self.write(item, level + 1, out);
                }
                self.new_line(level, out);
                out.push(']');
            }
            Value::Dict(dict) if dict.entries.is_empty() => out.push_str("{}"),
            Value::Dict(dict) => {
                out.push('{');
                for (index, (key, item)) in dict.entries.iter().enumerate() {
                    self.start_item(index, level + 1, out);
                    self.write_string(key, out);
                    out.push_str(self.colon);
                    self.write(item, level + 1, out);
                }
                self.new_line(level, out);
                out.push('}');
            }
        }
    }

    fn start_item(&self, index: usize, level: usize, out: &mut String) {
        if index > 0 {
            out.push_str(self.comma);
        }
        self.new_line(level, out);
    }

    fn new_line(&self, level: usize, out: &mut String) {
        if let Some(width) = self.indent {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', width * level));
        }
    }

    fn write_string(&self, text: &str, out: &mut String) {
        out.push('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\u{8}' => out.push_str("\\b"),
                '\u{c}' => out.push_str("\\f"),
                ' '..='~' => out.push(c),
                _ if c >= ' ' && !self.ascii => out.push(c),
                _ => match surrogate::decode_surrogate(c) {
                    Some(unit) => out.push_str(&format!("\\u{unit:04x}")),
                    None => {
                        for unit in c.encode_utf16(&mut [0; 2]) {
                            out.push_str(&format!("\\u{unit:04x}"));
                        }
                    }
                },
            }
        }
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::json::parse;

    #[test]
    fn indented_text_is_four_spaces_a_level_and_keeps_its_characters() {
        let mut out = String::new();
        let value = parse(r#"{"a":[],"b":["\u00e9\u007f",{}]}"#, false).unwrap();
        write_indented(&value, &mut out);
        assert_eq!(
            out,
            "{\n    \"a\": [],\n    \"b\": [\n        \"\u{e9}\u{7f}\",\n        {}\n    ]\n}"
        );
    }

    #[test]
    fn ascii_text_escapes_everything_else() {
        let value = parse(r#"["\u007f\u00e9\ud83d\ude00\udfff/"]"#, false).unwrap();
        let text = r#"["\u007f\u00e9\ud83d\ude00\udfff/"]"#;
        assert_eq!(dumps_compact(&value), text);
    }
}
