//! `repr` and `str` of values, as Python's messages contain them.

use super::float_repr::repr_float;
use super::{is_printable, surrogate};
use crate::python::value::{Value, decode_key};

/// `repr(value)`.
pub fn repr(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => repr_float(*value),
        Value::String(text) => repr_str(text),
        Value::Bytes(bytes) => repr_bytes(bytes),
        Value::Opaque(opaque) => opaque.repr.clone(),
        Value::List(items) => format!("[{}]", joined(items.iter().map(repr))),
        Value::Dict(dict) if !dict.ordered && !dict.omap => {
            let member = |(key, item): (&String, _)| format!("{}: {}", repr_key(key), repr(item));
            format!("{{{}}}", joined(dict.entries.iter().map(member)))
        }
        Value::Dict(dict) => {
            let class = if dict.omap {
                "ordereddict"
            } else {
                "OrderedDict"
            };
            if dict.entries.is_empty() {
                return format!("{class}()");
            }
            let pair = |(key, item): (&String, _)| format!("({}, {})", repr_key(key), repr(item));
            format!("{class}([{}])", joined(dict.entries.iter().map(pair)))
        }
    }
}

/// The number of nested calls of CPython's `PyObject_Repr` in `repr(value)`.
pub fn repr_depth(value: &Value) -> usize {
    match value {
        Value::List(items) => 1 + items.iter().map(repr_depth).max().unwrap_or_default(),
        Value::Dict(dict) => match dict.entries.values().map(repr_depth).max() {
            None => 1,
            // The `repr` of an `OrderedDict` is that of a list of pairs.
            Some(deepest) if dict.ordered => 3 + deepest,
            Some(deepest) => 1 + deepest,
        },
        _ => 1,
    }
}

/// The `repr` of a key, which in YAML may be any value.
fn repr_key(key: &str) -> String {
    decode_key(key).map_or_else(|| repr_str(key), |(_, repr)| repr.to_owned())
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// `str(value)`: a string unchanged, everything else as [`repr`].
pub fn str_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Opaque(opaque) => opaque.text.clone(),
        other => repr(other),
    }
}

fn quote_for(has_single: bool, has_double: bool) -> char {
    if has_single && !has_double { '"' } else { '\'' }
}

/// `repr(text)`: in single quotes, or in double quotes if that avoids an escape.
pub fn repr_str(text: &str) -> String {
    let quote = quote_for(text.contains('\''), text.contains('"'));
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        let code = surrogate::code_point(c);
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
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
    out
}

fn repr_bytes(bytes: &[u8]) -> String {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut out = format!("b{quote}");
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
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::value::Dict;

    #[test]
    fn text_is_quoted_and_escaped_as_in_python() {
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
    fn dict_and_ordered_dict_have_different_reprs() {
        let mut dict: Dict = [("k".to_owned(), Value::Null)].into_iter().collect();
        assert_eq!(repr(&Value::Dict(dict.clone())), "{'k': None}");
        dict.ordered = true;
        assert_eq!(repr(&Value::Dict(dict)), "OrderedDict([('k', None)])");
    }
}
