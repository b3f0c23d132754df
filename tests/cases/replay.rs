//! The recordings of the original, replayed against the program byte for byte.
//!
//! Compared are exit code, stdout, stderr and requests. Not compared is the usage block, which is
//! ours to word. A case with `better` is judged by that entry: there the original is not copied.
//! `golden/known-gaps.txt` lists the cases that are known to fail. A test fails when a case that is
//! not listed fails and when one that is listed passes, so the list can only shrink.

use crate::support::certificate;
use crate::support::fake::{Door, Fake, Scheme};
use crate::support::golden::{self, joined};
use crate::support::http::Request;
use crate::support::process::{Invocation, Place, Stdout};
use crate::support::script;
use crate::support::sigv4::Claim;
use base64::Engine;
use serde_json::{Map, Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Cases of a group that run at a time: most of them wait rather than work.
const AT_A_TIME: usize = 8;

const SECRETS: [(&str, &str); 3] = [
    ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
    ("AKIDTWO", "secret-two"),
    ("AKIDSTS", "sts-secret"),
];

macro_rules! groups {
    ($($test:ident: $group:literal,)*) => {
        $(#[test] fn $test() { replay($group); })*

        #[test]
        fn every_golden_file_is_replayed() {
            let mut files: Vec<String> = std::fs::read_dir(golden::path("")).unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
                .filter(|name| name != "common" && name != "service-model")
                .collect();
            files.sort();
            assert_eq!(files, [$($group),*]);
        }
    };
}

groups! {
    args_are_taken_as_the_original_takes_them: "args",
    settings_are_resolved_as_the_original_resolves_them: "config",
    cli_input_json_is_read_as_the_original_reads_it: "input-json",
    json_is_read_as_the_original_reads_it: "json",
    the_network_is_used_as_the_original_uses_it: "network",
    output_looks_as_the_original_prints_it: "output",
    files_are_loaded_as_the_original_loads_them: "paramfile",
    queries_are_evaluated_as_the_original_evaluates_them: "query",
    service_errors_are_reported_as_the_original_reports_them: "service-error",
    shorthand_is_read_as_the_original_reads_it: "shorthand",
    random_shorthand_is_read_as_the_original_reads_it: "shorthand-fuzz",
    skeletons_are_those_of_the_original: "skeleton",
    terminals_pipes_and_signals_are_served_as_by_the_original: "terminal",
    paths_are_encoded_as_the_original_encodes_them: "uri",
    findings_are_worded_as_the_original_words_them: "validate",
}

fn replay(group: &str) {
    let cases = golden::cases(group);
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let got = run(case);
                    let differences = differences(case, &got);
                    if !differences.is_empty() {
                        let id = case["id"].as_str().unwrap().to_owned();
                        failures.lock().unwrap().push((id, differences.join("\n")));
                    }
                }
            });
        }
    });
    let gaps = golden::text("known-gaps.txt");
    let gaps: Vec<&str> = gaps
        .lines()
        .filter(|line| line.starts_with(&format!("{group}/")))
        .collect();
    let failures = failures.into_inner().unwrap();
    let mut complaints = Vec::new();
    for (id, differences) in &failures {
        if !gaps.contains(&id.as_str()) {
            complaints.push(format!("differs: {id}\n{differences}"));
        }
    }
    for gap in gaps {
        if !failures.iter().any(|(id, _)| id == gap) {
            complaints.push(format!(
                "passes, or is no case: strike {gap} off known-gaps.txt"
            ));
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// What a run did, in the form in which it is recorded.
struct Recording {
    rc: Value,
    stdout: String,
    stderr: String,
    requests: Vec<Value>,
}

// --- running a case ---------------------------------------------------------------------------

fn run(case: &Value) -> Recording {
    let place = Place::new();
    place.write("../ca.pem", certificate::authority().as_bytes(), None);
    let mut marks = Marks::default();
    marks.add("${HOME}", place.home.to_str().unwrap());
    marks.add("${CWD}", place.cwd.to_str().unwrap());
    marks.add(
        "${CA}",
        place.home.with_file_name("ca.pem").to_str().unwrap(),
    );

    let plain = Door::open();
    let endpoint = format!("http://127.0.0.1:{}", plain.port());
    marks.add("${ENDPOINT}", &endpoint);
    marks.add("${PORT}", &plain.port().to_string());
    let tls = (case["tls"] == true).then(Door::open);
    if let Some(door) = &tls {
        marks.add(
            "${TLS_ENDPOINT}",
            &format!("https://localhost:{}", door.port()),
        );
        marks.add("${TLS_IP}", &format!("https://127.0.0.1:{}", door.port()));
        marks.add("${TLS_PORT}", &door.port().to_string());
    }
    let proxy = (case["proxy"] == true).then(Door::open);
    if let Some(door) = &proxy {
        marks.add("${PROXY}", &format!("http://127.0.0.1:{}", door.port()));
        marks.add("${PROXY_PORT}", &door.port().to_string());
    }
    // Routes may name any of the addresses, so all doors are open before the services start.
    let routes = marks.put_in(&case["routes"]);
    let mut services = vec![plain.serve(Scheme::Http, script::follow(routes.clone()))];
    services.extend(tls.map(|door| door.serve(Scheme::Https, script::follow(routes))));
    services.extend(proxy.map(|door| door.serve(Scheme::Http, script::follow(json!([])))));

    for (name, content) in case["files"].as_object().into_iter().flatten() {
        let bytes = match content["b64"].as_str() {
            Some(text) => base64::engine::general_purpose::STANDARD
                .decode(text)
                .unwrap(),
            None if content.is_object() => marks.put_in_text(&joined(&content["text"])).into(),
            None => marks.put_in_text(&joined(content)).into(),
        };
        let mode = content["mode"].as_str();
        place.write(
            name,
            &bytes,
            mode.map(|mode| u32::from_str_radix(mode, 8).unwrap()),
        );
    }

    let outcome = invocation(case, &marks, &place, &endpoint).run(&place.cwd);
    let stdout: String = outcome
        .stdout
        .utf8_chunks()
        .map(|chunk| chunk.valid().to_owned() + &"?".repeat(chunk.invalid().len()))
        .collect();
    let stderr = marks.take_out(&String::from_utf8_lossy(&outcome.stderr));
    let requests = services.iter().flat_map(Fake::requests);
    Recording {
        rc: outcome.code.map_or(json!("timeout"), |code| json!(code)),
        stdout: marks.take_out(&stdout),
        stderr: mask_usage(&stderr.replace('\r', "")),
        requests: requests.map(|request| describe(&request, &marks)).collect(),
    }
}

fn invocation(case: &Value, marks: &Marks, place: &Place, endpoint: &str) -> Invocation {
    let mut env = vec![
        ("PATH".to_owned(), "/usr/local/bin:/usr/bin:/bin".to_owned()),
        ("HOME".to_owned(), place.home.to_str().unwrap().to_owned()),
        ("LANG".to_owned(), "C.UTF-8".to_owned()),
        ("AWS_EC2_METADATA_DISABLED".to_owned(), "true".to_owned()),
    ];
    if case["creds"] != false {
        let (key, secret) = SECRETS[0];
        env.push(("AWS_ACCESS_KEY_ID".to_owned(), key.to_owned()));
        env.push(("AWS_SECRET_ACCESS_KEY".to_owned(), secret.to_owned()));
    }
    if case["region"] != false {
        env.push(("AWS_DEFAULT_REGION".to_owned(), "us-east-1".to_owned()));
    }
    for (name, value) in case["env"].as_object().into_iter().flatten() {
        env.retain(|(other, _)| other != name);
        if let Some(value) = value.as_str() {
            env.push((name.clone(), marks.put_in_text(value)));
        }
    }

    let words = case["argv"].as_array().unwrap().iter();
    let mut argv: Vec<String> = words
        .map(|word| marks.put_in_text(word.as_str().unwrap()))
        .collect();
    if case["endpoint"] != false && !argv.iter().any(|word| word.starts_with("--endpoint")) {
        let operation = argv.iter().position(|word| word == "update-backend-auth");
        let after = operation.map_or(argv.len(), |at| at + 1);
        argv.splice(
            after..after,
            ["--endpoint-url".to_owned(), endpoint.to_owned()],
        );
    }
    // What the original needs to find the service is our name already.
    if let Some(at) = argv.iter().position(|word| word == "amplifybackend") {
        argv.remove(at);
    }
    Invocation {
        argv,
        env,
        stdin: case["stdin"]
            .as_str()
            .map(|text| marks.put_in_text(text).into()),
        stdout: match case["stdout"].as_str() {
            Some("pty") => Stdout::Terminal(case["cols"].as_u64().unwrap_or(80) as u16),
            Some("closed") => Stdout::Closed,
            Some("full") => Stdout::Full,
            _ => Stdout::Pipe,
        },
        signal: case["signal"].as_array().map(|signal| {
            (
                signal[0].as_f64().unwrap(),
                signal[1].as_i64().unwrap() as i32,
            )
        }),
        patience: case["timeout"].as_u64().unwrap_or(60),
    }
}

/// What of a request is recorded.
fn describe(request: &Request, marks: &Marks) -> Value {
    let text = request.text();
    let mut out = json!({
        "method": request.method,
        "target": marks.take_out(&request.target),
        "host": marks.take_out(request.header("host").unwrap_or("")),
        "body": serde_json::from_str(&text).unwrap_or(json!(text)),
    });
    if let Some(kind) = request
        .header("content-type")
        .filter(|kind| !kind.is_empty())
    {
        out["content-type"] = json!(kind.split(';').next());
    }
    if let Some(authorization) = request.header("authorization") {
        match Claim::parse(authorization) {
            Some(claim) => {
                let secret = SECRETS.iter().find(|(key, _)| *key == claim.access_key);
                out["credential"] = json!([claim.access_key, claim.region, claim.service]);
                out["signature_ok"] = match secret {
                    Some((_, secret)) => json!(claim.holds(request, secret)),
                    None => json!("unknown-key"),
                };
            }
            None => {
                out["credential"] = authorization.chars().take(20).collect::<String>().into();
                out["signature_ok"] = Value::Null;
            }
        }
    }
    for name in ["x-amz-security-token", "proxy-authorization"] {
        if let Some(value) = request.header(name).filter(|value| !value.is_empty()) {
            out[name] = json!(value);
        }
    }
    out
}

// --- what differs from run to run -------------------------------------------------------------

/// Names such as `${PORT}` and what they are in this run.
#[derive(Default)]
struct Marks(Vec<(&'static str, String)>);

impl Marks {
    fn add(&mut self, name: &'static str, actual: &str) {
        self.0.push((name, actual.to_owned()));
    }

    fn put_in_text(&self, text: &str) -> String {
        let put = |text: String, (name, actual): &(&str, String)| text.replace(name, actual);
        self.0.iter().fold(text.to_owned(), put)
    }

    fn put_in(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.put_in_text(text)),
            Value::Array(items) => items.iter().map(|item| self.put_in(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, item)| (self.put_in_text(name), self.put_in(item)))
                .collect::<Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }

    /// Addresses and directories first, the longest first; ports last, and only after a colon.
    fn take_out(&self, text: &str) -> String {
        let is_port = |actual: &str| actual.bytes().all(|byte| byte.is_ascii_digit());
        let mut marks: Vec<_> = self.0.iter().collect();
        marks.sort_by_key(|(_, actual)| (is_port(actual), std::cmp::Reverse(actual.len())));
        marks
            .into_iter()
            .fold(text.to_owned(), |text, (name, actual)| {
                if !is_port(actual) {
                    return text.replace(actual, name);
                }
                let port = format!(":{actual}");
                let mut pieces = text.split(&port);
                let mut out = pieces.next().unwrap().to_owned();
                for piece in pieces {
                    let longer =
                        piece.starts_with(|next: char| next.is_alphanumeric() || next == '_');
                    out += &format!(":{}{piece}", if longer { actual.as_str() } else { name });
                }
                out
            })
    }
}

/// Replaces the usage block, up to the error that follows it, by `<usage>`.
fn mask_usage(stderr: &str) -> String {
    let mut text = stderr.to_owned();
    if let Some(start) = stderr.find("usage: ") {
        let ends = |rest: &str| {
            ["amplifybackend: error: ", "Unknown options: "]
                .iter()
                .any(|end| rest.starts_with(end))
                || rest.trim_start_matches('\n').is_empty()
        };
        let lines = stderr.match_indices('\n').map(|(at, _)| at + 1);
        if let Some(end) = lines
            .filter(|&at| at > start)
            .find(|&at| ends(&stderr[at..]))
        {
            let rest = stderr[end..].trim_start_matches('\n');
            text = format!("{}<usage>\n{rest}", &stderr[..start]);
        }
    }
    let lines =
        text.split_inclusive('\n')
            .map(|line| match line.strip_prefix("amplifybackend: error: ") {
                Some(rest) => format!("<prog>: error: {rest}"),
                None => line.to_owned(),
            });
    lines.collect()
}

// --- comparing --------------------------------------------------------------------------------

fn differences(case: &Value, got: &Recording) -> Vec<String> {
    let mut out = Vec::new();
    let mut check =
        |part: &str, want: &dyn std::fmt::Display, got: &dyn std::fmt::Display, same: bool| {
            if !same {
                out.push(format!("  want {part}: {want}\n  got  {part}: {got}"));
            }
        };
    if got.stderr.contains("panicked") {
        check("stderr", &"no panic", &got.stderr, false);
    }
    let (stdout, stderr) = (shown(&got.stdout), shown(&got.stderr));
    let count = got.requests.len();
    let better = &case["better"];
    if better.is_object() {
        let rc = &better["rc"];
        let fits = rc == &got.rc || rc.as_array().is_some_and(|codes| codes.contains(&got.rc));
        check("rc", rc, &got.rc, fits);
        if better.get("stdout").is_some() {
            let want = joined(&better["stdout"]);
            check("stdout", &shown(&want), &stdout, want == got.stdout);
        }
        if better.get("stderr").is_some() {
            let want = joined(&better["stderr"]);
            check("stderr", &shown(&want), &stderr, want == got.stderr);
        }
        if let Some(want) = better["stderr_prefix"].as_str() {
            check(
                "stderr",
                &want,
                &stderr,
                got.stderr.trim().starts_with(want),
            );
        }
        if let Some(want) = better["has"].as_str() {
            check("stderr", &want, &stderr, got.stderr.contains(want));
        }
        let want = &better["requests"];
        check("requests", want, &count, want == &json!(count));
        return out;
    }

    let compared = |part: &str| {
        case["compare"]
            .as_array()
            .is_none_or(|parts| parts.contains(&json!(part)))
    };
    let want = &case["expect"];
    if compared("rc") {
        check("rc", &want["rc"], &got.rc, want["rc"] == got.rc);
    }
    if compared("stdout") {
        let want = joined(&want["stdout"]);
        let same = match case["stdout_json"] == true {
            true => same_json(&want, &got.stdout),
            false => want == got.stdout,
        };
        check("stdout", &shown(&want), &stdout, same);
    }
    if compared("stderr") {
        let want = joined(&want["stderr"]);
        let prefix = case["stderr_prefix"].as_str();
        let same = prefix.map_or(want == got.stderr, |start| {
            got.stderr.trim().starts_with(start)
        });
        check("stderr", &shown(&want), &stderr, same);
    }
    if compared("requests") {
        let none = Vec::new();
        let want = want["requests"].as_array().unwrap_or(&none);
        let same = match case["requests"] == "count" {
            true => want.len() == count,
            false => {
                want.len() == count && want.iter().zip(&got.requests).all(|(a, b)| equal(a, b))
            }
        };
        check("requests", &json!(want), &json!(got.requests), same);
    }
    out
}

/// Text in one line, its end visible.
fn shown(text: &str) -> String {
    format!("{text:?}[EOF]")
}

fn same_json(want: &str, got: &str) -> bool {
    let parse = |text| serde_json::from_str::<Value>(text).ok();
    parse(want).is_some_and(|want| parse(got).is_some_and(|got| equal(&want, &got)))
}

/// Equality in which 12 is 12.0, as the recorder's language has it.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(name, a)| b.get(name).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}
