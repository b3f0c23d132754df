//! Validates the parameters against the model: all errors at once, in the original's order and with
//! its messages (`botocore/validate.py`). Values of enumerations are not checked; the service
//! decides.

use super::RecursionLimits;
use crate::dialect::Dialect;
use crate::error::{Error, ParamError, ValidationError, ValidationErrors};
use crate::model::{Location, Operation, Shape, Structure};
use crate::python::repr::repr_depth;
use crate::python::value::{Dict, Value, decode_key};

/// Validates the operation's parameters. Without `complete`, required members may be missing below
/// the top level (`parameter_validation = false`); the types are still checked, because a value of
/// another type cannot be serialized.
///
/// # Errors
/// All errors in the parameters.
pub fn validate(
    operation: &Operation,
    params: &Dict,
    complete: bool,
) -> Result<(), ValidationErrors> {
    let mut validator = Validator {
        complete,
        ..Validator::default()
    };
    validator.structure(params, operation.input);
    validator.into_result()
}

/// The error of a validation. The original's message contains the `repr` of values, which fails
/// beyond Python's recursion limit.
pub fn report(errors: ValidationErrors, dialect: Dialect) -> Error {
    let max_depth = RecursionLimits::of(dialect).repr;
    let is_too_deep = errors.0.iter().any(|error| match error {
        ValidationError::WrongType { value, .. } => repr_depth(value) > max_depth,
        _ => false,
    });
    if is_too_deep {
        let message = "maximum recursion depth exceeded while getting the repr of an object";
        return Error::Param(ParamError::Python(message.to_owned()));
    }
    Error::Validation(errors)
}

/// Rejects non-string keys of a document, and the member `self`. The original passes the members as
/// keyword arguments to a method (`botocore/client.py: ClientCreator._create_api_method`), which
/// fails before they are validated.
///
/// # Errors
/// Python's message.
pub fn check_keywords(params: &Dict) -> Result<(), String> {
    if params.entries.keys().any(|key| decode_key(key).is_some()) {
        return Err("keywords must be strings".to_owned());
    }
    if params.entries.contains_key("self") {
        return Err(
            "ClientCreator._create_api_method.<locals>._api_call() got multiple values \
                    for argument 'self'"
                .to_owned(),
        );
    }
    Ok(())
}

/// Rejects the values that would address another route of the service: an empty string, and the dot
/// segments that servers and proxies remove. The original sends them.
///
/// # Errors
/// The members whose value cannot be a segment of a path.
pub fn check_path(operation: &Operation, params: &Dict) -> Result<(), ValidationErrors> {
    let mut validator = Validator::default();
    let members = operation.input.members.iter();
    for member in members.filter(|member| member.location == Location::Path) {
        let name = member.name;
        match params.entries.get(name) {
            Some(Value::String(text)) if text.is_empty() => {
                validator.errors.push(ValidationError::Empty(name));
            }
            Some(Value::String(text)) if text == "." || text == ".." => {
                validator
                    .errors
                    .push(ValidationError::DotSegment(name, text.clone()));
            }
            _ => {}
        }
    }
    validator.into_result()
}

/// Collects the errors of a value.
#[derive(Default)]
struct Validator {
    complete: bool,
    errors: Vec<ValidationError>,
    /// The path to the current value: `.ResourceConfig.UserPoolConfigs.Mfa`, `[0]`.
    path: String,
}

impl Validator {
    fn into_result(self) -> Result<(), ValidationErrors> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(ValidationErrors(self.errors))
        }
    }

    /// Reports missing members, then unknown ones, then errors in the known ones.
    fn structure(&mut self, dict: &Dict, structure: &'static Structure) {
        for required in structure.required {
            let needed = self.complete || self.path.is_empty();
            if needed && !dict.entries.contains_key(*required) {
                let error = ValidationError::Missing(self.name(), required);
                self.errors.push(error);
            }
        }
        for name in dict.entries.keys() {
            if structure.member(name).is_none() {
                let error = ValidationError::Unknown(self.name(), name.clone(), structure);
                self.errors.push(error);
            }
        }
        for (name, value) in dict.entries.iter() {
            if let Some(member) = structure.member(name) {
                self.within(&format!(".{name}"), value, member.shape);
            }
        }
    }

    fn within(&mut self, step: &str, value: &Value, shape: Shape) {
        let length = self.path.len();
        self.path.push_str(step);
        self.value(value, shape);
        self.path.truncate(length);
    }

    fn value(&mut self, value: &Value, shape: Shape) {
        let valid_types = match (shape, value) {
            (Shape::Structure(structure), Value::Dict(dict)) => {
                return self.structure(dict, structure);
            }
            (Shape::List(element), Value::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.within(&format!("[{index}]"), item, *element);
                }
                return;
            }
            (Shape::String(_), Value::String(_)) | (Shape::Boolean, Value::Bool(_)) => return,
            // In Python, a boolean is an integer.
            (Shape::Double, Value::Float(_) | Value::Int(_) | Value::Bool(_)) => return,
            (Shape::Structure(_), _) => "<class 'dict'>",
            (Shape::List(_), _) => "<class 'list'>, <class 'tuple'>",
            (Shape::String(_), _) => "<class 'str'>",
            (Shape::Boolean, _) => "<class 'bool'>",
            (Shape::Double, _) => "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
        };
        let error = ValidationError::WrongType {
            name: self.name(),
            value: value.clone(),
            class: value.class(),
            valid_types,
        };
        self.errors.push(error);
    }

    fn name(&self) -> String {
        match self.path.strip_prefix('.') {
            Some(path) => path.to_owned(),
            None => "input".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UPDATE_BACKEND_AUTH;
    use crate::python::json::{Objects, parse_nested};

    #[test]
    fn a_report_fails_beyond_the_recursion_limit_of_each_version() {
        for (objects, open, close, dialect, levels) in [
            (Objects::Dict, "[", "]", Dialect::V1, 975),
            (Objects::Dict, "{\"a\":", "}", Dialect::V1, 975),
            (Objects::OrderedDict, "{\"a\":", "}", Dialect::V1, 325),
            (Objects::Dict, "[", "]", Dialect::V2, 970),
            (Objects::OrderedDict, "{\"a\":", "}", Dialect::V2, 323),
        ] {
            let is_validation = |levels| {
                let text = format!("{}1{}", open.repeat(levels), close.repeat(levels));
                let value = parse_nested(&text, objects, 1000).unwrap();
                let params: Dict = [("AppId".to_owned(), value)].into_iter().collect();
                let errors = validate(&UPDATE_BACKEND_AUTH, &params, true).unwrap_err();
                matches!(report(errors, dialect), Error::Validation(_))
            };
            assert!(is_validation(levels), "{levels} {open}");
            assert!(!is_validation(levels + 1), "{levels} {open}");
        }
    }
}
