//! Scripted responses: the `routes` of a recorded case, in the order in which they are tried.
//!
//! A route matches by `prefix` of the path (or `any`), `method` and `body_has`. Its `responses` are
//! used in order, and the last one repeatedly. A request without a route gets the started job.

use super::http::{Fault, Request, Response};
use base64::Engine;
use serde_json::{Value, json};
use std::sync::Mutex;

/// The handler for the routes.
pub fn follow(routes: Value) -> impl Fn(&Request) -> Response + Send + Sync {
    let routes = match routes {
        Value::Array(routes) => routes,
        _ => Vec::new(),
    };
    let turns = Mutex::new(vec![0; routes.len()]);
    move |request| {
        let Some(number) = routes.iter().position(|route| matches(route, request)) else {
            return response(&json!({}));
        };
        let turn = &mut turns.lock().unwrap()[number];
        let responses = routes[number]["responses"].as_array().unwrap();
        *turn += 1;
        response(&responses[responses.len().min(*turn) - 1])
    }
}

fn matches(route: &Value, request: &Request) -> bool {
    let path = request.target.split('?').next().unwrap();
    (route["any"] == true || path.starts_with(route["prefix"].as_str().unwrap_or("/")))
        && route["method"]
            .as_str()
            .is_none_or(|method| method == request.method)
        && route["body_has"]
            .as_str()
            .is_none_or(|part| request.text().contains(part))
}

/// The job of the default response.
pub fn job() -> Value {
    json!({
        "appId": "d1a2b3c4d5e6f7",
        "backendEnvironmentName": "staging",
        "jobId": "e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b",
        "operation": "UpdateBackendAuth",
        "status": "RUNNING",
    })
}

fn response(recorded: &Value) -> Response {
    let status = recorded["status"].as_u64().unwrap_or(200) as u16;
    let body = match &recorded["body"] {
        Value::Null if recorded.get("body").is_none() && status == 200 => job().to_string(),
        Value::Null if recorded.get("body").is_none() => String::new(),
        Value::String(text) => text.clone(),
        body => spaced(body),
    };
    let mut response = Response::json(status, body);
    if let Some(headers) = recorded["headers"].as_object() {
        for (name, value) in headers {
            response.headers.retain(|(key, _)| key != name);
            if let Some(value) = value.as_str() {
                response.headers.push((name.clone(), value.to_owned()));
            }
        }
    }
    if let Some(reason) = recorded["reason"].as_str() {
        response.reason = reason.to_owned();
    }
    response.delay = recorded["delay"].as_f64().unwrap_or(0.0);
    response.fault = recorded["fault"].as_str().map(|fault| match fault {
        "close" => Fault::Close,
        "reset" => Fault::Reset,
        "hang" => Fault::Hang(recorded["hang"].as_u64().unwrap_or(20)),
        "garbage" => Fault::Garbage,
        "truncate" => Fault::Truncate,
        other => panic!("no such fault: {other}"),
    });
    if let Some(text) = recorded["raw"]["b64"].as_str() {
        let raw = base64::engine::general_purpose::STANDARD.decode(text);
        response.fault = Some(Fault::Raw(raw.unwrap()));
    }
    response
}

/// JSON with the spaces of Python's `json.dumps`, so that half of it has the recorded length.
fn spaced(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(spaced).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let member = |(name, value)| format!("{}: {}", json!(name), spaced(value));
            let members: Vec<String> = members.iter().map(member).collect();
            format!("{{{}}}", members.join(", "))
        }
        other => other.to_string(),
    }
}
