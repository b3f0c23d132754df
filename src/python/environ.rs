//! The environment variables of the process, read once at the start and passed as a value.
//!
//! Names and values are strings as in Python's `os.environ`; see
//! [`crate::python::surrogate::fsdecode`].

#[cfg(target_os = "linux")]
use crate::python::surrogate::decode_bytes;
use crate::python::surrogate::fsdecode;
use std::ffi::OsString;
use std::fmt;
use std::io::BufRead;
use std::sync::Arc;

/// The environment variables of a run; cheap to clone.
#[derive(Clone, Default)]
pub struct Environment {
    block: Arc<Block>,
}

/// All variables in one string with their offsets, because copying each variable would take longer
/// than all look-ups of a run.
#[derive(Default)]
struct Block {
    /// `NAME=value` entries, each terminated by a NUL character.
    text: String,
    /// The variables in the list of their [`bucket`], so that a look-up compares few of them.
    variables: [Vec<Variable>; BUCKETS],
}

const BUCKETS: usize = 32;

/// A hash of a name: its length and its last character, regardless of case.
fn bucket(name: &[u8]) -> usize {
    let last = name.last().map_or(0, u8::to_ascii_lowercase);
    (name.len() + usize::from(last)) % BUCKETS
}

/// The range of an entry, and the position of its equals sign.
struct Variable {
    start: usize,
    equals: usize,
    end: usize,
}

impl Block {
    fn pair(&self, variable: &Variable) -> Option<(&str, &str)> {
        let name = self.text.get(variable.start..variable.equals)?;
        Some((name, self.text.get(variable.equals + 1..variable.end)?))
    }

    /// The variables that may have that name, in any case.
    fn candidates(&self, name: &str) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        let list = self.variables.get(bucket(name.as_bytes()));
        list.into_iter()
            .flatten()
            .filter(move |variable| variable.equals - variable.start == name.len())
            .filter_map(|variable| self.pair(variable))
    }
}

impl Environment {
    /// The environment of this process.
    pub fn of_process() -> Environment {
        // One read, where the standard library makes two allocations for each variable. It is the
        // fallback where there is no `/proc`.
        #[cfg(target_os = "linux")]
        if let Ok(bytes) = read_all("/proc/self/environ")
            && !bytes.is_empty()
        {
            let text = String::from_utf8(bytes);
            return text
                .unwrap_or_else(|error| decode_bytes(error.as_bytes()))
                .into();
        }
        std::env::vars_os().collect()
    }

    /// The value of the variable `name`, which may be empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut candidates = self.block.candidates(name);
        let (_, value) = candidates.find(|(other, _)| *other == name)?;
        Some(value)
    }

    /// The value of the variable `name`, unless it is unset or empty.
    pub fn get_nonempty(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// The value of the last non-empty variable with that name in any letter case.
    pub fn last_in_any_case(&self, name: &str) -> Option<&str> {
        let candidates = self.block.candidates(name);
        let (_, value) = candidates
            .rev()
            .find(|(other, value)| other.eq_ignore_ascii_case(name) && !value.is_empty())?;
        Some(value)
    }

    /// All variables, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let variables = self.block.variables.iter().flatten();
        variables.filter_map(|variable| self.block.pair(variable))
    }
}

/// The content of a file of the system, whose size is unknown.
#[cfg(target_os = "linux")]
fn read_all(path: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(32 * 1024);
    std::io::Read::read_to_end(&mut std::fs::File::open(path)?, &mut bytes)?;
    Ok(bytes)
}

/// Shows the names only, because values may be secrets.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.iter().map(|(name, _)| name);
        f.debug_set().entries(names).finish()
    }
}

/// Parses the text of a [`Block`].
impl From<String> for Environment {
    fn from(text: String) -> Environment {
        let mut variables: [Vec<Variable>; BUCKETS] = Default::default();
        let (mut rest, mut start) = (text.as_bytes(), 0);
        // The standard library's search for a byte is vectorized.
        while let Ok(length @ 1..) = rest.skip_until(b'\0') {
            let end = start + length - 1;
            let variable = text.as_bytes().get(start..end).unwrap_or_default();
            // As in the standard library, an equals sign in the first position is part of the name.
            let equals = variable.iter().skip(1).position(|byte| *byte == b'=');
            if let Some(length) = equals.map(|position| position + 1)
                && let Some(name) = variable.get(..length)
                && let Some(list) = variables.get_mut(bucket(name))
            {
                let equals = start + length;
                list.push(Variable { start, equals, end });
            }
            start = end + 1;
        }
        Environment {
            block: Arc::new(Block { text, variables }),
        }
    }
}

impl FromIterator<(OsString, OsString)> for Environment {
    fn from_iter<I: IntoIterator<Item = (OsString, OsString)>>(pairs: I) -> Self {
        let mut text = String::new();
        for (name, value) in pairs {
            let mut name = fsdecode(&name);
            // On Windows names are case-insensitive, and `os.environ` has them in upper case.
            if cfg!(windows) {
                name = name.to_uppercase();
            }
            text.extend([&name, "=", &fsdecode(&value), "\0"]);
        }
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(environment: &Environment) -> Vec<(&str, &str)> {
        let mut pairs: Vec<(&str, &str)> = environment.iter().collect();
        pairs.sort_unstable();
        pairs
    }

    #[test]
    fn a_name_ends_at_the_first_equals_sign_after_its_first_character() {
        let block = "HOME=/h\0AWS_REGION=a=b\0no-value\0\0=X=1\0EMPTY=\0".to_owned();
        let environment = Environment::from(block);
        let expected = [
            ("=X", "1"),
            ("AWS_REGION", "a=b"),
            ("EMPTY", ""),
            ("HOME", "/h"),
        ];
        assert_eq!(pairs(&environment), expected);
        assert_eq!(environment.get("EMPTY"), Some(""));
        assert_eq!(environment.get_nonempty("EMPTY"), None);
        assert_eq!(environment.get("AWS_REGION"), Some("a=b"));
        assert_eq!(environment.get("no-value"), None);
    }

    #[test]
    fn the_environment_of_the_process_is_that_of_the_standard_library() {
        let copied: Environment = std::env::vars_os().collect();
        assert_eq!(pairs(&Environment::of_process()), pairs(&copied));
    }
}
