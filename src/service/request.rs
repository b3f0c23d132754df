//! From the validated input to the SDK's typed input.
//!
//! Validation can be switched off (`parameter_validation = false`), so every value is looked at
//! once against the model before the builders, which then only pick. What the original sends and
//! the SDK's types cannot hold is either put right in the serialized body ([`Corrections`]) or
//! refused.

use super::user_pool;
use crate::error::service::ServiceError;
use crate::model::{INPUT, Shape, Structure};
use crate::python::surrogate;
use crate::value::{Dict, Value};
use aws_sdk_amplifybackend::operation::update_backend_auth::UpdateBackendAuthInput;
use aws_sdk_amplifybackend::types::{
    UpdateBackendAuthIdentityPoolConfig, UpdateBackendAuthResourceConfig,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use num_bigint::BigInt;
use std::fmt::Write;

/// The SDK's input, and what must be put right in the body it makes.
///
/// # Errors
/// [`ServiceError::KeyMissing`], [`ServiceError::Unsendable`] and [`ServiceError::Python`], none
/// of them after validation but for text that is not Unicode in the path and integers too large
/// for a float.
pub fn build(input: &Dict) -> Result<(UpdateBackendAuthInput, Corrections), ServiceError> {
    let mut corrections = Corrections::default();
    inspect_structure(input, &INPUT, &mut corrections)?;
    for name in ["AppId", "BackendEnvironmentName"] {
        match input.entries.get(name) {
            Some(Value::String(text)) => encodable(text)?,
            _ => {
                let member = INPUT.member(name).map_or(name, |member| member.wire_name);
                return Err(ServiceError::KeyMissing(member.to_owned()));
            }
        }
    }
    let typed = UpdateBackendAuthInput::builder()
        .set_app_id(text(input, "AppId"))
        .set_backend_environment_name(text(input, "BackendEnvironmentName"))
        .set_resource_config(dict(input, "ResourceConfig").map(resource_config))
        .set_resource_name(text(input, "ResourceName"))
        .build()
        .map_err(|error| ServiceError::Other(error.to_string()))?;
    Ok((typed, corrections))
}

/// The request's path, as the original and the SDK write it: all but unreserved characters
/// escaped (`botocore/utils.py`, `percent_encode`).
pub fn path(input: &UpdateBackendAuthInput) -> String {
    format!(
        "/backend/{}/auth/{}",
        escape(input.app_id().unwrap_or_default()),
        escape(input.backend_environment_name().unwrap_or_default())
    )
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn resource_config(config: &Dict) -> UpdateBackendAuthResourceConfig {
    UpdateBackendAuthResourceConfig::builder()
        .set_auth_resources(named(config, "AuthResources"))
        .set_identity_pool_configs(dict(config, "IdentityPoolConfigs").map(|pool| {
            UpdateBackendAuthIdentityPoolConfig::builder()
                .set_unauthenticated_login(boolean(pool, "UnauthenticatedLogin"))
                .build()
        }))
        .set_service(named(config, "Service"))
        .set_user_pool_configs(dict(config, "UserPoolConfigs").map(user_pool::config))
        .build()
}

/// What the SDK writes otherwise than the original.
#[derive(Debug, Default)]
pub struct Corrections {
    /// Text with lone surrogates, which the original writes as JSON escapes.
    surrogates: bool,
    /// The one number of the model, when no float holds it.
    integer: Option<BigInt>,
}

impl Corrections {
    /// Puts the serialized body right.
    pub fn apply(&self, request: &mut HttpRequest) {
        if !self.surrogates && self.integer.is_none() {
            return;
        }
        let Some(body) = request.body().bytes() else {
            return;
        };
        let mut body = String::from_utf8_lossy(body).into_owned();
        if self.surrogates {
            body = escape_surrogates(&body);
        }
        if let Some(integer) = &self.integer {
            body = write_integer(&body, integer);
        }
        let length = body.len().to_string();
        *request.body_mut() = SdkBody::from(body);
        if request.headers().contains_key("content-length") {
            request.headers_mut().insert("content-length", length);
        }
    }
}

fn escape_surrogates(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    for c in body.chars() {
        match surrogate::unit(c) {
            Some(unit) => out.push_str(&format!("\\u{unit:04x}")),
            None => out.push(c),
        }
    }
    out
}

/// `json.dumps` writes an integer as it is. A quote inside a string is escaped, so the key
/// cannot be found anywhere but in its place.
fn write_integer(body: &str, integer: &BigInt) -> String {
    let key = "\"minimumLength\":";
    match body.split_once(key) {
        Some((before, after)) => {
            let rest = after.trim_start_matches(|c: char| !matches!(c, ',' | '}'));
            format!("{before}{key}{integer}{rest}")
        }
        None => body.to_owned(),
    }
}

/// `percent_encode` on the path's values: `str.encode('utf-8')` refuses lone surrogates.
fn encodable(text: &str) -> Result<(), ServiceError> {
    let lone = |c: &char| surrogate::unit(*c).is_some();
    let Some(start) = text.chars().position(|c| lone(&c)) else {
        return Ok(());
    };
    let run: Vec<u32> = text
        .chars()
        .skip(start)
        .map_while(surrogate::unit)
        .collect();
    Err(ServiceError::Python(match run.as_slice() {
        [unit] => format!(
            "'utf-8' codec can't encode character '\\u{unit:04x}' in position {start}: \
             surrogates not allowed"
        ),
        run => format!(
            "'utf-8' codec can't encode characters in position {start}-{}: surrogates not allowed",
            start + run.len() - 1
        ),
    }))
}

fn inspect_structure(
    value: &Dict,
    structure: &Structure,
    corrections: &mut Corrections,
) -> Result<(), ServiceError> {
    for (name, value) in &value.entries {
        // An absent member and one of `None` are the same (`serialize_to_request`).
        if *value == Value::Null {
            continue;
        }
        match structure.member(name) {
            Some(member) => inspect(value, &member.shape, name, corrections)?,
            None => return Err(ServiceError::KeyMissing(name.clone())),
        }
    }
    Ok(())
}

fn inspect(
    value: &Value,
    shape: &Shape,
    name: &str,
    corrections: &mut Corrections,
) -> Result<(), ServiceError> {
    match (shape, value) {
        (Shape::Structure(structure), Value::Dict(value)) => {
            inspect_structure(value, structure, corrections)
        }
        (Shape::List(element), Value::List(items)) => items
            .iter()
            .try_for_each(|item| inspect(item, element, name, corrections)),
        (Shape::String(_), Value::String(text)) => {
            corrections.surrogates |= text.chars().any(|c| surrogate::unit(c).is_some());
            Ok(())
        }
        (Shape::Boolean, Value::Bool(_)) | (Shape::Double, Value::Float(_)) => Ok(()),
        (Shape::Double, Value::Int(integer)) => {
            let float = float(integer);
            if float.is_infinite() {
                // `_handle_float`, by `math.isnan`.
                return Err(ServiceError::Python(
                    "int too large to convert to float".to_owned(),
                ));
            }
            if integer.bits() > u64::from(f64::MANTISSA_DIGITS) {
                corrections.integer = Some(integer.clone());
            }
            Ok(())
        }
        _ => Err(ServiceError::Unsendable {
            member: name.to_owned(),
            class: value.class(),
        }),
    }
}

fn float(integer: &BigInt) -> f64 {
    integer.to_string().parse().unwrap_or(f64::INFINITY)
}

/// The text of a member.
pub(super) fn text(dict: &Dict, name: &str) -> Option<String> {
    match dict.entries.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    }
}

/// The text of a member, as one of the SDK's enums; unknown values are kept as they are.
pub(super) fn named<T: for<'a> From<&'a str>>(dict: &Dict, name: &str) -> Option<T> {
    match dict.entries.get(name) {
        Some(Value::String(text)) => Some(T::from(text)),
        _ => None,
    }
}

/// The texts of a list member, as strings or as one of the SDK's enums.
pub(super) fn all_named<T: for<'a> From<&'a str>>(dict: &Dict, name: &str) -> Option<Vec<T>> {
    match dict.entries.get(name) {
        Some(Value::List(items)) => Some(
            items
                .iter()
                .filter_map(|item| match item {
                    Value::String(text) => Some(T::from(text.as_str())),
                    _ => None,
                })
                .collect(),
        ),
        _ => None,
    }
}

/// A member that is a structure.
pub(super) fn dict<'a>(dict: &'a Dict, name: &str) -> Option<&'a Dict> {
    match dict.entries.get(name) {
        Some(Value::Dict(inner)) => Some(inner),
        _ => None,
    }
}

/// A member that is true or false.
pub(super) fn boolean(dict: &Dict, name: &str) -> Option<bool> {
    match dict.entries.get(name) {
        Some(Value::Bool(value)) => Some(*value),
        _ => None,
    }
}

/// A member that is a number.
pub(super) fn number(dict: &Dict, name: &str) -> Option<f64> {
    match dict.entries.get(name) {
        Some(Value::Float(value)) => Some(*value),
        Some(Value::Int(value)) => Some(float(value)),
        _ => None,
    }
}
