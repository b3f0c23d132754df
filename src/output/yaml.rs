//! `--output yaml` and `yaml-stream`, in the layout of libyaml's emitter for ruamel.yaml
//! (`awscli/formatter.py: YAMLFormatter`, `StreamedYAMLFormatter`; `ruamel/yaml/representer.py`;
//! libyaml's `emitter.c`): block style, keys sorted, lines folded at 80 columns.

use super::json;
use super::scalar_style::{self, Style};
use super::{Rendered, RenderedText};
use crate::error::OutputError;
use crate::python::float_repr::repr_float;
use crate::python::shared::Shared;
use crate::python::surrogate;
use crate::python::value::Value;
use std::collections::HashMap;
use std::rc::Rc;

/// The value for `--output yaml`: an empty object has no output, and a scalar is written as JSON.
pub(super) fn render(value: &Shared) -> RenderedText {
    match value {
        Shared::Dict(members) if members.is_empty() => RenderedText::complete(String::new()),
        Shared::Scalar(scalar) if !matches!(scalar, Value::Opaque(_)) => json::render(scalar),
        _ => emit(value),
    }
}

/// The value for `--output yaml-stream`: a list of one element.
pub(super) fn render_stream(value: Shared) -> RenderedText {
    match value {
        Shared::Dict(members) if members.is_empty() => RenderedText::complete(String::new()),
        value => emit(&Shared::List(Rc::new(vec![value]))),
    }
}

/// The document; or, without any output, the error of the first string with lone surrogates.
fn emit(value: &Shared) -> RenderedText {
    let mut emitter = Emitter {
        out: String::new(),
        column: 0,
        indent: 0,
        whitespace: true,
        indention: true,
        anchors: HashMap::new(),
    };
    let mut count = 0;
    emitter.find_aliases(value, &mut count);
    match emitter.node(value, Context::default()) {
        Ok(()) => RenderedText::complete(emitter.out + "\n"),
        Err(error) => Rendered {
            output: String::new().into(),
            error: Some(error),
        },
    }
}

/// The column after which the next space becomes a line break.
const WIDTH: usize = 80;
/// The maximum length in bytes of a key without `?`.
const MAX_SIMPLE_KEY: usize = 128;
const INDENT: usize = 2;

/// The state of an object in the search for aliases.
enum Anchor {
    Once,
    /// Referenced more than once: the number of its anchor, and whether it has been written.
    Repeated {
        number: usize,
        written: bool,
    },
}

/// The position of a node in the collection that contains it.
#[derive(Clone, Copy, Default)]
struct Context {
    /// Whether the node is in a collection; the outermost node is not indented.
    nested: bool,
    in_mapping: bool,
    simple_key: bool,
}

/// The document so far and the emitter's state; columns are in characters.
struct Emitter {
    out: String,
    column: usize,
    indent: usize,
    /// Whether the last character written separates words.
    whitespace: bool,
    /// Whether the current line contains only spaces and indicators.
    indention: bool,
    anchors: HashMap<*const (), Anchor>,
}

impl Emitter {
    /// Finds the objects that occur more than once, and numbers them in the order of their second
    /// occurrences.
    fn find_aliases(&mut self, value: &Shared, count: &mut usize) {
        let Some(identity) = value.identity() else {
            return;
        };
        match self.anchors.get_mut(&identity) {
            Some(anchor @ Anchor::Once) => {
                *count += 1;
                *anchor = Anchor::Repeated {
                    number: *count,
                    written: false,
                };
                return;
            }
            Some(Anchor::Repeated { .. }) => return,
            None => drop(self.anchors.insert(identity, Anchor::Once)),
        }
        match value {
            Shared::Scalar(_) => {}
            Shared::List(items) => {
                for item in items.iter() {
                    self.find_aliases(item, count);
                }
            }
            Shared::Dict(members) => {
                for (_, item) in sorted(members) {
                    self.find_aliases(item, count);
                }
            }
        }
    }

    fn node(&mut self, value: &Shared, context: Context) -> Result<(), OutputError> {
        let anchor = value
            .identity()
            .and_then(|identity| self.anchors.get_mut(&identity));
        if let Some(Anchor::Repeated { number, written }) = anchor {
            let name = format!("id{number:03}");
            let is_alias = std::mem::replace(written, true);
            self.indicator(if is_alias { "*" } else { "&" }, true);
            self.text(&name);
            if is_alias {
                return Ok(());
            }
        }
        match value {
            Shared::Scalar(scalar) => self.scalar(scalar, context),
            Shared::List(items) if items.is_empty() => {
                self.indicator("[]", true);
                Ok(())
            }
            Shared::Dict(members) if members.is_empty() => {
                self.indicator("{}", true);
                Ok(())
            }
            Shared::List(items) => {
                // In a mapping, a list starts in the column of the key.
                let indentless = context.in_mapping && !self.indention;
                let outer = self.enter(context.nested && !indentless);
                for item in items.iter() {
                    self.new_line();
                    self.block_indicator("-");
                    let nested = Context {
                        nested: true,
                        ..Context::default()
                    };
                    self.node(item, nested)?;
                }
                self.indent = outer;
                Ok(())
            }
            Shared::Dict(members) => {
                let outer = self.enter(context.nested);
                for (key, item) in sorted(members) {
                    self.pair(key, item)?;
                }
                self.indent = outer;
                Ok(())
            }
        }
    }

    fn pair(&mut self, key: &str, item: &Shared) -> Result<(), OutputError> {
        let in_mapping = Context {
            nested: true,
            in_mapping: true,
            simple_key: false,
        };
        self.new_line();
        if key.len() <= MAX_SIMPLE_KEY && !key.contains(scalar_style::is_break) {
            let simple_key = Context {
                simple_key: true,
                ..in_mapping
            };
            self.string(key, simple_key)?;
            self.indicator(":", false);
        } else {
            self.block_indicator("?");
            self.string(key, in_mapping)?;
            self.new_line();
            self.block_indicator(":");
        }
        self.node(item, in_mapping)
    }

    /// Sets the indentation of the nodes that follow, and returns the previous one.
    fn enter(&mut self, deeper: bool) -> usize {
        let outer = self.indent;
        if deeper {
            self.indent += INDENT;
        }
        outer
    }

    fn put(&mut self, c: char) {
        self.out.push(c);
        self.column += 1;
    }

    fn put_break(&mut self, c: char) {
        self.out.push(c);
        self.column = 0;
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
        self.whitespace = false;
        self.indention = false;
    }

    fn new_line(&mut self) {
        let beyond = self.column > self.indent;
        if !self.indention || beyond || (self.column == self.indent && !self.whitespace) {
            self.put_break('\n');
        }
        while self.column < self.indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    /// Writes an indicator after which no block collection may start on the same line.
    fn indicator(&mut self, indicator: &str, need_space: bool) {
        if need_space && !self.whitespace {
            self.put(' ');
        }
        self.text(indicator);
    }

    /// Writes `-`, `?` or `:`, after which a block collection may start on the same line.
    fn block_indicator(&mut self, indicator: &str) {
        let indention = self.indention;
        self.indicator(indicator, true);
        self.indention = indention;
    }

    fn scalar(&mut self, scalar: &Value, context: Context) -> Result<(), OutputError> {
        let text = match scalar {
            Value::String(text) => return self.string(text, context),
            Value::Bool(true) => "true".to_owned(),
            Value::Bool(false) => "false".to_owned(),
            Value::Int(value) => value.to_string(),
            Value::Float(value) if value.is_nan() => ".nan".to_owned(),
            Value::Float(f64::INFINITY) => ".inf".to_owned(),
            Value::Float(f64::NEG_INFINITY) => "-.inf".to_owned(),
            Value::Float(value) => repr_float(*value),
            Value::Opaque(opaque) => {
                return Err(OutputError::NotRepresentable(opaque.repr.clone()));
            }
            // Responses and queries yield no other values.
            _ => "null".to_owned(),
        };
        self.indicator(&text, true);
        Ok(())
    }

    fn string(&mut self, text: &str, context: Context) -> Result<(), OutputError> {
        surrogate::check_encodable(text)
            .map_err(|error| OutputError::Unencodable(error.to_string()))?;
        let outer = self.enter(true);
        let fold = !context.simple_key;
        match scalar_style::choose(text) {
            Style::Plain => self.plain(text, fold),
            Style::Single => self.single(text, fold),
            Style::Double => self.double(text, fold),
        }
        self.indent = outer;
        Ok(())
    }

    fn plain(&mut self, text: &str, fold: bool) {
        if !self.whitespace {
            self.put(' ');
        }
        let mut after_space = false;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let folds = fold && c == ' ' && !after_space && self.column > WIDTH;
            if folds && chars.peek() != Some(&' ') {
                self.new_line();
            } else {
                self.put(c);
            }
            after_space = c == ' ';
        }
        self.whitespace = false;
        self.indention = false;
    }

    fn single(&mut self, text: &str, fold: bool) {
        self.indicator("'", true);
        let (mut after_space, mut after_break) = (false, false);
        let mut chars = text.chars().enumerate().peekable();
        while let Some((place, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            if c == ' ' {
                let folds = fold && !after_space && self.column > WIDTH && place > 0;
                if folds && next.is_some_and(|next| next != ' ') {
                    self.new_line();
                } else {
                    self.put(c);
                }
                after_space = true;
            } else if scalar_style::is_break(c) {
                // The first of several line breaks is written twice, because a single one would be
                // folded into a space.
                if !after_break && c == '\n' {
                    self.put_break('\n');
                }
                self.put_break(c);
                self.indention = true;
                after_break = true;
            } else {
                if after_break {
                    self.new_line();
                }
                if c == '\'' {
                    self.put(c);
                }
                self.put(c);
                self.indention = false;
                (after_space, after_break) = (false, false);
            }
        }
        if after_break {
            self.new_line();
        }
        self.indicator("'", false);
    }

    fn double(&mut self, text: &str, fold: bool) {
        self.indicator("\"", true);
        let mut after_space = false;
        let mut chars = text.chars().enumerate().peekable();
        while let Some((place, c)) = chars.next() {
            if let Some(escape) = scalar_style::escape(c) {
                for c in escape.chars() {
                    self.put(c);
                }
                after_space = false;
            } else if c == ' ' {
                let next = chars.peek().map(|(_, next)| *next);
                let folds = fold && !after_space && self.column > WIDTH && place > 0;
                if folds && next.is_some() {
                    self.new_line();
                    if next == Some(' ') {
                        self.put('\\');
                    }
                } else {
                    self.put(c);
                }
                after_space = true;
            } else {
                self.put(c);
                after_space = false;
            }
        }
        self.indicator("\"", false);
    }
}

fn sorted(members: &[(String, Shared)]) -> Vec<&(String, Shared)> {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::json::parse;
    use crate::python::value::Opaque;

    fn yaml(json: &str) -> String {
        let mut out = String::new();
        let value = parse(json).unwrap();
        out.push_str(&render(&Shared::from(value)).output.text);
        out
    }

    #[test]
    fn an_opaque_object_is_an_error_with_its_repr() {
        let opaque = Value::Opaque(Box::new(Opaque {
            class: "_Expression",
            text: "<it>".to_owned(),
            repr: "<it>".to_owned(),
        }));
        for value in [opaque.clone(), Value::List(vec![opaque])] {
            let rendered = render(&Shared::from(value));
            assert_eq!(rendered.output.text, "");
            let error = rendered.error.unwrap();
            assert_eq!(error.to_string(), "cannot represent an object: <it>");
        }
    }

    #[test]
    fn collections_are_blocks_with_their_keys_sorted() {
        for (json, expected) in [
            (
                r#"{"b": 1, "a": [1, {"c": []}], "Z": {}}"#,
                "Z: {}\na:\n- 1\n- c: []\nb: 1\n",
            ),
            (
                r#"[[1, [2]], {"a": {"b": null}}]"#,
                "- - 1\n  - - 2\n- a:\n    b: null\n",
            ),
            ("{}", ""),
            ("[]", "[]\n"),
            (r#""x: y""#, "\"x: y\"\n"),
            (
                "[1.0, 1e16, NaN, -Infinity, true]",
                "- 1.0\n- 1e+16\n- .nan\n- -.inf\n- true\n",
            ),
        ] {
            assert_eq!(yaml(json), expected, "{json}");
        }
    }

    #[test]
    fn long_keys_and_multiline_keys_follow_a_question_mark() {
        let key = "k".repeat(129);
        let json = format!(r#"{{"{key}": {{"a\nb": ["c"]}}}}"#);
        let expected = format!("? {key}\n: ? 'a\n\n    b'\n  : - c\n");
        assert_eq!(yaml(&json), expected);
    }

    #[test]
    fn long_texts_fold_at_the_first_space_beyond_the_width() {
        let words = ["word"; 18].join(" ");
        assert_eq!(
            yaml(&format!(r#"{{"k": "{words}", "q": "{words}: "}}"#)),
            format!(
                "k: {}\n  word word\nq: '{}\n  word word: '\n",
                ["word"; 16].join(" "),
                ["word"; 16].join(" "),
            )
        );
        assert_eq!(
            yaml(&format!(r#"["\u0001{}  b c"]"#, "a".repeat(80))),
            format!("- \"\\x01{}\n  \\ b c\"\n", "a".repeat(80))
        );
    }

    #[test]
    fn a_repeated_object_is_an_alias_and_an_equal_one_is_not() {
        let list = |text: &str| Shared::from(parse(text).unwrap());
        let (one, other, empty) = (list("[1]"), list("[1]"), list("[]"));
        let members = [
            ("d", &empty),
            ("a", &one),
            ("b", &one),
            ("c", &other),
            ("e", &empty),
        ];
        let members = members.map(|(key, value)| (key.to_owned(), value.clone()));
        let out = render(&Shared::Dict(Rc::new(members.to_vec()))).output.text;
        assert_eq!(
            out,
            "a: &id001\n- 1\nb: *id001\nc:\n- 1\nd: &id002 []\ne: *id002\n"
        );
    }

    #[test]
    fn a_stream_is_a_list_of_one_response() {
        for (json, expected) in [
            (r#"{"b": 1, "a": [2]}"#, "- a:\n  - 2\n  b: 1\n"),
            ("null", "- null\n"),
            (r#""a\nb""#, "- 'a\n\n  b'\n"),
            ("{}", ""),
        ] {
            let out = render_stream(Shared::from(parse(json).unwrap()))
                .output
                .text;
            assert_eq!(out, expected, "{json}");
        }
    }

    #[test]
    fn a_lone_surrogate_is_an_error_without_output() {
        let value = parse(r#"["a", "b\ud800\udc00\ud800"]"#).unwrap();
        let rendered = render(&Shared::from(value));
        let error = rendered.error.unwrap();
        assert_eq!(rendered.output.text, "");
        assert!(error.to_string().contains("in position 2"), "{error}");
    }
}
