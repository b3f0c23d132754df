//! Tests of settings from options, environment and profile files, and of the messages for invalid
//! ones.

mod client;

use super::*;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// A temporary home directory, environment variables and options for [`Settings::load`].
struct TestEnv {
    home: PathBuf,
    variables: Vec<(String, String)>,
    options: GlobalOptions,
    dialect: Dialect,
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

impl TestEnv {
    fn new() -> TestEnv {
        let name = format!(
            "amplifybackend-settings-{}-{}",
            std::process::id(),
            COUNTER.fetch_add(1, Ordering::Relaxed)
        );
        let home = std::env::temp_dir().join(name);
        fs::create_dir_all(home.join(".aws")).unwrap();
        TestEnv {
            variables: vec![("HOME".into(), home.to_str().unwrap().into())],
            home,
            options: GlobalOptions::default(),
            dialect: Dialect::V1,
        }
    }

    fn file(self, name: &str, text: &str) -> TestEnv {
        fs::write(self.home.join(name), text).unwrap();
        self
    }

    fn config(self, text: &str) -> TestEnv {
        self.file(".aws/config", text)
    }

    fn credentials(self, text: &str) -> TestEnv {
        self.file(".aws/credentials", text)
    }

    fn var(mut self, name: &str, value: &str) -> TestEnv {
        self.variables.push((name.into(), value.into()));
        self
    }

    fn options(mut self, change: impl FnOnce(&mut GlobalOptions)) -> TestEnv {
        change(&mut self.options);
        self
    }

    fn version_2(mut self) -> TestEnv {
        self.dialect = Dialect::V2;
        self
    }

    fn region(self) -> TestEnv {
        self.var("AWS_DEFAULT_REGION", "us-east-1")
    }

    fn load(&self) -> Result<Settings, SettingsError> {
        let environment = self
            .variables
            .iter()
            .map(|(k, v)| (k.into(), v.into()))
            .collect();
        Settings::load(
            &environment,
            &self.options,
            self.dialect,
            profiles(&environment)?.into(),
            &Logger::default(),
        )
    }

    fn settings(&self) -> Settings {
        self.load().unwrap()
    }

    /// The error message of the first failing step, in the order of the real program.
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

impl Drop for TestEnv {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.home);
    }
}

#[test]
fn only_version_2_takes_a_missing_region_from_the_instance() {
    let asks = |env: TestEnv| env.settings().region_source().unwrap().is_some();
    assert!(!asks(TestEnv::new()));
    assert!(asks(TestEnv::new().version_2()));
    assert!(!asks(TestEnv::new().version_2().var("AWS_REGION", "")));
    let settings = TestEnv::new().version_2().settings();
    settings.set_instance_region("eu-west-9".to_owned());
    assert_eq!(settings.region().unwrap(), Some("eu-west-9"));
    assert!(settings.region_source().unwrap().is_none());
}

#[test]
fn only_version_2_reads_the_encoding_variables() {
    let codec = |variables: &[(&str, &str)], dialect| {
        let pairs = variables
            .iter()
            .map(|(name, value)| (name.into(), value.into()));
        output_codec(&pairs.collect(), dialect).map_err(|error| error.to_string())
    };
    let latin1 = [("AWS_CLI_OUTPUT_ENCODING", "latin-1"), ("PYTHONUTF8", "1")];
    assert_eq!(codec(&latin1, Dialect::V1), Ok(None));
    assert_eq!(codec(&latin1, Dialect::V2), Ok(Some(Codec::Latin1)));
    assert_eq!(
        codec(&[("PYTHONUTF8", "1")], Dialect::V2),
        Ok(Some(Codec::Utf8))
    );
    assert_eq!(codec(&[("PYTHONUTF8", "2")], Dialect::V2), Ok(None));
    for name in ["", "klingon", "rot13"] {
        assert_eq!(
            codec(&[("AWS_CLI_OUTPUT_ENCODING", name)], Dialect::V2),
            Err(format!(
                "Unknown codec `{name}` specified for AWS_CLI_OUTPUT_ENCODING."
            ))
        );
    }
    let file = TestEnv::new().var("AWS_CLI_FILE_ENCODING", "cp1252");
    assert_eq!(file.settings().file_encoding(), None);
    assert_eq!(file.version_2().settings().file_encoding(), Some("cp1252"));
}

#[test]
fn the_region_comes_from_option_then_environment_then_profile() {
    let config = "[default]\nregion = eu-central-1\n[profile p]\nregion = eu-west-1\n";
    let env = TestEnv::new().config(config);
    assert_eq!(env.signing_region(), "eu-central-1");
    let env = env.var("AWS_PROFILE", "p");
    assert_eq!(env.signing_region(), "eu-west-1");
    let env = env.region();
    assert_eq!(env.signing_region(), "us-east-1");
    let env = env.options(|o| o.region = Some("eu-west-2".into()));
    assert_eq!(env.signing_region(), "eu-west-2");
}

#[test]
fn the_credentials_file_overrides_the_config_file() {
    let env = TestEnv::new()
        .config("[profile p]\nregion = eu-west-1\noutput = text\n")
        .credentials("[p]\nregion = eu-west-3\n")
        .options(|o| o.profile = Some("p".into()));
    assert_eq!(env.signing_region(), "eu-west-3");
    assert_eq!(env.settings().output(), "text");
}

#[test]
fn version_1_does_not_read_aws_region() {
    let env = TestEnv::new().var("AWS_REGION", "eu-west-1");
    let failure = env.settings().client().unwrap_err();
    assert_eq!(
        failure.to_string(),
        "You must specify a region. You can also configure your region by running \
         \"aws configure\"."
    );
    assert!(failure.omits_leading_newline());
}

#[test]
fn malformed_regions_are_rejected() {
    for region in [
        "us east",
        "us_east_1",
        "us.east",
        "a/b",
        "-x",
        "1234",
        "us-",
    ] {
        let env = TestEnv::new().options(|o| o.region = Some(region.into()));
        assert_eq!(
            env.failure(),
            format!("Provided region_name '{region}' doesn't match a supported format.")
        );
    }
    let env = TestEnv::new().var("AWS_DEFAULT_REGION", "");
    assert_eq!(
        env.failure(),
        "Invalid endpoint: https://amplifybackend..amazonaws.com"
    );
    let env = TestEnv::new().config("[default]\nregion =\n  a = b\n");
    assert_eq!(
        env.failure(),
        "expected string or bytes-like object, got 'dict'"
    );
}

#[test]
fn a_selected_profile_must_exist_even_if_it_is_the_default_one() {
    for (name, value) in [
        ("AWS_PROFILE", "nope"),
        ("AWS_PROFILE", "default"),
        ("AWS_DEFAULT_PROFILE", ""),
    ] {
        let env = TestEnv::new().region().var(name, value);
        assert_eq!(
            env.failure(),
            format!("The config profile ({value}) could not be found")
        );
    }
    let env = TestEnv::new()
        .region()
        .options(|o| o.profile = Some(String::new()));
    assert!(env.settings().require_profile().is_ok());
}

#[test]
fn section_headers_are_split_into_shell_words() {
    for (header, profile) in [
        ("profile \"my prof\"", "my prof"),
        ("profile   p", "p"),
        ("profilex p", "p"),
        ("profile default", "default"),
        ("default", "default"),
    ] {
        let env = TestEnv::new()
            .config(&format!("[{header}]\nregion = eu-west-2\n"))
            .var("AWS_PROFILE", profile);
        assert_eq!(env.signing_region(), "eu-west-2", "{header}");
    }
    for header in ["p", "profile p q"] {
        let env = TestEnv::new()
            .config(&format!("[{header}]\nregion = eu-west-2\n"))
            .var("AWS_PROFILE", "p");
        assert!(env.settings().require_profile().is_err(), "{header}");
    }
}

#[test]
fn the_error_for_a_malformed_file_has_its_path() {
    let env = TestEnv::new().config("this is not ini\n");
    let path = env.home.join(".aws/config");
    assert_eq!(
        env.failure(),
        format!("Unable to parse config file: {}", path.display())
    );
    let env = TestEnv::new()
        .file("c", "garbage\n")
        .var("AWS_SHARED_CREDENTIALS_FILE", "~/c");
    let path = env.home.join("c");
    assert_eq!(
        env.failure(),
        format!("Unable to parse config file: {}", path.display())
    );
}

#[test]
fn metadata_and_timestamp_settings_are_checked_when_loading() {
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
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            "http://[",
            "Invalid IPv6 URL",
        ),
        (
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
            "foo",
            "Invalid EC2 Instance Metadata endpoint mode: foo Valid endpoint modes \
             (case-insensitive): ('ipv4', 'ipv6').",
        ),
    ] {
        let env = TestEnv::new().var(name, value);
        assert_eq!(env.load().unwrap_err().to_string(), message);
    }
    let env = TestEnv::new()
        .config("[default]\ncli_timestamp_format = x\n")
        .var("AWS_METADATA_SERVICE_TIMEOUT", "x");
    assert_eq!(
        env.load().unwrap_err().to_string(),
        "Unknown cli_timestamp_format value: x, valid values are \"none\", \"wire\" or \
         \"iso8601\""
    );
    let env = TestEnv::new()
        .var("AWS_PROFILE", "nope")
        .var("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "foo");
    assert_eq!(
        env.failure(),
        "The config profile (nope) could not be found"
    );
}

#[test]
fn the_output_format_comes_from_the_environment_before_the_profile() {
    for env in [
        TestEnv::new().config("[default]\noutput = xml\n"),
        TestEnv::new().var("AWS_DEFAULT_OUTPUT", "xml"),
    ] {
        assert_eq!(env.settings().output(), "xml");
    }
    let env = TestEnv::new()
        .config("[default]\noutput = table\n")
        .var("AWS_DEFAULT_OUTPUT", "text");
    assert_eq!(env.settings().output(), "text");
    assert_eq!(TestEnv::new().settings().output(), "json");
}

#[test]
fn urls_are_fetched_if_the_setting_is_absent_or_true() {
    assert!(TestEnv::new().settings().follow_urlparam());
    for (value, followed) in [("true", true), ("FALSE", false), ("no", false), ("", false)] {
        let env = TestEnv::new().config(&format!("[default]\ncli_follow_urlparam = {value}\n"));
        assert_eq!(env.settings().follow_urlparam(), followed, "{value}");
    }
}
