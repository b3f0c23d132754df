//! How deep an expression may be nested: the rest of Python's recursion limit of 1000 after the
//! frames of the original's own calls, of which version 2 makes more. Measured.

use crate::dialect::Dialect;

/// Limits of one dialect.
#[derive(Debug)]
pub(super) struct RecursionLimits {
    /// Nested arrays and objects of a literal.
    pub(super) literal: usize,
    /// Calls of the parser.
    pub(super) parser: usize,
    /// Calls of the interpreter.
    pub(super) interpreter: usize,
}

impl RecursionLimits {
    /// The limits of `dialect`.
    pub(super) fn of(dialect: Dialect) -> &'static RecursionLimits {
        match dialect {
            Dialect::V1 => &RecursionLimits {
                literal: 977,
                parser: 983,
                interpreter: 987,
            },
            Dialect::V2 => &RecursionLimits {
                literal: 974,
                parser: 980,
                interpreter: 982,
            },
        }
    }
}
