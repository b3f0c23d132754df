//! Constructs scalars by their tag (`ruamel/yaml/constructor.py: construct_yaml_null` to
//! `construct_yaml_timestamp`).

use super::YamlError;
use super::number::int;
use crate::python::int_parse;
use crate::python::repr::{repr, repr_str};
use crate::python::timestamp::{Parts, Timestamp};
use crate::python::value::Value;
use crate::python::yaml_tag::Tag;
use num_bigint::BigInt;

fn python<T>(message: impl Into<String>) -> Result<T, YamlError> {
    Err(YamlError::Python(message.into()))
}

/// The value of a scalar whose tag is neither that of a collection nor of a timestamp.
pub(super) fn value(tag: Tag, text: &str, is_1_1: bool) -> Result<Value, YamlError> {
    match tag {
        Tag::Null => Ok(Value::Null),
        Tag::Bool => match text.to_lowercase().as_str() {
            "yes" | "y" | "true" | "on" => Ok(Value::Bool(true)),
            "no" | "n" | "false" | "off" => Ok(Value::Bool(false)),
            other => python(repr_str(other)),
        },
        Tag::Int => integer(text, is_1_1).map(Value::Int),
        Tag::Float => float(text, is_1_1).map(Value::Float),
        Tag::Binary => binary(text).map(Value::Bytes),
        _ => Ok(Value::from(text)),
    }
}

pub(super) fn timestamp(text: &str) -> Result<Timestamp, YamlError> {
    let parts = Parts::read(text).ok_or(YamlError::Invalid)?;
    parts.build().map_err(YamlError::Python)
}

/// The text without underscores and sign, and whether the sign was a minus.
fn unsigned(text: &str) -> Result<(String, bool), YamlError> {
    let text = text.replace('_', "");
    if text.is_empty() {
        return python("string index out of range");
    }
    let number = text.strip_prefix(['+', '-']).unwrap_or(&text);
    Ok((number.to_owned(), text.starts_with('-')))
}

/// About the number of bits in 4300 decimal digits, Python's limit for converting integers to text.
const MAX_INT_BITS: u64 = 14_284;

fn integer(text: &str, is_1_1: bool) -> Result<BigInt, YamlError> {
    let (text, negative) = unsigned(text)?;
    let in_base = |digits: &str, base| int(digits, base).map_err(YamlError::Python);
    let based = [("0b", 2), ("0x", 16), ("0o", 8)];
    let based = based
        .iter()
        .find_map(|(prefix, base)| Some((text.strip_prefix(prefix)?, *base)));
    let value = match based {
        Some((digits, base)) => in_base(digits, base)?,
        None if text == "0" => BigInt::ZERO,
        None if is_1_1 && text.is_empty() => return python("string index out of range"),
        None if is_1_1 && text.starts_with('0') => in_base(&text, 8)?,
        None if is_1_1 && text.contains(':') => {
            let mut value = BigInt::ZERO;
            for part in text.split(':') {
                value = value * 60 + in_base(part, 10)?;
            }
            value
        }
        None => in_base(&text, 10)?,
    };
    // Python parses such an integer but cannot convert it to text, so the error message fails too.
    if value.bits() > MAX_INT_BITS {
        return python(
            "Exceeds the limit (4300 digits) for integer string conversion; use \
             sys.set_int_max_str_digits() to increase the limit",
        );
    }
    Ok(if negative { -value } else { value })
}

fn float(text: &str, is_1_1: bool) -> Result<f64, YamlError> {
    let (text, negative) = unsigned(&text.to_lowercase())?;
    let parse = |text: &str| match int_parse::float(text) {
        Some(value) => Ok(value),
        None => python(format!(
            "could not convert string to float: {}",
            repr_str(text)
        )),
    };
    let value = match text.as_str() {
        ".inf" => f64::INFINITY,
        ".nan" => return Ok(f64::NAN),
        _ if is_1_1 && text.contains(':') => {
            let parts = text.split(':').map(parse);
            let parts = parts.collect::<Result<Vec<_>, _>>()?;
            let mut base = 1.0;
            let mut value = 0.0;
            for part in parts.iter().rev() {
                value += part * base;
                base *= 60.0;
            }
            value
        }
        _ if is_1_1 && text.matches('e').count() > 1 => {
            return python("too many values to unpack (expected 2)");
        }
        _ => parse(&text)?,
    };
    Ok(if negative { -value } else { value })
}

/// `base64.decodebytes`: characters that are not base64 digits are skipped (`Modules/binascii.c`,
/// `binascii_a2b_base64_impl`).
fn binary(text: &str) -> Result<Vec<u8>, YamlError> {
    if !text.is_ascii() {
        return Err(YamlError::Invalid);
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut place, mut pads, mut left) = (0, 0, 0);
    for byte in text.bytes() {
        if byte == b'=' {
            if place >= 2 {
                pads += 1;
                if place + pads >= 4 {
                    return Ok(out);
                }
            }
            continue;
        }
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        pads = 0;
        match place {
            0 => left = digit,
            1 => {
                out.push(left << 2 | digit >> 4);
                left = digit & 0xf;
            }
            2 => {
                out.push(left << 4 | digit >> 2);
                left = digit & 0x3;
            }
            _ => out.push(left << 6 | digit),
        }
        place = (place + 1) % 4;
    }
    if place == 0 {
        Ok(out)
    } else {
        Err(YamlError::Invalid)
    }
}

/// A string that is equal for scalars that are equal in Python: `1`, `1.0` and `True` are.
pub(super) fn identity(value: &Value) -> String {
    match value {
        Value::Bool(value) => format!("n{}", u8::from(*value)),
        Value::Int(value) => format!("n{value}"),
        Value::Float(value) if value.fract() == 0.0 => format!("n{value:.0}").replace("n-0", "n0"),
        Value::Float(value) => format!("f{value:e}"),
        Value::String(text) => format!("s{text}"),
        Value::Bytes(_) => repr(value),
        _ => "null".to_owned(),
    }
}
