//! The structure of the manual: sections of blocks, and text with two kinds of emphasis. The two
//! renderers, [`super::text`] and [`super::roff`], depend on nothing else.

/// A section of the manual.
#[derive(Debug)]
pub struct Section {
    /// In capitals, as in manual pages.
    pub heading: &'static str,
    /// The content of the section.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug)]
pub enum Block {
    /// Text that is wrapped.
    Paragraph(String),
    /// Lines that are kept as they are.
    Code(String),
    /// Tagged entries; the number is the indentation of their bodies in columns.
    DefinitionList(usize, Vec<Entry>),
}

/// A term and its description.
#[derive(Debug)]
pub struct Entry {
    /// Text on one line.
    pub term: String,
    /// Paragraphs and nested entries.
    pub body: Vec<Block>,
}

/// The style of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Prose.
    Plain,
    /// Literal text, written between backticks and shown bold.
    Literal,
    /// The name of a value, written between asterisks and shown underlined.
    Placeholder,
}

/// A space at which a line is not broken.
pub const NO_BREAK: &str = "\u{a0}";

/// A paragraph.
pub fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(text.into())
}

/// A block of lines that are kept as they are.
pub fn code(text: impl Into<String>) -> Block {
    Block::Code(text.into())
}

/// An entry whose body is one paragraph.
pub fn entry(term: impl Into<String>, text: impl Into<String>) -> Entry {
    Entry {
        term: term.into(),
        body: vec![paragraph(text)],
    }
}

/// Splits a text into pieces of one style each, without the marks of emphasis.
pub fn styled_pieces(text: &str) -> Vec<(Style, &str)> {
    let mut pieces = Vec::new();
    let (mut style, mut rest) = (Style::Plain, text);
    while !rest.is_empty() {
        // Inside a literal, an asterisk has no special meaning.
        let ends = |sign: char| match style {
            Style::Plain => matches!(sign, '`' | '*'),
            Style::Literal => sign == '`',
            Style::Placeholder => sign == '*',
        };
        let (piece, after) = match rest.find(ends) {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        if !piece.is_empty() {
            pieces.push((style, piece));
        }
        let mut signs = after.chars();
        style = match (style, signs.next()) {
            (Style::Plain, Some('`')) => Style::Literal,
            (Style::Plain, Some(_)) => Style::Placeholder,
            _ => Style::Plain,
        };
        rest = signs.as_str();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Style, styled_pieces};

    #[test]
    fn marks_become_styles() {
        assert_eq!(
            styled_pieces("`--query` *PATH*: `a*b`, or `file://`*F*."),
            [
                (Style::Literal, "--query"),
                (Style::Plain, " "),
                (Style::Placeholder, "PATH"),
                (Style::Plain, ": "),
                (Style::Literal, "a*b"),
                (Style::Plain, ", or "),
                (Style::Literal, "file://"),
                (Style::Placeholder, "F"),
                (Style::Plain, "."),
            ]
        );
        assert_eq!(styled_pieces(""), []);
    }
}
