//! Credentials: assumed roles and the cache they share with the original, and the MFA prompt.

use crate::support::command::update;
use crate::support::fake::{BoundPort, Fake, Scheme};
use crate::support::http::Request;
use crate::support::process::{Invocation, TestDir};
use crate::support::script;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// Where the original puts the keys of the role below; the name is its hash of the role.
const CACHE_FILE: &str = ".aws/cli/cache/564d2fdea12fe73b3bd588db4acd0a6552a44aa0.json";

/// The file as the original writes it.
const CACHED_BY_THE_ORIGINAL: &str = r#"{"Credentials": {"AccessKeyId": "AKIDSTS", "SecretAccessKey": "sts-secret", "SessionToken": "sts-token", "Expiration": "2090-01-02T03:04:05Z", "AccountId": "123456789012"}, "AssumedRoleUser": {"AssumedRoleId": "AROA:s", "Arn": "arn:aws:sts::123456789012:assumed-role/deployer/ci"}, "ResponseMetadata": {"RequestId": "r", "HTTPStatusCode": 200, "HTTPHeaders": {"content-type": "text/xml"}, "RetryAttempts": 0}}"#;

const ROLE: &str = "[profile deploy]\nrole_arn = arn:aws:iam::123456789012:role/deployer\n\
                    source_profile = base\nrole_session_name = ci\n";
const BASE: &str = "[profile base]\naws_access_key_id = AKIDEXAMPLE\n\
                    aws_secret_access_key = base-secret\n";

const ASSUMED: &str = r#"<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>AKIDSTS</AccessKeyId><SecretAccessKey>sts-secret</SecretAccessKey><SessionToken>sts-token</SessionToken><Expiration>2090-01-02T03:04:05Z</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/deployer/ci</Arn></AssumedRoleUser></AssumeRoleResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>"#;

/// A home with a role's profile, and a service that is both STS and AmplifyBackend.
struct Scene {
    place: TestDir,
    service: Fake,
}

impl Scene {
    fn new(more: &str) -> Scene {
        let place = TestDir::new();
        place.write(
            "~/.aws/config",
            format!("{ROLE}{more}{BASE}").as_bytes(),
            None,
        );
        let service = BoundPort::open().serve(
            Scheme::Http,
            script::follow(json!([
                {"prefix": "/backend/", "responses": [{"status": 200}]},
                {"any": true, "responses": [
                    {"status": 200, "body": ASSUMED, "headers": {"Content-Type": "text/xml"}}
                ]},
            ])),
        );
        Scene { place, service }
    }

    fn invocation(&self) -> Invocation {
        let endpoint = format!("http://127.0.0.1:{}", self.service.port());
        let argv = update(["--profile", "deploy"]);
        let env = [
            ("HOME", self.place.home.to_str().unwrap()),
            ("PATH", "/usr/bin:/bin"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_ENDPOINT_URL_STS", &endpoint),
        ];
        let word = |word: &str| word.replace("${ENDPOINT}", &endpoint);
        Invocation::new(argv.into_iter().map(word), env)
    }

    #[track_caller]
    fn run(&self) {
        let outcome = self.invocation().run(&self.place.cwd);
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        assert_eq!((outcome.code, stderr.as_ref()), (Some(0), ""));
    }

    fn cached(&self) -> Value {
        let text = fs::read_to_string(self.place.home.join(CACHE_FILE)).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn updates(&self) -> Vec<Request> {
        let mut requests = self.service.requests();
        requests.retain(|request| request.target.starts_with("/backend/"));
        requests
    }
}

fn is_signed_with_role_keys(request: &Request) -> bool {
    request.header("x-amz-security-token") == Some("sts-token")
        && request
            .header("authorization")
            .is_some_and(|value| value.contains("Credential=AKIDSTS/"))
}

#[test]
fn keys_that_the_original_cached_are_used_without_asking() {
    let scene = Scene::new("");
    let name = format!("~/{CACHE_FILE}");
    scene
        .place
        .write(&name, CACHED_BY_THE_ORIGINAL.as_bytes(), None);
    scene.run();
    assert_eq!(scene.service.requests().len(), 1);
    assert!(is_signed_with_role_keys(&scene.updates()[0]));
}

#[test]
fn a_role_is_cached_where_the_original_looks_for_it_and_for_the_owner_alone() {
    let scene = Scene::new("");
    scene.run();
    scene.run();
    assert_eq!(scene.service.requests().len(), 3, "one role, two updates");
    let (ours, original): (Value, Value) = (
        scene.cached(),
        serde_json::from_str(CACHED_BY_THE_ORIGINAL).unwrap(),
    );
    for part in ["Credentials", "AssumedRoleUser"] {
        assert_eq!(ours[part], original[part]);
    }
    let file = scene.place.home.join(CACHE_FILE);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
}

#[test]
fn fifty_runs_at_once_that_cache_the_same_role_all_succeed() {
    let scene = Scene::new("");
    std::thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| scene.run());
        }
    });
    assert_eq!(scene.updates().len(), 50);
    assert!(scene.updates().iter().all(is_signed_with_role_keys));
    assert_eq!(scene.cached()["Credentials"]["AccessKeyId"], "AKIDSTS");
    let folder = scene.place.home.join(CACHE_FILE);
    let left = fs::read_dir(folder.parent().unwrap()).unwrap().count();
    assert_eq!(left, 1, "a temporary file was left behind");
}

#[test]
fn an_mfa_code_is_asked_for_on_the_terminal_and_not_shown() {
    let scene = Scene::new("mfa_serial = arn:aws:iam::123456789012:mfa/ann\n");
    let prompt = "Enter MFA code for arn:aws:iam::123456789012:mfa/ann: ";
    let (_, rest) = scene.invocation().prompted(prompt, "123456\n");
    assert!(
        !rest.contains("123456"),
        "the code is on the screen: {rest}"
    );
    assert!(rest.contains("RUNNING"), "{rest}");
    let roles = scene.service.requests();
    assert!(
        roles[0].text().contains("TokenCode=123456"),
        "{}",
        roles[0].text()
    );
}

#[test]
fn without_a_terminal_an_mfa_code_is_not_waited_for() {
    let scene = Scene::new("mfa_serial = arn:aws:iam::123456789012:mfa/ann\n");
    let outcome = scene.invocation().run(&scene.place.cwd);
    assert_eq!(outcome.code, Some(255));
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    assert!(stderr.contains("terminal"), "{stderr}");
    assert!(scene.service.requests().is_empty());
}
