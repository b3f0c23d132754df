//! The parts of a document before and after the root element (`lib/xmltok_impl.c: prologTok`,
//! `lib/xmlrole.c`).

use super::scanner::{Fault, Scanner, fault, is_name, is_name_start, is_space};

/// Skips everything before the root element. Returns whether the document type has an external
/// subset, which is not read but may define entities.
pub(super) fn skip(scanner: &mut Scanner) -> Result<bool, Fault> {
    let first = scanner.at;
    let mut document_type = None;
    loop {
        let start = scanner.begin();
        match scanner.rest() {
            [] => return fault("no element found", start),
            [b'<', b'?', b'x', b'm', b'l', c, d, ..]
                if start == first && (is_space((*c).into()) || [*c, *d] == *b"?>") =>
            {
                declaration(scanner)?;
            }
            [b'<', b'!', b'D' | b'd', ..] => {
                token(scanner)?;
                let is_doctype = scanner.body.get(start..scanner.at) == Some(b"<!DOCTYPE");
                if !is_doctype || document_type.is_some() {
                    return fault("syntax error", start);
                }
                document_type = Some(doctype(scanner)?);
            }
            _ => match token(scanner)? {
                Token::Skipped => {}
                Token::Root => {
                    scanner.at = start;
                    return Ok(document_type.unwrap_or(false));
                }
                Token::ParameterEntity => {
                    return fault("illegal parameter entity reference", start);
                }
                Token::Name | Token::Other => return fault("syntax error", start),
            },
        }
    }
}

/// Skips everything after the root element.
pub(super) fn skip_epilog(scanner: &mut Scanner) -> Result<(), Fault> {
    while !scanner.is_at_end() {
        let start = scanner.begin();
        let is_declaration = |fault: &Fault| fault.what.starts_with("XML or text");
        match token(scanner) {
            Ok(Token::Skipped) => {}
            Ok(_) => return fault("junk after document element", start),
            Err(error) if is_declaration(&error) => {
                return fault("junk after document element", start);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A token outside the root element.
enum Token {
    /// White space, a comment, a processing instruction.
    Skipped,
    /// `<` and the first character of a name.
    Root,
    ParameterEntity,
    /// A name, with or without a prefix.
    Name,
    Other,
}

/// Reads the next token and checks its syntax.
fn token(scanner: &mut Scanner) -> Result<Token, Fault> {
    let at_end = |scanner: &Scanner| scanner.is_at_end();
    match scanner.peek()? {
        c if is_space(c) => {
            skip_spaces(scanner)?;
            Ok(Token::Skipped)
        }
        '<' => {
            scanner.next()?;
            match scanner.peek()? {
                '?' => scanner.instruction().map(|()| Token::Skipped),
                '!' => {
                    scanner.next()?;
                    match scanner.peek()? {
                        '-' => scanner.comment().map(|()| Token::Skipped),
                        '[' => Ok(Token::Other),
                        _ => {
                            let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
                            scanner.expect(is_letter)?;
                            scanner.skip_while(is_letter)?;
                            let at = scanner.at;
                            let is_entity = scanner.expect(|c| is_space(c) || c == '%')? == '%';
                            let c = if is_entity { scanner.peek()? } else { 'x' };
                            scanner.at = at;
                            if is_space(c) || c == '%' {
                                scanner.expect(|_| false)?;
                            }
                            Ok(Token::Other)
                        }
                    }
                }
                // Whether another character can start a name is checked in the element.
                _ => scanner
                    .expect(|c| is_name_start(c) || !c.is_ascii())
                    .map(|_| Token::Root),
            }
        }
        '"' | '\'' => {
            literal(scanner)?;
            Ok(Token::Other)
        }
        '%' => {
            scanner.next()?;
            let c = scanner.peek()?;
            if is_space(c) || c == '%' {
                return Ok(Token::Other);
            }
            scanner.expect(is_name_start)?;
            scanner.skip_while(is_name)?;
            scanner.expect(|c| c == ';')?;
            Ok(Token::ParameterEntity)
        }
        ')' => {
            scanner.next()?;
            if !at_end(scanner) {
                let follows =
                    |c| is_space(c) || matches!(c, '*' | '?' | '+' | ',' | '|' | '>' | ')');
                let at = scanner.at;
                scanner.expect(follows)?;
                scanner.at = at;
            }
            Ok(Token::Other)
        }
        '(' | ',' | '|' | '>' | '[' | ']' => scanner.next().map(|_| Token::Other),
        '#' => {
            scanner.next()?;
            scanner.expect(is_name_start)?;
            name_end(scanner, false)
        }
        _ => {
            let c = scanner.expect(|c| is_name(c) || c == ':')?;
            name_end(scanner, is_name_start(c))
        }
    }
}

/// Skips white space; the document may end in it.
fn skip_spaces(scanner: &mut Scanner) -> Result<(), Fault> {
    while !scanner.is_at_end() && is_space(scanner.peek()?) {
        scanner.next()?;
    }
    Ok(())
}

/// Reads the rest of a word, up to the next delimiter. A name, with or without a prefix, may be
/// followed by a repetition mark.
fn name_end(scanner: &mut Scanner, is_name_token: bool) -> Result<Token, Fault> {
    let (mut may_repeat, mut has_prefix) = (is_name_token, false);
    while !scanner.is_at_end() {
        let c = scanner.peek()?;
        if is_space(c) || matches!(c, '>' | ')' | ',' | '|' | '[' | '%') {
            break;
        }
        if may_repeat && matches!(c, '+' | '*' | '?') {
            return Ok(Token::Other);
        }
        scanner.expect(|c| is_name(c) || c == ':')?;
        if c == ':' && may_repeat {
            may_repeat = !has_prefix && is_name(scanner.peek()?);
            has_prefix = true;
        }
    }
    Ok(if may_repeat {
        Token::Name
    } else {
        Token::Other
    })
}

/// Reads a quoted literal, and checks the character after it.
fn literal(scanner: &mut Scanner) -> Result<(), Fault> {
    let quote = scanner.next()?;
    while scanner.next()? != quote {}
    if !scanner.is_at_end() {
        let at = scanner.at;
        scanner.expect(|c| is_space(c) || matches!(c, '>' | '%' | '['))?;
        scanner.at = at;
    }
    Ok(())
}

/// Reads the rest of a document type: a name and an optional external subset. Returns whether there
/// is a subset.
fn doctype(scanner: &mut Scanner) -> Result<bool, Fault> {
    let mut words: Vec<&[u8]> = Vec::new();
    loop {
        skip_spaces(scanner)?;
        let start = scanner.begin();
        if scanner.is_at_end() {
            return fault("no element found", start);
        }
        let c = scanner.peek()?;
        let is_name = matches!(token(scanner)?, Token::Name);
        let word = scanner.body.get(start..scanner.at).unwrap_or_default();
        let is_quoted = matches!(c, '"' | '\'');
        let is_expected = match (words.as_slice(), c) {
            ([_] | [_, b"SYSTEM", _] | [_, b"PUBLIC", _, _], '>') => return Ok(words.len() > 1),
            ([], _) => is_name,
            ([_], _) => is_name && (word == b"SYSTEM" || word == b"PUBLIC"),
            ([_, _] | [_, b"PUBLIC", _], _) => is_quoted,
            _ => false,
        };
        if !is_expected {
            return fault("syntax error", start);
        }
        if let [_, b"PUBLIC"] = words.as_slice() {
            let inside = word.get(1..word.len() - 1).unwrap_or_default();
            if let Some(index) = inside.iter().position(|byte| !is_public_id(*byte)) {
                return fault("illegal character(s) in public id", start + 1 + index);
            }
        }
        words.push(word);
    }
}

fn is_public_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" \r\n-'()+,./:=?;!*#@$_%".contains(&byte)
}

/// Reads `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`. The encoding is ignored
/// (`lib/xmltok.c: doParseXmlDecl`).
fn declaration(scanner: &mut Scanner) -> Result<(), Fault> {
    scanner.at += b"<?xml".len();
    let start = scanner.at;
    // Invalid characters in the whole instruction are reported first.
    scanner.skip_past(b"?>")?;
    let end = scanner.at - b"?>".len();
    let mut attributes = PseudoAttributes {
        text: scanner.body.get(..end).unwrap_or_default(),
        at: start,
    };
    let what = "XML declaration not well-formed";
    let malformed = |at| Fault {
        what: what.to_owned(),
        at,
    };
    let mut expected: &[&[u8]] = &[b"version"];
    loop {
        if expected.is_empty() {
            attributes.skip_spaces();
            if attributes.at < end {
                return fault(what, attributes.at);
            }
            break;
        }
        let Some((name, value)) = attributes.next().map_err(malformed)? else {
            break;
        };
        let text = |(from, to): (usize, usize)| scanner.body.get(from..to).unwrap_or_default();
        if !expected.contains(&text(name)) {
            return fault(what, name.0);
        }
        let (is_valid, follows): (bool, &[&[u8]]) = match text(name) {
            b"version" => (true, &[b"encoding", b"standalone"]),
            b"encoding" => {
                let is_letter = text(value).first().is_some_and(u8::is_ascii_alphabetic);
                (is_letter, &[b"standalone"])
            }
            _ => (matches!(text(value), b"yes" | b"no"), &[]),
        };
        if !is_valid {
            return fault(what, value.0);
        }
        expected = follows;
    }
    if expected == [b"version"] {
        return fault(what, start);
    }
    Ok(())
}

/// A reader of the attributes of an XML declaration.
struct PseudoAttributes<'a> {
    text: &'a [u8],
    at: usize,
}

/// Start and end of a part of the text, in bytes.
type Span = (usize, usize);

impl PseudoAttributes<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.get(self.at).copied().filter(u8::is_ascii)
    }

    fn skip_spaces(&mut self) {
        while self.byte().is_some_and(|byte| is_space(byte.into())) {
            self.at += 1;
        }
    }

    /// The spans of the next name and value; the error is its position (`parsePseudoAttribute`).
    fn next(&mut self) -> Result<Option<(Span, Span)>, usize> {
        let before = self.at;
        self.skip_spaces();
        if self.at >= self.text.len() {
            return Ok(None);
        }
        if self.at == before {
            return Err(self.at);
        }
        let from = self.at;
        loop {
            match self.byte() {
                None => return Err(self.at),
                Some(byte) if byte == b'=' || is_space(byte.into()) => break,
                Some(_) => self.at += 1,
            }
        }
        let name = (from, self.at);
        self.skip_spaces();
        if self.byte() != Some(b'=') || name.0 == name.1 {
            return Err(self.at);
        }
        self.at += 1;
        self.skip_spaces();
        let quote = self.byte();
        if !matches!(quote, Some(b'"' | b'\'')) {
            return Err(self.at);
        }
        self.at += 1;
        let from = self.at;
        while self
            .byte()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
        {
            self.at += 1;
        }
        if self.byte() != quote {
            return Err(self.at);
        }
        self.at += 1;
        Ok(Some((name, (from, self.at - 1))))
    }
}
