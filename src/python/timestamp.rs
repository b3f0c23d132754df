//! Dates and times in YAML (`ruamel/yaml/util.py: timestamp_regexp, create_timestamp`), and their
//! representation in Python.

use super::repr::repr_str;

/// The fields of a timestamp in the text.
#[derive(Debug)]
pub struct Parts<'a> {
    year: u32,
    month: u32,
    day: u32,
    /// `None` for a date without a time.
    pub clock: Option<Clock<'a>>,
}

/// The time of a timestamp.
#[derive(Debug)]
pub struct Clock<'a> {
    hour: u32,
    minute: u32,
    second: u32,
    /// The digits after the decimal point.
    fraction: &'a str,
    zone: Option<Zone<'a>>,
}

/// A time zone.
#[derive(Clone, Copy, Debug)]
struct Zone<'a> {
    name: &'a str,
    /// The offset from UTC in minutes, positive to the east.
    offset: i64,
}

/// A `datetime.date` or, with a time, a `datetime.datetime`.
#[derive(Debug)]
pub struct Timestamp {
    /// `str(value)`
    pub text: String,
    /// `repr(value)`
    pub repr: String,
    /// Equal for timestamps that are equal in Python.
    pub identity: String,
    /// Whether it is a `datetime.datetime`.
    pub has_clock: bool,
}

/// Parses between `min` and `max` decimal digits.
fn digits(text: &mut &str, min: usize, max: usize) -> Option<u32> {
    let count = text
        .bytes()
        .take(max)
        .take_while(u8::is_ascii_digit)
        .count();
    if count < min {
        return None;
    }
    let (number, rest) = text.split_at_checked(count)?;
    *text = rest;
    number.parse().ok()
}

fn literal(text: &mut &str, expected: char) -> Option<()> {
    *text = text.strip_prefix(expected)?;
    Some(())
}

impl<'a> Parts<'a> {
    /// `timestamp_regexp.match(text)`
    pub fn read(text: &'a str) -> Option<Self> {
        let mut rest = text.strip_suffix('\n').unwrap_or(text);
        let year = digits(&mut rest, 4, 4)?;
        literal(&mut rest, '-')?;
        let month = digits(&mut rest, 1, 2)?;
        literal(&mut rest, '-')?;
        let day = digits(&mut rest, 1, 2)?;
        let clock = if rest.is_empty() {
            None
        } else {
            Some(Clock::read(rest)?)
        };
        Some(Self {
            year,
            month,
            day,
            clock,
        })
    }

    /// `create_timestamp`; `Err` is the text of Python's `ValueError`.
    pub fn build(&self) -> Result<Timestamp, String> {
        let check_date = || {
            if self.year == 0 {
                Err("year 0 is out of range".to_owned())
            } else if !(1..=12).contains(&self.month) {
                Err("month must be in 1..12".to_owned())
            } else if !(1..=days_in(self.year, self.month)).contains(&self.day) {
                Err("day is out of range for month".to_owned())
            } else {
                Ok(())
            }
        };
        let (year, month, day) = (self.year, self.month, self.day);
        let Some(clock) = &self.clock else {
            check_date()?;
            let text = format!("{year:04}-{month:02}-{day:02}");
            return Ok(Timestamp {
                repr: format!("datetime.date({year}, {month}, {day})"),
                identity: format!("d{text}"),
                text,
                has_clock: false,
            });
        };
        if let Some(zone) = clock.zone.filter(|zone| zone.offset.abs() >= 24 * 60) {
            return Err(format!(
                "offset must be a timedelta strictly between -timedelta(hours=24) and \
                 timedelta(hours=24), not {}.",
                repr_timedelta(zone.offset)
            ));
        }
        check_date()?;
        for (name, number, limit) in [
            ("hour", clock.hour, 23),
            ("minute", clock.minute, 59),
            ("second", clock.second, 59),
        ] {
            if number > limit {
                return Err(format!("{name} must be in 0..{limit}"));
            }
        }
        let mut fields = [year, month, day, clock.hour, clock.minute, clock.second];
        let mut micros = clock.micros();
        if micros > 999_999 {
            micros = 0;
            add_second(&mut fields)?;
        }
        Ok(clock.show(fields, micros))
    }
}

impl<'a> Clock<'a> {
    fn read(mut rest: &'a str) -> Option<Self> {
        let blank = |c: char| matches!(c, ' ' | '\t');
        rest = match rest.strip_prefix(['T', 't']) {
            Some(rest) => rest,
            None if rest.starts_with(blank) => rest.trim_start_matches(blank),
            None => return None,
        };
        let hour = digits(&mut rest, 1, 2)?;
        literal(&mut rest, ':')?;
        let minute = digits(&mut rest, 2, 2)?;
        literal(&mut rest, ':')?;
        let second = digits(&mut rest, 2, 2)?;
        let mut fraction = "";
        if let Some(after) = rest.strip_prefix('.') {
            let length = after.bytes().take_while(u8::is_ascii_digit).count();
            (fraction, rest) = after.split_at_checked(length)?;
        }
        let zone = if rest.is_empty() {
            None
        } else {
            Some(Zone::read(rest.trim_start_matches(blank))?)
        };
        Some(Self {
            hour,
            minute,
            second,
            fraction,
            zone,
        })
    }

    /// Microseconds, rounded by the seventh digit.
    fn micros(&self) -> u32 {
        let digit = |at: usize| {
            let byte = self.fraction.as_bytes().get(at).copied().unwrap_or(b'0');
            u32::from(byte.saturating_sub(b'0'))
        };
        let micros = (0..6).fold(0, |micros, at| micros * 10 + digit(at));
        micros + u32::from(digit(6) > 4)
    }

    fn show(&self, fields: [u32; 6], micros: u32) -> Timestamp {
        let [year, month, day, hour, minute, second] = fields;
        let mut text = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
        let mut repr = format!("datetime.datetime({year}, {month}, {day}, {hour}, {minute}");
        if second > 0 || micros > 0 {
            repr.push_str(&format!(", {second}"));
        }
        if micros > 0 {
            text.push_str(&format!(".{micros:06}"));
            repr.push_str(&format!(", {micros}"));
        }
        let mut identity = format!("t{text}");
        if let Some(zone) = self.zone {
            let sign = if zone.offset < 0 { '-' } else { '+' };
            let (hours, minutes) = (zone.offset.abs() / 60, zone.offset.abs() % 60);
            text.push_str(&format!("{sign}{hours:02}:{minutes:02}"));
            repr.push_str(&format!(
                ", tzinfo=datetime.timezone({}, {})",
                repr_timedelta(zone.offset),
                repr_str(zone.name)
            ));
            let days = days_before(year) + day_of_year(year, month, day);
            let minutes = (days * 24 + i64::from(hour)) * 60 + i64::from(minute) - zone.offset;
            identity = format!("z{minutes}:{second}.{micros}");
        }
        repr.push(')');
        Timestamp {
            text,
            repr,
            identity,
            has_clock: true,
        }
    }
}

impl<'a> Zone<'a> {
    fn read(name: &'a str) -> Option<Self> {
        if name == "Z" {
            return Some(Self { name, offset: 0 });
        }
        let mut rest = name.strip_prefix(['+', '-'])?;
        let hours = digits(&mut rest, 1, 2)?;
        let mut minutes = 0;
        if !rest.is_empty() {
            literal(&mut rest, ':')?;
            minutes = digits(&mut rest, 2, 2)?;
        }
        let offset = i64::from(hours * 60 + minutes);
        let offset = if name.starts_with('-') {
            -offset
        } else {
            offset
        };
        rest.is_empty().then_some(Self { name, offset })
    }
}

/// `repr(datetime.timedelta(minutes=minutes))`
fn repr_timedelta(minutes: i64) -> String {
    let days = minutes.div_euclid(24 * 60);
    let seconds = minutes.rem_euclid(24 * 60) * 60;
    let parts = [("days", days), ("seconds", seconds)];
    let parts = parts.iter().filter(|(_, value)| *value != 0);
    let parts: Vec<String> = parts
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let parts = parts.join(", ");
    format!(
        "datetime.timedelta({})",
        if parts.is_empty() { "0" } else { &parts }
    )
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_before(year: u32) -> i64 {
    let before = i64::from(year) - 1;
    before * 365 + before / 4 - before / 100 + before / 400
}

fn day_of_year(year: u32, month: u32, day: u32) -> i64 {
    i64::from((1..month).map(|month| days_in(year, month)).sum::<u32>() + day)
}

/// Adds one second to year, month, day, hour, minute and second.
fn add_second(fields: &mut [u32; 6]) -> Result<(), String> {
    let [year, month, day, hour, minute, second] = fields;
    let limits = [days_in(*year, *month), 23, 59, 59];
    for (field, limit) in [second, minute, hour].into_iter().zip(limits.iter().rev()) {
        if *field < *limit {
            *field += 1;
            return Ok(());
        }
        *field = 0;
    }
    if *day < days_in(*year, *month) {
        *day += 1;
        return Ok(());
    }
    *day = 1;
    if *month < 12 {
        *month += 1;
        return Ok(());
    }
    *month = 1;
    *year += 1;
    if *year > 9999 {
        return Err("date value out of range".to_owned());
    }
    Ok(())
}
