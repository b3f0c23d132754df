//! Directives, anchors, aliases and tags (`ruamel/yaml/scanner.py: scan_directive, scan_anchor,
//! scan_tag`).

use super::cursor::{ends_line, separates};
use super::scanner::{Directive, Scanner, Token};
use super::{YamlError, number};

/// Whether the character ends a word that may be followed by a space or line break, but not by a
/// tab.
fn ends_word(c: char) -> bool {
    c == ' ' || ends_line(c)
}

impl Scanner {
    pub(super) fn scan_directive(&mut self) -> Result<Option<Directive>, YamlError> {
        self.skip(1);
        let length = self.count_while(0, |c| c.is_ascii_alphanumeric() || "-_:.".contains(c));
        let mut name = String::new();
        self.take_into(length, &mut name);
        if name.is_empty() || !ends_word(self.char(0)) {
            return Err(YamlError::Invalid);
        }
        let directive = match name.as_str() {
            "YAML" => {
                self.skip_while(|c| c == ' ');
                let major = self.scan_version_number()?;
                if self.char(0) != '.' {
                    return Err(YamlError::Invalid);
                }
                self.skip(1);
                let version = (major, self.scan_version_number()?);
                self.end_word()?;
                self.version = Some(version);
                Some(Directive::Yaml(version))
            }
            "TAG" => {
                self.skip_while(|c| c == ' ');
                let handle = self.scan_tag_handle()?;
                if self.char(0) != ' ' {
                    return Err(YamlError::Invalid);
                }
                self.skip_while(|c| c == ' ');
                let prefix = self.scan_uri()?;
                self.end_word()?;
                Some(Directive::Tag { handle, prefix })
            }
            _ => {
                self.skip_while(|c| !ends_line(c));
                None
            }
        };
        self.skip_while(|c| c == ' ');
        self.skip_comment();
        if !ends_line(self.char(0)) {
            return Err(YamlError::Invalid);
        }
        self.take_break();
        Ok(directive)
    }

    fn end_word(&self) -> Result<(), YamlError> {
        if ends_word(self.char(0)) {
            Ok(())
        } else {
            Err(YamlError::Invalid)
        }
    }

    fn scan_version_number(&mut self) -> Result<u64, YamlError> {
        let length = self.count_while(0, |c| c.is_ascii_digit());
        let mut digits = String::new();
        self.take_into(length, &mut digits);
        if digits.is_empty() {
            return Err(YamlError::Invalid);
        }
        Ok(digits.parse().unwrap_or(u64::MAX))
    }

    /// Scans the name of an anchor or alias.
    pub(super) fn scan_name(&mut self) -> Result<String, YamlError> {
        self.skip(1);
        let length = self.count_while(0, is_name_char);
        let mut name = String::new();
        self.take_into(length, &mut name);
        let next = self.char(0);
        if name.is_empty() || !(separates(next) || "?:,[]{}%@`".contains(next)) {
            return Err(YamlError::Invalid);
        }
        Ok(name)
    }

    pub(super) fn scan_tag(&mut self) -> Result<Token, YamlError> {
        let mut short = "!";
        if self.char(1) == '!' {
            short = "!!";
            self.skip(1);
        }
        let (handle, suffix) = match self.char(1) {
            '<' => {
                self.skip(2);
                let suffix = self.scan_uri()?;
                if self.char(0) != '>' {
                    return Err(YamlError::Invalid);
                }
                self.skip(1);
                (None, suffix)
            }
            c if separates(c) => {
                self.skip(1);
                (None, short.to_owned())
            }
            _ => {
                let length = self.count_while(1, |c| !ends_word(c) && c != '!');
                let handle = if self.char(length + 1) == '!' {
                    self.scan_tag_handle()?
                } else {
                    self.skip(1);
                    short.to_owned()
                };
                (Some(handle), self.scan_uri()?)
            }
        };
        self.end_word()?;
        Ok(Token::Tag { handle, suffix })
    }

    fn scan_tag_handle(&mut self) -> Result<String, YamlError> {
        let mut handle = String::new();
        if self.char(0) != '!' {
            return Err(YamlError::Invalid);
        }
        let mut length = 1;
        if self.char(1) != ' ' {
            length += self.count_while(1, |c| c.is_ascii_alphanumeric() || "-_".contains(c));
            if self.char(length) != '!' {
                return Err(YamlError::Invalid);
            }
            length += 1;
        }
        self.take_into(length, &mut handle);
        Ok(handle)
    }

    fn scan_uri(&mut self) -> Result<String, YamlError> {
        let has_hash = self.version() > (1, 1);
        let mut uri = String::new();
        loop {
            let length = self.count_while(0, |c| {
                c.is_ascii_alphanumeric()
                    || "-;/?:@&=+$,_.!~*'()[]".contains(c)
                    || (has_hash && c == '#')
            });
            self.take_into(length, &mut uri);
            if self.char(0) != '%' {
                break;
            }
            uri.push_str(&self.scan_uri_escapes()?);
        }
        if uri.is_empty() {
            return Err(YamlError::Invalid);
        }
        Ok(uri)
    }

    fn scan_uri_escapes(&mut self) -> Result<String, YamlError> {
        let mut bytes = Vec::new();
        while self.char(0) == '%' {
            let mut byte = 0;
            for ahead in 1..=2 {
                let digit = self.char(ahead).to_digit(16).ok_or(YamlError::Invalid)?;
                byte = byte * 16 + digit;
            }
            bytes.push(u8::try_from(byte).unwrap_or_default());
            self.skip(3);
        }
        String::from_utf8(bytes).map_err(|_| YamlError::Invalid)
    }
}

/// `ruamel/yaml/compat.py: check_anchorname_char`
fn is_name_char(c: char) -> bool {
    match c {
        ',' | '[' | ']' | '{' | '}' | '\u{feff}' => false,
        '!'..='~' | '\u{a0}'..='\u{fffd}' | '\u{10000}'.. => true,
        _ => false,
    }
}

/// Decodes the escapes that are left after the first decoding (`ruamel/yaml/tag.py:
/// uri_decoded_suffix`).
pub(super) fn decode_again(suffix: &str) -> Result<String, YamlError> {
    let mut out = String::with_capacity(suffix.len());
    let mut chars = suffix.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let digits: String = chars.by_ref().take(2).collect();
        let code = number::int(&digits, 16).map_err(YamlError::Python)?;
        let code = u32::try_from(code).ok().and_then(char::from_u32);
        out.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    Ok(out)
}
