//! An environment, one variable per line, up to the client and the credentials: numbers, switches,
//! URLs, proxies, timestamps. The first line is `--endpoint-url`.
#![no_main]

use amplifybackend::config::globals::GlobalOptions;
use amplifybackend::config::{self, Settings};
use amplifybackend::dialect::Dialect;
use amplifybackend::log::Logger;
use amplifybackend::python::environ::Environment;
use amplifybackend::service::credentials::Provider;
use amplifybackend::service::endpoint::Endpoint;
use amplifybackend::service::http::proxy::proxy_for;
use std::ffi::OsString;
use std::task::{Context, Poll, Waker};

/// Variables that name files or a server.
const EXCLUDED: [&str; 4] = ["FILE", "CONTAINER", "HOME", "BOTO"];

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
            let allowed = !EXCLUDED.iter().any(|part| name.contains(part));
            allowed.then(|| (name.into(), value.into()))
        }))
        .collect();
    let options = GlobalOptions {
        endpoint_url: (!url.is_empty()).then(|| url.to_owned()),
        ..GlobalOptions::default()
    };
    if let Err(error) = options.check() {
        return drop(error.to_string());
    }
    let settings = config::profiles(&environment).and_then(|profiles| {
        let logger = Logger::default();
        Settings::load(
            &environment,
            &options,
            Dialect::V1,
            profiles.into(),
            &logger,
        )
    });
    let settings = match settings {
        Ok(settings) => settings,
        Err(error) => return drop(error.to_string()),
    };
    match settings.client() {
        Ok(client) => {
            let url = &client.endpoint_url;
            let endpoint = Endpoint::new(url);
            let path = "/backend/a/auth/b";
            let _ = (endpoint.urls(path), endpoint.join(path));
            let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
            let authority = rest.split('/').next().unwrap_or_default();
            let transport = &client.transport;
            let _ = proxy_for(&transport.proxies, transport.urllib3, scheme, authority);
        }
        Err(error) => drop(error.to_string()),
    }
    let transport = settings.transport();
    let load = Provider::load(settings.credential_sources(), &transport, |_| {
        Box::pin(std::future::pending())
    });
    match std::pin::pin!(load).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(_)) => {}
        Poll::Ready(Err(error)) => drop(error.to_string()),
        Poll::Pending => panic!("the provider blocks"),
    }
});
