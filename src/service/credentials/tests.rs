//! Tests of the providers with temporary files and a single-threaded server.

use super::fuzzing::{self, Source};
use super::{Credentials, Provider, expiration, imds};
use crate::config::credential_sources::{
    Container, CredentialSources, EnvironmentKeys, InstanceMetadata, ServiceClients, WebIdentity,
};
use crate::config::endpoint::{Service, Variants};
use crate::config::profiles::{self, Profiles};
use crate::config::transport::{CertVerification, Proxies, Retries, RetryMode, Transport};
use crate::dialect::Dialect;
use crate::error::credentials::CredentialsError;
use crate::log::secret::Secret;
use crate::python::url::Urllib3;
use crate::service::block_on;
use crate::service::http::Client;
use crate::service::tests::Server;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Sources without credentials, and a temporary directory for caches.
struct TestEnv {
    home: PathBuf,
    sources: CredentialSources,
}

fn transport() -> Transport {
    Transport {
        trust: CertVerification::BuiltInRoots,
        proxies: Proxies::default(),
        connect_timeout: Some(Duration::from_secs(5)),
        read_timeout: Some(Duration::from_secs(5)),
        urllib3: Urllib3::default(),
        logger: crate::log::Logger::default(),
    }
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

impl TestEnv {
    fn new(url: &str) -> TestEnv {
        let home = std::env::temp_dir().join(format!(
            "amplifybackend-credentials-{}-{}",
            std::process::id(),
            COUNTER.fetch_add(1, Ordering::Relaxed)
        ));
        fs::create_dir_all(&home).unwrap();
        let cache = |name: &str| home.join(name).to_str().unwrap().to_owned();
        let sources = CredentialSources {
            dialect: Dialect::V1,
            profile: "default".into(),
            profile_is_explicit: false,
            profiles: Arc::default(),
            keys: EnvironmentKeys::default(),
            web_identity: WebIdentity::default(),
            container: Container::default(),
            metadata: InstanceMetadata {
                disabled: true,
                endpoint: format!("{url}/"),
                timeout: Ok(Duration::from_secs(5)),
                attempts: 1,
                v1_disabled: false,
            },
            ec2_file: None,
            boto_files: Vec::new(),
            role_cache: cache("roles"),
            sso_cache: cache("sso"),
            login_cache: cache("login"),
            services: ServiceClients {
                region: Some("us-east-1".into()),
                variants: Variants::default(),
                legacy_sts: false,
                overrides: [
                    Service::Sts,
                    Service::Sso,
                    Service::SsoOidc,
                    Service::Signin,
                ]
                .map(|service| (service, Ok(Some(url.to_owned()))))
                .to_vec(),
                retries: Retries {
                    mode: RetryMode::Legacy,
                    total_attempts: 1,
                },
                connect_timeout: None,
                read_timeout: None,
            },
        };
        TestEnv { home, sources }
    }

    fn profiles(mut self, text: &str) -> TestEnv {
        let sections = profiles::sections(text.as_bytes().to_vec()).unwrap();
        self.sources.profiles = Arc::new(Profiles {
            merged: sections.clone(),
            credentials: sections,
            ..Profiles::default()
        });
        self
    }

    fn with(mut self, change: impl FnOnce(&mut CredentialSources)) -> TestEnv {
        change(&mut self.sources);
        self
    }

    fn keys(&self) -> Result<Credentials, CredentialsError> {
        let transport = transport();
        block_on(async {
            Provider::load(self.sources.clone(), &transport, |serial| {
                let serial = serial.to_owned();
                Box::pin(async { Err(CredentialsError::NoTerminal(serial)) })
            })
            .await?
            .resolve()
            .await
        })
        .unwrap()
    }

    fn failure(&self) -> String {
        self.keys().unwrap_err().to_string()
    }
}

impl Drop for TestEnv {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.home);
    }
}

const NOWHERE: &str = "http://127.0.0.1:1";

const BASE: &str = "[base]\naws_access_key_id = AKIDTWO\naws_secret_access_key = s\n";

const ASSUMED: &str = "HTTP/1.1 200 OK\r\nContent-Length: 342\r\n\r\n\
    <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIDSTS</AccessKeyId>\
    <SecretAccessKey>sts</SecretAccessKey><SessionToken>tok</SessionToken>\
    <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser>\
    <Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn></AssumedRoleUser></AssumeRoleResult>\
    </AssumeRoleResponse>";

#[test]
fn the_endpoint_of_a_region_must_be_valid() {
    for region in ["us-east-1\n", ""] {
        let env = TestEnv::new("http://unused").with(|sources| {
            sources.services.overrides.clear();
            sources.services.region = Some(region.into());
        });
        let failure = env.sources.services.endpoint(Service::Sts, None);
        let message = failure.unwrap_err().to_string();
        assert!(
            message.starts_with("Invalid endpoint: https://sts"),
            "{message}"
        );
    }
}

#[test]
fn a_boto_file_has_no_session_token() {
    let env = TestEnv::new("http://unused");
    let path = env.home.join("boto");
    let text = "[Credentials]\naws_access_key_id = a\naws_secret_access_key = s\n\
                aws_session_token = t\n";
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    let keys = env.with(|sources| sources.boto_files = vec![path]).keys();
    assert!(keys.unwrap().token.is_none());
}

#[test]
fn the_duration_of_a_role_is_converted_before_its_source_is_looked_up() {
    let env = TestEnv::new("http://unused")
        .profiles("[default]\nrole_arn = r\nsource_profile = nope\nduration_seconds =\n a = b\n");
    assert_eq!(
        env.keys().unwrap_err().to_string(),
        "int() argument must be a string, a bytes-like object or a real number, not 'dict'"
    );
}

#[test]
fn missing_credentials_are_an_error_only_when_resolved() {
    let failure = TestEnv::new(NOWHERE).keys().unwrap_err();
    assert!(failure.omits_leading_newline());
    assert_eq!(
        failure.to_string(),
        "Unable to locate credentials. You can configure credentials by running \
         \"aws configure\"."
    );
}

#[test]
fn an_explicit_profile_disables_the_environment() {
    let env = TestEnv::new(NOWHERE).profiles(BASE).with(|sources| {
        sources.keys.access_key = Some("AKIDENV".into());
        sources.keys.secret_key = Some(Secret::new("e"));
        sources.profile = "base".into();
    });
    assert_eq!(env.keys().unwrap().access_key, "AKIDENV");
    let env = env.with(|sources| sources.profile_is_explicit = true);
    assert_eq!(env.keys().unwrap().access_key, "AKIDTWO");
}

#[test]
fn the_missing_part_of_partial_credentials_is_reported() {
    let env = TestEnv::new(NOWHERE).with(|s| s.keys.access_key = Some("A".into()));
    assert_eq!(
        env.failure(),
        "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY"
    );
    let env = TestEnv::new(NOWHERE).profiles("[default]\naws_access_key_id = A\n");
    assert_eq!(
        env.failure(),
        "Partial credentials found in shared-credentials-file, missing: aws_secret_access_key"
    );
}

#[test]
fn a_role_is_assumed_once_and_then_loaded_from_the_cache() {
    let server = Server::new(&[ASSUMED]);
    let role = "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n\
                external_id = ext\nrole_session_name = sess\nduration_seconds = 1800\n";
    let env = TestEnv::new(&server.url()).profiles(&format!("{role}{BASE}"));
    for _ in 0..2 {
        let keys = env.keys().unwrap();
        assert_eq!(keys.access_key, "AKIDSTS");
        assert_eq!(keys.token.unwrap().expose(), "tok");
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].contains("/us-east-1/sts/aws4_request"));
    assert!(requests[0].ends_with(
        "\r\n\r\nAction=AssumeRole&Version=2011-06-15&RoleSessionName=sess&ExternalId=ext\
         &DurationSeconds=1800&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr"
    ));
    let file = fs::read_dir(&env.sources.role_cache)
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(file.path()), 0o600);
    assert_eq!(mode(env.home.join("roles")), 0o700);
    assert!(
        fs::read_to_string(file.path())
            .unwrap()
            .contains("\"Expiration\": \"2099-01-01T00:00:00Z\", \"AccountId\": \"123456789012\"")
    );
}

#[test]
fn cache_files_have_the_names_of_the_original() {
    let parameters = [
        ("ExternalId", "é1".into()),
        (
            "DurationSeconds",
            crate::python::value::Value::Int(1800.into()),
        ),
        ("RoleArn", "arn:aws:iam::123456789012:role/r".into()),
    ];
    assert_eq!(
        super::assume_role::cache_name(&parameters, false),
        "0fc909e0afb04683719b9005f0eb447888ef5515"
    );
}

#[test]
fn invalid_sources_of_a_role_are_reported() {
    let role = "role_arn = arn:aws:iam::123456789012:role/r\n";
    for (text, message) in [
        (
            format!("[default]\n{role}"),
            "Partial credentials found in assume-role, missing: source_profile or \
             credential_source",
        ),
        (
            format!("[default]\n{role}source_profile = default\n"),
            "Infinite loop in credential configuration detected. Attempting to load from profile \
             default which has already been visited. Visited profiles: ['default']",
        ),
        (
            format!("[default]\n{role}source_profile = nope\n"),
            "The source_profile \"nope\" referenced in the profile \"default\" does not exist.",
        ),
        (
            format!("[default]\n{role}credential_source = Bogus\n"),
            "The credential source \"Bogus\" referenced in profile \"default\" is not valid.",
        ),
        (
            format!("[default]\n{role}credential_source = Environment\n"),
            "Error when retrieving credentials from Environment: No credentials found in \
             credential_source referenced in profile default",
        ),
        (
            format!("[default]\n{role}source_profile = b\n[b]\nregion = x\n"),
            "The source profile \"b\" must have credentials.",
        ),
    ] {
        assert_eq!(TestEnv::new(NOWHERE).profiles(&text).failure(), message);
    }
}

#[test]
fn a_process_provides_credentials_or_its_error_is_reported() {
    let run = |command: &str| {
        TestEnv::new(NOWHERE).profiles(&format!("[default]\ncredential_process = {command}\n"))
    };
    let keys = "\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\"";
    let env = run(&format!("/bin/echo '{{\"Version\":1,{keys}}}'"));
    assert_eq!(env.keys().unwrap().access_key, "A");
    for (command, message) in [
        (
            "/bin/sh -c 'echo boom >&2; exit 3'",
            "Error when retrieving credentials from custom-process: boom\n",
        ),
        (
            "/bin/echo '{\"Version\":2}'",
            "Error when retrieving credentials from custom-process: Unsupported version '2' for \
             credential process provider, supported versions: 1",
        ),
        (
            "/bin/echo '{\"Version\":1}'",
            "Error when retrieving credentials from custom-process: Missing required key in \
             response: 'AccessKeyId'",
        ),
        ("/bin/true", "Expecting value: line 1 column 1 (char 0)"),
        ("/nope x", "[Errno 2] No such file or directory: '/nope'"),
        ("'x", "No closing quotation"),
    ] {
        assert_eq!(run(command).failure(), message);
    }
}

#[test]
fn only_local_container_endpoints_are_allowed_over_http() {
    let response = "HTTP/1.1 200 OK\r\nContent-Length: 89\r\n\r\n\
                  {\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\
                  \"Expiration\":\"2099-01-01T00:00:00Z\"}";
    let server = Server::new(&[response]);
    let env = TestEnv::new(NOWHERE).with(|sources| {
        sources.container.full_uri = Some(format!("{}/creds", server.url()));
        sources.container.token = Some(Secret::new("abc"));
    });
    assert_eq!(env.keys().unwrap().access_key, "A");
    assert!(server.requests()[0].contains("authorization: abc\r\n"));
    let env = env.with(|sources| sources.container.full_uri = Some("http://[::1/c".into()));
    assert_eq!(env.failure(), "Invalid IPv6 URL");
    let env =
        env.with(|sources| sources.container.full_uri = Some("http://example.com/creds".into()));
    assert_eq!(
        env.failure(),
        "Unsupported host 'example.com'.  Can only retrieve metadata from a loopback address or \
         one of these hosts: 169.254.170.2, 169.254.170.23, fd00:ec2::23, localhost"
    );
}

#[test]
fn the_error_for_a_missing_container_endpoint_has_the_url_as_written() {
    let client = Client::new(&transport());
    let response = block_on(super::container::fetch_from_container(
        &client,
        "HTTP://LOCALHOST:1/a b",
        None,
        Urllib3::default(),
    ));
    assert_eq!(
        response.unwrap().unwrap().unwrap_err(),
        "Received error when attempting to retrieve container metadata: Could not connect to the \
         endpoint URL: \"HTTP://LOCALHOST:1/a b\""
    );
}

#[test]
fn an_expired_sso_session_is_reported() {
    let profile = "[default]\nsso_start_url = https://x/start\nsso_region = us-east-1\n\
                   sso_account_id = 1\nsso_role_name = R\n";
    let env = TestEnv::new(NOWHERE).profiles(profile);
    assert_eq!(
        env.failure(),
        "Error loading SSO Token: Token for https://x/start does not exist"
    );
    let name = super::cache::sha1_name("https://x/start");
    fs::create_dir_all(&env.sources.sso_cache).unwrap();
    fs::write(
        env.home.join("sso").join(format!("{name}.json")),
        "{\"accessToken\":\"a\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}",
    )
    .unwrap();
    assert_eq!(env.keys().unwrap_err(), CredentialsError::SsoUnauthorized);
}

const LOGIN_FILE: &str = "4ef389299b6bd50ced359ebe1f19aed09a1be2a9fd98b7c86f405568b43441c4.json";

/// A profile with a login session, and its cached credentials, which expire at `expires`.
fn login(url: &str, expires: &str, dpop_key: &str) -> TestEnv {
    let env = TestEnv::new(url).profiles("[default]\nlogin_session = arn:aws:iam::1:user/x\n");
    let keys = format!(
        "{{\"accessKeyId\":\"AKIDLOGIN\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\
         \"accountId\":\"1\",\"expiresAt\":\"{expires}\"}}"
    );
    let text =
        format!("{{\"accessToken\":{keys},\"clientId\":\"c\",\"refreshToken\":\"r\"{dpop_key}}}");
    fs::create_dir_all(env.home.join("login")).unwrap();
    fs::write(env.home.join("login").join(LOGIN_FILE), text).unwrap();
    env
}

const DPOP_KEY: &str = ",\"dpopKey\":\"-----BEGIN EC PRIVATE KEY-----\\n\
    MHcCAQEEIKSRLdHqsyLCdpedatWqbV8Jscyx17YtFr31q/dtDDtZoAoGCCqGSM49\\n\
    AwEHoUQDQgAE0KoDjZn0rkK7h9XXgwY/jNBlA7/fVimJUmX+zmEKnThVtScIquun\\n\
    HxqbRoWJg2MzJH/gJ2R58noU+XD8QBbEBQ==\\n-----END EC PRIVATE KEY-----\\n\"";

#[test]
fn the_keys_of_a_login_session_are_used_until_they_expire() {
    let keys = login(NOWHERE, "2099-01-01T00:00:00Z", DPOP_KEY).keys();
    let keys = keys.unwrap();
    assert_eq!(keys.access_key, "AKIDLOGIN");
    assert_eq!(keys.token.unwrap().expose(), "t");
    let incomplete = login(NOWHERE, "2099-01-01T00:00:00Z", "");
    assert_eq!(
        incomplete.failure(),
        "Error loading login session token: Failed to load access token from token cache, missing \
         required fields: dpopKey."
    );
    let none = TestEnv::new(NOWHERE).profiles("[default]\nlogin_session = x\n");
    assert_eq!(
        none.failure(),
        "Error loading login session token: Unable to load a existing login session for session \
         x. Please reauthenticate with 'aws login'."
    );
}

#[test]
fn an_expired_login_session_is_refreshed_and_cached() {
    const BODY: &str = "{\"accessToken\":{\"accessKeyId\":\"AKIDNEW\",\"secretAccessKey\":\"n\",\
        \"sessionToken\":\"u\"},\"expiresIn\":900,\"refreshToken\":\"r2\"}";
    let response = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let server = Server::new(&[response.leak()]);
    let env = login(&server.url(), "2001-01-01T00:00:00Z", DPOP_KEY);
    for _ in 0..2 {
        // The second time they are loaded from the file.
        assert_eq!(env.keys().unwrap().access_key, "AKIDNEW");
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].starts_with("POST /v1/token HTTP/1.1\r\n"));
    assert!(requests[0].contains("dpop: eyJ0eXAiOiJkcG9wK2p3dCIs"));
    assert!(requests[0].ends_with(
        "\r\n\r\n{\"clientId\": \"c\", \"refreshToken\": \"r\", \"grantType\": \"refresh_token\"}"
    ));
    let kept = fs::read_to_string(env.home.join("login").join(LOGIN_FILE)).unwrap();
    assert!(kept.starts_with(
        "{\"accessToken\": {\"accessKeyId\": \"AKIDNEW\", \"secretAccessKey\": \"n\", \
         \"sessionToken\": \"u\", \"accountId\": \"1\", \"expiresAt\": \"2"
    ));
    assert!(kept.contains("\"clientId\": \"c\", \"refreshToken\": \"r2\", \"dpopKey\": \"-----"));
}

#[test]
fn the_reason_for_a_rejected_login_refresh_is_reported() {
    let refused = |reason: &str| {
        let body = format!("{{\"error\":\"{reason}\",\"message\":\"m\"}}");
        let response = format!(
            "HTTP/1.1 400 X\r\nx-amzn-ErrorType: AccessDeniedException\r\nContent-Length: \
             {}\r\n\r\n{body}",
            body.len()
        );
        let server = Server::new(&[response.leak()]);
        login(&server.url(), "2001-01-01T00:00:00Z", DPOP_KEY).failure()
    };
    let again = "Your session has expired or credentials have changed. Please reauthenticate \
                 using 'aws login'.";
    for (reason, message) in [
        ("TOKEN_EXPIRED", again),
        ("USER_CREDENTIALS_CHANGED", again),
        (
            "INSUFFICIENT_PERMISSIONS",
            "Unable to create or refresh login credentials due to insufficient permissions. You \
             may be missing permission for the 'signin:CreateOAuth2Token' action.",
        ),
        (
            "OTHER",
            "An unspecified error happened when resolving AWS credentials or refreshing a login \
             session profile.",
        ),
    ] {
        assert_eq!(refused(reason), message);
    }
    let no_key = login(NOWHERE, "2001-01-01T00:00:00Z", ",\"dpopKey\":\"nonsense\"");
    assert!(no_key.failure().starts_with(
        "Error loading login session token: Unable to load private key from cached token: "
    ));
}

#[test]
fn version_2_caches_the_keys_of_an_sso_session_and_needs_no_token_for_them() {
    const BODY: &str = "{\"roleCredentials\":{\"accessKeyId\":\"AKIDSSO\",\"secretAccessKey\":\
        \"s\",\"sessionToken\":\"t\",\"expiration\":4070908800000}}";
    let response = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let profile = "[default]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n\
                   sso_account_id = 123456789012\nsso_role_name = R\n";
    let token = "{\"accessToken\":\"a\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}";
    for dialect in [Dialect::V1, Dialect::V2] {
        let server = Server::new(&[response.clone().leak()]);
        let env = TestEnv::new(&server.url())
            .profiles(profile)
            .with(|sources| sources.dialect = dialect);
        let name = super::cache::sha1_name("https://x.awsapps.com/start");
        let path = env.home.join("sso").join(format!("{name}.json"));
        fs::create_dir_all(env.home.join("sso")).unwrap();
        fs::write(&path, token).unwrap();
        assert_eq!(env.keys().unwrap().access_key, "AKIDSSO");
        fs::remove_file(path).unwrap();
        let kept = env
            .home
            .join("roles/2887a4e951cd3f2629ca5931ad00dad832417a3a.json");
        match dialect {
            Dialect::V1 => assert!(env.keys().is_err() && !kept.exists()),
            Dialect::V2 => {
                assert_eq!(env.keys().unwrap().access_key, "AKIDSSO");
                assert_eq!(
                    fs::read_to_string(kept).unwrap(),
                    "{\"ProviderType\": \"sso\", \"Credentials\": {\"AccessKeyId\": \"AKIDSSO\", \
                     \"SecretAccessKey\": \"s\", \"SessionToken\": \"t\", \"Expiration\": \
                     \"2099-01-01T00:00:00Z\", \"AccountId\": \"123456789012\"}}"
                );
            }
        }
        assert_eq!(server.requests().len(), 1);
    }
}

/// Complete responses, each with the access key `AKIDEXAMPLE`.
const DOCUMENTS: [(Source, &str); 6] = [
    (
        Source::Sts,
        "<R xmlns=\"u\"><AssumeRoleResult><Credentials><AccessKeyId>AKIDEXAMPLE</AccessKeyId>\
         <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
         <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></R>",
    ),
    (
        Source::Sts,
        "<R xmlns=\"u\"><AssumeRoleResult><Credentials><Expiration>2099-01-01T00:00:00Z\
         </Expiration><SessionToken>t</SessionToken><SecretAccessKey>s</SecretAccessKey>\
         <AccessKeyId>AKIDEXAMPLE</AccessKeyId></Credentials></AssumeRoleResult></R>",
    ),
    (
        Source::Sso,
        "{\"roleCredentials\":{\"accessKeyId\":\"AKIDEXAMPLE\",\"secretAccessKey\":\"s\",\
         \"sessionToken\":\"t\",\"expiration\":4070908800000}}",
    ),
    (
        Source::Container,
        "{\"AccessKeyId\":\"AKIDEXAMPLE\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\
         \"Expiration\":\"2099-01-01T00:00:00Z\"}",
    ),
    (
        Source::Metadata,
        "{\"AccessKeyId\":\"AKIDEXAMPLE\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\
         \"Expiration\":\"2099-01-01T00:00:00Z\"}",
    ),
    (
        Source::Process,
        "{\"Version\":1,\"AccessKeyId\":\"AKIDEXAMPLE\",\"SecretAccessKey\":\"s\",\
         \"SessionToken\":\"t\",\"Expiration\":\"2099-01-01T00:00:00Z\"}",
    ),
];

#[test]
fn a_truncated_document_provides_no_credentials() {
    for (source, document) in DOCUMENTS {
        for length in 0..document.len() {
            let cut = &document[..length];
            let found = fuzzing::read(source, 200, cut.as_bytes());
            assert!(matches!(found, Ok(None) | Err(_)), "{source:?} {cut}");
        }
        let found = fuzzing::read(source, 200, document.as_bytes());
        assert_eq!(found.unwrap().unwrap().access_key, "AKIDEXAMPLE");
    }
}

#[test]
fn instance_credentials_expire_unless_the_original_extends_them() {
    let remaining = |seconds: i64| {
        let expiry = expiration::format(expiration::now() + seconds, "Z");
        let document = format!(
            r#"{{"AccessKeyId": "A", "SecretAccessKey": "S", "Token": "T", "Expiration": "{expiry}"}}"#
        );
        let keys = imds::keys(&document).unwrap().unwrap();
        keys.remaining().unwrap()
    };
    assert!((1290..=1300).contains(&remaining(1300)));
    for near in [1100, 0, -1300] {
        assert_eq!(remaining(near), i64::MAX, "{near}");
    }
}

#[test]
fn a_key_that_is_not_a_string_is_rejected() {
    for (source, document) in DOCUMENTS {
        if source == Source::Sts {
            continue;
        }
        for (value, class) in [("null", "NoneType"), ("5", "int"), ("[\"x\"]", "list")] {
            let document = document.replace("\"AKIDEXAMPLE\"", value);
            let found = fuzzing::read(source, 200, document.as_bytes());
            let message = match found.map(|keys| keys.unwrap().signable()) {
                Ok(signable) => signable.unwrap_err().to_string(),
                Err(error) => error.to_string(),
            };
            let expected = match (source, value) {
                (Source::Sso, "null") => "'accessKeyId'".to_owned(),
                _ => format!("sequence item 0: expected str instance, {class} found"),
            };
            assert_eq!(message, expected, "{source:?}");
            let document = document.replace(value, "\"A\"").replace("\"s\"", value);
            let found = fuzzing::read(source, 200, document.as_bytes());
            let keys = found.and_then(|keys| keys.unwrap().signable());
            assert!(keys.is_err(), "{source:?} {document}");
        }
    }
}

#[test]
fn a_role_that_expires_without_a_zone_is_not_cached() {
    const NAIVE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 243\r\n\r\n\
        <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId>\
        <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
        <Expiration>2099-01-01T00:00:00</Expiration></Credentials></AssumeRoleResult>\
        </AssumeRoleResponse>";
    let server = Server::new(&[NAIVE]);
    let role = "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n";
    let env = TestEnv::new(&server.url()).profiles(&format!("{role}{BASE}"));
    assert_eq!(
        env.failure(),
        "can't subtract offset-naive and offset-aware datetimes"
    );
    assert!(!env.home.join("roles").exists());
}

#[test]
fn debug_output_of_credentials_has_no_secrets() {
    let env = TestEnv::new(NOWHERE).profiles(BASE).with(|sources| {
        sources.profile = "base".into();
        sources.keys.secret_key = Some(Secret::new("very-secret"));
    });
    let shown = format!("{:?} {:?}", env.sources, env.keys().unwrap());
    assert!(!shown.contains("very-secret") && !shown.contains("\"s\""));
}
