//! The two versions of the AWS CLI that this program implements, and their differences as far as it
//! is no row of another table.

use crate::python::url::Urllib3;
use std::fmt;
use std::path::PathBuf;

/// The variable that chooses the dialect.
pub const VARIABLE: &str = "AMPLIFYBACKEND_DIALECT";

/// A version of the AWS CLI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Version 1, release 1.46.3.
    #[default]
    V1,
    /// Version 2, release 2.36.7.
    V2,
}

impl Dialect {
    /// The dialect that the variable names.
    ///
    /// # Errors
    /// Any other text.
    pub fn named(text: &str) -> Result<Dialect, UnknownDialect> {
        match text {
            "1" => Ok(Dialect::V1),
            "2" => Ok(Dialect::V2),
            other => Err(UnknownDialect(other.to_owned())),
        }
    }

    /// Whether the instance metadata service is the last place where a region may be set
    /// (`awscli/clidriver.py`, `_construct_cli_region_chain`).
    pub fn asks_instance_for_region(self) -> bool {
        self == Dialect::V2
    }

    /// The urllib3 that the version is shipped or installed with.
    pub fn urllib3(self) -> Urllib3 {
        match self {
            Dialect::V1 => Urllib3::V2_8,
            Dialect::V2 => Urllib3::V2_6,
        }
    }

    /// The version's number.
    pub fn number(self) -> u8 {
        match self {
            Dialect::V1 => 1,
            Dialect::V2 => 2,
        }
    }
}

/// The dialect of a run, and why it is that one.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The dialect.
    pub dialect: Dialect,
    /// Why.
    pub origin: Origin,
}

/// Where the dialect of a run comes from.
#[derive(Clone, Debug, Default)]
pub enum Origin {
    /// [`VARIABLE`].
    Variable,
    /// Started as `aws`: that `aws`, the next one on PATH.
    NextAws(PathBuf),
    /// Started as `aws`, without another one on PATH.
    NoAws,
    /// Nothing says otherwise.
    #[default]
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Variable => f.write_str(VARIABLE),
            Origin::NextAws(file) => write!(f, "for {}", file.display()),
            Origin::NoAws => f.write_str("no other aws on PATH"),
            Origin::Default => f.write_str("default"),
        }
    }
}

/// A value of [`VARIABLE`] that is no dialect.
#[derive(Debug)]
pub struct UnknownDialect(String);

impl fmt::Display for UnknownDialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VARIABLE} is '{}'; it can be 1 or 2", self.0)
    }
}

/// The dialects in which a row of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialects {
    /// Both.
    Both,
    /// One alone.
    Only(Dialect),
}

impl Dialects {
    /// Whether the row holds in the dialect.
    pub fn contains(self, dialect: Dialect) -> bool {
        match self {
            Dialects::Both => true,
            Dialects::Only(only) => only == dialect,
        }
    }
}

/// Something that is shown in the words of a dialect, where they differ.
#[derive(Debug)]
pub struct In<'a, T>(pub &'a T, pub Dialect);
