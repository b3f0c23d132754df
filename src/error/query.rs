//! Errors of `--query`, in the expression or in its evaluation: `str(e)` of the classes in
//! `jmespath/exceptions.py`, without the prefix `Bad value for --query ...: `.

use std::fmt;

/// The reason why an expression cannot be compiled or evaluated.
#[derive(Clone, Debug, PartialEq)]
pub enum QueryError {
    /// The expression is empty.
    Empty,
    /// Characters that are not a token (`LexerError`).
    Lexer {
        /// The message.
        message: String,
        /// The whole expression.
        expression: String,
        /// The position, in characters from 0.
        position: usize,
    },
    /// The expression ends too early (`IncompleteExpressionError`).
    Incomplete {
        /// The whole expression.
        expression: String,
    },
    /// An unexpected token (`ParseError`).
    Parse {
        /// The message.
        message: String,
        /// The whole expression.
        expression: String,
        /// The position, in characters from 0.
        position: usize,
        /// The value of the token, as Python's `str`.
        token: String,
        /// The kind of the token, in lower case.
        kind: &'static str,
    },
    /// A function that does not exist.
    UnknownFunction(String),
    /// Too many or too few arguments (`ArityError`, `VariadictArityError`).
    Arity {
        /// The name of the function.
        function: &'static str,
        /// The number of its parameters.
        expected: usize,
        /// Whether it accepts more arguments.
        or_more: bool,
        /// The number of arguments that were given.
        received: usize,
    },
    /// An argument of the wrong type (`JMESPathTypeError`).
    Type {
        /// The name of the function.
        function: &'static str,
        /// The argument, as Python's `str`.
        value: String,
        /// The valid types, as Python's `repr` of a list.
        expected: String,
        /// The type of the argument.
        received: &'static str,
    },
    /// A Python exception that the original does not catch; its message.
    Python(String),
}

impl QueryError {
    /// Python's `RecursionError`.
    pub fn too_deep() -> Self {
        Self::Python("maximum recursion depth exceeded".to_owned())
    }

    /// Python's `TypeError` for an `operator` (`<`) that two types do not support.
    pub fn no_order(operator: &str, left: &str, right: &str) -> Self {
        Self::Python(format!(
            "'{operator}' not supported between instances of '{left}' and '{right}'"
        ))
    }
}

impl std::error::Error for QueryError {}

/// The spaces before a caret. Not a width in the format string: the maximum width is 65,535.
fn blanks(count: usize) -> String {
    " ".repeat(count)
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Invalid JMESPath expression: cannot be empty."),
            Self::Lexer {
                message,
                expression,
                position,
            } => write!(
                f,
                "Bad jmespath expression: {message}:\n{expression}\n{}^",
                blanks(*position)
            ),
            Self::Incomplete { expression } => write!(
                f,
                "Invalid jmespath expression: Incomplete expression:\n\"{expression}\"\n{}^",
                blanks(expression.chars().count() + 1)
            ),
            Self::Parse {
                message,
                expression,
                position,
                token,
                kind,
            } => write!(
                f,
                "{message}: Parse error at column {position}, token \"{token}\" ({}), for \
                 expression:\n\"{expression}\"\n{}^",
                kind.to_uppercase(),
                blanks(position + 1)
            ),
            Self::UnknownFunction(name) => write!(f, "Unknown function: {name}()"),
            Self::Arity {
                function,
                expected,
                or_more,
                received,
            } => write!(
                f,
                "Expected {}{expected} argument{} for function {function}(), received {received}",
                if *or_more { "at least " } else { "" },
                if *expected == 1 { "" } else { "s" },
            ),
            Self::Type {
                function,
                value,
                expected,
                received,
            } => write!(
                f,
                "In function {function}(), invalid type for value: {value}, expected one of: \
                 {expected}, received: \"{received}\""
            ),
            Self::Python(message) => f.write_str(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_count_characters() {
        let error = QueryError::Incomplete {
            expression: "\u{e9}.".to_owned(),
        };
        assert_eq!(
            error.to_string(),
            "Invalid jmespath expression: Incomplete expression:\n\"\u{e9}.\"\n   ^"
        );
    }
}
