//! From the validated input to the SDK's request: the one place that knows which builder of the
//! SDK belongs to an operation.
//!
//! The builders only pick, and take what they pick: what they find no place for, [`serialize`] has
//! looked at before. The texts move, because a configuration may be megabytes long.

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

/// An operation of the SDK, with its input for one attempt.
type SdkOperation = (Input, SharedRuntimePlugin);

/// Makes the input of an attempt.
type Builder = Box<dyn FnMut() -> Result<SdkOperation, BoxError>>;

/// A request that can be sent as often as need be.
pub struct Request {
    /// The path, percent-encoded as the original and the SDK write it.
    pub path: String,
    /// The body to send instead of the one the SDK makes, where they differ.
    pub body: Option<String>,
    name: &'static str,
    build: Builder,
}

impl Request {
    /// Takes the input apart.
    ///
    /// # Errors
    /// [`ServiceError::KeyMissing`] and [`ServiceError::Python`], none of them after validation
    /// but for text that is not Unicode in the path and integers too large for a float.
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

    /// Sends the request once. The first attempt takes the input; later ones send the body that
    /// the interceptor has kept.
    ///
    /// # Errors
    /// The SDK's, which include every response: it is not the SDK that parses them.
    pub async fn send(&mut self, plugins: &RuntimePlugins) -> Result<(), BoxError> {
        let (input, operation) = (self.build)()?;
        let plugins = plugins.clone().with_operation_plugin(operation);
        orchestrator::invoke(SERVICE, self.name, input, &plugins).await?;
        Ok(())
    }
}

/// The SDK's builder for an operation, filled in.
fn builder(operation: &Operation, input: &mut Dict) -> Builder {
    let app_id = in_path(input, "AppId");
    let environment = in_path(input, "BackendEnvironmentName");
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
            let job_id = in_path(input, "JobId");
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

fn in_path(input: &Dict, name: &str) -> Option<String> {
    input.entries.get(name).map(str_of)
}

/// The path: the segments of the operation's template that stand in braces are replaced.
fn path(operation: &Operation, input: &Dict) -> Result<String, ServiceError> {
    let mut path = operation.uri.to_owned();
    let members = operation.input.members.iter();
    for member in members.filter(|member| member.location == Location::Path) {
        let value = quote(&segment(input, member)?);
        path = path.replace(&format!("{{{}}}", member.wire_name), &value);
    }
    Ok(path)
}

/// A value of the path, as `percent_encode` reads it: anything as text, but Unicode text.
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
            // Collected in place it would stay as long as a list of values.
            let mut texts = Vec::with_capacity(items.len());
            texts.extend(std::mem::take(items).into_iter().filter_map(text));
            Some(texts)
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
