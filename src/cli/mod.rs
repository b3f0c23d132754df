//! The stage that parses the command line, in the original's two passes.
//!
//! [`parse_globals`] takes the global options from any position in argv and returns the remaining
//! arguments; [`parse_command`] parses these by the table of the operation. They are two functions
//! because the original checks some global values between the passes. Values are not interpreted
//! here.

mod argv;
mod clap;
mod dispatch;
pub mod exec_aws;
pub mod flags;
pub mod help;
mod installed_aws;
mod program;

use crate::config::globals::GlobalOptions;
use crate::dialect::Dialect;
use crate::error::UsageError;
use crate::model::arguments::{Arguments, MemberArgument};
use crate::model::{Operation, UPDATE_BACKEND_AUTH};
use argv::{ParseResult, Positional};
use flags::{
    FlagSpec, SHELLS, Scope, Setter, ValueKind, commands, global_flags, operation_flags,
    service_commands,
};

pub use argv::{Lookup, find};
pub use dispatch::{Route, choose_dialect, pass_on, route};
pub use program::Program;

/// The result of the first pass.
#[derive(Debug)]
pub enum Globals {
    /// `--version`
    Version,
    /// `--help` or `-h`, which the original does not have, with the operation of the command line.
    Help(&'static Operation),
    /// The global options and the remaining arguments.
    Run(Box<GlobalOptions>, Vec<String>),
}

/// The result of the second pass.
#[derive(Debug)]
pub enum Command {
    /// `help`, for the program or an operation.
    Help,
    /// `man-page`
    ManPage,
    /// `schema`
    Schema,
    /// `completion` with the name of a shell.
    Completion(String),
    /// An operation with its arguments.
    Operation(Box<Arguments>),
}

/// The parser that version 2 runs first, for two options only (`awscli/argparser.py`,
/// `FirstPassGlobalArgParser`).
///
/// # Errors
/// `argparse`'s error for the two options.
pub fn check_first_pass(argv: &[String]) -> Result<(), UsageError> {
    let mut flags = global_flags(Dialect::V2);
    flags.retain(|flag| matches!(flag.name, "profile" | "debug"));
    // Its own order, which the message about `--=x` shows.
    flags.reverse();
    let result = argv::read(argv.to_vec(), &flags, Positional::None);
    result.error.map_or(Ok(()), Err)
}

/// The next check of argv in version 2 (`awscli/clidriver.py`,
/// `validate_auto_prompt_args_are_mutually_exclusive`).
///
/// # Errors
/// Both switches of the prompt are given unabbreviated.
pub fn check_auto_prompt(argv: &[String]) -> Result<(), UsageError> {
    let has = |switch: &str| argv.iter().any(|word| word == switch);
    if has(AUTO_PROMPT) && has(NO_AUTO_PROMPT) {
        return Err(UsageError::BothAutoPrompts);
    }
    Ok(())
}

/// Whether version 2 would prompt for parameters, by argv or else by `setting`, which is called
/// only if argv has neither switch (`awscli/clidriver.py`, `resolve_auto_prompt_mode`).
///
/// # Errors
/// Those of `setting`.
pub fn auto_prompt<E>(
    argv: &[String],
    setting: impl FnOnce() -> Result<Option<String>, E>,
) -> Result<AutoPrompt, E> {
    let has = |switch: &str| argv.iter().any(|word| word == switch);
    if ["help", "--version", NO_AUTO_PROMPT].into_iter().any(has) {
        return Ok(AutoPrompt::Off);
    }
    if has(AUTO_PROMPT) {
        return Ok(AutoPrompt::On);
    }
    Ok(match setting()?.as_deref() {
        Some("on") => AutoPrompt::On,
        Some("on-partial") => AutoPrompt::OnPartial,
        _ => AutoPrompt::Off,
    })
}

const AUTO_PROMPT: &str = "--cli-auto-prompt";
const NO_AUTO_PROMPT: &str = "--no-cli-auto-prompt";

/// When version 2 prompts for parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoPrompt {
    /// Never.
    Off,
    /// Before the command line is parsed.
    On,
    /// After a usage error.
    OnPartial,
}

/// The first pass. `argv` does not include the program name.
///
/// # Errors
/// `argparse`'s error for a global option.
pub fn parse_globals(argv: Vec<String>, dialect: Dialect) -> Result<Globals, UsageError> {
    // In the original's argv, the service name follows the program name.
    let service = std::iter::once("amplifybackend".to_owned());
    parse_aws_globals(service.chain(argv).collect(), dialect)
}

/// The first pass over the arguments of `aws`, which include the service name.
///
/// # Errors
/// `argparse`'s error for a global option.
pub fn parse_aws_globals(argv: Vec<String>, dialect: Dialect) -> Result<Globals, UsageError> {
    let flags = global_flags(dialect);
    let mut result = argv::read(argv, &flags, Positional::One);
    let version = result
        .options
        .iter()
        .position(|(spec, _)| spec.takes == ValueKind::Version);
    if let Some(index) = version {
        result.options.truncate(index);
        result.error = None;
    }
    let mut globals = GlobalOptions {
        repeated: result.repeated(),
        ..GlobalOptions::default()
    };
    clap::check("amplifybackend", &flags, &result.options, |_| false)?;
    if let Some(error) = result.error {
        return Err(error);
    }
    if version.is_some() {
        return Ok(Globals::Version);
    }
    let before_separator = result.remaining.iter().take_while(|text| *text != "--");
    if before_separator
        .clone()
        .any(|text| text == "--help" || text == "-h")
    {
        let operation = named_operation(before_separator);
        return Ok(Globals::Help(operation.unwrap_or(&UPDATE_BACKEND_AUTH)));
    }
    for (flag, value) in result.options {
        if let Setter::Global(set) = flag.set {
            set(&mut globals, value);
        }
    }
    Ok(Globals::Run(Box::new(globals), result.remaining))
}

/// The operation of the first word that names one.
pub fn named_operation<'a>(
    words: impl IntoIterator<Item = &'a String>,
) -> Option<&'static Operation> {
    words.into_iter().find_map(|word| Operation::named(word))
}

/// The second pass, over the arguments that the first pass returned.
///
/// # Errors
/// `argparse`'s error for the command or its options, or the unknown options.
pub fn parse_command(remaining: Vec<String>, dialect: Dialect) -> Result<Command, UsageError> {
    let command = argv::read(remaining, &[], Positional::One);
    if let Some(error) = command.error {
        return Err(error);
    }
    match command.positional.as_deref() {
        Some("help") => Ok(Command::Help),
        Some("man-page") => Ok(Command::ManPage),
        Some("schema") => Ok(Command::Schema),
        Some("completion") => parse_completion(command.remaining),
        Some(word) => match Operation::named(word) {
            Some(operation) => parse_operation(operation, command.remaining, dialect),
            None => Err(UsageError::InvalidChoice {
                argument: "operation".to_owned(),
                value: word.to_owned(),
                choices: match dialect {
                    Dialect::V1 => commands(),
                    // Version 2 suggests close matches among all operations of the service.
                    Dialect::V2 => service_commands(),
                },
            }),
        },
        None => Err(UsageError::Required(vec!["operation".to_owned()])),
    }
}

fn parse_operation(
    operation: &'static Operation,
    argv: Vec<String>,
    dialect: Dialect,
) -> Result<Command, UsageError> {
    if argv == ["help"] {
        return Ok(Command::Help);
    }
    let flags = operation_flags(operation, dialect);
    let overrides_required = overrides_required(&argv, &flags);
    let with_own_flags = names_own_flag(&argv, &flags).then(|| argv.clone());
    let result = argv::read(argv, &flags, Positional::Optional);
    let mut arguments = Arguments::new(operation);
    arguments.repeated = result.repeated();
    let ParseResult {
        options,
        positional,
        remaining: mut unknown,
        error,
    } = result;
    // After a parse error, missing options are not reported.
    let nothing_required = overrides_required || error.is_some();
    clap::check(operation.command, &flags, &options, |flag| {
        !nothing_required && flag.is_required(operation)
    })?;
    if let Some(error) = error {
        return Err(error);
    }
    if positional.as_deref() == Some("help") {
        return Ok(Command::Help);
    }
    append_positional(&mut unknown, positional);
    if !unknown.is_empty() {
        // The original's error also lists the flags that only this program has.
        if let Some(argv) = with_own_flags {
            let flags: Vec<FlagSpec> = flags.into_iter().filter(|flag| !is_own(flag)).collect();
            let result = argv::read(argv, &flags, Positional::Optional);
            unknown = result.remaining;
            append_positional(&mut unknown, result.positional);
        }
        return Err(UsageError::UnknownOptions(unknown));
    }
    for (flag, value) in options {
        set(&mut arguments, flag, value);
    }
    Ok(Command::Operation(Box::new(arguments)))
}

fn is_own(flag: &FlagSpec) -> bool {
    matches!(flag.scope, Scope::Own(_))
}

fn names_own_flag(argv: &[String], flags: &[FlagSpec]) -> bool {
    let own = |name: &str| flags.iter().any(|flag| is_own(flag) && flag.name == name);
    let names = argv.iter().filter_map(|word| word.strip_prefix("--"));
    names
        .into_iter()
        .any(|word| own(word.split('=').next().unwrap_or(word)))
}

/// The original appends the value of its `help` positional (`ServiceOperation.__call__`).
fn append_positional(unknown: &mut Vec<String>, positional: Option<String>) {
    unknown.extend(positional.filter(|text| !text.is_empty()));
}

fn set(arguments: &mut Arguments, flag: FlagSpec, value: Option<String>) {
    match (flag.set, flag.scope, value) {
        (Setter::Operation(set), _, value) => set(arguments, value),
        (Setter::Member, Scope::Member(member), Some(value)) => {
            arguments.members.push(MemberArgument {
                member,
                flag: flag.name,
                value,
            });
        }
        _ => {}
    }
}

/// Parses the argument of `completion`: the name of a shell.
fn parse_completion(mut remaining: Vec<String>) -> Result<Command, UsageError> {
    let extra = remaining.split_off(remaining.len().min(1));
    match remaining.pop() {
        Some(shell) if SHELLS.contains(&shell.as_str()) => match extra.is_empty() {
            true => Ok(Command::Completion(shell)),
            false => Err(UsageError::UnknownOptions(extra)),
        },
        Some(value) => Err(UsageError::InvalidChoice {
            argument: "shell".to_owned(),
            value,
            choices: SHELLS.to_vec(),
        }),
        None => Err(UsageError::Other(format!(
            "argument shell: expected one of {}",
            SHELLS.join(", ")
        ))),
    }
}

/// Whether no option is required because a document or a skeleton is given. The original searches
/// argv for the complete option names, so an abbreviation or `--cli-input-json=...` has no effect
/// (`awscli/customizations/arguments.py`, `OverrideRequiredArgsArgument`).
fn overrides_required(argv: &[String], flags: &[FlagSpec]) -> bool {
    let skeleton = argv
        .iter()
        .position(|text| text == "--generate-cli-skeleton");
    let for_input =
        skeleton.is_some_and(|index| argv.get(index + 1).is_none_or(|next| next != "output"));
    let is_document = |text: &String| {
        flags.iter().any(|flag| {
            flag.name.starts_with("cli-input-") && text.strip_prefix("--") == Some(flag.name)
        })
    };
    for_input || argv.iter().any(is_document)
}
