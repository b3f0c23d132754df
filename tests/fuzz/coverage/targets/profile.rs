//! Any text as both profile files, up to what the settings and the credential providers make of
//! them. A line of `%` divides the config file from the credentials file.
#![no_main]

use amplifybackend::config::globals::GlobalOptions;
use amplifybackend::config::transport::Transport;
use amplifybackend::python::environ::Environment;
use amplifybackend::config::profiles;
use amplifybackend::python::configparser;
use amplifybackend::service::credentials::Provider;
use amplifybackend::config::Settings;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::task::{Context, Waker};

/// A folder of this process, in memory.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = PathBuf::from(format!("/dev/shm/profile-fuzz-{}", std::process::id()));
    let _ = std::fs::create_dir_all(&folder);
    folder
});

fn environment() -> Environment {
    let at = |name: &str| FOLDER.join(name).into_os_string();
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
        assert_eq!(configparser::parse(&written(sections)).as_ref(), Ok(sections));
    }
    let (config, credentials) = text.split_once("\n%\n").unwrap_or((&text, ""));
    let _ = profiles::sections(bytes.to_vec());
    if std::fs::write(FOLDER.join("config"), config).is_err()
        || std::fs::write(FOLDER.join("credentials"), credentials).is_err()
    {
        return;
    }
    for profile in [None, Some("p".to_owned())] {
        let options = GlobalOptions {
            profile,
            ..GlobalOptions::default()
        };
        match Settings::load(&environment(), &options, &amplifybackend::log::Logger::default()) {
            Ok(settings) => look_up(&settings, &text),
            Err(error) => drop(error.to_string()),
        }
    }
});

fn look_up(settings: &Settings, text: &str) {
    let _ = (settings.require_profile(), settings.output(), settings.region());
    let _ = (settings.follow_urlparam(), settings.parameter_validation());
    match settings.client() {
        Ok(client) => drop(format!("{client:?}")),
        Err(error) => drop(error.to_string()),
    }
    // The fuzzer shall run no program and read no file that it names.
    let text = text.to_lowercase();
    if text.contains("process") || text.contains("token_file") {
        return;
    }
    let transport: Transport = settings.transport();
    let load = Provider::load(settings.credential_sources(), &transport);
    let mut load = std::pin::pin!(load);
    // Nobody is asked, so nothing has to be waited for.
    match load.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        std::task::Poll::Ready(Ok(provider)) => drop(format!("{provider:?}")),
        std::task::Poll::Ready(Err(error)) => drop(error.to_string()),
        std::task::Poll::Pending => panic!("somebody was asked"),
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
