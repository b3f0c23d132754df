//! The fields of a date and time, and their conversion to seconds since 1970.

use super::words::is_utc_zone;
use super::{BuildError, Int};
use crate::python::datetime::days_since_1970;

/// The fields that have been parsed (`parser._result`).
#[derive(Default)]
pub(super) struct Fields {
    pub year: Option<Int>,
    pub month: Option<Int>,
    pub day: Option<Int>,
    pub weekday: Option<usize>,
    pub hour: Option<Int>,
    pub minute: Option<Int>,
    pub second: Option<Int>,
    pub microsecond: Option<Int>,
    pub tzname: Option<String>,
    pub tzoffset: Option<Int>,
}

impl Fields {
    /// `len(res) == 0`
    pub(super) fn is_empty(&self) -> bool {
        let numbers = [
            self.year,
            self.month,
            self.day,
            self.hour,
            self.minute,
            self.second,
            self.microsecond,
            self.tzoffset,
        ];
        numbers.iter().all(Option::is_none) && self.weekday.is_none() && self.tzname.is_none()
    }

    /// `parserinfo.validate`
    pub(super) fn validate(&mut self, century_specified: bool, this_year: Int) {
        if let Some(year) = &mut self.year {
            *year = convert_year(*year, century_specified, this_year);
        }
        let name = self.tzname.as_deref().unwrap_or_default();
        if self.tzoffset == Some(0) && name.is_empty()
            || matches!(name, "Z" | "z")
            || self.tzoffset != Some(0) && is_utc_zone(name)
        {
            self.tzoffset = Some(0);
        }
    }

    /// `parser._build_naive`, in seconds since 1970.
    pub(super) fn naive(&self, (year, month, day): (i64, i64, i64)) -> Result<i64, BuildError> {
        let fail = |message: &str| Err(BuildError::Value(message.to_owned()));
        let month_number = self.month.unwrap_or(month.into());
        let year_number = self.year.unwrap_or(year.into());
        let mut default_day = Int::from(day);
        if self.day.is_none() {
            if !(1..=12).contains(&month_number) {
                let message = format!("bad month number {month_number}; must be 1-12");
                return Err(BuildError::Value(message));
            }
            default_day = default_day.min(month_length(year_number, month_number));
        }
        let numbers = [
            year_number,
            month_number,
            self.day.unwrap_or(default_day),
            self.hour.unwrap_or(0),
            self.minute.unwrap_or(0),
            self.second.unwrap_or(0),
        ];
        for number in numbers.into_iter().chain(self.microsecond) {
            if i64::try_from(number).is_err() {
                let message = "Python int too large to convert to C long";
                return Err(BuildError::Overflow(message));
            }
            if i32::try_from(number).is_err() {
                return Err(BuildError::Overflow(
                    "signed integer is greater than maximum",
                ));
            }
        }
        let [year, month, day, hour, minute, second] =
            numbers.map(|number| i64::try_from(number).unwrap_or_default());
        if !(1..=9999).contains(&year) {
            return fail(&format!("year {year} is out of range"));
        }
        if !(1..=12).contains(&month) {
            return fail("month must be in 1..12");
        }
        if !(1..=month_length(year.into(), month.into())).contains(&day.into()) {
            return fail("day is out of range for month");
        }
        if !(0..24).contains(&hour) {
            return fail("hour must be in 0..23");
        }
        if !(0..60).contains(&minute) {
            return fail("minute must be in 0..59");
        }
        if !(0..60).contains(&second) {
            return fail("second must be in 0..59");
        }
        let mut days = days_since_1970(year, month, day);
        if let Some(weekday) = self.weekday
            && self.day.is_none()
        {
            // 1970-01-01 was a Thursday.
            let weekday = i64::try_from(weekday).unwrap_or_default();
            days += (weekday - (days + 3)).rem_euclid(7);
            if days > days_since_1970(9999, 12, 31) {
                return Err(BuildError::Overflow("date value out of range"));
            }
        }
        Ok(days * 86_400 + hour * 3600 + minute * 60 + second)
    }
}

/// `calendar.monthrange(year, month)[1]`
pub(super) fn month_length(year: Int, month: Int) -> Int {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `datetime.timedelta(seconds=...)`, in seconds.
pub fn timedelta(seconds: Int) -> Result<i64, String> {
    let days = seconds.div_euclid(86_400);
    if i32::try_from(days).is_err() {
        return Err("Python int too large to convert to C int".to_owned());
    }
    if days.abs() > 999_999_999 {
        return Err(format!("days={days}; must have magnitude <= 999999999"));
    }
    i64::try_from(seconds).map_err(|error| error.to_string())
}

/// `parserinfo.convertyear`
pub(super) fn convert_year(year: Int, century_specified: bool, this_year: Int) -> Int {
    if year >= 100 || century_specified {
        return year;
    }
    let year = year + this_year / 100 * 100;
    if year >= this_year + 50 {
        year - 100
    } else if year < this_year - 50 {
        year + 100
    } else {
        year
    }
}
