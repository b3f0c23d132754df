//! The whole job of an update, around its one call: a look at the request, the live configuration
//! as a document, and in what an update would change it.

use super::console;
use super::hints::{self, HintContext};
use crate::error::{Error, JobError};
use crate::model::{GET_BACKEND_AUTH, Operation};
use crate::output::diff::{self, Change};
use crate::output::document::{self, Document};
use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};
use crate::service::{Client, Session};

/// The request that would be sent, without secrets. Warnings on it go to stderr.
///
/// # Errors
/// Parameters that cannot be sent.
pub fn preview(
    client: &Client,
    operation: &'static Operation,
    params: Dict,
    hint_context: Option<&HintContext<'_>>,
) -> Result<Value, Error> {
    for warning in hints::warnings(operation, &params) {
        console::note("warning", &warning, hint_context);
    }
    Ok(client.preview(operation, params)?)
}

/// The document for `--cli-input-json` of the update that sets what `get-backend-auth` answers.
/// What has to be left out is named on stderr.
///
/// # Errors
/// Those of the call, and an answer without a configuration.
pub fn document_for_update(
    session: &mut Session,
    params: Dict,
    hint_context: Option<&HintContext<'_>>,
) -> Result<Value, Error> {
    let document = live_document(session, params, hint_context)?;
    if !document.left_out.is_empty() {
        let paths = document.left_out.join(", ");
        let text = format!("the update does not take {paths}; left out");
        console::note("note", &text, hint_context);
    }
    Ok(Value::Dict(document.members))
}

/// The members of the live configuration that an update would change. Warnings go to stderr.
///
/// # Errors
/// Those of a dry run and of a call of `get-backend-auth`, and an answer without a configuration.
pub fn diff(
    session: &mut Session,
    operation: &'static Operation,
    params: Dict,
    hint_context: Option<&HintContext<'_>>,
) -> Result<Vec<Change>, Error> {
    preview(session.client(), operation, params.clone(), hint_context)?;
    let members = GET_BACKEND_AUTH.input.members.iter();
    let request = members.filter_map(|member| {
        let (name, value) = params.entries.get_key_value(member.name)?;
        Some((name.clone(), value.clone()))
    });
    let live = live_document(session, request.collect(), hint_context)?;
    Ok(diff::changes(&live.members, &params, operation.input))
}

fn live_document(
    session: &mut Session,
    request: Dict,
    hint_context: Option<&HintContext<'_>>,
) -> Result<Document, Error> {
    let on_retry = |text: &str| console::progress(hint_context, text);
    let answer = match session.call(&GET_BACKEND_AUTH, request.clone(), &on_retry)? {
        Value::Dict(members) => members,
        _ => Dict::default(),
    };
    match answer.entries.get("ResourceConfig") {
        Some(Value::Dict(_)) => Ok(document::for_update(&request, &answer)),
        _ => Err(JobError::NoConfig(answer.entries.get("Error").map(str_of)).into()),
    }
}
