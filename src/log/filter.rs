//! The second redaction: replaces known secrets in text, in every encoding.

use super::canonical::Canonical;
use super::redact::MASK;
use crate::log::secret::Secret;
use crate::python::json;
use std::fmt::Write;

/// Shorter values are ignored: they cannot be kept secret, and masking them would make every line
/// unreadable.
const MIN_SECRET_LENGTH: usize = 4;
/// A single line of a secret is masked from this length on, so that it is not a common word.
const MIN_LINE_LENGTH: usize = 16;

/// The secrets of a run, in all their encodings.
#[derive(Default)]
pub(super) struct Filter {
    /// Secrets that are not yet encoded: [`Filter::scrub`] encodes them when it is first called.
    pending: Vec<Secret>,
    /// The secrets as plain text.
    plain: Vec<Secret>,
    /// The secrets in canonical form, and their base64 and hexadecimal encodings.
    canonical: Vec<Secret>,
}

impl Filter {
    /// Adds a secret. Its encodings are computed when they are needed.
    pub(super) fn add(&mut self, secret: &str) {
        self.pending.push(Secret::new(secret));
    }

    /// Adds the encodings of a secret and, for several lines, of its parts.
    fn prepare(&mut self, secret: &str) {
        self.add_forms(secret);
        // A private key may be quoted without its first or last lines.
        let is_frame = |line: &str| line.starts_with("-----");
        let lines: Vec<&str> = secret.lines().map(str::trim).collect();
        for line in &lines {
            if line.len() >= MIN_LINE_LENGTH && line.len() < secret.len() && !is_frame(line) {
                self.add_forms(line);
            }
        }
        if lines.iter().any(|line| is_frame(line)) {
            let body = lines.iter().filter(|line| !is_frame(line)).copied();
            self.add_forms(&body.collect::<String>());
        }
    }

    /// Adds the encodings of a text.
    fn add_forms(&mut self, secret: &str) {
        let secret = secret.trim();
        push(&mut self.plain, secret.to_owned());
        push(&mut self.canonical, Canonical::new(secret).text);
        if secret.len() < MIN_SECRET_LENGTH {
            return;
        }
        // The base64 or hexadecimal text may encode JSON that contains the secret.
        let ascii = json::dumps_compact(&secret);
        let unicode = json::dumps_indented(&secret).unwrap_or_default();
        for text in [secret, unquoted(&ascii), unquoted(&unicode)] {
            let hex = hexadecimal(text.as_bytes());
            push(&mut self.canonical, hex.to_uppercase());
            push(&mut self.canonical, hex);
            for offset in 0..3 {
                let base64 = base64_within(text.as_bytes(), offset);
                let url_safe = base64.replace('+', "-").replace('/', "_");
                push(&mut self.canonical, Canonical::new(&base64).text);
                push(&mut self.canonical, url_safe);
            }
        }
    }

    /// The text, with every secret replaced by [`MASK`].
    pub(super) fn scrub(&mut self, text: &str) -> String {
        for secret in std::mem::take(&mut self.pending) {
            self.prepare(secret.expose());
        }
        let mut spans = Vec::new();
        for form in &self.plain {
            let found = text.match_indices(form.expose());
            spans.extend(found.map(|(at, form)| (at, at + form.len())));
        }
        let canonical = Canonical::new(text);
        for form in &self.canonical {
            let found = canonical.text.match_indices(form.expose());
            spans.extend(found.filter_map(|(at, form)| canonical.span(at, at + form.len())));
        }
        spans.sort_unstable();
        let (mut out, mut shown) = (String::with_capacity(text.len()), 0);
        for (start, end) in spans {
            if start >= shown {
                out.push_str(text.get(shown..start).unwrap_or_default());
                out.push_str(MASK);
            }
            shown = shown.max(end);
        }
        out.push_str(text.get(shown..).unwrap_or_default());
        out
    }
}

/// Adds an encoding, unless it is too short or known.
fn push(forms: &mut Vec<Secret>, form: String) {
    let form = Secret::new(form);
    if form.expose().len() >= MIN_SECRET_LENGTH && !forms.contains(&form) {
        forms.push(form);
    }
}

fn unquoted(json: &str) -> &str {
    let inner = json.strip_prefix('"').unwrap_or(json);
    inner.strip_suffix('"').unwrap_or(inner)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The base64 digits that these bytes have in any longer text, when they start `offset` bytes after
/// a multiple of three bytes. Digits that share bits with an adjacent byte are left out.
fn base64_within(bytes: &[u8], offset: usize) -> String {
    let bits = bytes.len() * 8;
    // The position, in bits, of the first digit that begins within the bytes.
    let first = (6 - offset * 8 % 6) % 6;
    let bit = |at: usize| {
        let byte = bytes.get(at / 8).copied().unwrap_or_default();
        usize::from(byte >> (7 - at % 8) & 1)
    };
    let digit = |at: usize| {
        let value = (at..at + 6).fold(0, |value, at| value << 1 | bit(at));
        char::from(BASE64.get(value).copied().unwrap_or_default())
    };
    let whole = |at: &usize| at + 6 <= bits;
    (first..).step_by(6).take_while(whole).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    const KEY: &str = "-----BEGIN KEY-----\nMIGTAgEAMBMGByqGSM49/a+b\u{e9}\n-----END KEY-----\n";

    #[test]
    fn a_secret_is_redacted_in_every_encoding() {
        let mut filter = Filter::default();
        filter.add(KEY);
        for text in [
            r"<-----BEGIN KEY-----\nMIGTAgEAMBMGByqGSM49/a+b\u00e9\n-----END KEY----->",
            r"<-----BEGIN KEY-----\\nMIGTAgEAMBMGByqGSM49/a+b\\u00e9\\n-----END KEY----->",
            r"<-----BEGIN KEY-----\\\\nMIGTAgEAMBMGByqGSM49/a+b\\\\u00e9\\\\n-----END KEY----->",
            "<-----BEGIN KEY-----\nMIGTAgEAMBMGByqGSM49/a+b\u{e9}\n-----END KEY----->",
            "<-----BEGIN+KEY-----%0AMIGTAgEAMBMGByqGSM49%2Fa%2Bb%C3%A9%0A-----END+KEY----->",
            "<-----BEGIN KEY-----&#10;MIGTAgEAMBMGByqGSM49/a&#43;b&#233;&#10;-----END KEY----->",
            "<MIGTAgEAMBMGBy\n qGSM49/a+b\u{e9}>",
            r"<MIGTAgEAMBMGByqGSM49\/a+b\u00e9>",
        ] {
            let shown = filter.scrub(text);
            let shown = shown.replace("***\u{e9}>", "***>");
            let shown = shown.replace("***\\u00e9>", "***>");
            assert_eq!(shown, "<***>", "{text}");
        }
    }

    #[test]
    fn a_secret_is_redacted_in_base64_and_hexadecimal_of_text_that_contains_it() {
        let secret = "s/ecret\"of\u{e9}+\u{fb}";
        let mut filter = Filter::default();
        filter.add(secret);
        for before in ["", "1", "22", "333", "{\"ClientSecret\": \""] {
            let plain = format!("{before}{secret}>>");
            let json = serde_json::Value::from(plain.as_str()).to_string();
            for text in [plain, json] {
                let folded: String = STANDARD
                    .encode(&text)
                    .split_inclusive(|_| true)
                    .collect::<Vec<_>>()
                    .chunks(6)
                    .map(|line| line.concat() + "\r\n")
                    .collect();
                for encoded in [
                    STANDARD.encode(&text),
                    URL_SAFE_NO_PAD.encode(&text),
                    folded,
                    hexadecimal(text.as_bytes()),
                    hexadecimal(text.as_bytes()).to_uppercase(),
                ] {
                    let shown = filter.scrub(&encoded);
                    assert!(shown.contains(MASK), "{encoded} {shown}");
                }
            }
        }
    }

    #[test]
    fn secrets_below_the_minimum_length_are_not_redacted() {
        let mut filter = Filter::default();
        filter.add("");
        filter.add("a");
        assert_eq!(filter.scrub("a word"), "a word");
    }
}
