//! Compares the syntax tree of every expression in the public compliance suite with that of the
//! crate `jmespath`.
//!
//! The two represent chains, slices and projections differently, so each tree is converted to the
//! list of evaluation steps: `a[0:1].b` is `a`, `slice`, `each(b)`.

use super::super::ast::{Comparator, Link, Node};
use super::super::limits::RecursionLimits;
use super::super::parser;
use crate::dialect::Dialect;
use crate::python::json::{dumps, parse};
use crate::python::value::Value;
use jmespath::ast::{Ast, Comparator as Theirs};
use serde::Serialize;

const EXPRESSIONS: &str = include_str!("../../../tests/golden/compliance.txt");

/// Expressions outside the suite that the two parse differently, or that only one of them accepts.
const DISAGREEMENTS: [&str; 6] = [
    // Python does not require commas between the members of a hash and between arguments.
    "{x: t y: t}",
    "not_null(t t,)",
    // In Python, a slice after an index is not a projection.
    "a[0][0:1].b",
    "a[2147483648]",
    "`NaN`",
    "`\"\\ud800\"`",
];

fn literal(value: &impl Serialize) -> String {
    format!("`{}`", dumps(value))
}

fn call(name: &str, arguments: impl IntoIterator<Item = String>) -> Vec<String> {
    let arguments: Vec<String> = arguments.into_iter().collect();
    vec![format!("{name}({})", arguments.join(", "))]
}

fn our_text(node: &Node) -> String {
    our_steps(node).join(" ")
}

fn our_steps(node: &Node) -> Vec<String> {
    let after = |node: &Node, steps: &[String]| [&our_steps(node), steps].concat();
    let both = |name, a: &Node, b: &Node| call(name, [our_text(a), our_text(b)]);
    match node {
        Node::Current => Vec::new(),
        Node::Field(name) => vec![format!("{name:?}")],
        Node::Literal(value) => vec![literal(value)],
        Node::Index(index) => call("index", [index.to_string()]),
        Node::Slice(parts) => {
            let parts = parts.each_ref().map(Option::as_ref);
            let text = |part: Option<&_>| part.map_or(String::new(), ToString::to_string);
            let [start, stop, step] = parts.map(text);
            let step = if step.is_empty() {
                "1".to_owned()
            } else {
                step
            };
            call("slice", [start, stop, step])
        }
        Node::Chain(Link::Dot | Link::Bracket | Link::Pipe, nodes) => {
            nodes.iter().flat_map(our_steps).collect()
        }
        Node::And(a, b) => both("and", a, b),
        Node::Or(a, b) => both("or", a, b),
        Node::Not(inner) => call("not", [our_text(inner)]),
        Node::Compare(comparator, a, b) => {
            let name = match comparator {
                Comparator::Eq => "eq",
                Comparator::Ne => "ne",
                Comparator::Lt => "lt",
                Comparator::Le => "le",
                Comparator::Gt => "gt",
                Comparator::Ge => "ge",
            };
            both(name, a, b)
        }
        Node::Flatten(inner) => after(inner, &call("flatten", [])),
        Node::Projection(list, each) => after(list, &call("each", [our_text(each)])),
        Node::ValueProjection(object, each) => {
            let each = call("each", [our_text(each)]);
            after(object, &[call("values", []), each].concat())
        }
        Node::FilterProjection(list, each, condition) => {
            let then = call("if", [our_text(condition), our_text(each)]).concat();
            after(list, &call("each", [then]))
        }
        Node::MultiSelectList(nodes) => call("list", nodes.iter().map(our_text)),
        Node::MultiSelectHash(pairs) => {
            let pair = |(key, node): &(String, _)| format!("{key:?}: {}", our_text(node));
            call("hash", pairs.iter().map(pair))
        }
        Node::Call(name, arguments) => call(name, arguments.iter().map(our_text)),
        Node::Reference(inner) => call("&", [our_text(inner)]),
    }
}

fn their_text(node: &Ast) -> String {
    their_steps(node).join(" ")
}

fn their_steps(node: &Ast) -> Vec<String> {
    let after = |node: &Ast, steps: &[String]| [&their_steps(node), steps].concat();
    let both = |name, a: &Ast, b: &Ast| call(name, [their_text(a), their_text(b)]);
    match node {
        Ast::Identity { .. } => Vec::new(),
        Ast::Field { name, .. } => vec![format!("{name:?}")],
        Ast::Literal { value, .. } => vec![literal(value)],
        Ast::Index { idx, .. } => call("index", [idx.to_string()]),
        Ast::Slice {
            start, stop, step, ..
        } => {
            let text = |part: &Option<i32>| part.map_or(String::new(), |part| part.to_string());
            call("slice", [text(start), text(stop), step.to_string()])
        }
        Ast::Subexpr { lhs, rhs, .. } => after(lhs, &their_steps(rhs)),
        Ast::And { lhs, rhs, .. } => both("and", lhs, rhs),
        Ast::Or { lhs, rhs, .. } => both("or", lhs, rhs),
        Ast::Not { node, .. } => call("not", [their_text(node)]),
        Ast::Comparison {
            comparator,
            lhs,
            rhs,
            ..
        } => {
            let name = match comparator {
                Theirs::Equal => "eq",
                Theirs::NotEqual => "ne",
                Theirs::LessThan => "lt",
                Theirs::LessThanEqual => "le",
                Theirs::GreaterThan => "gt",
                Theirs::GreaterThanEqual => "ge",
            };
            both(name, lhs, rhs)
        }
        Ast::Flatten { node, .. } => after(node, &call("flatten", [])),
        Ast::ObjectValues { node, .. } => after(node, &call("values", [])),
        Ast::Projection { lhs, rhs, .. } => after(lhs, &call("each", [their_text(rhs)])),
        Ast::Condition {
            predicate, then, ..
        } => both("if", predicate, then),
        Ast::MultiList { elements, .. } => call("list", elements.iter().map(their_text)),
        Ast::MultiHash { elements, .. } => {
            let pair = |pair: &jmespath::ast::KeyValuePair| {
                format!("{:?}: {}", pair.key, their_text(&pair.value))
            };
            call("hash", elements.iter().map(pair))
        }
        Ast::Function { name, args, .. } => call(name, args.iter().map(their_text)),
        Ast::Expref { ast, .. } => call("&", [their_text(ast)]),
    }
}

/// The steps of both trees; `None` for an expression that is rejected.
fn parsed(expression: &str) -> [Option<String>; 2] {
    let limits = RecursionLimits::of(Dialect::V1);
    let our = parser::parse(expression, limits).map(|parsed| our_text(&parsed.root));
    let their = jmespath::parse(expression).map(|tree| their_text(&tree));
    [our.ok(), their.ok()]
}

#[test]
fn the_crate_builds_the_same_tree_for_the_compliance_suite() {
    let lines = EXPRESSIONS.lines().filter(|line| !line.starts_with('#'));
    let mut valid = 0;
    for line in lines {
        let Value::String(expression) = parse(line).unwrap() else {
            panic!("{line}");
        };
        let [our, their] = parsed(&expression);
        assert_eq!(our, their, "{expression}");
        valid += usize::from(our.is_some());
    }
    assert_eq!(valid, 732);
}

#[test]
fn the_listed_expressions_still_differ() {
    for expression in DISAGREEMENTS {
        let [our, their] = parsed(expression);
        assert_ne!(our, their, "{expression}");
    }
}
