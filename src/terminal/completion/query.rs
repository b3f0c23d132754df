//! Completion inside `--query`: names of members of the response.

use super::config::kind;
use super::{Candidate, Follow};
use crate::model::{Member, Shape, Structure};

/// The members that can follow the expression, and the byte offset of the name that they replace.
/// There are none after a pipe or a function, because the value there has another shape.
pub(super) fn complete(expression: &str, output: &'static Structure) -> (usize, Vec<Candidate>) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let start = expression.rfind(|c| !is_name(c)).map_or(0, |at| at + 1);
    let before = expression.get(..start).unwrap_or_default();
    let Some(structure) = container(before, output) else {
        return (start, Vec::new());
    };
    let open = |c| before.matches(c).count();
    let in_brackets = open(['[', '{']) > open([']', '}']);
    let candidate = |member: &Member| {
        let about = kind(&member.shape);
        match member.shape {
            Shape::Structure(_) => Candidate::new(member.name, about, Follow::NoSpace),
            _ if in_brackets => Candidate {
                after: ",".to_owned(),
                ..Candidate::new(member.name, about, Follow::Comma)
            },
            _ => Candidate::new(member.name, about, Follow::Space),
        }
    };
    (start, structure.members.iter().map(candidate).collect())
}

/// The structure that contains the member after `before`.
fn container(before: &str, output: &'static Structure) -> Option<&'static Structure> {
    let Some(chain) = before.strip_suffix('.') else {
        let starts = before.is_empty() || before.ends_with(['[', '{', ',', ':', ' ']);
        let is_answer = !before.contains(['|', '(', '?', '&', '\'', '`', '"']);
        return (starts && is_answer).then_some(output);
    };
    let start = chain
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || "_.[]*".contains(c)))
        .map_or(0, |at| at + 1);
    let (outside, chain) = chain.split_at(start);
    container(outside, output)?;
    let mut structure = output;
    for name in chain.split('.') {
        let name = name.split('[').next().unwrap_or(name);
        structure = match structure.member(name)?.shape {
            Shape::Structure(inner) | Shape::List(&Shape::Structure(inner)) => inner,
            _ => return None,
        };
    }
    Some(structure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GET_BACKEND_AUTH, UPDATE_BACKEND_AUTH};

    #[test]
    fn members_of_the_response_are_offered_where_a_name_is_valid() {
        let names = |expression: &str, output| {
            let (start, found) = complete(expression, output);
            let typed = &expression[start..];
            let texts = found.into_iter().map(|candidate| candidate.text);
            texts
                .filter(|text| text.starts_with(typed))
                .collect::<Vec<_>>()
        };
        let update = UPDATE_BACKEND_AUTH.output;
        assert_eq!(names("Jo", update), ["JobId"]);
        assert_eq!(names("[JobId, Sta", update), ["Status"]);
        assert_eq!(names("{id: Jo", update), ["JobId"]);
        assert_eq!(names("JobId | Sta", update), [""; 0]);
        assert_eq!(names("length(Sta", update), [""; 0]);
        assert_eq!(names("JobId.", update), [""; 0]);
        let get = GET_BACKEND_AUTH.output;
        assert_eq!(
            names("ResourceConfig.UserPoolConfigs.Mfa.M", get),
            ["MFAMode"]
        );
    }
}
