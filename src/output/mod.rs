//! The result as text: JSON, tab-separated text, or a table. Renderers build the whole text and
//! write nothing.

mod encode;
mod json;
mod scalar_style;
mod table;
mod text;
pub mod yaml;

pub use encode::truncate_at_surrogate;

use crate::error::OutputError;
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

impl Format {
    /// The format of that name; how tables are drawn is asked for a table only.
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

    /// Adds the value in this format to `out`, under the operation's name where the format has
    /// titles.
    ///
    /// # Errors
    /// A value that the format cannot show. What came before it in `out` is printed all the same.
    pub fn render(self, title: &str, value: &Value, out: &mut String) -> Result<(), OutputError> {
        match self {
            Format::Json => {
                json::render(value, out);
                Ok(())
            }
            Format::Text => text::render(value, out),
            Format::Table(style) => table::render(title, value, style, out),
        }
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
