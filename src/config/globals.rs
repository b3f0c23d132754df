//! The global options as typed. [`crate::cli`] fills them in; [`super::Settings`] interprets them.
//! Text is as Python's `sys.argv` has it; see [`crate::python::surrogate::fsdecode`].

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
