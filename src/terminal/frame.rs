//! The format of an error on stderr, by dialect and error class.
//!
//! Version 1 prints an empty line and the message, or the usage and the message for a usage error.
//! Version 2 adds a prefix with the class, or writes the error in one of the formats of `--output`
//! (`awscli/errorhandler.py`, `awscli/errorformat.py`).

use crate::cli::{Program, help};
use crate::dialect::Dialect;
use crate::error::{Class, CredentialsError, Error, OutputError, ServiceError};
use crate::output::{Format, RESET, Rendered, Selected, TableStyle};
use crate::python::codec::{Codec, encode_error};
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
    pub text: String,
    /// The format of `--output` in which the text is written; `None` for a plain message.
    format: Option<Format>,
}

impl From<String> for Frame {
    fn from(text: String) -> Frame {
        let format = None;
        Frame { text, format }
    }
}

impl Frame {
    /// Appends the encoded text to `bytes`, up to the first piece that cannot be encoded.
    ///
    /// # Errors
    /// A piece cannot be encoded: the message of Python's exception.
    pub fn encode(self, codec: Codec, bytes: &mut Vec<u8>) -> Result<(), String> {
        let rendered = match self.format {
            Some(format) => format.encode(self.text, codec),
            None => encode_pieces(self.text, codec),
        };
        bytes.extend(rendered.output);
        rendered
            .error
            .map_or(Ok(()), |error| Err(error.to_string()))
    }
}

/// Encodes a message in the pieces in which the original writes it: the text before the message,
/// the message, and lines of details (`awscli/errorformat.py`, `write_error`).
fn encode_pieces(mut text: String, codec: Codec) -> Rendered {
    let foreign = text.find(|c| !codec.has(c));
    let error = foreign.map(|at| {
        let (before, rest) = text.split_at(at);
        let start = match before.find(DETAILS) {
            Some(_) => before.rfind('\n').map_or(0, |end| end + 1),
            None => before.find(PREFIX).unwrap_or_default(),
        };
        let piece = before.get(start..).unwrap_or_default();
        (
            start,
            OutputError::Unencodable(encode_error(codec, piece, rest)),
        )
    });
    if let Some((start, _)) = &error {
        text.truncate(*start);
    }
    Rendered {
        output: codec.encode(text),
        error: error.map(|(_, error)| error),
    }
}

const PREFIX: &str = "aws: [ERROR]:";
const DETAILS: &str = "\nAdditional error details:\n";

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

/// A message without a class, in the format of version 2.
pub fn plain(message: &str) -> String {
    match message.trim() {
        "" => format!("\n{PREFIX}\n"),
        message => format!("\n{PREFIX} {message}\n"),
    }
}

fn version1(error: &Error, program: Program) -> String {
    if let Error::ColouredOutput(error) = error {
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
    let enhanced =
        |code: &str, message: &str| plain(&format!("An error occurred ({code}): {message}"));
    if let Error::NoPrompt {
        on_terminal: false, ..
    } = error
    {
        let frame = plain(&message);
        let text = format!("Warning: Input is not a terminal (fd=0).\n{frame}");
        return vec![text.into()];
    }
    match (error.class(), error.class().code()) {
        (Class::NotFound | Class::NotExecutable, _) => vec![format!("{error}\n").into()],
        (Class::UnknownOptions, _) => {
            vec![format!("\nusage: {USAGE}\n{}", plain(&message)).into()]
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
                    (warning + &enhanced(code, &message)).into()
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
                    (plain(&message) + &details(&info)).into()
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
fn details(info: &Dict) -> String {
    let mut lines = String::new();
    let mut is_incomplete = false;
    for (name, value) in info.entries.iter() {
        if matches!(name.to_lowercase().as_str(), "code" | "message") {
            continue;
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
        lines.push_str(&format!("{name}: {text}\n"));
    }
    if lines.is_empty() {
        return lines;
    }
    if is_incomplete {
        lines.push_str(
            "Use \"--cli-error-format json\" or another error format to see the full details.\n",
        );
    }
    format!("{DETAILS}{lines}")
}

fn is_simple(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Dict(_) | Value::Bytes(_))
}

/// The error as a result in a format of `--output`, with the title `error`. If the format has no
/// form for it, the plain message follows the part that has one.
fn structured(format: Format, info: Dict, message: &str) -> Frame {
    let rendered = format.render_text("error", Selected::Value(Value::Dict(info)));
    match rendered.error {
        None => Frame {
            text: rendered.output,
            format: Some(format),
        },
        Some(_) => (rendered.output + &plain(message)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str, format: Option<Format>) -> (String, Option<String>) {
        let text = text.to_owned();
        let mut bytes = Vec::new();
        let result = Frame { text, format }.encode(Codec::Ascii, &mut bytes);
        (String::from_utf8(bytes).unwrap(), result.err())
    }

    #[test]
    fn an_error_is_written_up_to_the_piece_that_cannot_be_encoded() {
        let error = |place: &str| {
            Some(format!(
                "'ascii' codec can't encode {place}: ordinal not in range(128)"
            ))
        };
        let message = plain("a");
        assert_eq!(encoded(&message, None), (message.clone(), None));
        assert_eq!(
            encoded(&plain("a\u{e9}"), None),
            ("\n".to_owned(), error("character '\\xe9' in position 15"))
        );
        let details = format!("{message}{DETAILS}Limit: 1\nType: \u{e9}\n");
        assert_eq!(
            encoded(&details, None),
            (
                format!("{message}{DETAILS}Limit: 1\n"),
                error("character '\\xe9' in position 6")
            )
        );
        assert_eq!(
            encoded("{\n    \"Message\": \"\u{e9}\"\n}\n", Some(Format::Json)),
            (
                "{\n    \"Message\": ".to_owned(),
                error("character '\\xe9' in position 1")
            )
        );
    }
}
