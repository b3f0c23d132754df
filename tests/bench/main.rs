//! Measures the release build, and compares it with curl and the original where they are installed.
//!
//! `--check` counts only the instructions of the skeleton and of a plain call, and fails when one
//! has regressed by more than 10 % from the baseline of the architecture in `instructions.txt`;
//! `--update` updates that baseline. No check depends on wall-clock time. `--build` measures how long
//! the builds take.

#![allow(
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used
)]

mod measure;

// The fake service of the tests.
#[path = "../support/certificate.rs"]
mod certificate;
#[path = "../support/fake.rs"]
mod fake;
#[path = "../support/http.rs"]
mod http;
#[path = "../support/script.rs"]
mod script;

use anyhow::{Context, Result, ensure};
use fake::{BoundPort, Fake, Scheme};
use measure::{PEAK, Subject, paired, print_peak};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const CONFIG: &str =
    r#"{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":{}}"#;
const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/instructions.txt");
const ARCH: &str = std::env::consts::ARCH;
const PACKED: &str = "package/amplifybackend";
const PAIRS: usize = 101;
const HEAD: &str = "| path | measured | limit |\n| --- | --- | --- |";
/// So many variables that nobody asks for are in the environment, as on a developer's machine.
const VARIABLES: usize = 24;
const DIALECT: &str = "AMPLIFYBACKEND_DIALECT";
const KEYS: [(&str, &str); 4] = [
    ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
    (
        "AWS_SECRET_ACCESS_KEY",
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    ),
    ("AWS_DEFAULT_REGION", "us-east-1"),
    ("AWS_MAX_ATTEMPTS", "1"),
];

fn main() -> Result<()> {
    let mut argv = std::env::args().skip(1);
    match argv.next().as_deref() {
        Some(PEAK) => print_peak(argv),
        Some("--check") => check(&Bench::new())?,
        Some("--update") => update(&Bench::new())?,
        Some("--build") => builds()?,
        _ => table(&Bench::new()),
    }
    Ok(())
}

fn update(bench: &Bench) -> Result<()> {
    let baseline = std::fs::read_to_string(BASELINE)?;
    let others = baseline.lines().filter(|line| !line.starts_with(ARCH));
    let mut lines: Vec<String> = others.map(str::to_owned).collect();
    for (name, count) in bench.checked() {
        let count = count.context("valgrind is not installed")?;
        lines.push(format!("{ARCH} {name} {count}"));
    }
    Ok(std::fs::write(BASELINE, lines.join("\n") + "\n")?)
}

/// Fails when a count is more than 10 % above the baseline.
fn check(bench: &Bench) -> Result<()> {
    let baseline = std::fs::read_to_string(BASELINE)?;
    let mut regressed = Vec::new();
    for (name, count) in bench.checked() {
        let Some(count) = count else {
            eprintln!("SKIPPED: valgrind is not installed, so no instructions are counted");
            return Ok(());
        };
        let key = format!("{ARCH} {name} ");
        let Some(expected) = baseline.lines().find_map(|line| line.strip_prefix(&key)) else {
            eprintln!(
                "SKIPPED: {name}: {count} instructions, no baseline for {ARCH}; see --update"
            );
            continue;
        };
        let expected: u64 = expected.parse()?;
        let change = (count as f64 / expected as f64 - 1.0) * 100.0;
        println!("{name}: {count} instructions, baseline {expected}, {change:+.1} %");
        if count > expected + expected / 10 {
            regressed.push(name);
        }
    }
    ensure!(
        regressed.is_empty(),
        "regressed by more than 10 %: {}; to accept it run with --update",
        regressed.join(", ")
    );
    Ok(())
}

/// The builds with an empty target directory: of the release, and of the README's first two commands.
fn builds() -> Result<()> {
    let readme = include_str!("../../README.md").split("```sh run\n").skip(1);
    let commands: Vec<&str> = readme
        .filter_map(|block| block.split("```").next())
        .take(2)
        .collect();
    println!("{HEAD}");
    row(
        "`cargo build --release` from nothing",
        build("cargo build --release --locked")?,
        "105 s",
    );
    row(
        "the first two commands of the README from nothing",
        build(&commands.concat())?,
        "120 s",
    );
    Ok(())
}

/// How long the commands of a shell take with an empty target directory.
fn build(commands: &str) -> Result<String> {
    let target = tempfile::tempdir()?;
    let mut shell = Command::new("sh");
    shell
        .args(["-ec", commands])
        .env("CARGO_TARGET_DIR", target.path());
    shell.current_dir(env!("CARGO_MANIFEST_DIR"));
    let start = Instant::now();
    let output = shell.output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{commands}{errors}");
    Ok(format!("{:.0} s", start.elapsed().as_secs_f64()))
}

/// The services, files and commands of the measurements.
struct Bench {
    /// The release build, in the parent directory of this program.
    program: String,
    folder: tempfile::TempDir,
    plain: Fake,
    tls: Fake,
}

impl Bench {
    fn new() -> Bench {
        let own = std::env::current_exe().unwrap();
        let program = own.ancestors().nth(2).unwrap().join("amplifybackend");
        assert!(program.exists(), "run `cargo build --release` first");
        let bench = Bench {
            program: program.to_str().unwrap().to_owned(),
            folder: tempfile::tempdir().unwrap(),
            plain: BoundPort::open().serve(Scheme::Http, script::follow(json!([]))),
            tls: BoundPort::open().serve(Scheme::Https, script::follow(json!([]))),
        };
        bench.write("ca.pem", certificate::authority());
        bench.write("other.pem", &certificate::unrelated_authority());
        bench
    }

    /// The static binary, where `.ci/package` has built it.
    fn packed(&self) -> String {
        let target = Path::new(&self.program).ancestors().nth(2).unwrap();
        target.join(PACKED).to_str().unwrap().to_owned()
    }

    fn is_packed(&self) -> bool {
        Path::new(&self.packed()).exists()
    }

    /// The program under the name `aws`, with a command of another service. The next `aws` is no
    /// program, so that valgrind sees the end.
    fn as_aws(&self, program: &str) -> Subject {
        for folder in ["own", "next"] {
            std::fs::create_dir(self.file(folder)).unwrap();
        }
        std::os::unix::fs::symlink(program, self.file("own/aws")).unwrap();
        self.write("next/aws", "\x7fno program\n");
        let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(self.file("next/aws"), executable).unwrap();
        let path = format!(
            "{}:{}:{}",
            self.file("own"),
            self.file("next"),
            std::env::var("PATH").unwrap()
        );
        self.subject([self.file("own/aws").as_str(), "s3", "ls"])
            .env("PATH", &path)
    }

    /// A word completed as the script for bash does.
    fn completion(&self) -> Subject {
        let line = "amplifybackend update-backend-auth --resource-c";
        let argv = [
            &self.program,
            "completion",
            "candidates",
            "bash",
            line,
            " ",
            "9",
        ];
        self.subject(argv)
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.file(name), content).unwrap();
    }

    fn subject<'a>(&self, argv: impl IntoIterator<Item = &'a str>) -> Subject {
        let home = self.folder.path().to_str().unwrap();
        let path = std::env::var("PATH").unwrap();
        let mut env = vec![("HOME", home), ("PATH", path.as_str())];
        env.extend(KEYS);
        Subject::new(argv, &env).variables(VARIABLES)
    }

    fn skeleton(&self, program: &[&str]) -> Subject {
        let argv = ["update-backend-auth", "--generate-cli-skeleton"];
        self.subject(program.iter().copied().chain(argv))
    }

    /// An update sent to the URL.
    fn call(&self, program: &[&str], url: &str, config: &str, more: &[&str]) -> Subject {
        let mut argv = program.to_vec();
        argv.extend(["update-backend-auth", "--app-id", "d19i0t4qaod5qo"]);
        argv.extend(["--backend-environment-name", "staging"]);
        argv.extend(["--resource-name", "awards65f041ad"]);
        argv.extend(["--resource-config", config, "--endpoint-url", url]);
        self.subject(argv.into_iter().chain(more.iter().copied()))
    }

    /// The same request by curl.
    fn curl(&self, url: &str, more: &[&str]) -> Subject {
        let url = format!("{url}/backend/d19i0t4qaod5qo/auth/staging");
        let body = r#"{"resourceConfig":{"authResources":"USER_POOL_ONLY","service":"COGNITO","userPoolConfigs":{}},"resourceName":"awards65f041ad"}"#;
        let user = format!("{}:{}", KEYS[0].1, KEYS[1].1);
        let mut argv = vec!["curl", "-s", "--aws-sigv4"];
        argv.extend(["aws:amz:us-east-1:amplifybackend", "--user", &user]);
        argv.extend(["-H", "content-type: application/json"]);
        argv.extend(["--data-binary", body, &url]);
        self.subject(argv.into_iter().chain(more.iter().copied()))
    }

    fn plain_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.plain.port())
    }

    fn tls_url(&self) -> String {
        format!("https://localhost:{}", self.tls.port())
    }

    /// The instruction counts that `--check` compares: of both binaries, in both dialects.
    fn checked(&self) -> Vec<(String, Option<u64>)> {
        let packed = self.packed();
        let mut programs = vec![("dynamic", self.program.as_str())];
        if self.is_packed() {
            programs.push(("static", &packed));
        }
        let mut counts = Vec::new();
        for (linked, program) in programs {
            for dialect in ["1", "2"] {
                let skeleton = self.skeleton(&[program]).env(DIALECT, dialect);
                let call = self.call(&[program], &self.plain_url(), CONFIG, &[]);
                let call = call.env(DIALECT, dialect);
                assert_eq!(call.code(), Some(0));
                for (path, subject) in [("skeleton", skeleton), ("call", call)] {
                    counts.push((format!("{linked} {dialect} {path}"), subject.instructions()));
                }
            }
        }
        counts
    }

    /// A dry run of version 2 with a YAML document of about this size, printed as YAML.
    fn yaml(&self, bytes: usize) -> Subject {
        let name = format!("{bytes}.yaml");
        let uri = "      - https://www.example.com/a-path-of-some-length/\n";
        let document = format!(
            "AppId: d1\nBackendEnvironmentName: dev\nResourceName: r\nResourceConfig:\n  \
             AuthResources: USER_POOL_ONLY\n  Service: COGNITO\n  UserPoolConfigs:\n    OAuth:\n      \
             OAuthGrantType: CODE\n      OAuthScopes: [OPENID]\n      RedirectSignOutURIs: []\n      \
             RedirectSignInURIs:\n{}",
            uri.repeat(bytes / uri.len())
        );
        self.write(&name, &document);
        let document = format!("file://{}", self.file(&name));
        let argv = [
            &self.program,
            "update-backend-auth",
            "--cli-input-yaml",
            &document,
        ];
        let argv = argv.into_iter().chain(["--dry-run", "--output", "yaml"]);
        self.subject(argv).env(DIALECT, "2")
    }

    /// A configuration of about this size: one long list.
    fn long_config(&self, name: &str, bytes: usize) -> String {
        let uri = "https://www.example.com/a-path-of-some-length/";
        let uris = vec![Value::from(uri); bytes / (uri.len() + 3)];
        let config = json!({
            "AuthResources": "USER_POOL_ONLY",
            "Service": "COGNITO",
            "UserPoolConfigs": {"OAuth": {
                "OAuthGrantType": "CODE",
                "OAuthScopes": ["OPENID"],
                "RedirectSignInURIs": uris,
                "RedirectSignOutURIs": [uri],
            }},
        });
        self.write(name, &config.to_string());
        format!("file://{}", self.file(name))
    }
}

fn row(path: &str, measured: impl std::fmt::Display, limit: &str) {
    println!("| {path} | {measured} | {limit} |");
}

fn millions(count: Option<u64>) -> String {
    match count {
        Some(count) => format!("{:.3} M instructions", count as f64 / 1e6),
        None => "not counted: valgrind is not installed".to_owned(),
    }
}

fn difference(count: Option<u64>, from: Option<u64>) -> String {
    match (count, from) {
        (Some(count), Some(from)) => {
            format!("{:+.3} M instructions", (count as f64 - from as f64) / 1e6)
        }
        _ => millions(None),
    }
}

fn times(count: Option<u64>, of: Option<u64>) -> String {
    match (count, of) {
        (Some(count), Some(of)) => {
            format!("{:.2} times the instructions", count as f64 / of as f64)
        }
        _ => millions(None),
    }
}

fn milliseconds(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

fn table(bench: &Bench) {
    println!("{HEAD}");
    let program = [bench.program.as_str()];
    let skeleton = bench.skeleton(&program);
    row("skeleton", millions(skeleton.instructions()), "0.60 M");
    let version = bench.subject([&bench.program, "--version"]);
    row("`--version`", millions(version.instructions()), "0.8 M");
    let invalid = bench.call(&program, &bench.plain_url(), r#"{"Service":1}"#, &[]);
    assert_eq!(invalid.code(), Some(255));
    row(
        "validation error",
        millions(invalid.instructions()),
        "0.8 M",
    );

    let call = bench.call(&program, &bench.plain_url(), CONFIG, &[]);
    assert_eq!(call.code(), Some(0));
    row(
        "call over plain HTTP",
        millions(call.instructions()),
        "1.38 M",
    );
    for (path, subject) in [("skeleton", &skeleton), ("call", &call)] {
        let second = subject.clone().env(DIALECT, "2").instructions();
        row(
            &format!("{path} as version 2"),
            times(second, subject.instructions()),
            "1.10",
        );
    }
    row(
        "refused call, 300 variables against 30",
        more_variables(bench, &bench.program),
        "+0.2 M",
    );
    let completion = bench.completion();
    row(
        "completion of a word",
        format!("{:.1} ms", milliseconds(completion.median(PAIRS))),
        "3 ms",
    );
    static_binary(bench);
    if installed("curl") {
        compare_with_curl(bench, &call);
    } else {
        row(
            "compared with curl",
            "not measured: curl is not installed",
            "",
        );
    }

    // Neither has the authority of the service, so both fail in the handshake.
    let bundle = ["--ca-bundle", &bench.file("other.pem")];
    let bundle = bench.call(&program, &bench.tls_url(), CONFIG, &bundle);
    let built_in = bench.call(&program, &bench.tls_url(), CONFIG, &[]);
    assert_eq!((bundle.code(), built_in.code()), (Some(255), Some(255)));
    row(
        "compiled-in roots against `--ca-bundle`, until a refused handshake",
        difference(built_in.instructions(), bundle.instructions()),
        "+0.3 M",
    );

    compare_with_original(bench, &skeleton, &call);
    long_files(bench);
    row("peak memory of a call", megabytes(call.peak()), "8 MB");
    sizes(bench);
}

fn static_binary(bench: &Bench) {
    let packed = bench.packed();
    if !bench.is_packed() {
        row("the static binary", "not built: `.ci/package` does", "");
        return;
    }
    let version = bench.subject([&packed, "--version"]);
    let call = bench.call(&[&packed], &bench.plain_url(), CONFIG, &[]);
    for (path, subject, limit) in [
        ("`--version`", version, "0.18 M"),
        ("skeleton", bench.skeleton(&[&packed]), "0.35 M"),
        ("call over plain HTTP", call, "1.25 M"),
    ] {
        row(
            &format!("{path}, static binary"),
            millions(subject.instructions()),
            limit,
        );
    }
    row(
        "refused call, 300 variables against 30, static binary",
        more_variables(bench, &packed),
        "+0.2 M",
    );
    row(
        "as `aws`, until it runs the AWS CLI for another command, static binary",
        millions(bench.as_aws(&packed).instructions()),
        "0.35 M",
    );
}

/// The cost of 270 variables that are not read.
fn more_variables(bench: &Bench, program: &str) -> String {
    let refused = bench.call(&[program], "http://127.0.0.1:1", CONFIG, &[]);
    let more = refused.clone().variables(VARIABLES + 270);
    difference(more.instructions(), refused.instructions())
}

fn compare_with_curl(bench: &Bench, call: &Subject) {
    let curl = bench.curl(&bench.plain_url(), &[]);
    assert_eq!((call.code(), curl.code()), (Some(0), Some(0)));
    let requests = bench.plain.requests();
    let [.., own, its] = requests.as_slice() else {
        panic!("two requests were sent");
    };
    assert_eq!((&own.target, own.text()), (&its.target, its.text()));
    let share = match (call.instructions(), curl.instructions()) {
        (Some(own), Some(curl)) => format!(
            "{:.3} of {:.1} M instructions",
            own as f64 / curl as f64,
            curl as f64 / 1e6
        ),
        _ => millions(None),
    };
    row("call compared with `curl --aws-sigv4`", share, "0.15");
    wall(
        "wall clock compared with curl, plain HTTP",
        call,
        &curl,
        "0.40",
    );
    if bench.is_packed() {
        let call = bench.call(&[&bench.packed()], &bench.plain_url(), CONFIG, &[]);
        wall("the same with the static binary", &call, &curl, "");
    }
    let authority = bench.file("ca.pem");
    let call = bench.call(
        &[&bench.program],
        &bench.tls_url(),
        CONFIG,
        &["--ca-bundle", &authority],
    );
    let curl = bench.curl(&bench.tls_url(), &["--cacert", &authority]);
    assert_eq!((call.code(), curl.code()), (Some(0), Some(0)));
    row("call over TLS", millions(call.instructions()), "4.0 M");
    wall(
        "wall clock compared with `curl --cacert`, TLS",
        &call,
        &curl,
        "0.7",
    );
}

fn wall(path: &str, own: &Subject, other: &Subject, limit: &str) {
    let (ratio, own, other) = paired(own, other, PAIRS);
    let (own, other) = (milliseconds(own), milliseconds(other));
    row(
        path,
        format!("{ratio:.3} ({own:.1} ms, {other:.1} ms)"),
        limit,
    );
}

fn compare_with_original(bench: &Bench, skeleton: &Subject, call: &Subject) {
    if !installed("aws") {
        row(
            "compared with the original",
            "not measured: no `aws` on PATH",
            "",
        );
        return;
    }
    let aws = ["aws", "amplifybackend"];
    let (ratio, own, other) = paired(skeleton, &bench.skeleton(&aws), 11);
    row(
        "wall clock compared with the original, skeleton",
        faster(ratio, own, other),
        "",
    );
    let original = bench.call(&aws, &bench.plain_url(), CONFIG, &[]);
    let (ratio, own, other) = paired(call, &original, 11);
    row(
        "wall clock compared with the original, call",
        faster(ratio, own, other),
        "",
    );
}

fn faster(ratio: f64, own: std::time::Duration, other: std::time::Duration) -> String {
    let (own, other) = (milliseconds(own), milliseconds(other));
    format!(
        "{:.0} times as fast ({own:.1} ms, {other:.0} ms)",
        1.0 / ratio
    )
}

/// The work must grow linearly with the file.
fn long_files(bench: &Bench) {
    let call = |program: &str, name, bytes| {
        let config = bench.long_config(name, bytes);
        bench.call(&[program], &bench.plain_url(), &config, &[])
    };
    let (five, ten) = (
        call(&bench.program, "five.json", 5_000_000),
        call(&bench.program, "ten.json", 10_000_000),
    );
    assert_eq!((five.code(), ten.code()), (Some(0), Some(0)));
    row(
        "a 10 MB `--resource-config` against 5 MB",
        times(ten.instructions(), five.instructions()),
        "linear",
    );
    row(
        "peak memory with the 10 MB file",
        format!("{:.1} times the file", ten.peak() as f64 / 1e7),
        "3.5",
    );
    if bench.is_packed() {
        let ten = call(&bench.packed(), "ten.json", 10_000_000);
        row(
            "the same with the static binary",
            format!("{:.1} times the file", ten.peak() as f64 / 1e7),
            "3.5",
        );
    }
    let [five, ten] = [5_000_000, 10_000_000].map(|bytes| bench.yaml(bytes));
    assert_eq!((five.code(), ten.code()), (Some(0), Some(0)));
    row(
        "10 MB of YAML, read and printed by a dry run, against 5 MB",
        times(ten.instructions(), five.instructions()),
        "linear",
    );
}

fn sizes(bench: &Bench) {
    let size = |path: &Path| std::fs::metadata(path).map(|file| megabytes(file.len()));
    row(
        "the binary",
        size(Path::new(&bench.program)).unwrap(),
        "6.5 MB",
    );
    let linked = size(Path::new(&bench.packed()));
    let linked = linked.unwrap_or_else(|_| "not built: `.ci/package` does".to_owned());
    row("the static binary", linked, "7.5 MB");
}
