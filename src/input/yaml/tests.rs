//! YAML documents and Python's representation of their values.

use super::*;
use crate::python::repr::{repr, str_of};

fn python_repr(text: &str) -> String {
    match parse_text(text) {
        Ok(value) => repr(&value),
        Err(YamlError::Invalid) => "invalid".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(python_repr(text), *expected, "{text:?}");
    }
}

#[test]
fn plain_scalars_follow_yaml_1_2_unless_a_directive_says_otherwise() {
    check(&[
        (
            "[yes, no, y, On, 12:30:45]",
            "['yes', 'no', 'y', 'On', '12:30:45']",
        ),
        ("[true, FALSE, tRue]", "[True, False, 'tRue']"),
        ("[null, Null, ~, , nULL]", "invalid"),
        (
            "{a: null, b: Null, c: ~, d: , e: nULL}",
            "{'a': None, 'b': None, 'c': None, 'd': None, 'e': 'nULL'}",
        ),
        (
            "[010, 08, 0o17, 0b11, 0xfF, 1_0, 1_, +7, _1]",
            "[10, 8, 15, 3, 255, 10, 1, 7, '_1']",
        ),
        (
            "[1., .5, 1e3, 1E-3, .5e3, -.INF, .nan, 1e400]",
            "[1.0, 0.5, 1000.0, 0.001, '.5e3', -inf, nan, inf]",
        ),
        (
            "%YAML 1.1\n---\n[yes, 010, 08, 1:30, 1:30.5]",
            "[True, 8, '08', 90, 90.5]",
        ),
        (
            "%YAML 1.3\n---\n",
            "version minor part can only be 2 or 1, got (1, 3)",
        ),
        ("%YAML 2.0\n---\n", "invalid"),
        ("%FOO bar\n---\na", "'a'"),
    ]);
}

#[test]
fn dates_are_shown_as_by_python() {
    check(&[
        ("2020-1-2", "'2020-1-2'"),
        ("2020-01-02", "datetime.date(2020, 1, 2)"),
        ("2020-13-45", "month must be in 1..12"),
        ("2020-01-01 25:00:00", "hour must be in 0..23"),
        (
            "2020-01-01 1:02:03.5 -1:30",
            "datetime.datetime(2020, 1, 1, 1, 2, 3, 500000, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=81000), '-1:30'))",
        ),
        (
            "2020-12-31t23:59:59.9999999",
            "datetime.datetime(2021, 1, 1, 0, 0)",
        ),
        ("9999-12-31t23:59:59.9999999", "date value out of range"),
    ]);
    let value = parse_text("2020-01-01T01:02:03Z").unwrap();
    assert_eq!(value.class(), "datetime.datetime");
    assert_eq!(str_of(&value), "2020-01-01 01:02:03+00:00");
}

#[test]
fn tags_select_the_constructor() {
    check(&[
        (
            "[!!str 7, ! 7, !!bool yes, !!int '7', !!binary aGk=]",
            "['7', 7, True, 7, b'hi']",
        ),
        ("!<tag:yaml.org,2002:str> 7", "'7'"),
        ("%TAG !y! tag:yaml.org,2002:\n---\n!y!str 7", "'7'"),
        ("!!omap [a: 1, b: 2]", "ordereddict([('a', 1), ('b', 2)])"),
        ("!!pairs [a: 1, a: 2]", "[('a', 1), ('a', 2)]"),
        ("!!set {a}", "{'a'}"),
        ("!!int x", "invalid literal for int() with base 10: 'x'"),
        ("!!float x", "could not convert string to float: 'x'"),
        ("!!bool x", "'x'"),
        ("!foo x", "invalid"),
        ("!!python/object:os.system ls", "invalid"),
    ]);
}

#[test]
fn aliases_and_merge_keys_are_resolved() {
    check(&[
        ("a: &x [1]\nb: *x", "{'a': [1], 'b': [1]}"),
        ("a: *x", "invalid"),
        ("&x [*x]", "[[...]]"),
        (
            "a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}",
            "{'a': {'b': 1, 'c': 2}, 'd': {'b': 1, 'c': 3}}",
        ),
        (
            "<<: [{a: 1}, {a: 2, b: 2}]\nc: 3",
            "{'a': 1, 'b': 2, 'c': 3}",
        ),
        ("a: <<", "invalid"),
        ("a: =", "invalid"),
    ]);
}

#[test]
fn keys_need_not_be_strings_and_must_be_unique() {
    check(&[
        ("1: a\ntrue: b", "invalid"),
        (
            "1: a\n2020-01-01: b\n[c]: d",
            "{1: 'a', datetime.date(2020, 1, 1): 'b', ('c',): 'd'}",
        ),
        ("a: 1\na: 2", "invalid"),
        ("{a: 1}: 2", "invalid"),
        ("[[a]]: 2", "unhashable type: 'list'"),
    ]);
}

#[test]
fn scalars_fold_and_escape() {
    check(&[
        ("a\n b\n\n c", "'a b\\nc'"),
        ("'a\n\n b'", "'a\\nb'"),
        (
            "\"a\\\n  b\\x41\\u00e9\\U0001f600\\/\"",
            "'abA\u{e9}\u{1f600}/'",
        ),
        ("\"\\ud83d\\ude00\"", "'\\ud83d\\ude00'"),
        ("\"\\U00110000\"", "chr() arg not in range(0x110000)"),
        ("|\n  a\n   b\n\n", "'a\\n b\\n'"),
        (">-\n  a\n  b\n\n  c\n", "'a b\\nc'"),
        ("|2+\n   a\n\n", "' a\\n\\n'"),
    ]);
}

#[test]
fn documents_are_accepted_as_by_ruamel() {
    for text in [
        "a:\tb",
        "a: b\t",
        "\ta: b",
        "a: \u{1}",
        "'\u{7f}'",
        "a: b: c",
        "@x",
        "%x",
        "`x",
        "a: 1\n---\nb: 2",
        "{####}",
        "...",
        "a\n... b",
        "[a",
        "a: 'x",
        "[: a]",
    ] {
        assert_eq!(python_repr(text), "invalid", "{text:?}");
    }
    check(&[
        ("'a'#b", "'a'"),
        ("{a, b: 1,}", "{'a': None, 'b': 1}"),
        ("{\"a\":x, b:1}", "{'a': 'x', 'b:1': None}"),
        ("a\u{85}b\u{2028}c", "'a b\\u2028c'"),
        ("\u{feff}a: b", "{'a': 'b'}"),
        ("a: b\r\nc: d\r\n", "{'a': 'b', 'c': 'd'}"),
        ("---\na: b\n...\n", "{'a': 'b'}"),
        ("", "None"),
    ]);
}

#[test]
fn bytes_may_be_utf_8_or_utf_16() {
    let utf_16: Vec<u8> = "\u{feff}a: \u{1f600}"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let value = parse_bytes(&utf_16).unwrap();
    assert_eq!(repr(&value), "{'a': '\u{1f600}'}");
    for bytes in [&b"a: \xff"[..], b"\xff\xfea", b"\xff\xfe\x00\xd8"] {
        assert_eq!(parse_bytes(bytes), Err(YamlError::Invalid));
    }
}

#[test]
fn depth_and_aliases_are_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let check = move || {
        assert!(parse_text(&nested(450)).is_ok());
        assert_eq!(parse_text(&nested(100_000)), Err(YamlError::too_deep()));
        assert_eq!(
            parse_text(&"- ".repeat(100_000)),
            Err(YamlError::too_deep())
        );
    };
    // Without optimisation the recursion needs more than a test thread's default stack.
    let thread = std::thread::Builder::new().stack_size(8 << 20);
    thread.spawn(check).unwrap().join().unwrap();
    let mut laughs = String::from("- &a0 ha\n");
    let mut merges = String::from("- &a0 {k: v}\n");
    for level in 1..40 {
        let before = level - 1;
        laughs.push_str(&format!("- &a{level} [*a{before}, *a{before}]\n"));
        merges.push_str(&format!("- &a{level} {{<<: [*a{before}, *a{before}]}}\n"));
    }
    assert_eq!(parse_text(&laughs), Err(YamlError::TooLarge));
    assert_eq!(parse_text(&merges), Err(YamlError::TooLarge));
}
