//! The signature verification of the tests: valid signatures pass, invalid ones fail.

use crate::support::http::Request;
use crate::support::sigv4::Claim;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn request(target: &str, headers: &[(&str, &str)]) -> Request {
    let own = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
    Request {
        method: "GET".to_owned(),
        target: target.to_owned(),
        headers: headers.iter().map(own).collect(),
        body: Vec::new(),
    }
}

fn holds(request: &Request, signed_headers: &str, signature: &str) -> bool {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
         SignedHeaders={signed_headers}, Signature={signature}"
    );
    Claim::parse(&authorization).unwrap().holds(request, SECRET)
}

const HOST: (&str, &str) = ("host", "example.amazonaws.com");
const DATE: (&str, &str) = ("x-amz-date", "20150830T123600Z");
const VANILLA: &str = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

/// One request of the published test suite: its name, method, target, headers beside host and
/// date, body, and signature.
type Vector = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

const TOKEN: &str = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
const UNRESERVED: &str = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const FORM: &str = "application/x-www-form-urlencoded";

/// Paths as the suite writes them; queries are escaped as a client has to.
const VECTORS: [Vector; 27] = [
    ("get-vanilla", "GET", "/", &[], "", VANILLA),
    (
        "get-header-key-duplicate",
        "GET",
        "/",
        &[
            ("my-header1", "value2"),
            ("my-header1", "value2"),
            ("my-header1", "value1"),
        ],
        "",
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
    ),
    (
        "get-header-value-multiline",
        "GET",
        "/",
        &[("my-header1", "value1  value2     value3")],
        "",
        "cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd",
    ),
    (
        "get-header-value-order",
        "GET",
        "/",
        &[
            ("my-header1", "value4"),
            ("my-header1", "value1"),
            ("my-header1", "value3"),
            ("my-header1", "value2"),
        ],
        "",
        "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
    ),
    (
        "get-header-value-trim",
        "GET",
        "/",
        &[("my-header1", " value1"), ("my-header2", " \"a   b   c\"")],
        "",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    ),
    (
        "get-unreserved",
        "GET",
        "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        &[],
        "",
        "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
    ),
    (
        "get-utf8",
        "GET",
        "/\u{1234}",
        &[],
        "",
        "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
    ),
    (
        "get-vanilla-empty-query-key",
        "GET",
        "/?Param1=value1",
        &[],
        "",
        "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
    ),
    ("get-vanilla-query", "GET", "/", &[], "", VANILLA),
    (
        "get-vanilla-query-order-encoded",
        "GET",
        "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
        &[],
        "",
        "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
    ),
    (
        "get-vanilla-query-order-key",
        "GET",
        "/?Param1=value2&Param1=Value1",
        &[],
        "",
        "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1",
    ),
    (
        "get-vanilla-query-order-key-case",
        "GET",
        "/?Param2=value2&Param1=value1",
        &[],
        "",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ),
    (
        "get-vanilla-query-order-value",
        "GET",
        "/?Param1=value2&Param1=value1",
        &[],
        "",
        "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694",
    ),
    (
        "get-vanilla-utf8-query",
        "GET",
        "/?%E1%88%B4=bar",
        &[],
        "",
        "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    ),
    (
        "post-header-key-sort",
        "POST",
        "/",
        &[("my-header1", "value1")],
        "",
        "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
    ),
    (
        "post-header-value-case",
        "POST",
        "/",
        &[("my-header1", "VALUE1")],
        "",
        "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
    ),
    (
        "post-sts-header-before",
        "POST",
        "/",
        &[("x-amz-security-token", TOKEN)],
        "",
        "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
    ),
    (
        "post-vanilla",
        "POST",
        "/",
        &[],
        "",
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    ),
    (
        "post-vanilla-query",
        "POST",
        "/?Param1=value1",
        &[],
        "",
        "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
    ),
    (
        "post-x-www-form-urlencoded",
        "POST",
        "/",
        &[("content-type", FORM)],
        "Param1=value1",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    ),
    (
        "post-x-www-form-urlencoded-parameters",
        "POST",
        "/",
        &[(
            "content-type",
            "application/x-www-form-urlencoded; charset=utf8",
        )],
        "Param1=value1",
        "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe",
    ),
    (
        "get-relative-relative",
        "GET",
        "/example1/example2/../..",
        &[],
        "",
        VANILLA,
    ),
    ("get-slash-dot-slash", "GET", "/./", &[], "", VANILLA),
    (
        "get-slash-pointless-dot",
        "GET",
        "/./example",
        &[],
        "",
        "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
    ),
    (
        "get-slashes",
        "GET",
        "//example//",
        &[],
        "",
        "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
    ),
    (
        "get-space",
        "GET",
        "/example space/",
        &[],
        "",
        "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
    ),
    (
        "get-special-character",
        "GET",
        "/example/$delete",
        &[],
        "",
        "a853c9b21b528b19643d00910d35b83a10c366a10833ceefb45edd6c80e40f27",
    ),
];

/// The request of a vector, and the names of the headers it signs.
fn published((_, method, target, headers, body, _): &Vector) -> (Request, String) {
    let mut all = vec![HOST, DATE];
    all.extend(headers.iter());
    let mut request = request(target, &all);
    request.method = (*method).to_owned();
    request.body = body.as_bytes().to_vec();
    let mut names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    (request, names.join(";"))
}

#[test]
fn the_requests_of_the_published_suite_have_their_published_signatures() {
    for vector in &VECTORS {
        let (request, signed) = published(vector);
        assert!(holds(&request, &signed, vector.5), "{}", vector.0);
    }
    let target = format!("/?{UNRESERVED}={UNRESERVED}");
    let signature = "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197";
    assert!(holds(
        &request(&target, &[HOST, DATE]),
        "host;x-amz-date",
        signature
    ));
}

#[test]
fn no_published_signature_holds_for_another_request_of_the_suite() {
    for one in &VECTORS {
        let (request, signed) = published(one);
        for other in VECTORS.iter().filter(|other| other.5 != one.5) {
            assert!(!holds(&request, &signed, other.5), "{} {}", one.0, other.0);
        }
    }
}

/// The name of a change, and the change.
type Alteration = (&'static str, fn(&mut Request));

/// A request with everything in it, and the claim that holds for it.
fn full() -> (Request, &'static str) {
    let mut request = request(
        "/backend/a/auth/b?x=1&y=2",
        &[
            HOST,
            DATE,
            ("content-type", "application/json"),
            ("x-amz-security-token", "tok"),
        ],
    );
    request.method = "POST".to_owned();
    request.body = b"{}".to_vec();
    (request, FULL)
}

const FULL: &str = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
    SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=5e05b2c24153aa282c9b8235cf737f81de31fa1628dfa212e1185b4046996e16";

fn full_holds(request: &Request, claim: &str) -> bool {
    Claim::parse(claim).unwrap().holds(request, SECRET)
}

#[test]
fn one_altered_ingredient_breaks_the_signature() {
    let (right, claim) = full();
    assert!(full_holds(&right, claim));
    let alterations: [Alteration; 15] = [
        ("method", |r| r.method = "PUT".to_owned()),
        ("path", |r| {
            r.target = "/backend/a/auth/c?x=1&y=2".to_owned()
        }),
        ("case of the path", |r| {
            r.target = "/backend/A/auth/b?x=1&y=2".to_owned()
        }),
        ("slash at the end", |r| {
            r.target = "/backend/a/auth/b/?x=1&y=2".to_owned()
        }),
        ("encoding of the path", |r| {
            r.target = "/backend/%61/auth/b?x=1&y=2".to_owned()
        }),
        ("query", |r| {
            r.target = "/backend/a/auth/b?x=1&y=3".to_owned()
        }),
        ("parameter added", |r| {
            r.target = "/backend/a/auth/b?x=1&y=2&z".to_owned()
        }),
        ("query left out", |r| {
            r.target = "/backend/a/auth/b".to_owned()
        }),
        ("host", |r| {
            r.headers[0].1 = "example.amazonaws.com:8443".to_owned()
        }),
        ("date", |r| r.headers[1].1 = "20150830T123601Z".to_owned()),
        ("day", |r| r.headers[1].1 = "20150831T123600Z".to_owned()),
        ("second date", |r| r.headers.push(r.headers[1].clone())),
        ("header", |r| r.headers[2].1 = "text/plain".to_owned()),
        ("token", |r| r.headers[3].1 = "tok2".to_owned()),
        ("body", |r| r.body = b"{} ".to_vec()),
    ];
    for (name, alter) in alterations {
        let mut altered = right.clone();
        alter(&mut altered);
        assert!(!full_holds(&altered, claim), "{name}");
    }
    for (part, other) in [
        ("20150830", "20150831"),
        ("us-east-1", "us-east-2"),
        ("service", "amplifybackend"),
        ("content-type;", ""),
        (";x-amz-security-token", ""),
        ("host;x-amz-date", "x-amz-date;host"),
        ("host;", ""),
    ] {
        assert!(claim.contains(part));
        assert!(
            !full_holds(&right, &claim.replacen(part, other, 1)),
            "{part}"
        );
    }
    let claim = Claim::parse(claim).unwrap();
    assert!(!claim.holds(&right, &SECRET.to_lowercase()));
    assert!(claim.signs("x-amz-security-token") && !claim.signs("x-amz"));
}

#[test]
fn the_order_of_headers_and_extra_whitespace_do_not_break_it() {
    let (right, claim) = full();
    let mut other = right.clone();
    other.target = "/backend/a/auth/b?y=2&x=1".to_owned();
    other.headers.reverse();
    other.headers.push(("accept".to_owned(), "*/*".to_owned()));
    assert!(full_holds(&other, claim));
}

#[test]
fn a_header_of_another_scheme_is_no_claim() {
    assert_eq!(Claim::parse("Bearer abc"), None);
    assert_eq!(
        Claim::parse("AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=e, Signature=f"),
        None
    );
}

// The signatures below are those of the original's signer for the same request and second.

#[test]
fn a_star_an_equals_sign_and_a_colon_in_the_path_are_encoded_twice_and_the_port_is_signed() {
    let request = request(
        "/backend/a%2Ab%3Dc%3Ad/auth/staging",
        &[("host", "127.0.0.1:8080"), DATE],
    );
    let signature = "1e64bdbbcec1e9e159db57a6537687c63897e93a0dabe84771c1def61a0c523e";
    assert!(holds(&request, "host;x-amz-date", signature));
}

#[test]
fn dot_segments_and_doubled_slashes_are_resolved() {
    let signature = "03815191a982245f233767bed9d5022ca4cf6dc96e4c7598525bfdbc1932b50c";
    let request = request("/a//b/../c/", &[HOST, DATE]);
    assert!(holds(&request, "host;x-amz-date", signature));
}

#[test]
fn query_parameters_are_sorted() {
    let signature = "582393a77ef486fe9820d9a56914833e71ea622284561f624d6078042dd938dd";
    let request = request("/?b=2&a=1&c=", &[HOST, DATE]);
    assert!(holds(&request, "host;x-amz-date", signature));
}

#[test]
fn a_session_token_is_part_of_what_is_signed() {
    let signed = "host;x-amz-date;x-amz-security-token";
    let signature = "e1c7f7828f6bce134454add32630355bcbb8010d654b605d4e23ec7c63cd5ecd";
    let with = |token| request("/", &[HOST, DATE, ("x-amz-security-token", token)]);
    assert!(holds(&with("tok"), signed, signature));
    assert!(!holds(&with("other"), signed, signature));
}

#[test]
fn a_parameter_without_a_value_counts_as_an_empty_one() {
    let signature = |target| {
        let request = request(target, &[HOST, DATE]);
        holds(
            &request,
            "host;x-amz-date",
            "4fa31104df59013527ff1d3cfe082e9a91b78513f26e22b2a556b7066a139dde",
        )
    };
    assert!(signature("/?a=&b=1"));
    assert!(signature("/?b=1&a"));
    assert!(!signature("/?a=1&b=1"));
}
