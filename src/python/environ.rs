//! The environment variables of the process, read once at the start and passed as a value.
//!
//! Names and values are strings as in Python's `os.environ`; see
//! [`crate::python::surrogate::fsdecode`].

#[cfg(target_os = "linux")]
use crate::python::surrogate::decode_bytes;
use crate::python::surrogate::fsdecode;
use std::ffi::OsString;
use std::fmt;
use std::ops::Range;
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
    /// The entries in the list of their [`bucket`], so that a look-up compares few of them.
    entries: [Vec<Range<usize>>; BUCKETS],
}

const BUCKETS: usize = 32;

/// A hash of the first two bytes of `NAME=`, regardless of case.
fn bucket(start: &[u8]) -> usize {
    let lowercase = |byte: &u8| usize::from(byte | 0x20);
    match start {
        [first, second, ..] => (lowercase(first) + 3 * lowercase(second)) % BUCKETS,
        _ => 0,
    }
}

impl Block {
    /// The variables that may have that name, in any case.
    fn candidates(&self, name: &str) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        let list = match name.as_bytes() {
            [] => None,
            [first] => self.entries.get(bucket(&[*first, b'='])),
            bytes => self.entries.get(bucket(bytes)),
        };
        let fits = |entry: &&Range<usize>| {
            self.text.as_bytes().get(entry.start + name.len()) == Some(&b'=')
        };
        list.into_iter().flatten().filter(fits).filter_map(|entry| {
            let (other, value) = self.text.get(entry.clone())?.split_at_checked(name.len())?;
            let value = value.strip_prefix('=')?;
            // No name contains an equals sign behind its first character.
            (!other.chars().skip(1).any(|c| c == '=')).then_some((other, value))
        })
    }

    /// All variables. As in the standard library, an equals sign in the first position is part of
    /// the name.
    fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().flatten().filter_map(|entry| {
            let text = self.text.get(entry.clone())?;
            let (equals, _) = text.char_indices().skip(1).find(|(_, c)| *c == '=')?;
            Some((text.get(..equals)?, text.get(equals + 1..)?))
        })
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
        self.block.iter()
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

/// Finds the entries of a [`Block`], in eight bytes at a time.
impl From<String> for Environment {
    fn from(mut text: String) -> Environment {
        const LOW_BITS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
        let padding = text.len().next_multiple_of(8) - text.len();
        text.extend(std::iter::repeat_n('\0', padding));
        let mut entries: [Vec<Range<usize>>; BUCKETS] = Default::default();
        let mut start = 0;
        let (words, _) = text.as_bytes().as_chunks();
        for (number, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            // The highest bit of each byte that is zero.
            let mut zeros = !(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
            while let Some(rest) = zeros.checked_sub(1) {
                let end = 8 * number + zeros.trailing_zeros() as usize / 8;
                let entry = text.as_bytes().get(start..end).unwrap_or_default();
                if entry.len() > 1
                    && let Some(list) = entries.get_mut(bucket(entry))
                {
                    list.push(start..end);
                }
                start = end + 1;
                zeros &= rest;
            }
        }
        Environment {
            block: Arc::new(Block { text, entries }),
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
        let block = "HOME=/h\0AWS_REGION=a=b\0no-value\0\0=X=1\0EMPTY=\0V=1\0é=e\0".to_owned();
        let environment = Environment::from(block);
        let expected = [
            ("=X", "1"),
            ("AWS_REGION", "a=b"),
            ("EMPTY", ""),
            ("HOME", "/h"),
            ("V", "1"),
            ("é", "e"),
        ];
        assert_eq!(pairs(&environment), expected);
        assert_eq!(environment.get_nonempty("EMPTY"), None);
        for (name, value) in expected {
            assert_eq!(environment.get(name), Some(value));
        }
        for absent in ["no-value", "AWS_REGION=a", "HOM", "", "=", "1"] {
            assert_eq!(environment.get(absent), None, "{absent}");
        }
    }

    #[test]
    fn the_environment_of_the_process_is_that_of_the_standard_library() {
        let copied: Environment = std::env::vars_os().collect();
        assert_eq!(pairs(&Environment::of_process()), pairs(&copied));
    }
}
