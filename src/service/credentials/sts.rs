//! The two operations of STS: the form that is sent, its signature, and the XML that comes back.
//!
//! Written here rather than left to the SDK because members go out in the order in which the
//! original puts them, and because the texts of failures are the original's.

use super::client::header;
use super::keys::Credentials;
use super::{Context, expiration};
use crate::config::endpoint::Service;
use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::python::repr::repr;
use crate::python::value::{Dict, Value};
use crate::service::endpoint::root;
use crate::service::parse_error::ClientError;
use aws_credential_types::Credentials as SdkCredentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::body::SdkBody;
use aws_smithy_xml::decode::{Document, ScopedDecoder, try_data};
use std::time::SystemTime;

/// A parameter as the original's dictionary holds it.
pub(super) type Parameter = (&'static str, Value);

impl Context {
    /// Calls the operation, signed with `keys` if there are any, and returns the answer in the
    /// shape in which the original caches it.
    pub(super) async fn sts(
        &self,
        operation: &'static str,
        parameters: &[Parameter],
        keys: Option<&Credentials>,
    ) -> Result<Value, CredentialsError> {
        let endpoint = self.sources.services.endpoint(Service::Sts, None)?;
        validate(parameters)?;
        let url = root(&endpoint.url);
        let body = form(operation, parameters);
        let make = || request(&url, &body, &endpoint.signing_region, keys);
        let response = self
            .call(operation, make, read_error, &["IDPCommunicationError"])
            .await?;
        let body = response.body().bytes().unwrap_or_default();
        read(operation, body)
    }
}

/// The keys in an answer, fresh or from the cache.
pub(super) fn keys(answer: &Value) -> Result<Credentials, CredentialsError> {
    use super::client::{member, string};
    let credentials = member(answer, "Credentials")?;
    Ok(Credentials {
        access_key: string(credentials, "AccessKeyId")?,
        secret_key: Secret::new(string(credentials, "SecretAccessKey")?),
        token: Some(Secret::new(string(credentials, "SessionToken")?)),
        expiry: Some(expiration::parse(&string(credentials, "Expiration")?)?),
    })
}

/// The limits of the service's model; findings in the order of the parameters.
fn validate(parameters: &[Parameter]) -> Result<(), CredentialsError> {
    let findings: Vec<String> = parameters
        .iter()
        .filter_map(|(name, value)| match value {
            Value::Int(number) => (*number < 900.into()).then(|| {
                format!("Invalid value for parameter {name}, value: {number}, valid min value: 900")
            }),
            Value::String(text) => {
                let least = match *name {
                    "RoleArn" => 20,
                    "SerialNumber" => 9,
                    "TokenCode" => 6,
                    "WebIdentityToken" => 4,
                    _ => 2,
                };
                let length = text.chars().count();
                (length < least).then(|| {
                    format!(
                        "Invalid length for parameter {name}, value: {length}, valid min length: \
                         {least}"
                    )
                })
            }
            _ => None,
        })
        .collect();
    if findings.is_empty() {
        Ok(())
    } else {
        Err(CredentialsError::Validation(findings))
    }
}

fn form(operation: &str, parameters: &[Parameter]) -> String {
    let mut body = format!("Action={operation}&Version=2011-06-15");
    for (name, value) in parameters {
        body.push('&');
        body.push_str(name);
        body.push('=');
        quote_plus(&crate::python::repr::str_of(value), &mut body);
    }
    body
}

/// `urllib.parse.quote_plus`
fn quote_plus(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

fn request(
    url: &str,
    body: &str,
    region: &str,
    keys: Option<&Credentials>,
) -> Result<HttpRequest, CredentialsError> {
    let unfit = |error: &dyn std::fmt::Display| CredentialsError::Python(error.to_string());
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method("POST").map_err(|error| unfit(&error))?;
    request.set_uri(url).map_err(|error| unfit(&error))?;
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    header(&mut request, "content-type", form)?;
    header(&mut request, "content-length", &body.len().to_string())?;
    let Some(keys) = keys else {
        return Ok(request);
    };
    let identity = SdkCredentials::new(
        keys.access_key.clone(),
        keys.secret_key.expose(),
        keys.token.as_ref().map(|token| token.expose().to_owned()),
        None,
        "profile",
    )
    .into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name("sts")
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()
        .map_err(|error| unfit(&error))?
        .into();
    let signable = SignableRequest::new(
        "POST",
        url,
        [("content-type", form)].into_iter(),
        SignableBody::Bytes(body.as_bytes()),
    )
    .map_err(|error| unfit(&error))?;
    let (instructions, _) = sign(signable, &parameters)
        .map_err(|error| unfit(&error))?
        .into_parts();
    for (name, value) in instructions.headers() {
        request
            .headers_mut()
            .try_insert(name.to_owned(), value.to_owned())
            .map_err(|error| unfit(&error))?;
    }
    Ok(request)
}

/// `botocore/parsers.py, QueryParser._do_error_parse`
pub(super) fn read_error(
    status: u16,
    _: &Headers,
    body: &[u8],
) -> Result<ClientError, CredentialsError> {
    let start = body.trim_ascii_start();
    if status >= 500 && (start.starts_with(b"<html") || body.is_empty()) {
        return Ok(ClientError {
            status,
            code: status.to_string().into(),
            message: crate::service::parse_error::reason(status).into(),
        });
    }
    let root = tree(body)?;
    let error = match root.child("Error") {
        Some(error) => error,
        None => root
            .child("Errors")
            .and_then(|e| e.child("Error"))
            .unwrap_or(&root),
    };
    let text = |name: &str, otherwise: &str| {
        error
            .child(name)
            .map_or(otherwise, |element| element.text.as_str())
            .into()
    };
    Ok(ClientError {
        status,
        code: text("Code", "Unknown"),
        message: text("Message", "Unknown"),
    })
}

/// The answer of the operation, as the original caches it.
pub(super) fn read(operation: &str, body: &[u8]) -> Result<Value, CredentialsError> {
    let root = tree(body)?;
    let missing = |name: &str| CredentialsError::Python(format!("'{name}'"));
    let result = format!("{operation}Result");
    let result = root.child(&result).ok_or_else(|| missing(&result))?;
    let dict = |element: &Element| {
        Value::Dict(
            element
                .children
                .iter()
                .map(|child| (child.name.clone(), Value::from(child.text.as_str())))
                .collect::<Dict>(),
        )
    };
    let credentials = result
        .child("Credentials")
        .ok_or_else(|| missing("Credentials"))?;
    let mut credentials = dict(credentials);
    let mut answer = Dict::default();
    if let Some(user) = result.child("AssumedRoleUser") {
        let account = user.child("Arn").and_then(|arn| arn.text.split(':').nth(4));
        if let (Some(account), Value::Dict(credentials)) = (account, &mut credentials) {
            credentials
                .entries
                .insert("AccountId".into(), account.into());
        }
        answer.entries.insert("AssumedRoleUser".into(), dict(user));
    }
    answer.entries.insert("Credentials".into(), credentials);
    Ok(Value::Dict(answer))
}

/// One element of the answer.
#[derive(Default)]
struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }
}

fn tree(body: &[u8]) -> Result<Element, CredentialsError> {
    let invalid = |reason: &str| CredentialsError::InvalidXml {
        reason: reason.to_owned(),
        body: repr(&Value::Bytes(body.to_vec())),
    };
    let not_xml = || invalid(&expat_error(body));
    if body.trim_ascii().is_empty() {
        return Err(not_xml());
    }
    let text = std::str::from_utf8(body).map_err(|_| not_xml())?;
    let mut document = Document::new(text);
    let root = document.root_element().map_err(|_| not_xml())?;
    element(root, 0).ok_or_else(not_xml)
}

/// Expat's words for what is no XML from its first word on; faults further inside are not told
/// apart.
fn expat_error(body: &[u8]) -> String {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let is_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b"_:.-".contains(byte);
    let ends_word = |byte: Option<&u8>, also: &[u8]| {
        byte.is_none_or(|byte| is_space(byte) || b">%[".contains(byte) || also.contains(byte))
    };
    let start = body.iter().take_while(|byte| is_space(byte)).count();
    let rest = body.get(start..).unwrap_or_default();
    let (what, length) = match rest.split_first() {
        None => ("no element found", 0),
        Some((quote @ (b'"' | b'\''), inside)) => {
            match inside.iter().position(|byte| byte == quote) {
                None => ("unclosed token", 0),
                Some(end) if ends_word(inside.get(end + 1), b"") => ("syntax error", 0),
                Some(end) => ("not well-formed (invalid token)", end + 2),
            }
        }
        Some((b'[' | b']' | b'(' | b')' | b',' | b'|' | b'>' | b'<', _)) => ("syntax error", 0),
        Some((byte, _)) if is_name(byte) => {
            let length = rest.iter().take_while(|byte| is_name(byte)).count();
            match ends_word(rest.get(length), b"(),|+*?") {
                true => ("syntax error", 0),
                false => ("not well-formed (invalid token)", length),
            }
        }
        Some(_) => ("not well-formed (invalid token)", 0),
    };
    let before = body.get(..start + length).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = before
        .rsplit(|byte| *byte == b'\n')
        .next()
        .map_or(0, <[u8]>::len);
    format!("{what}: line {line}, column {column}")
}

/// No answer of STS is nested deeper than this.
const MAX_DEPTH: usize = 32;

fn element(mut decoder: ScopedDecoder<'_, '_>, depth: usize) -> Option<Element> {
    let mut out = Element {
        name: decoder.start_el().local().to_owned(),
        ..Element::default()
    };
    if depth > MAX_DEPTH {
        return None;
    }
    if matches!(out.name.as_str(), "Code" | "Message") || is_leaf(&out.name) {
        out.text = try_data(&mut decoder).ok()?.into_owned();
        return Some(out);
    }
    while let Some(child) = decoder.next_tag() {
        out.children.push(element(child, depth + 1)?);
    }
    Some(out)
}

/// Members that hold text; the reader of text and that of elements are two.
fn is_leaf(name: &str) -> bool {
    matches!(
        name,
        "AccessKeyId"
            | "SecretAccessKey"
            | "SessionToken"
            | "Expiration"
            | "AssumedRoleId"
            | "Arn"
            | "RequestId"
            | "Type"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_written_as_python_writes_them() {
        let parameters = [
            ("RoleSessionName", "a b+c~d*e".into()),
            ("DurationSeconds", Value::Int(1800.into())),
        ];
        assert_eq!(
            form("AssumeRole", &parameters),
            "Action=AssumeRole&Version=2011-06-15&RoleSessionName=a+b%2Bc~d%2Ae\
             &DurationSeconds=1800"
        );
    }

    #[test]
    fn parameters_keep_to_the_model() {
        let failure = validate(&[
            ("RoleSessionName", "s".into()),
            ("ExternalId", "e".into()),
            ("DurationSeconds", Value::Int(10.into())),
            ("RoleArn", "x".into()),
        ])
        .unwrap_err();
        assert_eq!(
            failure.to_string(),
            "Parameter validation failed:\n\
             Invalid length for parameter RoleSessionName, value: 1, valid min length: 2\n\
             Invalid length for parameter ExternalId, value: 1, valid min length: 2\n\
             Invalid value for parameter DurationSeconds, value: 10, valid min value: 900\n\
             Invalid length for parameter RoleArn, value: 1, valid min length: 20"
        );
    }

    #[test]
    fn errors_are_read_from_xml() {
        let body = b"<ErrorResponse><Error><Type>Sender</Type><Code>X</Code></Error>\
                     <RequestId>r</RequestId></ErrorResponse>";
        let answered = read_error(400, &Headers::new(), body).unwrap();
        assert_eq!(answered.code, "X".into());
        assert_eq!(answered.message, "Unknown".into());
        let failure = read_error(500, &Headers::new(), b"oops").unwrap_err();
        assert_eq!(
            failure.to_string(),
            "Unable to parse response (syntax error: line 1, column 0), invalid XML received. \
             Further retries may succeed:\nb'oops'"
        );
    }

    #[test]
    fn what_is_no_xml_at_all_is_refused_as_expat_does() {
        for (body, expected) in [
            ("", "no element found: line 1, column 0"),
            (" \n ", "no element found: line 2, column 1"),
            ("{}", "not well-formed (invalid token): line 1, column 0"),
            (
                "\n\n  {}",
                "not well-formed (invalid token): line 3, column 2",
            ),
            ("[1]", "syntax error: line 1, column 0"),
            ("503 Service Unavailable", "syntax error: line 1, column 0"),
            ("oops!", "not well-formed (invalid token): line 1, column 4"),
            ("\"x\"", "syntax error: line 1, column 0"),
            (
                "\"x\"y",
                "not well-formed (invalid token): line 1, column 3",
            ),
            ("\"x", "unclosed token: line 1, column 0"),
            (
                "\u{1f}",
                "not well-formed (invalid token): line 1, column 0",
            ),
        ] {
            assert_eq!(expat_error(body.as_bytes()), expected, "{body:?}");
        }
    }
}
