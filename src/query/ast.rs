//! The shape of an expression after parsing: the nodes of `jmespath/ast.py`.
//!
//! The parser decides which nodes are valid where, the interpreter evaluates them.

use super::variable::Variable;
use num_bigint::BigInt;

/// One node of an expression.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// `@`, or an omitted expression: the value itself.
    Current,
    Field(String),
    /// The same object whenever it is evaluated.
    Literal(Variable<'static>),
    Index(BigInt),
    /// Start, stop and step.
    Slice([Option<BigInt>; 3]),
    /// Each node is given what the one before it yields.
    Chain(Link, Vec<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Compare(Comparator, Box<Node>, Box<Node>),
    Flatten(Box<Node>),
    /// The list, and the node for each element.
    Projection(Box<Node>, Box<Node>),
    /// The object, and the node for the value of each member.
    ValueProjection(Box<Node>, Box<Node>),
    /// The list, the node for each element, and the condition that selects the elements.
    FilterProjection(Box<Node>, Box<Node>, Box<Node>),
    MultiSelectList(Vec<Node>),
    MultiSelectHash(Vec<(String, Node)>),
    /// Name and arguments.
    Call(String, Vec<Node>),
    /// `&expression`
    Reference(Box<Node>),
}

/// The operator of a chain: a further dot or bracket makes a chain of its kind longer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Link {
    /// `a.b`
    Dot,
    /// `a[0]`
    Bracket,
    /// `a | b`
    Pipe,
}

/// `==` and its like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Comparator {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}
