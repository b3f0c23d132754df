//! Writes a result to stdout: applies the query, renders the format, starts the pager and resets
//! the colour after a table.

use super::console;
use super::pager::OutputPager;
use crate::config::globals::GlobalOptions;
use crate::config::{self, Settings};
use crate::dialect::Dialect;
use crate::error::Error;
use crate::model::Operation;
use crate::output::{Format, RESET, Selected};
use crate::python::codec::Codec;
use crate::python::environ::Environment;
use crate::python::surrogate::ErrorHandler;
use crate::python::value::Value;
use crate::query::Query;
use std::io::IsTerminal;

/// Formats and prints results.
#[derive(Clone)]
pub struct OutputWriter<'a> {
    format: Format,
    pager: Option<OutputPager>,
    /// The encoding, where it differs from the locale's.
    codec: Option<Codec>,
    environment: &'a Environment,
}

impl<'a> OutputWriter<'a> {
    /// A writer with the format, pager and encoding of the settings.
    ///
    /// # Errors
    /// An unknown format, and a pager that cannot be used.
    pub fn configured(
        dialect: Dialect,
        globals: &GlobalOptions,
        settings: &Settings,
        environment: &'a Environment,
    ) -> Result<OutputWriter<'a>, Error> {
        let pager = settings.pager().filter(|_| std::io::stdout().is_terminal());
        let style = || match pager {
            Some(_) => console::table_style(globals).without_resets(),
            None => console::table_style(globals),
        };
        settings.check_output()?;
        let format = Format::named(&settings.output(), dialect, style)?;
        let pager = pager.map(|pager| OutputPager::new(&pager, environment));
        Ok(OutputWriter {
            format,
            pager: pager.transpose()?,
            codec: config::output_codec(environment, dialect)?,
            environment,
        })
    }

    /// The same writer for a document that is meant to be edited.
    pub fn of_document(self) -> OutputWriter<'a> {
        OutputWriter {
            format: self.format.of_document(),
            ..self
        }
    }

    /// Prints the part of the response that the query selects. When an error follows, the output
    /// before it is printed too.
    ///
    /// # Errors
    /// Those of the query and of the format, and an output that cannot be written.
    pub fn print(
        &self,
        operation: &Operation,
        query: Option<&Query>,
        response: Value,
    ) -> Result<(), Error> {
        let result = self.render(operation, query, response);
        if !self.format.is_coloured() {
            return result;
        }
        if std::io::stdout().is_terminal() {
            // Also after an error: colorama resets the terminal in any case.
            console::print(RESET.as_bytes())?;
        }
        result.map_err(|error| Error::ColouredOutput(Box::new(error)))
    }

    fn render(
        &self,
        operation: &Operation,
        query: Option<&Query>,
        response: Value,
    ) -> Result<(), Error> {
        let selected = match query {
            // `--output off`: the query has been compiled, and is not evaluated.
            _ if self.format == Format::Off => return Ok(()),
            Some(query) if self.format.shows_identity() => {
                Selected::Shared(query.search_shared(&response)?)
            }
            Some(query) => Selected::Value(query.search(&response)?),
            None => Selected::Value(response),
        };
        let handler = || ErrorHandler::of_stdout(self.environment);
        let rendered = self
            .format
            .render(operation.name, selected, self.codec, handler);
        self.show(rendered.output)?;
        rendered.error.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Empty output starts no pager, and output is printed when the pager cannot be started.
    fn show(&self, mut output: Vec<u8>) -> Result<(), Error> {
        if let Some(codec) = self.codec {
            console::prepend_mark(codec, &mut output);
        }
        match &self.pager {
            Some(pager) if !output.is_empty() && pager.show(&output, self.environment) => Ok(()),
            _ => console::print(&output),
        }
    }
}
