//! Exit codes and differences, read from the README's tables, so that there is one copy.

use super::document::{Block, entry, paragraph};

const README: &str = include_str!("../../../README.md");

/// The two cells of each row of the table below a heading.
fn rows(heading: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let start = README.find(&format!("\n## {heading}\n"));
    let section = start
        .and_then(|at| README.get(at + 1..))
        .unwrap_or_default();
    section
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| {
            line.strip_prefix("| ")?
                .strip_suffix(" |")?
                .split_once(" | ")
        })
        .skip(2)
}

/// Each code and its meaning.
pub(super) fn exit_codes() -> Vec<Block> {
    let entries = rows("Exit codes").map(|(code, meaning)| entry(format!("`{code}`"), meaning));
    vec![Block::DefinitionList(10, entries.collect())]
}

/// The differences from the original, with reasons.
pub(super) fn differences() -> Vec<Block> {
    let entries = rows("Differences from the original").map(|(here, why)| entry(here, why));
    vec![
        paragraph(
            "The measure is the AWS CLI 1.46.3, byte for byte. On purpose, and with a reason:",
        ),
        Block::DefinitionList(4, entries.collect()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_found_without_their_headings() {
        let codes: Vec<&str> = rows("Exit codes").map(|(code, _)| code).collect();
        assert_eq!(codes, ["0", "2", "126, 127", "130", "255"]);
        let differences: Vec<_> = rows("Differences from the original").collect();
        assert!(differences.len() >= 15, "{}", differences.len());
        assert!(differences[0].0.starts_with("An empty `--app-id`"));
        let last = README.split("## Differences").nth(1).unwrap();
        let last = last.split("\n## ").next().unwrap().trim_end();
        let (here, why) = differences[differences.len() - 1];
        assert!(last.ends_with(&format!("| {here} | {why} |")), "{here}");
    }
}
