//! A table of ways to give a secret, and every secret given in every way: on a terminal none is
//! shown, neither in messages nor, with `--debug`, in log lines. On a pipe the messages are the
//! original's bytes: a secret is in them only where the original quotes it too, and `--debug` adds
//! none.

use crate::support::fake::{BoundPort, Scheme};
use crate::support::http::{Request, Response};
use crate::support::parallel;
use crate::support::process::{Invocation, TestDir};
use crate::support::secrets::forms;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde_json::{Value, json};

const SECRETS: [&str; 22] = [
    "GOCSPX-a1B2c3D4e5F6",
    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "with \"double\" quotes-inside",
    "with 'single' quotes-inside",
    "back\\slash\\next-backslash",
    "trailing-backslash\\",
    "percent%41%2Fencoded%",
    "a&b<c>d-entities&amp;",
    "equals==and=more==",
    "comma,separated,secret-value",
    "{braces}[brackets]-value",
    "two words-of-a-secret and-four-more",
    " leading-and-trailing-blanks ",
    "tab\tinside-the-secret",
    "line-one-of-it\nline-two-of-it",
    "http://looks-like.a/url?a=b#c",
    "ümlaut-und-weißes-ß",
    "日本語-mixed-with-ascii",
    "0123456789abcdef0123456789abcdef",
    "--starts-with-dashes",
    "$HOME `x` $(y)-substitution",
    "-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49AgEGCCqGSM49\nAwEHBHkwdwIBAQQgevZzL1gd/AFr88+hb2Q\n-----END PRIVATE KEY-----\n",
];

/// The levels of log lines, between blanks.
const LEVELS: [&str; 4] = [" DEBUG", " INFO ", " WARN ", " ERROR"];

/// Concurrent runs: most of them wait.
const AT_ONCE: usize = 16;

/// The input of a run.
#[derive(Default)]
struct Given {
    argv: Vec<String>,
    env: Vec<(&'static str, String)>,
    files: Vec<(&'static str, String)>,
    stdin: Option<String>,
    /// The responses of the service: path, status and body.
    answers: Vec<(&'static str, u16, String)>,
}

/// A configuration with the secret in that member, as JSON.
fn config(provider: &str, member: &str, secret: &Value) -> Value {
    json!({
        "AuthResources": "USER_POOL_ONLY", "Service": "COGNITO",
        "UserPoolConfigs": {"OAuth": {"SocialProviderSettings": {provider: {member: secret}}}},
    })
}

fn google(secret: &str) -> String {
    config("Google", "ClientSecret", &json!(secret)).to_string()
}

/// In double quotes of shorthand.
fn quoted(secret: &str) -> String {
    format!("\"{}\"", secret.replace('\\', "\\\\").replace('"', "\\\""))
}

/// An update with this configuration.
fn update(config: impl Into<String>) -> Given {
    Given {
        argv: vec!["--resource-config".to_owned(), config.into()],
        ..Given::default()
    }
}

impl Given {
    fn more(mut self, argv: &[&str]) -> Given {
        self.argv.extend(argv.iter().map(|word| (*word).to_owned()));
        self
    }

    fn env(mut self, name: &'static str, value: impl Into<String>) -> Given {
        self.env.push((name, value.into()));
        self
    }

    fn file(mut self, name: &'static str, content: impl Into<String>) -> Given {
        self.files.push((name, content.into()));
        self
    }

    fn answer(mut self, path: &'static str, status: u16, body: impl Into<String>) -> Given {
        self.answers.push((path, status, body.into()));
        self
    }

    /// The service refuses the update, and says this.
    fn echo(self, message: String) -> Given {
        let body = json!({"message": message, "code": "BadRequestException"});
        self.answer("/backend", 400, body.to_string())
    }

    fn profile(self, text: &str) -> Given {
        let config = format!("[default]\nregion = us-east-1\n{text}\n");
        self.file("~/.aws/config", config)
            .env("AWS_ACCESS_KEY_ID", "")
    }
}

fn json_escaped(text: &str) -> String {
    let quoted = json!(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn html(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#x27;")
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn repr(text: &str) -> String {
    let escape = |c: char| match c {
        '\\' => "\\\\".to_owned(),
        '\'' => "\\'".to_owned(),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}

fn folded(text: &str, length: usize, fold: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let lines = chars.chunks(length).map(|line| line.iter().collect());
    lines.collect::<Vec<String>>().join(fold)
}

/// As a shell splits a text that is not quoted.
fn split(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

const ROLE: &str = "role_arn = arn:aws:iam::123456789012:role/r\nrole_session_name = ci\n\
                    credential_source = EcsContainer";
const SSO: &str = "sso_start_url = https://x/start\nsso_region = us-east-1\n\
                   sso_account_id = 1\nsso_role_name = R";
/// The SHA-1 of the start URL.
const SSO_CACHE: &str = "~/.aws/sso/cache/f9bd89c67fef27fcb5df8d2e4b64eabe5bae45a4.json";
const CONTAINER: &str = "http://127.0.0.1:${PORT}/container";

fn keys(secret: &str, token: &str) -> Value {
    json!({"Version": 1, "AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": secret,
        "Token": token, "SessionToken": token, "Expiration": "2090-01-02T03:04:05Z"})
}

/// The output of the original on a pipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OnPipe {
    /// No secret.
    Kept,
    /// A message that quotes the input or the answer, at least for some of the secrets.
    Quoted,
}

use OnPipe::{Kept, Quoted};

type Way = (&'static str, OnPipe, fn(&str) -> Given);

/// Every way; the secret is always the one thing that must not be seen.
const WAYS: [Way; 64] = [
    ("a JSON member", Kept, |s| update(google(s))),
    ("a private key in JSON", Kept, |s| {
        update(config("SignInWithApple", "PrivateKey", &json!(s)).to_string())
    }),
    ("a key id in JSON", Kept, |s| {
        update(config("SignInWithApple", "KeyId", &json!(s)).to_string())
    }),
    ("a team id in JSON", Kept, |s| {
        update(config("SignInWithApple", "TeamId", &json!(s)).to_string())
    }),
    ("a JSON file", Kept, |s| {
        update("file://c.json").file("c.json", google(s))
    }),
    ("a JSON file as bytes", Kept, |s| {
        update("fileb://c.json").file("c.json", google(s))
    }),
    ("a document", Kept, |s| {
        let document = json!({"ResourceConfig": config("Google", "ClientSecret", &json!(s))});
        Given::default().more(&["--cli-input-json", &document.to_string()])
    }),
    ("a document in a file", Kept, |s| {
        let document = json!({"ResourceConfig": config("Google", "ClientSecret", &json!(s))});
        let given = Given::default().more(&["--cli-input-json", "file://d.json"]);
        given.file("d.json", document.to_string())
    }),
    ("standard input", Kept, |s| {
        let mut given = update("file:///dev/stdin");
        given.stdin = Some(google(s));
        given
    }),
    ("an address", Kept, |s| {
        update("${ENDPOINT}/param").answer("/param", 200, google(s))
    }),
    ("shorthand", Kept, |s| update(shorthand(&quoted(s)))),
    ("shorthand without quotes", Quoted, |s| update(shorthand(s))),
    ("a file in shorthand", Kept, |s| {
        let config = shorthand("file://s.txt").replace("ClientSecret=", "ClientSecret@=");
        update(config).file("s.txt", s)
    }),
    ("a member of another spelling", Kept, |s| {
        update(config("Google", "client_secret", &json!(s)).to_string())
    }),
    ("a misspelt member", Kept, |s| {
        update(config("Google", "ClientSecert", &json!(s)).to_string())
    }),
    ("a member of another structure", Kept, |s| {
        let misplaced = json!({"ClientSecret": s, "Service": "COGNITO"});
        update(misplaced.to_string())
    }),
    ("JSON cut off", Quoted, |s| {
        update(google(s).trim_end_matches('}'))
    }),
    ("JSON cut off in a file", Quoted, |s| {
        update("file://c.json").file("c.json", google(s).trim_end_matches('}'))
    }),
    ("a document cut off", Quoted, |s| {
        let cut = google(s).trim_end_matches('}').to_owned();
        Given::default().more(&["--cli-input-json", &cut])
    }),
    ("JSON without a comma", Quoted, |s| {
        update(google(s).replacen(',', " ", 1))
    }),
    ("JSON without quotes", Quoted, |s| {
        update(format!(
            "{{\"Google\": {{\"ClientSecret\": {s}, \"ClientId\": \"me\"}}}}"
        ))
    }),
    ("JSON in single quotes", Quoted, |s| {
        update(format!("{{'ClientSecret': '{s}', 'ClientId': 'me'}}"))
    }),
    ("shorthand that does not close", Quoted, |s| {
        update(format!(
            "UserPoolConfigs={{OAuth={{Google={{ClientSecret={}",
            quoted(s)
        ))
    }),
    ("shorthand with a doubled key", Quoted, |s| {
        update(format!("ClientSecret={},A=b,A=c", quoted(s)))
    }),
    ("a list of JSON", Quoted, |s| {
        update(format!("[{}]", google(s)))
    }),
    ("a list where text belongs", Quoted, |s| {
        update(config("Google", "ClientSecret", &json!([s])).to_string())
    }),
    ("an object where text belongs", Quoted, |s| {
        update(config("Google", "ClientSecret", &json!({"x": s})).to_string())
    }),
    ("a key inside a secret", Quoted, |s| {
        update(config("Google", "ClientSecret", &json!({s: "x"})).to_string())
    }),
    ("a key deep inside a secret", Quoted, |s| {
        update(config("Google", "ClientSecret", &json!([{"x": {s: [1]}}])).to_string())
    }),
    ("a provider in a list", Quoted, |s| {
        let list = json!([{"Google": {"ClientSecret": s}}]);
        update(google("x").replace("{\"Google\":{\"ClientSecret\":\"x\"}}", &list.to_string()))
    }),
    ("JSON behind file://", Quoted, |s| {
        update(format!("file://{}", google(s)))
    }),
    ("JSON that the shell split", Quoted, |s| {
        let text = serde_json::to_string_pretty(&config("Google", "ClientSecret", &json!(s)));
        let mut given = Given::default().more(&["--resource-config"]);
        given.argv.extend(split(&text.unwrap()));
        given
    }),
    ("JSON whose quotes the shell removed", Quoted, |s| {
        let mut given = Given::default().more(&["--resource-config"]);
        given
            .argv
            .extend(split(&format!("{{ClientId: me, ClientSecret: {s}}}")));
        given
    }),
    ("an option of its own", Quoted, |s| {
        update(google("")).more(&["--client-secret", s])
    }),
    ("an option of its own with =", Quoted, |s| {
        update(google("")).more(&[&format!("--client-secret={s}")])
    }),
    ("a longer option", Quoted, |s| {
        update(google("")).more(&["--google-client-secret", s])
    }),
    ("a word too many", Quoted, |s| {
        update(google("")).more(&[&format!("ClientSecret={s}")])
    }),
    ("JSON as a word too many", Quoted, |s| {
        update(google("")).more(&[&google(s)])
    }),
    ("a value of a switch", Quoted, |s| {
        update(google("")).more(&[&format!("--no-paginate={}", google(s))])
    }),
    ("an echo", Quoted, |s| {
        update(google(s)).echo(format!("bad: {s}"))
    }),
    ("an echo in JSON", Quoted, |s| {
        update(google(s)).echo(json_escaped(s))
    }),
    ("an echo in JSON in JSON", Quoted, |s| {
        update(google(s)).echo(json_escaped(&json_escaped(s)))
    }),
    ("an echo escaped three times", Quoted, |s| {
        update(google(s)).echo(json_escaped(&json_escaped(&json_escaped(s))))
    }),
    ("an echo in HTML", Quoted, |s| {
        update(google(s)).echo(html(s))
    }),
    ("an echo in Python's words", Quoted, |s| {
        update(google(s)).echo(repr(s))
    }),
    ("an echo in a URL", Kept, |s| {
        update(google(s)).echo(percent(s))
    }),
    ("an echo in base64", Quoted, |s| {
        update(google(s)).echo(STANDARD.encode(s))
    }),
    ("an echo of the body in base64", Quoted, |s| {
        update(google(s)).echo(STANDARD.encode(google(s)))
    }),
    ("an echo in base64 for URLs", Quoted, |s| {
        update(google(s)).echo(URL_SAFE.encode(s))
    }),
    ("an echo in hexadecimal", Quoted, |s| {
        update(google(s)).echo(hex(s))
    }),
    ("an echo in folded lines", Quoted, |s| {
        update(google(s)).echo(folded(s, 6, "\r\n "))
    }),
    ("an echo in folded base64", Quoted, |s| {
        update(google(s)).echo(folded(&STANDARD.encode(s), 8, "\n"))
    }),
    ("an echo that is no JSON", Quoted, |s| {
        update(google(s)).answer("/backend", 400, format!("<html>{}</html>", html(s)))
    }),
    ("a secret key of the environment", Quoted, |s| {
        update(google(""))
            .env("AWS_SECRET_ACCESS_KEY", s)
            .echo(s.to_owned())
    }),
    ("a session token of the environment", Quoted, |s| {
        update(google(""))
            .env("AWS_SESSION_TOKEN", header(s))
            .echo(header(s))
    }),
    ("keys of a profile", Quoted, |s| {
        let keys = format!(
            "aws_access_key_id = AKID\naws_secret_access_key = {}",
            header(s)
        );
        update(google("")).profile(&keys).echo(header(s))
    }),
    ("output of a process", Quoted, |s| {
        let given = update(google("")).profile("credential_process = cat keys.json");
        given
            .file("keys.json", keys(s, &header(s)).to_string())
            .echo(s.to_owned())
    }),
    ("errors of a process", Quoted, |s| {
        let given = update(google("")).profile("credential_process = sh fail.sh");
        let given = given.file("fail.sh", "cat text >&2; exit 1");
        given.file("text", format!("cannot use SecretAccessKey={s}"))
    }),
    ("an answer of a container", Quoted, |s| {
        let given = update(google(""))
            .profile("")
            .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", CONTAINER);
        given
            .answer("/container", 200, keys(s, &header(s)).to_string())
            .echo(s.to_owned())
    }),
    ("a token for a container", Quoted, |s| {
        let given = update(google(""))
            .profile("")
            .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", CONTAINER);
        let given = given.env("AWS_CONTAINER_AUTHORIZATION_TOKEN", header(s));
        given.answer("/container", 400, format!("bad: {s}"))
    }),
    ("a malformed answer of STS", Quoted, |s| {
        let given = update(google(""))
            .profile(ROLE)
            .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", CONTAINER);
        let given = given.answer("/container", 200, keys("x-secret-key", "t").to_string());
        given.answer(
            "/",
            200,
            format!("<R><Credentials><SecretAccessKey>{}", html(s)),
        )
    }),
    ("an answer of SSO", Quoted, |s| {
        let token = json!({"startUrl": "https://x/start", "region": "us-east-1",
            "accessToken": header(s), "expiresAt": "2090-01-01T00:00:00Z"});
        let given = update(google(""))
            .profile(SSO)
            .file(SSO_CACHE, token.to_string());
        given.answer(
            "/federation",
            400,
            json!({"message": header(s)}).to_string(),
        )
    }),
    ("a password in the endpoint", Quoted, |s| {
        let url = format!("http://user:{}@127.0.0.1:${{PORT}}", percent(s));
        update(google(""))
            .more(&["--endpoint-url", &url])
            .echo(s.to_owned())
    }),
    ("a password in the address of a parameter", Kept, |s| {
        update(format!("http://user:{}@127.0.0.1:9/x", percent(s)))
    }),
];

/// Text that a header can hold.
fn header(secret: &str) -> String {
    let fits = |c: &char| c.is_ascii() && !c.is_ascii_control();
    secret.trim().chars().filter(fits).collect()
}

fn shorthand(secret: &str) -> String {
    format!(
        "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={{OAuth=\
         {{SocialProviderSettings={{Google={{ClientSecret={secret},ClientId=me}}}}}}}}"
    )
}

/// Where both streams go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Streams {
    Terminal,
    Pipe,
}

/// What runs with these further options show, one after the other.
fn run(given: &Given, streams: Streams, options: &[&[&str]]) -> Vec<String> {
    let place = TestDir::new();
    let answers = given.answers.clone();
    let service = BoundPort::open().serve(Scheme::Http, move |request: &Request| {
        let fits = |(path, ..): &&(&str, u16, String)| request.target.starts_with(path);
        match answers.iter().find(fits) {
            Some((_, status, body)) => Response::json(*status, body.clone()),
            None => Response::json(200, crate::support::script::job()),
        }
    });
    let port = service.port().to_string();
    let endpoint = format!("http://127.0.0.1:{port}");
    let fill = |text: &str| {
        text.replace("${ENDPOINT}", &endpoint)
            .replace("${PORT}", &port)
    };
    for (name, content) in &given.files {
        place.write(name, content.as_bytes(), None);
    }
    let mut env = vec![
        ("HOME", place.home.to_str().unwrap().to_owned()),
        ("PATH", "/usr/bin:/bin".to_owned()),
        ("AWS_ENDPOINT_URL", endpoint.clone()),
        ("AWS_DEFAULT_REGION", "us-east-1".to_owned()),
        ("AWS_MAX_ATTEMPTS", "1".to_owned()),
        ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "x-secret-key".to_owned()),
    ];
    for (name, value) in &given.env {
        env.retain(|(other, _)| other != name);
        // An empty one stands for none.
        if *name == "AWS_ACCESS_KEY_ID" {
            env.retain(|(other, _)| *other != "AWS_SECRET_ACCESS_KEY");
        } else {
            env.push((name, fill(value)));
        }
    }
    let env = env
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    let mut invocation = Invocation::new([], env);
    invocation.stdin = given.stdin.clone().map(String::into_bytes);
    let mut shown = |options: &&[&str]| {
        let names = ["--backend-environment-name", "s", "--resource-name", "r"];
        let argv = ["update-backend-auth", "--app-id", "d1"].iter();
        let argv = argv
            .chain(*options)
            .chain(&names)
            .map(|word| (*word).to_owned());
        invocation.argv = argv
            .chain(given.argv.iter().map(|word| fill(word)))
            .collect();
        let outcome = match streams {
            Streams::Terminal => invocation.run_on_terminal_unchecked(&place.cwd),
            Streams::Pipe => invocation.run_on_pipe_unchecked(&place.cwd),
        };
        let stdout = String::from_utf8_lossy(&outcome.stdout).into_owned();
        format!("{stdout}{}", String::from_utf8_lossy(&outcome.stderr))
    };
    options.iter().map(&mut shown).collect()
}

/// What a run with `--debug` shows.
fn run_with_debug(given: &Given, streams: Streams) -> String {
    run(given, streams, &[&["--debug"]]).concat()
}

/// The log and the rest: output and messages. Further lines of a log entry are indented.
fn split_log(shown: &str) -> (String, String) {
    let (mut log, mut rest, mut in_log) = (String::new(), String::new(), false);
    for line in shown.split_inclusive('\n') {
        let level = line.get(24..30);
        in_log = level.is_some_and(|level| LEVELS.contains(&level))
            || in_log && line.starts_with("    ");
        if in_log { &mut log } else { &mut rest }.push_str(line);
    }
    (log, rest)
}

/// The forms of the secret that can be read.
fn leaks(secret: &str, shown: &str) -> Vec<String> {
    let squeezed: String = shown.split_whitespace().collect();
    let mut parts: Vec<&str> = vec![secret.trim()];
    // Words of a secret are no less secret.
    parts.extend(
        secret
            .split_whitespace()
            .filter(|word| word.len() > 11 && !word.starts_with("---")),
    );
    let mut found = Vec::new();
    for part in parts {
        for form in forms(part)
            .into_iter()
            .chain([html(part), repr(part), hex(part)])
        {
            let bare: String = form.split_whitespace().collect();
            if shown.contains(&form) || squeezed.contains(&bare) {
                found.push(form);
            }
        }
    }
    found
}

/// What is wrong with what is shown of a secret that is given in a way.
fn failures_on_terminal(_: OnPipe, secret: &str, given: &Given) -> Vec<String> {
    let shown = run_with_debug(given, Streams::Terminal);
    let leaks = leaks(secret, &shown);
    let failure = (!leaks.is_empty()).then(|| format!("{leaks:?} in\n{shown}"));
    failure.into_iter().collect()
}

/// The same on pipes.
fn failures_on_pipe(original: OnPipe, secret: &str, given: &Given) -> Vec<String> {
    let shown = run_with_debug(given, Streams::Pipe);
    let (log, rest) = split_log(&shown);
    let leaks = |part: String| {
        let leaks = leaks(secret, &part);
        (!leaks.is_empty()).then(|| format!("{leaks:?} in\n{part}"))
    };
    let rest = (original == Kept).then(|| leaks(rest)).flatten();
    rest.into_iter().chain(leaks(log)).collect()
}

/// Gives every secret in every way.
fn check_all(failures_of: fn(OnPipe, &str, &Given) -> Vec<String>) {
    // The runs of one way follow at a distance, because some ways are retried for seconds.
    let pairs = SECRETS
        .iter()
        .flat_map(|secret| WAYS.iter().map(move |way| (way, *secret)));
    let pairs: Vec<(&Way, &str)> = pairs.collect();
    let failures = parallel::map(AT_ONCE, &pairs, |((name, original, give), secret)| {
        let found = failures_of(*original, secret, &give(secret)).into_iter();
        let found = found.map(|failure| format!("{name}, {secret:?}: {failure}"));
        found.collect::<Vec<String>>()
    })
    .concat();
    assert!(
        failures.is_empty(),
        "{} failures:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn no_secret_is_shown_on_a_terminal_whichever_way_it_is_given() {
    check_all(failures_on_terminal);
}

#[test]
fn on_a_pipe_a_secret_is_shown_only_where_the_original_quotes_it_and_debug_adds_none() {
    check_all(failures_on_pipe);
}

/// So the runs with `--debug` stand for those without.
#[test]
fn output_and_messages_are_the_same_with_debug() {
    let secrets = SECRETS.iter().cycle();
    let pairs: Vec<(&Way, &&str)> = WAYS.iter().zip(secrets).collect();
    parallel::map(AT_ONCE, &pairs, |((name, _, give), secret)| {
        for streams in [Streams::Terminal, Streams::Pipe] {
            let shown = run(&give(secret), streams, &[&[], &["--debug"]]);
            let (_, rest) = split_log(&shown[1]);
            assert_eq!(shown[0], rest, "{name}, {secret:?}, {streams:?}");
        }
    });
}
