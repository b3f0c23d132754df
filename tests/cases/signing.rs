//! Random session tokens, access keys, regions, user agents and tokens in headers, from every
//! provider: the request that arrives carries a signature that holds, or nothing is sent and the
//! message names where the value comes from, without the value.
//!
//! The sample's number is the seed, and all there is to know to run it again.

use crate::support::command::{JOB, Test, update};
use crate::support::fake::{BoundPort, Fake, Scheme};
use crate::support::http::{Request, Response};
use crate::support::parallel;
use crate::support::process::{Invocation, TestDir};
use crate::support::script::job;
use crate::support::sigv4::Claim;
use amplifybackend::config::globals::GlobalOptions;
use amplifybackend::config::{self, Settings};
use amplifybackend::dialect::Dialect;
use amplifybackend::error::CredentialsError;
use amplifybackend::log::Logger;
use amplifybackend::model::UPDATE_BACKEND_AUTH;
use amplifybackend::python::environ::Environment;
use amplifybackend::python::value::{Dict, Value};
use amplifybackend::service::credentials::Provider;
use amplifybackend::service::{self, Client, Session};
use serde_json::json;
use std::ffi::OsString;
use std::sync::{Arc, Mutex};

/// Each has three random values: that of its place, a region and a part of the user agent.
const SAMPLES: u64 = 3_400;
/// The same values through the whole program.
const RUNS: u64 = 200;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const BASE_TOKEN: &str = "base/token";

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }

    /// Letters and digits: what may stand in no message.
    fn word(&mut self) -> String {
        let all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let length = 10 + self.below(8);
        let letter = |_| char::from(all.as_bytes()[self.below(all.len() as u64) as usize]);
        (0..length).map(letter).collect()
    }

    /// Words with something around and between them.
    fn value(&mut self) -> String {
        let between: &[&str] = match self.below(8) {
            0 => return self.one_of(&["", " ", "\t", " \t  "]).to_owned(),
            1 if self.below(20) == 0 => return self.word().repeat(65_536 / 10),
            1 | 2 => &[
                "", "/", "+", "==", "%41", "\"", "'", "\\", ",", ";", "#", ":",
            ],
            3 => &[" ", "  ", "\t", " \t ", "/"],
            4 => &["\n ", "\r\n\t", " \n  ", "\n\n ", "/"],
            5 => &[
                "\u{e9}",
                "\u{a0}",
                "\u{85}",
                "\u{2028}",
                "\u{65e5}",
                "\u{1f600}",
                " ",
            ],
            6 => &["\n", "\r", "\r\n", "\n.", "\r ", "/"],
            _ => &[
                "\u{1}", "\u{8}", "\u{b}", "\u{c}", "\u{1b}", "\u{1c}", "\u{1f}", "\u{7f}",
            ],
        };
        let mut value = String::new();
        for _ in 0..self.below(5) {
            value += self.one_of(between);
            value += &self.word();
        }
        value + self.one_of(between)
    }
}

/// Where the random value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Environment,
    OldVariable,
    AccessKey,
    CredentialsFile,
    ConfigFile,
    Process,
    Container,
    ContainerHeader,
    Metadata,
    MetadataHeader,
    Sso,
    SsoHeader,
    Role,
    SourceOfRole,
    CachedRole,
    WebIdentity,
    Login,
    Region,
}

/// Each place, what names it in a message, and how often it is its turn.
const PLACES: [(Place, &str, usize); 18] = [
    (Place::Environment, "AWS_SESSION_TOKEN", 4),
    (Place::OldVariable, "AWS_SECURITY_TOKEN", 2),
    (Place::AccessKey, "AWS_ACCESS_KEY_ID", 2),
    (Place::CredentialsFile, "the credentials file", 2),
    (Place::ConfigFile, "the config file", 2),
    (Place::Process, "credential_process", 1),
    (Place::Container, "the container's service", 2),
    (Place::ContainerHeader, "token", 2),
    (Place::Metadata, "the instance metadata service", 1),
    (Place::MetadataHeader, "token", 1),
    (Place::Sso, "SSO", 2),
    (Place::SsoHeader, "SSO", 2),
    (Place::Role, "role", 2),
    (Place::SourceOfRole, "the credentials file", 2),
    (Place::CachedRole, "role", 2),
    (Place::WebIdentity, "role", 2),
    (Place::Login, "login", 2),
    (Place::Region, "region", 2),
];

/// The SHA-1 of the start URL, and the SHA-256 of the session's name.
const SSO_CACHE: &str = "~/.aws/sso/cache/f9bd89c67fef27fcb5df8d2e4b64eabe5bae45a4.json";
const LOGIN_CACHE: &str =
    "~/.aws/login/cache/4ef389299b6bd50ced359ebe1f19aed09a1be2a9fd98b7c86f405568b43441c4.json";
const DPOP_KEY: &str = "-----BEGIN EC PRIVATE KEY-----\n\
    MHcCAQEEIKSRLdHqsyLCdpedatWqbV8Jscyx17YtFr31q/dtDDtZoAoGCCqGSM49\n\
    AwEHoUQDQgAE0KoDjZn0rkK7h9XXgwY/jNBlA7/fVimJUmX+zmEKnThVtScIquun\n\
    HxqbRoWJg2MzJH/gJ2R58noU+XD8QBbEBQ==\n-----END EC PRIVATE KEY-----\n";

/// A value, where it goes, and the rest of the world.
struct Sample {
    place: Place,
    name: &'static str,
    value: String,
    token: String,
    region: String,
    agent: String,
    env: Vec<(&'static str, String)>,
    files: Vec<(&'static str, String)>,
    /// By path; the first that fits.
    answers: Vec<(&'static str, String)>,
    dialect: Dialect,
}

fn xml(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('\r', "&#13;")
}

/// An answer of STS.
fn assumed(operation: &str, token: &str) -> String {
    format!(
        "<{operation}Response><{operation}Result><Credentials><AccessKeyId>AKID</AccessKeyId>\
         <SecretAccessKey>{SECRET}</SecretAccessKey><SessionToken>{}</SessionToken>\
         <Expiration>2090-01-02T03:04:05Z</Expiration></Credentials><AssumedRoleUser>\
         <AssumedRoleId>A:s</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn>\
         </AssumedRoleUser></{operation}Result></{operation}Response>",
        xml(token)
    )
}

fn section(token: &str) -> String {
    format!(
        "aws_access_key_id = AKID\naws_secret_access_key = {SECRET}\n\
         aws_session_token = {token}\n"
    )
}

impl Sample {
    /// The sample of that number; `port` is the service's.
    fn new(number: u64, port: u16) -> Sample {
        let mut random = Random(number);
        let turns: usize = PLACES.iter().map(|(.., turns)| turns).sum();
        let mut turn = number as usize % turns;
        let (place, name, _) = *PLACES
            .iter()
            .find(|(.., turns)| match turn.checked_sub(*turns) {
                Some(rest) => {
                    turn = rest;
                    false
                }
                None => true,
            })
            .unwrap();
        let mut value = random.value();
        if matches!(
            place,
            Place::CredentialsFile | Place::ConfigFile | Place::SourceOfRole
        ) {
            // Lines end a value there.
            value = value.replace(['\n', '\r'], " ");
        }
        if place == Place::AccessKey {
            // The list of claims separates them by commas, and the scope's parts by slashes.
            value = format!("A{}", value.replace([',', '/'], ""));
        }
        if matches!(place, Place::Role | Place::CachedRole | Place::WebIdentity) {
            // XML has no others, and what is no XML is quoted as the original quotes it.
            let is_fit = |c: char| !c.is_ascii_control() || "\t\n\r".contains(c);
            value.retain(is_fit);
        }
        if place == Place::Region && random.below(2) == 0 {
            value = format!("{}-{}-1", random.word(), random.word());
        }
        let dialect = match random.below(2) {
            0 => Dialect::V1,
            _ => Dialect::V2,
        };
        let mut sample = Sample {
            place,
            name,
            token: value.clone(),
            value,
            region: format!("{}-1", random.word()),
            agent: random.value(),
            env: Vec::new(),
            files: Vec::new(),
            answers: Vec::new(),
            dialect,
        };
        sample.furnish(number, port);
        sample
    }

    fn env(&mut self, name: &'static str, value: &str) {
        self.env.retain(|(other, _)| *other != name);
        self.env.push((name, value.to_owned()));
    }

    fn config(&mut self, text: &str) {
        self.files
            .push(("~/.aws/config", format!("[default]\n{text}")));
    }

    fn keys(&mut self, token: &str) -> String {
        json!({"Version": 1, "Code": "Success", "AccessKeyId": "AKID", "SecretAccessKey": SECRET,
            "Token": token, "SessionToken": token, "Expiration": "2090-01-02T03:04:05Z"})
        .to_string()
    }

    fn furnish(&mut self, number: u64, port: u16) {
        let endpoint = format!("http://127.0.0.1:{port}");
        let value = self.value.clone();
        self.env("AWS_ENDPOINT_URL", &endpoint);
        let region = self.region.clone();
        self.env("AWS_DEFAULT_REGION", &region);
        let agent = self.agent.clone();
        self.env("AWS_EXECUTION_ENV", &agent);
        self.env("AWS_EC2_METADATA_DISABLED", "true");
        self.env("AWS_MAX_ATTEMPTS", "1");
        self.env("PATH", "/usr/bin:/bin");
        let role =
            format!("role_arn = arn:aws:iam::123456789012:role/r\nrole_session_name = s{number}\n");
        match self.place {
            Place::Environment | Place::OldVariable | Place::AccessKey | Place::Region => {
                self.env("AWS_ACCESS_KEY_ID", "AKID");
                self.env("AWS_SECRET_ACCESS_KEY", SECRET);
                let variable = match self.place {
                    Place::Environment => "AWS_SESSION_TOKEN",
                    Place::OldVariable => "AWS_SECURITY_TOKEN",
                    Place::AccessKey => "AWS_ACCESS_KEY_ID",
                    _ => "AWS_DEFAULT_REGION",
                };
                self.env(variable, &value);
                if !matches!(self.place, Place::Environment | Place::OldVariable) {
                    self.token.clear();
                }
            }
            Place::CredentialsFile => {
                let text = format!("[default]\n{}", section(&value));
                self.files.push(("~/.aws/credentials", text));
            }
            Place::ConfigFile => self.config(&section(&value)),
            Place::Process => {
                self.config("credential_process = cat '${HOME}/keys.json'\n");
                let keys = self.keys(&value);
                self.files.push(("~/keys.json", keys));
            }
            Place::Container | Place::ContainerHeader => {
                let url = format!("{endpoint}/container");
                self.env("AWS_CONTAINER_CREDENTIALS_FULL_URI", &url);
                if self.place == Place::ContainerHeader {
                    self.env("AWS_CONTAINER_AUTHORIZATION_TOKEN", &value);
                    self.token = "t".to_owned();
                }
                let keys = self.keys(&self.token.clone());
                self.answers.push(("/container", keys));
            }
            Place::Metadata | Place::MetadataHeader => {
                self.env("AWS_EC2_METADATA_DISABLED", "false");
                self.env("AWS_EC2_METADATA_SERVICE_ENDPOINT", &endpoint);
                let mut header = "metadata-token";
                if self.place == Place::MetadataHeader {
                    header = &value;
                    self.token = "t".to_owned();
                }
                let keys = self.keys(&self.token.clone());
                self.answers.push(("/latest/api/token", header.to_owned()));
                self.answers.push((ROLES, "role".to_owned()));
                self.answers.push(("/latest/", keys));
            }
            Place::Sso | Place::SsoHeader => {
                let account = number;
                self.config(&format!(
                    "sso_start_url = https://x/start\nsso_region = us-east-1\n\
                     sso_account_id = {account}\nsso_role_name = R\n"
                ));
                let mut access_token = "access-token";
                if self.place == Place::SsoHeader {
                    access_token = &value;
                    self.token = "t".to_owned();
                }
                let cached = json!({"startUrl": "https://x/start", "region": "us-east-1",
                    "accessToken": access_token, "expiresAt": "2090-01-01T00:00:00Z"});
                self.files.push((SSO_CACHE, cached.to_string()));
                let keys = json!({"roleCredentials": {"accessKeyId": "AKID",
                    "secretAccessKey": SECRET, "sessionToken": self.token,
                    "expiration": 3_786_912_000_000_u64}});
                self.answers.push(("/federation/", keys.to_string()));
            }
            Place::Role | Place::SourceOfRole | Place::CachedRole => {
                self.config(&format!("{role}source_profile = base\n"));
                let base = match self.place {
                    Place::SourceOfRole => value.as_str(),
                    _ => BASE_TOKEN,
                };
                let base = format!("[base]\n{}", section(base));
                self.files.push(("~/.aws/credentials", base));
                if self.place == Place::SourceOfRole {
                    self.token = "t".to_owned();
                }
                self.answers.push(("/", assumed("AssumeRole", &self.token)));
            }
            Place::WebIdentity => {
                self.config(&format!(
                    "{role}web_identity_token_file = ${{HOME}}/web-token\n"
                ));
                self.files.push(("~/web-token", "web/identity".to_owned()));
                let answer = assumed("AssumeRoleWithWebIdentity", &value);
                self.answers.push(("/", answer));
            }
            Place::Login => {
                self.config("login_session = arn:aws:iam::1:user/x\n");
                let cached = json!({"clientId": "c", "refreshToken": "r", "dpopKey": DPOP_KEY,
                    "accessToken": {"accessKeyId": "AKID", "secretAccessKey": SECRET,
                    "sessionToken": value, "accountId": "1", "expiresAt": "2090-01-01T00:00:00Z"}});
                self.files.push((LOGIN_CACHE, cached.to_string()));
            }
        }
    }

    fn answer(&self, request: &Request) -> Response {
        if request.target.starts_with("/backend/") {
            return Response::json(200, job());
        }
        let path = |(path, _): &&(&str, String)| request.target.starts_with(path);
        match self.answers.iter().find(path) {
            // The role's name, and behind it its keys.
            Some((ROLES, _)) if request.target != ROLES => {
                Response::json(200, self.answers[2].1.clone())
            }
            Some((_, body)) => Response::json(200, body),
            None => Response::json(404, ""),
        }
    }
}

const ROLES: &str = "/latest/meta-data/iam/security-credentials/";

/// A home, and a service that stands for all of them.
struct World {
    place: TestDir,
    service: Fake,
    sample: Arc<Mutex<Option<Sample>>>,
}

impl World {
    fn new() -> World {
        let sample: Arc<Mutex<Option<Sample>>> = Arc::default();
        let current = Arc::clone(&sample);
        let service = BoundPort::open().serve(Scheme::Http, move |request: &Request| {
            current.lock().unwrap().as_ref().unwrap().answer(request)
        });
        World {
            place: TestDir::new(),
            service,
            sample,
        }
    }

    /// Runs the sample of that number; a role twice, the second time from the cache.
    fn check(
        &self,
        number: u64,
        run: impl Fn(&World, &Sample) -> Result<(), String>,
    ) -> Vec<String> {
        let mut failures = Vec::new();
        let sample = Sample::new(number, self.service.port());
        let home = self.place.home.to_str().unwrap();
        for name in ["~/.aws/config", "~/.aws/credentials"] {
            self.place.write(name, b"", None);
        }
        for (name, content) in &sample.files {
            let content = content.replace("${HOME}", home);
            self.place.write(name, content.as_bytes(), None);
        }
        let turns = if sample.place == Place::CachedRole {
            2
        } else {
            1
        };
        *self.sample.lock().unwrap() = Some(sample);
        for _ in 0..turns {
            let before = self.service.requests().len();
            // The service looks at the sample as well.
            let sample = Sample::new(number, self.service.port());
            let result = run(self, &sample);
            let requests = self.service.requests().split_off(before);
            let Sample { place, value, .. } = &sample;
            let what = |wrong| format!("sample {number}, {place:?}, {value:?}: {wrong}");
            failures.extend(sample.judge(&result, &requests).into_iter().map(what));
        }
        failures
    }

    fn env(&self, sample: &Sample) -> Vec<(&'static str, String)> {
        let home = ("HOME", self.place.home.to_str().unwrap().to_owned());
        sample.env.iter().cloned().chain([home]).collect()
    }
}

/// The call within this process: its result without the answer.
fn call(world: &World, sample: &Sample) -> Result<(), String> {
    let env = world.env(sample).into_iter();
    let environment: Environment = env
        .map(|(name, value)| (OsString::from(name), OsString::from(value)))
        .collect();
    let options = GlobalOptions::default();
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let profiles = Arc::new(config::profiles(&environment).map_err(|error| text(&error))?);
    let logger = Logger::silent();
    let settings = Settings::load(&environment, &options, sample.dialect, profiles, &logger)
        .map_err(|error| text(&error))?;
    service::region::find(&settings).map_err(|error| text(&error))?;
    let transport = settings.transport();
    let provider = Provider::load(settings.credential_sources(), &transport, |serial| {
        let serial = serial.to_owned();
        Box::pin(async { Err(CredentialsError::NoTerminal(serial)) })
    });
    let provider = service::block_on(provider)
        .map_err(|error| text(&error))?
        .map_err(|error| text(&error))?;
    let client = Client::new(&settings.client().map_err(|error| text(&error))?);
    let answer = Session::new(client, Some(provider)).call(&UPDATE_BACKEND_AUTH, input(), &|_| {});
    answer.map(drop).map_err(|error| text(&error))
}

fn input() -> Dict {
    let config: Dict = [("AuthResources", "USER_POOL_ONLY"), ("Service", "COGNITO")]
        .map(|(name, value)| (name.to_owned(), value.into()))
        .into_iter()
        .collect();
    [
        ("AppId", "d1".into()),
        ("BackendEnvironmentName", "s".into()),
        ("ResourceConfig", Value::Dict(config)),
        ("ResourceName", "r".into()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into_iter()
    .collect()
}

/// The same through the program.
fn start(world: &World, sample: &Sample) -> Result<(), String> {
    let endpoint = format!("http://127.0.0.1:{}", world.service.port());
    let argv = update([]).into_iter();
    let argv = argv.map(|word| word.replace("${ENDPOINT}", &endpoint));
    let mut env = world.env(sample);
    let dialect = sample.dialect.number().to_string();
    env.push(("AMPLIFYBACKEND_DIALECT", dialect));
    let env = env
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    let outcome = Invocation::new(argv, env).run(&world.place.cwd);
    match outcome.code {
        Some(0) => Ok(()),
        _ => Err(String::from_utf8_lossy(&outcome.stderr).into_owned()),
    }
}

/// The bytes of a header as text, if they are.
fn decoded(value: &str) -> String {
    let bytes: Vec<u8> = value.chars().map(|c| c as u8).collect();
    String::from_utf8(bytes).unwrap_or_else(|_| value.to_owned())
}

/// As SigV4 trims a value.
fn trimmed(value: &str) -> String {
    // With the separators that Python counts, since profile files are stripped of them.
    let is_blank = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    let words = value.split(is_blank).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The environment as the user agent names it.
fn word_of_agent(environment: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!$%&'*+-.^_`|~,".contains(c);
    let fit = |c| if fits(c) { c } else { '-' };
    environment.chars().map(fit).collect()
}

/// The header that the value goes into where it is no part of the call.
fn own_header(place: Place) -> Option<&'static str> {
    match place {
        Place::ContainerHeader => Some("authorization"),
        Place::MetadataHeader => Some("x-aws-ec2-metadata-token"),
        Place::SsoHeader => Some("x-amz-sso_bearer_token"),
        _ => None,
    }
}

impl Sample {
    /// The fault of the run.
    fn judge(&self, result: &Result<(), String>, requests: &[Request]) -> Vec<String> {
        let Sample { place, value, .. } = self;
        let mut wrong = Vec::new();
        let mut expect = |holds: bool, what: String| wrong.extend((!holds).then_some(what));
        let is_update = |request: &&Request| request.target.starts_with("/backend/");
        let updates = requests.iter().filter(is_update).count();
        match result {
            Ok(()) => expect(updates == 1, format!("{updates} updates")),
            Err(message) => {
                expect(updates == 0, format!("sent in spite of {message}"));
                let is_named = message.to_lowercase().contains(&self.name.to_lowercase());
                // The original's words for what Latin-1 does not have.
                let is_named = is_named || message.contains("'latin-1' codec");
                expect(is_named, format!("unnamed: {message}"));
                let mut words = value.split(|c: char| !c.is_ascii_alphanumeric());
                let is_shown = words.any(|word| word.len() >= 10 && message.contains(word));
                let is_shown = is_shown && *place != Place::Region;
                expect(
                    !is_shown && !message.contains(SECRET),
                    format!("shown: {message}"),
                );
                let is_fit = value.chars().all(|c| c == '\t' || (' '..='~').contains(&c));
                expect(
                    !is_fit || *place == Place::Region,
                    format!("refused: {message}"),
                );
            }
        }
        for request in requests {
            let mut request = request.clone();
            for (name, value) in &mut request.headers {
                *value = decoded(value);
                let is_one_line = !value.contains(|c: char| c.is_ascii_control() && c != '\t');
                expect(is_one_line, format!("{name}: {value:?}"));
            }
            let header = |name: &str| request.header(name).unwrap_or_default();
            let is_update = is_update(&&request);
            if !is_update && let Some(name) = own_header(*place) {
                let is_same = trimmed(header(name)) == trimmed(value);
                expect(
                    is_same || request.header(name).is_none(),
                    format!("{request:?}"),
                );
            }
            let Some(claim) = Claim::parse(header("authorization")) else {
                expect(!is_update, format!("unsigned: {request:?}"));
                continue;
            };
            expect(
                claim.holds(&request, SECRET),
                format!("signature: {request:?}"),
            );
            if is_update {
                let token = request.header("x-amz-security-token");
                let is_same = trimmed(token.unwrap_or_default()) == trimmed(&self.token);
                expect(is_same, format!("other token: {request:?}"));
                let is_signed = claim.signs("x-amz-security-token");
                expect(is_signed == token.is_some(), format!("token: {request:?}"));
                let is_right = match place {
                    Place::Region => claim.region == value,
                    Place::AccessKey => trimmed(claim.access_key) == trimmed(value),
                    _ => claim.region == self.region,
                };
                expect(is_right, format!("other keys or region: {request:?}"));
                let agent = header("user-agent").split_once(" exec-env/");
                let agent = agent.map_or("", |(_, agent)| agent);
                expect(
                    agent == word_of_agent(&self.agent),
                    format!("agent: {agent}"),
                );
            }
        }
        wrong
    }
}

/// Runs the samples below `count` on all processors.
fn check_all(count: u64, run: impl Fn(&World, &Sample) -> Result<(), String> + Sync) {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    // Requests and caches pile up in a world.
    let starts: Vec<u64> = (0..count).step_by(200).collect();
    let failures = parallel::map(threads, &starts, |start| {
        let world = World::new();
        let numbers = *start..count.min(start + 200);
        numbers
            .flat_map(|number| world.check(number, &run))
            .collect::<Vec<String>>()
    })
    .concat();
    assert!(
        failures.is_empty(),
        "{} of {count} samples:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn requests_with_random_values_are_signed_or_not_sent() {
    check_all(SAMPLES, call);
}

#[test]
fn requests_of_the_program_with_random_values_are_signed_or_not_sent() {
    check_all(RUNS, start);
}

#[test]
fn a_region_with_a_line_break_at_its_end_is_named_and_not_sent() {
    let (outcome, _) = Test::new(update([]))
        .env("AWS_DEFAULT_REGION", "us-east-1\n")
        .code(255)
        .any_stderr()
        .run();
    assert_eq!(
        String::from_utf8_lossy(&outcome.stderr),
        "\nAn HTTP Client raised an unhandled exception: Invalid header value: the region \
         contains a line break\n"
    );
}

#[test]
fn a_folded_access_key_is_sent_in_one_line() {
    let (_, requests) = Test::update([])
        .env("AWS_ACCESS_KEY_ID", "AKID\n EXAMPLE")
        .stdout(JOB)
        .run();
    let authorization = requests[0].header("authorization").unwrap();
    let claim = Claim::parse(authorization).unwrap();
    assert_eq!(claim.access_key, "AKID  EXAMPLE");
    assert!(claim.holds(&requests[0], SECRET));
}
