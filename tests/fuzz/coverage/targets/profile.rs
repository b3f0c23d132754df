//! A text as both profile files, up to the settings and the credential providers. A line of `%`
//! separates the config file from the credentials file.
#![no_main]

use amplifybackend::config::globals::GlobalOptions;
use amplifybackend::config::{self, Settings, profiles};
use amplifybackend::dialect::Dialect;
use amplifybackend::log::Logger;
use amplifybackend::python::configparser;
use amplifybackend::python::environ::Environment;
use amplifybackend::service::credentials::Provider;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::task::{Context, Waker};

/// A directory of this process, in memory.
static DIRECTORY: LazyLock<PathBuf> = LazyLock::new(|| {
    let directory = PathBuf::from(format!("/dev/shm/profile-fuzz-{}", std::process::id()));
    let _ = std::fs::create_dir_all(&directory);
    directory
});

fn environment() -> Environment {
    let at = |name: &str| DIRECTORY.join(name).into_os_string();
    Environment::from_iter([
        ("AWS_CONFIG_FILE".into(), at("config")),
        ("AWS_SHARED_CREDENTIALS_FILE".into(), at("credentials")),
        ("BOTO_CONFIG".into(), at("boto")),
        ("HOME".into(), at("home")),
        ("AWS_EC2_METADATA_DISABLED".into(), "true".into()),
    ])
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let parsed = configparser::parse(&text);
    if let Ok(sections) = &parsed {
        assert_eq!(
            configparser::parse(&written(sections)).as_ref(),
            Ok(sections)
        );
    }
    let (config, credentials) = text.split_once("\n%\n").unwrap_or((&text, ""));
    let _ = profiles::sections(bytes.to_vec());
    if std::fs::write(DIRECTORY.join("config"), config).is_err()
        || std::fs::write(DIRECTORY.join("credentials"), credentials).is_err()
    {
        return;
    }
    for profile in [None, Some("p".to_owned())] {
        let options = GlobalOptions {
            profile,
            ..GlobalOptions::default()
        };
        let environment = environment();
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
        match settings {
            Ok(settings) => look_up(&settings, &text),
            Err(error) => drop(error.to_string()),
        }
    }
});

fn look_up(settings: &Settings, text: &str) {
    let _ = (
        settings.require_profile(),
        settings.output(),
        settings.region(),
    );
    let _ = (settings.follow_urlparam(), settings.parameter_validation());
    match settings.client() {
        Ok(client) => drop(format!("{client:?}")),
        Err(error) => drop(error.to_string()),
    }
    // Inputs must not run programs or read files.
    let text = text.to_lowercase();
    if text.contains("process") || text.contains("token_file") {
        return;
    }
    let transport = settings.transport();
    let load = Provider::load(settings.credential_sources(), &transport, |_| {
        Box::pin(std::future::pending())
    });
    let mut load = std::pin::pin!(load);
    // Loading sends no request and never prompts, so it cannot block.
    match load.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        std::task::Poll::Ready(Ok(provider)) => drop(format!("{provider:?}")),
        std::task::Poll::Ready(Err(error)) => drop(error.to_string()),
        std::task::Poll::Pending => panic!("the provider blocks"),
    }
}

/// The sections as a file.
fn written(sections: &configparser::Sections) -> String {
    let mut out = String::new();
    for (name, options) in sections {
        out.push_str(&format!("[{name}]\n"));
        for (option, value) in options {
            out.push_str(&format!("{option}={}\n", value.replace('\n', "\n ")));
        }
    }
    out
}
