//! The global options as typed. [`crate::cli`] parses them, [`super::Settings`] interprets them.
//! Text has the form of Python's `sys.argv`; see [`crate::python::surrogate::fsdecode`].

use super::urls;
use crate::error::GlobalError;
use crate::python::int_parse::parse_int;

/// The global options, which every command of the original accepts.
#[derive(Clone, Debug, Default)]
pub struct GlobalOptions {
    /// `--debug`
    pub debug: bool,
    /// `--endpoint-url`
    pub endpoint_url: Option<String>,
    /// `--no-verify-ssl`
    pub no_verify_ssl: bool,
    /// `--output`: `json`, `text` or `table`.
    pub output: Option<String>,
    /// `--query`
    pub query: Option<String>,
    /// `--profile`
    pub profile: Option<String>,
    /// `--region`
    pub region: Option<String>,
    /// `--color`: `on`, `off` or `auto`.
    pub color: Option<String>,
    /// `--no-sign-request`
    pub no_sign_request: bool,
    /// `--ca-bundle`
    pub ca_bundle: Option<String>,
    /// `--cli-read-timeout`
    pub read_timeout: Option<String>,
    /// `--cli-connect-timeout`
    pub connect_timeout: Option<String>,
    /// `--cli-binary-format`
    pub binary_format: Option<String>,
    /// `--no-cli-pager`
    pub no_pager: bool,
    /// `--cli-error-format`
    pub error_format: Option<String>,
    /// An option that was given twice with different values, for a warning.
    pub repeated: Option<&'static str>,
}

impl GlobalOptions {
    /// Checks the URL and the timeouts, which the original does before all other checks
    /// (`awscli/customizations/globalargs.py`).
    ///
    /// # Errors
    /// The first invalid value.
    pub fn check(&self) -> Result<(), GlobalError> {
        if let Some(url) = &self.endpoint_url {
            urls::check_netloc(url).map_err(GlobalError::InvalidUrl)?;
            if !urls::has_scheme(url) {
                return Err(GlobalError::NoScheme(url.clone()));
            }
        }
        for (flag, text) in [
            ("cli-read-timeout", &self.read_timeout),
            ("cli-connect-timeout", &self.connect_timeout),
        ] {
            if let Some(text) = text {
                parse_int(text).map_err(|message| GlobalError::NotAnInteger { flag, message })?;
            }
        }
        Ok(())
    }
}
