//! The table of flags. Each row defines a flag completely; the parser, usage errors, help and
//! completion use it. The order is the original's, because its messages list flags in that order.

use crate::config::globals::GlobalOptions;
use crate::dialect::{Dialect, Dialects};
use crate::model::Operation;
use crate::model::arguments::Arguments;

/// A flag and its properties.
#[derive(Clone, Copy, Debug)]
pub struct FlagSpec {
    /// The name without dashes.
    pub name: &'static str,
    /// The kind of its value.
    pub takes: ValueKind,
    /// The heading of the flag in the short help.
    pub group: Group,
    /// One line for the help.
    pub help: &'static str,
    /// The completion of its value.
    pub completer: Completer,
    /// The operations and dialects that have the flag.
    pub scope: Scope,
    /// The destination of its value.
    pub set: Setter,
}

/// The kind of value that a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// No value.
    Switch,
    /// One value, with its name in the help.
    Value(&'static str),
    /// One of these values.
    Choice(&'static [&'static str]),
    /// One of these values; the first if none is given.
    OptionalChoice(&'static [&'static str]),
    /// No value: the version is printed and the run ends.
    Version,
}

/// The headings of the short help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Parameters of an operation.
    Parameters,
    /// The format of the result.
    Output,
    /// Account, profile and credentials.
    Account,
    /// The connection to the service.
    Network,
    /// The flags of this program for updates.
    Update,
    /// All other flags.
    Others,
}

/// The completion of a flag's value, in addition to its choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completer {
    /// No completion.
    None,
    /// `file://PATH`, after the first typed character.
    Text,
    /// `file://PATH`
    Document,
    /// Shorthand, JSON or `file://PATH`.
    Config,
    /// A file name.
    Path,
    /// The members of the response.
    Query,
    /// The name of a profile.
    Profile,
    /// The name of a region.
    Region,
}

/// The operations and dialects that have a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every operation, in these dialects.
    Every(Dialects),
    /// The operations whose input has this member.
    Member(&'static str),
    /// The operations with these commands. The original does not have the flag, so it cannot be
    /// abbreviated: abbreviations of the original's flags stay valid.
    Own(&'static [&'static str]),
}

/// The destination of a flag's value; a switch has no value.
#[derive(Clone, Copy, Debug)]
pub enum Setter {
    /// The global options.
    Global(fn(&mut GlobalOptions, Option<String>)),
    /// The arguments of the operation.
    Operation(fn(&mut Arguments, Option<String>)),
    /// The member of the operation's input that the scope contains.
    Member,
}

impl FlagSpec {
    /// The only values that the flag accepts; empty if it accepts any.
    pub fn choices(&self) -> &'static [&'static str] {
        match self.takes {
            ValueKind::Choice(choices) | ValueKind::OptionalChoice(choices) => choices,
            _ => &[],
        }
    }

    /// A value that is accepted in addition to the choices, and that the original's messages do not
    /// list.
    pub fn own_choice(&self) -> Option<&'static str> {
        (self.name == "generate-cli-skeleton").then_some(REQUIRED)
    }

    /// Whether an unambiguous prefix of the name is accepted.
    pub fn can_be_abbreviated(&self) -> bool {
        !matches!(self.scope, Scope::Own(_))
    }

    /// Whether the operation requires the flag. (A document or a skeleton makes required flags
    /// optional.)
    pub fn is_required(&self, operation: &Operation) -> bool {
        matches!(self.scope, Scope::Member(member) if operation.input.required.contains(&member))
    }

    const fn complete(self, completer: Completer) -> FlagSpec {
        FlagSpec { completer, ..self }
    }

    const fn only(self, dialect: Dialect) -> FlagSpec {
        FlagSpec {
            scope: Scope::Every(Dialects::Only(dialect)),
            ..self
        }
    }
}

/// The global flags of a dialect.
pub fn global_flags(dialect: Dialect) -> Vec<FlagSpec> {
    let rows = GLOBAL_FLAGS.iter().copied();
    rows.filter(|flag| is_in(flag, dialect)).collect()
}

/// The flags of an operation in a dialect: its members in the order of the model, then the flags
/// that every operation has, then those of this program.
pub fn operation_flags(operation: &Operation, dialect: Dialect) -> Vec<FlagSpec> {
    let mut found = Vec::with_capacity(OPERATION_FLAGS.len());
    for member in operation.input.members {
        let of_member = |flag: &&FlagSpec| flag.scope == Scope::Member(member.name);
        found.extend(OPERATION_FLAGS.iter().find(of_member));
    }
    found.extend(OPERATION_FLAGS.iter().filter(|flag| match flag.scope {
        Scope::Member(_) => false,
        Scope::Own(commands) => commands.contains(&operation.command),
        Scope::Every(_) => is_in(flag, dialect),
    }));
    found
}

fn is_in(flag: &FlagSpec, dialect: Dialect) -> bool {
    !matches!(flag.scope, Scope::Every(dialects) if !dialects.contains(dialect))
}

const fn global(
    name: &'static str,
    takes: ValueKind,
    group: Group,
    help: &'static str,
    set: fn(&mut GlobalOptions, Option<String>),
) -> FlagSpec {
    FlagSpec {
        name,
        takes,
        group,
        help,
        completer: Completer::None,
        scope: Scope::Every(Dialects::Both),
        set: Setter::Global(set),
    }
}

const fn member(
    name: &'static str,
    member: &'static str,
    value: &'static str,
    help: &'static str,
) -> FlagSpec {
    FlagSpec {
        name,
        takes: ValueKind::Value(value),
        group: Group::Parameters,
        help,
        completer: Completer::Text,
        scope: Scope::Member(member),
        set: Setter::Member,
    }
}

const fn operation(
    name: &'static str,
    takes: ValueKind,
    help: &'static str,
    set: fn(&mut Arguments, Option<String>),
) -> FlagSpec {
    FlagSpec {
        name,
        takes,
        group: Group::Parameters,
        help,
        completer: Completer::None,
        scope: Scope::Every(Dialects::Both),
        set: Setter::Operation(set),
    }
}

/// A flag that only this program has, for the operations with these commands.
const fn own(
    name: &'static str,
    commands: &'static [&'static str],
    takes: ValueKind,
    help: &'static str,
    set: fn(&mut Arguments, Option<String>),
) -> FlagSpec {
    FlagSpec {
        group: Group::Update,
        scope: Scope::Own(commands),
        ..operation(name, takes, help, set)
    }
}

/// The flags that may be anywhere on the command line (`awscli/data/cli.json`).
static GLOBAL_FLAGS: &[FlagSpec] = &[
    global(
        "debug",
        ValueKind::Switch,
        Group::Others,
        "Log to stderr, secrets redacted.",
        |globals, _| globals.debug = true,
    ),
    global(
        "endpoint-url",
        ValueKind::Value("URL"),
        Group::Network,
        "Send the request to this URL.",
        |globals, value| globals.endpoint_url = value,
    ),
    global(
        "no-verify-ssl",
        ValueKind::Switch,
        Group::Network,
        "Do not verify TLS certificates.",
        |globals, _| globals.no_verify_ssl = true,
    ),
    global(
        "no-paginate",
        ValueKind::Switch,
        Group::Others,
        "Accepted for compatibility; the answer has one page.",
        |_, _| {},
    ),
    global(
        "output",
        ValueKind::Choice(&["json", "text", "table"]),
        Group::Output,
        "The format of the output.",
        |globals, value| globals.output = value,
    )
    .only(Dialect::V1),
    global(
        "output",
        ValueKind::Choice(&["json", "text", "table", "yaml", "yaml-stream", "off"]),
        Group::Output,
        "The format of the output.",
        |globals, value| globals.output = value,
    )
    .only(Dialect::V2),
    global(
        "query",
        ValueKind::Value("JMESPATH"),
        Group::Output,
        "Print only what this JMESPath expression selects.",
        |globals, value| globals.query = value,
    )
    .complete(Completer::Query),
    global(
        "profile",
        ValueKind::Value("NAME"),
        Group::Account,
        "Use this profile of the configuration files.",
        |globals, value| globals.profile = value,
    )
    .complete(Completer::Profile),
    global(
        "region",
        ValueKind::Value("REGION"),
        Group::Account,
        "The region of the app.",
        |globals, value| globals.region = value,
    )
    .complete(Completer::Region),
    global(
        "color",
        ValueKind::Choice(&["on", "off", "auto"]),
        Group::Output,
        "When tables are colored.",
        |globals, value| globals.color = value,
    ),
    global(
        "no-sign-request",
        ValueKind::Switch,
        Group::Account,
        "Send the request without credentials.",
        |globals, _| globals.no_sign_request = true,
    ),
    global(
        "ca-bundle",
        ValueKind::Value("FILE"),
        Group::Network,
        "Trust the certificates of this PEM file.",
        |globals, value| globals.ca_bundle = value,
    )
    .complete(Completer::Path),
    global(
        "cli-read-timeout",
        ValueKind::Value("SECONDS"),
        Group::Network,
        "The longest wait between two reads; 0 is no limit, 60 the default.",
        |globals, value| globals.read_timeout = value,
    ),
    global(
        "cli-connect-timeout",
        ValueKind::Value("SECONDS"),
        Group::Network,
        "The longest wait for a connection; 0 is no limit, 60 the default.",
        |globals, value| globals.connect_timeout = value,
    ),
    global(
        "cli-binary-format",
        ValueKind::Choice(&["base64", "raw-in-base64-out"]),
        Group::Others,
        "Accepted for compatibility; the operations have no binary values.",
        |globals, value| globals.binary_format = value,
    )
    .only(Dialect::V2),
    global(
        "no-cli-pager",
        ValueKind::Switch,
        Group::Output,
        "Do not use a pager.",
        |globals, _| globals.no_pager = true,
    )
    .only(Dialect::V2),
    global(
        "cli-auto-prompt",
        ValueKind::Switch,
        Group::Others,
        "Prompt for parameters; this program has no prompt and says so.",
        |_, _| {},
    )
    .only(Dialect::V2),
    global(
        "no-cli-auto-prompt",
        ValueKind::Switch,
        Group::Others,
        "Do not prompt for parameters.",
        |_, _| {},
    )
    .only(Dialect::V2),
    global(
        "cli-error-format",
        ValueKind::Choice(&["legacy", "json", "yaml", "text", "table", "enhanced"]),
        Group::Output,
        "The format of error messages.",
        |globals, value| globals.error_format = value,
    )
    .only(Dialect::V2),
    global(
        "v2-debug",
        ValueKind::Switch,
        Group::Others,
        "Accepted for compatibility.",
        |_, _| {},
    )
    .only(Dialect::V1),
    // The original adds it after the others (`awscli/argparser.py`, `MainArgParser._build`).
    global(
        "version",
        ValueKind::Version,
        Group::Others,
        "Print the version.",
        |_, _| {},
    ),
];

/// The flags of the operations.
static OPERATION_FLAGS: &[FlagSpec] = &[
    member("app-id", "AppId", "ID", "The Amplify app's ID."),
    member(
        "backend-environment-name",
        "BackendEnvironmentName",
        "NAME",
        "The backend environment, such as staging.",
    ),
    member(
        "resource-config",
        "ResourceConfig",
        "CONFIG",
        "New settings: JSON, shorthand or file://PATH.",
    )
    .complete(Completer::Config),
    member(
        "resource-name",
        "ResourceName",
        "NAME",
        "The name of the auth resource.",
    ),
    member("job-id", "JobId", "ID", "The job, as an update prints it."),
    operation(
        "cli-input-json",
        ValueKind::Value("JSON"),
        "All parameters as JSON; options override.",
        |arguments, value| arguments.cli_input_json = value,
    )
    .complete(Completer::Document),
    operation(
        "cli-input-yaml",
        ValueKind::Value("YAML"),
        "All parameters as YAML; options override.",
        |arguments, value| arguments.cli_input_yaml = value,
    )
    .complete(Completer::Document)
    .only(Dialect::V2),
    operation(
        "generate-cli-skeleton",
        ValueKind::OptionalChoice(&["input", "output"]),
        "Print a skeleton; send nothing.",
        |arguments, value| arguments.generate_cli_skeleton = value,
    )
    .only(Dialect::V1),
    operation(
        "generate-cli-skeleton",
        ValueKind::OptionalChoice(&["input", "output", "yaml-input"]),
        "Print a skeleton; send nothing.",
        |arguments, value| arguments.generate_cli_skeleton = value,
    )
    .only(Dialect::V2),
    own(
        "dry-run",
        &["update-backend-auth"],
        ValueKind::Switch,
        "Check everything and print the request; send nothing.",
        |arguments, _| arguments.dry_run = true,
    ),
    own(
        "diff",
        &["update-backend-auth"],
        ValueKind::Switch,
        "Print what the update would change; send nothing.",
        |arguments, _| arguments.diff = true,
    ),
    own(
        "wait",
        &["update-backend-auth", "get-backend-job"],
        ValueKind::Switch,
        "Wait for the end of the job.",
        |arguments, _| arguments.wait = true,
    ),
    own(
        "wait-interval",
        &["update-backend-auth", "get-backend-job"],
        ValueKind::Value("SECS"),
        "With --wait: seconds between two requests, 5 by default.",
        |arguments, value| arguments.wait_interval = value,
    ),
    own(
        "wait-timeout",
        &["update-backend-auth", "get-backend-job"],
        ValueKind::Value("SECS"),
        "With --wait: the longest wait in seconds, 1800 by default.",
        |arguments, value| arguments.wait_timeout = value,
    ),
    own(
        "for-update",
        &["get-backend-auth"],
        ValueKind::Switch,
        "Print a document for --cli-input-json of the update.",
        |arguments, _| arguments.for_update = true,
    ),
];

/// The value of `--generate-cli-skeleton` for the required members only.
const REQUIRED: &str = "required";

/// The commands that are not operations.
pub static OTHER_COMMANDS: &[&str] = &["help", "man-page", "completion", "schema"];

/// The shells for which `completion` has a script.
pub static SHELLS: &[&str] = &["bash", "zsh", "fish", "powershell"];

/// The valid commands of this program.
pub fn commands() -> Vec<&'static str> {
    let operations = crate::model::OPERATIONS.iter();
    let operations = operations.map(|operation| operation.command);
    operations.chain(OTHER_COMMANDS.iter().copied()).collect()
}

/// The commands of all operations of the service, and `help`.
pub fn service_commands() -> Vec<&'static str> {
    SERVICE_COMMANDS.to_vec()
}

const SERVICE_COMMANDS: [&str; 32] = [
    "clone-backend",
    "create-backend",
    "create-backend-api",
    "create-backend-auth",
    "create-backend-config",
    "create-backend-storage",
    "create-token",
    "delete-backend",
    "delete-backend-api",
    "delete-backend-auth",
    "delete-backend-storage",
    "delete-token",
    "generate-backend-apimodels",
    "get-backend",
    "get-backend-api",
    "get-backend-apimodels",
    "get-backend-auth",
    "get-backend-job",
    "get-backend-storage",
    "get-token",
    "import-backend-auth",
    "import-backend-storage",
    "list-backend-jobs",
    "list-s3-buckets",
    "remove-all-backends",
    "remove-backend-config",
    "update-backend-api",
    "update-backend-auth",
    "update-backend-config",
    "update-backend-job",
    "update-backend-storage",
    "help",
];
