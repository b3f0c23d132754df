//! The frame of an error on stderr, by dialect and class.
//!
//! Version 1 prints the message behind an empty line, a usage error behind the usage. Version 2
//! names the class, or writes the error in one of the formats of `--output`
//! (`awscli/errorhandler.py`, `awscli/errorformat.py`).

use crate::cli::{Program, help};
use crate::dialect::Dialect;
use crate::error::{Class, CredentialsError, Error, ServiceError};
use crate::output::{Format, RESET, Selected, TableStyle};
use crate::python::repr::str_of;
use crate::python::surrogate::ErrorHandler;
use crate::python::value::{Dict, Value};

/// The usage of version 2: its first parser's, and everybody else's (`awscli/argparser.py`).
const FIRST_PASS_USAGE: &str = "aws [--profile PROFILE] [--debug]\n";
const USAGE: &str = "\
aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// How version 2 writes its errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorFormat {
    /// The message alone.
    Legacy,
    /// The class before the message, further members behind it.
    Enhanced,
    /// A format of `--output`.
    Structured(Format),
}

impl ErrorFormat {
    /// The format of that name, in any letter case; what is none counts as enhanced.
    pub fn named(name: &str, style: impl FnOnce() -> TableStyle) -> ErrorFormat {
        match name.to_lowercase().as_str() {
            "legacy" => ErrorFormat::Legacy,
            "json" => ErrorFormat::Structured(Format::Json),
            "text" => ErrorFormat::Structured(Format::Text),
            // The resets are those of stdout.
            "table" => ErrorFormat::Structured(Format::Table(style().without_resets())),
            "yaml" => ErrorFormat::Structured(Format::Yaml),
            _ => ErrorFormat::Enhanced,
        }
    }
}

/// The text of an error for stderr. `format` is asked only where version 2 takes notice of it.
pub fn frame(
    error: &Error,
    program: Program,
    dialect: Dialect,
    format: impl FnOnce() -> ErrorFormat,
) -> String {
    match dialect {
        Dialect::V1 => version1(error, program),
        Dialect::V2 => version2(error, format),
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

fn version2(error: &Error, format: impl FnOnce() -> ErrorFormat) -> String {
    let message = error.message(Dialect::V2);
    let plain = |message: &str| match message.trim() {
        "" => "\naws: [ERROR]:\n".to_owned(),
        message => format!("\naws: [ERROR]: {message}\n"),
    };
    let enhanced =
        |code: &str, message: &str| plain(&format!("An error occurred ({code}): {message}"));
    if let Error::NoPrompt { on_terminal: false } = error {
        return format!("Warning: Input is not a terminal (fd=0).\n{}", plain(""));
    }
    match (error.class(), error.class().code()) {
        (Class::NotFound | Class::NotExecutable, _) => format!("{error}\n"),
        (Class::UnknownOptions, _) => {
            format!("\nusage: {USAGE}\n{}", plain(&message))
        }
        (_, Some(code)) => {
            if let Error::FirstPass(crate::error::UsageError::BothAutoPrompts) = error {
                return enhanced(code, &message);
            }
            if let Error::FirstPass(_) = error {
                return enhanced(code, &format!("{message}\n\nusage: {FIRST_PASS_USAGE}"));
            }
            let message = match error {
                Error::Usage(_) => format!("{message}\n\nusage: {USAGE}"),
                _ => message,
            };
            match format() {
                ErrorFormat::Legacy => plain(&message),
                ErrorFormat::Enhanced => enhanced(code, &message),
                ErrorFormat::Structured(format) => {
                    let info = [("Code", code.to_owned()), ("Message", message)];
                    let info = info.map(|(name, text)| (name.to_owned(), Value::String(text)));
                    structured(format, info.into_iter().collect())
                }
            }
        }
        (Class::Service, None) => service(error, &message, plain, format()),
        (_, None) => plain(&message),
    }
}

/// An error that a service answered: with the members that the model gives it.
fn service(
    error: &Error,
    message: &str,
    plain: impl Fn(&str) -> String,
    format: ErrorFormat,
) -> String {
    let info = error_info(error);
    match format {
        ErrorFormat::Legacy => plain(message),
        ErrorFormat::Enhanced => plain(message) + &details(&info),
        ErrorFormat::Structured(format) => structured(format, info),
    }
}

/// `ClientErrorHandler._extract_error_response`
fn error_info(error: &Error) -> Dict {
    let pair = |name: &str, text: &str| (name.to_owned(), Value::from(text));
    match error {
        Error::Service(ServiceError::ClientError(error)) => {
            let message = pair("Message", &error.message);
            let mut info: Dict = [message, pair("Code", &error.code)].into_iter().collect();
            info.entries.extend(error.response.members.entries.clone());
            info
        }
        // The XML of STS has them in this order.
        Error::Credentials(CredentialsError::ClientError(error))
        | Error::Service(ServiceError::Credentials(CredentialsError::ClientError(error))) => {
            let code = pair("Code", &error.code);
            [code, pair("Message", &error.message)]
                .into_iter()
                .collect()
        }
        _ => Dict::default(),
    }
}

/// The largest collection that is shown in one line, and one more.
const MAX_INLINE_ITEMS: usize = 5;

/// `EnhancedErrorFormatter.format_error`
fn details(info: &Dict) -> String {
    let mut lines = String::new();
    let mut is_incomplete = false;
    for (name, value) in &info.entries {
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
    format!("\nAdditional error details:\n{lines}")
}

fn is_simple(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Dict(_) | Value::Bytes(_))
}

/// The error as a result of `--output` would be written, under the title `error`.
fn structured(format: Format, info: Dict) -> String {
    let rendered = format.render("error", Selected::Value(Value::Dict(info)), || {
        ErrorHandler::Strict
    });
    String::from_utf8_lossy(&rendered.output).into_owned()
}
