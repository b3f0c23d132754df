//! `amplifybackend update-backend-auth`: a drop-in replacement for that one command of the AWS CLI.
//!
//! [`run`] calls the stages in the order of the original, which decides which of two errors is
//! reported. Only `terminal::console` writes to stdout and stderr.

#![warn(unreachable_pub)]
#![cfg_attr(
    test,
    allow(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::string_slice
    )
)]

pub mod cli;
pub mod config;
pub mod dialect;
pub mod error;
pub mod input;
pub mod log;
pub mod model;
pub mod output;
pub mod python;
pub mod query;
pub mod service;
pub mod terminal;

use cli::{AutoPrompt, Command, Globals, Program};
use config::Settings;
use config::globals::GlobalOptions;
use config::profiles::Profiles;
use dialect::{Choice, Dialect, Origin};
use error::{Class, Error, GlobalError};
use input::skeleton::{self, Members};
use input::{LoadedParams, Loaders, paramfile, validate};
use log::Logger;
use model::Operation;
use model::arguments::Arguments;
use python::environ::Environment;
use python::path;
use python::surrogate;
use python::value::{Dict, Value};
use query::Query;
use service::credentials::Provider;
use service::{Client, Session};
use std::cell::OnceCell;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use terminal::console::Unencodable;
use terminal::frame::ErrorFormat;
use terminal::hints::HintContext;
use terminal::writer::OutputWriter;
use terminal::{completion, console, hints, job, manual, pager, process, prompt};

/// Runs the program; `argv` begins with its name. Returns the exit code.
pub fn run(argv: impl IntoIterator<Item = OsString>, environment: &Environment) -> u8 {
    console::install_panic_hook();
    let mut argv = argv.into_iter();
    let started_as = argv.next().unwrap_or_default();
    let program = Program::named(&started_as);
    let argv: Vec<OsString> = argv.collect();
    let words: Vec<String> = argv.iter().map(|word| surrogate::fsdecode(word)).collect();
    let started_as = Path::new(&started_as);
    let chosen = cli::choose_dialect(program, started_as, environment);
    let Choice { dialect, origin } = chosen.as_ref().cloned().unwrap_or_default();
    let run = Run {
        program,
        dialect,
        dialect_origin: origin,
        environment,
        // Hints are written for users at a terminal, not for scripts that read stderr.
        hint_context: std::io::stderr().is_terminal().then(|| HintContext {
            operation: cli::named_operation(&words).unwrap_or(&model::UPDATE_BACKEND_AUTH),
            dialect,
            argv: words.clone(),
            environment,
            logger: Logger::silent(),
            directory: path::current,
            list: path::list,
            profiles: |environment| config::profiles(environment).unwrap_or_default(),
            stray_sections: config::stray_sections,
        }),
        globals: OnceCell::new(),
        query: OnceCell::new(),
        profiles: OnceCell::new(),
    };
    let result = chosen.map_err(Error::from).and_then(|_| {
        if program == Program::Aws {
            cli::pass_on(started_as, &argv, &words, environment, dialect)?;
        }
        run.dispatch(words)
    });
    match result {
        Ok(()) => 0,
        Err(error) => run.report(error),
    }
}

/// The state of one run of the program.
struct Run<'a> {
    program: Program,
    dialect: Dialect,
    dialect_origin: Origin,
    environment: &'a Environment,
    hint_context: Option<HintContext<'a>>,
    /// Set after `parse_globals` has succeeded; until then errors are formatted with the defaults.
    globals: OnceCell<GlobalOptions>,
    /// `--query`, set after the values of the global options have been checked.
    query: OnceCell<Option<Query>>,
    /// Set after the profile files have been read.
    profiles: OnceCell<Arc<Profiles>>,
}

impl Run<'_> {
    /// Runs the stages, from argv to the output on stdout, in the order of the original, which
    /// decides which of two errors is reported.
    fn dispatch(&self, argv: Vec<String>) -> Result<(), Error> {
        if let Some(candidates) = self.complete(&argv) {
            return console::print(candidates.as_bytes());
        }
        let prompt = match self.dialect {
            Dialect::V1 => AutoPrompt::Off,
            Dialect::V2 => self.before_parsing(&argv)?,
        };
        let names_operation = prompt != AutoPrompt::Off && cli::named_operation(&argv).is_some();
        match (prompt, self.dispatch_parsed(argv)) {
            (AutoPrompt::OnPartial, Err(error))
                if error.class().exit_code(self.dialect) == Class::Usage.exit_code(Dialect::V2) =>
            {
                // The original does not print the error for which it prompts.
                if error.class() == Class::UnknownOptions {
                    // The exit code is that of the prompt, so a failure to write is ignored.
                    let _ = self.write_error(error);
                }
                Err(self.prompt(names_operation))
            }
            (_, result) => result,
        }
    }

    /// The steps that version 2 takes before it parses the command line: its first parser and the
    /// setting `cli_auto_prompt`.
    fn before_parsing(&self, argv: &[String]) -> Result<AutoPrompt, Error> {
        cli::check_first_pass(argv).map_err(Error::FirstPass)?;
        let profiles = self.profiles()?;
        cli::check_auto_prompt(argv).map_err(Error::FirstPass)?;
        let setting = || config::auto_prompt(self.environment, profiles);
        match cli::auto_prompt(argv, setting)? {
            AutoPrompt::On => Err(self.prompt(cli::named_operation(argv).is_some())),
            prompt => Ok(prompt),
        }
    }

    /// The error for version 2's interactive prompt, which this program does not implement.
    fn prompt(&self, names_operation: bool) -> Error {
        let profile = self.known_globals().profile;
        let profiles = self.profiles.get().filter(|_| names_operation);
        Error::NoPrompt {
            on_terminal: std::io::stdin().is_terminal(),
            earlier: profiles.and_then(|profiles| {
                config::check_prompt(profile, self.environment, profiles).err()
            }),
        }
    }

    fn profiles(&self) -> Result<&Arc<Profiles>, Error> {
        match self.profiles.get() {
            Some(profiles) => Ok(profiles),
            None => {
                let profiles = config::profiles(self.environment)?;
                Ok(self.profiles.get_or_init(|| Arc::new(profiles)))
            }
        }
    }

    fn dispatch_parsed(&self, argv: Vec<String>) -> Result<(), Error> {
        let globals = match self.program {
            Program::Amplifybackend => cli::parse_globals(argv, self.dialect),
            Program::Aws => cli::parse_aws_globals(argv, self.dialect),
        };
        let (globals, remaining) = match globals? {
            Globals::Version => return console::print(cli::help::version().as_bytes()),
            Globals::Help(operation) => {
                let (columns, _) = console::help_style(&GlobalOptions::default(), self.environment);
                return console::print(manual::screen(operation, self.dialect, columns).as_bytes());
            }
            Globals::Run(globals, remaining) => (globals, remaining),
        };
        let globals = self.globals.get_or_init(|| *globals);
        let query = check_globals(globals, self.dialect)?;
        let query = self.query.get_or_init(|| query);
        config::output_codec(self.environment, self.dialect)?;
        process::disable_core_dumps();
        let logger = console::logger(globals, self.hint_context.as_ref());
        logger.debug("settings", || {
            let number = self.dialect.number();
            format!("dialect {number} ({})", self.dialect_origin)
        });
        let profiles = Arc::clone(self.profiles()?);
        let settings = Settings::load(self.environment, globals, self.dialect, profiles, &logger)?;
        match cli::parse_command(remaining, self.dialect)? {
            Command::Help => self.show_manual(globals),
            Command::ManPage => console::print(manual::man_page().as_bytes()),
            Command::Schema => {
                console::print(output::schema::text(&model::UPDATE_BACKEND_AUTH).as_bytes())
            }
            Command::Completion(shell) => console::print(completion::script(&shell).as_bytes()),
            Command::Operation(arguments) => {
                self.operate(&arguments, query.as_ref(), globals, &settings)
            }
        }
    }

    /// Runs an operation: loads its parameters, then prints a skeleton or calls the service.
    fn operate(
        &self,
        arguments: &Arguments,
        query: Option<&Query>,
        globals: &GlobalOptions,
        settings: &Settings,
    ) -> Result<(), Error> {
        let hint_context = self.hint_context.as_ref();
        console::warn(hint_context, || {
            globals.repeated.or(arguments.repeated).map(hints::repeated)
        });
        let operation = arguments.operation;
        let loaded = load_params(arguments, self.dialect, self.environment, settings)?;
        if self.dialect == Dialect::V1 {
            settings.require_profile()?;
        }
        let params = loaded.complete()?;
        let print = |text: String| console::print(text.as_bytes());
        let answer = match arguments.generate_cli_skeleton.as_deref() {
            Some("input") => return print(skeleton::json(operation.input, Members::All) + "\n"),
            Some("required") => {
                return print(skeleton::json(operation.input, Members::Required) + "\n");
            }
            Some("yaml-input") => return print(skeleton::yaml(operation.input)),
            Some(_) => Value::Dict(stub_call(operation, settings, &params, hint_context)?),
            None => return self.call(arguments, params, query, globals, settings),
        };
        self.writer(globals, settings)?
            .print(operation, query, answer)
    }

    /// Calls the operation, or with `--dry-run` prints the request without sending it.
    fn call(
        &self,
        arguments: &Arguments,
        params: Dict,
        query: Option<&Query>,
        globals: &GlobalOptions,
        settings: &Settings,
    ) -> Result<(), Error> {
        let operation = arguments.operation;
        let hint_context = self.hint_context.as_ref();
        let writer = || self.writer(globals, settings);
        let wait = input::wait::wait(arguments)?;
        if arguments.dry_run && !arguments.diff {
            service::region::find(settings)?;
            let client = Client::new(&settings.client()?);
            validate(operation, settings, &params)?;
            check(operation, query, &params)?;
            let request = job::preview(&client, operation, params, hint_context)?;
            return writer()?.print(operation, query, request);
        }
        let mut session = create_client(settings)?;
        validate(operation, settings, &params)?;
        // The original reports these errors after the call, and then does not print the response.
        let early = check(operation, query, &params)
            .and_then(|()| (self.dialect == Dialect::V2).then(writer).transpose());
        let early = early.or_else(|error| {
            session.prepare(operation, params.clone())?;
            Err(error)
        })?;
        let writer = || early.clone().map_or_else(writer, Ok);
        let call = job::Call {
            program: self.program,
            environment: self.environment,
            globals,
            arguments,
            query,
            hint_context,
            writer: &writer,
        };
        call.run(&mut session, params, wait)
    }

    fn writer(
        &self,
        globals: &GlobalOptions,
        settings: &Settings,
    ) -> Result<OutputWriter<'_>, Error> {
        OutputWriter::configured(self.dialect, globals, settings, self.environment)
    }

    /// The candidates for a shell's completion script, one a line; `None` for any other command
    /// line.
    fn complete(&self, argv: &[String]) -> Option<String> {
        let context = completion::Context {
            dialect: self.dialect,
            environment: self.environment,
            profiles: &|| config::profile_names(self.environment),
            stdin: &|| std::io::read_to_string(std::io::stdin()).unwrap_or_default(),
        };
        completion::answer(argv, &context)
    }

    /// Shows the manual: in a pager on a terminal, as plain text elsewhere.
    fn show_manual(&self, globals: &GlobalOptions) -> Result<(), Error> {
        let (width, styled) = console::help_style(globals, self.environment);
        let sections = manual::sections(self.dialect, &self.dialect_origin);
        let text = manual::text::render(&sections, width, styled);
        if std::io::stdout().is_terminal() && pager::show(&text, self.environment) {
            return Ok(());
        }
        console::print(text.as_bytes())
    }

    /// Writes the error to stderr and returns its exit code.
    fn report(&self, error: Error) -> u8 {
        let code = error.class().exit_code(self.dialect);
        match self.write_error(error) {
            Ok(()) => code,
            Err(Unencodable) => Class::General.exit_code(self.dialect),
        }
    }

    fn write_error(&self, error: Error) -> Result<(), Unencodable> {
        let hint_context = self.hint_context.as_ref();
        let format = || self.error_format();
        // The original ignores an unknown codec here.
        let codec = config::output_codec(self.environment, self.dialect).unwrap_or_default();
        console::report(
            error,
            self.program,
            self.dialect,
            format,
            codec,
            hint_context,
        )
    }

    fn error_format(&self) -> ErrorFormat {
        let (globals, no_profiles) = (self.known_globals(), Arc::default());
        let profiles = self.profiles.get().unwrap_or(&no_profiles);
        let name = config::error_format(&globals, self.environment, profiles);
        let warns = self.query.get().is_none();
        ErrorFormat::named(&name, warns, || console::table_style(&globals))
    }

    /// The global options as far as the original knows them: the profile when all values have been
    /// checked (`awscli/clidriver.py`, `_handle_top_level_args`).
    fn known_globals(&self) -> GlobalOptions {
        let mut globals = self.globals.get().cloned().unwrap_or_default();
        if self.query.get().is_none() {
            globals.profile = None;
        }
        globals
    }
}

/// Checks the global options in the original's first pass, and compiles `--query`
/// (`awscli/customizations/globalargs.py`).
fn check_globals(globals: &GlobalOptions, dialect: Dialect) -> Result<Option<Query>, GlobalError> {
    let compile = |expression: &String| {
        Query::compile(expression, dialect)
            .map_err(|error| GlobalError::Query(expression.clone(), error))
    };
    let query = globals.query.as_ref().map(compile).transpose()?;
    globals.check()?;
    Ok(query)
}

/// Loads the parameters of the command line, including those in files and at URLs.
fn load_params(
    arguments: &Arguments,
    dialect: Dialect,
    environment: &Environment,
    settings: &Settings,
) -> Result<LoadedParams, Error> {
    let fetch = |address: &str| service::fetch(address, settings.logger());
    // Version 2 does not fetch URLs: such a value is text.
    let follows = dialect == Dialect::V1 && settings.follow_urlparam();
    let fetch: Option<input::Fetch<'_>> = follows.then_some(&fetch);
    let loaders = Loaders {
        fetch,
        read_stream: |file| {
            let content = service::on_thread(|| paramfile::read_to_end(file));
            Ok(service::block_on(content)?.flatten())
        },
        file_encoding: settings.file_encoding(),
    };
    Ok(input::load(arguments, dialect, environment, loaders)?)
}

/// Does everything except sending the request, for `--generate-cli-skeleton output`, and returns
/// the skeleton of the response.
fn stub_call(
    operation: &Operation,
    settings: &Settings,
    params: &Dict,
    hint_context: Option<&HintContext<'_>>,
) -> Result<Dict, Error> {
    create_client(settings)?;
    validate(operation, settings, params)?;
    console::warn(hint_context, || hints::warning(operation, params));
    Ok(skeleton::output(operation))
}

/// Loads the credential provider, then creates the client. The order is the original's: some of its
/// providers fail while they are loaded.
fn create_client(settings: &Settings) -> Result<Session, Error> {
    service::region::find(settings)?;
    // Version 1 has already checked it, before it loads the parameters.
    settings.require_profile()?;
    let credentials = if settings.sign_requests() {
        let sources = settings.credential_sources();
        Some(service::block_on(Provider::load(
            sources,
            &settings.transport(),
            prompt::ask_mfa_code,
        ))??)
    } else {
        None
    };
    Ok(Session::new(Client::new(&settings.client()?), credentials))
}

/// The checks of this program before a request is sent.
fn check(operation: &Operation, query: Option<&Query>, params: &Dict) -> Result<(), Error> {
    validate::check_path(operation, params)?;
    Ok(query.map_or(Ok(()), Query::check)?)
}

fn validate(operation: &Operation, settings: &Settings, params: &Dict) -> Result<(), Error> {
    validate::check_keywords(params).map_err(Error::Keyword)?;
    let complete = settings.parameter_validation();
    validate::validate(operation, params, complete).map_err(|errors| match complete {
        true => validate::report(errors, settings.dialect()),
        false => Error::Serialization(errors),
    })
}
