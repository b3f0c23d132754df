//! Parses the body of a successful response into the modeled members.
//!
//! `botocore/parsers.py`, `RestJSONParser`: members in the order of the model, without absent and
//! null ones; booleans, doubles and lists converted, other values unchanged, whatever their type.

use crate::error::service::ServiceError;
use crate::model::{Operation, Shape, Structure};
use crate::python::int_parse;
use crate::python::json;
use crate::python::value::{Dict, Value};
use crate::service::serialize;

/// Parses the body into the members of the response.
///
/// # Errors
/// [`ServiceError::UnparsableResponse`] if the body is neither empty nor a JSON object, or if a
/// structure, a list or a number of the model has a value of another type.
pub fn parse(operation: &Operation, body: &[u8]) -> Result<Value, ServiceError> {
    let body = if body.is_empty() {
        Dict::default()
    } else {
        match std::str::from_utf8(body).map(json::parse) {
            Ok(Ok(Value::Dict(body))) => body,
            Ok(Ok(other)) => return expected("a JSON object", &other),
            Ok(Err(error)) => return unparsable(error.to_string()),
            Err(error) => return unparsable(error.to_string()),
        }
    };
    structure(operation.output, body)
}

/// Parses the members of a structure, in the order of the model.
fn structure(structure: &Structure, mut dict: Dict) -> Result<Value, ServiceError> {
    let mut members = Dict::default();
    for member in structure.members {
        let given = dict.entries.swap_remove(member.wire_name);
        if let Some(given) = given.filter(|given| *given != Value::Null) {
            let given = value(member.shape, given)?;
            members.entries.insert(member.name.to_owned(), given);
        }
    }
    Ok(Value::Dict(members))
}

/// Converts a value to its type in the model.
fn value(shape: Shape, given: Value) -> Result<Value, ServiceError> {
    match (shape, given) {
        (Shape::Structure(inner), Value::Dict(dict)) => structure(inner, dict),
        // A null member is left out, but a null element remains in its list.
        (Shape::Structure(_), Value::Null) => Ok(Value::Null),
        (Shape::Structure(_), other) => expected("a JSON object", &other),
        (Shape::List(element), Value::List(items)) => {
            let items = items.into_iter().map(|item| value(*element, item));
            items.collect::<Result<_, _>>().map(Value::List)
        }
        // Python iterates over the characters of a string.
        (Shape::List(_), Value::String(text)) => {
            let letters = text.chars().map(|letter| letter.to_string().into());
            Ok(Value::List(letters.collect()))
        }
        (Shape::List(_), Value::Dict(dict)) => {
            let keys = dict.entries.into_keys().map(Value::String);
            Ok(Value::List(keys.collect()))
        }
        (Shape::List(_), other) => expected("a list", &other),
        (Shape::Double, given) => double(given),
        (Shape::Boolean, Value::String(text)) => Ok(Value::Bool(text.to_lowercase() == "true")),
        (Shape::Boolean, given) => Ok(Value::Bool(given == Value::Bool(true))),
        (Shape::String(_), given) => Ok(given),
    }
}

/// Converts like Python's `float(value)`.
fn double(given: Value) -> Result<Value, ServiceError> {
    let number = match &given {
        Value::Float(number) => Some(*number),
        Value::Int(number) => Some(serialize::float(number)).filter(|number| number.is_finite()),
        Value::Bool(value) => Some(f64::from(u8::from(*value))),
        Value::String(text) => int_parse::float(text),
        _ => None,
    };
    match number {
        Some(number) => Ok(Value::Float(number)),
        None => expected("a number", &given),
    }
}

/// The error for a value of another type than the `expected` one.
fn expected(expected: &str, given: &Value) -> Result<Value, ServiceError> {
    unparsable(format!("{expected} was expected, not {}", given.class()))
}

fn unparsable(why: String) -> Result<Value, ServiceError> {
    Err(ServiceError::UnparsableResponse(why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::GET_BACKEND_AUTH;

    #[test]
    fn a_boolean_is_true_for_the_text_true_only() {
        for (given, expected) in [
            ("true", "true"),
            ("\"TRUE\"", "true"),
            ("\"yes\"", "false"),
            ("1", "false"),
            ("[]", "false"),
        ] {
            let config = |names: [&str; 3], value: &str| {
                let [outer, inner, member] = names;
                format!("{{\"{outer}\": {{\"{inner}\": {{\"{member}\": {value}}}}}}}")
            };
            let wire = [
                "resourceConfig",
                "identityPoolConfigs",
                "unauthenticatedLogin",
            ];
            let names = [
                "ResourceConfig",
                "IdentityPoolConfigs",
                "UnauthenticatedLogin",
            ];
            let parsed = parse(&GET_BACKEND_AUTH, config(wire, given).as_bytes()).unwrap();
            assert_eq!(json::dumps(&parsed), config(names, expected), "{given}");
        }
    }
}
