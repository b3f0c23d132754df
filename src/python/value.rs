//! The one type that crosses module lines: a JSON value as Python holds it.
//!
//! Objects keep written order, integers grow without limit, and what Python would call an
//! `OrderedDict` is told from a `dict`, because its messages tell them apart.

use indexmap::IndexMap;
use num_bigint::BigInt;

/// A value of the input, of the response, or of a query's result.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `None`
    Null,
    /// `True` or `False`
    Bool(bool),
    /// An integer of any size.
    Int(BigInt),
    /// May be NaN or infinite: Python's JSON reads and writes both.
    Float(f64),
    /// Lone surrogates as in [`crate::python::surrogate`].
    String(String),
    /// What `fileb://` loads.
    Bytes(Vec<u8>),
    /// A list.
    List(Vec<Value>),
    /// An object.
    Dict(Dict),
    /// What only YAML can write: a date, a set. No parameter may be one.
    Other(Box<Other>),
}

/// A value known by what Python says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// As in [`Value::class`].
    pub class: &'static str,
    /// `str(value)`
    pub text: String,
    /// `repr(value)`
    pub repr: String,
}

/// An object in written order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dict {
    /// An `OrderedDict` (JSON given to `--resource-config`) rather than a `dict`.
    pub ordered: bool,
    /// An `!!omap` of YAML, which has a class of its own.
    pub omap: bool,
    /// The members; a repeated key keeps its first place and its last value, as in Python.
    pub entries: IndexMap<String, Value>,
}

impl Value {
    /// Python's name of the type, as `<class '...'>` shows it.
    pub fn class(&self) -> &'static str {
        match self {
            Value::Null => "NoneType",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Float(_) => "float",
            Value::String(_) => "str",
            Value::Bytes(_) => "bytes",
            Value::List(_) => "list",
            Value::Dict(dict) if dict.omap => "ruamel.yaml.compat.ordereddict",
            Value::Dict(dict) if dict.ordered => "collections.OrderedDict",
            Value::Dict(_) => "dict",
            Value::Other(other) => other.class,
        }
    }

    /// What `if value:` asks in Python.
    pub fn is_truthy(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Bool(value) => *value,
            Value::Int(value) => *value != BigInt::ZERO,
            Value::Float(value) => *value != 0.0,
            Value::String(value) => !value.is_empty(),
            Value::Bytes(value) => !value.is_empty(),
            Value::List(value) => !value.is_empty(),
            Value::Dict(value) => !value.entries.is_empty(),
            Value::Other(_) => true,
        }
    }
}

/// Stands around the two texts of a key that is no text. Unicode reserves its characters for
/// such use, and three of them in a row occur nowhere else.
const KEY_MARK: &str = "\u{10ffff}\u{10fffe}\u{10ffff}";

/// The key of a [`Dict`] for a YAML key that is no text, such as `1`: what `str` and `repr` say
/// of it.
pub fn encode_key(text: &str, repr: &str) -> String {
    format!("{KEY_MARK}{text}{KEY_MARK}{repr}")
}

/// The two texts of a key that [`encode_key`] made; `None` for text.
pub fn decode_key(key: &str) -> Option<(&str, &str)> {
    key.strip_prefix(KEY_MARK)?.split_once(KEY_MARK)
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::String(text)
    }
}

impl FromIterator<(String, Value)> for Dict {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(pairs: I) -> Self {
        Dict {
            ordered: false,
            omap: false,
            entries: pairs.into_iter().collect(),
        }
    }
}
