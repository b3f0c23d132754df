//! The prompt for an MFA code on the terminal, without showing what is typed (`getpass.getpass`).

use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::service::credentials::Boxed;
use crate::service::signals::{SignalKind, Signals};
use crate::service::{on_thread, require_runtime};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::fs::{File, OpenOptions};
use std::future::{Future, poll_fn};
use std::io::{BufRead, BufReader, Write};
use std::pin::pin;
use std::task::Poll;

/// Asks on the terminal that the run belongs to, wherever its output goes, for the code of the
/// device with that serial number.
///
/// # Errors
/// [`CredentialsError::NoTerminal`] when there is none, or when it is closed;
/// [`CredentialsError::Terminated`] when a signal ends the wait.
pub fn ask_mfa_code(serial: &str) -> Boxed<'_, Secret> {
    Box::pin(ask(serial))
}

async fn ask(serial: &str) -> Result<Secret, CredentialsError> {
    let no_terminal = || CredentialsError::NoTerminal(serial.to_owned());
    let mut terminal = OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/tty")
        .map_err(|_| no_terminal())?;
    require_runtime().await;
    // Caught from here on: a signal that ends the process leaves the terminal without echo.
    let mut signals = Signals::catch(&[
        SignalKind::terminate(),
        SignalKind::hangup(),
        SignalKind::quit(),
    ]);
    // Before the prompt, so that not even a fast answer is shown. Dropped, and so undone, also
    // when Ctrl-C ends the wait.
    let _silence = terminal.try_clone().ok().and_then(EchoGuard::new);
    let prompt = format!("Enter MFA code for {serial}: ");
    terminal
        .write_all(prompt.as_bytes())
        .map_err(|_| no_terminal())?;
    let mut typed = pin!(on_thread(move || line(terminal)));
    let mut terminated = pin!(signals.next());
    poll_fn(|cx| {
        if let Poll::Ready(signal) = terminated.as_mut().poll(cx) {
            return Poll::Ready(Err(CredentialsError::Terminated(signal)));
        }
        typed.as_mut().poll(cx).map(|typed| match typed {
            Ok(Some(code)) => Ok(code),
            _ => Err(no_terminal()),
        })
    })
    .await
}

fn line(mut terminal: File) -> Option<Secret> {
    let mut line = String::new();
    let read = BufReader::new(&terminal).read_line(&mut line).ok()?;
    // What ended the line was not shown either.
    let _ = terminal.write_all(b"\n");
    (read > 0).then(|| Secret::new(line.trim_end_matches(['\r', '\n'])))
}

/// The terminal without echo, as long as this lives.
struct EchoGuard {
    terminal: File,
    before: Termios,
}

impl EchoGuard {
    /// What was typed ahead is dropped with the echo, as `getpass` drops it.
    fn new(terminal: File) -> Option<EchoGuard> {
        let before = tcgetattr(&terminal).ok()?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&terminal, OptionalActions::Flush, &silent).ok()?;
        Some(EchoGuard { terminal, before })
    }
}

impl Drop for EchoGuard {
    fn drop(&mut self) {
        // A terminal that has gone needs no echo.
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}
