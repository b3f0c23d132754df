//! The whole workflow against a stateful service: the live configuration as a document, the diff of
//! a change, the update, and the end of its job.

use crate::support::fake::{BoundPort, Fake, Scheme};
use crate::support::process::{TestDir, shell};
use crate::support::sandbox::{DOCUMENT, Service};
use serde_json::Value;
use std::time::Duration;

/// The names of the sandbox's document.
const NAMES: &str = "--app-id d19i0t4qaod5qo --backend-environment-name staging \
                     --resource-name awards65f041ad";

/// A directory with the sandbox's document in it, and the sandbox.
struct Fixture {
    dir: TestDir,
    service: Fake,
}

/// The output of a command, and its exit code.
struct Printed {
    stdout: String,
    stderr: String,
    code: i32,
}

impl Fixture {
    /// Jobs take this many milliseconds.
    fn new(job_time: u64) -> Fixture {
        let service = Service::new(Duration::from_millis(job_time));
        let service =
            BoundPort::open().serve(Scheme::Http, move |request| service.respond(request));
        let dir = TestDir::new();
        dir.write("auth.json", DOCUMENT.as_bytes(), None);
        Fixture { dir, service }
    }

    fn run(&self, command: &str) -> Printed {
        let endpoint = format!("http://127.0.0.1:{}", self.service.port());
        let command = command.replace("NAMES", NAMES);
        let output = shell(&command, &self.dir, &endpoint);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Printed {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code().unwrap(),
        }
    }
}

/// The commands of the README's section, each with what it prints, both streams as one.
fn transcript() -> Vec<(String, String)> {
    let readme = include_str!("../../README.md");
    let section = readme.split("\n## The whole job\n").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let mut commands: Vec<(String, String)> = Vec::new();
    for block in section.split("```console\n").skip(1) {
        for line in block.split("```").next().unwrap().lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                commands.push((format!("{command}\n"), String::new()));
            } else {
                let (command, printed) = commands.last_mut().unwrap();
                match line.strip_prefix("> ") {
                    Some(more) => *command += &format!("{more}\n"),
                    None => *printed += &format!("{line}\n"),
                }
            }
        }
    }
    commands
}

#[test]
fn the_transcript_of_the_readme_is_what_happens() {
    let fixture = Fixture::new(500);
    let endpoint = format!("http://127.0.0.1:{}", fixture.service.port());
    let transcript = transcript();
    assert_eq!(transcript.len(), 9);
    for (command, expected) in transcript {
        // The last command fails on purpose, and prints its exit code.
        let got = fixture.run(&format!("set +e; {{ {command} }} 2>&1"));
        assert_eq!(got.code, 0, "{command}{}", got.stdout);
        let printed = got.stdout.replace(&endpoint, "http://127.0.0.1:8080");
        assert_eq!(printed, expected, "{command}");
        assert_kept(&got);
    }
    let requests = fixture.service.requests();
    let count = |end: &str| requests.iter().filter(|r| r.target.ends_with(end)).count();
    assert_eq!((count("/details"), count("/auth/staging")), (3, 2));
}

#[test]
fn the_document_for_an_update_is_the_live_configuration_without_what_the_update_refuses() {
    let fixture = Fixture::new(0);
    let got = fixture.run("amplifybackend get-backend-auth NAMES --for-update --output text");
    assert_eq!(got.code, 0, "{}", got.stderr);
    let document: Value = serde_json::from_str(&got.stdout).unwrap();
    assert_eq!(
        document,
        serde_json::from_str::<Value>(&DOCUMENT.replace(": 8\n", ": 8.0\n")).unwrap()
    );
    let pool = "ResourceConfig.UserPoolConfigs";
    let left_out = format!(
        "note: the update does not take ResourceConfig.IdentityPoolConfigs.IdentityPoolName, \
         {pool}.RequiredSignUpAttributes, {pool}.SignInMethod, {pool}.UserPoolName; left out\n"
    );
    assert_eq!(got.stderr, left_out);
}

#[test]
fn a_response_without_a_configuration_is_an_error() {
    let fixture = Fixture {
        dir: TestDir::new(),
        service: BoundPort::open().serve(Scheme::Http, |_| {
            crate::support::http::Response::json(200, r#"{"error":"the backend is locked"}"#)
        }),
    };
    let got = fixture.run("amplifybackend get-backend-auth NAMES --for-update");
    assert_eq!((got.code, got.stdout.as_str()), (255, ""));
    let message = "\nThe service returned no ResourceConfig: the backend is locked\n";
    assert_eq!(got.stderr, message);
}

#[test]
fn a_dry_run_prints_the_request_without_secrets_and_sends_nothing() {
    let fixture = Fixture::new(0);
    let got = fixture.run(
        "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
         amplifybackend update-backend-auth --cli-input-json file://auth.json --dry-run",
    );
    assert_eq!((got.code, got.stderr.as_str()), (0, ""));
    let request: Value = serde_json::from_str(&got.stdout).unwrap();
    let endpoint = format!("http://127.0.0.1:{}", fixture.service.port());
    let url = format!("{endpoint}/backend/d19i0t4qaod5qo/auth/staging");
    assert_eq!(request["Method"], "POST");
    assert_eq!(request["Url"], url.as_str());
    let body = &request["Body"];
    assert_eq!(body["resourceName"], "awards65f041ad");
    let providers = &body["resourceConfig"]["userPoolConfigs"]["oAuth"]["socialProviderSettings"];
    assert_eq!(
        providers["Google"],
        serde_json::json!({
            "client_id": "1234567890-abc.apps.googleusercontent.com",
            "client_secret": "***",
        })
    );
    assert_kept(&got);
    assert_eq!(fixture.service.requests().len(), 0);
    let got = fixture.run(
        "amplifybackend update-backend-auth --cli-input-json file://auth.json --dry-run \
         --query Body.resourceConfig.userPoolConfigs.mfa.MFAMode --output text",
    );
    assert_eq!(got.stdout, "OPTIONAL\n");
}

/// No secret of the sandbox's document has been printed.
#[track_caller]
fn assert_kept(printed: &Printed) {
    let secrets = [
        "an-invented-google-secret",
        "ABC123DEFG",
        "an invented key",
        "TEAM123456",
        "rotated",
    ];
    for secret in secrets {
        assert!(!printed.stdout.contains(secret), "{}", printed.stdout);
        assert!(!printed.stderr.contains(secret), "{}", printed.stderr);
    }
}

#[test]
fn a_dry_run_fails_as_the_real_run_does() {
    let fixture = Fixture::new(0);
    for arguments in [
        "--cli-input-json '{\"AppId\":\"d1\"}'",
        "--cli-input-json file://auth.json --app-id ''",
        "--cli-input-json file://auth.json --resource-config '{\"Service\":1}'",
        "--cli-input-json file://auth.json --resource-config a",
        "--cli-input-json file://auth.json --query 'nosuch(@)'",
        "--cli-input-json file://auth.json --endpoint-url http://:1",
        "--cli-input-json file://auth.json --output xml",
        "--cli-input-json file://missing.json",
    ] {
        for dialect in ["1", "2"] {
            let command = format!(
                "AMPLIFYBACKEND_DIALECT={dialect} amplifybackend update-backend-auth {arguments}"
            );
            let (real, dry) = (
                fixture.run(&command),
                fixture.run(&format!("{command} --dry-run")),
            );
            assert_ne!(real.code, 0, "{command}");
            assert_eq!(
                (dry.code, &dry.stderr),
                (real.code, &real.stderr),
                "{command}"
            );
        }
    }
    assert_eq!(fixture.service.requests().len(), 0);
}

#[test]
fn a_dry_run_warns_of_what_the_service_is_known_to_refuse_on_a_pipe_too() {
    let fixture = Fixture::new(0);
    let got = fixture.run(
        "sed 's/\"MinimumLength\": 8/\"MinimumLength\": 4/' auth.json > weak.json
         amplifybackend update-backend-auth --cli-input-json file://weak.json --dry-run \
         --query Method",
    );
    assert_eq!((got.code, got.stdout.as_str()), (0, "\"POST\"\n"));
    let path = "ResourceConfig.UserPoolConfigs.PasswordPolicy.MinimumLength";
    let warning = format!("warning: {path}: the service takes 6 and more\n");
    assert_eq!(got.stderr, warning);
}

const ROTATE: &str = "sed -e 's/an-invented-google-secret/rotated/' \
                      -e 's/\"MinimumLength\": 8/\"MinimumLength\": 12/' \
                      -e '/DomainPrefix/d' auth.json > new.json\n";

#[test]
fn a_diff_has_a_line_for_each_member_that_would_change() {
    let fixture = Fixture::new(0);
    let command = "amplifybackend update-backend-auth --cli-input-json file://new.json --diff";
    let got = fixture.run(&format!("{ROTATE}{command}"));
    assert_eq!((got.code, got.stderr.as_str()), (0, ""));
    let oauth = "ResourceConfig.UserPoolConfigs.OAuth";
    let expected = format!(
        "- {oauth}.DomainPrefix: \"awards-staging\"\n\
         ~ {oauth}.SocialProviderSettings.Google.ClientSecret: differs\n\
         ~ ResourceConfig.UserPoolConfigs.PasswordPolicy.MinimumLength: 8.0 -> 12\n"
    );
    assert_eq!(got.stdout, expected);
    let got = fixture.run(&format!("{command} --output json"));
    assert_kept(&got);
    let list: Value = serde_json::from_str(&got.stdout).unwrap();
    assert_eq!(
        list[0],
        serde_json::json!({
            "Path": format!("{oauth}.DomainPrefix"),
            "From": "awards-staging",
            "To": null,
        })
    );
    assert_eq!(list[1]["To"], "differs");
    assert_eq!(list.as_array().unwrap().len(), 3);
    // One GetBackendAuth each, and no update.
    let requests = fixture.service.requests();
    let targets: Vec<&str> = requests
        .iter()
        .map(|request| request.target.as_str())
        .collect();
    assert_eq!(targets, ["/backend/d19i0t4qaod5qo/auth/staging/details"; 2]);
}

#[test]
fn the_live_configuration_differs_in_nothing_from_itself() {
    let fixture = Fixture::new(0);
    let got = fixture.run(
        "amplifybackend get-backend-auth NAMES --for-update > live.json 2> left-out
         amplifybackend update-backend-auth --cli-input-json file://live.json --diff
         amplifybackend update-backend-auth --cli-input-json file://live.json --diff --output json",
    );
    assert_eq!((got.code, got.stderr.as_str()), (0, ""));
    assert_eq!(got.stdout, "Nothing differs.\n[]\n");
}

#[test]
fn in_version_2_the_document_is_yaml_where_yaml_is_asked_for() {
    let fixture = Fixture::new(0);
    let got = fixture.run(
        "export AMPLIFYBACKEND_DIALECT=2
         amplifybackend get-backend-auth NAMES --for-update --output yaml 2> left-out > live.yaml
         head -n 1 live.yaml
         amplifybackend update-backend-auth --cli-input-yaml file://live.yaml --diff",
    );
    assert_eq!((got.code, got.stderr.as_str()), (0, ""));
    assert_eq!(got.stdout, "AppId: d19i0t4qaod5qo\nNothing differs.\n");
}
