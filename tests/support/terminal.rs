//! A program in a pseudo-terminal: tests type into it and read its output.

use super::process::TestDir;
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// The limit for one step.
const TIMEOUT: Duration = Duration::from_secs(40);

/// Whether a program is installed.
pub fn is_installed(name: &str) -> bool {
    ["/usr/local/bin", "/usr/bin", "/bin"]
        .iter()
        .any(|folder| std::path::Path::new(folder).join(name).is_file())
}

/// A terminal of 120 columns with a program in it, which ends when dropped.
pub struct Session {
    pub dir: TestDir,
    running: Option<Running>,
    /// The length of the output that is already consumed.
    consumed: usize,
}

struct Running {
    child: Child,
    keyboard: File,
    output: Arc<Mutex<Vec<u8>>>,
}

impl Session {
    pub fn new() -> Session {
        Session {
            dir: TestDir::new(),
            running: None,
            consumed: 0,
        }
    }

    /// Starts a program in a minimal environment, with the home's `bin` on PATH.
    pub fn start(&mut self, argv: &[&str]) {
        let screen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&screen).unwrap();
        unlockpt(&screen).unwrap();
        let name = ptsname(&screen, Vec::new()).unwrap();
        let terminal = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty());
        let terminal = File::from(terminal.unwrap());
        let size = Winsize {
            ws_row: 40,
            ws_col: 120,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&terminal, size).unwrap();
        let home = self.dir.home.display();
        // Makes the pseudo-terminal the controlling terminal.
        let child = Command::new("setsid")
            .arg("--ctty")
            .args(argv)
            .env_clear()
            .env("PATH", format!("{home}/bin:/usr/local/bin:/usr/bin:/bin"))
            .env("HOME", &self.dir.home)
            .env("TERM", "xterm")
            .env("LANG", "C.UTF-8")
            .current_dir(&self.dir.cwd)
            .stdin(terminal.try_clone().unwrap())
            .stdout(terminal.try_clone().unwrap())
            .stderr(terminal)
            .spawn()
            .unwrap();
        let keyboard = File::from(screen);
        let mut reader = keyboard.try_clone().unwrap();
        let output = Arc::new(Mutex::new(Vec::new()));
        let written = Arc::clone(&output);
        spawn(move || {
            let mut bytes = [0; 4096];
            // At the end of a terminal `read` fails.
            while let Ok(length @ 1..) = reader.read(&mut bytes) {
                written.lock().unwrap().extend(&bytes[..length]);
            }
        });
        self.running = Some(Running {
            child,
            keyboard,
            output,
        });
    }

    /// Types a text.
    pub fn send(&mut self, text: &str) {
        let keyboard = &mut self.running.as_mut().unwrap().keyboard;
        keyboard.write_all(text.as_bytes()).unwrap();
    }

    /// Types `keys`, again every second, until the screen shows `text`.
    #[track_caller]
    pub fn send_until(&mut self, keys: &str, text: &str) {
        let start = Instant::now();
        let mut sent = 0;
        while !self.text()[self.consumed..].contains(text) {
            assert!(
                start.elapsed() < TIMEOUT,
                "{keys:?} does not bring {text:?}"
            );
            if start.elapsed().as_secs() >= sent {
                self.send(keys);
                sent += 1;
            }
            sleep(Duration::from_millis(5));
        }
        self.wait_for(text);
    }

    /// Waits for `text`, consumes the output up to its end and returns it.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> String {
        let screen = self.wait(text);
        let end = screen.find(text).unwrap() + text.len();
        self.consumed += end;
        screen[..end].to_owned()
    }

    /// Waits for all of `texts`, in any order; consumes nothing.
    #[track_caller]
    pub fn wait_for_all(&mut self, texts: &[&str]) {
        for text in texts {
            self.wait(text);
        }
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        let child = &self.running.as_ref().unwrap().child;
        kill_process(Pid::from_child(child), signal).unwrap();
    }

    /// Waits for the exit of the program; the exit code.
    pub fn code(&mut self) -> Option<i32> {
        let child = &mut self.running.as_mut().unwrap().child;
        child.wait().unwrap().code()
    }

    /// Whether echo is on.
    pub fn has_echo(&self) -> bool {
        let keyboard = &self.running.as_ref().unwrap().keyboard;
        let modes = tcgetattr(keyboard).unwrap().local_modes;
        modes.contains(LocalModes::ECHO)
    }

    /// Consumes the output so far.
    pub fn discard_output(&mut self) {
        self.consumed = self.text().len();
    }

    #[track_caller]
    fn wait(&mut self, text: &str) -> String {
        let start = Instant::now();
        loop {
            let screen = self.text()[self.consumed..].to_owned();
            if screen.contains(text) {
                return screen;
            }
            assert!(
                start.elapsed() < TIMEOUT,
                "the screen does not show {text:?}:\n{screen}"
            );
            sleep(Duration::from_millis(5));
        }
    }

    fn text(&self) -> String {
        strip_escapes(&self.running.as_ref().unwrap().output.lock().unwrap())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(running) = &mut self.running {
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}

/// The text without ANSI escape sequences. The output ends before an incomplete sequence, so that
/// more bytes only ever append text.
fn strip_escapes(bytes: &[u8]) -> String {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap(),
    };
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\x1b' => {
                let complete = match chars.next() {
                    Some('[') => chars.any(|c| ('@'..='~').contains(&c)),
                    Some(']') => chars.any(|c| c == '\x07' || c == '\\'),
                    Some('(') => chars.next().is_some(),
                    other => other.is_some(),
                };
                if !complete {
                    break;
                }
            }
            '\n' | ' '.. => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn ansi_escapes_are_stripped() {
    let bytes = b"a\x1b[1;32mb\x1b]0;title\x07c\x1b(Bd\x1b=e\r\nf\x1b[3";
    assert_eq!(strip_escapes(bytes), "abcde\nf");
}
