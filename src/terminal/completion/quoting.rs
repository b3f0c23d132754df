//! Splits a typed line into words by the quoting rules of its shell. For the last word, at the
//! cursor, it also maps offsets in the value to offsets in the typed text.

/// The quoting rules of a family of shells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// bash and zsh: a backslash, `'...'` without escapes, `"..."`, `$'...'`.
    Posix,
    /// fish: a backslash, also before a quote inside of `'...'`.
    Fish,
    /// PowerShell: a backtick; inside of quotes a quote is doubled.
    PowerShell,
}

/// The word that ends at the cursor.
#[derive(Debug, Default)]
pub(super) struct Cursor {
    /// As typed.
    pub raw: String,
    /// Without the quoting.
    pub value: String,
    /// The quote that is still open, and the offset in `raw` after it.
    pub open: Option<(char, usize)>,
    /// For each byte of `value`, the offset in `raw` at which its character is typed.
    typed_at: Vec<usize>,
    /// The offsets in `raw` of characters outside quotes, opening quotes included.
    bare: Vec<usize>,
}

impl Cursor {
    /// The offset in `raw` of the byte `index` of `value`.
    pub(super) fn raw_offset(&self, index: usize) -> usize {
        // The next character is typed at the end of `raw`, after a quote that may have been opened.
        let end = self.raw.len();
        self.typed_at.get(index).copied().unwrap_or(end)
    }

    /// The number of bytes of `value` that are typed before `offset` in `raw`.
    pub(super) fn value_offset(&self, offset: usize) -> usize {
        self.typed_at.partition_point(|&at| at < offset)
    }

    /// Whether there is an opening brace outside quotes.
    pub(super) fn has_bare_brace(&self) -> bool {
        let is_brace = |&at: &usize| self.raw.get(at..).is_some_and(|raw| raw.starts_with('{'));
        self.bare.iter().any(is_brace)
    }

    /// The offset after the last unquoted character that is one of `breaks`.
    pub(super) fn after_break(&self, breaks: &str) -> usize {
        let place = |&at: &usize| {
            let c = self.raw.get(at..)?.chars().next()?;
            breaks.contains(c).then_some(at + c.len_utf8())
        };
        self.bare.iter().rev().find_map(place).unwrap_or(0)
    }
}

/// The kind of an open quote.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Quote {
    mark: char,
    /// `$'...'`
    ansi: bool,
}

/// The words before the cursor, and the word at it.
pub(super) fn split(line: &str, syntax: Syntax) -> (Vec<String>, Cursor) {
    let mut words = Vec::new();
    let mut word = Cursor::default();
    let mut quote: Option<Quote> = None;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let at = word.raw.len();
        let next = chars.peek().copied();
        match quote {
            None if c.is_whitespace() => {
                // A word that consists only of quotes is a word too.
                if !word.raw.is_empty() {
                    words.push(std::mem::take(&mut word).value);
                }
                continue;
            }
            None if c == escape(syntax) => {
                word.raw.push(c);
                if let Some(next) = chars.next() {
                    word.take(next, at);
                }
            }
            None if c == '$' && next == Some('\'') && syntax == Syntax::Posix => {
                word.bare.push(at);
                word.raw.push_str("$'");
                chars.next();
                quote = Some(Quote {
                    mark: '\'',
                    ansi: true,
                });
            }
            None if c == '\'' || c == '"' => {
                word.bare.push(at);
                word.raw.push(c);
                quote = Some(Quote {
                    mark: c,
                    ansi: false,
                });
            }
            None => {
                word.bare.push(at);
                word.take(c, at);
            }
            Some(open) if escapes(open, c, next, syntax) => {
                word.raw.push(c);
                if let Some(next) = chars.next() {
                    word.take(next, at);
                }
            }
            Some(open) if c == open.mark => {
                word.raw.push(c);
                quote = None;
            }
            Some(_) => word.take(c, at),
        }
        word.open = match quote {
            None => None,
            Some(Quote { mark, .. }) => match word.open {
                Some(open) => Some(open),
                None => Some((mark, word.raw.len())),
            },
        };
    }
    (words, word)
}

impl Cursor {
    /// Adds a character of the value, which is typed at the offset `at`.
    fn take(&mut self, c: char, at: usize) {
        self.raw.push(c);
        self.value.push(c);
        self.typed_at.resize(self.value.len(), at);
    }
}

fn escape(syntax: Syntax) -> char {
    match syntax {
        Syntax::Posix | Syntax::Fish => '\\',
        Syntax::PowerShell => '`',
    }
}

/// Whether `c`, inside a quote, escapes the character `next`.
fn escapes(open: Quote, c: char, next: Option<char>, syntax: Syntax) -> bool {
    let Some(next) = next else {
        return false;
    };
    match syntax {
        Syntax::Posix if open.ansi => c == '\\',
        Syntax::Posix => c == '\\' && open.mark == '"' && "\"$`\\".contains(next),
        Syntax::Fish => c == '\\' && (next == open.mark || "\\$".contains(next)),
        Syntax::PowerShell => (c == open.mark && next == c) || (c == '`' && open.mark == '"'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(line: &str, syntax: Syntax) -> Vec<String> {
        let (mut words, cursor) = split(line, syntax);
        words.push(cursor.value);
        words
    }

    #[test]
    fn each_shell_has_its_own_quoting() {
        for (syntax, line, words) in [
            (
                Syntax::Posix,
                r#"a  b\ c 'd "e' "f\"\g" "#,
                &["a", "b c", "d \"e", "f\"\\g", ""][..],
            ),
            (
                Syntax::Posix,
                r"'it'\''s' $'it\'s' ''",
                &["it's", "it's", ""],
            ),
            (
                Syntax::Fish,
                r#"'a\'b\\' "c\"d" e\ "#,
                &["a'b\\", "c\"d", "e "],
            ),
            (
                Syntax::PowerShell,
                r#"'it''s' "a`"b""c" d` e"#,
                &["it's", "a\"b\"c", "d e"],
            ),
        ] {
            assert_eq!(values(line, syntax), words, "{line}");
        }
    }

    #[test]
    fn offsets_in_a_word_are_mapped_to_typed_offsets() {
        let (_, cursor) = split(r"x --a='b\c", Syntax::Posix);
        assert_eq!(cursor.value, r"--a=b\c");
        assert_eq!(cursor.open, Some(('\'', 5)));
        assert_eq!(cursor.raw_offset(4), 5);
        assert_eq!(cursor.raw_offset(7), cursor.raw.len());
        assert_eq!(cursor.value_offset(5), 4);
        let (_, cursor) = split(r"x a\=b=c'd=e'f", Syntax::Posix);
        assert_eq!(cursor.open, None);
        assert_eq!(cursor.after_break("="), 5);
        assert_eq!(cursor.after_break("='"), 7);
        assert_eq!(cursor.after_break(":"), 0);
    }
}
