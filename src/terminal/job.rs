//! The whole job of an update, around its one call: the live configuration as a document.

use super::console;
use super::hints::HintContext;
use crate::error::JobError;
use crate::output::document;
use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};

/// The document for `--cli-input-json` of the update that sets what `get-backend-auth` answered.
/// What had to be left out is named on stderr.
///
/// # Errors
/// An answer without a configuration.
pub fn document_for_update(
    request: &Dict,
    answer: Value,
    hint_context: Option<&HintContext<'_>>,
) -> Result<Value, JobError> {
    let answer = configuration(answer)?;
    let document = document::for_update(request, &answer);
    if !document.left_out.is_empty() {
        let paths = document.left_out.join(", ");
        let text = format!("the update does not take {paths}; left out");
        console::note("note", &text, hint_context);
    }
    Ok(Value::Dict(document.members))
}

/// An answer of `get-backend-auth` that has a configuration.
fn configuration(answer: Value) -> Result<Dict, JobError> {
    let members = match answer {
        Value::Dict(members) => members,
        _ => Dict::default(),
    };
    match members.entries.get("ResourceConfig") {
        Some(Value::Dict(_)) => Ok(members),
        _ => Err(JobError::NoConfig(members.entries.get("Error").map(str_of))),
    }
}
