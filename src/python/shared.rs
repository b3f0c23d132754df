//! A value with object identity, which a [`Value`] does not have. `--output yaml` depends on it: a
//! second reference to an object is written as an alias.

use super::value::Value;
use std::rc::Rc;

/// A value; clones are the same object.
#[derive(Clone, Debug)]
pub enum Shared {
    /// A value other than a list or object. Its identity does not matter in Python.
    Scalar(Value),
    /// A list.
    List(Rc<Vec<Shared>>),
    /// An object with members in order.
    Dict(Rc<Vec<(String, Shared)>>),
}

impl Shared {
    /// A pointer that is equal only for the same object; `None` for a scalar.
    pub fn identity(&self) -> Option<*const ()> {
        match self {
            Shared::Scalar(_) => None,
            Shared::List(items) => Some(Rc::as_ptr(items).cast()),
            Shared::Dict(members) => Some(Rc::as_ptr(members).cast()),
        }
    }
}

impl From<Value> for Shared {
    fn from(value: Value) -> Self {
        match value {
            Value::List(items) => {
                Shared::List(Rc::new(items.into_iter().map(Shared::from).collect()))
            }
            Value::Dict(dict) => {
                let members = dict.entries.into_iter();
                let members = members.map(|(key, item)| (key, Shared::from(item)));
                Shared::Dict(Rc::new(members.collect()))
            }
            scalar => Shared::Scalar(scalar),
        }
    }
}
