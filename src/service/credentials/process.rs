//! Credentials from a program (`ProcessProvider`).

use super::keys::{Credentials, ProviderResult, Refresh};
use super::legacy_files::os_error;
use super::{Context, expiration};
use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};
use crate::python::{json, shlex, surrogate};
use crate::service::{decode, require_runtime};
use std::io;
use std::process::Stdio;
use tokio::io::{AsyncRead, AsyncReadExt};

const NAME: &str = "custom-process";

/// Keys are a few hundred bytes; what prints more than this will not end.
const MAX_OUTPUT: u64 = 64 << 20;

impl Context {
    pub(super) async fn process(
        &self,
        profile: &str,
    ) -> Result<Option<ProviderResult>, CredentialsError> {
        let Some(command) = self
            .sources
            .profiles
            .merged
            .get(profile)
            .and_then(|section| section.text("credential_process"))
        else {
            return Ok(None);
        };
        let keys = self.run(command).await?;
        Ok(Some(ProviderResult::new(
            keys,
            Refresh::Process(command.to_owned()),
        )))
    }

    /// Runs the program, without a shell, and reads what it prints.
    pub(super) async fn run(&self, command: &str) -> Result<Credentials, CredentialsError> {
        let words = shlex::split(command)
            .map_err(|message| CredentialsError::Python(message.to_owned()))?;
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
            .map_err(|error| CredentialsError::Python(not_started(&error, program)))?;
        // Both at once: who reads one pipe to its end first may wait for ever.
        let stderr = tokio::spawn(drain(child.stderr.take()));
        let printed = read_from(&mut child.stdout.take()).await;
        if printed.len() as u64 > MAX_OUTPUT {
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
        read(&printed)
    }
}

/// What comes out of a pipe, but no more than one byte beyond [`MAX_OUTPUT`].
async fn read_from(pipe: &mut Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // A pipe that breaks has ended.
        let _ = pipe.take(MAX_OUTPUT + 1).read_to_end(&mut bytes).await;
    }
    bytes
}

/// The same, with what comes beyond it let go: a program that waits for a reader never ends.
async fn drain(mut pipe: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let bytes = read_from(&mut pipe).await;
    if let Some(pipe) = &mut pipe {
        let _ = tokio::io::copy(pipe, &mut tokio::io::sink()).await;
    }
    bytes
}

/// Python looks along the path for a program without a name, and finds directories.
fn not_started(error: &io::Error, program: &str) -> String {
    if program.is_empty() {
        "[Errno 13] Permission denied: ''".to_owned()
    } else {
        os_error(error, program)
    }
}

fn failed(message: &str) -> CredentialsError {
    CredentialsError::Retrieval {
        provider: NAME.to_owned(),
        message: message.to_owned(),
    }
}

/// The keys in what was printed.
pub(super) fn read(printed: &[u8]) -> Result<Credentials, CredentialsError> {
    let printed = decode::utf8(printed).map_err(CredentialsError::Python)?;
    let parsed = &json::parse(printed, false)
        .map_err(|error| CredentialsError::Python(error.to_string()))?;
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
    let expiry = match parsed.entries.get("Expiration") {
        None | Some(Value::Null) => None,
        Some(time) => Some(expiration::parse(&str_of(time))?),
    };
    Ok(Credentials {
        access_key: required(parsed, "AccessKeyId")?,
        secret_key: Secret::new(required(parsed, "SecretAccessKey")?),
        token: match parsed.entries.get("SessionToken") {
            None | Some(Value::Null) => None,
            Some(token) => Some(str_of(token))
                .filter(|token| !token.is_empty())
                .map(Secret::new),
        },
        expiry,
    })
}

fn required(parsed: &Dict, name: &str) -> Result<String, CredentialsError> {
    match parsed.entries.get(name) {
        Some(value) => Ok(str_of(value)),
        None => Err(failed(&format!(
            "Missing required key in response: '{name}'"
        ))),
    }
}
