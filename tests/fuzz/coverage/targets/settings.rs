//! Any environment, one variable a line, up to the client and the credentials: numbers, switches,
//! URLs, proxies, points in time. The first line is `--endpoint-url`.
#![no_main]

use amplifybackend::config::globals::GlobalOptions;
use amplifybackend::python::environ::Environment;
use amplifybackend::service::credentials::Provider;
use amplifybackend::service::endpoint::Endpoint;
use amplifybackend::service::http::proxy::proxy_for;
use amplifybackend::config::{self, Settings};
use std::ffi::OsString;
use std::task::{Context, Poll, Waker};

/// Variables that name files or somebody to ask.
const NOT_FOR_THE_FUZZER: [&str; 4] = ["FILE", "CONTAINER", "HOME", "BOTO"];

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (url, variables) = text.split_once('\n').unwrap_or((text, ""));
    let absent = |name: &str| (OsString::from(name), OsString::from("/nowhere"));
    let environment: Environment = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]
        .into_iter()
        .chain(["BOTO_CONFIG", "HOME"])
        .map(absent)
        .chain([("AWS_EC2_METADATA_DISABLED".into(), "true".into())])
        .chain(variables.lines().filter_map(|line| {
            let (name, value) = line.split_once('=')?;
            let allowed = !NOT_FOR_THE_FUZZER.iter().any(|part| name.contains(part));
            allowed.then(|| (name.into(), value.into()))
        }))
        .collect();
    let options = GlobalOptions {
        endpoint_url: (!url.is_empty() && config::has_scheme(url)).then(|| url.to_owned()),
        ..GlobalOptions::default()
    };
    let settings = match Settings::load(&environment, &options, &amplifybackend::log::Logger::default()) {
        Ok(settings) => settings,
        Err(error) => return drop(error.to_string()),
    };
    match settings.client() {
        Ok(client) => {
            let url = &client.endpoint_url;
            let endpoint = Endpoint::new(url);
            let path = "/backend/a/auth/b";
            let _ = (endpoint.rewritten(path), endpoint.join(path));
            let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
            let authority = rest.split('/').next().unwrap_or_default();
            let _ = proxy_for(&client.transport.proxies, scheme, authority);
        }
        Err(error) => drop(error.to_string()),
    }
    let transport = settings.transport();
    let load = Provider::load(settings.credential_sources(), &transport);
    match std::pin::pin!(load).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(_)) => {}
        Poll::Ready(Err(error)) => drop(error.to_string()),
        Poll::Pending => panic!("somebody was asked"),
    }
});
