//! The whole job, against a service that keeps state: the live configuration as a document, a look
//! at a change, the update, and the end of its job.

use crate::support::fake::{Door, Fake, Scheme};
use crate::support::process::{CursorContext, shell};
use crate::support::sandbox::{DOCUMENT, Service};
use serde_json::Value;
use std::time::Duration;

/// The names of the sandbox's document.
const NAMES: &str = "--app-id d19i0t4qaod5qo --backend-environment-name staging \
                     --resource-name awards65f041ad";

/// A directory with the sandbox's document in it, and the sandbox.
struct Fixture {
    place: CursorContext,
    service: Fake,
}

/// What a command printed, and its exit code.
struct Printed {
    stdout: String,
    stderr: String,
    code: i32,
}

impl Fixture {
    /// Jobs take so many milliseconds.
    fn new(job_time: u64) -> Fixture {
        let service = Service::new(Duration::from_millis(job_time));
        let service = Door::open().serve(Scheme::Http, move |request| service.answer(request));
        let place = CursorContext::new();
        place.write("auth.json", DOCUMENT.as_bytes(), None);
        Fixture { place, service }
    }

    fn run(&self, command: &str) -> Printed {
        let endpoint = format!("http://127.0.0.1:{}", self.service.port());
        let command = command.replace("NAMES", NAMES);
        let output = shell(&command, &self.place, &endpoint);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Printed {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code().unwrap(),
        }
    }
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
fn an_answer_without_a_configuration_is_no_document() {
    let fixture = Fixture {
        place: CursorContext::new(),
        service: Door::open().serve(Scheme::Http, |_| {
            crate::support::http::Answer::json(200, r#"{"error":"the backend is locked"}"#)
        }),
    };
    let got = fixture.run("amplifybackend get-backend-auth NAMES --for-update");
    assert_eq!((got.code, got.stdout.as_str()), (255, ""));
    let message = "\nThe service returned no ResourceConfig: the backend is locked\n";
    assert_eq!(got.stderr, message);
}
