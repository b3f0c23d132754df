//! One run of a program, with no inherited environment and a home and working directory of its own.

use super::secrets;
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, OutputModes, Winsize, tcgetattr, tcsetattr, tcsetwinsize};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Once;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::{Duration, Instant};
use tokio::signal::unix::{SignalKind, signal};

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_amplifybackend");

/// A temporary home and working directory, removed when dropped.
pub struct TestDir {
    pub home: PathBuf,
    pub cwd: PathBuf,
    _folder: tempfile::TempDir,
}

impl TestDir {
    pub fn new() -> TestDir {
        static SIGNALS: Once = Once::new();
        SIGNALS.call_once(reset_ignored_signals);
        let folder = tempfile::tempdir().unwrap();
        let (home, cwd) = (folder.path().join("home"), folder.path().join("cwd"));
        fs::create_dir(&home).unwrap();
        fs::create_dir(&cwd).unwrap();
        TestDir {
            home,
            cwd,
            _folder: folder,
        }
    }

    /// Writes a file: `~/…` in the home, others in the working directory.
    pub fn write(&self, name: &str, content: &[u8], mode: Option<u32>) {
        let path = match name.strip_prefix("~/") {
            Some(name) => self.home.join(name),
            None => self.cwd.join(name),
        };
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        if let Some(mode) = mode {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
    }
}

/// Runs a documented command, which must succeed.
pub fn follow(command: &str, dir: &TestDir, endpoint: &str) {
    let output = shell(command, dir, endpoint);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}\n{stderr}");
}

/// Runs a command in a shell with the program on PATH, keys and a region; the service is at that
/// endpoint.
pub fn shell(command: &str, dir: &TestDir, endpoint: &str) -> Output {
    let folder = Path::new(PROGRAM).parent().unwrap().to_str().unwrap();
    Command::new("/bin/sh")
        .args(["-ec", command])
        .current_dir(&dir.cwd)
        .env_clear()
        .env("PATH", format!("{folder}:/usr/bin:/bin"))
        .env("HOME", &dir.home)
        .env("AWS_ENDPOINT_URL", endpoint)
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .output()
        .unwrap()
}

/// Where stdout goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stdout {
    #[default]
    Pipe,
    /// A terminal with this number of columns, in raw output mode.
    Terminal(u16),
    /// A pipe without a reader.
    Closed,
    /// A full disk.
    Full,
}

/// A command line with its environment.
#[derive(Clone, Debug)]
pub struct Invocation {
    pub argv: Vec<String>,
    pub env: Vec<(String, String)>,
    /// `None` is /dev/null.
    pub stdin: Option<Vec<u8>>,
    pub stdout: Stdout,
    /// Seconds after the start, and the signal to send.
    pub signal: Option<(f64, i32)>,
    /// Seconds until the run is killed.
    pub timeout: u64,
}

/// The result of a run.
#[derive(Debug)]
pub struct Outcome {
    /// The exit code; negative for a signal; `None` after a time-out.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

impl Invocation {
    /// Without input, stdout a pipe, a time-out of a minute.
    pub fn new<S: Into<String>>(
        argv: impl IntoIterator<Item = String>,
        env: impl IntoIterator<Item = (S, S)>,
    ) -> Invocation {
        let own = |(name, value): (S, S)| (name.into(), value.into());
        Invocation {
            argv: argv.into_iter().collect(),
            env: env.into_iter().map(own).collect(),
            stdin: None,
            stdout: Stdout::Pipe,
            signal: None,
            timeout: 60,
        }
    }

    /// Runs the program in that directory. Fails when its output contains a secret.
    #[track_caller]
    pub fn run(&self, cwd: &Path) -> Outcome {
        let outcome = self.start(cwd, Stdio::piped(), None);
        secrets::assert_kept(self, cwd, &outcome);
        outcome
    }

    /// The same with stderr on a terminal with this number of columns, in raw output mode.
    #[track_caller]
    pub fn run_with_stderr_tty(&self, cwd: &Path, columns: u16) -> Outcome {
        let (screen, terminal) = open_terminal(columns);
        let outcome = self.start(cwd, terminal.into(), Some(screen));
        secrets::assert_kept(self, cwd, &outcome);
        outcome
    }

    /// The same without the check for secrets, for tests that make their own.
    pub fn run_on_terminal_unchecked(&self, cwd: &Path) -> Outcome {
        let (screen, terminal) = open_terminal(80);
        self.start(cwd, terminal.into(), Some(screen))
    }

    /// [`Invocation::run`] for such a run.
    pub fn run_on_pipe_unchecked(&self, cwd: &Path) -> Outcome {
        self.start(cwd, Stdio::piped(), None)
    }

    fn start(&self, cwd: &Path, stderr: Stdio, stderr_screen: Option<OwnedFd>) -> Outcome {
        let mut command = without_terminal();
        command.args(&self.argv).env_clear().envs(self.env.clone());
        command.current_dir(cwd).stderr(stderr);
        command.stdin(match self.stdin {
            Some(_) => Stdio::piped(),
            None => Stdio::null(),
        });
        let screen = self.direct_stdout(&mut command);
        let mut child = command.spawn().unwrap();
        drop(command); // closes the parent's copy of the terminal or pipe
        if let (Some(content), Some(mut stdin)) = (self.stdin.clone(), child.stdin.take()) {
            // The program may exit before it has read everything.
            spawn(move || stdin.write_all(&content).ok());
        }
        let (running, watchdog) = self.watch(&child);
        let stderr: Box<dyn Read + Send> = match stderr_screen {
            Some(screen) => Box::new(File::from(screen)),
            None => Box::new(child.stderr.take().unwrap()),
        };
        let stderr = spawn(move || drain(stderr));
        let stdout = match screen {
            Some(screen) => drain(File::from(screen)),
            None => child.stdout.take().map_or_else(Vec::new, drain),
        };
        let status = child.wait().unwrap();
        drop(running);
        let code = status.code().or(status.signal().map(|number| -number));
        let is_killed = watchdog.join().unwrap();
        Outcome {
            code: code.filter(|_| !is_killed),
            stdout,
            stderr: stderr.join().unwrap(),
        }
    }

    /// Sends the signals from another thread until the sender is dropped; returns whether the run
    /// was killed.
    fn watch(&self, child: &Child) -> (Sender<()>, JoinHandle<bool>) {
        let pid = Pid::from_child(child);
        let (signal, timeout) = (self.signal, Duration::from_secs(self.timeout));
        let (running, ended) = channel::<()>();
        let watchdog = spawn(move || {
            let start = Instant::now();
            let send_at = |at: Duration, signal| {
                let rest = at.saturating_sub(start.elapsed());
                let is_running = ended.recv_timeout(rest) == Err(RecvTimeoutError::Timeout);
                is_running && kill_process(pid, signal).is_ok()
            };
            if let Some((seconds, number)) = signal {
                let signal = Signal::from_named_raw(number).unwrap();
                send_at(Duration::from_secs_f64(seconds), signal);
            }
            send_at(timeout, Signal::KILL)
        });
        (running, watchdog)
    }

    /// Runs at a terminal, types `input` at the prompt, and must succeed; the output up to the
    /// prompt, and after it.
    pub fn prompted(self, prompt: &str, input: &str) -> (String, String) {
        let quoted = |word: &String| format!("'{}'", word.replace('\'', r"'\''"));
        let words: Vec<String> = self.argv.iter().map(quoted).collect();
        let command = format!("{PROGRAM} {}", words.join(" "));
        // `script` runs the program in a pseudo-terminal and types its standard input.
        let mut child = Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .env_clear()
            .envs(self.env)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut keyboard = child.stdin.take().unwrap();
        let mut screen = child.stdout.take().unwrap();
        let mut before = Vec::new();
        while !before.ends_with(prompt.as_bytes()) {
            let mut byte = [0];
            let text = String::from_utf8_lossy(&before);
            assert_eq!(screen.read(&mut byte).unwrap(), 1, "{text}");
            before.push(byte[0]);
        }
        keyboard.write_all(input.as_bytes()).unwrap();
        let mut after = Vec::new();
        screen.read_to_end(&mut after).unwrap();
        let shown = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let (before, after) = (shown(before), shown(after));
        assert!(child.wait().unwrap().success(), "{before}{after}");
        (before, after)
    }

    /// Connects stdout; for a terminal returns the end to read from.
    fn direct_stdout(&self, command: &mut Command) -> Option<OwnedFd> {
        match self.stdout {
            Stdout::Pipe => drop(command.stdout(Stdio::piped())),
            Stdout::Closed => drop(command.stdout(rustix::pipe::pipe().unwrap().1)),
            Stdout::Full => {
                let full = fs::OpenOptions::new().write(true).open("/dev/full");
                command.stdout(full.unwrap());
            }
            Stdout::Terminal(columns) => {
                let (screen, terminal) = open_terminal(columns);
                command.stdout(terminal);
                return Some(screen);
            }
        }
        None
    }
}

/// The program, without the terminal on which the tests were started: it would prompt there.
fn without_terminal() -> Command {
    if File::open("/dev/tty").is_err() {
        return Command::new(PROGRAM);
    }
    let mut command = Command::new("/usr/bin/setsid");
    command.arg(PROGRAM);
    command
}

/// Resets the signals that the runs would inherit as ignored: a shell starts a background command
/// without SIGINT and SIGQUIT, `nohup` without SIGHUP. A program starts with the default for a signal
/// that its parent handles, so it is enough that the tests handle them.
fn reset_ignored_signals() {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    let _context = runtime.as_ref().unwrap().enter();
    for kind in [
        SignalKind::hangup(),
        SignalKind::interrupt(),
        SignalKind::quit(),
    ] {
        if ignored.unwrap_or(0) >> (kind.as_raw_value() - 1) & 1 == 1 {
            // Its handler stays for the rest of the process.
            drop(signal(kind).unwrap());
        }
    }
}

/// A pseudo-terminal in raw output mode: the end to read from, and the end to write to.
fn open_terminal(columns: u16) -> (OwnedFd, OwnedFd) {
    let screen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&screen).unwrap();
    unlockpt(&screen).unwrap();
    let name = ptsname(&screen, Vec::new()).unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY;
    let terminal = rustix::fs::open(name, flags, Mode::empty()).unwrap();
    let size = Winsize {
        ws_row: 24,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&terminal, size).unwrap();
    let mut settings = tcgetattr(&terminal).unwrap();
    settings.output_modes -= OutputModes::OPOST;
    tcsetattr(&terminal, OptionalActions::Now, &settings).unwrap();
    (screen, terminal)
}

/// Reads to the end. At the end of a terminal `read` fails.
fn drain(mut source: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = source.read_to_end(&mut bytes);
    bytes
}
