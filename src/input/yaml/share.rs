//! Converts shared objects into a value that contains a copy of each at every reference.

use super::YamlError;
use super::construct::{Object, ObjectId, Objects};
use crate::python::repr::{repr, str_of};
use crate::python::value::{Dict, Opaque, Value, encode_key};

/// By how many bytes the value may exceed the objects, because aliases can multiply a document.
const MAX_GROWTH: usize = 64 << 20;

pub(super) fn expand(objects: &Objects) -> Result<Value, YamlError> {
    let written: usize = objects.all.iter().map(size).sum();
    let mut writer = Writer {
        objects: &objects.all,
        on_path: vec![false; objects.all.len()],
        budget: written.saturating_add(MAX_GROWTH),
    };
    writer.value(objects.root)
}

/// The approximate size of an object in bytes, without its elements.
fn size(object: &Object) -> usize {
    let text = match object {
        Object::Scalar(Value::String(text)) => text.len(),
        Object::Scalar(Value::Bytes(bytes)) => bytes.len(),
        // The size of a number grows with the number of its digits.
        Object::Scalar(Value::Int(value)) => usize::try_from(value.bits() / 3).unwrap_or_default(),
        _ => 0,
    };
    size_of::<Value>() + text
}

/// Copies objects into a value, up to `budget` bytes.
struct Writer<'a> {
    objects: &'a [Object],
    /// Whether each object is an ancestor of the current one.
    on_path: Vec<bool>,
    budget: usize,
}

impl Writer<'_> {
    fn value(&mut self, id: ObjectId) -> Result<Value, YamlError> {
        let object = self.objects.get(id).ok_or(YamlError::Invalid)?;
        self.budget = (self.budget.checked_sub(size(object))).ok_or(YamlError::TooLarge)?;
        match object {
            Object::Scalar(value) => return Ok(value.clone()),
            Object::Timestamp(timestamp) => {
                let class = if timestamp.has_clock {
                    "datetime.datetime"
                } else {
                    "datetime.date"
                };
                return Ok(opaque(
                    class,
                    timestamp.text.clone(),
                    timestamp.repr.clone(),
                ));
            }
            _ => {}
        }
        if self.on_path.get(id).copied().unwrap_or_default() {
            return Ok(recursion(object));
        }
        self.mark(id, true);
        let value = self.collection(object);
        self.mark(id, false);
        value
    }

    fn mark(&mut self, id: ObjectId, on: bool) {
        if let Some(mark) = self.on_path.get_mut(id) {
            *mark = on;
        }
    }

    fn collection(&mut self, object: &Object) -> Result<Value, YamlError> {
        match object {
            Object::List(items) => Ok(Value::List(self.values(items.iter())?)),
            Object::Tuple(items) => {
                let items: Vec<String> = self.values(items.iter())?.iter().map(repr).collect();
                let comma = if items.len() == 1 { "," } else { "" };
                let text = format!("({}{comma})", items.join(", "));
                Ok(opaque("tuple", text.clone(), text))
            }
            Object::Set(keys) => {
                let keys: Vec<String> = self.values(keys.values())?.iter().map(repr).collect();
                let text = if keys.is_empty() {
                    "set()".to_owned()
                } else {
                    format!("{{{}}}", keys.join(", "))
                };
                Ok(opaque("set", text.clone(), text))
            }
            Object::Dict(entries) | Object::Omap(entries) => {
                let mut dict = Dict {
                    omap: matches!(object, Object::Omap(_)),
                    ..Dict::default()
                };
                for (key, value) in entries.values() {
                    let key = match self.value(*key)? {
                        Value::String(text) => text,
                        key => encode_key(&str_of(&key), &repr(&key)),
                    };
                    dict.entries.insert(key, self.value(*value)?);
                }
                Ok(Value::Dict(dict))
            }
            Object::Scalar(_) | Object::Timestamp(_) => Err(YamlError::Invalid),
        }
    }

    fn values<'i>(
        &mut self,
        items: impl Iterator<Item = &'i ObjectId>,
    ) -> Result<Vec<Value>, YamlError> {
        items.map(|item| self.value(*item)).collect()
    }
}

fn opaque(class: &'static str, text: String, repr: String) -> Value {
    Value::Opaque(Box::new(Opaque { class, text, repr }))
}

/// The text that Python prints where a value contains itself.
fn recursion(object: &Object) -> Value {
    let (class, text) = match object {
        Object::Dict(_) => ("dict", "{...}"),
        Object::Omap(_) => ("ruamel.yaml.compat.ordereddict", "..."),
        Object::Tuple(_) => ("tuple", "(...)"),
        Object::Set(_) => ("set", "set(...)"),
        _ => ("list", "[...]"),
    };
    opaque(class, text.to_owned(), text.to_owned())
}
