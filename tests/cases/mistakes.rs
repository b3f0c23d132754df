//! Typical mistakes, each with the screen that a terminal of 80 columns and 24 rows shows.
//!
//! The screens are `golden/mistakes.txt`; `UPDATE_MISTAKES=1` writes them again, to be read before
//! they are committed.

use crate::support::command::{CONFIG, Test};
use crate::support::fake::Scheme;
use crate::support::golden;
use crate::support::script;
use serde_json::json;

/// How many columns the terminal has, and how many rows an error may take.
const COLUMNS: usize = 80;
const ROWS: usize = 12;

/// A mistake: the command line, the files and variables around it, the exit code.
struct Mistake {
    title: &'static str,
    argv: Vec<&'static str>,
    setup: fn(Test) -> Test,
    response: Option<(u16, &'static str, &'static str)>,
    scheme: Scheme,
    code: i32,
}

fn row(title: &'static str, argv: &[&'static str], code: i32) -> Mistake {
    Mistake {
        title,
        argv: argv.to_vec(),
        setup: |test| test,
        response: None,
        scheme: Scheme::Http,
        code,
    }
}

/// A complete update with more arguments at the end.
fn update(title: &'static str, more: &[&'static str]) -> Mistake {
    let mut argv = COMPLETE.to_vec();
    argv.extend(["--resource-config", CONFIG]);
    argv.extend(more);
    row(title, &argv, 255)
}

/// An update with this configuration.
fn config(title: &'static str, value: &'static str) -> Mistake {
    let mut argv = COMPLETE.to_vec();
    argv.extend(["--resource-config", value]);
    row(title, &argv, 255)
}

/// An update with a document.
fn document(title: &'static str, value: &'static str) -> Mistake {
    let argv = [
        "update-backend-auth",
        "--endpoint-url",
        "${ENDPOINT}",
        "--cli-input-json",
        value,
    ];
    row(title, &argv, 255)
}

impl Mistake {
    fn with(mut self, setup: fn(Test) -> Test) -> Mistake {
        self.setup = setup;
        self
    }

    fn code(mut self, code: i32) -> Mistake {
        self.code = code;
        self
    }

    /// More arguments at the end.
    fn and(mut self, more: &[&'static str]) -> Mistake {
        self.argv.extend(more);
        self
    }

    /// With an error response of the service: its status, code and message.
    fn with_error(mut self, status: u16, code: &'static str, message: &'static str) -> Mistake {
        self.response = Some((status, code, message));
        self
    }

    fn over_tls(mut self) -> Mistake {
        self.scheme = Scheme::Https;
        self
    }

    /// The screen with its wrapped lines.
    fn screen(&self) -> String {
        let script = match self.response {
            Some((status, code, message)) => json!([{"any": true, "responses": [{
                "status": status,
                "headers": {
                    "x-amzn-ErrorType": code,
                    "location": "https://login.example.com/start",
                },
                "body": {"message": message},
            }]}]),
            None => json!([]),
        };
        let argv = self.argv.iter().copied();
        let test = Test::against(self.scheme, script::follow(script), argv);
        let text = (self.setup)(files(test)).code(self.code).screen();
        let mut screen = String::new();
        for line in text.lines() {
            let chars: Vec<char> = line.chars().collect();
            let rows = chars
                .chunks(COLUMNS)
                .map(|row| row.iter().collect::<String>());
            let rows: Vec<String> = rows.collect();
            screen.push_str(&rows.join("\n"));
            screen.push('\n');
        }
        screen
    }
}

const COMPLETE: [&str; 9] = [
    "update-backend-auth",
    "--endpoint-url",
    "${ENDPOINT}",
    "--app-id",
    "d19i0t4qaod5qo",
    "--backend-environment-name",
    "staging",
    "--resource-name",
    "awards65f041ad",
];

/// A document in which a comma is missing, far below its beginning.
const BIG: &str = "{
    \"AppId\": \"d19i0t4qaod5qo\",
    \"BackendEnvironmentName\": \"staging\",
    \"ResourceName\": \"awards65f041ad\",
    \"ResourceConfig\": {
        \"AuthResources\": \"USER_POOL_ONLY\",
        \"Service\": \"COGNITO\",
        \"UserPoolConfigs\": {
            \"Mfa\": {
                \"MFAMode\": \"OPTIONAL\"
                \"Settings\": {
                    \"MfaTypes\": [\"SMS\", \"TOTP\"],
                    \"SmsMessage\": \"Your authentication code is {####}\"
                }
            },
            \"OAuth\": {
                \"SocialProviderSettings\": {
                    \"Google\": {\"ClientId\": \"1234567890-abc\", \"ClientSecret\": \"GOCSPX-secret\"}
                }
            }
        }
    }
}
";

const WHOLE: &str = r#"{"AppId":"d1","BackendEnvironmentName":"staging","ResourceName":"auth1","ResourceConfig":{}}"#;

/// The files of a typical working directory.
fn files(test: Test) -> Test {
    test.file("auth.json", CONFIG)
        .file("big.json", BIG)
        .file("whole.json", WHOLE)
        .file("auth.yaml", "AppId: d19i0t4qaod5qo\nResourceName: auth1\n")
        .file("bom.json", &format!("\u{feff}{CONFIG}"))
        .file("empty.json", "")
        .file("comment.json", "{\n  // the app\n  \"AppId\": \"d1\"\n}\n")
        .file("headless.json", r#"{"version":2,"resourceName":"auth1","serviceConfiguration":{"serviceName":"Cognito"}}"#)
        .file(
            "~/.aws/config",
            "[profile dev]\nregion = eu-west-1\n[profile prod]\nregion = eu-west-1\n[staging]\nregion = eu-west-1\n",
        )
}

fn mistakes() -> Vec<Mistake> {
    let keyless: fn(Test) -> Test = |test| {
        test.unset("AWS_ACCESS_KEY_ID")
            .unset("AWS_SECRET_ACCESS_KEY")
    };
    let once: fn(Test) -> Test = |test| test.env("AWS_MAX_ATTEMPTS", "1");
    vec![
        // The command line.
        row("no operation", &[], 2),
        row("-V", &["-V"], 2),
        row("version", &["version"], 2),
        row("the service's name stays", &["amplifybackend", "update-backend-auth"], 2),
        row("an operation that is not here", &["create-backend-auth"], 2),
        row("no parameters", &["update-backend-auth"], 2),
        document("an unknown option behind a document", "file://whole.json").and(&["--dryrun"]),
        update("a misspelt option", &["--regoin", "us-east-1"]),
        row(
            "a misspelt --cli-input-json",
            &["update-backend-auth", "--cli-input-jsn", "file://whole.json"],
            2,
        ),
        row(
            "--cli-input-json=",
            &["update-backend-auth", "--cli-input-json=file://whole.json"],
            2,
        ),
        update("an option of version 2", &["--no-cli-pager"]),
        update("a format of version 2", &["--output", "yaml"]).code(2),
        update("an option of another operation", &["--job-id", "1"]),
        row("an option without its value", &["update-backend-auth", "--app-id", "--region"], 2),
        row("a document without its option", &["update-backend-auth", "whole.json"], 2),
        config("a value that the shell split", "{AppId:d1,").and(&["Service:COGNITO}"]),
        row(
            "an endpoint without a scheme",
            &["update-backend-auth", "--endpoint-url", "localhost:8080"],
            255,
        )
        .and(&COMPLETE[3..])
        .and(&["--resource-config", CONFIG]),
        row(
            "an endpoint that is a host name",
            &["update-backend-auth", "--endpoint-url", "example.com"],
            255,
        ),
        update("a time-out that is no number", &["--cli-read-timeout", "10s"]),
        update("a query that ends too early", &["--query", "JobId["]),
        update("a function that does not exist", &["--query", "lenght(JobId)"]),
        update("a member of the response in lower case", &["--query", "jobId"]).code(0),
        // JSON.
        document("a missing comma", r#"{"AppId":"x" "ResourceName":"y"}"#),
        document("a missing comma in a big file", "file://big.json"),
        document("a comment in JSON", "file://comment.json"),
        document("YAML instead of JSON", "file://auth.yaml"),
        document("an empty file", "file://empty.json"),
        document("a byte order mark", "file://bom.json"),
        document("a resource configuration as document", "file://auth.json"),
        document("a document of the headless schema", "file://headless.json"),
        config("a whole document as configuration", "file://whole.json"),
        config("the quotes removed by the shell", "{AuthResources:USER_POOL_ONLY}"),
        config("quotes that reached the program", r#"'{"Service":"COGNITO"}'"#),
        config("a comma too many", r#"{"Service":"COGNITO",}"#),
        config("a string without quotes", r#"{"Service":COGNITO}"#),
        config("True", r#"{"IdentityPoolConfigs":{"UnauthenticatedLogin":True}}"#),
        config("a quote inside a string", r#"{"Service":"the "best" one"}"#),
        config("a brace is missing", r#"{"UserPoolConfigs":{"Mfa":{}}"#),
        config("a list instead of an object", "[1]"),
        // Shorthand.
        config("shorthand that ends in a comma", "Service=COGNITO,"),
        config("colons in shorthand", "Service:COGNITO"),
        config("quotes around a key", "\"Service\"=COGNITO"),
        config(
            "a brace inside a value",
            "UserPoolConfigs={Mfa={Settings={SmsMessage=Your code is {####}}}}",
        ),
        config(
            "a list without brackets",
            "UserPoolConfigs={OAuth={OAuthScopes=EMAIL,PHONE}}",
        ),
        // Files.
        config("file:// forgotten", "auth.json"),
        config("File://", "File://auth.json"),
        config("three slashes before a relative path", "file:///auth.json"),
        config("a folder", "file://."),
        config("a misspelt file", "file://auht.json"),
        config("a folder that does not exist", "file://conf/auth.json"),
        config("a variable that is not set", "file://$NO_SUCH/auth.json"),
        config("fileb://", "fileb://auth.json"),
        // The model.
        config(
            "a misspelt member",
            r#"{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":{"Mfa":{"MFAMdoe":"ON"}}}"#,
        ),
        config(
            "a number in quotes",
            r#"{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":{"PasswordPolicy":{"MinimumLength":"8"}}}"#,
        ),
        config(
            "a value that is not in the model",
            "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={OAuth={OAuthScopes=[AWS.COGNITO.SIGNIN.USER.ADMIN]}}",
        )
        .code(0),
        config(
            "the same when only the output is shown",
            "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={Mfa={MFAMode=on}}",
        )
        .and(&["--generate-cli-skeleton", "output"])
        .code(0),
        config(
            "members of the skeleton that were not deleted",
            r#"{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":{"ForgotPassword":{"DeliveryMethod":"EMAIL","EmailSettings":{"EmailMessage":"","EmailSubject":""}},"PasswordPolicy":{"MinimumLength":0.0}}}"#,
        )
        .code(0),
        // Settings.
        update("a misspelt profile", &["--profile", "pord"]),
        update("[staging] instead of [profile staging]", &["--profile", "staging"]),
        update("an empty AWS_PROFILE", &[]).with(|test| test.env("AWS_PROFILE", "")),
        update("no region", &[]).with(|test| test.unset("AWS_DEFAULT_REGION")),
        update("AWS_REGION under version 1", &[])
            .with(|test| test.unset("AWS_DEFAULT_REGION").env("AWS_REGION", "eu-west-1")),
        update("no credentials", &[]).with(keyless),
        update("an option twice in a profile file", &[]).with(|test| {
            test.file(
                "~/.aws/credentials",
                "[default]\n\naws_access_key_id = AKIDEXAMPLE\naws_access_key_id = AKIDEXAMPLE\n",
            )
        }),
        update("a byte order mark in a profile file", &[])
            .with(|test| test.file("~/.aws/config", "\u{feff}[default]\n")),
        update("a comment behind a value", &[]).with(|test| {
            test.unset("AWS_DEFAULT_REGION")
                .file("~/.aws/config", "[default]\nregion = us-east-1 # Virginia\n")
        }),
        update("a CA bundle that does not exist", &["--ca-bundle", "ca.pem"]).over_tls().with(once),
        // The network and the service.
        row(
            "a server that does not run",
            &["update-backend-auth", "--endpoint-url", "http://127.0.0.1:1"],
            255,
        )
        .and(&COMPLETE[3..])
        .and(&["--resource-config", CONFIG])
            .with(once),
        update("a SOCKS proxy", &[]).with(|test| {
            test.env("http_proxy", "socks5://127.0.0.1:1")
                .env("AWS_MAX_ATTEMPTS", "1")
        }),
        update("a network in NO_PROXY", &[]).with(|test| {
            test.env("http_proxy", "http://127.0.0.1:1")
                .env("no_proxy", "127.0.0.0/8")
                .env("AWS_MAX_ATTEMPTS", "1")
        }),
        update("a skewed clock", &[]).with_error(
            403,
            "InvalidSignatureException",
            "Signature expired: 20200101T000000Z is now earlier than 20200102T000000Z",
        ),
        update("a redirect", &[]).with_error(301, "MovedPermanently", ""),
        update("keys with quotes around them", &[])
            .with_error(
                403,
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
            )
            .with(|test| {
                test.unset("AWS_ACCESS_KEY_ID")
                    .unset("AWS_SECRET_ACCESS_KEY")
                    .file(
                        "~/.aws/credentials",
                        "[default]\naws_access_key_id = \"AKID\"\naws_secret_access_key = \"secret\"\n",
                    )
            }),
        update("a permission that is missing", &[]).with_error(
            403,
            "AccessDeniedException",
            "User: arn:aws:iam::1:user/x is not authorized to perform: amplifybackend:UpdateBackendAuth",
        ),
    ]
}

#[test]
fn every_mistake_fits_on_a_screen_with_the_way_out_on_it() {
    let mut found = String::from("What a terminal of 80 columns shows after typical mistakes.\n");
    let mistakes = mistakes();
    assert!(mistakes.len() >= 60, "{}", mistakes.len());
    for mistake in &mistakes {
        let screen = mistake.screen();
        let title = mistake.title;
        assert!(screen.lines().count() <= ROWS, "{title}:\n{screen}");
        let help = if mistake.code == 0 {
            "warning: "
        } else {
            "hint: "
        };
        assert!(screen.contains(help), "{title}:\n{screen}");
        assert!(!screen.contains("GOCSPX"), "{title}:\n{screen}");
        found.push_str(&format!("\n== {title} ==\n{screen}"));
    }
    if std::env::var_os("UPDATE_MISTAKES").is_some() {
        std::fs::write(golden::path("mistakes.txt"), &found).unwrap();
    }
    let expected = golden::text("mistakes.txt");
    for (found, expected) in found.split("\n== ").zip(expected.split("\n== ")) {
        assert_eq!(found, expected);
    }
    assert_eq!(found, expected);
}
