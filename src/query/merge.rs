//! The function `merge`. Only its first argument must be an object: the original passes the others
//! to Python's `dict.update`, which takes lists of pairs as well.

use super::interpreter::Outcome;
use super::variable::{Members, Variable};
use crate::error::query::QueryError;
use crate::python::json::dumps_compact;
use std::rc::Rc;

/// All members of all arguments; a later one replaces an earlier one's value in its place.
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
        // Python keeps such a key as it is; on the way out it becomes this text.
        other => Ok((Rc::from(dumps_compact(other)), value.clone())),
    }
}

/// The items of a Python iteration: elements, keys, characters.
fn elements<'q>(datum: &Variable<'q>) -> Option<Vec<Variable<'q>>> {
    match datum {
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
