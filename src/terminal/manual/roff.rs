//! Renders the manual as a man page: roff with the macros of man(7), for `man`, `groff` and
//! `mandoc`.

use super::document::{Block, Entry, Section, Style, styled_pieces};

/// The man page. `version` is the program's version. The page has no date, so that each version has
/// exactly one page.
pub fn render(sections: &[Section], name: &str, version: &str) -> String {
    let mut page = Page { out: String::new() };
    // Hyphenation and justification would change literal text.
    page.line(&format!(
        ".TH {} 1 \"\" \"{name} {version}\" \"User Commands\"\n.nh\n.ad l",
        name.to_uppercase()
    ));
    for section in sections {
        page.line(&format!(".SH {}", section.heading));
        for (number, block) in section.blocks.iter().enumerate() {
            page.block(block, number == 0);
        }
    }
    page.out
}

/// The rendered roff so far.
struct Page {
    out: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// Writes a block of a section. The heading already leaves space before the first block.
    fn block(&mut self, block: &Block, first: bool) {
        match block {
            Block::Paragraph(text) => {
                if !first {
                    self.line(".PP");
                }
                self.text(text);
            }
            Block::Code(code) => {
                if !first {
                    self.line(".PP");
                }
                self.line(".RS 4\n.nf");
                for line in code.lines() {
                    let mut escaped = String::new();
                    escape(line, Style::Literal, &mut escaped);
                    self.plain(&escaped);
                }
                self.line(".fi\n.RE");
            }
            Block::DefinitionList(step, entries) => {
                for (number, entry) in entries.iter().enumerate() {
                    self.entry(entry, *step, number == 0);
                }
                self.line(".PD");
            }
        }
    }

    /// Writes an entry. Space is left before the first entry of a list, not between entries.
    fn entry(&mut self, entry: &Entry, step: usize, first: bool) {
        self.line(&format!(".TP {step}"));
        self.text(&entry.term);
        if first {
            self.line(".PD 0");
        }
        for block in &entry.body {
            match block {
                Block::Paragraph(text) => self.text(text),
                Block::Code(_) => self.block(block, false),
                Block::DefinitionList(step, entries) => {
                    self.line(&format!(".RS {step}"));
                    for entry in entries {
                        self.entry(entry, *step, false);
                    }
                    self.line(".RE");
                }
            }
        }
    }

    /// Writes a line of text with its styles as fonts.
    fn text(&mut self, text: &str) {
        let mut line = String::new();
        for (style, piece) in styled_pieces(text) {
            let (on, off) = match style {
                Style::Plain => ("", ""),
                Style::Literal => ("\\fB", "\\fR"),
                Style::Placeholder => ("\\fI", "\\fR"),
            };
            line.push_str(on);
            escape(piece, style, &mut line);
            line.push_str(off);
        }
        self.plain(&line);
    }

    /// Writes a line that roff must not read as a request, whatever it starts with.
    fn plain(&mut self, line: &str) {
        if line.starts_with(['.', '\'']) {
            self.out.push_str("\\&");
        }
        self.line(line);
    }
}

/// Escapes characters that roff would interpret as requests or print as other characters.
fn escape(text: &str, style: Style, out: &mut String) {
    for sign in text.chars() {
        match (sign, style) {
            ('\\', _) => out.push_str("\\e"),
            ('\u{a0}', _) => out.push_str("\\ "),
            ('-', Style::Plain) | ('\'', Style::Plain) => out.push(sign),
            ('-', _) => out.push_str("\\-"),
            ('\'', _) => out.push_str("\\(aq"),
            ('`', _) => out.push_str("\\(ga"),
            ('^', _) => out.push_str("\\(ha"),
            ('~', _) => out.push_str("\\(ti"),
            ('"', _) => out.push_str("\\(dq"),
            _ => out.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::manual::document::{code, entry, paragraph};

    #[test]
    fn the_man_page_is_written_as_roff_requests() {
        let tree = Entry {
            term: "`Mfa`".to_owned(),
            body: vec![
                paragraph("A factor."),
                Block::DefinitionList(2, vec![entry("`MFAMode`", "A mode.")]),
            ],
        };
        let sections = [Section {
            heading: "EXAMPLES",
            blocks: vec![
                paragraph(".like a request: `--x`\u{a0}*FILE*"),
                code("'a' \\\n  ~/b"),
                Block::DefinitionList(4, vec![tree, entry("`b`", "well-known")]),
            ],
        }];
        let page = "\
.TH NAME 1 \"\" \"name 1.0\" \"User Commands\"
.nh
.ad l
.SH EXAMPLES
\\&.like a request: \\fB\\-\\-x\\fR\\ \\fIFILE\\fR
.PP
.RS 4
.nf
\\(aqa\\(aq \\e
  \\(ti/b
.fi
.RE
.TP 4
\\fBMfa\\fR
.PD 0
A factor.
.RS 2
.TP 2
\\fBMFAMode\\fR
A mode.
.RE
.TP 4
\\fBb\\fR
well-known
.PD
";
        assert_eq!(render(&sections, "name", "1.0"), page);
    }
}
