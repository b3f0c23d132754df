//! `repr` and `str` of values, as Python's messages quote them.

use super::float_repr::repr_float;
use super::{is_printable, surrogate};
use crate::python::value::{Dict, Value, decode_key};

/// `repr(value)`.
pub fn repr(value: &Value) -> String {
    let mut out = String::new();
    write_repr(value, &mut out);
    out
}

/// `str(value)`: text as it is, everything else as [`repr`].
pub fn str_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Other(other) => other.text.clone(),
        other => repr(other),
    }
}

/// `repr(text)`: in single quotes, or in double ones where that saves an escape.
pub fn repr_str(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_str(text, &mut out);
    out
}

fn write_repr(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Int(value) => out.push_str(&value.to_string()),
        Value::Float(value) => out.push_str(&repr_float(*value)),
        Value::String(text) => write_str(text, out),
        Value::Bytes(bytes) => write_bytes(bytes, out),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_repr(item, out);
            }
            out.push(']');
        }
        Value::Other(other) => out.push_str(&other.repr),
        Value::Dict(dict) if dict.ordered || dict.omap => write_ordered(dict, out),
        Value::Dict(dict) => {
            out.push('{');
            for (index, (key, item)) in dict.entries.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_key(key, out);
                out.push_str(": ");
                write_repr(item, out);
            }
            out.push('}');
        }
    }
}

fn write_ordered(dict: &Dict, out: &mut String) {
    out.push_str(if dict.omap {
        "ordereddict("
    } else {
        "OrderedDict("
    });
    if !dict.entries.is_empty() {
        out.push('[');
        for (index, (key, item)) in dict.entries.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            out.push('(');
            write_key(key, out);
            out.push_str(", ");
            write_repr(item, out);
            out.push(')');
        }
        out.push(']');
    }
    out.push(')');
}

fn write_key(key: &str, out: &mut String) {
    match decode_key(key) {
        Some((_, repr)) => out.push_str(repr),
        None => write_str(key, out),
    }
}

fn quote_for(has_single: bool, has_double: bool) -> char {
    if has_single && !has_double { '"' } else { '\'' }
}

fn write_str(text: &str, out: &mut String) {
    let quote = quote_for(text.contains('\''), text.contains('"'));
    out.push(quote);
    for c in text.chars() {
        let code = surrogate::decode_surrogate(c).unwrap_or(u32::from(c));
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c == quote => {
                out.push('\\');
                out.push(c);
            }
            _ if is_printable(c) => out.push(c),
            _ if code < 0x100 => out.push_str(&format!("\\x{code:02x}")),
            _ if code < 0x1_0000 => out.push_str(&format!("\\u{code:04x}")),
            _ => out.push_str(&format!("\\U{code:08x}")),
        }
    }
    out.push(quote);
}

fn write_bytes(bytes: &[u8], out: &mut String) {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    out.push('b');
    out.push(quote);
    for byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b' '..=b'~' => {
                let c = char::from(*byte);
                if c == quote {
                    out.push('\\');
                }
                out.push(c);
            }
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(quote);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_and_escaped_as_python_does() {
        for (text, expected) in [
            ("plain", "'plain'"),
            ("it's", "\"it's\""),
            ("'\"", "'\\'\"'"),
            ("a\n\u{7}\u{e9}\u{2028}", "'a\\n\\x07\u{e9}\\u2028'"),
            ("\u{e0001}", "'\\U000e0001'"),
        ] {
            assert_eq!(repr_str(text), expected);
        }
        assert_eq!(
            repr_str(&surrogate::encode_surrogate(0xD800).to_string()),
            "'\\ud800'"
        );
    }

    #[test]
    fn the_two_kinds_of_dictionary_are_told_apart() {
        let mut dict: Dict = [("k".to_owned(), Value::Null)].into_iter().collect();
        assert_eq!(repr(&Value::Dict(dict.clone())), "{'k': None}");
        dict.ordered = true;
        assert_eq!(repr(&Value::Dict(dict)), "OrderedDict([('k', None)])");
    }
}
