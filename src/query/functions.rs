//! The functions an expression can call: what each takes and what it does
//! (`jmespath/functions.py`).
//!
//! Arity and types are checked here, with the original's messages. Arithmetic is next door.

use super::arithmetic::{divide, magnitude, round, sum};
use super::ast::Node;
use super::datum::{Datum, Members};
use super::interpreter::{Outcome, visit};
use super::merge::merge;
use super::order::{best, sorted};
use crate::error::query::QueryError;
use crate::python::json::write_dense_ascii;
use crate::python::numeral;
use crate::python::repr::repr;
use crate::value::Value;
use num_bigint::BigInt;
use std::cmp::Ordering;
use std::rc::Rc;

/// What one parameter admits; nothing said is anything. `array-number` is a list of numbers.
type Types = &'static [&'static str];

/// A function's body, by what it takes.
#[derive(Clone, Copy)]
enum Body {
    One(for<'q> fn(&Datum<'q>) -> Outcome<'q>),
    Two(for<'q> fn(&Datum<'q>, &Datum<'q>) -> Outcome<'q>),
    Many(for<'q> fn(&[Datum<'q>]) -> Outcome<'q>),
    /// A list, an expression, and how many calls down.
    Each(for<'q> fn(&[Datum<'q>], &'q Node, usize) -> Outcome<'q>),
}

struct Function {
    name: &'static str,
    parameters: &'static [Types],
    body: Body,
}

const ANY: Types = &[];
const ARRAY: Types = &["array"];
const EXPRESSION: Types = &["expref"];
const NUMBER: Types = &["number"];
const NUMBERS: Types = &["array-number"];
const NUMBERS_OR_STRINGS: Types = &["array-number", "array-string"];
const OBJECT: Types = &["object"];
const STRING: Types = &["string"];
const STRINGS: Types = &["array-string"];
const STRINGS_OR_NUMBERS: Types = &["array-string", "array-number"];

#[rustfmt::skip]
const FUNCTIONS: [Function; 26] = [
    Function { name: "abs", parameters: &[NUMBER], body: Body::One(|x| Ok(magnitude(x))) },
    Function { name: "avg", parameters: &[NUMBERS], body: Body::One(avg) },
    Function { name: "ceil", parameters: &[NUMBER], body: Body::One(|x| round(x, f64::ceil)) },
    Function { name: "contains", parameters: &[&["array", "string"], ANY], body: Body::Two(contains) },
    Function { name: "ends_with", parameters: &[STRING, STRING], body: Body::Two(|a, b| on_texts(a, b, |a, b| a.ends_with(b))) },
    Function { name: "floor", parameters: &[NUMBER], body: Body::One(|x| round(x, f64::floor)) },
    Function { name: "join", parameters: &[STRING, STRINGS], body: Body::Two(join) },
    Function { name: "keys", parameters: &[OBJECT], body: Body::One(|x| Ok(members(x).keys().map(|key| Datum::String(key.clone())).collect())) },
    Function { name: "length", parameters: &[&["string", "array", "object"]], body: Body::One(length) },
    Function { name: "map", parameters: &[EXPRESSION, ARRAY], body: Body::Each(map) },
    Function { name: "max", parameters: &[NUMBERS_OR_STRINGS], body: Body::One(|x| best(items(x), items(x).iter().cloned().map(Ok), Ordering::Greater)) },
    Function { name: "max_by", parameters: &[ARRAY, EXPRESSION], body: Body::Each(max_by) },
    Function { name: "merge", parameters: &[OBJECT], body: Body::Many(merge) },
    Function { name: "min", parameters: &[NUMBERS_OR_STRINGS], body: Body::One(|x| best(items(x), items(x).iter().cloned().map(Ok), Ordering::Less)) },
    Function { name: "min_by", parameters: &[ARRAY, EXPRESSION], body: Body::Each(min_by) },
    Function { name: "not_null", parameters: &[ANY], body: Body::Many(not_null) },
    Function { name: "reverse", parameters: &[&["array", "string"]], body: Body::One(reverse) },
    Function { name: "sort", parameters: &[STRINGS_OR_NUMBERS], body: Body::One(|x| sorted(items(x), items(x).to_vec())) },
    Function { name: "sort_by", parameters: &[ARRAY, EXPRESSION], body: Body::Each(sort_by) },
    Function { name: "starts_with", parameters: &[STRING, STRING], body: Body::Two(|a, b| on_texts(a, b, |a, b| a.starts_with(b))) },
    Function { name: "sum", parameters: &[NUMBERS], body: Body::One(|x| sum(items(x))) },
    Function { name: "to_array", parameters: &[ANY], body: Body::One(to_array) },
    Function { name: "to_number", parameters: &[ANY], body: Body::One(to_number) },
    Function { name: "to_string", parameters: &[ANY], body: Body::One(to_string) },
    Function { name: "type", parameters: &[ANY], body: Body::One(type_name) },
    Function { name: "values", parameters: &[OBJECT], body: Body::One(|x| Ok(members(x).values().cloned().collect())) },
];

/// Calls the function `name`.
pub(super) fn call<'q>(name: &str, arguments: &[Datum<'q>], frames: usize) -> Outcome<'q> {
    let function = find(name, arguments.len())?;
    for (types, argument) in function.parameters.iter().zip(arguments) {
        check_type(function.name, types, argument)?;
    }
    match (function.body, arguments) {
        (Body::One(run), [only]) => run(only),
        (Body::Two(run), [first, second]) => run(first, second),
        (Body::Many(run), all) => run(all),
        // `call_function`, the function and `_Expression.visit`
        (Body::Each(run), [list, Datum::Reference(each)] | [Datum::Reference(each), list]) => {
            run(items(list), each, frames + 3)
        }
        _ => Ok(Datum::Null),
    }
}

/// Fails unless there is a function `name` that takes so many arguments.
pub(super) fn check(name: &str, received: usize) -> Result<(), QueryError> {
    find(name, received).map(|_| ())
}

fn find(name: &str, received: usize) -> Result<&'static Function, QueryError> {
    let function = (FUNCTIONS.iter().find(|function| function.name == name))
        .ok_or_else(|| QueryError::UnknownFunction(name.to_owned()))?;
    let expected = function.parameters.len();
    let or_more = matches!(function.body, Body::Many(_));
    if received == expected || (or_more && received > expected) {
        return Ok(function);
    }
    Err(QueryError::Arity {
        function: function.name,
        expected,
        or_more,
        received,
    })
}

/// `jmespath/functions.py, _type_check_single`: of elements, Python's type name is shown.
fn check_type(
    function: &'static str,
    types: Types,
    argument: &Datum<'_>,
) -> Result<(), QueryError> {
    let kind = argument.kind();
    let outer = |spec: &&str| spec.split('-').next() == Some(kind);
    if !types.is_empty() && !types.iter().any(outer) {
        return Err(wrong_type(function, argument, types, kind));
    }
    let inner: Vec<&str> = types
        .iter()
        .filter_map(|spec| Some(spec.split_once('-')?.1))
        .collect();
    let Datum::List(items) = argument else {
        return Ok(());
    };
    // Of several, the first element decides.
    let allowed = match inner.as_slice() {
        [] => return Ok(()),
        [only] => Some(*only),
        several => {
            let first = items.first().map(Datum::kind);
            several.iter().copied().find(|kind| Some(*kind) == first)
        }
    };
    match items.iter().find(|item| Some(item.kind()) != allowed) {
        Some(item) => Err(wrong_type(function, item, types, item.class())),
        None => Ok(()),
    }
}

fn wrong_type(
    function: &'static str,
    value: &Datum<'_>,
    expected: &[&str],
    received: &'static str,
) -> QueryError {
    QueryError::Type {
        function,
        value: value.text(),
        expected: repr(&Value::List(
            expected.iter().map(|kind| Value::from(*kind)).collect(),
        )),
        received,
    }
}

fn items<'a, 'q>(list: &'a Datum<'q>) -> &'a [Datum<'q>] {
    match list {
        Datum::List(items) => items,
        _ => &[],
    }
}

fn members<'q>(object: &Datum<'q>) -> Rc<Members<'q>> {
    match object {
        Datum::Dict(members) => members.clone(),
        _ => Rc::default(),
    }
}

fn on_texts<'q>(a: &Datum<'q>, b: &Datum<'q>, ask: fn(&str, &str) -> bool) -> Outcome<'q> {
    Ok(match (a, b) {
        (Datum::String(a), Datum::String(b)) => Datum::Bool(ask(a, b)),
        _ => Datum::Null,
    })
}

fn avg<'q>(numbers: &Datum<'q>) -> Outcome<'q> {
    match items(numbers) {
        [] => Ok(Datum::Null),
        numbers => Ok(Datum::Float(divide(&sum(numbers)?, numbers.len())?)),
    }
}

fn contains<'q>(subject: &Datum<'q>, search: &Datum<'q>) -> Outcome<'q> {
    Ok(Datum::Bool(match (subject, search) {
        (Datum::String(text), Datum::String(part)) => text.contains(&**part),
        (Datum::String(_), other) => {
            return Err(QueryError::Python(format!(
                "'in <string>' requires string as left operand, not {}",
                other.class()
            )));
        }
        (list, search) => items(list).iter().any(|item| item.is_or_equals(search)),
    }))
}

fn join<'q>(separator: &Datum<'q>, texts: &Datum<'q>) -> Outcome<'q> {
    let texts: Vec<String> = items(texts).iter().map(Datum::text).collect();
    Ok(Datum::from(texts.join(&separator.text()).as_str()))
}

fn length<'q>(datum: &Datum<'q>) -> Outcome<'q> {
    Ok(Datum::Int(BigInt::from(match datum {
        Datum::String(text) => text.chars().count(),
        Datum::Dict(members) => members.len(),
        list => items(list).len(),
    })))
}

fn not_null<'q>(arguments: &[Datum<'q>]) -> Outcome<'q> {
    let found = arguments
        .iter()
        .find(|argument| !matches!(argument, Datum::Null));
    Ok(found.cloned().unwrap_or(Datum::Null))
}

fn reverse<'q>(datum: &Datum<'q>) -> Outcome<'q> {
    Ok(match datum {
        Datum::String(text) => Datum::from(text.chars().rev().collect::<String>().as_str()),
        list => items(list).iter().rev().cloned().collect(),
    })
}

fn to_array<'q>(datum: &Datum<'q>) -> Outcome<'q> {
    Ok(match datum {
        Datum::List(_) => datum.clone(),
        other => Datum::from_iter([other.clone()]),
    })
}

fn to_number<'q>(datum: &Datum<'q>) -> Outcome<'q> {
    match datum {
        Datum::Int(_) | Datum::Float(_) => Ok(datum.clone()),
        Datum::String(text) => Ok(match numeral::int(text) {
            Some(int) => Datum::Int(int),
            None => numeral::float(text).map_or(Datum::Null, Datum::Float),
        }),
        Datum::Reference(_) => Err(QueryError::Python(
            "int() argument must be a string, a bytes-like object or a real number, not \
             '_Expression'"
                .to_owned(),
        )),
        _ => Ok(Datum::Null),
    }
}

fn to_string<'q>(datum: &Datum<'q>) -> Outcome<'q> {
    Ok(match datum {
        Datum::String(_) => datum.clone(),
        other => Datum::from(write_dense_ascii(&other.to_value()).as_str()),
    })
}

fn type_name<'q>(datum: &Datum<'q>) -> Outcome<'q> {
    Ok(match datum {
        Datum::Reference(_) => Datum::Null,
        other => Datum::from(other.kind()),
    })
}

fn map<'q>(list: &[Datum<'q>], each: &'q Node, frames: usize) -> Outcome<'q> {
    list.iter().map(|item| visit(each, item, frames)).collect()
}

fn max_by<'q>(list: &[Datum<'q>], each: &'q Node, frames: usize) -> Outcome<'q> {
    best(
        list,
        keys("max_by", &["number", "string"], list, each, frames),
        Ordering::Greater,
    )
}

fn min_by<'q>(list: &[Datum<'q>], each: &'q Node, frames: usize) -> Outcome<'q> {
    best(
        list,
        keys("min_by", &["number", "string"], list, each, frames),
        Ordering::Less,
    )
}

/// The first key decides of what type the others must be.
fn sort_by<'q>(list: &[Datum<'q>], each: &'q Node, frames: usize) -> Outcome<'q> {
    let Some(first) = list.first() else {
        return Ok(Datum::List(Rc::default()));
    };
    let allowed: Types = match visit(each, first, frames)?.kind() {
        "number" => &["number"],
        "string" => &["string"],
        // The element is shown, not its key.
        kind => return Err(wrong_type("sort_by", first, &["string", "number"], kind)),
    };
    let keys = keys("sort_by", allowed, list, each, frames).collect::<Result<_, _>>()?;
    sorted(list, keys)
}

/// What to order each element of `list` by.
fn keys<'d, 'q: 'd>(
    function: &'static str,
    allowed: Types,
    list: &'d [Datum<'q>],
    each: &'q Node,
    frames: usize,
) -> impl Iterator<Item = Outcome<'q>> + 'd {
    list.iter().map(move |item| {
        // The key function is one call more.
        let key = visit(each, item, frames + 1)?;
        if allowed.contains(&key.kind()) {
            return Ok(key);
        }
        Err(wrong_type(function, &key, allowed, key.kind()))
    })
}
