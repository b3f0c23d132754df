//! Input that no reasonable user gives: each ends in a word, as in the original or a better one,
//! and never in a crash, a hang or a machine without memory.

use crate::support::command::{CONFIG, JOB, Test, update};
use crate::support::fake::{Door, Fake, Scheme};
use crate::support::http::Answer;
use crate::support::process::{PROGRAM, Place};
use crate::support::script::job;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output, Stdio};

/// Everything that a run reads from its environment.
const VARIABLES: [&str; 48] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_CA_BUNDLE",
    "AWS_CONFIG_FILE",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_CREDENTIAL_FILE",
    "AWS_DEFAULT_OUTPUT",
    "AWS_DEFAULT_PROFILE",
    "AWS_DEFAULT_REGION",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
    "AWS_EC2_METADATA_V1_DISABLED",
    "AWS_ENDPOINT_URL_AMPLIFYBACKEND",
    "AWS_ENDPOINT_URL_STS",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_IMDS_USE_IPV6",
    "AWS_LOGIN_CACHE_DIRECTORY",
    "AWS_MAX_ATTEMPTS",
    "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
    "AWS_METADATA_SERVICE_TIMEOUT",
    "AWS_PROFILE",
    "AWS_RETRY_MODE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_STS_REGIONAL_ENDPOINTS",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "BOTO_CONFIG",
    "COLUMNS",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LANG",
    "LC_ALL",
    "NO_PROXY",
    "PATH",
    "REQUESTS_CA_BUNDLE",
    "TERM",
    "http_proxy",
];

/// A home, a service, and a command line that starts a job there.
struct Scene {
    place: Place,
    service: Fake,
    argv: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
}

fn os(bytes: &[u8]) -> OsString {
    OsStr::from_bytes(bytes).to_owned()
}

impl Scene {
    fn new<'a>(argv: impl IntoIterator<Item = &'a str>) -> Scene {
        let place = Place::new();
        let service = Door::open().serve(Scheme::Http, |_| Answer::json(200, job()));
        let endpoint = format!("http://127.0.0.1:{}", service.port());
        let env = [
            ("HOME", place.home.to_str().unwrap()),
            ("PATH", "/usr/bin:/bin"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_MAX_ATTEMPTS", "1"),
        ];
        Scene {
            argv: argv
                .into_iter()
                .map(|word| word.replace("${ENDPOINT}", &endpoint).into())
                .collect(),
            env: env
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            place,
            service,
        }
    }

    /// Without a value the variable is taken away.
    fn env(mut self, name: &str, value: Option<&[u8]>) -> Scene {
        self.env.retain(|(other, _)| other != name);
        let value = value.map(|value| (name.into(), os(value)));
        self.env.extend(value);
        self
    }

    fn word(mut self, bytes: &[u8]) -> Scene {
        self.argv.push(os(bytes));
        self
    }

    fn file(self, name: &str, content: &[u8]) -> Scene {
        self.place.write(name, content, None);
        self
    }

    /// Keys come from this profile alone.
    fn profile(self, content: &[u8]) -> Scene {
        self.env("AWS_ACCESS_KEY_ID", None)
            .env("AWS_SECRET_ACCESS_KEY", None)
            .file("~/.aws/config", &[b"[default]\n", content, b"\n"].concat())
    }

    /// Runs; whatever came of it, the program ended by itself and with a code of its own.
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
        command.current_dir(&self.place.cwd).stdin(Stdio::null());
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
        let cwd = self.place.cwd.to_str().unwrap();
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

const TOO_DEEP: &str = "maximum recursion depth exceeded";

#[test]
fn ten_megabytes_of_brackets_are_too_deep_wherever_they_are() {
    let arrays = "[".repeat(10_000_000);
    let objects = "{\"a\":".repeat(2_000_000);
    let array = format!("{TOO_DEEP} while decoding a JSON array from a unicode string");
    let object = format!("{TOO_DEEP} while decoding a JSON object from a unicode string");
    let file = |argv, content: &str| Scene::new(argv).file("x", content.as_bytes());
    file(configured("file://x"), &objects).fails(&object);
    file(configured("file://x"), &format!("a={arrays}")).fails(TOO_DEEP);
    let document = ["update-backend-auth", "--cli-input-json", "file://x"];
    file(document.to_vec(), &arrays).fails(&array);
    file(document.to_vec(), &objects).fails(&object);
    // The original has this one fail as it echoes what it was given.
    let output = file(configured("file://x"), &arrays).run();
    assert!(
        output
            .stderr
            .starts_with(b"\nError parsing parameter '--resource-config': Invalid JSON:\n[[[")
    );
    file(update([]), &arrays)
        .profile(b"credential_process = cat x")
        .fails(&array);
}

#[test]
fn an_answer_of_brackets_is_too_deep() {
    for start in ["", "{\"jobId\":"] {
        let body = format!("{start}{}", "[".repeat(10_000_000));
        let test = Test::against(Scheme::Http, move |_| Answer::json(200, &body), update([]));
        test.requests(1)
            .code(255)
            .stderr(&format!(
                "\nUnable to parse response from the service: {TOO_DEEP} while decoding a JSON \
                 array from a unicode string\n"
            ))
            .run();
    }
}

#[test]
fn a_query_that_nests_without_end_is_refused_before_anything_is_sent() {
    for unit in [
        "[",
        "(",
        "!",
        "&",
        "{a:",
        "`[",
        "a||",
        "a|",
        "a[*].",
        "not_null(",
    ] {
        let query = unit.repeat(120_000 / unit.len());
        let output = Scene::new(update([]))
            .word(b"--query")
            .word(query.as_bytes())
            .run();
        assert_eq!(output.status.code(), Some(255), "{unit}");
    }
    for unit in [".a", "[0]"] {
        let query = format!("a{}", unit.repeat(120_000 / unit.len()));
        let output = Scene::new(update([]))
            .word(b"--query")
            .word(query.as_bytes())
            .run();
        assert_eq!(output.stdout, b"null\n", "{unit}");
    }
}

#[test]
fn a_mistake_far_to_the_right_is_pointed_at() {
    let output = Scene::new(configured("file://x"))
        .file("x", &b"a={a=".repeat(30_000))
        .run();
    assert!(output.stderr.ends_with(b" ^\n"));
    assert!(output.stderr.len() > 300_000);
}

#[test]
fn a_small_stack_holds_what_people_write() {
    let nested =
        |open: &str, close: &str, depth| format!("{}a{}", open.repeat(depth), close.repeat(depth));
    let config = nested("{\"a\":", "}", 100).replace('a', "1");
    for scene in [
        Scene::new(configured("file://x")).file("x", config.as_bytes()),
        Scene::new(configured(&format!("a={}", nested("[", "]", 50)))),
        Scene::new(update([]))
            .word(b"--query")
            .word(nested("(", ")", 20).as_bytes()),
    ] {
        let output = scene
            .command("sh")
            .args(["-c", "ulimit -s 1024; exec \"$0\" \"$@\"", PROGRAM])
            .args(&scene.argv)
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 255)), "{stderr}");
    }
}

#[test]
fn a_million_keys_take_their_time_but_no_more_than_that() {
    let keys = |count| -> String {
        let keys: Vec<String> = (0..count).map(|n| format!("\"k{n}\":1")).collect();
        format!("{{{}}}", keys.join(","))
    };
    let million = keys(1_000_000);
    let output = Scene::new(configured("file://x"))
        .file("x", million.as_bytes())
        .run();
    assert!(output.stderr.ends_with(
        b"Unknown parameter in ResourceConfig: \"k999999\", must be one of: AuthResources, \
          IdentityPoolConfigs, Service, UserPoolConfigs\n"
    ));
    // The original needs minutes for these.
    let keys: Vec<String> = (0..100_000).map(|n| format!("k{n}=1")).collect();
    let output = Scene::new(configured("file://x"))
        .file("x", keys.join(",").as_bytes())
        .run();
    assert!(output.stderr.len() > 10_000_000);
    let answer = Answer::json(200, &million);
    let test = Test::against(Scheme::Http, move |_| answer.clone(), update([]));
    test.requests(1).run();
}

#[test]
fn bytes_that_are_not_text_are_taken_or_refused_in_every_variable() {
    for name in VARIABLES {
        let scene = Scene::new(update([])).env(name, Some(b"\xff\xfe/\x80"));
        scene.run();
        let without_keys = Scene::new(update([]))
            .profile(b"")
            .env(name, Some(b"\xff\xfe"));
        without_keys.run();
    }
}

#[test]
fn bytes_that_are_not_text_are_taken_or_refused_in_every_option() {
    for option in [
        "--app-id",
        "--backend-environment-name",
        "--resource-config",
        "--resource-name",
        "--cli-input-json",
        "--generate-cli-skeleton",
        "--output",
        "--query",
        "--profile",
        "--region",
        "--color",
        "--ca-bundle",
        "--cli-read-timeout",
        "--cli-connect-timeout",
        "--endpoint-url",
    ] {
        for value in [
            &b"\xff\xfe"[..],
            b"file://\xff",
            b"http://\xff/",
            b"a=\xff",
            b"{\"\xff",
            b"",
        ] {
            let scene = Scene::new(update([])).word(option.as_bytes()).word(value);
            scene.run();
        }
    }
    Scene::new(update([])).word(b"--\xff").run();
    Scene::new(configured("file://x")).file("x", b"\xff").fails(
        "Error parsing parameter '--resource-config': Unable to load paramfile (x), text \
             contents could not be decoded.  If this is a binary file, please use the fileb:// \
             prefix instead of the file:// prefix.",
    );
}

#[test]
fn a_nul_in_a_path_or_a_key_is_no_crash() {
    let null_byte = "embedded null byte";
    Scene::new(update([]))
        .profile(b"credential_process = a\0b")
        .fails(null_byte);
    Scene::new(update([]))
        .profile(b"web_identity_token_file = a\0b\nrole_arn = arn:aws:iam::123456789012:role/r")
        .fails(null_byte);
    for key in [&b"a\0b"[..], b"a\nb", b"a\x7fb"] {
        let keys = [
            b"{\"Version\":1,\"SecretAccessKey\":\"s\",\"AccessKeyId\":\"",
            key,
            b"\"}",
        ];
        let text = String::from_utf8(keys.concat()).unwrap();
        let text = text.replace('\0', "\\u0000").replace('\n', "\\n");
        Scene::new(update([]))
            .file("x", text.as_bytes())
            .profile(b"credential_process = cat x")
            .fails("The request could not be sent: the access key holds a control character");
    }
    for option in [
        "ca_bundle",
        "region",
        "output",
        "endpoint_url",
        "sso_session",
    ] {
        let config = format!("{option} = a\0b\nsso_account_id = a\0b");
        Scene::new(update([])).profile(config.as_bytes()).run();
    }
}

#[test]
fn fifos_directories_and_devices_are_no_trap() {
    let scene = Scene::new(configured("file://f"));
    let fifo = scene.place.cwd.join("f");
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    let writer = std::thread::spawn({
        let fifo = fifo.clone();
        move || {
            fs::OpenOptions::new()
                .write(true)
                .open(fifo)
                .unwrap()
                .write_all(CONFIG.as_bytes())
        }
    });
    scene.succeeds();
    writer.join().unwrap().unwrap();
    // Nobody writes into these, and nobody waits for that.
    for name in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
        let scene = Scene::new(update([])).env(name, Some(b"f"));
        let fifo = scene.place.cwd.join("f");
        assert!(
            Command::new("mkfifo")
                .arg(&fifo)
                .status()
                .unwrap()
                .success()
        );
        scene.succeeds();
        let scene = Scene::new(update([])).env(name, Some(b"."));
        scene.succeeds();
        let scene = Scene::new(update([])).env(name, Some(b"loop"));
        symlink("loop", scene.place.cwd.join("loop")).unwrap();
        scene.succeeds();
    }
    let unable = "Error parsing parameter '--resource-config': Unable to load paramfile";
    Scene::new(configured("file://.")).fails(&format!(
        "{unable} file://.: [Errno 21] Is a directory: '.'"
    ));
    Scene::new(configured("file:///dev/zero")).fails(&format!(
        "{unable} file:///dev/zero: [Errno 27] File too large: '/dev/zero'"
    ));
    Scene::new(configured("file:///dev/null")).fails(
        "Error parsing parameter '--resource-config': Expected: '=', received: 'EOF' for input:\n\n^",
    );
    Scene::new(update([]))
        .profile(b"web_identity_token_file = .\nrole_arn = arn:aws:iam::123456789012:role/r")
        .fails("[Errno 21] Is a directory: '.'");
    let output = Scene::new(update(["--ca-bundle", "."]))
        .word(b"--endpoint-url")
        .word(b"https://127.0.0.1:1")
        .run();
    assert_eq!(output.status.code(), Some(255));
}

#[test]
fn a_home_that_is_not_there_is_no_home() {
    for home in [
        None,
        Some(&b""[..]),
        Some(b"/nonexistent"),
        Some(b"/dev/null"),
    ] {
        Scene::new(update([])).env("HOME", home).succeeds();
    }
}

#[test]
fn a_home_that_cannot_be_written_to_keeps_no_keys_and_costs_none() {
    let role = b"role_arn = arn:aws:iam::123456789012:role/r\nrole_session_name = ci\n\
                 credential_source = Environment\n";
    let body = "<R><AssumeRoleResult><Credentials><AccessKeyId>AKIDROLE</AccessKeyId>\
                <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
                <Expiration>2090-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleResult></R>";
    let sts = Door::open().serve(Scheme::Http, move |_| {
        let mut answer = Answer::json(200, "");
        answer.body = body.as_bytes().to_vec();
        answer
    });
    let endpoint = format!("http://127.0.0.1:{}", sts.port());
    let scene = Scene::new(update([]))
        .profile(role)
        .env("AWS_ACCESS_KEY_ID", Some(b"AKIDEXAMPLE"))
        .env("AWS_SECRET_ACCESS_KEY", Some(b"secret"))
        .env("AWS_ENDPOINT_URL_STS", Some(endpoint.as_bytes()))
        .word(b"--profile")
        .word(b"default");
    // A file where the folder would be stops root too.
    let folder = scene.place.home.join(".aws");
    fs::write(folder.join("cli"), "").unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    scene.succeeds();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    let authorization = scene.service.requests()[0]
        .header("authorization")
        .unwrap()
        .to_owned();
    assert!(
        authorization.contains("Credential=AKIDROLE/"),
        "{authorization}"
    );
}

#[test]
fn numbers_beyond_all_measure_have_pythons_fate() {
    let with = |number: &str| {
        format!(
            "{{\"AuthResources\":\"X\",\"Service\":\"C\",\"UserPoolConfigs\":\
             {{\"PasswordPolicy\":{{\"MinimumLength\":{number}}}}}}}"
        )
    };
    let run = |number: &str| {
        let scene = Scene::new(configured("file://x")).file("x", with(number).as_bytes());
        let output = scene.run();
        let requests = scene.service.requests();
        let body = requests.first().map(crate::support::http::Request::text);
        (String::from_utf8_lossy(&output.stderr).into_owned(), body)
    };
    for (number, sent) in [
        ("1e999999", "\"Infinity\""),
        ("-1e999999", "\"-Infinity\""),
        ("1e-999999", "0.0"),
        ("NaN", "\"NaN\""),
    ] {
        let (stderr, body) = run(number);
        assert_eq!(stderr, "");
        let body = body.unwrap();
        assert!(body.contains(sent) || sent == "0.0", "{number}: {body}");
    }
    let (stderr, _) = run(&"9".repeat(310));
    assert_eq!(stderr, "\nint too large to convert to float\n");
    for digits in [4301, 100_000] {
        let (stderr, body) = run(&"9".repeat(digits));
        let message = format!(
            "Exceeds the limit (4300 digits) for integer string conversion: value has {digits} \
             digits; use sys.set_int_max_str_digits() to increase the limit"
        );
        assert!(stderr.contains(&message), "{}", &stderr[..200]);
        assert_eq!(body, None);
    }
    for (option, value) in [
        ("--cli-read-timeout", "9".repeat(5000)),
        ("--query", format!("`{}`", "9".repeat(10_000))),
        ("--query", format!("a[{}]", "9".repeat(10_000))),
    ] {
        Scene::new(update([]))
            .word(option.as_bytes())
            .word(value.as_bytes())
            .run();
    }
}

#[test]
fn the_longest_argument_the_system_takes_is_taken() {
    let long = "x".repeat(131_000);
    for option in [
        "--profile",
        "--region",
        "--resource-config",
        "--query",
        "--output",
        "--color",
    ] {
        Scene::new(update([]))
            .word(option.as_bytes())
            .word(long.as_bytes())
            .run();
    }
    Scene::new(update([]))
        .word(b"--resource-name")
        .word(long.as_bytes())
        .succeeds();
    Scene::new(update([]))
        .word(format!("--{long}").as_bytes())
        .run();
    for (option, value) in [
        ("--app-id", long.clone()),
        ("--backend-environment-name", "ä".repeat(12_000)),
        ("--endpoint-url", format!("http://127.0.0.1:1/{long}")),
    ] {
        Scene::new(update([]))
            .word(option.as_bytes())
            .word(value.as_bytes())
            .fails("The request could not be sent: the URL is too long");
    }
    let mut many = Scene::new(update([]));
    for _ in 0..10_000 {
        many = many.word(b"--region").word(b"us-east-1");
    }
    many.succeeds();
}

#[test]
fn empty_text_is_taken_or_refused_in_every_variable() {
    for name in VARIABLES {
        if !name.contains("ENDPOINT_URL") {
            Scene::new(update([])).env(name, Some(b"")).run();
        }
    }
    for words in [&[""][..], &["", ""], &["update-backend-auth", ""]] {
        Scene::new(words.to_vec()).run();
    }
}

#[test]
fn a_chain_of_three_thousand_roles_ends_in_a_message() {
    let mut config = String::from("source_profile = p0\nrole_arn = arn:aws:iam::1:role/r\n");
    for number in 0..3000 {
        let next = number + 1;
        config += &format!(
            "[profile p{number}]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = p{next}\n"
        );
    }
    Scene::new(update([]))
        .profile(config.as_bytes())
        .fails("maximum recursion depth exceeded in comparison");
}
