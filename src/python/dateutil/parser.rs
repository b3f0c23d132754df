//! Parses tokens into fields (`parser._parse`).

use super::fields::{Fields, convert_year};
use super::timelex::{self, Decimal};
use super::words::{adjust_hour, hms, is_jump, is_of, is_pm, is_utc_zone, month, weekday};
use super::ymd::Ymd;
use super::{Failure, Int};

/// `int(text)` of a token or a part of one.
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
pub(super) struct Parser {
    tokens: Vec<String>,
    ymd: Ymd,
    fields: Fields,
}

impl Parser {
    pub(super) fn read(text: &str, this_year: i64) -> Result<Fields, Failure> {
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

    /// Parses the token and the tokens that belong to it; returns the index of the last one.
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
            // `GMT+3` means that local time plus three hours is GMT, so the sign of the offset is
            // inverted.
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
        let pertains = at(index + 2).is_some_and(is_of);
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

    /// Parses `-0300`, `-03:00` or `-03`, optionally followed by ` (BRST)`.
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
                .append_labeled_year(part(0, 4).unwrap_or_default())?;
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
            return self.labeled(index, label, text, &value);
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

    /// Parses `01-01[-01]` or `01-Jan[-01]`.
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

    /// `parser._find_hms_idx`: the index of the `h`, `m` or `s` that labels the number.
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

    /// `parser._parse_hms`, `parser._assign_hms`: a label after the number applies to it; a label
    /// before it applies to the number before the label.
    fn labeled(
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
