//! A lenient parser for the beginning of a value in JSON or shorthand: it finds the syntactic
//! position at the end of the text. Completion uses it for the text before the cursor, hints for
//! the text before an error; both look up the position in the model.
//!
//! The strict parsers decide whether a text is valid.

use crate::model::{Member, Shape, Structure};

/// The position at the end of a text.
#[derive(Debug)]
pub struct Position<'t> {
    /// The open brackets, outermost first. Shorthand starts inside the outermost structure.
    pub frames: Vec<Frame<'t>>,
    /// The syntactic element at the end.
    pub part: Part,
}

/// A bracket that is still open.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame<'t> {
    /// A structure: the keys of the complete members, and the key of the current one.
    Members(Vec<&'t str>, Option<&'t str>),
    /// A list: the elements before the current one, without quotes; a nested collection is an empty
    /// string.
    Elements(Vec<&'t str>),
}

/// The syntactic element at the end, with the byte offset of its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A key.
    Key(usize),
    /// After a key in JSON, before its colon.
    AfterKey,
    /// A value; in JSON including its opening quote.
    Value(usize),
    /// A file name after `@=` in shorthand.
    File(usize),
    /// After a value.
    AfterValue,
    /// An unknown position: inside a quoted value of shorthand, or after an error.
    Unknown,
}

impl Position<'_> {
    /// The keys and indexes of the current value: `UserPoolConfigs.Mfa`, `Uris[1]`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for frame in &self.frames {
            match frame {
                Frame::Members(_, None) => {}
                Frame::Members(_, Some(key)) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(key);
                }
                Frame::Elements(before) => path.push_str(&format!("[{}]", before.len())),
            }
        }
        path
    }

    /// The shape at the position in a value of the structure `root`: the innermost open structure
    /// or list, or the current member's shape. `None` for a key that the model does not have.
    pub fn shape(&self, root: &'static Structure) -> Option<Shape> {
        let mut shape = Shape::Structure(root);
        let in_value = matches!(self.part, Part::Value(_) | Part::File(_));
        for (index, frame) in self.frames.iter().enumerate() {
            if index + 1 == self.frames.len() && !in_value {
                break;
            }
            shape = match (frame, shape) {
                (Frame::Members(_, Some(key)), Shape::Structure(structure)) => {
                    structure.member(key)?.shape
                }
                (Frame::Elements(_), Shape::List(element)) => *element,
                _ => return None,
            };
        }
        Some(shape)
    }

    /// The brackets that close the innermost frames in which no further member or element is
    /// possible after the value `last`, and whether a frame remains in which one is possible.
    pub fn closing(&self, root: &'static Structure, last: &str) -> (String, bool) {
        let mut containers = vec![Shape::Structure(root)];
        for frame in &self.frames {
            let inner = match (frame, containers.last()) {
                (Frame::Members(_, Some(key)), Some(Shape::Structure(structure))) => {
                    structure.member(key).map(|member| member.shape)
                }
                (Frame::Elements(_), Some(Shape::List(element))) => Some(**element),
                _ => None,
            };
            let Some(inner) = inner else { break };
            containers.push(inner);
        }
        let mut closing = String::new();
        for (frame, container) in self.frames.iter().zip(&containers).rev() {
            let is_open = |member: &&Member, given: &[&str], key: &Option<&str>| {
                !given.contains(&member.name) && *key != Some(member.name)
            };
            match (frame, container) {
                (Frame::Members(given, key), Shape::Structure(structure)) => {
                    if structure.members.iter().any(|m| is_open(&m, given, key)) {
                        return (closing, true);
                    }
                    closing.push('}');
                }
                (Frame::Elements(given), Shape::List(Shape::String(known))) => {
                    let all = known.iter().all(|k| given.contains(k) || *k == last);
                    if known.is_empty() || !all {
                        return (closing, true);
                    }
                    closing.push(']');
                }
                _ => return (closing, true),
            }
        }
        (closing, false)
    }
}

/// The position at the end of incomplete JSON.
pub fn json(text: &str) -> Position<'_> {
    let mut frames: Vec<Frame<'_>> = Vec::new();
    let mut part = Part::Value(0);
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match (c, part) {
            ('"', _) => {
                let end = closing_quote(&mut chars, '"');
                let Some(string) = end.and_then(|end| text.get(at + 1..end)) else {
                    part = match part {
                        Part::Key(_) => Part::Key(at),
                        _ => Part::Value(at),
                    };
                    break;
                };
                part = match (part, frames.last_mut()) {
                    (Part::Key(_), Some(Frame::Members(_, key))) => {
                        *key = Some(string);
                        Part::AfterKey
                    }
                    _ => Part::AfterValue,
                };
            }
            ('{', _) => {
                frames.push(Frame::Members(Vec::new(), None));
                part = Part::Key(at + 1);
            }
            ('[', _) => {
                frames.push(Frame::Elements(Vec::new()));
                part = Part::Value(at + 1);
            }
            ('}' | ']', _) => {
                frames.pop();
                part = Part::AfterValue;
            }
            (':', _) => part = Part::Value(at + 1),
            (',', _) => {
                part = match frames.last_mut() {
                    Some(Frame::Members(given, key)) => {
                        given.extend(key.take());
                        Part::Key(at + 1)
                    }
                    Some(Frame::Elements(given)) => {
                        given.push(element(text.get(..at).unwrap_or_default()));
                        Part::Value(at + 1)
                    }
                    None => Part::Unknown,
                }
            }
            (c, Part::Key(start)) if c.is_whitespace() && start == at => {
                part = Part::Key(at + c.len_utf8());
            }
            (c, Part::Value(start)) if c.is_whitespace() => {
                part = match start == at {
                    true => Part::Value(at + c.len_utf8()),
                    false => Part::AfterValue,
                };
            }
            _ => {}
        }
    }
    Position { frames, part }
}

/// The last element in `text`, without quotes; empty for a nested collection.
fn element(text: &str) -> &str {
    let text = text.trim_end();
    match text.strip_suffix('"') {
        Some(quoted) => quoted.rsplit('"').next().unwrap_or_default(),
        None => {
            let bare = text.rsplit(['[', ',']).next().unwrap_or_default().trim();
            if bare.ends_with(['}', ']']) { "" } else { bare }
        }
    }
}

/// The offset of the closing quote of a string whose opening quote has been read.
fn closing_quote(chars: &mut std::str::CharIndices<'_>, quote: char) -> Option<usize> {
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote {
            return Some(at);
        }
    }
    None
}

/// The position at the end of incomplete shorthand.
pub fn shorthand(text: &str) -> Position<'_> {
    let mut reader = Shorthand {
        text,
        offset: 0,
        frames: vec![Frame::Members(Vec::new(), None)],
    };
    loop {
        if let Some(part) = reader.step() {
            let frames = reader.frames;
            return Position { frames, part };
        }
    }
}

/// The state of the lenient shorthand parser; `offset` is in bytes.
struct Shorthand<'t> {
    text: &'t str,
    offset: usize,
    frames: Vec<Frame<'t>>,
}

impl<'t> Shorthand<'t> {
    /// Parses a key with its value, or an element. Returns the part when the end of the text is
    /// reached.
    fn step(&mut self) -> Option<Part> {
        self.skip_spaces();
        let outermost = self.frames.len() == 1;
        let start = self.offset;
        let is_list = match self.frames.last()? {
            Frame::Members(..) => false,
            Frame::Elements(_) => true,
        };
        if is_list {
            if self.skip(']') {
                self.frames.pop();
                return self.after_value();
            }
            return self.value(false);
        }
        let key = self.take_while(|c| c.is_ascii_alphanumeric() || "-_.#/:".contains(c));
        if self.at_end() {
            return Some(Part::Key(start));
        }
        self.skip_spaces();
        if key.is_empty() && !outermost && self.skip('}') {
            self.frames.pop();
            return self.after_value();
        }
        if outermost && self.skip(',') {
            // `a=1,2,b=3`: `2` is another value, not a key.
            return None;
        }
        let is_file = self.skip('@');
        if !self.skip('=') {
            return Some(Part::Unknown);
        }
        self.skip_spaces();
        if let Some(Frame::Members(_, current)) = self.frames.last_mut() {
            *current = Some(key);
        }
        self.value(is_file)
    }

    fn value(&mut self, is_file: bool) -> Option<Part> {
        let start = self.offset;
        if self.skip('{') {
            self.frames.push(Frame::Members(Vec::new(), None));
            return None;
        }
        if self.skip('[') {
            self.frames.push(Frame::Elements(Vec::new()));
            return None;
        }
        if let Some(quote @ ('\'' | '"')) = self.rest().chars().next() {
            let mut chars = self.text.char_indices();
            let opening = chars.by_ref().find(|(at, _)| *at == start);
            let end = opening.and_then(|_| closing_quote(&mut chars, quote));
            let Some(end) = end else {
                self.offset = self.text.len();
                return Some(Part::Unknown);
            };
            self.offset = end + 1;
            let content = self.text.get(start + 1..end).unwrap_or_default();
            if let Some(Frame::Elements(given)) = self.frames.last_mut() {
                given.push(content);
            }
            return self.after_value();
        }
        let word = self.word();
        if self.at_end() {
            return Some(match is_file {
                true => Part::File(start),
                false => Part::Value(start),
            });
        }
        if let Some(Frame::Elements(given)) = self.frames.last_mut() {
            given.push(word);
        }
        self.after_value()
    }

    /// Parses closing brackets and the comma before the next key or element.
    fn after_value(&mut self) -> Option<Part> {
        loop {
            self.skip_spaces();
            if self.at_end() {
                return Some(Part::AfterValue);
            }
            if self.skip(',') {
                if let Some(Frame::Members(given, key)) = self.frames.last_mut() {
                    given.extend(key.take());
                }
                return None;
            }
            let closed = match self.frames.last() {
                Some(Frame::Members(..)) => self.frames.len() > 1 && self.skip('}'),
                Some(Frame::Elements(..)) => self.skip(']'),
                None => false,
            };
            if !closed {
                return Some(Part::Unknown);
            }
            self.frames.pop();
        }
    }

    /// An unquoted value; `\,` does not end it.
    fn word(&mut self) -> &'t str {
        let mut escaped = false;
        let word = self.take_while(|c| {
            let ends = matches!(c, ',' | ']' | '}') && !(escaped && c == ',');
            escaped = c == '\\';
            !ends
        });
        word.trim_end()
    }

    fn skip(&mut self, c: char) -> bool {
        let there = self.rest().starts_with(c);
        if there {
            self.offset += c.len_utf8();
        }
        there
    }

    fn skip_spaces(&mut self) {
        self.take_while(char::is_whitespace);
    }

    fn take_while(&mut self, mut accepts: impl FnMut(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c| !accepts(c)).unwrap_or(rest.len());
        self.offset += length;
        rest.get(..length).unwrap_or_default()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    fn at_end(&self) -> bool {
        self.offset >= self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_positions_are_parsed() {
        for (text, path, part) in [
            ("", "", Part::Value(0)),
            (" {", "", Part::Key(2)),
            ("{ \"Us", "", Part::Key(2)),
            (r#"{"a""#, "a", Part::AfterKey),
            (r#"{"a": "#, "a", Part::Value(6)),
            (r#"{"a": "b"#, "a", Part::Value(6)),
            (r#"{"a":1 "#, "a", Part::AfterValue),
            (r#"{"a":{"b":[1,{"c":"#, "a.b[1].c", Part::Value(18)),
            (r#"{"a":{"b":"}"},"#, "", Part::Key(15)),
            (r#"{"a":"\"","#, "", Part::Key(10)),
            (r#"{"a":[]}"#, "", Part::AfterValue),
        ] {
            let position = json(text);
            assert_eq!(
                (position.path().as_str(), position.part),
                (path, part),
                "{text}"
            );
        }
        let position = json(r#"{"a":["x", 2, {"y":3}, "#);
        assert_eq!(position.frames[1], Frame::Elements(vec!["x", "2", ""]));
        assert_eq!(
            json(r#"{"a":1,"b":2,"#).frames,
            [Frame::Members(vec!["a", "b"], None)]
        );
    }

    #[test]
    fn shorthand_positions_are_parsed() {
        for (text, path, part) in [
            ("", "", Part::Key(0)),
            ("a", "", Part::Key(0)),
            ("a=", "a", Part::Value(2)),
            ("a=1,2,b", "", Part::Key(6)),
            ("a={b=[x, y", "a.b[1]", Part::Value(9)),
            ("a={b='x", "a.b", Part::Unknown),
            ("a={b='x'", "a.b", Part::AfterValue),
            ("a={b@=file", "a.b", Part::File(6)),
            ("a={b=x}, c", "", Part::Key(9)),
            ("a={b=x} c", "a", Part::Unknown),
        ] {
            let position = shorthand(text);
            assert_eq!(
                (position.path().as_str(), position.part),
                (path, part),
                "{text}"
            );
        }
    }
}
