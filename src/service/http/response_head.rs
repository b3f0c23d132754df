//! An observer of the bytes of a response. It records whether a status line of success was
//! received, even if the HTTP client fails before the head is complete.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a 2xx status line was received. Shared with the code that classifies errors.
#[derive(Clone, Debug, Default)]
pub struct Success(Arc<AtomicBool>);

impl Success {
    /// Whether it was received, even if the head is incomplete.
    pub fn is_received(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The state of the observer. Any number of interim responses (1xx) and empty lines may precede the
/// response, and lines may end in a bare line feed.
#[derive(Debug, Default)]
pub struct ResponseHead {
    success: Success,
    part: Part,
    /// The beginning of the current line, up to [`ResponseHead::MAX_LINE`] bytes.
    line: Vec<u8>,
    is_chunked: bool,
}

/// The part of the response to which the next byte belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    StatusLine,
    InterimFields,
    Fields,
    Body,
}

impl ResponseHead {
    /// The maximum number of bytes that are kept of a line.
    const MAX_LINE: usize = 80;

    /// A handle that reports whether a successful response has begun.
    pub fn success(&self) -> Success {
        self.success.clone()
    }

    /// Whether the body has begun and has chunked encoding.
    pub fn is_chunked_body(&self) -> bool {
        self.part == Part::Body && self.is_chunked
    }

    /// Observes received bytes. Replaces the version HTTP/1.0 by HTTP/1.1: hyper rejects chunked
    /// encoding in HTTP/1.0, `http.client` does not. Nothing else depends on the version, because
    /// no connection is reused.
    pub fn read(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            match (self.part, *byte) {
                (Part::Body, _) => return,
                (_, b'\n') => self.end_line(),
                (Part::StatusLine, b'0') if self.line == b"HTTP/1." => {
                    *byte = b'1';
                    self.line.push(b'1');
                }
                (part, other) => {
                    if self.line.len() < Self::MAX_LINE {
                        self.line.push(other);
                    }
                    if part == Part::StatusLine && self.status_class() == Some(b'2') {
                        self.success.0.store(true, Ordering::Relaxed);
                    }
                }
            }
        }
    }

    /// Processes a complete line.
    fn end_line(&mut self) {
        let is_empty = self.line.trim_ascii().is_empty();
        self.part = match self.part {
            Part::StatusLine if is_empty => Part::StatusLine,
            Part::StatusLine if self.status_class() == Some(b'1') => Part::InterimFields,
            Part::StatusLine => Part::Fields,
            Part::InterimFields if is_empty => Part::StatusLine,
            Part::Fields if is_empty => Part::Body,
            part => part,
        };
        if self.part == Part::Fields {
            let line = self.line.to_ascii_lowercase();
            self.is_chunked |= line.starts_with(b"transfer-encoding")
                && line.trim_ascii_end().ends_with(b"chunked");
        }
        self.line.clear();
    }

    /// The first digit of the status code.
    fn status_class(&self) -> Option<u8> {
        let (version, rest) = self
            .line
            .split_at_checked(self.line.iter().position(|b| *b == b' ')?)?;
        version
            .starts_with(b"HTTP/1.")
            .then(|| rest.trim_ascii_start().first().copied())
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ResponseHead {
        let mut head = ResponseHead::default();
        // Byte by byte, as a slow network delivers it.
        for byte in text.bytes() {
            head.read(&mut [byte]);
        }
        head
    }

    #[test]
    fn success_is_detected_after_any_number_of_interim_responses() {
        let long = format!("HTTP/1.1 103 E\r\nLink: {}\r\n\r\n", "x".repeat(2000));
        let many = "HTTP/1.1 102 P\r\n\r\n".repeat(50);
        for before in [
            "",
            &long,
            &many,
            "\r\n\n",
            "HTTP/1.0 100 C\n\n",
            "HTTP/1.1 199\r\na: 2\r\n\r\n",
        ] {
            for (status, success) in [
                ("HTTP/1.1 2", true),
                ("HTTP/1.0 200 OK\nx", true),
                ("HTTP/1.1 500 2", false),
                ("HTTP/1.1 ", false),
                ("HTTP/1.1 100 2", false),
                ("x 200 OK", false),
            ] {
                let head = read(&format!("{before}{status}"));
                assert_eq!(head.success().is_received(), success, "{status}");
            }
        }
    }

    #[test]
    fn chunked_encoding_is_detected_in_the_head_only() {
        let chunked = "Transfer-Encoding: Chunked\r\n";
        for (text, expected) in [
            (format!("HTTP/1.1 200 OK\r\n{chunked}\r\n"), true),
            (format!("HTTP/1.1 200 OK\r\n{chunked}"), false),
            (
                "HTTP/1.1 200 OK\r\n\r\ntransfer-encoding: chunked\r\n".to_owned(),
                false,
            ),
        ] {
            assert_eq!(read(&text).is_chunked_body(), expected, "{text:?}");
        }
    }

    #[test]
    fn the_version_of_a_response_becomes_1_1() {
        let mut bytes = *b"HTTP/1.0 100 C\n\nHTTP/1.0 200 OK\n\nHTTP/1.0";
        ResponseHead::default().read(&mut bytes);
        assert_eq!(&bytes, b"HTTP/1.1 100 C\n\nHTTP/1.1 200 OK\n\nHTTP/1.0");
    }
}
