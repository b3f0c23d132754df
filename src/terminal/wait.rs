//! `--wait`: waits for the end of a job, with a progress line on a terminal. The job's last state
//! is the result or an error; if the end is not reached, the job's ID is written to stderr.

use super::console;
use super::hints::{HintContext, sanitize};
use crate::cli::Program;
use crate::config::globals::GlobalOptions;
use crate::error::{Class, Error, JobError};
use crate::model::arguments::{Arguments, Wait};
use crate::model::{GET_BACKEND_JOB, Operation};
use crate::python::repr::str_of;
use crate::python::shlex::quote;
use crate::python::url::mask_user_info;
use crate::python::value::{Dict, Value};
use crate::service::Session;
use crate::service::job::{self, Stopped};
use std::time::Duration;

/// The job that an operation has started or returned.
pub struct Job<'a> {
    program: Program,
    globals: &'a GlobalOptions,
    arguments: &'a Arguments,
    hint_context: Option<&'a HintContext<'a>>,
    /// The input of `GetBackendJob`.
    request: Dict,
    id: String,
}

impl<'a> Job<'a> {
    /// The job whose ID is in `response`, for the app and the environment of `params`; `None` without
    /// an ID.
    pub fn new(
        program: Program,
        globals: &'a GlobalOptions,
        arguments: &'a Arguments,
        hint_context: Option<&'a HintContext<'a>>,
        mut params: Dict,
        response: &Value,
    ) -> Option<Job<'a>> {
        let id = match response {
            Value::Dict(response) => response.entries.get("JobId"),
            _ => None,
        };
        let id = match (id, params.entries.get("JobId")) {
            (Some(Value::String(id)), _) | (None, Some(Value::String(id))) if !id.is_empty() => {
                id.clone()
            }
            _ => return None,
        };
        let known = |name: &String| GET_BACKEND_JOB.input.member(name).is_some();
        params.entries.retain(|name, _| known(name));
        params
            .entries
            .insert("JobId".to_owned(), id.as_str().into());
        Some(Job {
            program,
            globals,
            arguments,
            hint_context,
            request: params,
            id,
        })
    }

    /// Waits for the end of the job, which `response` may already contain, and prints the members of
    /// the operation's response with the last status of the job. Prints nothing after an interrupt.
    ///
    /// # Errors
    /// A job that has failed, or whose end was not reached.
    pub fn wait(
        &self,
        session: &mut Session,
        response: Value,
        wait: Wait,
        print: impl FnOnce(Value) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let response = match response {
            Value::Dict(members) => members,
            _ => Dict::default(),
        };
        let mut last = response.clone();
        let mut show = |job: &Dict, elapsed| console::rewrite(&self.progress(job, elapsed));
        let shows = self.shows_progress();
        let progress: Option<job::Progress<'_>> = if shows { Some(&mut show) } else { None };
        let result = job::wait(session, &self.request, &mut last, wait, progress);
        if shows {
            console::rewrite("");
        }
        let result = match result {
            Ok(()) => self.outcome(&last),
            Err(Stopped::TimedOut) => Err(JobError::TimedOut {
                job: self.id.clone(),
                timeout: wait.timeout,
                status: text(&last, "Status"),
            }
            .into()),
            Err(Stopped::Error(error)) => Err(Error::Service(error)),
        };
        let is_interrupted = result
            .as_ref()
            .is_err_and(|error| matches!(error.class(), Class::Interrupted | Class::Terminated(_)));
        let printed = match is_interrupted {
            true => Ok(()),
            false => print(self.members(response, &last)),
        };
        // The error message contains the job's ID; on a terminal the command is written too.
        let is_named = matches!(&result, Err(Error::Job(_))) && self.hint_context.is_none();
        if printed.is_err() || !job::has_ended(&last) && !is_named {
            self.report_id(&last);
        }
        result.and(printed)
    }

    fn outcome(&self, last: &Dict) -> Result<(), Error> {
        match text(last, "Status").as_deref() {
            Some("FAILED") => Err(JobError::Failed {
                job: self.id.clone(),
                error: text(last, "Error"),
            }
            .into()),
            _ => Ok(()),
        }
    }

    /// The members of the operation's response, with the status and the error of the job.
    fn members(&self, response: Dict, last: &Dict) -> Value {
        if self.operation().name == GET_BACKEND_JOB.name {
            return Value::Dict(last.clone());
        }
        let members = self.operation().output.members.iter().filter_map(|member| {
            let last = last.entries.get(member.name);
            let last = last.filter(|_| ["Status", "Error"].contains(&member.name));
            let value = last.or_else(|| response.entries.get(member.name))?;
            Some((member.name, value.clone()))
        });
        Value::from_iter(members)
    }

    fn operation(&self) -> &'static Operation {
        self.arguments.operation
    }

    /// Writes the job's ID to stderr, and on a terminal also the command that waits for the job.
    fn report_id(&self, last: &Dict) {
        let status = text(last, "Status").unwrap_or_else(|| "in an unknown state".to_owned());
        let mut line = format!("the job {} is {}", sanitize(&self.id), sanitize(&status));
        if self.hint_context.is_some() {
            line.push_str("; to wait for its end: ");
            line.push_str(&self.command());
        }
        console::note("note", &line, self.hint_context);
    }

    /// The command line that waits for the job.
    fn command(&self) -> String {
        let mut words = vec![self.program.name().to_owned()];
        if self.program == Program::Aws {
            words.push("amplifybackend".to_owned());
        }
        words.push(GET_BACKEND_JOB.command.to_owned());
        let mut option = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                words.push(format!("--{name}"));
                words.push(quote(value));
            }
        };
        let member = |name: &str| text(&self.request, name);
        option("app-id", member("AppId").as_deref());
        let environment = member("BackendEnvironmentName");
        option("backend-environment-name", environment.as_deref());
        option("job-id", Some(&self.id));
        let globals = self.globals;
        let url = globals.endpoint_url.as_deref().map(mask_user_info);
        option("profile", globals.profile.as_deref());
        option("region", globals.region.as_deref());
        option("endpoint-url", url.as_deref());
        option("ca-bundle", globals.ca_bundle.as_deref());
        option("wait-interval", self.arguments.wait_interval.as_deref());
        option("wait-timeout", self.arguments.wait_timeout.as_deref());
        let switches = [
            ("no-verify-ssl", globals.no_verify_ssl),
            ("no-sign-request", globals.no_sign_request),
            ("wait", true),
        ];
        let switches = switches.iter().filter(|(_, is_on)| *is_on);
        words.extend(switches.map(|(name, _)| format!("--{name}")));
        words.join(" ")
    }

    /// Whether to show a progress line: stderr is a terminal, and the log does not write to it.
    fn shows_progress(&self) -> bool {
        self.hint_context.is_some_and(|context| {
            !self.globals.debug && context.environment.get("TERM") != Some("dumb")
        })
    }

    fn progress(&self, job: &Dict, elapsed: Duration) -> String {
        let status = text(job, "Status").unwrap_or_default();
        let seconds = elapsed.as_secs();
        format!(
            "{} {}:{:02}  job {}",
            sanitize(&status),
            seconds / 60,
            seconds % 60,
            sanitize(&self.id)
        )
    }
}

fn text(dict: &Dict, name: &str) -> Option<String> {
    dict.entries.get(name).map(str_of)
}
