//! Candidates as the script of each shell takes them: one a line, quoted where the shell does not
//! quote them itself.

use super::engine::Found;
use super::words::Cursor;
use super::{Candidate, Follow};

/// The first line says whether a space follows the only match; then the matches.
///
/// readline replaces what is typed after the last of `COMP_WORDBREAKS`, or after an open quote,
/// and takes the matches as they are.
pub fn bash(found: &Found, cursor: &Cursor, breaks: &str) -> String {
    let word = match cursor.open {
        Some((_, at)) => at,
        None => cursor.after_break(breaks),
    };
    let start = cursor.raw_offset(found.start);
    let mut matches: Vec<String> = found
        .candidates
        .iter()
        .filter_map(|candidate| match cursor.raw.get(word..start) {
            Some(kept) => Some(format!("{kept}{}", bash_quoted(&candidate.text, cursor))),
            None => {
                // The word that readline sees begins in the middle of the candidate.
                let typed = cursor.value.get(found.start..cursor.value_offset(word))?;
                let rest = candidate.text.strip_prefix(typed)?;
                Some(bash_quoted(rest, cursor))
            }
        })
        .collect();
    let ends = |candidate: &Candidate| candidate.follow == Follow::Space;
    let ends = found.candidates.iter().all(ends);
    if let (Some(_), [only], false) = (cursor.open, matches.as_slice(), ends) {
        // readline closes the quote behind an only match, and the word is not at its end.
        matches.push(format!("{only}..."));
    }
    let mut out = String::from(if ends { "space\n" } else { "nospace\n" });
    push_lines(&mut out, matches);
    out
}

fn bash_quoted(text: &str, cursor: &Cursor) -> String {
    match cursor.open {
        Some(('\'', _)) => text.replace('\'', r"'\''"),
        Some(_) => escaped(text, '\\', |c| "\"$`\\".contains(c)),
        None => escaped(text, '\\', |c| {
            !c.is_alphanumeric() && !"-_=/.,:@%+".contains(c)
        }),
    }
}

/// The first line says how many characters at the end of the typed word a match replaces; then
/// the matches: `+` or `-` for a space after it or none, the text, a tab, what it is.
pub fn zsh(found: &Found, cursor: &Cursor) -> String {
    let part = cursor.raw.get(cursor.raw_offset(found.start)..);
    let length = part.unwrap_or_default().chars().count();
    let mut out = format!("{length}\n");
    let lines = found.candidates.iter().map(|candidate| {
        let sign = if candidate.follow == Follow::Space {
            '+'
        } else {
            '-'
        };
        format!("{sign}{}\t{}", candidate.text, candidate.about)
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
            None if text.chars().all(bare) && !(text.ends_with('=')) => text.clone(),
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
