//! Evaluates an expression for a value (`jmespath/visitor.py, TreeInterpreter`).

use super::ast::{Comparator, Node};
use super::functions;
use super::limits::RecursionLimits;
use super::variable::{Members, Variable};
use crate::dialect::Dialect;
use crate::error::query::QueryError;
use num_bigint::BigInt;
use std::cmp::Ordering;
use std::rc::Rc;

/// The result of evaluating a node.
pub(super) type Outcome<'q> = Result<Variable<'q>, QueryError>;

/// The call depth of the original at a point of its evaluation.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) dialect: Dialect,
    /// The number of nested Python calls.
    pub(super) depth: usize,
}

impl Frame {
    /// The frame `calls` levels deeper.
    pub(super) fn down(self, calls: usize) -> Frame {
        Frame {
            depth: self.depth + calls,
            ..self
        }
    }
}

/// Evaluates `node` for `value`.
pub(super) fn visit<'q>(node: &'q Node, value: &Variable<'q>, frame: Frame) -> Outcome<'q> {
    // The calls of `visit` and `visit_...`.
    let frame = frame.down(2);
    if frame.depth > RecursionLimits::of(frame.dialect).interpreter {
        return Err(QueryError::too_deep());
    }
    match node {
        Node::Current => Ok(value.clone()),
        Node::Field(name) => Ok(match value {
            Variable::Dict(members) => members
                .get(name.as_str())
                .cloned()
                .unwrap_or(Variable::Null),
            _ => Variable::Null,
        }),
        Node::Literal(literal) => Ok(literal.clone()),
        Node::Index(index) => Ok(match value {
            Variable::List(items) => item_at(items, index),
            _ => Variable::Null,
        }),
        Node::Slice(parts) => match value {
            Variable::List(items) => slice(items, parts),
            _ => Ok(Variable::Null),
        },
        Node::Chain(_, nodes) => {
            (nodes.iter()).try_fold(value.clone(), |value, node| visit(node, &value, frame))
        }
        Node::And(left, right) => match visit(left, value, frame)? {
            left if left.is_false() => Ok(left),
            _ => visit(right, value, frame),
        },
        Node::Or(left, right) => match visit(left, value, frame)? {
            left if left.is_false() => visit(right, value, frame),
            left => Ok(left),
        },
        // Zero is truthy in JMESPath, so no number is falsy.
        Node::Not(inner) => Ok(Variable::Bool(visit(inner, value, frame)?.is_false())),
        Node::Compare(comparator, left, right) => {
            let left = visit(left, value, frame)?;
            let right = visit(right, value, frame)?;
            compare(*comparator, &left, &right)
        }
        Node::Flatten(inner) => Ok(match visit(inner, value, frame)? {
            Variable::List(items) => flatten(&items),
            _ => Variable::Null,
        }),
        Node::Projection(list, each) => match visit(list, value, frame)? {
            Variable::List(items) => project(items.iter(), each, frame),
            _ => Ok(Variable::Null),
        },
        Node::ValueProjection(object, each) => match visit(object, value, frame)? {
            Variable::Dict(members) => project(members.values(), each, frame),
            _ => Ok(Variable::Null),
        },
        Node::FilterProjection(list, each, condition) => match visit(list, value, frame)? {
            Variable::List(items) => filter(&items, each, condition, frame),
            _ => Ok(Variable::Null),
        },
        Node::MultiSelectList(_) | Node::MultiSelectHash(_) if matches!(value, Variable::Null) => {
            Ok(Variable::Null)
        }
        Node::MultiSelectList(nodes) => {
            nodes.iter().map(|node| visit(node, value, frame)).collect()
        }
        Node::MultiSelectHash(pairs) => (pairs.iter())
            // The original also calls `visit_key_val_pair`.
            .map(|(key, node)| Ok((Rc::from(key.as_str()), visit(node, value, frame.down(2))?)))
            .collect::<Result<Members<'q>, _>>()
            .map(|members| Variable::Dict(Rc::new(members))),
        Node::Call(name, arguments) => {
            let arguments = arguments.iter().map(|node| visit(node, value, frame));
            let arguments = arguments.collect::<Result<Vec<_>, _>>()?;
            functions::call(name, &arguments, frame)
        }
        Node::Reference(inner) => Ok(Variable::Reference(inner)),
    }
}

fn project<'q, 'd>(
    items: impl Iterator<Item = &'d Variable<'q>>,
    each: &'q Node,
    frame: Frame,
) -> Outcome<'q>
where
    'q: 'd,
{
    let results = items.map(|item| visit(each, item, frame));
    results
        .filter(|result| !matches!(result, Ok(Variable::Null)))
        .collect()
}

fn filter<'q>(
    items: &[Variable<'q>],
    each: &'q Node,
    condition: &'q Node,
    frame: Frame,
) -> Outcome<'q> {
    let mut kept = Vec::new();
    for item in items {
        if !visit(condition, item, frame)?.is_false() {
            match visit(each, item, frame)? {
                Variable::Null => {}
                result => kept.push(result),
            }
        }
    }
    Ok(kept.into_iter().collect())
}

fn flatten<'q>(items: &[Variable<'q>]) -> Variable<'q> {
    let mut flat = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Variable::List(inner) => flat.extend(inner.iter().cloned()),
            other => flat.push(other.clone()),
        }
    }
    flat.into_iter().collect()
}

fn item_at<'q>(items: &[Variable<'q>], index: &BigInt) -> Variable<'q> {
    let from_end = *index < BigInt::ZERO;
    let index = if from_end {
        index + items.len()
    } else {
        index.clone()
    };
    let item = usize::try_from(index)
        .ok()
        .and_then(|index| items.get(index));
    item.cloned().unwrap_or(Variable::Null)
}

/// `items[start:stop:step]` (`Objects/sliceobject.c, PySlice_AdjustIndices`).
fn slice<'q>(items: &[Variable<'q>], parts: &[Option<BigInt>; 3]) -> Outcome<'q> {
    let [start, stop, step] = parts.each_ref().map(|part| part.as_ref().map(clamp));
    let step = step.unwrap_or(1);
    if step == 0 {
        return Err(QueryError::Python("slice step cannot be zero".to_owned()));
    }
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let (low, high) = if step < 0 {
        (-1, length - 1)
    } else {
        (0, length)
    };
    let place = |part: Option<i64>, default| match part {
        Some(part) if part < 0 => part.saturating_add(length).max(low),
        Some(part) => part.min(high),
        None => default,
    };
    let (first, last) = if step < 0 { (high, low) } else { (low, high) };
    let (start, stop) = (place(start, first), place(stop, last));
    let inside = |at: &i64| if step < 0 { *at > stop } else { *at < stop };
    let places = std::iter::successors(Some(start), |at| at.checked_add(step)).take_while(inside);
    let items = places.filter_map(|at| items.get(usize::try_from(at).ok()?).cloned());
    Ok(items.collect())
}

/// Clamps an integer to machine size, which exceeds the length of every list.
fn clamp(number: &BigInt) -> i64 {
    let limit = if *number < BigInt::ZERO {
        -i64::MAX
    } else {
        i64::MAX
    };
    i64::try_from(number).unwrap_or(limit)
}

fn compare<'q>(comparator: Comparator, left: &Variable<'q>, right: &Variable<'q>) -> Outcome<'q> {
    let (operator, wanted): (_, fn(Ordering) -> bool) = match comparator {
        Comparator::Eq => return Ok(Variable::Bool(equal(left, right))),
        Comparator::Ne => return Ok(Variable::Bool(!equal(left, right))),
        Comparator::Lt => ("<", Ordering::is_lt),
        Comparator::Le => ("<=", Ordering::is_le),
        Comparator::Gt => (">", Ordering::is_gt),
        Comparator::Ge => (">=", Ordering::is_ge),
    };
    let comparable = |value: &Variable<'_>| matches!(value.kind(), "number" | "string");
    if !comparable(left) || !comparable(right) {
        return Ok(Variable::Null);
    }
    Ok(Variable::Bool(
        left.order(right, operator)?.is_some_and(wanted),
    ))
}

/// `jmespath/visitor.py, _equals`: a number never equals a boolean, but the elements of collections
/// are compared as in Python.
fn equal(left: &Variable<'_>, right: &Variable<'_>) -> bool {
    let is_bool = |value: &Variable<'_>| matches!(value, Variable::Bool(_));
    is_bool(left) == is_bool(right) && left.equals(right)
}
