//! From the validated input to the SDK's typed input.
//!
//! The builders only pick, and take what they pick: what they find no place for, [`serialize`] has
//! looked at before. The texts move, because a configuration may be megabytes long.

use super::{serialize, user_pool};
use crate::error::service::ServiceError;
use crate::python::repr::str_of;
use crate::python::surrogate;
use crate::python::url::quote;
use crate::python::value::{Dict, Value};
use aws_sdk_amplifybackend::operation::update_backend_auth::UpdateBackendAuthInput;
use aws_sdk_amplifybackend::types::{
    UpdateBackendAuthIdentityPoolConfig, UpdateBackendAuthResourceConfig,
};

/// The SDK's input, and the body to send instead of the one the SDK makes of it, if they differ.
///
/// # Errors
/// [`ServiceError::KeyMissing`] and [`ServiceError::Python`], none of them after validation but
/// for text that is not Unicode in the path and integers too large for a float.
pub fn build(mut input: Dict) -> Result<(UpdateBackendAuthInput, Option<String>), ServiceError> {
    if let Some(name) = input
        .entries
        .keys()
        .find(|name| crate::model::INPUT.member(name).is_none())
    {
        return Err(ServiceError::KeyMissing(name.clone()));
    }
    let [app_id, environment_name] = serialize::IN_PATH.map(|name| in_path(&input, name));
    let body = serialize::body(&input)?;
    let typed = UpdateBackendAuthInput::builder()
        .app_id(app_id?)
        .backend_environment_name(environment_name?)
        .set_resource_config(dict(&mut input, "ResourceConfig").map(resource_config))
        .set_resource_name(text(&mut input, "ResourceName"))
        .build()
        .map_err(|error| ServiceError::Other(error.to_string()))?;
    Ok((typed, body))
}

/// A value of the path, as `percent_encode` reads it: anything as text, but Unicode text.
fn in_path(input: &Dict, name: &str) -> Result<String, ServiceError> {
    match input.entries.get(name) {
        None | Some(Value::Null) => {
            let member = crate::model::INPUT.member(name);
            let wire_name = member.map_or(name, |member| member.wire_name);
            Err(ServiceError::KeyMissing(wire_name.to_owned()))
        }
        Some(value) => {
            let text = str_of(value);
            encodable(&text)?;
            Ok(text)
        }
    }
}

/// The request's path, as the original and the SDK write it: all but unreserved characters
/// escaped (`botocore/utils.py`, `percent_encode`).
pub fn path(input: &UpdateBackendAuthInput) -> String {
    format!(
        "/backend/{}/auth/{}",
        quote(input.app_id().unwrap_or_default()),
        quote(input.backend_environment_name().unwrap_or_default())
    )
}

fn resource_config(mut config: Dict) -> UpdateBackendAuthResourceConfig {
    UpdateBackendAuthResourceConfig::builder()
        .set_auth_resources(named(&config, "AuthResources"))
        .set_identity_pool_configs(dict(&mut config, "IdentityPoolConfigs").map(|pool| {
            UpdateBackendAuthIdentityPoolConfig::builder()
                .set_unauthenticated_login(boolean(&pool, "UnauthenticatedLogin"))
                .build()
        }))
        .set_service(named(&config, "Service"))
        .set_user_pool_configs(dict(&mut config, "UserPoolConfigs").map(user_pool::config))
        .build()
}

/// `str.encode('utf-8')` refuses lone surrogates.
///
/// # Errors
/// [`ServiceError::Python`]
pub fn encodable(text: &str) -> Result<(), ServiceError> {
    let lone = |c: &char| surrogate::decode_surrogate(*c).is_some();
    let Some(start) = text.chars().position(|c| lone(&c)) else {
        return Ok(());
    };
    let run: Vec<u32> = text
        .chars()
        .skip(start)
        .map_while(surrogate::decode_surrogate)
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

/// The text of a member, taken.
pub(super) fn text(dict: &mut Dict, name: &str) -> Option<String> {
    match dict.entries.get_mut(name) {
        Some(Value::String(text)) => Some(std::mem::take(text)),
        _ => None,
    }
}

/// The texts of a list member, taken.
pub(super) fn texts(dict: &mut Dict, name: &str) -> Option<Vec<String>> {
    let text = |item| match item {
        Value::String(text) => Some(text),
        _ => None,
    };
    match dict.entries.get_mut(name) {
        Some(Value::List(items)) => {
            Some(std::mem::take(items).into_iter().filter_map(text).collect())
        }
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

/// The texts of a list member, as one of the SDK's enums.
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

/// A member that is a structure, taken.
pub(super) fn dict(dict: &mut Dict, name: &str) -> Option<Dict> {
    match dict.entries.get_mut(name) {
        Some(Value::Dict(inner)) => Some(std::mem::take(inner)),
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
        Some(Value::Int(value)) => Some(serialize::float(value)),
        _ => None,
    }
}
