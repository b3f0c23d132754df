//! The help: its text is compared with the tables, its examples are run, and its pager is
//! tested on a terminal.

use crate::support::command::Test;
use crate::support::fake::{BoundPort, Scheme};
use crate::support::process::{Stdout, TestDir, follow};
use crate::support::script;
use crate::support::skip;
use amplifybackend::cli::flags::{FlagSpec, global_flags, operation_flags};
use amplifybackend::dialect::{Dialect, Origin};
use amplifybackend::model::{OPERATIONS, Operation, Shape, Structure, UPDATE_BACKEND_AUTH, docs};
use amplifybackend::terminal::manual::document::{Block, Section};
use amplifybackend::terminal::manual::{self, text};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn page(width: usize, styled: bool) -> String {
    text::render(
        &manual::sections(Dialect::V1, &Origin::Default),
        width,
        styled,
    )
}

#[test]
fn help_is_the_manual_and_the_flags_that_the_original_refuses_show_a_screen() {
    for argv in [&["help"][..], &["update-backend-auth", "help"]] {
        Test::new(argv.iter().copied())
            .stdout(&page(80, false))
            .run();
    }
    for argv in [&["--help"][..], &["-h"], &["update-backend-auth", "-h"]] {
        Test::new(argv.iter().copied())
            .stdout(&manual::screen(&UPDATE_BACKEND_AUTH, Dialect::V1, 80))
            .run();
    }
    for operation in OPERATIONS {
        Test::new([operation.command, "--help"])
            .stdout(&manual::screen(operation, Dialect::V1, 80))
            .run();
    }
}

fn flags(operation: &Operation) -> Vec<FlagSpec> {
    let mut flags = global_flags(Dialect::V1);
    flags.extend(operation_flags(operation, Dialect::V1));
    flags
}

#[test]
fn the_screen_and_the_manual_name_every_option() {
    let manual = page(80, false);
    let options = OPERATIONS.iter().flat_map(|operation| {
        let flags = flags(operation).into_iter();
        flags.map(move |flag| (operation, flag))
    });
    for (operation, option) in options {
        let flag = format!("--{}", option.name);
        let names = |text: &str| text.split_whitespace().any(|word| word == flag);
        assert!(
            names(&manual::screen(operation, Dialect::V1, 80)),
            "the screen of {} lacks {flag}",
            operation.command
        );
        let entry = format!("\n    {flag}");
        assert!(manual.contains(&entry), "the manual lacks {flag}");
        for choice in option.choices() {
            assert!(manual.contains(choice), "{flag} {choice}");
        }
    }
}

/// The lines and words that a structure must leave in the manual.
fn facts(structure: &Structure, depth: usize, into: &mut Vec<String>) {
    for member in structure.members {
        let required = structure.required.contains(&member.name);
        let kind = match member.shape {
            Shape::Structure(_) => "structure",
            Shape::List(_) => "list of strings",
            Shape::String(_) => "string",
            Shape::Boolean => "boolean",
            Shape::Double => "number",
        };
        let required = if required { ", required" } else { "" };
        let old = docs::of(structure, member.name).unwrap().deprecated;
        let old = if old { ", deprecated" } else { "" };
        let indent = " ".repeat(depth);
        let line = format!("\n{indent}{} ({kind}{required}{old})\n", member.name);
        into.push(line);
        match member.shape {
            Shape::Structure(below) => facts(below, depth + 2, into),
            Shape::List(&Shape::String(values)) | Shape::String(values) => {
                into.extend(values.iter().map(|value| (*value).to_owned()));
            }
            _ => {}
        }
    }
}

#[test]
fn the_manual_names_every_member_at_its_depth_and_every_value() {
    let mut all = Vec::new();
    let config = UPDATE_BACKEND_AUTH.input.member("ResourceConfig");
    let Shape::Structure(config) = config.unwrap().shape else {
        panic!("the configuration is a structure");
    };
    facts(config, 4, &mut all);
    facts(UPDATE_BACKEND_AUTH.output, 4, &mut all);
    assert!(all.len() > 60, "{}", all.len());
    for width in [40, 80, 120] {
        let mut rest = page(width, false);
        // In this order, because several structures may have the same name.
        for fact in &all {
            // A narrow page may wrap after the name.
            let name = fact.split(" (").next().unwrap();
            let fact = if width < 80 { name } else { fact };
            let at = rest.find(fact).unwrap_or_else(|| panic!("{width}: {fact}"));
            rest = rest.split_off(at);
        }
    }
}

/// Blocks of lines that are not wrapped.
fn codes(sections: &[Section]) -> Vec<&str> {
    let blocks = sections.iter().flat_map(|section| &section.blocks);
    blocks
        .filter_map(|block| match block {
            Block::Code(code) => Some(code.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn the_examples_of_the_manual_and_of_the_screen_work_as_written() {
    let sections = manual::sections(Dialect::V1, &Origin::Default);
    let (configs, mut commands): (Vec<&str>, Vec<&str>) = codes(&sections)
        .into_iter()
        .partition(|code| code.starts_with('{'));
    // The migration of a script is not run.
    commands.retain(|code| !code.ends_with("..."));
    assert_eq!((configs.len(), commands.len()), (2, 7));
    let screen = manual::screen(&UPDATE_BACKEND_AUTH, Dialect::V1, 80);
    let (_, examples) = screen.split_once("\nExamples:\n").unwrap();
    commands.push(examples);
    let service = BoundPort::open().serve(Scheme::Http, script::follow(json!([])));
    let endpoint = format!("http://127.0.0.1:{}", service.port());
    let document = include_bytes!("../sandbox/auth.json");
    for command in commands {
        // The user edits the skeleton before sending it.
        let command = &command.replace("> auth.json", "> skeleton.json");
        let dir = TestDir::new();
        dir.write("auth.json", document, None);
        dir.write("config.json", configs[0].as_bytes(), None);
        follow(command, &dir, &endpoint);
    }
    assert_eq!(service.requests().len(), 7);
}

#[test]
fn the_manual_names_every_environment_variable_that_the_settings_read() {
    let page = page(80, false);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config");
    let mut count = 0;
    for file in std::fs::read_dir(root).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() || path.ends_with("tests.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for word in source.split('"').filter(|word| word.starts_with("AWS_")) {
            let is_name =
                |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_';
            if word.chars().all(is_name) {
                assert!(page.contains(word), "{word}");
                count += 1;
            }
        }
    }
    assert!(count > 30, "{count}");
}

#[test]
fn without_a_terminal_columns_is_the_width_of_the_manual() {
    for (columns, width) in [
        ("40", 40),
        ("20", 40),
        ("90", 90),
        ("500", 100),
        ("x", 80),
        ("0", 80),
    ] {
        Test::new(["help"])
            .env("COLUMNS", columns)
            .env("PAGER", "false")
            .stdout(&page(width, false))
            .run();
    }
}

/// The words of a man page as formatted by a program, without its header and footer; `None` when
/// it is not installed.
fn formatted(program: &str, arguments: &[&str]) -> Option<Vec<String>> {
    let (outcome, _) = Test::new(["man-page"]).stdout(&manual::man_page()).run();
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        skip(&format!("there is no {program} to show the man page"));
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&outcome.stdout).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let complaints = String::from_utf8(output.stderr).unwrap();
    assert_eq!(complaints, "", "{program}");
    let shown = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = shown.lines().filter(|line| !line.is_empty()).collect();
    let words = lines[1..lines.len() - 1]
        .iter()
        .flat_map(|line| line.split_whitespace());
    Some(words.map(str::to_owned).collect())
}

#[test]
fn the_man_page_shows_the_words_of_the_manual() {
    let words: Vec<String> = page(80, false)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let groff = ["-man", "-Tascii", "-P-cbou", "-ww", "-rLL=120n"];
    if let Some(shown) = formatted("groff", &groff) {
        assert_eq!(shown, words);
    }
    if let Some(shown) = formatted("mandoc", &["-Tascii", "-Owidth=120"]) {
        let shown: Vec<String> = shown.iter().map(|word| without_overstrikes(word)).collect();
        assert_eq!(shown, words);
    }
}

/// `mandoc` prints bold characters twice, and overprints underlined ones with `_`.
fn without_overstrikes(word: &str) -> String {
    let mut out = String::new();
    for sign in word.chars() {
        if sign == '\u{8}' {
            out.pop();
        } else {
            out.push(sign);
        }
    }
    out
}

/// `help` on a terminal with this number of columns and these variables.
fn on_terminal(columns: u16, env: &[(&str, &str)], shown: &str) {
    let test = Test::new(["help"]).stdout_to(Stdout::Terminal(columns));
    let test = env
        .iter()
        .fold(test, |test, (name, value)| test.env(name, value));
    test.stdout(shown).run();
}

/// A pager that prints its arguments, the options of less and the number of lines.
fn pager(dir: &TestDir, name: &str, script: &str) -> String {
    dir.write(
        name,
        format!("#!/bin/sh\n{script}\n").as_bytes(),
        Some(0o755),
    );
    dir.cwd.join(name).to_str().unwrap().to_owned()
}

#[test]
fn on_a_terminal_the_manual_is_shown_by_the_users_pager() {
    let dir = TestDir::new();
    let one = pager(&dir, "one", r#"echo "one <$*> <$LESS> $(($(wc -l)))""#);
    let two = pager(&dir, "two", r#"echo "two $(($(wc -l)))""#);
    let lines = page(80, true).lines().count();
    let manpager = [("MANPAGER", one.as_str()), ("PAGER", &two)];
    on_terminal(80, &manpager, &format!("one <> <-R > {lines}\n"));
    on_terminal(80, &[("PAGER", &two)], &format!("two {lines}\n"));
    // With arguments, split by no shell and by a shell.
    let words = format!("{one} -a  b");
    let less = ("LESS", "-i");
    on_terminal(
        80,
        &[("PAGER", &words), less],
        &format!("one <-a b> <-R -i> {lines}\n"),
    );
    let quoted = format!("X='a b'; {one} \"$X\" | tr o 0");
    on_terminal(
        80,
        &[("PAGER", &quoted)],
        &format!("0ne <a b> <-R > {lines}\n"),
    );
}

#[test]
fn without_a_pager_or_one_that_starts_the_manual_is_printed() {
    for chosen in ["", " ", "cat", "/dev/null/pager -R", "/dev/null"] {
        on_terminal(
            80,
            &[("MANPAGER", chosen), ("PAGER", "false")],
            &page(80, true),
        );
    }
    let test = Test::new(["help"]).stdout_to(Stdout::Terminal(80));
    test.env("MANPAGER", "/dev/null/pager $HOME")
        .stdout(&page(80, true))
        .any_stderr()
        .run();
}

#[test]
fn quitting_the_pager_early_is_no_error() {
    on_terminal(80, &[("PAGER", "true")], "");
    on_terminal(80, &[("PAGER", "sh -c 'exec <&-; exit 3'")], "");
}

#[test]
fn an_interrupt_while_the_pager_runs_is_left_to_the_pager() {
    let dir = TestDir::new();
    // To both, as the terminal sends it; the pager continues.
    let script = "kill -INT $PPID; cat > /dev/null; echo still here";
    let stubborn = pager(&dir, "stubborn", script);
    on_terminal(80, &[("PAGER", &stubborn)], "still here\n");
}

#[test]
fn the_manual_is_as_wide_as_the_terminal_up_to_a_hundred_columns() {
    for (columns, width) in [(30, 40), (66, 66), (200, 100)] {
        on_terminal(columns, &[("PAGER", "")], &page(width, true));
    }
}

#[test]
fn emphasis_is_omitted_where_it_is_disabled() {
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        on_terminal(80, &[("PAGER", ""), (name, value)], &page(80, false));
    }
    Test::new(["--color", "off", "help"])
        .stdout_to(Stdout::Terminal(80))
        .env("PAGER", "")
        .stdout(&page(80, false))
        .run();
}
