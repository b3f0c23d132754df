//! The prompt for an MFA code on the terminal, without echo (`getpass.getpass`).

use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::service::credentials::Boxed;
use crate::service::signals::Signals;
use crate::service::{on_thread, require_runtime};
use crate::terminal::tty::Tty;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// Prompts for the code of the MFA device with this serial number. The prompt uses the controlling
/// terminal even where stdin and stdout are redirected.
///
/// # Errors
/// [`CredentialsError::NoTerminal`] when there is no terminal, or when it is closed;
/// [`CredentialsError::Terminated`] when a signal ends the wait.
pub fn ask_mfa_code(serial: &str) -> Boxed<'_, Secret> {
    Box::pin(ask(serial))
}

async fn ask(serial: &str) -> Result<Secret, CredentialsError> {
    let no_terminal = || CredentialsError::NoTerminal(serial.to_owned());
    let mut terminal = Tty::open().map_err(|_| no_terminal())?;
    require_runtime().await;
    // Caught before the prompt: a signal that ended the process would leave the terminal without
    // echo.
    let mut signals = Signals::termination();
    // Dropping the guard restores the echo, also after Ctrl-C.
    let _silence = terminal
        .prompt(&format!("Enter MFA code for {serial}: "))
        .map_err(|_| no_terminal())?;
    let mut typed = pin!(on_thread(move || terminal.read_line()));
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
