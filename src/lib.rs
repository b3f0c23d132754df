//! `amplifybackend update-backend-auth`: a drop-in for that one command of the AWS CLI.
//!
//! [`run`] is the table of contents: it calls the stages in the original's order, which decides
//! which of two errors is shown. Only `console` writes to stdout and stderr.

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
pub mod error;
pub mod input;
pub mod log;
pub mod model;
pub mod output;
pub mod python;
pub mod query;
pub mod service;
pub mod terminal;

use cli::{Command, Globals, Program, Route, exec_aws};
use config::Settings;
use config::globals::GlobalOptions;
use error::{Error, ExecAwsError, GlobalError};
use input::{LoadedParams, skeleton, validate};
use model::arguments::OperationOptions;
use output::Format;
use python::environ::Environment;
use python::value::{Dict, Value};
use python::{path, surrogate};
use query::Query;
use service::Client;
use service::credentials::Provider;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use terminal::hints::HintContext;
use terminal::{completion, console, hints, manual, pager};

/// Runs the program: argv, the program's name first, and the environment as the system gave them.
/// Returns the exit code.
pub fn run(argv: impl IntoIterator<Item = OsString>, environment: &Environment) -> u8 {
    console::install_panic_hook();
    let mut argv = argv.into_iter();
    let started_as = argv.next().unwrap_or_default();
    let program = Program::named(&started_as);
    let argv: Vec<OsString> = argv.collect();
    let words: Vec<String> = argv.iter().map(|word| surrogate::fsdecode(word)).collect();
    // Hints are for people, and where stderr is no terminal nobody wants to know.
    let hint_context = std::io::stderr().is_terminal().then(|| HintContext {
        argv: words.clone(),
        environment,
        directory: path::current,
        list: path::list,
        profiles: config::profile_names,
    });
    let mut out = String::new();
    let response = match program {
        Program::Amplifybackend => Ok(()),
        Program::Aws => pass_on(Path::new(&started_as), &argv, &words, environment),
    };
    let response = response
        .and_then(|()| dispatch(program, words, environment, hint_context.as_ref(), &mut out));
    match console::print(&out).and(response) {
        Ok(()) => 0,
        Err(error) => {
            let code = error.exit_code();
            console::report(error, program, hint_context.as_ref());
            code
        }
    }
}

/// Started as `aws`: hands on every command but ours, and returns when there is ours to run.
/// `words` is `argv` decoded.
fn pass_on(
    started_as: &Path,
    argv: &[OsString],
    words: &[String],
    environment: &Environment,
) -> Result<(), Error> {
    let route = cli::route(words.to_vec());
    if route == Route::Builtin {
        return Ok(());
    }
    match exec_aws::exec_next_aws(started_as, argv, environment) {
        Err(ExecAwsError::NotFound) if route == Route::Either => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The whole pipeline: argv to what belongs on stdout.
fn dispatch(
    program: Program,
    argv: Vec<String>,
    environment: &Environment,
    hint_context: Option<&HintContext<'_>>,
    out: &mut String,
) -> Result<(), Error> {
    if let Some(answer) = complete(&argv, environment) {
        return tell(&answer, out);
    }
    let globals = match program {
        Program::Amplifybackend => cli::parse_globals(argv),
        Program::Aws => cli::parse_aws_globals(argv),
    };
    let (globals, rest) = match globals? {
        Globals::Version => return tell(&cli::help::version(), out),
        Globals::Help => return tell(&manual::screen(), out),
        Globals::Run(globals, rest) => (globals, rest),
    };
    let query = check_globals(&globals)?;
    let logger = console::logger(&globals);
    let settings = Settings::load(environment, &globals, &logger)?;
    let options = match cli::parse_operation(rest)? {
        Command::Help => return show_manual(&globals, environment, out),
        Command::ManPage => return tell(&manual::man_page(), out),
        Command::Completion(shell) => return tell(completion::script(&shell), out),
        Command::UpdateBackendAuth(options) => options,
    };
    console::warn(hint_context, || {
        globals.repeated.or(options.repeated).map(hints::repeated)
    });
    let typed = load_params(&options, environment, &settings)?;
    settings.require_profile()?;
    let params = typed.complete()?;
    let answer = match options.generate_cli_skeleton.as_deref() {
        Some("input") => {
            return Ok(Format::Json.render(model::OPERATION, &skeleton::input(), out)?);
        }
        Some(_) => Value::Dict(stub_call(&settings, &params)?),
        None => call(&settings, query.as_ref(), params, hint_context)?,
    };
    let format = Format::named(&settings.output(), || console::table_style(&globals))?;
    let shown = render_output(format, query.as_ref(), answer, out);
    if matches!(format, Format::Table(style) if style.coloured) && std::io::stdout().is_terminal() {
        // Whatever became of the table: colorama leaves a terminal as it found it.
        out.push_str(output::RESET);
    }
    shown
}

/// What a shell's completion script is answered, when it is the one who asks.
fn complete(argv: &[String], environment: &Environment) -> Option<String> {
    let context = completion::Context {
        environment,
        profiles: &|| config::profile_names(environment),
        stdin: &|| std::io::read_to_string(std::io::stdin()).unwrap_or_default(),
    };
    completion::answer(argv, &context)
}

/// What the query selects of the answer, in the format.
fn render_output(
    format: Format,
    query: Option<&Query>,
    answer: Value,
    out: &mut String,
) -> Result<(), Error> {
    let result = match query {
        Some(query) if format == Format::Json => query.search(&answer)?,
        Some(query) => query.search_for_text(&answer)?,
        None => answer,
    };
    format.render(model::OPERATION, &result, out)?;
    Ok(output::truncate_at_surrogate(format, out)?)
}

fn tell(text: &str, out: &mut String) -> Result<(), Error> {
    out.push_str(text);
    Ok(())
}

/// The manual: in a pager on a terminal, as plain text elsewhere.
fn show_manual(
    globals: &GlobalOptions,
    environment: &Environment,
    out: &mut String,
) -> Result<(), Error> {
    let (width, styled) = console::help_style(globals, environment);
    let text = manual::text::render(&manual::sections(), width, styled);
    if std::io::stdout().is_terminal() && pager::show(&text, environment) {
        return Ok(());
    }
    tell(&text, out)
}

/// The global values that the original judges before it looks any further
/// (`awscli/customizations/globalargs.py`).
fn check_globals(globals: &GlobalOptions) -> Result<Option<Query>, GlobalError> {
    let query = match &globals.query {
        Some(expression) => Some(
            Query::compile(expression)
                .map_err(|error| GlobalError::Query(expression.clone(), error))?,
        ),
        None => None,
    };
    if let Some(url) = &globals.endpoint_url {
        config::check_brackets(url).map_err(GlobalError::InvalidUrl)?;
        if !config::has_scheme(url) {
            return Err(GlobalError::NoScheme(url.clone()));
        }
    }
    for text in [&globals.read_timeout, &globals.connect_timeout]
        .into_iter()
        .flatten()
    {
        python::int_parse::parse_int(text).map_err(GlobalError::NotAnInteger)?;
    }
    Ok(query)
}

/// The values of the command line, from files and addresses too.
fn load_params(
    options: &OperationOptions,
    environment: &Environment,
    settings: &Settings,
) -> Result<LoadedParams, Error> {
    let fetch = |address: &str| {
        service::fetch(address, settings.logger()).map_err(|error| error.to_string())
    };
    let fetch: Option<input::Fetch<'_>> = settings.follow_urlparam().then_some(&fetch);
    Ok(input::load(options, environment, fetch)?)
}

/// Everything up to the sending, for `--generate-cli-skeleton output`.
fn stub_call(settings: &Settings, params: &Dict) -> Result<Dict, Error> {
    create_client(settings)?;
    validate(settings, params)?;
    Ok(skeleton::output())
}

/// Sends the update and returns the answer.
fn call(
    settings: &Settings,
    query: Option<&Query>,
    params: Dict,
    hint_context: Option<&HintContext<'_>>,
) -> Result<Value, Error> {
    let (client, provider) = create_client(settings)?;
    validate(settings, &params)?;
    validate::check_path(&params)?;
    // The original finds these only when the update is made.
    query.map_or(Ok(()), Query::check)?;
    console::warn(hint_context, || hints::unknown_value(&params));
    let credentials = async {
        match provider {
            Some(provider) => Ok(Some(provider.resolve().await?.into())),
            None => Ok(None),
        }
    };
    Ok(client.update_backend_auth(credentials, params)?)
}

/// The client, and where its credentials come from. The original looks for them first, and some
/// of its providers fail while they are looked for.
fn create_client(settings: &Settings) -> Result<(Client, Option<Provider>), Error> {
    settings.region()?;
    let credentials = if settings.sign_requests() {
        let sources = settings.credential_sources();
        Some(service::block_on(Provider::load(
            sources,
            &settings.transport(),
        ))??)
    } else {
        None
    };
    Ok((Client::new(&settings.client()?), credentials))
}

fn validate(settings: &Settings, params: &Dict) -> Result<(), Error> {
    Ok(validate::validate(params, settings.parameter_validation())?)
}
