//! The function `merge`. Only its first argument has to be an object: the original passes the
//! others to Python's `dict.update`, which also accepts lists of pairs.

use super::interpreter::Outcome;
use super::variable::{Members, Variable};
use crate::error::query::QueryError;
use crate::python::json::dumps_compact;
use std::rc::Rc;

/// The members of all arguments. A later value replaces an earlier one of the same key and keeps
/// its position.
pub(super) fn merge<'q>(arguments: &[Variable<'q>]) -> Outcome<'q> {
    let mut merged = Members::default();
    for argument in arguments {
        match argument {
            Variable::Dict(members) => {
                let copies = members
                    .iter()
                    .map(|(key, item)| (key.clone(), item.clone()));
                merged.extend(copies);
            }
            other => {
                let pairs = elements(other)
                    .ok_or_else(|| python(format!("'{}' object is not iterable", other.class())))?;
                for (index, pair) in pairs.iter().enumerate() {
                    let (key, value) = key_and_value(index, pair)?;
                    merged.insert(key, value);
                }
            }
        }
    }
    Ok(Variable::Dict(Rc::new(merged)))
}

fn key_and_value<'q>(
    index: usize,
    pair: &Variable<'q>,
) -> Result<(Rc<str>, Variable<'q>), QueryError> {
    let place = format!("dictionary update sequence element #{index}");
    let parts =
        elements(pair).ok_or_else(|| python(format!("cannot convert {place} to a sequence")))?;
    let [key, value] = parts.as_slice() else {
        return Err(python(format!(
            "{place} has length {}; 2 is required",
            parts.len()
        )));
    };
    match key {
        Variable::String(key) => Ok((key.clone(), value.clone())),
        Variable::List(_) | Variable::Dict(_) => {
            Err(python(format!("unhashable type: '{}'", key.class())))
        }
        // Python keeps such a key unchanged; when it is output, it becomes this text.
        other => Ok((Rc::from(dumps_compact(other)), value.clone())),
    }
}

/// The items of an iteration in Python: elements, keys or characters.
fn elements<'q>(value: &Variable<'q>) -> Option<Vec<Variable<'q>>> {
    match value {
        Variable::List(items) => Some(items.to_vec()),
        Variable::Dict(members) => Some(
            members
                .keys()
                .map(|key| Variable::String(key.clone()))
                .collect(),
        ),
        Variable::String(text) => Some(
            text.chars()
                .map(|c| Variable::from(c.encode_utf8(&mut [0; 4]) as &str))
                .collect(),
        ),
        _ => None,
    }
}

fn python(message: String) -> QueryError {
    QueryError::Python(message)
}
