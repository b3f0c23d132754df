//! Where in a value its end is: JSON and shorthand that are still being typed, or broken at that
//! place, read leniently. Completion reads the text before the cursor, hints the text before an
//! error; both look the position up in the model.
//!
//! Whether the text is right is decided by the strict parsers.

use crate::model::{Member, Shape, Structure};

/// The end of a text: all that is open there, outermost first, and the part that it is in.
#[derive(Debug)]
pub struct Position<'t> {
    /// The open brackets. Shorthand begins inside of the outermost structure.
    pub frames: Vec<Frame<'t>>,
    /// The part.
    pub part: Part,
}

/// An open bracket.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame<'t> {
    /// Members of a structure: the complete ones before, and the key of the one in hand.
    Members(Vec<&'t str>, Option<&'t str>),
    /// Elements of a list: those before the one in hand, without quotes; brackets are empty text.
    Elements(Vec<&'t str>),
}

/// The part at the end, with the byte offset where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A key.
    Key(usize),
    /// After a key in JSON, before its colon.
    AfterKey,
    /// A value, in JSON with its quote.
    Value(usize),
    /// The name of a file after `@=` of shorthand.
    File(usize),
    /// After a value.
    AfterValue,
    /// Where nothing can be said: inside of a quoted value of shorthand, or behind an error.
    Unknown,
}

impl Position<'_> {
    /// The keys and indexes that lead to the value in hand: `UserPoolConfigs.Mfa`, `Uris[1]`.
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

    /// The shape at the position in a value of that structure: the structure that is open,
    /// or the member whose value is in hand. `None` beyond the model.
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

    /// The brackets that end the frames in which nothing is left to say after the value in hand,
    /// and whether any frame has something left.
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

/// The end of JSON.
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

/// The text of the element that ends `text`, without its quotes; empty for brackets.
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

/// The offset of the quote that ends a string whose opening quote has been read.
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

/// The end of shorthand.
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

struct Shorthand<'t> {
    text: &'t str,
    offset: usize,
    frames: Vec<Frame<'t>>,
}

impl<'t> Shorthand<'t> {
    /// A key with its value, or an element; the part, once the end is reached.
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
            // `a=1,2,b=3`: a further value, not a key.
            return None;
        }
        let loads = self.skip('@');
        if !self.skip('=') {
            return Some(Part::Unknown);
        }
        self.skip_spaces();
        if let Some(Frame::Members(_, current)) = self.frames.last_mut() {
            *current = Some(key);
        }
        self.value(loads)
    }

    fn value(&mut self, loads: bool) -> Option<Part> {
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
            return Some(match loads {
                true => Part::File(start),
                false => Part::Value(start),
            });
        }
        if let Some(Frame::Elements(given)) = self.frames.last_mut() {
            given.push(word);
        }
        self.after_value()
    }

    /// Closing brackets, and the comma after which the next part begins.
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

    /// A value without quotes; `\,` does not end it.
    fn word(&mut self) -> &'t str {
        let mut hidden = false;
        let word = self.take_while(|c| {
            let ends = matches!(c, ',' | ']' | '}') && !(hidden && c == ',');
            hidden = c == '\\';
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
    fn json_is_read_up_to_its_end() {
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
    fn shorthand_is_read_up_to_its_end() {
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
