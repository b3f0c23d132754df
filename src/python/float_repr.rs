//! The text of Python's numbers, out (`repr(float)`) and in (`int(text)`, `float(text)`).

use num_bigint::BigInt;

/// `repr(value)`: the shortest digits that read back the same, with an exponent below 1e-4 and
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
    // Of two texts equally short and equally near, Python takes the even one. Rounding to so many
    // digits gives it, unless the result reads back as another float.
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

/// `c.isspace()`: white space and, other than Rust's, four separators of ASCII.
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
            // The float lies half-way between this text and the one it was read from.
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
