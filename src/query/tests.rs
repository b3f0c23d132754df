//! Expressions compiled and evaluated through the public interface, with the original's messages.

mod reference_parser;

use super::*;
use crate::python::json::{dumps, parse};

fn search(expression: &str, data: &str) -> Result<String, QueryError> {
    search_in(Dialect::V1, expression, data)
}

fn search_in(dialect: Dialect, expression: &str, data: &str) -> Result<String, QueryError> {
    let query = Query::compile(expression, dialect)?;
    let found = query.search(&parse(data).unwrap())?;
    Ok(dumps(&found))
}

fn fails(expression: &str) -> String {
    search(expression, "{}").unwrap_err().to_string()
}

#[test]
fn member_order_and_large_integers_are_preserved() {
    let data = r#"{"b": 123456789012345678901234567890, "a": [1, 1.0, 1e22]}"#;
    assert_eq!(search("@", data).unwrap(), data.replace("1e22", "1e+22"));
    assert_eq!(
        search("{z: b, y: a[0]}", data).unwrap(),
        r#"{"z": 123456789012345678901234567890, "y": 1}"#
    );
}

#[test]
fn invalid_syntax_accepted_by_the_original_is_accepted() {
    let data = r#"{"a": [{"b": [1, 2, 3]}, {"b": [4]}], "t": "x"}"#;
    for (expression, expected) in [
        ("{x: t y: t}", r#"{"x": "x", "y": "x"}"#),
        ("not_null(t t,)", r#""x""#),
        ("(type)(t)", r#""string""#),
        // After an index, a slice is not a projection.
        ("a[0:1].b", "[[1, 2, 3]]"),
        ("a[0].b[0:2]", "[1, 2]"),
        ("a[*].b[1:] | []", "[2, 3]"),
        ("to_number(' \u{661}_0 ')", "10"),
    ] {
        assert_eq!(search(expression, data).unwrap(), expected, "{expression}");
    }
}

#[test]
fn numbers_are_truthy_and_never_equal_booleans() {
    for (expression, expected) in [
        ("`1` == `true`", "false"),
        ("`1` == `1.0`", "true"),
        ("`[1]` == `[true]`", "true"),
        ("contains(`[1]`, `true`)", "true"),
        ("!`0`", "false"),
        ("`0` || 'x'", "0"),
        ("`true` < `2`", "null"),
    ] {
        assert_eq!(
            search(expression, "null").unwrap(),
            expected,
            "{expression}"
        );
    }
}

#[test]
fn errors_have_the_messages_of_the_original() {
    for (expression, message) in [
        ("", "Invalid JMESPath expression: cannot be empty."),
        (
            "a.",
            "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: eof: Parse error at column 2, token \"\" (EOF), for expression:\n\"a.\"\n   ^",
        ),
        (
            "a b",
            "Unexpected token: b: Parse error at column 2, token \"b\" (UNQUOTED_IDENTIFIER), for expression:\n\"a b\"\n   ^",
        ),
        (
            "a[?b",
            "Invalid jmespath expression: Incomplete expression:\n\"a[?b\"\n     ^",
        ),
        ("nope(@)", "Unknown function: nope()"),
        (
            "not_null()",
            "Expected at least 1 argument for function not_null(), received 0",
        ),
        (
            "length(`5`)",
            "In function length(), invalid type for value: 5, expected one of: ['string', 'array', 'object'], received: \"number\"",
        ),
        (
            "join(',', `[1]`)",
            "In function join(), invalid type for value: 1, expected one of: ['array-string'], received: \"int\"",
        ),
        ("`[]`[::0]", "slice step cannot be zero"),
        (
            "'a' < `1`",
            "'<' not supported between instances of 'str' and 'int'",
        ),
        ("merge(@, `1`)", "'int' object is not iterable"),
    ] {
        assert_eq!(fails(expression), message, "{expression}");
    }
}

#[test]
fn calls_are_checked_without_data_even_if_they_would_not_be_evaluated() {
    for (expression, message) in [
        (
            "a && b.length()",
            "Expected 1 argument for function length(), received 0",
        ),
        ("a[?nope(@)].b", "Unknown function: nope()"),
        ("map(&first(second(@)), a)", "Unknown function: second()"),
    ] {
        let query = Query::compile(expression, Dialect::V1).unwrap();
        assert_eq!(query.check().unwrap_err().to_string(), message);
    }
    let query = Query::compile("sort_by(a, &b)", Dialect::V1).unwrap();
    assert_eq!(query.check(), Ok(()));
}

#[test]
fn version_2_divides_averages_by_a_float() {
    let average = |dialect, data: &str| search_in(dialect, "avg(@)", data);
    for data in ["[1, 2]", "[1.5, 2]", "[]"] {
        assert_eq!(average(Dialect::V1, data), average(Dialect::V2, data));
    }
    let data = "[553468892355352739, 0, 0]";
    let digits = |dialect| average(dialect, data).unwrap();
    assert_eq!(digits(Dialect::V1), "1.8448963078511757e+17");
    assert_eq!(digits(Dialect::V2), "1.844896307851176e+17");
    let data = format!("[1{}]", "0".repeat(400));
    let message = |dialect| average(dialect, &data).unwrap_err().to_string();
    let texts = [
        (Dialect::V1, "integer division result too large for a float"),
        (Dialect::V2, "int too large to convert to float"),
    ];
    for (dialect, text) in texts {
        assert_eq!(message(dialect), text);
    }
}

#[test]
fn deep_nesting_is_the_original_s_error_and_long_chains_are_valid() {
    let nested = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    let check = move || {
        let too_deep = Err(QueryError::too_deep());
        assert_eq!(search(&nested(490), "{}"), Ok("null".to_owned()));
        assert_eq!(search(&nested(491), "{}"), too_deep);
        assert_eq!(search(&["@"; 493].join("|"), "1"), Ok("1".to_owned()));
        assert_eq!(search(&["@"; 494].join("|"), "1"), too_deep);
        let hash = format!("{{a:{{b:{{c:{}}}}}}}", ["@"; 488].join("|"));
        assert_eq!(search(&hash, "1"), too_deep);
        let map = |pipes| format!("map(&{}, `[1]`)", vec!["@"; pipes].join("|"));
        assert_eq!(search(&map(491), "1"), Ok("[1]".to_owned()));
        assert_eq!(search(&map(492), "1"), too_deep);
        let in_version_2 = |query: String| search_in(Dialect::V2, &query, "1");
        assert_eq!(in_version_2(nested(488)), Ok("null".to_owned()));
        assert_eq!(in_version_2(nested(489)), too_deep);
        assert_eq!(in_version_2(vec!["@"; 491].join("|")), Ok("1".to_owned()));
        assert_eq!(in_version_2(vec!["@"; 492].join("|")), too_deep);
        assert_eq!(search(&["a"; 60_000].join("||"), "1"), too_deep);
        assert_eq!(search(&["a"; 60_000].join("."), "1"), Ok("null".to_owned()));
        assert_eq!(search(&"[".repeat(100_000), "1"), too_deep);
    };
    // Without optimisation the recursion needs more than a test thread's default stack.
    let thread = std::thread::Builder::new().stack_size(8 << 20);
    thread.spawn(check).unwrap().join().unwrap();
}

#[test]
fn a_shared_result_preserves_the_identity_of_objects() {
    let same = |expression: &str| {
        let query = Query::compile(expression, Dialect::V2).unwrap();
        let data = parse(r#"{"a": [1], "e": []}"#).unwrap();
        let Ok(Shared::List(items)) = query.search_shared(&data) else {
            panic!("{expression}");
        };
        items[0].identity() == items[1].identity()
    };
    for (expression, expected) in [
        ("[@, not_null(b, @)]", true),
        ("[a, to_array(a)]", true),
        ("[e, sort_by(e, &@)]", true),
        ("map(&`[]`, [a, a])", true),
        ("[a, a[:]]", false),
        ("[a, reverse(a)]", false),
        ("[`[1]`, `[1]`]", false),
    ] {
        assert_eq!(same(expression), expected, "{expression}");
    }
}
