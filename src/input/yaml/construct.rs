//! Constructs values from nodes (`ruamel/yaml/constructor.py: SafeConstructor`).
//!
//! Collections are created empty and filled later, level by level. This allows a collection to
//! contain itself, and it determines which of two errors is reported.

use super::YamlError;
use super::compose::{Graph, Kind, Node, NodeId, Pairs};
use super::scalar;
use crate::python::timestamp::Timestamp;
use crate::python::value::Value;
use crate::python::yaml_tag::Tag;
use indexmap::IndexMap;

/// The index of an object in [`Objects`].
pub(super) type ObjectId = usize;

/// A value that may be shared by several collections. Entries are keyed by the
/// [`Constructor::identity`] of their keys.
#[derive(Debug)]
pub(super) enum Object {
    Scalar(Value),
    Timestamp(Timestamp),
    List(Vec<ObjectId>),
    Tuple(Vec<ObjectId>),
    Set(IndexMap<String, ObjectId>),
    Dict(Entries),
    /// `!!omap`
    Omap(Entries),
}

/// The key and value of each entry, by the identity of the key.
type Entries = IndexMap<String, (ObjectId, ObjectId)>;

/// The constructed objects of a document.
pub(super) struct Objects {
    pub(super) all: Vec<Object>,
    pub(super) root: ObjectId,
}

/// The maximum number of pairs that merge keys may add, because nested merge keys can multiply the
/// document.
const MAX_MERGED: usize = 1 << 20;

/// Constructs the values of a document.
pub(super) fn construct(graph: Graph) -> Result<Option<Objects>, YamlError> {
    let Some(root) = graph.root else {
        return Ok(None);
    };
    let states = vec![State::New; graph.nodes.len()];
    let mut constructor = Constructor {
        nodes: graph.nodes,
        is_1_1: graph.version == (1, 1),
        states,
        objects: Vec::new(),
        pending: Vec::new(),
        deep: false,
        merged: 0,
    };
    let root = constructor.object(root, false)?;
    while !constructor.pending.is_empty() {
        for (node, object) in std::mem::take(&mut constructor.pending) {
            constructor.fill(node, object)?;
        }
    }
    Ok(Some(Objects {
        all: constructor.objects,
        root,
    }))
}

/// The progress of a node's construction.
#[derive(Clone, Copy)]
enum State {
    New,
    InProgress,
    Done(ObjectId),
}

/// Replaces a merge key that has been resolved.
const RESOLVED: (NodeId, NodeId) = (NodeId::MAX, NodeId::MAX);

/// The pairs that are not resolved merge keys.
fn remaining(pairs: &Pairs) -> impl Iterator<Item = (NodeId, NodeId)> {
    pairs.iter().copied().filter(|pair| *pair != RESOLVED)
}

/// The state of the construction.
struct Constructor {
    nodes: Vec<Node>,
    is_1_1: bool,
    states: Vec<State>,
    objects: Vec<Object>,
    /// Collections that are still empty.
    pending: Vec<(NodeId, ObjectId)>,
    /// Whether collections are filled immediately, as in keys.
    deep: bool,
    merged: usize,
}

impl Constructor {
    fn node(&self, id: NodeId) -> Result<&Node, YamlError> {
        self.nodes.get(id).ok_or(YamlError::Invalid)
    }

    fn kind_mut(&mut self, id: NodeId) -> Option<&mut Kind> {
        Some(&mut self.nodes.get_mut(id)?.kind)
    }

    fn add(&mut self, object: Object) -> ObjectId {
        self.objects.push(object);
        self.objects.len() - 1
    }

    fn set_state(&mut self, node: NodeId, state: State) {
        if let Some(slot) = self.states.get_mut(node) {
            *slot = state;
        }
    }

    fn object(&mut self, node: NodeId, deep: bool) -> Result<ObjectId, YamlError> {
        let state = self.states.get(node).copied().unwrap_or(State::New);
        if let State::Done(object) = state {
            return Ok(object);
        }
        let outer = self.deep;
        self.deep |= deep;
        if let State::InProgress = state {
            // A key that contains itself.
            return Ok(self.add(Object::Scalar(Value::Null)));
        }
        self.set_state(node, State::InProgress);
        let object = self.make(node)?;
        self.set_state(node, State::Done(object));
        if deep {
            self.deep = outer;
        }
        Ok(object)
    }

    fn make(&mut self, id: NodeId) -> Result<ObjectId, YamlError> {
        let node = self.node(id)?;
        let object = match node.tag {
            Tag::Seq | Tag::Pairs => Object::List(Vec::new()),
            Tag::Map => Object::Dict(Entries::new()),
            Tag::Omap => Object::Omap(Entries::new()),
            Tag::Set => Object::Set(IndexMap::new()),
            Tag::Timestamp => match &node.kind {
                Kind::Scalar(text) => Object::Timestamp(scalar::timestamp(text)?),
                _ => return Err(YamlError::Invalid),
            },
            Tag::Unknown | Tag::Merge | Tag::Value => return Err(YamlError::Invalid),
            tag => Object::Scalar(scalar::value(tag, self.text(id, 0)?, self.is_1_1)?),
        };
        let is_filled = matches!(object, Object::Scalar(_) | Object::Timestamp(_));
        let object = self.add(object);
        if self.deep && !is_filled {
            self.fill(id, object)?;
        } else if !is_filled {
            self.pending.push((id, object));
        }
        Ok(object)
    }

    /// The text of a scalar, or of a mapping the value of its key `=`.
    fn text(&self, id: NodeId, depth: usize) -> Result<&str, YamlError> {
        match &self.node(id)?.kind {
            Kind::Scalar(text) => Ok(text),
            Kind::Sequence(_) => Err(YamlError::Invalid),
            Kind::Mapping(pairs) => {
                for (key, value) in remaining(pairs) {
                    if self.node(key)?.tag == Tag::Value {
                        if depth > self.nodes.len() {
                            return Err(YamlError::too_deep());
                        }
                        return self.text(value, depth + 1);
                    }
                }
                Err(YamlError::Invalid)
            }
        }
    }

    fn fill(&mut self, id: NodeId, object: ObjectId) -> Result<(), YamlError> {
        let node = self.node(id)?;
        let filled = match (node.tag, node.kind.clone()) {
            (Tag::Seq, Kind::Sequence(items)) => {
                let items = items.into_iter().map(|item| self.object(item, false));
                Object::List(items.collect::<Result<_, _>>()?)
            }
            (Tag::Map, Kind::Mapping(_)) => Object::Dict(self.mapping(id)?),
            (Tag::Set, Kind::Mapping(_)) => {
                let entries = self.mapping(id)?.into_iter();
                Object::Set(
                    entries
                        .map(|(identity, (key, _))| (identity, key))
                        .collect(),
                )
            }
            (Tag::Omap, Kind::Sequence(items)) => Object::Omap(self.omap(items)?),
            (Tag::Pairs, Kind::Sequence(items)) => {
                let mut pairs = Vec::new();
                for item in items {
                    let (key, value) = self.only_pair(item)?;
                    let pair = vec![self.object(key, false)?, self.object(value, false)?];
                    pairs.push(self.add(Object::Tuple(pair)));
                }
                Object::List(pairs)
            }
            _ => return Err(YamlError::Invalid),
        };
        if let Some(slot) = self.objects.get_mut(object) {
            *slot = filled;
        }
        Ok(())
    }

    fn omap(&mut self, items: Vec<NodeId>) -> Result<Entries, YamlError> {
        let mut entries = Entries::new();
        for item in items {
            let (key, value) = self.only_pair(item)?;
            let key = self.object(key, false)?;
            let identity = self.identity(key)?;
            if entries.contains_key(&identity) {
                // The original fails an assertion, whose message is empty.
                return Err(YamlError::Python(String::new()));
            }
            entries.insert(identity, (key, self.object(value, false)?));
        }
        Ok(entries)
    }

    fn only_pair(&self, id: NodeId) -> Result<(NodeId, NodeId), YamlError> {
        match &self.node(id)?.kind {
            Kind::Mapping(pairs) => {
                let mut pairs = remaining(pairs);
                match (pairs.next(), pairs.next()) {
                    (Some(pair), None) => Ok(pair),
                    _ => Err(YamlError::Invalid),
                }
            }
            _ => Err(YamlError::Invalid),
        }
    }

    fn mapping(&mut self, id: NodeId) -> Result<Entries, YamlError> {
        self.flatten(id, 0)?;
        let node = self.node(id)?;
        let Kind::Mapping(pairs) = &node.kind else {
            return Err(YamlError::Invalid);
        };
        let pairs = remaining(pairs).collect();
        let mut total = Entries::new();
        // Merged keys may be repeated; the original then does not check for duplicates.
        let check = node.merge.is_none();
        for pairs in node.merge.clone().into_iter().chain([pairs]) {
            for (key, value) in pairs {
                let mut key = self.object(key, true)?;
                match self.objects.get(key) {
                    Some(Object::List(items)) => {
                        let items = items.clone();
                        key = self.add(Object::Tuple(items));
                    }
                    Some(Object::Dict(_) | Object::Omap(_) | Object::Set(_)) => {
                        return Err(YamlError::Invalid);
                    }
                    _ => {}
                }
                let value = self.object(value, false)?;
                let identity = self.identity(key)?;
                match total.get_mut(&identity) {
                    Some(_) if check => return Err(YamlError::Invalid),
                    Some(entry) => entry.1 = value,
                    None => drop(total.insert(identity, (key, value))),
                }
            }
        }
        Ok(total)
    }

    /// Replaces merge keys by the pairs of the mappings that they refer to.
    fn flatten(&mut self, id: NodeId, depth: usize) -> Result<(), YamlError> {
        if depth > super::MAX_NESTED_MERGES {
            return Err(YamlError::too_deep());
        }
        let mut merge = Pairs::new();
        let mut index = 0;
        loop {
            let Kind::Mapping(pairs) = &self.node(id)?.kind else {
                return Ok(());
            };
            let Some((key, value)) = pairs.get(index).copied() else {
                break;
            };
            if (key, value) == RESOLVED {
                index += 1;
                continue;
            }
            match self.node(key)?.tag {
                Tag::Merge => {
                    if !merge.is_empty() {
                        return Err(YamlError::Invalid);
                    }
                    // Replaced in place, because removing each of many merge keys would take
                    // quadratic time.
                    if let Some(Kind::Mapping(pairs)) = self.kind_mut(id)
                        && let Some(pair) = pairs.get_mut(index)
                    {
                        *pair = RESOLVED;
                    }
                    self.merge(value, &mut merge, depth)?;
                    index += 1;
                }
                Tag::Value => {
                    if let Some(key) = self.nodes.get_mut(key) {
                        key.tag = Tag::Str;
                    }
                    index += 1;
                }
                _ => index += 1,
            }
        }
        if !merge.is_empty() {
            if let Some(Kind::Mapping(pairs)) = self.kind_mut(id) {
                pairs.splice(0..0, merge.iter().copied());
            }
            if let Some(node) = self.nodes.get_mut(id) {
                node.merge = Some(merge);
            }
        }
        Ok(())
    }

    fn merge(&mut self, value: NodeId, merge: &mut Pairs, depth: usize) -> Result<(), YamlError> {
        let maps = match &self.node(value)?.kind {
            Kind::Mapping(_) => vec![value],
            Kind::Sequence(items) => items.clone(),
            Kind::Scalar(_) => return Err(YamlError::Invalid),
        };
        let mut parts = Vec::new();
        for map in maps {
            if !matches!(self.node(map)?.kind, Kind::Mapping(_)) {
                return Err(YamlError::Invalid);
            }
            self.flatten(map, depth + 1)?;
            if let Kind::Mapping(pairs) = &self.node(map)?.kind {
                let pairs: Pairs = remaining(pairs).collect();
                self.merged += pairs.len();
                if self.merged > MAX_MERGED {
                    return Err(YamlError::TooLarge);
                }
                parts.push(pairs);
            }
        }
        merge.extend(parts.into_iter().rev().flatten());
        Ok(())
    }

    /// A string that is equal for keys that are equal in Python. `Err` for an unhashable key.
    fn identity(&self, id: ObjectId) -> Result<String, YamlError> {
        let unhashable =
            |class: &str| Err(YamlError::Python(format!("unhashable type: '{class}'")));
        match self.objects.get(id) {
            Some(Object::Scalar(value)) => Ok(scalar::identity(value)),
            Some(Object::Timestamp(timestamp)) => Ok(timestamp.identity.clone()),
            Some(Object::Tuple(items)) => {
                let mut identity = String::from("(");
                for item in items {
                    let item = self.identity(*item)?;
                    identity.push_str(&format!("{}:{item}", item.len()));
                }
                Ok(identity)
            }
            Some(Object::List(_)) => unhashable("list"),
            Some(Object::Set(_)) => unhashable("set"),
            Some(Object::Dict(_)) => unhashable("dict"),
            Some(Object::Omap(_)) => unhashable("ordereddict"),
            None => Err(YamlError::Invalid),
        }
    }
}
