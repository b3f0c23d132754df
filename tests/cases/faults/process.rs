//! `credential_process`: programs that fail, print too much or never end.

use crate::support::command::{JOB, update};
use crate::support::fake::{BoundPort, Fake, Scheme};
use crate::support::http::Response;
use crate::support::process::{Invocation, Outcome, PROGRAM, TestDir};
use crate::support::script::job;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

const KEYS: &str = r#"{"Version": 1, "AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": "secret"}"#;

struct Fixture {
    dir: TestDir,
    service: Fake,
    invocation: Invocation,
}

impl Fixture {
    /// A profile with credentials from a shell script, which writes its process ID to `pid`.
    fn new(script: &str) -> Fixture {
        let dir = TestDir::new();
        let service = BoundPort::open().serve(Scheme::Http, |_| Response::json(200, job()));
        let endpoint = format!("http://127.0.0.1:{}", service.port());
        dir.write(
            "keys.sh",
            format!("echo $$ > pid\n{script}\n").as_bytes(),
            None,
        );
        dir.write("keys.json", KEYS.as_bytes(), None);
        dir.write(
            "~/.aws/config",
            b"[default]\ncredential_process = sh keys.sh\n",
            None,
        );
        let env = [
            ("HOME", dir.home.to_str().unwrap()),
            ("PATH", "/usr/bin:/bin"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
        ];
        let word = |word: &str| word.replace("${ENDPOINT}", &endpoint);
        let invocation = Invocation::new(update([]).into_iter().map(word), env);
        Fixture {
            dir,
            service,
            invocation,
        }
    }

    fn run(&self) -> Outcome {
        let outcome = self.invocation.run(&self.dir.cwd);
        self.assert_nobody_left();
        outcome
    }

    /// The script has exited, or is a zombie that init will reap.
    fn assert_nobody_left(&self) {
        let pid = fs::read_to_string(self.dir.cwd.join("pid")).unwrap();
        let status = format!("/proc/{}/status", pid.trim());
        let start = Instant::now();
        while let Ok(status) = fs::read_to_string(&status) {
            let names = ["Name:\tsh\n", "Name:\tsleep\n", "Name:\tyes\n"];
            let is_ours = names.iter().any(|name| status.starts_with(name));
            if !is_ours || status.contains("State:\tZ") {
                return;
            }
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "the process lives on:\n{status}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// It fails with this message, and nothing is sent.
    #[track_caller]
    fn assert_fails(&self, message: &str) {
        let outcome = self.run();
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        assert_eq!((outcome.code, stderr.trim()), (Some(255), message));
        assert!(self.service.requests().is_empty());
    }

    #[track_caller]
    fn assert_succeeds(&self) {
        let outcome = self.run();
        let stdout = String::from_utf8_lossy(&outcome.stdout);
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        assert_eq!(
            (outcome.code, stdout.as_ref(), stderr.as_ref()),
            (Some(0), JOB, "")
        );
        assert_eq!(self.service.requests().len(), 1);
    }
}

const FAILED: &str = "Error when retrieving credentials from custom-process: ";

#[test]
fn a_process_that_fails_is_quoted() {
    for (script, said) in [
        ("echo no luck >&2; exit 1", "no luck"),
        ("cat keys.json; exit 7", ""),
        ("kill -9 $$", ""),
        (
            "echo '{\"Version\": 2}'",
            "Unsupported version '2' for credential process provider, supported versions: 1",
        ),
        (
            "echo '{\"Version\": 1}'",
            "Missing required key in response: 'AccessKeyId'",
        ),
    ] {
        Fixture::new(script).assert_fails(format!("{FAILED}{said}").trim());
    }
}

#[test]
fn invalid_output_of_a_process_fails_with_the_message_of_python() {
    for (script, message) in [
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ("echo hello", "Expecting value: line 1 column 1 (char 0)"),
        ("echo '[]'", "'list' object has no attribute 'get'"),
        (
            "printf '\\377'",
            "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
        ),
    ] {
        Fixture::new(script).assert_fails(message);
    }
}

#[test]
fn a_missing_or_invalid_executable_is_named() {
    for (command, message) in [
        ("nosuch", "[Errno 2] No such file or directory: 'nosuch'"),
        ("./keys.json", "[Errno 13] Permission denied: './keys.json'"),
        ("/", "[Errno 13] Permission denied: '/'"),
        ("sh 'keys.sh", "No closing quotation"),
    ] {
        let fixture = Fixture::new("");
        let config = format!("[default]\ncredential_process = {command}\n");
        fixture.dir.write("~/.aws/config", config.as_bytes(), None);
        let outcome = fixture.invocation.run(&fixture.dir.cwd);
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        assert_eq!((outcome.code, stderr.trim()), (Some(255), message));
    }
}

#[test]
fn a_process_that_prints_without_end_is_ended() {
    Fixture::new("exec yes").assert_fails(&format!("{FAILED}the output is too long"));
}

#[test]
fn stderr_of_a_process_is_drained() {
    let write_stderr = |bytes: u32| format!("head -c {bytes} /dev/zero | tr '\\0' x >&2");
    Fixture::new(&format!("{}; cat keys.json", write_stderr(1_000_000))).assert_succeeds();
    let outcome = Fixture::new(&format!("{}; exit 1", write_stderr(100_000_000))).run();
    assert_eq!(outcome.code, Some(255));
    let start = String::from_utf8_lossy(&outcome.stderr[..100]).into_owned();
    assert!(start.starts_with(&format!("\n{FAILED}xxx")), "{start}");
    assert!(outcome.stderr.len() < 70_000_000, "cut off at 64 MB");
}

#[test]
fn a_process_that_closes_its_output_is_waited_for() {
    Fixture::new("cat keys.json; exec >&- 2>&-; sleep 0.5").assert_succeeds();
}

#[test]
fn an_interrupt_ends_the_process_too() {
    for script in [
        "exec sleep 1000",
        "exec >&- 2>&-; exec sleep 1000",
        "exec yes >&2",
    ] {
        let mut fixture = Fixture::new(script);
        fixture.invocation.signal = Some((1.0, 2));
        let outcome = fixture.run();
        assert_eq!(
            (
                outcome.code,
                outcome.stdout.as_slice(),
                outcome.stderr.as_slice()
            ),
            (Some(130), &b"\n"[..], &b""[..]),
            "{script}"
        );
        assert!(fixture.service.requests().is_empty());
    }
}

#[test]
fn no_process_makes_the_program_take_all_memory() {
    for script in ["exec yes", "yes | head -c 300000000 >&2; cat keys.json"] {
        let fixture = Fixture::new(script);
        let status = Command::new("sh")
            .args(["-c", "ulimit -v 400000; exec \"$0\" \"$@\"", PROGRAM])
            .args(&fixture.invocation.argv)
            .env_clear()
            .envs(fixture.invocation.env.clone())
            .current_dir(&fixture.dir.cwd)
            .output()
            .unwrap();
        let ended = status.status.code();
        assert!(matches!(ended, Some(0 | 255)), "{script}: {status:?}");
    }
}
