//! Extreme input: each run ends with the original's message or a better one, and never with a
//! crash, a hang or exhausted memory.

mod size;
mod system;
mod text;

use crate::support::command::{JOB, update};
use crate::support::fake::{BoundPort, Fake, Scheme};
use crate::support::http::Response;
use crate::support::process::{PROGRAM, TestDir};
use crate::support::script::job;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output, Stdio};

/// A home, a service, and a command line that starts a job there.
struct Fixture {
    dir: TestDir,
    service: Fake,
    argv: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
}

fn os(bytes: &[u8]) -> OsString {
    OsStr::from_bytes(bytes).to_owned()
}

impl Fixture {
    fn new<'a>(argv: impl IntoIterator<Item = &'a str>) -> Fixture {
        let dir = TestDir::new();
        let service = BoundPort::open().serve(Scheme::Http, |_| Response::json(200, job()));
        let endpoint = format!("http://127.0.0.1:{}", service.port());
        let env = [
            ("HOME", dir.home.to_str().unwrap()),
            ("PATH", "/usr/bin:/bin"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_MAX_ATTEMPTS", "1"),
        ];
        Fixture {
            argv: argv
                .into_iter()
                .map(|word| word.replace("${ENDPOINT}", &endpoint).into())
                .collect(),
            env: env
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            dir,
            service,
        }
    }

    /// Sets the variable, or removes it.
    fn env(mut self, name: &str, value: Option<&[u8]>) -> Fixture {
        self.env.retain(|(other, _)| other != name);
        let value = value.map(|value| (name.into(), os(value)));
        self.env.extend(value);
        self
    }

    fn word(mut self, bytes: &[u8]) -> Fixture {
        self.argv.push(os(bytes));
        self
    }

    fn file(self, name: &str, content: &[u8]) -> Fixture {
        self.dir.write(name, content, None);
        self
    }

    /// The credentials are in this profile only.
    fn profile(self, content: &[u8]) -> Fixture {
        self.env("AWS_ACCESS_KEY_ID", None)
            .env("AWS_SECRET_ACCESS_KEY", None)
            .file("~/.aws/config", &[b"[default]\n", content, b"\n"].concat())
    }

    /// Runs; the program must exit by itself with one of its exit codes.
    #[track_caller]
    fn run(&self) -> Output {
        let output = self.command(PROGRAM).args(&self.argv).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let start: String = stderr.chars().take(300).collect();
        assert_eq!(output.status.signal(), None, "{start}");
        let code = output.status.code().unwrap();
        assert!([0, 2, 255].contains(&code), "{code}: {start}");
        assert_eq!(code == 0, output.stderr.is_empty(), "{code}: {start}");
        output
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.env.iter().cloned());
        command.current_dir(&self.dir.cwd).stdin(Stdio::null());
        command
    }

    #[track_caller]
    fn succeeds(&self) {
        let output = self.run();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), stderr.as_ref()), (Some(0), ""));
        assert_eq!(String::from_utf8_lossy(&output.stdout), JOB);
    }

    #[track_caller]
    fn fails(&self, message: &str) {
        let output = self.run();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let cwd = self.dir.cwd.to_str().unwrap();
        let start: String = stderr.trim().replace(cwd, ".").chars().take(500).collect();
        assert_eq!((output.status.code(), start.as_str()), (Some(255), message));
        assert!(self.service.requests().is_empty());
    }
}

/// The arguments up to the configuration, which follows.
fn configured(with: &str) -> Vec<&str> {
    let mut argv = update([]);
    argv.pop();
    argv.push(with);
    argv
}
