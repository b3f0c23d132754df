//! The two option tables: each flag is said once, here.
//!
//! The parser, the usage text and the help read them; what a flag means is said nowhere else. The
//! order within a table is the original's, because its messages list flags in that order.

/// An option of one of the tables.
#[derive(Debug)]
pub struct FlagSpec {
    /// The name without its dashes.
    pub name: &'static str,
    /// What follows it.
    pub takes: ValueKind,
    /// One line for the help.
    pub help: &'static str,
}

/// What an option is followed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Nothing: the option is a switch.
    Switch,
    /// One value, shown in the help by this name.
    Value(&'static str),
    /// One of these values.
    Choice(&'static [&'static str]),
    /// One of these values, the first when none follows.
    OptionalChoice(&'static [&'static str]),
    /// Nothing: the version is printed and the run ends.
    Version,
}

impl FlagSpec {
    /// The values the option is limited to; empty when it is not.
    pub fn choices(&self) -> &'static [&'static str] {
        match self.takes {
            ValueKind::Choice(choices) | ValueKind::OptionalChoice(choices) => choices,
            _ => &[],
        }
    }
}

const fn option(name: &'static str, takes: ValueKind, help: &'static str) -> FlagSpec {
    FlagSpec { name, takes, help }
}

/// The options that may stand anywhere on the command line (`awscli/data/cli.json`).
pub static GLOBAL_OPTIONS: &[FlagSpec] = &[
    option(
        "debug",
        ValueKind::Switch,
        "Tell on stderr what happens, without secrets.",
    ),
    option(
        "endpoint-url",
        ValueKind::Value("URL"),
        "Send the request to this URL.",
    ),
    option(
        "no-verify-ssl",
        ValueKind::Switch,
        "Believe any certificate a server shows.",
    ),
    option(
        "no-paginate",
        ValueKind::Switch,
        "Accepted for compatibility; the answer has one page.",
    ),
    option(
        "output",
        ValueKind::Choice(&["json", "text", "table"]),
        "How the answer is written.",
    ),
    option(
        "query",
        ValueKind::Value("JMESPATH"),
        "Print only what this JMESPath expression selects.",
    ),
    option(
        "profile",
        ValueKind::Value("NAME"),
        "Use this profile of the configuration files.",
    ),
    option(
        "region",
        ValueKind::Value("REGION"),
        "The region of the app.",
    ),
    option(
        "color",
        ValueKind::Choice(&["on", "off", "auto"]),
        "When tables are coloured.",
    ),
    option(
        "no-sign-request",
        ValueKind::Switch,
        "Send the request without credentials.",
    ),
    option(
        "ca-bundle",
        ValueKind::Value("FILE"),
        "Believe the certificates of this PEM file.",
    ),
    option(
        "cli-read-timeout",
        ValueKind::Value("SECONDS"),
        "The longest wait between two reads; 0 is no limit, 60 the default.",
    ),
    option(
        "cli-connect-timeout",
        ValueKind::Value("SECONDS"),
        "The longest wait for a connection; 0 is no limit, 60 the default.",
    ),
    option("v2-debug", ValueKind::Switch, "Accepted for compatibility."),
    // The original adds it anew after the others (`awscli/argparser.py`, `MainArgParser._build`).
    option("version", ValueKind::Version, "Print the version."),
];

/// The options of `update-backend-auth`, in the order of the model's members; then the two that
/// every operation of the original has.
pub static OPERATION_OPTIONS: &[FlagSpec] = &[
    option("app-id", ValueKind::Value("ID"), "The Amplify app's ID."),
    option(
        "backend-environment-name",
        ValueKind::Value("NAME"),
        "The backend environment, such as staging.",
    ),
    option(
        "resource-config",
        ValueKind::Value("CONFIG"),
        "New settings: JSON, shorthand or file://PATH.",
    ),
    option(
        "resource-name",
        ValueKind::Value("NAME"),
        "The name of the auth resource.",
    ),
    option(
        "cli-input-json",
        ValueKind::Value("JSON"),
        "All parameters as JSON; options beside it win.",
    ),
    option(
        "generate-cli-skeleton",
        ValueKind::OptionalChoice(&["input", "output"]),
        "Print a skeleton; send nothing.",
    ),
];

/// The options that must be given, unless a document or a skeleton stands in for them.
pub static REQUIRED_OPTIONS: &[&str] = &[
    "app-id",
    "backend-environment-name",
    "resource-config",
    "resource-name",
];

/// What may stand where the subcommand is expected.
pub static SUBCOMMANDS: &[&str] = &["update-backend-auth", "help", "man-page", "completion"];

/// The shells that `completion` has a script for.
pub static SHELLS: &[&str] = &["bash", "zsh", "fish", "powershell"];
