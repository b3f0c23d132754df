//! `--cli-input-json` and `--cli-input-yaml`: one document with all parameters. Its members supply
//! the parameters that the command line does not set (`awscli/customizations/cliinputjson.py`, in
//! version 2 `cliinput.py`). Nothing is merged below the top level.

use super::yaml::{self, YamlError};
use super::{RecursionLimits, Source, free, invalid_json};
use crate::dialect::Dialect;
use crate::error::ParamError;
use crate::model::arguments::Arguments;
use crate::python::json::{self, Objects};
use crate::python::repr::repr;
use crate::python::value::{Dict, Value};

/// A document, not yet parsed.
pub(super) struct Document {
    format: Format,
    dialect: Dialect,
    loaded: Value,
    /// The option's value as typed. A URL in it is not fetched again when the document is parsed,
    /// as in the original.
    typed: String,
}

/// The format of a document.
#[derive(Clone, Copy)]
enum Format {
    Json,
    Yaml,
}

impl Format {
    /// The option's name without dashes.
    fn option(self) -> &'static str {
        match self {
            Format::Json => "cli-input-json",
            Format::Yaml => "cli-input-yaml",
        }
    }
}

impl Document {
    /// Loads the document of the command line without parsing it.
    ///
    /// # Errors
    /// A file that cannot be read, and two documents.
    pub(super) fn load(
        arguments: &Arguments,
        source: &Source<'_>,
    ) -> Result<Option<Document>, ParamError> {
        let load = |format: Format, typed: &Option<String>| {
            let typed = typed.as_ref();
            typed
                .map(|typed| Document::of(format, typed, source))
                .transpose()
        };
        // Both files are read before two documents are an error.
        let json = load(Format::Json, &arguments.cli_input_json)?;
        let yaml = load(Format::Yaml, &arguments.cli_input_yaml)?;
        match (json, yaml) {
            (Some(_), Some(_)) => Err(ParamError::SeveralDocuments),
            (json, yaml) => Ok(json.or(yaml)),
        }
    }

    fn of(format: Format, typed: &str, source: &Source<'_>) -> Result<Document, ParamError> {
        Ok(Document {
            format,
            dialect: source.dialect,
            loaded: source.load(&format!("--{}", format.option()), typed)?,
            typed: typed.to_owned(),
        })
    }

    /// Adds the members that `params` does not contain.
    ///
    /// # Errors
    /// Text that cannot be parsed, or is not an object.
    pub(super) fn merge(self, params: &mut Dict) -> Result<(), ParamError> {
        let parsed = match self.format {
            Format::Json => self.parse_json(),
            Format::Yaml => self.parse_yaml(),
        };
        let parsed =
            parsed.map_err(|error| error.of(self.format.option()).loaded_from(&self.typed))?;
        let Value::Dict(members) = parsed else {
            let error = ParamError::NotADict(parsed.class());
            return Err(match self.dialect {
                Dialect::V1 => error,
                Dialect::V2 => error.of(format!("--{}", self.format.option())),
            });
        };
        for (key, value) in *members.entries {
            params.entries.entry(key).or_insert(value);
        }
        if let Value::String(text) = self.loaded {
            free(text);
        }
        Ok(())
    }

    fn parse_yaml(&self) -> Result<Value, ParamError> {
        let parsed = match &self.loaded {
            Value::Bytes(bytes) => yaml::parse_bytes(bytes),
            Value::String(text) => yaml::parse_text(text),
            _ => yaml::parse_text(&self.typed),
        };
        parsed.map_err(|error| match error {
            YamlError::Invalid => ParamError::InvalidDocument("YAML", None),
            YamlError::TooLarge => ParamError::TooManyAliases,
            YamlError::Python(message) => ParamError::Python(message),
        })
    }

    fn parse_json(&self) -> Result<Value, ParamError> {
        let is_file = self.typed.starts_with("file://") || self.typed.starts_with("fileb://");
        let parsed = match &self.loaded {
            Value::String(text) if is_file => self.parse(text),
            Value::Bytes(bytes) => self.parse_bytes(bytes),
            _ => self.parse(&self.typed),
        };
        parsed.map_err(|error| match (self.dialect, error) {
            (Dialect::V2, error @ ParamError::InvalidJson { .. }) => {
                ParamError::InvalidDocument("JSON", Some(Box::new(error)))
            }
            (_, error) => error,
        })
    }

    fn parse(&self, text: &str) -> Result<Value, ParamError> {
        json::parse_nested(text, Objects::Dict, self.max_depth())
            .map_err(|error| invalid_json(error, text))
    }

    fn parse_bytes(&self, bytes: &[u8]) -> Result<Value, ParamError> {
        let received = || repr(&Value::Bytes(bytes.to_vec()));
        let text = json::decode(bytes).map_err(|reason| ParamError::InvalidJson {
            reason,
            at: None,
            received: received(),
            file: None,
        })?;
        json::parse_decoded(&text, Objects::Dict, self.max_depth())
            .map_err(|error| invalid_json(error, &received()))
    }

    fn max_depth(&self) -> usize {
        RecursionLimits::of(self.dialect).document
    }
}
