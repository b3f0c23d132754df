//! The builder of the hand-written tests.
//!
//! An empty environment with a home of its own, throw-away keys and a region, and a service that
//! starts a job. By default a test expects no stdout, no stderr and exit code 0.

use super::fake::{BoundPort, Fake, Scheme};
use super::http::{Request, Response};
use super::process::{Invocation, Outcome, Stdout, TestDir};
use super::script;
use serde_json::json;

/// The resource configuration that tests use where any will do.
pub const CONFIG: &str =
    r#"{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":{}}"#;

/// The job of [`script::job`] as printed.
pub const JOB: &str = r#"{
    "AppId": "d1a2b3c4d5e6f7",
    "BackendEnvironmentName": "staging",
    "JobId": "e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b",
    "Operation": "UpdateBackendAuth",
    "Status": "RUNNING"
}
"#;

/// A command line and what is expected of it.
pub struct Test {
    dir: TestDir,
    service: Fake,
    invocation: Invocation,
    code: i32,
    stdout: String,
    stderr: Option<String>,
    /// The columns of the terminal on stderr.
    terminal: Option<u16>,
    requests: usize,
}

impl Test {
    /// A run with these arguments; `${ENDPOINT}` in them is the service's.
    pub fn new<'a>(argv: impl IntoIterator<Item = &'a str>) -> Test {
        Test::against(Scheme::Http, script::follow(json!([])), argv)
    }

    /// A complete update with these arguments besides.
    pub fn update<'a>(more: impl IntoIterator<Item = &'a str>) -> Test {
        Test::new(update(more)).requests(1)
    }

    /// The same against a service with this handler.
    pub fn against<'a>(
        scheme: Scheme,
        handler: impl Fn(&Request) -> Response + Send + Sync + 'static,
        argv: impl IntoIterator<Item = &'a str>,
    ) -> Test {
        let dir = TestDir::new();
        let service = BoundPort::open().serve(scheme, handler);
        let endpoint = match scheme {
            Scheme::Http => format!("http://127.0.0.1:{}", service.port()),
            Scheme::Https => format!("https://localhost:{}", service.port()),
        };
        let argv = argv
            .into_iter()
            .map(|word| word.replace("${ENDPOINT}", &endpoint));
        let env = [
            ("HOME", dir.home.to_str().unwrap()),
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            (
                "AWS_SECRET_ACCESS_KEY",
                "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            ),
            ("AWS_DEFAULT_REGION", "us-east-1"),
        ];
        let invocation = Invocation::new(argv, env);
        Test {
            dir,
            service,
            invocation,
            code: 0,
            stdout: String::new(),
            stderr: Some(String::new()),
            terminal: None,
            requests: 0,
        }
    }

    pub fn env(mut self, name: &str, value: &str) -> Test {
        self.invocation.env.retain(|(other, _)| other != name);
        self.invocation
            .env
            .push((name.to_owned(), value.to_owned()));
        self
    }

    /// More arguments at the end.
    pub fn more<'a>(mut self, argv: impl IntoIterator<Item = &'a str>) -> Test {
        self.invocation
            .argv
            .extend(argv.into_iter().map(str::to_owned));
        self
    }

    pub fn file(self, name: &str, content: &str) -> Test {
        self.dir.write(name, content.as_bytes(), None);
        self
    }

    pub fn stdin(mut self, content: &str) -> Test {
        self.invocation.stdin = Some(content.as_bytes().to_vec());
        self
    }

    pub fn stdout_to(mut self, stdout: Stdout) -> Test {
        self.invocation.stdout = stdout;
        self
    }

    /// With stderr on a terminal.
    pub fn stderr_tty(mut self) -> Test {
        self.terminal = Some(80);
        self
    }

    /// Without a variable of the default environment.
    pub fn unset(mut self, name: &str) -> Test {
        self.invocation.env.retain(|(other, _)| other != name);
        self
    }

    pub fn code(mut self, code: i32) -> Test {
        self.code = code;
        self
    }

    pub fn stdout(mut self, stdout: &str) -> Test {
        stdout.clone_into(&mut self.stdout);
        self
    }

    /// The expected stderr; `${CWD}` in it is the working directory.
    pub fn stderr(mut self, stderr: &str) -> Test {
        self.stderr = Some(stderr.to_owned());
        self
    }

    /// Does not compare stderr.
    pub fn any_stderr(mut self) -> Test {
        self.stderr = None;
        self
    }

    pub fn requests(mut self, count: usize) -> Test {
        self.requests = count;
        self
    }

    /// Runs with stderr on a terminal of 80 columns and compares only the exit code; the text of
    /// stderr, without colors and with placeholders for values that differ from run to run.
    #[track_caller]
    pub fn screen(self) -> String {
        let outcome = self.invocation.run_with_stderr_tty(&self.dir.cwd, 80);
        let text = String::from_utf8(outcome.stderr).unwrap();
        let shown = self.invocation.argv.join(" ");
        assert_eq!(
            outcome.code,
            Some(self.code),
            "exit code of {shown}: {text}"
        );
        let mut text = text.replace("\u{1b}[2m", "").replace("\u{1b}[0m", "");
        for (name, folder) in [("${CWD}", &self.dir.cwd), ("${HOME}", &self.dir.home)] {
            text = text.replace(folder.to_str().unwrap(), name);
            let folder = folder.canonicalize().unwrap();
            text = text.replace(folder.to_str().unwrap(), name);
        }
        text.replace(&format!(":{}", self.service.port()), ":PORT")
    }

    /// Runs and compares; returns the result and the requests for further assertions.
    #[track_caller]
    pub fn run(self) -> (Outcome, Vec<Request>) {
        let outcome = match self.terminal {
            Some(columns) => self.invocation.run_with_stderr_tty(&self.dir.cwd, columns),
            None => self.invocation.run(&self.dir.cwd),
        };
        let shown = format!("$ {}", self.invocation.argv.join(" "));
        assert_eq!(
            marked(&outcome.stdout),
            marked(self.stdout.as_bytes()),
            "stdout of {shown}"
        );
        if let Some(stderr) = &self.stderr {
            let cwd = self.dir.cwd.canonicalize().unwrap();
            let stderr = stderr.replace("${CWD}", cwd.to_str().unwrap());
            assert_eq!(
                marked(&outcome.stderr),
                marked(stderr.as_bytes()),
                "stderr of {shown}"
            );
        }
        assert_eq!(outcome.code, Some(self.code), "exit code of {shown}");
        let requests = self.service.requests();
        assert_eq!(requests.len(), self.requests, "requests of {shown}");
        (outcome, requests)
    }
}

/// The arguments of a complete update, with more of them at the end.
pub fn update<'a>(more: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut argv = vec!["update-backend-auth", "--endpoint-url", "${ENDPOINT}"];
    argv.extend([
        "--app-id",
        "d1a2b3",
        "--backend-environment-name",
        "staging",
    ]);
    argv.extend(["--resource-name", "auth1", "--resource-config", CONFIG]);
    argv.extend(more);
    argv
}

/// The text with its end marked, so that a missing newline shows.
fn marked(text: &[u8]) -> String {
    format!("{}[EOF]", String::from_utf8_lossy(text))
}
