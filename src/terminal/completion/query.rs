//! Inside of `--query`: the names of the members that the expression selects from the answer.

use super::config::kind;
use super::{Candidate, Follow};
use crate::model::{Member, Shape, Structure};

/// The members that may stand at the end of the expression, and where the name begins that they
/// replace. After a pipe or a function nothing is offered: the value there is not the answer.
pub(super) fn offer(expression: &str, output: &'static Structure) -> (usize, Vec<Candidate>) {
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

/// The structure whose member follows `before`.
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
    fn members_of_the_answer_are_offered_where_one_can_stand() {
        let names = |expression: &str, output| {
            let (start, found) = offer(expression, output);
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
