//! A place to try the program without an account: an AmplifyBackend service on loopback, and the
//! whole pipeline run against it.
//!
//! Without arguments it updates the authentication of an invented app with `auth.json`; with
//! arguments it runs those. Either way it shows the requests that the service received, secrets
//! masked. With `--serve` the service stays, for a program in another shell.

#![allow(clippy::indexing_slicing, clippy::print_stdout, clippy::unwrap_used)]

// The service uses the support modules of the tests.
#[path = "../support/certificate.rs"]
mod certificate;
#[path = "../support/fake.rs"]
mod fake;
#[path = "../support/http.rs"]
mod http;
mod service;

use amplifybackend::python::environ::Environment;
use anyhow::{Context, Result};
use fake::{BoundPort, Fake, Scheme};
use http::Request;
use serde_json::Value;
use service::Service;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sandbox/auth.json");

/// Invented keys and a region.
const SETTINGS: [(&str, &str); 3] = [
    ("AWS_ACCESS_KEY_ID", "AKIDSANDBOX"),
    ("AWS_SECRET_ACCESS_KEY", "not-a-secret"),
    ("AWS_DEFAULT_REGION", "us-east-1"),
];

/// How long a job takes.
const JOB_TIME: Duration = Duration::from_secs(6);

fn main() -> Result<ExitCode> {
    let service = Service::new(JOB_TIME);
    let service = BoundPort::open().serve(Scheme::Http, move |request| service.respond(request));
    let url = format!("http://127.0.0.1:{}", service.port());
    let argv: Vec<String> = std::env::args().skip(1).collect();
    match argv.as_slice() {
        [flag] if flag == "--serve" => serve(&url),
        [] => {
            let document = format!("file://{DOCUMENT}");
            let argv = ["update-backend-auth", "--cli-input-json", &document];
            run(argv.map(str::to_owned).to_vec(), &url, &service)
        }
        _ => run(argv, &url, &service),
    }
}

/// Prints the `export` line for a shell, and serves until it is terminated.
fn serve(url: &str) -> Result<ExitCode> {
    let settings = SETTINGS.map(|(name, value)| format!("{name}={value}"));
    println!("export AWS_ENDPOINT_URL={url} {}", settings.join(" "));
    loop {
        std::thread::park();
    }
}

/// Runs the program and prints the requests that it has sent.
fn run(argv: Vec<String>, url: &str, service: &Fake) -> Result<ExitCode> {
    println!("$ amplifybackend {}\n", argv.join(" "));
    // The user's options take precedence, because they come last.
    let own = ["amplifybackend", "--endpoint-url", url].map(OsString::from);
    let argv = own.into_iter().chain(argv.into_iter().map(OsString::from));
    let code = amplifybackend::run(argv, &environment());
    for request in service.requests() {
        show(&request)?;
    }
    Ok(ExitCode::from(code))
}

/// [`SETTINGS`], without the user's environment.
fn environment() -> Environment {
    let files = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"];
    let files = files.map(|name| (name, "/dev/null"));
    let all = SETTINGS.into_iter().chain(files);
    all.map(|(name, value)| (OsString::from(name), OsString::from(value)))
        .collect()
}

fn show(request: &Request) -> Result<()> {
    println!("\nThe service received:");
    println!("{} {}", request.method, request.target);
    if let Some(scope) = request.header("authorization").and_then(credential_scope) {
        println!("signed by {scope}");
    }
    if request.body.is_empty() {
        return Ok(());
    }
    let body = serde_json::from_slice::<Value>(&request.body);
    let mut body = body.context("the request's body is not JSON")?;
    mask(&mut body);
    println!("{body:#}");
    Ok(())
}

/// The credential scope of the signature: key, day, region and service.
fn credential_scope(authorization: &str) -> Option<&str> {
    let (_, rest) = authorization.split_once("Credential=")?;
    rest.split(',').next()
}

/// Masks the members that hold secrets, wherever they are.
fn mask(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "client_secret" | "key_id" | "private_key" | "team_id" => {
                        *member = "***".into();
                    }
                    _ => mask(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}
