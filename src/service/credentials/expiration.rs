//! Points in time as the services and the caches write them.

use crate::error::credentials::CredentialsError;
pub use crate::python::datetime::format;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970.
pub fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|elapsed| i64::try_from(elapsed.as_secs()).ok())
        .unwrap_or_default()
}

/// Reads `2030-01-02T03:04:05Z` and its relatives: a space for the `T`, a fraction, `UTC` or an
/// offset for the `Z`. A time without a zone counts as UTC.
///
/// # Errors
/// Dateutil's text for anything else.
pub fn parse(text: &str) -> Result<i64, CredentialsError> {
    scan(text).ok_or_else(|| CredentialsError::Python(format!("Unknown string format: {text}")))
}

fn scan(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, rest) = text.split_at_checked(10)?;
    let mut date = date.split('-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let days = days_since_1970(year, month, day);
    if rest.is_empty() {
        return Some(days * 86_400);
    }
    let (clock, zone) = rest.strip_prefix(['T', ' '])?.split_at_checked(8)?;
    let mut clock = clock.split(':').map(number);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let zone = zone
        .strip_prefix('.')
        .map_or(zone, |fraction| {
            fraction.trim_start_matches(|c: char| c.is_ascii_digit())
        })
        .trim();
    Some(days * 86_400 + hour * 3600 + minute * 60 + second - offset(zone)?)
}

fn number(text: &str) -> Option<i64> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

/// Seconds east of Greenwich.
fn offset(zone: &str) -> Option<i64> {
    let (sign, digits) = match zone {
        "" | "Z" | "z" | "UTC" | "GMT" => return Some(0),
        other => match other.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, other.strip_prefix('+')?),
        },
    };
    let digits = digits.replace(':', "");
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = match minutes.len() {
        0 => "0",
        1 | 2 => minutes,
        _ => return None,
    };
    Some(sign * (number(hours)? * 3600 + number(minutes)? * 60))
}

/// Days in the proleptic Gregorian calendar, counted in years that begin in March.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T12:30:15UTC", 951_827_415),
            ("2099-01-01T00:00:00+00:00", 4_070_908_800),
            ("2099-01-01T02:00:00.123+02:00", 4_070_908_800),
            ("2098-12-31 19:00:00-0500", 4_070_908_800),
        ] {
            assert_eq!(parse(text).unwrap(), seconds, "{text}");
        }
        assert_eq!(format(951_827_415, "Z"), "2000-02-29T12:30:15Z");
        assert_eq!(format(4_070_908_800, "UTC"), "2099-01-01T00:00:00UTC");
        for text in ["soon", "2099-01-01T00:00:00+00:9223372036854775807"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
