//! Scans characters into tokens: indentation, simple keys and indicators (`ruamel/yaml/scanner.py:
//! Scanner`). Scalars are in `scalars`; directives, anchors, aliases and tags in `properties`.

use super::YamlError;
use super::cursor::{is_blank, separates};
use std::collections::{BTreeMap, VecDeque};

/// The YAML version whose rules apply: `(1, 2)` without a directive.
pub(super) type Version = (u64, u64);

/// A token of YAML (`ruamel/yaml/tokens.py`).
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    StreamEnd,
    /// A directive; `None` for one that is ignored.
    Directive(Option<Directive>),
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowMappingStart,
    FlowSequenceEnd,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(String),
    Anchor(String),
    Tag {
        handle: Option<String>,
        suffix: String,
    },
    Scalar {
        text: String,
        plain: bool,
    },
}

/// A directive that affects the document.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Directive {
    Yaml(Version),
    Tag { handle: String, prefix: String },
}

/// The start of a possible simple key, which only a later `:` makes a key.
#[derive(Clone, Copy)]
struct SimpleKey {
    token_number: usize,
    required: bool,
    index: usize,
    line: usize,
    column: usize,
}

/// The kind of an open flow collection.
#[derive(Clone, Copy, PartialEq)]
enum Flow {
    Sequence,
    Mapping,
}

/// The scanner's state: the characters, the position, and the tokens ahead.
pub(super) struct Scanner {
    pub(super) chars: Vec<char>,
    pub(super) index: usize,
    pub(super) line: usize,
    pub(super) column: usize,
    /// Tokens that have been scanned but not consumed, each with the line on which it starts.
    tokens: VecDeque<(Token, usize)>,
    taken: usize,
    done: bool,
    flow: Vec<Flow>,
    /// The column of the innermost block collection; -1 outside block collections.
    pub(super) indent: isize,
    indents: Vec<isize>,
    pub(super) allow_simple_key: bool,
    /// At most one for each flow level.
    simple_keys: BTreeMap<usize, SimpleKey>,
    pub(super) version: Option<Version>,
}

/// The maximum length of a key without `?`, in characters.
const MAX_SIMPLE_KEY: usize = 1024;

impl Scanner {
    /// `text` must not contain NUL, which marks the end of the text.
    pub(super) fn new(text: &str) -> Self {
        Self {
            chars: text.chars().collect(),
            index: 0,
            line: 0,
            column: 0,
            tokens: VecDeque::new(),
            taken: 0,
            done: false,
            flow: Vec::new(),
            indent: -1,
            indents: Vec::new(),
            allow_simple_key: true,
            simple_keys: BTreeMap::new(),
            version: None,
        }
    }

    pub(super) fn version(&self) -> Version {
        self.version.unwrap_or((1, 2))
    }

    pub(super) fn in_flow(&self) -> bool {
        !self.flow.is_empty()
    }

    /// The next token and its line, without consuming it.
    pub(super) fn peek_token(&mut self) -> Result<(&Token, usize), YamlError> {
        while self.needs_more()? {
            self.fetch()?;
        }
        let (token, line) = self.tokens.front().ok_or(YamlError::Invalid)?;
        Ok((token, *line))
    }

    pub(super) fn next_token(&mut self) -> Result<Token, YamlError> {
        self.peek_token()?;
        self.taken += 1;
        let (token, _) = self.tokens.pop_front().ok_or(YamlError::Invalid)?;
        Ok(token)
    }

    fn needs_more(&mut self) -> Result<bool, YamlError> {
        if self.done {
            return Ok(false);
        }
        if self.tokens.is_empty() {
            return Ok(true);
        }
        self.drop_stale_keys()?;
        let first = self.simple_keys.values().map(|key| key.token_number).min();
        Ok(first == Some(self.taken))
    }

    fn push(&mut self, token: Token) {
        let line = self.line;
        self.tokens.push_back((token, line));
    }

    /// Adds the token and skips its `length` characters.
    fn push_skip(&mut self, token: Token, length: usize) {
        self.push(token);
        self.skip(length);
    }

    fn fetch(&mut self) -> Result<(), YamlError> {
        self.skip_to_token();
        self.drop_stale_keys()?;
        self.unwind(isize::try_from(self.column).unwrap_or(isize::MAX));
        let at_start = self.column == 0;
        match self.char(0) {
            '\0' => self.fetch_end(),
            '%' if at_start => {
                self.leave_blocks()?;
                let line = self.line;
                let directive = self.scan_directive()?;
                self.tokens.push_back((Token::Directive(directive), line));
                Ok(())
            }
            '-' if at_start && self.at_word('-') => self.fetch_marker(Token::DocumentStart),
            '.' if at_start && self.at_word('.') => self.fetch_marker(Token::DocumentEnd),
            '[' => self.fetch_flow_start(Token::FlowSequenceStart, Flow::Sequence),
            '{' => self.fetch_flow_start(Token::FlowMappingStart, Flow::Mapping),
            ']' => self.fetch_flow_end(Token::FlowSequenceEnd),
            '}' => self.fetch_flow_end(Token::FlowMappingEnd),
            ',' => {
                self.allow_simple_key = true;
                self.forget_key()?;
                self.push_skip(Token::FlowEntry, 1);
                Ok(())
            }
            '-' if separates(self.char(1)) => self.fetch_block_entry(),
            '?' if self.in_flow() || separates(self.char(1)) => self.fetch_key(),
            ':' if self.is_value() => self.fetch_value(),
            '*' => self.fetch_scalar(|scanner| Ok(Token::Alias(scanner.scan_name()?))),
            '&' => self.fetch_scalar(|scanner| Ok(Token::Anchor(scanner.scan_name()?))),
            '!' => self.fetch_scalar(Self::scan_tag),
            style @ ('|' | '>') if !self.in_flow() => {
                self.allow_simple_key = true;
                self.forget_key()?;
                let line = self.line;
                let token = self.scan_block_scalar(style == '>')?;
                self.tokens.push_back((token, line));
                Ok(())
            }
            quote @ ('\'' | '"') => self.fetch_scalar(|scanner| scanner.scan_quoted(quote)),
            _ if self.is_plain() => self.fetch_scalar(Self::scan_plain),
            _ => Err(YamlError::Invalid),
        }
    }

    pub(super) fn skip_to_token(&mut self) {
        if self.index == 0 && self.char(0) == '\u{feff}' {
            self.skip(1);
        }
        loop {
            let in_flow = self.in_flow();
            self.skip_while(|c| c == ' ' || (in_flow && c == '\t'));
            self.skip_comment();
            if self.take_break().is_none() {
                return;
            }
            if !in_flow {
                self.allow_simple_key = true;
            }
        }
    }

    // Simple keys.

    fn drop_stale_keys(&mut self) -> Result<(), YamlError> {
        let (line, index) = (self.line, self.index);
        let is_stale = |key: &SimpleKey| key.line != line || index - key.index > MAX_SIMPLE_KEY;
        if self
            .simple_keys
            .values()
            .any(|key| key.required && is_stale(key))
        {
            return Err(YamlError::Invalid);
        }
        self.simple_keys.retain(|_, key| !is_stale(key));
        Ok(())
    }

    fn save_key(&mut self) -> Result<(), YamlError> {
        let required = !self.in_flow() && usize::try_from(self.indent) == Ok(self.column);
        if self.allow_simple_key {
            self.forget_key()?;
            let key = SimpleKey {
                token_number: self.taken + self.tokens.len(),
                required,
                index: self.index,
                line: self.line,
                column: self.column,
            };
            self.simple_keys.insert(self.flow.len(), key);
        }
        Ok(())
    }

    fn forget_key(&mut self) -> Result<(), YamlError> {
        match self.simple_keys.remove(&self.flow.len()) {
            Some(key) if key.required => Err(YamlError::Invalid),
            _ => Ok(()),
        }
    }

    // Indentation.

    fn unwind(&mut self, column: isize) {
        while !self.in_flow() && self.indent > column {
            self.indent = self.indents.pop().unwrap_or(-1);
            self.push(Token::BlockEnd);
        }
    }

    fn add_indent(&mut self, column: usize) -> bool {
        let column = isize::try_from(column).unwrap_or(isize::MAX);
        let deeper = self.indent < column;
        if deeper {
            self.indents.push(self.indent);
            self.indent = column;
        }
        deeper
    }

    // Fetchers.

    fn leave_blocks(&mut self) -> Result<(), YamlError> {
        self.unwind(-1);
        self.forget_key()?;
        self.allow_simple_key = false;
        Ok(())
    }

    fn fetch_end(&mut self) -> Result<(), YamlError> {
        self.leave_blocks()?;
        self.simple_keys.clear();
        self.push(Token::StreamEnd);
        self.done = true;
        Ok(())
    }

    fn fetch_marker(&mut self, token: Token) -> Result<(), YamlError> {
        self.leave_blocks()?;
        self.push_skip(token, 3);
        Ok(())
    }

    fn fetch_flow_start(&mut self, token: Token, flow: Flow) -> Result<(), YamlError> {
        self.save_key()?;
        self.flow.push(flow);
        self.allow_simple_key = true;
        self.push_skip(token, 1);
        Ok(())
    }

    fn fetch_flow_end(&mut self, token: Token) -> Result<(), YamlError> {
        self.forget_key()?;
        self.flow.pop();
        self.allow_simple_key = false;
        self.push_skip(token, 1);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Result<(), YamlError> {
        self.begin_block(Token::BlockSequenceStart)?;
        self.allow_simple_key = true;
        self.forget_key()?;
        self.push_skip(Token::BlockEntry, 1);
        Ok(())
    }

    fn fetch_key(&mut self) -> Result<(), YamlError> {
        self.begin_block(Token::BlockMappingStart)?;
        self.allow_simple_key = !self.in_flow();
        self.forget_key()?;
        self.push_skip(Token::Key, 1);
        Ok(())
    }

    /// Opens a block collection, if one is allowed here and none is open in this column.
    fn begin_block(&mut self, start: Token) -> Result<(), YamlError> {
        if self.in_flow() {
            return Ok(());
        }
        if !self.allow_simple_key {
            return Err(YamlError::Invalid);
        }
        if self.add_indent(self.column) {
            self.push(start);
        }
        Ok(())
    }

    fn fetch_value(&mut self) -> Result<(), YamlError> {
        if let Some(key) = self.simple_keys.remove(&self.flow.len()) {
            let place = key
                .token_number
                .saturating_sub(self.taken)
                .min(self.tokens.len());
            self.tokens.insert(place, (Token::Key, key.line));
            if !self.in_flow() && self.add_indent(key.column) {
                self.tokens
                    .insert(place, (Token::BlockMappingStart, key.line));
            }
            self.allow_simple_key = false;
        } else {
            self.begin_block(Token::BlockMappingStart)?;
            self.allow_simple_key = !self.in_flow();
            self.forget_key()?;
        }
        self.push_skip(Token::Value, 1);
        Ok(())
    }

    fn fetch_scalar(
        &mut self,
        scan: impl FnOnce(&mut Self) -> Result<Token, YamlError>,
    ) -> Result<(), YamlError> {
        self.save_key()?;
        self.allow_simple_key = false;
        let line = self.line;
        let token = scan(self)?;
        self.tokens.push_back((token, line));
        Ok(())
    }

    // Checkers.

    fn is_value(&self) -> bool {
        let separated = separates(self.char(1));
        match self.flow.last() {
            None => separated,
            Some(_) if self.version() == (1, 1) => true,
            Some(Flow::Sequence) => separated,
            Some(Flow::Mapping) => {
                !matches!(self.tokens.back(), Some((Token::Value, _))) || separated
            }
        }
    }

    fn is_plain(&self) -> bool {
        let (c, next) = (self.char(0), self.char(1));
        if !separates(c) && !"-?:,[]{}#&*!|>'\"%@`".contains(c) {
            return true;
        }
        if c == ':' && self.in_flow() && self.version() != (1, 1) {
            return !is_blank(next);
        }
        !separates(next) && (c == '-' || (!self.in_flow() && matches!(c, '?' | ':')))
    }
}
