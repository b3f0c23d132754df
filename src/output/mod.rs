//! The result as text: JSON, tab-separated text, a table, or YAML. Renderers return the whole output
//! and write nothing.

pub mod diff;
pub mod document;
mod encode;
mod json;
mod scalar_style;
pub mod schema;
mod table;
mod text;
mod yaml;

use crate::dialect::Dialect;
use crate::error::OutputError;
use crate::python::codec::Codec;
use crate::python::shared::Shared;
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
    /// Block style, sorted by key.
    Yaml,
    /// The same, as an element of a list.
    YamlStream,
    /// Nothing.
    Off,
}

/// How a table is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableStyle {
    /// The original's colours.
    pub colour: Colour,
    /// The terminal's width in columns; wider tables turn into lists of pairs.
    pub width: usize,
}

impl TableStyle {
    /// The style for anything but stdout itself.
    pub fn without_resets(self) -> TableStyle {
        let colour = match self.colour {
            Colour::Off => Colour::Off,
            Colour::Styles | Colour::StylesAndResets => Colour::Styles,
        };
        TableStyle { colour, ..self }
    }
}

/// The colours of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// None.
    Off,
    /// Those of headings, cells and bars.
    Styles,
    /// The same, and a reset behind every write, as colorama adds them on stdout (`autoreset`).
    StylesAndResets,
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

/// The same as text.
pub type RenderedText = Rendered<String>;

impl<T> Rendered<T> {
    fn complete(output: T) -> Self {
        Rendered {
            output,
            error: None,
        }
    }
}

impl Format {
    /// The format of that name in the dialect; `style` is called for a table only.
    ///
    /// # Errors
    /// A name that is none.
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

    /// The format for a document that is read again: YAML where it was asked for, else JSON.
    pub fn of_document(self) -> Format {
        match self {
            Format::Yaml => Format::Yaml,
            _ => Format::Json,
        }
    }

    /// Whether the output has colours.
    pub fn is_coloured(self) -> bool {
        matches!(self, Format::Table(style) if style.colour != Colour::Off)
    }

    /// The value in this format, under the operation's name where the format has titles.
    /// `codec` is the encoding, where it is not the locale's; `handler` is called for a text with
    /// lone surrogates only.
    pub fn render(
        self,
        title: &str,
        value: Selected,
        codec: Option<Codec>,
        handler: impl FnOnce() -> ErrorHandler,
    ) -> Rendered {
        encode::encode(self, self.render_text(title, value), codec, handler)
    }

    /// The bytes of such a text, up to the piece that has none.
    pub fn encode(self, text: String, codec: Codec) -> Rendered {
        let text = RenderedText::complete(text);
        encode::encode(self, text, Some(codec), || ErrorHandler::Strict)
    }

    /// The same before it is encoded.
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

    /// Whether the format shows which parts of a value are one object.
    pub fn shows_identity(self) -> bool {
        matches!(self, Format::Yaml | Format::YamlStream)
    }
}

/// The value to be written.
pub enum Selected {
    /// By its value alone.
    Value(Value),
    /// With the identity of its parts, for formats that show it.
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
    fn an_unknown_format_is_named() {
        let style = TableStyle {
            colour: Colour::Off,
            width: 80,
        };
        let error = Format::named("xml", Dialect::V2, || style).unwrap_err();
        assert_eq!(error.to_string(), "Unknown output type: xml");
    }
}
