//! Parses tokens into a tree, with the precedences of `jmespath/parser.py` and the invalid input
//! that it accepts.
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
//! rhs         = a suffix that binds more tightly than 10, for each element of a projection
//! ```
//!
//! A suffix is parsed while it binds more tightly than the operator on the left. Function names and
//! argument counts are not checked; the calls are recorded for [`super::Query::check`].

use super::ast::{Comparator, Link, Node};
use super::limits::RecursionLimits;
use super::token::Kind;
use super::tokens::Tokens;
use super::variable::Variable;
use crate::error::query::QueryError;
use crate::python::repr::str_of;
use crate::python::value::Value;
use num_bigint::BigInt;

/// The maximum height of a tree that Python can evaluate within its recursion limit.
const MAX_HEIGHT: usize = 2000;

/// A parsed expression, with the facts that can be checked without data.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) root: Node,
    /// The name and number of arguments of every call, in the order of evaluation.
    pub(super) calls: Vec<(String, usize)>,
    /// Whether the tree was truncated because it is too high; its evaluation would fail.
    pub(super) too_deep: bool,
}

/// Parses a complete expression.
pub(super) fn parse(expression: &str, limits: &RecursionLimits) -> Result<Parsed, QueryError> {
    let mut parser = Parser {
        tokens: Tokens::new(expression, limits.literal)?,
        depth: 0,
        max_depth: limits.parser,
        height: 0,
        calls: Vec::new(),
        too_deep: false,
    };
    let root = parser.expression(0)?;
    if parser.tokens.kind() != Kind::Eof {
        let message = format!(
            "Unexpected token: {}",
            str_of(&parser.tokens.token(0).value)
        );
        return Err(parser.tokens.error(&message));
    }
    Ok(Parsed {
        root,
        calls: parser.calls,
        too_deep: parser.too_deep,
    })
}

/// The parser's state.
struct Parser<'e> {
    tokens: Tokens<'e>,
    depth: usize,
    max_depth: usize,
    /// An upper bound of the height of the trees in the current expression.
    height: usize,
    calls: Vec<(String, usize)>,
    too_deep: bool,
}

impl Parser<'_> {
    /// Runs `read` at `depth` more levels of the original's calls.
    fn with_depth<T>(
        &mut self,
        depth: usize,
        read: impl FnOnce(&mut Self) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        self.depth += depth;
        // The innermost call makes one more to create its node.
        if self.depth >= self.max_depth {
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
            while binding < parser.tokens.kind().binding_power() {
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
        let token = self.tokens.token(0);
        self.tokens.at += 1;
        match (token.kind, token.value) {
            (Kind::Literal, value) => Ok(Node::Literal(Variable::from(&value))),
            (Kind::UnquotedIdentifier, Value::String(name)) => Ok(Node::Field(name)),
            (Kind::QuotedIdentifier, Value::String(name)) => {
                if self.tokens.kind() == Kind::LeftParen {
                    let message = "Quoted identifier not allowed for function names.";
                    return Err(self.tokens.error_at(&self.tokens.token(0), 0, message));
                }
                Ok(Node::Field(name))
            }
            (Kind::Current, _) => Ok(Node::Current),
            (Kind::Star, _) => {
                let each = match self.tokens.kind() {
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
                self.tokens.expect(Kind::RightParen)?;
                Ok(inner)
            }
            (Kind::Not, _) => Ok(Node::Not(self.boxed(Kind::Not.binding_power())?)),
            (Kind::Reference, _) => Ok(Node::Reference(self.boxed(0)?)),
            (Kind::LeftBracket, _) => match (self.tokens.kind(), self.tokens.kind_ahead(1)) {
                (Kind::Number | Kind::Colon, _) => self.index(Node::Current),
                (Kind::Star, Kind::RightBracket) => {
                    self.tokens.at += 2;
                    self.project(Node::Current)
                }
                _ => self.list(),
            },
            (Kind::Eof, _) => Err(self.tokens.incomplete()),
            _ => {
                self.tokens.at -= 1;
                Err(self.tokens.error("invalid token"))
            }
        }
    }

    fn suffix(&mut self, left: Node) -> Result<Node, QueryError> {
        let comparator = match self.tokens.kind() {
            Kind::Dot => return self.dot(left),
            Kind::LeftBracket => return self.bracket(left),
            Kind::LeftParen => return self.call(left),
            Kind::Pipe => {
                self.tokens.at += 1;
                let right = self.expression(Kind::Pipe.binding_power())?;
                return Ok(Node::Chain(Link::Pipe, vec![left, right]));
            }
            Kind::Or => {
                self.tokens.at += 1;
                return Ok(Node::Or(
                    Box::new(left),
                    self.boxed(Kind::Or.binding_power())?,
                ));
            }
            Kind::And => {
                self.tokens.at += 1;
                return Ok(Node::And(
                    Box::new(left),
                    self.boxed(Kind::And.binding_power())?,
                ));
            }
            Kind::Filter => {
                self.tokens.at += 1;
                return self.filter(left);
            }
            Kind::Flatten => {
                self.tokens.at += 1;
                return self.flatten(left);
            }
            Kind::Eq => Comparator::Eq,
            Kind::Ne => Comparator::Ne,
            Kind::Lt => Comparator::Lt,
            Kind::Le => Comparator::Le,
            Kind::Gt => Comparator::Gt,
            Kind::Ge => Comparator::Ge,
            _ => return Err(self.tokens.error("invalid token")),
        };
        self.tokens.at += 1;
        let right = self.with_depth(1, |parser| parser.boxed(Kind::Eq.binding_power()))?;
        Ok(Node::Compare(comparator, Box::new(left), right))
    }

    fn dot(&mut self, left: Node) -> Result<Node, QueryError> {
        self.tokens.at += 1;
        if self.tokens.eat(Kind::Star) {
            let each = self.projected(Kind::Dot.binding_power())?;
            return Ok(Node::ValueProjection(Box::new(left), each));
        }
        let right = self.after_dot(Kind::Dot.binding_power())?;
        Ok(chain(Link::Dot, left, right))
    }

    fn after_dot(&mut self, binding: usize) -> Result<Node, QueryError> {
        self.with_depth(1, |parser| match parser.tokens.kind() {
            Kind::QuotedIdentifier | Kind::UnquotedIdentifier | Kind::Star => {
                parser.expression(binding)
            }
            Kind::LeftBracket => {
                parser.tokens.at += 1;
                parser.list()
            }
            Kind::LeftBrace => {
                parser.tokens.at += 1;
                parser.hash()
            }
            kind => Err(parser.tokens.error(&format!(
                "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], \
                 got: {}",
                kind.name()
            ))),
        })
    }

    fn bracket(&mut self, left: Node) -> Result<Node, QueryError> {
        self.tokens.at += 1;
        if let Kind::Number | Kind::Colon = self.tokens.kind() {
            return self.index(left);
        }
        self.tokens.expect(Kind::Star)?;
        self.tokens.expect(Kind::RightBracket)?;
        self.project(left)
    }

    /// Parses the rest of a projection after `[*]`.
    fn project(&mut self, left: Node) -> Result<Node, QueryError> {
        let each = self.projected(Kind::Star.binding_power())?;
        Ok(Node::Projection(Box::new(left), each))
    }

    /// Parses an index or slice. A slice is a projection, except after another index
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
        if let (Value::Int(index), false) = (
            self.tokens.token(0).value,
            self.tokens.kind_ahead(1) == Kind::Colon,
        ) {
            self.tokens.at += 1;
            self.tokens.expect(Kind::RightBracket)?;
            return Ok(Node::Index(index));
        }
        let mut parts: Vec<Option<BigInt>> = vec![None];
        while self.tokens.kind() != Kind::RightBracket {
            let token = self.tokens.token(0);
            match (token.kind, token.value) {
                (Kind::Number, Value::Int(number)) => {
                    parts.pop();
                    parts.push(Some(number));
                }
                (Kind::Colon, _) if parts.len() < 3 => parts.push(None),
                _ => return Err(self.tokens.error("syntax error")),
            }
            self.tokens.at += 1;
        }
        self.tokens.at += 1;
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
        self.tokens.expect(Kind::RightBracket)?;
        let each = match self.tokens.kind() {
            Kind::Flatten => Box::new(Node::Current),
            _ => self.projected(Kind::Filter.binding_power())?,
        };
        Ok(Node::FilterProjection(Box::new(left), each, condition))
    }

    /// Parses the node that a projection evaluates for each element.
    fn projected(&mut self, binding: usize) -> Result<Box<Node>, QueryError> {
        /// Tokens with a lower binding power end the projection.
        const STOP: usize = 10;
        let each = self.with_depth(1, |parser| match parser.tokens.kind() {
            kind if kind.binding_power() < STOP => Ok(Node::Current),
            Kind::LeftBracket | Kind::Filter => parser.expression(binding),
            Kind::Dot => {
                parser.tokens.at += 1;
                parser.after_dot(binding)
            }
            _ => Err(parser.tokens.error("syntax error")),
        })?;
        Ok(Box::new(each))
    }

    fn call(&mut self, left: Node) -> Result<Node, QueryError> {
        let Node::Field(name) = left else {
            self.tokens.at -= 1;
            let token = self.tokens.token(0);
            let message = format!("Invalid function name '{}'", str_of(&token.value));
            return Err(self.tokens.error(&message));
        };
        self.tokens.at += 1;
        let mut arguments = Vec::new();
        while !self.tokens.eat(Kind::RightParen) {
            arguments.push(self.expression(0)?);
            self.tokens.eat(Kind::Comma);
        }
        self.calls.push((name.clone(), arguments.len()));
        Ok(Node::Call(name, arguments))
    }

    fn list(&mut self) -> Result<Node, QueryError> {
        self.with_depth(1, |parser| {
            let mut items = Vec::new();
            loop {
                items.push(parser.expression(0)?);
                if parser.tokens.eat(Kind::RightBracket) {
                    return Ok(Node::MultiSelectList(items));
                }
                parser.tokens.expect(Kind::Comma)?;
            }
        })
    }

    fn hash(&mut self) -> Result<Node, QueryError> {
        self.with_depth(1, |parser| {
            let mut pairs = Vec::new();
            loop {
                let key = match (parser.tokens.kind(), parser.tokens.token(0).value) {
                    (Kind::QuotedIdentifier | Kind::UnquotedIdentifier, Value::String(key)) => key,
                    _ => {
                        return Err(parser
                            .tokens
                            .unexpected("['quoted_identifier', 'unquoted_identifier']"));
                    }
                };
                parser.tokens.at += 1;
                parser.tokens.expect(Kind::Colon)?;
                pairs.push((key, parser.expression(0)?));
                if !parser.tokens.eat(Kind::Comma) && parser.tokens.eat(Kind::RightBrace) {
                    return Ok(Node::MultiSelectHash(pairs));
                }
            }
        })
    }
}

/// The operator of a chain that is extended, instead of nested, by an operator of the same kind.
fn flat_link(node: &Node) -> Option<Link> {
    match node {
        Node::Chain(link @ (Link::Dot | Link::Bracket), _) => Some(*link),
        _ => None,
    }
}

/// Appends `right` to `left` if that is a chain with this operator; else makes a chain of both.
fn chain(link: Link, left: Node, right: Node) -> Node {
    match left {
        Node::Chain(kind, mut nodes) if kind == link => {
            nodes.push(right);
            Node::Chain(link, nodes)
        }
        left => Node::Chain(link, vec![left, right]),
    }
}
