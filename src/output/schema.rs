//! A JSON Schema (2020-12) of an operation's input, with which an editor completes and validates a
//! document for `--cli-input-json`.

use crate::model::{Operation, Shape, Structure, docs};
use crate::python::json::dumps_indented;
use crate::python::value::{Dict, Value};

/// The schema of the operation's document. It accepts every document that validation accepts.
pub fn text(operation: &Operation) -> String {
    let mut schema = vec![
        (
            "$schema",
            "https://json-schema.org/draft/2020-12/schema".into(),
        ),
        ("title", operation.command.into()),
        ("description", operation.summary.into()),
    ];
    schema.extend(structure(operation.input));
    dumps_indented(&Value::from_iter(schema)).unwrap_or_default() + "\n"
}

fn structure(structure: &Structure) -> Vec<(&'static str, Value)> {
    let properties = structure.members.iter().map(|member| {
        let mut schema = shape(&member.shape);
        if let Some(doc) = docs::of(structure, member.name) {
            schema.push(("description", doc.text.replace('`', "").into()));
            if doc.deprecated {
                schema.push(("deprecated", Value::Bool(true)));
            }
        }
        (member.name.to_owned(), Value::from_iter(schema))
    });
    let properties: Dict = properties.collect();
    let required = structure.required.iter().map(|name| Value::from(*name));
    vec![
        ("type", "object".into()),
        ("properties", Value::Dict(properties)),
        ("required", Value::List(required.collect())),
        ("additionalProperties", Value::Bool(false)),
    ]
}

fn shape(shape: &Shape) -> Vec<(&'static str, Value)> {
    match shape {
        Shape::Structure(inner) => structure(inner),
        Shape::List(element) => vec![
            ("type", "array".into()),
            ("items", Value::from_iter(self::shape(element))),
        ],
        Shape::String([]) => vec![("type", "string".into())],
        // An editor offers the listed values; others are accepted because they are sent too.
        Shape::String(values) => {
            let values = values.iter().map(|value| Value::from(*value));
            let known = Value::from_iter([("enum", Value::List(values.collect()))]);
            let any = Value::from_iter([("type", "string".into())]);
            vec![("anyOf", Value::List(vec![known, any]))]
        }
        Shape::Boolean => vec![("type", "boolean".into())],
        // In Python, a boolean is an integer.
        Shape::Double => vec![("type", Value::List(vec!["number".into(), "boolean".into()]))],
    }
}
