//! The stage that formats the result: JSON, tab-separated text, a table, or YAML. Renderers return
//! the complete output and write nothing.

pub mod diff;
pub mod document;
mod encode;
mod json;
mod scalar_style;
pub mod schema;
mod table;
mod text;
mod yaml;

pub use encode::Pieces;

use crate::dialect::Dialect;
use crate::error::OutputError;
use crate::python::codec::Codec;
use crate::python::shared::Shared;
use crate::python::surrogate::ErrorHandler;
use crate::python::value::Value;

/// The escape sequence that resets the colors of a terminal.
pub const RESET: &str = "\u{1b}[0m";

/// A format of `--output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Indented by four; characters beyond ASCII are not escaped.
    Json,
    /// Tab-separated, sorted by key.
    Text,
    /// A table drawn with ASCII characters.
    Table(TableStyle),
    /// Block style, sorted by key.
    Yaml,
    /// YAML as a list of one element.
    YamlStream,
    /// No output.
    Off,
}

/// The style of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableStyle {
    /// The use of colors.
    pub color: Color,
    /// The terminal's width in columns; in a wider table, single rows become lists of pairs.
    pub width: usize,
}

impl TableStyle {
    /// The same style without resets, for output that does not go to stdout.
    pub fn without_resets(self) -> TableStyle {
        let color = match self.color {
            Color::Off => Color::Off,
            Color::Styles | Color::StylesAndResets => Color::Styles,
        };
        TableStyle { color, ..self }
    }
}

/// The use of colors in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// No colors.
    Off,
    /// The colors of titles, headers, cells and bars.
    Styles,
    /// The colors, and a reset after every write, as added by colorama on stdout (`autoreset`).
    StylesAndResets,
}

/// Rendered output. The original writes while it renders, so the part before an error is printed.
#[derive(Debug)]
pub struct Rendered<T = Vec<u8>> {
    /// The complete output, or the part before the error.
    pub output: T,
    /// The error that ended the output.
    pub error: Option<OutputError>,
}

/// Rendered output before it is encoded.
pub type RenderedText = Rendered<Pieces>;

impl<T> Rendered<T> {
    fn complete(output: impl Into<T>) -> Self {
        Rendered {
            output: output.into(),
            error: None,
        }
    }
}

impl Format {
    /// The format of that name in the dialect; `style` is called for tables only.
    ///
    /// # Errors
    /// An unknown name.
    pub fn named(
        name: &str,
        dialect: Dialect,
        style: impl FnOnce() -> TableStyle,
    ) -> Result<Format, OutputError> {
        match (name, dialect) {
            ("json", _) => Ok(Format::Json),
            ("text", _) => Ok(Format::Text),
            ("table", _) => Ok(Format::Table(style())),
            ("yaml", Dialect::V2) => Ok(Format::Yaml),
            ("yaml-stream", Dialect::V2) => Ok(Format::YamlStream),
            ("off", Dialect::V2) => Ok(Format::Off),
            _ => Err(OutputError::UnknownFormat(name.to_owned())),
        }
    }

    /// The format for a document that is meant to be edited: YAML if it was selected, else JSON.
    pub fn of_document(self) -> Format {
        match self {
            Format::Yaml => Format::Yaml,
            _ => Format::Json,
        }
    }

    /// Whether the output has colors.
    pub fn is_colored(self) -> bool {
        matches!(self, Format::Table(style) if style.color != Color::Off)
    }

    /// Renders and encodes the value; `title` is the operation's name, for formats with titles.
    /// `codec` is the encoding where it differs from the locale's; `handler` is called only for
    /// text with lone surrogates.
    pub fn render(
        self,
        title: &str,
        value: Selected,
        codec: Option<Codec>,
        handler: impl FnOnce() -> ErrorHandler,
    ) -> Rendered {
        encode::encode(self, self.render_text(title, value), codec, handler)
    }

    /// Encodes text in this format, up to the first piece that cannot be encoded.
    pub fn encode(self, text: Pieces, codec: Codec) -> Rendered {
        let text = RenderedText::complete(text);
        encode::encode(self, text, Some(codec), || ErrorHandler::Strict)
    }

    /// Renders the value as text.
    pub fn render_text(self, title: &str, value: Selected) -> RenderedText {
        match (self, value) {
            (Format::Json, Selected::Value(value)) => json::render(&value),
            (Format::Text, Selected::Value(value)) => text::render(&value),
            (Format::Table(style), Selected::Value(value)) => table::render(title, &value, style),
            (Format::Yaml, value) => yaml::render(&value.into_shared()),
            (Format::YamlStream, value) => yaml::render_stream(value.into_shared()),
            (Format::Off, _) | (_, Selected::Shared(_)) => RenderedText::complete(String::new()),
        }
    }

    /// Whether the format shows that parts of a value are the same object.
    pub fn shows_identity(self) -> bool {
        matches!(self, Format::Yaml | Format::YamlStream)
    }
}

/// A value to render.
pub enum Selected {
    /// A plain value.
    Value(Value),
    /// A value with the identity of its parts, for formats that show it.
    Shared(Shared),
}

impl Selected {
    fn into_shared(self) -> Shared {
        match self {
            Selected::Value(value) => Shared::from(value),
            Selected::Shared(shared) => shared,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_format_is_an_error_with_its_name() {
        let style = TableStyle {
            color: Color::Off,
            width: 80,
        };
        let error = Format::named("xml", Dialect::V2, || style).unwrap_err();
        assert_eq!(error.to_string(), "Unknown output type: xml");
    }
}
