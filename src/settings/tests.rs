use super::*;
use crate::client::{Proxies, RetryMode, Trust};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A run's surroundings: an own home, an empty environment, no options.
struct World {
    home: PathBuf,
    variables: Vec<(String, String)>,
    options: GlobalOptions,
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

impl World {
    fn new() -> World {
        let name = format!(
            "amplifybackend-settings-{}-{}",
            std::process::id(),
            COUNTER.fetch_add(1, Ordering::Relaxed)
        );
        let home = std::env::temp_dir().join(name);
        fs::create_dir_all(home.join(".aws")).unwrap();
        World {
            variables: vec![("HOME".into(), home.to_str().unwrap().into())],
            home,
            options: GlobalOptions::default(),
        }
    }

    fn file(self, name: &str, text: &str) -> World {
        fs::write(self.home.join(name), text).unwrap();
        self
    }

    fn config(self, text: &str) -> World {
        self.file(".aws/config", text)
    }

    fn credentials(self, text: &str) -> World {
        self.file(".aws/credentials", text)
    }

    fn var(mut self, name: &str, value: &str) -> World {
        self.variables.push((name.into(), value.into()));
        self
    }

    fn options(mut self, change: impl FnOnce(&mut GlobalOptions)) -> World {
        change(&mut self.options);
        self
    }

    fn region(self) -> World {
        self.var("AWS_DEFAULT_REGION", "us-east-1")
    }

    fn load(&self) -> Result<Settings, SettingsError> {
        let environment = self
            .variables
            .iter()
            .map(|(k, v)| (k.into(), v.into()))
            .collect();
        Settings::load(&environment, &self.options)
    }

    fn settings(&self) -> Settings {
        self.load().unwrap()
    }

    /// The message of the first failing step, as the pipeline takes them.
    fn failure(&self) -> String {
        let failure = self
            .load()
            .and_then(|settings| settings.require_profile().map(|()| settings))
            .and_then(|settings| settings.region().map(|_| ()).map(|()| settings))
            .and_then(|settings| settings.client())
            .unwrap_err();
        failure.to_string()
    }

    fn endpoint(&self) -> String {
        self.settings().client().unwrap().endpoint_url
    }

    fn signing_region(&self) -> String {
        self.settings().client().unwrap().signing_region
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.home);
    }
}

#[test]
fn the_region_comes_from_option_then_environment_then_profile() {
    let config = "[default]\nregion = eu-central-1\n[profile p]\nregion = eu-west-1\n";
    let world = World::new().config(config);
    assert_eq!(world.signing_region(), "eu-central-1");
    let world = world.var("AWS_PROFILE", "p");
    assert_eq!(world.signing_region(), "eu-west-1");
    let world = world.region();
    assert_eq!(world.signing_region(), "us-east-1");
    let world = world.options(|o| o.region = Some("eu-west-2".into()));
    assert_eq!(world.signing_region(), "eu-west-2");
}

#[test]
fn the_credentials_file_is_laid_over_the_config_file() {
    let world = World::new()
        .config("[profile p]\nregion = eu-west-1\noutput = text\n")
        .credentials("[p]\nregion = eu-west-3\n")
        .options(|o| o.profile = Some("p".into()));
    assert_eq!(world.signing_region(), "eu-west-3");
    assert_eq!(world.settings().output().unwrap(), "text");
}

#[test]
fn aws_region_is_not_read() {
    let world = World::new().var("AWS_REGION", "eu-west-1");
    let failure = world.settings().client().unwrap_err();
    assert_eq!(
        failure.to_string(),
        "You must specify a region. You can also configure your region by running \
         \"aws configure\"."
    );
    assert!(failure.is_bare());
}

#[test]
fn malformed_regions_are_named() {
    for region in [
        "us east",
        "us_east_1",
        "us.east",
        "a/b",
        "-x",
        "1234",
        "us-",
    ] {
        let world = World::new().options(|o| o.region = Some(region.into()));
        assert_eq!(
            world.failure(),
            format!("Provided region_name '{region}' doesn't match a supported format.")
        );
    }
    let world = World::new().var("AWS_DEFAULT_REGION", "");
    assert_eq!(
        world.failure(),
        "Invalid endpoint: https://amplifybackend..amazonaws.com"
    );
    let world = World::new().config("[default]\nregion =\n  a = b\n");
    assert_eq!(
        world.failure(),
        "expected string or bytes-like object, got 'dict'"
    );
}

#[test]
fn a_named_profile_must_exist_even_when_it_is_the_default_one() {
    for (name, value) in [
        ("AWS_PROFILE", "nope"),
        ("AWS_PROFILE", "default"),
        ("AWS_DEFAULT_PROFILE", ""),
    ] {
        let world = World::new().region().var(name, value);
        assert_eq!(
            world.failure(),
            format!("The config profile ({value}) could not be found")
        );
    }
    let world = World::new()
        .region()
        .options(|o| o.profile = Some(String::new()));
    assert!(world.settings().require_profile().is_ok());
}

#[test]
fn section_names_are_read_as_the_original_reads_them() {
    for (header, profile) in [
        ("profile \"my prof\"", "my prof"),
        ("profile   p", "p"),
        ("profilex p", "p"),
        ("profile default", "default"),
        ("default", "default"),
    ] {
        let world = World::new()
            .config(&format!("[{header}]\nregion = eu-west-2\n"))
            .var("AWS_PROFILE", profile);
        assert_eq!(world.signing_region(), "eu-west-2", "{header}");
    }
    for header in ["p", "profile p q"] {
        let world = World::new()
            .config(&format!("[{header}]\nregion = eu-west-2\n"))
            .var("AWS_PROFILE", "p");
        assert!(world.settings().require_profile().is_err(), "{header}");
    }
}

#[test]
fn a_file_that_does_not_parse_is_named() {
    let world = World::new().config("this is not ini\n");
    let path = world.home.join(".aws/config");
    assert_eq!(
        world.failure(),
        format!("Unable to parse config file: {}", path.display())
    );
    let world = World::new()
        .file("c", "garbage\n")
        .var("AWS_SHARED_CREDENTIALS_FILE", "~/c");
    let path = world.home.join("c");
    assert_eq!(
        world.failure(),
        format!("Unable to parse config file: {}", path.display())
    );
}

#[test]
fn settings_of_the_start_are_checked_at_the_start() {
    for (name, value, message) in [
        (
            "AWS_METADATA_SERVICE_TIMEOUT",
            "x",
            "invalid literal for int() with base 10: 'x'",
        ),
        (
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
            "1.5",
            "invalid literal for int() with base 10: '1.5'",
        ),
        (
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            "foo",
            "Invalid endpoint EC2 Instance Metadata endpoint: foo",
        ),
        (
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
            "foo",
            "Invalid EC2 Instance Metadata endpoint mode: foo Valid endpoint modes \
             (case-insensitive): ('ipv4', 'ipv6').",
        ),
    ] {
        let world = World::new().var(name, value);
        assert_eq!(world.load().unwrap_err().to_string(), message);
    }
    let world = World::new()
        .config("[default]\ncli_timestamp_format = x\n")
        .var("AWS_METADATA_SERVICE_TIMEOUT", "x");
    assert_eq!(
        world.load().unwrap_err().to_string(),
        "Unknown cli_timestamp_format value: x, valid values are \"none\", \"wire\" or \
         \"iso8601\""
    );
    let world = World::new()
        .var("AWS_PROFILE", "nope")
        .var("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "foo");
    assert_eq!(
        world.failure(),
        "The config profile (nope) could not be found"
    );
}

#[test]
fn an_unknown_output_is_named_when_it_is_needed() {
    for world in [
        World::new().config("[default]\noutput = xml\n"),
        World::new().var("AWS_DEFAULT_OUTPUT", "xml"),
    ] {
        let failure = world.settings().output().unwrap_err();
        assert_eq!(failure.to_string(), "Unknown output type: xml");
    }
    let world = World::new()
        .config("[default]\noutput = table\n")
        .var("AWS_DEFAULT_OUTPUT", "text");
    assert_eq!(world.settings().output().unwrap(), "text");
    assert_eq!(World::new().settings().output().unwrap(), "json");
}

#[test]
fn urls_are_followed_unless_the_profile_says_anything_but_true() {
    assert!(World::new().settings().follow_urlparam());
    for (value, followed) in [("true", true), ("FALSE", false), ("no", false), ("", false)] {
        let world = World::new().config(&format!("[default]\ncli_follow_urlparam = {value}\n"));
        assert_eq!(world.settings().follow_urlparam(), followed, "{value}");
    }
}

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
    let world = World::new()
        .region()
        .var("AWS_ENDPOINT_URL", "http://localhost:9x/x");
    assert_eq!(
        world.failure(),
        "Port could not be cast to integer value as '9x'"
    );
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
    assert_eq!(trust(&world), Trust::BuiltInRoots);
    let world = world.var("REQUESTS_CA_BUNDLE", "/r");
    assert_eq!(trust(&world), Trust::Bundle("/r".into()));
    let world = world.config("[default]\nca_bundle = /p\n");
    assert_eq!(trust(&world), Trust::Bundle("/p".into()));
    let world = world.var("AWS_CA_BUNDLE", "/e");
    assert_eq!(trust(&world), Trust::Bundle("/e".into()));
    let world = world.options(|o| o.ca_bundle = Some("/o".into()));
    assert_eq!(trust(&world), Trust::Bundle("/o".into()));
    let world = world.options(|o| o.no_verify_ssl = true);
    assert_eq!(trust(&world), Trust::Anyone);
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
