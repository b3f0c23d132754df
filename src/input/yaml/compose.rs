//! Parses tokens into a graph of nodes (`ruamel/yaml/parser.py: Parser`, `composer.py: Composer`).
//! An alias refers to the node of its anchor.

use super::scanner::{Directive, Scanner, Token, Version};
use super::{YamlError, properties};
use crate::python::yaml_tag::{self, Tag, resolve};
use indexmap::IndexMap;
use std::collections::HashMap;
use std::mem::discriminant;

/// The index of a node in [`Graph::nodes`].
pub(super) type NodeId = usize;

pub(super) type Pairs = Vec<(NodeId, NodeId)>;

/// A node of the graph; collections refer to their elements by index.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) tag: Tag,
    pub(super) kind: Kind,
    /// The pairs that a merge key added; set during construction.
    pub(super) merge: Option<Pairs>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Scalar(String),
    Sequence(Vec<NodeId>),
    Mapping(Pairs),
}

/// A document; `root` is `None` if it is empty.
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) root: Option<NodeId>,
    pub(super) version: Version,
}

/// The maximum nesting of collections: about the original's, which varies with their kinds.
const MAX_DEPTH: usize = 482;

/// Parses the only document of `text`.
pub(super) fn compose(text: &str) -> Result<Graph, YamlError> {
    let mut composer = Composer {
        scanner: Scanner::new(text),
        nodes: Vec::new(),
        anchors: HashMap::new(),
        handles: IndexMap::new(),
    };
    let root = composer.document()?;
    Ok(Graph {
        root,
        version: composer.scanner.version(),
        nodes: composer.nodes,
    })
}

/// The parser's state.
struct Composer {
    scanner: Scanner,
    nodes: Vec<Node>,
    anchors: HashMap<String, NodeId>,
    /// The prefixes of tag handles, from `%TAG` directives and the specification.
    handles: IndexMap<String, String>,
}

/// The context of a node, which determines the nodes that are allowed.
#[derive(Clone, Copy, PartialEq)]
enum Context {
    Flow,
    Block,
    /// The value of a block mapping, whose sequence may start in the column of the key.
    BlockOrIndentless,
}

impl Composer {
    fn document(&mut self) -> Result<Option<NodeId>, YamlError> {
        let implicit = !matches!(
            self.scanner.peek_token()?.0,
            Token::Directive(_) | Token::DocumentStart | Token::StreamEnd
        );
        if implicit {
            self.add_default_handles();
        } else if !self.start_document()? {
            return Ok(None);
        }
        let is_empty = !implicit
            && matches!(
                self.scanner.peek_token()?.0,
                Token::Directive(_) | Token::DocumentStart | Token::DocumentEnd | Token::StreamEnd
            );
        let root = if is_empty {
            self.empty()?
        } else {
            self.node(Context::Block, 0)?
        };
        self.end_document()?;
        Ok(Some(root))
    }

    /// Skips directives and `...`; returns whether a document follows.
    fn start_document(&mut self) -> Result<bool, YamlError> {
        while self.at(&Token::DocumentEnd)? {
            self.scanner.next_token()?;
        }
        if self.at(&Token::StreamEnd)? {
            return Ok(false);
        }
        self.directives()?;
        self.expect(&Token::DocumentStart)?;
        Ok(true)
    }

    fn directives(&mut self) -> Result<(), YamlError> {
        self.handles.clear();
        let mut version = None;
        while matches!(self.scanner.peek_token()?.0, Token::Directive(_)) {
            match self.scanner.next_token()? {
                Token::Directive(Some(Directive::Yaml(given))) => {
                    if version.is_some() || given.0 != 1 {
                        return Err(YamlError::Invalid);
                    }
                    version = Some(given);
                }
                Token::Directive(Some(Directive::Tag { handle, prefix })) => {
                    let before = self.handles.insert(handle, prefix);
                    before.map_or(Ok(()), |_| Err(YamlError::Invalid))?;
                }
                _ => {}
            }
        }
        if let Some((major, minor)) = version.filter(|(_, minor)| !matches!(minor, 1 | 2)) {
            return Err(YamlError::Python(format!(
                "version minor part can only be 2 or 1, got ({major}, {minor})"
            )));
        }
        self.add_default_handles();
        Ok(())
    }

    fn add_default_handles(&mut self) {
        for (handle, prefix) in [("!", "!"), ("!!", "tag:yaml.org,2002:")] {
            let entry = self.handles.entry(handle.to_owned());
            entry.or_insert_with(|| prefix.to_owned());
        }
    }

    /// Checks that only the end of the stream follows.
    fn end_document(&mut self) -> Result<(), YamlError> {
        let (token, line) = self.scanner.peek_token()?;
        let explicit = *token == Token::DocumentEnd;
        if explicit {
            self.scanner.next_token()?;
            let (next, next_line) = self.scanner.peek_token()?;
            if *next != Token::StreamEnd && next_line == line {
                return Err(YamlError::Invalid);
            }
        }
        let may_be_implicit = explicit && self.scanner.version() != (1, 1);
        let starts = matches!(
            self.scanner.peek_token()?.0,
            Token::Directive(_) | Token::DocumentStart | Token::StreamEnd
        );
        let another = (may_be_implicit && !starts) || self.start_document()?;
        (!another).then_some(()).ok_or(YamlError::Invalid)
    }

    fn at(&mut self, token: &Token) -> Result<bool, YamlError> {
        Ok(discriminant(self.scanner.peek_token()?.0) == discriminant(token))
    }

    fn at_any(&mut self, tokens: &[Token]) -> Result<bool, YamlError> {
        let (next, _) = self.scanner.peek_token()?;
        Ok(tokens.iter().any(|token| next == token))
    }

    /// Consumes the token if it is next.
    fn take(&mut self, token: &Token) -> Result<bool, YamlError> {
        let found = self.at(token)?;
        if found {
            self.scanner.next_token()?;
        }
        Ok(found)
    }

    fn expect(&mut self, token: &Token) -> Result<(), YamlError> {
        self.take(token)?.then_some(()).ok_or(YamlError::Invalid)
    }

    fn add(&mut self, tag: Tag, kind: Kind) -> NodeId {
        self.nodes.push(Node {
            tag,
            kind,
            merge: None,
        });
        self.nodes.len() - 1
    }

    /// The node of an omitted value.
    fn empty(&mut self) -> Result<NodeId, YamlError> {
        self.scalar(None, String::new())
    }

    /// A scalar with that tag, or else with the tag of a plain scalar.
    fn scalar(&mut self, tag: Option<Tag>, text: String) -> Result<NodeId, YamlError> {
        let tag = match tag {
            Some(tag) => tag,
            None => match self.scanner.version() {
                (1, 1) => resolve(&text, yaml_tag::Version::V1_1),
                (1, 2) => resolve(&text, yaml_tag::Version::V1_2),
                // A later directive, read ahead, set an unknown version: a `KeyError` in Python.
                (major, minor) => return Err(YamlError::Python(format!("({major}, {minor})"))),
            },
        };
        Ok(self.add(tag, Kind::Scalar(text)))
    }

    fn node(&mut self, context: Context, depth: usize) -> Result<NodeId, YamlError> {
        if matches!(self.scanner.peek_token()?.0, Token::Alias(_)) {
            let Token::Alias(name) = self.scanner.next_token()? else {
                return Err(YamlError::Invalid);
            };
            return self.anchors.get(&name).copied().ok_or(YamlError::Invalid);
        }
        if depth > MAX_DEPTH {
            return Err(YamlError::Python(
                "maximum recursion depth exceeded".to_owned(),
            ));
        }
        let (anchor, tag) = self.properties()?;
        let has_properties = anchor.is_some() || tag.is_some();
        // The tag `!` has an effect on quoted scalars only: they are resolved like plain ones.
        let non_specific = tag.as_deref() == Some("!");
        let tag = tag.filter(|_| !non_specific).map(|tag| Tag::from_uri(&tag));
        let (next, _) = self.scanner.peek_token()?;
        let node = match next {
            Token::BlockEntry if context == Context::BlockOrIndentless => {
                return self.sequence(anchor, tag, depth, Self::indentless_sequence);
            }
            Token::FlowSequenceStart => {
                return self.sequence(anchor, tag, depth, Self::flow_sequence);
            }
            Token::FlowMappingStart => {
                return self.mapping(anchor, tag, depth, Self::flow_mapping);
            }
            Token::BlockSequenceStart if context != Context::Flow => {
                return self.sequence(anchor, tag, depth, Self::block_sequence);
            }
            Token::BlockMappingStart if context != Context::Flow => {
                return self.mapping(anchor, tag, depth, Self::block_mapping);
            }
            Token::Scalar { .. } => {
                let Token::Scalar { text, plain } = self.scanner.next_token()? else {
                    return Err(YamlError::Invalid);
                };
                let implicit = (plain && tag.is_none()) || non_specific;
                let tag = tag.or((!implicit).then_some(Tag::Str));
                self.scalar(tag, text)?
            }
            _ if has_properties => self.scalar(tag, String::new())?,
            _ => return Err(YamlError::Invalid),
        };
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, node);
        }
        Ok(node)
    }

    /// Parses an anchor and a tag, in either order.
    fn properties(&mut self) -> Result<(Option<String>, Option<String>), YamlError> {
        let (mut anchor, mut tag) = (None, None);
        loop {
            match self.scanner.peek_token()?.0 {
                Token::Anchor(_) if anchor.is_none() => {}
                Token::Tag { .. } if tag.is_none() => {}
                _ => break,
            }
            match self.scanner.next_token()? {
                Token::Anchor(name) => anchor = Some(name),
                Token::Tag { handle, suffix } => tag = Some((handle, suffix)),
                _ => {}
            }
        }
        let tag = tag.map(|(handle, suffix)| self.tag_uri(handle, &suffix));
        Ok((anchor, tag.transpose()?))
    }

    fn tag_uri(&self, handle: Option<String>, suffix: &str) -> Result<String, YamlError> {
        let suffix = properties::decode_again(suffix)?;
        match handle {
            None => Ok(suffix),
            Some(handle) => match self.handles.get(&handle) {
                Some(prefix) => Ok(format!("{prefix}{suffix}")),
                None => Err(YamlError::Invalid),
            },
        }
    }

    /// Adds an empty collection, because aliases in its content may refer to it.
    fn collection(&mut self, anchor: Option<String>, tag: Tag) -> NodeId {
        let node = self.add(tag, Kind::Sequence(Vec::new()));
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, node);
        }
        node
    }

    fn sequence(
        &mut self,
        anchor: Option<String>,
        tag: Option<Tag>,
        depth: usize,
        items: fn(&mut Self, usize) -> Result<Vec<NodeId>, YamlError>,
    ) -> Result<NodeId, YamlError> {
        let node = self.collection(anchor, tag.unwrap_or(Tag::Seq));
        let items = items(self, depth)?;
        self.fill(node, Kind::Sequence(items));
        Ok(node)
    }

    fn mapping(
        &mut self,
        anchor: Option<String>,
        tag: Option<Tag>,
        depth: usize,
        pairs: fn(&mut Self, usize) -> Result<Pairs, YamlError>,
    ) -> Result<NodeId, YamlError> {
        let node = self.collection(anchor, tag.unwrap_or(Tag::Map));
        let pairs = pairs(self, depth)?;
        self.fill(node, Kind::Mapping(pairs));
        Ok(node)
    }

    fn fill(&mut self, node: NodeId, kind: Kind) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.kind = kind;
        }
    }

    fn node_unless(
        &mut self,
        ends: &[Token],
        context: Context,
        depth: usize,
    ) -> Result<NodeId, YamlError> {
        if self.at_any(ends)? {
            self.empty()
        } else {
            self.node(context, depth + 1)
        }
    }

    fn block_sequence(&mut self, depth: usize) -> Result<Vec<NodeId>, YamlError> {
        self.scanner.next_token()?;
        let mut items = Vec::new();
        while self.take(&Token::BlockEntry)? {
            let ends = [Token::BlockEntry, Token::BlockEnd];
            items.push(self.node_unless(&ends, Context::Block, depth)?);
        }
        self.expect(&Token::BlockEnd)?;
        Ok(items)
    }

    fn indentless_sequence(&mut self, depth: usize) -> Result<Vec<NodeId>, YamlError> {
        let mut items = Vec::new();
        while self.take(&Token::BlockEntry)? {
            let ends = [Token::BlockEntry, Token::Key, Token::Value, Token::BlockEnd];
            items.push(self.node_unless(&ends, Context::Block, depth)?);
        }
        Ok(items)
    }

    fn block_mapping(&mut self, depth: usize) -> Result<Pairs, YamlError> {
        let ends = [Token::Key, Token::Value, Token::BlockEnd];
        self.scanner.next_token()?;
        let mut pairs = Vec::new();
        loop {
            let key = if self.take(&Token::Key)? {
                self.node_unless(&ends, Context::BlockOrIndentless, depth)?
            } else if self.scanner.version() > (1, 1) && self.at(&Token::Value)? {
                self.empty()?
            } else {
                break;
            };
            let value = if self.take(&Token::Value)? {
                self.node_unless(&ends, Context::BlockOrIndentless, depth)?
            } else {
                self.empty()?
            };
            pairs.push((key, value));
        }
        self.expect(&Token::BlockEnd)?;
        Ok(pairs)
    }

    fn flow_sequence(&mut self, depth: usize) -> Result<Vec<NodeId>, YamlError> {
        let ends = [Token::Value, Token::FlowEntry, Token::FlowSequenceEnd];
        self.scanner.next_token()?;
        let mut items = Vec::new();
        while !self.at(&Token::FlowSequenceEnd)? {
            if !items.is_empty() {
                self.expect(&Token::FlowEntry)?;
            }
            if self.take(&Token::Key)? {
                // A mapping of a single pair, without braces.
                let map = self.collection(None, Tag::Map);
                let key = self.node_unless(&ends, Context::Flow, depth + 1)?;
                let value = self.flow_value(&ends, depth + 1)?;
                self.fill(map, Kind::Mapping(vec![(key, value)]));
                items.push(map);
            } else if !self.at(&Token::FlowSequenceEnd)? {
                items.push(self.node(Context::Flow, depth + 1)?);
            }
        }
        self.scanner.next_token()?;
        Ok(items)
    }

    fn flow_mapping(&mut self, depth: usize) -> Result<Pairs, YamlError> {
        let ends = [Token::Value, Token::FlowEntry, Token::FlowMappingEnd];
        self.scanner.next_token()?;
        let mut pairs = Vec::new();
        while !self.at(&Token::FlowMappingEnd)? {
            if !pairs.is_empty() {
                self.expect(&Token::FlowEntry)?;
            }
            if self.take(&Token::Key)? {
                let key = self.node_unless(&ends, Context::Flow, depth)?;
                pairs.push((key, self.flow_value(&ends, depth)?));
            } else if self.scanner.version() > (1, 1) && self.at(&Token::Value)? {
                let key = self.empty()?;
                pairs.push((key, self.flow_value(&ends, depth)?));
            } else if !self.at(&Token::FlowMappingEnd)? {
                let key = self.node(Context::Flow, depth + 1)?;
                pairs.push((key, self.empty()?));
            }
        }
        self.scanner.next_token()?;
        Ok(pairs)
    }

    fn flow_value(&mut self, ends: &[Token], depth: usize) -> Result<NodeId, YamlError> {
        if !self.take(&Token::Value)? {
            return self.empty();
        }
        // A second colon does not start a value.
        self.node_unless(ends.get(1..).unwrap_or_default(), Context::Flow, depth)
    }
}
