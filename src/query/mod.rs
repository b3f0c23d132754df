//! JMESPath with the semantics and messages of Python's `jmespath`: release 1.1.0, and 1.0.1 for
//! version 2. Compiles the text of `--query` and evaluates it.
//!
//! The crate `jmespath` sorts keys, turns integers into floats and has other messages; its tree
//! holds such literals, so its parser cannot be used either. The tests compare the two.

mod arithmetic;
mod ast;
mod functions;
mod interpreter;
mod lexer;
mod limits;
mod merge;
mod order;
mod parser;
mod token;
mod tokens;
mod variable;

use crate::dialect::Dialect;
use crate::error::query::QueryError;
use crate::python::shared::Shared;
use crate::python::value::Value;
use interpreter::Frame;
use limits::RecursionLimits;
use std::collections::HashMap;
use variable::Variable;

/// A compiled expression.
#[derive(Debug)]
pub struct Query {
    parsed: parser::Parsed,
    dialect: Dialect,
}

impl Query {
    /// Compiles `expression`.
    ///
    /// # Errors
    /// The text behind `Bad value for --query EXPRESSION: `.
    pub fn compile(expression: &str, dialect: Dialect) -> Result<Self, QueryError> {
        let parsed = parser::parse(expression, RecursionLimits::of(dialect))?;
        Ok(Self { parsed, dialect })
    }

    /// Finds the calls that fail for every response: functions that do not exist, a wrong
    /// number of arguments, too deep a tree. The original notices only after the update has been
    /// sent, and only where evaluation gets there; the message is the same.
    pub fn check(&self) -> Result<(), QueryError> {
        if self.parsed.too_deep {
            return Err(QueryError::too_deep());
        }
        let mut calls = self.parsed.calls.iter();
        calls.try_for_each(|(name, arguments)| functions::check(name, *arguments, self.dialect))
    }

    /// The result of the expression for `value`. An `&expression` in it is a
    /// [`Value::Opaque`]. Bytes
    /// in `value` count as `null`: no response holds any.
    ///
    /// # Errors
    /// Where the original's evaluation raises an exception.
    pub fn search(&self, value: &Value) -> Result<Value, QueryError> {
        Ok(self.find(value)?.to_value())
    }

    /// As [`Query::search`], with the identity of lists and objects, which YAML shows.
    ///
    /// # Errors
    /// As [`Query::search`].
    pub fn search_shared(&self, value: &Value) -> Result<Shared, QueryError> {
        Ok(self.find(value)?.to_shared(&mut HashMap::new()))
    }

    fn find(&self, value: &Value) -> Result<Variable<'_>, QueryError> {
        if self.parsed.too_deep {
            return Err(QueryError::too_deep());
        }
        let top = Frame {
            dialect: self.dialect,
            depth: 0,
        };
        interpreter::visit(&self.parsed.root, &Variable::from(value), top)
    }
}

#[cfg(test)]
mod tests;
