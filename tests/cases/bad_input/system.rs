//! An unusual system: its files, its home, its clock.

use super::{Fixture, configured};
use crate::support::command::{CONFIG, update};
use crate::support::fake::{BoundPort, Scheme};
use crate::support::http::Response;
use crate::support::process::PROGRAM;
use crate::support::script::job;
use crate::support::skip;
use crate::support::terminal::Session;
use rustix::process::{Pid, Signal, geteuid, kill_process};
use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// A named pipe in the working directory.
fn fifo(fixture: &Fixture, name: &str) -> PathBuf {
    let path = fixture.dir.cwd.join(name);
    let made = Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    path
}

#[test]
fn fifos_directories_and_devices_do_not_block() {
    let fixture = Fixture::new(configured("file://f"));
    let pipe = fifo(&fixture, "f");
    let writer = std::thread::spawn(move || {
        fs::OpenOptions::new()
            .write(true)
            .open(pipe)
            .unwrap()
            .write_all(CONFIG.as_bytes())
    });
    fixture.succeeds();
    writer.join().unwrap().unwrap();
    // These have no writer, and the program does not wait for one.
    for name in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
        let fixture = Fixture::new(update([])).env(name, Some(b"f"));
        fifo(&fixture, "f");
        fixture.succeeds();
        let fixture = Fixture::new(update([])).env(name, Some(b"."));
        fixture.succeeds();
        let fixture = Fixture::new(update([])).env(name, Some(b"loop"));
        symlink("loop", fixture.dir.cwd.join("loop")).unwrap();
        fixture.succeeds();
    }
    let unable = "Error parsing parameter '--resource-config': Unable to load paramfile";
    Fixture::new(configured("file://.")).fails(&format!(
        "{unable} file://.: [Errno 21] Is a directory: '.'"
    ));
    Fixture::new(configured("file:///dev/zero")).fails(&format!(
        "{unable} file:///dev/zero: [Errno 27] File too large: '/dev/zero'"
    ));
    Fixture::new(configured("file:///dev/null")).fails(
        "Error parsing parameter '--resource-config': Expected: '=', received: 'EOF' for input:\n\n^",
    );
    Fixture::new(update([]))
        .profile(b"web_identity_token_file = .\nrole_arn = arn:aws:iam::123456789012:role/r")
        .fails("[Errno 21] Is a directory: '.'");
    let output = Fixture::new(update(["--ca-bundle", "."]))
        .word(b"--endpoint-url")
        .word(b"https://127.0.0.1:1")
        .run();
    assert_eq!(output.status.code(), Some(255));
}

#[test]
fn a_missing_home_is_ignored() {
    for home in [
        None,
        Some(&b""[..]),
        Some(b"/dev/null/home"),
        Some(b"/dev/null"),
    ] {
        Fixture::new(update([])).env("HOME", home).succeeds();
    }
}

#[test]
fn with_a_read_only_home_credentials_are_used_but_not_cached() {
    let role = b"role_arn = arn:aws:iam::123456789012:role/r\nrole_session_name = ci\n\
                 credential_source = Environment\n";
    let body = "<R><AssumeRoleResult><Credentials><AccessKeyId>AKIDROLE</AccessKeyId>\
                <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
                <Expiration>2090-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleResult></R>";
    let sts = BoundPort::open().serve(Scheme::Http, move |_| {
        let mut response = Response::json(200, "");
        response.body = body.as_bytes().to_vec();
        response
    });
    let endpoint = format!("http://127.0.0.1:{}", sts.port());
    let fixture = Fixture::new(update([]))
        .profile(role)
        .env("AWS_ACCESS_KEY_ID", Some(b"AKIDEXAMPLE"))
        .env("AWS_SECRET_ACCESS_KEY", Some(b"secret"))
        .env("AWS_ENDPOINT_URL_STS", Some(endpoint.as_bytes()))
        .word(b"--profile")
        .word(b"default");
    // A file in place of the directory stops root too.
    let folder = fixture.dir.home.join(".aws");
    fs::write(folder.join("cli"), "").unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    fixture.succeeds();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    let authorization = fixture.service.requests()[0]
        .header("authorization")
        .unwrap()
        .to_owned();
    assert!(
        authorization.contains("Credential=AKIDROLE/"),
        "{authorization}"
    );
}

#[test]
fn a_clock_at_its_extremes_dates_the_signature() {
    let Some(library) = faketime() else {
        return;
    };
    for (now, date) in [
        ("@1970-01-01 00:00:10", "19700101T000010Z"),
        ("@2038-01-19 03:14:08", "20380119T031408Z"),
        ("@2100-02-28 23:59:59", "21000228T235959Z"),
    ] {
        let fixture = Fixture::new(update([]))
            .env("TZ", Some(b"UTC"))
            .env("LD_PRELOAD", Some(library.as_bytes()))
            .env("FAKETIME", Some(now.as_bytes()))
            .env("FAKETIME_DONT_FAKE_MONOTONIC", Some(b"1"));
        fixture.succeeds();
        let request = &fixture.service.requests()[0];
        assert_eq!(request.header("x-amz-date"), Some(date));
        let day = format!("/{}/us-east-1/", &date[..8]);
        assert!(request.header("authorization").unwrap().contains(&day));
    }
}

/// The preload library of faketime.
fn faketime() -> Option<String> {
    let machine = std::env::consts::ARCH;
    let library = format!("/usr/lib/{machine}-linux-gnu/faketime/libfaketime.so.1");
    if fs::exists(&library).unwrap() {
        return Some(library);
    }
    skip("other times; faketime is not installed");
    None
}

#[test]
fn a_run_with_few_descriptors_ends_with_a_message() {
    for host in ["127.0.0.1", "localhost"] {
        let fixture = Fixture::new(update([]))
            .word(b"--endpoint-url")
            .word(format!("http://{host}:9").as_bytes());
        for count in 3..=12 {
            let limited = format!("ulimit -n {count}; exec \"$0\" \"$@\"");
            let mut command = fixture.command("sh");
            command.args(["-c", &limited, PROGRAM]).args(&fixture.argv);
            let output = command.output().unwrap();
            // With fewer, the dynamic loader fails.
            if output.status.code() == Some(127) && count < 5 {
                continue;
            }
            let message = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(255), "{count}: {message}");
            let known = ["Too many open files", "Could not connect to the endpoint"];
            assert!(
                known.iter().any(|known| message.contains(known)),
                "{count}: {message}"
            );
        }
    }
}

#[test]
fn a_host_name_is_resolved_when_no_thread_can_be_started() {
    let fixture = Fixture::new(update([]));
    let url = format!("http://localhost:{}", fixture.service.port());
    // The limit does not apply to root.
    let user = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];
    let mut command = fixture.command("prlimit");
    command.arg("--nproc=1:1");
    if geteuid().is_root() {
        command.args(user).current_dir("/");
    }
    command.arg(PROGRAM).args(&fixture.argv);
    let output = command.args(["--endpoint-url", &url]).output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), message.as_ref()), (Some(0), ""));
}

/// Starts an update in a shell that runs `before` first; the service is slow.
fn start_slow(fixture: &Fixture, before: &str) -> Child {
    let slow = BoundPort::open().serve(Scheme::Http, |_| {
        sleep(Duration::from_secs(2));
        Response::json(200, job())
    });
    let url = format!("http://127.0.0.1:{}", slow.port());
    let mut command = fixture.command("sh");
    command.args(["-c", &format!("{before} exec \"$0\" \"$@\""), PROGRAM]);
    command.args(&fixture.argv).args(["--endpoint-url", &url]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    // The service runs until its last response is sent.
    std::thread::spawn(move || {
        sleep(Duration::from_secs(5));
        drop(slow);
    });
    sleep(Duration::from_secs(1));
    child
}

fn interrupt(child: &Child) {
    kill_process(Pid::from_child(child), Signal::INT).unwrap();
}

#[track_caller]
fn assert_interrupted(output: &Output) {
    let shown = (output.status.code(), output.stdout.as_slice());
    assert_eq!(shown, (Some(130), &b"\n"[..]));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn an_interrupt_ends_the_call_unless_it_is_ignored() {
    let fixture = Fixture::new(update([]));
    let child = start_slow(&fixture, "");
    interrupt(&child);
    assert_interrupted(&child.wait_with_output().unwrap());
    // As a shell starts a command in the background.
    let child = start_slow(&fixture, "trap '' INT;");
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn an_interrupt_while_a_value_is_read_from_a_pipe_or_fetched_ends_the_run() {
    let open = |_: &crate::support::http::Request| {
        sleep(Duration::from_secs(2));
        Response::json(200, "")
    };
    let slow = BoundPort::open().serve(Scheme::Http, open);
    let address = format!("http://127.0.0.1:{}/", slow.port());
    for value in ["file:///dev/stdin", &address] {
        let fixture = Fixture::new(configured(value));
        let mut command = fixture.command(PROGRAM);
        command.args(&fixture.argv).stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let writer = child.stdin.take();
        sleep(Duration::from_secs(1));
        interrupt(&child);
        assert_interrupted(&child.wait_with_output().unwrap());
        drop(writer);
    }
}

#[test]
fn a_run_that_holds_secrets_leaves_no_core_file() {
    let fixture = Fixture::new(update([]));
    let child = start_slow(&fixture, "ulimit -c unlimited 2>/dev/null;");
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id()));
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    let Ok(limits) = limits else {
        return skip("core files; there is no /proc");
    };
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let soft = line.unwrap().split_whitespace().nth(4).unwrap();
    assert!(soft.parse::<u64>().is_ok_and(|soft| soft <= 1), "{limits}");
    assert_interrupted(&output);
}

#[test]
fn a_signal_at_the_prompt_leaves_the_terminal_with_echo() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::QUIT, 131),
        (Signal::INT, 130),
    ] {
        let mut session = Session::new();
        let config = "[default]\nregion = us-east-1\nrole_arn = arn:aws:iam::123456789012:role/r\n\
                      credential_source = Environment\nmfa_serial = mfa/ann\n";
        session.dir.write("~/.aws/config", config.as_bytes(), None);
        let mut argv = vec![
            "env",
            "AWS_ACCESS_KEY_ID=A",
            "AWS_SECRET_ACCESS_KEY=secret",
            PROGRAM,
        ];
        argv.extend(
            update(["--profile", "default"])
                .into_iter()
                .map(|word| match word {
                    "${ENDPOINT}" => "http://127.0.0.1:9",
                    word => word,
                }),
        );
        session.start(&argv);
        session.wait_for("Enter MFA code for mfa/ann: ");
        assert!(!session.has_echo());
        session.signal(signal);
        assert_eq!(session.code(), Some(code), "{signal:?}");
        assert!(session.has_echo(), "{signal:?}");
    }
}
