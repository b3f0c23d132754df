//! The options of an operation as typed: values not yet interpreted. [`crate::cli`] fills them in;
//! [`crate::input`] interprets them.

use std::fmt;

/// The options of `update-backend-auth`.
#[derive(Clone, Default)]
pub struct OperationOptions {
    /// `--app-id`
    pub app_id: Option<String>,
    /// `--backend-environment-name`
    pub backend_environment_name: Option<String>,
    /// `--resource-config`
    pub resource_config: Option<String>,
    /// `--resource-name`
    pub resource_name: Option<String>,
    /// `--cli-input-json`
    pub cli_input_json: Option<String>,
    /// `--generate-cli-skeleton`: `input` or `output`.
    pub generate_cli_skeleton: Option<String>,
    /// An option that stands there twice with different values.
    pub repeated: Option<&'static str>,
}

/// The values hold secrets.
impl fmt::Debug for OperationOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OperationOptions")
    }
}
