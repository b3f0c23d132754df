//! The log that `--debug` writes to stderr, with secrets redacted.
//!
//! Without `--debug` a [`Logger`] is a `None`, and no line is put together. With it every line is
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

/// Where log lines go, and the secrets that are kept out of them; cheap to clone, and to ask when
/// it is off.
#[derive(Clone, Default)]
pub struct Logger(Option<Arc<Sink>>);

/// Writes a line.
type Write = Box<dyn Fn(&str) + Send + Sync>;

struct Sink {
    /// `None` keeps the secrets for [`Logger::redact`] alone.
    write: Option<Write>,
    hidden: Arc<Mutex<Filter>>,
}

impl Logger {
    /// Lines go to `write`, each with its line break.
    pub fn to(write: impl Fn(&str) + Send + Sync + 'static) -> Logger {
        Logger::default().writing(write)
    }

    /// Writes nothing, but knows the secrets, for messages that are to be shown without them.
    pub fn silent() -> Logger {
        Logger(Some(Arc::new(Sink {
            write: None,
            hidden: Arc::default(),
        })))
    }

    /// The same secrets, and lines that go to `write`.
    #[must_use]
    pub fn writing(&self, write: impl Fn(&str) + Send + Sync + 'static) -> Logger {
        let hidden = self.0.as_ref().map(|sink| Arc::clone(&sink.hidden));
        Logger(Some(Arc::new(Sink {
            write: Some(Box::new(write)),
            hidden: hidden.unwrap_or_default(),
        })))
    }

    /// Whether lines are written.
    pub fn is_on(&self) -> bool {
        self.0.as_ref().is_some_and(|sink| sink.write.is_some())
    }

    /// Whether secrets are to be named by [`Logger::add_secret`].
    pub fn keeps_secrets(&self) -> bool {
        self.0.is_some()
    }

    /// Something that only matters when one looks for a fault.
    pub fn debug(&self, target: &str, message: impl FnOnce() -> String) {
        self.log("DEBUG", target, message);
    }

    /// A step of the run.
    pub fn info(&self, target: &str, message: impl FnOnce() -> String) {
        self.log("INFO ", target, message);
    }

    /// Something that went wrong, whatever becomes of it.
    pub fn warn(&self, target: &str, message: impl FnOnce() -> String) {
        self.log("WARN ", target, message);
    }

    /// From now on this text is masked in every line.
    pub fn add_secret(&self, secret: &str) {
        if let Some(sink) = &self.0
            && (self.is_on() || !is_word(secret))
        {
            sink.hidden().add(secret);
        }
    }

    /// The text with everything masked that was named as secret so far, for what is to be cut or
    /// rewritten before it is logged.
    pub fn redact(&self, text: &str) -> String {
        match &self.0 {
            Some(sink) => sink.hidden().scrub(text),
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
        let message = sink.hidden().scrub(&message);
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
    fn hidden(&self) -> std::sync::MutexGuard<'_, Filter> {
        self.hidden.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Logger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Logger")
    }
}

/// Whether the text may be a word of a message, which is to be read: a password `token` would
/// garble what the service says of tokens. Log lines are garbled rather than left.
fn is_word(text: &str) -> bool {
    text.len() < 8 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Indents further lines and escapes control characters: a part of the message is a server's.
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
    fn a_line_has_a_time_a_level_a_part_and_words() {
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
    fn a_hidden_value_is_masked_in_every_later_line() {
        let line = logged(|logger| {
            logger.add_secret("hunter2");
            logger.warn("x", || "it was hunter2".to_owned());
        });
        assert!(line.ends_with("WARN  x: it was ***\n"), "{line}");
    }

    #[test]
    fn without_a_listener_no_words_are_made() {
        Logger::default().debug("x", || panic!("nobody asked"));
    }
}
