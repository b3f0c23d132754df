//! Skeletons of the input and output: the structure with placeholder values (`botocore/utils.py`,
//! `ArgumentGenerator`); the input also as YAML with comments
//! (`awscli/customizations/generatecliskeleton.py`, `YAMLArgumentGenerator`).

use crate::model::{Member, Operation, Shape, Structure, docs};
use crate::python::json;
use crate::python::value::{Dict, Value};
use serde::{Serialize, Serializer};

/// The members in a JSON skeleton.
#[derive(Clone, Copy, PartialEq)]
pub enum Members {
    /// All members.
    All,
    /// The members that the model requires, at every depth.
    Required,
}

/// The structure as JSON, with empty strings, zero, `true`, and the first value of each
/// enumeration. (The original chooses one at random.)
pub fn json(structure: &'static Structure, members: Members) -> String {
    // Every value in it has a JSON form, so this cannot fail.
    json::dumps_indented(&InputOf(Shape::Structure(structure), members)).unwrap_or_default()
}

/// Serializes the skeleton of a shape.
struct InputOf(Shape, Members);

impl Serialize for InputOf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(shape, which) = *self;
        match shape {
            Shape::Structure(structure) => {
                let members = structure.members.iter().filter(|member| {
                    which == Members::All || structure.required.contains(&member.name)
                });
                serializer
                    .collect_map(members.map(|member| (member.name, Self(member.shape, which))))
            }
            Shape::List(element) => serializer.collect_seq([Self(*element, which)]),
            Shape::String(choices) => {
                serializer.serialize_str(choices.first().copied().unwrap_or_default())
            }
            Shape::Boolean => serializer.serialize_bool(true),
            Shape::Double => serializer.serialize_f64(0.0),
        }
    }
}

/// The skeleton of the output: the value of each member is its name, and that of a list element the
/// name of its shape.
pub fn output(operation: &Operation) -> Dict {
    named(operation.output)
}

fn named(structure: &Structure) -> Dict {
    let members = structure.members.iter();
    members
        .map(|member| (member.name.to_owned(), named_value(member)))
        .collect()
}

fn named_value(member: &Member) -> Value {
    match member.shape {
        Shape::Structure(inner) => Value::Dict(named(inner)),
        Shape::List(_) => Value::List(vec![Value::from(member.element_name)]),
        Shape::String(_) => Value::from(member.name),
        Shape::Boolean => Value::Bool(true),
        Shape::Double => Value::Float(0.0),
    }
}

/// The structure as YAML. A comment after each member states its purpose, whether it is required,
/// and its values.
pub fn yaml(structure: &Structure) -> String {
    let mut out = String::new();
    write_yaml(structure, 0, &mut out);
    out
}

fn write_yaml(structure: &Structure, indent: usize, out: &mut String) {
    for (index, member) in structure.members.iter().enumerate() {
        out.push_str(&format!("{:indent$}{}:", "", member.name));
        let comment = comment(structure, member);
        // The first comment of a mapping has two spaces before it.
        let gap = if index == 0 { "  " } else { " " };
        let comment = format!("{gap}# {comment}\n");
        match member.shape {
            Shape::Structure(inner) => {
                out.push_str(&comment);
                write_yaml(inner, indent + 2, out);
            }
            Shape::List(element) => {
                out.push_str(&comment);
                out.push_str(&format!("{:indent$}-{}\n", "", yaml_scalar(*element)));
            }
            scalar => {
                out.push_str(&yaml_scalar(scalar));
                out.push_str(&comment);
            }
        }
    }
}

/// The value of a scalar or list member, with a space before it. The lists of the model contain
/// only strings.
fn yaml_scalar(shape: Shape) -> String {
    match shape {
        Shape::String([first, ..]) => format!(" {first}"),
        Shape::String([]) => " ''".to_owned(),
        Shape::Boolean => " true".to_owned(),
        Shape::Double => " 0.0".to_owned(),
        Shape::Structure(_) | Shape::List(_) => String::new(),
    }
}

fn comment(structure: &Structure, member: &Member) -> String {
    let mut parts = Vec::new();
    if structure.required.contains(&member.name) {
        parts.push("[REQUIRED]".to_owned());
    }
    if let Some(doc) = docs::of(structure, member.name) {
        if doc.deprecated {
            parts.push("(DEPRECATED)".to_owned());
        }
        let (sentence, _) = doc.text.split_once(". ").unwrap_or((doc.text, ""));
        parts.push(format!("{}.", sentence.trim_end_matches('.')));
    }
    if let Shape::String(values @ [_, ..]) = member.shape {
        parts.push(format!("Valid values are: {}.", values.join(", ")));
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::yaml as reader;
    use crate::model::UPDATE_BACKEND_AUTH;
    use crate::python::json::dumps_indented;
    use crate::python::repr::repr;

    /// The skeleton as a value.
    fn value(shape: Shape) -> Value {
        match shape {
            Shape::Structure(inner) => {
                let members = inner.members.iter();
                Value::from_iter(members.map(|member| (member.name, value(member.shape))))
            }
            Shape::List(element) => Value::List(vec![value(*element)]),
            Shape::String(choices) => Value::from(choices.first().copied().unwrap_or_default()),
            Shape::Boolean => Value::Bool(true),
            Shape::Double => Value::Float(0.0),
        }
    }

    #[test]
    fn the_json_skeleton_is_the_serialized_value() {
        for operation in crate::model::OPERATIONS {
            let written = dumps_indented(&value(Shape::Structure(operation.input))).unwrap();
            assert_eq!(json(operation.input, Members::All), written);
        }
    }

    #[test]
    fn the_required_members_form_a_document() {
        let text = json(UPDATE_BACKEND_AUTH.input, Members::Required);
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(
            words.join(" "),
            r#"{ "AppId": "", "BackendEnvironmentName": "", "ResourceConfig": { "AuthResources": "USER_POOL_ONLY", "Service": "COGNITO", "UserPoolConfigs": {} }, "ResourceName": "" }"#
        );
    }

    #[test]
    fn the_yaml_skeleton_is_the_json_skeleton_with_comments() {
        let text = yaml(UPDATE_BACKEND_AUTH.input);
        let read = reader::parse_text(&text).unwrap();
        assert_eq!(
            repr(&read),
            repr(&value(Shape::Structure(UPDATE_BACKEND_AUTH.input)))
        );
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines[0].starts_with("AppId: ''  # [REQUIRED] "),
            "{}",
            lines[0]
        );
        assert!(lines[1].starts_with("BackendEnvironmentName: '' # [REQUIRED] "));
        assert!(lines[2].starts_with("ResourceConfig: # [REQUIRED] "));
        assert!(lines[3].starts_with("  AuthResources: USER_POOL_ONLY  # [REQUIRED] "));
        assert!(
            lines[3].ends_with("Valid values are: USER_POOL_ONLY, IDENTITY_POOL_AND_USER_POOL.")
        );
        assert!(text.contains("        MfaTypes:  # "));
        assert!(text.contains("\n        - SMS\n        SmsMessage: '' # "));
    }
}
