//! `json.dumps` in the three formats that the original uses (`json/encoder.py`), as a formatter for
//! serde_json.

use crate::python::float_repr::repr_float;
use crate::python::surrogate;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::io::{Result, Write};

/// The error for a value with a part that has no JSON form.
#[derive(Clone, Debug, PartialEq)]
pub struct Unserializable {
    /// The text before that part.
    pub written: String,
}

/// `json.dumps(value, indent=4, ensure_ascii=False)`. A lone surrogate is kept in the
/// representation of [`crate::python::surrogate`].
///
/// # Errors
/// [`Unserializable`], where Python raises a `TypeError`.
pub fn dumps_indented(value: &impl Serialize) -> std::result::Result<String, Unserializable> {
    let layout = PythonFormatter {
        indent: Some(b"    "),
        ascii: false,
        comma: b",",
        colon: b": ",
        level: 0,
        is_empty: false,
    };
    let (written, complete) = layout.write(value);
    if complete {
        Ok(written)
    } else {
        Err(Unserializable { written })
    }
}

/// `json.dumps(value)`: one line, with spaces, in ASCII. The text ends before a part that has no
/// JSON form.
pub fn dumps(value: &impl Serialize) -> String {
    one_line(value, b", ", b": ")
}

/// `json.dumps(value, separators=(',', ':'))`: one line without spaces, in ASCII. The text ends
/// before a part that has no JSON form.
pub fn dumps_compact(value: &impl Serialize) -> String {
    one_line(value, b",", b":")
}

fn one_line(value: &impl Serialize, comma: &'static [u8], colon: &'static [u8]) -> String {
    let layout = PythonFormatter {
        indent: None,
        ascii: true,
        comma,
        colon,
        level: 0,
        is_empty: false,
    };
    layout.write(value).0
}

/// A float in JSON: `NaN`, `Infinity`, else its `repr`.
pub fn float_text(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else {
        repr_float(value)
    }
}

/// The layout of `json.dumps` and the state of the output.
struct PythonFormatter {
    /// The indentation of each level; `None` writes everything on one line.
    indent: Option<&'static [u8]>,
    ascii: bool,
    comma: &'static [u8],
    colon: &'static [u8],
    /// The number of open arrays and objects.
    level: usize,
    /// Whether the innermost array or object is still empty.
    is_empty: bool,
}

impl PythonFormatter {
    /// The text, and whether it is complete.
    fn write(self, value: &impl Serialize) -> (String, bool) {
        let mut out = Vec::with_capacity(256);
        let complete = value
            .serialize(&mut Serializer::with_formatter(&mut out, self))
            .is_ok();
        (String::from_utf8(out).unwrap_or_default(), complete)
    }

    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> Result<()> {
        self.level += 1;
        self.is_empty = true;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> Result<()> {
        self.level -= 1;
        if !self.is_empty {
            self.new_line(writer)?;
        }
        self.is_empty = false;
        writer.write_all(bracket)
    }

    fn start_item<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.is_empty = false;
        if !first {
            writer.write_all(self.comma)?;
        }
        self.new_line(writer)
    }

    fn new_line<W: ?Sized + Write>(&self, writer: &mut W) -> Result<()> {
        let Some(indent) = self.indent else {
            return Ok(());
        };
        writer.write_all(b"\n")?;
        (0..self.level).try_for_each(|_| writer.write_all(indent))
    }
}

impl Formatter for PythonFormatter {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> Result<()> {
        writer.write_all(repr_float(value).as_bytes())
    }

    /// Writes a number given as text by the `Serialize` of [`crate::python::value::Value`].
    fn write_byte_array<W: ?Sized + Write>(&mut self, writer: &mut W, text: &[u8]) -> Result<()> {
        writer.write_all(text)
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        mut text: &str,
    ) -> Result<()> {
        let plain = |c: char| matches!(c, ' '..='~');
        while self.ascii
            && let Some(at) = text.find(|c| !plain(c))
        {
            let (before, rest) = text.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut chars = rest.chars();
            if let Some(c) = chars.next() {
                match surrogate::decode_surrogate(c) {
                    Some(unit) => write!(writer, "\\u{unit:04x}")?,
                    None => {
                        for unit in c.encode_utf16(&mut [0; 2]) {
                            write!(writer, "\\u{unit:04x}")?;
                        }
                    }
                }
            }
            text = chars.as_str();
        }
        writer.write_all(text.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.start_item(writer, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.start_item(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(self.colon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::json::parse;
    use crate::python::value::{Opaque, Value};

    #[test]
    fn indented_text_is_four_spaces_a_level_and_keeps_its_characters() {
        let value = parse(r#"{"a":[],"b":["\u00e9\u007f",{}]}"#).unwrap();
        assert_eq!(
            dumps_indented(&value).unwrap(),
            "{\n    \"a\": [],\n    \"b\": [\n        \"\u{e9}\u{7f}\",\n        {}\n    ]\n}"
        );
    }

    #[test]
    fn ascii_text_escapes_everything_else() {
        let value = parse(r#"["\u007f\u00e9\ud83d\ude00\udfff/\b\u0001"]"#).unwrap();
        let text = r#"["\u007f\u00e9\ud83d\ude00\udfff/\b\u0001"]"#;
        assert_eq!(dumps_compact(&value), text);
    }

    #[test]
    fn the_text_before_a_part_without_a_json_form_is_kept() {
        let opaque = Value::Opaque(Box::new(Opaque {
            class: "_Expression",
            text: "<it>".to_owned(),
            repr: "<it>".to_owned(),
        }));
        let list = Value::List(vec![Value::Null, opaque.clone()]);
        let dict = [("x".to_owned(), list.clone())].into_iter().collect();
        for (value, written) in [
            (opaque, ""),
            (list, "[\n    null,\n    "),
            (
                Value::Dict(dict),
                "{\n    \"x\": [\n        null,\n        ",
            ),
            (Value::Bytes(Vec::new()), ""),
        ] {
            assert_eq!(dumps_indented(&value).unwrap_err().written, written);
        }
    }
}
