//! From the body of a successful answer to the modelled members.
//!
//! `botocore/parsers.py`, `RestJSONParser`: members in the model's order, absent and null ones
//! left out, values as they came whatever the model says of them.

use crate::error::service::ServiceError;
use crate::model::OUTPUT;
use crate::python::json;
use crate::python::value::{Dict, Value};

/// The members of the response.
///
/// # Errors
/// [`ServiceError::UnparsableResponse`] when the body is not empty and no JSON object.
pub fn parse(body: &[u8]) -> Result<Value, ServiceError> {
    let unparsable = |why: String| Err(ServiceError::UnparsableResponse(why));
    let mut body = if body.is_empty() {
        Dict::default()
    } else {
        match std::str::from_utf8(body).map(|text| json::parse(text, false)) {
            Ok(Ok(Value::Dict(body))) => body,
            Ok(Ok(other)) => {
                return unparsable(format!("a JSON object was expected, not {}", other.class()));
            }
            Ok(Err(error)) => return unparsable(error.to_string()),
            Err(error) => return unparsable(error.to_string()),
        }
    };
    Ok(Value::Dict(
        OUTPUT
            .members
            .iter()
            .filter_map(|member| {
                body.entries
                    .swap_remove(member.wire_name)
                    .filter(|value| *value != Value::Null)
                    .map(|value| (member.name.to_owned(), value))
            })
            .collect(),
    ))
}
