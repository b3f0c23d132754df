//! Writes candidates in the format of each shell's script: one a line, quoted where the shell does
//! not quote them.

use super::engine::Matches;
use super::quoting::Cursor;
use super::{Candidate, Follow};

/// The state of bash's completion.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bash<'a> {
    /// The value of `COMP_WORDBREAKS`.
    pub breaks: &'a str,
    /// Whether bash only lists the matches (`COMP_TYPE` is that of a second tab).
    pub lists: bool,
}

/// The output for bash: the first line is whether a space follows a single match, and the matches
/// follow.
///
/// readline replaces the text after the last character of `COMP_WORDBREAKS`, or after an open
/// quote, and inserts the matches unchanged.
pub(super) fn bash(found: &Matches, cursor: &Cursor, bash: Bash<'_>) -> String {
    if cursor.has_bare_brace() {
        // Brace expansion would split the value, and a quote opened after the brace does not
        // prevent it.
        return "nospace\n".to_owned();
    }
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
            // The word that readline replaces begins in the middle of the candidate.
            let typed = cursor.value.get(found.start..cursor.value_offset(word))?;
            let rest = candidate.text.strip_prefix(typed)?;
            Some(bash_quoted(candidate, rest, cursor))
        }
    };
    let candidates = found.candidates.iter();
    let mut matches: Vec<String> = if bash.lists {
        candidates.map(|candidate| candidate.text.clone()).collect()
    } else {
        candidates.filter_map(complete).collect()
    };
    let mut follows = found.candidates.iter().map(|candidate| candidate.follow);
    let ends = follows.all(|follow| follow == Follow::Space);
    if let (Some(_), [only], false, false) = (cursor.open, matches.as_slice(), ends, bash.lists) {
        // With a single match readline closes the quote, although the word is not complete. A
        // second match prevents that.
        matches.push(format!("{only}..."));
    }
    let mut out = String::from(if ends { "space\n" } else { "nospace\n" });
    push_lines(&mut out, matches);
    out
}

/// `text` of a candidate, in the quotes that are open.
///
/// Shorthand gets an opening quote: after an unquoted brace, bash assumes the end of the command
/// and does not ask for completion.
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

/// Whether a candidate is a part of shorthand or JSON that contains a bracket or is followed by
/// one.
fn is_shorthand(candidate: &Candidate) -> bool {
    candidate.text.ends_with(['=', ':']) || candidate.text.starts_with('[')
}

/// The output for zsh: the first line is the part at the end of the typed word that a match
/// replaces, without quoting. Each match is a line with `+` or `-` for a space after it or none,
/// the text, a tab, a description and a tab.
///
/// zsh does the quoting, except in a word in which a quote was opened in the middle: it would
/// remove that quote, and the user's closing quote would open another. The last field is then the
/// replacement of the whole word.
pub(super) fn zsh(found: &Matches, cursor: &Cursor) -> String {
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

/// The output for fish: each match for the whole word, a tab and a description.
///
/// fish adds the closing quote and a space after a chosen match, unless the match ends in `=`, `/`,
/// `:`, `,` or the like.
pub(super) fn fish(found: &Matches, cursor: &Cursor) -> String {
    let kept = cursor.value.get(..found.start).unwrap_or_default();
    let lines = found.candidates.iter().map(|candidate| {
        let (text, after) = (&candidate.text, &candidate.after);
        format!("{kept}{text}{after}\t{}", candidate.about)
    });
    let mut out = String::new();
    push_lines(&mut out, lines);
    out
}

/// The output for PowerShell: the replacement of the typed word, a tab, the match for the list, a
/// tab and a description. No field may be empty.
///
/// Braces and commas end an unquoted word, so parts of shorthand are quoted.
pub(super) fn powershell(found: &Matches, cursor: &Cursor) -> String {
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

/// `text` with `sign` before each character for which `needs` is true.
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

#[cfg(test)]
mod tests {
    use super::super::quoting::{Syntax, split};
    use super::*;

    const BREAKS: &str = " \t\n\"'@><=;|&(:";

    /// Candidates for the end of the line; all but the last `typed` bytes are kept.
    fn found(
        line: &str,
        syntax: Syntax,
        typed: usize,
        texts: &[&str],
        follow: Follow,
    ) -> (Matches, Cursor) {
        let (_, cursor) = split(line, syntax);
        let candidates = texts.iter();
        let found = Matches {
            start: cursor.value.len() - typed,
            candidates: candidates
                .map(|text| Candidate {
                    after: if follow == Follow::Comma { "," } else { "" }.to_owned(),
                    ..Candidate::new(*text, "", follow)
                })
                .collect(),
        };
        (found, cursor)
    }

    #[test]
    fn bash_output_is_the_text_that_readline_replaces() {
        for (line, typed, texts, follow, out) in [
            (
                "x --out",
                5,
                &["--output"][..],
                Follow::Space,
                "space\n--output\n",
            ),
            (
                "x --output=t",
                1,
                &["text", "table"],
                Follow::Space,
                "space\ntext\ntable\n",
            ),
            (
                "x file://conf/a",
                1,
                &["a b"],
                Follow::Space,
                "space\n//conf/a\\ b\n",
            ),
            ("x me@ac", 5, &["me@acme"], Follow::Space, "space\nacme\n"),
            (
                "x Us",
                2,
                &["UserPoolConfigs="],
                Follow::NoSpace,
                "nospace\n'UserPoolConfigs=\n",
            ),
            ("x a\\ b/c", 1, &["cd"], Follow::Space, "space\na\\ b/cd\n"),
            (
                "x --a='M={MFAM",
                4,
                &["MFAMode="],
                Follow::NoSpace,
                "nospace\nM={MFAMode=\nM={MFAMode=...\n",
            ),
            (
                "x 'M={A=O",
                1,
                &["ON", "OFF"],
                Follow::Comma,
                "nospace\nM={A=ON\nM={A=OFF\n",
            ),
            ("x 'a", 1, &["a'b"], Follow::Space, "space\na'\\''b\n"),
            ("x \"a", 1, &["a$b"], Follow::Space, "space\na\\$b\n"),
        ] {
            let (found, cursor) = found(line, Syntax::Posix, typed, texts, follow);
            let shell = Bash {
                breaks: BREAKS,
                lists: false,
            };
            assert_eq!(bash(&found, &cursor, shell), out, "{line}");
        }
    }

    #[test]
    fn bash_lists_candidates_without_the_text_before_them() {
        let (found, cursor) = found("x 'M={A=O", Syntax::Posix, 1, &["ON", "OFF"], Follow::Comma);
        let shell = Bash {
            breaks: BREAKS,
            lists: true,
        };
        assert_eq!(bash(&found, &cursor, shell), "nospace\nON\nOFF\n");
    }

    #[test]
    fn bash_gets_no_match_after_an_unquoted_brace_and_one_line_for_one_match() {
        let (brace, cursor) = found("x M={A", Syntax::Posix, 1, &["A="], Follow::NoSpace);
        assert_eq!(bash(&brace, &cursor, Bash::default()), "nospace\n");
        let (only, cursor) = found("x 'M={A=O", Syntax::Posix, 1, &["ON"], Follow::Comma);
        let shell = Bash {
            breaks: BREAKS,
            lists: true,
        };
        assert_eq!(bash(&only, &cursor, shell), "nospace\nON\n");
    }

    #[test]
    fn zsh_gets_the_whole_word_when_a_quote_opens_in_its_middle() {
        for (line, typed, follow, out) in [
            ("x a=b", 1, Follow::Space, "b\n+b'c\t\t\n"),
            ("x 'a=b", 1, Follow::NoSpace, "b\n-b'c\t\t\n"),
            ("x a='b", 1, Follow::NoSpace, "b\n-b'c\t\ta='b'\\''c\n"),
            ("x a=\"b", 1, Follow::Space, "b\n+b'c\t\ta=\"b'c\"\n"),
        ] {
            let (found, cursor) = found(line, Syntax::Posix, typed, &["b'c"], follow);
            assert_eq!(zsh(&found, &cursor), out, "{line}");
        }
    }

    #[test]
    fn fish_gets_whole_words_and_a_comma_that_keeps_the_quote_open() {
        for (line, typed, text, follow, out) in [
            (
                "x --output=t",
                1,
                "text",
                Follow::Space,
                "--output=text\t\n",
            ),
            ("x 'M={A=O", 1, "ON", Follow::Comma, "M={A=ON,\t\n"),
            ("x M=\\{A", 1, "A=", Follow::NoSpace, "M={A=\t\n"),
        ] {
            let (found, cursor) = found(line, Syntax::Fish, typed, &[text], follow);
            assert_eq!(fish(&found, &cursor), out, "{line}");
        }
    }

    #[test]
    fn powershell_gets_quoted_words_and_no_empty_field() {
        for (line, typed, text, follow, out) in [
            ("x --out", 5, "--output", Follow::Space, "--output"),
            (
                "x Us",
                2,
                "UserPoolConfigs=",
                Follow::NoSpace,
                "'UserPoolConfigs=",
            ),
            ("x 'M={A=O", 1, "ON", Follow::Comma, "'M={A=ON"),
            ("x 'file://m", 1, "m'y", Follow::Space, "'file://m''y'"),
            ("x \"m", 1, "m$y", Follow::Space, "\"m`$y\""),
            ("x m", 1, "m y", Follow::Space, "'m y'"),
        ] {
            let (found, cursor) = found(line, Syntax::PowerShell, typed, &[text], follow);
            let line = format!("{out}\t{text}\t{text}\n");
            assert_eq!(powershell(&found, &cursor), line);
        }
    }
}
