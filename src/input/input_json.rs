//! `--cli-input-json`: one document with all parameters, whose members fill what the command line
//! left out (`awscli/customizations/cliinputjson.py`). There is no merging below the first level.

use super::{MAX_DOCUMENT_DEPTH, invalid_json};
use crate::error::ParamError;
use crate::python::json;
use crate::python::repr::repr;
use crate::python::surrogate::utf8_error;
use crate::python::value::{Dict, Value};

/// Adds the members of `document` that `params` does not have yet.
///
/// `typed` is the option's own text: what an address stands for is not followed here, as the
/// original does not either.
///
/// # Errors
/// Text that is not JSON, or JSON that is not an object.
pub fn merge(document: &Value, typed: &str, params: &mut Dict) -> Result<(), ParamError> {
    let is_file = typed.starts_with("file://") || typed.starts_with("fileb://");
    let parsed = match document {
        Value::String(text) if is_file => parse(text),
        Value::Bytes(bytes) => parse_bytes(bytes),
        _ => parse(typed),
    };
    let parsed = parsed.map_err(|error| error.of("cli-input-json"))?;
    let Value::Dict(members) = parsed else {
        return Err(ParamError::NotADict(parsed.class()));
    };
    for (key, value) in members.entries {
        params.entries.entry(key).or_insert(value);
    }
    Ok(())
}

fn parse(text: &str) -> Result<Value, ParamError> {
    json::parse_nested(text, false, MAX_DOCUMENT_DEPTH).map_err(|error| invalid_json(error, text))
}

/// `json.loads` of bytes: UTF-8, with or without a byte order mark.
fn parse_bytes(bytes: &[u8]) -> Result<Value, ParamError> {
    let received = || repr(&Value::Bytes(bytes.to_vec()));
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(text) {
        Ok(text) => json::parse_nested(text, false, MAX_DOCUMENT_DEPTH)
            .map_err(|error| invalid_json(error, &received())),
        Err(error) => Err(ParamError::InvalidJson {
            reason: utf8_error(text, &error),
            at: None,
            received: received(),
        }),
    }
}
