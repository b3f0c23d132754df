//! Dates and times as `dateutil.parser.parse` reads them (dateutil 2.9.0, `parser/_parser.py`),
//! with its default settings and in UTC as the local zone.
//!
//! Not in here: the names of other local zones, which leave a time without a zone.

mod timelex;
mod ymd;

use super::datetime::{date_of, days_since_1970};
use timelex::Decimal;
use ymd::Ymd;

/// A date and a time to the second; the zone may be unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DateTime {
    /// Seconds from 1970-01-01T00:00:00 on the clock of the place, wherever that is.
    local: i64,
    /// Seconds east of Greenwich; `None` is a naive `datetime`.
    offset: Option<i64>,
}

impl DateTime {
    /// A point in time, in seconds since 1970.
    pub fn from_utc(seconds: i64) -> DateTime {
        DateTime {
            local: seconds,
            offset: Some(0),
        }
    }

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

/// `parser._result`
#[derive(Default)]
struct Fields {
    year: Option<Int>,
    month: Option<Int>,
    day: Option<Int>,
    weekday: Option<usize>,
    hour: Option<Int>,
    minute: Option<Int>,
    second: Option<Int>,
    microsecond: Option<Int>,
    tzname: Option<String>,
    tzoffset: Option<Int>,
}

impl Fields {
    /// `len(res) == 0`
    fn is_empty(&self) -> bool {
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
    fn validate(&mut self, century_specified: bool, this_year: Int) {
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
    fn naive(&self, (year, month, day): (i64, i64, i64)) -> Result<i64, BuildError> {
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
            // 1970 began on a Thursday.
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
fn month_length(year: Int, month: Int) -> Int {
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
fn convert_year(year: Int, century_specified: bool, this_year: Int) -> Int {
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

/// The place of `word` in a table of `parserinfo`; each row lists its names in lower case.
fn find(table: &[&str], word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    table
        .iter()
        .position(|names| names.split(' ').any(|name| name == word))
}

fn is_jump(word: &str) -> bool {
    const JUMP: &str = ". , ; - / ' at on and ad m t of st nd rd th";
    word == " " || find(&[JUMP], word).is_some()
}

fn weekday(word: &str) -> Option<usize> {
    const WEEKDAYS: [&str; 7] = [
        "mon monday",
        "tue tuesday",
        "wed wednesday",
        "thu thursday",
        "fri friday",
        "sat saturday",
        "sun sunday",
    ];
    find(&WEEKDAYS, word)
}

/// From 1 to 12.
fn month(word: &str) -> Option<Int> {
    const MONTHS: [&str; 12] = [
        "jan january",
        "feb february",
        "mar march",
        "apr april",
        "may",
        "jun june",
        "jul july",
        "aug august",
        "sep sept september",
        "oct october",
        "nov november",
        "dec december",
    ];
    find(&MONTHS, word).and_then(|index| Int::try_from(index + 1).ok())
}

/// 0 for hours, 1 for minutes, 2 for seconds.
fn hms(word: &str) -> Option<usize> {
    find(
        &["h hour hours", "m minute minutes", "s second seconds"],
        word,
    )
}

/// Whether it is `pm`.
fn is_pm(word: &str) -> Option<bool> {
    find(&["am a", "pm p"], word).map(|index| index == 1)
}

fn is_utc_zone(word: &str) -> bool {
    find(&["utc gmt z"], word).is_some()
}

/// `parser._adjust_ampm`
fn adjust_hour(hour: Int, is_pm: bool) -> Int {
    match (hour, is_pm) {
        (12, false) => 0,
        (hour, true) if hour < 12 => hour + 12,
        _ => hour,
    }
}

/// `int(text)` of a token or of a part of one.
fn int(text: Option<&str>) -> Result<Int, Failure> {
    timelex::int(text.unwrap_or_default()).ok_or(Failure::Value)
}

/// `parser._parsems`: seconds and microseconds.
fn seconds(text: &str) -> Result<(Int, Int), Failure> {
    let Some((whole, fraction)) = text.split_once('.') else {
        return Ok((int(Some(text))?, 0));
    };
    let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
    Ok((int(Some(whole))?, int(Some(&digits))?))
}

/// `parser._parse`
struct Parser {
    tokens: Vec<String>,
    ymd: Ymd,
    fields: Fields,
}

impl Parser {
    fn read(text: &str, this_year: i64) -> Result<Fields, Failure> {
        let mut parser = Parser {
            tokens: timelex::split(text),
            ymd: Ymd::default(),
            fields: Fields::default(),
        };
        let mut index = 0;
        while let Some(token) = parser.tokens.get(index).cloned() {
            index = parser.token(index, &token, this_year.into())? + 1;
        }
        let Parser {
            ymd, mut fields, ..
        } = parser;
        (fields.year, fields.month, fields.day) = ymd.resolve()?;
        fields.validate(ymd.century_specified, this_year.into());
        Ok(fields)
    }

    fn at(&self, index: usize) -> Option<&str> {
        self.tokens.get(index).map(String::as_str)
    }

    /// Reads the token and those that belong to it; returns the last one's index.
    fn token(&mut self, index: usize, token: &str, this_year: Int) -> Result<usize, Failure> {
        let fields = &mut self.fields;
        if timelex::is_number(token) {
            return self.numeric(index, token);
        }
        if let Some(weekday) = weekday(token) {
            fields.weekday = Some(weekday);
            return Ok(index);
        }
        if let Some(month) = month(token) {
            return self.month_name(index, month, this_year);
        }
        if let Some(is_pm) = is_pm(token) {
            let hour = fields.hour.filter(|hour| (0..=12).contains(hour));
            fields.hour = Some(adjust_hour(hour.ok_or(Failure::Value)?, is_pm));
            return Ok(index);
        }
        if fields.tzoffset.is_none() && could_be_zone(fields, token) {
            fields.tzname = Some(token.to_owned());
            fields.tzoffset = (token == "z").then_some(0);
            // `GMT+3` is the zone in which it is three hours later than in `GMT`, turned round.
            if let Some(sign) = self.tokens.get_mut(index + 1)
                && matches!(sign.as_str(), "+" | "-")
            {
                *sign = if sign == "+" { "-" } else { "+" }.to_owned();
                fields.tzoffset = None;
                if is_utc_zone(token) {
                    fields.tzname = None;
                }
            }
            return Ok(index);
        }
        if fields.hour.is_some() && matches!(token, "+" | "-") {
            return self.zone_offset(index, token == "-");
        }
        if is_jump(token) {
            Ok(index)
        } else {
            Err(Failure::Value)
        }
    }

    fn month_name(&mut self, index: usize, month: Int, this_year: Int) -> Result<usize, Failure> {
        let Parser { tokens, ymd, .. } = self;
        let at = |index: usize| tokens.get(index).map(String::as_str);
        ymd.append_month(month)?;
        let separator = at(index + 1);
        if matches!(separator, Some("-" | "/")) {
            // `Jan-01[-99]`
            let token = at(index + 2).ok_or(Failure::Value)?;
            ymd.append_text(token)?;
            if at(index + 3) != separator {
                return Ok(index + 2);
            }
            let token = at(index + 4).ok_or(Failure::Value)?;
            ymd.append_text(token)?;
            return Ok(index + 4);
        }
        let pertains = at(index + 2).is_some_and(|word| find(&["of"], word).is_some());
        match at(index + 4) {
            // `Jan of 01`
            Some(year) if separator == Some(" ") && pertains && at(index + 3) == Some(" ") => {
                if timelex::is_digits(year) {
                    let year = convert_year(int(Some(year))?, false, this_year);
                    ymd.append_year(year)?;
                }
                Ok(index + 4)
            }
            _ => Ok(index),
        }
    }

    /// `-0300`, `-03:00`, `-03`, then perhaps ` (BRST)`.
    fn zone_offset(&mut self, index: usize, is_west: bool) -> Result<usize, Failure> {
        let mut index = index;
        let digits = self.at(index + 1).ok_or(Failure::Value)?;
        let length = digits.chars().count();
        let (hours, minutes) = if length == 4 {
            (int(digits.get(..2))?, int(digits.get(2..))?)
        } else if self.at(index + 2) == Some(":") {
            let parts = (int(Some(digits))?, int(self.at(index + 3))?);
            index += 2;
            parts
        } else if length <= 2 {
            (int(Some(digits))?, 0)
        } else {
            return Err(Failure::Value);
        };
        let east = hours
            .saturating_mul(3600)
            .saturating_add(minutes.saturating_mul(60));
        self.fields.tzoffset = Some(if is_west { -east } else { east });
        if self.at(index + 2).is_some_and(is_jump)
            && self.at(index + 3) == Some("(")
            && self.at(index + 5) == Some(")")
            && let Some(name) = self.at(index + 4).map(str::to_owned)
            && name.chars().count() >= 3
            && could_be_zone(&self.fields, &name)
        {
            self.fields.tzname = Some(name);
            index += 4;
        }
        Ok(index + 1)
    }

    /// `parser._parse_numeric_token`
    fn numeric(&mut self, index: usize, text: &str) -> Result<usize, Failure> {
        let value = Decimal::read(text).ok_or(Failure::Value)?;
        let length = text.len();
        let next = self.tokens.get(index + 1).cloned();
        let next = next.as_deref();
        let after_next = self.at(index + 2);
        if self.ymd.len() == 3
            && matches!(length, 2 | 4)
            && self.fields.hour.is_none()
            && next.is_none_or(|token| token != ":" && hms(token).is_none())
        {
            // `19990101T23[59]`
            self.fields.hour = Some(int(text.get(..2))?);
            if length == 4 {
                self.fields.minute = Some(int(text.get(2..))?);
            }
            return Ok(index);
        }
        if length == 6 || length > 6 && text.find('.') == Some(6) {
            let (first, second, rest) = (text.get(..2), text.get(2..4), text.get(4..));
            if self.ymd.len() == 0 && !text.contains('.') {
                for part in [first, second, rest] {
                    self.ymd.append_text(part.unwrap_or_default())?;
                }
            } else {
                self.fields.hour = Some(int(first)?);
                self.fields.minute = Some(int(second)?);
                self.set_seconds(rest.unwrap_or_default())?;
            }
            return Ok(index);
        }
        if matches!(length, 8 | 12 | 14) {
            let part = |from: usize, to: usize| text.get(from..to);
            self.ymd
                .append_labelled_year(part(0, 4).unwrap_or_default())?;
            self.ymd.append_text(part(4, 6).unwrap_or_default())?;
            self.ymd.append_text(part(6, 8).unwrap_or_default())?;
            if length > 8 {
                self.fields.hour = Some(int(part(8, 10))?);
                self.fields.minute = Some(int(part(10, 12))?);
            }
            if length > 12 {
                self.fields.second = Some(int(part(12, 14))?);
            }
            return Ok(index);
        }
        if let Some(label) = self.find_hms(index) {
            return self.labelled(index, label, text, &value);
        }
        if next == Some(":")
            && let Some(minutes) = after_next
        {
            let minutes = Decimal::read(minutes).ok_or(Failure::Value)?;
            self.fields.hour = Some(value.whole);
            self.set_minutes(&minutes)?;
            if self.at(index + 3) == Some(":")
                && let Some(text) = self.at(index + 4).map(str::to_owned)
            {
                self.set_seconds(&text)?;
                return Ok(index + 4);
            }
            return Ok(index + 2);
        }
        if let Some(separator @ ("-" | "/" | ".")) = next {
            return self.separated(index, text, separator);
        }
        if next.is_none_or(is_jump) {
            match after_next.and_then(is_pm) {
                Some(is_pm) => {
                    self.fields.hour = Some(adjust_hour(value.whole, is_pm));
                    return Ok(index + 2);
                }
                None => self.ymd.append_number(&value)?,
            }
            return Ok(index + 1);
        }
        if let Some(is_pm) = next.and_then(is_pm)
            && value.whole < 24
        {
            self.fields.hour = Some(adjust_hour(value.whole, is_pm));
            return Ok(index + 1);
        }
        if !self.ymd.could_be_day(&value) {
            return Err(Failure::Value);
        }
        self.ymd.append_number(&value)?;
        Ok(index)
    }

    /// `01-01[-01]`, `01-Jan[-01]`
    fn separated(&mut self, index: usize, text: &str, separator: &str) -> Result<usize, Failure> {
        let Parser { tokens, ymd, .. } = self;
        let at = |index: usize| tokens.get(index).map(String::as_str);
        ymd.append_text(text)?;
        let second = match at(index + 2) {
            Some(token) if !is_jump(token) => token,
            _ => return Ok(index + 1),
        };
        if timelex::is_digits(second) {
            ymd.append_text(second)?;
        } else {
            let month = month(second).ok_or(Failure::Value)?;
            ymd.append_month(month)?;
        }
        if at(index + 3) != Some(separator) {
            return Ok(index + 2);
        }
        let third = at(index + 4).ok_or(Failure::Value)?;
        match month(third) {
            Some(month) => ymd.append_month(month)?,
            None => ymd.append_text(third)?,
        }
        Ok(index + 4)
    }

    /// `parser._find_hms_idx`: where the `h`, `m` or `s` stands that labels the number.
    fn find_hms(&self, index: usize) -> Option<usize> {
        let is_label = |at: usize| self.at(at).is_some_and(|token| hms(token).is_some());
        let before = |steps: usize| index.checked_sub(steps).filter(|at| is_label(*at));
        if is_label(index + 1) {
            return Some(index + 1);
        }
        if self.at(index + 1) == Some(" ") && is_label(index + 2) {
            return Some(index + 2);
        }
        let is_last = index + 1 == self.tokens.len();
        let after_space = index > 1 && self.at(index - 1) == Some(" ");
        before(1).or_else(|| before(2).filter(|_| is_last && after_space))
    }

    /// `parser._parse_hms`, `parser._assign_hms`: a label behind the number is its own, one before
    /// it is that of the number before.
    fn labelled(
        &mut self,
        index: usize,
        label: usize,
        text: &str,
        value: &Decimal,
    ) -> Result<usize, Failure> {
        let unit = self.at(label).and_then(hms).unwrap_or_default();
        match unit + usize::from(label < index) {
            0 => {
                self.fields.hour = Some(value.whole);
                if let Some(minute) = value.sixtieths()? {
                    self.fields.minute = Some(minute);
                }
            }
            1 => self.set_minutes(value)?,
            2 => self.set_seconds(text)?,
            _ => {}
        }
        Ok(label.max(index))
    }

    /// `parser._parse_min_sec`
    fn set_minutes(&mut self, value: &Decimal) -> Result<(), Failure> {
        self.fields.minute = Some(value.whole);
        self.fields.second = value.sixtieths()?;
        Ok(())
    }

    fn set_seconds(&mut self, text: &str) -> Result<(), Failure> {
        let (second, microsecond) = seconds(text)?;
        self.fields.second = Some(second);
        self.fields.microsecond = Some(microsecond);
        Ok(())
    }
}

/// `parser._could_be_tzname`, apart from the offset.
fn could_be_zone(fields: &Fields, token: &str) -> bool {
    fields.hour.is_some()
        && fields.tzname.is_none()
        && (token == "z" || token.len() <= 5 && token.bytes().all(|c| c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests;
