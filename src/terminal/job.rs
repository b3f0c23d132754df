//! The operations of the command line around one call: dry run, `--for-update`, `--diff` and
//! `--wait`.

use super::console;
use super::hints::{self, HintContext};
use super::wait::Job;
use super::writer::OutputWriter;
use crate::cli::Program;
use crate::config::globals::GlobalOptions;
use crate::error::{Error, JobError};
use crate::model::arguments::{Arguments, Wait};
use crate::model::{GET_BACKEND_AUTH, Operation};
use crate::output::diff::{self, Change};
use crate::output::document::{self, Document};
use crate::python::environ::Environment;
use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};
use crate::query::Query;
use crate::service::{Client, Session};

/// The request that would be sent, with secrets redacted. Warnings about it go to stderr.
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

/// A call of an operation, with the flags of this program that apply to it.
pub struct Call<'a> {
    /// The program name used in the command that waits for the job.
    pub program: Program,
    /// The environment variables.
    pub environment: &'a Environment,
    /// The global options.
    pub globals: &'a GlobalOptions,
    /// The options of the operation.
    pub arguments: &'a Arguments,
    /// `--query`.
    pub query: Option<&'a Query>,
    /// Set only when stderr is a terminal.
    pub hint_context: Option<&'a HintContext<'a>>,
    /// Creates the writer of the result.
    pub writer: &'a dyn Fn() -> Result<OutputWriter<'a>, Error>,
}

impl Call<'_> {
    /// Calls the operation and prints the result: the document of `--for-update`, the changes of
    /// `--diff`, the last state of the job with `--wait`, else the response.
    ///
    /// # Errors
    /// Those of the calls and of the output, and a job that has failed.
    pub fn run(
        &self,
        session: &mut Session,
        params: Dict,
        wait: Option<Wait>,
    ) -> Result<(), Error> {
        let hint_context = self.hint_context;
        let operation = self.arguments.operation;
        if self.arguments.for_update {
            let document = document_for_update(session, params, hint_context)?;
            return (self.writer)()?
                .of_document()
                .print(operation, self.query, document);
        }
        if self.arguments.diff {
            let changes = diff(session, operation, params, hint_context)?;
            return self.print_changes(changes);
        }
        console::warn(hint_context, || hints::warning(operation, &params));
        let on_retry = |text: &str| console::progress(hint_context, text);
        let Some(wait) = wait else {
            let response = session.call(operation, params, &on_retry)?;
            console::warn(hint_context, || self.no_such_member(&response));
            return self.print(response);
        };
        let response = session.call(operation, params.clone(), &on_retry)?;
        let job = Job::new(
            self.program,
            self.globals,
            self.arguments,
            hint_context,
            params,
            &response,
        );
        match job {
            Some(job) => job.wait(session, response, wait, |response| self.print(response)),
            None => self.print(response).and(Err(JobError::NoId.into())),
        }
    }

    fn print(&self, response: Value) -> Result<(), Error> {
        (self.writer)()?.print(self.arguments.operation, self.query, response)
    }

    /// Prints lines for a person, or a list of changes when an output format or a query is given.
    fn print_changes(&self, changes: Vec<Change>) -> Result<(), Error> {
        if self.globals.output.is_some() || self.query.is_some() {
            return self.print(diff::list(changes));
        }
        let (_, styled) = console::help_style(self.globals, self.environment);
        console::print(diff::lines(&changes, styled).as_bytes())
    }

    fn no_such_member(&self, response: &Value) -> Option<String> {
        let selected = self.query?.search(response).ok()?;
        let expression = self.globals.query.as_deref()?;
        hints::no_such_member(self.arguments.operation, expression, response, &selected)
    }
}

/// The document for `--cli-input-json` that sets the configuration returned by `get-backend-auth`.
/// Members that an update does not accept are left out and listed on stderr.
///
/// # Errors
/// Those of the call, and a response without a configuration.
fn document_for_update(
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
/// Those of a dry run and of a call of `get-backend-auth`, and a response without a configuration.
fn diff(
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
    let response = match session.call(&GET_BACKEND_AUTH, request.clone(), &on_retry)? {
        Value::Dict(members) => members,
        _ => Dict::default(),
    };
    match response.entries.get("ResourceConfig") {
        Some(Value::Dict(_)) => Ok(document::for_update(&request, &response)),
        _ => Err(JobError::NoConfig(response.entries.get("Error").map(str_of)).into()),
    }
}
