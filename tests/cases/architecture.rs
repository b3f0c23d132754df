//! Enforces module boundaries and which modules may use each dependency: stages do not import each
//! other, and lower layers import no stage. Reads paths rather than types, which is enough to find
//! an import of a higher layer.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The modules of `src` from the bottom up. A module may name those of the layers below its own,
/// and none of its own layer or above: the stages, which share a layer, never name each other.
const LAYERS: [&[&str]; 10] = [
    &["python"],
    &["model"],
    &["log"],
    &["dialect"],
    &["error"],
    &["config"],
    &["cli", "input", "service", "query", "output"],
    &["terminal"],
    &["lib"],
    &["main"],
];

/// The maximum number of entries in `src`.
const MAX_NAMES: usize = 14;

/// The modules that may use a dependency.
const OWNERS: &[(&str, &[&str])] = &[
    ("anstyle_query", &["terminal"]),
    ("aws_credential_types", &["service"]),
    ("aws_runtime", &["service"]),
    ("aws_sdk_amplifybackend", &["service"]),
    ("aws_sigv4", &["service"]),
    ("aws_smithy_runtime", &["service"]),
    ("aws_smithy_runtime_api", &["service"]),
    ("aws_smithy_types", &["service"]),
    ("aws_types", &["service"]),
    ("clap", &["cli"]),
    ("hyper", &["service"]),
    ("hyper_util", &["service"]),
    // The types of a value, for the modules that create values.
    ("indexmap", &["config", "input", "python", "query"]),
    (
        "num_bigint",
        &["config", "input", "python", "query", "service"],
    ),
    ("percent_encoding", &["python"]),
    ("ring", &["service"]),
    ("rpassword", &["terminal"]),
    ("rustix", &["terminal"]),
    ("rustls", &["service"]),
    ("serde", &["input", "python", "query"]),
    ("serde_json", &["python"]),
    ("sha1", &["service"]),
    ("sha2", &["service"]),
    ("terminal_size", &["terminal"]),
    ("tokio", &["cli", "service", "terminal"]),
    ("tokio_rustls", &["service"]),
    ("webpki_roots", &["service"]),
    ("zeroize", &["log"]),
];

/// Lines before the tests; a longer file should be split.
const MAX_LINES: usize = 450;

/// Data rather than code.
const LONG_ON_PURPOSE: [&str; 2] = ["cli/flags.rs", "python/unicode.rs"];

/// A file of `src`.
struct Source {
    /// Below `src`.
    path: String,
    /// `["service", "http", "tls"]`
    module: Vec<String>,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Source {
        let stem = path.strip_suffix(".rs").unwrap();
        let stem = stem.strip_suffix("/mod").unwrap_or(stem);
        Source {
            path: path.to_owned(),
            module: stem.split('/').map(str::to_owned).collect(),
            text: text.to_owned(),
        }
    }

    fn top(&self) -> &str {
        &self.module[0]
    }

    /// The text without comments.
    fn code(&self) -> String {
        let code = |line: &str| line.split("//").next().unwrap().to_owned();
        self.text.lines().map(code).collect::<Vec<_>>().join("\n")
    }

    /// The modules of the crate's root that are named, through `crate::` or enough `super::`.
    fn names(&self) -> BTreeSet<String> {
        let code = self.code();
        let mut found = BTreeSet::new();
        for root in ["crate::".to_owned(), "super::".repeat(self.module.len())] {
            for (at, _) in code.match_indices(&root) {
                if !continues_a_path(&code[..at]) {
                    found.extend(heads(&code[at + root.len()..]));
                }
            }
        }
        found
    }

    /// The dependencies, of those given, that are used before the tests.
    fn crates<'a>(&self, all: &'a BTreeSet<String>) -> impl Iterator<Item = &'a String> {
        let code = self.code();
        let code = code.split("\n#[cfg(test)]\n").next().unwrap().to_owned();
        all.iter().filter(move |name| {
            let path = format!("{name}::");
            let mut uses = code.match_indices(&path);
            uses.any(|(at, _)| !continues_a_path(&code[..at]))
        })
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether the next character continues a path or a word.
fn continues_a_path(before: &str) -> bool {
    before.ends_with("::") || before.bytes().last().is_some_and(is_word)
}

/// The first word of a path, or of each path in its braces.
fn heads(path: &str) -> Vec<String> {
    let word = |text: &str| {
        text.bytes()
            .take_while(|&byte| is_word(byte))
            .map(char::from)
            .collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![word(path)];
    };
    let (mut depth, mut start, mut out) = (0, 0, Vec::new());
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                out.push(word(group[start..at].trim()));
                start = at + 1;
                if sign == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    out
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut found) = (vec![root.clone()], Vec::<PathBuf>::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                &mut folders
            } else {
                &mut found
            }
            .push(path);
        }
    }
    let source = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
        Source::new(name, &std::fs::read_to_string(path).unwrap())
    };
    // The shell scripts are next to the code that prints them.
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    found.iter().map(source).collect()
}

/// The layer of a module; names of types, which `lib` exports nowhere, have none.
fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

/// The modules of the same layer or above that a file names.
fn upward_imports(source: &Source) -> Vec<String> {
    let own = layer(source.top());
    assert!(own.is_some(), "{} is in no layer", source.path);
    let wrong = |name: &String| name != source.top() && layer(name) >= own;
    let names = source.names().into_iter();
    names
        .filter(|name| layer(name).is_some() && wrong(name))
        .map(|name| format!("{} names {name}", source.path))
        .collect()
}

#[test]
fn imports_point_to_lower_layers_only() {
    let wrong: Vec<String> = sources().iter().flat_map(upward_imports).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn src_has_few_names() {
    let sources = sources();
    let names: BTreeSet<&str> = sources.iter().map(Source::top).collect();
    assert!(names.len() <= MAX_NAMES, "{names:?}");
}

#[test]
fn an_upward_import_is_found_however_it_is_written() {
    for (path, text) in [
        ("input/mod.rs", "use crate::query::Query;"),
        (
            "query/lexer.rs",
            "use crate::{python::value::{self, Value}, output};",
        ),
        (
            "input/validate.rs",
            "fn f() { super::super::output::render() }",
        ),
        (
            "service/http/mod.rs",
            "use super::super::terminal::console;",
        ),
        ("python/json.rs", "type T = crate::input::LoadedParams;"),
        ("config/mod.rs", "use crate::service::Client;"),
    ] {
        let source = Source::new(path, text);
        assert_eq!(upward_imports(&source).len(), 1, "{text}");
    }
    for (path, text) in [
        (
            "input/mod.rs",
            "use crate::python::value::Value; // and never crate::query",
        ),
        ("service/http/mod.rs", "use crate::service::serialize;"),
        ("service/mod.rs", "use crate::config::transport::Transport;"),
        ("lib.rs", "use crate::query::Query;"),
    ] {
        let source = Source::new(path, text);
        assert_eq!(upward_imports(&source), [""; 0], "{text}");
    }
}

#[test]
fn every_dependency_is_used_by_its_modules_and_no_others() {
    let all = dependencies();
    let mut users: BTreeMap<String, BTreeSet<String>> = all
        .iter()
        .map(|name| (name.clone(), BTreeSet::new()))
        .collect();
    for source in sources() {
        for name in source.crates(&all) {
            users.get_mut(name).unwrap().insert(source.top().to_owned());
        }
    }
    let owners = OWNERS.iter().map(|&(name, modules)| {
        (
            name.to_owned(),
            modules.iter().map(|&module| module.to_owned()).collect(),
        )
    });
    assert_eq!(users, owners.collect());
}

/// The names of the dependencies, on any system, as the code writes them.
fn dependencies() -> BTreeSet<String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).unwrap();
    let sections = manifest.split("\n[").filter(|section| {
        let title = section.split(']').next().unwrap();
        title.ends_with("dependencies") && !title.ends_with("dev-dependencies")
    });
    let name = |line: &str| Some(line.split_once(" = ")?.0.replace('-', "_"));
    sections.flat_map(str::lines).filter_map(name).collect()
}

/// The lines before the tests that format with `Debug`, which may print secrets.
fn debug_prints(source: &Source) -> Vec<String> {
    let code = source.code();
    let code = code.split("\n#[cfg(test)]\n").next().unwrap();
    let prints = |line: &&str| {
        [":?}", ":#?}", "dbg!"]
            .iter()
            .any(|mark| line.contains(mark))
    };
    code.lines()
        .filter(prints)
        .map(|line| format!("{}: {}", source.path, line.trim()))
        .collect()
}

#[test]
fn no_message_is_formatted_with_debug() {
    let tests = |source: &Source| source.module.iter().any(|part| part == "tests");
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| !tests(source))
        .flat_map(debug_prints)
        .collect();
    // A TLS alert is an enumeration.
    let alert = "[SSL: TLS_ALERT] alert received: {";
    assert!(found.len() == 1 && found[0].contains(alert), "{found:#?}");
    let leak = Source::new("params/mod.rs", "fn f() { format!(\"{value:#?}\") }");
    assert_eq!(debug_prints(&leak).len(), 1);
}

#[test]
fn every_file_has_a_module_comment_and_a_limited_length() {
    for source in sources() {
        let path = &source.path;
        assert!(
            source.text.starts_with("//! "),
            "{path} does not open with //!"
        );
        let code = source.text.split("\n#[cfg(test)]\n").next().unwrap();
        let lines = code.lines().count();
        let long = LONG_ON_PURPOSE.contains(&path.as_str()) || path.ends_with("/tests.rs");
        assert!(long || lines <= MAX_LINES, "{path} has {lines} lines");
    }
}
