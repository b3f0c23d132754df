//! Converts the values of shorthand, which are all strings, to the lists, booleans and numbers of
//! the model (`awscli/shorthand.py`, `BackCompatVisitor`). Other values are left for validation,
//! except where the original's conversion fails at once.

use crate::error::ParamError;
use crate::model::{Shape, Structure};
use crate::python::int_parse;
use crate::python::value::{Dict, Value};

/// Converts the members of `dict` in place.
///
/// # Errors
/// A string that cannot be converted to a number or boolean.
pub(super) fn coerce(dict: &mut Dict, structure: &Structure) -> Result<(), ParamError> {
    for member in structure.members {
        if let Some(value) = dict.entries.get_mut(member.name) {
            coerce_value(value, member.shape)?;
        }
    }
    Ok(())
}

fn coerce_value(value: &mut Value, shape: Shape) -> Result<(), ParamError> {
    match (shape, &mut *value) {
        (Shape::Structure(structure), Value::Dict(dict)) => coerce(dict, structure),
        (Shape::List(element), Value::List(items)) => items
            .iter_mut()
            .try_for_each(|item| coerce_value(item, *element)),
        (Shape::List(_), _) => {
            let scalar = std::mem::replace(value, Value::Null);
            *value = Value::List(vec![scalar]);
            Ok(())
        }
        (Shape::Double, Value::String(text)) => match int_parse::float(text) {
            Some(number) => {
                *value = Value::Float(number);
                Ok(())
            }
            None => Err(ParamError::NotANumber(Value::String(std::mem::take(text)))),
        },
        (Shape::Double, Value::Bytes(bytes)) => {
            match std::str::from_utf8(bytes).ok().and_then(int_parse::float) {
                Some(number) => {
                    *value = Value::Float(number);
                    Ok(())
                }
                None => Err(ParamError::NotANumber(Value::Bytes(std::mem::take(bytes)))),
            }
        }
        (Shape::Double, other) => Err(ParamError::NumberOfWrongType(other.class())),
        (Shape::Boolean, Value::String(text)) => {
            // Compared in lower case. Any other string is kept, and validation reports it.
            match text.to_lowercase().as_str() {
                "true" => *value = Value::Bool(true),
                "false" => *value = Value::Bool(false),
                _ => {}
            }
            Ok(())
        }
        (Shape::Boolean, other @ (Value::List(_) | Value::Dict(_))) => {
            Err(ParamError::BooleanOfWrongType(other.class()))
        }
        (Shape::Structure(_) | Shape::String(_) | Shape::Boolean, _) => Ok(()),
    }
}
