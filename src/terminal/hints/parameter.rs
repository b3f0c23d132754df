//! Hints for a parameter value that cannot be loaded or parsed.

use super::validation::path_to;
use super::{HintContext, SKELETON, files, syntax};
use crate::dialect::Dialect;
use crate::error::ParamError;
use crate::model::Shape;

/// The hint for a parameter value.
pub(super) fn hint(error: &ParamError, context: &HintContext<'_>) -> Option<String> {
    match error {
        ParamError::InParameter(parameter, error) => {
            of(parameter.trim_start_matches('-'), error, context)
        }
        // `@=` in shorthand loads files too; the original's error then has no parameter name.
        other => of("resource-config", other, context),
    }
}

fn of(name: &str, error: &ParamError, context: &HintContext<'_>) -> Option<String> {
    Some(match error {
        ParamError::Syntax {
            expected,
            received,
            input,
            index,
            file,
        } => {
            return inline(input, file.as_deref(), context)
                .or_else(|| syntax::shorthand(expected, received, input, *index, file.is_some()));
        }
        ParamError::InvalidJson {
            reason,
            at,
            received,
            file,
        } => {
            return inline(received, file.as_deref(), context)
                .or_else(|| syntax::json(name, reason, *at, received, context.dialect));
        }
        ParamError::InvalidDocument(_, Some(error)) => return of(name, error, context),
        ParamError::InvalidDocument("YAML", None) => {
            "YAML is indented with spaces, not tabs; texts with \": \" or \" #\" in them need \
             quotes; a quote or a bracket may be open"
                .to_owned()
        }
        ParamError::NotADict("str") if name == "cli-input-yaml" => {
            return Some("write \"NAME: VALUE\" with a space behind the colon".to_owned());
        }
        ParamError::NotANumber(_) | ParamError::NumberOfWrongType(_) => {
            let path = path_to(|shape| matches!(shape, Shape::Double))?;
            format!("{path} takes one number")
        }
        ParamError::BooleanOfWrongType(_) => {
            let path = path_to(|shape| matches!(shape, Shape::Boolean))?;
            format!("{path} takes true or false")
        }
        ParamError::NotADict(_) => format!("the document is one object, as printed by {SKELETON}"),
        ParamError::NotAnObject(_) => {
            "ResourceConfig is one object: it begins with {, not with [".to_owned()
        }
        ParamError::FileUnreadable { reference, source } => {
            return files::unreadable(reference, &source.path, context);
        }
        ParamError::FileNotText { path } if path.ends_with(".gz") => {
            "the file is compressed: gunzip it first".to_owned()
        }
        ParamError::FileNotText { .. } => {
            "save the file as UTF-8; what PowerShell's > writes is often UTF-16".to_owned()
        }
        ParamError::BytesAsText | ParamError::BytesWithoutText => {
            "write file:// instead of fileb://".to_owned()
        }
        ParamError::Unretrievable { .. } => {
            "a value that is an address is fetched; cli_follow_urlparam = false in the profile \
             sends it as it is"
                .to_owned()
        }
        ParamError::SeveralDocuments => "keep one of the two documents".to_owned(),
        _ => return None,
    })
}

/// Hints for values given directly on the command line rather than in a file.
fn inline(value: &str, file: Option<&str>, context: &HintContext<'_>) -> Option<String> {
    if file.is_some() {
        return None;
    }
    if value.trim().is_empty() {
        return Some("the value is empty: is the variable that should hold it unset?".to_owned());
    }
    files::without_prefix(value, context)
}

/// The advice for a YAML document where JSON is expected.
pub(super) fn yaml(name: &str, dialect: Dialect) -> &'static str {
    match (name, dialect) {
        ("resource-config", _) => "this is YAML; --resource-config takes JSON or shorthand",
        (_, Dialect::V1) => {
            "this is YAML; the document is JSON (--cli-input-yaml belongs to version 2: set \
             AMPLIFYBACKEND_DIALECT=2)"
        }
        (_, Dialect::V2) => "this is YAML: give it to --cli-input-yaml",
    }
}
