//! JMESPath with the semantics and messages of Python's `jmespath`: release 1.1.0, and 1.0.1 for
//! version 2. Compiles and evaluates the expression of `--query`.
//!
//! The crate `jmespath` sorts keys, converts integers to floats and has other messages; its syntax
//! tree contains such literals, so its parser cannot be used either. The tests compare the syntax
//! trees.

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
    /// The message after `Bad value for --query EXPRESSION: `.
    pub fn compile(expression: &str, dialect: Dialect) -> Result<Self, QueryError> {
        let parsed = parser::parse(expression, RecursionLimits::of(dialect))?;
        Ok(Self { parsed, dialect })
    }

    /// Finds calls that fail for every response: unknown functions, a wrong number of arguments, a
    /// tree that is too deep. The original reports them only after the update has been sent, and
    /// only if they are evaluated; the messages are the same.
    pub fn check(&self) -> Result<(), QueryError> {
        if self.parsed.too_deep {
            return Err(QueryError::too_deep());
        }
        let mut calls = self.parsed.calls.iter();
        calls.try_for_each(|(name, arguments)| functions::check(name, *arguments, self.dialect))
    }

    /// Evaluates the expression for `value`. An `&expression` in the result is a [`Value::Opaque`].
    /// Bytes in `value` are treated as `null`, because responses contain none.
    ///
    /// # Errors
    /// The exception that the original raises.
    pub fn search(&self, value: &Value) -> Result<Value, QueryError> {
        Ok(self.find(value)?.to_value())
    }

    /// Like [`Query::search`], with the identity of lists and objects, which YAML shows.
    ///
    /// # Errors
    /// As for [`Query::search`].
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
