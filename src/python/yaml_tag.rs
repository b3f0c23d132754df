//! The tags of YAML, and the resolution of plain scalars to tags (`ruamel/yaml/resolver.py`).

use super::timestamp::Parts;

/// The tags that the loader supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// `!!null`
    Null,
    /// `!!bool`
    Bool,
    /// `!!int`
    Int,
    /// `!!float`
    Float,
    /// `!!binary`
    Binary,
    /// `!!timestamp`
    Timestamp,
    /// `!!omap`
    Omap,
    /// `!!pairs`
    Pairs,
    /// `!!set`
    Set,
    /// `!!str`
    Str,
    /// `!!seq`
    Seq,
    /// `!!map`
    Map,
    /// `<<`
    Merge,
    /// `=`
    Value,
    /// Any other tag, which is an error.
    Unknown,
}

impl Tag {
    /// The tag with that URI.
    pub fn from_uri(uri: &str) -> Self {
        match uri.strip_prefix("tag:yaml.org,2002:") {
            Some("null") => Tag::Null,
            Some("bool") => Tag::Bool,
            Some("int") => Tag::Int,
            Some("float") => Tag::Float,
            Some("binary") => Tag::Binary,
            Some("timestamp") => Tag::Timestamp,
            Some("omap") => Tag::Omap,
            Some("pairs") => Tag::Pairs,
            Some("set") => Tag::Set,
            Some("str") => Tag::Str,
            Some("seq") => Tag::Seq,
            Some("map") => Tag::Map,
            Some("merge") => Tag::Merge,
            Some("value") => Tag::Value,
            _ => Tag::Unknown,
        }
    }
}

/// The version of YAML whose rules resolve plain scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// YAML 1.1, with `yes` and `no`, octal numbers that start with `0`, and sexagesimal numbers.
    V1_1,
    /// 1.2
    V1_2,
}

/// The tag of a plain scalar.
pub fn resolve(text: &str, version: Version) -> Tag {
    let Some(first) = text.chars().next() else {
        return Tag::Null;
    };
    // `$` in a regular expression also matches before a final line break.
    let text = text.strip_suffix('\n').unwrap_or(text);
    match first {
        '<' if text == "<<" => Tag::Merge,
        '=' if text == "=" => Tag::Value,
        '~' if text == "~" => Tag::Null,
        '+' | '-' | '.' | '0'..='9' => {
            if is_float(text, version) {
                Tag::Float
            } else if first != '.' && is_int(text, version) {
                Tag::Int
            } else if is_timestamp(text) {
                Tag::Timestamp
            } else {
                Tag::Str
            }
        }
        _ => match text {
            "null" | "Null" | "NULL" => Tag::Null,
            "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Tag::Bool,
            "y" | "Y" | "yes" | "Yes" | "YES" | "n" | "N" | "no" | "No" | "NO" | "on" | "On"
            | "ON" | "off" | "Off" | "OFF"
                if version == Version::V1_1 =>
            {
                Tag::Bool
            }
            _ => Tag::Str,
        },
    }
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

/// Whether `text` is not empty and consists of `wanted` characters.
fn all(text: &str, wanted: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(wanted)
}

fn is_digit_or_underscore(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'_'
}

/// `[0-9][0-9_]*`
fn is_digits(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && all(text, is_digit_or_underscore)
}

fn is_float(text: &str, version: Version) -> bool {
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let number = unsigned(text);
    if matches!(number, ".inf" | ".Inf" | ".INF") {
        return true;
    }
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (number, None),
    };
    let digits_of = |exponent: &str| all(unsigned(exponent), |byte| byte.is_ascii_digit());
    let is_fraction = |text: &str| text.bytes().all(is_digit_or_underscore);
    match mantissa.split_once('.') {
        // Without digits before the point, the exponent needs a sign.
        Some(("", fraction)) => {
            let signed = |exponent: &str| exponent.starts_with(['+', '-']) && digits_of(exponent);
            !fraction.is_empty()
                && is_fraction(fraction)
                && exponent.is_none_or(signed)
                && !(version == Version::V1_1 && number != text)
        }
        Some((whole, fraction)) => {
            let sexagesimal = version == Version::V1_1
                && exponent.is_none()
                && whole.contains(':')
                && is_sexagesimal(whole, is_digits);
            is_fraction(fraction)
                && (sexagesimal || (is_digits(whole) && exponent.is_none_or(digits_of)))
        }
        None => is_digits(mantissa) && exponent.is_some_and(digits_of),
    }
}

/// `FIRST(:[0-5]?[0-9])+`
fn is_sexagesimal(text: &str, first: impl Fn(&str) -> bool) -> bool {
    let mut parts = text.split(':');
    let sixtieth = |part: &str| match part.as_bytes() {
        [digit] => digit.is_ascii_digit(),
        [b'0'..=b'5', digit] => digit.is_ascii_digit(),
        _ => false,
    };
    parts.next().is_some_and(first) && parts.all(sixtieth)
}

fn is_int(text: &str, version: Version) -> bool {
    let number = unsigned(text);
    let octal = |byte: u8| matches!(byte, b'0'..=b'7' | b'_');
    if let Some(digits) = number.strip_prefix("0b") {
        return all(digits, |byte| matches!(byte, b'0' | b'1' | b'_'));
    }
    if let Some(digits) = number.strip_prefix("0x") {
        return all(digits, |byte| byte.is_ascii_hexdigit() || byte == b'_');
    }
    if version == Version::V1_2 {
        return all(number.strip_prefix("0o").unwrap_or(number), octal)
            || all(number, is_digit_or_underscore);
    }
    let decimal = |text: &str| is_digits(text) && !text.starts_with('0');
    all(number, octal)
        || decimal(number)
        || (number.contains(':') && is_sexagesimal(number, decimal))
}

fn is_timestamp(text: &str) -> bool {
    Parts::read(text).is_some_and(|parts| parts.clock.is_some() || text.len() == "2020-01-01".len())
}
