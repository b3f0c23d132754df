//! `--cli-input-json`: one document with all parameters, whose members fill what the command line
//! left out (`awscli/customizations/cliinputjson.py`). There is no merging below the first level.

use crate::error::ParamError;
use crate::python::json;
use crate::python::repr::str_of;
use crate::python::surrogate::utf8_error;
use crate::value::{Dict, Value};

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
        Value::String(text) if is_file => json::parse(text, false).map_err(|e| e.to_string()),
        Value::Bytes(bytes) => parse_bytes(bytes),
        _ => json::parse(typed, false).map_err(|e| e.to_string()),
    };
    let parsed = parsed.map_err(|reason| {
        ParamError::InvalidJson {
            reason,
            received: if is_file { str_of(document) } else { typed.to_owned() },
        }
        .of("cli-input-json")
    })?;
    let Value::Dict(members) = parsed else {
        return Err(ParamError::NoKeys(parsed.class()));
    };
    for (key, value) in members.entries {
        params.entries.entry(key).or_insert(value);
    }
    Ok(())
}

/// `json.loads` of bytes: UTF-8, with or without a byte order mark.
fn parse_bytes(bytes: &[u8]) -> Result<Value, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => json::parse(text, false).map_err(|error| error.to_string()),
        Err(error) => Err(utf8_error(bytes, &error)),
    }
}
