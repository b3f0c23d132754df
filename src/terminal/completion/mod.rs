//! Completion at the shell's prompt.
//!
//! The scripts under `scripts/` hand the typed line to the program
//! (`amplifybackend completion candidates SHELL ...`) and the answer to the shell. In between:
//! [`quoting`] undoes the shell's quoting, [`engine`] finds the candidates, [`render`] writes them
//! as that shell wants them. Nothing is sent, and nothing is an error: who is still typing wants
//! no messages.

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

/// A text that may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The replacement of the typed text, without quoting.
    pub text: String,
    /// A few words for the shells that show them; may be empty.
    pub about: String,
    /// The kind of text after it.
    pub follow: Follow,
    /// The end of a value inside of brackets, for shells that would end the word otherwise:
    /// a comma, and before it the brackets in which nothing else can stand.
    pub after: String,
}

/// The kind of text after a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    /// A space: the word is complete.
    Space,
    /// More of the same word: `--resource-config` goes on after a key, a path after a folder.
    NoSpace,
    /// A comma or a closing bracket: a value inside of shorthand or JSON.
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

/// The facts that completion is made of.
pub struct Context<'a> {
    /// The dialect whose flags are offered.
    pub dialect: Dialect,
    /// For `~` and variables in paths.
    pub environment: &'a Environment,
    /// The names of the profiles; read when asked for.
    pub profiles: &'a dyn Fn() -> Vec<String>,
    /// Standard input, for the shell that cannot pass every text as an argument.
    pub stdin: &'a dyn Fn() -> String,
}

/// The script that makes the shell of that name complete.
pub fn script(shell: &str) -> &'static str {
    match shell {
        "bash" => include_str!("scripts/amplifybackend.bash"),
        "zsh" => include_str!("scripts/amplifybackend.zsh"),
        "fish" => include_str!("scripts/amplifybackend.fish"),
        "powershell" => include_str!("scripts/amplifybackend.ps1"),
        _ => "",
    }
}

/// The answer to `completion SHELL` and to a script's `completion candidates SHELL ...`; `None`
/// for every other command line.
///
/// Both are answered before the settings are read: a configuration file that does not parse must
/// not show up at the start of every shell, or at the prompt.
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

/// The candidates for the line that a script sends, in the form its shell takes; `None` where
/// there are none.
fn candidates(shell: &str, rest: &[String], context: &Context<'_>) -> Option<String> {
    let typed = rest.first().cloned();
    let (syntax, line) = match shell {
        "bash" | "zsh" => (Syntax::Posix, typed?),
        "fish" => (Syntax::Fish, typed?),
        "powershell" => {
            // The pipe adds the line's end.
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
    // Before the program there may be others (`sudo`, `X=1`); under another name it is the first.
    let is_program = |word: &String| word.rsplit('/').next() == Some("amplifybackend");
    let program = words.iter().position(is_program).unwrap_or(0);
    let words = words.get(program + 1..)?;
    let found = engine::complete(words, &cursor.value, context);
    Some(match shell {
        "bash" => {
            let bash = render::Bash {
                breaks: rest.get(1).map_or("", String::as_str),
                // The code of `?`.
                lists: rest.get(2).is_some_and(|kind| kind == "63"),
            };
            render::bash(&found, &cursor, bash)
        }
        "zsh" => render::zsh(&found, &cursor),
        "fish" => render::fish(&found, &cursor),
        _ => render::powershell(&found, &cursor),
    })
}
