//! The command line: behavior of this program that the recordings do not cover.

use crate::support::command::{CONFIG, JOB, Test, update};

#[test]
fn the_version_is_the_manifests() {
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let version = concat!("amplifybackend-cli/", env!("CARGO_PKG_VERSION"));
    Test::new(["--version"])
        .stdout(&format!("{version} ({system})\n"))
        .run();
}

#[test]
fn global_options_may_stand_before_the_operation() {
    let argv = ["--query", "Status", "--output", "text"]
        .into_iter()
        .chain(update([]));
    Test::new(argv).requests(1).stdout("RUNNING\n").run();
}

#[test]
fn wrong_usage_shows_the_usage_and_what_was_wrong_and_sends_nothing() {
    let (outcome, _) = Test::new(["update-backend-auth", "--app-id", "x"])
        .code(2)
        .any_stderr()
        .run();
    let stderr = String::from_utf8(outcome.stderr).unwrap();
    assert!(stderr.starts_with("usage: amplifybackend "), "{stderr}");
    assert!(
        stderr.ends_with("--resource-config, --resource-name\n"),
        "{stderr}"
    );
}

#[test]
fn a_document_is_read_from_a_pipe() {
    let document = format!(
        r#"{{"AppId":"d1","BackendEnvironmentName":"dev","ResourceName":"r","ResourceConfig":{CONFIG}}}"#
    );
    let argv = ["update-backend-auth", "--endpoint-url", "${ENDPOINT}"].into_iter();
    let argv = argv.chain(["--cli-input-json", "file:///dev/stdin"]);
    let (_, requests) = Test::new(argv)
        .stdin(&document)
        .requests(1)
        .stdout(JOB)
        .run();
    assert_eq!(requests[0].target, "/backend/d1/auth/dev");
}

#[test]
fn a_configuration_is_read_from_a_file() {
    let argv = update([]).into_iter().map(|word| {
        if word == CONFIG {
            "file://c.json"
        } else {
            word
        }
    });
    let (_, requests) = Test::new(argv)
        .file("c.json", CONFIG)
        .requests(1)
        .stdout(JOB)
        .run();
    assert!(
        requests[0]
            .text()
            .contains(r#""authResources":"USER_POOL_ONLY""#)
    );
}
