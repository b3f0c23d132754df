//! Advice on parameters that do not fit the model, and the warning about values it does not list.

use super::SKELETON;
use super::near::{bare, near, one_of, shown};
use crate::error::{Finding, Findings};
use crate::model::{INPUT, Shape, Structure};
use crate::value::{Dict, Value};

/// What `get-backend-auth` answers and the update does not take.
const ONLY_ANSWERED: [&str; 4] = [
    "UserPoolName",
    "SignInMethod",
    "RequiredSignUpAttributes",
    "IdentityPoolName",
];

/// How many misspelled keys are named, and how many findings are looked through for them.
const MOST: usize = 3;
const MOST_LOOKED_AT: usize = 50;

/// The advice on the finding that says most about the mistake.
pub fn hint(findings: &Findings) -> Option<String> {
    let findings = &findings.0;
    near_misses(findings)
        .or_else(|| findings.iter().take(MOST_LOOKED_AT).find_map(misplaced))
        .or_else(|| findings.iter().find_map(mistyped))
        .or_else(|| findings.iter().find_map(missing))
}

fn near_misses(findings: &[Finding]) -> Option<String> {
    let unknown = findings.iter().filter_map(|finding| match finding {
        Finding::Unknown(_, key, structure) => {
            let members: Vec<&str> = structure.members.iter().map(|member| member.name).collect();
            Some((key, near(key, &members)))
        }
        _ => None,
    });
    let unknown: Vec<_> = unknown.take(MOST_LOOKED_AT).collect();
    let near: Vec<_> = unknown
        .iter()
        .filter_map(|(key, near)| Some((key, (*near)?)))
        .collect();
    match (near.as_slice(), unknown.len()) {
        ([], _) => None,
        ([(_, name)], 1) => Some(format!("did you mean {name}?")),
        _ => {
            let pairs: Vec<String> = near
                .iter()
                .take(MOST)
                .map(|(key, name)| format!("{name} for {}", shown(key)))
                .collect();
            let more = if near.len() > MOST { ", ..." } else { "" };
            Some(format!("did you mean {}{more}?", pairs.join(", ")))
        }
    }
}

/// A key that another structure has, or that only the answer to a question has.
fn misplaced(finding: &Finding) -> Option<String> {
    let Finding::Unknown(_, key, _) = finding else {
        return None;
    };
    let mut homes = Vec::new();
    find_homes(&INPUT, "", &bare(key), &mut homes);
    if !homes.is_empty() {
        return Some(format!("{} belongs in {}", shown(key), one_of(&homes)));
    }
    ONLY_ANSWERED.contains(&key.as_str()).then(|| {
        format!("the update does not take everything that get-backend-auth shows: leave out {key}")
    })
}

/// The ways to all structures with a member of that bare name.
fn find_homes(structure: &Structure, path: &str, key: &str, homes: &mut Vec<String>) {
    for member in structure.members {
        if bare(member.name) == key && !path.is_empty() {
            homes.push(path.to_owned());
        } else if bare(member.name) == key {
            homes.push("the outermost object".to_owned());
        }
        if let Shape::Structure(inner) = member.shape {
            let dot = if path.is_empty() { "" } else { "." };
            find_homes(inner, &format!("{path}{dot}{}", member.name), key, homes);
        }
    }
}

fn mistyped(finding: &Finding) -> Option<String> {
    match finding {
        Finding::WrongType { class, .. } if *class == "NoneType" => {
            Some("leave a member out instead of giving it null".to_owned())
        }
        Finding::WrongType {
            name, valid_types, ..
        } => {
            let takes = match *valid_types {
                "<class 'dict'>" => "an object: {\"Name\": ...}, in shorthand {Name=...}",
                "<class 'str'>" => "a text, in double quotes",
                "<class 'bool'>" => "true or false, without quotes",
                types if types.starts_with("<class 'list'>") => {
                    "a list: [\"A\", \"B\"], in shorthand [A,B]"
                }
                _ => "a number, without quotes",
            };
            let member = name.rsplit('.').next().unwrap_or(name);
            Some(format!("{} takes {takes}", shown(member)))
        }
        Finding::Empty(name) => Some(format!(
            "{name} is empty: is the variable that should hold it unset?"
        )),
        _ => None,
    }
}

fn missing(finding: &Finding) -> Option<String> {
    let Finding::Missing(path, name) = finding else {
        return None;
    };
    let structure = structure_at(path)?;
    let takes = match structure.member(name)?.shape {
        Shape::String(values) if !values.is_empty() => format!("{name} takes {}; ", one_of(values)),
        _ => String::new(),
    };
    Some(format!(
        "{takes}every member is in the skeleton: {SKELETON}"
    ))
}

/// The structure that a finding's path leads to.
fn structure_at(path: &str) -> Option<&'static Structure> {
    let mut structure = &INPUT;
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

/// The way to the one member of that shape; shorthand is converted before it is validated, and the
/// original's message then names no member.
pub fn path_to(fits: fn(Shape) -> bool) -> Option<String> {
    fn search(structure: &Structure, path: &str, fits: fn(Shape) -> bool) -> Option<String> {
        structure.members.iter().find_map(|member| {
            let path = format!("{path}.{}", member.name);
            match member.shape {
                Shape::Structure(inner) => search(inner, &path, fits),
                shape => fits(shape).then_some(path),
            }
        })
    }
    search(&INPUT, "", fits).map(|path| path.trim_start_matches('.').to_owned())
}

/// A warning about the first value that its enumeration does not list. Such a value is sent all
/// the same: the service may know more than the model.
pub fn unknown_value(params: &Dict) -> Option<String> {
    let mut found = Vec::new();
    unlisted_members(params, &INPUT, "", &mut found);
    let (path, value, known) = found.first()?;
    let meant = match near(value, known) {
        Some(near) => format!("; did you mean {near}?"),
        None => ".".to_owned(),
    };
    let more = match found.len() - 1 {
        0 => String::new(),
        more => format!(" ({more} more like it)"),
    };
    Some(format!(
        "{path}: {} is unknown and sent as it is{meant} Known: {}{more}",
        shown(value),
        known.join(", ")
    ))
}

type Unlisted<'v> = (String, &'v str, &'static [&'static str]);

fn unlisted_members<'v>(
    dict: &'v Dict,
    structure: &'static Structure,
    path: &str,
    found: &mut Vec<Unlisted<'v>>,
) {
    for member in structure.members {
        if let Some(value) = dict.entries.get(member.name) {
            let dot = if path.is_empty() { "" } else { "." };
            unlisted(
                value,
                member.shape,
                &format!("{path}{dot}{}", member.name),
                found,
            );
        }
    }
}

fn unlisted<'v>(value: &'v Value, shape: Shape, path: &str, found: &mut Vec<Unlisted<'v>>) {
    match (shape, value) {
        (Shape::Structure(inner), Value::Dict(dict)) => unlisted_members(dict, inner, path, found),
        (Shape::List(element), Value::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                unlisted(item, *element, &format!("{path}[{index}]"), found);
            }
        }
        (Shape::String(known), Value::String(text))
            if !known.is_empty() && !known.contains(&text.as_str()) =>
        {
            found.push((path.to_owned(), text, known));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_conversions_of_shorthand_have_one_member_each() {
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
            walk(&INPUT, fits)
        };
        assert_eq!(count(|shape| matches!(shape, Shape::Double)), 1);
        assert_eq!(count(|shape| matches!(shape, Shape::Boolean)), 1);
        assert_eq!(
            path_to(|shape| matches!(shape, Shape::Double)).as_deref(),
            Some("ResourceConfig.UserPoolConfigs.PasswordPolicy.MinimumLength")
        );
    }
}
