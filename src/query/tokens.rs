//! The tokens of an expression with the parser's position, and the errors at that position.

use super::lexer::tokenize;
use super::token::{Kind, Token};
use crate::error::query::QueryError;
use crate::python::repr::str_of;
use crate::python::value::Value;

/// A token sequence with a position.
pub(super) struct Tokens<'e> {
    expression: &'e str,
    tokens: Vec<Token>,
    /// The index of the next token.
    pub(super) at: usize,
}

impl<'e> Tokens<'e> {
    /// Tokenizes the expression.
    pub(super) fn new(expression: &'e str, max_literal_depth: usize) -> Result<Self, QueryError> {
        Ok(Tokens {
            expression,
            tokens: tokenize(expression, max_literal_depth)?,
            at: 0,
        })
    }

    /// The token `ahead` positions after the next one; after the end, the last token.
    pub(super) fn token(&self, ahead: usize) -> Token {
        let token = self.tokens.get(self.at + ahead);
        token.or(self.tokens.last()).cloned().unwrap_or(Token {
            kind: Kind::Eof,
            value: Value::from(""),
            start: 0,
        })
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind_ahead(0)
    }

    pub(super) fn kind_ahead(&self, ahead: usize) -> Kind {
        (self.tokens.get(self.at + ahead)).map_or(Kind::Eof, |token| token.kind)
    }

    pub(super) fn eat(&mut self, kind: Kind) -> bool {
        let found = self.kind() == kind;
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, kind: Kind) -> Result<(), QueryError> {
        if self.eat(kind) {
            return Ok(());
        }
        Err(self.unexpected(kind.name()))
    }

    /// The error for a next token that is not `expected`, or for a missing token.
    pub(super) fn unexpected(&self, expected: &str) -> QueryError {
        match self.kind() {
            Kind::Eof => self.incomplete(),
            kind => self.error(&format!("Expecting: {expected}, got: {}", kind.name())),
        }
    }

    pub(super) fn incomplete(&self) -> QueryError {
        QueryError::Incomplete {
            expression: self.expression.to_owned(),
        }
    }

    /// An error at the next token.
    pub(super) fn error(&self, message: &str) -> QueryError {
        let token = self.token(0);
        self.error_at(&token, token.start, message)
    }

    pub(super) fn error_at(&self, token: &Token, position: usize, message: &str) -> QueryError {
        QueryError::Parse {
            message: message.to_owned(),
            expression: self.expression.to_owned(),
            position,
            token: str_of(&token.value),
            kind: token.kind.name(),
        }
    }
}
