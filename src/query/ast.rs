//! The syntax tree of an expression, with the nodes of `jmespath/ast.py`. The parser checks which
//! nodes are valid where; the interpreter evaluates them.

use super::variable::Variable;
use num_bigint::BigInt;

/// A node of an expression.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// `@`, or an omitted expression: the current value.
    Current,
    Field(String),
    /// A literal; every evaluation yields the same object.
    Literal(Variable<'static>),
    Index(BigInt),
    /// Start, stop and step.
    Slice([Option<BigInt>; 3]),
    /// Nodes joined by an operator: each is evaluated for the result of the one before it.
    Chain(Link, Vec<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Compare(Comparator, Box<Node>, Box<Node>),
    Flatten(Box<Node>),
    /// The list, and the node evaluated for each element.
    Projection(Box<Node>, Box<Node>),
    /// The object, and the node evaluated for the value of each member.
    ValueProjection(Box<Node>, Box<Node>),
    /// The list, the node evaluated for each element, and the condition on the elements.
    FilterProjection(Box<Node>, Box<Node>, Box<Node>),
    MultiSelectList(Vec<Node>),
    MultiSelectHash(Vec<(String, Node)>),
    /// Name and arguments.
    Call(String, Vec<Node>),
    /// `&expression`
    Reference(Box<Node>),
}

/// The operator of a chain; a chain is extended by operators of the same kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Link {
    /// `a.b`
    Dot,
    /// `a[0]`
    Bracket,
    /// `a | b`
    Pipe,
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Comparator {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}
