//! `int(text)` and `float(text)`: decimal digits of any script, surrounding white space, and
//! underscores between digits.

use super::float_repr::{MAX_INT_DIGITS, parse_digits, too_many_digits};
use super::repr::repr_str;
use num_bigint::BigInt;

/// `int(text)`; `None` where Python raises a `ValueError`, also for too many digits.
pub fn int(text: &str) -> Option<BigInt> {
    let text = ascii_digits(text)?;
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(&text);
    if !unsigned.bytes().all(|byte| byte.is_ascii_digit()) || unsigned.is_empty() {
        return None;
    }
    parse_digits(text.strip_prefix('+').unwrap_or(&text)).ok()
}

/// `int(text)`; `Err` is the message of Python's `ValueError`.
///
/// Surrounding white space, a sign and single underscores between digits are allowed.
pub fn parse_int(text: &str) -> Result<BigInt, String> {
    let refused = || {
        let literal: String = repr_str(text).chars().take(200).collect();
        format!("invalid literal for int() with base 10: {literal}")
    };
    match int(text) {
        Some(value) => Ok(value),
        None => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            Err(if digits > MAX_INT_DIGITS {
                too_many_digits(digits)
            } else {
                refused()
            })
        }
    }
}

/// `float(text)`; `None` where Python raises a `ValueError`.
pub fn float(text: &str) -> Option<f64> {
    ascii_digits(text)?.parse().ok()
}

/// `text` without surrounding white space and without underscores, its digits converted to ASCII;
/// `None` for a character that no number can contain (`Objects/unicodeobject.c`,
/// `_PyUnicode_TransformDecimalAndSpaceToASCII`).
fn ascii_digits(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        plain.push(match c {
            '\0'..='~' => c,
            _ if c.is_whitespace() => ' ',
            _ => decimal(c)?,
        });
    }
    let blank = |c: char| matches!(c, ' ' | '\t'..='\r');
    let mut out = String::with_capacity(plain.len());
    let mut chars = plain.trim_matches(blank).chars().peekable();
    let mut after_digit = false;
    while let Some(c) = chars.next() {
        if c == '_' {
            if !after_digit || !chars.peek().is_some_and(char::is_ascii_digit) {
                return None;
            }
        } else {
            out.push(c);
        }
        after_digit = c.is_ascii_digit();
    }
    Some(out)
}

/// The ASCII digit with the numeric value of the decimal digit `c`; `None` for other characters.
pub fn ascii_digit(c: char) -> Option<char> {
    if c.is_ascii() {
        c.is_ascii_digit().then_some(c)
    } else {
        decimal(c)
    }
}

/// Whether `c` is a decimal digit of any script (`\d`).
pub fn is_decimal(c: char) -> bool {
    c.is_ascii_digit() || decimal(c).is_some()
}

/// The ASCII digit with the value of a decimal digit of another script.
fn decimal(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = ZEROS.iter().rev().find(|zero| **zero <= code)?;
    char::from_digit(code - zero, 10)
}

/// The digits zero of Unicode 14; the digits one to nine follow each directly.
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_may_have_blanks_underscores_and_digits_of_any_script() {
        for (text, expected) in [
            ("12", Some(12)),
            (" \u{a0}+1_000\n", Some(1000)),
            ("-007", Some(-7)),
            ("\u{663}\u{ff14}", Some(34)),
            ("1__0", None),
            ("_1", None),
            ("1_", None),
            ("- 1", None),
            ("1.0", None),
            ("+-1", None),
            ("", None),
            ("\u{b2}", None),
        ] {
            assert_eq!(int(text), expected.map(BigInt::from), "{text:?}");
        }
        assert_eq!(int(&"9".repeat(4301)), None);
    }

    #[test]
    fn floats_may_be_infinite_or_not_a_number() {
        for (text, expected) in [
            ("1_0.5", Some(10.5)),
            (".5", Some(0.5)),
            ("1.", Some(1.0)),
            (" -INFinity ", Some(f64::NEG_INFINITY)),
            ("1e999", Some(f64::INFINITY)),
            ("\u{661}e\u{662}", Some(100.0)),
            ("1_.5", None),
            ("0x10", None),
            (".", None),
            ("", None),
        ] {
            assert_eq!(float(text), expected, "{text:?}");
        }
        assert!(float("nan").is_some_and(f64::is_nan));
    }

    #[test]
    fn integers_are_parsed_as_in_python() {
        for (text, value) in [("7", 7), (" -07\n", -7), ("+1_000", 1000), ("0", 0)] {
            assert_eq!(parse_int(text), Ok(value.into()), "{text:?}");
        }
        for text in ["", "x", "1.5", "1__0", "_1", "1_", "- 1", "--1"] {
            assert_eq!(
                parse_int(text),
                Err(format!("invalid literal for int() with base 10: '{text}'"))
            );
        }
    }
}
