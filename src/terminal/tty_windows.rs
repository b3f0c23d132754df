//! The console of the process, independent of redirections (`getpass.win_getpass`).

use crate::log::secret::Secret;
use std::fs::OpenOptions;
use std::io;
use std::time::Duration;

/// The console, with the text of the prompt.
pub(super) struct Tty(String);

impl Tty {
    /// Checks that there is a console.
    ///
    /// # Errors
    /// The process has no console.
    pub(super) fn open() -> io::Result<Tty> {
        OpenOptions::new().read(true).open("CONIN$")?;
        Ok(Tty(String::new()))
    }

    /// Stores the prompt for [`Tty::read_line`], which also switches the echo off and on.
    ///
    /// # Errors
    /// None; the result has the type of the Unix version.
    pub(super) fn prompt(&mut self, text: &str) -> io::Result<()> {
        text.clone_into(&mut self.0);
        Ok(())
    }

    /// Reads a line; `None` when the console is closed.
    pub(super) fn read_line(self) -> Option<Secret> {
        let line = rpassword::prompt_password(self.0);
        if line.is_err() {
            // Ctrl-C ends the read just before it arrives as an event. The event must end the run,
            // so it gets time to arrive.
            std::thread::sleep(Duration::from_millis(100));
        }
        line.ok().map(|line| Secret::new(&line))
    }
}
