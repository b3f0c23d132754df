//! The contents of the profile files as data, for the settings and the credential providers. This
//! module opens no file.

use crate::python::configparser::{self, Malformed, Problem};
use crate::python::float_repr::is_space;
use indexmap::IndexMap;
use std::fmt;

/// A value in a section.
#[derive(Clone, PartialEq, Eq)]
pub enum Setting {
    /// Text; several lines are joined by `\n`.
    Text(String),
    /// A nested section: the indented lines `name = value` after an option with an empty value (`s3
    /// =`).
    Nested(IndexMap<String, String>),
}

/// A section: a profile, an SSO session or a services section.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Section {
    entries: IndexMap<String, Setting>,
}

impl Section {
    /// The value of the option `name`.
    pub fn get(&self, name: &str) -> Option<&Setting> {
        self.entries.get(name)
    }

    /// The value of the option `name` if it is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.entries.get(name)? {
            Setting::Text(text) => Some(text),
            Setting::Nested(_) => None,
        }
    }

    /// Whether the section has the option `name`, even if it is empty.
    pub fn contains(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// Whether the section has no options.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The options and their values, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.entries
            .iter()
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Adds the options of `other`, which replace options of the same name.
    pub fn update(&mut self, other: &Section) {
        for (name, value) in other.entries.iter() {
            self.entries.insert(name.clone(), value.clone());
        }
    }
}

impl FromIterator<(String, Setting)> for Section {
    fn from_iter<I: IntoIterator<Item = (String, Setting)>>(entries: I) -> Self {
        Section {
            entries: entries.into_iter().collect(),
        }
    }
}

// The values may be secrets, so only the names are printed.
impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.entries.keys()).finish()
    }
}

/// The contents of both profile files, by section name.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    /// The profiles of the config file, updated with the sections of the credentials file
    /// (`botocore/session.py, full_config`).
    pub merged: IndexMap<String, Section>,
    /// The profiles of the config file.
    pub config: IndexMap<String, Section>,
    /// The sections of the credentials file.
    pub credentials: IndexMap<String, Section>,
    /// The sections `[sso-session NAME]`.
    pub sso_sessions: IndexMap<String, Section>,
    /// The sections `[services NAME]`.
    pub services: IndexMap<String, Section>,
}

/// Parses the text of a profile file into sections, including nested sections.
///
/// # Errors
/// Text for which the original raises `ConfigParseError`.
pub fn sections(bytes: Vec<u8>) -> Result<IndexMap<String, Section>, Malformed> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().iter().take(valid);
        Malformed {
            line: before.filter(|byte| **byte == b'\n').count() + 1,
            problem: Problem::NotUtf8,
        }
    })?;
    let parsed = configparser::parse(&text)?;
    let section = |options: IndexMap<String, String>| {
        let options = options.into_iter();
        let options = options.map(|(option, value)| match setting(value) {
            Some(value) => Ok((option, value)),
            None => Err(Malformed {
                line: 0,
                problem: Problem::Block(option),
            }),
        });
        options.collect::<Result<Section, Malformed>>()
    };
    parsed
        .into_iter()
        .map(|(name, options)| Ok((name, section(options)?)))
        .collect()
}

/// Parses a value: one that starts with a line break is a nested section (`configloader.py,
/// _parse_nested`). `None` if a line of it has no `=`.
fn setting(value: String) -> Option<Setting> {
    if !value.starts_with('\n') {
        return Some(Setting::Text(value));
    }
    let nested: Option<IndexMap<String, String>> = value
        .split(is_line_break)
        .map(|line| line.trim_matches(is_space))
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (name, value) = line.split_once('=')?;
            let trim = |text: &str| text.trim_matches(is_space).to_owned();
            Some((trim(name), trim(value)))
        })
        .collect();
    nested.map(Setting::Nested)
}

/// Whether Python's `str.splitlines` splits at the character.
fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r'
            | '\u{b}'
            | '\u{c}'
            | '\u{1c}'
            | '\u{1d}'
            | '\u{1e}'
            | '\u{85}'
            | '\u{2028}'
            | '\u{2029}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indented_lines_after_an_empty_value_are_a_nested_section() {
        let parsed = sections(b"[a]\ns3 =\n  x = 1 = 2\n\n  y=3\n".to_vec()).unwrap();
        let Some(Setting::Nested(block)) = parsed["a"].get("s3") else {
            panic!("not a block");
        };
        assert_eq!(block["x"], "1 = 2");
        assert_eq!(block["y"], "3");
        assert!(sections(b"[a]\ns3 =\n  more\n".to_vec()).is_err());
        let error = sections(b"[a]\nx = \xff\n".to_vec()).unwrap_err();
        assert_eq!((error.line, error.problem), (2, Problem::NotUtf8));
    }
}
