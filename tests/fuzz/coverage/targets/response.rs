//! A response of the service or of a credential provider. The first two bytes choose the source
//! and the status; the next two lines are headers; the rest is the body.
#![no_main]

use amplifybackend::dialect::Dialect;
use amplifybackend::model::UPDATE_BACKEND_AUTH;
use amplifybackend::python::repr::str_of;
use amplifybackend::service::credentials::fuzzing::{self, Source};
use amplifybackend::service::{parse_error, parse_response};
use aws_smithy_runtime_api::http::Headers;

const SOURCES: [Source; 6] = [
    Source::Sts,
    Source::Sso,
    Source::SsoToken,
    Source::Container,
    Source::Metadata,
    Source::Process,
];
const STATUSES: [u16; 8] = [200, 300, 307, 400, 403, 429, 500, 503];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [source, status, rest @ ..] = bytes else {
        return;
    };
    let status = STATUSES[usize::from(*status) % STATUSES.len()];
    match SOURCES.get(usize::from(*source) % 8) {
        Some(source) => match fuzzing::read(*source, status, rest) {
            Ok(Some(keys)) => drop((keys.remaining(), format!("{keys:?}"))),
            Ok(None) => {}
            Err(error) => drop(error.to_string()),
        },
        None if status < 300 => match parse_response::parse(&UPDATE_BACKEND_AUTH, rest) {
            Ok(members) => drop(str_of(&members)),
            Err(error) => drop(error.to_string()),
        },
        None => fail(status, rest),
    }
});

fn fail(status: u16, rest: &[u8]) {
    let mut parts = rest.splitn(3, |byte| *byte == b'\n');
    let mut headers = Headers::new();
    for name in ["x-amzn-errortype", "x-amzn-query-error"] {
        let value = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
        if !value.is_empty() {
            let _ = headers.try_append(name, value);
        }
    }
    let body = parts.next().unwrap_or_default();
    let parsed = parse_error::parse(Dialect::V2, status, &headers, body);
    let again = parse_error::parse(Dialect::V2, status, &headers, body);
    assert_eq!(format!("{parsed:?}"), format!("{again:?}"));
    match parsed {
        Ok(error) => drop(error.into_error("UpdateBackendAuth", Some(4)).to_string()),
        Err(error) => drop(error.to_string()),
    }
}
