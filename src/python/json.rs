//! JSON as in Python 3.11's `json` module. Generated JSON is parsed by serde_json. Text that
//! serde_json rejects, and JSON typed by a person, is parsed by a scanner with the error messages
//! of CPython's (`Modules/_json.c`), which accepts the same invalid JSON. The writers are in
//! `json/writer.rs`.

mod bytes;
mod writer;

use super::float_repr::{parse_digits, too_many_digits};
use super::surrogate;
use crate::python::value::{Dict, Value};
use num_bigint::BigInt;
use std::fmt;

pub use bytes::decode;
pub use writer::{Unserializable, dumps, dumps_compact, dumps_indented, float_text};

/// The maximum nesting of arrays and objects in a response: the rest of CPython's recursion limit
/// after the frames of the original's calls.
const MAX_DEPTH: usize = 982;

/// An exception of `json.loads`.
#[derive(Clone, Debug, PartialEq)]
pub enum JsonError {
    /// A `JSONDecodeError`.
    Syntax {
        /// The message without the position.
        message: &'static str,
        /// The line, from 1.
        line: usize,
        /// The column, from 1, in characters.
        column: usize,
        /// The offset, from 0, in characters.
        position: usize,
    },
    /// A `ValueError` for an integer with this number of digits.
    TooManyDigits(usize),
    /// A `RecursionError`, which is not a `ValueError`, with the end of its message.
    TooDeep(&'static str),
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax {
                message,
                line,
                column,
                position,
            } => write!(
                f,
                "{message}: line {line} column {column} (char {position})"
            ),
            Self::TooManyDigits(digits) => f.write_str(&too_many_digits(*digits)),
            Self::TooDeep(doing) => write!(f, "maximum recursion depth exceeded while {doing}"),
        }
    }
}

/// The type of parsed objects: the `object_pairs_hook` of `json.loads`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objects {
    /// `dict`
    Dict,
    /// `collections.OrderedDict`
    OrderedDict,
}

/// `json.loads(text)` for generated JSON.
///
/// # Errors
/// Where Python raises an exception.
pub fn parse(text: &str) -> Result<Value, JsonError> {
    // serde_json rejects `NaN`, lone surrogates and deep nesting, which Python accepts, and its
    // messages differ from Python's.
    serde_json::from_str(text).or_else(|_| parse_nested(text, Objects::Dict, MAX_DEPTH))
}

/// A JSON object for tests.
#[cfg(test)]
pub(crate) fn parse_dict(text: &str) -> Dict {
    match parse(text).unwrap() {
        Value::Dict(dict) => dict,
        other => panic!("{other:?}"),
    }
}

/// `json.loads(text)` for JSON typed by a person, with at most `max_depth` nested arrays and
/// objects.
///
/// # Errors
/// Where Python raises an exception.
pub fn parse_nested(text: &str, objects: Objects, max_depth: usize) -> Result<Value, JsonError> {
    if text.starts_with('\u{feff}') {
        return Err(JsonError::Syntax {
            message: "Unexpected UTF-8 BOM (decode using utf-8-sig)",
            line: 1,
            column: 1,
            position: 0,
        });
    }
    parse_decoded(text, objects, max_depth)
}

/// [`parse_nested`] for the text of [`decode`]: another byte order mark has no message of its own.
///
/// # Errors
/// Where Python raises an exception.
pub fn parse_decoded(text: &str, objects: Objects, max_depth: usize) -> Result<Value, JsonError> {
    let mut scanner = Scanner {
        text,
        at: 0,
        objects,
        max_depth,
    };
    scanner.skip_whitespace();
    let value = scanner.value()?;
    scanner.skip_whitespace();
    if scanner.at < text.len() {
        return Err(scanner.error("Extra data", scanner.at));
    }
    Ok(value)
}

/// Parses from the byte `at` on. It skips only ASCII characters and complete strings, so `at` is
/// always on a character boundary.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    objects: Objects,
    max_depth: usize,
}

/// An open array or object, with the key of the current value.
enum Open {
    List(Vec<Value>),
    Dict(Dict, String),
}

impl<'t> Scanner<'t> {
    /// Lines and columns are computed only for an error, because they take a pass over the text.
    fn error(&self, message: &'static str, at: usize) -> JsonError {
        let before = self.text.get(..at).unwrap_or(self.text);
        let last_line = before.rsplit('\n').next().unwrap_or(before);
        JsonError::Syntax {
            message,
            line: before.matches('\n').count() + 1,
            column: last_line.chars().count() + 1,
            position: before.chars().count(),
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Parses a value with its elements. Open arrays and objects are kept in a vector, so that deep
    /// nesting cannot overflow the stack.
    fn value(&mut self) -> Result<Value, JsonError> {
        let mut open = Vec::new();
        loop {
            let mut value = match self.peek() {
                Some(b'[') => {
                    self.enter(open.len(), "decoding a JSON array from a unicode string")?;
                    if !self.eat(b']') {
                        open.push(Open::List(Vec::new()));
                        continue;
                    }
                    Value::List(Vec::new())
                }
                Some(b'{') => {
                    self.enter(open.len(), "decoding a JSON object from a unicode string")?;
                    let dict = Dict {
                        ordered: self.objects == Objects::OrderedDict,
                        omap: false,
                        ..Dict::default()
                    };
                    if !self.eat(b'}') {
                        open.push(Open::Dict(dict, self.key()?));
                        continue;
                    }
                    self.finish(dict, open.len())?
                }
                Some(b'"') => Value::String(self.string()?),
                _ => self.word_or_number()?,
            };
            // A complete value is added to its array or object, which may then be complete too.
            loop {
                let closed = match open.last_mut() {
                    None => return Ok(value),
                    Some(Open::List(items)) => {
                        items.push(value);
                        self.closes(b']')?
                    }
                    Some(Open::Dict(dict, key)) => {
                        dict.entries.insert(std::mem::take(key), value);
                        let closed = self.closes(b'}')?;
                        if !closed {
                            *key = self.key()?;
                        }
                        closed
                    }
                };
                if !closed {
                    break;
                }
                value = match open.pop() {
                    Some(Open::List(items)) => Value::List(items),
                    Some(Open::Dict(dict, _)) => self.finish(dict, open.len())?,
                    None => Value::Null,
                };
            }
        }
    }

    /// Checks that a bracket may be nested in `depth` others.
    fn enter(&mut self, depth: usize, doing: &'static str) -> Result<(), JsonError> {
        if depth >= self.max_depth {
            return Err(JsonError::TooDeep(doing));
        }
        self.at += 1;
        self.skip_whitespace();
        Ok(())
    }

    fn finish(&self, dict: Dict, depth: usize) -> Result<Value, JsonError> {
        // Creating an `OrderedDict` takes one more call.
        if dict.ordered && depth + 1 >= self.max_depth {
            return Err(JsonError::TooDeep("calling a Python object"));
        }
        Ok(Value::Dict(dict))
    }

    fn key(&mut self) -> Result<String, JsonError> {
        if self.peek() != Some(b'"') {
            let message = "Expecting property name enclosed in double quotes";
            return Err(self.error(message, self.at));
        }
        let key = self.string()?;
        self.skip_whitespace();
        if !self.eat(b':') {
            return Err(self.error("Expecting ':' delimiter", self.at));
        }
        self.skip_whitespace();
        Ok(key)
    }

    fn word_or_number(&mut self) -> Result<Value, JsonError> {
        let words = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("NaN", Value::Float(f64::NAN)),
            ("Infinity", Value::Float(f64::INFINITY)),
            ("-Infinity", Value::Float(f64::NEG_INFINITY)),
        ];
        if let Some(b'0'..=b'9') = self.peek() {
            return self.number();
        }
        let rest = self.rest();
        match words.into_iter().find(|(word, _)| rest.starts_with(word)) {
            Some((word, value)) => {
                self.at += word.len();
                Ok(value)
            }
            None => self.number(),
        }
    }

    /// Parses the end of the collection, or a comma before the next element.
    fn closes(&mut self, bracket: u8) -> Result<bool, JsonError> {
        self.skip_whitespace();
        if self.eat(bracket) {
            return Ok(true);
        }
        if !self.eat(b',') {
            return Err(self.error("Expecting ',' delimiter", self.at));
        }
        self.skip_whitespace();
        Ok(false)
    }

    fn number(&mut self) -> Result<Value, JsonError> {
        let start = self.at;
        let sign = usize::from(self.peek() == Some(b'-'));
        let digits_from = |at: usize| {
            let rest = self.text.as_bytes().get(at..).unwrap_or_default();
            rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
        };
        let byte_at = |at: usize| self.text.as_bytes().get(at).copied();
        let mut end = start + sign;
        end += match byte_at(end) {
            // A digit after a leading zero is not part of the number: `Extra data`.
            Some(b'0') => 1,
            Some(b'1'..=b'9') => digits_from(end),
            _ => return Err(self.error("Expecting value", start)),
        };
        let integer_end = end;
        if byte_at(end) == Some(b'.') && digits_from(end + 1) > 0 {
            end += 1 + digits_from(end + 1);
        }
        if let Some(b'e' | b'E') = byte_at(end) {
            let sign = usize::from(matches!(byte_at(end + 1), Some(b'+' | b'-')));
            let digits = digits_from(end + 1 + sign);
            if digits > 0 {
                end += 1 + sign + digits;
            }
        }
        let text = self.text.get(start..end).unwrap_or_default();
        self.at = end;
        if end > integer_end {
            return Ok(Value::Float(text.parse().unwrap_or_default()));
        }
        if let Ok(small) = text.parse::<i64>() {
            return Ok(Value::Int(BigInt::from(small)));
        }
        parse_digits(text)
            .map(Value::Int)
            .map_err(JsonError::TooManyDigits)
    }

    /// Parses a string, from the opening to the closing quote.
    fn string(&mut self) -> Result<String, JsonError> {
        let begin = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let stop = rest
                .bytes()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
            let Some(plain) = stop.and_then(|stop| rest.get(..stop)) else {
                return Err(self.error("Unterminated string starting at", begin));
            };
            out.push_str(plain);
            self.at += plain.len();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape(begin)?),
                _ => return Err(self.error("Invalid control character at", self.at)),
            }
        }
    }

    /// Parses an escape, from its backslash on.
    fn escape(&mut self, begin: usize) -> Result<char, JsonError> {
        let backslash = self.at;
        self.at += 2;
        Ok(match self.text.as_bytes().get(backslash + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            Some(_) => return Err(self.error("Invalid \\escape", backslash)),
            None => return Err(self.error("Unterminated string starting at", begin)),
        })
    }

    fn unicode_escape(&mut self) -> Result<char, JsonError> {
        let first = self.hex_unit()?;
        if let 0xD800..=0xDBFF = first
            && self.rest().starts_with("\\u")
        {
            let back = self.at;
            self.at += 2;
            let second = self.hex_unit()?;
            if let 0xDC00..=0xDFFF = second {
                let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or_else(|| surrogate::encode_surrogate(first)))
    }

    /// Parses four hexadecimal digits. They must not be the end of the text, because CPython
    /// searches for the closing quote before it parses the digits.
    fn hex_unit(&mut self) -> Result<u32, JsonError> {
        let rest = self.rest();
        let unit = rest
            .get(..4)
            .filter(|digits| rest.len() > 4 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| self.error("Invalid \\uXXXX escape", self.at - 1))?;
        self.at += 4;
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn errors_have_the_messages_of_cpython() {
        for (text, expected) in [
            ("", "Expecting value: line 1 column 1 (char 0)"),
            ("[1,\n]", "Expecting value: line 2 column 1 (char 4)"),
            ("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"),
            ("01", "Extra data: line 1 column 2 (char 1)"),
            ("-", "Expecting value: line 1 column 1 (char 0)"),
            (
                "{\"a\":1,}",
                "Expecting property name enclosed in double quotes: line 1 column 8 (char 7)",
            ),
            (
                "{\"\u{e9}\" 1}",
                "Expecting ':' delimiter: line 1 column 6 (char 5)",
            ),
            (
                "\"a",
                "Unterminated string starting at: line 1 column 1 (char 0)",
            ),
            (
                "\"\n\"",
                "Invalid control character at: line 1 column 2 (char 1)",
            ),
            ("\"\\x\"", "Invalid \\escape: line 1 column 2 (char 1)"),
            (
                "\"\\u12\"",
                "Invalid \\uXXXX escape: line 1 column 3 (char 2)",
            ),
            (
                "\u{feff}1",
                "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)",
            ),
        ] {
            assert_eq!(message(text), expected);
        }
    }

    #[test]
    fn deep_nesting_is_an_error() {
        let nested = |levels| format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
        let place = "decoding a JSON object from a unicode string";
        use Objects::{Dict, OrderedDict};
        for (levels, objects, expected) in [
            (980, OrderedDict, None),
            (981, OrderedDict, Some("calling a Python object")),
            (982, OrderedDict, Some(place)),
            (982, Dict, None),
            (983, Dict, Some(place)),
            (100_000, Dict, Some(place)),
        ] {
            let max_depth = if objects == Dict { 982 } else { 981 };
            let error = parse_nested(&nested(levels), objects, max_depth).err();
            assert_eq!(error, expected.map(JsonError::TooDeep), "{levels}");
        }
    }

    #[test]
    fn a_repeated_key_keeps_its_place_and_takes_the_last_value() {
        let value = parse(r#"{"a":1,"b":2,"a":3}"#).unwrap();
        assert_eq!(dumps(&value), r#"{"a": 3, "b": 2}"#);
    }

    #[test]
    fn surrogate_pairs_are_joined_and_lone_surrogates_are_kept() {
        let value = parse(r#"["\ud83d\ude00","\ud800","\ud800\u0041"]"#).unwrap();
        assert_eq!(
            dumps_compact(&value),
            r#"["\ud83d\ude00","\ud800","\ud800A"]"#
        );
    }

    #[test]
    fn numbers_keep_their_type_and_digits() {
        let text = "[123456789012345678901234567890, 1.0, 1e-07, -0.0, NaN, -Infinity]";
        assert_eq!(dumps(&parse(text).unwrap()), text);
    }
}
