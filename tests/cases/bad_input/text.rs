//! Bytes that are not UTF-8, empty text, and text with NUL characters.

use super::{Fixture, configured};
use crate::support::command::update;

/// Everything that a run reads from its environment.
const VARIABLES: [&str; 48] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_CA_BUNDLE",
    "AWS_CONFIG_FILE",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_CREDENTIAL_FILE",
    "AWS_DEFAULT_OUTPUT",
    "AWS_DEFAULT_PROFILE",
    "AWS_DEFAULT_REGION",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
    "AWS_EC2_METADATA_V1_DISABLED",
    "AWS_ENDPOINT_URL_AMPLIFYBACKEND",
    "AWS_ENDPOINT_URL_STS",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_IMDS_USE_IPV6",
    "AWS_LOGIN_CACHE_DIRECTORY",
    "AWS_MAX_ATTEMPTS",
    "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
    "AWS_METADATA_SERVICE_TIMEOUT",
    "AWS_PROFILE",
    "AWS_RETRY_MODE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_STS_REGIONAL_ENDPOINTS",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "BOTO_CONFIG",
    "COLUMNS",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LANG",
    "LC_ALL",
    "NO_PROXY",
    "PATH",
    "REQUESTS_CA_BUNDLE",
    "TERM",
    "http_proxy",
];

#[test]
fn invalid_utf8_is_accepted_or_refused_in_every_variable() {
    for name in VARIABLES {
        let fixture = Fixture::new(update([])).env(name, Some(b"\xff\xfe/\x80"));
        fixture.run();
        let without_keys = Fixture::new(update([]))
            .profile(b"")
            .env(name, Some(b"\xff\xfe"));
        without_keys.run();
    }
}

#[test]
fn invalid_utf8_is_accepted_or_refused_in_every_option() {
    for option in [
        "--app-id",
        "--backend-environment-name",
        "--resource-config",
        "--resource-name",
        "--cli-input-json",
        "--generate-cli-skeleton",
        "--output",
        "--query",
        "--profile",
        "--region",
        "--color",
        "--ca-bundle",
        "--cli-read-timeout",
        "--cli-connect-timeout",
        "--endpoint-url",
    ] {
        for value in [
            &b"\xff\xfe"[..],
            b"file://\xff",
            b"http://\xff/",
            b"a=\xff",
            b"{\"\xff",
            b"",
        ] {
            let fixture = Fixture::new(update([])).word(option.as_bytes()).word(value);
            fixture.run();
        }
    }
    Fixture::new(update([])).word(b"--\xff").run();
    Fixture::new(configured("file://x"))
        .file("x", b"\xff")
        .fails(
            "Error parsing parameter '--resource-config': Unable to load paramfile (x), text \
             contents could not be decoded.  If this is a binary file, please use the fileb:// \
             prefix instead of the file:// prefix.",
        );
}

#[test]
fn a_nul_in_a_path_or_a_key_does_not_crash() {
    let null_byte = "embedded null byte";
    Fixture::new(update([]))
        .profile(b"credential_process = a\0b")
        .fails(null_byte);
    Fixture::new(update([]))
        .profile(b"web_identity_token_file = a\0b\nrole_arn = arn:aws:iam::123456789012:role/r")
        .fails(null_byte);
    for (key, kind) in [
        (&b"a\0b"[..], "a control character"),
        (b"a\nb", "a line break"),
        (b"a\x7fb", "a control character"),
    ] {
        let keys = [
            b"{\"Version\":1,\"SecretAccessKey\":\"s\",\"AccessKeyId\":\"",
            key,
            b"\"}",
        ];
        let text = String::from_utf8(keys.concat()).unwrap();
        let text = text.replace('\0', "\\u0000").replace('\n', "\\n");
        Fixture::new(update([]))
            .file("x", text.as_bytes())
            .profile(b"credential_process = cat x")
            .fails(&format!(
                "An HTTP Client raised an unhandled exception: Invalid header value: the access \
                 key of credential_process contains {kind}"
            ));
    }
    for option in [
        "ca_bundle",
        "region",
        "output",
        "endpoint_url",
        "sso_session",
    ] {
        let config = format!("{option} = a\0b\nsso_account_id = a\0b");
        Fixture::new(update([])).profile(config.as_bytes()).run();
    }
}

#[test]
fn empty_text_is_accepted_or_refused_in_every_variable() {
    for name in VARIABLES {
        if !name.contains("ENDPOINT_URL") {
            Fixture::new(update([])).env(name, Some(b"")).run();
        }
    }
    for words in [&[""][..], &["", ""], &["update-backend-auth", ""]] {
        Fixture::new(words.to_vec()).run();
    }
}
