//! Completion inside `--resource-config` and documents: candidates for shorthand or JSON that is
//! still incomplete.
//!
//! Errors before the cursor are ignored. Where [`position`] cannot parse the text, there are no
//! candidates.

use super::{Candidate, Follow};
use crate::input::position::{self, Frame, Part, Position};
use crate::model::{Member, Shape, Structure};

/// The candidates at the end of a text, or the start of a file name.
pub(super) enum Completions {
    /// Keys or values, with the byte offset of the part that they replace.
    Candidates(usize, Vec<Candidate>),
    /// `file://PATH`, with the byte offset of its start.
    File(usize),
}

/// The notation of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notation {
    Json,
    Shorthand,
}

/// The candidates at the end of `text`, an incomplete value in shorthand or JSON whose top-level
/// members are those of `root`.
pub(super) fn complete(text: &str, root: &'static Structure) -> Completions {
    let (notation, position) = match text.trim_start().starts_with('{') {
        true => (Notation::Json, position::json(text)),
        false => (Notation::Shorthand, position::shorthand(text)),
    };
    let shape = position.shape(root);
    match (position.part, shape) {
        (Part::File(start), _) => Completions::File(start),
        (Part::Key(start), Some(Shape::Structure(structure))) => {
            let given = match position.frames.last() {
                Some(Frame::Members(given, _)) => given.as_slice(),
                _ => &[],
            };
            let members = structure.members.iter();
            let open = members.filter(|member| !given.contains(&member.name));
            let keys = open.map(|member| notation.key("", member, structure));
            Completions::Candidates(start, keys.collect())
        }
        (Part::Value(start), Some(shape)) => {
            let mut found = notation.values(&shape, start == text.len());
            if let Some(Frame::Elements(given)) = position.frames.last() {
                found.retain(|(value, _)| !given.contains(value));
            }
            let found = found.into_iter();
            let found = found.map(|(value, candidate)| finish(candidate, value, &position, root));
            Completions::Candidates(start, found.collect())
        }
        _ => Completions::Candidates(0, Vec::new()),
    }
}

/// Adds the text that follows a value. After the last required member of the outermost structure
/// the word may be complete.
fn finish(
    candidate: Candidate,
    value: &str,
    position: &Position<'_>,
    root: &'static Structure,
) -> Candidate {
    if candidate.follow == Follow::NoSpace {
        return candidate;
    }
    let (closing, goes_on) = position.closing(root, value);
    let required = |given: &[&str], key: Option<&str>| {
        let has = |name: &&str| given.contains(name) || key == Some(*name);
        root.required.iter().all(has)
    };
    let follow = match position.frames.as_slice() {
        [Frame::Members(given, key)] if required(given, *key) && closing.is_empty() => {
            Follow::Space
        }
        _ => Follow::Comma,
    };
    Candidate {
        follow,
        after: closing + if goes_on { "," } else { "" },
        ..candidate
    }
}

impl Notation {
    fn key(self, before: &str, member: &Member, structure: &Structure) -> Candidate {
        let needed = if structure.required.contains(&member.name) {
            "required: "
        } else {
            ""
        };
        let text = match self {
            Notation::Json => format!("{before}\"{}\":", member.name),
            Notation::Shorthand => format!("{before}{}=", member.name),
        };
        Candidate::new(
            text,
            format!("{needed}{}", kind(&member.shape)),
            Follow::NoSpace,
        )
    }

    /// The values of a shape, each as plain text and as a candidate. `fresh` is whether the value
    /// has not begun; the candidates then include the opening bracket that it needs.
    fn values(self, shape: &Shape, fresh: bool) -> Vec<(&'static str, Candidate)> {
        let each = |before: &str, values: &'static [&'static str], is_string: bool| {
            let quote = if is_string && self == Notation::Json {
                "\""
            } else {
                ""
            };
            let candidate = |value: &&'static str| {
                let text = format!("{before}{quote}{value}{quote}");
                (*value, Candidate::new(text, "", Follow::Comma))
            };
            values.iter().map(candidate).collect()
        };
        match shape {
            Shape::Structure(structure) if fresh => {
                let members = structure.members.iter();
                let keys = members.map(|member| (member.name, self.key("{", member, structure)));
                keys.collect()
            }
            Shape::List(Shape::String(values)) => match (self, fresh) {
                (_, true) => each("[", values, true),
                // A single value without brackets is a list too.
                (Notation::Shorthand, false) => each("", values, true),
                (Notation::Json, false) => Vec::new(),
            },
            Shape::String(values) => each("", values, true),
            Shape::Boolean => each("", &["true", "false"], false),
            _ => Vec::new(),
        }
    }
}

/// A short description of a member's values.
pub(super) fn kind(shape: &Shape) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UPDATE_BACKEND_AUTH;

    fn root() -> &'static Structure {
        match UPDATE_BACKEND_AUTH
            .input
            .member("ResourceConfig")
            .unwrap()
            .shape
        {
            Shape::Structure(structure) => structure,
            shape => panic!("{shape:?}"),
        }
    }

    /// The candidates, without the part that is already typed.
    fn at(text: &str) -> String {
        match complete(text, root()) {
            Completions::Candidates(_, found) => {
                let texts: Vec<&str> = found.iter().map(|c| c.text.as_str()).collect();
                texts.join(" ")
            }
            Completions::File(start) => format!("file at {start}"),
        }
    }

    #[test]
    fn each_key_of_the_open_structure_is_offered_once() {
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
    fn positions_without_known_values_have_no_completions() {
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
    fn a_value_after_at_equals_is_a_file_name() {
        let text = "UserPoolConfigs={VerificationMessage={EmailSettings={EmailMessage@=";
        assert_eq!(
            at(&format!("{text}file://x")),
            format!("file at {}", text.len())
        );
    }

    #[test]
    fn the_word_is_complete_once_the_required_members_are_given() {
        let follow = |text| match complete(text, root()) {
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

    #[test]
    fn json_candidates_have_quotes_colons_and_list_brackets() {
        for (text, found) in [
            (
                "{",
                "\"AuthResources\": \"IdentityPoolConfigs\": \"Service\": \"UserPoolConfigs\":",
            ),
            (
                r#"{"Service":"COGNITO", "#,
                "\"AuthResources\": \"IdentityPoolConfigs\": \"UserPoolConfigs\":",
            ),
            (
                r#"{"UserPoolConfigs":{"Mfa":"#,
                "{\"MFAMode\": {\"Settings\":",
            ),
            (
                r#"{"UserPoolConfigs":{"Mfa":{"MFAMode":"#,
                "\"ON\" \"OFF\" \"OPTIONAL\"",
            ),
            (
                r#"{"UserPoolConfigs":{"Mfa":{"Settings":{"MfaTypes":"#,
                "[\"SMS\" [\"TOTP\"",
            ),
            (
                r#"{"UserPoolConfigs":{"Mfa":{"Settings":{"MfaTypes":["SMS","#,
                "\"TOTP\"",
            ),
            (
                r#"{"IdentityPoolConfigs":{"UnauthenticatedLogin":"#,
                "true false",
            ),
            (r#"{"UserPoolConfigs":{"Mfa":{"MFAMode":"ON""#, ""),
            (r#"{"Unknown":{"#, ""),
        ] {
            assert_eq!(at(text), found, "{text}");
        }
    }

    #[test]
    fn brackets_are_closed_where_no_member_is_left() {
        let after = |text| match complete(text, root()) {
            Completions::Candidates(_, found) => found[0].after.clone(),
            Completions::File(_) => String::new(),
        };
        assert_eq!(after("UserPoolConfigs={Mfa={MFAMode=OP"), ",");
        assert_eq!(after("IdentityPoolConfigs={UnauthenticatedLogin="), "},");
        assert_eq!(
            after("UserPoolConfigs={Mfa={MFAMode=ON,Settings={SmsMessage=x,MfaTypes=[SMS,"),
            "]}},"
        );
    }
}
