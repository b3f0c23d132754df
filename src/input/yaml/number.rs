//! `int(text, base)` for the bases of YAML integers.

use crate::python::float_repr::is_space;
use crate::python::int_parse;
use crate::python::repr::repr_str;
use num_bigint::BigInt;

/// `int(text, base)`; `Err` is the message of Python's `ValueError`.
pub(super) fn int(text: &str, base: u32) -> Result<BigInt, String> {
    if base == 10 {
        return int_parse::parse_int(text);
    }
    let refused = || {
        let literal: String = repr_str(text).chars().take(200).collect();
        format!("invalid literal for int() with base {base}: {literal}")
    };
    let trimmed = text.trim_matches(is_space);
    let unsigned = trimmed.strip_prefix(['+', '-']).unwrap_or(trimmed);
    let prefixes = match base {
        2 => ["0b", "0B"],
        8 => ["0o", "0O"],
        _ => ["0x", "0X"],
    };
    let digits = prefixes
        .iter()
        .find_map(|prefix| unsigned.strip_prefix(prefix));
    // `0x_1` is valid too.
    let digits = digits.map_or(unsigned, |rest| rest.strip_prefix('_').unwrap_or(rest));
    let bytes: Vec<u8> = digits.bytes().filter(|byte| *byte != b'_').collect();
    let grouped = !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let value = BigInt::parse_bytes(&bytes, base)
        .filter(|_| grouped && bytes.first().is_some_and(u8::is_ascii_alphanumeric));
    let value = value.ok_or_else(refused)?;
    Ok(if trimmed.starts_with('-') {
        -value
    } else {
        value
    })
}
