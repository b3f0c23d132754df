//! The service of the sandbox: the three operations, with the configuration and the last job of
//! each app and environment kept in memory. A job takes a while, and fails where the real service
//! is known to refuse a configuration.

use super::http::{Request, Response};
use amplifybackend::model::{GET_BACKEND_AUTH, Shape, Structure, UPDATE_BACKEND_AUTH};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The document that the sandbox sends by default, and that its backends start with.
pub const DOCUMENT: &str = include_str!("auth.json");

/// Members that only the response of `get-backend-auth` has.
const POOL: [(&str, &str); 3] = [
    ("requiredSignUpAttributes", r#"["EMAIL"]"#),
    ("signInMethod", r#""EMAIL""#),
    ("userPoolName", r#""awards_userpool_65f041ad""#),
];

/// The backends, and how long a job of theirs takes.
pub struct Service {
    job_time: Duration,
    backends: Mutex<HashMap<String, Backend>>,
}

/// One app and environment.
struct Backend {
    /// `resourceConfig` as in the response.
    config: Value,
    jobs: Vec<Job>,
}

struct Job {
    id: String,
    start: Instant,
    /// The configuration that it sets, or why it will fail.
    outcome: Result<Value, String>,
}

impl Service {
    /// Every app exists, with the configuration of [`DOCUMENT`].
    pub fn new(job_time: Duration) -> Service {
        Service {
            job_time,
            backends: Mutex::default(),
        }
    }

    /// The response to a request.
    pub fn respond(&self, request: &Request) -> Response {
        let path: Vec<&str> = request.target.split('/').skip(1).collect();
        let (app, environment) = match path.as_slice() {
            ["backend", app, _, environment, ..] => (*app, *environment),
            _ => return not_found("Route"),
        };
        let mut backends = self.backends.lock().unwrap_or_else(PoisonError::into_inner);
        let backend = backends
            .entry(format!("{app}/{environment}"))
            .or_insert_with(Backend::new);
        backend.finish_jobs(self.job_time);
        let body = serde_json::from_slice::<Value>(&request.body);
        let mut response = match (request.method.as_str(), path.as_slice(), body) {
            ("GET", [_, _, "job", _, id], _) => match backend.job(id, self.job_time) {
                Some(job) => job,
                None => return not_found("Job"),
            },
            ("POST", [_, _, "auth", _, ..], Err(_)) => {
                return Response::json(400, json!({"message": "The body is not JSON"}));
            }
            ("POST", [_, _, "auth", _, "details"], Ok(body)) => json!({
                "resourceConfig": backend.config,
                "resourceName": body["resourceName"],
            }),
            ("POST", [_, _, "auth", _], Ok(body)) => {
                if backend.is_busy(self.job_time) {
                    let message = "A job of this backend is running";
                    return Response::json(400, json!({"message": message}));
                }
                backend.update(&body["resourceConfig"])
            }
            _ => return not_found("Route"),
        };
        response["appId"] = app.into();
        response["backendEnvironmentName"] = environment.into();
        Response::json(200, response)
    }
}

fn not_found(kind: &str) -> Response {
    let mut response = Response::json(
        404,
        json!({"message": format!("{kind} not found"), "resourceType": kind}),
    );
    let header = (
        "x-amzn-ErrorType".to_owned(),
        "NotFoundException".to_owned(),
    );
    response.headers.push(header);
    response
}

impl Backend {
    fn new() -> Backend {
        let document: Value = serde_json::from_str(DOCUMENT).unwrap_or_default();
        let config = with_wire_names(&document["ResourceConfig"], config_shape());
        let mut backend = Backend {
            config: Value::Null,
            jobs: Vec::new(),
        };
        backend.config = backend.applied(&config);
        backend
    }

    /// Starts a job.
    fn update(&mut self, config: &Value) -> Value {
        let outcome = match refusal(&self.config, config) {
            Some(error) => Err(error),
            None => Ok(self.applied(config)),
        };
        let id = format!("00000000-0000-4000-8000-{:012}", self.jobs.len() + 1);
        self.jobs.push(Job {
            id: id.clone(),
            start: Instant::now(),
            outcome,
        });
        json!({"jobId": id, "operation": "UpdateBackendAuth", "status": "RUNNING"})
    }

    /// The configuration once `config` is set: what an update cannot set stays.
    fn applied(&self, config: &Value) -> Value {
        let mut config = config.clone();
        for (name, value) in POOL {
            config["userPoolConfigs"][name] = serde_json::from_str(value).unwrap_or_default();
        }
        if let Some(identity) = config["identityPoolConfigs"].as_object_mut() {
            identity.insert("identityPoolName".to_owned(), "awards_identitypool".into());
        }
        config
    }

    fn finish_jobs(&mut self, job_time: Duration) {
        let done = self.jobs.last().filter(|job| job.is_done(job_time));
        if let Some(Ok(config)) = done.map(|job| &job.outcome) {
            self.config = config.clone();
        }
    }

    fn is_busy(&self, job_time: Duration) -> bool {
        self.jobs.last().is_some_and(|job| !job.is_done(job_time))
    }

    fn job(&self, id: &str, job_time: Duration) -> Option<Value> {
        let job = self.jobs.iter().find(|job| job.id == id)?;
        let mut response = json!({
            "createTime": "1764093600000",
            "jobId": id,
            "operation": "UpdateBackendAuth",
            "status": "RUNNING",
            "updateTime": "1764093605000",
        });
        if job.is_done(job_time) {
            response["status"] = match &job.outcome {
                Ok(_) => "COMPLETED".into(),
                Err(error) => {
                    response["error"] = error.as_str().into();
                    "FAILED".into()
                }
            };
        }
        Some(response)
    }
}

impl Job {
    fn is_done(&self, job_time: Duration) -> bool {
        self.start.elapsed() >= job_time
    }
}

fn config_shape() -> &'static Structure {
    let output = UPDATE_BACKEND_AUTH.input.member("ResourceConfig");
    match output.map(|member| member.shape) {
        Some(Shape::Structure(structure)) => structure,
        _ => GET_BACKEND_AUTH.output,
    }
}

/// The value with wire names.
fn with_wire_names(value: &Value, structure: &Structure) -> Value {
    let members = structure.members.iter().filter_map(|member| {
        let value = value.get(member.name)?;
        let value = match member.shape {
            Shape::Structure(inner) => with_wire_names(value, inner),
            _ => value.clone(),
        };
        Some((member.wire_name.to_owned(), value))
    });
    Value::Object(members.collect::<Map<_, _>>())
}

/// Why the job of an update fails, as far as it is known of the real service.
fn refusal(before: &Value, after: &Value) -> Option<String> {
    let reason = refused_password(after)
        .or_else(|| refused_mfa(before, after))
        .or_else(|| refused_provider(after))
        .or_else(|| refused_uri(after))?;
    Some(format!("Command failed with exit code 1: {reason}"))
}

fn refused_password(config: &Value) -> Option<String> {
    let length = &config["userPoolConfigs"]["passwordPolicy"]["minimumLength"];
    (length.as_f64()? < 6.0).then(|| "the minimum length of a password is 6".to_owned())
}

fn refused_mfa(before: &Value, after: &Value) -> Option<String> {
    let mfa = |config: &Value| config["userPoolConfigs"]["mfa"].clone();
    let (before, after) = (mfa(before), mfa(after));
    if after["MFAMode"] == "ON" && before["MFAMode"] != "ON" {
        return Some("MFA cannot be switched ON once the user pool is created".to_owned());
    }
    let types = before["settings"]["mfaTypes"].as_array()?;
    let off = after["MFAMode"] == "OFF" && types.contains(&"SMS".into());
    off.then(|| "MFA cannot be switched OFF while SMS is configured".to_owned())
}

fn refused_provider(config: &Value) -> Option<String> {
    let providers = &config["userPoolConfigs"]["oAuth"]["socialProviderSettings"];
    let incomplete = |(name, provider): (&String, &Value)| {
        let needed: &[&str] = match name.as_str() {
            "SignInWithApple" => &["client_id", "key_id", "private_key", "team_id"],
            _ => &["client_id", "client_secret"],
        };
        let is_given = |member: &&str| provider[*member].as_str().is_some_and(|s| !s.is_empty());
        let missing = needed.iter().find(|member| !is_given(member))?;
        Some(format!("{name} needs a {missing}"))
    };
    providers.as_object()?.iter().find_map(incomplete)
}

fn refused_uri(config: &Value) -> Option<String> {
    let oauth = &config["userPoolConfigs"]["oAuth"];
    let lists = ["redirectSignInURIs", "redirectSignOutURIs"];
    let lists = lists.iter().filter_map(|name| oauth[*name].as_array());
    lists.flatten().filter_map(Value::as_str).find_map(|uri| {
        let plain = uri.starts_with("http://") && !uri.starts_with("http://localhost");
        (plain || !uri.ends_with('/')).then(|| format!("{uri} is no redirect URI"))
    })
}
