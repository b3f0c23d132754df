//! Redacted copies of input, bodies, URLs, headers and access key IDs.
//!
//! The copies are made from an allow-list: only values known to be no secret are shown, everything
//! else is masked. Sensitive members of the service model are secret here, and so are unknown
//! members and values whose type differs from the model.

use super::names::is_secret;
use crate::model::{Member, Operation, Shape, Structure};
use crate::python::json;
use crate::python::url;
pub use crate::python::url::MASK;
use crate::python::value::{Dict, Value};

/// The name of a member: the name in the input, or the wire name.
type Naming = fn(&Member) -> &'static str;

/// The redacted input, as one line of JSON.
pub fn input(operation: &Operation, input: &Dict) -> String {
    json::dumps(&structure(input, operation.input, |member| member.name))
}

/// The redacted body of a request, as one line of JSON. Its members have wire names.
pub fn request_body(operation: &Operation, body: &[u8]) -> String {
    match std::str::from_utf8(body).map(json::parse) {
        Ok(Ok(Value::Dict(members))) => {
            let masked = structure(&members, operation.input, |member| member.wire_name);
            json::dumps_compact(&masked)
        }
        _ => format!("{} bytes, not shown", body.len()),
    }
}

/// The members of a request's body with the model's secret members masked. Everything else is
/// shown, including sensitive members: the reader is the user who supplied the values.
pub fn secret_members(members: Dict, shape: &Structure) -> Dict {
    let text = |item| match item {
        Value::Dict(_) | Value::List(_) => MASK.into(),
        item => item,
    };
    let entries = members.entries.into_iter().map(|(name, value)| {
        let member = shape.members.iter().find(|member| member.wire_name == name);
        let value = match (member, value) {
            (Some(member), _) if member.is_secret() => MASK.into(),
            (Some(member), Value::Dict(value)) => match member.shape {
                Shape::Structure(inner) => Value::Dict(secret_members(value, inner)),
                _ => MASK.into(),
            },
            (Some(_), Value::List(items)) => Value::List(items.into_iter().map(text).collect()),
            (_, value) => value,
        };
        (name, value)
    });
    entries.collect()
}

/// A redacted copy of a structure.
fn structure(value: &Dict, shape: &Structure, naming: Naming) -> Value {
    let entries = value.entries.iter().map(|(name, value)| {
        match shape.members.iter().find(|member| naming(member) == name) {
            Some(member) if member.is_secret() || shape.sensitive => (name.clone(), MASK.into()),
            Some(member) => (name.clone(), by_shape(value, &member.shape, naming)),
            // Even the name may contain part of a secret, split at a comma.
            None => ("(unknown)".to_owned(), MASK.into()),
        }
    });
    Value::Dict(entries.collect())
}

/// A redacted copy of a value; masked if its type differs from the model.
fn by_shape(value: &Value, shape: &Shape, naming: Naming) -> Value {
    match (shape, value) {
        (Shape::Structure(shape), Value::Dict(value)) => structure(value, shape, naming),
        (Shape::List(element), Value::List(items)) => Value::List(
            items
                .iter()
                .map(|item| by_shape(item, element, naming))
                .collect(),
        ),
        (Shape::String(_), Value::String(_))
        | (Shape::Boolean, Value::Bool(_))
        | (Shape::Double, Value::Int(_) | Value::Float(_)) => value.clone(),
        _ => MASK.into(),
    }
}

/// Calls `found` for every secret string of the input.
pub fn secrets(operation: &Operation, input: &Dict, found: &mut dyn FnMut(&str)) {
    walk(input, operation.input, found);
}

/// Calls `found` for every secret string of a structure.
fn walk(value: &Dict, shape: &Structure, found: &mut dyn FnMut(&str)) {
    for (name, value) in value.entries.iter() {
        let member = shape.member(name);
        match (member, value) {
            (Some(member), Value::String(text)) if member.is_secret() => found(text),
            (Some(member), Value::Dict(value)) => {
                if let Shape::Structure(shape) = member.shape {
                    walk(value, shape, found);
                }
            }
            _ => {}
        }
    }
}

/// The redacted body of a response: members with the name of a secret are masked, and `scrub` is
/// applied to every string before it is escaped.
pub fn response_body(body: &[u8], scrub: &dyn Fn(&str) -> String) -> String {
    let text = String::from_utf8_lossy(body);
    match json::parse(&text) {
        Ok(value) => json::dumps_compact(&without_secrets(value, scrub)),
        Err(_) => scrub(&text),
    }
}

/// A copy in which members with the name of a secret are masked.
fn without_secrets(value: Value, scrub: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(scrub(&text)),
        Value::List(items) => {
            let items = items.into_iter().map(|item| without_secrets(item, scrub));
            Value::List(items.collect())
        }
        Value::Dict(dict) => {
            let entries = dict.entries.into_iter().map(|(name, value)| {
                let value = if is_secret(&name) {
                    MASK.into()
                } else {
                    without_secrets(value, scrub)
                };
                (scrub(&name), value)
            });
            Value::Dict(entries.collect())
        }
        other => other,
    }
}

/// A URL with the user info and the values of the query masked, and without the fragment. The URL
/// may be malformed.
pub fn url(url: &str) -> String {
    // Masked first: a password may contain `#` or `?`.
    let masked = url::mask_user_info(url);
    let rest = masked.split('#').next().unwrap_or_default();
    match rest.split_once('?') {
        Some((rest, query)) => format!("{rest}?{}", self::query(query)),
        None => rest.to_owned(),
    }
}

/// A message with the user info of every URL in it masked.
pub fn urls_within(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("//") {
        let (before, after) = rest.split_at(at + 2);
        out.push_str(before);
        // The user info extends to the last `@` before a character that cannot be part of a URL.
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>');
        let (url, _) = after.split_at(after.find(ends).unwrap_or(after.len()));
        rest = match url.rfind('@') {
            Some(at) => {
                out.push_str(MASK);
                after.get(at..).unwrap_or_default()
            }
            None => after,
        };
    }
    out.push_str(rest);
    out
}

/// A query string with its values masked; parameters without `=` are masked entirely.
pub fn query(query: &str) -> String {
    let parameter = |part: &str| match part.split_once('=') {
        Some((name, _)) => format!("{name}={MASK}"),
        None => MASK.to_owned(),
    };
    let parts: Vec<String> = query.split('&').map(parameter).collect();
    parts.join("&")
}

/// The last four characters of an access key ID, after `****`; `****` alone for a short ID.
pub fn key_id(id: &str) -> String {
    let count = id.chars().count();
    let end: String = id.chars().skip(count.saturating_sub(4)).collect();
    if count < 8 {
        "****".to_owned()
    } else {
        format!("****{end}")
    }
}

/// The value of a header if it is known to be no secret, otherwise [`MASK`].
pub fn header(name: &str, value: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "authorization" => authorization(value),
        "host"
        | "date"
        | "accept"
        | "connection"
        | "server"
        | "via"
        | "transfer-encoding"
        | "retry-after"
        | "user-agent"
        | "amz-sdk-invocation-id"
        | "amz-sdk-request"
        | "content-type"
        | "content-length"
        | "content-encoding"
        | "x-amz-date"
        | "x-amz-user-agent"
        | "x-amz-content-sha256"
        | "x-amzn-requestid"
        | "x-amz-request-id"
        | "x-amzn-errortype"
        | "x-amz-apigw-id"
        | "x-amzn-trace-id"
        | "x-amz-cf-id"
        | "x-amz-cf-pop"
        | "x-cache" => value.to_owned(),
        _ => MASK.to_owned(),
    }
}

/// The `Authorization` header with the signature masked and the key ID shortened; masked entirely
/// for any scheme other than SigV4.
fn authorization(value: &str) -> String {
    let shown = || {
        let rest = value.strip_prefix("AWS4-HMAC-SHA256 Credential=")?;
        let (id, rest) = rest.split_once('/')?;
        let (scope, rest) = rest.split_once(", SignedHeaders=")?;
        let (names, _) = rest.split_once(", Signature=")?;
        Some(format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={MASK}",
            key_id(id)
        ))
    };
    shown().unwrap_or_else(|| MASK.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UPDATE_BACKEND_AUTH;
    use crate::python::json::parse_dict as dict;

    #[test]
    fn secret_unknown_and_misplaced_values_are_masked_and_all_else_is_shown() {
        let text = r#"{"AppId": "d1", "ResourceConfig": {"Service": "COGNITO", "Secret": "s",
            "AuthResources": ["s"], "UserPoolConfigs": {"OAuth": {"OAuthScopes": ["PHONE", {"s": 1}],
            "SocialProviderSettings": {"Google": {"ClientId": "i", "ClientSecret": "s"},
            "Facebook": "s", "SignInWithApple": {"PrivateKey": ["s"]}}},
            "PasswordPolicy": {"MinimumLength": 8}}}}"#;
        assert_eq!(
            input(&UPDATE_BACKEND_AUTH, &dict(text)),
            r#"{"AppId": "d1", "ResourceConfig": {"Service": "COGNITO", "(unknown)": "***", "AuthResources": "***", "UserPoolConfigs": {"OAuth": {"OAuthScopes": ["PHONE", "***"], "SocialProviderSettings": {"Google": {"ClientId": "***", "ClientSecret": "***"}, "Facebook": "***", "SignInWithApple": {"PrivateKey": "***"}}}, "PasswordPolicy": {"MinimumLength": 8}}}}"#
        );
    }

    #[test]
    fn wire_names_are_redacted() {
        let body = br#"{"resourceConfig":{"userPoolConfigs":{"oAuth":{"socialProviderSettings":{"Google":{"client_secret":"s"}}}}}}"#;
        let shown = request_body(&UPDATE_BACKEND_AUTH, body);
        assert!(shown.contains(r#""client_secret":"***""#), "{shown}");
        assert_eq!(
            request_body(&UPDATE_BACKEND_AUTH, b"{\"s"),
            "3 bytes, not shown"
        );
    }

    #[test]
    fn a_response_that_quotes_the_request_is_redacted() {
        let scrub = |text: &str| text.replace("a\nb", MASK);
        let body = br#"{"message":"bad: a\nb","in":{"private_key":"x","n":[1]}}"#;
        assert_eq!(
            response_body(body, &scrub),
            r#"{"message":"bad: ***","in":{"private_key":"***","n":[1]}}"#
        );
        assert_eq!(response_body(b"bad: a\nb", &scrub), "bad: ***");
    }

    #[test]
    fn urls_keep_host_port_and_path() {
        for (whole, shown) in [
            ("http://u:p@h:1/p?a=b&c#f", "http://***@h:1/p?a=***&***"),
            ("https://h", "https://h"),
            ("u:p@h:1", "***@h:1"),
            ("//u:p@h", "//***@h"),
            ("http://u:se/c?r#t@h:1/p", "http://***@h:1/p"),
            (" http:///u:p@h", " http:///***@h"),
            ("http://http://u:p@h?a=b", "http://***@h?a=***"),
        ] {
            assert_eq!(url(whole), shown);
        }
    }

    #[test]
    fn user_info_of_urls_in_a_message_is_masked() {
        assert_eq!(
            urls_within("x \"http://u:p/q@h:1/a\" and https://h/b or //v@w"),
            "x \"http://***@h:1/a\" and https://h/b or //***@w"
        );
    }

    #[test]
    fn unknown_headers_are_masked() {
        let signature = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/r/s/aws4_request, \
                         SignedHeaders=host, Signature=abc";
        assert_eq!(
            header("Authorization", signature),
            "AWS4-HMAC-SHA256 Credential=****MPLE/20260101/r/s/aws4_request, \
             SignedHeaders=host, Signature=***"
        );
        assert_eq!(header("authorization", "Bearer x"), MASK);
        assert_eq!(header("x-amz-security-token", "t"), MASK);
        assert_eq!(header("Host", "h"), "h");
    }
}
