//! Tests with complete, truncated and invalid documents.

use super::parse;

const ANSWER: &str =
    "<?xml version=\"1.0\"?>\n<R xmlns=\"u\"><!-- c --><A>a &amp; &#98;</A>\r\n<B/></R> ";

#[test]
fn prefixes_are_removed_and_references_resolved() {
    let root = parse(ANSWER.as_bytes()).unwrap();
    assert_eq!((root.name.as_str(), root.text.as_str()), ("R", ""));
    assert_eq!(root.children[0].text, "a & b");
    assert_eq!(root.children[1].name, "B");
    let root = parse(b"<x:R xmlns:x='u'><![CDATA[<&]]>\r\n</x:R>").unwrap();
    assert_eq!((root.name.as_str(), root.text.as_str()), ("R", "<&\n"));
}

#[test]
fn every_truncated_document_is_rejected() {
    let complete = ANSWER.trim_end().len();
    for length in 0..complete {
        parse(&ANSWER.as_bytes()[..length]).unwrap_err();
    }
    parse(&ANSWER.as_bytes()[..complete]).unwrap();
}

#[test]
fn errors_are_those_of_expat() {
    for (document, expected) in [
        ("", "no element found: line 1, column 0"),
        (" \n ", "no element found: line 2, column 1"),
        ("<a>\r", "no element found: line 1, column 3"),
        ("<a><b></c></a>", "mismatched tag: line 1, column 8"),
        ("<a>\n\n\u{e9}<b></c>", "mismatched tag: line 3, column 6"),
        ("<html><br></html>", "mismatched tag: line 1, column 12"),
        ("<a/><b/>", "junk after document element: line 1, column 4"),
        (
            "<a/><\u{2028}",
            "junk after document element: line 1, column 4",
        ),
        (
            "<\u{2028}/>",
            "not well-formed (invalid token): line 1, column 1",
        ),
        ("<a b='1' b='2'/>", "duplicate attribute: line 1, column 9"),
        ("<x:a/>", "unbound prefix: line 1, column 0"),
        ("<a>&nbsp;</a>", "undefined entity: line 1, column 3"),
        (
            "<!DOCTYPE html PUBLIC '-//x' 'y'><html>&nbsp;</html>",
            "undefined entity &nbsp;: line 1, column 39",
        ),
        (
            "<a>&#0;</a>",
            "reference to invalid character number: line 1, column 3",
        ),
        ("<a", "unclosed token: line 1, column 0"),
        ("<a><![CDATA[x", "unclosed CDATA section: line 1, column 13"),
        (
            "<a b=1/>",
            "not well-formed (invalid token): line 1, column 5",
        ),
        (
            "<a>x]]>",
            "not well-formed (invalid token): line 1, column 6",
        ),
        (
            "<a>\u{1}</a>",
            "not well-formed (invalid token): line 1, column 3",
        ),
        ("{}", "not well-formed (invalid token): line 1, column 0"),
        (
            "\n\n  {}",
            "not well-formed (invalid token): line 3, column 2",
        ),
        ("[1]", "syntax error: line 1, column 0"),
        ("503 Service Unavailable", "syntax error: line 1, column 0"),
        ("oops!", "not well-formed (invalid token): line 1, column 4"),
        (
            "\"x\"y",
            "not well-formed (invalid token): line 1, column 3",
        ),
        ("\"x", "unclosed token: line 1, column 0"),
    ] {
        assert_eq!(
            parse(document.as_bytes()).unwrap_err(),
            expected,
            "{document:?}"
        );
    }
    let partial = parse(b"<a>\xe2\x82").unwrap_err();
    assert_eq!(partial, "partial character: line 1, column 3");
}
