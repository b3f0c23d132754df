//! The table: settings, and the credentials that are found with them.

use crate::http::Response;

/// No credentials are found, or finding them fails.
pub const NOTHING: &str = "nothing";

/// A request that the services answer; all others get a 404.
#[derive(Clone)]
pub struct Route {
    /// `GET /path?query`
    pub request: &'static str,
    /// A header that it must have.
    pub header: Option<(&'static str, &'static str)>,
    /// Parts that its body must have.
    pub body_has: Vec<&'static str>,
    /// The key whose secret, which is `secret`, it must be signed with.
    pub signed_by: Option<&'static str>,
    pub response: Response,
}

/// A row of the table. `${HOME}` and `${ENDPOINT}` are filled in.
pub struct Row {
    pub name: &'static str,
    pub env: Vec<(&'static str, &'static str)>,
    /// Names below the home, and contents.
    pub files: Vec<(&'static str, String)>,
    pub routes: Vec<Route>,
    /// The port of the services; `None` is any.
    pub port: Option<u16>,
    /// The line of [`crate::text::credentials`], or [`NOTHING`].
    pub ours: &'static str,
    /// The same of aws-config where it differs, and why.
    pub theirs: Option<(&'static str, &'static str)>,
}

fn row(name: &'static str) -> Row {
    Row {
        name,
        env: Vec::new(),
        files: Vec::new(),
        routes: Vec::new(),
        port: None,
        ours: NOTHING,
        theirs: None,
    }
}

impl Row {
    fn env(mut self, name: &'static str, value: &'static str) -> Row {
        self.env.push((name, value));
        self
    }

    fn file(mut self, name: &'static str, content: impl Into<String>) -> Row {
        self.files.push((name, content.into()));
        self
    }

    fn config(self, content: impl Into<String>) -> Row {
        self.file(".aws/config", content)
    }

    fn credentials(self, content: impl Into<String>) -> Row {
        self.file(".aws/credentials", content)
    }

    /// A credential process that prints this.
    fn process(self, document: &str) -> Row {
        self.config("[default]\ncredential_process = cat ${HOME}/document.json\n")
            .file("document.json", document)
    }

    /// A response to a request.
    fn answer(mut self, request: &'static str, status: u16, body: impl Into<String>) -> Row {
        self.routes.push(Route {
            request,
            header: None,
            body_has: Vec::new(),
            signed_by: None,
            response: Response::json(status, body.into()),
        });
        self
    }

    /// The header that the last request must have.
    fn if_header(mut self, name: &'static str, value: &'static str) -> Row {
        self.routes.last_mut().unwrap().header = Some((name, value));
        self
    }

    /// The parts that the body of the last request must have.
    fn if_body<const N: usize>(mut self, parts: [&'static str; N]) -> Row {
        self.routes.last_mut().unwrap().body_has = parts.to_vec();
        self
    }

    /// A container with that URL and document.
    fn container(self, document: &str) -> Row {
        self.env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "${ENDPOINT}/keys")
            .answer("GET /keys", 200, document)
    }

    /// An instance with a role, whose document this is.
    fn instance(self, document: &str) -> Row {
        self.metadata_token()
            .answer(METADATA, 200, "admin")
            .if_header("x-aws-ec2-metadata-token", "metadata-token")
            .answer(METADATA_OF_ROLE, 200, document)
            .if_header("x-aws-ec2-metadata-token", "metadata-token")
    }

    fn metadata_token(self) -> Row {
        let mut row = self.answer("PUT /latest/api/token", 200, "metadata-token");
        let headers = &mut row.routes.last_mut().unwrap().response.headers;
        let name = "x-aws-ec2-metadata-token-ttl-seconds";
        headers.push((name.to_owned(), "21600".to_owned()));
        row
    }

    /// A profile that signs in at a start URL, and its token.
    fn sso(self, expires: &str) -> Row {
        self.config(
            "[default]\nsso_start_url = https://sso.example/start\nsso_region = us-east-1\n\
             sso_account_id = 123456789012\nsso_role_name = admin\n",
        )
        .file(START_URL_TOKEN, token(expires))
    }

    /// A profile that signs in with an SSO session, and its token.
    fn sso_session(self, expires: &str) -> Row {
        self.config(
            "[default]\nsso_session = work\nsso_account_id = 123456789012\n\
             sso_role_name = admin\n[sso-session work]\nsso_region = us-east-1\n\
             sso_start_url = https://sso.example/start\n",
        )
        .file(SESSION_TOKEN, token(expires))
    }

    /// The keys of the role, for the bearer of the token.
    fn role_credentials(self) -> Row {
        self.answer(
            "GET /federation/credentials?role_name=admin&account_id=123456789012",
            200,
            r#"{"roleCredentials": {"accessKeyId": "AKSSO", "secretAccessKey": "secret",
                "sessionToken": "token", "expiration": 4070908800000}}"#,
        )
        .if_header("x-amz-sso_bearer_token", "sso-token")
    }

    /// A role of STS, for the owner of that key and a request with these parts.
    fn role<const N: usize>(self, key: &'static str, parts: [&'static str; N]) -> Row {
        let mut row = self
            .answer("POST /", 200, assumed("AssumeRole"))
            .if_body(parts);
        row.routes.last_mut().unwrap().signed_by = Some(key);
        row
    }

    /// A role of STS, for the bearer of a token.
    fn web_identity_role<const N: usize>(self, parts: [&'static str; N]) -> Row {
        self.answer("POST /", 200, assumed("AssumeRoleWithWebIdentity"))
            .if_body(parts)
    }

    /// The credentials that both find.
    fn gives(mut self, credentials: &'static str) -> Row {
        self.ours = credentials;
        self
    }

    /// The credentials that aws-config finds instead, and why.
    fn unlike_aws_config(mut self, credentials: &'static str, why: &'static str) -> Row {
        self.theirs = Some((credentials, why));
        self
    }
}

const METADATA: &str = "GET /latest/meta-data/iam/security-credentials/";
const METADATA_OF_ROLE: &str = "GET /latest/meta-data/iam/security-credentials/admin";

/// The names of the tokens of SSO are hashes of the session's name and of the start URL.
const SESSION_TOKEN: &str = ".aws/sso/cache/e274eeff768c6396088ec6eb091f4bf4d47ab1e0.json";
const START_URL_TOKEN: &str = ".aws/sso/cache/98df91031e87f97bfc088c045be6442dc5d70b2a.json";

/// Keys as a program prints them.
const PRINTED: &str = r#"{"Version": 1, "AccessKeyId": "AKPROCESS", "SecretAccessKey": "secret",
    "SessionToken": "token", "Expiration": "2099-01-01T00:00:00Z"}"#;

/// Keys as a container or an instance has them.
const DOCUMENT: &str = r#"{"Code": "Success", "LastUpdated": "2020-01-01T00:00:00Z",
    "Type": "AWS-HMAC", "AccessKeyId": "AKMETA", "SecretAccessKey": "secret", "Token": "token",
    "Expiration": "2099-01-01T00:00:00Z"}"#;
const OF_DOCUMENT: &str = "AKMETA secret token 2099-01-01T00:00:00Z";

/// The token of an SSO session that ends then.
fn token(expires: &str) -> String {
    format!(r#"{{"accessToken": "sso-token", "expiresAt": "{expires}"}}"#)
}

/// The response of STS.
fn assumed(action: &str) -> String {
    format!(
        "<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{action}Result>\
         <Credentials><AccessKeyId>AKROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>\
         <SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>\
         </Credentials></{action}Result></{action}Response>"
    )
}
const OF_ROLE: &str = "AKROLE secret token 2099-01-01T00:00:00Z";

/// A section with keys of that name.
fn keys(section: &str, key: &str) -> String {
    format!("[{section}]\naws_access_key_id = {key}\naws_secret_access_key = secret\n")
}

/// All rows.
pub fn rows() -> Vec<Row> {
    [
        environment(),
        profiles(),
        processes(),
        containers(),
        instances(),
        sso(),
        roles(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn environment() -> Vec<Row> {
    let with_keys = |name| {
        row(name)
            .env("AWS_ACCESS_KEY_ID", "AKENV")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
    };
    vec![
        row("nothing at all"),
        with_keys("environment: keys").gives("AKENV secret - -"),
        with_keys("environment: keys and a token")
            .env("AWS_SESSION_TOKEN", "token")
            .gives("AKENV secret token -"),
        with_keys("environment: an empty token")
            .env("AWS_SESSION_TOKEN", "")
            .gives("AKENV secret - -"),
        with_keys("environment: a token of the old name")
            .env("AWS_SECURITY_TOKEN", "token")
            .gives("AKENV secret token -")
            .unlike_aws_config("AKENV secret - -", "it reads AWS_SESSION_TOKEN alone"),
        with_keys("environment: an expiry")
            .env("AWS_CREDENTIAL_EXPIRATION", "2099-01-01T00:00:00Z")
            .gives("AKENV secret - 2099-01-01T00:00:00Z")
            .unlike_aws_config("AKENV secret - -", "it reads no AWS_CREDENTIAL_EXPIRATION"),
        row("environment: empty keys, then the profile")
            .env("AWS_ACCESS_KEY_ID", "")
            .env("AWS_SECRET_ACCESS_KEY", "")
            .credentials(keys("default", "AKFILE"))
            .gives("AKFILE secret - -"),
        row("environment: blank keys")
            .env("AWS_ACCESS_KEY_ID", " ")
            .env("AWS_SECRET_ACCESS_KEY", " ")
            .gives("    - -")
            .unlike_aws_config(NOTHING, "it takes blanks for unset variables"),
        row("environment: a key without a secret, and a profile")
            .env("AWS_ACCESS_KEY_ID", "AKENV")
            .credentials(keys("default", "AKFILE"))
            .unlike_aws_config("AKFILE secret - -", "it goes on to the profile"),
        row("environment: a secret of the old name")
            .env("AWS_ACCESS_KEY_ID", "AKENV")
            .env("SECRET_ACCESS_KEY", "secret")
            .unlike_aws_config("AKENV secret - -", "it reads SECRET_ACCESS_KEY"),
        with_keys("environment: keys before those of a profile in AWS_PROFILE")
            .env("AWS_PROFILE", "other")
            .credentials(keys("other", "AKFILE"))
            .gives("AKENV secret - -"),
        with_keys("environment: keys before a container")
            .container(DOCUMENT)
            .gives("AKENV secret - -"),
    ]
}

fn profiles() -> Vec<Row> {
    vec![
        row("profile: default, in the credentials file")
            .credentials(keys("default", "AKFILE"))
            .gives("AKFILE secret - -"),
        row("profile: default, in the config file")
            .config(keys("default", "AKFILE"))
            .gives("AKFILE secret - -"),
        row("profile: default, with the prefix")
            .config(keys("profile default", "AKFILE"))
            .gives("AKFILE secret - -"),
        row("profile: default, first without the prefix and then with it")
            .config(keys("default", "AKPLAIN") + &keys("profile default", "AKPREFIX"))
            .gives("AKPREFIX secret - -"),
        row("profile: default, first with the prefix and then without")
            .config(keys("profile default", "AKPREFIX") + &keys("default", "AKPLAIN"))
            .gives("AKPLAIN secret - -")
            .unlike_aws_config(
                "AKPREFIX secret - -",
                "the one with the prefix comes first there",
            ),
        row("profile: named, in the credentials file")
            .env("AWS_PROFILE", "other")
            .credentials(keys("default", "AKFILE") + &keys("other", "AKOTHER"))
            .gives("AKOTHER secret - -"),
        row("profile: named, in the config file")
            .env("AWS_PROFILE", "other")
            .config(keys("default", "AKFILE") + &keys("profile other", "AKOTHER"))
            .gives("AKOTHER secret - -"),
        row("profile: named, in the config file without the prefix")
            .env("AWS_PROFILE", "other")
            .config(keys("other", "AKOTHER")),
        row("profile: a name in quotes")
            .env("AWS_PROFILE", "other")
            .config(keys("profile \"other\"", "AKOTHER"))
            .gives("AKOTHER secret - -")
            .unlike_aws_config(NOTHING, "it reads no quotes"),
        row("profile: a name with a blank")
            .env("AWS_PROFILE", "two words")
            .config(keys("profile \"two words\"", "AKOTHER"))
            .gives("AKOTHER secret - -")
            .unlike_aws_config(NOTHING, "it skips profiles with such names"),
        row("profile: a token")
            .credentials(keys("default", "AKFILE") + "aws_session_token = token\n")
            .gives("AKFILE secret token -"),
        row("profile: a token of the old name")
            .credentials(keys("default", "AKFILE") + "aws_security_token = token\n")
            .gives("AKFILE secret token -")
            .unlike_aws_config("AKFILE secret - -", "it reads aws_session_token alone"),
        row("profile: in both files")
            .config(keys("default", "AKCONFIG"))
            .credentials(keys("default", "AKFILE"))
            .gives("AKFILE secret - -"),
        row("profile: keys in one file, their token in the other")
            .config("[default]\naws_session_token = token\n")
            .credentials(keys("default", "AKFILE"))
            .gives("AKFILE secret - -")
            .unlike_aws_config("AKFILE secret token -", "it merges the files first"),
        row("profile: a key in one file, its secret in the other")
            .config("[default]\naws_secret_access_key = secret\n")
            .credentials("[default]\naws_access_key_id = AKFILE\n")
            .unlike_aws_config("AKFILE secret - -", "it merges the files first"),
        row("profile: a key without a secret")
            .credentials("[default]\naws_access_key_id = AKFILE\n"),
        row("profile: a key without a secret, and a container")
            .credentials("[default]\naws_access_key_id = AKFILE\n")
            .container(DOCUMENT),
        row("profile: that does not exist, and a container")
            .env("AWS_PROFILE", "missing")
            .credentials(keys("default", "AKFILE"))
            .container(DOCUMENT)
            .unlike_aws_config(OF_DOCUMENT, "it goes on to the container"),
        row("profile: without keys, and a container")
            .config("[default]\nregion = us-east-1\n")
            .container(DOCUMENT)
            .gives(OF_DOCUMENT),
        row("profile: files of other names")
            .env("AWS_CONFIG_FILE", "${HOME}/c")
            .env("AWS_SHARED_CREDENTIALS_FILE", "~/s")
            .env("AWS_PROFILE", "other")
            .config(keys("profile other", "AKWRONG"))
            .credentials(keys("other", "AKWRONG"))
            .file("c", "[profile other]\nregion = eu-west-1\n")
            .file("s", keys("other", "AKOTHER"))
            .gives("AKOTHER secret - -"),
        row("profile: a section with blanks")
            .credentials(keys(" default ", "AKFILE"))
            .unlike_aws_config("AKFILE secret - -", "it trims the name"),
        row("profile: comments, blanks and names in upper case")
            .credentials(
                "# comment\n; comment\n\n[default]\nAWS_ACCESS_KEY_ID=AKFILE\n\
                 aws_secret_access_key   =   secret   \n",
            )
            .gives("AKFILE secret - -"),
        row("profile: a comment behind a value")
            .credentials(
                "[default]\naws_access_key_id = AKFILE\naws_secret_access_key = secret # x\n",
            )
            .gives("AKFILE secret # x - -")
            .unlike_aws_config("AKFILE secret - -", "a comment may be behind a value there"),
        row("profile: twice in a file")
            .credentials(keys("default", "AKFIRST") + &keys("default", "AKSECOND"))
            .unlike_aws_config("AKSECOND secret - -", "it merges sections of the same name"),
        row("profile: a key twice")
            .credentials(keys("default", "AKFIRST") + "aws_access_key_id = AKSECOND\n")
            .unlike_aws_config("AKSECOND secret - -", "it takes the last value"),
        row("profile: a line that is none").credentials(keys("default", "AKFILE") + "nonsense\n"),
        row("profile: a value with an equals sign")
            .credentials("[default]\naws_access_key_id = AKFILE\naws_secret_access_key = a=b==\n")
            .gives("AKFILE a=b== - -"),
        row("profile: Windows line ends")
            .credentials(keys("default", "AKFILE").replace('\n', "\r\n"))
            .gives("AKFILE secret - -"),
    ]
}

fn processes() -> Vec<Row> {
    let keys_alone = r#"{"Version": 1, "AccessKeyId": "AKPROCESS", "SecretAccessKey": "secret"}"#;
    vec![
        row("process: keys with an expiry")
            .process(PRINTED)
            .gives("AKPROCESS secret token 2099-01-01T00:00:00Z"),
        row("process: keys alone")
            .process(keys_alone)
            .gives("AKPROCESS secret - -"),
        row("process: in the credentials file")
            .credentials("[default]\ncredential_process = cat ${HOME}/document.json\n")
            .file("document.json", keys_alone)
            .gives("AKPROCESS secret - -"),
        row("process: an argument in quotes")
            .config("[default]\ncredential_process = cat \"${HOME}/a document.json\"\n")
            .file("a document.json", keys_alone)
            .gives("AKPROCESS secret - -"),
        row("process: shell syntax")
            .config("[default]\ncredential_process = cat ${HOME}/document.json | cat\n")
            .file("document.json", keys_alone)
            .unlike_aws_config("AKPROCESS secret - -", "it runs a shell"),
        row("process: an expiry with an offset")
            .process(&PRINTED.replace("00:00:00Z", "02:00:00+02:00"))
            .gives("AKPROCESS secret token 2099-01-01T00:00:00Z"),
        row("process: an expiry without a zone").process(&PRINTED.replace("00:00:00Z", "00:00:00")),
        row("process: keys that have expired")
            .process(&PRINTED.replace("2099", "2020"))
            .unlike_aws_config(
                "AKPROCESS secret token 2020-01-01T00:00:00Z",
                "it leaves the expiry to its caller",
            ),
        row("process: a null token")
            .process(&PRINTED.replace("\"token\"", "null"))
            .gives("AKPROCESS secret - 2099-01-01T00:00:00Z"),
        row("process: no version").process(&PRINTED.replace("\"Version\": 1,", "")),
        row("process: another version")
            .process(&PRINTED.replace("\"Version\": 1", "\"Version\": 2")),
        row("process: no secret").process(r#"{"Version": 1, "AccessKeyId": "AKPROCESS"}"#),
        row("process: names in lower case")
            .process(&PRINTED.to_lowercase())
            .unlike_aws_config(
                "akprocess secret token 2099-01-01T00:00:00Z",
                "its names of members have no case",
            ),
        row("process: not JSON").process("AKPROCESS secret"),
        row("process: no output").process(""),
        row("process: that fails").config("[default]\ncredential_process = false\n"),
        row("process: that fails, and a container")
            .config("[default]\ncredential_process = false\n")
            .container(DOCUMENT),
        row("process: that does not exist")
            .config("[default]\ncredential_process = /nonexistent\n"),
        row("process: before keys of the config file")
            .config(keys("default", "AKFILE") + "credential_process = cat ${HOME}/document.json\n")
            .file("document.json", keys_alone)
            .gives("AKPROCESS secret - -"),
        row("process: after keys of the credentials file")
            .process(keys_alone)
            .credentials(keys("default", "AKFILE"))
            .gives("AKFILE secret - -")
            .unlike_aws_config("AKPROCESS secret - -", "its keys of a profile come last"),
    ]
}

fn containers() -> Vec<Row> {
    vec![
        row("container: full URI")
            .container(DOCUMENT)
            .gives(OF_DOCUMENT),
        row("container: a token")
            .container(DOCUMENT)
            .if_header("authorization", "Basic abc")
            .env("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc")
            .gives(OF_DOCUMENT),
        row("container: a token in a file")
            .container(DOCUMENT)
            .if_header("authorization", "Basic abc")
            .env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "${HOME}/token")
            .file("token", "Basic abc")
            .gives(OF_DOCUMENT),
        row("container: a token in a file and another in the environment")
            .container(DOCUMENT)
            .if_header("authorization", "Basic abc")
            .env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "${HOME}/token")
            .env("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic wrong")
            .file("token", "Basic abc")
            .gives(OF_DOCUMENT),
        row("container: a token with a line end")
            .container(DOCUMENT)
            .env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "${HOME}/token")
            .file("token", "Basic abc\n"),
        row("container: a token file that does not exist")
            .container(DOCUMENT)
            .env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "${HOME}/missing"),
        row("container: a wrong token")
            .container(DOCUMENT)
            .if_header("authorization", "Basic abc")
            .env("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic wrong"),
        row("container: another host").env(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://192.0.2.1/keys",
        ),
        row("container: an expiry without a zone")
            .container(&DOCUMENT.replace("2099-01-01T00:00:00Z", "2099-01-01T00:00:00")),
        row("container: keys that have expired")
            .container(&DOCUMENT.replace("2099", "2019"))
            .unlike_aws_config(
                "AKMETA secret token 2019-01-01T00:00:00Z",
                "it leaves the expiry to its caller",
            ),
        row("container: no token in the document")
            .container(&DOCUMENT.replace("\"Token\": \"token\",", "")),
        row("container: no expiry in the document").container(
            r#"{"AccessKeyId": "AKMETA", "SecretAccessKey": "secret", "Token": "token"}"#,
        ),
        row("container: an error in the document")
            .container(r#"{"Code": "AccessDenied", "Message": "no"}"#),
        row("container: not JSON").container("nonsense"),
        row("container: status 500")
            .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "${ENDPOINT}/keys")
            .answer("GET /keys", 500, DOCUMENT),
        row("container: before an instance")
            .container(DOCUMENT)
            .instance(&DOCUMENT.replace("AKMETA", "AKINSTANCE"))
            .gives(OF_DOCUMENT),
        row("container: that fails, and an instance")
            .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "${ENDPOINT}/keys")
            .instance(DOCUMENT),
    ]
}

/// Rows of services at the address of containers.
pub fn relative() -> Vec<Row> {
    let relative = |name| Row {
        port: Some(80),
        ..row(name).env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/keys?id=1")
    };
    let answered = |name| relative(name).answer("GET /v2/keys?id=1", 200, DOCUMENT);
    vec![
        answered("container: relative URI").gives(OF_DOCUMENT),
        answered("container: relative URI and a token")
            .if_header("authorization", "Basic abc")
            .env("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc")
            .gives(OF_DOCUMENT),
        answered("container: relative URI and a full one")
            .container("{}")
            .gives(OF_DOCUMENT),
        relative("container: relative URI, status 404"),
    ]
}

fn instances() -> Vec<Row> {
    vec![
        row("instance: a role")
            .instance(DOCUMENT)
            .gives(OF_DOCUMENT),
        row("instance: a role with a line end")
            .metadata_token()
            .answer(METADATA, 200, "admin\n")
            .answer(METADATA_OF_ROLE, 200, DOCUMENT)
            .gives(OF_DOCUMENT)
            .unlike_aws_config(NOTHING, "it trims no line end"),
        row("instance: no role").metadata_token(),
        row("instance: switched off")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .instance(DOCUMENT),
        row("instance: switched off in upper case")
            .env("AWS_EC2_METADATA_DISABLED", "TRUE")
            .instance(DOCUMENT),
        row("instance: no token")
            .answer(METADATA, 200, "admin")
            .answer(METADATA_OF_ROLE, 200, DOCUMENT)
            .gives(OF_DOCUMENT)
            .unlike_aws_config(NOTHING, "it speaks version 2 of the protocol alone"),
        row("instance: no token, and version 1 switched off")
            .env("AWS_EC2_METADATA_V1_DISABLED", "true")
            .answer(METADATA, 200, "admin")
            .answer(METADATA_OF_ROLE, 200, DOCUMENT),
        row("instance: an error in the document")
            .instance(r#"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "no"}"#),
        row("instance: not JSON").instance("nonsense"),
    ]
}

fn sso() -> Vec<Row> {
    let of_sso = "AKSSO secret token 2099-01-01T00:00:00Z";
    vec![
        row("sso: a start URL")
            .sso("2099-01-01T00:00:00Z")
            .role_credentials()
            .gives(of_sso),
        row("sso: a start URL, the zone written out")
            .sso("2099-01-01T00:00:00UTC")
            .role_credentials()
            .gives(of_sso)
            .unlike_aws_config(NOTHING, "it wants the zone of RFC 3339"),
        row("sso: a start URL, a token that has expired")
            .sso("2020-01-01T00:00:00Z")
            .role_credentials()
            .unlike_aws_config(of_sso, "it leaves the expiry to the service"),
        row("sso: a start URL, no token").config(
            "[default]\nsso_start_url = https://sso.example/start\nsso_region = us-east-1\n\
                 sso_account_id = 123456789012\nsso_role_name = admin\n",
        ),
        row("sso: a session")
            .sso_session("2099-01-01T00:00:00Z")
            .role_credentials()
            .gives(of_sso),
        row("sso: a session, a token that has expired")
            .sso_session("2020-01-01T00:00:00Z")
            .role_credentials(),
        row("sso: a session, a token that is refreshed")
            .sso_session("2020-01-01T00:00:00Z")
            .file(
                SESSION_TOKEN,
                r#"{"accessToken": "old", "expiresAt": "2020-01-01T00:00:00Z",
                    "refreshToken": "refresh", "clientId": "id", "clientSecret": "client-secret",
                    "registrationExpiresAt": "2099-01-01T00:00:00Z"}"#,
            )
            .answer(
                "POST /token",
                200,
                r#"{"accessToken": "sso-token", "expiresIn": 3600, "tokenType": "Bearer"}"#,
            )
            .if_body(["\"refresh_token\"", "\"refresh\"", "\"client-secret\""])
            .role_credentials()
            .gives(of_sso),
        row("sso: a session that does not exist")
            .config("[default]\nsso_session = work\nsso_account_id = 1\nsso_role_name = admin\n"),
        row("sso: a role that is refused")
            .sso_session("2099-01-01T00:00:00Z")
            .answer(
                "GET /federation/credentials?role_name=admin&account_id=123456789012",
                403,
                r#"{"message": "No access"}"#,
            ),
        row("sso: after keys of the credentials file")
            .sso("2099-01-01T00:00:00Z")
            .role_credentials()
            .credentials(keys("default", "AKFILE"))
            .gives(of_sso),
        row("sso: no role name").config(
            "[default]\nsso_start_url = https://sso.example/start\nsso_region = us-east-1\n\
                 sso_account_id = 123456789012\n",
        ),
    ]
}

fn roles() -> Vec<Row> {
    let role = "[default]\nrole_arn = arn:aws:iam::123456789012:role/admin\n";
    let base = keys("profile base", "AKBASE");
    let from_profile = role.to_owned() + "source_profile = base\n";
    let web_identity = |name| {
        row(name)
            .env("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/admin")
            .env("AWS_WEB_IDENTITY_TOKEN_FILE", "${HOME}/token")
    };
    vec![
        row("role: of a profile")
            .config(from_profile.clone() + &base)
            .role("AKBASE", ["Action=AssumeRole&", "role%2Fadmin"])
            .gives(OF_ROLE),
        row("role: of a profile in the credentials file")
            .config(from_profile.clone())
            .credentials(keys("base", "AKBASE"))
            .role("AKBASE", ["Action=AssumeRole&", "role%2Fadmin"])
            .gives(OF_ROLE),
        row("role: session name and external ID")
            .config(from_profile.clone() + "role_session_name = ci\nexternal_id = 77\n" + &base)
            .role("AKBASE", ["RoleSessionName=ci", "ExternalId=77"])
            .gives(OF_ROLE),
        row("role: a duration")
            .config(from_profile.clone() + "duration_seconds = 900\n" + &base)
            .role("AKBASE", ["DurationSeconds=900"])
            .gives(OF_ROLE)
            .unlike_aws_config(NOTHING, "it does not send duration_seconds"),
        row("role: a source that does not exist").config(from_profile.clone()),
        row("role: without a source").config(role),
        row("role: refused")
            .config(from_profile.clone() + &base)
            .answer(
                "POST /",
                403,
                "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>",
            ),
        row("role: of itself")
            .config(
                role.to_owned()
                    + "source_profile = default\naws_access_key_id = AKSELF\n\
                       aws_secret_access_key = secret\n",
            )
            .role("AKSELF", ["role%2Fadmin"])
            .gives(OF_ROLE),
        row("role: of a role")
            .config(
                from_profile.clone()
                    + "[profile base]\nrole_arn = arn:aws:iam::123456789012:role/base\n\
                       source_profile = keys\n"
                    + &keys("profile keys", "AKBASE"),
            )
            .role("AKBASE", ["role%2Fbase"])
            .role("AKROLE", ["role%2Fadmin"])
            .gives(OF_ROLE),
        row("role: in a circle")
            .config(
                from_profile.clone()
                    + "[profile base]\nrole_arn = arn:aws:iam::123456789012:role/base\n\
                       source_profile = default\n",
            )
            .role("AKBASE", []),
        row("role: of the environment, which has no keys")
            .env("AWS_PROFILE", "by-environment")
            .config(
                "[profile by-environment]\nrole_arn = arn:aws:iam::123456789012:role/admin\n\
                 credential_source = Environment\n",
            ),
        row("role: of a container")
            .config(role.to_owned() + "credential_source = EcsContainer\n")
            .container(DOCUMENT)
            .role("AKMETA", ["role%2Fadmin"])
            .gives(OF_ROLE),
        row("role: of an instance")
            .config(role.to_owned() + "credential_source = Ec2InstanceMetadata\n")
            .instance(DOCUMENT)
            .role("AKMETA", ["role%2Fadmin"])
            .gives(OF_ROLE),
        row("role: of an unknown source").config(role.to_owned() + "credential_source = Nowhere\n"),
        row("role: of a process")
            .config(from_profile.clone() + "[profile base]\ncredential_process = cat ${HOME}/p\n")
            .file("p", PRINTED)
            .role("AKPROCESS", ["role%2Fadmin"])
            .gives(OF_ROLE),
        web_identity("web identity: of the environment")
            .file("token", "a-jwt")
            .web_identity_role(["Action=AssumeRoleWithWebIdentity", "WebIdentityToken=a-jwt"])
            .gives(OF_ROLE),
        web_identity("web identity: a session name")
            .env("AWS_ROLE_SESSION_NAME", "ci")
            .file("token", "a-jwt")
            .web_identity_role(["RoleSessionName=ci"])
            .gives(OF_ROLE),
        web_identity("web identity: no token file"),
        row("web identity: of a profile")
            .config(role.to_owned() + "web_identity_token_file = ${HOME}/token\n")
            .file("token", "a-jwt")
            .web_identity_role(["WebIdentityToken=a-jwt"])
            .gives(OF_ROLE),
        web_identity("web identity: after keys of the profile")
            .credentials(keys("default", "AKFILE"))
            .file("token", "a-jwt")
            .web_identity_role(["WebIdentityToken=a-jwt"])
            .gives(OF_ROLE)
            .unlike_aws_config("AKFILE secret - -", "the profile comes first there"),
    ]
}
