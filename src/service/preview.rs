//! The request of a call, for `--dry-run`.

use super::call::Client;
use super::serialize;
use crate::error::ServiceError;
use crate::log::redact;
use crate::model::{Method, Operation};
use crate::python::url;
use crate::python::value::{Dict, Value};

impl Client {
    /// The request, before it is signed: method, URL and body, with secrets masked.
    ///
    /// # Errors
    /// The errors of a call before its request is sent.
    pub fn preview(
        &self,
        operation: &'static Operation,
        input: Dict,
    ) -> Result<Value, ServiceError> {
        let body = serialize::members(operation, &input);
        let prepared = self.prepare(operation, input)?;
        prepared.check(operation)?;
        let mut preview = vec![
            ("Method", Value::from(operation.method.name())),
            ("Url", url::mask_user_info(&prepared.url).as_ref().into()),
        ];
        if operation.method == Method::Post {
            let body = redact::secret_members(body?, operation.input);
            preview.push(("Body", Value::Dict(body)));
        }
        Ok(Value::from_iter(preview))
    }
}
