//! The second line of defence: known secrets replaced in text, in every form in which they may
//! have got there.

use super::redact::MASK;
use crate::log::secret::Secret;
use crate::python::json;
use std::fmt::Write;

/// Shorter text is no secret that could be kept, and masking it would garble every line.
const MIN_SECRET_LENGTH: usize = 4;
/// A line of a secret that has several is only masked by itself when it cannot be a word.
const SHORTEST_LINE: usize = 16;

/// The secrets of a run, in all their forms, the longest first.
#[derive(Default)]
pub(super) struct Filter(Vec<Secret>);

impl Filter {
    /// Takes note of a secret.
    pub(super) fn add(&mut self, secret: &str) {
        self.add_forms(secret);
        // A private key may be quoted in part.
        for line in secret.lines().map(str::trim) {
            let is_frame = line.starts_with("-----");
            if line.len() >= SHORTEST_LINE && line.len() < secret.len() && !is_frame {
                self.add_forms(line);
            }
        }
        self.0
            .sort_by_key(|form| std::cmp::Reverse(form.expose().len()));
    }

    fn add_forms(&mut self, secret: &str) {
        let ascii = |text: &str| unquoted(&json::dumps_compact(&text));
        let unicode =
            |text: &str| unquoted(&json::dumps_indented(&text.into()).unwrap_or_default());
        // JSON, and JSON inside JSON: a service that quotes the body it got.
        let forms = [
            secret.to_owned(),
            secret.trim().to_owned(),
            ascii(secret),
            unicode(secret),
            ascii(&ascii(secret)),
            unicode(&unicode(secret)),
            percent(secret, "%20"),
            percent(secret, "+"),
        ];
        for form in forms {
            let slashes = form.replace('/', "\\/");
            for form in [form, slashes] {
                let form = Secret::new(form);
                if form.expose().len() >= MIN_SECRET_LENGTH && !self.0.contains(&form) {
                    self.0.push(form);
                }
            }
        }
    }

    /// The text without the secrets.
    pub(super) fn scrub(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for form in &self.0 {
            if text.contains(form.expose()) {
                text = text.replace(form.expose(), MASK);
            }
        }
        text
    }
}

fn unquoted(json: &str) -> String {
    let inner = json.strip_prefix('"').unwrap_or(json);
    inner.strip_suffix('"').unwrap_or(inner).to_owned()
}

/// Escaped as in a URL or a form.
fn percent(text: &str, space: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push_str(space),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_form() {
        let mut scrubber = Filter::default();
        scrubber.add("-----BEGIN KEY-----\nMIGTAgEAMBMGByqGSM49/a+b\u{e9}\n-----END KEY-----\n");
        for text in [
            r"<-----BEGIN KEY-----\nMIGTAgEAMBMGByqGSM49/a+b\u00e9\n-----END KEY-----\n>",
            r"<-----BEGIN KEY-----\\nMIGTAgEAMBMGByqGSM49/a+b\\u00e9\\n-----END KEY-----\\n>",
            "<-----BEGIN KEY-----\nMIGTAgEAMBMGByqGSM49/a+b\u{e9}\n-----END KEY-----\n>",
            "<-----BEGIN+KEY-----%0AMIGTAgEAMBMGByqGSM49%2Fa%2Bb%C3%A9%0A-----END+KEY-----%0A>",
            "<MIGTAgEAMBMGByqGSM49/a+b\u{e9}>",
            r"<MIGTAgEAMBMGByqGSM49\/a+b\u00e9>",
        ] {
            assert_eq!(scrubber.scrub(text), "<***>");
        }
    }

    #[test]
    fn what_is_too_short_to_be_a_secret_masks_nothing() {
        let mut scrubber = Filter::default();
        scrubber.add("");
        scrubber.add("a");
        assert_eq!(scrubber.scrub("a word"), "a word");
    }
}
