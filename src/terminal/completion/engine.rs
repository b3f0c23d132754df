//! The candidates at the cursor, from the words before it and the word at it.

use super::config::{self, Completions};
use super::regions::REGIONS;
use super::{Candidate, Context, Follow, paths, query};
use crate::cli::flags::{
    Completer, FlagSpec, SHELLS, ValueKind, commands, global_flags, operation_flags,
};
use crate::cli::{Lookup, find};
use crate::dialect::Dialect;
use crate::model::{Operation, Shape, Structure, UPDATE_BACKEND_AUTH};

/// The candidates at the cursor.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// The byte offset, in the word at the cursor, of the part that a candidate replaces.
    pub start: usize,
    /// The candidates; each begins with that part.
    pub candidates: Vec<Candidate>,
}

impl Matches {
    /// Keeps the candidates that begin with the typed part. If there are none, and only one begins
    /// with it in another letter case, keeps that one.
    fn matching(typed: &str, start: usize, mut candidates: Vec<Candidate>) -> Matches {
        let part = typed.get(start..).unwrap_or_default();
        let exact = |candidate: &Candidate| candidate.text.starts_with(part);
        let loose = |candidate: &Candidate| {
            let head = candidate.text.get(..part.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(part))
        };
        if candidates.iter().any(exact) {
            candidates.retain(exact);
        } else {
            candidates.retain(loose);
            if candidates.len() > 1 {
                candidates.clear();
            }
        }
        Matches { start, candidates }
    }

    /// The same candidates for a word that has `length` more bytes before it.
    fn after(self, length: usize) -> Matches {
        Matches {
            start: self.start + length,
            ..self
        }
    }
}

/// The candidates at `cursor`, after `words`; the first word is the one after the program name.
pub(super) fn complete(words: &[String], cursor: &str, context: &Context<'_>) -> Matches {
    let line = Line::read(words, context.dialect);
    match line.pending {
        Some(option) if !cursor.starts_with('-') => return line.value(&option, cursor, context),
        Some(option) if !matches!(option.takes, ValueKind::OptionalChoice(_)) => {
            return Matches::default();
        }
        _ => {}
    }
    if line.separated {
        return Matches::default();
    }
    if cursor.starts_with('-') {
        return match cursor.split_once('=') {
            Some((flag, text)) => match line.flag(flag) {
                Some(option) => line.value(&option, text, context).after(flag.len() + 1),
                None => Matches::default(),
            },
            None => Matches::matching(cursor, 0, line.options()),
        };
    }
    let words = match line.positionals.as_slice() {
        [] => line.subcommands(),
        ["completion"] => each(SHELLS),
        [_] if line.operation.is_none() => Vec::new(),
        [_] if cursor.is_empty() => line.options(),
        [_] if line.given.is_empty() => each(&["help"]),
        _ => Vec::new(),
    };
    Matches::matching(cursor, 0, words)
}

/// The words before the cursor, parsed leniently.
struct Line<'a> {
    positionals: Vec<&'a str>,
    operation: Option<&'static Operation>,
    global_flags: Vec<FlagSpec>,
    /// Empty before the operation is typed.
    operation_flags: Vec<FlagSpec>,
    given: Vec<&'static str>,
    /// The option whose value is the next word.
    pending: Option<FlagSpec>,
    /// Whether `--` was typed.
    separated: bool,
}

impl<'a> Line<'a> {
    fn read(words: &'a [String], dialect: Dialect) -> Line<'a> {
        let mut line = Line {
            positionals: Vec::new(),
            operation: None,
            global_flags: global_flags(dialect),
            operation_flags: Vec::new(),
            given: Vec::new(),
            pending: None,
            separated: false,
        };
        // Flags of the operation may also be typed before it.
        let named = words.iter().find_map(|word| Operation::named(word));
        if let Some(operation) = named {
            line.operation_flags = operation_flags(operation, dialect);
        }
        for word in words {
            let is_value = line.pending.take().is_some() && !word.starts_with('-');
            if is_value {
                continue;
            }
            if line.separated || !word.starts_with('-') {
                line.positionals.push(word);
            } else if word == "--" {
                line.separated = true;
            } else if let Some(flag) = line.flag(word.split('=').next().unwrap_or_default()) {
                line.given.push(flag.name);
                line.pending = Some(flag).filter(|flag| {
                    !matches!(flag.takes, ValueKind::Switch | ValueKind::Version)
                        && !word.contains('=')
                });
            }
        }
        line.operation = line
            .positionals
            .first()
            .and_then(|word| Operation::named(word));
        line
    }

    /// The flags that have not been given; those of the operation only after its name.
    fn options(&self) -> Vec<Candidate> {
        let of_operation = self.operation.map_or(&[][..], |_| &self.operation_flags);
        let open = |flag: &&FlagSpec| !self.given.contains(&flag.name);
        let is_required = |flag: &&FlagSpec| {
            self.operation
                .is_some_and(|operation| flag.is_required(operation))
        };
        let (required, others): (Vec<&FlagSpec>, Vec<&FlagSpec>) = of_operation
            .iter()
            .chain(&self.global_flags)
            .filter(open)
            .partition(is_required);
        let name =
            |flag: &FlagSpec| Candidate::new(format!("--{}", flag.name), flag.help, Follow::Space);
        let mut found: Vec<Candidate> = required.into_iter().chain(others).map(name).collect();
        found.push(Candidate::new("--help", "Show the help.", Follow::Space));
        found
    }

    fn subcommands(&self) -> Vec<Candidate> {
        let about = |name: &str| match (Operation::named(name), name) {
            (Some(operation), _) => operation.summary,
            (None, "help") => "Show the help.",
            (None, "completion") => "Print the script that makes a shell complete.",
            (None, "schema") => "Print a JSON Schema of the update's document.",
            (None, "man-page") => "Print the manual as a man page.",
            (None, _) => "",
        };
        commands()
            .into_iter()
            .map(|name| Candidate::new(name, about(name), Follow::Space))
            .collect()
    }

    /// The flag of that name, in full or as an abbreviation that the command line accepts.
    fn flag(&self, flag: &str) -> Option<FlagSpec> {
        let name = flag.strip_prefix("--").filter(|name| !name.is_empty())?;
        let tables = [&self.global_flags, &self.operation_flags];
        let exact = |spec: &&FlagSpec| spec.name == name;
        let whole = tables.into_iter().flatten().find(exact).copied();
        whole.or_else(|| {
            tables.iter().find_map(|table| match find(table, name) {
                Lookup::One(spec) => Some(spec),
                Lookup::Several(_) | Lookup::None => None,
            })
        })
    }

    /// The candidates for the value of an option.
    fn value(&self, option: &FlagSpec, typed: &str, context: &Context<'_>) -> Matches {
        let mut choices = option.choices().to_vec();
        choices.extend(option.own_choice());
        let operation = self.operation.unwrap_or(&UPDATE_BACKEND_AUTH);
        let candidates = match option.completer {
            _ if !choices.is_empty() => each(&choices),
            Completer::Profile => {
                let names = (context.profiles)().into_iter();
                // The script reads one candidate a line, so names with control characters are left
                // out.
                let names = names.filter(|name| !name.chars().any(char::is_control));
                names
                    .map(|name| Candidate::new(name, "", Follow::Space))
                    .collect()
            }
            Completer::Region => REGIONS
                .iter()
                .map(|(name, place)| Candidate::new(*name, *place, Follow::Space))
                .collect(),
            Completer::Path => {
                let (start, entries) = paths::entries(typed, context);
                return Matches::matching(typed, start, entries);
            }
            Completer::Query => {
                let (start, members) = query::complete(typed, operation.output);
                return Matches::matching(typed, start, members);
            }
            Completer::Config => {
                let member = operation.input.member("ResourceConfig");
                return match member.map(|member| member.shape) {
                    Some(Shape::Structure(root)) => resource_config(typed, root, context),
                    _ => file(typed, context),
                };
            }
            Completer::Document if typed.trim_start().starts_with('{') => {
                return inside(typed, operation.input, context);
            }
            Completer::Document => return file(typed, context),
            // A file is an unlikely value here, so `file://` is offered only after the first
            // character.
            Completer::Text if !typed.is_empty() => return file(typed, context),
            Completer::Text | Completer::None => Vec::new(),
        };
        Matches::matching(typed, 0, candidates)
    }
}

/// The candidates for a value in shorthand or JSON, or for a file name.
fn resource_config(typed: &str, root: &'static Structure, context: &Context<'_>) -> Matches {
    if typed.starts_with("file") {
        return file(typed, context);
    }
    let mut found = inside(typed, root, context);
    if "file://".starts_with(typed) {
        found.candidates.push(file_scheme());
    }
    found
}

/// The candidates inside a value whose members are those of `root`.
fn inside(typed: &str, root: &'static Structure, context: &Context<'_>) -> Matches {
    match config::complete(typed, root) {
        Completions::Candidates(start, candidates) => Matches::matching(typed, start, candidates),
        Completions::File(start) => {
            let typed = typed.get(start..).unwrap_or_default();
            file(typed, context).after(start)
        }
    }
}

/// The candidates for `file://PATH` and `fileb://PATH`.
fn file(typed: &str, context: &Context<'_>) -> Matches {
    for scheme in ["file://", "fileb://"] {
        if let Some(path) = typed.strip_prefix(scheme) {
            let (start, entries) = paths::entries(path, context);
            return Matches::matching(path, start, entries).after(scheme.len());
        }
    }
    Matches::matching(typed, 0, vec![file_scheme()])
}

fn file_scheme() -> Candidate {
    Candidate::new("file://", "The value is in this file.", Follow::NoSpace)
}

fn each(words: &[&str]) -> Vec<Candidate> {
    let words = words.iter();
    words
        .map(|word| Candidate::new(*word, "", Follow::Space))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::environ::Environment;

    /// The candidates for a line in which spaces separate words, each with the part of its word
    /// before it.
    fn at(line: &str) -> Vec<String> {
        let environment = Environment::default();
        let context = Context {
            environment: &environment,
            dialect: Dialect::V1,
            profiles: &|| vec!["default".to_owned(), "dev".to_owned(), "prod".to_owned()],
            stdin: &String::new,
        };
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let cursor = words.pop().unwrap();
        let found = complete(&words, &cursor, &context);
        let kept = &cursor[..found.start];
        let texts = found.candidates.iter();
        texts.map(|c| format!("{kept}{}", c.text)).collect()
    }

    #[test]
    fn the_subcommands_come_first() {
        assert_eq!(at(""), commands());
        assert_eq!(at("u"), ["update-backend-auth"]);
        let all = Line::read(&[], Dialect::V1).subcommands();
        assert!(all.iter().all(|candidate| !candidate.about.is_empty()));
        assert_eq!(at("--output json u"), ["update-backend-auth"]);
        assert_eq!(at("completion "), SHELLS);
        assert_eq!(at("completion f"), ["fish"]);
        assert_eq!(at("completion fish "), [""; 0]);
        assert_eq!(at("update-backend-auth h"), ["help"]);
        assert_eq!(at("update-backend-auth --debug h"), [""; 0]);
    }

    #[test]
    fn options_are_offered_until_they_are_given() {
        let all = at("update-backend-auth ");
        assert_eq!(
            all.len(),
            global_flags(Dialect::V1).len()
                + operation_flags(&UPDATE_BACKEND_AUTH, Dialect::V1).len()
                + 1
        );
        assert_eq!(
            all[..4],
            [
                "--app-id",
                "--backend-environment-name",
                "--resource-config",
                "--resource-name"
            ]
        );
        assert_eq!(at("update-backend-auth -"), all);
        assert_eq!(
            at("update-backend-auth --res"),
            ["--resource-config", "--resource-name"]
        );
        for given in [
            "--resource-config x",
            "--resource-config=x",
            "--resource-c x",
        ] {
            assert_eq!(
                at(&format!("update-backend-auth {given} --res")),
                ["--resource-name"],
                "{given}"
            );
        }
        assert_eq!(at("--app"), [""; 0], "not before the operation");
        assert_eq!(
            at("update-backend-auth --app-id --"),
            [""; 0],
            "a value is due"
        );
        assert_eq!(at("update-backend-auth -- --app"), [""; 0]);
    }

    #[test]
    fn values_are_offered_after_their_option_in_either_form() {
        for (option, values) in [
            ("--output", &["json", "text", "table"][..]),
            ("--color", &["on", "off", "auto"]),
            ("--generate-cli-skeleton", &["input", "output", "required"]),
            ("--profile", &["default", "dev", "prod"]),
            ("--cli-input-json", &["file://"]),
            ("--app-id", &[]),
        ] {
            assert_eq!(at(&format!("update-backend-auth {option} ")), values);
            let joined: Vec<String> = values.iter().map(|v| format!("{option}={v}")).collect();
            assert_eq!(at(&format!("update-backend-auth {option}=")), joined);
        }
        assert_eq!(at("--region eu-w"), ["eu-west-1", "eu-west-2", "eu-west-3"]);
        assert_eq!(at("--profile d"), ["default", "dev"]);
        assert_eq!(at("--out t"), ["text", "table"], "abbreviated");
        assert_eq!(at("update-backend-auth --app-id f"), ["file://"]);
    }

    #[test]
    fn an_optional_value_may_be_followed_by_the_next_option() {
        assert!(at("update-backend-auth --generate-cli-skeleton --o").contains(&"--output".into()));
    }

    #[test]
    fn letter_case_is_corrected_when_one_candidate_matches() {
        assert_eq!(
            at("update-backend-auth --resource-config userp"),
            ["UserPoolConfigs="]
        );
        assert_eq!(
            at("update-backend-auth --resource-config UserPoolConfigs={Mfa={MFAMode=o"),
            [""; 0]
        );
    }

    #[test]
    fn a_configuration_is_shorthand_json_or_a_file() {
        let config = |typed: &str| at(&format!("update-backend-auth --resource-config {typed}"));
        assert_eq!(config("").last().unwrap(), "file://");
        assert_eq!(config("fi"), ["file://"]);
        assert_eq!(config("Us"), ["UserPoolConfigs="]);
        assert_eq!(
            config("UserPoolConfigs={Mfa={MFAMode=O"),
            ["ON", "OFF", "OPTIONAL"].map(|mode| format!("UserPoolConfigs={{Mfa={{MFAMode={mode}"))
        );
        assert_eq!(config("{\"Us"), ["{\"UserPoolConfigs\":"]);
        assert_eq!(config("[\"Us"), [""; 0]);
        assert_eq!(
            at("update-backend-auth --cli-input-json {\"ResourceConfig\":{\"Se"),
            ["{\"ResourceConfig\":{\"Service\":"]
        );
        assert_eq!(at("update-backend-auth --query Jo"), ["JobId"]);
        assert_eq!(at("get-backend-job --query [JobId,S"), ["[JobId,Status"]);
    }

    #[test]
    fn paths_are_completed_and_directories_end_in_a_slash() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("conf")).unwrap();
        for name in ["config.json", "other.json", ".hidden"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let root = folder.path().to_str().unwrap();
        for (option, before) in [
            ("--resource-config ", "file://"),
            ("--cli-input-json ", "fileb://"),
            ("--app-id=", "file://"),
            ("--ca-bundle ", ""),
            (
                "--resource-config ",
                "UserPoolConfigs={OAuth={DomainPrefix@=file://",
            ),
        ] {
            let typed = format!("{before}{root}/");
            let found = at(&format!("update-backend-auth {option}{typed}con"));
            let typed = match option.strip_suffix('=') {
                Some(_) => format!("{option}{typed}"),
                None => typed,
            };
            assert_eq!(
                found,
                [format!("{typed}conf/"), format!("{typed}config.json")]
            );
        }
        assert_eq!(
            at(&format!("--ca-bundle {root}/.")),
            [format!("{root}/.hidden")]
        );
        assert_eq!(at(&format!("--ca-bundle {root}/nowhere/")), [""; 0]);
    }
}
