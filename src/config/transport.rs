//! The settings of a client as plain data, for `service`.

use crate::dialect::Dialect;
use crate::log::Logger;
use crate::log::secret::Secret;
use crate::python::url::Urllib3;
use std::fmt;
use std::time::Duration;

/// The settings of a client, except for its credentials.
#[derive(Clone, Debug)]
pub struct ClientSettings {
    /// Scheme, host, port and base path, without a trailing query.
    pub endpoint_url: String,
    /// The region of the credential scope.
    pub signing_region: String,
    /// Whether requests are signed; false with `--no-sign-request`.
    pub sign: bool,
    /// A signature version with which requests cannot be signed.
    pub unknown_signature: Option<String>,
    /// The retry settings.
    pub retries: Retries,
    /// The dialect: the versions parse error responses differently.
    pub dialect: Dialect,
    /// `AWS_EXECUTION_ENV`, with characters replaced that a user agent must not contain.
    pub execution_env: Option<String>,
    /// Proxies, certificates and timeouts, which the credential providers share.
    pub transport: Transport,
}

/// The retry settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// The retry mode.
    pub mode: RetryMode,
    /// The maximum number of attempts, including the first; at least 1.
    pub total_attempts: u32,
}

/// The retry modes of the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryMode {
    /// `legacy`, the default of version 1.
    Legacy,
    /// `standard`, the default of version 2.
    Standard,
    /// `adaptive`.
    Adaptive,
}

/// The settings of connections: proxies, certificates, timeouts.
#[derive(Clone, Debug)]
pub struct Transport {
    /// The verification of server certificates.
    pub trust: CertVerification,
    /// The proxies.
    pub proxies: Proxies,
    /// The connect timeout; `None` is no limit.
    pub connect_timeout: Option<Duration>,
    /// The read timeout; `None` is no limit.
    pub read_timeout: Option<Duration>,
    /// The urllib3 whose URL parser is used.
    pub urllib3: Urllib3,
    /// The logger for `--debug`.
    pub logger: Logger,
}

/// The root certificates with which server certificates are verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertVerification {
    /// The compiled-in Mozilla root certificates.
    BuiltInRoots,
    /// The certificates of this PEM file, or of this directory, which the original also accepts.
    Bundle(String),
    /// None: certificates are not verified (`--no-verify-ssl`).
    Disabled,
}

/// The proxies in the environment, as written there.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    /// `http_proxy`
    pub http: Option<String>,
    /// `https_proxy`
    pub https: Option<String>,
    /// `no_proxy`
    pub no_proxy: Option<String>,
}

// A proxy URL may contain a password, so the output only shows whether there is a proxy.
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
