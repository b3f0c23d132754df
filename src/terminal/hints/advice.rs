//! Warnings about an update before it is sent: values that the model does not list, members left as
//! in the skeleton, and configurations that the service is known to reject, most of them later,
//! inside the job.

use super::suggest::{one_of, sanitize, suggest};
use super::warnings::SuspectMembers;
use crate::model::Operation;
use crate::python::value::{Dict, Value};

/// All warnings about an update, each with the path of the member.
pub fn warnings(operation: &Operation, params: &Dict) -> Vec<String> {
    let found = SuspectMembers::of(operation, params);
    let unlisted = found.unlisted.iter();
    let mut warnings: Vec<String> = unlisted
        .filter(|(_, value, _)| !value.is_empty())
        .map(|(path, value, known)| match suggest(value, known) {
            Some(near) => format!(
                "{path}: {} is unknown; did you mean {near}?",
                sanitize(value)
            ),
            None => format!(
                "{path}: {} is unknown; known: {}",
                sanitize(value),
                one_of(known)
            ),
        })
        .collect();
    let skeleton = found.empty.iter();
    warnings.extend(skeleton.map(|path| {
        let value = match at(params, path) {
            Some(Value::Float(_)) => "0.0",
            _ => "empty",
        };
        format!("{path} is {value}, as in the skeleton")
    }));
    for rule in RULES {
        rule(params, &mut warnings);
    }
    warnings
}

/// Adds warnings about one kind of configuration that the service rejects.
type Rule = fn(&Dict, &mut Vec<String>);

const RULES: [Rule; 4] = [minimum_length, mfa, social_providers, redirect_uris];

const USER_POOL: &str = "ResourceConfig.UserPoolConfigs";
const PROVIDERS: &str = "ResourceConfig.UserPoolConfigs.OAuth.SocialProviderSettings";

fn minimum_length(params: &Dict, warnings: &mut Vec<String>) {
    let path = format!("{USER_POOL}.PasswordPolicy.MinimumLength");
    let is_short = match at(params, &path) {
        Some(Value::Int(length)) => *length < 6.into(),
        Some(Value::Float(length)) => *length < 6.0 && *length != 0.0,
        _ => false,
    };
    if is_short {
        warnings.push(format!("{path}: the service takes 6 and more"));
    }
}

fn mfa(params: &Dict, warnings: &mut Vec<String>) {
    let path = format!("{USER_POOL}.Mfa.MFAMode");
    match text_at(params, &path) {
        Some("ON") => warnings.push(format!(
            "{path}: the service does not switch MFA ON for a user pool that exists with another \
             mode"
        )),
        Some("OFF") if has_sms(params) => warnings.push(format!(
            "{path}: the service does not switch MFA OFF while SMS is configured"
        )),
        _ => {}
    }
}

fn has_sms(params: &Dict) -> bool {
    let settings = format!("{USER_POOL}.Mfa.Settings");
    let types = at(params, &format!("{settings}.MfaTypes"));
    let message = text_at(params, &format!("{settings}.SmsMessage"));
    let has_type = matches!(types, Some(Value::List(types)) if types.contains(&"SMS".into()));
    has_type || message.is_some_and(|text| !text.is_empty())
}

/// A provider needs all of its members. Empty members already have a warning.
fn social_providers(params: &Dict, warnings: &mut Vec<String>) {
    let Some(Value::Dict(providers)) = at(params, PROVIDERS) else {
        return;
    };
    for (name, provider) in providers.entries.iter() {
        let members: &[&str] = match name.as_str() {
            "SignInWithApple" => &["ClientId", "KeyId", "PrivateKey", "TeamId"],
            _ => &["ClientId", "ClientSecret"],
        };
        let Value::Dict(provider) = provider else {
            continue;
        };
        let absent = members
            .iter()
            .filter(|name| !provider.entries.contains_key(**name));
        for member in absent {
            let path = format!("{PROVIDERS}.{}", sanitize(name));
            warnings.push(format!("{path}: the service refuses it without {member}"));
        }
    }
}

fn redirect_uris(params: &Dict, warnings: &mut Vec<String>) {
    for list in ["RedirectSignInURIs", "RedirectSignOutURIs"] {
        let path = format!("{USER_POOL}.OAuth.{list}");
        let Some(Value::List(uris)) = at(params, &path) else {
            continue;
        };
        for (index, uri) in uris.iter().enumerate() {
            let Value::String(uri) = uri else { continue };
            let is_local = uri.starts_with("http://localhost");
            if uri.starts_with("http://") && !is_local {
                warnings.push(format!(
                    "{path}[{index}]: only localhost goes without https"
                ));
            }
            if !uri.is_empty() && !uri.ends_with('/') {
                warnings.push(format!(
                    "{path}[{index}]: the service wants a slash at the end"
                ));
            }
        }
    }
}

fn text_at<'v>(params: &'v Dict, path: &str) -> Option<&'v str> {
    match at(params, path) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

fn at<'v>(params: &'v Dict, path: &str) -> Option<&'v Value> {
    let (parents, name) = path.rsplit_once('.')?;
    let mut dict = params;
    for parent in parents.split('.') {
        match dict.entries.get(parent) {
            Some(Value::Dict(inner)) => dict = inner,
            _ => return None,
        }
    }
    dict.entries.get(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::skeleton::{self, Members};
    use crate::model::UPDATE_BACKEND_AUTH;
    use crate::python::json;

    fn of(config: &str) -> Vec<String> {
        let text =
            format!(r#"{{"AppId": "d1", "ResourceConfig": {{"UserPoolConfigs": {config}}}}}"#);
        warnings(&UPDATE_BACKEND_AUTH, &json::parse_dict(&text))
    }

    #[test]
    fn an_ordinary_configuration_gives_no_warning() {
        let document = include_str!("../../../tests/sandbox/auth.json");
        let params = json::parse_dict(document);
        assert_eq!(warnings(&UPDATE_BACKEND_AUTH, &params), [""; 0]);
    }

    #[test]
    fn values_that_the_service_rejects_are_reported_with_their_path() {
        let pool = "ResourceConfig.UserPoolConfigs";
        for (config, path, words) in [
            (
                r#"{"PasswordPolicy": {"MinimumLength": 5}}"#,
                "PasswordPolicy.MinimumLength",
                "6 and more",
            ),
            (
                r#"{"PasswordPolicy": {"MinimumLength": 5.5}}"#,
                "PasswordPolicy.MinimumLength",
                "6 and more",
            ),
            (
                r#"{"PasswordPolicy": {"MinimumLength": 0.0}}"#,
                "PasswordPolicy.MinimumLength",
                "0.0, as in the skeleton",
            ),
            (
                r#"{"Mfa": {"MFAMode": "ON"}}"#,
                "Mfa.MFAMode",
                "does not switch MFA ON",
            ),
            (
                r#"{"Mfa": {"MFAMode": "on"}}"#,
                "Mfa.MFAMode",
                "on is unknown; did you mean ON?",
            ),
            (
                r#"{"Mfa": {"MFAMode": "OFF", "Settings": {"MfaTypes": ["SMS"]}}}"#,
                "Mfa.MFAMode",
                "while SMS is configured",
            ),
            (
                r#"{"OAuth": {"DomainPrefix": ""}}"#,
                "OAuth.DomainPrefix",
                "is empty",
            ),
            (
                r#"{"OAuth": {"RedirectSignInURIs": ["http://localhost:3000/", "https://a.example"]}}"#,
                "OAuth.RedirectSignInURIs[1]",
                "a slash",
            ),
            (
                r#"{"OAuth": {"RedirectSignOutURIs": ["http://a.example/", "myapp://"]}}"#,
                "OAuth.RedirectSignOutURIs[0]",
                "https",
            ),
            (
                r#"{"OAuth": {"SocialProviderSettings": {"Google": {"ClientId": "i"}}}}"#,
                "OAuth.SocialProviderSettings.Google",
                "without ClientSecret",
            ),
        ] {
            let found = of(config);
            assert_eq!(found.len(), 1, "{config}: {found:#?}");
            assert!(
                found[0].starts_with(&format!("{pool}.{path}")),
                "{found:#?}"
            );
            assert!(found[0].contains(words), "{found:#?}");
        }
    }

    #[test]
    fn every_string_of_the_skeleton_is_reported() {
        let text = skeleton::json(UPDATE_BACKEND_AUTH.input, Members::All);
        let params = json::parse_dict(&text);
        let found = warnings(&UPDATE_BACKEND_AUTH, &params);
        let empty = found
            .iter()
            .filter(|text| text.ends_with("as in the skeleton"));
        assert_eq!(empty.count(), 24, "{found:#?}");
    }
}
