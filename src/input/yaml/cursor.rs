//! The characters of the document and the scanner's position in them (`ruamel/yaml/reader.py:
//! Reader`).

use super::scanner::Scanner;

pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether the character is a line break or the end of the text.
pub(super) fn ends_line(c: char) -> bool {
    c == '\0' || is_break(c)
}

pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Whether the character may follow an indicator: a blank, a line break or the end.
pub(super) fn separates(c: char) -> bool {
    is_blank(c) || ends_line(c)
}

impl Scanner {
    pub(super) fn char(&self, ahead: usize) -> char {
        self.chars.get(self.index + ahead).copied().unwrap_or('\0')
    }

    pub(super) fn skip(&mut self, count: usize) {
        for _ in 0..count {
            let c = self.char(0);
            self.index += 1;
            // NEL, LS and PS are line breaks, but do not increase the line number (`reader.py:
            // forward`).
            if c == '\n' || (c == '\r' && self.char(0) != '\n') {
                self.line += 1;
                self.column = 0;
            } else if c != '\u{feff}' {
                self.column += 1;
            }
        }
    }

    /// Appends the next `count` characters to `out` and moves past them.
    pub(super) fn take_into(&mut self, count: usize, out: &mut String) {
        let end = (self.index + count).min(self.chars.len());
        out.extend(self.chars.get(self.index..end).unwrap_or_default());
        self.skip(count);
    }

    pub(super) fn count_while(&self, from: usize, wanted: impl Fn(char) -> bool) -> usize {
        let rest = self.chars.get(self.index + from..).unwrap_or_default();
        rest.iter().take_while(|c| wanted(**c)).count()
    }

    pub(super) fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        self.skip(self.count_while(0, wanted));
    }

    pub(super) fn skip_comment(&mut self) {
        if self.char(0) == '#' {
            self.skip_while(|c| !ends_line(c));
        }
    }

    /// Consumes a line break and returns it normalized; `None` if there is none.
    pub(super) fn take_break(&mut self) -> Option<char> {
        let c = self.char(0);
        if !is_break(c) {
            return None;
        }
        self.skip(if c == '\r' && self.char(1) == '\n' {
            2
        } else {
            1
        });
        Some(if matches!(c, '\u{2028}' | '\u{2029}') {
            c
        } else {
            '\n'
        })
    }

    /// Whether `---` or `...` is here, followed by a blank or line break.
    pub(super) fn at_marker(&self) -> bool {
        self.at_word('-') || self.at_word('.')
    }

    pub(super) fn at_word(&self, c: char) -> bool {
        (0..3).all(|ahead| self.char(ahead) == c) && separates(self.char(3))
    }
}
