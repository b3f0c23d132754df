//! What the user typed, as one nested value: files are loaded, JSON and shorthand are read and
//! corrected by the model, `--cli-input-json` fills the gaps.
//!
//! Whether the value fits the model is [`crate::input::validate`]'s question.

mod coerce;
mod input_json;
mod paramfile;
mod shorthand;
pub mod skeleton;
pub mod validate;
pub mod yaml;

use crate::error::ParamError;
use crate::model::arguments::OperationOptions;
use crate::model::{self, Member, Shape};
use crate::python::environ::Environment;
use crate::python::float_repr::is_space;
use crate::python::json::{self, JsonError};
use crate::python::value::{Dict, Value};

/// Fetches the text behind an address, or says why it cannot.
pub type Fetch<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// The values of the command line, loaded.
pub struct LoadedParams {
    params: Dict,
    /// What `--cli-input-json` names, beside the option's own text.
    document: Option<(Value, String)>,
}

/// Loads the values of the command line.
///
/// `fetch` is asked for values that are `http://` or `https://` addresses; `None` leaves them as
/// they are.
///
/// # Errors
/// The first value that cannot be loaded or parsed, in the order of the model's members.
pub fn load(
    options: &OperationOptions,
    environment: &Environment,
    fetch: Option<Fetch<'_>>,
) -> Result<LoadedParams, ParamError> {
    let source = Source { environment, fetch };
    let mut params = Dict::default();
    let typed = [
        ("--app-id", &options.app_id),
        (
            "--backend-environment-name",
            &options.backend_environment_name,
        ),
        ("--resource-config", &options.resource_config),
        ("--resource-name", &options.resource_name),
    ];
    for (member, (flag, text)) in model::INPUT.members.iter().zip(typed) {
        if let Some(text) = text {
            let value = source.load(flag, text)?;
            let value = source.unpack(flag, member, value)?;
            params.entries.insert(member.name.to_owned(), value);
        }
    }
    let document = match &options.cli_input_json {
        Some(text) => Some((source.load("--cli-input-json", text)?, text.clone())),
        None => None,
    };
    Ok(LoadedParams { params, document })
}

impl LoadedParams {
    /// The parameters of the operation: those of the command line, and from the document what
    /// they leave out.
    ///
    /// # Errors
    /// A document that is no JSON object.
    pub fn complete(mut self) -> Result<Dict, ParamError> {
        if let Some((document, typed)) = &self.document {
            input_json::merge(document, typed, &mut self.params)?;
        }
        Ok(self.params)
    }
}

/// How deep JSON may nest: what Python's recursion limit leaves in the two places where the
/// original reads it.
const MAX_CONFIG_DEPTH: usize = 981;
const MAX_DOCUMENT_DEPTH: usize = 982;

fn invalid_json(error: JsonError, received: &str) -> ParamError {
    match error {
        JsonError::TooDeep(_) => ParamError::JsonTooDeep(error.to_string()),
        _ => ParamError::InvalidJson {
            reason: error.to_string(),
            at: match error {
                JsonError::Syntax { position, .. } => Some(position),
                _ => None,
            },
            received: received.to_owned(),
        },
    }
}

/// Where values come from.
struct Source<'a> {
    environment: &'a Environment,
    fetch: Option<Fetch<'a>>,
}

impl Source<'_> {
    /// The text itself, or what is in the file or behind the address that it names.
    fn load(&self, flag: &'static str, text: &str) -> Result<Value, ParamError> {
        if let Some(loaded) =
            paramfile::load_local(text, self.environment).map_err(|error| error.of(flag))?
        {
            return Ok(loaded);
        }
        let is_address = text.starts_with("http://") || text.starts_with("https://");
        match self.fetch.filter(|_| is_address) {
            Some(fetch) => fetch(text).map(Value::String).map_err(|reason| {
                ParamError::Unretrievable {
                    address: text.to_owned(),
                    reason,
                }
                .of(flag)
            }),
            None => Ok(Value::from(text)),
        }
    }

    /// A loaded value as the member takes it: JSON or shorthand for the structure, text as it is
    /// for the others.
    fn unpack(
        &self,
        flag: &'static str,
        member: &Member,
        value: Value,
    ) -> Result<Value, ParamError> {
        let Shape::Structure(structure) = member.shape else {
            return Ok(value);
        };
        let text = match value {
            Value::String(text) => text,
            // The original hands the bytes to its shorthand parser, which trips over them.
            Value::Bytes(bytes) => {
                return Err(if bytes.is_empty() {
                    ParamError::BytesWithoutText
                } else {
                    ParamError::BytesAsText
                });
            }
            other => return Ok(other),
        };
        // What follows the white space tells JSON from shorthand.
        match text.trim_start_matches(is_space).chars().next() {
            Some('{') => {
                return json::parse_nested(&text, true, MAX_CONFIG_DEPTH)
                    .map_err(|error| invalid_json(error, &text).of(flag));
            }
            Some('[') => return Err(ParamError::NotAnObject(text).of(flag)),
            _ => {}
        }
        let load_file = |text: &str| paramfile::load_local(text, self.environment);
        let mut parsed = shorthand::parse(&text, &load_file).map_err(|error| match error {
            ParamError::Syntax { .. } | ParamError::DuplicateKey { .. } => error.of(flag),
            other => other,
        })?;
        coerce::coerce(&mut parsed, structure)?;
        Ok(Value::Dict(parsed))
    }
}
