//! Dates and times as parsed by `dateutil.parser.parse` (dateutil 2.9.0, `parser/_parser.py`), with
//! its default settings and UTC as the local time zone.
//!
//! Not implemented: the names of other local time zones, which result in a time without a zone.

mod fields;
mod parser;
mod timelex;
mod words;
mod ymd;

use super::datetime::date_of;
pub use fields::timedelta;
use parser::Parser;

/// A date and time in whole seconds, with an optional time zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DateTime {
    /// Seconds from 1970-01-01T00:00:00 in local time.
    local: i64,
    /// The offset from UTC in seconds, positive to the east; `None` is a naive `datetime`.
    offset: Option<i64>,
}

impl DateTime {
    /// Seconds since 1970 in UTC.
    ///
    /// # Errors
    /// Python's exception when the current time is subtracted.
    pub fn utc(self) -> Result<i64, &'static str> {
        match self.offset {
            None => Err("can't subtract offset-naive and offset-aware datetimes"),
            Some(offset) if offset.abs() < 86_400 => Ok(self.local - offset),
            Some(_) => Err(
                "offset must be a timedelta strictly between -timedelta(hours=24) and \
                 timedelta(hours=24).",
            ),
        }
    }
}

/// Parses `text`; missing fields are taken from the date of `now` (seconds since 1970).
///
/// # Errors
/// The message of the exception that the original raises.
pub fn parse(text: &str, now: i64) -> Result<DateTime, String> {
    let today = date_of(now.div_euclid(86_400));
    let fields = Parser::read(text, today.0).map_err(|failure| match failure {
        Failure::Value => format!("Unknown string format: {text}"),
        Failure::Other(message) => message,
    })?;
    if fields.is_empty() {
        return Err(format!("String does not contain a date: {text}"));
    }
    let local = fields.naive(today).map_err(|failure| match failure {
        BuildError::Value(message) => format!("{message}: {text}"),
        BuildError::Overflow(message) => message.to_owned(),
    })?;
    let offset = match fields.tzoffset {
        None => None,
        Some(offset) => Some(timedelta(offset)?),
    };
    Ok(DateTime { local, offset })
}

/// The error for a text that cannot be parsed.
enum Failure {
    /// `ValueError` or `IndexError`: the text has an unknown format.
    Value,
    /// An exception that the original's parser does not catch.
    Other(String),
}

/// The error for fields that form no valid `datetime`.
enum BuildError {
    /// `ValueError`, which the original raises again with the text.
    Value(String),
    /// `OverflowError`, which the original does not catch.
    Overflow(&'static str),
}

/// Larger numbers are clamped: they exceed the range of every field in any case.
type Int = i128;

#[cfg(test)]
mod tests;
