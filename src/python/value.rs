//! The value type that all stages share: a JSON value as represented in Python.
//!
//! Objects keep the order of their members, and integers have any size. An `OrderedDict` is marked,
//! because Python's messages show the difference.

use indexmap::IndexMap;
use num_bigint::BigInt;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use std::fmt;

/// A value of the input, of the response, or of a query's result.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `None`
    Null,
    /// `True` or `False`
    Bool(bool),
    /// An integer of any size.
    Int(BigInt),
    /// May be NaN or infinite, which Python's JSON reads and writes.
    Float(f64),
    /// Lone surrogates are represented as in [`crate::python::surrogate`].
    String(String),
    /// The content of a file, from `fileb://`.
    Bytes(Vec<u8>),
    /// A list.
    List(Vec<Value>),
    /// An object.
    Dict(Dict),
    /// An object without a JSON form: an `&expression` of a query, a date or a set of YAML.
    Opaque(Box<Opaque>),
}

/// An object of which only Python's text forms are known.
#[derive(Clone, Debug, PartialEq)]
pub struct Opaque {
    /// The name of the type, as in [`Value::class`].
    pub class: &'static str,
    /// `str(value)`
    pub text: String,
    /// `repr(value)`
    pub repr: String,
}

/// An object with its members in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dict {
    /// Whether it is an `OrderedDict` (JSON given to `--resource-config`) rather than a `dict`.
    pub ordered: bool,
    /// Whether it is an `!!omap` of YAML, which has its own class.
    pub omap: bool,
    /// The members; a repeated key keeps its first position and its last value, as in Python. Boxed
    /// to keep [`Value`] small.
    pub entries: Box<IndexMap<String, Value>>,
}

impl Value {
    /// Whether it is neither a list nor a dictionary.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Value::List(_) | Value::Dict(_))
    }

    /// Python's name of the type, as in `<class '...'>`.
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
            Value::Opaque(opaque) => opaque.class,
        }
    }

    /// `bool(value)`
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
            Value::Opaque(_) => true,
        }
    }
}

/// Delimits the two texts of a non-string key. Its characters are reserved by Unicode for internal
/// use, so the sequence does not occur in other text.
const KEY_MARK: &str = "\u{10ffff}\u{10fffe}\u{10ffff}";

/// Encodes a non-string YAML key, such as `1`, as a key of a [`Dict`]: its `str` and its `repr`.
pub fn encode_key(text: &str, repr: &str) -> String {
    format!("{KEY_MARK}{text}{KEY_MARK}{repr}")
}

/// The `str` and `repr` of a key that [`encode_key`] made; `None` for a string key.
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

impl<'n> FromIterator<(&'n str, Value)> for Value {
    fn from_iter<I: IntoIterator<Item = (&'n str, Value)>>(members: I) -> Self {
        let members = members.into_iter();
        let members = members.map(|(name, value)| (name.to_owned(), value));
        Value::Dict(members.collect())
    }
}

impl FromIterator<(String, Value)> for Dict {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(pairs: I) -> Self {
        Dict {
            ordered: false,
            omap: false,
            entries: Box::new(pairs.into_iter().collect()),
        }
    }
}

/// For the formatter of [`crate::python::json`]: a number without a serde type is serialized as the
/// bytes of its text.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => match i64::try_from(value) {
                Ok(small) => serializer.serialize_i64(small),
                Err(_) => serializer.serialize_bytes(value.to_string().as_bytes()),
            },
            Value::Float(value) if value.is_nan() => serializer.serialize_bytes(b"NaN"),
            Value::Float(f64::INFINITY) => serializer.serialize_bytes(b"Infinity"),
            Value::Float(f64::NEG_INFINITY) => serializer.serialize_bytes(b"-Infinity"),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::String(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Dict(dict) => serializer.collect_map(dict.entries.iter()),
            Value::Bytes(_) | Value::Opaque(_) => Err(S::Error::custom(format_args!(
                "{} has no JSON form",
                self.class()
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// Builds a [`Value`] from JSON that serde_json parses.
struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Int(value.into()))
    }

    /// serde_json also passes an integer beyond 64 bits, and `-0`, as a float. A float that may
    /// come from such an integer is rejected.
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        const TWO_TO_THE_63: f64 = 9_223_372_036_854_775_808.0;
        let negative_zero = value == 0.0 && value.is_sign_negative();
        if negative_zero || value.abs() >= TWO_TO_THE_63 {
            return Err(E::custom("an integer or a float"));
        }
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut dict = Dict::default();
        while let Some((key, value)) = members.next_entry()? {
            dict.entries.insert(key, value);
        }
        Ok(Value::Dict(dict))
    }
}
