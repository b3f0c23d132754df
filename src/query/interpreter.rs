//! What each node yields for a value: `jmespath/visitor.py, TreeInterpreter`.
//!
//! What functions do with their arguments is in `functions`.

use super::ast::{Comparator, Node};
use super::datum::{Datum, Members};
use super::functions;
use crate::error::query::QueryError;
use num_bigint::BigInt;
use std::cmp::Ordering;
use std::rc::Rc;

/// What a node yields.
pub(super) type Outcome<'q> = Result<Datum<'q>, QueryError>;

/// How deep the interpreter's calls may stand in one another: what Python's recursion limit
/// leaves below the frames of the original's own calls.
const MAX_FRAMES: usize = 986;

/// Evaluates `node` for `value`, `frames` calls down.
pub(super) fn visit<'q>(node: &'q Node, value: &Datum<'q>, frames: usize) -> Outcome<'q> {
    // `visit` and `visit_...`
    let frames = frames + 2;
    if frames > MAX_FRAMES {
        return Err(QueryError::too_deep());
    }
    match node {
        Node::Current => Ok(value.clone()),
        Node::Field(name) => Ok(match value {
            Datum::Dict(members) => members.get(name.as_str()).cloned().unwrap_or(Datum::Null),
            _ => Datum::Null,
        }),
        Node::Literal(literal) => Ok(Datum::from(literal)),
        Node::Index(index) => Ok(match value {
            Datum::List(items) => item_at(items, index),
            _ => Datum::Null,
        }),
        Node::Slice(parts) => match value {
            Datum::List(items) => slice(items, parts),
            _ => Ok(Datum::Null),
        },
        Node::Chain(_, nodes) => {
            (nodes.iter()).try_fold(value.clone(), |value, node| visit(node, &value, frames))
        }
        Node::And(left, right) => match visit(left, value, frames)? {
            left if left.is_false() => Ok(left),
            _ => visit(right, value, frames),
        },
        Node::Or(left, right) => match visit(left, value, frames)? {
            left if left.is_false() => visit(right, value, frames),
            left => Ok(left),
        },
        // Zero is true here as well, so that numbers never are false.
        Node::Not(inner) => Ok(Datum::Bool(visit(inner, value, frames)?.is_false())),
        Node::Compare(comparator, left, right) => {
            let left = visit(left, value, frames)?;
            let right = visit(right, value, frames)?;
            compare(*comparator, &left, &right)
        }
        Node::Flatten(inner) => Ok(match visit(inner, value, frames)? {
            Datum::List(items) => flatten(&items),
            _ => Datum::Null,
        }),
        Node::Projection(list, each) => match visit(list, value, frames)? {
            Datum::List(items) => project(items.iter(), each, frames),
            _ => Ok(Datum::Null),
        },
        Node::ValueProjection(object, each) => match visit(object, value, frames)? {
            Datum::Dict(members) => project(members.values(), each, frames),
            _ => Ok(Datum::Null),
        },
        Node::FilterProjection(list, each, condition) => match visit(list, value, frames)? {
            Datum::List(items) => filter(&items, each, condition, frames),
            _ => Ok(Datum::Null),
        },
        Node::MultiSelectList(_) | Node::MultiSelectHash(_) if matches!(value, Datum::Null) => {
            Ok(Datum::Null)
        }
        Node::MultiSelectList(nodes) => nodes
            .iter()
            .map(|node| visit(node, value, frames))
            .collect(),
        Node::MultiSelectHash(pairs) => (pairs.iter())
            .map(|(key, node)| Ok((Rc::from(key.as_str()), visit(node, value, frames)?)))
            .collect::<Result<Members<'q>, _>>()
            .map(|members| Datum::Dict(Rc::new(members))),
        Node::Call(name, arguments) => {
            let arguments = arguments.iter().map(|node| visit(node, value, frames));
            let arguments = arguments.collect::<Result<Vec<_>, _>>()?;
            functions::call(name, &arguments, frames)
        }
        Node::Reference(inner) => Ok(Datum::Reference(inner)),
    }
}

fn project<'q, 'd>(
    items: impl Iterator<Item = &'d Datum<'q>>,
    each: &'q Node,
    frames: usize,
) -> Outcome<'q>
where
    'q: 'd,
{
    let results = items.map(|item| visit(each, item, frames));
    results
        .filter(|result| !matches!(result, Ok(Datum::Null)))
        .collect()
}

fn filter<'q>(
    items: &[Datum<'q>],
    each: &'q Node,
    condition: &'q Node,
    frames: usize,
) -> Outcome<'q> {
    let mut kept = Vec::new();
    for item in items {
        if !visit(condition, item, frames)?.is_false() {
            match visit(each, item, frames)? {
                Datum::Null => {}
                result => kept.push(result),
            }
        }
    }
    Ok(kept.into_iter().collect())
}

fn flatten<'q>(items: &[Datum<'q>]) -> Datum<'q> {
    let mut flat = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Datum::List(inner) => flat.extend(inner.iter().cloned()),
            other => flat.push(other.clone()),
        }
    }
    flat.into_iter().collect()
}

fn item_at<'q>(items: &[Datum<'q>], index: &BigInt) -> Datum<'q> {
    let from_end = *index < BigInt::ZERO;
    let index = if from_end {
        index + items.len()
    } else {
        index.clone()
    };
    let item = usize::try_from(index)
        .ok()
        .and_then(|index| items.get(index));
    item.cloned().unwrap_or(Datum::Null)
}

/// `items[start:stop:step]` (`Objects/sliceobject.c, PySlice_AdjustIndices`).
fn slice<'q>(items: &[Datum<'q>], parts: &[Option<BigInt>; 3]) -> Outcome<'q> {
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

/// The nearest integer of machine size: no list is longer.
fn clamp(number: &BigInt) -> i64 {
    let limit = if *number < BigInt::ZERO {
        -i64::MAX
    } else {
        i64::MAX
    };
    i64::try_from(number).unwrap_or(limit)
}

fn compare<'q>(comparator: Comparator, left: &Datum<'q>, right: &Datum<'q>) -> Outcome<'q> {
    let (operator, wanted): (_, fn(Ordering) -> bool) = match comparator {
        Comparator::Eq => return Ok(Datum::Bool(equal(left, right))),
        Comparator::Ne => return Ok(Datum::Bool(!equal(left, right))),
        Comparator::Lt => ("<", Ordering::is_lt),
        Comparator::Le => ("<=", Ordering::is_le),
        Comparator::Gt => (">", Ordering::is_gt),
        Comparator::Ge => (">=", Ordering::is_ge),
    };
    let comparable = |datum: &Datum<'_>| matches!(datum.kind(), "number" | "string");
    if !comparable(left) || !comparable(right) {
        return Ok(Datum::Null);
    }
    Ok(Datum::Bool(
        left.order(right, operator)?.is_some_and(wanted),
    ))
}

/// `jmespath/visitor.py, _equals`: no number is a truth value, which can only be said of the two
/// themselves and not of what is in them.
fn equal(left: &Datum<'_>, right: &Datum<'_>) -> bool {
    let is_bool = |datum: &Datum<'_>| matches!(datum, Datum::Bool(_));
    is_bool(left) == is_bool(right) && left.equals(right)
}
