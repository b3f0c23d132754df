//! Parses argv against a table of options as the original's argument parser does (Python 3.11's
//! `argparse`): distinguishes options from values, and handles abbreviations, `--opt=value`, `--`
//! and unknown arguments. The choices of options and missing required options are checked by clap
//! ([`super::clap`]).

use crate::cli::flags::{FlagSpec, ValueKind};
use crate::error::UsageError;
use crate::python::int_parse::is_decimal;

/// The options and positional that were found in argv.
#[derive(Debug, Default)]
pub(super) struct ParseResult {
    /// The options in the order given, each with its value if it has one.
    pub options: Vec<(FlagSpec, Option<String>)>,
    /// The value of the positional, if the parser has one and it was given.
    pub positional: Option<String>,
    /// Arguments that are not in the table, for the next parser.
    pub remaining: Vec<String>,
    /// The error that stopped the parser. The options before it are still checked, because the
    /// original checks each value as it parses it.
    pub error: Option<UsageError>,
}

impl ParseResult {
    /// The first option that is given again with another value; its last value is used.
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

/// The positional of a parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Positional {
    /// Exactly one (`nargs=None`).
    One,
    /// One or none (`nargs='?'`).
    Optional,
    /// No positional.
    None,
}

/// The kinds of arguments in `_parse_optional`.
enum Token {
    Value,
    /// The first `--`; all arguments after it are values.
    Separator,
    Known(FlagSpec, Option<String>),
    Unknown,
}

/// Parses `argv` like `argparse.ArgumentParser.parse_known_args`.
pub(super) fn read(argv: Vec<String>, table: &[FlagSpec], positional: Positional) -> ParseResult {
    let mut result = ParseResult::default();
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
                    result.error = Some(error);
                    return result;
                }
            }
        };
        tokens.push((token, text));
    }
    Reader {
        tokens: tokens.into_iter().peekable(),
        pending_positional: Some(positional).filter(|positional| *positional != Positional::None),
        result,
    }
    .run()
}

/// The flags that a name may mean.
pub enum Lookup {
    /// The flag of that name, or the only one that begins with it.
    One(FlagSpec),
    /// The names of the flags that begin with it, in the order of the table.
    Several(Vec<&'static str>),
    /// No flag.
    None,
}

/// Looks up a name without dashes, in full or abbreviated. The text from a `=` on is ignored,
/// because no flag has one in its name.
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

/// The parser's state: the remaining tokens and the result so far.
struct Reader<I: Iterator<Item = (Token, String)>> {
    tokens: std::iter::Peekable<I>,
    pending_positional: Option<Positional>,
    result: ParseResult,
}

impl<I: Iterator<Item = (Token, String)>> Reader<I> {
    /// The main loop of `_parse_known_args`: parses options, and between them the positional and
    /// unknown arguments.
    fn run(mut self) -> ParseResult {
        while self.result.error.is_none() {
            let Some((token, text)) = self.tokens.next() else {
                break;
            };
            match token {
                Token::Known(spec, explicit) => self.take_option(spec, explicit),
                Token::Unknown => self.result.remaining.push(text),
                Token::Value | Token::Separator => self.take_values(token, text),
            }
        }
        self.result
    }

    fn take_option(&mut self, spec: FlagSpec, explicit: Option<String>) {
        let value = match (spec.takes, explicit) {
            (ValueKind::Switch | ValueKind::Version, Some(value)) => {
                self.result.error = Some(UsageError::IgnoredExplicitArgument {
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
                        self.result.error = Some(UsageError::ExpectedOneArgument(spec.name));
                        return;
                    }
                    (_, next) => next,
                }
            }
        };
        self.result.options.push((spec, value));
    }

    /// Parses a run of values and separators: the positional takes its part, and the rest remains.
    ///
    /// The pattern of a positional is `-*A-*` (or `-*A?-*`): the separators around its value are
    /// part of the match and are removed. The second pattern is matched as soon as a run begins,
    /// and also matches an empty run.
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
                self.result.positional = value.map(|(_, text)| text);
                while run
                    .next_if(|(token, _)| matches!(token, Token::Separator))
                    .is_some()
                {}
            } else {
                self.result.remaining.append(&mut separators);
            }
        }
        self.result.remaining.extend(run.map(|(_, text)| text));
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
    fn a_unique_prefix_is_accepted_and_an_ambiguous_one_is_an_error() {
        let result = read(
            argv("x --reg eu-west-1"),
            &global_flags(Dialect::V1),
            Positional::One,
        );
        assert_eq!(result.options[0].0.name, "region");
        let result = read(
            argv("x --cli 5"),
            &global_flags(Dialect::V1),
            Positional::One,
        );
        assert_eq!(
            result.error.unwrap().to_string(),
            "ambiguous option: --cli could match --cli-read-timeout, --cli-connect-timeout"
        );
    }

    #[test]
    fn a_negative_number_or_a_word_with_a_space_is_a_value() {
        for value in ["-5", "-.5", "-", "-a b"] {
            let tokens = vec!["--app-id".to_owned(), value.to_owned()];
            let result = read(
                tokens,
                &operation_flags(&UPDATE_BACKEND_AUTH, Dialect::V1),
                Positional::Optional,
            );
            assert_eq!(result.options[0].1.as_deref(), Some(value));
        }
        let result = read(
            argv("--app-id -x"),
            &operation_flags(&UPDATE_BACKEND_AUTH, Dialect::V1),
            Positional::Optional,
        );
        assert!(result.error.is_some());
    }

    #[test]
    fn unknown_arguments_keep_their_order() {
        let result = read(
            argv("--foo bar --baz -x qux"),
            &operation_flags(&UPDATE_BACKEND_AUTH, Dialect::V1),
            Positional::Optional,
        );
        assert_eq!(result.positional.as_deref(), Some("bar"));
        assert_eq!(result.remaining, argv("--foo --baz -x qux"));
    }
}
