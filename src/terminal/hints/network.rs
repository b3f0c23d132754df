//! Hints for error responses and for requests without a response.

use super::HintContext;
use super::raw_args;
use super::settings::{comment_or_quotes, profile, section, sso_login};
use super::suggest::{sanitize, suggest};
use crate::error::ResponseFacts;
use crate::error::ServiceError;
use crate::error::service::{Cause, TransportError};
use crate::log::redact;
use crate::terminal::completion::REGIONS;

/// The hint for a call that failed.
pub(super) fn hint(error: &ServiceError, context: &HintContext<'_>) -> Option<String> {
    match error {
        ServiceError::ClientError(error) => {
            let (code, message) = (error.code_text(), error.message_text());
            error_response(&code, &message, Some(&error.response), context)
        }
        ServiceError::Transport(error) => transport(error, context),
        ServiceError::Python(text) if !text.contains("codec") => None,
        ServiceError::UnparsableResponse(_) | ServiceError::Python(_) => Some(
            "this is no response of the service: is --endpoint-url right, or does a proxy \
             compress or replace it?"
                .to_owned(),
        ),
        _ => None,
    }
}

/// The hint for a request without a response.
pub(super) fn transport(error: &TransportError, context: &HintContext<'_>) -> Option<String> {
    let host = host(&error.url);
    Some(match error.cause.root() {
        Cause::DnsLookup => unknown_host(host),
        Cause::Connect if is_local(host) => {
            format!(
                "nothing listens at {}: is the server running?",
                sanitize(host)
            )
        }
        Cause::Connect => {
            "the host refuses connections: is a proxy needed (HTTPS_PROXY)?".to_owned()
        }
        Cause::ConnectTimeout => {
            "no connection in time: is a proxy needed (HTTPS_PROXY)? --cli-connect-timeout sets \
             the limit"
                .to_owned()
        }
        Cause::ReadTimeout => "the update may have been made: look at the app's jobs before you \
             send it again; --cli-read-timeout sets the limit"
            .to_owned(),
        Cause::Proxy(_) => proxy(host, context),
        Cause::Tls(text) if text.contains("[Errno") => ca_bundle(context),
        Cause::Other(text) if text.contains("proxy") => proxy(host, context),
        Cause::Tls(text) => tls(text)?.to_owned(),
        Cause::Closed if error.url.starts_with("http://") => {
            "does the server speak TLS? Then the URL begins with https://".to_owned()
        }
        _ => return None,
    })
}

fn tls(text: &str) -> Option<&'static str> {
    Some(match text {
        text if text.contains("WRONG_VERSION_NUMBER") || text.contains("wrong version number") => {
            "the server does not speak TLS: http:// instead of https://?"
        }
        text if text.contains("certificate has expired") || text.contains("not yet valid") => {
            "is this machine's clock right (date -u)? If so, the server's certificate is not"
        }
        text if text.contains("ostname mismatch") || text.contains("not valid for") => {
            "the certificate is for another host name than the one in the URL"
        }
        text if text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("self") => {
            "trust the authority of the certificate with --ca-bundle FILE or AWS_CA_BUNDLE=FILE"
        }
        text if text.contains("PEM") || text.contains("no certificate") => {
            "the CA bundle is a file of PEM certificates: -----BEGIN CERTIFICATE-----"
        }
        _ => return None,
    })
}

/// The host of a URL, with the port.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

fn is_local(host: &str) -> bool {
    ["localhost", "127.", "[::1]"]
        .iter()
        .any(|name| host.starts_with(name))
}

/// The hint for a host name without an address: most often, its region is misspelled.
fn unknown_host(host: &str) -> String {
    let regions: Vec<&str> = REGIONS.iter().map(|(name, _)| *name).collect();
    let mut labels = host.split('.');
    let region = match labels.next() {
        Some("amplifybackend" | "sts" | "oidc" | "portal") => {
            labels.find(|label| label.contains('-'))
        }
        _ => None,
    };
    match region {
        Some(region) if !regions.contains(&region) => {
            let zone = region.strip_suffix(|c: char| c.is_ascii_lowercase());
            let meant = zone
                .filter(|zone| regions.contains(zone))
                .or_else(|| suggest(region, &regions));
            match meant {
                Some(meant) => format!(
                    "there is no region {}: did you mean {meant}?",
                    sanitize(region)
                ),
                None => format!(
                    "the host has no address: is {} a region of the service?",
                    sanitize(region)
                ),
            }
        }
        _ => "the host has no address: is its name right, and the network up?".to_owned(),
    }
}

/// Advice on the variable that sets the proxy, or on `NO_PROXY`, which should exclude the host.
fn proxy(host: &str, context: &HintContext<'_>) -> String {
    let first = |names: [&'static str; 2]| {
        let mut names = names.into_iter();
        names.find_map(|name| Some((name, context.environment.get_nonempty(name)?)))
    };
    let found =
        first(["https_proxy", "HTTPS_PROXY"]).or_else(|| first(["http_proxy", "HTTP_PROXY"]));
    let (variable, url) = found.unwrap_or(("HTTPS_PROXY", ""));
    if url.starts_with("socks") {
        return format!(
            "{variable} names a SOCKS proxy; only http:// and https:// proxies are supported"
        );
    }
    match first(["no_proxy", "NO_PROXY"]) {
        Some((name, hosts)) if hosts.contains('/') => format!(
            "{name} takes host names and addresses, no networks such as {}",
            sanitize(
                hosts
                    .split(',')
                    .find(|host| host.contains('/'))
                    .unwrap_or(hosts)
            )
        ),
        _ => format!(
            "{variable} names the proxy; NO_PROXY={} goes around it",
            sanitize(host.split(':').next().unwrap_or(host))
        ),
    }
}

/// The hint for a CA bundle that cannot be read.
fn ca_bundle(context: &HintContext<'_>) -> String {
    let profiles = (context.profiles)(context.environment);
    let in_profile = section(&profiles, context).and_then(|section| section.text("ca_bundle"));
    let variable = |name| context.environment.get_nonempty(name);
    let sources = [
        ("--ca-bundle", raw_args::value_of(context, "ca-bundle")),
        ("AWS_CA_BUNDLE", variable("AWS_CA_BUNDLE")),
        ("ca_bundle of the profile", in_profile),
        ("REQUESTS_CA_BUNDLE", variable("REQUESTS_CA_BUNDLE")),
    ];
    let named = sources
        .into_iter()
        .find_map(|(source, path)| Some((source, path?)));
    let (source, path) = named.unwrap_or(("--ca-bundle", ""));
    let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
    let names = (context.list)(if folder.is_empty() { "/" } else { folder }).unwrap_or_default();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let file = sanitize(path);
    match suggest(name, &names) {
        Some(meant) if meant != name => {
            format!("{source} names {file}: did you mean {}?", sanitize(meant))
        }
        _ => format!("{source} names {file}: is there such a PEM file?"),
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
const BAD_SIGNATURE: [&str; 2] = ["InvalidSignatureException", "SignatureDoesNotMatch"];
const DENIED: [&str; 3] = [
    "AccessDeniedException",
    "AccessDenied",
    "UnauthorizedOperation",
];

/// The clock difference above which a hint reports it, in seconds; Signature Version 4 accepts 5
/// minutes.
const MAX_SKEW: i64 = 240;

/// The hint for an error response.
pub(super) fn error_response(
    code: &str,
    message: &str,
    response: Option<&ResponseFacts>,
    context: &HintContext<'_>,
) -> Option<String> {
    let skew = response.and_then(|response| response.clock_skew);
    let clock = ["Signature expired", "Signature not yet current"];
    let about_clock = SKEWED.contains(&code) || clock.iter().any(|text| message.contains(text));
    if about_clock || (BAD_SIGNATURE.contains(&code) && skew.is_some_and(|s| s.abs() > MAX_SKEW)) {
        return Some(match skew {
            Some(skew) if skew.abs() > MAX_SKEW => format!(
                "this machine's clock is {} {} the service's: set it (date -u shows it)",
                duration(skew.abs()),
                if skew > 0 { "ahead of" } else { "behind" }
            ),
            _ => "this machine's clock is wrong: compare it with date -u, then set it".to_owned(),
        });
    }
    if let Some(target) = response.and_then(|response| response.location.as_deref()) {
        let target = redact::url(target);
        return Some(format!(
            "redirects are not followed; this one leads to {}",
            sanitize(&target)
        ));
    }
    credentials(code, context).or_else(|| {
        let operation = context.operation;
        Some(match code {
            code if DENIED.contains(&code) || message.contains("is not authorized to perform") => {
                format!(
                    "the credentials need the permission amplifybackend:{}",
                    operation.name
                )
            }
            "NotFoundException" => {
                "is the app in this account and region, and is the environment's name right?"
                    .to_owned()
            }
            "TooManyRequestsException" | "ThrottlingException" => {
                "wait a minute, or set AWS_MAX_ATTEMPTS=10".to_owned()
            }
            _ => return None,
        })
    })
}

/// The hint for credentials that the service rejects.
fn credentials(code: &str, context: &HintContext<'_>) -> Option<String> {
    let in_environment = raw_args::value_of(context, "profile").is_none();
    let holds = |name: &str| in_environment && context.environment.get_nonempty(name).is_some();
    if EXPIRED.contains(&code) {
        return Some(if holds("AWS_SESSION_TOKEN") {
            "the session in AWS_SESSION_TOKEN has expired: set new AWS_ keys, all three".to_owned()
        } else {
            format!(
                "the session has expired: with SSO, run {} again",
                sso_login(context)
            )
        });
    }
    if !UNKNOWN_KEY.contains(&code)
        && !BAD_SIGNATURE.contains(&code)
        && code != "IncompleteSignature"
    {
        return None;
    }
    let profiles = (context.profiles)(context.environment);
    let from_environment = holds("AWS_ACCESS_KEY_ID");
    let values = match from_environment {
        true => {
            ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].map(|name| context.environment.get(name))
        }
        false => ["aws_access_key_id", "aws_secret_access_key"]
            .map(|name| section(&profiles, context)?.text(name)),
    };
    if let Some(advice) = values.into_iter().flatten().find_map(comment_or_quotes) {
        return Some(advice.to_owned());
    }
    let places = match profile(context) {
        _ if holds("AWS_SESSION_TOKEN") => "the AWS_ variables of the environment".to_owned(),
        _ if from_environment && UNKNOWN_KEY.contains(&code) => {
            "AWS_ACCESS_KEY_ID; a temporary key needs AWS_SESSION_TOKEN too".to_owned()
        }
        _ if from_environment => "AWS_SECRET_ACCESS_KEY".to_owned(),
        Some(name) => format!("the profile {}", sanitize(name)),
        None => "the default profile".to_owned(),
    };
    Some(match UNKNOWN_KEY.contains(&code) {
        true => format!("the service does not know these keys: look at {places}"),
        false => format!("the secret key does not match the access key: look at {places}"),
    })
}

/// A duration in words: `90 minutes`.
fn duration(seconds: i64) -> String {
    match seconds {
        0..=7200 => format!("{} minutes", seconds / 60),
        7201..=172_800 => format!("{} hours", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::environ::Environment;

    #[test]
    fn clock_skew_is_computed_from_the_response() {
        let environment = Environment::default();
        let context = HintContext::of(&environment);
        let hint = |code, skew| {
            let response = ResponseFacts {
                clock_skew: Some(skew),
                ..ResponseFacts::default()
            };
            error_response(code, "", Some(&response), &context).unwrap()
        };
        assert_eq!(
            hint("RequestTimeTooSkewed", -900),
            "this machine's clock is 15 minutes behind the service's: set it (date -u shows it)"
        );
        assert!(hint("InvalidSignatureException", 90_000).contains("25 hours ahead of"));
        assert!(hint("InvalidSignatureException", 3).contains("secret key"));
    }

    #[test]
    fn an_unknown_host_suggests_the_closest_region() {
        for (host, hint) in [
            (
                "amplifybackend.us-esat-1.amazonaws.com",
                "there is no region us-esat-1: did you mean us-east-1?",
            ),
            (
                "amplifybackend.eu-west-1b.amazonaws.com",
                "there is no region eu-west-1b: did you mean eu-west-1?",
            ),
            (
                "example.test:80",
                "the host has no address: is its name right, and the network up?",
            ),
        ] {
            assert_eq!(unknown_host(host), hint);
        }
    }
}
