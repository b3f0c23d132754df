//! The members in which two configurations differ, as lines or as a list.

use super::document::step;
use crate::model::{Shape, Structure};
use crate::python::is_printable;
use crate::python::json;
use crate::python::value::{Dict, Value};

/// Replaces the values of a secret that would change.
const SECRET: &str = "differs";

/// A member that would change. A value is `None` where the member is absent.
#[derive(Debug, PartialEq)]
pub struct Change {
    /// The path of the member, such as `ResourceConfig.UserPoolConfigs.Mfa.MFAMode`.
    pub path: String,
    /// The current value.
    pub from: Option<Value>,
    /// The new value.
    pub to: Option<Value>,
    is_secret: bool,
}

/// The members that differ, in the model's order. A list is compared as one member; for values of
/// an enumeration the order is ignored.
pub fn changes(from: &Dict, to: &Dict, structure: &Structure) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(Some(from), Some(to), structure, "", &mut changes);
    changes
}

fn compare(
    from: Option<&Dict>,
    to: Option<&Dict>,
    structure: &Structure,
    path: &str,
    changes: &mut Vec<Change>,
) {
    for member in structure.members {
        let value =
            |dict: Option<&Dict>| dict.and_then(|dict| dict.entries.get(member.name)).cloned();
        let (from, to) = (value(from), value(to));
        let path = step(path, member.name);
        if let Shape::Structure(inner) = member.shape
            && let (Ok(from), Ok(to)) = (as_dict(&from), as_dict(&to))
        {
            let before = changes.len();
            compare(from, to, inner, &path, changes);
            // A structure that is added or removed, and that has no members.
            if changes.len() > before || from.is_some() == to.is_some() {
                continue;
            }
        } else if is_same(from.as_ref(), to.as_ref(), member.shape) {
            continue;
        }
        let visible = |value: Option<Value>| value.map(|value| visible(value, member.shape));
        changes.push(Change {
            path,
            from: visible(from),
            to: visible(to),
            is_secret: member.is_secret(),
        });
    }
}

/// The object, or `None` if it is absent; `Err` for a value that is not an object.
fn as_dict(value: &Option<Value>) -> Result<Option<&Dict>, ()> {
    match value {
        None => Ok(None),
        Some(Value::Dict(dict)) => Ok(Some(dict)),
        Some(_) => Err(()),
    }
}

/// The value to show. A value whose type is not that of the model is not shown, because it may
/// contain a secret.
fn visible(value: Value, shape: Shape) -> Value {
    let fits = match (shape, &value) {
        (Shape::List(_), Value::List(items)) => {
            items.iter().all(|item| matches!(item, Value::String(_)))
        }
        (Shape::Structure(_), Value::Dict(dict)) => dict.entries.is_empty(),
        (Shape::String(_), Value::String(_)) | (Shape::Boolean, Value::Bool(_)) => true,
        (Shape::Double, value) => number(value).is_some(),
        _ => false,
    };
    if fits { value } else { SECRET.into() }
}

fn is_same(from: Option<&Value>, to: Option<&Value>, shape: Shape) -> bool {
    match (shape, from, to) {
        (Shape::Double, Some(from), Some(to)) => match (number(from), number(to)) {
            (Some(from), Some(to)) => from == to,
            _ => from == to,
        },
        (Shape::List(Shape::String([_, ..])), Some(Value::List(from)), Some(Value::List(to))) => {
            let within =
                |these: &[Value], those: &[Value]| these.iter().all(|item| those.contains(item));
            within(from, to) && within(to, from)
        }
        _ => from == to,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Float(number) => Some(*number),
        Value::Int(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

impl Change {
    /// The change as an object with `Path`, `From` and `To`; null for an absent value.
    fn into_value(self) -> Value {
        let is_secret = self.is_secret;
        let visible = |value: Option<Value>| match value {
            None => Value::Null,
            Some(_) if is_secret => SECRET.into(),
            Some(value) => value,
        };
        Value::from_iter([
            ("Path", self.path.into()),
            ("From", visible(self.from)),
            ("To", visible(self.to)),
        ])
    }

    /// The sign of the change, its color and the rest of the line.
    fn line(&self) -> (char, u8, String) {
        let values = match (&self.from, &self.to) {
            _ if self.is_secret => SECRET.to_owned(),
            (Some(from), Some(to)) => format!("{} -> {}", text(from), text(to)),
            (from, to) => from.iter().chain(to).map(text).collect(),
        };
        let (sign, color) = match (&self.from, &self.to) {
            (None, _) => ('+', GREEN),
            (_, None) => ('-', RED),
            _ => ('~', YELLOW),
        };
        (sign, color, format!("{}: {values}", self.path))
    }
}

const RED: u8 = 31;
const GREEN: u8 = 32;
const YELLOW: u8 = 33;

/// A value as JSON on one line; unprintable characters are escaped.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => {
            let escaped = text.chars().map(|c| match c {
                '"' | '\\' => format!("\\{c}"),
                c if is_printable(c) => c.to_string(),
                c => json::dumps(&c.to_string()).trim_matches('"').to_owned(),
            });
            format!("\"{}\"", escaped.collect::<String>())
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(text).collect();
            format!("[{}]", items.join(", "))
        }
        value => json::dumps(value),
    }
}

/// The changes as a list of objects.
pub fn list(changes: Vec<Change>) -> Value {
    Value::List(changes.into_iter().map(Change::into_value).collect())
}

/// The changes, one on each line.
pub fn lines(changes: &[Change], colored: bool) -> String {
    if changes.is_empty() {
        return "Nothing differs.\n".to_owned();
    }
    let lines = changes.iter().map(|change| {
        let (sign, color, rest) = change.line();
        match colored {
            true => format!("\u{1b}[{color}m{sign} {rest}\u{1b}[0m\n"),
            false => format!("{sign} {rest}\n"),
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UPDATE_BACKEND_AUTH;

    fn changed(from: &str, to: &str) -> Vec<Change> {
        let pool = |text: &str| {
            let text = format!(r#"{{"ResourceConfig": {{"UserPoolConfigs": {text}}}}}"#);
            json::parse_dict(&text)
        };
        changes(&pool(from), &pool(to), UPDATE_BACKEND_AUTH.input)
    }

    fn line(from: &str, to: &str) -> String {
        lines(&changed(from, to), false).replace("ResourceConfig.UserPoolConfigs.", "")
    }

    #[test]
    fn each_added_removed_or_changed_member_has_one_line() {
        for (from, to, expected) in [
            ("{}", "{}", "Nothing differs.\n"),
            (r#"{"Mfa": {}}"#, "{}", "- Mfa: {}\n"),
            (
                "{}",
                r#"{"Mfa": {"MFAMode": "ON"}}"#,
                "+ Mfa.MFAMode: \"ON\"\n",
            ),
            (
                r#"{"Mfa": {"MFAMode": "ON", "Settings": {"MfaTypes": ["SMS", "TOTP"]}}}"#,
                r#"{"Mfa": {"MFAMode": "OFF", "Settings": {"MfaTypes": ["TOTP", "SMS"]}}}"#,
                "~ Mfa.MFAMode: \"ON\" -> \"OFF\"\n",
            ),
            (
                r#"{"PasswordPolicy": {"MinimumLength": 8.0}}"#,
                r#"{"PasswordPolicy": {"MinimumLength": 8}}"#,
                "Nothing differs.\n",
            ),
            (
                r#"{"OAuth": {"RedirectSignInURIs": ["a/", "b/"]}}"#,
                r#"{"OAuth": {"RedirectSignInURIs": ["b/", "a/"]}}"#,
                "~ OAuth.RedirectSignInURIs: [\"a/\", \"b/\"] -> [\"b/\", \"a/\"]\n",
            ),
        ] {
            assert_eq!(line(from, to), expected, "{from} {to}");
        }
    }

    #[test]
    fn secrets_and_misplaced_values_are_not_shown() {
        let google = |value: &str| {
            format!(r#"{{"OAuth": {{"SocialProviderSettings": {{"Google": {value}}}}}}}"#)
        };
        let path = "OAuth.SocialProviderSettings.Google";
        let (old, new) = (
            google(r#"{"ClientSecret": "s1"}"#),
            google(r#"{"ClientSecret": "s2"}"#),
        );
        assert_eq!(
            line(&old, &new),
            format!("~ {path}.ClientSecret: differs\n")
        );
        assert_eq!(
            line("{}", &new),
            format!("+ {path}.ClientSecret: differs\n")
        );
        assert_eq!(
            line("{}", &google("\"s1\"")),
            format!("+ {path}: \"differs\"\n")
        );
        let list = json::dumps(&list(changed("{}", &new)));
        assert!(
            list.ends_with(r#""From": null, "To": "differs"}]"#),
            "{list}"
        );
    }

    #[test]
    fn on_a_terminal_lines_are_colored_and_control_characters_escaped() {
        let changes = changed("{}", r#"{"OAuth": {"DomainPrefix": "\u009b1m\u001bé"}}"#);
        let path = "ResourceConfig.UserPoolConfigs.OAuth.DomainPrefix";
        assert_eq!(
            lines(&changes, true),
            format!("\u{1b}[32m+ {path}: \"\\u009b1m\\u001bé\"\u{1b}[0m\n")
        );
    }
}
