//! Hints for profile files, profiles, regions and credentials.

use super::HintContext;
use super::raw_args;
use super::suggest::{sanitize, suggest};
use crate::config::profiles::{Profiles, Section};
use crate::dialect::Dialect;
use crate::error::{CredentialsError, SettingsError};
use crate::python::configparser::{Malformed, Problem};

/// The maximum number of profiles that a hint lists.
const MAX_LISTED: usize = 8;

/// The hint for an error in the settings.
pub(super) fn hint(error: &SettingsError, context: &HintContext<'_>) -> Option<String> {
    use SettingsError as Error;
    match error {
        Error::UnparsableFile { reason, .. } => Some(malformed(reason)),
        Error::ProfileNotFound { profile, variable } => {
            Some(no_profile(profile, *variable, context))
        }
        Error::NoRegion => Some(match context.environment.get_nonempty("AWS_REGION") {
            Some(region) if context.dialect == Dialect::V1 => format!(
                "AWS_REGION is not read, as by the AWS CLI 1: set AWS_DEFAULT_REGION={}",
                sanitize(region)
            ),
            _ => "set one with --region us-east-1, AWS_DEFAULT_REGION, or region = us-east-1 in \
                  the profile"
                .to_owned(),
        }),
        Error::InvalidRegion(region) => Some(
            comment_or_quotes(region)
                .unwrap_or("a region looks like us-east-1")
                .to_owned(),
        ),
        Error::InvalidMaxAttempts(value)
        | Error::InvalidRetryMode(value)
        | Error::InvalidDefaultsMode(value)
        | Error::NotAnInteger(value)
        | Error::UnknownTimestampFormat(value) => comment_or_quotes(value).map(str::to_owned),
        Error::InvalidEndpoint(url) => Some(match comment_or_quotes(url) {
            Some(advice) => advice.to_owned(),
            None => super::with_scheme(url)?,
        }),
        Error::BlankCaBundle => Some("unset the variable or name a PEM file in it".to_owned()),
        _ => None,
    }
}

/// The hint for a value of a profile file that contains a comment or quotes.
pub(super) fn comment_or_quotes(value: &str) -> Option<&'static str> {
    if value.contains(" #") || value.contains(" ;") {
        return Some("a comment behind a value is part of it: comments need lines of their own");
    }
    // Python's messages put the value in quotes.
    let value = value.rsplit_once(": '").map_or(value, |(_, value)| {
        value.strip_suffix('\'').unwrap_or(value)
    });
    let quoted = |mark: char| value.len() > 1 && value.starts_with(mark) && value.ends_with(mark);
    (quoted('"') || quoted('\'')).then_some("in profile files values have no quotes")
}

fn malformed(reason: &Malformed) -> String {
    let problem = match &reason.problem {
        Problem::ByteOrderMark => {
            "a byte order mark: save the file as UTF-8 without one".to_owned()
        }
        Problem::NotUtf8 => "text that is not UTF-8".to_owned(),
        Problem::BeforeSection => {
            "text before the first section: begin with [default] or [profile NAME]".to_owned()
        }
        Problem::NoDelimiter => "neither [SECTION] nor NAME = VALUE".to_owned(),
        Problem::NoName => "there is no name before the =".to_owned(),
        Problem::RepeatedSection(name) => format!("[{}] is there twice", sanitize(name)),
        Problem::RepeatedOption(name) => format!("{} is there twice", sanitize(name)),
        Problem::Block(name) => format!(
            "in the indented lines under {} one is not NAME = VALUE",
            sanitize(name)
        ),
    };
    match reason.line {
        0 => problem,
        line => format!("line {line}: {problem}"),
    }
}

fn no_profile(profile: &str, variable: Option<&'static str>, context: &HintContext<'_>) -> String {
    if profile.is_empty() {
        return match variable {
            Some(variable) => format!("{variable} is set and empty: unset it"),
            None => "the name is empty: is the variable that should hold it unset?".to_owned(),
        };
    }
    if (context.stray_sections)(context.environment).contains(&profile.to_owned()) {
        let name = sanitize(profile);
        return format!("in the config file, write [profile {name}] instead of [{name}]");
    }
    let profiles = (context.profiles)(context.environment);
    let names: Vec<&str> = profiles.merged.keys().map(String::as_str).collect();
    let source = match variable {
        Some(variable) => format!("{variable} names it; "),
        None => String::new(),
    };
    let there_are = match names.as_slice() {
        [] => return format!("{source}there are no profiles yet: \"aws configure\" makes one"),
        names => listed(names),
    };
    match suggest(profile, &names) {
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

/// The name of the profile in use, when one is given.
pub(super) fn profile<'a>(context: &'a HintContext<'_>) -> Option<&'a str> {
    raw_args::value_of(context, "profile")
        .or_else(|| context.environment.get("AWS_DEFAULT_PROFILE"))
        .or_else(|| context.environment.get("AWS_PROFILE"))
}

pub(super) fn sso_login(context: &HintContext<'_>) -> String {
    match profile(context) {
        Some(name) => format!("aws sso login --profile {}", sanitize(name)),
        None => "aws sso login".to_owned(),
    }
}

/// The section of the profile in use.
pub(super) fn section<'p>(
    profiles: &'p Profiles,
    context: &HintContext<'_>,
) -> Option<&'p Section> {
    profiles.merged.get(profile(context).unwrap_or("default"))
}

/// The hint for credentials that cannot be obtained.
pub(super) fn credentials(error: &CredentialsError, context: &HintContext<'_>) -> Option<String> {
    use CredentialsError as Error;
    match error {
        Error::NotFound => {
            let profiles = (context.profiles)(context.environment);
            let others: Vec<&str> = profiles
                .merged
                .keys()
                .map(String::as_str)
                .filter(|name| *name != profile(context).unwrap_or("default"))
                .collect();
            let set = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with \
                       --profile";
            Some(if others.is_empty() {
                set.to_owned()
            } else {
                format!("{set}: there are {}", listed(&others))
            })
        }
        Error::Python(text) if text.starts_with("[Errno") => {
            let profiles = (context.profiles)(context.environment);
            section(&profiles, context)?.text("credential_process")?;
            let name = sanitize(profile(context).unwrap_or("default"));
            Some(format!(
                "credential_process of the profile {name} cannot be started"
            ))
        }
        Error::SsoTokenLoad(_) | Error::SsoUnauthorized | Error::SsoTokenExpired => {
            let profiles = (context.profiles)(context.environment);
            let section = section(&profiles, context);
            let session = section
                .and_then(|section| section.text("sso_session"))
                .and_then(|name| profiles.sso_sessions.get(name));
            let url = session
                .or(section)
                .and_then(|section| section.text("sso_start_url"));
            Some(match url {
                Some(url) if url.ends_with('#') || url.ends_with("#/") => format!(
                    "the token is stored under sso_start_url as written: end it in /start, \
                     without #, then run {}",
                    sso_login(context)
                ),
                _ => format!("run {}", sso_login(context)),
            })
        }
        Error::LoginTokenLoad(_)
        | Error::NoLoginSession(_)
        | Error::IncompleteLoginSession(_)
        | Error::LoginRefused(_) => Some("run aws login again".to_owned()),
        Error::NoTerminal(_) => {
            Some("run it in a terminal, or set temporary keys in the environment".to_owned())
        }
        Error::InfiniteLoop { .. } => {
            Some("the source_profile of one of them must be another profile, with keys".to_owned())
        }
        Error::Settings(error) => hint(error, context),
        Error::Transport(error) => super::network::transport(error, context),
        Error::ClientError(error) => {
            super::network::error_response(&error.code_text(), &error.message_text(), None, context)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::profiles::Setting;
    use crate::python::environ::Environment;

    #[test]
    fn comments_and_quotes_are_part_of_a_value() {
        let comment = comment_or_quotes("us-east-1 # Virginia").unwrap();
        assert!(comment.contains("comment"), "{comment}");
        let python = "invalid literal for int() with base 10: '\"5\"'";
        for value in ["\"us-east-1\"", "'json'", python] {
            assert!(
                comment_or_quotes(value).is_some_and(|advice| advice.contains("quotes")),
                "{value}"
            );
        }
        for value in ["us-east-1", "a#b", ""] {
            assert_eq!(comment_or_quotes(value), None, "{value}");
        }
    }

    #[test]
    fn a_start_url_with_a_fragment_has_no_token() {
        let environment = Environment::default();
        let profiles = |_: &Environment| {
            let text = |text: &str| Setting::Text(text.to_owned());
            let mut profiles = Profiles::default();
            let profile = [("sso_session".to_owned(), text("s"))];
            let session = [("sso_start_url".to_owned(), text("https://x.test/start#/"))];
            profiles
                .merged
                .insert("default".to_owned(), profile.into_iter().collect());
            profiles
                .sso_sessions
                .insert("s".to_owned(), session.into_iter().collect());
            profiles
        };
        let context = HintContext {
            profiles,
            ..HintContext::of(&environment)
        };
        let error = CredentialsError::SsoTokenLoad(String::new());
        let hint = credentials(&error, &context).unwrap();
        assert!(hint.contains("without #"), "{hint}");
    }
}
