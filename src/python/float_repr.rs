//! Formats Python's numbers (`repr(float)`) and parses integers (`int(text)`).

use num_bigint::BigInt;

/// `repr(value)`: the shortest digits that parse to the same float, with an exponent below 1e-4 and
/// from 1e16 on (`1e-07`, `1e+16`, `100.0`, `nan`, `-inf`).
pub fn repr_float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let shortest = format!("{value:e}");
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    // Of two equally short and equally close texts, Python chooses the one with an even last digit.
    // Rounding to this number of digits yields it, unless the result parses to another float.
    let even = |text: String, other: &dyn Fn() -> String| match text.parse::<f64>() {
        Ok(read) if read == value => text,
        _ => other(),
    };
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-4..1e16).contains(&magnitude) {
        let text = even(format!("{value:.*e}", digits - 1), &|| shortest.clone());
        let (mantissa, _) = text.split_once('e').unwrap_or((&text, "0"));
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:0>2}", exponent.abs());
    }
    let decimals = i32::try_from(digits).unwrap_or_default() - 1 - exponent;
    let decimals = usize::try_from(decimals).unwrap_or_default();
    let mut text = even(format!("{value:.decimals$}"), &|| value.to_string());
    if !text.contains('.') {
        text.push_str(".0");
    }
    text
}

/// The maximum number of digits that Python converts to an integer
/// (`sys.get_int_max_str_digits()`).
pub const MAX_INT_DIGITS: usize = 4300;

/// The integer of a sequence of decimal digits with an optional `-`.
///
/// `Err` contains the number of digits when Python rejects it as too large.
pub fn parse_digits(text: &str) -> Result<BigInt, usize> {
    let digits = text.trim_start_matches('-').len();
    if digits > MAX_INT_DIGITS {
        return Err(digits);
    }
    Ok(text.parse().unwrap_or_default())
}

/// `c.isspace()`: white space and, unlike in Rust, four ASCII separators.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The message of Python's `ValueError` for an integer with too many digits.
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
    fn floats_are_formatted_as_in_python() {
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
            // The value is half-way between this text and the one from which it was parsed.
            (73_602_198_909_136.63, "73602198909136.62"),
            (5e22, "5e+22"),
            (0.3, "0.3"),
            (5e-324, "5e-324"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(repr_float(value), text);
        }
    }
}
