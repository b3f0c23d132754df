//! The texts about the program itself: usage, help and version. They are ours; nothing of them
//! has to equal the original's.

use crate::options::{GLOBAL_OPTIONS, OPERATION_OPTIONS, OptionSpec, Takes};

/// What stands before every usage error.
pub const USAGE: &str = "\
usage: amplifybackend [options] update-backend-auth [parameters]

To see the options and examples, run:

  amplifybackend update-backend-auth help

";

/// The line that `--version` prints.
pub fn version() -> String {
    format!(
        "amplifybackend-cli/{} ({} {})\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

/// The help page.
pub fn page() -> String {
    let mut page = String::from(
        "\
amplifybackend update-backend-auth - update the authentication of an Amplify app's backend

usage: amplifybackend [options] update-backend-auth [parameters]

A drop-in for `aws amplifybackend update-backend-auth`: same flags, input, output and exit codes.

Parameters:
",
    );
    describe(OPERATION_OPTIONS, &mut page);
    page.push_str("\nOptions:\n");
    describe(GLOBAL_OPTIONS, &mut page);
    page.push_str(
        "
Examples:
  amplifybackend update-backend-auth --generate-cli-skeleton > auth.json
  amplifybackend update-backend-auth --cli-input-json file://auth.json
  amplifybackend update-backend-auth --app-id d19i0t4qaod5qo \\
    --backend-environment-name staging --resource-name awards65f041ad \\
    --resource-config 'AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={Mfa={MFAMode=OPTIONAL}}'

Exit codes: 0 done, 2 wrong usage, 130 interrupted, 255 everything else.
",
    );
    page
}

fn describe(table: &[OptionSpec], page: &mut String) {
    for spec in table {
        let value = match spec.takes {
            Takes::Nothing | Takes::Version => String::new(),
            Takes::Value(name) => format!(" {name}"),
            Takes::Choice(choices) => format!(" {{{}}}", choices.join("|")),
            Takes::OptionalChoice(choices) => format!(" [{}]", choices.join("|")),
        };
        let flag = format!("--{}{value}", spec.name);
        page.push_str(&format!("  {flag:<39} {}\n", spec.help));
    }
}
