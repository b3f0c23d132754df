//! The process's environment, taken once at the start and passed down as data.
//!
//! Names and values are text as Python's `os.environ` has them; see
//! [`crate::python::surrogate::fsdecode`].

use crate::python::surrogate::fsdecode;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

/// The environment variables of a run; cheap to clone.
#[derive(Clone, Default)]
pub struct Environment {
    variables: Arc<Variables>,
}

/// Most variables that are asked for begin with [`PREFIX`], and few that there are do: kept apart,
/// a look-up does not pass over hundreds of others.
#[derive(Default)]
struct Variables {
    prefixed: Vec<(String, String)>,
    others: Vec<(String, String)>,
}

const PREFIX: &str = "AWS_";

impl Environment {
    /// The environment variable `name`, also when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let variables = match name.starts_with(PREFIX) {
            true => &self.variables.prefixed,
            false => &self.variables.others,
        };
        variables
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The environment variable `name`, unless it is unset or empty.
    pub fn get_nonempty(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// All variables, those of a prefix in the order in which the system gave them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let Variables { prefixed, others } = self.variables.as_ref();
        prefixed
            .iter()
            .chain(others)
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

/// Values may be secrets: only the names are shown.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.iter().map(|(name, _)| name);
        f.debug_set().entries(names).finish()
    }
}

impl FromIterator<(OsString, OsString)> for Environment {
    fn from_iter<I: IntoIterator<Item = (OsString, OsString)>>(pairs: I) -> Self {
        let decode = |text: OsString| {
            // Text takes no copy.
            text.into_string().unwrap_or_else(|bytes| fsdecode(&bytes))
        };
        let mut variables = Variables::default();
        for (key, value) in pairs {
            let (mut key, value) = (decode(key), decode(value));
            // Names have no case there, and `os.environ` has them in upper case.
            if cfg!(windows) {
                key = key.to_uppercase();
            }
            match key.starts_with(PREFIX) {
                true => variables.prefixed.push((key, value)),
                false => variables.others.push((key, value)),
            }
        }
        Environment {
            variables: Arc::new(variables),
        }
    }
}
