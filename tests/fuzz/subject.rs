//! The subject of the differential fuzzers: reads a JSON request per line on stdin and writes a JSON
//! response per line to stdout, so that one process serves millions of cases.
//!
//! A request is `{"kind": ..., ...}`; each kind is one arm of [`respond`]. A response is
//! `{"ok": text}` or `{"error": text}`.

use amplifybackend::cli::{self, Command, Globals};
use amplifybackend::config::Settings;
use amplifybackend::config::globals::GlobalOptions;
use amplifybackend::config::profiles::{Section, Setting};
use amplifybackend::dialect::{Dialect, In};
use amplifybackend::error::settings::SettingsError;
use amplifybackend::error::{OutputError, UsageError};
use amplifybackend::input::{self, validate, yaml};
use amplifybackend::model::UPDATE_BACKEND_AUTH;
use amplifybackend::model::arguments::{Arguments, MemberArgument};
use amplifybackend::output::{Color, Format, Selected, TableStyle};
use amplifybackend::python::dateutil;
use amplifybackend::python::environ::Environment;
use amplifybackend::python::json;
use amplifybackend::python::repr::{repr, str_of};
use amplifybackend::python::surrogate::{self, ErrorHandler};
use amplifybackend::query::Query;
use amplifybackend::service;
use amplifybackend::service::credentials::fuzzing;
use anyhow::{Error, Result, anyhow, bail};
use aws_smithy_runtime_api::http::Headers;
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let response = match respond(&request) {
            Ok(text) => json!({ "ok": text }),
            Err(error) => json!({ "error": surrogate::backslash_replace(&error.to_string()) }),
        };
        writeln!(out, "{response}")?;
        out.flush()?;
    }
    Ok(())
}

fn respond(request: &Value) -> Result<String> {
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    match text("kind") {
        "json" => json::parse(text("text"))
            .map(|value| json::dumps(&value))
            .map_err(Error::msg),
        "query" => {
            let data = json::parse(text("data")).map_err(Error::msg)?;
            let query = Query::compile(text("query"), Dialect::V1)
                .map_err(|error| anyhow!("compile: {error}"))?;
            match query.search(&data) {
                Ok(value) if json::dumps_indented(&value).is_err() => {
                    bail!("{}", OutputError::NotSerializable)
                }
                Ok(value) => Ok(json::dumps(&value)),
                Err(error) => Err(error.into()),
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
            .map_err(Error::msg)?;
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
            let value = json::parse_nested(text("text"), objects, 981).map_err(Error::msg)?;
            match value {
                amplifybackend::python::value::Value::Dict(params) => {
                    validate::validate(&UPDATE_BACKEND_AUTH, &params, true)
                        .map(|()| String::new())
                        .map_err(Error::msg)
                }
                _ => bail!("not an object"),
            }
        }
        "argv" => argv(request),
        "profile" => profile(text("text")),
        "failure" => failure(request),
        "xml" => fuzzing::read_xml(text("text").as_bytes())
            .map(|tree| json::dumps(&tree))
            .map_err(Error::msg),
        "expiration" => dateutil::parse(text("text"), request["now"].as_i64().unwrap_or_default())
            .and_then(|time| time.utc().map_err(str::to_owned))
            .map(|seconds| seconds.to_string())
            .map_err(Error::msg),
        "render" => {
            let value = json::parse(text("text")).map_err(Error::msg)?;
            let style = TableStyle {
                color: Color::Off,
                width: request["width"].as_u64().unwrap_or(80) as usize,
            };
            let rendered = Format::named(text("format"), Dialect::V1, || style)
                .map_err(Error::msg)?
                .render("UpdateBackendAuth", Selected::Value(value), None, || {
                    ErrorHandler::Strict
                });
            match rendered.error {
                None => Ok(String::from_utf8_lossy(&rendered.output).into_owned()),
                Some(error) => Err(Error::msg(error)),
            }
        }
        "yaml" => yaml_in(request),
        "yaml-out" => yaml_out(
            text("data"),
            request["query"].as_str(),
            request["stream"] == true,
        ),
        kind => bail!("unknown kind: {kind}"),
    }
}

/// A YAML document as Python shows its value.
fn yaml_in(request: &Value) -> Result<String> {
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
        Err(yaml::YamlError::Invalid) => bail!("invalid"),
        Err(error) => Err(error.into()),
    }
}

/// The result of a query, as YAML.
fn yaml_out(data: &str, query: Option<&str>, stream: bool) -> Result<String> {
    let value = json::parse(data).map_err(Error::msg)?;
    let selected = match query {
        Some(query) => {
            let query = Query::compile(query, Dialect::V2);
            let query = query.map_err(|error| anyhow!("compile: {error}"))?;
            Selected::Shared(query.search_shared(&value)?)
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
        Some(error) => Err(Error::msg(error)),
        None => Ok(String::from_utf8_lossy(&rendered.output).into_owned()),
    }
}

/// The profiles, sso-sessions and services of a config file, as JSON with its keys sorted.
fn profile(text: &str) -> Result<String> {
    let path = std::env::temp_dir().join(format!("subject-{}.ini", std::process::id()));
    std::fs::write(&path, text)?;
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
        SettingsError::UnparsableFile { .. } => anyhow!("malformed"),
        other => other.into(),
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

/// The code and the message of an error response.
fn failure(request: &Value) -> Result<String> {
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
    let dialect = dialect(request)?;
    service::parse_error::parse(dialect, status, &headers, body.as_bytes())
        .map(|error| {
            let text = format!("{}\n{}", str_of(&error.code), str_of(&error.message));
            surrogate::backslash_replace(&text).into_owned()
        })
        .map_err(Error::msg)
}

fn dialect(request: &Value) -> Result<Dialect> {
    Dialect::named(&request["dialect"].to_string()).map_err(Error::msg)
}

/// The options of a command line after both passes, or the usage error.
fn argv(request: &Value) -> Result<String> {
    let dialect = dialect(request)?;
    let words = request["argv"].as_array().into_iter().flatten();
    let words = words.filter_map(|word| Some(word.as_str()?.to_owned()));
    let words: Vec<String> = words.collect();
    let (globals, arguments) = match parse_argv(words, dialect) {
        Ok(Parsed::Run(globals, arguments)) => (globals, arguments),
        Ok(Parsed::Other(name)) => return Ok(name.to_owned()),
        Err(error) => bail!("{}", In(&error, dialect)),
    };
    let member = |name: &str| {
        let member = arguments.operation.input.member(name)?;
        Some(arguments.get(member)?.value.clone())
    };
    let given = json!([
        globals.debug,
        !globals.no_verify_ssl,
        !globals.no_sign_request,
        (dialect == Dialect::V2).then_some(globals.no_pager),
        globals.endpoint_url,
        globals.output,
        globals.query,
        globals.profile,
        globals.region,
        globals.color.as_deref().unwrap_or("auto"),
        globals.ca_bundle,
        globals.read_timeout,
        globals.connect_timeout,
        globals.binary_format,
        globals.error_format,
        member("AppId"),
        member("BackendEnvironmentName"),
        member("ResourceConfig"),
        member("ResourceName"),
        member("JobId"),
        arguments.cli_input_json,
        arguments.cli_input_yaml,
        arguments.generate_cli_skeleton,
    ]);
    Ok(given.to_string())
}

enum Parsed {
    Run(Box<GlobalOptions>, Box<Arguments>),
    /// Something else that is to be done.
    Other(&'static str),
}

/// The passes over argv in their order.
fn parse_argv(words: Vec<String>, dialect: Dialect) -> Result<Parsed, UsageError> {
    if dialect == Dialect::V2 {
        cli::check_first_pass(&words)?;
        cli::check_auto_prompt(&words)?;
    }
    let (globals, rest) = match cli::parse_globals(words, dialect)? {
        Globals::Run(globals, rest) => (globals, rest),
        Globals::Version => return Ok(Parsed::Other("version")),
        Globals::Help(_) => return Ok(Parsed::Other("help")),
    };
    Ok(match cli::parse_command(rest, dialect)? {
        Command::Operation(arguments) => Parsed::Run(globals, arguments),
        Command::Help | Command::ManPage | Command::Schema => Parsed::Other("help"),
        Command::Completion(_) => Parsed::Other("completion"),
    })
}
