//! Resolves the prefixes of names to namespaces (`lib/xmlparse.c`).

use super::Open;
use super::scanner::{Attribute, Fault, fault};

const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// Checks the attributes of a start tag at `start`, and returns the prefixes that they bind
/// (`lib/xmlparse.c: storeAtts, addBinding`).
pub(super) fn bind<'a>(
    start: usize,
    name: &'a [u8],
    attributes: &[Attribute<'a>],
    open: &[Open<'a>],
) -> Result<Vec<(&'a [u8], String)>, Fault> {
    let mut prefixes: Vec<(&[u8], String)> = Vec::new();
    for (index, (name, at, value)) in attributes.iter().enumerate() {
        let mut before = attributes.iter().take(index);
        if before.any(|(other, ..)| other == name) {
            return fault("duplicate attribute", *at);
        }
        match split(name) {
            (Some(b"xmlns"), b"xmlns") => {
                let what = "reserved prefix (xmlns) must not be declared or undeclared";
                return fault(what, start);
            }
            (Some(b"xmlns"), b"xml") if value != XML_NAMESPACE => {
                let what = "reserved prefix (xml) must not be undeclared or bound to another \
                            namespace name";
                return fault(what, start);
            }
            (Some(b"xmlns"), _) if value.is_empty() => {
                return fault("must not undeclare prefix", start);
            }
            // The original's parser uses this character between namespace and name.
            (Some(b"xmlns"), _) | (None, b"xmlns") if value.contains('}') => {
                return fault("syntax error", start);
            }
            (Some(b"xmlns"), prefix) => prefixes.push((prefix, value.clone())),
            _ => {}
        }
    }
    let namespace = |prefix: &[u8]| {
        let outer = open.iter().rev().flat_map(|open| &open.prefixes);
        let bound = prefixes
            .iter()
            .chain(outer)
            .find(|(name, _)| *name == prefix);
        match bound {
            Some((_, namespace)) => Ok(namespace.as_str()),
            None if prefix == b"xml" => Ok(XML_NAMESPACE),
            None => fault("unbound prefix", start),
        }
    };
    let mut expanded = Vec::new();
    for (name, ..) in attributes {
        if let (Some(prefix), local) = split(name)
            && prefix != b"xmlns"
        {
            let pair = (namespace(prefix)?, local);
            if expanded.contains(&pair) {
                return fault("duplicate attribute", start);
            }
            expanded.push(pair);
        }
    }
    if let (Some(prefix), _) = split(name) {
        namespace(prefix)?;
    }
    Ok(prefixes)
}

/// Splits a name into prefix and local part.
fn split(name: &[u8]) -> (Option<&[u8]>, &[u8]) {
    match name.iter().position(|byte| *byte == b':') {
        Some(colon) => (name.get(..colon), name.get(colon + 1..).unwrap_or_default()),
        None => (None, name),
    }
}
