//! The manual's sections on input and output: the members of `--resource-config` by the model, its
//! two notations, and the members of the response.

use super::document::{Block, Entry, code, entry, paragraph};
use crate::input::skeleton::{self, Members};
use crate::model::{Member, Shape, Structure, UPDATE_BACKEND_AUTH, docs};

/// The members below `ResourceConfig`.
pub(super) fn tree() -> Vec<Block> {
    let mut blocks = vec![paragraph(
        "The members of `ResourceConfig`, each with its type; what is not called required may be \
         left out, with all that is below it. A value that is none of those listed is sent all \
         the same: the service decides.",
    )];
    blocks.extend(resource_config().map(members));
    blocks
}

fn resource_config() -> Option<&'static Structure> {
    match UPDATE_BACKEND_AUTH.input.member("ResourceConfig")?.shape {
        Shape::Structure(config) => Some(config),
        _ => None,
    }
}

/// The members of a structure and, indented, of the structures below it.
fn members(structure: &Structure) -> Block {
    let describe = |member: &Member| {
        let meaning = docs::of(structure, member.name);
        let mut kinds = vec![kind(member.shape)];
        if structure.required.contains(&member.name) {
            kinds.push("required".to_owned());
        }
        if meaning.is_some_and(|meaning| meaning.deprecated) {
            kinds.push("deprecated".to_owned());
        }
        let mut text = meaning.map_or(String::new(), |meaning| meaning.text.to_owned());
        text.push_str(&values(member.shape));
        let mut body = vec![paragraph(text)];
        if let Shape::Structure(below) = member.shape {
            body.push(members(below));
        }
        Entry {
            term: format!("`{}` ({})", member.name, kinds.join(", ")),
            body,
        }
    };
    Block::DefinitionList(2, structure.members.iter().map(describe).collect())
}

fn kind(shape: Shape) -> String {
    match shape {
        Shape::List(element) => format!("list of {}s", element.kind()),
        Shape::Double => "number".to_owned(),
        other => other.kind().to_owned(),
    }
}

fn values(shape: Shape) -> String {
    match shape {
        Shape::String([]) | Shape::List(Shape::String([])) => String::new(),
        Shape::String([only]) => format!(" Always `{only}`."),
        Shape::String(values) => format!(" One of `{}`.", values.join("`, `")),
        Shape::List(Shape::String(values)) => format!(" Any of `{}`.", values.join("`, `")),
        Shape::Boolean => " `true` or `false`.".to_owned(),
        _ => String::new(),
    }
}

/// The configuration as JSON.
pub(super) fn json() -> Vec<Block> {
    vec![
        paragraph(
            "The names are those of the tree, in the same letters. Strings are quoted; numbers, \
             `true` and `false` are not. In a shell, put single quotes around the whole, or keep \
             it in a file and write `--resource-config file://`*PATH*.",
        ),
        code(CONFIG),
        paragraph(
            "Every member, to copy; delete those that you do not want to set, because everything \
             left is sent, empty strings included:",
        ),
        code(every_member()),
        paragraph(
            "For `--cli-input-json` the same stands under `ResourceConfig`, beside `AppId`, \
             `BackendEnvironmentName` and `ResourceName`.",
        ),
    ]
}

/// The configuration with every member, as in the skeleton.
fn every_member() -> String {
    let text = resource_config().map(|config| skeleton::json(config, Members::All));
    text.unwrap_or_default()
}

/// An example configuration to start from.
const CONFIG: &str = r#"{
    "AuthResources": "USER_POOL_ONLY",
    "Service": "COGNITO",
    "UserPoolConfigs": {
        "Mfa": {
            "MFAMode": "OPTIONAL",
            "Settings": {
                "MfaTypes": ["SMS", "TOTP"],
                "SmsMessage": "Your authentication code is {####}"
            }
        },
        "PasswordPolicy": {
            "AdditionalConstraints": ["REQUIRE_DIGIT"],
            "MinimumLength": 8
        }
    }
}"#;

/// The configuration as shorthand.
pub(super) fn shorthand() -> Vec<Block> {
    vec![
        paragraph(
            "A notation without quotes for what fits on a line. Put single quotes around the \
             whole, or the shell takes the braces for its own.",
        ),
        Block::DefinitionList(
            4,
            vec![
                entry(
                    "*KEY*`=`*VALUE*`,`*KEY*`=`*VALUE*",
                    "Members of the configuration.",
                ),
                entry("*KEY*`={`*KEY*`=`*VALUE*`,`...`}`", "A structure."),
                entry(
                    "*KEY*`=[`*VALUE*`,`*VALUE*`]`",
                    "A list. Where a list belongs, a single value needs no brackets.",
                ),
                entry(
                    "*KEY*`=\"`*VALUE*`\"`",
                    "A value with blanks at its ends, or with one of `,` `]` `}` in it; also \
                     between single quotes. A backslash stands before a quote inside.",
                ),
                entry("*KEY*`@=file://`*PATH*", "A value read from a file."),
            ],
        ),
        paragraph("The configuration above, in part:"),
        code(
            "amplifybackend update-backend-auth --app-id d19i0t4qaod5qo \\\n    \
             --backend-environment-name staging --resource-name awards65f041ad \\\n    \
             --resource-config 'AuthResources=USER_POOL_ONLY,Service=COGNITO,\n\
             UserPoolConfigs={Mfa={MFAMode=OPTIONAL,Settings={MfaTypes=[SMS,TOTP],\n\
             SmsMessage=\"Your code is {####}\"}},PasswordPolicy={MinimumLength=8}}'",
        ),
    ]
}

/// The members of the response.
pub(super) fn output() -> Vec<Block> {
    vec![
        paragraph(
            "The answer describes the job. A member that the service leaves out is left out. \
             `--query` selects, `--output` says how it is written.",
        ),
        members(UPDATE_BACKEND_AUTH.output),
    ]
}

/// Limits of the service that are not part of the model.
pub(super) fn refused() -> Vec<Block> {
    let entry = |text| Entry {
        term: "-".to_owned(),
        body: vec![paragraph(text)],
    };
    vec![
        paragraph(
            "This program checks names, types and required members before it sends anything. The \
             service is known to refuse more, mostly later, in the job:",
        ),
        Block::DefinitionList(
            2,
            vec![
                entry("a second update of an environment while a job is running;"),
                entry("a `MinimumLength` below 6;"),
                entry("`MFAMode` `ON` for a user pool that was created without it;"),
                entry("to take `SMS` from `MfaTypes` while text messages are set up;"),
                entry("a social provider without its ID or secret;"),
                entry(
                    "a web address to redirect to without a slash at its end, or without https when it is not localhost.",
                ),
            ],
        ),
    ]
}
