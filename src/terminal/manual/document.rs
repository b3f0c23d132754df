//! The parts of the manual: sections of blocks, and text with two kinds of emphasis. The two
//! renderers, [`super::text`] and [`super::roff`], know nothing else.

/// A part of the manual under its heading.
#[derive(Debug)]
pub struct Section {
    /// In capitals, as in every manual page.
    pub heading: &'static str,
    /// The blocks below it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug)]
pub enum Block {
    /// Text that is wrapped.
    Paragraph(String),
    /// Lines that stay as they are.
    Code(String),
    /// Tagged entries, their bodies indented by so many columns.
    DefinitionList(usize, Vec<Entry>),
}

/// A term and what there is to say of it.
#[derive(Debug)]
pub struct Entry {
    /// Text of one line.
    pub term: String,
    /// Paragraphs and further entries.
    pub body: Vec<Block>,
}

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Prose.
    Plain,
    /// Text that is typed or shown letter by letter, between backticks; bold.
    Literal,
    /// The name of a value, between asterisks; underlined.
    Placeholder,
}

/// A blank at which no line ends.
pub const NO_BREAK: &str = "\u{a0}";

/// A paragraph.
pub fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(text.into())
}

/// Lines that stay as they are.
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

/// The text in pieces of one face each, without its marks.
pub fn faces(text: &str) -> Vec<(Style, &str)> {
    let mut pieces = Vec::new();
    let (mut face, mut rest) = (Style::Plain, text);
    while !rest.is_empty() {
        // Inside a literal an asterisk is an asterisk.
        let ends = |sign: char| match face {
            Style::Plain => matches!(sign, '`' | '*'),
            Style::Literal => sign == '`',
            Style::Placeholder => sign == '*',
        };
        let (piece, after) = match rest.find(ends) {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        if !piece.is_empty() {
            pieces.push((face, piece));
        }
        let mut signs = after.chars();
        face = match (face, signs.next()) {
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
    use super::{Style, faces};

    #[test]
    fn marks_become_styles() {
        assert_eq!(
            faces("`--query` *PATH*: `a*b`, or `file://`*F*."),
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
        assert_eq!(faces(""), []);
    }
}
