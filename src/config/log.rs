//! Logs the settings, each with its origin. Secrets are registered before the first line is logged.

use super::table::{self, Origin, Raw};
use super::{Settings, files};
use crate::config::profiles::{Section, Setting};
use crate::config::transport::{CertVerification, ClientSettings, RetryMode};
use crate::log::names;
use crate::log::redact;
use crate::python::{surrogate, url};
use std::time::Duration;

impl Settings {
    /// Logs the profile files and the selected profile.
    pub(super) fn log_profile(&self) {
        if self.logger.keeps_secrets() {
            self.register_secrets();
        }
        if !self.logger.is_on() {
            return;
        }
        self.debug(|| {
            format!(
                "amplifybackend {} on {}",
                env!("CARGO_PKG_VERSION"),
                std::env::consts::OS
            )
        });
        for (row, default) in [
            (table::CONFIG_FILE, "~/.aws/config"),
            (table::CREDENTIALS_FILE, "~/.aws/credentials"),
        ] {
            let path = self.value(&row).map_or(default.into(), Raw::shown);
            let path = files::expand(&path, &self.environment);
            let state = if surrogate::path(&path).is_file() {
                "read"
            } else {
                "not there"
            };
            let origin = self.origin(&row);
            self.debug(|| format!("file {path} ({origin}): {state}"));
        }
        let origin = self.origin(&table::PROFILE);
        let profile = self.profile.as_deref().unwrap_or("default");
        self.debug(|| format!("profile {profile} ({origin})"));
    }

    /// Logs the settings of the client, each with its origin.
    pub(super) fn log_client(&self, client: &ClientSettings, endpoint_origin: Origin) {
        if !self.logger.is_on() {
            return;
        }
        let log = |name: &str, value: &str, origin: Origin| {
            self.debug(|| format!("{name} {value} ({origin})"));
        };
        log(
            "region",
            &client.signing_region,
            self.find_region()
                .map_or(Origin::Default, |(_, origin)| origin),
        );
        log("output", &self.output(), self.origin(&table::OUTPUT));
        self.debug(|| {
            let url = redact::url(&client.endpoint_url);
            match endpoint_origin {
                Origin::Default => format!("endpoint {url} (of the region)"),
                origin => format!("endpoint {url} ({origin})"),
            }
        });
        let mode = match client.retries.mode {
            RetryMode::Legacy => "legacy",
            RetryMode::Standard => "standard",
            RetryMode::Adaptive => "adaptive",
        };
        log("retry mode", mode, self.origin(&table::RETRY_MODE));
        let attempts = client.retries.total_attempts.to_string();
        log("attempts", &attempts, self.origin(&table::MAX_ATTEMPTS));
        let transport = &client.transport;
        for (name, limit, row) in [
            (
                "connect time-out",
                transport.connect_timeout,
                &table::CONNECT_TIMEOUT,
            ),
            (
                "read time-out",
                transport.read_timeout,
                &table::READ_TIMEOUT,
            ),
        ] {
            log(name, &format_timeout(limit), self.origin(row));
        }
        self.debug(|| match &transport.trust {
            CertVerification::BuiltInRoots => {
                "certificates: the built-in roots (default)".to_owned()
            }
            CertVerification::Disabled => "certificates: any (--no-verify-ssl)".to_owned(),
            CertVerification::Bundle(path) => {
                let origin = match self.origin(&table::CA_BUNDLE) {
                    Origin::Default => self.origin(&table::REQUESTS_CA_BUNDLE),
                    origin => origin,
                };
                format!("certificates: {path} ({origin})")
            }
        });
        for row in &table::IGNORED {
            if let Some((_, origin)) = self.find(row) {
                self.debug(|| format!("{} is ignored ({origin})", row.key()));
            }
        }
        let proxies = &transport.proxies;
        for (name, url) in [("http", &proxies.http), ("https", &proxies.https)] {
            if let Some(url) = url {
                self.debug(|| format!("{name} proxy {} (environment)", redact::url(url)));
            }
        }
        if let Some(hosts) = &proxies.no_proxy {
            self.debug(|| format!("no proxy for {hosts} (environment)"));
        }
    }

    fn debug(&self, message: impl FnOnce() -> String) {
        self.logger.debug("settings", message);
    }

    /// Registers the secrets in the environment, the options and the profile files.
    fn register_secrets(&self) {
        let proxies = self.proxies();
        let urls = [&proxies.http, &proxies.https, &self.options.endpoint_url];
        for url in urls.into_iter().flatten() {
            self.register_password(url);
        }
        for (name, value) in self.environment.iter() {
            if names::is_credential(name) {
                self.logger.add_secret(value);
            }
            if name.starts_with("AWS_ENDPOINT_URL") || name == "AWS_CONTAINER_CREDENTIALS_FULL_URI"
            {
                self.register_password(value);
            }
        }
        let profiles = &self.profiles;
        let sections = profiles
            .config
            .values()
            .chain(profiles.credentials.values());
        for section in sections {
            self.register_section(section);
        }
    }

    fn register_section(&self, section: &Section) {
        for (name, value) in section.iter() {
            if let Setting::Text(text) = value {
                if names::is_credential(name) {
                    self.logger.add_secret(text);
                }
                // A mail address has an `@` too, but is no URL.
                if text.contains("//") {
                    self.register_password(text);
                }
            }
        }
    }

    /// Registers the password of a URL, and its parts: for the original the host ends at the first
    /// of these characters, so a message may quote only a part.
    fn register_password(&self, url: &str) {
        let Some(password) = url::password(url) else {
            return;
        };
        self.logger.add_secret(password);
        for part in password.split(['/', '?', '#', '\\', '@']) {
            self.logger.add_secret(part);
        }
    }
}

fn format_timeout(limit: Option<Duration>) -> String {
    match limit {
        Some(limit) => format!("{} s", limit.as_secs_f64()),
        None => "none".to_owned(),
    }
}
