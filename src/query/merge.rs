//! The function `merge`. Only its first argument is checked to be an object; the others go the
//! ways of Python's `dict.update`, which takes lists of pairs as well.

use super::datum::{Datum, Members};
use super::interpreter::Outcome;
use crate::error::query::QueryError;
use crate::python::json::write_dense_ascii;
use std::rc::Rc;

/// All members of all arguments; a later one replaces an earlier one's value in its place.
pub(super) fn merge<'q>(arguments: &[Datum<'q>]) -> Outcome<'q> {
    let mut merged = Members::default();
    for argument in arguments {
        match argument {
            Datum::Dict(members) => {
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
    Ok(Datum::Dict(Rc::new(merged)))
}

fn key_and_value<'q>(index: usize, pair: &Datum<'q>) -> Result<(Rc<str>, Datum<'q>), QueryError> {
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
        Datum::String(key) => Ok((key.clone(), value.clone())),
        Datum::List(_) | Datum::Dict(_) => {
            Err(python(format!("unhashable type: '{}'", key.class())))
        }
        // Python keeps such a key as it is; on the way out it becomes this text.
        other => Ok((
            Rc::from(write_dense_ascii(&other.to_value())),
            value.clone(),
        )),
    }
}

/// What Python iterates over: elements, keys, characters.
fn elements<'q>(datum: &Datum<'q>) -> Option<Vec<Datum<'q>>> {
    match datum {
        Datum::List(items) => Some(items.to_vec()),
        Datum::Dict(members) => Some(
            members
                .keys()
                .map(|key| Datum::String(key.clone()))
                .collect(),
        ),
        Datum::String(text) => Some(
            text.chars()
                .map(|c| Datum::from(c.encode_utf8(&mut [0; 4]) as &str))
                .collect(),
        ),
        _ => None,
    }
}

fn python(message: String) -> QueryError {
    QueryError::Python(message)
}
