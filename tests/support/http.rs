//! HTTP/1.1 as a server sees it: reads requests and writes responses.

#![allow(
    dead_code,
    reason = "tests, benchmarks and the sandbox use a part each"
)]

use std::io::{BufRead, Result, Write};

/// A request as it arrived.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    pub target: String,
    /// In the order of arrival, names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header; the last one when it was sent twice.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().rev().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn lists(&self, name: &str, word: &str) -> bool {
        self.header(name)
            .is_some_and(|value| value.eq_ignore_ascii_case(word))
    }

    /// Whether the connection may serve another request.
    pub fn keeps_alive(&self) -> bool {
        !self.lists("connection", "close")
    }

    /// Reads the head; `None` at the end of the stream or for bytes that are not HTTP.
    pub fn read_head(reader: &mut impl BufRead) -> Result<Option<Request>> {
        let start = line(reader)?;
        let mut words = start.splitn(3, ' ').map(str::to_owned);
        let (Some(method), Some(target), Some(_)) = (words.next(), words.next(), words.next())
        else {
            return Ok(None);
        };
        let mut request = Request {
            method,
            target,
            ..Request::default()
        };
        loop {
            let header = line(reader)?;
            match header.split_once(':') {
                Some((name, value)) => request
                    .headers
                    .push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
                None if header.is_empty() => return Ok(Some(request)),
                None => return Ok(None),
            }
        }
    }

    /// Reads the body, after `100 Continue` where the client expects it.
    pub fn read_body(&mut self, stream: &mut (impl BufRead + WriteHalf)) -> Result<()> {
        if self.lists("expect", "100-continue") {
            stream.send(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        if self.lists("transfer-encoding", "chunked") {
            loop {
                let size = usize::from_str_radix(&line(stream)?, 16).unwrap_or(0);
                let start = self.body.len();
                self.body.resize(start + size, 0);
                stream.read_exact(&mut self.body[start..])?;
                line(stream)?;
                if size == 0 {
                    return Ok(());
                }
            }
        }
        let length = self.header("content-length").and_then(|n| n.parse().ok());
        self.body.resize(length.unwrap_or(0), 0);
        stream.read_exact(&mut self.body)
    }
}

/// Access to the writer behind a buffered reader.
pub trait WriteHalf {
    /// Sends the bytes at once.
    fn send(&mut self, bytes: &[u8]) -> Result<()>;
}

impl<S: std::io::Read + Write> WriteHalf for std::io::BufReader<S> {
    fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.get_mut().write_all(bytes)?;
        self.get_mut().flush()
    }
}

/// One line without its end, bytes read as Latin-1.
fn line(reader: &mut impl BufRead) -> Result<String> {
    let mut bytes = Vec::new();
    reader.read_until(b'\n', &mut bytes)?;
    while bytes.last().is_some_and(|byte| b"\r\n".contains(byte)) {
        bytes.pop();
    }
    Ok(bytes.iter().map(|&byte| char::from(byte)).collect())
}

/// A deliberate fault of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Close without a response.
    Close,
    /// Reset the connection.
    Reset,
    /// Send nothing for this many seconds, then close.
    Hang(u64),
    /// Send bytes that are not HTTP.
    Garbage,
    /// Send only the first half of the body.
    Truncate,
    /// Send these bytes instead of a response, then close.
    Raw(Vec<u8>),
}

/// A response of the service.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub reason: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Seconds before it is sent.
    pub delay: f64,
    pub fault: Option<Fault>,
}

impl Response {
    /// A status and a JSON body.
    pub fn json(status: u16, body: impl ToString) -> Response {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Response {
            status,
            reason: "X".to_owned(),
            headers: vec![
                header("Content-Type", "application/json"),
                header("x-amzn-RequestId", "req-0001"),
            ],
            body: body.to_string().into_bytes(),
            delay: 0.0,
            fault: None,
        }
    }

    /// The serialized response.
    pub fn bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, self.reason);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", self.body.len());
        let mut bytes = head.into_bytes();
        bytes.extend(&self.body);
        bytes
    }
}
