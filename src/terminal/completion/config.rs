//! Inside of `--resource-config`: where in the model the cursor is in shorthand that is still
//! being typed, and what may stand there.
//!
//! The grammar is the one of `params`' shorthand parser, read leniently: what is wrong before the
//! cursor is not this file's concern, and where it cannot follow, it offers nothing.

use super::{Candidate, Follow};
use crate::model::{self, Member, Shape, Structure};

/// Where the cursor is.
#[derive(Debug)]
enum CursorContext<'a> {
    /// In a key of a structure, of which some members are given already.
    Key {
        structure: &'static Structure,
        given: Vec<&'a str>,
        start: usize,
    },
    /// In a value, or in an element of a list.
    Value {
        shape: &'static Shape,
        /// The other elements of the list.
        given: Vec<&'a str>,
        follow: Follow,
        start: usize,
    },
    /// In the name of a file, after `@=`.
    File { start: usize },
    /// Where nothing is to be offered: in a quoted value, after a value, beyond the model.
    Nowhere,
}

/// What may stand at the end of `text`, and where the part begins that it replaces; or the place
/// where the name of a file begins.
pub enum Completions {
    /// Keys or values.
    Candidates(usize, Vec<Candidate>),
    /// `file://PATH`
    File(usize),
}

/// The candidates at the end of `text`, the beginning of a value of `--resource-config`.
pub fn offer(text: &str) -> Completions {
    let Some(Shape::Structure(root)) = model::UPDATE_BACKEND_AUTH
        .input
        .member("ResourceConfig")
        .map(|m| m.shape)
    else {
        return Completions::Candidates(0, Vec::new());
    };
    match Reader::new(text, root).place() {
        CursorContext::Key {
            structure,
            given,
            start,
        } => {
            let members = structure.members.iter();
            let open = members.filter(|member| !given.contains(&member.name));
            Completions::Candidates(
                start,
                open.map(|member| key("", member, structure)).collect(),
            )
        }
        CursorContext::Value {
            shape,
            given,
            follow,
            start,
        } => {
            let fresh = start == text.len();
            let mut found = values(shape, fresh, follow);
            found.retain(|candidate| !given.contains(&candidate.text.as_str()));
            Completions::Candidates(start, found)
        }
        CursorContext::File { start } => Completions::File(start),
        CursorContext::Nowhere => Completions::Candidates(0, Vec::new()),
    }
}

fn key(before: &str, member: &Member, structure: &Structure) -> Candidate {
    let needed = if structure.required.contains(&member.name) {
        "required: "
    } else {
        ""
    };
    Candidate::new(
        format!("{before}{}=", member.name),
        format!("{needed}{}", kind(&member.shape)),
        Follow::NoSpace,
    )
}

/// A few words on what a member holds.
fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Structure(_) => "structure".to_owned(),
        Shape::List(Shape::String(values @ [_, ..])) => format!("list of {}", values.join(", ")),
        Shape::List(_) => "list".to_owned(),
        Shape::String([]) => "text".to_owned(),
        Shape::String(values) => values.join(", "),
        Shape::Boolean => "true, false".to_owned(),
        Shape::Double => "number".to_owned(),
    }
}

/// The values of a shape; in front of one that has not begun, the bracket that it needs.
fn values(shape: &Shape, fresh: bool, follow: Follow) -> Vec<Candidate> {
    let each = |before: &str, values: &[&str]| {
        let texts = values.iter();
        texts
            .map(|value| Candidate::new(format!("{before}{value}"), "", follow))
            .collect()
    };
    match shape {
        Shape::Structure(structure) if fresh => {
            let members = structure.members.iter();
            members.map(|member| key("{", member, structure)).collect()
        }
        Shape::List(Shape::String(values)) => {
            // One value without brackets is a list too.
            each(if fresh { "[" } else { "" }, values)
        }
        Shape::String(values) => each("", values),
        Shape::Boolean => each("", &["true", "false"]),
        _ => Vec::new(),
    }
}

/// What has been opened and not yet closed.
enum Frame<'a> {
    Members(Option<&'static Structure>, Vec<&'a str>),
    Elements(Option<&'static Shape>, Vec<&'a str>),
}

struct Reader<'a> {
    text: &'a str,
    offset: usize,
    stack: Vec<Frame<'a>>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, root: &'static Structure) -> Self {
        Reader {
            text,
            offset: 0,
            stack: vec![Frame::Members(Some(root), Vec::new())],
        }
    }

    fn place(mut self) -> CursorContext<'a> {
        loop {
            if let Some(place) = self.step() {
                return place;
            }
        }
    }

    /// A key with its value, or an element; the place, once it is reached.
    fn step(&mut self) -> Option<CursorContext<'a>> {
        self.skip_spaces();
        let outermost = self.stack.len() == 1;
        let start = self.offset;
        let (shape, loads) = match self.stack.pop()? {
            Frame::Members(structure, mut given) => {
                let key = self.take_while(|c| c.is_ascii_alphanumeric() || "-_.#/:".contains(c));
                if self.at_end() {
                    return Some(match structure {
                        Some(structure) => CursorContext::Key {
                            structure,
                            given,
                            start,
                        },
                        None => CursorContext::Nowhere,
                    });
                }
                self.skip_spaces();
                if key.is_empty() && !outermost && self.skip('}') {
                    return self.after_value();
                }
                if outermost && self.skip(',') {
                    // `a=1,2,b=3`: a further value, not a key.
                    self.stack.push(Frame::Members(structure, given));
                    return None;
                }
                let loads = self.skip('@');
                if !self.skip('=') {
                    return Some(CursorContext::Nowhere);
                }
                self.skip_spaces();
                given.push(key);
                self.stack.push(Frame::Members(structure, given));
                let member = structure.and_then(|structure| structure.member(key));
                (member.map(|member| &member.shape), loads)
            }
            Frame::Elements(shape, given) => {
                if self.skip(']') {
                    return self.after_value();
                }
                self.stack.push(Frame::Elements(shape, given));
                (shape, false)
            }
        };
        self.value(shape, loads)
    }

    fn value(&mut self, shape: Option<&'static Shape>, loads: bool) -> Option<CursorContext<'a>> {
        if self.skip('{') {
            let structure = match shape {
                Some(Shape::Structure(structure)) => Some(*structure),
                _ => None,
            };
            self.stack.push(Frame::Members(structure, Vec::new()));
            return None;
        }
        if self.skip('[') {
            let element = match shape {
                Some(Shape::List(element)) => Some(*element),
                _ => None,
            };
            self.stack.push(Frame::Elements(element, Vec::new()));
            return None;
        }
        if let Some(quote @ ('\'' | '"')) = self.rest().chars().next() {
            if !self.skip_quoted(quote) {
                return Some(CursorContext::Nowhere);
            }
            return self.after_value();
        }
        let start = self.offset;
        let word = self.word();
        if self.at_end() {
            return Some(match shape {
                _ if loads => CursorContext::File { start },
                Some(shape) => CursorContext::Value {
                    shape,
                    given: self.other_elements(),
                    follow: self.follow(),
                    start,
                },
                None => CursorContext::Nowhere,
            });
        }
        if let Some(Frame::Elements(_, given)) = self.stack.last_mut() {
            given.push(word);
        }
        self.after_value()
    }

    /// Closing brackets, and the comma after which the next part begins.
    fn after_value(&mut self) -> Option<CursorContext<'a>> {
        loop {
            self.skip_spaces();
            if self.skip(',') {
                return None;
            }
            let closed = match self.stack.last() {
                Some(Frame::Members(..)) => self.stack.len() > 1 && self.skip('}'),
                Some(Frame::Elements(..)) => self.skip(']'),
                None => false,
            };
            if !closed {
                return Some(CursorContext::Nowhere);
            }
            self.stack.pop();
        }
    }

    fn other_elements(&self) -> Vec<&'a str> {
        match self.stack.last() {
            Some(Frame::Elements(_, given)) => given.clone(),
            _ => Vec::new(),
        }
    }

    /// What comes after a value here: with the last required member of the outermost structure
    /// the word may be complete.
    fn follow(&self) -> Follow {
        match self.stack.as_slice() {
            [Frame::Members(Some(structure), given)]
                if structure.required.iter().all(|name| given.contains(name)) =>
            {
                Follow::Space
            }
            _ => Follow::Comma,
        }
    }

    /// A value without quotes; `\,` does not end it.
    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let mut hidden = false;
        let end = rest.find(|c| {
            let ends = matches!(c, ',' | ']' | '}') && !(hidden && c == ',');
            hidden = c == '\\';
            ends
        });
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        self.offset += word.len();
        word.trim_end()
    }

    /// Whether the quoted value ends before the cursor.
    fn skip_quoted(&mut self, quote: char) -> bool {
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            if c == '\\' {
                chars.next();
            } else if c == quote {
                self.offset += at + 1;
                return true;
            }
        }
        false
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

    fn take_while(&mut self, accepts: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c| !accepts(c)).unwrap_or(rest.len());
        self.offset += length;
        rest.get(..length).unwrap_or_default()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    fn at_end(&self) -> bool {
        self.offset >= self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The candidates, without what has been typed of them.
    fn at(text: &str) -> String {
        match offer(text) {
            Completions::Candidates(_, found) => {
                let texts: Vec<&str> = found.iter().map(|c| c.text.as_str()).collect();
                texts.join(" ")
            }
            Completions::File(start) => format!("file at {start}"),
        }
    }

    #[test]
    fn keys_of_the_structure_that_is_open_are_offered_once() {
        for (text, keys) in [
            (
                "",
                "AuthResources= IdentityPoolConfigs= Service= UserPoolConfigs=",
            ),
            (
                "Service=COGNITO, ",
                "AuthResources= IdentityPoolConfigs= UserPoolConfigs=",
            ),
            ("UserPoolConfigs={Mfa={", "MFAMode= Settings="),
            ("UserPoolConfigs={Mfa={MFAMode=ON,", "Settings="),
            (
                "UserPoolConfigs={Mfa={Settings={MfaTypes=[SMS],",
                "SmsMessage=",
            ),
            (
                "UserPoolConfigs={Mfa={Settings={MfaTypes=[SMS]},",
                "MFAMode=",
            ),
            (
                "UserPoolConfigs={Mfa={MFAMode=ON},P",
                "ForgotPassword= OAuth= PasswordPolicy= VerificationMessage=",
            ),
            (
                "UserPoolConfigs={}, ",
                "AuthResources= IdentityPoolConfigs= Service=",
            ),
            (
                "UserPoolConfigs={ForgotPassword={EmailSettings={EmailMessage=\"a, \\\"} b\",",
                "EmailSubject=",
            ),
            (
                "UserPoolConfigs={OAuth={DomainPrefix=a\\,b,OAuthS",
                "OAuthGrantType= OAuthScopes= RedirectSignInURIs= RedirectSignOutURIs= SocialProviderSettings=",
            ),
        ] {
            assert_eq!(at(text), keys, "{text}");
        }
    }

    #[test]
    fn values_are_those_of_the_model() {
        for (text, values) in [
            ("UserPoolConfigs={Mfa={MFAMode=", "ON OFF OPTIONAL"),
            ("UserPoolConfigs = { Mfa = { MFAMode = O", "ON OFF OPTIONAL"),
            ("IdentityPoolConfigs={UnauthenticatedLogin=", "true false"),
            ("UserPoolConfigs={Mfa={Settings={MfaTypes=", "[SMS [TOTP"),
            ("UserPoolConfigs={Mfa={Settings={MfaTypes=T", "SMS TOTP"),
            ("UserPoolConfigs={Mfa={Settings={MfaTypes=[SMS,", "TOTP"),
            ("UserPoolConfigs={Mfa={Settings={MfaTypes=[ SMS , T", "TOTP"),
            ("UserPoolConfigs={Mfa=", "{MFAMode= {Settings="),
            (
                "AuthResources=",
                "USER_POOL_ONLY IDENTITY_POOL_AND_USER_POOL",
            ),
        ] {
            assert_eq!(at(text), values, "{text}");
        }
    }

    #[test]
    fn nothing_is_offered_where_the_model_has_nothing_to_say() {
        for text in [
            "UserPoolConfigs={PasswordPolicy={MinimumLength=",
            "UserPoolConfigs={ForgotPassword={EmailSettings={EmailMessage=\"hello, ",
            "UserPoolConfigs={Mfa={MFAMode=ON}",
            "UserPoolConfigs={Mfa={MFAMode=ON} x",
            "Unknown={",
            "Unknown={a=",
            "Service=[",
            "Service{",
            "a b",
            "}",
            "Service=COGNITO}",
        ] {
            assert_eq!(at(text), "", "{text}");
        }
    }

    #[test]
    fn a_value_that_is_loaded_is_the_name_of_a_file() {
        let text = "UserPoolConfigs={VerificationMessage={EmailSettings={EmailMessage@=";
        assert_eq!(
            at(&format!("{text}file://x")),
            format!("file at {}", text.len())
        );
    }

    #[test]
    fn the_word_may_end_once_the_required_members_are_given() {
        let follow = |text| match offer(text) {
            Completions::Candidates(_, found) => found.first().map(|candidate| candidate.follow),
            Completions::File(_) => None,
        };
        assert_eq!(follow("Service="), Some(Follow::Comma));
        assert_eq!(
            follow("AuthResources=USER_POOL_ONLY,UserPoolConfigs={},Service="),
            Some(Follow::Space)
        );
        assert_eq!(
            follow("AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={Mfa={MFAMode="),
            Some(Follow::Comma)
        );
        assert_eq!(follow("UserPoolConfigs={"), Some(Follow::NoSpace));
    }
}
