//! The tables of the model agree with the recorded service model.
//!
//! `python3 tests/record.py --model FILE` makes `golden/service-model.json` from the
//! `service-2.json` of a release of the original.

use crate::support::golden;
use amplifybackend::model::{
    Location, Method, OPERATIONS, Operation, Shape, Structure, UPDATE_BACKEND_AUTH, docs,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

#[test]
fn the_operations_are_those_of_the_recorded_model() {
    let model = golden::json("service-model.json");
    assert_eq!(
        OPERATIONS.len(),
        model["operations"].as_object().unwrap().len()
    );
    for operation in OPERATIONS {
        let recorded = &model["operations"][operation.name];
        let method = match operation.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        let http = json!({"method": method, "requestUri": operation.uri, "responseCode": 200});
        assert_eq!(recorded["http"], http);
        assert_same(&recorded["input"], operation.input);
        assert_same(&recorded["output"], operation.output);
        assert_errors(operation, &recorded["errors"], &model["shapes"]);
    }
}

/// The errors with their members, in the recorded order.
fn assert_errors(operation: &Operation, recorded: &Value, shapes: &Value) {
    let recorded = recorded.as_array().unwrap().iter().map(|name| {
        let members = shapes[name.as_str().unwrap()]["members"].as_array();
        let members = members
            .unwrap()
            .iter()
            .filter(|member| member[0] != "Message");
        json!([
            name,
            members
                .map(|member| json!([member[0], member[1]]))
                .collect::<Vec<_>>()
        ])
    });
    let errors = operation.errors.iter();
    let ours: Vec<Value> = errors
        .map(|error| json!([error.code, error.members]))
        .collect();
    assert_eq!(ours, recorded.collect::<Vec<_>>());
}

#[test]
fn the_input_has_thirty_shapes() {
    let model = golden::json("service-model.json");
    let mut names = Vec::new();
    let input = &model["operations"][UPDATE_BACKEND_AUTH.name]["input"];
    collect(input.as_str().unwrap(), &model, &mut names);
    assert_eq!(names.len(), 30, "{names:?}");
}

#[test]
fn a_member_is_called_deprecated_where_the_recorded_model_says_so() {
    let model = golden::json("service-model.json");
    let recorded: BTreeSet<(String, String)> = model["shapes"]
        .as_object()
        .unwrap()
        .iter()
        // Only the responses have those of another operation.
        .filter(|(name, _)| !name.starts_with("Create"))
        .flat_map(|(name, shape)| {
            let members = shape["deprecated"].as_array().into_iter().flatten();
            members.map(|member| (name.clone(), member.as_str().unwrap().to_owned()))
        })
        .collect();
    let ours: BTreeSet<(String, String)> = docs::ALL
        .iter()
        .filter(|doc| doc.deprecated)
        .map(|doc| (doc.structure.to_owned(), doc.member.to_owned()))
        .collect();
    assert_eq!(ours.len(), 4);
    assert_eq!(ours, recorded);
}

#[test]
fn client_secrets_of_login_providers_are_in_sensitive_structures() {
    let mut secrets = Vec::new();
    collect_secrets(UPDATE_BACKEND_AUTH.input, &mut secrets);
    collect_secrets(UPDATE_BACKEND_AUTH.output, &mut secrets);
    // Three providers share one structure.
    let mut expected = ["ClientSecret"; 3].to_vec();
    expected.extend(["KeyId", "PrivateKey", "TeamId"]);
    assert_eq!(secrets, expected);
}

fn collect_secrets(structure: &'static Structure, found: &mut Vec<&'static str>) {
    for member in structure.members {
        if member.is_secret() {
            assert!(structure.sensitive, "{}.{}", structure.name, member.name);
            found.push(member.name);
        }
        if let Shape::Structure(inner) = &member.shape {
            collect_secrets(inner, found);
        }
    }
}

#[track_caller]
fn assert_same(name: &Value, table: &'static Structure) {
    let model = golden::json("service-model.json");
    let recorded = recorded(name.as_str().unwrap(), &model["shapes"]);
    let ours = from_table(&Shape::Structure(table));
    assert_eq!(format!("{ours:#}"), format!("{recorded:#}"));
}

/// A shape of the recorded model, with nested shapes expanded.
fn recorded(name: &str, shapes: &Value) -> Value {
    let shape = &shapes[name];
    match shape["type"].as_str() {
        Some("structure") => {
            let members = shape["members"].as_array().unwrap().iter();
            let member = |m: &Value| {
                let element = shapes[m[2].as_str().unwrap()].get("member");
                let element = element.cloned().unwrap_or(json!(""));
                json!([
                    m[0],
                    m[1],
                    m[3],
                    element,
                    recorded(m[2].as_str().unwrap(), shapes)
                ])
            };
            json!({
                "structure": name,
                "members": members.map(member).collect::<Vec<_>>(),
                "required": shape["required"],
                "sensitive": shape["sensitive"],
            })
        }
        Some("list") => json!({ "list": recorded(shape["member"].as_str().unwrap(), shapes) }),
        Some(kind) => {
            let values = shape.get("enum").cloned();
            Map::from_iter([(kind.to_owned(), values.unwrap_or(json!([])))]).into()
        }
        None => panic!("no shape {name}"),
    }
}

/// The same from the table.
fn from_table(shape: &Shape) -> Value {
    match shape {
        Shape::Structure(structure) => {
            let members = structure.members.iter();
            let member = |m: &amplifybackend::model::Member| {
                let location = match m.location {
                    Location::Body => "body",
                    Location::Path => "uri",
                };
                json!([
                    m.name,
                    m.wire_name,
                    location,
                    m.element_name,
                    from_table(&m.shape)
                ])
            };
            json!({
                "structure": structure.name,
                "members": members.map(member).collect::<Vec<_>>(),
                "required": structure.required,
                "sensitive": structure.sensitive,
            })
        }
        Shape::List(element) => json!({ "list": from_table(element) }),
        Shape::String(values) => json!({ "string": values }),
        Shape::Boolean => json!({ "boolean": [] }),
        Shape::Double => json!({ "double": [] }),
    }
}

fn collect<'a>(name: &'a str, model: &'a Value, names: &mut Vec<&'a str>) {
    if names.contains(&name) {
        return;
    }
    names.push(name);
    let shape = &model["shapes"][name];
    for member in shape["members"].as_array().into_iter().flatten() {
        collect(member[2].as_str().unwrap(), model, names);
    }
    if let Some(element) = shape["member"].as_str() {
        collect(element, model, names);
    }
}
