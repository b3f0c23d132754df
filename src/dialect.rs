//! The two versions of the AWS CLI that this program implements. Differences between them that are
//! not in another table are here.

use crate::python::url::Urllib3;
use std::fmt;
use std::path::PathBuf;

/// The environment variable that selects the dialect: `1` or `2`.
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
    /// Parses a value of [`VARIABLE`].
    ///
    /// # Errors
    /// [`UnknownDialect`] for any text other than `1` and `2`.
    pub fn named(text: &str) -> Result<Dialect, UnknownDialect> {
        match text {
            "1" => Ok(Dialect::V1),
            "2" => Ok(Dialect::V2),
            other => Err(UnknownDialect(other.to_owned())),
        }
    }

    /// Whether the region can come from the instance metadata service when it is set nowhere else
    /// (`awscli/clidriver.py`, `_construct_cli_region_chain`).
    pub fn asks_instance_for_region(self) -> bool {
        self == Dialect::V2
    }

    /// The urllib3 that the version is installed with.
    pub fn urllib3(self) -> Urllib3 {
        match self {
            Dialect::V1 => Urllib3::V2_8,
            Dialect::V2 => Urllib3::V2_6,
        }
    }

    /// The number of the version: 1 or 2.
    pub fn number(self) -> u8 {
        match self {
            Dialect::V1 => 1,
            Dialect::V2 => 2,
        }
    }
}

/// The dialect of a run, and the reason for it.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The dialect.
    pub dialect: Dialect,
    /// The reason for the dialect.
    pub origin: Origin,
}

/// The reason for the dialect of a run.
#[derive(Clone, Debug, Default)]
pub enum Origin {
    /// The environment variable [`VARIABLE`] is set.
    Variable,
    /// The program was started as `aws`: the dialect is the version of this file, the next `aws` on
    /// PATH.
    NextAws(PathBuf),
    /// The program was started as `aws`, and PATH has no other `aws`.
    NoAws,
    /// No other reason applies.
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

/// A value of [`VARIABLE`] that is neither `1` nor `2`.
#[derive(Debug)]
pub struct UnknownDialect(String);

impl fmt::Display for UnknownDialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VARIABLE} is '{}'; it can be 1 or 2", self.0)
    }
}

/// The dialects to which a row of a table applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialects {
    /// Versions 1 and 2.
    Both,
    /// One version.
    Only(Dialect),
}

impl Dialects {
    /// Whether the row applies to the dialect.
    pub fn contains(self, dialect: Dialect) -> bool {
        match self {
            Dialects::Both => true,
            Dialects::Only(only) => only == dialect,
        }
    }
}

/// A value with the dialect in which it is displayed, for messages that differ between the
/// versions.
#[derive(Debug)]
pub struct In<'a, T>(pub &'a T, pub Dialect);
