//! A value during the evaluation of an expression: reference-counted instead of copied, and
//! possibly an `&expression`. Equality, order and type names are those of Python; the operators of
//! JMESPath are in the interpreter.

use super::arithmetic;
use super::ast::Node;
use crate::error::query::QueryError;
use crate::python::repr::repr;
use crate::python::shared::Shared;
use crate::python::surrogate::code_point;
use crate::python::value::{Dict, Opaque, Value};
use indexmap::IndexMap;
use num_bigint::BigInt;
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

/// The `repr` of an `&expression`; in the original the address varies between runs.
const REFERENCE: &str = "<jmespath.visitor._Expression object at 0x7f0000000000>";

/// The members of an object, in order.
pub(super) type Members<'q> = IndexMap<Rc<str>, Variable<'q>>;

/// A value that is cheap to clone. `'q` is the lifetime of the expression.
#[derive(Clone, Debug)]
pub(super) enum Variable<'q> {
    Null,
    Bool(bool),
    Int(BigInt),
    Float(f64),
    String(Rc<str>),
    List(Rc<Vec<Variable<'q>>>),
    Dict(Rc<Members<'q>>),
    Reference(&'q Node),
}

impl From<&Value> for Variable<'_> {
    fn from(value: &Value) -> Self {
        match value {
            // Responses and literals contain neither bytes nor opaque objects.
            Value::Null | Value::Bytes(_) | Value::Opaque(_) => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(value.clone()),
            Value::Float(value) => Self::Float(*value),
            Value::String(text) => Self::from(text.as_str()),
            Value::List(items) => items.iter().map(Self::from).collect(),
            Value::Dict(dict) => (dict.entries.iter())
                .map(|(key, item)| (Rc::from(key.as_str()), Self::from(item)))
                .collect(),
        }
    }
}

impl From<&str> for Variable<'_> {
    fn from(text: &str) -> Self {
        Self::String(Rc::from(text))
    }
}

impl<'q> FromIterator<Variable<'q>> for Variable<'q> {
    fn from_iter<I: IntoIterator<Item = Variable<'q>>>(items: I) -> Self {
        Self::List(Rc::new(items.into_iter().collect()))
    }
}

impl<'q> FromIterator<(Rc<str>, Variable<'q>)> for Variable<'q> {
    fn from_iter<I: IntoIterator<Item = (Rc<str>, Variable<'q>)>>(members: I) -> Self {
        Self::Dict(Rc::new(members.into_iter().collect()))
    }
}

/// The format of `json.dumps(default=str)`.
impl Serialize for Variable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::String(text) => serializer.serialize_str(text),
            Self::Reference(_) => serializer.serialize_str(REFERENCE),
            Self::List(items) => serializer.collect_seq(items.iter()),
            Self::Dict(members) => {
                serializer.collect_map(members.iter().map(|(key, item)| (&**key, item)))
            }
            scalar => scalar.to_value().serialize(serializer),
        }
    }
}

impl Variable<'_> {
    /// Converts to the type used outside this module.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => Value::Int(value.clone()),
            Self::Float(value) => Value::Float(*value),
            Self::String(text) => Value::from(&**text),
            Self::List(items) => Value::List(items.iter().map(Self::to_value).collect()),
            Self::Dict(members) => {
                let pairs = members.iter();
                let pairs = pairs.map(|(key, item)| (key.to_string(), item.to_value()));
                Value::Dict(pairs.collect::<Dict>())
            }
            Self::Reference(_) => Value::Opaque(Box::new(Opaque {
                class: self.class(),
                text: REFERENCE.to_owned(),
                repr: REFERENCE.to_owned(),
            })),
        }
    }

    /// Converts to a value with the identity of lists and objects. `known` contains the objects
    /// that have been converted.
    pub(super) fn to_shared(&self, known: &mut HashMap<*const (), Shared>) -> Shared {
        let identity: *const () = match self {
            Self::List(items) => Rc::as_ptr(items).cast(),
            Self::Dict(members) => Rc::as_ptr(members).cast(),
            scalar => return Shared::Scalar(scalar.to_value()),
        };
        if let Some(shared) = known.get(&identity) {
            return shared.clone();
        }
        let shared = match self {
            Self::Dict(members) => {
                let members = members.iter();
                let members = members.map(|(key, item)| (key.to_string(), item.to_shared(known)));
                Shared::Dict(Rc::new(members.collect()))
            }
            Self::List(items) => {
                let items = items.iter().map(|item| item.to_shared(known));
                Shared::List(Rc::new(items.collect()))
            }
            scalar => Shared::Scalar(scalar.to_value()),
        };
        known.insert(identity, shared.clone());
        shared
    }

    /// `str(value)`
    pub(super) fn text(&self) -> String {
        match self {
            Self::String(text) => text.to_string(),
            other => repr(&other.to_value()),
        }
    }

    /// The name of the type in JMESPath.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Int(_) | Self::Float(_) => "number",
            Self::String(_) => "string",
            Self::List(_) => "array",
            Self::Dict(_) => "object",
            Self::Reference(_) => "expref",
        }
    }

    /// The name of the type in Python.
    pub(super) fn class(&self) -> &'static str {
        match self {
            Self::Null => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::String(_) => "str",
            Self::List(_) => "list",
            Self::Dict(_) => "dict",
            Self::Reference(_) => "_Expression",
        }
    }

    /// `jmespath/visitor.py, _is_false`: zero is not falsy.
    pub(super) fn is_false(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Bool(value) => !value,
            Self::String(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Dict(members) => members.is_empty(),
            Self::Int(_) | Self::Float(_) | Self::Reference(_) => false,
        }
    }

    /// `self == other` in Python, where `True` equals 1.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::String(a), Self::String(b)) => a == b,
            (Self::List(a), Self::List(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.is_or_equals(b))
            }
            (Self::Dict(a), Self::Dict(b)) => {
                let same =
                    |(key, a): (&Rc<str>, &Self)| b.get(key).is_some_and(|b| a.is_or_equals(b));
                a.len() == b.len() && a.iter().all(same)
            }
            (Self::Reference(a), Self::Reference(b)) => std::ptr::eq(*a, *b),
            _ => arithmetic::compare(self, other) == Some(Ordering::Equal),
        }
    }

    /// `self is other or self == other`, as in Python's comparison of elements. All `NaN` in JSON
    /// are the same object.
    pub(super) fn is_or_equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Float(a), Self::Float(b)) if a.is_nan() && b.is_nan() => true,
            _ => self.equals(other),
        }
    }

    /// Compares two numbers or two strings; `None` for a NaN.
    ///
    /// # Errors
    /// Python's `TypeError` for other types, whose message contains the `operator`.
    pub(super) fn order(
        &self,
        other: &Self,
        operator: &str,
    ) -> Result<Option<Ordering>, QueryError> {
        match (self, other) {
            (Self::String(a), Self::String(b)) => {
                // Python compares the code points of lone surrogates.
                let [a, b] = [a, b].map(|text| text.chars().map(code_point));
                Ok(Some(a.cmp(b)))
            }
            (Self::Int(_) | Self::Float(_), Self::Int(_) | Self::Float(_)) => {
                Ok(arithmetic::compare(self, other))
            }
            _ => Err(QueryError::no_order(operator, self.class(), other.class())),
        }
    }
}
