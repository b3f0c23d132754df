//! `--debug` logs each step without secrets, however they are given; caches are readable by their
//! owner only.
//!
//! Every run of the tests searches both streams for secrets ([`crate::support::secrets`]).

mod ways;

use crate::support::certificate;
use crate::support::command::{CONFIG, JOB, Test, update};
use crate::support::fake::{BoundPort, Fake, Scheme};
use crate::support::http::{Request, Response};
use crate::support::parallel;
use crate::support::process::{Invocation, Outcome, PROGRAM, TestDir};
use crate::support::script::{self, job};
use crate::support::secrets;
use crate::support::sigv4::{Claim, canonical_request};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

const CLIENT_SECRET: &str = "client secret/+= of \"Google\"";
const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49AgEGCCqGSM49\n\
                           AwEHBHkwdwIBAQQgevZzL1gdAFr88hb2\n-----END PRIVATE KEY-----\n";
/// Kept from `client secret` of shorthand, which has no quotes in it.
const SHORT_SECRET: &str = "shorthand-client-secret";

fn config() -> Value {
    json!({
        "AuthResources": "USER_POOL_ONLY",
        "Service": "COGNITO",
        "UserPoolConfigs": {"OAuth": {"SocialProviderSettings": {
            "Google": {"ClientId": "google-client", "ClientSecret": CLIENT_SECRET},
            "SignInWithApple": {"ClientId": "apple-client", "KeyId": "KEYIDKEYID",
                "PrivateKey": PRIVATE_KEY, "TeamId": "TEAMIDTEAM"},
        }}},
    })
}

/// A service that first quotes the request's body in all ways, then starts the job.
fn echo() -> impl Fn(&Request) -> Response + Send + Sync + 'static {
    let seen = std::sync::atomic::AtomicUsize::new(0);
    move |request| match seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => {
            let body: Value = serde_json::from_str(&request.text()).unwrap_or(Value::Null);
            let error = json!({"message": request.text(), "request": body, "key": PRIVATE_KEY});
            Response::json(503, error)
        }
        1 => Response::json(503, format!("<html>{}</html>", request.text())),
        _ => Response::json(200, job()),
    }
}

/// The words of an update, its configuration aside.
fn words<'a>(config: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let words = ["--resource-config", config];
    let mut argv = vec!["update-backend-auth", "--debug"];
    argv.extend(["--endpoint-url", "${ENDPOINT}", "--app-id", "d1a2b3"]);
    argv.extend(["--backend-environment-name", "staging"]);
    argv.extend(["--resource-name", "auth1"]);
    argv.extend(if config.is_empty() { &[][..] } else { &words });
    argv.extend(more);
    argv
}

fn stderr(outcome: &Outcome) -> String {
    String::from_utf8_lossy(&outcome.stderr).into_owned()
}

#[track_caller]
fn assert_none(of: &[&str], outcome: &Outcome) {
    for secret in of {
        let found = secrets::found(secret, outcome);
        assert!(found.is_empty(), "{found:?} in\n{}", stderr(outcome));
    }
}

const OWN: [&str; 4] = [CLIENT_SECRET, PRIVATE_KEY, "KEYIDKEYID", "TEAMIDTEAM"];

#[test]
fn no_secret_of_the_request_is_logged_in_any_form_of_input() {
    let document = json!({"ResourceConfig": config()}).to_string();
    let (config, shorthand) = (
        config().to_string(),
        format!(
            "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={{OAuth=\
         {{SocialProviderSettings={{Google={{ClientSecret={SHORT_SECRET}}},\
         SignInWithApple={{PrivateKey@=file://key.pem}}}}}}}}"
        ),
    );
    let given = [
        (config.as_str(), [].as_slice()),
        ("file://config.json", &[]),
        (&shorthand, &[]),
        ("", &["--cli-input-json", &document]),
        ("", &["--cli-input-json", "file://document.json"]),
    ];
    parallel::map(given.len(), &given, |(given, more)| {
        let test = Test::against(Scheme::Http, echo(), words(given, more));
        let (outcome, _) = test
            .file("config.json", &config)
            .file("document.json", &document)
            .file("key.pem", PRIVATE_KEY)
            .env("AWS_SESSION_TOKEN", "a/session+token==")
            .requests(3)
            .stdout(JOB)
            .any_stderr()
            .run();
        assert_none(&OWN, &outcome);
        assert_none(&[SHORT_SECRET, "a/session+token=="], &outcome);
        let told = stderr(&outcome);
        for words in [
            "settings: region us-east-1 (AWS_DEFAULT_REGION)\n",
            "settings: endpoint http://127.0.0.1:",
            "credentials: environment: found\n",
            "credentials: keys ****MPLE, with a session token",
            "call: attempt 3 of 5\n",
            "http: status 503 after ",
            "request id req-0001\n",
            "signature: canonical request\n    POST\n    /backend/d1a2b3/auth/staging\n",
            "x-amz-security-token: ***\n",
            "Signature=***\n",
            "\"resourceName\":\"auth1\"",
            "answer's body: {\"appId\":",
        ] {
            assert!(told.contains(words), "{words:?} is not in\n{told}");
        }
    });
}

#[test]
fn the_logged_canonical_request_is_the_signed_one() {
    let test = Test::new(words(CONFIG, &[])).requests(1);
    let test = test.env("AWS_SESSION_TOKEN", "a/session+token==");
    let (outcome, requests) = test.stdout(JOB).any_stderr().run();
    let claim = Claim::parse(requests[0].header("authorization").unwrap()).unwrap();
    let signed = canonical_request(&requests[0], claim.signed_headers);
    let hash = <sha2::Sha256 as sha2::Digest>::digest(&signed);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let shown = signed.replace("a/session+token==", "***");
    let shown = shown.replace('\n', "\n    ");
    let told = stderr(&outcome);
    assert!(
        told.contains(&format!("canonical request\n    {shown}\n")),
        "{told}"
    );
    assert!(
        told.contains(&format!("/aws4_request\n    {hash}\n")),
        "{told}"
    );
}

#[test]
fn a_message_that_quotes_the_input_stays_the_originals_and_nothing_before_it_does() {
    let broken = config().to_string().replacen("}}", "}", 1);
    let misplaced = json!({"AuthResources": [CLIENT_SECRET]}).to_string();
    let no_file = format!("file://{}", json!({"ClientSecret": "secret-text"}));
    let cases = [
        words(&broken, &[]),
        words("Google={ClientSecret=shorthand-client-secret", &[]),
        words("", &["--cli-input-json", &broken]),
        words(&misplaced, &[]),
        words(&no_file, &[]),
        words("ClientSecret=a-secret,A=b,A=c", &[]),
        words(CONFIG, &["Google={ClientSecret=shorthand-client-secret}"]),
    ];
    for (argv, (start, why)) in cases.into_iter().zip(secrets::ECHOES) {
        let (outcome, _) = Test::new(argv).code(255).any_stderr().run();
        let told = stderr(&outcome);
        let (before, message) = told.split_at(told.find(start).expect(why));
        assert!(message.contains("secret"), "{why}: {message}");
        assert!(before.contains("settings: profile default"), "{told}");
    }
}

#[test]
fn a_proxy_is_told_without_its_password_and_a_failing_handshake_with_its_reason() {
    let argv = update(["--debug"]);
    let test = Test::against(Scheme::Https, |_| Response::json(200, job()), argv);
    let (outcome, _) = test
        .env("AWS_MAX_ATTEMPTS", "1")
        .env(
            "HTTPS_PROXY",
            "http://proxy-user:proxy-password@127.0.0.1:9",
        )
        .env("NO_PROXY", "localhost")
        .code(255)
        .any_stderr()
        .run();
    let told = stderr(&outcome);
    assert_none(
        &["proxy-password", "cHJveHktdXNlcjpwcm94eS1wYXNzd29yZA=="],
        &outcome,
    );
    assert!(
        told.contains("https proxy http://***@127.0.0.1:9"),
        "{told}"
    );
    assert!(
        told.contains("ms: SSL validation failed for https://localhost"),
        "{told}"
    );
    // Through a proxy that takes the password.
    let door = BoundPort::open();
    let url = format!("http://proxy-user:proxy-password@127.0.0.1:{}", door.port());
    let proxy = door.serve(Scheme::Http, script::follow(json!([])));
    let test = Test::against(
        Scheme::Https,
        |_| Response::json(200, job()),
        update(["--debug", "--ca-bundle", "ca.pem"]),
    );
    let test = test.file("ca.pem", certificate::authority());
    let (outcome, _) = test
        .env("HTTPS_PROXY", &url)
        .requests(1)
        .stdout(JOB)
        .any_stderr()
        .run();
    assert_eq!(
        proxy.requests()[0].header("proxy-authorization"),
        Some("Basic cHJveHktdXNlcjpwcm94eS1wYXNzd29yZA==")
    );
    assert_none(
        &["proxy-password", "cHJveHktdXNlcjpwcm94eS1wYXNzd29yZA=="],
        &outcome,
    );
}

#[test]
fn a_password_in_the_endpoint_and_what_a_query_holds_are_not_told() {
    let test = Test::new(words(CONFIG, &[])).any_stderr();
    let service = BoundPort::open().serve(Scheme::Http, script::follow(json!([])));
    let url = format!(
        "http://u:endpoint-password@127.0.0.1:{}/?k=query-value",
        service.port()
    );
    let test = test.env("AWS_ENDPOINT_URL", &url);
    // The last of two options counts.
    let test = test.more(["--endpoint-url", &url]);
    let (outcome, _) = test.stdout(JOB).run();
    assert_none(&["endpoint-password", "query-value"], &outcome);
    assert!(stderr(&outcome).contains("/?k=***"), "{}", stderr(&outcome));
}

const STS: &str = r#"<XResponse><XResult><Credentials><AccessKeyId>AKIDSTSSTS</AccessKeyId><SecretAccessKey>role/secret-key</SecretAccessKey><SessionToken>role/session+token</SessionToken><Expiration>2090-01-02T03:04:05Z</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/d/ci</Arn></AssumedRoleUser></XResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></XResponse>"#;

/// A home, and a service that stands for all that credentials come from.
struct Fixture {
    place: TestDir,
    service: Fake,
    env: Vec<(String, String)>,
}

impl Fixture {
    fn new(config: &str) -> Fixture {
        let place = TestDir::new();
        let door = BoundPort::open();
        let endpoint = format!("http://127.0.0.1:{}", door.port());
        let sts = |action: &str| STS.replace("XRe", &format!("{action}Re"));
        let service = door.serve(
            Scheme::Http,
            script::follow(json!([
                {"prefix": "/backend/", "responses": [{"status": 200}]},
                {"prefix": "/container", "responses": [{"status": 200, "body": {
                    "AccessKeyId": "AKIDCONTAIN", "SecretAccessKey": "container/secret",
                    "Token": "container+token", "Expiration": "2090-01-02T03:04:05Z"}}]},
                {"prefix": "/federation/", "responses": [{"status": 200, "body": {
                    "roleCredentials": {"accessKeyId": "AKIDSSOSSO",
                    "secretAccessKey": "sso/secret-key", "sessionToken": "sso+session",
                    "expiration": 3786912000000u64}}}]},
                {"prefix": "/token", "responses": [{"status": 200, "body": {
                    "accessToken": "fresh/access+token", "expiresIn": 28800,
                    "refreshToken": "fresh/refresh"}}]},
                {"body_has": "AssumeRoleWithWebIdentity", "responses": [{"status": 200,
                    "body": sts("AssumeRoleWithWebIdentity"),
                    "headers": {"Content-Type": "text/xml"}}]},
                {"any": true, "responses": [{"status": 200, "body": sts("AssumeRole"),
                    "headers": {"Content-Type": "text/xml"}}]},
            ])),
        );
        let config = config.replace("${ENDPOINT}", &endpoint);
        place.write("~/.aws/config", config.as_bytes(), None);
        let env = [
            ("HOME", place.home.to_str().unwrap()),
            ("PATH", "/usr/bin:/bin"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_ENDPOINT_URL", &endpoint),
        ];
        let env = env.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Fixture {
            place,
            service,
            env: env.to_vec(),
        }
    }

    fn env(mut self, name: &str, value: &str) -> Fixture {
        let value = value.replace("${PORT}", &self.service.port().to_string());
        self.env.push((name.to_owned(), value));
        self
    }

    fn file(self, name: &str, content: &str) -> Fixture {
        self.place.write(name, content.as_bytes(), None);
        self
    }

    fn invocation(&self) -> Invocation {
        let endpoint = format!("http://127.0.0.1:{}", self.service.port());
        let argv = update(["--debug"]);
        let word = |word: &str| word.replace("${ENDPOINT}", &endpoint);
        Invocation::new(argv.into_iter().map(word), self.env.clone())
    }

    /// Runs, and looks for the secrets in what was told.
    #[track_caller]
    fn assert_keeps(&self, provider: &str, secrets: &[&str]) {
        let outcome = self.invocation().run(&self.place.cwd);
        let told = stderr(&outcome);
        assert_eq!(outcome.code, Some(0), "{told}");
        assert!(
            told.contains(&format!("credentials: {provider}: found\n")),
            "{told}"
        );
        assert_none(secrets, &outcome);
    }
}

const ROLE: &str = "[default]\nrole_arn = arn:aws:iam::123456789012:role/deployer\n\
                    source_profile = base\nrole_session_name = ci\n\
                    [profile base]\naws_access_key_id = AKIDBASEBASE\n\
                    aws_secret_access_key = base/secret+key\naws_session_token = base/token==\n";
const BASE: [&str; 2] = ["base/secret+key", "base/token=="];
const OF_ROLE: [&str; 2] = ["role/secret-key", "role/session+token"];

#[test]
fn no_secret_of_a_credential_provider_is_told() {
    Fixture::new("")
        .env("AWS_ACCESS_KEY_ID", "AKIDENVENV")
        .env("AWS_SECRET_ACCESS_KEY", "env/secret+key")
        .env("AWS_SESSION_TOKEN", "env/token==")
        .assert_keeps("environment", &["env/secret+key", "env/token=="]);

    Fixture::new(
        &ROLE
            .replace("[profile base]", "")
            .replace("[default]", "[profile x]")
            .replace("role_session_name = ci\n", "[default]\n"),
    )
    .assert_keeps("config file", &BASE);

    let role = Fixture::new(ROLE);
    role.assert_keeps("role of the profile", &BASE);
    // And once more from the cache.
    role.assert_keeps("role of the profile", &OF_ROLE);

    Fixture::new("[default]\ncredential_process = sh keys.sh\n")
        .file(
            "keys.sh",
            "echo '{\"Version\": 1, \"AccessKeyId\": \"AKIDPROCESS\", \"SecretAccessKey\": \
             \"process/secret\", \"SessionToken\": \"process+token\"}'\n",
        )
        .assert_keeps("process", &["process/secret", "process+token"]);

    Fixture::new("")
        .env(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://127.0.0.1:${PORT}/container",
        )
        .env(
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "Basic authorization/token",
        )
        .assert_keeps(
            "container",
            &[
                "container/secret",
                "container+token",
                "Basic authorization/token",
            ],
        );

    let identity = Fixture::new("").file("token", "web/identity+token.abc");
    let token = identity.place.cwd.join("token");
    identity
        .env("AWS_WEB_IDENTITY_TOKEN_FILE", token.to_str().unwrap())
        .env("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/deployer")
        .assert_keeps(
            "web identity",
            &["web/identity+token.abc", OF_ROLE[0], OF_ROLE[1]],
        );
}

#[test]
fn no_secret_of_an_sso_session_is_told() {
    let config = "[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = R\n\
                  [sso-session s]\nsso_start_url = https://x/start\nsso_region = us-east-1\n";
    // The SHA-1 of the session's name.
    let cache = "~/.aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json";
    for end in ["2090-01-01T00:00:00Z", "2001-01-01T00:00:00Z"] {
        let token = json!({
            "startUrl": "https://x/start", "region": "us-east-1",
            "accessToken": "cached/access+token", "expiresAt": end,
            "refreshToken": "cached/refresh", "clientId": "sso-client",
            "clientSecret": "sso/client+secret",
            "registrationExpiresAt": "2090-01-01T00:00:00Z",
        });
        Fixture::new(config)
            .file(cache, &token.to_string())
            .assert_keeps(
                "SSO",
                &[
                    "cached/access+token",
                    "cached/refresh",
                    "sso/client+secret",
                    "fresh/access+token",
                    "fresh/refresh",
                    "sso/secret-key",
                    "sso+session",
                ],
            );
    }
}

#[test]
fn an_mfa_code_is_not_told() {
    let scene = Fixture::new(&ROLE.replace(
        "role_session_name = ci\n",
        "role_session_name = ci\nmfa_serial = arn:aws:iam::123456789012:mfa/ann\n",
    ));
    let (before, after) = scene.invocation().prompted("mfa/ann: ", "918273\n");
    let text = before + &after;
    assert!(text.contains("AssumeRole, attempt 1 of 5"), "{text}");
    assert!(!text.contains("918273"), "{text}");
    assert!(
        scene.service.requests()[0]
            .text()
            .contains("TokenCode=918273")
    );
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn cache_files_and_their_directories_are_for_the_owner_alone_under_every_umask() {
    for umask in ["000", "077", "022"] {
        let scene = Fixture::new(ROLE);
        let invocation = scene.invocation();
        let output = Command::new("sh")
            .args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\""), PROGRAM])
            .args(&invocation.argv)
            .env_clear()
            .envs(invocation.env)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success());
        let aws = scene.place.home.join(".aws");
        for folder in ["cli", "cli/cache"] {
            assert_eq!(mode(&aws.join(folder)), 0o700, "{umask} {folder}");
        }
        let files: Vec<_> = fs::read_dir(aws.join("cli/cache")).unwrap().collect();
        assert_eq!(files.len(), 1);
        for file in files {
            assert_eq!(mode(&file.unwrap().path()), 0o600, "{umask}");
        }
    }
}
