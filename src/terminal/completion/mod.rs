//! Completion of the command line in a shell.
//!
//! The scripts under `scripts/` pass the typed line to the program (`amplifybackend completion
//! candidates SHELL ...`) and the output to the shell. [`quoting`] parses the shell's quoting,
//! [`engine`] finds the candidates, and [`render`] writes them in the format of that shell's
//! script. No request is sent, and no error is reported: a message would disturb the line being
//! typed.

mod config;
mod engine;
mod paths;
mod query;
mod quoting;
mod regions;
mod render;

use crate::dialect::Dialect;
use crate::python::environ::Environment;
use crate::python::surrogate;
use quoting::Syntax;
pub(super) use regions::REGIONS;

/// A text that can be inserted at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The replacement of the typed text, without quoting.
    pub text: String,
    /// A short description, for shells that show one; may be empty.
    pub about: String,
    /// The kind of text that follows the candidate.
    pub follow: Follow,
    /// Text that completes a value inside brackets, for shells that would otherwise end the word:
    /// closing brackets, if the innermost structures are complete, and a comma.
    pub after: String,
}

/// The kind of text that follows a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    /// A space: the word is complete.
    Space,
    /// More of the same word: a value after a key of `--resource-config`, a name after a directory.
    NoSpace,
    /// A comma or a closing bracket, after a value inside shorthand or JSON.
    Comma,
}

impl Candidate {
    fn new(text: impl Into<String>, about: impl Into<String>, follow: Follow) -> Candidate {
        Candidate {
            text: text.into(),
            about: about.into(),
            follow,
            after: String::new(),
        }
    }
}

/// The input of completion, besides the typed line.
pub struct Context<'a> {
    /// The dialect whose flags are offered.
    pub dialect: Dialect,
    /// The environment, for `~` and variables in paths.
    pub environment: &'a Environment,
    /// Returns the names of the profiles; called only when they are needed.
    pub profiles: &'a dyn Fn() -> Vec<String>,
    /// Reads standard input, for the shell that cannot pass every text as an argument.
    pub stdin: &'a dyn Fn() -> String,
}

/// The completion script of a shell.
pub fn script(shell: &str) -> &'static str {
    match shell {
        "bash" => include_str!("scripts/amplifybackend.bash"),
        "zsh" => include_str!("scripts/amplifybackend.zsh"),
        "fish" => include_str!("scripts/amplifybackend.fish"),
        "powershell" => include_str!("scripts/amplifybackend.ps1"),
        _ => "",
    }
}

/// The output of `completion SHELL` and of `completion candidates SHELL ...`, which the scripts
/// call; `None` for every other command line.
///
/// Both work without the settings: an invalid configuration file must not cause an error at the
/// start of every shell or at the prompt.
pub fn answer(argv: &[String], context: &Context<'_>) -> Option<String> {
    let (first, rest) = argv.split_first()?;
    if first != "completion" {
        return None;
    }
    match rest {
        [shell] => Some(script(shell).to_owned()).filter(|script| !script.is_empty()),
        [word, shell, rest @ ..] if word == "candidates" => {
            Some(candidates(shell, rest, context).unwrap_or_default())
        }
        _ => None,
    }
}

/// The candidates for the line that a script passes, in the format of its shell; `None` if there
/// are none.
fn candidates(shell: &str, rest: &[String], context: &Context<'_>) -> Option<String> {
    let typed = rest.first().cloned();
    let (syntax, line) = match shell {
        "bash" | "zsh" => (Syntax::Posix, typed?),
        "fish" => (Syntax::Fish, typed?),
        "powershell" => {
            // The pipe adds a line end.
            let line = (context.stdin)();
            let line = line.trim_end_matches(['\r', '\n']);
            (Syntax::PowerShell, line.to_owned())
        }
        _ => return None,
    };
    // A byte that is not UTF-8 could not be written back.
    if line
        .chars()
        .any(|c| surrogate::decode_surrogate(c).is_some())
    {
        return None;
    }
    let (words, cursor) = quoting::split(&line, syntax);
    // Other words may precede the program (`sudo`, `X=1`). A program with another name is the first
    // word.
    let is_program = |word: &String| word.rsplit('/').next() == Some("amplifybackend");
    let program = words.iter().position(is_program).unwrap_or(0);
    let words = words.get(program + 1..)?;
    let found = engine::complete(words, &cursor.value, context);
    Some(match shell {
        "bash" => {
            let bash = render::Bash {
                breaks: rest.get(1).map_or("", String::as_str),
                // The character code of `?`.
                lists: rest.get(2).is_some_and(|kind| kind == "63"),
            };
            render::bash(&found, &cursor, bash)
        }
        "zsh" => render::zsh(&found, &cursor),
        "fish" => render::fish(&found, &cursor),
        _ => render::powershell(&found, &cursor),
    })
}
