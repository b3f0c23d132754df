//! Renders the manual as text for a terminal or a pipe, wrapped between words.

use super::document::{Block, Entry, NO_BREAK, Section, Style, styled_pieces};

/// The left margin of everything except headings, in columns.
const MARGIN: usize = 4;

/// The sections, wrapped at `width` columns. Only a longer word or line of code exceeds the width.
/// `styled` shows literals and headings bold and placeholders underlined, with escape sequences.
pub fn render(sections: &[Section], width: usize, styled: bool) -> String {
    let mut page = Page {
        out: String::new(),
        width,
        styled,
    };
    for section in sections {
        if !page.out.is_empty() {
            page.out.push('\n');
        }
        page.word(&[(Style::Literal, section.heading)]);
        page.out.push('\n');
        for (number, block) in section.blocks.iter().enumerate() {
            if number > 0 {
                page.out.push('\n');
            }
            page.block(block, MARGIN);
        }
    }
    page.out
}

/// A word: pieces of one style each, without a space between them.
type Word<'a> = Vec<(Style, &'a str)>;

/// The rendered text so far, with the width in columns and the use of styles.
struct Page {
    out: String,
    width: usize,
    styled: bool,
}

impl Page {
    fn block(&mut self, block: &Block, indent: usize) {
        match block {
            Block::Paragraph(text) => {
                self.indent(indent);
                self.wrap(text, indent, indent);
            }
            Block::Code(code) => {
                for line in code.lines() {
                    if !line.is_empty() {
                        self.indent(indent + MARGIN);
                    }
                    self.out.push_str(line);
                    self.out.push('\n');
                }
            }
            Block::DefinitionList(step, entries) => {
                for entry in entries {
                    self.entry(entry, indent, *step);
                }
            }
        }
    }

    /// Writes the term and its body, below the term or beside it when the term is short enough.
    fn entry(&mut self, entry: &Entry, indent: usize, step: usize) {
        let term: usize = words(&entry.term).iter().map(|word| length(word) + 1).sum();
        let mut body = entry.body.iter();
        self.indent(indent);
        if let (true, Some(Block::Paragraph(text))) = (term <= step, entry.body.first()) {
            for word in words(&entry.term) {
                self.word(&word);
                self.out.push(' ');
            }
            self.indent(step - term);
            self.wrap(text, indent + step, indent + step);
            body.next();
        } else {
            self.wrap(&entry.term, indent, indent + step);
        }
        for block in body {
            self.block(block, indent + step);
        }
    }

    /// Writes text from column `start` on; further lines start in column `indent`.
    fn wrap(&mut self, text: &str, start: usize, indent: usize) {
        let mut column = start;
        let mut first = true;
        for word in words(text) {
            let length = length(&word);
            if !first && column + 1 + length > self.width {
                self.out.push('\n');
                self.indent(indent);
                column = indent;
            } else if !first {
                self.out.push(' ');
                column += 1;
            }
            self.word(&word);
            column += length;
            first = false;
        }
        self.out.push('\n');
    }

    fn indent(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }

    fn word(&mut self, word: &[(Style, &str)]) {
        for (style, piece) in word {
            let (on, off) = match style {
                _ if !self.styled => ("", ""),
                Style::Plain => ("", ""),
                Style::Literal => ("\x1b[1m", "\x1b[22m"),
                Style::Placeholder => ("\x1b[4m", "\x1b[24m"),
            };
            self.out.push_str(on);
            self.out.push_str(&piece.replace(NO_BREAK, " "));
            self.out.push_str(off);
        }
    }
}

fn length(word: &Word<'_>) -> usize {
    word.iter().map(|(_, piece)| piece.chars().count()).sum()
}

/// The words of a text, independent of the styles of their pieces.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut word = Word::new();
    for (style, piece) in styled_pieces(text) {
        for (number, part) in piece.split(' ').enumerate() {
            if number > 0 && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if !part.is_empty() {
                word.push((style, part));
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::manual::document::{code, entry, paragraph};

    fn section() -> Vec<Section> {
        let tree = Entry {
            term: "`Mfa` (structure)".to_owned(),
            body: vec![
                paragraph("A second factor."),
                Block::DefinitionList(2, vec![entry("`MFAMode`", "One of `ON`, `OFF`.")]),
            ],
        };
        vec![
            Section {
                heading: "NAME",
                blocks: vec![
                    paragraph("Takes `file://`*PATH* and more than fits on a line."),
                    code("$ one  two\n\n  three"),
                ],
            },
            Section {
                heading: "CODES",
                blocks: vec![
                    Block::DefinitionList(4, vec![entry("`0`", "done"), entry("`1000`", "no")]),
                    Block::DefinitionList(2, vec![tree]),
                ],
            },
        ]
    }

    #[test]
    fn text_is_wrapped_between_words_and_entries_are_indented() {
        let plain = "\
NAME
    Takes file://PATH and
    more than fits on a
    line.

        $ one  two

          three

CODES
    0   done
    1000
        no

    Mfa (structure)
      A second factor.
      MFAMode
        One of ON, OFF.
";
        assert_eq!(render(&section(), 25, false), plain);
    }

    #[test]
    fn on_a_terminal_literals_are_bold_and_placeholders_underlined() {
        let styled = render(&section(), 25, true);
        assert!(styled.starts_with("\x1b[1mNAME\x1b[22m\n"), "{styled}");
        let path = "Takes \x1b[1mfile://\x1b[22m\x1b[4mPATH\x1b[24m and\n";
        assert!(styled.contains(path), "{styled}");
    }

    #[test]
    fn a_no_break_space_is_written_as_a_space() {
        let section = Section {
            heading: "X",
            blocks: vec![paragraph("one two `--app-id`\u{a0}*ID*")],
        };
        let lines = "X\n    one two\n    --app-id ID\n";
        assert_eq!(render(&[section], 20, false), lines);
    }

    #[test]
    fn a_word_longer_than_the_line_has_a_separate_line() {
        let section = Section {
            heading: "X",
            blocks: vec![paragraph("a `--backend-environment-name` b")],
        };
        let lines = "X\n    a\n    --backend-environment-name\n    b\n";
        assert_eq!(render(&[section], 20, false), lines);
    }
}
