//! Encodes output. A lone surrogate, which may come from a literal in a query or an escape in a
//! response, can only be encoded with some locales, and then only some surrogates. An encoding
//! selected in version 2 may lack other characters. The original fails when it writes a piece with
//! such a character; the pieces before it are printed.

use super::{Format, Rendered, RenderedText};
use crate::error::OutputError;
use crate::python::codec::{Codec, encode_error};
use crate::python::surrogate::ErrorHandler;

/// Encodes `text` up to the first piece that cannot be encoded, in the encoding given or else in
/// the locale's, UTF-8. `handler` applies to UTF-8 of the locale only.
pub(super) fn encode(
    format: Format,
    text: RenderedText,
    codec: Option<Codec>,
    handler: impl FnOnce() -> ErrorHandler,
) -> Rendered {
    let RenderedText { mut output, error } = text;
    let of_locale = codec.is_none();
    let codec = codec.unwrap_or_default();
    let error = if output.chars().all(|c| codec.has(c)) {
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
        output: codec.encode(output),
        error,
    }
}

/// Cuts `text` before the first piece that cannot be encoded, if there is one.
///
/// # Errors
/// The first character that cannot be encoded, with those directly after it.
fn truncate(
    format: Format,
    text: &mut String,
    codec: Codec,
    handler: ErrorHandler,
) -> Result<(), OutputError> {
    let refuses = |c: char| !codec.has(c) && !handler.escapes(c);
    let Some(at) = text.find(refuses) else {
        return Ok(());
    };
    let (before, rest) = text.split_at(at);
    let start = match format {
        Format::Json => json_piece(before, rest),
        // The original writes YAML in one piece.
        Format::Yaml | Format::YamlStream | Format::Off => 0,
        Format::Text => line_start(before),
        // The bars of an indented section are separate pieces.
        Format::Table(_) => {
            let start = line_start(before);
            let line = before.get(start..).unwrap_or_default();
            let bars = line.len() - line.trim_start_matches('|').len();
            start + bars.saturating_sub(1)
        }
    };
    let piece = before.get(start..).unwrap_or_default();
    let error = OutputError::Unencodable(encode_error(codec, piece, rest));
    text.truncate(start);
    Err(error)
}

fn line_start(before: &str) -> usize {
    before.rfind('\n').map_or(0, |end| end + 1)
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

    fn encoded(format: Format, text: &str, handler: ErrorHandler) -> (Vec<u8>, String) {
        let rendered = encode(format, Rendered::complete(text.to_owned()), None, || {
            handler
        });
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
            let text = Rendered::complete(text.to_owned());
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
