//! Tokens to a tree, with the precedences and the leniencies of `jmespath/parser.py`.
//!
//! ```text
//! expression  = prefix { suffix }
//! prefix      = identifier | quoted | literal | "@" | "*" [rhs] | "[]" [rhs] | index | list | hash
//!             | "!" expression | "&" expression | "(" expression ")" | "[?" ... (as a suffix)
//! suffix      = "." (identifier | quoted | "*" [rhs] | list | hash)
//!             | index | "[]" [rhs] | "[?" expression "]" [rhs] | "(" [arguments] ")"
//!             | ("|" | "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=") expression
//! index       = "[" (number | "*" | [number] ":" [number] [":" [number]]) "]" [rhs]
//! list        = "[" expression { "," expression } "]"
//! hash        = "{" key ":" expression { [","] key ":" expression } "}"
//! arguments   = expression { [","] expression } [","]
//! rhs         = what a projection asks of each element: a suffix that binds more tightly than 10
//! ```
//!
//! A suffix is taken while it binds more tightly than what stands to the left. Whether functions
//! exist and what they take is not looked at; the calls are noted for [`super::Query::check`].

use super::ast::{Comparator, Link, Node};
use super::lexer::tokenize;
use super::token::{Kind, Token};
use super::variable::Variable;
use crate::error::query::QueryError;
use crate::python::repr::str_of;
use crate::python::value::Value;
use num_bigint::BigInt;

/// How deep the parser's calls may stand in one another: what Python's recursion limit leaves
/// below the frames of the original's own calls.
const MAX_FRAMES: usize = 983;

/// A tree higher than this cannot be evaluated within Python's recursion limit.
const MAX_HEIGHT: usize = 2000;

/// A tree, and what can be known of it without data.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) root: Node,
    /// Name and number of arguments of every call, in the order they would be made.
    pub(super) calls: Vec<(String, usize)>,
    /// The tree was cut because it is too high; evaluating it would fail.
    pub(super) too_deep: bool,
}

/// Parses a whole expression.
pub(super) fn parse(expression: &str) -> Result<Parsed, QueryError> {
    let mut parser = Parser {
        expression,
        tokens: tokenize(expression)?,
        at: 0,
        depth: 0,
        height: 0,
        calls: Vec::new(),
        too_deep: false,
    };
    let root = parser.expression(0)?;
    if parser.kind() != Kind::Eof {
        let message = format!("Unexpected token: {}", str_of(&parser.token(0).value));
        return Err(parser.error(&message));
    }
    Ok(Parsed {
        root,
        calls: parser.calls,
        too_deep: parser.too_deep,
    })
}

struct Parser<'e> {
    expression: &'e str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// Of the highest tree built inside the expression being read; never too low.
    height: usize,
    calls: Vec<(String, usize)>,
    too_deep: bool,
}

impl Parser<'_> {
    /// The token `ahead` of the next one; beyond the end, the end.
    fn token(&self, ahead: usize) -> Token {
        let token = self.tokens.get(self.at + ahead);
        token.or(self.tokens.last()).cloned().unwrap_or(Token {
            kind: Kind::Eof,
            value: Value::from(""),
            start: 0,
        })
    }

    fn kind(&self) -> Kind {
        self.kind_ahead(0)
    }

    fn kind_ahead(&self, ahead: usize) -> Kind {
        (self.tokens.get(self.at + ahead)).map_or(Kind::Eof, |token| token.kind)
    }

    fn eat(&mut self, kind: Kind) -> bool {
        let found = self.kind() == kind;
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, kind: Kind) -> Result<(), QueryError> {
        if self.eat(kind) {
            return Ok(());
        }
        Err(self.unexpected(kind.name()))
    }

    /// The next token is not `expected`, or there is none.
    fn unexpected(&self, expected: &str) -> QueryError {
        match self.kind() {
            Kind::Eof => self.incomplete(),
            kind => self.error(&format!("Expecting: {expected}, got: {}", kind.name())),
        }
    }

    fn incomplete(&self) -> QueryError {
        QueryError::Incomplete {
            expression: self.expression.to_owned(),
        }
    }

    /// An error at the next token.
    fn error(&self, message: &str) -> QueryError {
        let token = self.token(0);
        self.error_at(&token, token.start, message)
    }

    fn error_at(&self, token: &Token, position: usize, message: &str) -> QueryError {
        QueryError::Parse {
            message: message.to_owned(),
            expression: self.expression.to_owned(),
            position,
            token: str_of(&token.value),
            kind: token.kind.name(),
        }
    }

    /// Runs `read` as the original would `depth` calls further down.
    fn with_depth<T>(
        &mut self,
        depth: usize,
        read: impl FnOnce(&mut Self) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        self.depth += depth;
        // The call at the bottom makes one more, to build its node.
        if self.depth >= MAX_FRAMES {
            return Err(QueryError::too_deep());
        }
        let result = read(self);
        self.depth -= depth;
        result
    }

    fn expression(&mut self, binding: usize) -> Result<Node, QueryError> {
        self.with_depth(2, |parser| {
            let outer = std::mem::take(&mut parser.height);
            let mut left = parser.prefix()?;
            let mut suffixes = 1;
            while binding < parser.kind().binding_power() {
                let before = flat_link(&left);
                left = parser.suffix(left)?;
                if before.is_some() && flat_link(&left) == before {
                    continue;
                }
                suffixes += 1;
                if parser.height + suffixes > MAX_HEIGHT {
                    parser.too_deep = true;
                    left = Node::Current;
                }
            }
            parser.height = outer.max(parser.height + suffixes);
            Ok(left)
        })
    }

    fn boxed(&mut self, binding: usize) -> Result<Box<Node>, QueryError> {
        self.expression(binding).map(Box::new)
    }

    fn prefix(&mut self) -> Result<Node, QueryError> {
        let token = self.token(0);
        self.at += 1;
        match (token.kind, token.value) {
            (Kind::Literal, value) => Ok(Node::Literal(Variable::from(&value))),
            (Kind::UnquotedIdentifier, Value::String(name)) => Ok(Node::Field(name)),
            (Kind::QuotedIdentifier, Value::String(name)) => {
                if self.kind() == Kind::LeftParen {
                    let message = "Quoted identifier not allowed for function names.";
                    return Err(self.error_at(&self.token(0), 0, message));
                }
                Ok(Node::Field(name))
            }
            (Kind::Current, _) => Ok(Node::Current),
            (Kind::Star, _) => {
                let each = match self.kind() {
                    Kind::RightBracket => Box::new(Node::Current),
                    _ => self.projected(Kind::Star.binding_power())?,
                };
                Ok(Node::ValueProjection(Box::new(Node::Current), each))
            }
            (Kind::Filter, _) => self.filter(Node::Current),
            (Kind::Flatten, _) => self.flatten(Node::Current),
            (Kind::LeftBrace, _) => self.hash(),
            (Kind::LeftParen, _) => {
                let inner = self.expression(0)?;
                self.expect(Kind::RightParen)?;
                Ok(inner)
            }
            (Kind::Not, _) => Ok(Node::Not(self.boxed(Kind::Not.binding_power())?)),
            (Kind::Reference, _) => Ok(Node::Reference(self.boxed(0)?)),
            (Kind::LeftBracket, _) => match (self.kind(), self.kind_ahead(1)) {
                (Kind::Number | Kind::Colon, _) => self.index(Node::Current),
                (Kind::Star, Kind::RightBracket) => {
                    self.at += 2;
                    self.project(Node::Current)
                }
                _ => self.list(),
            },
            (Kind::Eof, _) => Err(self.incomplete()),
            _ => {
                self.at -= 1;
                Err(self.error("invalid token"))
            }
        }
    }

    fn suffix(&mut self, left: Node) -> Result<Node, QueryError> {
        let comparator = match self.kind() {
            Kind::Dot => return self.dot(left),
            Kind::LeftBracket => return self.bracket(left),
            Kind::LeftParen => return self.call(left),
            Kind::Pipe => {
                self.at += 1;
                let right = self.expression(Kind::Pipe.binding_power())?;
                return Ok(Node::Chain(Link::Pipe, vec![left, right]));
            }
            Kind::Or => {
                self.at += 1;
                return Ok(Node::Or(
                    Box::new(left),
                    self.boxed(Kind::Or.binding_power())?,
                ));
            }
            Kind::And => {
                self.at += 1;
                return Ok(Node::And(
                    Box::new(left),
                    self.boxed(Kind::And.binding_power())?,
                ));
            }
            Kind::Filter => {
                self.at += 1;
                return self.filter(left);
            }
            Kind::Flatten => {
                self.at += 1;
                return self.flatten(left);
            }
            Kind::Eq => Comparator::Eq,
            Kind::Ne => Comparator::Ne,
            Kind::Lt => Comparator::Lt,
            Kind::Le => Comparator::Le,
            Kind::Gt => Comparator::Gt,
            Kind::Ge => Comparator::Ge,
            _ => return Err(self.error("invalid token")),
        };
        self.at += 1;
        let right = self.with_depth(1, |parser| parser.boxed(Kind::Eq.binding_power()))?;
        Ok(Node::Compare(comparator, Box::new(left), right))
    }

    fn dot(&mut self, left: Node) -> Result<Node, QueryError> {
        self.at += 1;
        if self.eat(Kind::Star) {
            let each = self.projected(Kind::Dot.binding_power())?;
            return Ok(Node::ValueProjection(Box::new(left), each));
        }
        let right = self.after_dot(Kind::Dot.binding_power())?;
        Ok(chain(Link::Dot, left, right))
    }

    fn after_dot(&mut self, binding: usize) -> Result<Node, QueryError> {
        self.with_depth(1, |parser| match parser.kind() {
            Kind::QuotedIdentifier | Kind::UnquotedIdentifier | Kind::Star => {
                parser.expression(binding)
            }
            Kind::LeftBracket => {
                parser.at += 1;
                parser.list()
            }
            Kind::LeftBrace => {
                parser.at += 1;
                parser.hash()
            }
            kind => Err(parser.error(&format!(
                "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], \
                 got: {}",
                kind.name()
            ))),
        })
    }

    fn bracket(&mut self, left: Node) -> Result<Node, QueryError> {
        self.at += 1;
        if let Kind::Number | Kind::Colon = self.kind() {
            return self.index(left);
        }
        self.expect(Kind::Star)?;
        self.expect(Kind::RightBracket)?;
        self.project(left)
    }

    /// `[*]` has been read.
    fn project(&mut self, left: Node) -> Result<Node, QueryError> {
        let each = self.projected(Kind::Star.binding_power())?;
        Ok(Node::Projection(Box::new(left), each))
    }

    /// An index or a slice. A slice makes a projection, except behind another index
    /// (`jmespath/parser.py, _token_led_lbracket`).
    fn index(&mut self, left: Node) -> Result<Node, QueryError> {
        let continues = matches!(left, Node::Chain(Link::Bracket, _));
        let right = self.index_or_slice()?;
        let projects = matches!(right, Node::Slice(_)) && !continues;
        let indexed = chain(Link::Bracket, left, right);
        if projects {
            return self.with_depth(1, |parser| parser.project(indexed));
        }
        Ok(indexed)
    }

    fn index_or_slice(&mut self) -> Result<Node, QueryError> {
        if let (Value::Int(index), false) = (self.token(0).value, self.kind_ahead(1) == Kind::Colon)
        {
            self.at += 1;
            self.expect(Kind::RightBracket)?;
            return Ok(Node::Index(index));
        }
        let mut parts: Vec<Option<BigInt>> = vec![None];
        while self.kind() != Kind::RightBracket {
            let token = self.token(0);
            match (token.kind, token.value) {
                (Kind::Number, Value::Int(number)) => {
                    parts.pop();
                    parts.push(Some(number));
                }
                (Kind::Colon, _) if parts.len() < 3 => parts.push(None),
                _ => return Err(self.error("syntax error")),
            }
            self.at += 1;
        }
        self.at += 1;
        let mut parts = parts.into_iter();
        let mut next = || parts.next().flatten();
        Ok(Node::Slice([next(), next(), next()]))
    }

    fn flatten(&mut self, left: Node) -> Result<Node, QueryError> {
        let each = self.projected(Kind::Flatten.binding_power())?;
        Ok(Node::Projection(
            Box::new(Node::Flatten(Box::new(left))),
            each,
        ))
    }

    fn filter(&mut self, left: Node) -> Result<Node, QueryError> {
        let condition = self.boxed(0)?;
        self.expect(Kind::RightBracket)?;
        let each = match self.kind() {
            Kind::Flatten => Box::new(Node::Current),
            _ => self.projected(Kind::Filter.binding_power())?,
        };
        Ok(Node::FilterProjection(Box::new(left), each, condition))
    }

    /// What a projection asks of each element.
    fn projected(&mut self, binding: usize) -> Result<Box<Node>, QueryError> {
        /// Tokens that bind less tightly end the projection.
        const STOP: usize = 10;
        let each = self.with_depth(1, |parser| match parser.kind() {
            kind if kind.binding_power() < STOP => Ok(Node::Current),
            Kind::LeftBracket | Kind::Filter => parser.expression(binding),
            Kind::Dot => {
                parser.at += 1;
                parser.after_dot(binding)
            }
            _ => Err(parser.error("syntax error")),
        })?;
        Ok(Box::new(each))
    }

    fn call(&mut self, left: Node) -> Result<Node, QueryError> {
        let Node::Field(name) = left else {
            self.at -= 1;
            let token = self.token(0);
            let message = format!("Invalid function name '{}'", str_of(&token.value));
            return Err(self.error(&message));
        };
        self.at += 1;
        let mut arguments = Vec::new();
        while !self.eat(Kind::RightParen) {
            arguments.push(self.expression(0)?);
            self.eat(Kind::Comma);
        }
        self.calls.push((name.clone(), arguments.len()));
        Ok(Node::Call(name, arguments))
    }

    fn list(&mut self) -> Result<Node, QueryError> {
        self.with_depth(1, |parser| {
            let mut items = Vec::new();
            loop {
                items.push(parser.expression(0)?);
                if parser.eat(Kind::RightBracket) {
                    return Ok(Node::MultiSelectList(items));
                }
                parser.expect(Kind::Comma)?;
            }
        })
    }

    fn hash(&mut self) -> Result<Node, QueryError> {
        self.with_depth(1, |parser| {
            let mut pairs = Vec::new();
            loop {
                let key = match (parser.kind(), parser.token(0).value) {
                    (Kind::QuotedIdentifier | Kind::UnquotedIdentifier, Value::String(key)) => key,
                    _ => {
                        return Err(
                            parser.unexpected("['quoted_identifier', 'unquoted_identifier']")
                        );
                    }
                };
                parser.at += 1;
                parser.expect(Kind::Colon)?;
                pairs.push((key, parser.expression(0)?));
                if !parser.eat(Kind::Comma) && parser.eat(Kind::RightBrace) {
                    return Ok(Node::MultiSelectHash(pairs));
                }
            }
        })
    }
}

/// What makes the node longer, not higher.
fn flat_link(node: &Node) -> Option<Link> {
    match node {
        Node::Chain(link @ (Link::Dot | Link::Bracket), _) => Some(*link),
        _ => None,
    }
}

/// `left` with `right` at its end, where it is a chain of that kind; else the two as one.
fn chain(link: Link, left: Node, right: Node) -> Node {
    match left {
        Node::Chain(kind, mut nodes) if kind == link => {
            nodes.push(right);
            Node::Chain(link, nodes)
        }
        left => Node::Chain(link, vec![left, right]),
    }
}
