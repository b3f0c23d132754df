//! Advice on a parameter's value that cannot be loaded or read.

use super::validation::path_to;
use super::{HintContext, SKELETON, files, raw_args, syntax};
use crate::error::ParamError;
use crate::model::Shape;

/// What to try instead.
pub fn hint(error: &ParamError, around: &HintContext<'_>) -> Option<String> {
    match error {
        ParamError::InParameter(parameter, error) => {
            let name = parameter.trim_start_matches('-');
            let typed = raw_args::value_of(around, name).unwrap_or_default();
            of(name, typed, error, around)
        }
        ParamError::NotANumber(_) | ParamError::NumberOfWrongType(_) => {
            let path = path_to(|shape| matches!(shape, Shape::Double))?;
            Some(format!("{path} takes one number"))
        }
        ParamError::BooleanOfWrongType(_) => {
            let path = path_to(|shape| matches!(shape, Shape::Boolean))?;
            Some(format!("{path} takes true or false"))
        }
        ParamError::NotADict(_) => Some(format!(
            "the document is one object, as printed by {SKELETON}"
        )),
        // `@=` in shorthand loads files too, and the original names no parameter then.
        other => of("resource-config", "", other, around),
    }
}

fn of(name: &str, typed: &str, error: &ParamError, around: &HintContext<'_>) -> Option<String> {
    match error {
        ParamError::Syntax {
            expected,
            received,
            input,
            index,
        } => inline(input, typed, around)
            .or_else(|| syntax::shorthand(expected, received, input, *index)),
        ParamError::InvalidJson {
            reason,
            at,
            received,
        } => inline(received, typed, around).or_else(|| syntax::json(name, reason, *at, received)),
        ParamError::NotAnObject(_) => {
            Some("ResourceConfig is one object: it begins with {, not with [".to_owned())
        }
        ParamError::FileUnreadable { reference, source } => {
            files::unreadable(reference, &source.path, around)
        }
        ParamError::FileNotText { .. } => {
            Some("save the file as UTF-8; what PowerShell's > writes is often UTF-16".to_owned())
        }
        ParamError::BytesAsText | ParamError::BytesWithoutText => {
            Some("write file:// instead of fileb://".to_owned())
        }
        ParamError::Unretrievable { .. } => Some(
            "a value that is an address is fetched; cli_follow_urlparam = false in the profile \
             sends it as it is"
                .to_owned(),
        ),
        _ => None,
    }
}

/// The mistakes of values that stand on the command line themselves.
fn inline(value: &str, typed: &str, around: &HintContext<'_>) -> Option<String> {
    if value != typed {
        return None;
    }
    if value.trim().is_empty() {
        return Some("the value is empty: is the variable that should hold it unset?".to_owned());
    }
    files::without_prefix(typed, around)
}
