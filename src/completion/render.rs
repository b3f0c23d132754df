//! Candidates as the script of each shell takes them: one a line, quoted where the shell does not
//! quote them itself.

use super::engine::Found;
use super::words::Cursor;
use super::{Candidate, Follow};

/// What bash says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bash<'a> {
    /// `COMP_WORDBREAKS`
    pub breaks: &'a str,
    /// Whether the matches are only shown (`COMP_TYPE` is that of a second tab).
    pub lists: bool,
}

/// The first line says whether a space follows the only match; then the matches.
///
/// readline replaces what is typed after the last of `COMP_WORDBREAKS`, or after an open quote,
/// and takes the matches as they are.
pub fn bash(found: &Found, cursor: &Cursor, bash: Bash<'_>) -> String {
    let word = match cursor.open {
        Some((_, at)) => at,
        None => cursor.after_break(bash.breaks),
    };
    let start = cursor.raw_offset(found.start);
    let complete = |candidate: &Candidate| match cursor.raw.get(word..start) {
        Some(kept) => Some(format!(
            "{kept}{}",
            bash_quoted(candidate, &candidate.text, cursor)
        )),
        None => {
            // The word that readline sees begins in the middle of the candidate.
            let typed = cursor.value.get(found.start..cursor.value_offset(word))?;
            let rest = candidate.text.strip_prefix(typed)?;
            Some(bash_quoted(candidate, rest, cursor))
        }
    };
    let candidates = found.candidates.iter();
    let mut matches: Vec<String> = if bash.lists && candidates.len() > 1 {
        candidates.map(|candidate| candidate.text.clone()).collect()
    } else {
        candidates.filter_map(complete).collect()
    };
    let mut follows = found.candidates.iter().map(|candidate| candidate.follow);
    let ends = follows.all(|follow| follow == Follow::Space);
    if let (Some(_), [only], false) = (cursor.open, matches.as_slice(), ends) {
        // readline closes the quote behind an only match, and the word is not at its end.
        matches.push(format!("{only}..."));
    }
    let mut out = String::from(if ends { "space\n" } else { "nospace\n" });
    push_lines(&mut out, matches);
    out
}

/// `text` of a candidate in the quotes that are open.
///
/// Shorthand opens one, for bash takes a bare brace for the end of the command and never asks for
/// completion behind it.
fn bash_quoted(candidate: &Candidate, text: &str, cursor: &Cursor) -> String {
    match cursor.open {
        None if is_shorthand(candidate) => format!("'{text}"),
        None => escaped(text, '\\', |c| {
            !c.is_alphanumeric() && !"-_=/.,:@%+".contains(c)
        }),
        Some(('\'', _)) => text.replace('\'', r"'\''"),
        Some(_) => escaped(text, '\\', |c| "\"$`\\".contains(c)),
    }
}

/// Whether a candidate is a part of shorthand that brackets will follow or that holds one.
fn is_shorthand(candidate: &Candidate) -> bool {
    candidate.text.ends_with('=') || candidate.text.starts_with('[')
}

/// The first line is what a match replaces at the end of the typed word, without quoting; then
/// the matches: `+` or `-` for a space after it or none, the text, a tab, what it is, a tab.
///
/// zsh does the quoting, but in a word that has a quote opened in its middle it would undo that
/// quote, and whoever types the closing one opens another. There the last field is what replaces
/// the whole word.
pub fn zsh(found: &Found, cursor: &Cursor) -> String {
    let mut out = cursor
        .value
        .get(found.start..)
        .unwrap_or_default()
        .to_owned()
        + "\n";
    let kept = cursor.raw.get(..cursor.raw_offset(found.start));
    let lines = found.candidates.iter().map(|candidate| {
        let (text, about) = (&candidate.text, &candidate.about);
        let ends = candidate.follow == Follow::Space;
        let sign = if ends { '+' } else { '-' };
        let whole = match (cursor.open, kept) {
            (Some((mark, at)), Some(kept)) if at > mark.len_utf8() => {
                let quoted = bash_quoted(candidate, text, cursor);
                let close = if ends {
                    mark.to_string()
                } else {
                    String::new()
                };
                format!("{kept}{quoted}{close}")
            }
            _ => String::new(),
        };
        format!("{sign}{text}\t{about}\t{whole}")
    });
    push_lines(&mut out, lines);
    out
}

/// The matches for the whole word, a tab, what it is.
///
/// fish puts a space, and the closing quote before it, after every match that is chosen, unless
/// the match ends in `=`, `/`, `:`, `,` or the like.
pub fn fish(found: &Found, cursor: &Cursor) -> String {
    let kept = cursor.value.get(..found.start).unwrap_or_default();
    let lines = found.candidates.iter().map(|candidate| {
        let comma = if candidate.follow == Follow::Comma {
            ","
        } else {
            ""
        };
        format!("{kept}{}{comma}\t{}", candidate.text, candidate.about)
    });
    let mut out = String::new();
    push_lines(&mut out, lines);
    out
}

/// What replaces the typed word, a tab, the match for the list, a tab, what it is; none of them
/// may be empty.
///
/// Braces and commas end a word without quotes, and so the parts of shorthand get some.
pub fn powershell(found: &Found, cursor: &Cursor) -> String {
    let kept = cursor.raw.get(..cursor.raw_offset(found.start));
    let kept = kept.unwrap_or_default();
    let lines = found.candidates.iter().map(|candidate| {
        let text = &candidate.text;
        let about = if candidate.about.is_empty() {
            text
        } else {
            &candidate.about
        };
        let ends = candidate.follow == Follow::Space;
        let bare = |c: char| c.is_alphanumeric() || "-_=/.:\\%+~".contains(c);
        let quoted = match cursor.open {
            Some(('\'', _)) => text.replace('\'', "''") + if ends { "'" } else { "" },
            Some(_) => escaped(text, '`', |c| "\"$`".contains(c)) + if ends { "\"" } else { "" },
            None if text.chars().all(bare) && !is_shorthand(candidate) => text.clone(),
            None => format!(
                "'{}{}",
                text.replace('\'', "''"),
                if ends { "'" } else { "" }
            ),
        };
        format!("{kept}{quoted}\t{text}\t{about}")
    });
    let mut out = String::new();
    push_lines(&mut out, lines);
    out
}

/// `text` with `sign` before the characters that need it.
fn escaped(text: &str, sign: char, needs: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if needs(c) {
            out.push(sign);
        }
        out.push(c);
    }
    out
}

fn push_lines(out: &mut String, lines: impl IntoIterator<Item = String>) {
    for line in lines {
        out.push_str(&line);
        out.push('\n');
    }
}
