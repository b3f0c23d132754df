//! The code and the message of an error response, parsed like the original.
//!
//! The rules are `botocore/parsers.py`: `ResponseParser.parse`, `BaseJSONParser._do_error_parse`
//! and `RestJSONParser._inject_error_code`. Where that code raises an exception for an unusual
//! body, this fails with the same message.

use super::decode;
use crate::dialect::Dialect;
use crate::error::ResponseFacts;
use crate::error::service::ServiceError;
use crate::model::Operation;
use crate::python::json::{self, JsonError};
use crate::python::value::{Dict, Value};
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::date_time::Format;
use std::time::{SystemTime, UNIX_EPOCH};

/// A parsed error response.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientError {
    /// The HTTP status.
    pub status: u16,
    /// `Error.Code`, which need not be text.
    pub code: Value,
    /// `Error.Message`, which need not be text.
    pub message: Value,
    /// The parts that version 2 displays, see [`crate::error::ClientError::parts`].
    pub parts: Dict,
}

impl ClientError {
    /// The error of a response of a server in between (`ResponseParser._do_generic_error_parse`).
    pub fn generic(status: u16) -> ClientError {
        let parts = [
            ("Code".to_owned(), status.to_string().into()),
            ("Message".to_owned(), reason(status).into()),
        ];
        ClientError::of_parts(status, &parts.into_iter().collect())
    }

    /// The error whose parsed response has these parts. A missing code or message is `Unknown`.
    pub fn of_parts(status: u16, parts: &Dict) -> ClientError {
        let part = |name: &str| parts.entries.get(name).cloned();
        let is_displayed = |name: &str| matches!(name.to_lowercase().as_str(), "code" | "message");
        let displayed = parts.entries.iter().filter(|(name, _)| is_displayed(name));
        ClientError {
            status,
            code: part("Code").unwrap_or_else(|| "Unknown".into()),
            message: part("Message").unwrap_or_else(|| "Unknown".into()),
            parts: displayed
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        }
    }

    /// Adds the members `names` of the body to the displayed parts, if the code is one of `modeled`,
    /// the errors that have these members.
    pub fn with_members(mut self, body: &[u8], modeled: &[&str], names: &[&str]) -> ClientError {
        let is_modeled = self.code_text().is_some_and(|code| modeled.contains(&code));
        if is_modeled && let Ok(body) = read(body) {
            for name in names {
                if let Some(value) = body
                    .entries
                    .get(*name)
                    .filter(|value| **value != Value::Null)
                {
                    self.parts.entries.insert((*name).to_owned(), value.clone());
                }
            }
        }
        self
    }

    /// The code if it is text, for comparison in the retry rules.
    pub fn code_text(&self) -> Option<&str> {
        match &self.code {
            Value::String(code) => Some(code),
            _ => None,
        }
    }

    /// Converts to an error of the run. `reached_max_retries` is the number of retries, if the
    /// maximum number of attempts was reached.
    pub fn into_error(
        self,
        operation: &'static str,
        reached_max_retries: Option<u32>,
    ) -> ServiceError {
        ServiceError::ClientError(Box::new(crate::error::ClientError {
            operation,
            code: self.code,
            message: self.message,
            parts: self.parts,
            reached_max_retries,
            response: ResponseFacts::default(),
        }))
    }
}

/// Parses an error response.
///
/// # Errors
/// [`ServiceError::Python`] if the original's parser raises an exception.
pub fn parse(
    dialect: Dialect,
    status: u16,
    headers: &Headers,
    body: &[u8],
) -> Result<ClientError, ServiceError> {
    if status >= 500 && is_generic(body) {
        return Ok(ClientError::generic(status));
    }
    let body = match read(body) {
        // The original's parser treats this status as a success.
        Err(_) if status == 300 && body.trim_ascii() == b"null" => {
            return python("'NoneType' object is not iterable".to_owned());
        }
        body => body?,
    };
    if status == 300 {
        return multiple_choices(&body);
    }
    let message = ["message", "Message"]
        .iter()
        .find_map(|key| body.entries.get(*key))
        .cloned()
        .unwrap_or_else(|| "".into());
    let code = code(dialect, status, headers, &body)?;
    // The original looks the code up in a dictionary of modeled errors.
    if let Value::List(_) | Value::Dict(_) = code {
        return python(format!("unhashable type: '{}'", code.class()));
    }
    Ok(ClientError {
        status,
        parts: Dict::from_iter([
            ("Message".to_owned(), message.clone()),
            ("Code".to_owned(), code.clone()),
        ]),
        code,
        message,
    })
}

/// The members, other than code and message, that the model defines for the error with this code;
/// version 2 displays them. Absent and null members are left out.
pub fn modeled_members(operation: &Operation, code: &str, body: &[u8]) -> Dict {
    let modeled = operation.errors.iter().find(|error| error.code == code);
    let (Some(modeled), Ok(mut body)) = (modeled, read(body)) else {
        return Dict::default();
    };
    let members = modeled.members.iter().filter_map(|(name, wire_name)| {
        let value = body.entries.swap_remove(*wire_name)?;
        (value != Value::Null).then(|| ((*name).to_owned(), value))
    });
    members.collect()
}

/// The parts of an error response that hints use.
pub fn response_facts(status: u16, headers: &Headers) -> ResponseFacts {
    let is_redirect = (300..400).contains(&status);
    let date = headers.get("date").and_then(|date| {
        let date = aws_smithy_types::DateTime::from_str(date, Format::HttpDate);
        date.ok().map(|date| date.secs())
    });
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.ok().and_then(|now| i64::try_from(now.as_secs()).ok());
    ResponseFacts {
        status,
        members: Dict::default(),
        location: headers
            .get("location")
            .filter(|_| is_redirect)
            .map(str::to_owned),
        clock_skew: date.zip(now).map(|(date, now)| now - date),
    }
}

/// Parses a response with status 300. The original's parser treats it as a success, but its caller
/// does not, and reads the error from the output's member `Error`.
fn multiple_choices(body: &Dict) -> Result<ClientError, ServiceError> {
    let empty = Dict::default();
    let error = match body.entries.get("error") {
        None | Some(Value::Null) => &empty,
        Some(Value::Dict(error)) => error,
        Some(other) => {
            return python(format!("'{}' object has no attribute 'get'", other.class()));
        }
    };
    Ok(ClientError::of_parts(300, error))
}

fn python<T>(text: String) -> Result<T, ServiceError> {
    Err(ServiceError::Python(text))
}

/// Whether the body is empty or an HTML page (`_is_generic_error_response`).
fn is_generic(body: &[u8]) -> bool {
    let start = body
        .iter()
        .position(|byte| !matches!(byte, b' ' | b'\t'..=b'\r'));
    match start.and_then(|start| body.get(start..)) {
        Some(body) => body.starts_with(b"<html>"),
        None => true,
    }
}

/// Parses the body (`_parse_body_as_json`). A body that is not JSON is the message.
fn read(body: &[u8]) -> Result<Dict, ServiceError> {
    if body.is_empty() {
        return Ok(Dict::default());
    }
    let text = decode::utf8(body).map_err(ServiceError::Python)?;
    match json::parse(text) {
        Ok(Value::Dict(body)) => Ok(body),
        Ok(other) => python(format!("'{}' object has no attribute 'get'", other.class())),
        // Python raises no `ValueError` here, so the original does not catch it.
        Err(error @ JsonError::TooDeep(_)) => python(error.to_string()),
        Err(_) => Ok([("message".to_owned(), text.into())].into_iter().collect()),
    }
}

/// The error code: from a header, else the body, else the status.
fn code(
    dialect: Dialect,
    status: u16,
    headers: &Headers,
    body: &Dict,
) -> Result<Value, ServiceError> {
    let default = Value::String(status.to_string());
    let of_type = body.entries.get("__type").unwrap_or(&default);
    let of_query = query_error(headers);
    let mut code = match (dialect, of_query, of_type) {
        (Dialect::V2, Some(code), _) => from_type(&code)?,
        (_, _, Value::Null) => Value::String(String::new()),
        (Dialect::V1, Some(code), of_type) => from_type(of_type).map(|_| code)?,
        (_, None, of_type) => from_type(of_type)?,
    };
    let own = match header(headers, "x-amzn-errortype") {
        Some(header) => Some(Value::String(header)),
        None => ["code", "Code"]
            .iter()
            .find_map(|key| body.entries.get(*key))
            .cloned(),
    };
    match own {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => {
            let front = text.split(':').next().unwrap_or_default();
            code = front.rsplit('#').next().unwrap_or_default().into();
        }
        Some(other) => code = other,
    }
    Ok(code)
}

/// The code in the header of a service that used to have the query protocol: `CODE;TYPE`.
fn query_error(headers: &Headers) -> Option<Value> {
    let header = header(headers, "x-amzn-query-error")?;
    let (code, kind) = header.split_once(';')?;
    (!code.is_empty() && !kind.contains(';')).then(|| code.into())
}

/// The code in `__type`: the part before the first colon and after the last `#`.
fn from_type(code: &Value) -> Result<Value, ServiceError> {
    match code {
        Value::String(code) => {
            let front = code.split(':').next().unwrap_or_default();
            Ok(front.rsplit('#').next().unwrap_or_default().into())
        }
        Value::List(items) => {
            for (mark, method) in [(":", "split"), ("#", "rsplit")] {
                if items.contains(&mark.into()) {
                    return python(format!("'list' object has no attribute '{method}'"));
                }
            }
            Ok(code.clone())
        }
        Value::Dict(dict) => {
            for (mark, method) in [(":", "split"), ("#", "rsplit")] {
                if dict.entries.contains_key(mark) {
                    return python(format!("'dict' object has no attribute '{method}'"));
                }
            }
            Ok(code.clone())
        }
        other => python(format!(
            "argument of type '{}' is not iterable",
            other.class()
        )),
    }
}

/// The text of a header, decoded as Latin-1; the values of repeated headers are joined, like in
/// urllib3.
fn header(headers: &Headers, name: &'static str) -> Option<String> {
    let mut values = headers.get_all_bytes(name).map(|value| {
        value
            .iter()
            .map(|byte| char::from(*byte))
            .collect::<String>()
    });
    let first = values.next()?;
    Some(values.fold(first, |joined, value| format!("{joined}, {value}")))
}

/// The reason phrases of Python's `http.client.responses`, from status 500 on; empty for others.
pub fn reason(status: u16) -> &'static str {
    match status {
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        510 => "Not Extended",
        511 => "Network Authentication Required",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::repr::str_of;

    fn text(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> String {
        let mut all = Headers::new();
        for (name, value) in headers {
            all.append(*name, *value);
        }
        match parse(Dialect::V1, status, &all, body.as_bytes()) {
            Ok(answered) => format!("{} | {}", str_of(&answered.code), str_of(&answered.message)),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_code_comes_from_a_header_the_body_or_the_status() {
        let header = "x-amzn-errortype";
        assert_eq!(
            text(400, &[(header, "A:http://x/")], "{\"message\":\"m\"}"),
            "A | m"
        );
        assert_eq!(
            text(400, &[], "{\"__type\":\"a.b#C\",\"Message\":\"M\"}"),
            "C | M"
        );
        assert_eq!(text(400, &[], "{\"code\":\"D\",\"__type\":\"T\"}"), "D | ");
        assert_eq!(text(400, &[], "{\"code\":null,\"__type\":\"T\"}"), "T | ");
        assert_eq!(text(400, &[(header, "H")], "{\"code\":\"D\"}"), "H | ");
        assert_eq!(text(403, &[], "{\"message\":null}"), "403 | None");
    }

    #[test]
    fn a_body_that_is_not_json_is_the_message() {
        assert_eq!(text(400, &[], "<html>x"), "400 | <html>x");
        assert_eq!(text(502, &[], " <html>x"), "502 | Bad Gateway");
        assert_eq!(text(503, &[], "busy"), "503 | busy");
        assert_eq!(text(599, &[], ""), "599 | ");
        assert_eq!(text(300, &[], "busy"), "Unknown | Unknown");
    }

    #[test]
    fn the_code_of_the_query_protocol_is_read_as_the_dialect_reads_it() {
        let mut headers = Headers::new();
        headers.append("x-amzn-query-error", "a#B;Sender");
        for (body, version1, version2) in [
            ("{}", "a#B", "B"),
            ("{\"__type\":null}", "", "B"),
            (
                "{\"__type\":5}",
                "argument of type 'int' is not iterable",
                "B",
            ),
        ] {
            for (dialect, expected) in [(Dialect::V1, version1), (Dialect::V2, version2)] {
                let code = match parse(dialect, 400, &headers, body.as_bytes()) {
                    Ok(error) => str_of(&error.code),
                    Err(error) => error.to_string(),
                };
                assert_eq!(code, expected, "{body} in {dialect:?}");
            }
        }
    }

    #[test]
    fn unusual_bodies_fail_with_pythons_message() {
        assert_eq!(
            text(400, &[], "[1]"),
            "'list' object has no attribute 'get'"
        );
        assert_eq!(
            text(400, &[], "null"),
            "'NoneType' object has no attribute 'get'"
        );
        assert_eq!(
            text(400, &[], "{\"__type\":5}"),
            "argument of type 'int' is not iterable"
        );
        assert_eq!(text(400, &[], "{\"code\":[1]}"), "unhashable type: 'list'");
        assert_eq!(text(300, &[], "null"), "'NoneType' object is not iterable");
    }
}
