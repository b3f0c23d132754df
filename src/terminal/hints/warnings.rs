//! Warnings before a call: values that the model does not list, and values unchanged from the
//! skeleton.

use super::suggest::{sanitize, suggest};
use crate::model::{Operation, Shape, Structure};
use crate::python::value::{Dict, Value};

/// The maximum number of members that a warning lists.
const MAX_LISTED: usize = 4;

/// The warnings about the parameters, one line each; `None` if there are none.
pub fn warning(operation: &Operation, params: &Dict) -> Option<String> {
    let found = SuspectMembers::of(operation, params);
    let warnings = [found.empty(), found.unlisted()];
    let warnings: Vec<String> = warnings.into_iter().flatten().collect();
    (!warnings.is_empty()).then(|| warnings.join("\nwarning: "))
}

/// The members that warnings are about.
#[derive(Default)]
pub(super) struct SuspectMembers<'v> {
    /// Path, value, and the values that the model lists.
    pub(super) unlisted: Vec<(String, &'v str, &'static [&'static str])>,
    /// Paths of empty strings and of the number 0.0, which are the values of the skeleton.
    pub(super) empty: Vec<String>,
}

impl<'v> SuspectMembers<'v> {
    /// Collects the members from the parameters.
    pub(super) fn of(operation: &Operation, params: &'v Dict) -> SuspectMembers<'v> {
        let mut found = SuspectMembers::default();
        found.members(params, operation.input, "");
        found
    }

    fn members(&mut self, dict: &'v Dict, structure: &'static Structure, path: &str) {
        for member in structure.members {
            if let Some(value) = dict.entries.get(member.name) {
                let dot = if path.is_empty() { "" } else { "." };
                self.value(value, member.shape, &format!("{path}{dot}{}", member.name));
            }
        }
    }

    fn value(&mut self, value: &'v Value, shape: Shape, path: &str) {
        match (shape, value) {
            (Shape::Structure(inner), Value::Dict(dict)) => self.members(dict, inner, path),
            (Shape::List(element), Value::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, *element, &format!("{path}[{index}]"));
                }
            }
            (Shape::String([]), Value::String(text)) if text.is_empty() => {
                self.empty.push(path.to_owned());
            }
            (Shape::Double, Value::Float(number)) if *number == 0.0 => {
                self.empty.push(path.to_owned());
            }
            (Shape::String(known @ [_, ..]), Value::String(text))
                if !known.contains(&text.as_str()) =>
            {
                self.unlisted.push((path.to_owned(), text, known));
            }
            _ => {}
        }
    }

    /// A warning only: the service may accept more values than this model lists.
    fn unlisted(&self) -> Option<String> {
        let (path, value, known) = self.unlisted.first()?;
        let meant = match suggest(value, known) {
            Some(suggest) => format!("; did you mean {suggest}?"),
            None => ".".to_owned(),
        };
        let more = match self.unlisted.len() - 1 {
            0 => String::new(),
            more => format!(" ({more} more like it)"),
        };
        Some(format!(
            "{path}: {} is unknown and sent as it is{meant} Known: {}{more}",
            sanitize(value),
            known.join(", ")
        ))
    }

    fn empty(&self) -> Option<String> {
        let first: Vec<&str> = self
            .empty
            .iter()
            .take(MAX_LISTED)
            .map(String::as_str)
            .collect();
        let more = match self.empty.len().saturating_sub(MAX_LISTED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        (!first.is_empty()).then(|| {
            format!(
                "empty strings and 0.0, as in the skeleton, are sent too: {}{more}; delete the \
                 members that you do not want to set",
                first.join(", ")
            )
        })
    }
}
