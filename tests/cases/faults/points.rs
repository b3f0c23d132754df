//! The faults, from the name lookup to the end of the response.

use crate::support::certificate::Certificate;
use crate::support::faulty::Act;

/// A fault: the server that has it, and its effect on the client.
pub struct Point {
    pub name: &'static str,
    pub server: Server,
    /// Whether the client runs into a time-out.
    pub is_slow: bool,
    /// Whether the response exceeds the limit of the client.
    pub is_heavy: bool,
    /// Whether the response begins with a status of success: the request may not be retried.
    pub is_success: bool,
}

/// The server.
pub enum Server {
    /// None: the name has no address.
    Nowhere,
    /// None: the port is closed.
    Refusing,
    /// None: the backlog is full.
    Full,
    Plain(Vec<Act>),
    Tls(Certificate, Vec<Act>),
    /// A server without TLS, under an `https` URL.
    PlainForTls(Vec<Act>),
    /// A server with TLS only, under an `http` URL.
    TlsForPlain,
}

/// Placeholder in a response's headers for a server that must not get a request.
pub const ELSEWHERE: &str = "${ELSEWHERE}";

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

fn send(text: &str) -> Act {
    Act::Send(text.as_bytes().to_vec())
}

/// These acts after the request is read.
fn after<const N: usize>(name: &'static str, acts: [Act; N]) -> Point {
    let is_success =
        matches!(acts.first(), Some(Act::Send(bytes)) if bytes.starts_with(b"HTTP/1.1 2"));
    let is_slow = acts
        .iter()
        .any(|act| matches!(act, Act::Stall | Act::Drip(..)));
    let is_heavy = acts.iter().any(|act| matches!(act, Act::Repeat(_)));
    let mut all = vec![Act::Read];
    all.extend(acts);
    Point {
        is_slow,
        is_heavy,
        is_success,
        ..point(name, Server::Plain(all))
    }
}

fn response(name: &'static str, text: &str) -> Point {
    after(name, [send(text)])
}

/// A status of success, then `rest`.
fn ok(name: &'static str, rest: &str) -> Point {
    response(name, &format!("{OK}{rest}"))
}

fn complete(name: &'static str, status: u16, headers: &str, body: &str) -> Point {
    let length = body.len();
    response(
        name,
        &format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\n\r\n{body}"),
    )
}

fn point(name: &'static str, server: Server) -> Point {
    Point {
        name,
        server,
        is_slow: false,
        is_heavy: false,
        is_success: false,
    }
}

/// All faults.
pub fn points() -> Vec<Point> {
    let mut all = connections();
    all.extend(heads());
    all.extend(bodies());
    all.extend(statuses());
    all.extend(handshakes());
    all
}

fn connections() -> Vec<Point> {
    let mut full = point("connect time-out", Server::Full);
    full.is_slow = true;
    vec![
        point("name without address", Server::Nowhere),
        point("refused", Server::Refusing),
        full,
        point("closed at once", Server::Plain(Vec::new())),
        after("closed before any byte", []),
        after("reset before any byte", [Act::Reset]),
        after("silence", [Act::Stall]),
    ]
}

fn heads() -> Vec<Point> {
    let repeat = |text: &str| Act::Repeat(text.as_bytes().repeat(1000));
    vec![
        response("closed in status line", "HTTP/1.1 5"),
        response("closed after status 200", "HTTP/1.1 200 OK\r\n"),
        response("closed in headers of 200", &format!("{OK}Content-Le")),
        response("closed in headers of 500", "HTTP/1.1 500 X\r\nContent-Le"),
        after("silence in status line", [send("HTTP/1.1 5"), Act::Stall]),
        after("silence in headers of 200", [send(OK), Act::Stall]),
        after("drip in headers", [send(OK), Act::Drip(b"x".to_vec(), 300)]),
        after(
            "drip of interim responses",
            [Act::Drip(b"HTTP/1.1 100 X\r\n\r\n".to_vec(), 20)],
        ),
        response("no HTTP", "this is not http\r\n\r\n"),
        after("no text", [Act::Send(vec![0xff; 100])]),
        response("body without head", "<html>hello</html>\n"),
        response("unknown version", "HTTP/3.0 200 OK\r\n\r\n{}"),
        response("status that is no number", "HTTP/1.1 abc\r\n\r\n{}"),
        response("status of two digits", "HTTP/1.1 42 OK\r\n\r\n{}"),
        after("endless status line", [repeat("HTTP/1.1 ")]),
        after(
            "endless header",
            [send("HTTP/1.1 500 X\r\na:"), repeat("b")],
        ),
        after(
            "endless headers",
            [send("HTTP/1.1 500 X\r\n"), repeat("a: b\r\n")],
        ),
        after("endless headers of 200", [send(OK), repeat("a: b\r\n")]),
        after(
            "headers of 10 MB",
            [
                send("HTTP/1.1 500 X\r\n"),
                Act::Send("a: b\r\n".repeat(1_700_000).into_bytes()),
                send("\r\n{}"),
            ],
        ),
        response(
            "interim response, then half a 200",
            "HTTP/1.1 100 X\r\n\r\nHTTP/1.1 200 X\r\nCon",
        ),
        response(
            "interim response, then 400",
            "HTTP/1.1 100 X\r\n\r\nHTTP/1.1 400 X\r\nContent-Length: 2\r\n\r\n{}",
        ),
        response(
            "early hints, then 400",
            "HTTP/1.1 103 X\r\nLink: x\r\n\r\nHTTP/1.1 400 X\r\nContent-Length: 2\r\n\r\n{}",
        ),
    ]
}

fn bodies() -> Vec<Point> {
    let chunk = [
        b"10000\r\n".to_vec(),
        vec![b' '; 0x1_0000],
        b"\r\n".to_vec(),
    ]
    .concat();
    let chunked = format!("{OK}Transfer-Encoding: chunked\r\n\r\n");
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0\x43\xbf\xa6\xa3\x02\0\0\0";
    vec![
        ok("closed in body of 200", "Content-Length: 100\r\n\r\n{\"a\""),
        response(
            "closed in body of 500",
            "HTTP/1.1 500 X\r\nContent-Length: 100\r\n\r\n{\"a\"",
        ),
        response(
            "switched protocols",
            "HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
        ),
        ok(
            "closed in chunk",
            "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"a\"",
        ),
        ok(
            "closed between chunks",
            "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n",
        ),
        after(
            "reset in body",
            [
                send(&format!("{OK}Content-Length: 100\r\n\r\n{{")),
                Act::Reset,
            ],
        ),
        after(
            "silence in body",
            [
                send(&format!("{OK}Content-Length: 100\r\n\r\n{{")),
                Act::Stall,
            ],
        ),
        after(
            "drip in body",
            [send(&format!("{OK}\r\n")), Act::Drip(b" ".to_vec(), 300)],
        ),
        after(
            "endless body",
            [send(&format!("{OK}\r\n")), Act::Repeat(vec![b' '; 65_536])],
        ),
        after(
            "body of 1 GB",
            [
                send(&format!("{OK}Content-Length: 1073741824\r\n\r\n")),
                Act::Repeat(vec![b' '; 65_536]),
            ],
        ),
        after("endless chunks", [send(&chunked), Act::Repeat(chunk)]),
        after(
            "endless body of 500",
            [
                send("HTTP/1.1 500 X\r\n\r\n"),
                Act::Repeat(vec![b' '; 65_536]),
            ],
        ),
        ok("length too short", "Content-Length: 4\r\n\r\n{\"a\": 1}"),
        ok("length that is no number", "Content-Length: x\r\n\r\n[]"),
        ok("length below zero", "Content-Length: -1\r\n\r\n[]"),
        ok(
            "length beyond 64 bits",
            "Content-Length: 99999999999999999999999\r\n\r\n[]",
        ),
        ok(
            "two lengths",
            "Content-Length: 2\r\nContent-Length: 1\r\n\r\n[]",
        ),
        ok(
            "chunk size that is no number",
            "Transfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n",
        ),
        ok(
            "chunk size beyond 64 bits",
            "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffffff\r\n[]\r\n0\r\n\r\n",
        ),
        ok(
            "chunk longer than its size",
            "Transfer-Encoding: chunked\r\n\r\n2\r\n[]xx0\r\n\r\n",
        ),
        after(
            "gzip",
            [
                send(&format!(
                    "{OK}Content-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
                    gzip.len()
                )),
                Act::Send(gzip.to_vec()),
            ],
        ),
        complete("web page", 200, "", "<html>hello</html>"),
        complete("array", 200, "", "[1]"),
        complete("half an object", 200, "", "{\"jobId\": "),
        complete(
            "half an XML response",
            200,
            "",
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A",
        ),
        complete(
            "keys that are null",
            200,
            "",
            "{\"AccessKeyId\": null, \"SecretAccessKey\": null, \"Token\": null, \"Expiration\": \
             \"2099-01-01T00:00:00Z\", \"roleCredentials\": {\"accessKeyId\": null}, \
             \"accessToken\": null, \"expiresIn\": null}",
        ),
        complete("brackets in brackets", 200, "", &"[".repeat(100_000)),
        after(
            "no UTF-8",
            [
                send(&format!("{OK}Content-Length: 3\r\n\r\n")),
                Act::Send(b"\"\xff\"".to_vec()),
            ],
        ),
        complete("nothing", 200, "", ""),
    ]
}

fn statuses() -> Vec<Point> {
    let location = format!("Location: {ELSEWHERE}/\r\n");
    vec![
        complete("301 to elsewhere", 301, &location, "{}"),
        complete("302 to elsewhere", 302, &location, "{}"),
        complete("303 to elsewhere", 303, &location, "{}"),
        complete("307 to elsewhere", 307, &location, "{}"),
        complete("308 to elsewhere", 308, &location, "{}"),
        complete("400", 400, "", "{\"message\": \"no\"}"),
        complete("429", 429, "", "{\"message\": \"slow down\"}"),
        complete("500", 500, "", "{\"message\": \"oops\"}"),
        complete("503", 503, "", ""),
    ]
}

fn handshakes() -> Vec<Point> {
    let body = send(&format!("{OK}Content-Length: 100\r\n\r\n{{"));
    let tls = |name, shown| point(name, Server::Tls(shown, vec![Act::Read]));
    let plain = |name, acts| point(name, Server::PlainForTls(acts));
    let mut silent = plain("silence in handshake", vec![Act::Stall]);
    silent.is_slow = true;
    let mut silence = point(
        "silence over TLS",
        Server::Tls(Certificate::Good, vec![Act::Read, Act::Stall]),
    );
    silence.is_slow = true;
    let mut broken = point(
        "closed in body over TLS",
        Server::Tls(Certificate::Good, vec![Act::Read, body]),
    );
    broken.is_success = true;
    vec![
        plain("HTTP instead of TLS", vec![send("HTTP/1.1 400 X\r\n\r\n")]),
        plain("closed before handshake", vec![]),
        plain(
            "closed in handshake",
            vec![Act::Send(vec![22, 3, 3, 0, 80, 2, 0])],
        ),
        plain(
            "handshake refused",
            vec![Act::Send(vec![21, 3, 3, 0, 2, 2, 40])],
        ),
        silent,
        tls("self-signed certificate", Certificate::SelfSigned),
        tls("unknown authority", Certificate::Unknown),
        tls("certificate of another name", Certificate::WrongName),
        tls("certificate expired", Certificate::Expired),
        tls("closed over TLS", Certificate::Good),
        broken,
        silence,
        point("TLS instead of HTTP", Server::TlsForPlain),
    ]
}
