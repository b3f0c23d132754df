//! The manual's sections on usage: synopsis, commands, and every option.

use super::document::{Block, Entry, NO_BREAK, entry, paragraph};
use crate::cli::flags::{
    FlagSpec, ValueKind, commands as all_commands, global_flags, operation_flags,
};
use crate::dialect::Dialect;
use crate::model::{OPERATIONS, Operation, UPDATE_BACKEND_AUTH};

/// The synopsis.
pub(super) fn synopsis(dialect: Dialect) -> Vec<Block> {
    let required = operation_flags(&UPDATE_BACKEND_AUTH, dialect)
        .iter()
        .filter(|option| option.is_required(&UPDATE_BACKEND_AUTH))
        // An option and its value are kept on one line.
        .map(|option| flag(option).replace(' ', NO_BREAK))
        .collect::<Vec<_>>()
        .join(" ");
    vec![
        paragraph(format!(
            "`amplifybackend update-backend-auth` {required} [*OPTION*]..."
        )),
        paragraph("`amplifybackend update-backend-auth --cli-input-json` *JSON* [*OPTION*]..."),
        paragraph(
            "`amplifybackend update-backend-auth --generate-cli-skeleton` [`input`|`output`]",
        ),
        paragraph("`amplifybackend help`"),
    ]
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

/// The options of the operation.
pub(super) fn parameters(dialect: Dialect) -> Vec<Block> {
    let mut flags = operation_flags(&UPDATE_BACKEND_AUTH, dialect);
    for operation in OPERATIONS {
        let mut own = operation_flags(operation, dialect);
        own.retain(|flag| !flag.can_be_abbreviated());
        own.retain(|flag| flags.iter().all(|known| known.name != flag.name));
        flags.extend(own);
    }
    vec![
        paragraph(
            "The first four must be given, in whatever order, unless `--cli-input-json` or \
             `--generate-cli-skeleton` stands in for them. The value of each may be \
             `file://`*PATH*, which is replaced by what the file holds; also `fileb://`, \
             `http://` and `https://`. In a path, `~` and `$`*VARIABLE* are replaced.",
        ),
        Block::DefinitionList(4, flags.iter().map(describe).collect()),
    ]
}

/// The options of every command.
pub(super) fn options(dialect: Dialect) -> Vec<Block> {
    let mut entries: Vec<Entry> = global_flags(dialect).iter().map(describe).collect();
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

fn describe(option: &FlagSpec) -> Entry {
    let mut text = option.help.to_owned();
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
        "`output` checks the parameters first, as for an update, and prints what an answer looks \
         like. `required`, which only this program has, prints what must be given alone.",
    ),
    (
        "dry-run",
        "No credentials are needed. Method, URL and body are written like an answer, secrets \
         masked; what the service is known to refuse is a warning on stderr.",
    ),
    (
        "diff",
        "One line for each member: `+` new, `-` left out of the update, `~` with another value. \
         With `--output` or `--query` it is a list of `Path`, `From` and `To`. Of a secret only \
         that it differs.",
    ),
    (
        "wait",
        "For `update-backend-auth` and `get-backend-job`. The job's status is asked for after 2 \
         seconds, then every `--wait-interval`. A job that fails, and a wait that times out, end \
         with exit code 255. Failures of the network in between are passed over.",
    ),
    (
        "for-update",
        "For `get-backend-auth`. Members that the update does not take are named on stderr.",
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
        "It is applied before the answer is written. Unknown functions are found before \
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
