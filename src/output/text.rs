//! `--output text`: a line a record, tab-separated, keys in sorted order; nested values on lines
//! of their own, named after their key in upper case (`awscli/text.py`).

use crate::error::OutputError;
use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};
use std::collections::BTreeSet;

/// Adds the text, with its final newline.
///
/// # Errors
/// A list that holds objects and other things, as soon as it is met.
pub fn render(value: &Value, out: &mut String) -> Result<(), OutputError> {
    write_item(value, None, None, out)
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Dict(_))
}

/// `columns` are the keys of all records of a list, so that its lines line up.
fn write_item(
    item: &Value,
    identifier: Option<&str>,
    columns: Option<&BTreeSet<&str>>,
    out: &mut String,
) -> Result<(), OutputError> {
    match item {
        Value::Dict(dict) => write_dict(dict, identifier, columns, out),
        Value::List(items) => write_list(items, identifier, out),
        scalar => {
            write_line([str_of(scalar)], out);
            Ok(())
        }
    }
}

fn write_list(
    items: &[Value],
    identifier: Option<&str>,
    out: &mut String,
) -> Result<(), OutputError> {
    if items.iter().any(|item| matches!(item, Value::Dict(_))) {
        let columns = scalar_keys(items)?;
        return items
            .iter()
            .try_for_each(|item| write_item(item, identifier, Some(&columns), out));
    }
    let (scalars, lists): (Vec<&Value>, Vec<&Value>) =
        items.iter().partition(|item| is_scalar(item));
    match identifier {
        _ if scalars.is_empty() => {}
        Some(identifier) => {
            for scalar in scalars {
                write_line([identifier.to_uppercase(), str_of(scalar)], out);
            }
        }
        None => write_line(scalars.into_iter().map(str_of), out),
    }
    lists
        .into_iter()
        .try_for_each(|list| write_item(list, identifier, None, out))
}

fn write_dict(
    dict: &Dict,
    identifier: Option<&str>,
    columns: Option<&BTreeSet<&str>>,
    out: &mut String,
) -> Result<(), OutputError> {
    let mut sorted: Vec<(&str, &Value)> = dict
        .entries
        .iter()
        .map(|(key, value)| (key.as_str(), value))
        .collect();
    sorted.sort_by_key(|(key, _)| *key);
    let (cells, nested): (Vec<String>, Vec<(&str, &Value)>) = match columns {
        None => {
            let (scalars, nested): (Vec<_>, Vec<_>) =
                sorted.into_iter().partition(|(_, value)| is_scalar(value));
            (
                scalars
                    .into_iter()
                    .map(|(_, value)| str_of(value))
                    .collect(),
                nested,
            )
        }
        // A nested value under a key that is a column elsewhere is printed in its cell.
        Some(columns) => (
            columns
                .iter()
                .map(|key| dict.entries.get(*key).map(str_of).unwrap_or_default())
                .collect(),
            sorted
                .into_iter()
                .filter(|(key, _)| !columns.contains(key))
                .collect(),
        ),
    };
    if !cells.is_empty() {
        write_line(
            identifier.map(str::to_uppercase).into_iter().chain(cells),
            out,
        );
    }
    nested
        .into_iter()
        .try_for_each(|(key, value)| write_item(value, Some(key), None, out))
}

/// The keys under which some record of the list has a scalar.
fn scalar_keys(records: &[Value]) -> Result<BTreeSet<&str>, OutputError> {
    let mut keys = BTreeSet::new();
    for record in records {
        let Value::Dict(dict) = record else {
            return Err(OutputError::NoItems(record.class()));
        };
        let scalars = dict.entries.iter().filter(|(_, value)| is_scalar(value));
        keys.extend(scalars.map(|(key, _)| key.as_str()));
    }
    Ok(keys)
}

fn write_line(cells: impl IntoIterator<Item = String>, out: &mut String) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push('\t');
        }
        out.push_str(&cell);
    }
    out.push('\n');
}
