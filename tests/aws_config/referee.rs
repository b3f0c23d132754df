//! aws-config as referee: what its default chain of credential providers finds is compared with
//! what ours finds, with the same environment, files and services.
//!
//! `rows.rs` has the table. Where the two differ, the AWS CLI decides, and the row says why. The
//! test fails when a row differs that is not known to, and when one no longer does. That the AWS CLI
//! finds what ours finds is checked with the `aws` on PATH:
//!
//! ```sh
//! cargo test --manifest-path tests/aws_config/Cargo.toml -- --exact --ignored credentials_are_those_of_the_aws_cli
//! ```

#[path = "../support/certificate.rs"]
mod certificate;
#[path = "../support/fake.rs"]
mod fake;
#[path = "../support/http.rs"]
mod http;
#[path = "../support/parallel.rs"]
mod parallel;
mod rows;
#[allow(dead_code, reason = "the signatures of roles need a part of it")]
#[path = "../support/sigv4.rs"]
mod sigv4;
mod text;

use amplifybackend::config::globals::GlobalOptions;
use amplifybackend::config::{self, Settings};
use amplifybackend::dialect::Dialect;
use amplifybackend::error::Error;
use amplifybackend::error::credentials::CredentialsError;
use amplifybackend::log::Logger;
use amplifybackend::log::secret::Secret;
use amplifybackend::python::environ::Environment;
use amplifybackend::service;
use amplifybackend::service::credentials::{Boxed, Provider};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use fake::{BoundPort, Fake, Scheme};
use http::{Request, Response};
use rows::{NOTHING, Route, Row};
use sigv4::Claim;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::process::Command;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// Concurrent rows: some wait for the attempts of a provider.
const AT_A_TIME: usize = 8;

/// A row's files in a home of their own, and its services.
struct TestEnv {
    env: Vec<(&'static str, String)>,
    home: TempDir,
    _service: Fake,
}

impl TestEnv {
    fn new(row: &Row) -> TestEnv {
        let home = tempfile::tempdir().unwrap();
        let routes = row.routes.clone();
        let port = row.port.map_or_else(BoundPort::open, BoundPort::at);
        let service = port.serve(Scheme::Http, move |request| {
            let route = routes.iter().find(|route| answers(route, request));
            route.map_or_else(|| Response::json(404, "{}"), |route| route.response.clone())
        });
        let endpoint = format!("http://127.0.0.1:{}", service.port());
        let folder = home.path().to_str().unwrap();
        let fill = |text: &str| {
            text.replace("${HOME}", folder)
                .replace("${ENDPOINT}", &endpoint)
        };
        for (name, content) in &row.files {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, fill(content)).unwrap();
        }
        // Every service is the fake one; the region is read from one variable or the other.
        let mut env: Vec<(&str, String)> = vec![
            ("HOME", folder.to_owned()),
            ("PATH", "/usr/bin:/bin".to_owned()),
            ("AWS_DEFAULT_REGION", "us-east-1".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ENDPOINT_URL", endpoint.clone()),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint.clone()),
            // Seconds; a busy machine may need more than the default.
            ("AWS_METADATA_SERVICE_TIMEOUT", "10".to_owned()),
        ];
        env.extend(row.env.iter().map(|(name, value)| (*name, fill(value))));
        TestEnv {
            env,
            home,
            _service: service,
        }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.env.iter().cloned());
        command.current_dir(self.home.path());
        command
    }
}

fn answers(route: &Route, request: &Request) -> bool {
    let header = |(name, value): &(&str, &str)| request.header(name) == Some(value);
    let is_signed_by = |key: &str| {
        let claim = Claim::parse(request.header("authorization").unwrap_or_default());
        claim.is_some_and(|claim| claim.access_key == key && claim.holds(request, "secret"))
    };
    format!("{} {}", request.method, request.target) == route.request
        && route.header.as_ref().is_none_or(header)
        && route.signed_by.is_none_or(is_signed_by)
        && route
            .body_has
            .iter()
            .all(|part| request.text().contains(part))
}

/// The credentials that our chain finds; the reason when it finds none.
fn ours(row: &Row, dialect: Dialect) -> Result<String, String> {
    let test = TestEnv::new(row);
    let env = test.env.iter();
    let environment = env
        .map(|(name, value)| (OsString::from(name), OsString::from(value)))
        .collect();
    found(&environment, dialect).map_err(|error| error.to_string())
}

fn found(environment: &Environment, dialect: Dialect) -> Result<String, Error> {
    let profiles = Arc::new(config::profiles(environment)?);
    let (options, logger) = (GlobalOptions::default(), Logger::silent());
    let settings = Settings::load(environment, &options, dialect, profiles, &logger)?;
    settings.require_profile()?;
    let transport = settings.transport();
    let credentials = service::block_on(async {
        let sources = settings.credential_sources();
        let provider = Provider::load(sources, &transport, no_mfa_code).await?;
        provider.resolve().await
    })??;
    // Seconds from now on, whose second must not end meanwhile.
    let expiry = loop {
        let (before, seconds) = (now(), credentials.remaining()?);
        if before == now() {
            break seconds.checked_add(before);
        }
    };
    Ok(text::credentials(
        &credentials.access_key,
        credentials.secret_key.expose(),
        credentials.token.as_ref().map(Secret::expose),
        expiry,
    ))
}

fn no_mfa_code(_: &str) -> Boxed<'_, Secret> {
    Box::pin(async { Err(CredentialsError::NotFound) })
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

/// The credentials that aws-config finds; the reason when it finds none.
fn theirs(row: &Row) -> Result<String, String> {
    let test = TestEnv::new(row);
    let mut command = test.command(env!("CARGO_BIN_EXE_aws_config_credentials"));
    let output = command.output().unwrap();
    let shown = |bytes| String::from_utf8_lossy(bytes).trim_end().to_owned();
    match output.status.success() {
        true => Ok(shown(&output.stdout)),
        false => Err(shown(&output.stderr)),
    }
}

/// The credentials that the AWS CLI on PATH finds; the reason when it finds none.
fn originals(row: &Row) -> Result<String, String> {
    let test = TestEnv::new(row);
    let path = std::env::var_os("PATH").unwrap();
    let script = "export PATH=$0; exec aws configure export-credentials --format env-no-export";
    let mut command = test.command("sh");
    let output = command.args(["-c", script]).arg(path).output().unwrap();
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let value = |name: &str| {
        let prefix = format!("{name}=");
        output.lines().find_map(|line| line.strip_prefix(&prefix))
    };
    let expiry = value("AWS_CREDENTIAL_EXPIRATION").map(|time| {
        DateTime::from_str(time, Format::DateTimeWithOffset)
            .unwrap()
            .secs()
    });
    Ok(text::credentials(
        value("AWS_ACCESS_KEY_ID").unwrap_or_default(),
        value("AWS_SECRET_ACCESS_KEY").unwrap_or_default(),
        value("AWS_SESSION_TOKEN"),
        expiry,
    ))
}

/// The line of the report for a provider chain that found other credentials than it must.
fn difference(row: &Row, who: &str, want: &str, got: Result<String, String>) -> Option<String> {
    let same = got.as_deref().unwrap_or(NOTHING) == want;
    (!same).then(|| format!("{}: {who}\n  want {want}\n  got  {got:?}", row.name))
}

/// Runs the check for the rows and fails with what it returned.
fn check_all(rows: &[Row], at_a_time: usize, check: impl Fn(&Row) -> Vec<String> + Sync) {
    let report = parallel::map(at_a_time, rows, check).concat();
    assert!(report.is_empty(), "\n{}", report.join("\n"));
}

/// Compares the two, and each with the row.
fn compare(row: &Row) -> Vec<String> {
    let want = row.theirs.map_or(row.ours, |(theirs, _)| theirs);
    [
        difference(row, "version 1", row.ours, ours(row, Dialect::V1)),
        difference(row, "version 2", row.ours, ours(row, Dialect::V2)),
        difference(row, "aws-config", want, theirs(row)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn credentials_are_those_of_aws_config_but_for_known_differences() {
    check_all(&rows::rows(), AT_A_TIME, compare);
}

#[test]
fn a_known_difference_is_one_and_has_a_reason() {
    for row in rows::rows() {
        let known = |(theirs, why): (&str, &str)| theirs != row.ours && !why.is_empty();
        assert!(row.theirs.is_none_or(known), "{}", row.name);
    }
}

/// The address that a relative URI is resolved against is no loopback address, but in a network
/// namespace the loopback device can have it.
#[test]
fn relative_uris_of_containers_are_those_of_aws_config() {
    let run = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--net", "sh", "-ec"]);
        command.arg(format!(
            "ip link set lo up; ip address add 169.254.170.2/32 dev lo; {script}"
        ));
        let program = std::env::current_exe().unwrap();
        command.arg(program).output()
    };
    if !run("").is_ok_and(|output| output.status.success()) {
        // To the stream itself: the test runner captures the output of tests that pass.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no network namespace can be made"
        );
        return;
    }
    let output = run("exec $0 --exact --ignored in_a_network_of_its_own").unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("1 passed"), "{shown}");
}

#[test]
#[ignore = "run by the test of relative URIs"]
fn in_a_network_of_its_own() {
    check_all(&rows::relative(), 1, compare);
}

#[test]
#[ignore = "needs version 2 of the AWS CLI on PATH"]
fn credentials_are_those_of_the_aws_cli() {
    check_all(&rows::rows(), AT_A_TIME, |row| {
        let difference = difference(row, "the AWS CLI", row.ours, originals(row));
        difference.into_iter().collect()
    });
}
