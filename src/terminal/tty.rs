//! The controlling terminal, independent of redirections (`getpass.unix_getpass`).

use crate::log::secret::Secret;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};

/// The controlling terminal, opened for reading and writing.
pub(super) struct Tty(File);

impl Tty {
    /// Opens the terminal.
    ///
    /// # Errors
    /// The process has no controlling terminal.
    pub(super) fn open() -> io::Result<Tty> {
        let file = OpenOptions::new().read(true).write(true).open("/dev/tty");
        file.map(Tty)
    }

    /// Shows the prompt. The echo is off before the prompt appears and until the guard is dropped,
    /// so that even an answer typed at once is not shown.
    ///
    /// # Errors
    /// The terminal is closed.
    pub(super) fn prompt(&mut self, text: &str) -> io::Result<Option<EchoGuard>> {
        let guard = self.0.try_clone().ok().and_then(EchoGuard::new);
        self.0.write_all(text.as_bytes())?;
        Ok(guard)
    }

    /// Reads a line; `None` when the terminal is closed.
    pub(super) fn read_line(mut self) -> Option<Secret> {
        let mut line = String::new();
        let read = BufReader::new(&self.0).read_line(&mut line).ok()?;
        // The terminal did not echo the end of the line either.
        let _ = self.0.write_all(b"\n");
        (read > 0).then(|| Secret::new(line.trim_end_matches(['\r', '\n'])))
    }
}

/// Restores the terminal's echo when it is dropped.
pub(super) struct EchoGuard {
    terminal: File,
    before: Termios,
}

impl EchoGuard {
    /// Switches the echo off and drops input typed ahead, as `getpass` does.
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
        // An error means that the terminal is closed, and then there is nothing to restore.
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}
