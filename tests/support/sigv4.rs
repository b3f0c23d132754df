//! Signature Version 4, checked from the request as it arrived.
//!
//! Written from the published steps ("Create a signed AWS API request"): canonical request, string
//! to sign, signing key. The path is encoded once more and its dot segments and doubled slashes
//! are resolved, as every service but S3 asks for. `cases/sigv4.rs` has its own tests.

use super::http::Request;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The parts of an `Authorization` header.
#[derive(Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    pub access_key: &'a str,
    day: &'a str,
    pub region: &'a str,
    pub service: &'a str,
    pub signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Claim<'a> {
    /// Reads the header; `None` when it is another scheme.
    pub fn parse(authorization: &'a str) -> Option<Claim<'a>> {
        let rest = authorization.strip_prefix("AWS4-HMAC-SHA256 Credential=")?;
        let (scope, rest) = rest.split_once(',')?;
        let (signed, signature) = rest.split_once(',')?;
        let mut scope = scope.split('/');
        let claim = Claim {
            access_key: scope.next()?,
            day: scope.next()?,
            region: scope.next()?,
            service: scope.next()?,
            signed_headers: signed.trim_start().strip_prefix("SignedHeaders=")?,
            signature: signature.trim_start().strip_prefix("Signature=")?,
        };
        (scope.next() == Some("aws4_request") && scope.next().is_none()).then_some(claim)
    }

    /// Whether the signature covers the header.
    pub fn signs(&self, header: &str) -> bool {
        self.signed_headers.split(';').any(|name| name == header)
    }

    /// Whether the request carries the signature that the secret makes.
    pub fn holds(&self, request: &Request, secret: &str) -> bool {
        let date = request.header("x-amz-date").unwrap_or("");
        // A service rejects duplicates of these headers, and requires that they are signed.
        let is_sound = ["host", "x-amz-date"]
            .iter()
            .all(|name| values(request, name).count() == 1 && self.signs(name));
        if !is_sound || !date.starts_with(self.day) {
            return false;
        }
        let scope = format!("{}/{}/{}/aws4_request", self.day, self.region, self.service);
        let to_sign = format!(
            "AWS4-HMAC-SHA256\n{}\n{scope}\n{}",
            date,
            hex(&Sha256::digest(canonical_request(
                request,
                self.signed_headers
            ))),
        );
        let mut key = format!("AWS4{secret}").into_bytes();
        for part in scope.split('/').chain([to_sign.as_str()]) {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
            mac.update(part.as_bytes());
            key = mac.finalize().into_bytes().to_vec();
        }
        hex(&key) == self.signature
    }
}

/// The canonical request, which the signature covers.
pub fn canonical_request(request: &Request, signed_headers: &str) -> String {
    let (path, query) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    // By name and then by value; a name alone has an empty value.
    let mut query: Vec<(&str, &str)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| parameter.split_once('=').unwrap_or((parameter, "")))
        .collect();
    query.sort_unstable();
    let query: Vec<String> = query
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut headers = String::new();
    for name in signed_headers.split(';') {
        let values: Vec<String> = values(request, name)
            .map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        headers += &format!("{name}:{}\n", values.join(","));
    }
    let body = hex(&Sha256::digest(&request.body));
    [
        request.method.as_str(),
        &canonical_path(path),
        &query.join("&"),
        &headers,
        signed_headers,
        request.header("x-amz-content-sha256").unwrap_or(&body),
    ]
    .join("\n")
}

fn values<'a>(request: &'a Request, name: &'a str) -> impl Iterator<Item = &'a str> {
    let named = request.headers.iter().filter(move |(key, _)| key == name);
    named.map(|(_, value)| value.as_str())
}

fn canonical_path(path: &str) -> String {
    let path = match path.strip_prefix("http://") {
        Some(through_proxy) => through_proxy
            .find('/')
            .map_or("/", |at| &through_proxy[at..]),
        None => path,
    };
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(encode(segment)),
        }
    }
    let open = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    let slash = if open && !segments.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{slash}", segments.join("/"))
}

fn encode(segment: &str) -> String {
    let mut out = String::new();
    for &byte in segment.as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
