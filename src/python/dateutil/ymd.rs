//! Assigns the numbers of a date to year, month and day (`_ymd`).

use super::fields::month_length;
use super::timelex::{self, Decimal};
use super::{Failure, Int};

/// Up to three numbers in the order of the text, and the indexes of those whose meaning is known.
#[derive(Default)]
pub(super) struct Ymd {
    values: Vec<Int>,
    year: Option<usize>,
    month: Option<usize>,
    /// Whether a number has the digits or the size of a year with its century.
    pub century_specified: bool,
}

/// Year, month and day; `None` for a missing one.
type Date = (Option<Int>, Option<Int>, Option<Int>);

impl Ymd {
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Adds the number of a token. More than two digits make it a year.
    pub(super) fn append_text(&mut self, text: &str) -> Result<(), Failure> {
        if timelex::is_digits(text) && text.len() > 2 {
            return self.append_labeled_year(text);
        }
        self.values.push(timelex::int(text).ok_or(Failure::Value)?);
        Ok(())
    }

    /// Adds a token whose position marks it as a year.
    pub(super) fn append_labeled_year(&mut self, text: &str) -> Result<(), Failure> {
        self.append_year(timelex::int(text).ok_or(Failure::Value)?)
    }

    /// Adds a year with its century.
    pub(super) fn append_year(&mut self, year: Int) -> Result<(), Failure> {
        self.century_specified = true;
        set(&mut self.year, self.values.len())?;
        self.values.push(year);
        Ok(())
    }

    /// Adds the number of a month name.
    pub(super) fn append_month(&mut self, month: Int) -> Result<(), Failure> {
        set(&mut self.month, self.values.len())?;
        self.values.push(month);
        Ok(())
    }

    /// Adds a number without a label.
    pub(super) fn append_number(&mut self, value: &Decimal) -> Result<(), Failure> {
        if value.exceeds(100) {
            return self.append_year(value.whole);
        }
        self.values.push(value.whole);
        Ok(())
    }

    fn labeled(&self, index: Option<usize>) -> Option<Int> {
        self.values.get(index?).copied()
    }

    pub(super) fn could_be_day(&self, value: &Decimal) -> bool {
        let last = match (self.labeled(self.month), self.labeled(self.year)) {
            (None, _) => 31,
            // Without a year, February may have 29 days.
            (Some(month), year) => month_length(year.unwrap_or(2000), month),
        };
        value.whole >= 1 && !value.exceeds(last)
    }

    /// `resolve_ymd`: the year, month and day.
    pub(super) fn resolve(&self) -> Result<Date, Failure> {
        let all = |year: Int, month: Int, day: Int| Ok((Some(year), Some(month), Some(day)));
        let labels = usize::from(self.year.is_some()) + usize::from(self.month.is_some());
        let (year, month) = (self.labeled(self.year), self.labeled(self.month));
        match (self.values.as_slice(), self.month) {
            ([], _) => Ok((None, None, None)),
            (values, _) if values.len() == labels => Ok((year, month, None)),
            ([_, _, _], _) if labels == 2 => {
                let rest =
                    (0..3).find(|index| Some(*index) != self.year && Some(*index) != self.month);
                Ok((year, month, self.labeled(rest)))
            }
            ([other], None) | ([_, other], Some(0)) | ([other, _], Some(1)) => {
                if *other > 31 {
                    Ok((Some(*other), month, None))
                } else {
                    Ok((None, month, Some(*other)))
                }
            }
            (&[first, second], _) => Ok(if first > 31 {
                (Some(first), Some(second), None)
            } else if second > 31 {
                (Some(second), Some(first), None)
            } else {
                (None, Some(first), Some(second))
            }),
            (&[first, second, third], Some(0)) if second > 31 => all(second, first, third),
            (&[first, second, third], Some(0)) => all(third, first, second),
            (&[first, second, third], Some(1)) if first > 31 => all(first, second, third),
            (&[first, second, third], Some(1)) => all(third, second, first),
            (&[first, second, third], Some(_)) if second > 31 => all(second, third, first),
            (&[first, second, third], Some(_)) => all(first, third, second),
            (&[first, second, third], None) => {
                if first > 31 || self.year == Some(0) {
                    all(first, second, third)
                } else if first > 12 {
                    all(third, second, first)
                } else {
                    all(third, first, second)
                }
            }
            _ => Err(Failure::Value),
        }
    }
}

fn set(label: &mut Option<usize>, index: usize) -> Result<(), Failure> {
    match label.replace(index) {
        None => Ok(()),
        Some(_) => Err(Failure::Value),
    }
}
