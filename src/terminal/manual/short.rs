//! The short help: one screen of 24 lines and 80 columns, with one line left for the prompt.

use super::NAME;
use crate::cli::flags::{FlagSpec, Group, ValueKind, global_flags, operation_flags};
use crate::dialect::Dialect;
use crate::model::Operation;

/// The headings of the flags that are not parameters of the operation.
const GROUPS: &[(&str, Group)] = &[
    ("Output", Group::Output),
    ("Account", Group::Account),
    ("Network", Group::Network),
    ("Update", Group::Update),
    ("Others", Group::Others),
];

/// The maximum width, in columns.
const WIDTH: usize = 80;

/// The examples; each string stays on one line.
fn examples(operation: &Operation) -> &'static [&'static [&'static str]] {
    match operation.command {
        "get-backend-auth" => &[&[
            "--app-id d19i0t4qaod5qo",
            "--backend-environment-name staging",
            "--resource-name awards65f041ad",
            "--for-update",
            "> auth.json",
        ]],
        "get-backend-job" => &[&[
            "--app-id d19i0t4qaod5qo",
            "--backend-environment-name staging",
            "--job-id e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b",
            "--wait",
        ]],
        "update-backend-auth" => &[
            &["--generate-cli-skeleton", "> auth.json"],
            &["--cli-input-json", "file://auth.json"],
            &["--cli-input-json", "file://auth.json", "--dry-run"],
        ],
        _ => &[],
    }
}

/// The text of `-h` and `--help` for an operation, for a terminal with so many columns.
pub fn screen(operation: &Operation, dialect: Dialect, columns: usize) -> String {
    let command = format!("{NAME} {}", operation.command);
    let mut page = Page {
        out: String::new(),
        width: columns.min(WIDTH),
    };
    page.wrap("Usage:", &[&command, "PARAMETERS", "[OPTIONS]"], "");
    let purpose = format!("{} Manual: {NAME} help", operation.summary);
    page.wrap("", &words(&purpose), "");
    page.out.push('\n');
    let mut flags = operation_flags(operation, dialect);
    let required = flags
        .iter()
        .filter(|flag| flag.is_required(operation))
        .count();
    let heading = format!("Parameters (the first {required}, or a document with them):");
    page.wrap("", &words(&heading), "");
    for option in flags.iter().filter(|flag| flag.group == Group::Parameters) {
        let flag = flag(option);
        if page.width == WIDTH {
            page.out
                .push_str(&format!("  {flag:<31} {}\n", option.help));
        } else {
            page.wrap(" ", &[&flag], "");
            page.wrap("     ", &words(option.help), "     ");
        }
    }
    page.out.push_str("Options:\n");
    flags.extend(global_flags(dialect));
    for (heading, group) in GROUPS {
        let flags = flags.iter().filter(|flag| flag.group == *group);
        let flags: Vec<String> = flags.map(flag).collect();
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        page.wrap(&format!("  {heading:<9}"), &flags, &" ".repeat(11));
    }
    page.out.push_str("Examples:\n");
    for example in examples(operation) {
        page.command(&[&[command.as_str()], *example].concat());
    }
    page.out
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

/// The rendered text so far, with the width in columns.
struct Page {
    out: String,
    width: usize,
}

impl Page {
    /// Writes words after `start`; further lines begin with `indent`.
    fn wrap(&mut self, start: &str, words: &[&str], indent: &str) {
        self.lines(start, words, indent, "");
    }

    /// Writes a command; its lines end in a backslash, as the shell requires.
    fn command(&mut self, words: &[&str]) {
        self.lines(" ", words, "   ", " \\");
    }

    fn lines(&mut self, start: &str, words: &[&str], indent: &str, end: &str) {
        let mut line = start.to_owned();
        for (index, word) in words.iter().enumerate() {
            let is_last = index + 1 == words.len();
            let needed = line.len() + 1 + word.len() + if is_last { 0 } else { end.len() };
            if needed > self.width && line.trim() != "" {
                self.out.push_str(&format!("{line}{end}\n"));
                line = indent.to_owned();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.out.push_str(&line);
        self.out.push('\n');
    }
}

fn flag(option: &FlagSpec) -> String {
    let name = option.name;
    match option.takes {
        ValueKind::Switch | ValueKind::Version => format!("--{name}"),
        ValueKind::Value(value) => format!("--{name} {value}"),
        ValueKind::Choice(choices) => format!("--{name} {}", choices.join("|")),
        ValueKind::OptionalChoice(choices) => format!("--{name} [{}]", choices.join("|")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OPERATIONS;

    #[test]
    fn the_short_help_fits_on_a_screen_with_a_line_for_the_prompt() {
        for operation in OPERATIONS {
            let screen = screen(operation, Dialect::V1, 80);
            assert!(screen.lines().count() <= 23, "{screen}");
        }
    }

    #[test]
    fn only_a_long_word_exceeds_the_terminal_width() {
        for operation in OPERATIONS {
            for (dialect, columns) in [Dialect::V1, Dialect::V2]
                .into_iter()
                .flat_map(|dialect| [40, 60, 80].map(|columns| (dialect, columns)))
            {
                for line in screen(operation, dialect, columns).lines() {
                    let is_flag = line.trim_start().starts_with("--");
                    assert!(line.len() <= columns || is_flag, "{columns}: {line}");
                }
            }
        }
    }
}
