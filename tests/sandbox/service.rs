//! The service of the sandbox: one operation, one job at a time for an app and environment, and
//! the last configuration of each kept in memory.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A request as it came in.
#[derive(Clone)]
pub struct Arrival {
    /// `POST`
    pub method: String,
    /// The path.
    pub target: String,
    /// The body.
    pub body: String,
    authorization: String,
}

impl Arrival {
    /// Who signed the request: key, day, region and service.
    pub fn credential_scope(&self) -> Option<&str> {
        let (_, rest) = self.authorization.split_once("Credential=")?;
        rest.split(',').next()
    }
}

#[derive(Default)]
struct State {
    arrivals: Vec<Arrival>,
    /// By app and environment.
    backends: HashMap<String, Value>,
}

/// A running service.
pub struct Sandbox {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Sandbox {
    /// Starts the service on a free port of the loopback address.
    ///
    /// # Errors
    /// Those of the system.
    pub fn start() -> Result<Sandbox> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                // A client that goes away is no concern of the service.
                let _ = serve(connection, &shared);
            }
        });
        Ok(Sandbox { port, state })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Every request so far.
    pub fn arrivals(&self) -> Vec<Arrival> {
        lock(&self.state).arrivals.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(connection: TcpStream, state: &Mutex<State>) -> Result<()> {
    let mut reader = BufReader::new(connection.try_clone()?);
    let arrival = read(&mut reader)?;
    let (status, body) = answer(&arrival, state);
    lock(state).arrivals.push(arrival);
    let body = body.to_string();
    write!(
        &connection,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )
}

fn read(reader: &mut BufReader<TcpStream>) -> Result<Arrival> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let (mut length, mut authorization) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap_or_default(),
            "authorization" => authorization = value.to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Arrival {
        method,
        target,
        body: String::from_utf8_lossy(&body).into_owned(),
        authorization,
    })
}

/// `POST /backend/{appId}/auth/{backendEnvironmentName}` stores the configuration and starts a
/// job; anything else is not found.
fn answer(arrival: &Arrival, state: &Mutex<State>) -> (&'static str, Value) {
    let path: Vec<&str> = arrival.target.split('/').skip(1).collect();
    let (["backend", app, "auth", environment], "POST") =
        (path.as_slice(), arrival.method.as_str())
    else {
        return (
            "404 Not Found",
            json!({"message": "no such route", "resourceType": "route"}),
        );
    };
    let Ok(body) = serde_json::from_str::<Value>(&arrival.body) else {
        return (
            "400 Bad Request",
            json!({"message": "the body is not JSON"}),
        );
    };
    let mut state = lock(state);
    state.backends.insert(format!("{app}/{environment}"), body);
    let job = format!("00000000-0000-4000-8000-{:012}", state.arrivals.len() + 1);
    let answer = json!({
        "appId": app,
        "backendEnvironmentName": environment,
        "jobId": job,
        "operation": "UpdateBackendAuth",
        "status": "RUNNING",
    });
    ("200 OK", answer)
}
