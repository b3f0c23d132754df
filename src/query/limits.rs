//! The maximum nesting of expressions: the rest of Python's recursion limit of 1000 after the
//! frames of the original's own calls, of which version 2 makes more. Measured.

use crate::dialect::Dialect;

/// The limits of one dialect.
#[derive(Debug)]
pub(super) struct RecursionLimits {
    /// The nesting of arrays and objects in a literal.
    pub(super) literal: usize,
    /// The nested calls of the parser.
    pub(super) parser: usize,
    /// The nested calls of the interpreter.
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
