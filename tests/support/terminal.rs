//! A program in a terminal of its own, with somebody who types and reads the screen.

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

/// How long the machine may take for one step.
const MAX_READ_TIMEOUTS: Duration = Duration::from_secs(40);

/// Whether a program is on this machine.
pub fn is_installed(name: &str) -> bool {
    ["/usr/local/bin", "/usr/bin", "/bin"]
        .iter()
        .any(|folder| std::path::Path::new(folder).join(name).is_file())
}

/// A terminal of 120 columns with a program in it, which ends when dropped.
pub struct Session {
    pub dir: TestDir,
    running: Option<Running>,
    /// How much of the screen's text has been dealt with.
    seen: usize,
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
            seen: 0,
        }
    }

    /// Starts a program with the home's `bin` on its path and nothing else of its own.
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
        // Makes the terminal the one that controls the program.
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
            // The terminal's end is an error, which is an end too.
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

    /// Types.
    pub fn send(&mut self, text: &str) {
        let keyboard = &mut self.running.as_mut().unwrap().keyboard;
        keyboard.write_all(text.as_bytes()).unwrap();
    }

    /// Types `keys`, again every second, until the screen shows `text`.
    #[track_caller]
    pub fn send_until(&mut self, keys: &str, text: &str) {
        let start = Instant::now();
        let mut sent = 0;
        while !self.text()[self.seen..].contains(text) {
            assert!(
                start.elapsed() < MAX_READ_TIMEOUTS,
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

    /// Waits until the screen has shown `text` since what has been dealt with; what is up to
    /// there then has been, and is returned.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> String {
        let screen = self.wait(text);
        let end = screen.find(text).unwrap() + text.len();
        self.seen += end;
        screen[..end].to_owned()
    }

    /// Waits for all of `texts`, in any order.
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

    /// Waits for the program's end: its exit code.
    pub fn code(&mut self) -> Option<i32> {
        let child = &mut self.running.as_mut().unwrap().child;
        child.wait().unwrap().code()
    }

    /// Whether the terminal shows what is typed.
    pub fn has_echo(&self) -> bool {
        let keyboard = &self.running.as_ref().unwrap().keyboard;
        let modes = tcgetattr(keyboard).unwrap().local_modes;
        modes.contains(LocalModes::ECHO)
    }

    /// What has been shown so far has been dealt with.
    pub fn forget(&mut self) {
        self.seen = self.text().len();
    }

    #[track_caller]
    fn wait(&mut self, text: &str) -> String {
        let start = Instant::now();
        loop {
            let screen = self.text()[self.seen..].to_owned();
            if screen.contains(text) {
                return screen;
            }
            assert!(
                start.elapsed() < MAX_READ_TIMEOUTS,
                "the screen does not show {text:?}:\n{screen}"
            );
            sleep(Duration::from_millis(5));
        }
    }

    fn text(&self) -> String {
        plain(&self.running.as_ref().unwrap().output.lock().unwrap())
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

/// The text without what moves and colours it. A sequence that is not complete is left for the
/// next time, so that more bytes only ever add text.
fn plain(bytes: &[u8]) -> String {
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
fn what_moves_and_colours_text_is_no_text() {
    let bytes = b"a\x1b[1;32mb\x1b]0;title\x07c\x1b(Bd\x1b=e\r\nf\x1b[3";
    assert_eq!(plain(bytes), "abcde\nf");
}
