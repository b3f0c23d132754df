//! The request body in the original's form, for input that the SDK's types cannot represent.
//!
//! The SDK serializes all other input. But lone surrogates and integers beyond the precision of a
//! float pass validation, and with `parameter_validation = false` any value does: the original
//! sends it, or fails with its own error (`botocore/serialize.py`, `JSONSerializer`).

use crate::error::service::ServiceError;
use crate::model::{Location, Operation, Shape, Structure};
use crate::python::json;
use crate::python::surrogate;
use crate::python::value::{Dict, Value};
use num_bigint::BigInt;

/// The body, if it differs from the body that the SDK would produce.
///
/// # Errors
/// [`ServiceError::KeyMissing`] and [`ServiceError::Python`] if the original's serializer fails.
pub(super) fn body(operation: &Operation, input: &Dict) -> Result<Option<String>, ServiceError> {
    if fits_members(input, operation.input) {
        return Ok(None);
    }
    Ok(Some(json::dumps(&Value::Dict(members(operation, input)?))))
}

/// The members of the body, under their wire names.
///
/// # Errors
/// The errors of [`body`].
pub(super) fn members(operation: &Operation, input: &Dict) -> Result<Dict, ServiceError> {
    let mut members = Dict::default();
    for (name, value) in input.entries.iter() {
        // Only at the top level `None` is the same as absent (`serialize_to_request`).
        if *value == Value::Null {
            continue;
        }
        let member = operation
            .input
            .member(name)
            .ok_or_else(|| ServiceError::KeyMissing(name.clone()))?;
        if member.location == Location::Body {
            let value = serialize(value, &member.shape)?;
            members.entries.insert(member.wire_name.to_owned(), value);
        }
    }
    Ok(members)
}

fn fits_members(value: &Dict, structure: &Structure) -> bool {
    value.entries.iter().all(|(name, value)| {
        structure
            .member(name)
            .is_some_and(|member| fits(value, &member.shape))
    })
}

/// Whether the SDK serializes the value like the original.
fn fits(value: &Value, shape: &Shape) -> bool {
    match (shape, value) {
        (Shape::Structure(structure), Value::Dict(value)) => fits_members(value, structure),
        (Shape::List(element), Value::List(items)) => items.iter().all(|item| fits(item, element)),
        (Shape::String(_), Value::String(text)) => {
            text.is_ascii()
                || !text
                    .chars()
                    .any(|c| surrogate::decode_surrogate(c).is_some())
        }
        (Shape::Double, Value::Int(integer)) => integer.bits() <= u64::from(f64::MANTISSA_DIGITS),
        (Shape::Boolean, Value::Bool(_)) | (Shape::Double, Value::Float(_)) => true,
        _ => false,
    }
}

/// The value with its members under their wire names.
fn serialize(value: &Value, shape: &Shape) -> Result<Value, ServiceError> {
    match shape {
        Shape::Structure(structure) => {
            let Value::Dict(value) = value else {
                return python(format!(
                    "'{}' object has no attribute 'items'",
                    value.class()
                ));
            };
            let mut members = Dict::default();
            for (name, value) in value.entries.iter() {
                let member = structure
                    .member(name)
                    .ok_or_else(|| ServiceError::KeyMissing(name.clone()))?;
                let value = serialize(value, &member.shape)?;
                members.entries.insert(member.wire_name.to_owned(), value);
            }
            Ok(Value::Dict(members))
        }
        Shape::List(element) => elements(value)?
            .iter()
            .map(|item| serialize(item, element))
            .collect::<Result<_, _>>()
            .map(Value::List),
        Shape::Double => number(value),
        Shape::String(_) | Shape::Boolean => match value {
            Value::Bytes(_) | Value::Opaque(_) => {
                let class = value.class().rsplit('.').next().unwrap_or_default();
                python(format!("Object of type {class} is not JSON serializable"))
            }
            value => Ok(value.clone()),
        },
    }
}

/// The elements over which Python's `for` iterates.
fn elements(value: &Value) -> Result<Vec<Value>, ServiceError> {
    match value {
        Value::List(items) => Ok(items.clone()),
        Value::String(text) => Ok(text.chars().map(|c| c.to_string().into()).collect()),
        Value::Dict(dict) => Ok(dict.entries.keys().cloned().map(Value::String).collect()),
        Value::Bytes(bytes) => Ok(bytes
            .iter()
            .map(|byte| Value::Int((*byte).into()))
            .collect()),
        other => python(format!("'{}' object is not iterable", other.class())),
    }
}

/// Serializes a number (`_handle_float`): a float that JSON cannot represent becomes text.
fn number(value: &Value) -> Result<Value, ServiceError> {
    match value {
        Value::Float(float) if !float.is_finite() => Ok(json::float_text(*float).into()),
        Value::Int(integer) if float(integer).is_infinite() => {
            python("int too large to convert to float".to_owned())
        }
        Value::Float(_) | Value::Int(_) | Value::Bool(_) => Ok(value.clone()),
        other => python(format!("must be real number, not {}", other.class())),
    }
}

/// The nearest float; infinite if the integer is too large.
pub(super) fn float(integer: &BigInt) -> f64 {
    integer.to_string().parse().unwrap_or(f64::INFINITY)
}

fn python<T>(text: String) -> Result<T, ServiceError> {
    Err(ServiceError::Python(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UPDATE_BACKEND_AUTH;

    fn text(config: &str) -> String {
        let config = json::parse(config).unwrap();
        let input = [("ResourceConfig".to_owned(), config)]
            .into_iter()
            .collect();
        match body(&UPDATE_BACKEND_AUTH, &input) {
            Ok(Some(body)) => body,
            Ok(None) => "as the SDK".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn valid_input_is_serialized_by_the_sdk() {
        assert_eq!(
            text("{\"UserPoolConfigs\":{\"PasswordPolicy\":{\"MinimumLength\":8}}}"),
            "as the SDK"
        );
    }

    #[test]
    fn values_that_the_sdk_cannot_represent_are_written_unchanged() {
        assert_eq!(
            text("{\"Service\":\"\\ud800\"}"),
            "{\"resourceConfig\": {\"service\": \"\\ud800\"}}"
        );
        assert_eq!(
            text("{\"IdentityPoolConfigs\":{\"UnauthenticatedLogin\":null}}"),
            "{\"resourceConfig\": {\"identityPoolConfigs\": {\"unauthenticatedLogin\": null}}}"
        );
    }

    #[test]
    fn values_that_the_original_cannot_serialize_fail_with_its_message() {
        assert_eq!(text("{\"Foo\":1}"), "'Foo'");
        assert_eq!(
            text("{\"UserPoolConfigs\":null}"),
            "'NoneType' object has no attribute 'items'"
        );
        assert_eq!(
            text("{\"UserPoolConfigs\":{\"PasswordPolicy\":{\"MinimumLength\":\"8\"}}}"),
            "must be real number, not str"
        );
    }
}
