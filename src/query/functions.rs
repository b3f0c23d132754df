//! The functions an expression can call: what each takes and what it does
//! (`jmespath/functions.py`).
//!
//! Arity and types are checked here, with the original's messages. Arithmetic is next door.

use super::arithmetic::{divide, magnitude, round, sum};
use super::ast::Node;
use super::datum::Datum;
use super::interpreter::{Outcome, visit};
use super::merge::merge;
use super::order::{best, sorted};
use crate::error::query::QueryError;
use crate::python::json::write_dense_ascii;
use crate::python::numeral;
use crate::python::repr::repr;
use crate::value::Value;
use Body::{Each, Many, One, Two};
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
const ARRAY_OR_STRING: Types = &["array", "string"];
const EXPRESSION: Types = &["expref"];
const NUMBER: Types = &["number"];
const NUMBERS: Types = &["array-number"];
const NUMBERS_OR_STRINGS: Types = &["array-number", "array-string"];
const OBJECT: Types = &["object"];
const STRING: Types = &["string"];
const STRINGS: Types = &["array-string"];
const STRINGS_OR_NUMBERS: Types = &["array-string", "array-number"];

const FUNCTIONS: [Function; 26] = [
    takes("abs", &[NUMBER], One(|x| Ok(magnitude(x)))),
    takes("avg", &[NUMBERS], One(avg)),
    takes("ceil", &[NUMBER], One(|x| round(x, f64::ceil))),
    takes("contains", &[ARRAY_OR_STRING, ANY], Two(contains)),
    takes("ends_with", &[STRING, STRING], Two(ends_with)),
    takes("floor", &[NUMBER], One(|x| round(x, f64::floor))),
    takes("join", &[STRING, STRINGS], Two(join)),
    takes("keys", &[OBJECT], One(keys)),
    takes("length", &[&["string", "array", "object"]], One(length)),
    takes("map", &[EXPRESSION, ARRAY], Each(map)),
    takes("max", &[NUMBERS_OR_STRINGS], One(max)),
    takes("max_by", &[ARRAY, EXPRESSION], Each(max_by)),
    takes("merge", &[OBJECT], Many(merge)),
    takes("min", &[NUMBERS_OR_STRINGS], One(min)),
    takes("min_by", &[ARRAY, EXPRESSION], Each(min_by)),
    takes("not_null", &[ANY], Many(not_null)),
    takes("reverse", &[ARRAY_OR_STRING], One(reverse)),
    takes("sort", &[STRINGS_OR_NUMBERS], One(sort)),
    takes("sort_by", &[ARRAY, EXPRESSION], Each(sort_by)),
    takes("starts_with", &[STRING, STRING], Two(starts_with)),
    takes("sum", &[NUMBERS], One(|x| sum(items(x)))),
    takes("to_array", &[ANY], One(to_array)),
    takes("to_number", &[ANY], One(to_number)),
    takes("to_string", &[ANY], One(to_string)),
    takes("type", &[ANY], One(type_name)),
    takes("values", &[OBJECT], One(values)),
];

const fn takes(name: &'static str, parameters: &'static [Types], body: Body) -> Function {
    Function {
        name,
        parameters,
        body,
    }
}

/// Calls the function `name`.
pub(super) fn call<'q>(name: &str, arguments: &[Datum<'q>], frames: usize) -> Outcome<'q> {
    let function = find(name, arguments.len())?;
    for (types, argument) in function.parameters.iter().zip(arguments) {
        check_type(function.name, types, argument)?;
    }
    match (function.body, arguments) {
        (One(run), [only]) => run(only),
        (Two(run), [first, second]) => run(first, second),
        (Many(run), all) => run(all),
        // `call_function`, the function and `_Expression.visit`
        (Each(run), [list, Datum::Reference(each)] | [Datum::Reference(each), list]) => {
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
    let or_more = matches!(function.body, Many(_));
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

fn keys<'q>(object: &Datum<'q>) -> Outcome<'q> {
    Ok(match object {
        Datum::Dict(members) => members.keys().cloned().map(Datum::String).collect(),
        _ => Datum::Null,
    })
}

fn values<'q>(object: &Datum<'q>) -> Outcome<'q> {
    Ok(match object {
        Datum::Dict(members) => members.values().cloned().collect(),
        _ => Datum::Null,
    })
}

fn starts_with<'q>(text: &Datum<'q>, part: &Datum<'q>) -> Outcome<'q> {
    Ok(Datum::Bool(text.text().starts_with(&part.text())))
}

fn ends_with<'q>(text: &Datum<'q>, part: &Datum<'q>) -> Outcome<'q> {
    Ok(Datum::Bool(text.text().ends_with(&part.text())))
}

fn max<'q>(list: &Datum<'q>) -> Outcome<'q> {
    let list = items(list);
    best(list, list.iter().cloned().map(Ok), Ordering::Greater)
}

fn min<'q>(list: &Datum<'q>) -> Outcome<'q> {
    let list = items(list);
    best(list, list.iter().cloned().map(Ok), Ordering::Less)
}

fn sort<'q>(list: &Datum<'q>) -> Outcome<'q> {
    sorted(items(list), items(list).to_vec())
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
        sort_keys("max_by", &["number", "string"], list, each, frames),
        Ordering::Greater,
    )
}

fn min_by<'q>(list: &[Datum<'q>], each: &'q Node, frames: usize) -> Outcome<'q> {
    best(
        list,
        sort_keys("min_by", &["number", "string"], list, each, frames),
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
    let keys = sort_keys("sort_by", allowed, list, each, frames).collect::<Result<_, _>>()?;
    sorted(list, keys)
}

/// What to order each element of `list` by.
fn sort_keys<'d, 'q: 'd>(
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
