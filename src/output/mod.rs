//! The result as text: JSON, tab-separated text, or a table. Renderers return the whole output
//! and write nothing.

pub mod document;
mod encode;
mod json;
mod table;
mod text;

use crate::error::OutputError;
use crate::python::surrogate::ErrorHandler;
use crate::python::value::Value;

/// Ends every colour of a terminal.
pub const RESET: &str = "\u{1b}[0m";

/// One of the original's formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Indented by four, no ASCII escapes.
    Json,
    /// Tab-separated, sorted by key.
    Text,
    /// Drawn with lines.
    Table(TableStyle),
}

/// How a table is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableStyle {
    /// With the original's colours.
    pub coloured: bool,
    /// The terminal's width in columns; wider tables turn into lists of pairs.
    pub width: usize,
}

/// The output for stdout. The original writes while it renders, so what precedes an error is
/// printed.
#[derive(Debug)]
pub struct Rendered<T = Vec<u8>> {
    /// All of the output, or what precedes the error.
    pub output: T,
    /// Why the output is not complete.
    pub error: Option<OutputError>,
}

type RenderedText = Rendered<String>;

impl<T> Rendered<T> {
    fn complete(output: T) -> Self {
        Rendered {
            output,
            error: None,
        }
    }
}

impl Format {
    /// The format of that name; `style` is called for a table only.
    ///
    /// # Errors
    /// A name that is none of the three.
    pub fn named(name: &str, style: impl FnOnce() -> TableStyle) -> Result<Format, OutputError> {
        match name {
            "json" => Ok(Format::Json),
            "text" => Ok(Format::Text),
            "table" => Ok(Format::Table(style())),
            _ => Err(OutputError::UnknownFormat(name.to_owned())),
        }
    }

    /// The format for a document that is read again: JSON.
    pub fn of_document(self) -> Format {
        Format::Json
    }

    /// Whether the output has colours.
    pub fn is_coloured(self) -> bool {
        matches!(self, Format::Table(style) if style.coloured)
    }

    /// The value in this format, under the operation's name where the format has titles.
    /// `handler` is called for a text with lone surrogates only.
    pub fn render(
        self,
        title: &str,
        value: &Value,
        handler: impl FnOnce() -> ErrorHandler,
    ) -> Rendered {
        let text = match self {
            Format::Json => json::render(value),
            Format::Text => text::render(value),
            Format::Table(style) => table::render(title, value, style),
        };
        encode::encode(self, text, handler)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_format_is_named() {
        let style = TableStyle {
            coloured: false,
            width: 80,
        };
        let error = Format::named("xml", || style).unwrap_err();
        assert_eq!(error.to_string(), "Unknown output type: xml");
    }
}
