//! Searches the output of a run for the secrets of its input.
//!
//! This applies to every run of the suite: values with the name of a secret, from the environment,
//! the arguments and the files in its home and working directory, may not be in stdout or stderr in
//! any encoding, except for [`ECHOES`].

use super::process::{Invocation, Outcome};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::fs;
use std::path::Path;

/// Messages of the original that quote their input. On a pipe this program prints the same bytes;
/// they may follow the log of `--debug`.
pub const ECHOES: [(&str, &str); 7] = [
    (
        "\nError parsing parameter '--resource-config': Invalid JSON:",
        "JSON that cannot be read is quoted whole behind `JSON received:`",
    ),
    (
        "\nError parsing parameter '--resource-config': Expected: ",
        "shorthand that cannot be read is quoted, with a mark under the place",
    ),
    (
        "\nError parsing parameter 'cli-input-json': Invalid JSON:",
        "a document that cannot be read is quoted",
    ),
    (
        "\nParameter validation failed:\n",
        "a value of the wrong type is quoted",
    ),
    (
        "\nError parsing parameter '--resource-config': Unable to load paramfile ",
        "the name of a file that cannot be opened is quoted, and may be no name",
    ),
    (
        "\nError parsing parameter '--resource-config': Second instance of key ",
        "shorthand that names a key twice is quoted",
    ),
    (
        "\nUnknown options: ",
        "words that are no options are listed as typed",
    ),
];

/// Variables whose whole value is secret.
const VARIABLES: [&str; 4] = [
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
];

/// Variables that name a file whose whole content is secret.
const FILES: [&str; 2] = [
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
];

/// Names in front of a secret, in JSON, shorthand or profile files.
const NAMES: [&str; 14] = [
    "ClientSecret",
    "PrivateKey",
    "KeyId",
    "TeamId",
    "client_secret",
    "private_key",
    "aws_secret_access_key",
    "aws_session_token",
    "SecretAccessKey",
    "SessionToken",
    "secretAccessKey",
    "accessToken",
    "refreshToken",
    "clientSecret",
];

/// Shorter values occur in other words.
const MIN_SECRET_LENGTH: usize = 6;

/// Fails when the output contains a secret of the run.
#[track_caller]
pub fn assert_kept(invocation: &Invocation, cwd: &Path, outcome: &Outcome) {
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    let told = before_the_echo(outcome);
    for secret in of(invocation, cwd) {
        let found = found(&secret, &told);
        assert!(
            found.is_empty(),
            "a secret is shown as {found:?}: $ {}\n{stderr}",
            invocation.argv.join(" ")
        );
    }
}

/// The output up to a message that may quote its input.
fn before_the_echo(outcome: &Outcome) -> Outcome {
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    let ends = ECHOES.iter().filter_map(|(start, _)| stderr.find(start));
    let end = ends.min().unwrap_or(stderr.len());
    Outcome {
        code: outcome.code,
        stdout: outcome.stdout.clone(),
        stderr: stderr[..end].as_bytes().to_vec(),
    }
}

/// The encodings of the secret that the output contains.
pub fn found(secret: &str, outcome: &Outcome) -> Vec<String> {
    let streams = [&outcome.stdout, &outcome.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let mut forms = forms(secret);
    forms.retain(|form| streams.iter().any(|stream| stream.contains(form)));
    forms
}

/// Raw, JSON-escaped up to three times, percent-encoded, form-encoded, HTML-escaped, base64, hex.
pub fn forms(secret: &str) -> Vec<String> {
    let json = |text: &str| {
        let quoted = serde_json::Value::from(text).to_string();
        quoted[1..quoted.len() - 1].to_owned()
    };
    let percent: String = secret
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let html = secret.replace('&', "&amp;").replace('<', "&lt;");
    let html = html.replace('>', "&gt;").replace('"', "&quot;");
    let mut forms = vec![
        secret.to_owned(),
        json(secret),
        json(&json(secret)),
        json(&json(&json(secret))),
        html,
        secret.bytes().map(|byte| format!("{byte:02x}")).collect(),
        percent.replace("%20", "+"),
        percent,
        STANDARD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
    ];
    // The lines of a multi-line key are secret too.
    forms.extend(
        secret
            .lines()
            .filter(|line| line.len() > 15)
            .map(str::to_owned),
    );
    forms.sort();
    forms.dedup();
    forms
}

/// The secrets in the input of a run.
fn of(invocation: &Invocation, cwd: &Path) -> Vec<String> {
    let mut secrets = Vec::new();
    for (name, value) in &invocation.env {
        if VARIABLES.contains(&name.as_str()) {
            secrets.push(value.clone());
        }
        if FILES.contains(&name.as_str()) {
            let content = fs::read_to_string(cwd.join(value)).unwrap_or_default();
            secrets.push(content.trim().to_owned());
        }
        if name.to_lowercase().ends_with("_proxy")
            && let Some((user_info, _)) = value.rsplit_once('@')
            && let Some((_, password)) = user_info.rsplit_once(':')
        {
            secrets.push(password.to_owned());
        }
        if name == "HOME" {
            scan_files(Path::new(value), &mut secrets);
        }
    }
    for word in &invocation.argv {
        scan(word, &mut secrets);
    }
    if let Some(stdin) = &invocation.stdin {
        scan(&String::from_utf8_lossy(stdin), &mut secrets);
    }
    scan_files(cwd, &mut secrets);
    secrets.retain(|secret| secret.len() >= MIN_SECRET_LENGTH);
    secrets.sort();
    secrets.dedup();
    secrets
}

fn scan_files(folder: &Path, secrets: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        // Neither links nor pipes: only files of the test.
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => scan_files(&path, secrets),
            Ok(kind) if kind.is_file() => {
                let text = fs::read(&path).unwrap_or_default();
                scan(&String::from_utf8_lossy(&text), secrets);
            }
            _ => {}
        }
    }
}

/// Every value after one of the names.
fn scan(text: &str, secrets: &mut Vec<String>) {
    for name in NAMES {
        for (at, _) in text.match_indices(name) {
            let rest = text[at + name.len()..].trim_start_matches(['"', ' ']);
            let Some(rest) = rest.strip_prefix([':', '=']) else {
                continue;
            };
            let rest = rest.trim_start();
            let mut json = serde_json::Deserializer::from_str(rest).into_iter::<String>();
            match json.next() {
                Some(Ok(text)) => secrets.push(text),
                _ if rest.starts_with(['[', '{', '"']) => {}
                _ => {
                    let end = rest.find([',', '}', ']', '\n']).unwrap_or(rest.len());
                    secrets.push(rest[..end].trim().to_owned());
                }
            }
        }
    }
}

#[test]
fn secrets_are_found_wherever_they_are_given() {
    let mut secrets = Vec::new();
    scan(
        "{\"ClientSecret\": \"a\\nb\"} Google={ClientSecret=cc,ClientId=x} \
         \naws_secret_access_key = dd\n",
        &mut secrets,
    );
    assert_eq!(secrets, ["a\nb", "cc", "dd"]);
}

#[test]
fn a_secret_in_a_stream_is_noticed_in_every_form() {
    let secret = "line one\nline/two";
    for shown in [
        "line one\nline/two",
        "line one\\nline/two",
        "line%20one%0Aline%2Ftwo",
        "line+one%0Aline%2Ftwo",
        "bGluZSBvbmUKbGluZS90d28=",
    ] {
        let outcome = Outcome {
            code: Some(0),
            stdout: Vec::new(),
            stderr: format!("<{shown}>").into_bytes(),
        };
        assert!(!found(secret, &outcome).is_empty(), "{shown}");
    }
}
