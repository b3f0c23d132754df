//! The help: a short help for `-h`, the manual for `help`, and the same manual as a man page.
//!
//! The manual is built from the option tables, the model with its documentation, the README's
//! tables of exit codes and differences, and text in these modules. It is a list of
//! [`document::Section`]s, which [`text`] renders for a terminal and [`roff`] for `man`.

mod configuration;
pub mod document;
mod environment;
mod examples;
mod options;
mod readme;
pub mod roff;
mod short;
pub mod text;

use crate::dialect::{Dialect, Origin};
use document::{Section, code, paragraph};
pub use short::screen;

/// The name under which the man page is installed.
const NAME: &str = "amplifybackend";

/// The manual as a man page in roff.
pub fn man_page() -> String {
    roff::render(
        &sections(Dialect::V1, &Origin::Default),
        NAME,
        env!("CARGO_PKG_VERSION"),
    )
}

/// The sections of the manual.
pub fn sections(dialect: Dialect, origin: &Origin) -> Vec<Section> {
    let section = |heading, blocks| Section { heading, blocks };
    vec![
        section(
            "NAME",
            vec![paragraph(
                "amplifybackend - update the authentication of an AWS Amplify backend",
            )],
        ),
        section("SYNOPSIS", options::synopsis(dialect)),
        section("DESCRIPTION", description()),
        section("COMMANDS", options::commands()),
        section("PARAMETERS", options::parameters(dialect)),
        section("OPTIONS", options::options(dialect)),
        section("RESOURCE CONFIGURATION", configuration::tree()),
        section("JSON", configuration::json()),
        section("SHORTHAND", configuration::shorthand()),
        section("EXAMPLES", examples::examples()),
        section("OUTPUT", configuration::output()),
        section("WHAT THE SERVICE REFUSES", configuration::refused()),
        section("DIALECTS", dialects(dialect, origin)),
        section("EXIT CODES", readme::exit_codes(dialect)),
        section("ENVIRONMENT", environment::environment()),
        section("FILES", environment::files()),
        section("DIFFERENCES", readme::differences()),
    ]
}

fn dialects(dialect: Dialect, origin: &Origin) -> Vec<document::Block> {
    let number = dialect.number();
    vec![
        paragraph(format!(
            "Options, messages, formats and exit codes are those of one version of the AWS CLI; \
             this manual is for version {number} ({origin})."
        )),
        document::Block::DefinitionList(
            4,
            vec![
                document::entry("`AMPLIFYBACKEND_DIALECT=1`", "Version 1 (1.46.3)."),
                document::entry(
                    "`AMPLIFYBACKEND_DIALECT=2`",
                    "Version 2 (2.36.7): `--cli-input-yaml`, `--output yaml`, `--no-cli-pager`, \
                     `--cli-error-format`, other exit codes; `AWS_REGION` is read.",
                ),
            ],
        ),
        paragraph(
            "Without the variable it is version 1, and under the name `aws` the version of the \
             `aws` that comes next on PATH: of a program, or a link into the installer's or \
             Homebrew's folder, 2; of a script, that of the distribution beside its Python. \
             Where there is none, or its files do not say, it is 2. Nothing is executed for that.",
        ),
        paragraph(
            "`--debug` begins with the dialect and the reason. On a terminal, an option or a format that only the \
             other version has is an error that names the variable.",
        ),
    ]
}

fn description() -> Vec<document::Block> {
    vec![
        paragraph(
            "Sends new authentication settings for one backend environment of an Amplify app, and \
             prints the job that the service starts for them. Exit code 0 says that the update was \
             accepted, not that the job has succeeded.",
        ),
        paragraph(
            "It is a drop-in for one command of the AWS CLI: the same parameters, options, input, \
             output, messages and exit codes. A script moves over by leaving `aws` out:",
        ),
        code("aws amplifybackend update-backend-auth ...\namplifybackend update-backend-auth ..."),
        paragraph(
            "`amplifybackend help` and `amplifybackend update-backend-auth help` show this manual; \
             `-h` and `--help` one screen of it.",
        ),
        paragraph(
            "When standard error is a terminal, an error takes at most twelve lines, a hint and \
             the place in the input may follow it, warnings come before a call, retries are \
             reported, and secrets in quoted input are masked. Elsewhere the messages are those of \
             the AWS CLI.",
        ),
        paragraph(
            "Started under the name `aws`, as through a symbolic link, it runs `aws amplifybackend \
             update-backend-auth` itself and hands every other command to the next `aws` on `PATH`.",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::document::{Block, Entry};
    use super::*;

    fn texts(blocks: &[Block], into: &mut Vec<String>) {
        for block in blocks {
            match block {
                Block::Paragraph(text) => into.push(text.clone()),
                Block::Code(_) => {}
                Block::DefinitionList(_, entries) => {
                    for Entry { term, body } in entries {
                        into.push(term.clone());
                        texts(body, into);
                    }
                }
            }
        }
    }

    #[test]
    fn marks_of_emphasis_are_balanced() {
        let mut all = Vec::new();
        for section in sections(Dialect::V1, &Origin::Default) {
            texts(&section.blocks, &mut all);
        }
        assert!(all.len() > 150, "{}", all.len());
        for text in all {
            assert_eq!(text.matches('`').count() % 2, 0, "{text}");
            let prose: String = text.split('`').step_by(2).collect();
            assert_eq!(prose.matches('*').count() % 2, 0, "{text}");
            assert!(!text.contains(['\n', '\t']), "{text}");
        }
    }

    #[test]
    fn only_unbreakable_text_exceeds_the_width() {
        for width in [40, 80, 120] {
            for line in text::render(&sections(Dialect::V1, &Origin::Default), width, false).lines()
            {
                let code = line.starts_with("        ") && line.trim_start().contains(' ');
                let one_word = !line.trim_start().contains(' ');
                let fits = line.chars().count() <= width;
                assert!(fits || one_word || (code && width < 80), "{width}: {line}");
                assert!(!line.ends_with(' '), "{width}: {line:?}");
            }
        }
    }

    #[test]
    fn the_words_are_the_same_at_every_width() {
        let words = |width| {
            let page = text::render(&sections(Dialect::V1, &Origin::Default), width, false);
            page.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(words(40), words(80));
        assert_eq!(words(120), words(80));
    }
}
