//! Shows a long text in the user's pager. Part of [`crate::run`], which owns the terminal.

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
    /// The pager of that command line.
    ///
    /// # Errors
    /// Words that cannot be cut apart, and a program that is not there.
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

    /// Shows the output; `false` when the pager cannot be started, and the output is still to be
    /// printed. Its exit code, and whether it reads to the end, are its own business.
    pub fn show(&self, output: &[u8], environment: &Environment) -> bool {
        let mut command = Command::new(os_string(&self.program));
        command.args(self.arguments.iter().map(|word| os_string(word)));
        if environment.get("LESS").is_none() {
            command.env("LESS", "FRX");
        }
        with_interrupts_ignored(|| feed(&mut command, output)).is_ok()
    }
}

/// The pager of who has not chosen one (`awscli/compat.py`, `default_pager`).
const DEFAULT: &str = if cfg!(windows) { "more" } else { "less -R" };

/// The shell, and its option before a command.
const SHELL: (&str, &str) = if cfg!(windows) {
    ("cmd", "/C")
} else {
    ("/bin/sh", "-c")
};

/// The exit codes of a shell for a command that is not executable, and for one not found.
const NOT_STARTED: [i32; 2] = [126, 127];

/// Shows the text; `false` when there is no pager, or it cannot be started, and the text is still
/// to be printed. How the pager ends is its own business.
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
    // The emphasis reaches the eye whatever the user's options for less are.
    let less = environment.get("LESS").unwrap_or_default();
    command.env("LESS", os_string(&format!("-R {less}")));
    match with_interrupts_ignored(|| feed(&mut command, text.as_bytes())) {
        Ok(status) => !status
            .code()
            .is_some_and(|code| NOT_STARTED.contains(&code)),
        Err(_) => false,
    }
}

/// Words are a program and its arguments; what a shell would read otherwise is given to one.
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

fn feed(command: &mut Command, text: &[u8]) -> std::io::Result<ExitStatus> {
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A pager that quits early closes the pipe.
        let _ = stdin.write_all(text);
    }
    child.wait()
}

/// Ctrl-C is for the pager, which shares the terminal: if it ended this program, the shell and
/// the pager would both read the keyboard. The signal is caught rather than ignored, because a
/// program that is started inherits the latter.
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
