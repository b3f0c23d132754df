//! Scans plain, quoted and block scalars (`ruamel/yaml/scanner.py: scan_plain, scan_flow_scalar,
//! scan_block_scalar`).

use super::YamlError;
use super::cursor::{ends_line, is_blank, is_break, separates};
use super::scanner::{Scanner, Token};
use crate::python::surrogate;

impl Scanner {
    pub(super) fn scan_plain(&mut self) -> Result<Token, YamlError> {
        let mut text = String::new();
        let mut spaces = String::new();
        let indent = self.indent + 1;
        loop {
            if self.char(0) == '#' {
                break;
            }
            let length = self.plain_length();
            if length == 0 {
                break;
            }
            self.allow_simple_key = false;
            text.push_str(&spaces);
            self.take_into(length, &mut text);
            spaces = self.scan_plain_spaces();
            let outdented =
                !self.in_flow() && isize::try_from(self.column).is_ok_and(|at| at < indent);
            if spaces.is_empty() || self.char(0) == '#' || outdented {
                break;
            }
        }
        Ok(Token::Scalar { text, plain: true })
    }

    fn plain_length(&self) -> usize {
        let in_flow = self.in_flow();
        let mut length = 0;
        loop {
            let c = self.char(length);
            let goes_on = match c {
                ':' if !separates(self.char(length + 1)) => true,
                '?' if self.version() != (1, 1) => true,
                ':' => false,
                _ => !(separates(c) || in_flow && ",?[]{}".contains(c)),
            };
            if !goes_on {
                return length;
            }
            length += 1;
        }
    }

    /// The white space after a word as it is part of the scalar when more words follow; empty where
    /// the scalar ends.
    fn scan_plain_spaces(&mut self) -> String {
        let mut spaces = String::new();
        let length = self.count_while(0, |c| c == ' ');
        self.take_into(length, &mut spaces);
        let Some(line_break) = self.take_break() else {
            return spaces;
        };
        self.allow_simple_key = true;
        if self.at_marker() {
            return String::new();
        }
        let mut breaks = String::new();
        loop {
            self.skip_while(|c| c == ' ');
            let Some(c) = self.take_break() else {
                return folded(line_break, breaks);
            };
            breaks.push(c);
            if self.at_marker() {
                return String::new();
            }
        }
    }

    pub(super) fn scan_quoted(&mut self, quote: char) -> Result<Token, YamlError> {
        let mut text = String::new();
        self.skip(1);
        self.scan_quoted_words(quote, &mut text)?;
        while self.char(0) != quote {
            let length = self.count_while(0, is_blank);
            match self.char(length) {
                '\0' => return Err(YamlError::Invalid),
                c if is_break(c) => {
                    self.skip(length);
                    let line_break = self.take_break().unwrap_or('\n');
                    text.push_str(&folded(line_break, self.scan_quoted_breaks()?));
                }
                _ => self.take_into(length, &mut text),
            }
            self.scan_quoted_words(quote, &mut text)?;
        }
        self.skip(1);
        // A surrogate pair in escapes is not joined, as in the original; the request cannot be
        // encoded.
        Ok(Token::Scalar { text, plain: false })
    }

    fn scan_quoted_words(&mut self, quote: char, text: &mut String) -> Result<(), YamlError> {
        loop {
            let length = self.count_while(0, |c| !separates(c) && !matches!(c, '\'' | '"' | '\\'));
            self.take_into(length, text);
            match (quote, self.char(0)) {
                ('\'', '\'') if self.char(1) == '\'' => {
                    text.push('\'');
                    self.skip(2);
                }
                ('"', '\'') | ('\'', '"' | '\\') => self.take_into(1, text),
                ('"', '\\') => {
                    self.skip(1);
                    self.scan_escape(text)?;
                }
                _ => return Ok(()),
            }
        }
    }

    fn scan_escape(&mut self, text: &mut String) -> Result<(), YamlError> {
        let digits = match self.char(0) {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            c if is_break(c) => {
                self.take_break();
                text.push_str(&self.scan_quoted_breaks()?);
                return Ok(());
            }
            c => {
                text.push(escaped(c).ok_or(YamlError::Invalid)?);
                self.skip(1);
                return Ok(());
            }
        };
        self.skip(1);
        let mut code = 0_u64;
        for ahead in 0..digits {
            let digit = self.char(ahead).to_digit(16).ok_or(YamlError::Invalid)?;
            code = code * 16 + u64::from(digit);
        }
        self.skip(digits);
        let code = u32::try_from(code).unwrap_or(u32::MAX);
        text.push(match char::from_u32(code) {
            Some(c) => c,
            None if code <= 0xffff => surrogate::encode_surrogate(code),
            // `chr` converts its argument to a C `int` before it checks the range.
            None if code > i32::MAX.unsigned_abs() => {
                return Err(YamlError::Python(
                    "Python int too large to convert to C int".to_owned(),
                ));
            }
            None => {
                return Err(YamlError::Python(
                    "chr() arg not in range(0x110000)".to_owned(),
                ));
            }
        });
        Ok(())
    }

    fn scan_quoted_breaks(&mut self) -> Result<String, YamlError> {
        let mut breaks = String::new();
        loop {
            if self.at_marker() {
                return Err(YamlError::Invalid);
            }
            self.skip_while(is_blank);
            match self.take_break() {
                Some(c) => breaks.push(c),
                None => return Ok(breaks),
            }
        }
    }

    pub(super) fn scan_block_scalar(&mut self, is_folded: bool) -> Result<Token, YamlError> {
        self.skip(1);
        let (keep, increment) = self.scan_block_header()?;
        let min_indent = usize::try_from(self.indent + 1).unwrap_or_default();
        let (mut breaks, indent) = match increment {
            None => {
                let (breaks, max_indent) = self.scan_block_indentation()?;
                (breaks, min_indent.max(max_indent))
            }
            Some(increment) => {
                let indent = min_indent.max(1) + increment - 1;
                (self.scan_block_breaks(indent), indent)
            }
        };
        // With an explicit indentation the text starts in the second column at the earliest, so
        // that no document marker can end the scalar.
        let at_top = min_indent == 0 && increment.is_none();
        let mut text = String::new();
        let mut line_break = None;
        while self.column == indent && self.char(0) != '\0' {
            text.push_str(&breaks);
            let leading_blank = is_blank(self.char(0));
            let length = self.count_while(0, |c| !ends_line(c));
            self.take_into(length, &mut text);
            line_break = self.take_break();
            breaks = self.scan_block_breaks(indent);
            if at_top && self.column == 0 && self.at_marker() {
                break;
            }
            if self.column != indent || self.char(0) == '\0' {
                break;
            }
            let fold = is_folded && line_break == Some('\n') && !leading_blank;
            if fold && !is_blank(self.char(0)) {
                if breaks.is_empty() {
                    text.push(' ');
                }
            } else {
                text.extend(line_break);
            }
        }
        if keep != Some(false) {
            text.extend(line_break);
        }
        if keep == Some(true) {
            text.push_str(&breaks);
        } else if !breaks.is_empty() {
            self.skip_to_token();
        }
        Ok(Token::Scalar { text, plain: false })
    }

    /// Scans the header: whether line breaks at the end are kept (`+`) or dropped (`-`), and the
    /// explicit indentation.
    fn scan_block_header(&mut self) -> Result<(Option<bool>, Option<usize>), YamlError> {
        let (mut keep, mut increment) = (None, None);
        for _ in 0..2 {
            let c = self.char(0);
            if keep.is_none() && matches!(c, '+' | '-') {
                keep = Some(c == '+');
            } else if let (None, Some(digit)) = (increment, c.to_digit(10)) {
                if digit == 0 {
                    return Err(YamlError::Invalid);
                }
                increment = usize::try_from(digit).ok();
            } else {
                break;
            }
            self.skip(1);
        }
        let c = self.char(0);
        if c != ' ' && !ends_line(c) {
            return Err(YamlError::Invalid);
        }
        self.skip_while(|c| c == ' ');
        self.skip_comment();
        if !ends_line(self.char(0)) {
            return Err(YamlError::Invalid);
        }
        self.take_break();
        Ok((keep, increment))
    }

    /// Scans the blank lines before the text; returns them and the largest indentation so far.
    fn scan_block_indentation(&mut self) -> Result<(String, usize), YamlError> {
        let mut breaks = String::new();
        let mut first = None;
        let mut widest = 0;
        loop {
            let column = self.column;
            if let Some(c) = self.take_break() {
                first.get_or_insert(column);
                breaks.push(c);
            } else if self.char(0) == ' ' {
                self.skip(1);
                widest = widest.max(self.column);
            } else {
                break;
            }
        }
        match first {
            Some(first) if first > 0 && widest > first => Err(YamlError::Invalid),
            _ => Ok((breaks, widest)),
        }
    }

    fn scan_block_breaks(&mut self, indent: usize) -> String {
        let mut breaks = String::new();
        loop {
            while self.column < indent && self.char(0) == ' ' {
                self.skip(1);
            }
            match self.take_break() {
                Some(c) => breaks.push(c),
                None => return breaks,
            }
        }
    }
}

/// Folds line breaks: a single one becomes a space, further ones are kept.
fn folded(line_break: char, mut breaks: String) -> String {
    if line_break != '\n' {
        breaks.insert(0, line_break);
    } else if breaks.is_empty() {
        breaks.push(' ');
    }
    breaks
}

/// The character of the escape sequence `\c` in double quotes.
fn escaped(c: char) -> Option<char> {
    Some(match c {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' | '"' | '/' | '\\' => c,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        _ => return None,
    })
}
