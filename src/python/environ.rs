//! The process's environment, taken once at the start and passed down as data.
//!
//! Names and values are text as Python's `os.environ` has them; see
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

/// All variables in one text, and where they are in it: a copy of each costs more than everything
/// that is done with them.
#[derive(Default)]
struct Block {
    /// `NAME=value`, each ended by a null character.
    text: String,
    /// The variables by the length of their name, [`LENGTHS`] and more in the last list: a look-up
    /// does not search hundreds of others.
    variables: [Vec<Variable>; LENGTHS],
}

const LENGTHS: usize = 32;

/// The bytes of a variable, and its equals sign.
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

    /// The variables whose name may have that length.
    fn candidates(&self, length: usize) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        let list = self.variables.get(length.min(LENGTHS - 1));
        let list = list.into_iter().flatten();
        list.filter_map(|variable| self.pair(variable))
    }
}

impl Environment {
    /// The environment of this process.
    pub fn of_process() -> Environment {
        // One read instead of two allocations for each variable; the standard library makes those
        // where there is no `/proc`.
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

    /// The environment variable `name`, also when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut candidates = self.block.candidates(name.len());
        let (_, value) = candidates.find(|(other, _)| *other == name)?;
        Some(value)
    }

    /// The environment variable `name`, unless it is unset or empty.
    pub fn get_nonempty(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// The last variable that is not empty and has that name in any case.
    pub fn last_in_any_case(&self, name: &str) -> Option<&str> {
        let candidates = self.block.candidates(name.len());
        let (_, value) = candidates
            .rev()
            .find(|(other, value)| other.eq_ignore_ascii_case(name) && !value.is_empty())?;
        Some(value)
    }

    /// All variables, those with names of the same length in the order of the system.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let variables = self.block.variables.iter().flatten();
        variables.filter_map(|variable| self.block.pair(variable))
    }
}

/// The content of a file of the system, whose size is not known before.
#[cfg(target_os = "linux")]
fn read_all(path: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(32 * 1024);
    std::io::Read::read_to_end(&mut std::fs::File::open(path)?, &mut bytes)?;
    Ok(bytes)
}

/// Values may be secrets: only the names are shown.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.iter().map(|(name, _)| name);
        f.debug_set().entries(names).finish()
    }
}

/// The text of a [`Block`].
impl From<String> for Environment {
    fn from(text: String) -> Environment {
        let mut variables: [Vec<Variable>; LENGTHS] = Default::default();
        let (mut rest, mut start) = (text.as_bytes(), 0);
        // The standard library's vectorized search.
        while let Ok(length @ 1..) = rest.skip_until(b'\0') {
            let end = start + length - 1;
            let variable = text.as_bytes().get(start..end).unwrap_or_default();
            // As in the standard library, the first character belongs to the name.
            if let Some(before) = variable.iter().skip(1).position(|byte| *byte == b'=')
                && let Some(list) = variables.get_mut((before + 1).min(LENGTHS - 1))
            {
                let equals = start + 1 + before;
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
            // Names have no case there, and `os.environ` has them in upper case.
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
        environment.iter().collect()
    }

    #[test]
    fn a_name_ends_at_the_first_equals_sign_behind_its_first_character() {
        let block = "HOME=/h\0AWS_REGION=a=b\0no-value\0\0=X=1\0EMPTY=\0".to_owned();
        let environment = Environment::from(block);
        let expected = [
            ("=X", "1"),
            ("HOME", "/h"),
            ("EMPTY", ""),
            ("AWS_REGION", "a=b"),
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
