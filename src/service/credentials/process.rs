//! Credentials that a program prints (`ProcessProvider`).

use super::expiration;
use super::keys::{self, Credentials, Parts};
use super::provider::{Boxed, Context, CredentialProvider, Fetch, Found};
use crate::error::credentials::CredentialsError;
use crate::python::os_error::os_error;
use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};
use crate::python::{json, shlex, surrogate};
use crate::service::{decode, require_runtime};
use std::io;
use std::process::Stdio;
use tokio::io::{AsyncRead, AsyncReadExt};

const NAME: &str = "custom-process";

/// The maximum output, in bytes. Credentials have a few hundred bytes; a program that prints more
/// than this probably never ends.
const MAX_OUTPUT: u64 = 64 << 20;

/// The provider for the `credential_process` of a profile.
pub(super) struct Process<'p> {
    pub profile: &'p str,
}

impl CredentialProvider for Process<'_> {
    fn name(&self) -> &'static str {
        "process"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            let section = context.sources.profiles.merged.get(self.profile);
            let Some(command) =
                section.and_then(|section| keys::setting(section, "credential_process"))
            else {
                return Ok(None);
            };
            let Value::String(command) = command else {
                // `shlex.split` treats a nested section as a stream.
                let message = format!("'{}' object has no attribute 'read'", command.class());
                return Err(CredentialsError::Python(message));
            };
            let keys = run(&command).await?;
            Ok(Some(Found::new(keys, Command(command))))
        })
    }
}

/// The command line, as written in the profile.
#[derive(Debug)]
struct Command(String);

impl Fetch for Command {
    fn fetch<'a>(&'a self, _: &'a Context) -> Boxed<'a, Credentials> {
        Box::pin(run(&self.0))
    }
}

/// Runs the program, without a shell, and parses its output.
async fn run(command: &str) -> Result<Credentials, CredentialsError> {
    let words = shlex::split_command(command).map_err(CredentialsError::Python)?;
    let [program, arguments @ ..] = words.as_slice() else {
        return Err(CredentialsError::Python("list index out of range".into()));
    };
    require_runtime().await;
    let mut child = tokio::process::Command::new(surrogate::path(program))
        .args(arguments.iter().map(|word| surrogate::path(word)))
        .stdin(Stdio::inherit())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| CredentialsError::Python(spawn_error_message(&error, program)))?;
    // Both pipes are read at the same time: otherwise the program may block on the other one.
    let stderr = tokio::spawn(drain(child.stderr.take()));
    let output = read_from(&mut child.stdout.take()).await;
    if output.len() as u64 > MAX_OUTPUT {
        return Err(failed("the output is too long"));
    }
    let status = child
        .wait()
        .await
        .map_err(|error| CredentialsError::Python(error.to_string()))?;
    let stderr = stderr.await.unwrap_or_default();
    if !status.success() {
        return Err(failed(
            decode::utf8(&stderr).map_err(CredentialsError::Python)?,
        ));
    }
    read(&output)
}

/// Reads a pipe to its end, but at most one byte more than [`MAX_OUTPUT`].
async fn read_from(pipe: &mut Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // A read error is treated as the end of the pipe.
        let _ = pipe.take(MAX_OUTPUT + 1).read_to_end(&mut bytes).await;
    }
    bytes
}

/// Like [`read_from`], but then reads and discards the rest, because a program that blocks on a
/// full pipe never ends.
async fn drain(mut pipe: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let bytes = read_from(&mut pipe).await;
    if let Some(pipe) = &mut pipe {
        let _ = tokio::io::copy(pipe, &mut tokio::io::sink()).await;
    }
    bytes
}

/// Python's message for a program that cannot be started. For an empty name Python searches PATH
/// and finds directories; on Windows the message is the system's.
fn spawn_error_message(error: &io::Error, program: &str) -> String {
    if cfg!(windows) {
        let number = error.raw_os_error().unwrap_or(2);
        let system = io::Error::from_raw_os_error(number).to_string();
        let text = system.split(". (os error").next().unwrap_or_default();
        format!("[WinError {number}] {text}")
    } else if program.is_empty() {
        "[Errno 13] Permission denied: ''".to_owned()
    } else {
        os_error(error, Some(program))
    }
}

/// The error of this provider.
fn failed(message: &str) -> CredentialsError {
    CredentialsError::Retrieval {
        provider: NAME.to_owned(),
        message: message.to_owned(),
    }
}

/// Parses the output of the program.
pub(super) fn read(output: &[u8]) -> Result<Credentials, CredentialsError> {
    let output = decode::utf8(output).map_err(CredentialsError::Python)?;
    let parsed =
        &json::parse(output).map_err(|error| CredentialsError::Python(error.to_string()))?;
    let Value::Dict(parsed) = parsed else {
        return Err(CredentialsError::Python(format!(
            "'{}' object has no attribute 'get'",
            parsed.class()
        )));
    };
    let version = match parsed.entries.get("Version") {
        Some(version) => version,
        None => &Value::from("<Version key not provided>"),
    };
    let is_one = match version {
        Value::Int(number) => *number == 1.into(),
        Value::Float(number) => (*number - 1.0).abs() == 0.0,
        Value::Bool(truth) => *truth,
        _ => false,
    };
    if !is_one {
        return Err(failed(&format!(
            "Unsupported version '{}' for credential process provider, supported versions: 1",
            str_of(version)
        )));
    }
    let parts = Parts {
        access_key: required(parsed, "AccessKeyId")?,
        secret_key: required(parsed, "SecretAccessKey")?,
        token: parsed.entries.get("SessionToken").unwrap_or(&Value::Null),
    };
    let keys = Credentials::new("credential_process", &parts);
    Ok(match parsed.entries.get("Expiration") {
        None | Some(Value::Null) => keys,
        Some(expiry) => keys.expiring(expiration::read(expiry)?),
    })
}

/// A required member of the output.
fn required<'a>(parsed: &'a Dict, name: &str) -> Result<&'a Value, CredentialsError> {
    parsed
        .entries
        .get(name)
        .ok_or_else(|| failed(&format!("Missing required key in response: '{name}'")))
}
