//! The short help: one screen of 24 lines and 80 columns, with room left for the prompt.

use crate::cli::flags::{FlagSpec, GLOBAL_OPTIONS, OPERATION_OPTIONS, ValueKind};

/// The options of every command, by what they are about.
const GROUPS: &[(&str, &[&str])] = &[
    ("Answer", &["output", "query", "color"]),
    ("Account", &["profile", "region", "no-sign-request"]),
    (
        "Network",
        &[
            "endpoint-url",
            "ca-bundle",
            "no-verify-ssl",
            "cli-connect-timeout",
            "cli-read-timeout",
        ],
    ),
    ("Others", &["version", "debug", "v2-debug", "no-paginate"]),
];

/// The column where the groups' options and the parameters' meanings end.
const WIDTH: usize = 80;

const EXAMPLES: &str = "
Examples:
  amplifybackend update-backend-auth --generate-cli-skeleton > auth.json
  amplifybackend update-backend-auth --cli-input-json file://auth.json
  amplifybackend update-backend-auth --app-id d19i0t4qaod5qo \\
    --backend-environment-name staging --resource-name awards65f041ad \\
    --resource-config file://config.json --query JobId --output text
";

/// What `-h` and `--help` show.
pub fn screen() -> String {
    let mut page = String::from(
        "\
Usage: amplifybackend update-backend-auth PARAMETERS [OPTIONS]
Updates the authentication of an Amplify backend. Manual: amplifybackend help

Parameters (the first four, or a document with them):
",
    );
    for option in OPERATION_OPTIONS {
        page.push_str(&format!("  {:<31} {}\n", flag(option), option.help));
    }
    page.push_str("Options:\n");
    for (group, names) in GROUPS {
        let title = format!("  {group:<9}");
        let mut line = title.clone();
        for option in names.iter().filter_map(|name| find(name)) {
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

fn find(name: &str) -> Option<&'static FlagSpec> {
    GLOBAL_OPTIONS.iter().find(|option| option.name == name)
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
    use std::collections::BTreeSet;

    #[test]
    fn every_option_is_in_one_group() {
        let grouped: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        let all: BTreeSet<&str> = GLOBAL_OPTIONS.iter().map(|option| option.name).collect();
        assert_eq!(grouped.len(), all.len());
        assert_eq!(grouped.into_iter().collect::<BTreeSet<_>>(), all);
    }

    #[test]
    fn it_fits_on_a_screen_and_leaves_a_line_for_the_prompt() {
        let screen = screen();
        assert!(screen.lines().count() <= 23, "{}", screen.lines().count());
        for line in screen.lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
    }
}
