//! The source against its own rules: which module may know of which, who owns which crate, how
//! long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

/// The stages of the pipeline; only `lib` knows of more than one.
const STAGES: &[&str] = &[
    "cli", "params", "validate", "skeleton", "settings", "service", "query", "output",
];

/// Crates, and the modules that may name them. `lib` stands for `lib.rs`.
const OWNERS: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("aws_credential_types", &["service"]),
    ("aws_sdk_amplifybackend", &["service"]),
    ("aws_sigv4", &["service"]),
    ("aws_smithy_runtime_api", &["service"]),
    ("aws_smithy_types", &["service"]),
    ("aws_smithy_xml", &["service"]),
    ("hyper", &["service"]),
    ("hyper_util", &["service"]),
    ("rustls", &["service"]),
    ("tokio", &["service"]),
    ("tokio_rustls", &["service"]),
    ("webpki_roots", &["service"]),
    ("sha1", &["service"]),
    ("sha2", &["service"]),
    ("rustix", &["lib"]),
    (
        "indexmap",
        &["value", "python", "query", "profiles", "settings"],
    ),
    (
        "num_bigint",
        &["value", "python", "query", "settings", "service"],
    ),
];

/// Longer than this a file does more than one thing. Tables of data are counted out by name.
const MAX_LINES: usize = 465;

struct Source {
    path: PathBuf,
    /// The first part of its path: `cli`, `value`, `lib`.
    module: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(&root).unwrap();
                let first = inside.iter().next().unwrap().to_str().unwrap();
                sources.push(Source {
                    module: first.trim_end_matches(".rs").to_owned(),
                    text: fs::read_to_string(&path).unwrap(),
                    path,
                });
            }
        }
    }
    assert!(sources.len() > 40, "the source was not found");
    sources
}

/// The code without its comments; strings stay, and none of them names a path of Rust's.
fn code(source: &Source) -> impl Iterator<Item = &str> {
    let lines = source.text.lines();
    lines.map(|line| line.split("//").next().unwrap_or_default())
}

/// Whether the line names the path `name::`, and not as the end of a longer word.
fn names(line: &str, name: &str) -> bool {
    let path = format!("{name}::");
    line.match_indices(&path).any(|(index, _)| {
        !line[..index].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

#[test]
fn no_stage_knows_of_another_and_nothing_below_knows_of_a_stage() {
    for source in sources() {
        if matches!(source.module.as_str(), "lib" | "main") {
            continue;
        }
        for line in code(&source) {
            for stage in STAGES.iter().filter(|stage| **stage != source.module) {
                assert!(
                    !line.contains(&format!("crate::{stage}::"))
                        && !line.contains(&format!("crate::{stage};")),
                    "{} knows of {stage}: {line}",
                    source.path.display()
                );
            }
        }
    }
}

#[test]
fn every_crate_is_named_by_its_owner_alone() {
    for source in sources() {
        for line in code(&source) {
            for (name, owners) in OWNERS {
                assert!(
                    !names(line, name) || owners.contains(&source.module.as_str()),
                    "{} names {name}: {line}",
                    source.path.display()
                );
            }
        }
    }
}

#[test]
fn every_crate_has_an_owner() {
    let manifest = include_str!("../../Cargo.toml");
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap();
    let dependencies = dependencies.split("\n[").next().unwrap();
    for line in dependencies.lines().filter(|line| line.contains(" = ")) {
        let name = line.split(' ').next().unwrap().replace('-', "_");
        assert!(
            OWNERS.iter().any(|(owned, _)| *owned == name),
            "{name} has no owner"
        );
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    for source in sources() {
        let path = source.path.display();
        assert!(
            source.text.starts_with("//! "),
            "{path} opens without a word"
        );
        let lines = source.text.lines().count();
        let is_data = source.path.ends_with("python/tables.rs");
        assert!(is_data || lines <= MAX_LINES, "{path} has {lines} lines");
    }
}
