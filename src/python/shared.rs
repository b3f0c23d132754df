//! A value whose parts may be one and the same object, where a [`Value`] only knows that they are
//! equal. `--output yaml` shows the difference: an object met again is an alias.

use super::value::Value;
use std::rc::Rc;

/// A value; clones are the same object.
#[derive(Clone, Debug)]
pub enum Shared {
    /// Anything but a list or an object. Of these Python does not ask which is which.
    Scalar(Value),
    /// A list.
    List(Rc<Vec<Shared>>),
    /// An object in written order.
    Dict(Rc<Vec<(String, Shared)>>),
}

impl Shared {
    /// The same for the same object alone; `None` for a scalar.
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
