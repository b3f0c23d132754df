//! Skeletons: the shape of the input and of the output, as values to fill in
//! (`botocore/utils.py`, `ArgumentGenerator`).

use crate::model::{INPUT, OUTPUT, Shape, Structure};
use crate::python::value::{Dict, Value};

/// The input, with empty text, zero, true, and of each enumeration the first value. (The original
/// draws one at random.)
pub fn input() -> Value {
    structure(&INPUT)
}

/// The output, each member holding its own name.
pub fn output() -> Dict {
    OUTPUT
        .members
        .iter()
        .map(|member| (member.name.to_owned(), Value::from(member.name)))
        .collect()
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
