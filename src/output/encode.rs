//! Encodes output. A lone surrogate, which may come from a literal in a query or an escape in a
//! response, can only be encoded with some locales, and then only some surrogates. An encoding
//! selected in version 2 may lack other characters. The original fails when it writes a piece with
//! such a character; the pieces before it are printed.

use super::{Format, Rendered};
use crate::error::OutputError;
use crate::python::codec::{Codec, encode_error};
use crate::python::surrogate::ErrorHandler;

/// Text in the pieces in which the original writes it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pieces {
    /// The pieces joined.
    pub text: String,
    /// The offsets of the pieces in bytes; text before the first is a piece too.
    starts: Vec<usize>,
}

impl Pieces {
    /// Starts a piece; what is appended to the text belongs to it.
    pub fn start(&mut self) -> &mut String {
        self.starts.push(self.text.len());
        &mut self.text
    }

    /// The start of the piece at the offset `at`.
    fn start_of(&self, at: usize) -> usize {
        let count = self.starts.partition_point(|start| *start <= at);
        let start = count.checked_sub(1).and_then(|last| self.starts.get(last));
        start.copied().unwrap_or_default()
    }
}

impl From<String> for Pieces {
    fn from(text: String) -> Pieces {
        let starts = Vec::new();
        Pieces { text, starts }
    }
}

/// Encodes `text` up to the first piece that cannot be encoded, in the encoding given or else in
/// the locale's, UTF-8. `handler` applies to UTF-8 of the locale only.
pub(super) fn encode(
    format: Format,
    text: Rendered<Pieces>,
    codec: Option<Codec>,
    handler: impl FnOnce() -> ErrorHandler,
) -> Rendered {
    let Rendered { mut output, error } = text;
    let of_locale = codec.is_none();
    let codec = codec.unwrap_or_default();
    let error = if output.text.chars().all(|c| codec.has(c)) {
        error
    } else {
        let handler = if of_locale {
            handler()
        } else {
            ErrorHandler::Strict
        };
        truncate(format, &mut output, codec, handler)
            .err()
            .or(error)
    };
    Rendered {
        output: codec.encode(output.text),
        error,
    }
}

/// Cuts the text before the first piece that cannot be encoded, if there is one.
///
/// # Errors
/// The first character that cannot be encoded, with those directly after it.
fn truncate(
    format: Format,
    pieces: &mut Pieces,
    codec: Codec,
    handler: ErrorHandler,
) -> Result<(), OutputError> {
    let refuses = |c: char| !codec.has(c) && !handler.escapes(c);
    let Some(at) = pieces.text.find(refuses) else {
        return Ok(());
    };
    let (before, rest) = pieces.text.split_at(at);
    let start = match format {
        Format::Json => json_piece(before, rest),
        _ => pieces.start_of(at),
    };
    let piece = before.get(start..).unwrap_or_default();
    let error = OutputError::Unencodable(encode_error(codec, piece, rest));
    pieces.text.truncate(start);
    Err(error)
}

/// The start of the piece that Python's JSON encoder yields for the string in which `before` ends:
/// the opening quote, or for a list item the bracket or comma before it (`json/encoder.py`,
/// `_iterencode_list`).
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

/// Whether the string whose end is in `rest` is a key.
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
    use crate::python::surrogate;

    fn lines(text: &str) -> Pieces {
        let mut pieces = Pieces::default();
        for line in text.split_inclusive('\n') {
            pieces.start().push_str(line);
        }
        pieces
    }

    fn encoded(format: Format, text: &str, handler: ErrorHandler) -> (Vec<u8>, String) {
        let rendered = encode(format, Rendered::complete(lines(text)), None, || handler);
        let error = rendered
            .error
            .map_or(String::new(), |error| error.to_string());
        (rendered.output, error)
    }

    #[test]
    fn output_before_the_failing_piece_is_kept_and_positions_are_relative_to_the_piece() {
        let lone = surrogate::encode_surrogate(0xD800);
        for (format, text, printed, position) in [
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
            let message = format!(
                "'utf-8' codec can't encode character '\\ud800' in position {position}: surrogates not allowed"
            );
            for handler in [ErrorHandler::Strict, ErrorHandler::SurrogateEscape] {
                let printed = printed.as_bytes().to_vec();
                assert_eq!(encoded(format, &text, handler), (printed, message.clone()));
            }
        }
    }

    #[test]
    fn unencodable_characters_end_the_output_before_their_piece() {
        let encoded = |format, text: &str| {
            let text = Rendered::complete(match format {
                Format::Text => lines(text),
                _ => text.to_owned().into(),
            });
            let rendered = encode(format, text, Some(Codec::Latin1), || {
                panic!("no handler is asked")
            });
            let error = rendered.error.map(|error| error.to_string());
            (rendered.output, error)
        };
        let error = |place: &str| {
            Some(format!(
                "'latin-1' codec can't encode {place}: ordinal not in range(256)"
            ))
        };
        assert_eq!(
            encoded(Format::Text, "\u{e9}\n"),
            (b"\xe9\n".to_vec(), None)
        );
        assert_eq!(
            encoded(
                Format::Json,
                "{\n    \"a\": \"\u{e9}\u{4e16}\u{754c}\"\n}\n"
            ),
            (
                b"{\n    \"a\": ".to_vec(),
                error("characters in position 2-3")
            )
        );
        assert_eq!(
            encoded(Format::Yaml, "a: b\nc: \u{4e16}\n"),
            (Vec::new(), error("character '\\u4e16' in position 8"))
        );
    }

    #[test]
    fn surrogateescape_writes_surrogates_as_bytes() {
        let text: String = [0xDCC3, 0xDCA9, 0xDCFF]
            .map(surrogate::encode_surrogate)
            .iter()
            .collect();
        let bytes = b"\xc3\xa9\xff".to_vec();
        assert_eq!(
            encoded(Format::Text, &text, ErrorHandler::SurrogateEscape),
            (bytes, String::new())
        );
        let (bytes, error) = encoded(Format::Text, &text, ErrorHandler::Strict);
        assert_eq!(bytes, b"");
        assert!(error.contains("characters in position 0-2:"), "{error}");
        // The error starts at the first surrogate that cannot be encoded.
        let text = format!("{text}{}\u{10DCFF}", surrogate::encode_surrogate(0xD800));
        let (_, error) = encoded(Format::Text, &text, ErrorHandler::SurrogateEscape);
        assert!(error.contains("characters in position 3-4:"), "{error}");
    }
}
