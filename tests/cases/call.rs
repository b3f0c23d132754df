//! The call: the requests that arrive at the service, and the outcome when the service is faulty.

use crate::support::certificate;
use crate::support::command::{JOB, Test, update};
use crate::support::fake::Scheme;
use crate::support::http::{Fault, Request, Response};
use crate::support::script::{self, job};
use crate::support::sigv4::Claim;
use serde_json::json;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

#[track_caller]
fn assert_signed(request: &Request) {
    let claim = Claim::parse(request.header("authorization").unwrap()).unwrap();
    assert_eq!(
        (claim.region, claim.service),
        ("us-east-1", "amplifybackend")
    );
    assert!(claim.holds(request, SECRET), "{request:#?}");
}

#[test]
fn an_update_is_one_signed_post_with_one_date_and_the_port_in_its_host() {
    let (_, requests) = Test::update([]).stdout(JOB).run();
    let request = &requests[0];
    assert_signed(request);
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("POST", "/backend/d1a2b3/auth/staging")
    );
    assert!(request.header("host").unwrap().starts_with("127.0.0.1:"));
    let dates = request
        .headers
        .iter()
        .filter(|(name, _)| name == "x-amz-date");
    assert_eq!(dates.count(), 1);
    assert_eq!(
        request.text(),
        r#"{"resourceConfig":{"authResources":"USER_POOL_ONLY","service":"COGNITO","userPoolConfigs":{}},"resourceName":"auth1"}"#
    );
}

#[test]
fn the_user_agent_names_the_program() {
    let (_, requests) = Test::update([]).stdout(JOB).run();
    let agent = requests[0].header("user-agent").unwrap();
    let start = format!("amplifybackend-cli/{} ", env!("CARGO_PKG_VERSION"));
    assert!(agent.starts_with(&start), "{agent}");
}

#[test]
fn the_signature_covers_the_encoded_path() {
    for name in ["a*b", "a=b", "a:b", "a b", "ä/€", "%41"] {
        let argv = update([])
            .into_iter()
            .map(|word| if word == "staging" { name } else { word });
        let (_, requests) = Test::new(argv).requests(1).stdout(JOB).run();
        assert_signed(&requests[0]);
    }
}

#[test]
fn a_session_token_is_sent_and_signed() {
    let (_, requests) = Test::update([])
        .env("AWS_SESSION_TOKEN", "tok/+=")
        .stdout(JOB)
        .run();
    assert_eq!(requests[0].header("x-amz-security-token"), Some("tok/+="));
    assert_signed(&requests[0]);
    let claim = Claim::parse(requests[0].header("authorization").unwrap()).unwrap();
    assert!(claim.signs("x-amz-security-token"));
}

#[test]
fn without_signing_nothing_is_signed_and_no_credentials_are_needed() {
    let test = Test::update(["--no-sign-request"]).env("AWS_ACCESS_KEY_ID", "");
    let (_, requests) = test.stdout(JOB).run();
    assert_eq!(requests[0].header("authorization"), None);
}

#[test]
fn a_server_with_a_trusted_authority_is_trusted() {
    let test = Test::against(
        Scheme::Https,
        |_| Response::json(200, job()),
        update(["--ca-bundle", "ca.pem"]),
    );
    let (_, requests) = test
        .file("ca.pem", certificate::authority())
        .requests(1)
        .stdout(JOB)
        .run();
    assert_signed(&requests[0]);
}

#[test]
fn a_server_with_an_unknown_authority_gets_no_request() {
    let test = Test::against(Scheme::Https, |_| Response::json(200, job()), update([]));
    let test = test.env("AWS_MAX_ATTEMPTS", "1").code(255).any_stderr();
    let (outcome, _) = test.run();
    let stderr = String::from_utf8(outcome.stderr).unwrap();
    assert!(
        stderr.starts_with("\nSSL validation failed for https://localhost:"),
        "{stderr}"
    );
}

/// A service with this fault in its first response only.
fn after(fault: Fault) -> Test {
    let seen = std::sync::atomic::AtomicUsize::new(0);
    let handler = move |_: &Request| {
        let mut response = Response::json(200, job());
        let first = seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        response.fault = first.then(|| fault.clone());
        response
    };
    Test::against(Scheme::Http, handler, update([])).env("AWS_RETRY_MODE", "standard")
}

#[test]
fn a_connection_that_closes_before_the_response_is_retried() {
    for fault in [Fault::Close, Fault::Reset] {
        after(fault).requests(2).stdout(JOB).run();
    }
}

#[test]
fn a_truncated_200_is_not_retried() {
    let (outcome, _) = after(Fault::Truncate)
        .requests(1)
        .code(255)
        .any_stderr()
        .run();
    let stderr = String::from_utf8(outcome.stderr).unwrap();
    assert!(
        stderr.starts_with("\nConnection was closed before"),
        "{stderr}"
    );
}

#[test]
fn a_complete_200_is_never_retried_whatever_its_body() {
    for body in ["[1]", "\"text\"", "<html>", "{\"jobId\""] {
        let response = Response::json(200, body);
        let test = Test::against(Scheme::Http, move |_| response.clone(), update([]));
        test.requests(1).code(255).any_stderr().run();
    }
}

#[test]
fn nothing_is_sent_after_a_validation_or_query_error() {
    for (more, stderr) in [
        (
            ["--resource-name", "r", "--resource-config", "{}"],
            "\nParameter validation failed:\n\
             Missing required parameter in ResourceConfig: \"AuthResources\"\n\
             Missing required parameter in ResourceConfig: \"UserPoolConfigs\"\n\
             Missing required parameter in ResourceConfig: \"Service\"\n",
        ),
        (
            ["--output", "json", "--query", "nope(@)"],
            "\nUnknown function: nope()\n",
        ),
        (["--output", "json", "--app-id", ".."], ""),
    ] {
        let test = Test::new(update(more)).code(255);
        if stderr.is_empty() {
            test.any_stderr()
        } else {
            test.stderr(stderr)
        }
        .run();
    }
}

#[test]
fn an_error_of_the_service_is_reported_with_its_code_and_message() {
    let routes = json!([{"responses": [{
        "status": 400,
        "headers": {"x-amzn-ErrorType": "BadRequestException"},
        "body": {"message": "A job is running already."},
    }]}]);
    Test::against(Scheme::Http, script::follow(routes), update([]))
        .requests(1)
        .code(255)
        .stderr(
            "\nAn error occurred (BadRequestException) when calling the UpdateBackendAuth \
             operation: A job is running already.\n",
        )
        .run();
}
