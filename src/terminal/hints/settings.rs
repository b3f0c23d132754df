//! Advice on profiles, regions, credentials, and on what the service says of them.

use super::HintContext;
use super::raw_args;
use super::suggest::{sanitize, suggest};
use crate::error::service::Cause;
use crate::error::{CredentialsError, ServiceError, SettingsError};

/// How many profiles are listed.
const MAX_LISTED: usize = 8;

/// Advice on a setting.
pub fn hint(error: &SettingsError, around: &HintContext<'_>) -> Option<String> {
    match error {
        SettingsError::ProfileNotFound { profile, variable } => {
            Some(no_profile(profile, *variable, around))
        }
        SettingsError::NoRegion => Some(match around.environment.get_nonempty("AWS_REGION") {
            Some(region) => format!(
                "AWS_REGION is not read, as by the AWS CLI 1: set AWS_DEFAULT_REGION={}",
                sanitize(region)
            ),
            None => "set one with --region us-east-1, AWS_DEFAULT_REGION, or region = us-east-1 \
                     in the profile"
                .to_owned(),
        }),
        SettingsError::InvalidRegion(_) => Some("a region looks like us-east-1".to_owned()),
        _ => None,
    }
}

fn no_profile(profile: &str, variable: Option<&'static str>, around: &HintContext<'_>) -> String {
    let names = (around.profiles)(around.environment);
    let texts: Vec<&str> = names.iter().map(String::as_str).collect();
    let there_are = match texts.as_slice() {
        [] => return "there are no profiles yet: \"aws configure\" makes one".to_owned(),
        names => listed(names),
    };
    let source = match variable {
        Some(variable) => format!("{variable} names it; "),
        None => String::new(),
    };
    match suggest(profile, &texts) {
        Some(suggest) => format!(
            "{source}did you mean {}? There are {there_are}",
            sanitize(suggest)
        ),
        None => format!("{source}there are {there_are}"),
    }
}

fn listed(names: &[&str]) -> String {
    let sanitize: Vec<String> = names
        .iter()
        .take(MAX_LISTED)
        .map(|name| sanitize(name))
        .collect();
    let more = if names.len() > MAX_LISTED {
        ", ..."
    } else {
        ""
    };
    format!("{}{more}", sanitize.join(", "))
}

/// The profile in use, when one is named.
fn profile<'a>(around: &'a HintContext<'_>) -> Option<&'a str> {
    raw_args::value_of(around, "profile")
        .or_else(|| around.environment.get("AWS_DEFAULT_PROFILE"))
        .or_else(|| around.environment.get("AWS_PROFILE"))
}

fn sso_login(around: &HintContext<'_>) -> String {
    match profile(around) {
        Some(name) => format!("aws sso login --profile {}", sanitize(name)),
        None => "aws sso login".to_owned(),
    }
}

/// Advice on credentials that cannot be had.
pub fn credentials(error: &CredentialsError, around: &HintContext<'_>) -> Option<String> {
    match error {
        CredentialsError::NotFound => {
            let names = (around.profiles)(around.environment);
            let others: Vec<&str> = names
                .iter()
                .map(String::as_str)
                .filter(|name| *name != profile(around).unwrap_or("default"))
                .collect();
            let set = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with \
                       --profile";
            Some(if others.is_empty() {
                set.to_owned()
            } else {
                format!("{set}: there are {}", listed(&others))
            })
        }
        CredentialsError::SsoTokenLoad(_)
        | CredentialsError::SsoUnauthorized
        | CredentialsError::SsoTokenExpired => Some(format!("run {}", sso_login(around))),
        CredentialsError::Settings(error) => hint(error, around),
        CredentialsError::ClientError(error) => answered(&error.code, &error.message, around),
        _ => None,
    }
}

/// Advice on what the service says, or on that it says nothing.
pub fn service(error: &ServiceError, around: &HintContext<'_>) -> Option<String> {
    match error {
        ServiceError::ClientError(error) => answered(&error.code, &error.message, around),
        ServiceError::Transport(error) if *error.cause.root() == Cause::DnsLookup => {
            Some("the host has no address: is the region right, and the network up?".to_owned())
        }
        _ => None,
    }
}

const SKEWED: [&str; 3] = [
    "RequestTimeTooSkewed",
    "RequestExpired",
    "RequestInTheFuture",
];
const EXPIRED: [&str; 3] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "TokenRefreshRequired",
];
const UNKNOWN_KEY: [&str; 2] = ["UnrecognizedClientException", "InvalidClientTokenId"];

fn answered(code: &str, message: &str, around: &HintContext<'_>) -> Option<String> {
    let in_environment = raw_args::value_of(around, "profile").is_none();
    let holds = |name: &str| in_environment && around.environment.get_nonempty(name).is_some();
    let clock = ["Signature expired", "Signature not yet current"];
    if SKEWED.contains(&code) || clock.iter().any(|text| message.contains(text)) {
        return Some(
            "this machine's clock is wrong: compare it with date -u, then set it".to_owned(),
        );
    }
    if EXPIRED.contains(&code) {
        return Some(if holds("AWS_SESSION_TOKEN") {
            "the session in AWS_SESSION_TOKEN is over: set new AWS_ keys, all three".to_owned()
        } else {
            format!(
                "the session is over: log in anew, with SSO by {}",
                sso_login(around)
            )
        });
    }
    if UNKNOWN_KEY.contains(&code) {
        let places = match profile(around) {
            _ if holds("AWS_SESSION_TOKEN") => "the AWS_ variables of the environment".to_owned(),
            _ if holds("AWS_ACCESS_KEY_ID") => {
                "AWS_ACCESS_KEY_ID; a temporary key needs AWS_SESSION_TOKEN too".to_owned()
            }
            Some(name) => format!("the profile {}", sanitize(name)),
            None => "the default profile".to_owned(),
        };
        return Some(format!(
            "the service does not know these keys: look at {places}"
        ));
    }
    None
}
