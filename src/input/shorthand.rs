//! A parser of the original's shorthand syntax; it does not use the model.
//!
//! ```text
//! parameter = keyval *("," keyval)
//! keyval    = key ["@"] "=" [values]
//! values    = csv / list / hash
//! csv       = first *("," second)          a lone one is a scalar, more are a list
//! list      = "[" [element *("," element)] "]"
//! hash      = "{" [key ["@"] "=" element *("," key ["@"] "=" element)] "}"
//! element   = list / hash / first
//! first     = quoted / word / nothing
//! second    = quoted / word                 a word may not hold "=" here
//! quoted    = "'" ... "'" / '"' ... '"'     with a backslash before the quote inside
//! ```
//!
//! `@=` marks the values after it as references to parameter files. The grammar is that of
//! `awscli/shorthand.py`, `ShorthandParser`, including the invalid input that it accepts; this
//! parser backtracks where the original does.

use super::RecursionLimits;
use crate::dialect::Dialect;
use crate::error::ParamError;
use crate::python::float_repr::is_space;
use crate::python::surrogate::code_point;
use crate::python::value::{Dict, Value};

/// Loads a value that refers to a file: `file://` or `fileb://`; `None` for any other value.
pub(super) type LoadFile<'a> = &'a dyn Fn(&str) -> Result<Option<Value>, ParamError>;

/// Parses `input`.
///
/// # Errors
/// A syntax error or a duplicate key with its position, or a file of `@=` that cannot be loaded.
pub(super) fn parse(
    input: &str,
    dialect: Dialect,
    load_file: LoadFile<'_>,
) -> Result<Dict, ParamError> {
    Parser {
        input,
        dialect,
        offset: 0,
        depth: 0,
        resolves_files: false,
        load_file,
    }
    .parameter()
    .map_err(|stop| stop.into_error(input))
}

/// An error that ends the parser or makes it backtrack. It does not copy the input, which may be
/// long, because a csv ends with such an error.
enum ParseError {
    Syntax {
        expected: String,
        received: String,
        offset: usize,
    },
    Other(ParamError),
}

impl ParseError {
    fn into_error(self, input: &str) -> ParamError {
        match self {
            ParseError::Syntax {
                expected,
                received,
                offset,
            } => ParamError::Syntax {
                expected,
                received,
                input: input.to_owned(),
                index: chars_before(input, offset),
                file: None,
            },
            ParseError::Other(error) => error,
        }
    }
}

impl From<ParamError> for ParseError {
    fn from(error: ParamError) -> Self {
        ParseError::Other(error)
    }
}

/// The parser's state.
struct Parser<'a> {
    input: &'a str,
    dialect: Dialect,
    /// In bytes, always on a character boundary.
    offset: usize,
    depth: usize,
    resolves_files: bool,
    load_file: LoadFile<'a>,
}

impl<'a> Parser<'a> {
    fn parameter(&mut self) -> Result<Dict, ParseError> {
        let mut params = Dict::default();
        let (key, value) = self.keyval()?;
        params.entries.insert(key.to_owned(), value);
        let mut last_offset = self.offset;
        while !self.at_end() {
            self.expect_spaced(',')?;
            let (key, value) = self.keyval()?;
            if params.entries.contains_key(key) {
                return Err(ParseError::Other(ParamError::DuplicateKey {
                    key: key.to_owned(),
                    input: self.input.to_owned(),
                    // The original counts the index from the character after the comma.
                    index: chars_before(self.input, last_offset) + 1,
                }));
            }
            params.entries.insert(key.to_owned(), value);
            last_offset = self.offset;
        }
        Ok(params)
    }

    fn keyval(&mut self) -> Result<(&'a str, Value), ParseError> {
        let key = self.key_and_sign()?;
        let value = match self.current() {
            None => Value::from(""),
            Some('[') => self.list()?,
            Some('{') => self.hash()?,
            Some(_) => self.csv()?,
        };
        Ok((key, value))
    }

    /// Parses a key, the `@` that marks files, and the `=`.
    fn key_and_sign(&mut self) -> Result<&'a str, ParseError> {
        let key = self.take_while(|c| c.is_ascii_alphanumeric() || "-_.#/:".contains(c));
        self.skip_spaces();
        self.resolves_files = self.current() == Some('@');
        if self.resolves_files {
            self.advance();
        }
        self.expect_spaced('=')?;
        Ok(key)
    }

    fn csv(&mut self) -> Result<Value, ParseError> {
        let first = self.first_value()?;
        self.skip_spaces();
        if self.current() != Some(',') {
            return Ok(first);
        }
        self.expect_spaced(',')?;
        let mut values = vec![first];
        loop {
            match self.csv_rest() {
                Ok((value, more)) => {
                    values.push(value);
                    if !more {
                        break;
                    }
                }
                // `a=1,2,b=3`: the word before `=` is the next key, not a value.
                Err(ParseError::Syntax { .. }) if !self.at_end() => {
                    self.backtrack_to_comma();
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(match (values.pop(), values.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                values.extend(last);
                Value::List(values)
            }
        })
    }

    /// A further value of a csv, and whether a comma follows it.
    fn csv_rest(&mut self) -> Result<(Value, bool), ParseError> {
        let value = self.second_value()?;
        self.skip_spaces();
        if self.at_end() {
            return Ok((value, false));
        }
        self.expect_spaced(',')?;
        Ok((value, true))
    }

    fn list(&mut self) -> Result<Value, ParseError> {
        self.descend()?;
        self.expect_spaced('[')?;
        let mut values = Vec::new();
        while self.current() != Some(']') {
            values.push(self.element()?);
            self.separator(']')?;
        }
        self.expect(']')?;
        self.depth -= 1;
        Ok(Value::List(values))
    }

    fn hash(&mut self) -> Result<Value, ParseError> {
        self.descend()?;
        self.expect_spaced('{')?;
        let mut members = Dict::default();
        while self.current() != Some('}') {
            // In the original, a key needs one more function call.
            if self.levels_left() == 0 {
                return Err(too_deep(""));
            }
            let key = self.key_and_sign()?;
            let value = self.element()?;
            self.separator('}')?;
            members.entries.insert(key.to_owned(), value);
        }
        self.expect('}')?;
        self.depth -= 1;
        Ok(Value::Dict(members))
    }

    fn element(&mut self) -> Result<Value, ParseError> {
        match self.current() {
            Some('[') => self.list(),
            Some('{') => self.hash(),
            _ => self.first_value(),
        }
    }

    /// Parses the comma after an element, unless `closing` follows.
    fn separator(&mut self, closing: char) -> Result<(), ParseError> {
        self.skip_spaces();
        if self.current() != Some(closing) {
            self.expect(',')?;
            self.skip_spaces();
        }
        Ok(())
    }

    fn descend(&mut self) -> Result<(), ParseError> {
        if self.levels_left() == 0 {
            return Err(too_deep(""));
        }
        self.depth += 1;
        Ok(())
    }

    /// Checks that the recursion limit leaves room for a value whose calls use as much of Python's
    /// stack as `levels` nested levels. Version 1 has another message where exactly one level is
    /// missing, because the call fails in C code.
    fn enter_leaf(&self, levels: usize) -> Result<(), ParseError> {
        match levels.saturating_sub(self.levels_left()) {
            0 => Ok(()),
            1 if self.dialect == Dialect::V1 => Err(too_deep(" while calling a Python object")),
            _ => Err(too_deep("")),
        }
    }

    fn levels_left(&self) -> usize {
        let max_depth = RecursionLimits::of(self.dialect).shorthand;
        max_depth.saturating_sub(self.depth)
    }

    fn first_value(&mut self) -> Result<Value, ParseError> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => {
                self.enter_leaf(2)?;
                self.quoted(quote)
            }
            _ => {
                self.enter_leaf(1)?;
                let word = self.word(is_first_follow);
                match word {
                    Some(word) => self.resolve(word),
                    None => Ok(Value::from("")),
                }
            }
        }
    }

    fn second_value(&mut self) -> Result<Value, ParseError> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => match self.word(is_second_follow) {
                Some(word) => self.resolve(word),
                None => Err(self.syntax_error("<second>", "<none>")),
            },
        }
    }

    /// Parses an unquoted word; `\,` is an escaped comma.
    fn word(&mut self, follows: fn(u32) -> bool) -> Option<String> {
        let start = self.offset;
        let mut accepts: fn(u32) -> bool = is_start;
        loop {
            if self.rest().starts_with("\\,") {
                self.offset += 2;
            } else if self.current().is_some_and(|c| accepts(code_point(c))) {
                self.advance();
            } else {
                break;
            }
            accepts = follows;
        }
        let word = self.input.get(start..self.offset).unwrap_or_default();
        (!word.is_empty()).then(|| {
            word.replace("\\,", ",")
                .trim_end_matches(is_space)
                .to_owned()
        })
    }

    /// Parses a quoted value. It ends at the first quote without a backslash before it; without
    /// such a quote it ends at the last one with a backslash, because the original's regular
    /// expression backtracks.
    fn quoted(&mut self, quote: char) -> Result<Value, ParseError> {
        let body = self.rest().get(1..).unwrap_or_default();
        let mut hidden = None;
        let mut end = None;
        let mut chars = body.char_indices().peekable();
        while let Some((index, c)) = chars.next() {
            if c == quote {
                end = Some(index);
                break;
            }
            if c == '\\'
                && let Some((index, _)) = chars.next_if(|(_, next)| *next == quote)
            {
                hidden = Some(index);
            }
        }
        let Some(text) = end.or(hidden).and_then(|end| body.get(..end)) else {
            let name = if quote == '\'' {
                "<singled quoted>"
            } else {
                "<double quoted>"
            };
            return Err(self.syntax_error(name, "<none>"));
        };
        self.offset += text.len() + 2;
        let value = text
            .replace(&format!("\\{quote}"), &quote.to_string())
            .replace("\\\\", "\\");
        self.resolve(value)
    }

    fn resolve(&self, text: String) -> Result<Value, ParseError> {
        if self.resolves_files
            && let Some(loaded) = (self.load_file)(&text)?
        {
            return Ok(loaded);
        }
        Ok(Value::String(text))
    }

    fn expect_spaced(&mut self, expected: char) -> Result<(), ParseError> {
        self.skip_spaces();
        self.expect(expected)?;
        self.skip_spaces();
        Ok(())
    }

    fn expect(&mut self, expected: char) -> Result<(), ParseError> {
        match self.current() {
            Some(c) if c == expected => {
                self.advance();
                Ok(())
            }
            Some(c) => Err(self.syntax_error(&expected.to_string(), &c.to_string())),
            None => Err(self.syntax_error(&expected.to_string(), "EOF")),
        }
    }

    fn syntax_error(&self, expected: &str, received: &str) -> ParseError {
        ParseError::Syntax {
            expected: expected.to_owned(),
            received: received.to_owned(),
            offset: self.offset,
        }
    }

    fn backtrack_to_comma(&mut self) {
        // The current character may be the comma itself.
        let seen = self.offset + self.current().map_or(0, char::len_utf8);
        let before = self.input.get(..seen).unwrap_or_default();
        self.offset = before.rfind(',').unwrap_or(0);
    }

    fn skip_spaces(&mut self) {
        // `string.whitespace`
        self.take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}'));
    }

    fn take_while(&mut self, accepts: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c| !accepts(c)).unwrap_or(rest.len());
        self.offset += length;
        rest.get(..length).unwrap_or_default()
    }

    fn rest(&self) -> &'a str {
        self.input.get(self.offset..).unwrap_or_default()
    }

    fn current(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn advance(&mut self) {
        self.offset += self.current().map_or(0, char::len_utf8);
    }

    fn at_end(&self) -> bool {
        self.offset >= self.input.len()
    }
}

fn chars_before(input: &str, offset: usize) -> usize {
    input.get(..offset).unwrap_or_default().chars().count()
}

/// `_START_WORD`: the first character of a word. No class contains characters beyond U+FFFF.
fn is_start(code: u32) -> bool {
    matches!(code, 0x21 | 0x23..=0x26 | 0x28..=0x2b | 0x2d..=0x3c | 0x3e..=0x5a | 0x5c..=0x7a | 0x7c..=0xffff)
}

/// `_FIRST_FOLLOW_CHARS`: the further characters of a word after `=`; no closing bracket.
fn is_first_follow(code: u32) -> bool {
    is_space_code(code)
        || matches!(code, 0x21 | 0x23..=0x26 | 0x28..=0x2b | 0x2d..=0x5c | 0x5e..=0x7c | 0x7e..=0xffff)
}

/// `_SECOND_FOLLOW_CHARS`: the further characters of a later word of a csv; no `=`.
fn is_second_follow(code: u32) -> bool {
    is_space_code(code)
        || matches!(code, 0x21 | 0x23..=0x26 | 0x28..=0x2b | 0x2d..=0x3c | 0x3e..=0xffff)
}

fn too_deep(doing: &str) -> ParseError {
    let message = format!("maximum recursion depth exceeded{doing}");
    ParseError::Other(ParamError::Python(message))
}

fn is_space_code(code: u32) -> bool {
    char::from_u32(code).is_some_and(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::repr::repr;

    fn outcome(input: &str) -> String {
        match parse(input, Dialect::V1, &|_| Ok(None)) {
            Ok(dict) => repr(&Value::Dict(dict)),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn one_value_is_a_scalar_and_several_are_a_list() {
        assert_eq!(outcome("a=b"), "{'a': 'b'}");
        assert_eq!(outcome("a=b,c,d=e"), "{'a': ['b', 'c'], 'd': 'e'}");
        assert_eq!(outcome("a=b,c=d"), "{'a': 'b', 'c': 'd'}");
        assert_eq!(
            outcome("a={b=[c, d],e=\"x \\\" y\"}"),
            "{'a': {'b': ['c', 'd'], 'e': 'x \" y'}}"
        );
    }

    #[test]
    fn nesting_ends_at_the_recursion_limit_of_each_version() {
        let (plain, in_c) = (Some(""), Some(" while calling a Python object"));
        for (dialect, [open, close], leaf, levels, expected) in [
            (Dialect::V1, ["[", "]"], "", 487, None),
            (Dialect::V1, ["[", "]"], "", 488, plain),
            (Dialect::V1, ["[", "]"], "x", 486, None),
            (Dialect::V1, ["[", "]"], "x", 487, in_c),
            (Dialect::V1, ["[", "]"], "'x'", 485, None),
            (Dialect::V1, ["[", "]"], "'x'", 486, in_c),
            (Dialect::V1, ["[", "]"], "'x'", 487, plain),
            (Dialect::V1, ["{a=", "}"], "x", 486, None),
            (Dialect::V1, ["{a=", "}"], "x", 487, plain),
            (Dialect::V2, ["[", "]"], "", 486, None),
            (Dialect::V2, ["[", "]"], "", 487, plain),
            (Dialect::V2, ["{a=", "}"], "'x'", 484, None),
            (Dialect::V2, ["{a=", "}"], "'x'", 485, plain),
        ] {
            let input = format!("a={}{leaf}{}", open.repeat(levels), close.repeat(levels));
            let error = parse(&input, dialect, &|_| Ok(None)).err();
            let expected = expected.map(|doing| format!("maximum recursion depth exceeded{doing}"));
            assert_eq!(
                error.map(|error| error.to_string()),
                expected,
                "{levels} {open} {leaf}"
            );
        }
    }

    #[test]
    fn an_error_has_the_index_of_its_character() {
        assert_eq!(
            outcome("a={b=\u{e9},\nc {x"),
            "Expected: '=', received: '{' for input:\na={b=\u{e9},\nc {x\n  ^"
        );
    }
}
