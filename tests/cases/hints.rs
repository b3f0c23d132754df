//! Hints and warnings on a terminal. Each mistake is made twice: on a pipe, which gets the original's
//! bytes alone, and on a terminal, which gets the hint too.

use crate::support::command::{CONFIG, JOB, Test, update};
use crate::support::fake::Scheme;
use crate::support::script;
use serde_json::json;

/// The start of every command, up to the configuration.
const START: [&str; 9] = [
    "update-backend-auth",
    "--endpoint-url",
    "${ENDPOINT}",
    "--app-id",
    "d1a2b3",
    "--backend-environment-name",
    "staging",
    "--resource-name",
    "auth1",
];

fn config(value: &str) -> Vec<&str> {
    let mut argv = START.to_vec();
    argv.extend(["--resource-config", value]);
    argv
}

/// The test with files of all kinds in its working directory.
fn among_files(test: Test) -> Test {
    test.file("auth.json", CONFIG)
        .file("bom.json", &format!("\u{feff}{CONFIG}"))
        .file(
            "~/.aws/config",
            "[profile dev]\nregion = eu-west-1\n[profile prod]\nregion = eu-west-1\n",
        )
}

/// Runs the test of `make` with stderr on a pipe and on a terminal, and compares. `make` sets what
/// is expected except for stderr and the exit code.
#[track_caller]
fn compare(make: &dyn Fn() -> Test, code: i32, hint: &str) {
    let (piped, _) = make().code(code).any_stderr().run();
    let piped = String::from_utf8(piped.stderr).unwrap();
    assert!(
        !piped.contains("hint:") && !piped.contains('\u{1b}'),
        "{piped}"
    );
    assert!(piped.ends_with('\n'), "{piped}");
    let (seen, _) = make().code(code).stderr_tty().any_stderr().run();
    let seen = String::from_utf8(seen.stderr).unwrap();
    let (message, rest) = seen.split_once("\u{1b}[2mhint: ").unwrap_or((&seen, ""));
    let (found, position) = rest.split_once("\u{1b}[0m\n").unwrap_or((rest, ""));
    let (before, after) = hint.split_once("${CWD}").unwrap_or((hint, ""));
    assert!(
        found.starts_with(before) && found.ends_with(after),
        "{hint}:\n{seen}"
    );
    assert!(hint.contains("${CWD}") || found == hint, "{hint}:\n{seen}");
    // A message that fills the screen is truncated; the position of an error in the input is last.
    let rows: usize = piped
        .lines()
        .map(|line| line.len().div_ceil(80).max(1))
        .sum();
    assert!(message == piped || rows > 8, "{seen}");
    assert!(position.is_empty() || position.ends_with("^\n"), "{seen}");
}

#[track_caller]
fn hints_at_config(rows: &[(&str, &str)]) {
    for (value, hint) in rows {
        compare(&|| among_files(Test::new(config(value))), 255, hint);
    }
}

#[test]
fn a_misspelled_member_is_named() {
    hints_at_config(&[
        (
            r#"{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":{"Mfa":{"MFAMdoe":"ON"}}}"#,
            "did you mean MFAMode?",
        ),
        (
            "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={OAuth={redirectSigninURIs=[x]}}",
            "did you mean RedirectSignInURIs?",
        ),
        (
            "authResources=USER_POOL_ONLY,service=COGNITO,userPoolConfigs={}",
            "did you mean AuthResources for authResources, Service for service, UserPoolConfigs for userPoolConfigs?",
        ),
        (
            "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={MFAMode=ON}",
            "MFAMode belongs in ResourceConfig.UserPoolConfigs.Mfa",
        ),
        (
            "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={UserPoolName=x}",
            "the update does not take everything that get-backend-auth shows: leave out UserPoolName",
        ),
    ]);
    let document = r#"{"appId":"d1","ResourceConfig":{}}"#;
    compare(
        &|| Test::new(["update-backend-auth", "--cli-input-json", document]),
        255,
        "did you mean AppId?",
    );
}

#[test]
fn a_value_of_the_wrong_type_and_a_missing_one_are_explained() {
    hints_at_config(&[
        (
            r#"{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":{"PasswordPolicy":{"MinimumLength":"8"}}}"#,
            "MinimumLength takes a number, without quotes",
        ),
        (
            r#"{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":{"OAuth":{"OAuthScopes":"EMAIL"}}}"#,
            r#"OAuthScopes takes a list: ["A", "B"], in shorthand [A,B]"#,
        ),
        (
            r#"{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":null}"#,
            "leave a member out instead of giving it null",
        ),
        (
            "UserPoolConfigs={PasswordPolicy={MinimumLength=x}}",
            "ResourceConfig.UserPoolConfigs.PasswordPolicy.MinimumLength takes one number",
        ),
        (
            "IdentityPoolConfigs={UnauthenticatedLogin=[true]}",
            "ResourceConfig.IdentityPoolConfigs.UnauthenticatedLogin takes true or false",
        ),
        (
            "AuthResources=USER_POOL_ONLY,UserPoolConfigs={}",
            "Service takes COGNITO; every member is in the skeleton: amplifybackend update-backend-auth --generate-cli-skeleton",
        ),
    ]);
    let nameless = config(CONFIG).into_iter();
    let nameless = nameless.map(|word| if word == "d1a2b3" { "" } else { word });
    compare(
        &|| Test::new(nameless.clone()),
        255,
        "AppId is empty: is the variable that should hold it unset?",
    );
}

#[test]
fn invalid_json_is_explained_with_its_path() {
    hints_at_config(&[
        (
            "{AuthResources:USER_POOL_ONLY}",
            "the shell removed the quotes: put the JSON in single quotes, or in a file (file://...)",
        ),
        (
            r#"{\"AuthResources\":\"USER_POOL_ONLY\"}"#,
            "the backslashes reached the program: in single quotes, write plain quotes",
        ),
        (
            r#"'{"AuthResources":"USER_POOL_ONLY"}'"#,
            "the quotes around the value reached the program: the shell wants plain ones, once",
        ),
        ("{'a': 1}", "JSON takes double quotes, not single ones"),
        (
            "{Service=COGNITO,AuthResources=USER_POOL_ONLY}",
            "shorthand has no braces around the whole of it: Key=Value,Key={...}",
        ),
        (
            r#"{"UserPoolConfigs":{"Mfa":{"MFAMode":ON}}}"#,
            "at ResourceConfig.UserPoolConfigs.Mfa.MFAMode: strings need double quotes",
        ),
        (
            r#"{"IdentityPoolConfigs":{"UnauthenticatedLogin":True}}"#,
            "at ResourceConfig.IdentityPoolConfigs.UnauthenticatedLogin: did you mean true?",
        ),
        (
            r#"{"Service":"COGNITO",}"#,
            "at ResourceConfig: the last comma is one too many",
        ),
        (
            r#"{"UserPoolConfigs":{"Mfa":{}}"#,
            "at ResourceConfig.UserPoolConfigs: the text ends too early: a closing } or ] is missing",
        ),
        (
            "[1]",
            "ResourceConfig is one object: it begins with {, not with [",
        ),
        (
            "file://bom.json",
            "the file begins with a byte order mark: save it as UTF-8 without one (\"UTF-8 without BOM\")",
        ),
    ]);
    for (document, hint) in [
        (
            "file://bom.json",
            "the file begins with a byte order mark: save it as UTF-8 without one (\"UTF-8 without BOM\")",
        ),
        (
            "AppId=d1",
            "the document is JSON; shorthand goes into --resource-config",
        ),
        (
            "[]",
            "the document is one object, as printed by amplifybackend update-backend-auth --generate-cli-skeleton",
        ),
    ] {
        let argv = ["update-backend-auth", "--cli-input-json", document];
        compare(&|| among_files(Test::new(argv)), 255, hint);
    }
}

#[test]
fn invalid_shorthand_is_explained() {
    hints_at_config(&[
        (
            "UserPoolConfigs={Mfa={Settings={SmsMessage=Your code is {####}}}}",
            "a } ends a value without quotes: write SmsMessage=\"...\"",
        ),
        (
            "UserPoolConfigs={OAuth={OAuthScopes=EMAIL,PHONE}}",
            "in braces every comma begins a key: write lists as [A,B], and texts with commas in quotes",
        ),
        (
            "UserPoolConfigs={Mfa={MFAMode=ON}",
            "a closing } or ] is missing at the end",
        ),
        (
            "UserPoolConfigs={Mfa={MFAMode=ON}}}",
            "this } closes nothing: there is one too many",
        ),
        (
            "AuthResources:USER_POOL_ONLY",
            "in shorthand a key is followed by = and not by :",
        ),
        (
            "Service=\"COGNITO",
            "the quote that opens this value is never closed",
        ),
        (
            "",
            "the value is empty: is the variable that should hold it unset?",
        ),
    ]);
}

#[test]
fn a_file_is_found_though_it_is_named_wrongly() {
    hints_at_config(&[
        (
            "auth.json",
            "auth.json is a file: did you mean file://auth.json?",
        ),
        ("file:auth.json", "did you mean file://auth.json?"),
        ("file:/auth.json", "did you mean file://auth.json?"),
        (
            "@auth.json",
            "auth.json is a file: did you mean file://auth.json?",
        ),
        (
            "config.json",
            "a file is named with file:// before it: file://config.json",
        ),
        (
            "file://auht.json",
            "did you mean file://auth.json? (looked in ${CWD})",
        ),
        ("file://nothing", "there is no such file (looked in ${CWD})"),
        (
            "file://conf/auth.json",
            "there is no folder conf; nearest existing folder: ${CWD}",
        ),
        (
            "file://$NO_SUCH_FOLDER/auth.json",
            "the variable NO_SUCH_FOLDER is not set",
        ),
        (
            "file://${NO_SUCH_FOLDER}/auth.json",
            "the variable NO_SUCH_FOLDER is not set",
        ),
        (
            "file://~nobody-knows/auth.json",
            "there is no user nobody-knows here",
        ),
        (
            r#"file://{"Service":"COGNITO"}"#,
            "after file:// comes a path; JSON stands without file://",
        ),
        ("fileb://auth.json", "write file:// instead of fileb://"),
    ]);
    compare(
        &|| {
            let argv = ["update-backend-auth", "--cli-input-json", "auth.json"];
            among_files(Test::new(argv))
        },
        255,
        "auth.json is a file: did you mean file://auth.json?",
    );
}

#[test]
fn a_misspelled_word_of_the_command_line_is_named() {
    let skeleton =
        "start from a skeleton: amplifybackend update-backend-auth --generate-cli-skeleton";
    let split =
        "the shell split the value of --resource-config: put the whole value in single quotes";
    let rows: &[(&[&str], i32, &str)] = &[
        (
            &["--resource-config", CONFIG, "--regoin", "x"],
            255,
            "did you mean --region?",
        ),
        (
            &["--resource-config", CONFIG, "--endpoint_url=x"],
            255,
            "did you mean --endpoint-url?",
        ),
        (
            &["--", "--resource-config", CONFIG],
            2,
            "-- ends the options: leave it out",
        ),
        (
            &["--resource-config", CONFIG, "--", "--region", "x"],
            255,
            "-- ends the options: leave it out",
        ),
        // The arguments after brace expansion of {"a": 1, "b": 2} and of A={b=1,c=2}.
        (&["--resource-config", "a:1", "b:2"], 255, split),
        (&["--resource-config", "A=b=1", "A=c=2"], 255, split),
        (
            &["--resource-confg", CONFIG],
            2,
            "--resource-confg is unknown: did you mean --resource-config?",
        ),
        (&[], 2, skeleton),
        (
            &["--cli-input-json=file://auth.json"],
            2,
            "write --cli-input-json and its value as two words: with = all options stay required",
        ),
        (&["--output", "JSON"], 2, "did you mean json?"),
        (
            &["--output", "yaml"],
            2,
            "yaml belongs to version 2 of the AWS CLI: set AMPLIFYBACKEND_DIALECT=2",
        ),
        (
            &["--resource-config", "--no-paginate"],
            2,
            "--resource-config has no value: is the variable that should hold it unset?",
        ),
        (
            &["--resource-config", "-x"],
            2,
            "join a value that begins with a dash by =: --resource-config=VALUE",
        ),
    ];
    for (more, code, hint) in rows {
        let argv = || START.into_iter().chain(more.iter().copied());
        compare(&|| among_files(Test::new(argv())), *code, hint);
    }
    for (word, hint) in [
        ("UpdateBackendAuth", "did you mean update-backend-auth?"),
        (
            "create-backend-auth",
            "the operations here are update-backend-auth, get-backend-auth and get-backend-job; the AWS CLI has the others",
        ),
        (
            "amplifybackend",
            "leave the service out: amplifybackend update-backend-auth ...",
        ),
    ] {
        compare(&|| Test::new([word]), 2, hint);
    }
    compare(
        &|| Test::new(["--app-id", "d", "get-backend-auth"]),
        2,
        "get-backend-auth comes before its options",
    );
    compare(
        &|| Test::new([]),
        2,
        "the operation is update-backend-auth, get-backend-auth or get-backend-job",
    );
}

#[test]
fn a_hint_does_not_repeat_the_message() {
    for (argv, code) in [
        (&["update-backend-aut"][..], 2),
        (&["update-backend-auth", "--output", "jsn"], 2),
        (&config("Service=A,Service=B"), 255),
    ] {
        let make = || Test::new(argv.iter().copied()).code(code).any_stderr();
        let (piped, _) = make().run();
        let (seen, _) = make().stderr_tty().run();
        let seen = String::from_utf8(seen.stderr).unwrap();
        assert!(!seen.contains("hint:"), "{seen}");
        let last = |text: &str| text.lines().last().map(str::to_owned);
        assert_eq!(last(&seen), last(&String::from_utf8(piped.stderr).unwrap()));
    }
}

#[test]
fn profiles_regions_and_credentials_are_pointed_to() {
    let make = |more: &'static [&'static str]| {
        move || {
            among_files(Test::new(
                config(CONFIG).into_iter().chain(more.iter().copied()),
            ))
        }
    };
    let plain = make(&[]);
    compare(
        &make(&["--profile", "pord"]),
        255,
        "did you mean prod? There are dev, prod",
    );
    compare(
        &|| plain().env("AWS_PROFILE", "other"),
        255,
        "AWS_PROFILE names it; there are dev, prod",
    );
    compare(
        &|| Test::new(config(CONFIG)).env("AWS_PROFILE", "other"),
        255,
        "AWS_PROFILE names it; there are no profiles yet: \"aws configure\" makes one",
    );
    let unset = "AWS_DEFAULT_REGION";
    compare(
        &|| plain().unset(unset),
        255,
        "set one with --region us-east-1, AWS_DEFAULT_REGION, or region = us-east-1 in the profile",
    );
    compare(
        &|| plain().unset(unset).env("AWS_REGION", "eu-west-1"),
        255,
        "AWS_REGION is not read, as by the AWS CLI 1: set AWS_DEFAULT_REGION=eu-west-1",
    );
    compare(
        &make(&["--region", "US East"]),
        255,
        "a region looks like us-east-1",
    );
    let keyless = || {
        plain()
            .unset("AWS_ACCESS_KEY_ID")
            .unset("AWS_SECRET_ACCESS_KEY")
    };
    compare(
        &keyless,
        255,
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile: there are dev, prod",
    );
}

#[test]
fn errors_of_the_service_about_keys_and_clocks_are_explained() {
    for (status, code, message, hint) in [
        (
            403,
            "ExpiredTokenException",
            "The security token included in the request is expired",
            "the session in AWS_SESSION_TOKEN has expired: set new AWS_ keys, all three",
        ),
        (
            403,
            "InvalidSignatureException",
            "Signature expired: 20200101T000000Z is now earlier than 20200102T000000Z",
            "this machine's clock is wrong: compare it with date -u, then set it",
        ),
        (
            403,
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
            "the service does not know these keys: look at the AWS_ variables of the environment",
        ),
    ] {
        let response = json!([{"any": true, "responses": [{
            "status": status,
            "headers": {"x-amzn-ErrorType": code},
            "body": {"message": message},
        }]}]);
        let make = || {
            Test::against(
                Scheme::Http,
                script::follow(response.clone()),
                config(CONFIG),
            )
            .env("AWS_SESSION_TOKEN", "token")
            .requests(1)
        };
        compare(&make, 255, hint);
    }
}

#[test]
fn a_terminal_sees_retries_and_a_pipe_does_not() {
    let argv = || {
        let argv = config(CONFIG).into_iter();
        argv.map(|word| match word {
            "${ENDPOINT}" => "http://127.0.0.1:1",
            word => word,
        })
    };
    let make = || Test::new(argv()).env("AWS_MAX_ATTEMPTS", "2").code(255);
    let (seen, _) = make().any_stderr().stderr_tty().run();
    let seen = String::from_utf8(seen.stderr).unwrap();
    let note = "\u{1b}[2mnote: the host refuses the connection; attempt 2 of 2 in ";
    assert!(seen.starts_with(note), "{seen}");
    make()
        .stderr(
            "\nCould not connect to the endpoint URL: \
             \"http://127.0.0.1:1/backend/d1a2b3/auth/staging\"\n",
        )
        .run();
}

#[test]
fn an_unknown_format_is_named_where_it_comes_from_the_environment() {
    for (format, hint) in [
        ("JSON", "did you mean json?"),
        (
            "yaml",
            "yaml belongs to version 2 of the AWS CLI: set AMPLIFYBACKEND_DIALECT=2",
        ),
    ] {
        let make = || {
            Test::new(config(CONFIG))
                .env("AWS_DEFAULT_OUTPUT", format)
                .requests(1)
        };
        compare(&make, 255, hint);
    }
}

#[test]
fn a_run_that_succeeds_warns_of_unknown_values_and_of_options_given_twice() {
    let value = "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={OAuth={OAuthScopes=[EMAIL,AWS.COGNITO.SIGNIN.USER.ADMIN]},Mfa={MFAMode=MAYBE}}";
    let (_, requests) = Test::new(config(value))
        .requests(1)
        .stdout(JOB)
        .stderr_tty()
        .stderr(
            "\u{1b}[2mwarning: ResourceConfig.UserPoolConfigs.Mfa.MFAMode: MAYBE is unknown and sent as it is. Known: ON, OFF, OPTIONAL (1 more like it)\u{1b}[0m\n",
        )
        .run();
    assert!(requests[0].text().contains("AWS.COGNITO.SIGNIN.USER.ADMIN"));
    Test::new(config(&value.replace("MAYBE", "ON")))
        .requests(1)
        .stdout(JOB)
        .stderr_tty()
        .stderr(
            "\u{1b}[2mwarning: ResourceConfig.UserPoolConfigs.OAuth.OAuthScopes[1]: AWS.COGNITO.SIGNIN.USER.ADMIN is unknown and sent as it is; did you mean AWS_COGNITO_SIGNIN_USER_ADMIN? Known: PHONE, EMAIL, OPENID, PROFILE, AWS_COGNITO_SIGNIN_USER_ADMIN\u{1b}[0m\n",
        )
        .run();
    Test::update(["--app-id", "d9"])
        .stdout(JOB)
        .stderr_tty()
        .stderr(
            "\u{1b}[2mwarning: --app-id is given more than once; the last one counts\u{1b}[0m\n",
        )
        .run();
    // The same value twice loses nothing, and on a pipe there is no warning.
    Test::update(["--app-id", "d1a2b3"])
        .stdout(JOB)
        .stderr_tty()
        .run();
    Test::new(config(value).into_iter().chain(["--app-id", "d9"]))
        .requests(1)
        .stdout(JOB)
        .run();
}

#[test]
fn without_color_the_hint_has_no_escapes() {
    let message = "\nParameter validation failed:\nInvalid length for parameter AppId, value: 0, \
                   valid min length: 1\n";
    let hint = "hint: AppId is empty: is the variable that should hold it unset?";
    let warning = "warning: --app-id is given more than once; the last one counts";
    let plain = format!("{warning}\n{message}{hint}\n");
    let dim = format!("\u{1b}[2m{warning}\u{1b}[0m\n{message}\u{1b}[2m{hint}\u{1b}[0m\n");
    let make = |more: &[&'static str]| {
        let more = more.iter().copied().chain(["--app-id", ""]);
        Test::new(update(more)).code(255).stderr_tty()
    };
    make(&[]).env("NO_COLOR", "1").stderr(&plain).run();
    make(&[]).env("TERM", "dumb").stderr(&plain).run();
    make(&["--color", "off"]).stderr(&plain).run();
    make(&["--color=off"]).stderr(&plain).run();
    make(&["--color", "on"]).stderr(&dim).run();
    make(&[]).env("NO_COLOR", "").stderr(&dim).run();
}

/// Runs with both: the pipe must show the secret, as with the original, and the terminal must not.
#[track_caller]
fn seen(argv: &[&str], files: &[(&str, &str)], code: i32) -> String {
    let make = || {
        let test = Test::new(argv.iter().copied()).code(code).any_stderr();
        files
            .iter()
            .fold(test, |test, (name, content)| test.file(name, content))
    };
    let text = |stderr| String::from_utf8(stderr).unwrap();
    let piped = text(make().run().0.stderr);
    assert!(piped.contains("GOCSPX"), "{piped}");
    let shown = text(make().stderr_tty().run().0.stderr);
    assert!(!shown.contains("GOCSPX"), "{shown}");
    // The lines of the original's message keep their lengths.
    for (piped, shown) in piped.lines().zip(shown.lines()) {
        assert_eq!(piped.chars().count(), shown.chars().count(), "{shown}");
    }
    shown
}

#[test]
fn secrets_in_an_echo_are_masked_on_a_terminal_and_the_caret_keeps_its_column() {
    let shorthand = "UserPoolConfigs={OAuth={SocialProviderSettings={Google={ClientId=me,ClientSecret=GOCSPX-1}2,3}}}}";
    let shown = seen(&config(shorthand), &[], 255);
    let column = shorthand.find("2,3").unwrap();
    assert_eq!(
        shown,
        format!(
            "\nError parsing parameter '--resource-config': Expected: ',', received: '*' for input:\n\
         UserPoolConfigs={{OAuth={{SocialProviderSettings={{Google={{ClientId=me,ClientSecret=************}}}}}}}}\n\
         {:column$}^\n\
         \u{1b}[2mhint: a }} ends a value without quotes: put the value in double quotes\u{1b}[0m\n",
            ""
        )
    );
    let json = r#"{"UserPoolConfigs":{"OAuth":{"SocialProviderSettings":{"Google":{"ClientSecret":"GOCSPX-1","ClientId":me}}}}}"#;
    let masked = json.replace("\"GOCSPX-1\"", "**********");
    let shown = seen(&config(json), &[], 255);
    assert!(
        shown.contains(&format!("\nJSON received: {masked}\n")),
        "{shown}"
    );
    // The same from files, and from --cli-input-json.
    let files = [("c.json", json)];
    assert!(seen(&config("file://c.json"), &files, 255).contains(&masked));
    for document in ["file://c.json", "fileb://c.json", json] {
        let argv = ["update-backend-auth", "--cli-input-json", document];
        assert!(seen(&argv, &files, 255).contains(&masked), "{document}");
    }
    // An invalid path, an invalid list, and a duplicate key.
    seen(&config(&format!("file://{json}")), &[], 255);
    seen(&config(&format!("[{json}]")), &[], 255);
    seen(&config("ClientSecret=GOCSPX-1,A=b,A=c"), &[], 255);
}

#[test]
fn secrets_in_validation_errors_and_in_unknown_arguments_are_masked_too() {
    let social = |google: &str| {
        format!(
            r#"{{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":{{"OAuth":{{"SocialProviderSettings":{google}}}}}}}"#
        )
    };
    let list = social(r#"[{"Google":{"ClientId":"me","ClientSecret":"GOCSPX-1"}}]"#);
    let shown = seen(&config(&list), &[], 255);
    assert!(
        shown.contains("('ClientId', 'me'), ('ClientSecret', '********')"),
        "{shown}"
    );
    let wrapped = social(r#"{"Google":{"ClientSecret":["GOCSPX-1"]}}"#);
    let shown = seen(&config(&wrapped), &[], 255);
    assert!(
        shown.contains("ClientSecret, value: ['********'], type: <class 'list'>"),
        "{shown}"
    );
    let mut split = config("Google={ClientId=me}");
    split.push("Google=ClientSecret=GOCSPX-1");
    let shown = seen(&split, &[], 255);
    assert!(
        shown.contains("Unknown options: Google=ClientSecret=********\n"),
        "{shown}"
    );
    let mut split = config("PrivateKey=-----BEGIN");
    split.extend([
        "KEY-----",
        "MIGTAgEAMBMGByqGSM49AgEGOCSPX",
        "GOCSPX==",
        "-----END",
    ]);
    let shown = seen(&split, &[], 255);
    assert!(
        shown.contains("***, ********, ********, ********\n"),
        "{shown}"
    );
    // A masked number has another length.
    let number = social(r#"{"Google":{"ClientSecret":123456789}}"#);
    let (outcome, _) = Test::new(config(&number))
        .code(255)
        .any_stderr()
        .stderr_tty()
        .run();
    let shown = String::from_utf8(outcome.stderr).unwrap();
    assert!(
        shown.contains("ClientSecret, value: *****, type: <class 'int'>"),
        "{shown}"
    );
}
