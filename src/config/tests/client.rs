//! The client's settings: endpoints, retries, time-outs, certificates, proxies.

use super::World;
use crate::config::transport::{CertVerification, Proxies, RetryMode};
use std::time::Duration;

#[test]
fn endpoints_are_taken_from_the_nearest_place() {
    let config = "[default]\nservices = s\nendpoint_url = http://profile\n\
                  [services s]\namplifybackend =\n  endpoint_url = http://services\n";
    let world = World::new().region().config(config);
    assert_eq!(world.endpoint(), "http://services");
    let world = world.var("AWS_ENDPOINT_URL", "http://all");
    assert_eq!(world.endpoint(), "http://all");
    let world = world.var("AWS_ENDPOINT_URL_AMPLIFYBACKEND", "http://one");
    assert_eq!(world.endpoint(), "http://one");
    let world = world.var("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True");
    assert_eq!(
        world.endpoint(),
        "https://amplifybackend.us-east-1.amazonaws.com"
    );
    let world = world.options(|o| o.endpoint_url = Some("http://option".into()));
    assert_eq!(world.endpoint(), "http://option");
}

#[test]
fn a_services_section_must_exist_and_hold_blocks() {
    for sections in ["", "[services s]\n"] {
        let world = World::new()
            .region()
            .config(&format!("[default]\nservices = s\n{sections}"));
        assert_eq!(
            world.failure(),
            "The profile is configured to use the services section but the \"s\" services \
             configuration does not exist."
        );
    }
    let world = World::new()
        .region()
        .config("[default]\nservices = s\n[services s]\namplifybackend = x\n");
    assert_eq!(world.failure(), "'str' object has no attribute 'get'");
}

#[test]
fn endpoints_without_a_proper_host_are_refused() {
    for url in ["foo", "http://", "http://foo_bar/x"] {
        let world = World::new().region().var("AWS_ENDPOINT_URL", url);
        assert_eq!(world.failure(), format!("Invalid endpoint: {url}"));
    }
    for (url, port) in [
        ("http://localhost:9x/x", "'9x'"),
        (r"http://localhost:9\x", r"'9\\x'"),
    ] {
        let world = World::new().region().var("AWS_ENDPOINT_URL", url);
        assert_eq!(
            world.failure(),
            format!("Port could not be cast to integer value as {port}")
        );
    }
}

#[test]
fn fips_and_dual_stack_are_switched_by_environment_and_profile() {
    let world = World::new()
        .region()
        .config("[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = TRUE\n");
    assert_eq!(
        world.endpoint(),
        "https://amplifybackend-fips.us-east-1.api.aws"
    );
    let world = world.var("AWS_USE_FIPS_ENDPOINT", "1");
    assert_eq!(world.endpoint(), "https://amplifybackend.us-east-1.api.aws");
    let world = world.var("AWS_ENDPOINT_URL", "http://x");
    assert_eq!(world.endpoint(), "http://x");
    let world = World::new()
        .var("AWS_USE_DUALSTACK_ENDPOINT", "true")
        .var("AWS_USE_FIPS_ENDPOINT", "true")
        .var("AWS_DEFAULT_REGION", "eu-isoe-west-1");
    assert_eq!(
        world.failure(),
        "Unable to construct a modeled endpoint with the following variant(s) ['dualstack', \
         'fips']: "
    );
}

#[test]
fn retries_are_counted_by_mode_and_setting() {
    let retries = |world: World| {
        let retries = world.region().settings().client().unwrap().retries;
        (retries.mode, retries.total_attempts)
    };
    assert_eq!(retries(World::new()), (RetryMode::Legacy, 5));
    assert_eq!(
        retries(World::new().var("AWS_RETRY_MODE", "standard")),
        (RetryMode::Standard, 3)
    );
    assert_eq!(
        retries(World::new().config("[default]\nmax_attempts = 2\nretry_mode = adaptive\n")),
        (RetryMode::Adaptive, 2)
    );
    assert_eq!(
        retries(World::new().var("AWS_MAX_ATTEMPTS", " 2 ")),
        (RetryMode::Legacy, 2)
    );
    assert_eq!(
        retries(World::new().var("AWS_DEFAULTS_MODE", "Standard")),
        (RetryMode::Standard, 3)
    );
}

#[test]
fn bad_retry_settings_are_named() {
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
        let world = World::new().region().var(name, value);
        assert_eq!(world.failure(), message);
    }
}

#[test]
fn settings_that_the_operation_does_not_use_are_checked_like_the_others() {
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
    ] {
        let world = World::new().region().var(name, value);
        assert_eq!(world.failure(), message);
    }
    let world = World::new()
        .region()
        .config("[default]\nsso_session = nope\n");
    assert_eq!(
        world.failure(),
        "The profile \"default\" is configured to use the SSO token provider but the \"nope\" \
         sso_session configuration does not exist."
    );
    let world = World::new()
        .region()
        .config("[default]\nsso_session = s\n[sso-session s]\nsso_region = us-east-1\n");
    assert_eq!(
        world.failure(),
        "The profile \"default\" is configured to use the SSO token provider but is missing the \
         following configuration: ['sso_start_url']."
    );
}

#[test]
fn timeouts_are_sixty_seconds_unless_told_and_none_when_zero() {
    let transport = World::new().settings().transport();
    assert_eq!(transport.connect_timeout, Some(Duration::from_secs(60)));
    let world = World::new().region().options(|o| {
        o.connect_timeout = Some("0".into());
        o.read_timeout = Some("7".into());
    });
    let transport = world.settings().transport();
    assert_eq!(transport.connect_timeout, None);
    assert_eq!(transport.read_timeout, Some(Duration::from_secs(7)));
    let world = world.options(|o| o.read_timeout = Some("-1".into()));
    assert_eq!(
        world.failure(),
        "Attempted to set read timeout to -1, but the timeout cannot be set to a value less than \
         or equal to 0."
    );
}

#[test]
fn the_bundle_of_trusted_certificates_comes_from_the_nearest_place() {
    let trust = |world: &World| world.settings().transport().trust;
    let world = World::new();
    assert_eq!(trust(&world), CertVerification::BuiltInRoots);
    let world = world.var("REQUESTS_CA_BUNDLE", "/r");
    assert_eq!(trust(&world), CertVerification::Bundle("/r".into()));
    let world = world.config("[default]\nca_bundle = /p\n");
    assert_eq!(trust(&world), CertVerification::Bundle("/p".into()));
    let world = world.var("AWS_CA_BUNDLE", "/e");
    assert_eq!(trust(&world), CertVerification::Bundle("/e".into()));
    let world = world.options(|o| o.ca_bundle = Some("/o".into()));
    assert_eq!(trust(&world), CertVerification::Bundle("/o".into()));
    let world = world.options(|o| o.no_verify_ssl = true);
    assert_eq!(trust(&world), CertVerification::Disabled);
}

#[test]
fn a_bundle_without_a_name_is_refused_before_the_timeouts() {
    let world = World::new()
        .region()
        .var("AWS_CA_BUNDLE", " ")
        .options(|o| o.read_timeout = Some("-1".into()));
    assert!(
        world
            .failure()
            .starts_with("Invalid CA bundle: the configured value (ca_bundle, AWS_CA_BUNDLE,")
    );
}

#[test]
fn proxies_are_read_in_either_case_lower_case_first() {
    let world = World::new()
        .var("HTTPS_PROXY", "http://a")
        .var("Http_Proxy", "http://b")
        .var("no_proxy", "")
        .var("NO_PROXY", "x");
    assert_eq!(
        world.settings().transport().proxies,
        Proxies {
            http: Some("http://b".into()),
            https: Some("http://a".into()),
            no_proxy: None,
        }
    );
    let world = World::new()
        .var("HTTP_PROXY", "http://a")
        .var("REQUEST_METHOD", "GET");
    assert_eq!(world.settings().transport().proxies.http, None);
}

#[test]
fn a_block_where_one_value_belongs_is_an_error_in_pythons_words() {
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
            World::new().region().config(&config).failure(),
            message,
            "{key}"
        );
    }
    // A switch that is no text is off.
    let config = "[default]\nuse_fips_endpoint =\n  x = true\noutput =\n  x = 1\n";
    let settings = World::new().region().config(config);
    assert_eq!(settings.settings().output(), "{'x': '1'}");
    assert_eq!(settings.settings().check_output(), Ok(()));
    assert!(settings.settings().client().is_ok());
    let error = settings.version_2().settings().check_output().unwrap_err();
    assert_eq!(error.to_string(), "unhashable type: 'dict'");
}

#[test]
fn version_2_reads_the_keep_alive_switch_as_text() {
    let config = "[default]\ntcp_keepalive =\n  x = 1\n";
    let world = World::new().region().config(config);
    assert!(world.settings().client().is_ok());
    assert_eq!(
        world.version_2().failure(),
        "'dict' object has no attribute 'lower'"
    );
}

#[test]
fn the_model_has_one_version() {
    for (version, path) in [
        ("2019-01-01", "amplifybackend/2019-01-01/service-2"),
        ("", "amplifybackend/service-2"),
    ] {
        let config = format!("[default]\napi_versions =\n  amplifybackend = {version}\n");
        let failure = World::new().region().config(&config).failure();
        assert_eq!(failure, format!("Unable to load data for: {path}"));
    }
    let config = "[default]\napi_versions =\n  amplifybackend = 2020-08-11\n  sts = x\n";
    assert!(
        World::new()
            .region()
            .config(config)
            .settings()
            .client()
            .is_ok()
    );
}
