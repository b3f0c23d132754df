//! How the original's argument parser (Python 3.11's `argparse`) reads argv against a table of
//! options: which token is an option and which a value, abbreviations, `--opt=value`, `--`, and
//! what is left over. It ends where every token has its place; whether a value is one of an
//! option's choices, and whether a required option is missing, is clap's to say
//! ([`super::clap`]).

use crate::cli::flags::{FlagSpec, ValueKind};
use crate::error::UsageError;
use crate::python::int_parse::is_decimal;

/// The options of a table that were found in argv.
#[derive(Debug, Default)]
pub(super) struct ParseResult {
    /// The options in the order given, each with its value if it has one.
    pub options: Vec<(FlagSpec, Option<String>)>,
    /// The positional, if the parser has one and it was there.
    pub positional: Option<String>,
    /// Arguments that the table does not have, for the next parser.
    pub remaining: Vec<String>,
    /// The error that stopped the parser; the options before it count all the same, because the
    /// original checks each value as it goes.
    pub error: Option<UsageError>,
}

impl ParseResult {
    /// The first option that is given again with another value; the last one counts.
    pub(super) fn repeated(&self) -> Option<&'static str> {
        let differs = |(index, (spec, value)): (usize, &(FlagSpec, Option<String>))| {
            let mut earlier = self.options.iter().take(index);
            earlier
                .any(|(other, earlier)| other.name == spec.name && earlier != value)
                .then_some(spec.name)
        };
        self.options.iter().enumerate().find_map(differs)
    }
}

/// The positional that a parser takes besides its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Positional {
    /// Exactly one (`nargs=None`).
    One,
    /// One or none (`nargs='?'`).
    Optional,
    /// None.
    None,
}

/// A token as `_parse_optional` sees it.
enum Token {
    Value,
    /// The first `--`; whatever follows is a value.
    Separator,
    Known(FlagSpec, Option<String>),
    Unknown,
}

/// Reads `argv` as `argparse.ArgumentParser.parse_known_args` does.
pub(super) fn read(argv: Vec<String>, table: &[FlagSpec], positional: Positional) -> ParseResult {
    let mut reading = ParseResult::default();
    let mut tokens = Vec::with_capacity(argv.len());
    let mut separated = false;
    for text in argv {
        let token = if separated {
            Token::Value
        } else if text == "--" {
            separated = true;
            Token::Separator
        } else {
            match classify(&text, table) {
                Ok(token) => token,
                Err(error) => {
                    reading.error = Some(error);
                    return reading;
                }
            }
        };
        tokens.push((token, text));
    }
    Reader {
        tokens: tokens.into_iter().peekable(),
        pending_positional: Some(positional).filter(|positional| *positional != Positional::None),
        reading,
    }
    .run()
}

/// The flags that a name may stand for.
pub enum Lookup {
    /// Its own, or the only one that begins so.
    One(FlagSpec),
    /// The names of those that begin so, in the order of the table.
    Several(Vec<&'static str>),
    /// None.
    None,
}

/// Looks a name without its dashes up, whole or abbreviated. No flag has a `=` in its name, so
/// what follows one is left out.
pub fn find(table: &[FlagSpec], name: &str) -> Lookup {
    if let Some(spec) = table.iter().find(|spec| spec.name == name) {
        return Lookup::One(*spec);
    }
    let begins = |spec: &&FlagSpec| spec.can_be_abbreviated() && spec.name.starts_with(name);
    let mut candidates = table.iter().filter(begins);
    match (candidates.next(), candidates.next()) {
        (Some(spec), None) => Lookup::One(*spec),
        (Some(first), Some(second)) => {
            let mut names = vec![first.name, second.name];
            names.extend(candidates.map(|spec| spec.name));
            Lookup::Several(names)
        }
        (None, _) => Lookup::None,
    }
}

/// `_parse_optional` of `argparse.py`.
fn classify(text: &str, table: &[FlagSpec]) -> Result<Token, UsageError> {
    let Some(after_dash) = text.strip_prefix('-') else {
        return Ok(Token::Value);
    };
    if after_dash.is_empty() {
        return Ok(Token::Value);
    }
    if let Some(long) = text.strip_prefix("--") {
        let (name, explicit) = match long.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (long, None),
        };
        match find(table, name) {
            Lookup::One(spec) => return Ok(Token::Known(spec, explicit)),
            Lookup::Several(candidates) => {
                return Err(UsageError::Ambiguous {
                    option: text.to_owned(),
                    candidates,
                });
            }
            Lookup::None => {}
        }
    }
    if is_negative_number(after_dash) || text.contains(' ') {
        return Ok(Token::Value);
    }
    Ok(Token::Unknown)
}

/// `^-\d+$|^-\d*\.\d+$`, without the dash.
fn is_negative_number(text: &str) -> bool {
    let all_digits = |text: &str| text.chars().all(is_decimal);
    // `$` also matches before a final newline.
    let text = text.strip_suffix('\n').unwrap_or(text);
    match text.split_once('.') {
        Some((whole, fraction)) => {
            all_digits(whole) && !fraction.is_empty() && all_digits(fraction)
        }
        None => !text.is_empty() && all_digits(text),
    }
}

struct Reader<I: Iterator<Item = (Token, String)>> {
    tokens: std::iter::Peekable<I>,
    pending_positional: Option<Positional>,
    reading: ParseResult,
}

impl<I: Iterator<Item = (Token, String)>> Reader<I> {
    /// The main loop of `_parse_known_args`: options as they come, and between them the
    /// positional and what is left over.
    fn run(mut self) -> ParseResult {
        while self.reading.error.is_none() {
            let Some((token, text)) = self.tokens.next() else {
                break;
            };
            match token {
                Token::Known(spec, explicit) => self.take_option(spec, explicit),
                Token::Unknown => self.reading.remaining.push(text),
                Token::Value | Token::Separator => self.take_values(token, text),
            }
        }
        self.reading
    }

    fn take_option(&mut self, spec: FlagSpec, explicit: Option<String>) {
        let value = match (spec.takes, explicit) {
            (ValueKind::Switch | ValueKind::Version, Some(value)) => {
                self.reading.error = Some(UsageError::IgnoredExplicitArgument {
                    option: spec.name,
                    value,
                });
                return;
            }
            (ValueKind::Switch | ValueKind::Version, None) => None,
            (_, Some(value)) => Some(value),
            (takes, None) => {
                let next = self
                    .tokens
                    .next_if(|(token, _)| matches!(token, Token::Value))
                    .map(|(_, text)| text);
                match (takes, next) {
                    (ValueKind::OptionalChoice(choices), None) => {
                        choices.first().map(|choice| (*choice).to_owned())
                    }
                    (_, None) => {
                        self.reading.error = Some(UsageError::ExpectedOneArgument(spec.name));
                        return;
                    }
                    (_, next) => next,
                }
            }
        };
        self.reading.options.push((spec, value));
    }

    /// A run of values and separators: the positional takes its part, the rest is left over.
    ///
    /// The pattern of a positional is `-*A-*` (or `-*A?-*`): separators around its value belong
    /// to it and vanish. The second one is tried as soon as a run begins, and matches even an
    /// empty one.
    fn take_values(&mut self, token: Token, text: String) {
        let mut run = vec![(token, text)];
        while let Some(next) = self
            .tokens
            .next_if(|(token, _)| matches!(token, Token::Value | Token::Separator))
        {
            run.push(next);
        }
        let mut run = run.into_iter().peekable();
        if let Some(positional) = self.pending_positional {
            let mut separators = Vec::new();
            while let Some((_, text)) = run.next_if(|(token, _)| matches!(token, Token::Separator))
            {
                separators.push(text);
            }
            let value = run.next();
            if value.is_some() || positional == Positional::Optional {
                self.pending_positional = None;
                self.reading.positional = value.map(|(_, text)| text);
                while run
                    .next_if(|(token, _)| matches!(token, Token::Separator))
                    .is_some()
                {}
            } else {
                self.reading.remaining.append(&mut separators);
            }
        }
        self.reading.remaining.extend(run.map(|(_, text)| text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::flags::{global_flags, operation_flags};
    use crate::dialect::Dialect;
    use crate::model::UPDATE_BACKEND_AUTH;

    fn argv(words: &str) -> Vec<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_unique_prefix_is_the_option_and_a_shared_one_is_an_error() {
        let reading = read(
            argv("x --reg eu-west-1"),
            &global_flags(Dialect::V1),
            Positional::One,
        );
        assert_eq!(reading.options[0].0.name, "region");
        let reading = read(
            argv("x --cli 5"),
            &global_flags(Dialect::V1),
            Positional::One,
        );
        assert_eq!(
            reading.error.unwrap().to_string(),
            "ambiguous option: --cli could match --cli-read-timeout, --cli-connect-timeout"
        );
    }

    #[test]
    fn a_negative_number_or_a_word_with_a_space_is_a_value() {
        for value in ["-5", "-.5", "-", "-a b"] {
            let tokens = vec!["--app-id".to_owned(), value.to_owned()];
            let reading = read(
                tokens,
                &operation_flags(&UPDATE_BACKEND_AUTH, Dialect::V1),
                Positional::Optional,
            );
            assert_eq!(reading.options[0].1.as_deref(), Some(value));
        }
        let reading = read(
            argv("--app-id -x"),
            &operation_flags(&UPDATE_BACKEND_AUTH, Dialect::V1),
            Positional::Optional,
        );
        assert!(reading.error.is_some());
    }

    #[test]
    fn unknown_arguments_keep_their_order() {
        let reading = read(
            argv("--foo bar --baz -x qux"),
            &operation_flags(&UPDATE_BACKEND_AUTH, Dialect::V1),
            Positional::Optional,
        );
        assert_eq!(reading.positional.as_deref(), Some("bar"));
        assert_eq!(reading.remaining, argv("--foo --baz -x qux"));
    }
}
