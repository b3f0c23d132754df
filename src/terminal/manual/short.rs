//! The short help: one screen of 24 lines and 80 columns, with room left for the prompt.

use crate::cli::flags::{FlagSpec, Group, ValueKind, global_flags, operation_flags};
use crate::dialect::Dialect;
use crate::model::UPDATE_BACKEND_AUTH;

/// The headings of the flags that are no parameters.
const GROUPS: &[(&str, Group)] = &[
    ("Output", Group::Output),
    ("Account", Group::Account),
    ("Network", Group::Network),
    ("Update", Group::Update),
    ("Others", Group::Others),
];

/// The column where the groups' options and the parameters' meanings end.
const WIDTH: usize = 80;

const EXAMPLES: &str = "
Examples:
  amplifybackend update-backend-auth --generate-cli-skeleton > auth.json
  amplifybackend update-backend-auth --cli-input-json file://auth.json
  amplifybackend update-backend-auth --cli-input-json file://auth.json --dry-run
";

/// The text of `-h` and `--help`.
pub fn screen(dialect: Dialect) -> String {
    let mut page = String::from(
        "\
Usage: amplifybackend update-backend-auth PARAMETERS [OPTIONS]
Updates the authentication of an Amplify backend. Manual: amplifybackend help

Parameters (the first four, or a document with them):
",
    );
    let mut flags = operation_flags(&UPDATE_BACKEND_AUTH, dialect);
    for option in flags.iter().filter(|flag| flag.group == Group::Parameters) {
        page.push_str(&format!("  {:<31} {}\n", flag(option), option.help));
    }
    page.push_str("Options:\n");
    flags.extend(global_flags(dialect));
    for (heading, group) in GROUPS {
        let title = format!("  {heading:<9}");
        let mut line = title.clone();
        for option in flags.iter().filter(|flag| flag.group == *group) {
            let flag = flag(option);
            if line.len() + 1 + flag.len() > WIDTH {
                page.push_str(&line);
                page.push('\n');
                line = " ".repeat(title.len());
            }
            line.push(' ');
            line.push_str(&flag);
        }
        page.push_str(&line);
        page.push('\n');
    }
    page.push_str(EXAMPLES);
    page
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

    #[test]
    fn it_fits_on_a_screen_and_leaves_a_line_for_the_prompt() {
        let screen = screen(Dialect::V1);
        assert!(screen.lines().count() <= 23, "{}", screen.lines().count());
        for line in screen.lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
    }
}
