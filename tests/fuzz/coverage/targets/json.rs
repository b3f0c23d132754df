//! A text as JSON; a parsed value is serialized again and rendered in every format.
#![no_main]

use amplifybackend::output::{Color, Format, Selected, TableStyle};
use amplifybackend::python::json;
use amplifybackend::python::surrogate::ErrorHandler;

libfuzzer_sys::fuzz_target!(|text: &str| {
    match json::parse(text) {
        Ok(value) => {
            let written = json::dumps(&value);
            let again = json::parse(&written).map(|value| json::dumps(&value));
            assert_eq!(again.ok().as_ref(), Some(&written));
            let style = TableStyle {
                color: Color::StylesAndResets,
                width: 40,
            };
            for format in [
                Format::Json,
                Format::Text,
                Format::Table(style),
                Format::Yaml,
                Format::YamlStream,
            ] {
                let value = Selected::Value(value.clone());
                let _ = format.render("Title", value, None, || ErrorHandler::Strict);
            }
        }
        Err(error) => {
            let _ = error.to_string();
        }
    }
});
