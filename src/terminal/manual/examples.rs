//! The manual's examples; a test runs each of them.

use super::document::{Block, code, paragraph};

const EXAMPLES: &[(&str, &str)] = &[
    (
        "Write a document with every member, fill it in, and send it:",
        "amplifybackend update-backend-auth --generate-cli-skeleton > auth.json\n\
         amplifybackend update-backend-auth --cli-input-json file://auth.json",
    ),
    (
        "The same document for another environment:",
        "amplifybackend update-backend-auth --cli-input-json file://auth.json \\\n    \
         --backend-environment-name prod",
    ),
    (
        "A configuration from a file, the job's ID alone as the answer:",
        "amplifybackend update-backend-auth --app-id d19i0t4qaod5qo \\\n    \
         --backend-environment-name staging --resource-name awards65f041ad \\\n    \
         --resource-config file://config.json --query JobId --output text",
    ),
    (
        "MFA that each user may switch on, as shorthand:",
        "amplifybackend update-backend-auth --app-id d19i0t4qaod5qo \\\n    \
         --backend-environment-name staging --resource-name awards65f041ad \\\n    \
         --resource-config 'AuthResources=USER_POOL_ONLY,Service=COGNITO,\n\
         UserPoolConfigs={Mfa={MFAMode=OPTIONAL,Settings={MfaTypes=TOTP}}}'",
    ),
    (
        "A document from another program, through a pipe:",
        "cat auth.json |\n  \
         amplifybackend update-backend-auth --cli-input-json file:///dev/stdin",
    ),
    (
        "A look at whether the parameters are complete, without sending them:",
        "amplifybackend update-backend-auth --cli-input-json file://auth.json \\\n    \
         --generate-cli-skeleton output",
    ),
];

/// The section of examples, each with a line about its purpose.
pub(super) fn examples() -> Vec<Block> {
    EXAMPLES
        .iter()
        .flat_map(|(purpose, command)| [paragraph(*purpose), code(*command)])
        .collect()
}
