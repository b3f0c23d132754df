//! The command line: argv to plain data, in the original's two passes.
//!
//! [`parse_globals`] takes the global options from anywhere in argv and leaves the rest;
//! [`parse_operation`] reads that rest against the operation's table. Between the two the original
//! already judges some global values, which is why they are two functions. Nothing here looks
//! inside a value.

mod argv;
mod clap;
mod dispatch;
pub mod exec_aws;
pub mod flags;
pub mod help;
mod program;

use crate::config::globals::GlobalOptions;
use crate::error::UsageError;
use crate::model::arguments::OperationOptions;
use argv::{ParseResult, Positional};
use flags::{GLOBAL_OPTIONS, OPERATION_OPTIONS, REQUIRED_OPTIONS, SHELLS, SUBCOMMANDS, ValueKind};

pub use dispatch::{Route, route};
pub use program::Program;

/// What the first pass found.
#[derive(Debug)]
pub enum Globals {
    /// `--version`
    Version,
    /// `--help` or `-h`, which the original does not know.
    Help,
    /// The global options and what is left of argv.
    Run(Box<GlobalOptions>, Vec<String>),
}

/// What the second pass found.
#[derive(Debug)]
pub enum Command {
    /// `help`, or nothing the program would know what to do with but help.
    Help,
    /// `man-page`
    ManPage,
    /// `completion` with the name of a shell.
    Completion(String),
    /// The operation with its options.
    UpdateBackendAuth(Box<OperationOptions>),
}

/// The first pass. `argv` comes without the program's name.
///
/// # Errors
/// What `argparse` says of a global option; exit code 2.
pub fn parse_globals(argv: Vec<String>) -> Result<Globals, UsageError> {
    // The original has the service's name where this program has its own.
    let service = std::iter::once("amplifybackend".to_owned());
    parse_aws_globals(service.chain(argv).collect())
}

/// The first pass over what follows `aws`, of which one word is the service's name.
///
/// # Errors
/// What `argparse` says of a global option; exit code 2.
pub fn parse_aws_globals(argv: Vec<String>) -> Result<Globals, UsageError> {
    let mut reading = argv::read(argv, GLOBAL_OPTIONS, Positional::One);
    let version = reading
        .options
        .iter()
        .position(|(spec, _)| spec.takes == ValueKind::Version);
    if let Some(index) = version {
        reading.options.truncate(index);
        reading.error = None;
    }
    let repeated = reading.repeated();
    let command = clap::command("amplifybackend", GLOBAL_OPTIONS, &[]);
    let matches = clap::matches(command, GLOBAL_OPTIONS, reading.options)?;
    if let Some(error) = reading.error {
        return Err(error);
    }
    if version.is_some() {
        return Ok(Globals::Version);
    }
    let separator = reading.rest.iter().position(|text| text == "--");
    let before_separator = reading.rest.iter().take(separator.unwrap_or(usize::MAX));
    if before_separator
        .into_iter()
        .any(|text| text == "--help" || text == "-h")
    {
        return Ok(Globals::Help);
    }
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let options = GlobalOptions {
        debug: matches.get_flag("debug"),
        endpoint_url: text("endpoint-url"),
        no_verify_ssl: matches.get_flag("no-verify-ssl"),
        no_paginate: matches.get_flag("no-paginate"),
        output: text("output"),
        query: text("query"),
        profile: text("profile"),
        region: text("region"),
        color: text("color"),
        no_sign_request: matches.get_flag("no-sign-request"),
        ca_bundle: text("ca-bundle"),
        read_timeout: text("cli-read-timeout"),
        connect_timeout: text("cli-connect-timeout"),
        v2_debug: matches.get_flag("v2-debug"),
        repeated,
    };
    Ok(Globals::Run(Box::new(options), reading.rest))
}

/// The second pass, on what the first one left.
///
/// # Errors
/// What `argparse` says of the subcommand or of its options (exit code 2), or the options that
/// nobody knows (exit code 255).
pub fn parse_operation(rest: Vec<String>) -> Result<Command, UsageError> {
    let operation = argv::read(rest, &[], Positional::One);
    if let Some(error) = operation.error {
        return Err(error);
    }
    match operation.positional.as_deref() {
        Some("update-backend-auth") => {}
        Some("help") => return Ok(Command::Help),
        Some("man-page") => return Ok(Command::ManPage),
        Some("completion") => return parse_completion(operation.rest),
        Some(other) => {
            return Err(UsageError::InvalidChoice {
                argument: "operation".to_owned(),
                value: other.to_owned(),
                choices: SUBCOMMANDS,
            });
        }
        None => return Err(UsageError::Required(vec!["operation".to_owned()])),
    }
    if operation.rest == ["help"] {
        return Ok(Command::Help);
    }
    let required = if overrides_required(&operation.rest) {
        &[]
    } else {
        REQUIRED_OPTIONS
    };
    let reading = argv::read(operation.rest, OPERATION_OPTIONS, Positional::Optional);
    let repeated = reading.repeated();
    let ParseResult {
        options,
        positional,
        rest: mut unknown,
        error,
    } = reading;
    // A reading that stopped early says nothing of what is missing.
    let required = if error.is_some() { &[] } else { required };
    let command = clap::command("update-backend-auth", OPERATION_OPTIONS, required);
    let matches = clap::matches(command, OPERATION_OPTIONS, options)?;
    if let Some(error) = error {
        return Err(error);
    }
    match positional.as_deref() {
        Some("help") => return Ok(Command::Help),
        // The original appends what its `help` positional swallowed (ServiceOperation.__call__).
        Some(text) if !text.is_empty() => unknown.push(text.to_owned()),
        _ => {}
    }
    if !unknown.is_empty() {
        return Err(UsageError::UnknownOptions(unknown));
    }
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    Ok(Command::UpdateBackendAuth(Box::new(OperationOptions {
        app_id: text("app-id"),
        backend_environment_name: text("backend-environment-name"),
        resource_config: text("resource-config"),
        resource_name: text("resource-name"),
        cli_input_json: text("cli-input-json"),
        generate_cli_skeleton: text("generate-cli-skeleton"),
        repeated,
    })))
}

/// What follows `completion`: the name of a shell.
fn parse_completion(mut rest: Vec<String>) -> Result<Command, UsageError> {
    let extra = rest.split_off(rest.len().min(1));
    match rest.pop() {
        Some(shell) if SHELLS.contains(&shell.as_str()) => match extra.is_empty() {
            true => Ok(Command::Completion(shell)),
            false => Err(UsageError::UnknownOptions(extra)),
        },
        Some(value) => Err(UsageError::InvalidChoice {
            argument: "shell".to_owned(),
            value,
            choices: SHELLS,
        }),
        None => Err(UsageError::Other(format!(
            "argument shell: expected one of {}",
            SHELLS.join(", ")
        ))),
    }
}

/// Whether nothing is required, because a document or a skeleton stands in. The original looks
/// for the bare words in argv, so that an abbreviation or `--cli-input-json=...` does not count
/// (`awscli/customizations/arguments.py`, `OverrideRequiredArgsArgument`).
fn overrides_required(argv: &[String]) -> bool {
    let skeleton = argv
        .iter()
        .position(|text| text == "--generate-cli-skeleton");
    let for_input =
        skeleton.is_some_and(|index| argv.get(index + 1).is_none_or(|next| next != "output"));
    for_input || argv.iter().any(|text| text == "--cli-input-json")
}
