//! How to reach the service, resolved to plain data: what `settings` hands to `service`.

use crate::dialect::Dialect;
use crate::log::Logger;
use crate::log::secret::Secret;
use crate::python::url::Urllib3;
use std::fmt;
use std::time::Duration;

/// Everything a client needs to know before it sends, apart from its credentials.
#[derive(Clone, Debug)]
pub struct ClientSettings {
    /// Scheme, host, port and base path, without a trailing query.
    pub endpoint_url: String,
    /// The region of the credential scope.
    pub signing_region: String,
    /// Whether requests are signed (`--no-sign-request` says no).
    pub sign: bool,
    /// How often, and after which failures, a request is sent again.
    pub retries: Retries,
    /// The dialect, whose parsers of error responses differ.
    pub dialect: Dialect,
    /// `AWS_EXECUTION_ENV`, as the user agent names it.
    pub execution_env: Option<String>,
    /// Proxies, certificates and time-outs, the same for the call and for every credential
    /// provider.
    pub transport: Transport,
}

/// The retry settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// The rules that apply.
    pub mode: RetryMode,
    /// Attempts in all, the first one included; at least 1.
    pub total_attempts: u32,
}

/// The three sets of retry rules of the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryMode {
    /// The default.
    Legacy,
    /// `AWS_RETRY_MODE=standard`
    Standard,
    /// `AWS_RETRY_MODE=adaptive`
    Adaptive,
}

/// How bytes travel.
#[derive(Clone, Debug)]
pub struct Transport {
    /// How server certificates are verified.
    pub trust: CertVerification,
    /// Proxies, as the environment names them.
    pub proxies: Proxies,
    /// The longest wait for a connection; `None` is no limit.
    pub connect_timeout: Option<Duration>,
    /// The longest wait between two reads; `None` is no limit.
    pub read_timeout: Option<Duration>,
    /// How URLs are read.
    pub urllib3: Urllib3,
    /// The logger of `--debug`.
    pub logger: Logger,
}

/// Which certificates a server may show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertVerification {
    /// Those that lead to a root of the compiled-in Mozilla list.
    BuiltInRoots,
    /// Those that lead to a certificate of this PEM file (or directory, as the original has it).
    Bundle(String),
    /// Any (`--no-verify-ssl`).
    Disabled,
}

/// The proxies that the environment names; values as written there.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    /// `http_proxy`
    pub http: Option<String>,
    /// `https_proxy`
    pub https: Option<String>,
    /// `no_proxy`
    pub no_proxy: Option<String>,
}

/// A proxy's URL may hold a password: only that there is one is shown.
impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |url: &Option<String>| url.as_ref().map(|_| Secret::new(""));
        f.debug_struct("Proxies")
            .field("http", &hidden(&self.http))
            .field("https", &hidden(&self.https))
            .field("no_proxy", &self.no_proxy)
            .finish()
    }
}
