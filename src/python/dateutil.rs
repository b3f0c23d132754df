//! Dates and times as `dateutil.parser.parse` reads them (dateutil 2.9.0, `parser/_parser.py`),
//! with its default settings and in UTC as the local zone.
//!
//! Not in here: the names of other local zones, which leave a time without a zone.

mod fields;
mod parser;
mod timelex;
mod words;
mod ymd;

use super::datetime::date_of;
pub use fields::timedelta;
use parser::Parser;

/// A date and a time to the second; the zone may be unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DateTime {
    /// Seconds from 1970-01-01T00:00:00 on the clock of the place, wherever that is.
    local: i64,
    /// Seconds east of Greenwich; `None` is a naive `datetime`.
    offset: Option<i64>,
}

impl DateTime {
    /// Seconds since 1970.
    ///
    /// # Errors
    /// The exception of Python when it subtracts the current time.
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

/// Reads `text`; what it leaves out comes from the day that `now` (seconds since 1970) is in.
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

/// Why the fields of a text cannot be read.
enum Failure {
    /// `ValueError` or `IndexError`: the text has no known form.
    Value,
    /// An exception that the parser does not catch.
    Other(String),
}

/// Why fields make no `datetime`.
enum BuildError {
    /// `ValueError`, which is raised again with the text.
    Value(String),
    /// `OverflowError`, which is not caught.
    Overflow(&'static str),
}

/// Numbers beyond the range are kept at its end: they fit no field either way.
type Int = i128;

#[cfg(test)]
mod tests;
