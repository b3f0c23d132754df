//! The README is correct: its option table is the program's, its dependency list is the
//! manifest's, and its commands work as written.

use crate::support::fake::{BoundPort, Scheme};
use crate::support::process::{TestDir, follow};
use crate::support::script;
use amplifybackend::cli::flags::{FlagSpec, global_flags, operation_flags};
use amplifybackend::dialect::Dialect;
use amplifybackend::model::UPDATE_BACKEND_AUTH;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;

fn repository(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// A section of the README, from its heading to the next.
fn section(heading: &str) -> String {
    let readme = repository("README.md");
    let after = readme.split(&format!("\n## {heading}\n")).nth(1).unwrap();
    after.split("\n## ").next().unwrap().to_owned()
}

/// The first cell of every row of the section's table.
fn first_cells(heading: &str) -> Vec<String> {
    let text = section(heading);
    let rows = text.lines().filter_map(|line| line.strip_prefix("| "));
    let cells = rows.map(|row| row.split(" |").next().unwrap().to_owned());
    cells.skip(2).collect()
}

#[test]
fn the_option_table_lists_the_options_of_the_program_and_no_others() {
    let listed: BTreeSet<String> = first_cells("Options").into_iter().collect();
    let mut options: Vec<FlagSpec> = global_flags(Dialect::V1);
    options.extend(operation_flags(&UPDATE_BACKEND_AUTH, Dialect::V1));
    let known: BTreeSet<String> = options
        .iter()
        .map(|option| format!("`--{}`", option.name))
        .collect();
    assert_eq!(listed, known);
}

#[test]
fn the_dependency_list_names_every_crate_of_the_manifest() {
    let listed = first_cells("Dependencies").join(", ");
    let listed: BTreeSet<&str> = listed.split(", ").collect();
    let manifest = repository("Cargo.toml");
    let sections = manifest.split("\n[").filter_map(|section| {
        let (heading, section) = section.split_once("]\n")?;
        heading.ends_with("dependencies").then_some(section)
    });
    let known: BTreeSet<&str> = sections
        .flat_map(|section| {
            section
                .lines()
                .filter_map(|line| Some(line.split_once(" = ")?.0))
        })
        .collect();
    assert_eq!(listed, known);
}

#[test]
fn the_commands_of_the_readme_work_as_written() {
    let text = section("Use").replace("\\\n", "");
    let commands: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("amplifybackend update-backend-auth "))
        .collect();
    assert_eq!(commands.len(), 5, "{commands:#?}");
    let service = BoundPort::open().serve(Scheme::Http, script::follow(json!([])));
    let endpoint = format!("http://127.0.0.1:{}", service.port());
    for command in commands {
        // The README assumes an edited skeleton, or an existing configuration.
        let dir = TestDir::new();
        let document = repository("tests/sandbox/auth.json");
        let value: serde_json::Value = serde_json::from_str(&document).unwrap();
        let config = value["ResourceConfig"].to_string();
        dir.write("auth.json", document.as_bytes(), None);
        dir.write("auth-config.json", config.as_bytes(), None);
        follow(command, &dir, &endpoint);
    }
    let bodies = service.requests();
    assert_eq!(bodies.len(), 4, "all but the skeleton send an update");
    assert!(
        bodies
            .iter()
            .all(|request| request.text().starts_with(r#"{"resource"#))
    );
}
