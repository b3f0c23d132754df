//! The global options as typed. [`crate::cli`] fills them in; [`super::Settings`] interprets them.
//! Text is as Python's `sys.argv` has it; see [`crate::python::surrogate::fsdecode`].

use super::urls;
use crate::error::GlobalError;
use crate::python::int_parse::parse_int;

/// The options that every command of the original takes.
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
    /// An option that stands there twice with different values.
    pub repeated: Option<&'static str>,
}

impl GlobalOptions {
    /// Checks the URL and the time-outs as the original does before it looks any further
    /// (`awscli/customizations/globalargs.py`).
    ///
    /// # Errors
    /// The first value that makes no sense.
    pub fn check(&self) -> Result<(), GlobalError> {
        if let Some(url) = &self.endpoint_url {
            urls::check_brackets(url).map_err(GlobalError::InvalidUrl)?;
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
