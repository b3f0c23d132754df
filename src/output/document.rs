//! Converts the response of `get-backend-auth` into a document for `--cli-input-json` of the
//! update. The service returns the shape of *create*, which has members that the update does not
//! accept.

use crate::model::{Operation, Shape, Structure, UPDATE_BACKEND_AUTH};
use crate::python::value::{Dict, Value};

/// The configuration in the shape of the update.
#[derive(Debug)]
pub struct Document {
    /// The members of the update's input, in the model's order.
    pub members: Dict,
    /// The paths of members that the update does not accept, such as
    /// `ResourceConfig.UserPoolConfigs.UserPoolName`.
    pub left_out: Vec<String>,
}

/// The document that sets the configuration of the response. Members of the request that the
/// response does not repeat, such as the app ID, are kept.
pub fn for_update(request: &Dict, response: &Dict) -> Document {
    let mut members = request.clone();
    for (name, value) in response.entries.iter() {
        members.entries.insert(name.clone(), value.clone());
    }
    accepted(&members, &UPDATE_BACKEND_AUTH)
}

/// The members that an operation accepts, in the model's order, at every depth. A null counts as
/// absent.
fn accepted(members: &Dict, operation: &Operation) -> Document {
    let mut left_out = Vec::new();
    let members = structure(members, operation.input, "", &mut left_out);
    Document { members, left_out }
}

fn structure(dict: &Dict, shape: &Structure, path: &str, left_out: &mut Vec<String>) -> Dict {
    let mut kept = Dict::default();
    for member in shape.members {
        if let Some(given) = dict.entries.get(member.name).filter(is_given) {
            let given = value(given, &member.shape, &step(path, member.name), left_out);
            kept.entries.insert(member.name.to_owned(), given);
        }
    }
    let unknown = dict.entries.iter().filter(|(_, value)| is_given(value));
    let unknown = unknown.filter(|(name, _)| shape.member(name).is_none());
    left_out.extend(unknown.map(|(name, _)| step(path, name)));
    kept
}

fn value(given: &Value, shape: &Shape, path: &str, left_out: &mut Vec<String>) -> Value {
    match (shape, given) {
        (Shape::Structure(inner), Value::Dict(dict)) => {
            Value::Dict(structure(dict, inner, path, left_out))
        }
        (Shape::List(element), Value::List(items)) => {
            let items = items.iter().filter(is_given);
            let items = items.map(|item| value(item, element, path, left_out));
            Value::List(items.collect())
        }
        (_, given) => given.clone(),
    }
}

fn is_given(value: &&Value) -> bool {
    **value != Value::Null
}

/// The path of a member of the structure at `path`.
pub(super) fn step(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::json::{self, parse_dict as dict};

    #[test]
    fn members_that_the_update_does_not_accept_are_left_out_and_listed() {
        let request = dict(r#"{"AppId": "d1", "BackendEnvironmentName": "dev"}"#);
        let response = dict(
            r#"{"AppId": "d2", "Error": "e", "ResourceName": "r", "ResourceConfig": {
                "AuthResources": "USER_POOL_ONLY", "Service": "COGNITO",
                "IdentityPoolConfigs": {"IdentityPoolName": "i", "UnauthenticatedLogin": false},
                "UserPoolConfigs": {"UserPoolName": "u", "SignInMethod": "EMAIL", "Mfa": {},
                    "RequiredSignUpAttributes": ["EMAIL"],
                    "OAuth": {"OAuthScopes": ["PHONE", null]}}}}"#,
        );
        let document = for_update(&request, &response);
        assert_eq!(
            json::dumps(&Value::Dict(document.members)),
            r#"{"AppId": "d2", "BackendEnvironmentName": "dev", "ResourceConfig": {"AuthResources": "USER_POOL_ONLY", "IdentityPoolConfigs": {"UnauthenticatedLogin": false}, "Service": "COGNITO", "UserPoolConfigs": {"Mfa": {}, "OAuth": {"OAuthScopes": ["PHONE"]}}}, "ResourceName": "r"}"#
        );
        let config = "ResourceConfig";
        let pool = "ResourceConfig.UserPoolConfigs";
        assert_eq!(
            document.left_out,
            [
                format!("{config}.IdentityPoolConfigs.IdentityPoolName"),
                format!("{pool}.UserPoolName"),
                format!("{pool}.SignInMethod"),
                format!("{pool}.RequiredSignUpAttributes"),
                "Error".to_owned(),
            ]
        );
    }
}
