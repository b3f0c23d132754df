//! What `--debug` tells of the settings: each with the place it comes from, and what is secret
//! among them named as such before anything is told.

use super::{Settings, files};
use crate::config::endpoint::Service;
use crate::config::profiles::{Section, Setting};
use crate::config::transport::{CertVerification, ClientSettings, RetryMode};
use crate::log::names;
use crate::log::redact;
use crate::python::{surrogate, url};
use std::time::Duration;

impl Settings {
    /// Tells which files and which profile are used.
    pub(super) fn log_profile(&self) {
        if self.logger.keeps_secrets() {
            self.register_secrets();
        }
        if !self.logger.is_on() {
            return;
        }
        self.tell(|| {
            format!(
                "amplifybackend {} on {}",
                env!("CARGO_PKG_VERSION"),
                std::env::consts::OS
            )
        });
        for (variable, usual) in [
            ("AWS_CONFIG_FILE", "~/.aws/config"),
            ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
        ] {
            let path = self.environment.get(variable).unwrap_or(usual);
            let path = files::expand(path, &self.environment);
            let state = if surrogate::path(&path).is_file() {
                "read"
            } else {
                "not there"
            };
            let origin = self.origin(None, &[variable], None);
            self.tell(|| format!("file {path} ({origin}): {state}"));
        }
        let flag = self
            .options
            .profile
            .as_deref()
            .filter(|name| !name.is_empty());
        let origin = self.origin(
            flag.map(|_| "--profile"),
            &["AWS_DEFAULT_PROFILE", "AWS_PROFILE"],
            None,
        );
        let profile = self.profile.as_deref().unwrap_or("default");
        self.tell(|| format!("profile {profile} ({origin})"));
    }

    /// Tells what the client goes by.
    pub(super) fn log_client(&self, client: &ClientSettings) {
        if !self.logger.is_on() {
            return;
        }
        let options = &self.options;
        let region = self.origin(
            options.region.as_ref().map(|_| "--region"),
            &["AWS_DEFAULT_REGION"],
            Some("region"),
        );
        self.tell(|| format!("region {} ({region})", client.signing_region));
        let output = self.origin(
            options.output.as_ref().map(|_| "--output"),
            &["AWS_DEFAULT_OUTPUT"],
            Some("output"),
        );
        self.tell(|| format!("output {} ({output})", self.output()));
        self.tell(|| {
            let url = redact::url(&client.endpoint_url);
            format!("endpoint {url} ({})", self.origin_of_endpoint())
        });
        let mode = match client.retries.mode {
            RetryMode::Legacy => "legacy",
            RetryMode::Standard => "standard",
            RetryMode::Adaptive => "adaptive",
        };
        let origin = self.origin(None, &["AWS_RETRY_MODE"], Some("retry_mode"));
        self.tell(|| format!("retry mode {mode} ({origin})"));
        let origin = self.origin(None, &["AWS_MAX_ATTEMPTS"], Some("max_attempts"));
        self.tell(|| format!("attempts {} ({origin})", client.retries.total_attempts));
        let transport = &client.transport;
        for (what, limit, flag) in [
            (
                "connect",
                transport.connect_timeout,
                options
                    .connect_timeout
                    .as_ref()
                    .map(|_| "--cli-connect-timeout"),
            ),
            (
                "read",
                transport.read_timeout,
                options.read_timeout.as_ref().map(|_| "--cli-read-timeout"),
            ),
        ] {
            let origin = self.origin(flag, &[], None);
            self.tell(|| format!("{what} time-out {} ({origin})", shown(limit)));
        }
        self.tell(|| match &transport.trust {
            CertVerification::BuiltInRoots => {
                "certificates: the built-in roots (default)".to_owned()
            }
            CertVerification::Disabled => "certificates: any (--no-verify-ssl)".to_owned(),
            CertVerification::Bundle(path) => {
                let flag = options.ca_bundle.as_ref().map(|_| "--ca-bundle");
                let mut origin = self.origin(flag, &["AWS_CA_BUNDLE"], Some("ca_bundle"));
                if origin == "default" {
                    "REQUESTS_CA_BUNDLE".clone_into(&mut origin);
                }
                format!("certificates: {path} ({origin})")
            }
        });
        let proxies = &transport.proxies;
        for (name, url) in [("http", &proxies.http), ("https", &proxies.https)] {
            if let Some(url) = url {
                self.tell(|| format!("{name} proxy {} (environment)", redact::url(url)));
            }
        }
        if let Some(hosts) = &proxies.no_proxy {
            self.tell(|| format!("no proxy for {hosts} (environment)"));
        }
    }

    fn tell(&self, words: impl FnOnce() -> String) {
        self.logger.debug("settings", words);
    }

    /// The first place that has a value: the option, the variables, the profile.
    fn origin(&self, flag: Option<&str>, variables: &[&str], key: Option<&str>) -> String {
        if let Some(flag) = flag {
            return flag.to_owned();
        }
        let set = |name: &&&str| self.environment.get(name).is_some();
        if let Some(variable) = variables.iter().find(set) {
            return (*variable).to_owned();
        }
        match key {
            Some(key)
                if self
                    .profile_section()
                    .is_some_and(|section| section.contains(key)) =>
            {
                "profile".to_owned()
            }
            _ => "default".to_owned(),
        }
    }

    fn origin_of_endpoint(&self) -> &'static str {
        let set = |name| self.environment.get_nonempty(name).is_some();
        if self.options.endpoint_url.is_some() {
            "--endpoint-url"
        } else if !matches!(
            self.configured_endpoint(Service::AmplifyBackend),
            Ok(Some(_))
        ) {
            "of the region"
        } else if set("AWS_ENDPOINT_URL_AMPLIFYBACKEND") {
            "AWS_ENDPOINT_URL_AMPLIFYBACKEND"
        } else if set("AWS_ENDPOINT_URL") {
            "AWS_ENDPOINT_URL"
        } else {
            "profile"
        }
    }

    fn register_secrets(&self) {
        let proxies = self.proxies();
        let urls = [&proxies.http, &proxies.https, &self.options.endpoint_url];
        for url in urls.into_iter().flatten() {
            self.hide_password(url);
        }
        for (name, value) in self.environment.iter() {
            if names::is_credential(name) {
                self.logger.add_secret(value);
            }
            if name.starts_with("AWS_ENDPOINT_URL") || name == "AWS_CONTAINER_CREDENTIALS_FULL_URI"
            {
                self.hide_password(value);
            }
        }
        let profiles = &self.profiles;
        let sections = profiles
            .config
            .values()
            .chain(profiles.credentials.values());
        for section in sections {
            self.hide_section(section);
        }
    }

    fn hide_section(&self, section: &Section) {
        for (name, value) in section.iter() {
            if let Setting::Text(text) = value {
                if names::is_credential(name) {
                    self.logger.add_secret(text);
                }
                // Mail addresses are no URLs.
                if text.contains("//") {
                    self.hide_password(text);
                }
            }
        }
    }

    /// A message may quote the password up to the first of these marks, where the host ends for
    /// the original.
    fn hide_password(&self, url: &str) {
        let Some(password) = url::password(url) else {
            return;
        };
        self.logger.add_secret(password);
        for part in password.split(['/', '?', '#', '\\', '@']) {
            self.logger.add_secret(part);
        }
    }
}

fn shown(limit: Option<Duration>) -> String {
    match limit {
        Some(limit) => format!("{} s", limit.as_secs_f64()),
        None => "none".to_owned(),
    }
}
