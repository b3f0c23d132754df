//! Splits an expression into tokens, with the positions of `jmespath/lexer.py`, which are part of
//! error messages.
//!
//! The complete text is tokenized before it is parsed, so an invalid character is reported before a
//! syntax error to its left.

use super::token::{Kind, Token};
use crate::error::query::QueryError;
use crate::python::float_repr::{parse_digits, too_many_digits};
use crate::python::json::{self, JsonError, Objects};
use crate::python::value::Value;

/// Tokenizes `expression`; the last token is always [`Kind::Eof`]. The arrays and objects of a
/// literal may be nested `max_literal_depth` levels deep.
pub(super) fn tokenize(
    expression: &str,
    max_literal_depth: usize,
) -> Result<Vec<Token>, QueryError> {
    if expression.is_empty() {
        return Err(QueryError::Empty);
    }
    let mut lexer = Lexer {
        expression,
        max_literal_depth,
        chars: expression.chars().collect(),
        at: 0,
    };
    let mut tokens = Vec::new();
    while let Some(c) = lexer.peek() {
        let start = lexer.at;
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            lexer.at += 1;
            continue;
        }
        let (kind, value) = lexer.token(c)?;
        tokens.push(Token { kind, value, start });
    }
    tokens.push(Token {
        kind: Kind::Eof,
        value: Value::from(""),
        start: lexer.chars.len(),
    });
    Ok(tokens)
}

/// The expression with the position of the next character.
struct Lexer<'e> {
    expression: &'e str,
    max_literal_depth: usize,
    chars: Vec<char>,
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    fn take_while(&mut self, wanted: fn(char) -> bool) -> String {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let taken: String = rest.iter().copied().take_while(|c| wanted(*c)).collect();
        self.at += taken.chars().count();
        taken
    }

    fn error(&self, message: String, position: usize) -> QueryError {
        QueryError::Lexer {
            message,
            expression: self.expression.to_owned(),
            position,
        }
    }

    fn token(&mut self, c: char) -> Result<(Kind, Value), QueryError> {
        let start = self.at;
        let kind = match c {
            'a'..='z' | 'A'..='Z' | '_' => {
                let name = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
                return Ok((Kind::UnquotedIdentifier, Value::String(name)));
            }
            '0'..='9' | '-' => return self.number(),
            '"' => return self.quoted_identifier(),
            '\'' => {
                let text = self.until('\'')?.replace("\\'", "'");
                return Ok((Kind::Literal, Value::String(text)));
            }
            '`' => return self.literal(),
            '=' => {
                self.at += 1;
                if !self.eat('=') {
                    return Err(self.error("Unknown token '='".to_owned(), start));
                }
                return Ok((Kind::Eq, Value::from("==")));
            }
            '.' => Kind::Dot,
            '*' => Kind::Star,
            ',' => Kind::Comma,
            ':' => Kind::Colon,
            '@' => Kind::Current,
            '(' => Kind::LeftParen,
            ')' => Kind::RightParen,
            '{' => Kind::LeftBrace,
            '}' => Kind::RightBrace,
            ']' => Kind::RightBracket,
            '[' => Kind::LeftBracket,
            '|' => Kind::Pipe,
            '&' => Kind::Reference,
            '<' => Kind::Lt,
            '>' => Kind::Gt,
            '!' => Kind::Not,
            _ => return Err(self.error(format!("Unknown token {c}"), start)),
        };
        self.at += 1;
        let pairs = [
            (Kind::LeftBracket, ']', Kind::Flatten),
            (Kind::LeftBracket, '?', Kind::Filter),
            (Kind::Pipe, '|', Kind::Or),
            (Kind::Reference, '&', Kind::And),
            (Kind::Lt, '=', Kind::Le),
            (Kind::Gt, '=', Kind::Ge),
            (Kind::Not, '=', Kind::Ne),
        ];
        for (single, second, double) in pairs {
            if kind == single && self.eat(second) {
                return Ok((double, Value::String(format!("{c}{second}"))));
            }
        }
        Ok((kind, Value::String(c.to_string())))
    }

    fn number(&mut self) -> Result<(Kind, Value), QueryError> {
        let start = self.at;
        let sign = if self.eat('-') { "-" } else { "" };
        let text = format!("{sign}{}", self.take_while(|c| c.is_ascii_digit()));
        if text == "-" {
            return Err(self.error("Unknown token '-'".to_owned(), start));
        }
        let value =
            parse_digits(&text).map_err(|digits| QueryError::Python(too_many_digits(digits)))?;
        Ok((Kind::Number, Value::Int(value)))
    }

    /// The text up to the next unescaped `delimiter`, with its backslashes.
    fn until(&mut self, delimiter: char) -> Result<String, QueryError> {
        let start = self.at;
        let mut text = String::new();
        self.at += 1;
        while !self.eat(delimiter) {
            if self.eat('\\') {
                text.push('\\');
            }
            let Some(c) = self.peek() else {
                return Err(self.error(format!("Unclosed {delimiter} delimiter"), start));
            };
            text.push(c);
            self.at += 1;
        }
        Ok(text)
    }

    fn literal(&mut self) -> Result<(Kind, Value), QueryError> {
        let start = self.at;
        let text = self.until('`')?.replace("\\`", "`");
        let value = match json::parse_nested(&text, Objects::Dict, self.max_literal_depth) {
            Ok(value) => value,
            Err(error @ JsonError::TooDeep(_)) => {
                return Err(QueryError::Python(error.to_string()));
            }
            // `jmespath/lexer.py, _consume_literal`: text that is not JSON is a string without its
            // quotes.
            Err(_) => {
                let blank = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
                json::parse_nested(
                    &format!("\"{}\"", text.trim_start_matches(blank)),
                    Objects::Dict,
                    0,
                )
                .map_err(|_| self.error(format!("Bad token {text}"), start))?
            }
        };
        Ok((Kind::Literal, value))
    }

    fn quoted_identifier(&mut self) -> Result<(Kind, Value), QueryError> {
        let start = self.at;
        let text = format!("\"{}\"", self.until('"')?);
        match json::parse_nested(&text, Objects::Dict, 0) {
            Ok(value) => Ok((Kind::QuotedIdentifier, value)),
            Err(error) => {
                let text = error.to_string();
                let message = text.split(':').next().unwrap_or_default();
                Err(self.error(message.to_owned(), start))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(expression: &str) -> Vec<&'static str> {
        let tokens = tokenize(expression, 9).unwrap();
        tokens.iter().map(|token| token.kind.name()).collect()
    }

    #[test]
    fn the_longest_token_is_chosen() {
        assert_eq!(
            kinds("[]||&&<=!=[?[*]|&"),
            [
                "flatten", "or", "and", "lte", "ne", "filter", "lbracket", "star", "rbracket",
                "pipe", "expref", "eof"
            ]
        );
    }

    #[test]
    fn a_literal_that_is_not_json_is_text() {
        let tokens = tokenize("` foo\\`bar`", 9).unwrap();
        assert_eq!(tokens[0].value, Value::from("foo`bar"));
    }

    #[test]
    fn errors_contain_the_position_of_the_character() {
        for (expression, expected) in [
            (
                "a =",
                "Bad jmespath expression: Unknown token '=':\na =\n  ^",
            ),
            (
                "\u{e9}",
                "Bad jmespath expression: Unknown token \u{e9}:\n\u{e9}\n^",
            ),
            (
                "a `b",
                "Bad jmespath expression: Unclosed ` delimiter:\na `b\n  ^",
            ),
            ("`\"`", "Bad jmespath expression: Bad token \":\n`\"`\n^"),
            (
                "\"\\x\"",
                "Bad jmespath expression: Invalid \\escape:\n\"\\x\"\n^",
            ),
            ("-", "Bad jmespath expression: Unknown token '-':\n-\n^"),
        ] {
            assert_eq!(tokenize(expression, 9).unwrap_err().to_string(), expected);
        }
    }
}
