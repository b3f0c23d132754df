//! The schema accepts what validation accepts, and refuses what it refuses: generated documents,
//! judged by a validator that is not ours.

use crate::support::process::PROGRAM;
use crate::support::sandbox::DOCUMENT;
use crate::support::skip;
use amplifybackend::input::validate::validate;
use amplifybackend::model::UPDATE_BACKEND_AUTH;
use amplifybackend::python::json;
use amplifybackend::python::value::Value as PythonValue;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

const JUDGE: &str = r#"
import json, sys
import jsonschema
schema, *documents = map(json.loads, sys.stdin)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for document in documents:
    print(int(validator.is_valid(document)))
"#;

/// A sequence that looks random and is the same at every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// Changes one place of the document, or leaves it as it is.
fn mutate(value: &mut Value, random: &mut Random) {
    if random.below(4) == 0 {
        *value = match random.below(9) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(8),
            3 => json!(8.5),
            4 => json!(""),
            5 => json!("OTHER"),
            6 => json!([]),
            7 => json!(["SMS", "OTHER"]),
            _ => json!({}),
        };
        return;
    }
    match value {
        Value::Object(members) => match random.below(12) {
            0 => drop(members.insert("Unknown".to_owned(), json!("x"))),
            1 | 2 => {
                let kept = random.below(members.len().max(1));
                let names: Vec<String> = members.keys().cloned().collect();
                names.get(kept).map(|name| members.remove(name));
            }
            _ => descend(members, random),
        },
        Value::Array(items) if !items.is_empty() => {
            let index = random.below(items.len());
            mutate(&mut items[index], random);
        }
        _ => {}
    }
}

fn descend(members: &mut Map<String, Value>, random: &mut Random) {
    if !members.is_empty() {
        let index = random.below(members.len());
        if let Some(member) = members.values_mut().nth(index) {
            mutate(member, random);
        }
    }
}

fn is_valid(document: &Value) -> bool {
    match json::parse(&document.to_string()).unwrap() {
        PythonValue::Dict(params) => validate(&UPDATE_BACKEND_AUTH, &params, true).is_ok(),
        _ => false,
    }
}

fn schema() -> Value {
    let output = Command::new(PROGRAM).arg("schema").output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_schema_judges_500_documents_as_validation_does() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let documents: Vec<Value> = (0..500)
        .map(|number| {
            let mut document: Value = serde_json::from_str(DOCUMENT).unwrap();
            for _ in 0..number % 4 {
                mutate(&mut document, &mut random);
            }
            document
        })
        .collect();
    let ours: Vec<bool> = documents.iter().map(is_valid).collect();
    let valid = ours.iter().filter(|valid| **valid).count();
    assert!((150..400).contains(&valid), "{valid} are valid");
    let Ok(mut judge) = Command::new("python3")
        .args(["-c", JUDGE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
    else {
        return skip("there is no python3 to judge the schema");
    };
    let mut stdin = judge.stdin.take().unwrap();
    for value in std::iter::once(&schema()).chain(&documents) {
        // Without the validator Python ends early.
        let _ = writeln!(stdin, "{value}");
    }
    drop(stdin);
    let output = judge.wait_with_output().unwrap();
    if !output.status.success() {
        return skip("Python's jsonschema is not installed");
    }
    let verdicts = String::from_utf8(output.stdout).unwrap();
    let theirs: Vec<bool> = verdicts.lines().map(|line| line == "1").collect();
    for ((document, ours), theirs) in documents.iter().zip(&ours).zip(&theirs) {
        assert_eq!(ours, theirs, "{document:#}");
    }
    assert_eq!(theirs.len(), documents.len());
}

#[test]
fn every_member_has_a_description_and_enumerations_are_listed() {
    fn walk(schema: &Value, path: &str, count: &mut usize) {
        let Some(members) = schema["properties"].as_object() else {
            return;
        };
        assert_eq!(schema["additionalProperties"], false, "{path}");
        for (name, member) in members {
            assert!(member["description"].is_string(), "{path}.{name}");
            *count += 1;
            walk(member, &format!("{path}.{name}"), count);
        }
    }
    let schema = schema();
    let mut count = 0;
    walk(&schema, "", &mut count);
    assert!(count > 45, "{count}");
    let mfa = &schema["properties"]["ResourceConfig"]["properties"]["UserPoolConfigs"];
    let mode = &mfa["properties"]["Mfa"]["properties"]["MFAMode"];
    assert_eq!(mode["anyOf"][0]["enum"], json!(["ON", "OFF", "OPTIONAL"]));
}
