//! The manual's sections on environment variables and files.

use super::document::{Block, Entry, entry, paragraph};

/// The text on the variables, by subject.
const VARIABLES: &[(&str, &str)] = &[
    (
        "`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`",
        "Keys to sign with; `AWS_SECURITY_TOKEN` is the older name of the token, `AWS_CREDENTIAL_EXPIRATION` says when they end.",
    ),
    (
        "`AWS_DEFAULT_REGION`",
        "The region, after `--region`. Version 1 does not read `AWS_REGION`; version 2 reads it first, and asks the instance where nothing else says.",
    ),
    (
        "`AWS_DEFAULT_PROFILE`, `AWS_PROFILE`",
        "The profile, after `--profile`; version 1 takes the first one, version 2 the second.",
    ),
    (
        "`AWS_DEFAULT_OUTPUT`",
        "The format of the answer, after `--output`.",
    ),
    (
        "`AWS_CLI_OUTPUT_ENCODING`, `AWS_CLI_FILE_ENCODING`",
        "In version 2: the encodings of output and errors, and of `file://` files, by Python's names (`latin-1`, `cp1252`, `utf-16`); those with several bytes a character, other than UTF, are refused. Without the first, `PYTHONUTF8=1` is UTF-8. The default is UTF-8.",
    ),
    (
        "`AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE`",
        "The profile files, instead of those in the home directory.",
    ),
    (
        "`AWS_ENDPOINT_URL_AMPLIFYBACKEND`, `AWS_ENDPOINT_URL`",
        "Where requests go, after `--endpoint-url`; with `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` only the option says.",
    ),
    (
        "`AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL_SSO`, `AWS_ENDPOINT_URL_SSO_OIDC`, `AWS_ENDPOINT_URL_SIGNIN`",
        "The endpoints of the services behind the credential providers.",
    ),
    (
        "`AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT`",
        "`true` selects the FIPS or the dual-stack endpoint.",
    ),
    (
        "`AWS_CA_BUNDLE`, `REQUESTS_CA_BUNDLE`",
        "A PEM file of the certificates to trust, after `--ca-bundle`.",
    ),
    (
        "`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`",
        "Proxies, in capitals or not; user and password may stand in the address.",
    ),
    (
        "`AWS_MAX_ATTEMPTS`, `AWS_RETRY_MODE`",
        "How often a request is sent in all (5, in the other modes 3), and the mode: `legacy`, `standard` or `adaptive`.",
    ),
    (
        "`AWS_DEFAULTS_MODE`",
        "A set of defaults for retries and the time to connect: `legacy`, `standard`, `in-region`, `cross-region`, `mobile`, `auto`.",
    ),
    (
        "`AWS_ROLE_ARN`, `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_SESSION_NAME`",
        "A role to assume with a web identity's token.",
    ),
    (
        "`AWS_STS_REGIONAL_ENDPOINTS`",
        "Where roles are assumed: `regional` or `legacy`.",
    ),
    (
        "`AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, `AWS_CONTAINER_CREDENTIALS_FULL_URI`, `AWS_CONTAINER_AUTHORIZATION_TOKEN`, `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`",
        "Credentials of a container.",
    ),
    (
        "`AWS_EC2_METADATA_DISABLED`, `AWS_EC2_METADATA_V1_DISABLED`, `AWS_EC2_METADATA_SERVICE_ENDPOINT`, `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE`, `AWS_IMDS_USE_IPV6`, `AWS_METADATA_SERVICE_TIMEOUT`, `AWS_METADATA_SERVICE_NUM_ATTEMPTS`",
        "Whether and how credentials of an instance are asked for.",
    ),
    (
        "`AWS_CREDENTIAL_FILE`, `BOTO_CONFIG`, `AWS_LOGIN_CACHE_DIRECTORY`",
        "Other places of older files and of login sessions.",
    ),
    (
        "`AWS_CLI_AUTO_PROMPT`, `AWS_CLI_ERROR_FORMAT`",
        "Under version 2: when the original would prompt, which is an error here, and the format of error messages.",
    ),
    (
        "`AWS_REQUEST_CHECKSUM_CALCULATION`, `AWS_RESPONSE_CHECKSUM_VALIDATION`, `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES`, `AWS_ACCOUNT_ID_ENDPOINT_MODE`, `AWS_S3_DISABLE_EXPRESS_SESSION_AUTH`, `AWS_S3_US_EAST_1_REGIONAL_ENDPOINT`, `AWS_S3_USE_ARN_REGION`, `AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS`, `AWS_AUTH_SCHEME_PREFERENCE`, `AWS_CSM_ENABLED`, `AWS_CSM_PORT`",
        "Checked as the original checks them, without further effect.",
    ),
    (
        "`AWS_SDK_UA_APP_ID`, `AWS_DISABLE_REQUEST_COMPRESSION`, `AWS_SIGV4A_SIGNING_REGION_SET`",
        "Ignored; `--debug` says so.",
    ),
    (
        "`AWS_CLI_FILE_ENCODING`, `AWS_CLI_OUTPUT_ENCODING`",
        "The encoding of files that values name, and, under version 2, of the output.",
    ),
    ("`AWS_EXECUTION_ENV`", "Part of the user agent."),
    (
        "`AWS_PAGER`",
        "Under version 2, the pager of the output; empty for none.",
    ),
    (
        "`MANPAGER`, `PAGER`",
        "The pager of this manual: the first one that is set, else `less -R`. When it is empty or `cat`, or cannot be started, the manual is printed.",
    ),
    (
        "`COLUMNS`",
        "The width of this manual, instead of the terminal's, or of 80 without one. Lines have 40 to 100 columns.",
    ),
    (
        "`NO_COLOR`, `TERM`",
        "This manual and the hints are plain when the first is set, or the second is `dumb`.",
    ),
];

/// The text on the files, by path.
const FILES: &[(&str, &str)] = &[
    (
        "`~/.aws/config`",
        "Profiles: region, output, roles and other credential sources, endpoints, retries. Sections `[default]`, `[profile` *NAME*`]`, `[sso-session` *NAME*`]`, `[services` *NAME*`]`. With `cli_follow_urlparam = false`, values that are web addresses stay as they are.",
    ),
    ("`~/.aws/credentials`", "Keys by profile."),
    (
        "`~/.aws/cli/cache`",
        "Credentials of assumed roles, while they last; shared with the AWS CLI.",
    ),
    (
        "`~/.aws/sso/cache`, `~/.aws/login/cache`",
        "Tokens of SSO and login sessions.",
    ),
];

/// The section on environment variables.
pub(super) fn environment() -> Vec<Block> {
    vec![
        paragraph("Options win over variables, variables over the profile. The variables:"),
        list(VARIABLES),
    ]
}

/// The section on files and the order of credential sources.
pub(super) fn files() -> Vec<Block> {
    vec![
        list(FILES),
        paragraph(
            "Credentials are looked for in this order: environment, role of the profile, web \
             identity, SSO, credentials file, login session, credential process, config file, \
             container, instance.",
        ),
    ]
}

fn list(table: &[(&str, &str)]) -> Block {
    let entries = table.iter().map(|(term, text)| entry(*term, *text));
    Block::DefinitionList(4, entries.collect::<Vec<Entry>>())
}
