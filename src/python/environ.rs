//! The process's environment, taken once at the start and passed down as data.
//!
//! Names and values are text as Python's `os.environ` has them; see
//! [`crate::python::surrogate::fsdecode`].

use crate::python::surrogate::fsdecode;
use std::ffi::{OsStr, OsString};
use std::fmt;

/// The environment variables of a run.
#[derive(Clone, Default)]
pub struct Environment {
    variables: Vec<(String, String)>,
}

impl Environment {
    /// The environment variable `name`, also when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The environment variable `name`, unless it is unset or empty.
    pub fn get_nonempty(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// All variables, in the order the system gave them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

/// Values may be secrets: only the names are shown.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.variables.iter().map(|(name, _)| name);
        f.debug_set().entries(names).finish()
    }
}

impl FromIterator<(OsString, OsString)> for Environment {
    fn from_iter<I: IntoIterator<Item = (OsString, OsString)>>(pairs: I) -> Self {
        Environment {
            variables: pairs
                .into_iter()
                .map(|(key, value)| (name(&key), fsdecode(&value)))
                .collect(),
        }
    }
}

/// Windows does not tell the cases of names apart: `os.environ` has them in upper case.
fn name(key: &OsStr) -> String {
    let name = fsdecode(key);
    if cfg!(windows) {
        name.to_uppercase()
    } else {
        name
    }
}
