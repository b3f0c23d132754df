//! The model's table against the facts of the recorded service model
//! (`amplifybackend/2020-08-11`), in `golden/service-model.json`.

use amplifybackend::model::{INPUT, OPERATION, OUTPUT, Shape, Structure};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn recorded() -> Value {
    serde_json::from_str(include_str!("../golden/service-model.json")).unwrap()
}

/// Compares a shape with the recorded one of that name, and notes the name.
fn compare(shape: Shape, name: &str, model: &Value, seen: &mut BTreeSet<String>) {
    let recorded = &model["shapes"][name];
    seen.insert(name.to_owned());
    assert_eq!(shape.kind(), recorded["type"], "type of {name}");
    match shape {
        Shape::Structure(structure) => compare_structure(structure, name, model, seen),
        Shape::List(element) => {
            let element_name = recorded["member"].as_str().unwrap();
            compare(*element, element_name, model, seen);
        }
        Shape::String(values) => {
            let expected = recorded.get("enum").cloned().unwrap_or(json!([]));
            assert_eq!(json!(values), expected, "values of {name}");
        }
        Shape::Boolean | Shape::Double => {}
    }
}

fn compare_structure(
    structure: &'static Structure,
    name: &str,
    model: &Value,
    seen: &mut BTreeSet<String>,
) {
    let recorded = &model["shapes"][name];
    assert_eq!(structure.name, name);
    let required = recorded.get("required").cloned().unwrap_or(json!([]));
    assert_eq!(json!(structure.required), required, "required of {name}");
    assert_eq!(
        structure.sensitive,
        recorded.get("sensitive").is_some(),
        "sensitivity of {name}"
    );
    let members = recorded["members"].as_array().unwrap();
    assert_eq!(structure.members.len(), members.len(), "members of {name}");
    for (member, recorded) in structure.members.iter().zip(members) {
        assert_eq!(member.name, recorded["name"], "order of {name}");
        assert_eq!(
            member.wire_name, recorded["wire_name"],
            "{name}.{}",
            member.name
        );
        compare(
            member.shape,
            recorded["shape"].as_str().unwrap(),
            model,
            seen,
        );
    }
}

#[test]
fn the_table_is_the_recorded_service_model() {
    let model = recorded();
    assert_eq!(OPERATION, model["operation"]);
    let mut seen = BTreeSet::new();
    let input = model["input"].as_str().unwrap();
    compare(Shape::Structure(&INPUT), input, &model, &mut seen);
    assert_eq!(seen.len(), 30, "shapes of the input");
    let output = model["output"].as_str().unwrap();
    compare(Shape::Structure(&OUTPUT), output, &model, &mut seen);
    assert_eq!(seen.len(), model["shapes"].as_object().unwrap().len());
}
