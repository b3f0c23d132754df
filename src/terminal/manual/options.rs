//! The manual's sections on usage: synopsis, commands, and every option.

use super::document::{Block, Entry, NO_BREAK, entry, paragraph};
use crate::cli::flags::{
    FlagSpec, ValueKind, commands as all_commands, global_flags, operation_flags,
};
use crate::dialect::Dialect;
use crate::model::{OPERATIONS, Operation};

/// The synopsis.
pub(super) fn synopsis(dialect: Dialect) -> Vec<Block> {
    let with_parameters = |operation: &&Operation| {
        let required = operation_flags(operation, dialect)
            .iter()
            .filter(|option| option.is_required(operation))
            // An option and its value are kept on one line.
            .map(|option| flag(option).replace(' ', NO_BREAK))
            .collect::<Vec<_>>()
            .join(" ");
        let command = operation.command;
        paragraph(format!(
            "`amplifybackend {command}` {required} [*OPTION*]..."
        ))
    };
    let mut lines: Vec<Block> = OPERATIONS.iter().map(with_parameters).collect();
    lines.extend([
        paragraph("`amplifybackend` *COMMAND* `--cli-input-json` *JSON* [*OPTION*]..."),
        paragraph("`amplifybackend` *COMMAND* `--generate-cli-skeleton` [`input`|`output`]"),
        paragraph("`amplifybackend help`"),
    ]);
    lines
}

/// The commands with their purposes.
pub(super) fn commands() -> Vec<Block> {
    let entries = all_commands()
        .into_iter()
        .map(|name| entry(format!("`{name}`"), purpose(name)));
    vec![Block::DefinitionList(4, entries.collect())]
}

fn purpose(command: &str) -> &'static str {
    if let Some(operation) = Operation::named(command) {
        return operation.summary;
    }
    match command {
        "help" => "Shows this manual, in a pager on a terminal.",
        "man-page" => {
            "Prints this manual as a man page: `amplifybackend man-page > amplifybackend.1`."
        }
        "schema" => {
            "Prints a JSON Schema (2020-12) of the update's document, by which an editor completes \
             and checks it: `amplifybackend schema > auth.schema.json`."
        }
        "completion" => {
            "Prints a script that teaches a shell to complete: `bash`, `zsh`, `fish` or `powershell`."
        }
        _ => "",
    }
}

/// The options of the operations, each listed once.
pub(super) fn parameters(dialect: Dialect) -> Vec<Block> {
    let tables: Vec<(&Operation, Vec<FlagSpec>)> = OPERATIONS
        .iter()
        .map(|operation| (*operation, operation_flags(operation, dialect)))
        .collect();
    let mut entries = Vec::new();
    let mut listed = Vec::new();
    for option in tables.iter().flat_map(|(_, table)| table) {
        if listed.contains(&option.name) {
            continue;
        }
        listed.push(option.name);
        let takes_it = |table: &[FlagSpec]| table.iter().any(|other| other.name == option.name);
        let commands = tables.iter().filter(|(_, table)| takes_it(table));
        let commands: Vec<String> = commands
            .map(|(operation, _)| format!("`{}`", operation.command))
            .collect();
        let scope = match commands.len() == tables.len() {
            true => String::new(),
            false => format!(" For {}.", commands.join(" and ")),
        };
        entries.push(describe(option, &scope));
    }
    vec![
        paragraph(
            "A command requires the parameters of its first line in the synopsis, in any order, \
             unless `--cli-input-json` or `--generate-cli-skeleton` replaces them. The value of \
             each may be `file://`*PATH*, which is replaced by the content of the file; also \
             `fileb://`, `http://` and `https://`. In a path, `~` and `$`*VARIABLE* are replaced.",
        ),
        Block::DefinitionList(4, entries),
    ]
}

/// The options of every command.
pub(super) fn options(dialect: Dialect) -> Vec<Block> {
    let mut entries: Vec<Entry> = global_flags(dialect)
        .iter()
        .map(|option| describe(option, ""))
        .collect();
    entries.push(entry("`-h`, `--help`", "Show one screen of help."));
    vec![
        paragraph(
            "They may stand before or after the command. A unique beginning of an option's name \
             is enough; of an option given twice, the last one counts; *OPTION*`=`*VALUE* is the \
             same as two words.",
        ),
        Block::DefinitionList(4, entries),
    ]
}

/// An option, the commands that take it, and its details.
fn describe(option: &FlagSpec, scope: &str) -> Entry {
    let mut text = format!("{}{scope}", option.help);
    for (_, details) in DETAILS.iter().filter(|(name, _)| *name == option.name) {
        text.push(' ');
        text.push_str(details);
    }
    entry(flag(option), text)
}

/// An option with its value.
fn flag(option: &FlagSpec) -> String {
    let name = option.name;
    match option.takes {
        ValueKind::Switch | ValueKind::Version => format!("`--{name}`"),
        ValueKind::Value(value) => format!("`--{name}` *{value}*"),
        ValueKind::Choice(choices) => format!("`--{name}` `{}`", choices.join("`|`")),
        ValueKind::OptionalChoice(choices) => format!("`--{name}` [`{}`]", choices.join("`|`")),
    }
}

/// Details of options, in addition to their one-line descriptions.
const DETAILS: &[(&str, &str)] = &[
    (
        "resource-config",
        "Text that begins with `{` is JSON, all else is shorthand. See RESOURCE CONFIGURATION, \
         JSON and SHORTHAND.",
    ),
    (
        "cli-input-json",
        "`ResourceConfig` is taken as a whole, from the option or from the document; the two are \
         not merged. `--generate-cli-skeleton` prints such a document to fill in.",
    ),
    (
        "generate-cli-skeleton",
        "`output` checks the parameters first, as for an update, and prints a skeleton of the \
         response. `required`, which only this program has, prints the required members only.",
    ),
    (
        "dry-run",
        "No credentials are needed. Method, URL and body are printed like a response, secrets \
         masked; values that the service is known to refuse cause warnings on stderr.",
    ),
    (
        "diff",
        "One line for each member: `+` new, `-` left out of the update, `~` with another value. \
         With `--output` or `--query` it is a list of `Path`, `From` and `To`. Of a secret only \
         that it differs.",
    ),
    (
        "wait",
        "The job's status is requested after 2 seconds, then every `--wait-interval`. A job that \
         fails, and a wait that times out, end with exit code 255. Network failures in between do \
         not end the wait.",
    ),
    (
        "for-update",
        "Members that the update does not take are named on stderr.",
    ),
    (
        "endpoint-url",
        "It needs its scheme: `http://127.0.0.1:8080`.",
    ),
    (
        "output",
        "`json` is indented, `text` is one line with tabs, `table` is drawn with lines.",
    ),
    (
        "query",
        "It is applied before the response is printed. Unknown functions are found before \
         anything is sent.",
    ),
    (
        "profile",
        "A profile given here also switches off keys from the environment.",
    ),
    (
        "color",
        "`auto`, the default, is `on` when the output is a terminal. `off` also keeps this manual \
         and the hints plain.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_purpose_and_every_detail_its_option() {
        for name in all_commands() {
            assert!(
                !purpose(name).is_empty(),
                "say in `purpose` what {name} is for"
            );
        }
        let known = |name: &str| {
            let mut all = global_flags(Dialect::V2);
            for operation in OPERATIONS {
                all.extend(operation_flags(operation, Dialect::V2));
            }
            all.iter().any(|option| option.name == name)
        };
        for (name, _) in DETAILS {
            assert!(known(name), "{name}");
        }
    }
}
