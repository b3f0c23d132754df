//! The model's table against the facts of the recorded service model.
//!
//! `python3 tests/record.py --model FILE` makes `golden/service-model.json` from the
//! `service-2.json` of a release of the original.

use crate::support::golden;
use amplifybackend::model::{INPUT, OPERATION, OUTPUT, Shape, Structure, docs};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

#[test]
fn the_input_table_is_the_recorded_model() {
    assert_same("input", &INPUT);
}

#[test]
fn the_output_table_is_the_recorded_model() {
    assert_same("output", &OUTPUT);
}

#[test]
fn the_input_has_thirty_shapes() {
    let model = golden::json("service-model.json");
    let mut names = Vec::new();
    collect(model["input"].as_str().unwrap(), &model, &mut names);
    assert_eq!(names.len(), 30, "{names:?}");
}

#[test]
fn the_operation_is_the_one_of_the_recorded_model() {
    let model = golden::json("service-model.json");
    assert_eq!(model["input"], format!("{OPERATION}Request"));
    assert_eq!(model["output"], format!("{OPERATION}Response"));
}

#[test]
fn a_member_is_called_deprecated_where_the_recorded_model_says_so() {
    let model = golden::json("service-model.json");
    let recorded: BTreeSet<(String, String)> = model["shapes"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(name, shape)| {
            let members = shape["deprecated"].as_array().into_iter().flatten();
            members.map(|member| (name.clone(), member.as_str().unwrap().to_owned()))
        })
        .collect();
    let ours: BTreeSet<(String, String)> = docs::ALL
        .iter()
        .filter(|meaning| meaning.deprecated)
        .map(|meaning| (meaning.structure.to_owned(), meaning.member.to_owned()))
        .collect();
    assert_eq!(ours.len(), 4);
    assert_eq!(ours, recorded);
}

#[test]
fn what_a_login_provider_hands_out_is_secret_and_lies_in_sensitive_structures() {
    let mut secrets = Vec::new();
    collect_secrets(&INPUT, &mut secrets);
    collect_secrets(&OUTPUT, &mut secrets);
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
fn assert_same(end: &str, table: &'static Structure) {
    let model = golden::json("service-model.json");
    let name = model[end].as_str().unwrap();
    let recorded = recorded(name, &model["shapes"]);
    let ours = ours(&Shape::Structure(table));
    assert_eq!(format!("{ours:#}"), format!("{recorded:#}"));
}

/// A shape of the recorded model with everything below it written out.
fn recorded(name: &str, shapes: &Value) -> Value {
    let shape = &shapes[name];
    match shape["type"].as_str() {
        Some("structure") => {
            let members = shape["members"].as_array().unwrap().iter();
            let member = |m: &Value| json!([m[0], m[1], recorded(m[2].as_str().unwrap(), shapes)]);
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

/// The same of the table.
fn ours(shape: &Shape) -> Value {
    match shape {
        Shape::Structure(structure) => {
            let members = structure.members.iter();
            let member =
                |m: &amplifybackend::model::Member| json!([m.name, m.wire_name, ours(&m.shape)]);
            json!({
                "structure": structure.name,
                "members": members.map(member).collect::<Vec<_>>(),
                "required": structure.required,
                "sensitive": structure.sensitive,
            })
        }
        Shape::List(element) => json!({ "list": ours(element) }),
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
