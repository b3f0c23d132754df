//! Lone surrogates, which a query's literal or an answer's escape can bring in, have no bytes.
//! The original notices when it writes the piece that holds one: what came before is printed,
//! then the run fails.

use super::Format;
use crate::error::OutputError;
use crate::python::surrogate;

/// Cuts `text` before the piece that cannot be written, if there is one.
///
/// # Errors
/// The first lone surrogates of that piece.
pub fn truncate_at_surrogate(format: Format, text: &mut String) -> Result<(), OutputError> {
    let is_lone = |c: char| surrogate::decode_surrogate(c).is_some();
    let Some(at) = text.find(is_lone) else {
        return Ok(());
    };
    let (before, rest) = text.split_at(at);
    let start = match format {
        Format::Json => json_piece(before, rest),
        Format::Text => line_start(before),
        // The bars of an indented section are pieces of their own.
        Format::Table(_) => {
            let start = line_start(before);
            let line = before.get(start..).unwrap_or_default();
            let bars = line.len() - line.trim_start_matches('|').len();
            start + bars.saturating_sub(1)
        }
    };
    let mut lone = rest.chars().map_while(surrogate::decode_surrogate);
    let error = OutputError::Unencodable {
        unit: lone.next().unwrap_or_default(),
        position: before.get(start..).unwrap_or_default().chars().count(),
        further: lone.count(),
    };
    text.truncate(start);
    Err(error)
}

fn line_start(before: &str) -> usize {
    before.rfind('\n').map_or(0, |end| end + 1)
}

/// Where the piece begins that the JSON writer hands over with the string in which `before` ends:
/// at its quote, or for an item of a list at the bracket or comma before it
/// (`json/encoder.py`, `_iterencode_list`).
fn json_piece(before: &str, rest: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    for (index, c) in before.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quote = if quote.is_none() { Some(index) } else { None },
            _ => {}
        }
    }
    let quote = quote.unwrap_or_default();
    let lead = before.get(..quote).unwrap_or_default();
    let separator = lead.trim_end_matches([' ', '\n']);
    let is_item = lead.len() > separator.len() && separator.ends_with(['[', ',']);
    if is_item && !is_key(rest) {
        separator.len() - 1
    } else {
        quote
    }
}

/// Whether the string that `rest` ends is a key.
fn is_key(rest: &str) -> bool {
    let mut escaped = false;
    let end = rest.find(|c| match c {
        _ if escaped => {
            escaped = false;
            false
        }
        '\\' => {
            escaped = true;
            false
        }
        c => c == '"',
    });
    end.and_then(|end| rest.get(end + 1..))
        .is_some_and(|after| after.starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_before_the_piece_stays_and_the_place_is_counted_within_it() {
        let lone = surrogate::encode_surrogate(0xD800);
        for (format, text, printed, place) in [
            (Format::Json, format!("\"{lone}\"\n"), "", 1),
            (
                Format::Json,
                format!("{{\n    \"a\": \"{lone}\"\n}}\n"),
                "{\n    \"a\": ",
                1,
            ),
            (
                Format::Json,
                format!("[\n    \"y\",\n    \"{lone}\"\n]\n"),
                "[\n    \"y\"",
                7,
            ),
            (
                Format::Json,
                format!("{{\n    \"a\": 1,\n    \"{lone}\": 2\n}}\n"),
                "{\n    \"a\": 1,\n    ",
                1,
            ),
            (Format::Text, format!("x\ny\t{lone}\n"), "x\n", 2),
        ] {
            let mut text = text;
            let error = truncate_at_surrogate(format, &mut text).unwrap_err();
            assert_eq!(text, printed);
            assert_eq!(
                error.to_string(),
                format!(
                    "'utf-8' codec can't encode character '\\ud800' in position {place}: surrogates not allowed"
                )
            );
        }
    }
}
