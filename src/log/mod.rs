//! The log that `--debug` writes to stderr, with secrets redacted.
//!
//! Without `--debug` a [`Logger`] is a `None`, and no line is formatted. With it every line is
//! written at once: time, level, target, message. Secrets are redacted twice: callers log copies in
//! which they are masked ([`redact`]), and text registered by [`Logger::add_secret`] is replaced in
//! every line, in every encoding ([`filter`]).

mod canonical;
mod filter;
pub mod names;
pub mod redact;
pub mod secret;

use crate::python::datetime;
use filter::Filter;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// The destination of log lines, and the secrets that are redacted in them. Cheap to clone; when
/// logging is off, messages are not formatted.
#[derive(Clone, Default)]
pub struct Logger(Option<Arc<Sink>>);

/// Writes one line, including its line break.
type Write = Box<dyn Fn(&str) + Send + Sync>;

/// The state that the clones of a logger share.
struct Sink {
    /// `None` if no lines are logged and the secrets serve [`Logger::redact`] only.
    write: Option<Write>,
    secrets: Arc<Mutex<Filter>>,
}

impl Logger {
    /// A logger that writes its lines with `write`, each including its line break.
    pub fn to(write: impl Fn(&str) + Send + Sync + 'static) -> Logger {
        Logger::default().writing(write)
    }

    /// A logger that writes no lines but stores secrets, so that messages can be redacted.
    pub fn silent() -> Logger {
        Logger(Some(Arc::new(Sink {
            write: None,
            secrets: Arc::default(),
        })))
    }

    /// A logger with the same secrets that writes its lines with `write`.
    #[must_use]
    pub fn writing(&self, write: impl Fn(&str) + Send + Sync + 'static) -> Logger {
        let secrets = self.0.as_ref().map(|sink| Arc::clone(&sink.secrets));
        Logger(Some(Arc::new(Sink {
            write: Some(Box::new(write)),
            secrets: secrets.unwrap_or_default(),
        })))
    }

    /// Whether log lines are written.
    pub fn is_on(&self) -> bool {
        self.0.as_ref().is_some_and(|sink| sink.write.is_some())
    }

    /// Whether callers need to register secrets with [`Logger::add_secret`].
    pub fn keeps_secrets(&self) -> bool {
        self.0.is_some()
    }

    /// Logs a detail for debugging.
    pub fn debug(&self, target: &str, message: impl FnOnce() -> String) {
        self.log("DEBUG", target, message);
    }

    /// A step of the run.
    pub fn info(&self, target: &str, message: impl FnOnce() -> String) {
        self.log("INFO ", target, message);
    }

    /// Logs a failure, even if the run continues.
    pub fn warn(&self, target: &str, message: impl FnOnce() -> String) {
        self.log("WARN ", target, message);
    }

    /// Registers a secret, to be masked in all later lines.
    pub fn add_secret(&self, secret: &str) {
        if let Some(sink) = &self.0
            && (self.is_on() || !is_word(secret))
        {
            sink.secrets().add(secret);
        }
    }

    /// The text with all registered secrets masked. For text that is truncated or rewritten before
    /// it is logged, when its secrets could no longer be found.
    pub fn redact(&self, text: &str) -> String {
        match &self.0 {
            Some(sink) => sink.secrets().scrub(text),
            None => text.to_owned(),
        }
    }

    fn log(&self, level: &str, target: &str, message: impl FnOnce() -> String) {
        let Some(sink) = &self.0 else {
            return;
        };
        let Some(write) = &sink.write else {
            return;
        };
        let message = message();
        let message = sink.secrets().scrub(&message);
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let seconds = i64::try_from(now.as_secs()).unwrap_or_default();
        let mut line = datetime::format(seconds, "");
        // Writing to a string cannot fail.
        let _ = write!(line, ".{:03}Z {level} {target}: ", now.subsec_millis());
        escape_control(&message, &mut line);
        line.push('\n');
        write(&line);
    }
}

impl Sink {
    fn secrets(&self) -> std::sync::MutexGuard<'_, Filter> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Logger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Logger")
    }
}

/// Whether a secret may be a common word, such as the password `token`. Masking it would make error
/// messages unreadable; log lines mask it all the same.
fn is_word(text: &str) -> bool {
    text.len() < 8 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Indents continuation lines and escapes control characters, because part of a message may come
/// from a server.
fn escape_control(message: &str, out: &mut String) {
    for c in message.chars() {
        match c {
            '\n' => out.push_str("\n    "),
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(log: impl FnOnce(&Logger)) -> String {
        let lines = Arc::new(Mutex::new(String::new()));
        let sink = Arc::clone(&lines);
        log(&Logger::to(move |line| sink.lock().unwrap().push_str(line)));
        std::mem::take(&mut *lines.lock().unwrap())
    }

    #[test]
    fn a_line_has_time_level_target_and_message() {
        let line = logged(|logger| logger.info("http", || "sent".to_owned()));
        let (time, rest) = line.split_at(24);
        assert!(time.starts_with("20") && time.ends_with('Z'), "{time}");
        assert_eq!(rest, " INFO  http: sent\n");
    }

    #[test]
    fn control_characters_of_a_response_are_escaped_in_the_log() {
        let line = logged(|logger| logger.debug("x", || "a\n2026 \u{1b}[31m\u{9b}".to_owned()));
        assert!(
            line.ends_with("DEBUG x: a\n    2026 \\u{1b}[31m\\u{9b}\n"),
            "{line}"
        );
    }

    #[test]
    fn a_registered_secret_is_masked_in_later_lines() {
        let line = logged(|logger| {
            logger.add_secret("hunter2");
            logger.warn("x", || "it was hunter2".to_owned());
        });
        assert!(line.ends_with("WARN  x: it was ***\n"), "{line}");
    }

    #[test]
    fn without_a_sink_no_message_is_formatted() {
        Logger::default().debug("x", || panic!("nobody asked"));
    }
}
