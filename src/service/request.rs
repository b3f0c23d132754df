//! Builds the SDK's request from the validated input. Only this module selects the SDK's builder
//! for an operation.
//!
//! The builders move the members that they support out of the input, because a configuration may
//! have megabytes of text. Input that they do not support is detected before, by [`serialize`].

use super::plugins::SERVICE;
use super::{serialize, update_backend_auth};
use crate::error::service::ServiceError;
use crate::model::{
    GET_BACKEND_AUTH, GET_BACKEND_JOB, Location, Member, Operation, UPDATE_BACKEND_AUTH,
};
use crate::python::repr::str_of;
use crate::python::surrogate;
use crate::python::url::quote;
use crate::python::value::{Dict, Value};
use aws_sdk_amplifybackend::error::BoxError;
use aws_sdk_amplifybackend::operation::get_backend_auth::{GetBackendAuth, GetBackendAuthInput};
use aws_sdk_amplifybackend::operation::get_backend_job::{GetBackendJob, GetBackendJobInput};
use aws_sdk_amplifybackend::operation::update_backend_auth::{
    UpdateBackendAuth, UpdateBackendAuthInput,
};
use aws_smithy_runtime::client::orchestrator;
use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugins, SharedRuntimePlugin};

/// An operation of the SDK with its input, for one attempt.
type SdkOperation = (Input, SharedRuntimePlugin);

/// Builds the operation for each attempt.
type Builder = Box<dyn FnMut() -> Result<SdkOperation, BoxError>>;

/// A request that can be sent several times.
pub struct Request {
    /// The path, percent-encoded like in the original.
    pub path: String,
    /// The body to send, if it differs from the body that the SDK would produce.
    pub body: Option<String>,
    name: &'static str,
    build: Builder,
}

impl Request {
    /// Creates a request from the input.
    ///
    /// # Errors
    /// [`ServiceError::KeyMissing`] and [`ServiceError::Python`]. For validated input, only if the
    /// path contains text that is not Unicode or an integer is too large for a float.
    pub fn new(operation: &'static Operation, mut input: Dict) -> Result<Request, ServiceError> {
        let unknown = |name: &&String| operation.input.member(name).is_none();
        if let Some(name) = input.entries.keys().find(unknown) {
            return Err(ServiceError::KeyMissing(name.clone()));
        }
        let path = path(operation, &input)?;
        let body = serialize::body(operation, &input)?;
        Ok(Request {
            path,
            body,
            name: operation.name,
            build: builder(operation, &mut input),
        })
    }

    /// Sends the request once. The first attempt consumes the input; later ones send the body that
    /// the interceptor has kept.
    ///
    /// # Errors
    /// The SDK's errors. They include every response, because the SDK does not parse it.
    pub async fn send(&mut self, plugins: &RuntimePlugins) -> Result<(), BoxError> {
        let (input, operation) = (self.build)()?;
        let plugins = plugins.clone().with_operation_plugin(operation);
        orchestrator::invoke(SERVICE, self.name, input, &plugins).await?;
        Ok(())
    }
}

/// Moves the input into the SDK's builder for the operation.
fn builder(operation: &Operation, input: &mut Dict) -> Builder {
    let app_id = path_member(input, "AppId");
    let environment = path_member(input, "BackendEnvironmentName");
    match operation.name {
        name if name == UPDATE_BACKEND_AUTH.name => {
            let resource_name = text(input, "ResourceName");
            let mut config = dict(input, "ResourceConfig").map(update_backend_auth::config);
            Box::new(move || {
                let input = UpdateBackendAuthInput::builder()
                    .set_app_id(app_id.clone())
                    .set_backend_environment_name(environment.clone())
                    .set_resource_config(config.take())
                    .set_resource_name(resource_name.clone())
                    .build()?;
                let operation = SharedRuntimePlugin::new(UpdateBackendAuth::new());
                Ok((Input::erase(input), operation))
            })
        }
        name if name == GET_BACKEND_AUTH.name => {
            let resource_name = text(input, "ResourceName");
            Box::new(move || {
                let input = GetBackendAuthInput::builder()
                    .set_app_id(app_id.clone())
                    .set_backend_environment_name(environment.clone())
                    .set_resource_name(resource_name.clone())
                    .build()?;
                let operation = SharedRuntimePlugin::new(GetBackendAuth::new());
                Ok((Input::erase(input), operation))
            })
        }
        name if name == GET_BACKEND_JOB.name => {
            let job_id = path_member(input, "JobId");
            Box::new(move || {
                let input = GetBackendJobInput::builder()
                    .set_app_id(app_id.clone())
                    .set_backend_environment_name(environment.clone())
                    .set_job_id(job_id.clone())
                    .build()?;
                let operation = SharedRuntimePlugin::new(GetBackendJob::new());
                Ok((Input::erase(input), operation))
            })
        }
        name => Box::new(move || Err(format!("the SDK has no {name}").into())),
    }
}

/// The text of a member in the path. It is only cloned: every attempt needs it.
fn path_member(input: &Dict, name: &str) -> Option<String> {
    input.entries.get(name).map(str_of)
}

/// The path: the operation's template with the members inserted for `{name}`.
fn path(operation: &Operation, input: &Dict) -> Result<String, ServiceError> {
    let mut path = operation.uri.to_owned();
    let members = operation.input.members.iter();
    for member in members.filter(|member| member.location == Location::Path) {
        let value = quote(&segment(input, member)?);
        path = path.replace(&format!("{{{}}}", member.wire_name), &value);
    }
    Ok(path)
}

/// The value of a member in the path: any type as Python's `str`, which must be valid Unicode
/// (`percent_encode`).
fn segment(input: &Dict, member: &Member) -> Result<String, ServiceError> {
    match input.entries.get(member.name) {
        None | Some(Value::Null) => Err(ServiceError::KeyMissing(member.wire_name.to_owned())),
        Some(value) => {
            let text = str_of(value);
            surrogate::check_encodable(&text)
                .map_err(|error| ServiceError::Python(error.to_string()))?;
            Ok(text)
        }
    }
}

/// Moves the text of a member out of `dict`; `None` if it is not text.
pub(super) fn text(dict: &mut Dict, name: &str) -> Option<String> {
    match dict.entries.get_mut(name) {
        Some(Value::String(text)) => Some(std::mem::take(text)),
        _ => None,
    }
}

/// Moves the texts of a list member out of `dict`; `None` if it is not a list.
pub(super) fn texts(dict: &mut Dict, name: &str) -> Option<Vec<String>> {
    let text = |item| match item {
        Value::String(text) => Some(text),
        _ => None,
    };
    match dict.entries.get_mut(name) {
        Some(Value::List(items)) => {
            // Collected in place, in the wider list of values.
            let mut texts: Vec<String> =
                std::mem::take(items).into_iter().filter_map(text).collect();
            texts.shrink_to_fit();
            Some(texts)
        }
        _ => None,
    }
}

/// The text of a member as an enum of the SDK, which keeps unknown values.
pub(super) fn enum_value<T: for<'a> From<&'a str>>(dict: &Dict, name: &str) -> Option<T> {
    match dict.entries.get(name) {
        Some(Value::String(text)) => Some(T::from(text)),
        _ => None,
    }
}

/// The texts of a list member as an enum of the SDK.
pub(super) fn enum_values<T: for<'a> From<&'a str>>(dict: &Dict, name: &str) -> Option<Vec<T>> {
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

/// Moves a structure member out of `dict`.
pub(super) fn dict(dict: &mut Dict, name: &str) -> Option<Dict> {
    match dict.entries.get_mut(name) {
        Some(Value::Dict(inner)) => Some(std::mem::take(inner)),
        _ => None,
    }
}

/// The value of a boolean member.
pub(super) fn boolean(dict: &Dict, name: &str) -> Option<bool> {
    match dict.entries.get(name) {
        Some(Value::Bool(value)) => Some(*value),
        _ => None,
    }
}

/// The value of a number member.
pub(super) fn number(dict: &Dict, name: &str) -> Option<f64> {
    match dict.entries.get(name) {
        Some(Value::Float(value)) => Some(*value),
        Some(Value::Int(value)) => Some(serialize::float(value)),
        _ => None,
    }
}
