//! What the user typed, as plain data: options by name, values not yet interpreted.
//!
//! [`crate::cli`] fills it in; every later stage reads it. Text is as Python's `sys.argv` has it;
//! see [`crate::python::surrogate::decode_os`].

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

/// The name under which the program was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// Its own, or any that says nothing.
    Amplifybackend,
    /// `aws`, which it stands in for.
    Aws,
}

impl Program {
    /// The program by the first word of argv.
    pub fn named(word: &OsStr) -> Program {
        match Path::new(word).file_name() {
            Some(name) if name == "aws" => Program::Aws,
            _ => Program::Amplifybackend,
        }
    }

    /// The name that its usage errors begin with.
    pub fn name(self) -> &'static str {
        match self {
            Program::Amplifybackend => "amplifybackend",
            Program::Aws => "aws",
        }
    }
}

/// The options that every command of the original takes.
#[derive(Clone, Debug, Default)]
pub struct GlobalOptions {
    /// `--debug`
    pub debug: bool,
    /// `--endpoint-url`
    pub endpoint_url: Option<String>,
    /// `--no-verify-ssl`
    pub no_verify_ssl: bool,
    /// `--no-paginate`; without effect, since the operation has no pages.
    pub no_paginate: bool,
    /// `--output`: `json`, `text` or `table`.
    pub output: Option<String>,
    /// `--query`
    pub query: Option<String>,
    /// `--profile`
    pub profile: Option<String>,
    /// `--region`
    pub region: Option<String>,
    /// `--color`: `on`, `off` or `auto`.
    pub color: Option<String>,
    /// `--no-sign-request`
    pub no_sign_request: bool,
    /// `--ca-bundle`
    pub ca_bundle: Option<String>,
    /// `--cli-read-timeout`
    pub read_timeout: Option<String>,
    /// `--cli-connect-timeout`
    pub connect_timeout: Option<String>,
    /// `--v2-debug`
    pub v2_debug: bool,
    /// An option that stands there twice with different values.
    pub repeated: Option<&'static str>,
}

/// The options of `update-backend-auth`.
#[derive(Clone, Default)]
pub struct OperationOptions {
    /// `--app-id`
    pub app_id: Option<String>,
    /// `--backend-environment-name`
    pub backend_environment_name: Option<String>,
    /// `--resource-config`
    pub resource_config: Option<String>,
    /// `--resource-name`
    pub resource_name: Option<String>,
    /// `--cli-input-json`
    pub cli_input_json: Option<String>,
    /// `--generate-cli-skeleton`: `input` or `output`.
    pub generate_cli_skeleton: Option<String>,
    /// An option that stands there twice with different values.
    pub repeated: Option<&'static str>,
}

/// The values hold secrets.
impl fmt::Debug for OperationOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OperationOptions")
    }
}
