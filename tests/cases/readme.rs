//! The README against the program.

use amplifybackend::cli::{GLOBAL_OPTIONS, OPERATION_OPTIONS};
use std::collections::BTreeSet;

const README: &str = include_str!("../../README.md");

#[test]
fn the_option_table_lists_every_option_and_no_other() {
    let table = README.split("## Options").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    let documented: BTreeSet<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `--")?.split('`').next())
        .collect();
    let options: BTreeSet<&str> = OPERATION_OPTIONS
        .iter()
        .chain(GLOBAL_OPTIONS)
        .map(|option| option.name)
        .collect();
    assert_eq!(documented, options);
}

#[test]
fn the_dependency_table_lists_every_dependency_and_no_other() {
    let table = README.split("## Dependencies").nth(1).unwrap();
    let documented: BTreeSet<&str> = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| crate"))
        .filter(|line| !line.starts_with("| ---"))
        .flat_map(|line| line.split('|').nth(1).unwrap().split(','))
        .map(str::trim)
        .collect();
    let manifest = include_str!("../../Cargo.toml");
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap();
    let dependencies: BTreeSet<&str> = dependencies
        .split("\n[")
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| Some(line.split_once(" = ")?.0))
        .collect();
    assert_eq!(documented, dependencies);
}
