//! The location of an error in JSON or shorthand: file, line, column, the line itself and a caret.
//! Also shortens messages to the size of a screen.

use super::redact::mask_text;
use super::suggest::sanitize;
use crate::error::{Error, ParamError};

/// The maximum number of terminal rows of an error, its hint included.
pub const MAX_ROWS: usize = 12;

/// The maximum width of a quoted line, in columns.
const MAX_COLUMNS: usize = 72;

/// A location in a text that was typed or read from a file.
struct Place<'e> {
    text: &'e str,
    /// In characters from the start of the text.
    index: usize,
    file: Option<&'e str>,
}

/// The location of an error whose message quotes the input. Must be called after secrets in the
/// quotation are redacted.
pub(super) fn lines(error: &Error) -> Option<String> {
    match error {
        Error::Param(error) => of(error)?.lines(),
        _ => None,
    }
}

fn of(error: &ParamError) -> Option<Place<'_>> {
    match error {
        ParamError::InParameter(_, error) | ParamError::InvalidDocument(_, Some(error)) => {
            of(error)
        }
        ParamError::InvalidJson {
            at: Some(index),
            received,
            file,
            ..
        } => Some(Place {
            text: received,
            index: *index,
            file: file.as_deref(),
        }),
        ParamError::Syntax {
            input, index, file, ..
        } if file.is_some() => Some(Place {
            text: input,
            index: *index,
            file: file.as_deref(),
        }),
        _ => None,
    }
}

impl Place<'_> {
    fn lines(&self) -> Option<String> {
        if self.text.trim().is_empty() || self.text.starts_with('\u{feff}') {
            return None;
        }
        let masked = mask_text(self.text);
        let before: String = masked.chars().take(self.index).collect();
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next()?.chars().count();
        let whole: Vec<char> = masked.split('\n').nth(line)?.chars().collect();
        // A long line is cut on both sides of the caret.
        let from = match column {
            column if whole.len() > MAX_COLUMNS && column > MAX_COLUMNS / 2 => {
                column - MAX_COLUMNS / 2
            }
            _ => 0,
        };
        let shown: String = whole.iter().skip(from).take(MAX_COLUMNS).collect();
        let shown: String = shown
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let caret = format!("{:1$}^", "", column - from);
        let place = format!("line {}, column {}", line + 1, column + 1);
        let place = match self.file {
            Some(file) => format!("{}: {place}", sanitize(&mask_text(file))),
            None => place,
        };
        Some(format!("{place}:\n  {}\n  {caret}\n", shown.trim_end()))
    }
}

/// Cuts quotations of the input to a few lines.
pub fn shorten(error: &mut Error) {
    if let Error::Param(error) = error {
        shorten_param(error);
    }
}

/// Limits, in characters and in lines, up to which a quotation of the input is left unchanged.
const MAX_QUOTED: usize = 240;
const MAX_QUOTED_LINES: usize = 3;

fn shorten_param(error: &mut ParamError) {
    let is_long = |text: &str| {
        text.chars().nth(MAX_QUOTED).is_some() || text.matches('\n').count() >= MAX_QUOTED_LINES
    };
    match error {
        ParamError::InParameter(_, error) => shorten_param(error),
        ParamError::InvalidJson { received, .. } | ParamError::NotAnObject(received)
            if is_long(received) =>
        {
            *received = format!("({} lines)", received.trim_end().matches('\n').count() + 1);
        }
        // The message itself marks the position with a caret: only the line with the caret is kept.
        ParamError::Syntax { input, index, .. } | ParamError::DuplicateKey { input, index, .. }
            if is_long(input) =>
        {
            let chars: Vec<char> = input.chars().collect();
            let place = (*index).min(chars.len());
            let is_break = |c: &&char| **c != '\n';
            let before = chars.iter().take(place).rev().take_while(is_break).count();
            let after = chars.iter().skip(place).take_while(is_break).count();
            let before = before.min(MAX_COLUMNS / 2);
            let after = after.min(MAX_COLUMNS / 2);
            *input = chars
                .iter()
                .skip(place - before)
                .take(before + after)
                .collect();
            *index = before;
        }
        _ => {}
    }
}

/// Fits a text into `rows` rows of a terminal with `columns` columns: long lines are truncated, and
/// lines in the middle are left out.
pub fn fit(text: &str, rows: usize, columns: usize) -> String {
    let columns = columns.max(20);
    let count = |line: &str| line.chars().count().div_ceil(columns).max(1);
    let total = |lines: &[String]| lines.iter().map(|line| count(line)).sum::<usize>();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if total(&lines) <= rows {
        return text.to_owned();
    }
    lines = text
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    // The error after the usage is more important than the usage.
    if let Some(error) = lines.iter().position(|line| line.contains(": error: ")) {
        lines.drain(..error);
    }
    for line in &mut lines {
        if count(line) > 3 {
            let kept: String = line.chars().take(columns * 3 - 3).collect();
            *line = kept + "...";
        }
    }
    let mut left_out = 0;
    let mut kept = lines.clone();
    // The original's messages begin with an empty line.
    let least = 2 + kept.iter().take_while(|line| line.is_empty()).count();
    while total(&kept) + usize::from(left_out > 0) > rows && kept.len() > least {
        // The first lines state the error, and the last one often the solution.
        kept.remove(kept.len() - 2);
        left_out += 1;
    }
    if left_out > 0 {
        let at = kept.len().saturating_sub(1);
        let lines = if left_out == 1 { "line" } else { "lines" };
        kept.insert(at, format!("... ({left_out} more {lines})"));
    }
    kept.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_on_both_sides_of_the_caret() {
        let place = |text: &str, index| {
            let place = Place {
                text,
                index,
                file: Some("a.json"),
            };
            place.lines().unwrap()
        };
        assert_eq!(
            place("{\n\t\"a\" 1\n}", 7),
            "a.json: line 2, column 6:\n   \"a\" 1\n       ^\n"
        );
        let long = format!("{}!{}", "x".repeat(200), "y".repeat(200));
        let shown = place(&long, 200);
        assert_eq!(
            shown.lines().nth(1).unwrap().find('!'),
            shown.lines().nth(2).unwrap().find('^')
        );
        assert!(shown.lines().all(|line| line.len() < 80), "{shown}");
    }

    #[test]
    fn a_message_is_shortened_to_the_rows_available() {
        let long = (1..40).map(|n| format!("line {n}\n")).collect::<String>();
        assert_eq!(
            fit(&long, 4, 80),
            "line 1\nline 2\n... (36 more lines)\nline 39\n"
        );
        assert_eq!(fit("a\nb\n", 4, 80), "a\nb\n");
        let usage = "usage: x\n\nmore\n\nx: error: a\n\nb   \n";
        assert_eq!(fit(usage, 4, 80), "x: error: a\n\nb\n");
        // The error is kept even if there are no rows for it.
        assert_eq!(fit("\nerror\ninput\n", 0, 80), "\nerror\ninput\n");
        let wide = format!("x\n{}\n", "y".repeat(1000));
        assert!(fit(&wide, 6, 80).ends_with("yyy...\n"));
    }
}
