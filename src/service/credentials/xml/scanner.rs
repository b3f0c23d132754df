//! The tokens of Expat and the positions of its errors (`lib/xmltok_impl.c`).

pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

const INVALID: &str = "not well-formed (invalid token)";

/// An error: its message and its position in bytes.
#[derive(Debug)]
pub(super) struct Fault {
    pub what: String,
    pub at: usize,
}

pub(super) fn fault<T>(what: impl Into<String>, at: usize) -> Result<T, Fault> {
    let what = what.into();
    Err(Fault { what, at })
}

/// An attribute: its name as written, the name's offset, its value.
pub(super) type Attribute<'a> = (&'a [u8], usize, String);

/// A token of an element's content.
pub(super) enum Tag<'a> {
    Text(String),
    /// A comment or a processing instruction, which is ignored.
    Ignored,
    UndefinedEntity(String),
    Start {
        name: &'a [u8],
        attributes: Vec<Attribute<'a>>,
        is_empty: bool,
    },
    End(&'a [u8]),
}

/// A resolved reference, or the name of an undefined entity.
enum Reference {
    Char(char),
    Unknown(String),
}

/// A reader of the document. `at` is the position of the next byte.
pub(super) struct Scanner<'a> {
    pub body: &'a [u8],
    pub at: usize,
    /// The start of the current token, for the position of errors.
    start: usize,
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

pub(super) fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii() && c.is_alphabetic()
}

pub(super) fn is_name(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '0'..='9' | '-' | '.' | '\u{b7}')
        || !c.is_ascii() && c.is_alphanumeric()
}

impl<'a> Scanner<'a> {
    pub(super) fn new(body: &'a [u8]) -> Self {
        let at = if body.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        Scanner {
            body,
            at,
            start: at,
        }
    }

    /// Marks the start of a token and returns its position.
    pub(super) fn begin(&mut self) -> usize {
        self.start = self.at;
        self.at
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.body.len()
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.body.get(self.at..).unwrap_or_default()
    }

    fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        self.body.get(from..to).unwrap_or_default()
    }

    /// The next character. The end of the document is an error here: the token is not complete.
    pub(super) fn peek(&self) -> Result<char, Fault> {
        let rest = self.rest();
        let Some(first) = rest.first() else {
            return fault("unclosed token", self.start);
        };
        let length = match first {
            b'\t' | b'\n' | b'\r' | 0x20..=0x7f => return Ok(char::from(*first)),
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return fault(INVALID, self.at),
        };
        let Some(bytes) = rest.get(..length) else {
            return fault("partial character", self.start);
        };
        match std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| text.chars().next())
        {
            Some(c) if !matches!(c, '\u{fffe}' | '\u{ffff}') => Ok(c),
            _ => fault(INVALID, self.at),
        }
    }

    pub(super) fn next(&mut self) -> Result<char, Fault> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Ok(c)
    }

    /// Reads the next character. It is an error if `accepts` returns false for it.
    pub(super) fn expect(&mut self, accepts: impl Fn(char) -> bool) -> Result<char, Fault> {
        let at = self.at;
        let c = self.next()?;
        if accepts(c) {
            Ok(c)
        } else {
            fault(INVALID, at)
        }
    }

    pub(super) fn skip_while(&mut self, accepts: impl Fn(char) -> bool) -> Result<(), Fault> {
        while accepts(self.peek()?) {
            self.next()?;
        }
        Ok(())
    }

    /// Skips everything up to and including `end`.
    pub(super) fn skip_past(&mut self, end: &[u8]) -> Result<(), Fault> {
        while !self.rest().starts_with(end) {
            self.next()?;
        }
        self.at += end.len();
        Ok(())
    }

    /// Reads a name with at most one colon.
    fn qualified_name(&mut self) -> Result<&'a [u8], Fault> {
        let from = self.at;
        self.expect(is_name_start)?;
        self.skip_while(is_name)?;
        if self.peek()? == ':' {
            self.next()?;
            self.expect(is_name_start)?;
            self.skip_while(is_name)?;
        }
        Ok(self.slice(from, self.at))
    }

    /// Reads the next token in an element's content.
    pub(super) fn content(&mut self) -> Result<Tag<'a>, Fault> {
        let start = self.begin();
        match self.rest() {
            [] => fault("no element found", start),
            [b'\r'] => fault("no element found", start),
            [b'&', ..] => Ok(match self.reference()? {
                Reference::Char(c) => Tag::Text(c.to_string()),
                Reference::Unknown(name) => Tag::UndefinedEntity(name),
            }),
            [b'<', ..] => {
                self.next()?;
                match self.peek()? {
                    '!' => self.markup(),
                    '?' => {
                        self.instruction()?;
                        Ok(Tag::Ignored)
                    }
                    '/' => self.end_tag(),
                    _ => self.start_tag(),
                }
            }
            _ => self.text(),
        }
    }

    /// Reads characters up to the next markup; line breaks become `\n`.
    fn text(&mut self) -> Result<Tag<'a>, Fault> {
        let mut text = String::new();
        while !self.is_at_end() && !matches!(self.rest(), [b'<' | b'&', ..] | [b'\r']) {
            if self.rest().starts_with(b"]]>") {
                return fault(INVALID, self.at + 2);
            }
            self.begin();
            self.push_char(&mut text)?;
        }
        Ok(Tag::Text(text))
    }

    /// Reads a character and appends it to `text`; a line break becomes `\n`.
    fn push_char(&mut self, text: &mut String) -> Result<(), Fault> {
        match self.next()? {
            '\r' => {
                if self.rest().starts_with(b"\n") {
                    self.next()?;
                }
                text.push('\n');
            }
            c => text.push(c),
        }
        Ok(())
    }

    /// Reads a comment or a CDATA section, after its `<`.
    fn markup(&mut self) -> Result<Tag<'a>, Fault> {
        self.next()?;
        if self.peek()? == '-' {
            self.comment()?;
            return Ok(Tag::Ignored);
        }
        self.expect(|c| c == '[')?;
        if self.rest().len() < "CDATA[".len() {
            return fault("unclosed token", self.start);
        }
        for expected in "CDATA[".chars() {
            self.expect(|c| c == expected)?;
        }
        let mut text = String::new();
        while !self.rest().starts_with(b"]]>") {
            let at = self.begin();
            if matches!(self.rest(), [] | [b']'] | [b']', b']']) {
                return fault("unclosed CDATA section", at);
            }
            self.push_char(&mut text)?;
        }
        self.at += 3;
        Ok(Tag::Text(text))
    }

    /// Reads a comment, after its `<!`.
    pub(super) fn comment(&mut self) -> Result<(), Fault> {
        self.expect(|c| c == '-')?;
        self.expect(|c| c == '-')?;
        self.skip_past(b"--")?;
        self.expect(|c| c == '>').map(drop)
    }

    /// Reads a processing instruction, after its `<`. An XML declaration is an error here.
    pub(super) fn instruction(&mut self) -> Result<(), Fault> {
        self.next()?;
        let from = self.at;
        self.expect(is_name_start)?;
        self.skip_while(is_name)?;
        let target = self.slice(from, self.at);
        let is_declaration = target == b"xml";
        if target.eq_ignore_ascii_case(b"xml") && !is_declaration {
            return fault(INVALID, self.at);
        }
        if self.expect(|c| is_space(c) || c == '?')? == '?' {
            self.expect(|c| c == '>')?;
        } else {
            self.skip_past(b"?>")?;
        }
        if is_declaration {
            let what = "XML or text declaration not at start of entity";
            return fault(what, self.start);
        }
        Ok(())
    }

    fn end_tag(&mut self) -> Result<Tag<'a>, Fault> {
        self.next()?;
        let from = self.at;
        self.expect(is_name_start)?;
        self.skip_while(|c| is_name(c) || c == ':')?;
        let name = self.slice(from, self.at);
        self.skip_while(is_space)?;
        self.expect(|c| c == '>')?;
        Ok(Tag::End(name))
    }

    fn start_tag(&mut self) -> Result<Tag<'a>, Fault> {
        let name = self.qualified_name()?;
        let mut attributes = Vec::new();
        let mut unknown = None;
        loop {
            let has_space = is_space(self.peek()?);
            self.skip_while(is_space)?;
            let c = self.peek()?;
            if has_space && is_name_start(c) {
                let at = self.at;
                let name = self.qualified_name()?;
                let value = self.attribute_value(&mut unknown)?;
                attributes.push((name, at, value));
                continue;
            }
            let is_empty = c == '/';
            if is_empty {
                self.next()?;
            }
            self.expect(|c| c == '>')?;
            if let Some(error) = unknown {
                return Err(error);
            }
            return Ok(Tag::Start {
                name,
                attributes,
                is_empty,
            });
        }
    }

    /// Reads the value of an attribute. An undefined entity is reported after the tag is complete.
    fn attribute_value(&mut self, unknown: &mut Option<Fault>) -> Result<String, Fault> {
        self.skip_while(is_space)?;
        self.expect(|c| c == '=')?;
        self.skip_while(is_space)?;
        let quote = self.expect(|c| matches!(c, '"' | '\''))?;
        let mut value = String::new();
        loop {
            match self.peek()? {
                '<' => return fault(INVALID, self.at),
                '&' => match self.reference() {
                    Ok(Reference::Char(c)) => value.push(c),
                    Ok(Reference::Unknown(_)) => {
                        let at = self.start;
                        unknown.get_or_insert(Fault {
                            what: "undefined entity".to_owned(),
                            at,
                        });
                    }
                    Err(error) if error.what == BAD_REFERENCE => {
                        unknown.get_or_insert(error);
                    }
                    Err(error) => return Err(error),
                },
                c => {
                    self.next()?;
                    if c == quote {
                        let after = self.peek()?;
                        if is_space(after) || matches!(after, '/' | '>') {
                            return Ok(value);
                        }
                        return fault(INVALID, self.at);
                    }
                    value.push(if is_space(c) { ' ' } else { c });
                }
            }
        }
    }

    /// Reads a reference: `&name;` or `&#number;`.
    fn reference(&mut self) -> Result<Reference, Fault> {
        let start = self.at;
        self.next()?;
        if self.peek()? != '#' {
            let from = self.at;
            self.expect(is_name_start)?;
            self.skip_while(is_name)?;
            let name = self.slice(from, self.at);
            self.expect(|c| c == ';')?;
            return Ok(match name {
                b"lt" => Reference::Char('<'),
                b"gt" => Reference::Char('>'),
                b"amp" => Reference::Char('&'),
                b"quot" => Reference::Char('"'),
                b"apos" => Reference::Char('\''),
                _ => Reference::Unknown(String::from_utf8_lossy(name).into_owned()),
            });
        }
        self.next()?;
        let radix = if self.peek()? == 'x' {
            self.next()?;
            16
        } else {
            10
        };
        let mut number: u32 = 0;
        let mut digits = 0;
        loop {
            let c = self.expect(|c| c.is_digit(radix) || c == ';' && digits > 0)?;
            match c.to_digit(radix) {
                Some(digit) => number = number.saturating_mul(radix).saturating_add(digit),
                None => break,
            }
            digits += 1;
        }
        let is_valid = |c: &char| match c {
            '\t' | '\n' | '\r' => true,
            '\u{fffe}' | '\u{ffff}' => false,
            c => *c >= ' ',
        };
        match char::from_u32(number).filter(is_valid) {
            Some(c) => Ok(Reference::Char(c)),
            None => fault(BAD_REFERENCE, start),
        }
    }
}

const BAD_REFERENCE: &str = "reference to invalid character number";
