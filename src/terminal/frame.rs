//! The format of an error on stderr, by dialect and error class.
//!
//! Version 1 prints an empty line and the message, or the usage and the message for a usage error.
//! Version 2 adds a prefix with the class, or writes the error in one of the formats of `--output`
//! (`awscli/errorhandler.py`, `awscli/errorformat.py`).

use crate::cli::{Program, help};
use crate::dialect::Dialect;
use crate::error::{Class, CredentialsError, Error, ServiceError};
use crate::output::{Format, Pieces, RESET, Selected, TableStyle};
use crate::python::codec::Codec;
use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};

/// The usage of the first parser of version 2, and the usage of all others (`awscli/argparser.py`).
const FIRST_PASS_USAGE: &str = "aws [--profile PROFILE] [--debug]\n";
const USAGE: &str = "\
aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// The format of errors in version 2 (`--cli-error-format`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorFormat {
    /// The message only.
    Legacy,
    /// The class before the message, and further members of the error after it.
    Enhanced,
    /// [`ErrorFormat::Enhanced`] after a warning about the unknown name of a format.
    Unknown(String),
    /// A format of `--output`.
    Structured(Format),
}

impl ErrorFormat {
    /// The format of that name, in any letter case. An unknown name selects `Enhanced`; `warns` is
    /// whether the original reports it, which it does until its logging is set up.
    pub fn named(name: &str, warns: bool, style: impl FnOnce() -> TableStyle) -> ErrorFormat {
        match name.to_lowercase().as_str() {
            "legacy" => ErrorFormat::Legacy,
            "json" => ErrorFormat::Structured(Format::Json),
            "text" => ErrorFormat::Structured(Format::Text),
            // Whether resets are written depends on stdout, not on stderr.
            "table" => ErrorFormat::Structured(Format::Table(style().without_resets())),
            "yaml" => ErrorFormat::Structured(Format::Yaml),
            "enhanced" | "" => ErrorFormat::Enhanced,
            name if warns => ErrorFormat::Unknown(name.to_owned()),
            _ => ErrorFormat::Enhanced,
        }
    }
}

/// The text of an error for stderr, ready to be encoded.
#[derive(Debug)]
pub struct Frame {
    /// The complete text.
    pub pieces: Pieces,
    /// The format of `--output` in which the text is written; `Text` for a plain message.
    format: Format,
    /// The text after each piece: colorama's `autoreset`, once a table in color was to be printed.
    pub reset: &'static str,
}

impl From<Pieces> for Frame {
    fn from(pieces: Pieces) -> Frame {
        Frame {
            pieces,
            format: Format::Text,
            reset: "",
        }
    }
}

impl From<String> for Frame {
    fn from(text: String) -> Frame {
        Pieces::from(text).into()
    }
}

impl Frame {
    /// Whether the original loads colorama for this error.
    pub fn is_table_in_color(&self) -> bool {
        self.format.is_colored()
    }

    /// Appends the encoded text to `bytes`, up to the first piece that cannot be encoded.
    ///
    /// # Errors
    /// A piece cannot be encoded: the message of Python's exception.
    pub fn encode(self, codec: Codec, bytes: &mut Vec<u8>) -> Result<(), String> {
        let rendered = self.format.encode(self.pieces, codec);
        bytes.extend(rendered.output);
        rendered
            .error
            .map_or(Ok(()), |error| Err(error.to_string()))
    }
}

const PREFIX: &str = "aws: [ERROR]:";

/// The text of an error for stderr, followed by the text that the original falls back to when the
/// first cannot be encoded. `format` is called only for errors that version 2 formats.
pub fn frames(
    error: &Error,
    program: Program,
    dialect: Dialect,
    format: impl FnOnce() -> ErrorFormat,
) -> Vec<Frame> {
    match dialect {
        Dialect::V1 => vec![version1(error, program).into()],
        Dialect::V2 => version2(error, format),
    }
}

/// A message without a class, in the format of version 2 (`awscli/errorformat.py`, `write_error`).
/// Each piece ends with `reset`.
pub fn plain(message: &str, reset: &str) -> Pieces {
    plain_after(Pieces::default(), message, reset)
}

fn plain_after(mut pieces: Pieces, message: &str, reset: &str) -> Pieces {
    let piece = pieces.start();
    piece.push('\n');
    piece.push_str(reset);
    let piece = pieces.start();
    piece.push_str(PREFIX);
    let message = message.trim();
    if !message.is_empty() {
        piece.push(' ');
        piece.push_str(message);
    }
    piece.push_str(reset);
    let piece = pieces.start();
    piece.push('\n');
    piece.push_str(reset);
    pieces
}

fn version1(error: &Error, program: Program) -> String {
    if let Error::ColoredOutput(error) = error {
        return format!("\n{RESET}{error}{RESET}\n{RESET}");
    }
    match error.class() {
        Class::UnknownOptions => format!("{}{error}\n", help::usage(program)),
        Class::Usage => {
            let name = program.name();
            format!("{}{name}: error: {error}\n", help::usage(program))
        }
        Class::NotFound | Class::NotExecutable => format!("{error}\n"),
        _ if error.omits_leading_newline() => format!("{error}\n"),
        _ => format!("\n{error}\n"),
    }
}

fn version2(error: &Error, format: impl FnOnce() -> ErrorFormat) -> Vec<Frame> {
    let message = error.message(Dialect::V2);
    if let Error::ColoredOutput(_) = error {
        return vec![Frame {
            reset: RESET,
            ..plain(&message, RESET).into()
        }];
    }
    let plain = |message: &str| plain(message, "");
    let enhanced =
        |code: &str, message: &str| plain(&format!("An error occurred ({code}): {message}"));
    if let Error::NoPrompt {
        on_terminal: false, ..
    } = error
    {
        let frame = plain(&message).text;
        let text = format!("Warning: Input is not a terminal (fd=0).\n{frame}");
        return vec![text.into()];
    }
    match (error.class(), error.class().code()) {
        (Class::NotFound | Class::NotExecutable, _) => vec![format!("{error}\n").into()],
        (Class::UnknownOptions, _) => {
            let usage = Pieces::from(format!("\nusage: {USAGE}\n"));
            vec![plain_after(usage, &message, "").into()]
        }
        (_, Some(code)) => {
            if let Error::FirstPass(crate::error::UsageError::BothAutoPrompts) = error {
                return vec![enhanced(code, &message).into()];
            }
            if let Error::FirstPass(_) = error {
                let message = format!("{message}\n\nusage: {FIRST_PASS_USAGE}");
                return vec![enhanced(code, &message).into()];
            }
            let message = match error {
                Error::Usage(_) => format!("{message}\n\nusage: {USAGE}"),
                _ => message,
            };
            let text = match format() {
                ErrorFormat::Legacy => return vec![plain(&message).into()],
                ErrorFormat::Enhanced => enhanced(code, &message).into(),
                ErrorFormat::Unknown(name) => {
                    let warning =
                        format!("Invalid cli_error_format: '{name}'. Using 'enhanced' format.\n");
                    let message = format!("An error occurred ({code}): {message}");
                    plain_after(warning.into(), &message, "").into()
                }
                ErrorFormat::Structured(format) => {
                    let info = [("Code", code.to_owned()), ("Message", message.clone())];
                    let info = info.map(|(name, text)| (name.to_owned(), Value::String(text)));
                    structured(format, info.into_iter().collect(), &message)
                }
            };
            vec![text, plain(&message).into()]
        }
        (Class::Service, None) => {
            let info = error_info(error);
            let text = match (format(), info) {
                (ErrorFormat::Legacy, _) | (_, None) => return vec![plain(&message).into()],
                (ErrorFormat::Enhanced | ErrorFormat::Unknown(_), Some(info)) => {
                    let mut pieces = plain(&message);
                    details(&info, &mut pieces);
                    pieces.into()
                }
                (ErrorFormat::Structured(format), Some(info)) => structured(format, info, &message),
            };
            vec![text, plain(&message).into()]
        }
        (_, None) => vec![plain(&message).into()],
    }
}

/// The displayed parts of an error response; `None` if the original's parser finds no error in it
/// (`ClientErrorHandler._extract_error_response`).
fn error_info(error: &Error) -> Option<Dict> {
    let error = match error {
        Error::Service(ServiceError::ClientError(error))
        | Error::Credentials(CredentialsError::ClientError(error))
        | Error::Service(ServiceError::Credentials(CredentialsError::ClientError(error))) => error,
        _ => return None,
    };
    let mut info = error.parts.clone();
    if info.entries.is_empty() {
        return None;
    }
    info.entries.extend(*error.response.members.entries.clone());
    Some(info)
}

/// A collection is shown on one line when it has fewer items than this.
const MAX_INLINE_ITEMS: usize = 5;

/// `EnhancedErrorFormatter.format_error`
fn details(info: &Dict, pieces: &mut Pieces) {
    let is_detail = |name: &str| !matches!(name.to_lowercase().as_str(), "code" | "message");
    let members = info.entries.iter().filter(|(name, _)| is_detail(name));
    let mut is_first = true;
    let mut is_incomplete = false;
    for (name, value) in members {
        if std::mem::take(&mut is_first) {
            pieces.start().push_str("\nAdditional error details:\n");
        }
        let text = match value {
            value if is_simple(value) => str_of(value),
            Value::List(items) if items.len() < MAX_INLINE_ITEMS && items.iter().all(is_simple) => {
                let items: Vec<String> = items.iter().map(str_of).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Dict(dict)
                if dict.entries.len() < MAX_INLINE_ITEMS
                    && dict.entries.values().all(is_simple) =>
            {
                let items = dict.entries.iter();
                let items: Vec<String> = items
                    .map(|(name, value)| format!("{name}: {}", str_of(value)))
                    .collect();
                format!("{{{}}}", items.join(", "))
            }
            _ => {
                is_incomplete = true;
                "<complex value>".to_owned()
            }
        };
        pieces.start().push_str(&format!("{name}: {text}\n"));
    }
    if is_incomplete {
        pieces.start().push_str(
            "Use \"--cli-error-format json\" or another error format to see the full details.\n",
        );
    }
}

fn is_simple(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Dict(_) | Value::Bytes(_))
}

/// The error as a result in a format of `--output`, with the title `error`; if it has no such form,
/// the message after what is written before that is noticed.
fn structured(format: Format, info: Dict, message: &str) -> Frame {
    let rendered = format.render_text("error", Selected::Value(Value::Dict(info)));
    Frame {
        pieces: match rendered.error {
            Some(_) => plain_after(rendered.output, message, ""),
            None => rendered.output,
        },
        format,
        reset: "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(message: &str) -> Pieces {
        super::plain(message, "")
    }

    #[test]
    fn an_error_is_written_up_to_the_piece_that_cannot_be_encoded() {
        let encoded = |frame: Frame| {
            let mut bytes = Vec::new();
            let error = frame.encode(Codec::Ascii, &mut bytes).err();
            (String::from_utf8(bytes).unwrap(), error)
        };
        let error = |place: &str| {
            Some(format!(
                "'ascii' codec can't encode {place}: ordinal not in range(128)"
            ))
        };
        let message = "\naws: [ERROR]: a\n";
        assert_eq!(encoded(plain("a").into()), (message.to_owned(), None));
        assert_eq!(
            encoded(plain("a\nb\u{e9}").into()),
            ("\n".to_owned(), error("character '\\xe9' in position 17"))
        );
        let mut pieces = plain("a");
        let members = [("Limit", "1"), ("Type", "a\n\u{e9}")]
            .map(|(name, text)| (name.to_owned(), Value::String(text.to_owned())));
        details(&members.into_iter().collect(), &mut pieces);
        assert_eq!(
            encoded(pieces.into()),
            (
                format!("{message}\nAdditional error details:\nLimit: 1\n"),
                error("character '\\xe9' in position 8")
            )
        );
        let member = |text: &str| [("Message".to_owned(), Value::String(text.to_owned()))];
        let info = |text: &str| member(text).into_iter().collect::<Dict>();
        assert_eq!(
            encoded(structured(Format::Json, info("\u{e9}"), "")),
            (
                "{\n    \"Message\": ".to_owned(),
                error("character '\\xe9' in position 1")
            )
        );
        assert_eq!(
            encoded(structured(Format::Text, info("a\n\u{e9}"), "")),
            (String::new(), error("character '\\xe9' in position 2"))
        );
    }
}
