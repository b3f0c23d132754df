//! A place to try the program without an account: an AmplifyBackend service on loopback, and the
//! whole pipeline run against it.
//!
//! Without arguments it updates the authentication of an invented app with `auth.json`; with
//! arguments it runs those. Either way it shows what arrived at the service, secrets masked.

#![allow(clippy::print_stdout)]

mod service;

use amplifybackend::python::environ::Environment;
use serde_json::Value;
use service::{Arrival, Sandbox};
use std::ffi::OsString;
use std::process::ExitCode;

const DEFAULT_CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sandbox/auth.json");

fn main() -> std::io::Result<ExitCode> {
    let sandbox = Sandbox::start()?;
    let mut argv: Vec<String> = std::env::args().skip(1).collect();
    if argv.is_empty() {
        argv = vec![
            "update-backend-auth".to_owned(),
            "--cli-input-json".to_owned(),
            format!("file://{DEFAULT_CONFIG}"),
        ];
    }
    println!("$ amplifybackend {}\n", argv.join(" "));
    // Own settings win over these, because they stand further right.
    let own = ["amplifybackend", "--endpoint-url", &sandbox.url()].map(OsString::from);
    let argv = own.into_iter().chain(argv.into_iter().map(OsString::from));
    let code = amplifybackend::run(argv, &environment());
    for arrival in sandbox.arrivals() {
        show(&arrival);
    }
    Ok(ExitCode::from(code))
}

/// Throw-away keys and a region; nothing of the user's own settings.
fn environment() -> Environment {
    [
        ("AWS_ACCESS_KEY_ID", "AKIDSANDBOX"),
        ("AWS_SECRET_ACCESS_KEY", "not-a-secret"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_CONFIG_FILE", "/dev/null"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
    ]
    .map(|(name, value)| (OsString::from(name), OsString::from(value)))
    .into_iter()
    .collect()
}

fn show(arrival: &Arrival) {
    println!("\nWhat the service received:");
    println!("{} {}", arrival.method, arrival.target);
    if let Some(scope) = arrival.credential_scope() {
        println!("signed by {scope}");
    }
    match serde_json::from_str::<Value>(&arrival.body) {
        Ok(mut body) => {
            mask(&mut body);
            println!("{body:#}");
        }
        Err(_) => println!("{} bytes that are not JSON", arrival.body.len()),
    }
}

/// Hides the members that hold secrets, wherever they are.
fn mask(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if matches!(name.as_str(), "client_secret" | "private_key") {
                    *member = "********".into();
                } else {
                    mask(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}
