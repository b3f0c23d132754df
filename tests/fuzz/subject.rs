//! Answers the differential fuzzers: one JSON request a line on stdin, one JSON answer a line on
//! stdout, so that one process serves millions of cases.
//!
//! A request is `{"kind": ..., ...}`; each kind is one arm of [`answer`]. An answer is
//! `{"ok": text}` or `{"error": text}`.

use amplifybackend::cli::{self, Command, Globals};
use amplifybackend::config::Settings;
use amplifybackend::config::globals::GlobalOptions;
use amplifybackend::config::profiles::{Section, Setting};
use amplifybackend::dialect::Dialect;
use amplifybackend::error::OutputError;
use amplifybackend::error::settings::SettingsError;
use amplifybackend::input::{self, validate, yaml};
use amplifybackend::model::UPDATE_BACKEND_AUTH;
use amplifybackend::model::arguments::{Arguments, MemberArgument};
use amplifybackend::output::{Colour, Format, Selected, TableStyle};
use amplifybackend::python::dateutil;
use amplifybackend::python::environ::Environment;
use amplifybackend::python::json;
use amplifybackend::python::repr::{repr, str_of};
use amplifybackend::python::surrogate::{self, ErrorHandler};
use amplifybackend::query::Query;
use amplifybackend::service;
use amplifybackend::service::credentials::fuzzing;
use aws_smithy_runtime_api::http::Headers;
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let answer = match answer(&request) {
            Ok(text) => json!({ "ok": text }),
            Err(text) => json!({ "error": surrogate::backslash_replace(&text) }),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(request: &Value) -> Result<String, String> {
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    match text("kind") {
        "json" => json::parse(text("text"))
            .map(|value| json::dumps(&value))
            .map_err(|error| error.to_string()),
        "query" => {
            let data = json::parse(text("data")).map_err(|error| error.to_string())?;
            let query = Query::compile(text("query"), Dialect::V1)
                .map_err(|error| format!("compile: {error}"))?;
            match query.search(&data) {
                Ok(value) if json::dumps_indented(&value).is_err() => {
                    Err(OutputError::NotSerializable.to_string())
                }
                Ok(value) => Ok(json::dumps(&value)),
                Err(error) => Err(error.to_string()),
            }
        }
        "shorthand" => {
            let mut arguments = Arguments::new(&UPDATE_BACKEND_AUTH);
            arguments.members.push(MemberArgument {
                member: "ResourceConfig",
                flag: "resource-config",
                value: text("text").to_owned(),
            });
            let params = input::load(
                &arguments,
                Dialect::V1,
                &Environment::default(),
                input::Loaders::default(),
            )
            .and_then(input::LoadedParams::complete)
            .map_err(|error| error.to_string())?;
            Ok(params
                .entries
                .get("ResourceConfig")
                .map(repr)
                .unwrap_or_default())
        }
        "validate" => {
            let objects = match request["ordered"] == true {
                true => json::Objects::OrderedDict,
                false => json::Objects::Dict,
            };
            let value = json::parse_nested(text("text"), objects, 981)
                .map_err(|error| error.to_string())?;
            match value {
                amplifybackend::python::value::Value::Dict(params) => {
                    validate::validate(&UPDATE_BACKEND_AUTH, &params, true)
                        .map(|()| String::new())
                        .map_err(|error| error.to_string())
                }
                _ => Err("not an object".to_owned()),
            }
        }
        "argv" => argv(request),
        "profile" => profile(text("text")),
        "failure" => failure(request),
        "xml" => fuzzing::read_xml(text("text").as_bytes()).map(|tree| json::dumps(&tree)),
        "expiration" => dateutil::parse(text("text"), request["now"].as_i64().unwrap_or_default())
            .and_then(|time| time.utc().map_err(str::to_owned))
            .map(|seconds| seconds.to_string()),
        "render" => {
            let value = json::parse(text("text")).map_err(|error| error.to_string())?;
            let style = TableStyle {
                colour: Colour::Off,
                width: request["width"].as_u64().unwrap_or(80) as usize,
            };
            let rendered = Format::named(text("format"), Dialect::V1, || style)
                .map_err(|error| error.to_string())?
                .render("UpdateBackendAuth", Selected::Value(value), None, || {
                    ErrorHandler::Strict
                });
            match rendered.error {
                None => Ok(String::from_utf8_lossy(&rendered.output).into_owned()),
                Some(error) => Err(error.to_string()),
            }
        }
        "yaml" => yaml_in(request),
        "yaml-out" => yaml_out(
            text("data"),
            request["query"].as_str(),
            request["stream"] == true,
        ),
        kind => Err(format!("unknown kind: {kind}")),
    }
}

/// A YAML document as Python shows its value.
fn yaml_in(request: &Value) -> Result<String, String> {
    let parsed = match request["hex"].as_str() {
        Some(hex) => {
            let digits = hex.as_bytes().chunks(2).map(String::from_utf8_lossy);
            let bytes = digits.map(|byte| u8::from_str_radix(&byte, 16).unwrap_or_default());
            yaml::parse_bytes(&bytes.collect::<Vec<_>>())
        }
        None => yaml::parse_text(request["text"].as_str().unwrap_or_default()),
    };
    match parsed {
        Ok(value) => {
            let shown = format!(
                "<class '{}'> {} {}",
                value.class(),
                str_of(&value),
                repr(&value)
            );
            Ok(surrogate::backslash_replace(&shown).into_owned())
        }
        Err(yaml::YamlError::Invalid) => Err("invalid".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// What a query selects, as YAML.
fn yaml_out(data: &str, query: Option<&str>, stream: bool) -> Result<String, String> {
    let value = json::parse(data).map_err(|error| error.to_string())?;
    let selected = match query {
        Some(query) => {
            let query = Query::compile(query, Dialect::V2);
            let query = query.map_err(|error| format!("compile: {error}"))?;
            let shared = query.search_shared(&value);
            Selected::Shared(shared.map_err(|error| error.to_string())?)
        }
        None => Selected::Value(value),
    };
    let format = if stream {
        Format::YamlStream
    } else {
        Format::Yaml
    };
    let rendered = format.render("", selected, None, || ErrorHandler::Strict);
    match rendered.error {
        Some(error) => Err(error.to_string()),
        None => Ok(String::from_utf8_lossy(&rendered.output).into_owned()),
    }
}

/// The profiles, sso-sessions and services of a config file, as JSON with its keys sorted.
fn profile(text: &str) -> Result<String, String> {
    let path = std::env::temp_dir().join(format!("subject-{}.ini", std::process::id()));
    std::fs::write(&path, text).map_err(|error| error.to_string())?;
    let environment = [
        ("AWS_CONFIG_FILE", path.as_os_str()),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null".as_ref()),
    ];
    let environment = environment.map(|(name, value)| (name.into(), value.into()));
    let environment = Environment::from_iter(environment);
    let settings = amplifybackend::config::profiles(&environment).and_then(|profiles| {
        Settings::load(
            &environment,
            &GlobalOptions::default(),
            Dialect::V1,
            profiles.into(),
            &amplifybackend::log::Logger::default(),
        )
    });
    let settings = settings.map_err(|error| match error {
        SettingsError::UnparsableFile { .. } => "malformed".to_owned(),
        other => other.to_string(),
    })?;
    let profiles = settings.credential_sources().profiles;
    let profiles = profiles.as_ref().clone();
    let parts = [profiles.config, profiles.sso_sessions, profiles.services];
    Ok(json!(parts.map(sections)).to_string())
}

fn sections(sections: IndexMap<String, Section>) -> Value {
    let section = |section: &Section| -> Value {
        let setting = |setting: &Setting| match setting {
            Setting::Text(text) => json!(text),
            Setting::Nested(block) => block.iter().map(|(k, v)| (k.clone(), json!(v))).collect(),
        };
        let entries = section.iter();
        entries.map(|(k, v)| (k.to_owned(), setting(v))).collect()
    };
    sections
        .iter()
        .map(|(k, v)| (k.clone(), section(v)))
        .collect()
}

/// The code and the message of an answer that is not a success.
fn failure(request: &Value) -> Result<String, String> {
    let mut headers = Headers::new();
    for (name, key) in [
        ("x-amzn-errortype", "errortype"),
        ("x-amzn-query-error", "queryerror"),
    ] {
        if let Some(value) = request[key].as_str() {
            headers.append(name, value.to_owned());
        }
    }
    let status = request["status"].as_u64().unwrap_or_default() as u16;
    let body = request["body"].as_str().unwrap_or_default();
    service::parse_error::parse(status, &headers, body.as_bytes())
        .map(|answered| {
            let text = format!("{}\n{}", str_of(&answered.code), str_of(&answered.message));
            surrogate::backslash_replace(&text).into_owned()
        })
        .map_err(|error| error.to_string())
}

/// What the two passes make of a command line: the options given, or what is wrong.
fn argv(request: &Value) -> Result<String, String> {
    let words = request["argv"].as_array().into_iter().flatten();
    let words = words.filter_map(|word| Some(word.as_str()?.to_owned()));
    let (globals, rest) = match cli::parse_globals(words.collect(), Dialect::V1) {
        Ok(Globals::Run(globals, rest)) => (globals, rest),
        Ok(Globals::Version) => return Ok("version".to_owned()),
        Ok(Globals::Help) => return Ok("help".to_owned()),
        Err(error) => return Err(error.to_string()),
    };
    let arguments = match cli::parse_command(rest, Dialect::V1) {
        Ok(Command::Operation(arguments)) => arguments,
        Ok(Command::Help | Command::ManPage | Command::Schema) => return Ok("help".to_owned()),
        Ok(Command::Completion(_)) => return Ok("completion".to_owned()),
        Err(error) => return Err(error.to_string()),
    };
    let member = |name: &str| {
        let member = arguments.operation.input.member(name)?;
        Some(arguments.get(member)?.value.clone())
    };
    let members = [
        "AppId",
        "BackendEnvironmentName",
        "ResourceConfig",
        "ResourceName",
    ]
    .map(member);
    let given = json!([
        [
            globals.debug,
            globals.no_verify_ssl,
            globals.no_sign_request
        ],
        [
            globals.endpoint_url,
            globals.output,
            globals.query,
            globals.profile,
            globals.region
        ],
        [
            globals.color,
            globals.ca_bundle,
            globals.read_timeout,
            globals.connect_timeout
        ],
        members,
        [arguments.cli_input_json, arguments.generate_cli_skeleton],
    ]);
    Ok(given.to_string())
}
