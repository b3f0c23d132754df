//! Fault injection: every fault of a server or a program, for every client in this program.
//!
//! `golden/faults.txt` has the outcome of each; its first lines describe the format. Invariants of
//! all outcomes are asserted here.

mod clients;
mod points;
mod process;

use crate::support::certificate;
use crate::support::command::CONFIG;
use crate::support::faulty::{Act, Faulty, Full, closed_port};
use crate::support::http::Response;
use crate::support::parallel;
use crate::support::process::{Invocation, TestDir};
use crate::support::script::job;
use clients::{CLIENTS, Client};
use points::{ELSEWHERE, Point, Server, points};
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::Mutex;

const TABLE: &str = include_str!("../../golden/faults.txt");

/// Concurrent runs: most of them wait.
const AT_ONCE: usize = 48;

fn listener() -> TcpListener {
    TcpListener::bind(("127.0.0.1", 0)).unwrap()
}

/// A server with the fault, and its address.
struct Fixture {
    endpoint: String,
    faulty: Option<Faulty>,
    _closed: Option<Box<dyn Send>>,
}

impl Fixture {
    fn new(point: &Point, client: &'static Client, elsewhere: &str) -> Fixture {
        let serve = |tls, acts: &[Act], scheme: &str| {
            let acts: Vec<Act> = acts.iter().map(|act| aimed(act, elsewhere)).collect();
            let faulty = Faulty::serve(listener(), tls, &acts, |request| {
                client.preceding_response(request)
            });
            Fixture {
                endpoint: format!("{scheme}:{}", faulty.port()),
                faulty: Some(faulty),
                _closed: None,
            }
        };
        let without_server = |endpoint: String, closed: Option<Box<dyn Send>>| Fixture {
            endpoint,
            faulty: None,
            _closed: closed,
        };
        let (http, https) = ("http://127.0.0.1", "https://localhost");
        match &point.server {
            Server::Nowhere => without_server("http://nowhere.invalid".to_owned(), None),
            Server::Refusing => {
                let (port, socket) = closed_port();
                without_server(format!("{http}:{port}"), Some(Box::new(socket)))
            }
            Server::Full => {
                let full = Full::new();
                without_server(format!("{http}:{}", full.port()), Some(Box::new(full)))
            }
            Server::Plain(acts) => serve(None, acts, http),
            Server::PlainForTls(acts) => serve(None, acts, https),
            Server::Tls(certificate, acts) => serve(
                Some(certificate::with_certificate(*certificate)),
                acts,
                https,
            ),
            Server::TlsForPlain => serve(Some(certificate::server_config()), &[Act::Read], http),
        }
    }
}

fn aimed(act: &Act, elsewhere: &str) -> Act {
    match act {
        Act::Send(bytes) if bytes.len() < 1000 => match std::str::from_utf8(bytes) {
            Ok(text) => Act::Send(text.replace(ELSEWHERE, elsewhere).into_bytes()),
            Err(_) => act.clone(),
        },
        other => other.clone(),
    }
}

/// Runs the client against the fault; returns a line of the table without the client's name.
fn outcome(point: &Point, client: &'static Client) -> String {
    // Large responses are slow on a busy machine, so they run one at a time.
    static HEAVY: Mutex<()> = Mutex::new(());
    let _turn = point.is_heavy.then(|| HEAVY.lock());
    let seconds = if point.is_heavy { "30" } else { "1" };
    let elsewhere = Faulty::serve(listener(), None, &[Act::Read], |_| None);
    let service = Faulty::serve(listener(), None, &[Act::Read], |_| {
        Some(Response::json(200, job()))
    });
    let fixture = Fixture::new(
        point,
        client,
        &format!("http://127.0.0.1:{}", elsewhere.port()),
    );
    let dir = TestDir::new();
    dir.write("ca.pem", certificate::authority().as_bytes(), None);
    for (name, content) in client.files {
        dir.write(name, content.as_bytes(), None);
    }
    let own = |(name, value): &(&str, &str)| {
        ((*name).to_owned(), value.replace("${E}", &fixture.endpoint))
    };
    let service_url = format!("http://127.0.0.1:{}", service.port());
    let env = [
        ("HOME", dir.home.to_str().unwrap()),
        ("PATH", "/usr/bin:/bin"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", &service_url),
        ("AWS_CA_BUNDLE", "ca.pem"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        // Two attempts show which requests are retried.
        ("AWS_MAX_ATTEMPTS", "2"),
        ("AWS_METADATA_SERVICE_TIMEOUT", seconds),
        ("RES_OPTIONS", "timeout:1 attempts:1"),
    ];
    let mut env: BTreeMap<String, String> = env.iter().map(own).collect();
    env.extend(client.env.iter().map(own));
    let argv = [
        &["update-backend-auth", "--app-id", "d1a2b3"],
        &["--backend-environment-name", "staging"][..],
        &["--resource-name", "auth1", "--resource-config", CONFIG],
        &["--cli-read-timeout", seconds, "--cli-connect-timeout", "1"],
        client.argv,
    ];
    let argv = argv.concat().into_iter();
    let argv = argv.map(|word| word.replace("${E}", &fixture.endpoint));
    let outcome = Invocation::new(argv, env).run(&dir.cwd);

    let shown = format!("{} × {}", point.name, client.name);
    let of_client = |faulty: &Faulty| {
        let requests = faulty.requests();
        requests
            .iter()
            .filter(|r| r.target == client.target)
            .count()
    };
    let requests = fixture.faulty.as_ref().map_or(0, of_client);
    let text = String::from_utf8_lossy(&outcome.stderr).into_owned();
    let code = outcome
        .code
        .unwrap_or_else(|| panic!("{shown}: does not end"));
    assert_eq!(
        elsewhere.requests().len(),
        0,
        "{shown}: request to another server"
    );
    assert_eq!(service.requests().len(), 0, "{shown}: sent without keys");
    assert_eq!(
        code != 0,
        !text.is_empty(),
        "{shown}: stderr does not fit the exit code"
    );
    if client.name == "call" && point.is_success {
        assert_eq!(requests, 1, "{shown}: a 200 is not retried");
    }
    let url = format!("{}{}", fixture.endpoint, client.target);
    let text = text.trim().replace(&url, "URL");
    let text = match text.strip_prefix(client.prefix) {
        Some(text) if !client.operation.is_empty() => text.replace(client.operation, "OPERATION"),
        Some(text) => text.to_owned(),
        // An unexpected prefix.
        None => format!("({text})"),
    };
    let text = text.replace(&fixture.endpoint, "SERVER");
    let tail = if text.len() > 400 { "…" } else { "" };
    let text: String = text.chars().take(400).collect();
    format!("{code}, {requests}: {}{tail}", text.replace('\n', " ⏎ "))
}

/// The outcomes of a fault, clients with the same outcome on one line.
fn block(point: &Point, outcomes: &[(usize, String)]) -> String {
    let mut lines: Vec<(&str, Vec<&str>)> = Vec::new();
    for (client, outcome) in outcomes {
        let name = CLIENTS[*client].name;
        match lines.iter_mut().find(|(other, _)| other == outcome) {
            Some((_, names)) => names.push(name),
            None => lines.push((outcome, vec![name])),
        }
    }
    let lines = lines
        .into_iter()
        .map(|(outcome, names)| format!("  {}: {outcome}\n", names.join(", ")));
    format!("{}\n{}", point.name, lines.collect::<String>())
}

#[test]
fn every_fault_ends_where_the_table_says() {
    let points = points();
    let cells: Vec<(usize, usize)> = (0..points.len())
        .flat_map(|point| (0..CLIENTS.len()).map(move |client| (point, client)))
        .filter(|(point, client)| !points[*point].is_slow || CLIENTS[*client].has_timeouts())
        .collect();
    // The longest first, to shorten the whole run.
    let mut turns: Vec<(usize, usize)> = cells.clone();
    turns.sort_by_key(|(point, client)| {
        (
            !points[*point].is_slow && !points[*point].is_heavy,
            CLIENTS[*client].name != "container",
        )
    });
    let outcomes = parallel::map(AT_ONCE, &turns, |(point, client)| {
        outcome(&points[*point], &CLIENTS[*client])
    });
    let done: BTreeMap<_, _> = turns.into_iter().zip(outcomes).collect();
    let mut differences = String::new();
    for (number, point) in points.iter().enumerate() {
        let outcomes: Vec<(usize, String)> = cells
            .iter()
            .filter(|cell| cell.0 == number)
            .map(|cell| (cell.1, done[cell].clone()))
            .collect();
        let block = block(point, &outcomes);
        if !TABLE.contains(&format!("\n{block}")) {
            differences += &block;
        }
    }
    assert!(differences.is_empty(), "not in the table:\n{differences}");
}

/// The expected outcome of the call for this fault.
fn expected_of_call(point: &Point) -> Option<&'static str> {
    let heading = format!("\n{}\n", point.name);
    let (_, rest) = TABLE.split_once(heading.as_str())?;
    rest.lines()
        .take_while(|line| line.starts_with("  "))
        .find_map(|line| {
            let (names, outcome) = line.trim().split_once(": ")?;
            names
                .split(", ")
                .any(|name| name == "call")
                .then_some(outcome)
        })
}

#[test]
fn interim_responses_before_a_fault_change_nothing() {
    let early = format!(
        "HTTP/1.1 103 Early Hints\r\nLink: {}\r\n\r\n",
        "x".repeat(2048)
    );
    let many = "HTTP/1.1 102 Processing\r\n\r\n".repeat(50);
    let bare_newlines = "HTTP/1.1 100 Continue\n\n".to_owned();
    let empty_line = "\r\n".to_owned();
    let call = CLIENTS.iter().find(|client| client.name == "call").unwrap();
    let mut runs = Vec::new();
    for interim in [early, many, bare_newlines, empty_line] {
        for mut point in points() {
            let Server::Plain(acts) = &mut point.server else {
                continue;
            };
            match acts.get_mut(1) {
                Some(Act::Send(bytes)) if bytes.starts_with(b"HTTP/1.1 ") && !point.is_heavy => {
                    bytes.splice(..0, interim.bytes());
                    let shown: String = interim.chars().take(20).collect();
                    runs.push((shown, point));
                }
                _ => {}
            }
        }
    }
    let differences: String = parallel::map(AT_ONCE, &runs, |(interim, point)| {
        let outcome = outcome(point, call);
        match expected_of_call(point) {
            Some(expected) if expected != outcome.trim_end() => {
                format!("{interim:?} before {}: {outcome}\n", point.name)
            }
            _ => String::new(),
        }
    })
    .concat();
    assert!(
        differences.is_empty(),
        "not as without them:\n{differences}"
    );
}
