//! Runs a recorded case with the program, as `tests/record.py` does with the original.

use super::certificate;
use super::fake::{BoundPort, Fake, Scheme};
use super::golden::joined;
use super::http::Request;
use super::process::{Invocation, Stdout, TestDir};
use super::script;
use super::sigv4::Claim;
use amplifybackend::model::Operation;
use base64::Engine;
use serde_json::{Map, Value, json};

const SECRETS: [(&str, &str); 3] = [
    ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
    ("AKIDTWO", "secret-two"),
    ("AKIDSTS", "sts-secret"),
];

/// The result of a run, in the recorded form.
pub struct Recording {
    pub rc: Value,
    pub stdout: String,
    pub stderr: String,
    pub requests: Vec<Value>,
}

/// Runs a case in a dialect against its own services.
pub fn record(case: &Value, dialect: &str) -> Recording {
    let dir = TestDir::new();
    dir.write("../ca.pem", certificate::authority().as_bytes(), None);
    let mut placeholders = Placeholders::default();
    placeholders.add("${HOME}", dir.home.to_str().unwrap());
    placeholders.add("${CWD}", dir.cwd.to_str().unwrap());
    placeholders.add("${CA}", dir.home.with_file_name("ca.pem").to_str().unwrap());

    placeholders.add("${CA_PEM}", certificate::authority());

    let plain = BoundPort::open();
    let endpoint = format!("http://127.0.0.1:{}", plain.port());
    placeholders.add("${ENDPOINT}", &endpoint);
    placeholders.add("${PORT}", &plain.port().to_string());
    let tls = (case["tls"] == true).then(BoundPort::open);
    if let Some(bound) = &tls {
        placeholders.add(
            "${TLS_ENDPOINT}",
            &format!("https://localhost:{}", bound.port()),
        );
        placeholders.add("${TLS_IP}", &format!("https://127.0.0.1:{}", bound.port()));
        placeholders.add("${TLS_PORT}", &bound.port().to_string());
    }
    let proxy = (case["proxy"] == true).then(BoundPort::open);
    if let Some(bound) = &proxy {
        placeholders.add("${PROXY}", &format!("http://127.0.0.1:{}", bound.port()));
        placeholders.add("${PROXY_PORT}", &bound.port().to_string());
    }
    // Routes may name any of the addresses, so all ports are bound before the services start.
    let routes = placeholders.substitute(&case["routes"]);
    let mut services = vec![plain.serve(Scheme::Http, script::follow(routes.clone()))];
    services.extend(tls.map(|bound| bound.serve(Scheme::Https, script::follow(routes))));
    services.extend(proxy.map(|bound| bound.serve(Scheme::Http, script::follow(json!([])))));

    for (name, content) in case["files"].as_object().into_iter().flatten() {
        let bytes = match content["b64"].as_str() {
            Some(text) => base64::engine::general_purpose::STANDARD
                .decode(text)
                .unwrap(),
            None if content.is_object() => placeholders
                .substitute_text(&joined(&content["text"]))
                .into(),
            None => placeholders.substitute_text(&joined(content)).into(),
        };
        let mode = content["mode"].as_str();
        dir.write(
            name,
            &bytes,
            mode.map(|mode| u32::from_str_radix(mode, 8).unwrap()),
        );
    }

    let outcome = invocation(case, dialect, &placeholders, &dir, &endpoint).run(&dir.cwd);
    let stdout: String = outcome
        .stdout
        .utf8_chunks()
        .map(|chunk| chunk.valid().to_owned() + &"?".repeat(chunk.invalid().len()))
        .collect();
    let stderr = placeholders.mask(&String::from_utf8_lossy(&outcome.stderr));
    let requests = services.iter().flat_map(Fake::requests);
    Recording {
        rc: outcome.code.map_or(json!("timeout"), |code| json!(code)),
        stdout: placeholders.mask(&stdout),
        stderr: match dialect {
            "1" => mask_usage(&stderr.replace('\r', "")),
            _ => stderr,
        },
        requests: requests
            .map(|request| describe(&request, &placeholders))
            .collect(),
    }
}

fn invocation(
    case: &Value,
    dialect: &str,
    placeholders: &Placeholders,
    dir: &TestDir,
    endpoint: &str,
) -> Invocation {
    let mut env = vec![
        ("PATH".to_owned(), "/usr/local/bin:/usr/bin:/bin".to_owned()),
        ("HOME".to_owned(), dir.home.to_str().unwrap().to_owned()),
        ("LANG".to_owned(), "C.UTF-8".to_owned()),
        ("AWS_EC2_METADATA_DISABLED".to_owned(), "true".to_owned()),
        ("AMPLIFYBACKEND_DIALECT".to_owned(), dialect.to_owned()),
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
            env.push((name.clone(), placeholders.substitute_text(value)));
        }
    }

    let words = case["argv"].as_array().unwrap().iter();
    let mut argv: Vec<String> = words
        .map(|word| placeholders.substitute_text(word.as_str().unwrap()))
        .collect();
    if case["endpoint"] != false && !argv.iter().any(|word| word.starts_with("--endpoint")) {
        let operation = argv
            .iter()
            .position(|word| Operation::named(word).is_some());
        let after = operation.map_or(argv.len(), |at| at + 1);
        argv.splice(
            after..after,
            ["--endpoint-url".to_owned(), endpoint.to_owned()],
        );
    }
    // The original needs the service's name, which is the name of this program.
    if let Some(at) = argv.iter().position(|word| word == "amplifybackend") {
        argv.remove(at);
    }
    Invocation {
        argv,
        env,
        stdin: case["stdin"]
            .as_str()
            .map(|text| placeholders.substitute_text(text).into()),
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
        timeout: case["timeout"].as_u64().unwrap_or(60),
    }
}

/// The recorded parts of a request.
fn describe(request: &Request, placeholders: &Placeholders) -> Value {
    let text = request.text();
    let mut out = json!({
        "method": request.method,
        "target": placeholders.mask(&request.target),
        "host": placeholders.mask(request.header("host").unwrap_or("")),
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

/// Placeholders such as `${PORT}` and their values in this run.
#[derive(Default)]
struct Placeholders(Vec<(&'static str, String)>);

impl Placeholders {
    fn add(&mut self, name: &'static str, actual: &str) {
        self.0.push((name, actual.to_owned()));
    }

    fn substitute_text(&self, text: &str) -> String {
        let put = |text: String, (name, actual): &(&str, String)| text.replace(name, actual);
        self.0.iter().fold(text.to_owned(), put)
    }

    fn substitute(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.substitute_text(text)),
            Value::Array(items) => items.iter().map(|item| self.substitute(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, item)| (self.substitute_text(name), self.substitute(item)))
                .collect::<Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }

    /// Replaces values by placeholders: addresses and directories first, by descending length;
    /// ports last, and only after a colon.
    fn mask(&self, text: &str) -> String {
        let is_port = |actual: &str| actual.bytes().all(|byte| byte.is_ascii_digit());
        let mut placeholders: Vec<_> = self.0.iter().collect();
        placeholders.sort_by_key(|(_, actual)| (is_port(actual), std::cmp::Reverse(actual.len())));
        placeholders
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
