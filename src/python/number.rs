//! The text of Python's numbers, out (`repr(float)`) and in (`int(text)`, `float(text)`).

use num_bigint::BigInt;
use std::fmt::Write;

/// `repr(value)`: the shortest digits that read back the same, with an exponent below 1e-4 and
/// from 1e16 on (`1e-07`, `1e+16`, `100.0`, `nan`, `-inf`).
pub fn repr_float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-4..1e16).contains(&magnitude) {
        let text = format!("{value:e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, digits) = match exponent.strip_prefix('-') {
            Some(digits) => ('-', digits),
            None => ('+', exponent),
        };
        return format!("{mantissa}e{sign}{digits:0>2}");
    }
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write!(text, "{value}");
    if !text.contains('.') {
        text.push_str(".0");
    }
    text
}

/// The most digits that Python turns into an integer (`sys.get_int_max_str_digits()`).
pub const MAX_INT_DIGITS: usize = 4300;

/// The integer that a run of decimal digits with an optional `-` writes.
///
/// `Err` carries the number of digits when Python refuses to convert so many.
pub fn parse_digits(text: &str) -> Result<BigInt, usize> {
    let digits = text.trim_start_matches('-').len();
    if digits > MAX_INT_DIGITS {
        return Err(digits);
    }
    Ok(text.parse().unwrap_or_default())
}

/// The value of a decimal digit of any script (`unicodedata.decimal`).
pub fn decimal_digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let code = u32::from(c);
    let next = ZEROES.partition_point(|zero| *zero <= code);
    let zero = ZEROES.get(next.checked_sub(1)?)?;
    Some(code - zero).filter(|value| *value < 10)
}

/// `float(text)`: white space around it, `_` between digits, digits of any script, `inf` and
/// `nan` in any case.
pub fn parse_float(text: &str) -> Option<f64> {
    let mut ascii = String::with_capacity(text.len());
    let mut previous_is_digit = false;
    let mut chars = text.trim_matches(is_space).chars().peekable();
    while let Some(c) = chars.next() {
        match decimal_digit(c) {
            Some(value) => ascii.extend(char::from_digit(value, 10)),
            None if c == '_' => {
                let next_is_digit = chars.peek().is_some_and(|c| decimal_digit(*c).is_some());
                if !(previous_is_digit && next_is_digit) {
                    return None;
                }
            }
            None if c.is_ascii() => ascii.push(c),
            None => return None,
        }
        previous_is_digit = decimal_digit(c).is_some();
    }
    // Rust reads what Python reads, once the text is plain.
    ascii.parse().ok()
}

/// `c.isspace()`: white space and, other than Rust's, four separators of ASCII.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The zero of each script's decimal digits, as of Unicode 14; the other nine follow it.
#[rustfmt::skip]
const ZEROES: &[u32] = &[
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
    0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
    0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0,
    0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0,
    0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// What Python says of an integer with too many digits.
pub fn too_many_digits(digits: usize) -> String {
    format!(
        "Exceeds the limit ({MAX_INT_DIGITS} digits) for integer string conversion: value has \
         {digits} digits; use sys.set_int_max_str_digits() to increase the limit"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_read_as_python_prints_them() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (100.0, "100.0"),
            (1e-4, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e16, "1e+16"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1e308, "1e+308"),
            (5e-324, "5e-324"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(repr_float(value), text);
        }
    }

    #[test]
    fn floats_are_read_as_generously_as_python_reads_them() {
        for (text, value) in [
            (" 8 ", 8.0),
            ("1_000", 1000.0),
            ("\u{661}\u{662}", 12.0),
            ("1.", 1.0),
            (".5", 0.5),
            ("-Infinity", f64::NEG_INFINITY),
            ("1e400", f64::INFINITY),
        ] {
            assert_eq!(parse_float(text), Some(value), "{text}");
        }
        for text in ["", "x", "1__0", "_1", "1_", "0x1", "1e", "."] {
            assert_eq!(parse_float(text), None, "{text}");
        }
    }
}
