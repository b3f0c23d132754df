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

pub mod arguments;
pub mod cli;
pub mod client;
pub mod clock;
pub mod completion;
mod console;
pub mod credential_sources;
pub mod endpoint;
pub mod environment;
pub mod error;
pub mod hints;
pub mod manual;
pub mod model;
pub mod options;
pub mod output;
mod pager;
pub mod params;
pub mod profiles;
pub mod python;
pub mod query;
pub mod secret;
pub mod service;
pub mod settings;
pub mod skeleton;
pub mod stand_in;
pub mod trace;
pub mod validate;
pub mod value;

use arguments::{GlobalOptions, OperationOptions, Program};
use cli::{Command, Globals, Owner};
use environment::Environment;
use error::{Error, GlobalError, StandInError};
use hints::Surroundings;
use output::Format;
use params::Typed;
use python::{path, surrogate};
use query::Query;
use service::Client;
use service::credentials::Provider;
use settings::Settings;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use value::{Dict, Value};

/// Runs the program: argv, the program's name first, and the environment as the system gave them.
/// Returns the exit code.
pub fn run(argv: impl IntoIterator<Item = OsString>, environment: &Environment) -> u8 {
    console::hush_panics();
    let mut argv = argv.into_iter();
    let started_as = argv.next().unwrap_or_default();
    let program = Program::named(&started_as);
    let argv: Vec<OsString> = argv.collect();
    let words: Vec<String> = argv.iter().map(|word| surrogate::decode_os(word)).collect();
    // Hints are for people, and where stderr is no terminal nobody wants to know.
    let advised = std::io::stderr().is_terminal().then(|| Surroundings {
        argv: words.clone(),
        environment,
        directory: path::current,
        list: path::list,
        profiles: settings::profile_names,
    });
    let mut out = String::new();
    let response = match program {
        Program::Amplifybackend => Ok(()),
        Program::Aws => hand_on(Path::new(&started_as), &argv, &words, environment),
    };
    let response =
        response.and_then(|()| respond(program, words, environment, advised.as_ref(), &mut out));
    match console::print(&out).and(response) {
        Ok(()) => 0,
        Err(error) => {
            let code = error.exit_code();
            console::report(error, program, advised.as_ref());
            code
        }
    }
}

/// Started as `aws`: hands on every command but ours, and returns when there is ours to run.
/// `words` is `argv` decoded.
fn hand_on(
    started_as: &Path,
    argv: &[OsString],
    words: &[String],
    environment: &Environment,
) -> Result<(), Error> {
    let owner = cli::owner(words.to_vec());
    if owner == Owner::Ours {
        return Ok(());
    }
    match stand_in::hand_on(started_as, argv, environment) {
        Err(StandInError::NoOther) if owner == Owner::Anybody => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The whole pipeline: argv to what belongs on stdout.
fn respond(
    program: Program,
    argv: Vec<String>,
    environment: &Environment,
    advised: Option<&Surroundings<'_>>,
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
    let trace = console::trace(&globals);
    let settings = Settings::load(environment, &globals, &trace)?;
    let options = match cli::parse_operation(rest)? {
        Command::Help => return show_manual(&globals, environment, out),
        Command::ManPage => return tell(&manual::man_page(), out),
        Command::Completion(shell) => return tell(completion::script(&shell), out),
        Command::UpdateBackendAuth(options) => options,
    };
    console::warn(advised, || {
        globals.repeated.or(options.repeated).map(hints::repeated)
    });
    let typed = load_params(&options, environment, &settings)?;
    settings.require_profile()?;
    let params = typed.complete()?;
    let answer = match options.generate_cli_skeleton.as_deref() {
        Some("input") => {
            return Ok(Format::Json.render(model::OPERATION, &skeleton::input(), out)?);
        }
        Some(_) => Value::Dict(rehearse(&settings, &params)?),
        None => call(&settings, query.as_ref(), params, advised)?,
    };
    let format = Format::named(settings.output(), || console::table_style(&globals))?;
    let shown = show(format, query.as_ref(), answer, out);
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
        profiles: &|| settings::profile_names(environment),
        stdin: &|| std::io::read_to_string(std::io::stdin()).unwrap_or_default(),
    };
    completion::answer(argv, &context)
}

/// What the query selects of the answer, in the format.
fn show(
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
    Ok(output::cut_unencodable(format, out)?)
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
    let (width, styled) = console::page_style(globals, environment);
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
        settings::check_brackets(url).map_err(GlobalError::InvalidUrl)?;
        if !settings::has_scheme(url) {
            return Err(GlobalError::NoScheme(url.clone()));
        }
    }
    for text in [&globals.read_timeout, &globals.connect_timeout]
        .into_iter()
        .flatten()
    {
        python::numeral::parse_int(text).map_err(GlobalError::NotAnInteger)?;
    }
    Ok(query)
}

/// The values of the command line, from files and addresses too.
fn load_params(
    options: &OperationOptions,
    environment: &Environment,
    settings: &Settings,
) -> Result<Typed, Error> {
    let fetch = |address: &str| {
        service::fetch(address, settings.trace()).map_err(|error| error.to_string())
    };
    let fetch: Option<params::Fetch<'_>> = settings.follow_urlparam().then_some(&fetch);
    Ok(params::load(options, environment, fetch)?)
}

/// Everything up to the sending, for `--generate-cli-skeleton output`.
fn rehearse(settings: &Settings, params: &Dict) -> Result<Dict, Error> {
    prepare(settings)?;
    validate(settings, params)?;
    Ok(skeleton::output())
}

/// Sends the update and returns the answer.
fn call(
    settings: &Settings,
    query: Option<&Query>,
    params: Dict,
    advised: Option<&Surroundings<'_>>,
) -> Result<Value, Error> {
    let (client, provider) = prepare(settings)?;
    validate(settings, &params)?;
    validate::check_path(&params)?;
    // The original finds these only when the update is made.
    query.map_or(Ok(()), Query::check)?;
    console::warn(advised, || hints::unknown_value(&params));
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
fn prepare(settings: &Settings) -> Result<(Client, Option<Provider>), Error> {
    settings.region()?;
    let credentials = if settings.signs() {
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
