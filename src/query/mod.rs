//! JMESPath with the semantics and messages of Python's `jmespath` 1.1.0: `--query` from its text
//! to the value it picks. Nothing is printed and nothing is read here.
//!
//! The crate `jmespath` was replaced by this: it sorts keys, turns integers into floats and has
//! other messages, and since its tree holds literals of that kind, not even its parser can stay.

mod arithmetic;
mod ast;
mod datum;
mod functions;
mod interpreter;
mod lexer;
mod merge;
mod order;
mod parser;

use crate::error::query::QueryError;
use crate::value::Value;
use datum::Datum;

/// A compiled expression.
#[derive(Debug)]
pub struct Query {
    parsed: parser::Parsed,
}

impl Query {
    /// Compiles `expression`; what is wrong with it is shown after `Bad value for --query`.
    pub fn compile(expression: &str) -> Result<Self, QueryError> {
        let parsed = parser::parse(expression)?;
        Ok(Self { parsed })
    }

    /// Finds what would fail whatever the response is: functions that do not exist, a wrong
    /// number of arguments, too deep a tree. The original notices only after the update has been
    /// sent, and only where evaluation gets there; the message is the same.
    pub fn check(&self) -> Result<(), QueryError> {
        if self.parsed.too_deep {
            return Err(QueryError::too_deep());
        }
        let mut calls = self.parsed.calls.iter();
        calls.try_for_each(|(name, arguments)| functions::check(name, *arguments))
    }

    /// What the expression picks from `value`. Bytes count as `null`: no response holds any.
    pub fn search(&self, value: &Value) -> Result<Value, QueryError> {
        if self.parsed.too_deep {
            return Err(QueryError::too_deep());
        }
        let found = interpreter::visit(&self.parsed.root, &Datum::from(value), 0)?;
        if found.has_reference() {
            // An `&expression` is no value; the original's JSON writer says so.
            let message = "Encountered unrecognized type in JSON encoder.";
            return Err(QueryError::Python(message.to_owned()));
        }
        Ok(found.to_value())
    }
}
