//! Tests of the client's settings: endpoints, retries, timeouts, certificates, proxies.

use super::TestEnv;
use crate::config::transport::{CertVerification, Proxies, RetryMode};
use std::time::Duration;

#[test]
fn endpoint_sources_follow_the_order_of_precedence() {
    let config = "[default]\nservices = s\nendpoint_url = http://profile\n\
                  [services s]\namplifybackend =\n  endpoint_url = http://services\n";
    let env = TestEnv::new().region().config(config);
    assert_eq!(env.endpoint(), "http://services");
    let env = env.var("AWS_ENDPOINT_URL", "http://all");
    assert_eq!(env.endpoint(), "http://all");
    let env = env.var("AWS_ENDPOINT_URL_AMPLIFYBACKEND", "http://one");
    assert_eq!(env.endpoint(), "http://one");
    let env = env.var("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True");
    assert_eq!(
        env.endpoint(),
        "https://amplifybackend.us-east-1.amazonaws.com"
    );
    let env = env.options(|o| o.endpoint_url = Some("http://option".into()));
    assert_eq!(env.endpoint(), "http://option");
}

#[test]
fn a_services_section_must_exist_and_have_nested_sections() {
    for sections in ["", "[services s]\n"] {
        let env = TestEnv::new()
            .region()
            .config(&format!("[default]\nservices = s\n{sections}"));
        assert_eq!(
            env.failure(),
            "The profile is configured to use the services section but the \"s\" services \
             configuration does not exist."
        );
    }
    let env = TestEnv::new()
        .region()
        .config("[default]\nservices = s\n[services s]\namplifybackend = x\n");
    assert_eq!(env.failure(), "'str' object has no attribute 'get'");
}

#[test]
fn endpoints_with_an_invalid_host_or_port_are_rejected() {
    for url in ["foo", "http://", "http://foo_bar/x"] {
        let env = TestEnv::new().region().var("AWS_ENDPOINT_URL", url);
        assert_eq!(env.failure(), format!("Invalid endpoint: {url}"));
    }
    for (url, port) in [
        ("http://localhost:9x/x", "'9x'"),
        (r"http://localhost:9\x", r"'9\\x'"),
    ] {
        let env = TestEnv::new().region().var("AWS_ENDPOINT_URL", url);
        assert_eq!(
            env.failure(),
            format!("Port could not be cast to integer value as {port}")
        );
    }
}

#[test]
fn fips_and_dual_stack_are_set_by_environment_or_profile() {
    let env = TestEnv::new()
        .region()
        .config("[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = TRUE\n");
    assert_eq!(
        env.endpoint(),
        "https://amplifybackend-fips.us-east-1.api.aws"
    );
    let env = env.var("AWS_USE_FIPS_ENDPOINT", "1");
    assert_eq!(env.endpoint(), "https://amplifybackend.us-east-1.api.aws");
    let env = env.var("AWS_ENDPOINT_URL", "http://x");
    assert_eq!(env.endpoint(), "http://x");
    let env = TestEnv::new()
        .var("AWS_USE_DUALSTACK_ENDPOINT", "true")
        .var("AWS_USE_FIPS_ENDPOINT", "true")
        .var("AWS_DEFAULT_REGION", "eu-isoe-west-1");
    assert_eq!(
        env.failure(),
        "Unable to construct a modeled endpoint with the following variant(s) ['dualstack', \
         'fips']: "
    );
}

#[test]
fn total_attempts_depend_on_mode_and_setting() {
    let retries = |env: TestEnv| {
        let retries = env.region().settings().client().unwrap().retries;
        (retries.mode, retries.total_attempts)
    };
    assert_eq!(retries(TestEnv::new()), (RetryMode::Legacy, 5));
    assert_eq!(
        retries(TestEnv::new().var("AWS_RETRY_MODE", "standard")),
        (RetryMode::Standard, 3)
    );
    assert_eq!(
        retries(TestEnv::new().config("[default]\nmax_attempts = 2\nretry_mode = adaptive\n")),
        (RetryMode::Adaptive, 2)
    );
    assert_eq!(
        retries(TestEnv::new().var("AWS_MAX_ATTEMPTS", " 2 ")),
        (RetryMode::Legacy, 2)
    );
    assert_eq!(
        retries(TestEnv::new().var("AWS_DEFAULTS_MODE", "Standard")),
        (RetryMode::Standard, 3)
    );
}

#[test]
fn invalid_retry_settings_are_rejected() {
    for (name, value, message) in [
        (
            "AWS_MAX_ATTEMPTS",
            "",
            "invalid literal for int() with base 10: ''",
        ),
        (
            "AWS_MAX_ATTEMPTS",
            "0",
            "Value provided to \"max_attempts\": 0 must be an integer greater than or equal to 1.",
        ),
        (
            "AWS_RETRY_MODE",
            "Standard",
            "Invalid value provided to \"mode\": \"Standard\" must be one of: ('legacy', \
             'standard', 'adaptive')",
        ),
        (
            "AWS_DEFAULTS_MODE",
            "bogus",
            "Client configured with invalid defaults mode: bogus. Valid defaults modes include: \
             legacy, auto, standard, in-region, cross-region, mobile.",
        ),
    ] {
        let env = TestEnv::new().region().var(name, value);
        assert_eq!(env.failure(), message);
    }
}

#[test]
fn settings_without_effect_on_the_operation_are_checked() {
    for (name, value, message) in [
        (
            "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
            "x",
            "Invalid value \"x\" for request_min_compression_size_bytes. Value must be an \
             integer. Received <class 'str'> instead.",
        ),
        (
            "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
            "0",
            "Invalid value \"0\" for request_min_compression_size_bytes. Value must be between 1 \
             and 1048576.",
        ),
        (
            "AWS_REQUEST_CHECKSUM_CALCULATION",
            "X",
            "Unsupported configuration value for request_checksum_calculation. Expected one of \
             ('when_supported', 'when_required') but got x.",
        ),
        (
            "AWS_ACCOUNT_ID_ENDPOINT_MODE",
            "x",
            "The configured value 'x' for 'account_id_endpoint_mode' is invalid. Valid values \
             are: ('preferred', 'disabled', 'required').",
        ),
        (
            "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",
            "x",
            "Invalid value \"x\" for s3_disable_express_session_auth. Value must be a boolean",
        ),
        (
            "AWS_STS_REGIONAL_ENDPOINTS",
            "x",
            "STS regional endpoints option x is invalid. Valid options are: \"legacy\", \
             \"regional\"",
        ),
        (
            "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
            "x",
            "S3 us-east-1 regional endpoint option x is invalid. Valid options are: \"legacy\", \
             \"regional\"",
        ),
    ] {
        let env = TestEnv::new().region().var(name, value);
        assert_eq!(env.failure(), message);
    }
    for (section, message) in [
        (
            "s3 =\n  us_east_1_regional_endpoint = x\n",
            "S3 us-east-1 regional endpoint option x is invalid. Valid options are: \"legacy\", \
             \"regional\"",
        ),
        (
            "s3 =\ns3_use_arn_region = true\n",
            "'str' object does not support item assignment",
        ),
        (
            "csm_enabled = true\ncsm_port = x\n",
            "invalid literal for int() with base 10: 'x'",
        ),
    ] {
        let env = TestEnv::new()
            .region()
            .config(&format!("[default]\n{section}"));
        assert_eq!(env.failure(), message);
    }
    let env = TestEnv::new()
        .region()
        .config("[default]\nsso_session = nope\n");
    assert_eq!(
        env.failure(),
        "The profile \"default\" is configured to use the SSO token provider but the \"nope\" \
         sso_session configuration does not exist."
    );
    let env = TestEnv::new()
        .region()
        .config("[default]\nsso_session = s\n[sso-session s]\nsso_region = us-east-1\n");
    assert_eq!(
        env.failure(),
        "The profile \"default\" is configured to use the SSO token provider but is missing the \
         following configuration: ['sso_start_url']."
    );
}

#[test]
fn timeouts_default_to_sixty_seconds_and_zero_is_no_limit() {
    let transport = TestEnv::new().settings().transport();
    assert_eq!(transport.connect_timeout, Some(Duration::from_secs(60)));
    let env = TestEnv::new().region().options(|o| {
        o.connect_timeout = Some("0".into());
        o.read_timeout = Some("7".into());
    });
    let transport = env.settings().transport();
    assert_eq!(transport.connect_timeout, None);
    assert_eq!(transport.read_timeout, Some(Duration::from_secs(7)));
    let env = env.options(|o| o.read_timeout = Some("-1".into()));
    assert_eq!(
        env.failure(),
        "Attempted to set read timeout to -1, but the timeout cannot be set to a value less than \
         or equal to 0."
    );
}

#[test]
fn ca_bundle_sources_follow_the_order_of_precedence() {
    let trust = |env: &TestEnv| env.settings().transport().trust;
    let env = TestEnv::new();
    assert_eq!(trust(&env), CertVerification::BuiltInRoots);
    let env = env.var("REQUESTS_CA_BUNDLE", "/r");
    assert_eq!(trust(&env), CertVerification::Bundle("/r".into()));
    let env = env.config("[default]\nca_bundle = /p\n");
    assert_eq!(trust(&env), CertVerification::Bundle("/p".into()));
    let env = env.var("AWS_CA_BUNDLE", "/e");
    assert_eq!(trust(&env), CertVerification::Bundle("/e".into()));
    let env = env.options(|o| o.ca_bundle = Some("/o".into()));
    assert_eq!(trust(&env), CertVerification::Bundle("/o".into()));
    let env = env.options(|o| o.no_verify_ssl = true);
    assert_eq!(trust(&env), CertVerification::Disabled);
}

#[test]
fn a_blank_ca_bundle_is_rejected_before_timeouts_are_checked() {
    let env = TestEnv::new()
        .region()
        .var("AWS_CA_BUNDLE", " ")
        .options(|o| o.read_timeout = Some("-1".into()));
    assert!(
        env.failure()
            .starts_with("Invalid CA bundle: the configured value (ca_bundle, AWS_CA_BUNDLE,")
    );
}

#[test]
fn proxy_variables_are_read_in_any_case_lower_case_first() {
    let env = TestEnv::new()
        .var("HTTPS_PROXY", "http://a")
        .var("Http_Proxy", "http://b")
        .var("no_proxy", "")
        .var("NO_PROXY", "x");
    assert_eq!(
        env.settings().transport().proxies,
        Proxies {
            http: Some("http://b".into()),
            https: Some("http://a".into()),
            no_proxy: None,
        }
    );
    let env = TestEnv::new()
        .var("HTTP_PROXY", "http://a")
        .var("REQUEST_METHOD", "GET");
    assert_eq!(env.settings().transport().proxies.http, None);
}

#[test]
fn a_nested_section_in_place_of_a_value_has_pythons_error_message() {
    let lower = "'dict' object has no attribute 'lower'";
    let int = "int() argument must be a string, a bytes-like object or a real number, not 'dict'";
    let unhashable = "unhashable type: 'dict'";
    for (key, message) in [
        ("defaults_mode", lower),
        ("ec2_metadata_service_endpoint_mode", lower),
        ("max_attempts", int),
        ("metadata_service_timeout", int),
        ("services", unhashable),
        ("endpoint_url", unhashable),
        ("sso_session", unhashable),
        (
            "retry_mode",
            "Invalid value provided to \"mode\": \"{'x': '1'}\" must be one of: ('legacy', \
             'standard', 'adaptive')",
        ),
        (
            "auth_scheme_preference",
            "auth_scheme_preference must be a comma-delimited string. Received <class 'dict'> \
             instead: {'x': '1'}.",
        ),
    ] {
        let config = format!("[default]\n{key} =\n  x = 1\n");
        assert_eq!(
            TestEnv::new().region().config(&config).failure(),
            message,
            "{key}"
        );
    }
    // A nested section counts as false where a boolean is required.
    let config = "[default]\nuse_fips_endpoint =\n  x = true\noutput =\n  x = 1\n";
    let settings = TestEnv::new().region().config(config);
    assert_eq!(settings.settings().output(), "{'x': '1'}");
    assert_eq!(settings.settings().check_output(), Ok(()));
    assert!(settings.settings().client().is_ok());
    let error = settings.version_2().settings().check_output().unwrap_err();
    assert_eq!(error.to_string(), "unhashable type: 'dict'");
}

#[test]
fn version_2_does_not_check_the_regional_endpoint_of_s3() {
    let env = TestEnv::new()
        .region()
        .version_2()
        .config("[default]\ns3 =\n  us_east_1_regional_endpoint = x\n")
        .var("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "x");
    assert!(env.settings().client().is_ok());
}

#[test]
fn version_2_rejects_a_nested_section_for_tcp_keepalive() {
    let config = "[default]\ntcp_keepalive =\n  x = 1\n";
    let env = TestEnv::new().region().config(config);
    assert!(env.settings().client().is_ok());
    assert_eq!(
        env.version_2().failure(),
        "'dict' object has no attribute 'lower'"
    );
}

#[test]
fn only_one_api_version_has_a_model() {
    for (version, path) in [
        ("2019-01-01", "amplifybackend/2019-01-01/service-2"),
        ("", "amplifybackend/service-2"),
    ] {
        let config = format!("[default]\napi_versions =\n  amplifybackend = {version}\n");
        let failure = TestEnv::new().region().config(&config).failure();
        assert_eq!(failure, format!("Unable to load data for: {path}"));
    }
    let config = "[default]\napi_versions =\n  amplifybackend = 2020-08-11\n  sts = x\n";
    assert!(
        TestEnv::new()
            .region()
            .config(config)
            .settings()
            .client()
            .is_ok()
    );
}
