//! `--output text`: one tab-separated line for each record, with sorted keys; nested values have
//! separate lines that start with their key in upper case (`awscli/text.py`).

use super::{Pieces, Rendered, RenderedText};
use crate::error::OutputError;
use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};
use std::collections::BTreeSet;

/// The text with a final newline. The error is a list that contains objects and other values.
pub(super) fn render(value: &Value) -> RenderedText {
    let mut writer = TextWriter::default();
    let error = writer.item(value, None, None).err();
    Rendered {
        output: writer.out,
        error,
    }
}

/// The text so far.
#[derive(Default)]
struct TextWriter {
    out: Pieces,
}

impl TextWriter {
    /// Writes a value. `columns` are the keys of all objects in a list, so that their lines have
    /// the same cells.
    fn item(
        &mut self,
        item: &Value,
        identifier: Option<&str>,
        columns: Option<&BTreeSet<&str>>,
    ) -> Result<(), OutputError> {
        match item {
            Value::Dict(dict) => self.dict(dict, identifier, columns),
            Value::List(items) => self.list(items, identifier),
            scalar => {
                self.line([str_of(scalar)]);
                Ok(())
            }
        }
    }

    fn list(&mut self, items: &[Value], identifier: Option<&str>) -> Result<(), OutputError> {
        if items.iter().any(|item| matches!(item, Value::Dict(_))) {
            let columns = scalar_keys(items)?;
            return items
                .iter()
                .try_for_each(|item| self.item(item, identifier, Some(&columns)));
        }
        let (scalars, lists): (Vec<&Value>, Vec<&Value>) =
            items.iter().partition(|item| item.is_scalar());
        match identifier {
            _ if scalars.is_empty() => {}
            Some(identifier) => {
                for scalar in scalars {
                    self.line([identifier.to_uppercase(), str_of(scalar)]);
                }
            }
            None => self.line(scalars.into_iter().map(str_of)),
        }
        lists
            .into_iter()
            .try_for_each(|list| self.item(list, identifier, None))
    }

    fn dict(
        &mut self,
        dict: &Dict,
        identifier: Option<&str>,
        columns: Option<&BTreeSet<&str>>,
    ) -> Result<(), OutputError> {
        let mut sorted: Vec<(&String, &Value)> = dict.entries.iter().collect();
        sorted.sort_by_key(|(key, _)| *key);
        let is_column = |key: &str, value: &Value| match columns {
            // A nested value is printed in a cell if its key is a column because of another record.
            Some(columns) => columns.contains(key),
            None => value.is_scalar(),
        };
        let (cells, nested): (Vec<_>, Vec<_>) = sorted
            .into_iter()
            .partition(|(key, value)| is_column(key, value));
        let cells: Vec<String> = match columns {
            Some(columns) => columns
                .iter()
                .map(|key| dict.entries.get(*key).map(str_of).unwrap_or_default())
                .collect(),
            None => cells.into_iter().map(|(_, value)| str_of(value)).collect(),
        };
        if !cells.is_empty() {
            self.line(identifier.map(str::to_uppercase).into_iter().chain(cells));
        }
        nested
            .into_iter()
            .try_for_each(|(key, value)| self.item(value, Some(key), None))
    }

    fn line(&mut self, cells: impl IntoIterator<Item = String>) {
        let line = self.out.start();
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                line.push('\t');
            }
            line.push_str(&cell);
        }
        line.push('\n');
    }
}

/// The keys that have a scalar value in at least one record of the list.
fn scalar_keys(records: &[Value]) -> Result<BTreeSet<&str>, OutputError> {
    let mut keys = BTreeSet::new();
    for record in records {
        let Value::Dict(dict) = record else {
            return Err(OutputError::NoItems(record.class()));
        };
        let scalars = dict.entries.iter().filter(|(_, value)| value.is_scalar());
        keys.extend(scalars.map(|(key, _)| key.as_str()));
    }
    Ok(keys)
}
