//! An XML parser with the rules and the messages of the original's
//! (`xml.etree.ElementTree.XMLParser`, which is Expat 2.5 with namespaces and the encoding set to
//! UTF-8).
//!
//! It does not support the internal subset of a document type, with custom entities: no service
//! sends one.

mod names;
mod prolog;
mod scanner;

use scanner::{Fault, Scanner, Tag, fault};

/// An XML element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// The name, without its prefix.
    pub name: String,
    /// The text before the first child.
    pub text: String,
    /// The child elements.
    pub children: Vec<Element>,
}

/// The maximum depth of elements. No response comes near it.
const MAX_DEPTH: usize = 500;

/// Parses a document and returns its root element.
///
/// # Errors
/// The message of Expat, with line and column.
pub(super) fn parse(body: &[u8]) -> Result<Element, String> {
    document(body).map_err(|fault| with_position(body, &fault))
}

/// The message of the error, with the line from 1 and the column from 0.
fn with_position(body: &[u8], fault: &Fault) -> String {
    let before = body.get(..fault.at).unwrap_or_default();
    let (mut line, mut column, mut after_return) = (1, 0, false);
    for byte in before {
        match byte {
            b'\n' if after_return => {}
            b'\n' | b'\r' => (line, column) = (line + 1, 0),
            // Continuation bytes of a character are not counted as columns.
            0x80..=0xbf => {}
            _ => column += 1,
        }
        after_return = *byte == b'\r';
    }
    format!("{}: line {line}, column {column}", fault.what)
}

/// An element whose end tag has not been read.
struct Open<'a> {
    element: Element,
    /// The name as written, for comparison with the end tag.
    name: &'a [u8],
    /// The prefixes that its attributes bind, and their namespaces.
    prefixes: Vec<(&'a [u8], String)>,
}

/// Reads the elements of a document and returns the root.
fn document(body: &[u8]) -> Result<Element, Fault> {
    let mut scanner = Scanner::new(body);
    let has_external_subset = prolog::skip(&mut scanner)?;
    let mut open: Vec<Open> = Vec::new();
    loop {
        let start = scanner.at;
        match scanner.content()? {
            Tag::Text(text) => {
                if let Some(parent) = open.last_mut()
                    && parent.element.children.is_empty()
                {
                    parent.element.text.push_str(&text);
                }
                continue;
            }
            Tag::Ignored => continue,
            Tag::UndefinedEntity(name) if has_external_subset => {
                return fault(format!("undefined entity &{name};"), start);
            }
            Tag::UndefinedEntity(_) => return fault("undefined entity", start),
            Tag::Start {
                name,
                attributes,
                is_empty,
            } => {
                let prefixes = names::bind(start, name, &attributes, &open)?;
                if open.len() >= MAX_DEPTH {
                    return fault("out of memory", start);
                }
                let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
                open.push(Open {
                    element: Element {
                        name: String::from_utf8_lossy(local).into_owned(),
                        ..Element::default()
                    },
                    name,
                    prefixes,
                });
                if !is_empty {
                    continue;
                }
            }
            Tag::End(name) => {
                if open.last().is_none_or(|open| open.name != name) {
                    return fault("mismatched tag", start + 2);
                }
            }
        }
        let Some(Open { element, .. }) = open.pop() else {
            return fault("no element found", scanner.at);
        };
        match open.last_mut() {
            Some(parent) => parent.element.children.push(element),
            None => {
                prolog::skip_epilog(&mut scanner)?;
                return Ok(element);
            }
        }
    }
}

#[cfg(test)]
mod tests;
