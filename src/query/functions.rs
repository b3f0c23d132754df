//! The functions of JMESPath (`jmespath/functions.py`): checks of arity and types with the
//! original's messages, and implementations.

use super::arithmetic::{abs, divide, divide_by_float, round, sum};
use super::ast::Node;
use super::interpreter::{Frame, Outcome, visit};
use super::merge::merge;
use super::order::{extremum, sorted};
use super::variable::Variable;
use crate::dialect::Dialect::{self, V1, V2};
use crate::dialect::Dialects;
use crate::error::query::QueryError;
use crate::python::int_parse;
use crate::python::json::dumps_compact;
use crate::python::repr::repr;
use crate::python::value::Value;
use Body::{Each, Many, One, Two};
use num_bigint::BigInt;
use std::cmp::Ordering;

/// The types of a parameter; an empty list allows any type. `array-number` is a list of numbers.
type Types = &'static [&'static str];

/// The implementation of a function, by its kinds of parameters.
#[derive(Clone, Copy)]
enum Body {
    One(for<'q> fn(&Variable<'q>) -> Outcome<'q>),
    Two(for<'q> fn(&Variable<'q>, &Variable<'q>) -> Outcome<'q>),
    Many(for<'q> fn(&[Variable<'q>]) -> Outcome<'q>),
    /// A list and an expression evaluated for each element.
    Each(for<'q> fn(&Variable<'q>, &'q Node, Frame) -> Outcome<'q>),
}

/// A function with its signature and the dialects that have it.
struct Function {
    name: &'static str,
    parameters: &'static [Types],
    body: Body,
    dialects: Dialects,
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

const FUNCTIONS: [Function; 27] = [
    function("abs", &[NUMBER], One(|x| Ok(abs(x)))),
    only_in(V1, function("avg", &[NUMBERS], One(|x| avg(x, divide)))),
    only_in(
        V2,
        function("avg", &[NUMBERS], One(|x| avg(x, divide_by_float))),
    ),
    function("ceil", &[NUMBER], One(|x| round(x, f64::ceil))),
    function("contains", &[ARRAY_OR_STRING, ANY], Two(contains)),
    function("ends_with", &[STRING, STRING], Two(ends_with)),
    function("floor", &[NUMBER], One(|x| round(x, f64::floor))),
    function("join", &[STRING, STRINGS], Two(join)),
    function("keys", &[OBJECT], One(keys)),
    function("length", &[&["string", "array", "object"]], One(length)),
    function("map", &[EXPRESSION, ARRAY], Each(map)),
    function("max", &[NUMBERS_OR_STRINGS], One(max)),
    function("max_by", &[ARRAY, EXPRESSION], Each(max_by)),
    function("merge", &[OBJECT], Many(merge)),
    function("min", &[NUMBERS_OR_STRINGS], One(min)),
    function("min_by", &[ARRAY, EXPRESSION], Each(min_by)),
    function("not_null", &[ANY], Many(not_null)),
    function("reverse", &[ARRAY_OR_STRING], One(reverse)),
    function("sort", &[STRINGS_OR_NUMBERS], One(sort)),
    function("sort_by", &[ARRAY, EXPRESSION], Each(sort_by)),
    function("starts_with", &[STRING, STRING], Two(starts_with)),
    function("sum", &[NUMBERS], One(|x| sum(items(x)))),
    function("to_array", &[ANY], One(to_array)),
    function("to_number", &[ANY], One(to_number)),
    function("to_string", &[ANY], One(to_string)),
    function("type", &[ANY], One(type_name)),
    function("values", &[OBJECT], One(values)),
];

const fn function(name: &'static str, parameters: &'static [Types], body: Body) -> Function {
    Function {
        name,
        parameters,
        body,
        dialects: Dialects::Both,
    }
}

const fn only_in(dialect: Dialect, function: Function) -> Function {
    Function {
        dialects: Dialects::Only(dialect),
        ..function
    }
}

/// Calls the function `name`.
pub(super) fn call<'q>(name: &str, arguments: &[Variable<'q>], frame: Frame) -> Outcome<'q> {
    let function = find(name, arguments.len(), frame.dialect)?;
    for (types, argument) in function.parameters.iter().zip(arguments) {
        check_type(function.name, types, argument)?;
    }
    match (function.body, arguments) {
        (One(run), [argument]) => run(argument),
        (Two(run), [first, second]) => run(first, second),
        (Many(run), all) => run(all),
        // The calls of `call_function`, the function and `_Expression.visit`.
        (Each(run), [list, Variable::Reference(each)] | [Variable::Reference(each), list]) => {
            run(list, each, frame.down(3))
        }
        _ => Ok(Variable::Null),
    }
}

/// Checks that there is a function `name` with this number of arguments.
pub(super) fn check(name: &str, received: usize, dialect: Dialect) -> Result<(), QueryError> {
    find(name, received, dialect).map(|_| ())
}

fn find(name: &str, received: usize, dialect: Dialect) -> Result<&'static Function, QueryError> {
    let function = (FUNCTIONS.iter())
        .find(|function| function.name == name && function.dialects.contains(dialect))
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

/// `jmespath/functions.py, _type_check_single`. For an element, the message contains Python's type
/// name.
fn check_type(
    function: &'static str,
    types: Types,
    argument: &Variable<'_>,
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
    let Variable::List(items) = argument else {
        return Ok(());
    };
    // If several element types are allowed, the type of the first element selects one.
    let allowed = match inner.as_slice() {
        [] => return Ok(()),
        [single] => Some(*single),
        several => {
            let first = items.first().map(Variable::kind);
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
    value: &Variable<'_>,
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

fn items<'a, 'q>(list: &'a Variable<'q>) -> &'a [Variable<'q>] {
    match list {
        Variable::List(items) => items,
        _ => &[],
    }
}

fn keys<'q>(object: &Variable<'q>) -> Outcome<'q> {
    Ok(match object {
        Variable::Dict(members) => members.keys().cloned().map(Variable::String).collect(),
        _ => Variable::Null,
    })
}

fn values<'q>(object: &Variable<'q>) -> Outcome<'q> {
    Ok(match object {
        Variable::Dict(members) => members.values().cloned().collect(),
        _ => Variable::Null,
    })
}

fn starts_with<'q>(text: &Variable<'q>, part: &Variable<'q>) -> Outcome<'q> {
    Ok(Variable::Bool(text.text().starts_with(&part.text())))
}

fn ends_with<'q>(text: &Variable<'q>, part: &Variable<'q>) -> Outcome<'q> {
    Ok(Variable::Bool(text.text().ends_with(&part.text())))
}

fn max<'q>(list: &Variable<'q>) -> Outcome<'q> {
    let list = items(list);
    extremum(list, list.iter().cloned().map(Ok), Ordering::Greater)
}

fn min<'q>(list: &Variable<'q>) -> Outcome<'q> {
    let list = items(list);
    extremum(list, list.iter().cloned().map(Ok), Ordering::Less)
}

fn sort<'q>(list: &Variable<'q>) -> Outcome<'q> {
    sorted(items(list), items(list).to_vec())
}

fn avg<'q>(
    numbers: &Variable<'q>,
    divide: fn(&Variable<'_>, usize) -> Result<f64, QueryError>,
) -> Outcome<'q> {
    match items(numbers) {
        [] => Ok(Variable::Null),
        numbers => Ok(Variable::Float(divide(&sum(numbers)?, numbers.len())?)),
    }
}

fn contains<'q>(subject: &Variable<'q>, search: &Variable<'q>) -> Outcome<'q> {
    Ok(Variable::Bool(match (subject, search) {
        (Variable::String(text), Variable::String(part)) => text.contains(&**part),
        (Variable::String(_), other) => {
            return Err(QueryError::Python(format!(
                "'in <string>' requires string as left operand, not {}",
                other.class()
            )));
        }
        (list, search) => items(list).iter().any(|item| item.is_or_equals(search)),
    }))
}

fn join<'q>(separator: &Variable<'q>, texts: &Variable<'q>) -> Outcome<'q> {
    let texts: Vec<String> = items(texts).iter().map(Variable::text).collect();
    Ok(Variable::from(texts.join(&separator.text()).as_str()))
}

fn length<'q>(value: &Variable<'q>) -> Outcome<'q> {
    Ok(Variable::Int(BigInt::from(match value {
        Variable::String(text) => text.chars().count(),
        Variable::Dict(members) => members.len(),
        list => items(list).len(),
    })))
}

fn not_null<'q>(arguments: &[Variable<'q>]) -> Outcome<'q> {
    let found = arguments
        .iter()
        .find(|argument| !matches!(argument, Variable::Null));
    Ok(found.cloned().unwrap_or(Variable::Null))
}

fn reverse<'q>(value: &Variable<'q>) -> Outcome<'q> {
    Ok(match value {
        Variable::String(text) => Variable::from(text.chars().rev().collect::<String>().as_str()),
        list => items(list).iter().rev().cloned().collect(),
    })
}

fn to_array<'q>(value: &Variable<'q>) -> Outcome<'q> {
    Ok(match value {
        Variable::List(_) => value.clone(),
        other => Variable::from_iter([other.clone()]),
    })
}

fn to_number<'q>(value: &Variable<'q>) -> Outcome<'q> {
    match value {
        Variable::Int(_) | Variable::Float(_) => Ok(value.clone()),
        Variable::String(text) => Ok(match int_parse::int(text) {
            Some(int) => Variable::Int(int),
            None => int_parse::float(text).map_or(Variable::Null, Variable::Float),
        }),
        Variable::Reference(_) => Err(QueryError::Python(
            "int() argument must be a string, a bytes-like object or a real number, not \
             '_Expression'"
                .to_owned(),
        )),
        _ => Ok(Variable::Null),
    }
}

fn to_string<'q>(value: &Variable<'q>) -> Outcome<'q> {
    Ok(match value {
        Variable::String(_) => value.clone(),
        other => Variable::from(dumps_compact(other).as_str()),
    })
}

fn type_name<'q>(value: &Variable<'q>) -> Outcome<'q> {
    Ok(match value {
        Variable::Reference(_) => Variable::Null,
        other => Variable::from(other.kind()),
    })
}

fn map<'q>(list: &Variable<'q>, each: &'q Node, frame: Frame) -> Outcome<'q> {
    let items = items(list).iter();
    items.map(|item| visit(each, item, frame)).collect()
}

fn max_by<'q>(list: &Variable<'q>, each: &'q Node, frame: Frame) -> Outcome<'q> {
    extremum_by("max_by", list, each, frame, Ordering::Greater)
}

fn min_by<'q>(list: &Variable<'q>, each: &'q Node, frame: Frame) -> Outcome<'q> {
    extremum_by("min_by", list, each, frame, Ordering::Less)
}

fn extremum_by<'q>(
    function: &'static str,
    list: &Variable<'q>,
    each: &'q Node,
    frame: Frame,
    wanted: Ordering,
) -> Outcome<'q> {
    let list = items(list);
    let keys = sort_keys(function, &["number", "string"], list, each, frame.down(2));
    extremum(list, keys, wanted)
}

/// The type of the first key determines the type that all keys must have.
fn sort_by<'q>(list: &Variable<'q>, each: &'q Node, frame: Frame) -> Outcome<'q> {
    let empty = list;
    let list = items(list);
    let Some(first) = list.first() else {
        // The list itself is returned, not a copy as in all other cases; YAML shows the difference.
        return Ok(empty.clone());
    };
    let allowed: Types = match visit(each, first, frame)?.kind() {
        "number" => &["number"],
        "string" => &["string"],
        // The message contains the element, not its key.
        kind => return Err(wrong_type("sort_by", first, &["string", "number"], kind)),
    };
    // The calls of `list`, `sorted` and the key function.
    let keys =
        sort_keys("sort_by", allowed, list, each, frame.down(3)).collect::<Result<_, _>>()?;
    sorted(list, keys)
}

/// Evaluates the sort key of each element of `list`.
fn sort_keys<'d, 'q: 'd>(
    function: &'static str,
    allowed: Types,
    list: &'d [Variable<'q>],
    each: &'q Node,
    frame: Frame,
) -> impl Iterator<Item = Outcome<'q>> + 'd {
    list.iter().map(move |item| {
        let key = visit(each, item, frame)?;
        if allowed.contains(&key.kind()) {
            return Ok(key);
        }
        Err(wrong_type(function, &key, allowed, key.kind()))
    })
}
