//! A text as `--resource-config`: the shorthand parser, coercion and validation.
#![no_main]

use amplifybackend::dialect::Dialect;
use amplifybackend::input::{self, validate};
use amplifybackend::model::UPDATE_BACKEND_AUTH;
use amplifybackend::model::arguments::{Arguments, MemberArgument};
use amplifybackend::python::environ::Environment;

libfuzzer_sys::fuzz_target!(|text: &str| {
    // Inputs must not read files.
    if text.contains("file") {
        return;
    }
    let mut arguments = Arguments::new(&UPDATE_BACKEND_AUTH);
    arguments.members.push(MemberArgument {
        member: "ResourceConfig",
        flag: "resource-config",
        value: text.to_owned(),
    });
    let environment = Environment::default();
    for dialect in [Dialect::V1, Dialect::V2] {
        let loaded = input::load(&arguments, dialect, &environment, input::Loaders::default());
        match loaded.and_then(input::LoadedParams::complete) {
            Ok(params) => {
                if let Err(errors) = validate::validate(&UPDATE_BACKEND_AUTH, &params, true) {
                    drop(errors.to_string());
                }
            }
            Err(error) => drop(error.to_string()),
        }
    }
});
