//! Too much of everything: depth, length, count.

use super::{Fixture, configured};
use crate::support::command::{Test, update};
use crate::support::fake::Scheme;
use crate::support::http::{Request, Response};
use crate::support::process::PROGRAM;

const TOO_DEEP: &str = "maximum recursion depth exceeded";

#[test]
fn ten_megabytes_of_brackets_are_too_deep_wherever_they_are() {
    let arrays = "[".repeat(10_000_000);
    let objects = "{\"a\":".repeat(2_000_000);
    let array = format!("{TOO_DEEP} while decoding a JSON array from a unicode string");
    let object = format!("{TOO_DEEP} while decoding a JSON object from a unicode string");
    let file = |argv, content: &str| Fixture::new(argv).file("x", content.as_bytes());
    file(configured("file://x"), &objects).fails(&object);
    file(configured("file://x"), &format!("a={arrays}")).fails(TOO_DEEP);
    let document = ["update-backend-auth", "--cli-input-json", "file://x"];
    file(document.to_vec(), &arrays).fails(&array);
    file(document.to_vec(), &objects).fails(&object);
    // The original fails when it prints its input.
    let output = file(configured("file://x"), &arrays).run();
    assert!(
        output
            .stderr
            .starts_with(b"\nError parsing parameter '--resource-config': Invalid JSON:\n[[[")
    );
    file(update([]), &arrays)
        .profile(b"credential_process = cat x")
        .fails(&array);
}

#[test]
fn a_response_of_brackets_is_too_deep() {
    for start in ["", "{\"jobId\":"] {
        let body = format!("{start}{}", "[".repeat(10_000_000));
        let test = Test::against(
            Scheme::Http,
            move |_| Response::json(200, &body),
            update([]),
        );
        test.requests(1)
            .code(255)
            .stderr(&format!(
                "\nUnable to parse response from the service: {TOO_DEEP} while decoding a JSON \
                 array from a unicode string\n"
            ))
            .run();
    }
}

#[test]
fn a_query_nested_too_deep_is_refused_before_the_request() {
    for unit in [
        "[",
        "(",
        "!",
        "&",
        "{a:",
        "`[",
        "a||",
        "a|",
        "a[*].",
        "not_null(",
    ] {
        let query = unit.repeat(120_000 / unit.len());
        let output = Fixture::new(update([]))
            .word(b"--query")
            .word(query.as_bytes())
            .run();
        assert_eq!(output.status.code(), Some(255), "{unit}");
    }
    for unit in [".a", "[0]"] {
        let query = format!("a{}", unit.repeat(120_000 / unit.len()));
        let output = Fixture::new(update([]))
            .word(b"--query")
            .word(query.as_bytes())
            .run();
        assert_eq!(output.stdout, b"null\n", "{unit}");
    }
}

#[test]
fn an_error_at_a_high_column_is_marked() {
    let output = Fixture::new(configured("file://x"))
        .file("x", &b"a={a=".repeat(30_000))
        .run();
    assert!(output.stderr.ends_with(b" ^\n"));
    assert!(output.stderr.len() > 300_000);
}

#[test]
fn a_small_stack_is_sufficient_for_usual_input() {
    let nested =
        |open: &str, close: &str, depth| format!("{}a{}", open.repeat(depth), close.repeat(depth));
    let config = nested("{\"a\":", "}", 100).replace('a', "1");
    for fixture in [
        Fixture::new(configured("file://x")).file("x", config.as_bytes()),
        Fixture::new(configured(&format!("a={}", nested("[", "]", 50)))),
        Fixture::new(update([]))
            .word(b"--query")
            .word(nested("(", ")", 20).as_bytes()),
    ] {
        let output = fixture
            .command("sh")
            .args(["-c", "ulimit -s 1024; exec \"$0\" \"$@\"", PROGRAM])
            .args(&fixture.argv)
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 255)), "{stderr}");
    }
}

#[test]
fn the_time_for_many_keys_is_limited() {
    let keys = |count| -> String {
        let keys: Vec<String> = (0..count).map(|n| format!("\"k{n}\":1")).collect();
        format!("{{{}}}", keys.join(","))
    };
    let object = keys(250_000);
    let output = Fixture::new(configured("file://x"))
        .file("x", object.as_bytes())
        .run();
    assert!(output.stderr.ends_with(
        b"Unknown parameter in ResourceConfig: \"k249999\", must be one of: AuthResources, \
          IdentityPoolConfigs, Service, UserPoolConfigs\n"
    ));
    // The original needs minutes for these.
    let keys: Vec<String> = (0..50_000).map(|n| format!("k{n}=1")).collect();
    let output = Fixture::new(configured("file://x"))
        .file("x", keys.join(",").as_bytes())
        .run();
    assert!(output.stderr.len() > 5_000_000);
    let response = Response::json(200, &object);
    let test = Test::against(Scheme::Http, move |_| response.clone(), update([]));
    test.requests(1).run();
}

#[test]
fn extreme_numbers_are_handled_as_in_python() {
    let with = |number: &str| {
        format!(
            "{{\"AuthResources\":\"X\",\"Service\":\"C\",\"UserPoolConfigs\":\
             {{\"PasswordPolicy\":{{\"MinimumLength\":{number}}}}}}}"
        )
    };
    let run = |number: &str| {
        let fixture = Fixture::new(configured("file://x")).file("x", with(number).as_bytes());
        let output = fixture.run();
        let requests = fixture.service.requests();
        let body = requests.first().map(Request::text);
        (String::from_utf8_lossy(&output.stderr).into_owned(), body)
    };
    for (number, sent) in [
        ("1e999999", "\"Infinity\""),
        ("-1e999999", "\"-Infinity\""),
        ("1e-999999", "0.0"),
        ("NaN", "\"NaN\""),
    ] {
        let (stderr, body) = run(number);
        assert_eq!(stderr, "");
        let body = body.unwrap();
        assert!(body.contains(sent) || sent == "0.0", "{number}: {body}");
    }
    let (stderr, _) = run(&"9".repeat(310));
    assert_eq!(stderr, "\nint too large to convert to float\n");
    for digits in [4301, 100_000] {
        let (stderr, body) = run(&"9".repeat(digits));
        let message = format!(
            "Exceeds the limit (4300 digits) for integer string conversion: value has {digits} \
             digits; use sys.set_int_max_str_digits() to increase the limit"
        );
        assert!(stderr.contains(&message), "{}", &stderr[..200]);
        assert_eq!(body, None);
    }
    for (option, value) in [
        ("--cli-read-timeout", "9".repeat(5000)),
        ("--query", format!("`{}`", "9".repeat(10_000))),
        ("--query", format!("a[{}]", "9".repeat(10_000))),
    ] {
        Fixture::new(update([]))
            .word(option.as_bytes())
            .word(value.as_bytes())
            .run();
    }
}

#[test]
fn the_longest_argument_of_the_system_is_accepted() {
    let long = "x".repeat(131_000);
    for option in [
        "--profile",
        "--region",
        "--resource-config",
        "--query",
        "--output",
        "--color",
    ] {
        Fixture::new(update([]))
            .word(option.as_bytes())
            .word(long.as_bytes())
            .run();
    }
    Fixture::new(update([]))
        .word(b"--resource-name")
        .word(long.as_bytes())
        .succeeds();
    Fixture::new(update([]))
        .word(format!("--{long}").as_bytes())
        .run();
    for (option, value) in [
        ("--app-id", long.clone()),
        ("--backend-environment-name", "ä".repeat(12_000)),
        ("--endpoint-url", format!("http://127.0.0.1:1/{long}")),
    ] {
        Fixture::new(update([]))
            .word(option.as_bytes())
            .word(value.as_bytes())
            .fails("The request could not be sent: the URL is too long");
    }
    let mut many = Fixture::new(update([]));
    for _ in 0..10_000 {
        many = many.word(b"--region").word(b"us-east-1");
    }
    many.succeeds();
}

#[test]
fn a_chain_of_three_thousand_roles_ends_in_a_message() {
    let mut config = String::from("source_profile = p0\nrole_arn = arn:aws:iam::1:role/r\n");
    for number in 0..3000 {
        let next = number + 1;
        config += &format!(
            "[profile p{number}]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = p{next}\n"
        );
    }
    Fixture::new(update([]))
        .profile(config.as_bytes())
        .fails("maximum recursion depth exceeded in comparison");
}
