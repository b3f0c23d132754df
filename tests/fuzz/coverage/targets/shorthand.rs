//! Any text as `--resource-config`: shorthand, its correction, and the validation of what comes.
#![no_main]

use amplifybackend::model::arguments::OperationOptions;
use amplifybackend::python::environ::Environment;
use amplifybackend::input::{self, validate};

libfuzzer_sys::fuzz_target!(|text: &str| {
    // Files named by the fuzzer are not for it to read.
    if text.contains("file") {
        return;
    }
    let options = OperationOptions {
        resource_config: Some(text.to_owned()),
        ..OperationOptions::default()
    };
    let loaded = input::load(&options, &Environment::default(), input::Loaders::default());
    match loaded.and_then(input::LoadedParams::complete) {
        Ok(params) => {
            if let Err(findings) = validate::validate(&params, true) {
                let _ = findings.to_string();
            }
        }
        Err(error) => {
            let _ = error.to_string();
        }
    }
});
