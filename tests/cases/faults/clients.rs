//! The clients in the program, with the configuration that makes it use each.

use crate::support::http::{Request, Response};

/// A part of the program that sends requests.
pub struct Client {
    pub name: &'static str,
    /// The target of its request; `${E}` in the other fields is the endpoint.
    pub target: &'static str,
    pub env: &'static [(&'static str, &'static str)],
    pub files: &'static [(&'static str, &'static str)],
    pub argv: &'static [&'static str],
    /// The prefix of its messages; `URL` is the request's.
    pub prefix: &'static str,
    pub operation: &'static str,
}

const KEYS: [(&str, &str); 2] = [
    ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
    ("AWS_SECRET_ACCESS_KEY", "secret"),
];

const ROLE: &str = "[profile p]\nrole_arn = arn:aws:iam::123456789012:role/deployer\n\
    source_profile = base\nrole_session_name = ci\n\
    [profile base]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n";

const SSO: &str = "[profile p]\nsso_session = s\nsso_account_id = 123456789012\n\
    sso_role_name = r\n\
    [sso-session s]\nsso_start_url = https://start.example\nsso_region = us-east-1\n";
/// Named after the session.
const SSO_TOKEN: &str = "~/.aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json";
const FRESH: &str = r#"{"accessToken":"at","expiresAt":"2099-01-01T00:00:00Z"}"#;
const STALE: &str = r#"{"accessToken":"at","expiresAt":"2001-01-01T00:00:00Z","refreshToken":"rt","clientId":"ci","clientSecret":"cs","registrationExpiresAt":"2099-01-01T00:00:00Z"}"#;

const METADATA: Client = Client {
    name: "",
    target: "",
    env: &[
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "${E}"),
        ("AWS_EC2_METADATA_DISABLED", "false"),
    ],
    files: &[],
    argv: &[],
    prefix: "",
    operation: "",
};
const TOKEN: &str = "/latest/api/token";
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";
const ROLE_KEYS: &str = "/latest/meta-data/iam/security-credentials/r";

pub const CLIENTS: [Client; 10] = [
    Client {
        name: "call",
        target: "/backend/d1a2b3/auth/staging",
        env: &KEYS,
        files: &[],
        argv: &["--endpoint-url", "${E}"],
        prefix: "",
        operation: "UpdateBackendAuth",
    },
    Client {
        name: "role",
        target: "/",
        env: &[("AWS_ENDPOINT_URL_STS", "${E}"), ("AWS_PROFILE", "p")],
        files: &[("~/.aws/config", ROLE)],
        argv: &[],
        prefix: "",
        operation: "AssumeRole",
    },
    Client {
        name: "web identity",
        target: "/",
        env: &[
            ("AWS_ENDPOINT_URL_STS", "${E}"),
            ("AWS_WEB_IDENTITY_TOKEN_FILE", "token"),
            ("AWS_ROLE_SESSION_NAME", "ci"),
            ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/deployer"),
        ],
        files: &[("token", "token")],
        argv: &[],
        prefix: "",
        operation: "AssumeRoleWithWebIdentity",
    },
    Client {
        name: "sso",
        target: "/federation/credentials?role_name=r&account_id=123456789012",
        env: &[("AWS_ENDPOINT_URL_SSO", "${E}"), ("AWS_PROFILE", "p")],
        files: &[("~/.aws/config", SSO), (SSO_TOKEN, FRESH)],
        argv: &[],
        prefix: "",
        operation: "GetRoleCredentials",
    },
    Client {
        name: "sso refresh",
        target: "/token",
        env: &[("AWS_ENDPOINT_URL_SSO_OIDC", "${E}"), ("AWS_PROFILE", "p")],
        files: &[("~/.aws/config", SSO), (SSO_TOKEN, STALE)],
        argv: &[],
        prefix: "",
        operation: "CreateToken",
    },
    Client {
        name: "container",
        target: "/keys",
        env: &[("AWS_CONTAINER_CREDENTIALS_FULL_URI", "${E}/keys")],
        files: &[],
        argv: &[],
        prefix: "Error when retrieving credentials from container-role: Error retrieving \
                 metadata: Received error when attempting to retrieve container metadata: ",
        operation: "",
    },
    Client {
        name: "metadata token",
        target: TOKEN,
        ..METADATA
    },
    Client {
        name: "metadata role",
        target: ROLES,
        ..METADATA
    },
    Client {
        name: "metadata keys",
        target: ROLE_KEYS,
        ..METADATA
    },
    Client {
        name: "parameter",
        target: "/config.json",
        env: &KEYS,
        files: &[],
        argv: &["--resource-config", "${E}/config.json"],
        prefix: "Error parsing parameter '--resource-config': Unable to retrieve URL: ",
        operation: "",
    },
];

impl Client {
    /// The response to a request that precedes the one under test.
    pub fn preceding_response(&self, request: &Request) -> Option<Response> {
        let known = [(TOKEN, "token"), (ROLES, "r")];
        let (_, body) = known
            .iter()
            .find(|(target, _)| *target == request.target && *target != self.target)?;
        let mut response = Response::json(200, body);
        let close = ("Connection".to_owned(), "close".to_owned());
        response.headers.push(close);
        Some(response)
    }

    /// Whether its time-outs can be set; those of a parameter are a minute, and `fetch` has its
    /// own tests.
    pub fn has_timeouts(&self) -> bool {
        self.name != "parameter"
    }
}
