//! Shows a long text in the user's pager.

use crate::error::OutputError;
use crate::python::environ::Environment;
use crate::python::surrogate::os_string;
use crate::python::{path, shlex};
use std::io::Write;
use std::process::{Command, ExitStatus, Stdio};

/// The pager that version 2 sends its output through (`awscli/utils.py`, `OutputStreamFactory`).
#[derive(Clone, Debug)]
pub struct OutputPager {
    program: String,
    arguments: Vec<String>,
}

impl OutputPager {
    /// The pager of a command line.
    ///
    /// # Errors
    /// A command line that cannot be split into words, and a program that does not exist.
    pub fn new(command_line: &str, environment: &Environment) -> Result<OutputPager, OutputError> {
        if cfg!(windows) {
            let (shell, option) = SHELL;
            return Ok(OutputPager {
                program: shell.to_owned(),
                arguments: vec![option.to_owned(), command_line.to_owned()],
            });
        }
        let mut words = shlex::split(command_line).map_err(OutputError::PagerWords)?;
        if words.is_empty() {
            return Err(OutputError::PagerWords("list index out of range"));
        }
        let program = words.remove(0);
        if !path::is_program(&program, environment) {
            return Err(OutputError::NoPager(program));
        }
        Ok(OutputPager {
            program,
            arguments: words,
        })
    }

    /// Shows the output. Returns `false` when the pager cannot be started; the output must then be
    /// printed. The exit code of the pager is ignored, and so is a pager that does not read to the
    /// end.
    pub fn show(&self, output: &[u8], environment: &Environment) -> bool {
        let mut command = Command::new(os_string(&self.program));
        command.args(self.arguments.iter().map(|word| os_string(word)));
        if environment.get("LESS").is_none() {
            command.env("LESS", "FRX");
        }
        with_interrupts_ignored(|| run_with_input(&mut command, output)).is_ok()
    }
}

/// The default pager of the help (`awscli/compat.py`, `default_pager`).
const DEFAULT: &str = if cfg!(windows) { "more" } else { "less -R" };

/// The shell and its option for running a command.
const SHELL: (&str, &str) = if cfg!(windows) {
    ("cmd", "/C")
} else {
    ("/bin/sh", "-c")
};

/// The exit codes of a shell whose command is not executable or not found.
const NOT_STARTED: [i32; 2] = [126, 127];

/// Shows the text. Returns `false` when there is no pager or it cannot be started; the text must
/// then be printed. The exit code of a started pager is ignored.
pub fn show(text: &str, environment: &Environment) -> bool {
    let chosen = ["MANPAGER", "PAGER"]
        .into_iter()
        .find_map(|name| environment.get(name))
        .unwrap_or(DEFAULT)
        .trim();
    if matches!(chosen, "" | "cat") {
        return false;
    }
    let mut command = command(chosen);
    // Without `-R`, less would show the escape sequences as text.
    let less = environment.get("LESS").unwrap_or_default();
    command.env("LESS", os_string(&format!("-R {less}")));
    match with_interrupts_ignored(|| run_with_input(&mut command, text.as_bytes())) {
        Ok(status) => !status
            .code()
            .is_some_and(|code| NOT_STARTED.contains(&code)),
        Err(_) => false,
    }
}

/// A command with only plain characters is started directly; any other is passed to a shell.
fn command(chosen: &str) -> Command {
    let is_word = |c: char| c.is_alphanumeric() || "-_./,:+@".contains(c);
    let mut words = chosen.split(' ').filter(|word| !word.is_empty());
    match words.next() {
        Some(program) if chosen.chars().all(|c| c == ' ' || is_word(c)) => {
            let mut command = Command::new(os_string(program));
            command.args(words.map(os_string));
            command
        }
        _ => {
            let (shell, option) = SHELL;
            let mut command = Command::new(shell);
            command.arg(option).arg(os_string(chosen));
            command
        }
    }
}

fn run_with_input(command: &mut Command, text: &[u8]) -> std::io::Result<ExitStatus> {
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // The pipe is closed when the user quits the pager early.
        let _ = stdin.write_all(text);
    }
    child.wait()
}

/// Runs a pager while this program ignores Ctrl-C, which belongs to the pager: if it ended this
/// program, the shell and the pager would both read the keyboard. The signal is caught rather than
/// ignored, because a child process inherits an ignored signal.
fn with_interrupts_ignored<T>(run: impl FnOnce() -> std::io::Result<T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let _context = runtime.enter();
    #[cfg(unix)]
    let _caught = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    #[cfg(windows)]
    let _caught = tokio::signal::windows::ctrl_c()?;
    run()
}
