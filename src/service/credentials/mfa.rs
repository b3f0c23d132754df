//! Asking for an MFA code on the terminal, without showing what is typed (`getpass.getpass`).

use crate::error::credentials::CredentialsError;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// Asks on the terminal that the run belongs to, wherever its output goes.
///
/// # Errors
/// [`CredentialsError::NoTerminal`] when there is none, or when it is closed.
pub(super) async fn ask(serial: &str) -> Result<String, CredentialsError> {
    let no_terminal = || CredentialsError::NoTerminal(serial.to_owned());
    let mut terminal = OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/tty")
        .map_err(|_| no_terminal())?;
    let prompt = format!("Enter MFA code for {serial}: ");
    terminal
        .write_all(prompt.as_bytes())
        .map_err(|_| no_terminal())?;
    // Dropped, and so undone, also when Ctrl-C ends the wait.
    let _silence = Silence::new();
    let typed = tokio::task::spawn_blocking(move || line(terminal));
    match typed.await {
        Ok(Some(code)) => Ok(code),
        _ => Err(no_terminal()),
    }
}

fn line(mut terminal: File) -> Option<String> {
    let mut line = String::new();
    let read = BufReader::new(&terminal).read_line(&mut line).ok()?;
    // What ended the line was not shown either.
    let _ = terminal.write_all(b"\n");
    (read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

/// The terminal without echo, as long as this lives.
struct Silence;

impl Silence {
    fn new() -> Silence {
        stty("-echo");
        Silence
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        stty("echo");
    }
}

/// Terminal modes are out of reach of safe Rust; the system's own tool sets them.
fn stty(mode: &str) {
    if let Ok(terminal) = File::open("/dev/tty") {
        let _ = Command::new("stty")
            .arg(mode)
            .stdin(Stdio::from(terminal))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}
