//! The style in which a string must be written in YAML to be parsed as the same string (libyaml's
//! `emitter.c: yaml_emitter_analyze_scalar, yaml_emitter_select_scalar_style`).

use crate::python::yaml_tag::{Tag, Version, resolve};

/// A style of scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Without quotes.
    Plain,
    /// In single quotes.
    Single,
    /// In double quotes, with escapes.
    Double,
}

/// Whether the character is a line break of YAML 1.1, the version of libyaml.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether libyaml writes the character without an escape: line feeds are included, and characters
/// beyond U+FFFF are not.
fn is_printable(c: char) -> bool {
    match c {
        '\u{feff}' => false,
        '\n' | ' '..='~' | '\u{a0}'..='\u{fffd}' => true,
        _ => false,
    }
}

/// The simplest style that preserves the text.
pub(super) fn choose(text: &str) -> Style {
    let (plain, single) = allowed(text);
    if plain && resolve(text, Version::V1_2) == Tag::Str {
        Style::Plain
    } else if single {
        Style::Single
    } else {
        Style::Double
    }
}

/// Whether the text may be written plain, and whether in single quotes.
fn allowed(text: &str) -> (bool, bool) {
    let mut indicators = text.starts_with("---") || text.starts_with("...");
    let (mut breaks, mut special) = (false, false);
    let (mut break_space, mut space_break) = (false, false);
    let mut previous = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let separates = |c: char| matches!(c, ' ' | '\t' | '\0') || is_break(c);
        let before_space = chars.peek().is_none_or(|next| separates(*next));
        indicators |= match c {
            ':' => before_space,
            '#' => previous.is_none_or(separates),
            '?' | '-' => previous.is_none() && before_space,
            _ => previous.is_none() && ",[]{}&*!|>'\"%@`".contains(c),
        };
        special |= !is_printable(c);
        breaks |= is_break(c);
        break_space |= c == ' ' && previous.is_some_and(is_break);
        space_break |= is_break(c) && previous == Some(' ');
        previous = Some(c);
    }
    let at_ends = text.starts_with(' ') || text.ends_with(' ');
    let single = !(break_space || space_break || special);
    (single && !(indicators || breaks || at_ends), single)
}

/// The escape of a character in double quotes; `None` if it needs none.
pub(super) fn escape(c: char) -> Option<String> {
    let code = u32::from(c);
    Some(match c {
        '\0' => "\\0".to_owned(),
        '\u{7}' => "\\a".to_owned(),
        '\u{8}' => "\\b".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\u{b}' => "\\v".to_owned(),
        '\u{c}' => "\\f".to_owned(),
        '\r' => "\\r".to_owned(),
        '\u{1b}' => "\\e".to_owned(),
        '"' | '\\' => format!("\\{c}"),
        '\u{85}' => "\\N".to_owned(),
        '\u{2028}' => "\\L".to_owned(),
        '\u{2029}' => "\\P".to_owned(),
        _ if is_printable(c) => return None,
        _ if code <= 0xff => format!("\\x{code:02X}"),
        _ if code <= 0xffff => format!("\\u{code:04X}"),
        _ => format!("\\U{code:08X}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_plain_if_it_is_parsed_as_the_same_text() {
        for (style, texts) in [
            (
                Style::Plain,
                &[
                    "yes", "12:30:45", "_1", "-a", "a:b", "a#b", "2020-1-1", "\\", "\u{a0}", "--",
                ][..],
            ),
            (
                Style::Single,
                &[
                    "",
                    "true",
                    "1_0",
                    "0o17",
                    "~",
                    "=",
                    "<<",
                    "2020-01-01",
                    "- a",
                    "a:",
                    "a #b",
                    " a",
                    "a\nb",
                    "---x",
                    "\u{2028}",
                ],
            ),
            (
                Style::Double,
                &[
                    "\t",
                    "a\n b",
                    "a \nb",
                    "\u{1}",
                    "\u{feff}",
                    "\u{1f600}",
                    "\u{85}",
                    "\r",
                ],
            ),
        ] {
            for text in texts {
                assert_eq!(choose(text), style, "{text:?}");
            }
        }
    }
}
