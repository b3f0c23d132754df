//! The terminal that the run belongs to, wherever its output goes (`getpass.unix_getpass`).

use crate::log::secret::Secret;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};

/// The terminal.
pub(super) struct Tty(File);

impl Tty {
    /// Opens the terminal.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn open() -> io::Result<Tty> {
        let file = OpenOptions::new().read(true).write(true).open("/dev/tty");
        file.map(Tty)
    }

    /// Shows the prompt. From now on, and as long as the guard lives, the terminal is without
    /// echo, so that not even a fast answer is shown.
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
        // The end of the line was not echoed either.
        let _ = self.0.write_all(b"\n");
        (read > 0).then(|| Secret::new(line.trim_end_matches(['\r', '\n'])))
    }
}

/// The terminal without echo, as long as this lives.
pub(super) struct EchoGuard {
    terminal: File,
    before: Termios,
}

impl EchoGuard {
    /// Input typed ahead is dropped, as `getpass` drops it.
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
