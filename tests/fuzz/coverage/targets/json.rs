//! Any text as JSON; what is read is written and rendered.
#![no_main]

use amplifybackend::output::{Colour, Format, TableStyle};
use amplifybackend::python::json;

libfuzzer_sys::fuzz_target!(|text: &str| {
    match json::parse(text) {
        Ok(value) => {
            let written = json::dumps(&value);
            let again = json::parse(&written).map(|value| json::dumps(&value));
            assert_eq!(again.ok().as_ref(), Some(&written));
            let style = TableStyle {
                colour: Colour::StylesAndResets,
                width: 40,
            };
            for format in [Format::Json, Format::Text, Format::Table(style)] {
                let _ = format.render("Title", &value, &mut String::new());
            }
        }
        Err(error) => {
            let _ = error.to_string();
        }
    }
});
