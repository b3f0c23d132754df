//! The signature check itself: it must know a right signature from a wrong one.

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

#[test]
fn the_published_vanilla_request_has_its_published_signature() {
    assert!(holds(
        &request("/", &[HOST, DATE]),
        "host;x-amz-date",
        VANILLA
    ));
}

#[test]
fn another_signature_secret_or_request_does_not_hold() {
    let signed = "host;x-amz-date";
    let vanilla = request("/", &[HOST, DATE]);
    assert!(!holds(&vanilla, signed, &VANILLA.replace('5', "6")));
    assert!(!holds(&request("/x", &[HOST, DATE]), signed, VANILLA));
    assert!(!holds(
        &request("/", &[("host", "elsewhere"), DATE]),
        signed,
        VANILLA
    ));
    let mut with_body = vanilla.clone();
    with_body.body = b"x".to_vec();
    assert!(!holds(&with_body, signed, VANILLA));
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
         SignedHeaders={signed}, Signature={VANILLA}"
    );
    let claim = Claim::parse(&authorization).unwrap();
    assert!(claim.holds(&vanilla, SECRET));
    assert!(!claim.holds(&vanilla, "another secret"));
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
