//! `--output table`: values are converted to sections with a title, headers and rows
//! (`awscli/formatter.py`, `TableFormatter`), and drawn by [`draw`].

mod draw;

use super::{Rendered, RenderedText, TableStyle};
use crate::error::OutputError;
use crate::python::repr::str_of;
use crate::python::value::{Dict, Value};
use draw::Section;
use std::collections::BTreeSet;

/// The drawn table; empty for a value that is falsy in Python. The error is a value that cannot be
/// shown as a table.
pub(super) fn render(title: &str, value: &Value, style: TableStyle) -> RenderedText {
    let mut table = Table::default();
    match table.build(Some(title), value, 0) {
        Ok(true) => Rendered::complete(draw::draw(table.sections, style)),
        Ok(false) => Rendered::complete(String::new()),
        Err(error) => Rendered {
            output: String::new().into(),
            error: Some(error),
        },
    }
}

/// The sections of a table, in the order in which they are drawn.
#[derive(Default)]
struct Table {
    sections: Vec<Section>,
}

impl Table {
    /// Adds the sections of `value`; returns whether there were any.
    fn build(
        &mut self,
        title: Option<&str>,
        value: &Value,
        indent: usize,
    ) -> Result<bool, OutputError> {
        if !value.is_truthy() {
            return Ok(false);
        }
        if let Some(title) = title {
            self.new_section(title, indent);
        }
        match value {
            Value::List(items) if matches!(items.first(), Some(Value::Dict(_))) => {
                self.records(items, indent, title.unwrap_or_default())?;
            }
            Value::List(items) => {
                for item in items {
                    self.list_item(item)?;
                }
            }
            Value::Dict(dict) => self.record(dict, indent)?,
            _ => {}
        }
        Ok(true)
    }

    fn list_item(&mut self, item: &Value) -> Result<(), OutputError> {
        match item {
            Value::List(cells) if cells.iter().all(Value::is_scalar) => {
                self.add_row(cells.iter().map(str_of).collect())
            }
            Value::List(_) => self.build(None, item, 0).map(drop),
            // The original iterates over the item, which for a dict yields its keys.
            Value::Dict(dict) => self.add_row(dict.entries.keys().cloned().collect()),
            scalar => self.add_row(vec![str_of(scalar)]),
        }
    }

    /// Adds an object: its scalars are a row below their keys as headers, other members are nested
    /// sections.
    fn record(&mut self, dict: &Dict, indent: usize) -> Result<(), OutputError> {
        let (headers, nested) = group_keys(dict);
        let cell = |key: &&str| dict.entries.get(*key).map(str_of).unwrap_or_default();
        if let [only] = headers.as_slice() {
            self.add_row(vec![(*only).to_owned(), cell(only)])?;
        } else if !headers.is_empty() {
            self.add_headers(headers.iter().map(|key| (*key).to_owned()).collect())?;
            self.add_row(headers.iter().map(cell).collect())?;
        }
        for key in nested {
            if let Some(value) = dict.entries.get(key) {
                self.build(Some(key), value, indent + 1)?;
            }
        }
        Ok(())
    }

    /// Adds a list of objects: the columns are the keys of all objects.
    fn records(&mut self, items: &[Value], indent: usize, title: &str) -> Result<(), OutputError> {
        let mut headers = BTreeSet::new();
        let mut nested = BTreeSet::new();
        for item in items {
            match item {
                Value::Dict(dict) => {
                    let (scalar_keys, nested_keys) = group_keys(dict);
                    headers.extend(scalar_keys);
                    nested.extend(nested_keys);
                }
                other => OutputError::not_a_record(other).map_or(Ok(()), Err)?,
            }
        }
        // The elements of a list count as columns until the first cell is looked up.
        let is_filled = |item: &Value| !matches!(item, Value::Dict(_)) && item.is_truthy();
        let has_columns = !headers.is_empty() || items.iter().any(is_filled);
        let titles: Vec<String> = headers.iter().map(|key| (*key).to_owned()).collect();
        self.add_headers(titles.clone())?;
        for (index, item) in items.iter().enumerate() {
            if index > 0 && !nested.is_empty() {
                self.new_section(title, indent);
                self.add_headers(titles.clone())?;
            }
            let Value::Dict(dict) = item else {
                // Without columns no cell is looked up in the item.
                if has_columns {
                    return Err(OutputError::NoGet(item.class()));
                }
                self.add_row(Vec::new())?;
                continue;
            };
            let cell = |key: &&str| dict.entries.get(*key).map(str_of).unwrap_or_default();
            self.add_row(headers.iter().map(cell).collect())?;
            for key in &nested {
                if let Some(value) = dict.entries.get(*key) {
                    self.build(Some(key), value, indent + 1)?;
                }
            }
        }
        Ok(())
    }

    fn new_section(&mut self, title: &str, indent: usize) {
        self.sections.push(Section::new(title, indent));
    }

    fn add_headers(&mut self, headers: Vec<String>) -> Result<(), OutputError> {
        match self.sections.last_mut() {
            Some(section) => section.add_headers(headers),
            None => Ok(()),
        }
    }

    fn add_row(&mut self, row: Vec<String>) -> Result<(), OutputError> {
        match self.sections.last_mut() {
            Some(section) => section.add_row(row),
            None => Ok(()),
        }
    }
}

/// The keys of scalars and the keys of other values, each sorted.
fn group_keys(dict: &Dict) -> (Vec<&str>, Vec<&str>) {
    let (mut scalar, mut nested): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (key, value) in dict.entries.iter() {
        if value.is_scalar() {
            scalar.push(key);
        } else {
            nested.push(key);
        }
    }
    scalar.sort_unstable();
    nested.sort_unstable();
    (scalar, nested)
}
