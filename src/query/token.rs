//! Tokens: their kinds, their names in the original, and their binding powers (`jmespath/parser.py,
//! BINDING_POWER`). The lexer creates them.

use crate::python::value::Value;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Eof,
    UnquotedIdentifier,
    QuotedIdentifier,
    Literal,
    Number,
    Current,
    Dot,
    Star,
    Comma,
    Colon,
    Pipe,
    Or,
    And,
    Not,
    Reference,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Flatten,
    Filter,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
}

impl Kind {
    /// The original's name, which is part of its messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Eof => "eof",
            Kind::UnquotedIdentifier => "unquoted_identifier",
            Kind::QuotedIdentifier => "quoted_identifier",
            Kind::Literal => "literal",
            Kind::Number => "number",
            Kind::Current => "current",
            Kind::Dot => "dot",
            Kind::Star => "star",
            Kind::Comma => "comma",
            Kind::Colon => "colon",
            Kind::Pipe => "pipe",
            Kind::Or => "or",
            Kind::And => "and",
            Kind::Not => "not",
            Kind::Reference => "expref",
            Kind::Eq => "eq",
            Kind::Ne => "ne",
            Kind::Lt => "lt",
            Kind::Le => "lte",
            Kind::Gt => "gt",
            Kind::Ge => "gte",
            Kind::Flatten => "flatten",
            Kind::Filter => "filter",
            Kind::LeftBracket => "lbracket",
            Kind::RightBracket => "rbracket",
            Kind::LeftBrace => "lbrace",
            Kind::RightBrace => "rbrace",
            Kind::LeftParen => "lparen",
            Kind::RightParen => "rparen",
        }
    }

    /// The left binding power.
    pub(super) fn binding_power(self) -> usize {
        match self {
            Kind::Pipe => 1,
            Kind::Or => 2,
            Kind::And => 3,
            Kind::Eq | Kind::Ne | Kind::Lt | Kind::Le | Kind::Gt | Kind::Ge => 5,
            Kind::Flatten => 9,
            Kind::Star => 20,
            Kind::Filter => 21,
            Kind::Dot => 40,
            Kind::Not => 45,
            Kind::LeftBrace => 50,
            Kind::LeftBracket => 55,
            Kind::LeftParen => 60,
            _ => 0,
        }
    }
}

/// A token with its value and the position of its first character.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The value of a literal or number, the name of an identifier, else the token's text.
    pub(super) value: Value,
    pub(super) start: usize,
}
