//! The description is complete, and the committed copy is what this program says.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::http::openapi;

fn description() -> Value {
    serde_json::to_value(openapi()).expect("plain data")
}

/// Lists (path, method, operation).
fn operations(api: &Value) -> Vec<(String, String, Value)> {
    let paths = api["paths"].as_object().expect("paths").clone();
    let operations = paths.into_iter().flat_map(|(path, item)| {
        let operations = item.as_object().expect("operations").clone();
        operations
            .into_iter()
            .map(move |(method, operation)| (path.clone(), method, operation))
    });
    operations.collect()
}

#[test]
fn the_committed_description_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    let current = serde_json::to_string_pretty(&description()).expect("plain data") + "\n";
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &current).expect("the description is written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == current,
        "docs/openapi.json is out of date: run the tests with UPDATE_GENERATED=1"
    );
}

#[test]
fn every_operation_has_a_summary_a_tag_and_a_name_of_its_own() {
    let api = description();
    let known: BTreeSet<&str> = api["tags"]
        .as_array()
        .expect("tags")
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    let mut names = BTreeSet::new();
    for (path, method, operation) in operations(&api) {
        assert!(operation["summary"].is_string(), "{method} {path}");
        assert!(
            operation["tags"][0].as_str().is_some_and(|tag| known.contains(tag)),
            "{method} {path}"
        );
        assert!(names.insert(operation["operationId"].to_string()), "{method} {path}");
    }
}

#[test]
fn every_response_has_a_description() {
    let api = description();
    for (path, method, operation) in operations(&api) {
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let described = response["description"].is_string() || response["$ref"].is_string();
            assert!(described, "{method} {path} {status}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => fields
                .iter()
                .for_each(|(name, value)| match (name.as_str(), value.as_str()) {
                    ("$ref", Some(target)) => found.push(target),
                    _ => references(value, found),
                }),
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let api = description();
    let mut found = Vec::new();
    references(&api, &mut found);
    assert!(!found.is_empty());
    for target in found {
        let pointer = target.strip_prefix('#').expect("a reference inside the description");
        assert!(api.pointer(pointer).is_some(), "{target}");
    }
}

#[test]
fn every_field_of_every_schema_is_explained() {
    let api = description();
    for (name, schema) in api["components"]["schemas"].as_object().expect("schemas") {
        for (field, about) in schema["properties"].as_object().into_iter().flatten() {
            let explained = [about, &about["oneOf"][0]]
                .iter()
                .any(|it| it["description"].is_string());
            assert!(explained, "{name}.{field}: {about}");
        }
    }
}

#[test]
fn points_of_routes_and_of_series_are_described_apart() {
    // Of two types with one name the later would describe both.
    let api = description();
    let fields = |name: &str| {
        let fields = api["components"]["schemas"][name]["properties"]
            .as_object()
            .expect("an object");
        fields.contains_key("latitude")
    };
    assert_eq!(["RoutePoint", "TimeseriesPoint"].map(fields), [true, false]);
    assert!(api["components"]["schemas"]["Point"].is_null());
}
