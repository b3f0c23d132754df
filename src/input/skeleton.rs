//! Skeletons: the shape of the input and of the output, as values to fill in
//! (`botocore/utils.py`, `ArgumentGenerator`).

use crate::model::{Member, Operation, Shape, Structure};
use crate::python::value::{Dict, Value};

/// The input, with empty text, zero, true, and of each enumeration the first value. (The original
/// draws one at random.)
pub fn input(operation: &Operation) -> Value {
    structure(operation.input)
}

/// The output: the names of the members as their texts, and of the elements of lists those of
/// their shapes.
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
        shape => value(shape),
    }
}

fn structure(structure: &Structure) -> Value {
    Value::Dict(
        structure
            .members
            .iter()
            .map(|member| (member.name.to_owned(), value(member.shape)))
            .collect(),
    )
}

fn value(shape: Shape) -> Value {
    match shape {
        Shape::Structure(inner) => structure(inner),
        Shape::List(element) => Value::List(vec![value(*element)]),
        Shape::String(choices) => Value::from(choices.first().copied().unwrap_or_default()),
        Shape::Boolean => Value::Bool(true),
        Shape::Double => Value::Float(0.0),
    }
}
