//! The exit codes and differences of the manual, read from the README's tables to avoid a second
//! copy.

use super::document::{Block, entry, paragraph};
use crate::dialect::Dialect;

const README: &str = include_str!("../../../README.md");

/// The cells of each row of the first table after a heading, without header rows.
fn rows(heading: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let start = README.find(&format!("\n## {heading}\n"));
    let section = start
        .and_then(|at| README.get(at + 1..))
        .unwrap_or_default();
    section
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"))
        .map(|row| row.split(" | ").collect::<Vec<_>>())
        .filter(|cells| cells.len() > 1)
        .skip(2)
}

/// The exit codes of the dialect with their meanings.
pub(super) fn exit_codes(dialect: Dialect) -> Vec<Block> {
    let entries = rows("Exit codes").filter_map(|cells| {
        let [first, second, meaning] = cells.as_slice() else {
            return None;
        };
        let code = match dialect {
            Dialect::V1 => first,
            Dialect::V2 => second,
        };
        Some(entry(format!("`{code}`"), *meaning))
    });
    vec![Block::DefinitionList(16, entries.collect())]
}

/// The differences from the original, with reasons.
pub(super) fn differences() -> Vec<Block> {
    let entries =
        rows("Differences from the original").filter_map(|cells| match *cells.as_slice() {
            [here, reason] => Some(entry(here, reason)),
            _ => None,
        });
    vec![
        paragraph(
            "The reference is the AWS CLI 1.46.3 and 2.36.7, byte for byte. These differences are \
             intended:",
        ),
        Block::DefinitionList(4, entries.collect()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_found_without_their_headings() {
        let codes: Vec<_> = rows("Exit codes").collect();
        assert_eq!(codes[0], ["0", "0", "success"]);
        assert_eq!(codes[1][..2], ["2", "252"]);
        let differences: Vec<_> = rows("Differences from the original").collect();
        assert!(differences.len() >= 15, "{}", differences.len());
        assert!(differences.iter().all(|cells| cells.len() == 2));
        assert!(differences[0][0].starts_with("An empty `--app-id`"));
        let last = README.split("## Differences").nth(1).unwrap();
        let last = last.split("\n## ").next().unwrap().trim_end();
        let cells = differences[differences.len() - 1].join(" | ");
        assert!(last.ends_with(&format!("| {cells} |")), "{cells}");
    }
}
