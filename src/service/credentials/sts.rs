//! The two operations of STS that assume roles: the request form, its signature, and the XML
//! response.
//!
//! They are not left to the SDK because the parameters must be sent in the original's order, and
//! errors must have the original's messages.

use super::client::{self, set_header, wrong_type};
use super::keys::Credentials;
use super::provider::Context;
use super::xml::{self, Element};
use crate::config::check_port;
use crate::config::endpoint::Service;
use crate::dialect::Dialect;
use crate::error::credentials::CredentialsError;
use crate::python::int_parse::parse_int;
use crate::python::repr::{repr, str_of};
use crate::python::value::{Dict, Value};
use crate::service::endpoint::{Endpoint, root_path};
use crate::service::header;
use crate::service::parse_error::ClientError;
use aws_credential_types::Credentials as SdkCredentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SigningSettings, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::http::Headers;
use std::time::SystemTime;

/// The name and the value of a parameter, as in the original's dictionary.
pub(super) type Parameter = (&'static str, Value);

/// Calls the operation, signed if `keys` are given, and returns the response in the form that the
/// original caches.
pub(super) async fn call(
    context: &Context,
    operation: &'static str,
    parameters: &[Parameter],
    keys: Option<&Credentials>,
) -> Result<Value, CredentialsError> {
    let endpoint = context.sources.services.endpoint(Service::Sts, None)?;
    validate(parameters)?;
    if keys.is_some() {
        // `SigV4Auth._canonical_host` parses the port.
        check_port(&endpoint.url)?;
    }
    let path = root_path(&endpoint.url);
    let parsed = Endpoint::new(&endpoint.url);
    let url = parsed.join(path);
    let signed = parsed.request_urls(path).signed;
    let body = form(operation, parameters);
    let make = |sent: &str| request(sent, &signed, &body, &endpoint.signing_region, keys);
    let retryable = &["IDPCommunicationError"];
    let response = client::call(context, operation, &url, make, read_error, retryable).await?;
    read(operation, response.body().bytes().unwrap_or_default())
}

/// Checks the limits of the service model. The errors are in the order of the parameters.
fn validate(parameters: &[Parameter]) -> Result<(), CredentialsError> {
    let errors: Vec<String> = parameters
        .iter()
        .filter_map(|(name, value)| match value {
            Value::Int(number) => (*number < 900.into()).then(|| {
                format!("Invalid value for parameter {name}, value: {number}, valid min value: 900")
            }),
            Value::String(text) => {
                let min_length = match *name {
                    "RoleArn" => 20,
                    "SerialNumber" => 9,
                    "TokenCode" => 6,
                    "WebIdentityToken" => 4,
                    _ => 2,
                };
                let length = text.chars().count();
                (length < min_length).then(|| {
                    format!(
                        "Invalid length for parameter {name}, value: {length}, valid min length: \
                         {min_length}"
                    )
                })
            }
            other => Some(wrong_type(name, other)),
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(CredentialsError::Validation(errors))
    }
}

/// The request body, in the format of HTML forms.
fn form(operation: &str, parameters: &[Parameter]) -> String {
    let mut body = format!("Action={operation}&Version=2011-06-15");
    for (name, value) in parameters {
        body.push('&');
        body.push_str(name);
        body.push('=');
        quote_plus(&str_of(value), &mut body);
    }
    body
}

/// Escapes like Python's `urllib.parse.quote_plus`.
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

/// Builds the request, signed for the URL `signed` if `keys` are given.
fn request(
    sent: &str,
    signed: &str,
    body: &str,
    region: &str,
    keys: Option<&Credentials>,
) -> Result<HttpRequest, CredentialsError> {
    let to_error = |error: &dyn std::fmt::Display| CredentialsError::Python(error.to_string());
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    let mut request = client::post(sent, form, body)?;
    let Some(keys) = keys else {
        return Ok(request);
    };
    header::sent(region, "the region").map_err(CredentialsError::Python)?;
    let token = keys.token.as_ref().map(|token| token.expose());
    let identity = SdkCredentials::new(
        keys.access_key.clone(),
        keys.secret_key.expose(),
        token.map(header::canonical),
        None,
        "profile",
    )
    .into();
    let mut settings = SigningSettings::default();
    // The path is escaped already.
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name("sts")
        .time(SystemTime::now())
        .settings(settings)
        .build()
        .map_err(|error| to_error(&error))?
        .into();
    let signable = SignableRequest::new(
        "POST",
        signed,
        [("content-type", form)].into_iter(),
        SignableBody::Bytes(body.as_bytes()),
    )
    .map_err(|error| to_error(&error))?;
    let (instructions, _) = sign(signable, &parameters)
        .map_err(|error| to_error(&error))?
        .into_parts();
    for (name, value) in instructions.headers() {
        request
            .headers_mut()
            .try_insert(name.to_owned(), value.to_owned())
            .map_err(|error| to_error(&error))?;
    }
    // The canonical value is signed, the original value is sent.
    if let Some(token) = token {
        set_header(&mut request, "x-amz-security-token", token)?;
    }
    Ok(request)
}

/// Parses an error response (`botocore/parsers.py, QueryParser._do_error_parse`).
pub(super) fn read_error(
    _: Dialect,
    status: u16,
    _: &Headers,
    body: &[u8],
) -> Result<ClientError, CredentialsError> {
    let trimmed = body.trim_ascii();
    if status >= 500 && (trimmed.starts_with(b"<html>") || trimmed.is_empty()) {
        return Ok(ClientError::generic(status));
    }
    let root = parse_xml(body)?;
    let failed = |message: String| Err(CredentialsError::Python(message));
    if status == 300 {
        // The original's parser treats this status as a success.
        return failed("'AssumeRoleResult'".to_owned());
    }
    let mut parsed = dict(&root.children);
    match parsed.entries.shift_remove("Errors") {
        None => {}
        Some(Value::Dict(errors)) => parsed.entries.extend(*errors.entries),
        Some(Value::Null) => return failed("'NoneType' object is not iterable".to_owned()),
        Some(_) => {
            return failed(
                "dictionary update sequence element #0 has length 1; 2 is required".to_owned(),
            );
        }
    }
    let error = match parsed.entries.get("Error") {
        None => &Dict::default(),
        Some(Value::Dict(error)) => error,
        Some(other) => {
            return failed(format!("'{}' object has no attribute 'get'", other.class()));
        }
    };
    if let Some(Value::Dict(_)) = error.entries.get("Code") {
        return failed("unhashable type: 'dict'".to_owned());
    }
    Ok(ClientError::of_parts(status, error))
}

/// Converts elements to a dictionary. For repeated elements the children of the first are used
/// (`_build_name_to_xml_node`, `_replace_nodes`).
fn dict(elements: &[Element]) -> Dict {
    let mut out = Dict::default();
    for element in elements {
        let is_repeated = elements.iter().filter(|e| e.name == element.name).count() > 1;
        let value = if !element.children.is_empty() || is_repeated {
            Value::Dict(dict(&element.children))
        } else if element.text.is_empty() {
            Value::Null
        } else {
            element.text.as_str().into()
        };
        out.entries.entry(element.name.clone()).or_insert(value);
    }
    out
}

/// Parses the response of the operation into the form that the original caches.
pub(super) fn read(operation: &str, body: &[u8]) -> Result<Value, CredentialsError> {
    let root = parse_xml(body)?;
    let result = format!("{operation}Result");
    let Some(result) = child(&root, &result) else {
        return Err(CredentialsError::Python(format!("'{result}'")));
    };
    let credentials = child(result, "Credentials").map(|element| {
        let names = [
            "AccessKeyId",
            "SecretAccessKey",
            "SessionToken",
            "Expiration",
        ];
        texts(element, &names)
    });
    let user = child(result, "AssumedRoleUser").map(|user| texts(user, &["AssumedRoleId", "Arn"]));
    if let Some(size) = child(result, "PackedPolicySize") {
        parse_int(&size.text).map_err(CredentialsError::Python)?;
    }
    let Some(mut credentials) = credentials else {
        return Err(CredentialsError::Python("'Credentials'".to_owned()));
    };
    let mut response = Dict::default();
    if let Some(user) = user {
        if let Some(Value::String(arn)) = user.entries.get("Arn")
            && let Some(account) = arn.split(':').nth(4)
        {
            let account = Value::from(account);
            credentials.entries.insert("AccountId".into(), account);
        }
        response
            .entries
            .insert("AssumedRoleUser".into(), Value::Dict(user));
    }
    let credentials = Value::Dict(credentials);
    response.entries.insert("Credentials".into(), credentials);
    Ok(Value::Dict(response))
}

fn child<'e>(element: &'e Element, name: &str) -> Option<&'e Element> {
    element.children.iter().find(|child| child.name == name)
}

/// The texts of the named children; the value of a repeated one is a list.
fn texts(element: &Element, names: &[&str]) -> Dict {
    let value = |name: &str| {
        let mut found = element.children.iter().filter(|child| child.name == name);
        let text = Value::from(found.next()?.text.as_str());
        let is_repeated = found.next().is_some();
        Some(if is_repeated {
            Value::List(vec![text])
        } else {
            text
        })
    };
    let present = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), value(name)?)));
    present.collect()
}

/// Parses the XML of a response.
fn parse_xml(body: &[u8]) -> Result<Element, CredentialsError> {
    xml::parse(body).map_err(|reason| CredentialsError::InvalidXml {
        reason,
        body: repr(&Value::Bytes(body.to_vec())),
    })
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
    fn parameters_below_the_models_minimum_are_rejected() {
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
    fn error_responses_are_parsed_from_xml() {
        let body = b"<ErrorResponse><Error><Type>Sender</Type><Code>X</Code></Error>\
                     <RequestId>r</RequestId></ErrorResponse>";
        let error = read_error(Dialect::V1, 400, &Headers::new(), body).unwrap();
        assert_eq!(error.code, "X".into());
        assert_eq!(error.message, "Unknown".into());
        let failure = read_error(Dialect::V1, 500, &Headers::new(), b"oops").unwrap_err();
        assert_eq!(
            failure.to_string(),
            "Unable to parse response (syntax error: line 1, column 0), invalid XML received. \
             Further retries may succeed:\nb'oops'"
        );
    }
}
