//! The two versions of the AWS CLI that this program speaks, and in what they differ as far as it
//! is no row of another table.

/// A version of the AWS CLI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Version 1, release 1.46.3.
    #[default]
    V1,
    /// Version 2, release 2.36.7.
    V2,
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
