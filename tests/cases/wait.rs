//! The ends of `--wait`: whatever happens, the update is sent once, and the job's ID is printed.

use crate::support::fake::{BoundPort, Fake, Scheme};
use crate::support::http::{Fault, Request, Response};
use crate::support::parallel;
use crate::support::process::{PROGRAM, TestDir, shell};
use crate::support::terminal::Session;
use serde_json::{Value, json};
use std::process::Output;
use std::sync::atomic::{AtomicUsize, Ordering};

const JOB: &str = "e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b";

const UPDATE: &str = "update-backend-auth --app-id d1 --backend-environment-name dev \
                      --resource-name r --resource-config \
                      '{\"AuthResources\":\"USER_POOL_ONLY\",\"Service\":\"COGNITO\",\"UserPoolConfigs\":{}}' \
                      --wait";

/// The response of `get-backend-job`.
fn job(status: &str, error: Option<&str>) -> Response {
    Response::json(
        200,
        json!({
            "appId": "d1",
            "backendEnvironmentName": "dev",
            "error": error,
            "jobId": JOB,
            "operation": "UpdateBackendAuth",
            "status": status,
        }),
    )
}

/// A service that starts a job and returns these responses to `get-backend-job` in order, the last
/// one repeatedly.
fn service(responses: Vec<Response>) -> Fake {
    let count = AtomicUsize::new(0);
    BoundPort::open().serve(Scheme::Http, move |request| {
        if request.method == "POST" {
            return job("RUNNING", None);
        }
        let number = count.fetch_add(1, Ordering::SeqCst);
        responses[number.min(responses.len() - 1)].clone()
    })
}

fn faulty(fault: Fault) -> Response {
    Response {
        fault: Some(fault),
        ..job("COMPLETED", None)
    }
}

fn failure(status: u16, code: &str) -> Response {
    let mut response = Response::json(status, json!({"message": "no"}));
    let header = ("x-amzn-ErrorType".to_owned(), code.to_owned());
    response.headers.push(header);
    response
}

/// Runs the program with these arguments against the service.
fn run(words: &str, service: &Fake, dir: &TestDir) -> Output {
    let endpoint = format!("http://127.0.0.1:{}", service.port());
    shell(words, dir, &endpoint)
}

/// The exit code, stdout and stderr of a wait with these responses.
#[track_caller]
fn ended(flags: &str, responses: Vec<Response>) -> (i32, String, String) {
    let service = service(responses);
    let command = format!("amplifybackend {UPDATE} --wait-interval 0.2 {flags}");
    let output = run(&command, &service, &TestDir::new());
    assert_eq!(updates(&service), 1, "the update is sent once");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    let has_id = stdout.contains(JOB) || stderr.contains(JOB);
    assert!(has_id, "{flags}: {stdout}{stderr}");
    (output.status.code().unwrap(), stdout, stderr)
}

fn updates(service: &Fake) -> usize {
    let is_update = |request: &&Request| request.method == "POST";
    service.requests().iter().filter(is_update).count()
}

/// The status that was printed.
fn status(stdout: &str) -> Value {
    serde_json::from_str::<Value>(stdout).unwrap()["Status"].clone()
}

#[test]
fn a_completed_job_is_a_success_and_prints_nothing_else_on_a_pipe() {
    let responses = vec![job("RUNNING", None), job("COMPLETED", None)];
    let (code, stdout, stderr) = ended("", responses);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(status(&stdout), "COMPLETED");
}

#[test]
fn a_job_that_fails_is_printed_and_is_an_error_in_the_frame_of_the_dialect() {
    let failed = || vec![job("FAILED", Some("Command failed with exit code 1: x"))];
    let message = format!("The job {JOB} failed: Command failed with exit code 1: x");
    let (code, stdout, stderr) = ended("", failed());
    assert_eq!((code, stderr), (255, format!("\n{message}\n")));
    let printed: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(printed["Status"], "FAILED");
    assert_eq!(printed["Error"], "Command failed with exit code 1: x");
    let service = service(failed());
    let command = format!("AMPLIFYBACKEND_DIALECT=2 amplifybackend {UPDATE}");
    let output = run(&command, &service, &TestDir::new());
    assert_eq!(output.status.code(), Some(255));
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(stderr, format!("\naws: [ERROR]: {message}\n"));
}

#[test]
fn transient_failures_do_not_end_the_wait() {
    let responses = vec![
        faulty(Fault::Close),
        faulty(Fault::Reset),
        faulty(Fault::Garbage),
        faulty(Fault::Truncate),
        failure(503, "ServiceUnavailable"),
        failure(429, "TooManyRequestsException"),
        job("COMPLETED", None),
    ];
    let (code, stdout, stderr) = ended("", responses);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(status(&stdout), "COMPLETED");
}

#[test]
fn a_wait_that_times_out_names_the_job_and_its_last_status() {
    let (code, stdout, stderr) = ended("--wait-timeout 2.5", vec![job("RUNNING", None)]);
    assert_eq!(code, 255);
    assert_eq!(status(&stdout), "RUNNING");
    let message =
        format!("\nThe job {JOB} did not end within 2.5 seconds; its last status is RUNNING\n");
    assert_eq!(stderr, message);
    // Also while a request has no response, and without a listener.
    parallel::map(2, &[Fault::Hang(20), Fault::Close], |fault| {
        let responses = vec![faulty(fault.clone())];
        let (code, _, stderr) = ended("--wait-timeout 2.5 --query Status", responses);
        assert_eq!((code, stderr), (255, message.clone()));
    });
}

#[test]
fn a_permanent_failure_ends_the_wait_at_once() {
    let mut malformed = job("RUNNING", None);
    malformed.body = b"<html>".to_vec();
    let failures = [
        (
            failure(403, "AccessDeniedException"),
            "(AccessDeniedException)",
        ),
        (failure(404, "NotFoundException"), "(NotFoundException)"),
        (malformed, "Unable to parse response"),
    ];
    parallel::map(failures.len(), &failures, |(response, words)| {
        let responses = vec![job("RUNNING", None), response.clone()];
        let (code, stdout, stderr) = ended("--query Status --output text", responses);
        assert_eq!((code, stdout.as_str()), (255, "RUNNING\n"), "{stderr}");
        assert!(stderr.contains(words), "{stderr}");
        let note = format!("note: the job {JOB} is RUNNING\n");
        assert!(stderr.starts_with(&note), "{stderr}");
    });
}

#[test]
fn signals_end_the_wait_and_the_job_is_named() {
    let signals = [("INT", 130), ("TERM", 143), ("HUP", 129)];
    parallel::map(signals.len(), &signals, |(signal, code)| {
        let service = service(vec![job("RUNNING", None)]);
        let command = format!("timeout --preserve-status -s {signal} 2.5 amplifybackend {UPDATE}");
        let output = run(&command, &service, &TestDir::new());
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(*code), "{stderr}");
        assert_eq!(stderr, format!("note: the job {JOB} is RUNNING\n"));
        assert_eq!(updates(&service), 1);
    });
}

/// A process with new keys at each run, which expire at once or never.
const KEYS: &str = r#"#!/bin/sh
n=$(cat count 2>/dev/null || echo 0); n=$((n + 1)); echo $n > count
echo "{\"Version\":1,\"AccessKeyId\":\"AKID$n\",\"SecretAccessKey\":\"s\",\"Expiration\":\"EXPIRY\"}"
"#;

/// A profile with a process whose keys have this expiry.
fn with_process(expiry: &str) -> TestDir {
    let dir = TestDir::new();
    let script = KEYS.replace("EXPIRY", expiry);
    dir.write("keys", script.as_bytes(), Some(0o755));
    let config = b"[profile p]\ncredential_process = ./keys\n";
    dir.write("~/.aws/config", config, None);
    dir
}

#[test]
fn keys_that_expire_are_renewed() {
    let expired = || failure(403, "ExpiredTokenException");
    let responses = vec![
        expired(),
        job("RUNNING", None),
        expired(),
        job("COMPLETED", None),
    ];
    let service = service(responses);
    let command = format!("amplifybackend {UPDATE} --wait-interval 0.2 --profile p");
    let output = run(&command, &service, &with_process("2099-01-01T00:00:00Z"));
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""));
    let requests = service.requests();
    let keys = requests.iter().map(|request| {
        let signature = request.header("authorization").unwrap();
        let (_, rest) = signature.split_once("Credential=").unwrap();
        rest.split('/').next().unwrap().to_owned()
    });
    let keys: Vec<String> = keys.collect();
    assert_eq!(keys, ["AKID1", "AKID1", "AKID2", "AKID2", "AKID3"]);
}

#[test]
fn keys_that_cannot_be_renewed_end_the_wait() {
    let expired = failure(403, "ExpiredTokenException");
    let (code, stdout, stderr) = ended("", vec![expired]);
    assert_eq!(code, 255);
    assert_eq!(status(&stdout), "RUNNING");
    assert!(stderr.contains("(ExpiredTokenException)"), "{stderr}");
    assert!(
        stderr.contains(&format!("note: the job {JOB} is RUNNING\n")),
        "{stderr}"
    );
}

#[test]
fn get_backend_job_can_wait_for_a_running_job() {
    let service = service(vec![job("RUNNING", None), job("COMPLETED", None)]);
    let command = format!(
        "amplifybackend get-backend-job --app-id d1 --backend-environment-name dev \
         --job-id {JOB} --wait --query Status --output text"
    );
    let output = run(&command, &service, &TestDir::new());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "COMPLETED\n");
    assert_eq!(service.requests().len(), 2);
}

#[test]
fn a_response_without_a_job_ends_the_wait() {
    let service = BoundPort::open().serve(Scheme::Http, |_| Response::json(200, "{}"));
    let output = run(
        &format!("amplifybackend {UPDATE}"),
        &service,
        &TestDir::new(),
    );
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let message = "\nThe service returned no job to wait for\n";
    assert_eq!(
        (output.status.code(), stderr.as_str()),
        (Some(255), message)
    );
    assert_eq!(service.requests().len(), 1);
}

#[test]
fn a_terminal_shows_the_progress_and_after_ctrl_c_the_command_that_resumes() {
    let service = service(vec![job("RUNNING", None)]);
    let endpoint = format!("http://127.0.0.1:{}", service.port());
    let mut session = Session::new();
    let command = format!(
        "AWS_ACCESS_KEY_ID=AKID AWS_SECRET_ACCESS_KEY=s exec {PROGRAM} {UPDATE} \
         --region us-east-1 --endpoint-url {endpoint}"
    );
    session.start(&["/bin/sh", "-c", &command]);
    session.wait_for(&format!("RUNNING 0:00  job {JOB}"));
    session.wait_for(&format!("RUNNING 0:01  job {JOB}"));
    session.send("\u{3}");
    let resume = format!(
        "note: the job {JOB} is RUNNING; to wait for its end: amplifybackend get-backend-job \
         --app-id d1 --backend-environment-name dev --job-id {JOB} --region us-east-1 \
         --endpoint-url {endpoint} --wait"
    );
    session.wait_for(&resume);
    assert_eq!(session.code(), Some(130));
}
