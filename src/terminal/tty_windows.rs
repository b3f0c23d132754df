//! The console that the run belongs to, wherever its output goes (`getpass.win_getpass`).

use crate::log::secret::Secret;
use std::fs::OpenOptions;
use std::io;
use std::time::Duration;

/// The console.
pub(super) struct Tty(String);

impl Tty {
    /// Looks for the console.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn open() -> io::Result<Tty> {
        OpenOptions::new().read(true).open("CONIN$")?;
        Ok(Tty(String::new()))
    }

    /// Keeps the prompt for [`Tty::read_line`], which also turns the echo off and on again.
    ///
    /// # Errors
    /// None.
    pub(super) fn prompt(&mut self, text: &str) -> io::Result<()> {
        text.clone_into(&mut self.0);
        Ok(())
    }

    /// Reads a line; `None` when the console is closed.
    pub(super) fn read_line(self) -> Option<Secret> {
        let line = rpassword::prompt_password(self.0);
        if line.is_err() {
            // Ctrl-C ends the reading just before it arrives as an event, which is to decide.
            std::thread::sleep(Duration::from_millis(100));
        }
        line.ok().map(|line| Secret::new(&line))
    }
}
