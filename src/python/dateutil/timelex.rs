//! Splits a text into tokens (`_timelex`), and parses numeric tokens.

use super::{Failure, Int};
use crate::python::float_repr::MAX_INT_DIGITS;
use crate::python::int_parse::ascii_digit;

/// The kind of the current token.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Word,
    Number,
    /// Letters and dots; split at the dots afterwards.
    DottedWord,
    /// Digits and dots.
    DottedNumber,
}

/// `str.isdigit`, which includes digits of Latin-1 that `int` rejects.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}')
}

/// The tokens; decimal digits of any script are converted to ASCII.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().filter(|c| *c != '\0').peekable();
    while let Some(first) = chars.next() {
        let first = ascii_digit(first).unwrap_or(first);
        let mut state = match first {
            c if is_digit(c) => State::Number,
            c if c.is_alphabetic() => State::Word,
            c if c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c) => {
                tokens.push(" ".to_owned());
                continue;
            }
            c => {
                tokens.push(c.to_string());
                continue;
            }
        };
        let mut token = String::from(first);
        let mut seen_letters = false;
        while let Some(c) = chars.peek() {
            let c = ascii_digit(*c).unwrap_or(*c);
            seen_letters |= matches!(state, State::Word | State::DottedWord);
            let (is_word, is_digit) = (c.is_alphabetic(), is_digit(c));
            let after_dot = token.ends_with('.');
            state = match state {
                State::Word if is_word => State::Word,
                State::Word if c == '.' => State::DottedWord,
                State::Number if is_digit => State::Number,
                State::Number if c == '.' || c == ',' && token.len() >= 2 => State::DottedNumber,
                State::DottedWord if c == '.' || is_word => State::DottedWord,
                State::DottedWord if is_digit && after_dot => State::DottedNumber,
                State::DottedNumber if c == '.' || is_digit => State::DottedNumber,
                State::DottedNumber if is_word && after_dot => State::DottedWord,
                _ => break,
            };
            token.push(c);
            chars.next();
        }
        let is_dotted = matches!(state, State::DottedWord | State::DottedNumber);
        if is_dotted
            && (seen_letters || token.matches('.').count() > 1 || token.ends_with(['.', ',']))
        {
            for part in token.split_inclusive(['.', ',']) {
                let word = part.trim_end_matches(['.', ',']);
                let separator = part.get(word.len()..).unwrap_or_default();
                let parts = [word, separator]
                    .into_iter()
                    .filter(|part| !part.is_empty());
                tokens.extend(parts.map(str::to_owned));
            }
        } else if state == State::DottedNumber && !token.contains('.') {
            tokens.push(token.replace(',', "."));
        } else {
            tokens.push(token);
        }
    }
    tokens
}

/// Whether `float` accepts the token.
pub(super) fn is_number(token: &str) -> bool {
    let first = token.chars().next();
    if first.is_some_and(char::is_alphabetic) {
        let names = ["inf", "infinity", "nan"];
        return names.iter().any(|name| token.eq_ignore_ascii_case(name));
    }
    first.is_some_and(|c| c.is_ascii_digit())
        && token
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether the token consists of ASCII digits.
pub(super) fn is_digits(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit())
}

/// `int(text)`; `None` for a `ValueError`.
pub(super) fn int(text: &str) -> Option<Int> {
    (is_digits(text) && text.len() <= MAX_INT_DIGITS).then(|| saturating(text))
}

fn saturating(digits: &str) -> Int {
    digits.bytes().fold(0, |number: Int, byte| {
        let digit = Int::from(byte.saturating_sub(b'0'));
        number.saturating_mul(10).saturating_add(digit)
    })
}

/// The precision of Python's default decimal context, in significant digits.
const PRECISION: usize = 28;

/// A numeric token as a `decimal.Decimal`.
pub(super) struct Decimal {
    /// The integer part.
    pub whole: Int,
    /// The number of digits of the integer part, without leading zeros.
    digits: usize,
    /// The digits after the decimal point.
    fraction: String,
}

impl Decimal {
    /// Parses a token; `None` if it is not a finite number.
    pub(super) fn read(token: &str) -> Option<Decimal> {
        let (whole, fraction) = token.split_once('.').unwrap_or((token, ""));
        let is_valid = is_digits(whole) && (fraction.is_empty() || is_digits(fraction));
        is_valid.then(|| Decimal {
            whole: saturating(whole),
            digits: whole.trim_start_matches('0').len(),
            fraction: fraction.to_owned(),
        })
    }

    /// Whether the number is greater than `limit`.
    pub(super) fn exceeds(&self, limit: Int) -> bool {
        self.whole > limit || self.whole == limit && self.fraction.contains(|c| c != '0')
    }

    /// `int(60 * (value % 1))`; `None` for an integer.
    pub(super) fn sixtieths(&self) -> Result<Option<Int>, Failure> {
        if self.digits > PRECISION {
            let message = "[<class 'decimal.DivisionImpossible'>]";
            return Err(Failure::Other(message.to_owned()));
        }
        if !self.exceeds(self.whole) {
            return Ok(None);
        }
        // The remainder is rounded to the precision of the context.
        let zeros = self.fraction.len() - self.fraction.trim_start_matches('0').len();
        let kept = self.fraction.len().min(zeros.min(8) + PRECISION);
        let (kept, rest) = self.fraction.split_at(kept);
        let mut number = saturating(kept);
        number += Int::from(rest.starts_with(['5', '6', '7', '8', '9']));
        let scale = kept
            .bytes()
            .fold(1, |scale: Int, _| scale.saturating_mul(10));
        Ok(Some(60.min(number.saturating_mul(60) / scale)))
    }
}
