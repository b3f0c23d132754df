//! URLs as parsed by the two parsers of the original, Python's `urllib.parse.urlsplit` and
//! urllib3's `parse_url`; and a lenient search for passwords in URLs that neither can parse, for
//! messages.

mod netloc;

use super::repr::repr_str;
use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode, utf8_percent_encode,
};
use std::borrow::Cow;
use std::net::Ipv6Addr;

/// All characters that are not unreserved (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The characters that urllib3 escapes in user info (`_USERINFO_CHARS`), a path and a query.
const NOT_IN_USER_INFO: &AsciiSet = &RESERVED
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':');
const NOT_IN_PATH: &AsciiSet = &NOT_IN_USER_INFO.remove(b'@').remove(b'/');
const NOT_IN_QUERY: &AsciiSet = &NOT_IN_PATH.remove(b'?');

/// Percent-encodes all characters that are not unreserved (`urllib.parse.quote(text, safe='')`).
pub fn quote(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Like [`quote`], but slashes are kept.
pub fn quote_path(path: &str) -> String {
    const NOT_IN_PATH: &AsciiSet = &RESERVED.remove(b'/');
    utf8_percent_encode(path, NOT_IN_PATH).to_string()
}

/// Decodes percent-encoding; invalid escapes are kept (`urllib.parse.unquote`).
pub fn unquote(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// A user and password as sent by urllib3.
pub fn encode_user_info(user_info: &str) -> String {
    encode_invalid_chars(user_info, NOT_IN_USER_INFO)
}

/// A path as sent by urllib3.
pub fn encode_path(path: &str) -> String {
    encode_invalid_chars(path, NOT_IN_PATH)
}

/// A query as sent by urllib3.
pub fn encode_query(query: &str) -> String {
    encode_invalid_chars(query, NOT_IN_QUERY)
}

/// `_encode_invalid_chars`: escapes are kept, in upper case, if every `%` is part of one; otherwise
/// each `%` is escaped too.
fn encode_invalid_chars(text: &str, invalid: &'static AsciiSet) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut escapes_only = true;
    let mut rest = bytes.as_mut_slice();
    while let Some((byte, tail)) = rest.split_first_mut() {
        rest = tail;
        if *byte == b'%' {
            match rest {
                [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    high.make_ascii_uppercase();
                    low.make_ascii_uppercase();
                }
                _ => escapes_only = false,
            }
        }
    }
    if !escapes_only {
        return percent_encode(&bytes, invalid).to_string();
    }
    let parts: Vec<String> = bytes
        .split(|byte| *byte == b'%')
        .map(|part| percent_encode(part, invalid).to_string())
        .collect();
    parts.join("%")
}

/// The parts of a URL by `urlsplit`, borrowed from the text of [`clean`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitUrl<'a> {
    /// As written; empty if there is none.
    pub scheme: &'a str,
    /// User info, host and port; `None` without `//`.
    pub netloc: Option<&'a str>,
    /// The path up to the query.
    pub path: &'a str,
    /// The text after the first `?`.
    pub query: &'a str,
    /// The text after the first `#`.
    pub fragment: &'a str,
}

/// The URL without leading control characters and spaces, and without tabs and line ends, all of
/// which `urlsplit` removes.
pub fn clean(url: &str) -> Cow<'_, str> {
    let url = url.trim_start_matches(|c| c <= ' ');
    if url.contains(['\t', '\r', '\n']) {
        Cow::Owned(url.replace(['\t', '\r', '\n'], ""))
    } else {
        Cow::Borrowed(url)
    }
}

impl<'a> SplitUrl<'a> {
    /// Splits a URL that [`clean`] has returned.
    pub fn split(url: &'a str) -> Self {
        let (scheme, rest) = match url.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (scheme, rest),
            _ => ("", url),
        };
        let (netloc, rest) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (netloc, rest) = split_before(rest, &['/', '?', '#']);
                (Some(netloc), rest)
            }
            None => (None, rest),
        };
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        SplitUrl {
            scheme,
            netloc,
            path,
            query,
            fragment,
        }
    }

    /// The part of the netloc before the last `@`.
    pub fn user_info(&self) -> Option<&'a str> {
        Some(self.netloc?.rsplit_once('@')?.0)
    }

    /// The host and port as written.
    pub fn host_port(&self) -> &'a str {
        let netloc = self.netloc.unwrap_or_default();
        netloc.rsplit_once('@').map_or(netloc, |(_, host)| host)
    }

    /// `SplitResult.hostname`: in lower case, without brackets; `None` if empty.
    pub fn hostname(&self) -> Option<String> {
        let host = match self.host_port().split_once('[') {
            Some((_, bracketed)) => split_before(bracketed, &[']']).0,
            None => split_before(self.host_port(), &[':']).0,
        };
        let (name, zone) = split_before(host, &['%']);
        (!host.is_empty()).then(|| name.to_lowercase() + zone)
    }

    /// The port as written; `None` if there is none. It need not be a number.
    pub fn port(&self) -> Option<&'a str> {
        let host_port = self.host_port();
        let after_host = match host_port.rsplit_once(']') {
            Some((_, rest)) => rest,
            None => host_port,
        };
        let (_, port) = after_host.split_once(':')?;
        Some(port).filter(|port| !port.is_empty())
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

fn split_before<'a>(text: &'a str, marks: &[char]) -> (&'a str, &'a str) {
    match text.find(marks) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    }
}

/// The server of a URL to which urllib3 connects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// In lower case; `None` if urllib3 finds none.
    pub scheme: Option<String>,
    /// In lower case, an IPv6 address in brackets; `None` if the URL has none.
    pub host: Option<String>,
    /// The port; `None` if the URL has none.
    pub port: Option<u16>,
}

/// A release of urllib3; the releases parse URLs differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Urllib3 {
    /// 2.6 accepts blanks, control characters and escapes in a host. Its error message contains the
    /// URL.
    V2_6,
    /// The error message of 2.8 contains the invalid part.
    #[default]
    V2_8,
}

/// Whether `http.client` rejects the host of a request (`_validate_host`).
pub fn is_unsendable(host: &str) -> bool {
    host.contains(is_control)
}

fn is_control(c: char) -> bool {
    c <= ' ' || c == '\u{7f}'
}

/// The server by `urllib3.util.url.parse_url`.
///
/// # Errors
/// The message of `LocationParseError`. It contains the host or the complete URL, with the password
/// masked.
pub fn parse_server(url: &str, release: Urllib3) -> Result<Server, String> {
    let parse_error = |words: String| match release {
        Urllib3::V2_6 => format!("Failed to parse: {}", mask_password(url)),
        Urllib3::V2_8 => format!("Failed to parse: {words}"),
    };
    // `_SCHEME_RE` does not allow dots: the host of `a.b://c` is `a.b`.
    let prefix = url.split_once(':').map(|(scheme, _)| scheme);
    let has_scheme = prefix.is_some_and(|text| is_scheme(text) && !text.contains('.'));
    let (scheme, rest) = match prefix {
        Some(scheme) if has_scheme => (
            Some(scheme.to_lowercase()),
            url.get(scheme.len() + 1..).unwrap_or_default(),
        ),
        _ => (None, url),
    };
    let rest = match rest.strip_prefix("//") {
        Some(rest) => rest,
        None if scheme.is_none() && !url.starts_with('/') => url,
        None => "",
    };
    let authority = split_before(rest, &['\\', '/', '?', '#']).0;
    if authority.is_empty() {
        let (host, port) = (None, None);
        return Ok(Server { scheme, host, port });
    }
    let host_port = authority.rsplit_once('@').map_or(authority, |(_, h)| h);
    let invalid_char = |host: &str| {
        let c = host.chars().find(|c| is_control(*c))?;
        let (host, c) = (repr_str(host), repr_str(&c.to_string()));
        Some(format!("Host {host} contains invalid character {c}"))
    };
    let Some((host, port)) = split_port(host_port) else {
        return Err(parse_error(invalid_char(host_port).unwrap_or_else(|| {
            format!("{} is not a valid host or port", repr_str(host_port))
        })));
    };
    let port = match port {
        None => None,
        Some(digits) => match digits.parse() {
            Ok(port) => Some(port),
            Err(_) => return Err(parse_error(mask_password(url).into_owned())),
        },
    };
    let host = match release {
        Urllib3::V2_6 if host.is_ascii() => host.to_lowercase(),
        _ => match invalid_char(host) {
            Some(words) => return Err(parse_error(words)),
            None => normalize_host(host).map_err(parse_error)?,
        },
    };
    Ok(Server {
        scheme,
        host: Some(host),
        port,
    })
}

/// `_HOST_PORT_RE`: the host and port; `None` if they are invalid.
fn split_port(host_port: &str) -> Option<(&str, Option<&str>)> {
    let (host, after) = match host_port.find(']') {
        Some(end) => host_port.split_at(end + 1),
        None => split_before(host_port, &[':']),
    };
    let fits = match host.strip_prefix('[') {
        Some(address) => is_ipv6_with_zone(address.strip_suffix(']')?),
        None => !host.contains(['[', ']']) && percent_signs_escape(host),
    };
    let port = match after.strip_prefix(':') {
        Some(port) => port,
        None if after.is_empty() => "",
        None => return None,
    };
    let significant = port.trim_start_matches('0');
    let digits = port.bytes().all(|byte| byte.is_ascii_digit()) && significant.len() <= 5;
    (fits && digits).then_some((host, Some(port).filter(|port| !port.is_empty())))
}

fn is_ipv6_with_zone(text: &str) -> bool {
    let (address, zone) = match text.split_once('%') {
        Some((address, zone)) => (address, Some(zone)),
        None => (text, None),
    };
    let is_zone = |zone: &str| {
        let unreserved = |c: char| c.is_ascii_alphanumeric() || "._-~%".contains(c);
        !zone.is_empty() && zone.chars().all(unreserved) && percent_signs_escape(zone)
    };
    address.parse::<Ipv6Addr>().is_ok() && zone.is_none_or(is_zone)
}

fn percent_signs_escape(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        matches!(rest.as_bytes(), [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
    })
}

/// `_normalize_host`; the original is installed without the `idna` module.
fn normalize_host(host: &str) -> Result<String, String> {
    let control = host.split('%').skip(1).find_map(|rest| {
        let code = rest.get(..2)?;
        let byte = u8::from_str_radix(code, 16).ok()?;
        (byte < b' ' || byte == 0x7f).then_some(code)
    });
    if let Some(code) = control {
        return Err(format!(
            "Host {} contains invalid percent-encoded control character '%{code}'",
            repr_str(host)
        ));
    }
    if !host.is_ascii() {
        return Err("Unable to parse URL without the 'idna' module".to_owned());
    }
    // Escapes of unreserved characters are decoded. A host with other escapes cannot be resolved.
    let decoded = unquote(host);
    let plain = decoded
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "._-~".contains(c));
    Ok(if plain {
        decoded.to_lowercase()
    } else {
        host.to_lowercase()
    })
}

/// The text before, the user info and the text after it. The user info extends from the slashes to
/// the last `@` of the URL, because a password may contain `/`, `?` and `#`, which end the host for
/// every parser.
fn user_info(url: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = url.rsplit_once('@')?;
    let start = match before.split_once(':') {
        // Without slashes, the text before the colon may be the user name.
        Some((scheme, rest)) if is_scheme(scheme.trim_start()) && rest.starts_with('/') => {
            before.len() - rest.trim_start_matches('/').len()
        }
        _ => before.len() - before.trim_start_matches('/').len(),
    };
    let (front, user_info) = before.split_at(start);
    Some((front, user_info, rest))
}

/// The URL with user and password replaced by [`MASK`], even if it is invalid.
pub fn mask_user_info(url: &str) -> Cow<'_, str> {
    match user_info(url) {
        Some((front, _, rest)) => format!("{front}{MASK}@{rest}").into(),
        None => url.into(),
    }
}

/// The URL with the user and the password each replaced by [`MASK`], if there are any.
pub fn mask_password(url: &str) -> Cow<'_, str> {
    let Some((front, user_info, rest)) = user_info(url) else {
        return url.into();
    };
    let mask = |part: &str| if part.is_empty() { "" } else { MASK };
    match user_info.split_once(':') {
        Some((user, password)) => format!("{front}{}:{}@{rest}", mask(user), mask(password)).into(),
        None => format!("{front}{}@{rest}", mask(user_info)).into(),
    }
}

/// The password of a URL, even if it is invalid.
pub fn password(url: &str) -> Option<&str> {
    let (_, user_info, _) = user_info(url)?;
    let (_, password) = user_info.split_once(':')?;
    Some(password).filter(|password| !password.is_empty())
}

/// The replacement of a secret.
pub const MASK: &str = "***";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_kept_unless_a_percent_sign_is_not_part_of_one() {
        for (path, sent) in [
            ("/a b", "/a%20b"),
            ("/%2f", "/%2F"),
            ("/%2f%zz", "/%252F%25zz"),
            ("/[x]", "/%5Bx%5D"),
            ("/é@;=", "/%C3%A9@;="),
        ] {
            assert_eq!(encode_path(path), sent);
        }
        assert_eq!(encode_query("a=[?]"), "a=%5B?%5D");
        assert_eq!(quote("a/~%"), "a%2F~%25");
    }

    #[test]
    fn servers_are_those_of_urllib3() {
        for (url, scheme, host, port) in [
            ("HTTP://u:p@H:080/x", Some("http"), Some("h"), Some(80)),
            ("a.b://c:1", None, Some("a.b"), None),
            ("http:///u:p@h", Some("http"), None, None),
            ("http:h", Some("http"), None, None),
            ("h:1", Some("h"), None, None),
            ("http://[::1%25]", Some("http"), Some("[::1%25]"), None),
            ("http://[::1%25lo]:", Some("http"), Some("[::1%25lo]"), None),
            ("http://dom\\u:p@h", Some("http"), Some("dom"), None),
            ("http://%41b", Some("http"), Some("ab"), None),
        ] {
            let server = Server {
                scheme: scheme.map(str::to_owned),
                host: host.map(str::to_owned),
                port,
            };
            assert_eq!(parse_server(url, Urllib3::V2_8), Ok(server), "{url}");
        }
        for (url, words) in [
            ("http://u:se/cret@h", "'u:se' is not a valid host or port"),
            ("http://h:x", "'h:x' is not a valid host or port"),
            ("http://[::1]x:1", "'[::1]x:1' is not a valid host or port"),
            ("http://a%zz", "'a%zz' is not a valid host or port"),
            ("http:// h", "Host ' h' contains invalid character ' '"),
            ("http://u:p@h:99999/", "http://***:***@h:99999/"),
            (
                "http://h%00",
                "Host 'h%00' contains invalid percent-encoded control character '%00'",
            ),
        ] {
            let expected = format!("Failed to parse: {words}");
            assert_eq!(parse_server(url, Urllib3::V2_8), Err(expected), "{url}");
        }
    }

    #[test]
    fn urllib3_2_6_accepts_every_ascii_host_and_its_error_contains_the_url() {
        for (url, shown) in [
            ("http://u:se/cret@h", "http://***:***@h"),
            ("http://h:x", "http://h:x"),
            ("http://a%zz", "http://a%zz"),
            ("http://\u{e9}", "http://\u{e9}"),
        ] {
            let expected = format!("Failed to parse: {shown}");
            assert_eq!(parse_server(url, Urllib3::V2_6), Err(expected), "{url}");
        }
        for (url, host) in [("http://a b", "a b"), ("http://H%00", "h%00")] {
            let server = parse_server(url, Urllib3::V2_6).unwrap();
            assert_eq!(server.host.as_deref(), Some(host));
        }
        assert!(is_unsendable("a b") && !is_unsendable("h%00"));
    }

    #[test]
    fn passwords_are_found_in_invalid_urls() {
        for (front, rest) in [
            ("http://", "@h:1/x"),
            ("http:///", "@h"),
            (" http://", "@h"),
            ("//", "@h"),
            ("", "@h:3128"),
            ("http:", "@h"),
            ("https:/", "@[::1"),
            ("http://http://", "@h"),
        ] {
            for secret in [
                "secret", "se/cret", "se?cret", "se#cret", "se@cret", "se:cret", ":",
            ] {
                let url = format!("{front}user:{secret}{rest}");
                for masked in [mask_password(&url), mask_user_info(&url)] {
                    assert!(!masked.contains("user:"), "{url} {masked}");
                    assert!(secret == ":" || !masked.contains("cret"), "{url} {masked}");
                }
                let found = password(&url).unwrap_or_default();
                assert!(found.ends_with(secret), "{url}: {found}");
            }
        }
        assert_eq!(mask_password("http://u:@h"), "http://***:@h");
        assert_eq!(mask_password("http://h/x"), "http://h/x");
    }
}
