//! Hints for `--query`.

use super::suggest::{one_of, sanitize, suggest};
use crate::error::QueryError;
use crate::model::Operation;
use crate::python::value::Value;

/// The names of the JMESPath functions.
const FUNCTIONS: [&str; 26] = [
    "abs",
    "avg",
    "ceil",
    "contains",
    "ends_with",
    "floor",
    "join",
    "keys",
    "length",
    "map",
    "max",
    "max_by",
    "merge",
    "min",
    "min_by",
    "not_null",
    "reverse",
    "sort",
    "sort_by",
    "starts_with",
    "sum",
    "to_array",
    "to_number",
    "to_string",
    "type",
    "values",
];

/// The hint for an expression that cannot be compiled or evaluated.
pub(super) fn hint(error: &QueryError) -> Option<String> {
    Some(match error {
        QueryError::Empty => "leave --query out, or name a member: --query JobId".to_owned(),
        QueryError::UnknownFunction(name) => {
            format!("did you mean {}()?", suggest(name, &FUNCTIONS)?)
        }
        QueryError::Incomplete { .. } => {
            "the expression ends too early: a name, a quote or a bracket is missing".to_owned()
        }
        QueryError::Lexer { expression, .. } if expression.contains('\'') => {
            "literal text stands in single quotes; put double quotes around the whole for the shell"
                .to_owned()
        }
        QueryError::Parse { .. } | QueryError::Lexer { .. } => {
            "put single quotes around the whole, so that the shell leaves it as it is".to_owned()
        }
        _ => return None,
    })
}

/// The warning for an expression that selects nothing because its first name is not a member of the
/// response.
pub fn no_such_member(
    operation: &Operation,
    expression: &str,
    response: &Value,
    selected: &Value,
) -> Option<String> {
    let Value::Dict(response) = response else {
        return None;
    };
    let end = expression
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(expression.len());
    let name = expression.get(..end).filter(|name| !name.is_empty())?;
    if *selected != Value::Null || response.entries.contains_key(name) {
        return None;
    }
    let members: Vec<&str> = operation.output.members.iter().map(|m| m.name).collect();
    if members.contains(&name) {
        return Some(format!("the response has no {name}"));
    }
    let name_shown = sanitize(name);
    Some(match suggest(name, &members) {
        Some(meant) => format!("the response has no {name_shown}; did you mean {meant}?"),
        None => format!(
            "the response has no {name_shown}; it has {}",
            one_of(&members).replace(" or ", " and ")
        ),
    })
}
