//! The stage that produces the parameters as one nested value: it loads files, parses JSON and
//! shorthand, coerces values by the model, and adds the members of `--cli-input-json`.
//!
//! Validation against the model is a separate step, [`crate::input::validate`].

mod coerce;
mod document;
pub mod paramfile;
pub mod position;
mod shorthand;
pub mod skeleton;
pub mod validate;
pub mod wait;
pub mod yaml;

use crate::dialect::Dialect;
use crate::error::{ParamError, ServiceError};
use crate::model::arguments::Arguments;
use crate::model::{Member, Shape};
use crate::python::environ::Environment;
use crate::python::float_repr::is_space;
use crate::python::json::{self, JsonError, Objects};
use crate::python::value::{Dict, Value};
use document::Document;
use std::fs::File;
use std::io;

/// Fetches the text at a URL.
pub type Fetch<'a> = &'a dyn Fn(&str) -> Result<String, ServiceError>;

/// Reads a pipe or a terminal to its end, which may take long. The outer error is an interrupt by
/// Ctrl-C.
pub type ReadStream = fn(File) -> Result<io::Result<Vec<u8>>, ServiceError>;

/// The sources of values that may take time to read.
#[derive(Clone, Copy)]
pub struct Loaders<'a> {
    /// Fetches `http://` and `https://` URLs; `None` keeps such values as text.
    pub fetch: Option<Fetch<'a>>,
    /// Reads pipes and terminals.
    pub read_stream: ReadStream,
    /// The encoding of `file://` files, where it differs from the locale's.
    pub file_encoding: Option<&'a str>,
}

/// Fetches no URLs and reads streams on the calling thread.
impl Default for Loaders<'_> {
    fn default() -> Self {
        Loaders {
            fetch: None,
            read_stream: |file| Ok(paramfile::read_to_end(file)),
            file_encoding: None,
        }
    }
}

/// The values of the command line, with files and URLs loaded.
pub struct LoadedParams {
    params: Dict,
    document: Option<Document>,
}

/// Loads and parses the values of the command line.
///
/// # Errors
/// The first value that cannot be loaded or parsed, in the order of the model's members.
pub fn load(
    arguments: &Arguments,
    dialect: Dialect,
    environment: &Environment,
    loaders: Loaders<'_>,
) -> Result<LoadedParams, ParamError> {
    let source = Source {
        dialect,
        environment,
        loaders,
    };
    let mut params = Dict::default();
    for member in arguments.operation.input.members {
        if let Some(argument) = arguments.get(member) {
            let flag = format!("--{}", argument.flag);
            let value = source.load(&flag, &argument.value)?;
            let value = source.unpack(&flag, member, value);
            let value = value.map_err(|error| error.loaded_from(&argument.value))?;
            params.entries.insert(member.name.to_owned(), value);
        }
    }
    let document = Document::load(arguments, &source)?;
    Ok(LoadedParams { params, document })
}

impl LoadedParams {
    /// The parameters of the operation: those of the command line, and those that only the document
    /// sets.
    ///
    /// # Errors
    /// A document that cannot be parsed, or is not an object.
    pub fn complete(mut self) -> Result<Dict, ParamError> {
        if let Some(document) = self.document {
            document.merge(&mut self.params)?;
        }
        Ok(self.params)
    }
}

/// The maximum nesting of values: the rest of Python's recursion limit of 1000 after the frames of
/// the original's own calls, of which version 2 makes more. Measured.
struct RecursionLimits {
    /// Arrays and objects of `--resource-config`.
    config: usize,
    /// Arrays and objects of `--cli-input-json`.
    document: usize,
    /// Lists and hashes of shorthand.
    shorthand: usize,
    /// Calls of `PyObject_Repr` in the error message of validation.
    repr: usize,
}

impl RecursionLimits {
    fn of(dialect: Dialect) -> RecursionLimits {
        match dialect {
            Dialect::V1 => RecursionLimits {
                config: 981,
                document: 982,
                shorthand: 487,
                repr: 976,
            },
            Dialect::V2 => RecursionLimits {
                config: 978,
                document: 978,
                shorthand: 486,
                repr: 971,
            },
        }
    }
}

/// Frees a text of any size. glibc does not map buffers of a size that it has freed once, and a
/// growing buffer that is not mapped leaves copies of itself in the heap: the text is shrunk first.
fn free(mut text: String) {
    text.clear();
    text.shrink_to(1);
}

fn invalid_json(error: JsonError, received: &str) -> ParamError {
    match error {
        JsonError::TooDeep(_) => ParamError::Python(error.to_string()),
        _ => ParamError::InvalidJson {
            reason: error.to_string(),
            at: match error {
                JsonError::Syntax { position, .. } => Some(position),
                _ => None,
            },
            received: received.to_owned(),
            file: None,
        },
    }
}

/// Loads values from their sources.
struct Source<'a> {
    dialect: Dialect,
    environment: &'a Environment,
    loaders: Loaders<'a>,
}

impl Source<'_> {
    /// The text itself, or the content of the file or URL that it refers to.
    fn load(&self, flag: &str, text: &str) -> Result<Value, ParamError> {
        if let Some(loaded) = self.load_local(text).map_err(|error| error.of(flag))? {
            return Ok(loaded);
        }
        let is_address = text.starts_with("http://") || text.starts_with("https://");
        match self.loaders.fetch.filter(|_| is_address) {
            Some(fetch) => fetch(text).map(Value::String).map_err(|error| match error {
                ServiceError::Interrupted => ParamError::Interrupted,
                error => ParamError::Unretrievable {
                    address: text.to_owned(),
                    reason: error.to_string(),
                }
                .of(flag),
            }),
            None => Ok(Value::from(text)),
        }
    }

    fn load_local(&self, text: &str) -> Result<Option<Value>, ParamError> {
        paramfile::load_local(text, self.environment, &self.loaders)
    }

    /// A loaded value in the form that the member needs: a structure is parsed from JSON or
    /// shorthand, other values stay text.
    fn unpack(&self, flag: &str, member: &Member, value: Value) -> Result<Value, ParamError> {
        let Shape::Structure(structure) = member.shape else {
            return Ok(value);
        };
        let text = match value {
            Value::String(text) => text,
            // The original passes the bytes to its shorthand parser, which raises a `TypeError`.
            Value::Bytes(bytes) => {
                return Err(if bytes.is_empty() {
                    ParamError::BytesWithoutText
                } else {
                    ParamError::BytesAsText
                });
            }
            other => return Ok(other),
        };
        // The first character after white space distinguishes JSON from shorthand.
        let parsed = match text.trim_start_matches(is_space).chars().next() {
            Some('{') => {
                let max_depth = RecursionLimits::of(self.dialect).config;
                json::parse_nested(&text, Objects::OrderedDict, max_depth)
                    .map_err(|error| invalid_json(error, &text).of(flag))?
            }
            Some('[') => return Err(ParamError::NotAnObject(text).of(flag)),
            _ => {
                let load_file = |text: &str| self.load_local(text);
                let parsed = shorthand::parse(&text, self.dialect, &load_file);
                let mut parsed = parsed.map_err(|error| match error {
                    ParamError::Syntax { .. } | ParamError::DuplicateKey { .. } => error.of(flag),
                    other => other,
                })?;
                coerce::coerce(&mut parsed, structure)?;
                Value::Dict(parsed)
            }
        };
        free(text);
        Ok(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UPDATE_BACKEND_AUTH;
    use crate::model::arguments::MemberArgument;

    #[test]
    fn json_nests_to_the_recursion_limit_of_each_version() {
        let nested = |levels: usize| {
            let lists = levels - 1;
            format!("{{\"X\":{}{}}}", "[".repeat(lists), "]".repeat(lists))
        };
        for (dialect, config, document) in [(Dialect::V1, 981, 982), (Dialect::V2, 978, 978)] {
            let error_of = |arguments: &Arguments| {
                load(
                    arguments,
                    dialect,
                    &Environment::default(),
                    Loaders::default(),
                )
                .and_then(LoadedParams::complete)
                .err()
                .map(|error| error.to_string())
            };
            let message = "maximum recursion depth exceeded while decoding a JSON array from a \
                           unicode string";
            for (excess, expected) in [(0, None), (1, Some(message.to_owned()))] {
                let mut arguments = Arguments::new(&UPDATE_BACKEND_AUTH);
                arguments.cli_input_json = Some(nested(document + excess));
                assert_eq!(error_of(&arguments), expected, "{document}");
                let mut arguments = Arguments::new(&UPDATE_BACKEND_AUTH);
                arguments.members.push(MemberArgument {
                    member: "ResourceConfig",
                    flag: "resource-config",
                    value: nested(config + excess),
                });
                assert_eq!(error_of(&arguments), expected, "{config}");
            }
        }
    }
}
