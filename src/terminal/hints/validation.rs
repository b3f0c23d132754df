//! Hints for parameters that do not conform to the model.

use super::SKELETON;
use super::suggest::{normalize, one_of, sanitize, suggest};
use crate::error::{ValidationError, ValidationErrors};
use crate::model::{Operation, Shape, Structure, UPDATE_BACKEND_AUTH};

/// Members that `get-backend-auth` returns and the update does not accept.
const RESPONSE_ONLY: [&str; 4] = [
    "UserPoolName",
    "SignInMethod",
    "RequiredSignUpAttributes",
    "IdentityPoolName",
];

/// The maximum number of misspelled keys that a hint lists, and of validation errors that are
/// searched for them.
const MAX_LISTED: usize = 3;
const MAX_EXAMINED: usize = 50;

/// The hint for the validation error that explains the mistake best.
pub(super) fn hint(operation: &Operation, errors: &ValidationErrors) -> Option<String> {
    let errors = &errors.0;
    let examined = || errors.iter().take(MAX_EXAMINED);
    whole_document(operation, errors)
        .or_else(|| misspelled_keys(errors))
        .or_else(|| examined().find_map(|error| misplaced(operation, error)))
        .or_else(|| errors.iter().find_map(mistyped))
        .or_else(|| errors.iter().find_map(|error| missing(operation, error)))
}

/// Top-level members of the document for `amplify update auth --headless`, which has a similar
/// schema.
const HEADLESS: [&str; 3] = ["version", "serviceConfiguration", "serviceModification"];

/// The hint for a document that belongs to another option or to another program.
fn whole_document(operation: &Operation, errors: &[ValidationError]) -> Option<String> {
    let unknown = |place: &str| -> Vec<&str> {
        let keys = errors.iter().filter_map(|error| match error {
            ValidationError::Unknown(path, key, _) if path == place => Some(key.as_str()),
            _ => None,
        });
        keys.collect()
    };
    let outermost = unknown("input");
    let in_config = unknown("ResourceConfig");
    let all = |keys: &[&str]| HEADLESS.iter().filter(|name| keys.contains(name)).count();
    if all(&outermost) >= 2 || all(&in_config) >= 2 {
        return Some(format!(
            "this is a document for \"amplify update auth --headless\"; the members have other \
             names here: {SKELETON}"
        ));
    }
    let has = |structure: &Structure, keys: &[&str]| {
        let known = keys.iter().filter(|key| structure.member(key).is_some());
        known.count()
    };
    if in_config.contains(&"ResourceConfig") || has(operation.input, &in_config) >= 2 {
        return Some("this is a whole document: give it to --cli-input-json".to_owned());
    }
    let config = match operation.input.member("ResourceConfig")?.shape {
        Shape::Structure(config) => config,
        _ => return None,
    };
    (has(config, &outermost) >= 2).then(|| {
        "this is a resource configuration: give it to --resource-config, or put it under \
         \"ResourceConfig\""
            .to_owned()
    })
}

fn misspelled_keys(errors: &[ValidationError]) -> Option<String> {
    let unknown = errors.iter().filter_map(|error| match error {
        ValidationError::Unknown(_, key, structure) => {
            let members: Vec<&str> = structure.members.iter().map(|member| member.name).collect();
            Some((key, suggest(key, &members)))
        }
        _ => None,
    });
    let unknown: Vec<_> = unknown.take(MAX_EXAMINED).collect();
    let suggest: Vec<_> = unknown
        .iter()
        .filter_map(|(key, suggest)| Some((key, (*suggest)?)))
        .collect();
    match (suggest.as_slice(), unknown.len()) {
        ([], _) => None,
        ([(_, name)], 1) => Some(format!("did you mean {name}?")),
        _ => {
            let pairs: Vec<String> = suggest
                .iter()
                .take(MAX_LISTED)
                .map(|(key, name)| format!("{name} for {}", sanitize(key)))
                .collect();
            let more = if suggest.len() > MAX_LISTED {
                ", ..."
            } else {
                ""
            };
            Some(format!("did you mean {}{more}?", pairs.join(", ")))
        }
    }
}

/// The hint for a key that belongs to another structure, or only to a response.
fn misplaced(operation: &Operation, error: &ValidationError) -> Option<String> {
    let ValidationError::Unknown(_, key, _) = error else {
        return None;
    };
    let mut paths = Vec::new();
    parent_paths(operation.input, "", &normalize(key), &mut paths);
    if !paths.is_empty() {
        return Some(format!("{} belongs in {}", sanitize(key), one_of(&paths)));
    }
    RESPONSE_ONLY.contains(&key.as_str()).then(|| {
        format!("the update does not take everything that get-backend-auth shows: leave out {key}")
    })
}

/// Adds the paths of all structures that have a member of that name, in any case and with any
/// separators.
fn parent_paths(structure: &Structure, path: &str, key: &str, paths: &mut Vec<String>) {
    for member in structure.members {
        if normalize(member.name) == key && !path.is_empty() {
            paths.push(path.to_owned());
        } else if normalize(member.name) == key {
            paths.push("the outermost object".to_owned());
        }
        if let Shape::Structure(inner) = member.shape {
            let dot = if path.is_empty() { "" } else { "." };
            parent_paths(inner, &format!("{path}{dot}{}", member.name), key, paths);
        }
    }
}

fn mistyped(error: &ValidationError) -> Option<String> {
    match error {
        ValidationError::WrongType { class, .. } if *class == "NoneType" => {
            Some("leave a member out instead of giving it null".to_owned())
        }
        ValidationError::WrongType {
            name,
            valid_types,
            class,
            ..
        } => {
            let takes = match *valid_types {
                "<class 'str'>" if *class == "list" => "one string, not a list",
                "<class 'dict'>" => "an object: {\"Name\": ...}, in shorthand {Name=...}",
                "<class 'str'>" => "a string, in double quotes",
                "<class 'bool'>" => "true or false, without quotes",
                types if types.starts_with("<class 'list'>") => {
                    "a list: [\"A\", \"B\"], in shorthand [A,B]"
                }
                _ => "a number, without quotes",
            };
            let member = name.rsplit('.').next().unwrap_or(name);
            Some(format!("{} takes {takes}", sanitize(member)))
        }
        ValidationError::Empty(name) => Some(format!(
            "{name} is empty: is the variable that should hold it unset?"
        )),
        _ => None,
    }
}

fn missing(operation: &Operation, error: &ValidationError) -> Option<String> {
    let ValidationError::Missing(path, name) = error else {
        return None;
    };
    let structure = structure_at(operation, path)?;
    let takes = match structure.member(name)?.shape {
        Shape::String(values) if !values.is_empty() => format!("{name} takes {}; ", one_of(values)),
        _ => String::new(),
    };
    Some(format!(
        "{takes}every member is in the skeleton: {SKELETON}"
    ))
}

/// The structure at the path of a validation error.
fn structure_at(operation: &Operation, path: &str) -> Option<&'static Structure> {
    let mut structure = operation.input;
    if path == "input" {
        return Some(structure);
    }
    for name in path.split('.') {
        match structure.member(name)?.shape {
            Shape::Structure(inner) => structure = inner,
            _ => return None,
        }
    }
    Some(structure)
}

/// The path of the one member whose shape fits. Shorthand is converted before it is validated, so
/// the original's message contains no member name.
pub(super) fn path_to(fits: fn(Shape) -> bool) -> Option<String> {
    fn search(structure: &Structure, path: &str, fits: fn(Shape) -> bool) -> Option<String> {
        structure.members.iter().find_map(|member| {
            let path = format!("{path}.{}", member.name);
            match member.shape {
                Shape::Structure(inner) => search(inner, &path, fits),
                shape => fits(shape).then_some(path),
            }
        })
    }
    search(UPDATE_BACKEND_AUTH.input, "", fits).map(|path| path.trim_start_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_conversion_of_shorthand_has_one_member() {
        let count = |fits: fn(Shape) -> bool| {
            fn walk(structure: &Structure, fits: fn(Shape) -> bool) -> usize {
                let members = structure.members.iter();
                members
                    .map(|member| match member.shape {
                        Shape::Structure(inner) => walk(inner, fits),
                        shape => usize::from(fits(shape)),
                    })
                    .sum()
            }
            walk(UPDATE_BACKEND_AUTH.input, fits)
        };
        assert_eq!(count(|shape| matches!(shape, Shape::Double)), 1);
        assert_eq!(count(|shape| matches!(shape, Shape::Boolean)), 1);
        assert_eq!(
            path_to(|shape| matches!(shape, Shape::Double)).as_deref(),
            Some("ResourceConfig.UserPoolConfigs.PasswordPolicy.MinimumLength")
        );
    }
}
