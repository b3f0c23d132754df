//! Writes a result to stdout: applies the query, renders the format, starts the pager and resets
//! the color after a table.

use super::console;
use super::pager::OutputPager;
use crate::config::globals::GlobalOptions;
use crate::config::{self, Settings};
use crate::dialect::Dialect;
use crate::error::{Error, OutputError};
use crate::model::Operation;
use crate::output::{Format, RESET, Rendered, Selected};
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
        let pager = pager.transpose()?;
        let codec = config::output_codec(environment, dialect)?;
        Ok(OutputWriter {
            format,
            // `TextFormatter` does not set the encoding, which stdout already has.
            codec: codec.filter(|_| format != Format::Text || pager.is_none()),
            pager,
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
        let (output, error) = match self.render(operation, query, response) {
            Ok(rendered) => (rendered.output, rendered.error.map(Error::from)),
            Err(error) => (Vec::new(), Some(error)),
        };
        let result = self.show(output, error.as_ref());
        let result = result.and(error.map_or(Ok(()), Err));
        match self.format.is_colored() {
            true => result.map_err(|error| Error::ColoredOutput(Box::new(error))),
            false => result,
        }
    }

    fn render(
        &self,
        operation: &Operation,
        query: Option<&Query>,
        response: Value,
    ) -> Result<Rendered, Error> {
        let selected = match query {
            // `--output off`: the query has been compiled, and is not evaluated.
            Some(query) if self.format.shows_identity() => {
                Selected::Shared(query.search_shared(&response)?)
            }
            Some(query) if self.format != Format::Off => Selected::Value(query.search(&response)?),
            _ => Selected::Value(response),
        };
        let handler = || match self.pager {
            Some(_) => ErrorHandler::Strict,
            None => ErrorHandler::of_stdout(self.environment),
        };
        Ok(self
            .format
            .render(operation.name, selected, self.codec, handler))
    }

    /// Output is printed when the pager cannot be started. The pager starts when the original
    /// accesses its input (`awscli/utils.py`, `LazyStdin`): to set the encoding, to write, even if
    /// that fails, and to prepare the YAML of other values than scalars.
    fn show(&self, mut output: Vec<u8>, error: Option<&Error>) -> Result<(), Error> {
        let starts_pager = !output.is_empty()
            || (self.codec.is_some() && self.format != Format::Off)
            || match error {
                Some(Error::Output(OutputError::Unencodable(_))) => true,
                Some(Error::Output(_)) => self.format.shows_identity(),
                _ => false,
            };
        let mark = |output: &mut Vec<u8>, codec: Option<Codec>| {
            if let Some(codec) = codec {
                console::prepend_mark(codec, output);
            }
        };
        mark(&mut output, self.codec);
        let mut codec = self.codec;
        if let Some(pager) = &self.pager
            && starts_pager
            && pager.show(&output, self.environment)
        {
            output.clear();
            // Stdout has the encoding of the settings only after an error.
            codec = codec.filter(|_| error.is_some());
        }
        if self.format.is_colored() && std::io::stdout().is_terminal() {
            // Also after an error: colorama resets the terminal in any case.
            let mut reset = codec.unwrap_or_default().encode(RESET.to_owned());
            if output.is_empty() {
                mark(&mut reset, codec);
            }
            output.extend(reset);
        }
        console::print(&output)
    }
}
