//! Holds the analytics against every case of `fixtures/golden`.
//!
//! A case without an answer fails, and so does a group that is not run.
#![expect(clippy::disallowed_methods, reason = "reads the cases")]
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod golden {
    pub(crate) mod activity;
    pub(crate) mod body;
    pub(crate) mod change_point;
    pub(crate) mod circadian;
    pub(crate) mod correlation;
    pub(crate) mod cusum;
    pub(crate) mod false_discovery;
    pub(crate) mod fitness;
    pub(crate) mod glucose;
    pub(crate) mod hrv;
    pub(crate) mod night_signal;
    pub(crate) mod robust;
    pub(crate) mod sleep;
    pub(crate) mod training_load;
    pub(crate) mod trend;
    pub(crate) mod units;
}

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// Answers a case by its id; `None` where nobody can.
type Answer = fn(&str, &Value) -> Option<Value>;

/// Who answers the cases of each group.
const GROUPS: &[(&str, Answer)] = &[
    ("activity", golden::activity::answer),
    ("body", golden::body::answer),
    ("change_point", golden::change_point::answer),
    ("circadian", golden::circadian::answer),
    ("correlation", golden::correlation::answer),
    ("cusum", golden::cusum::answer),
    ("false_discovery", golden::false_discovery::answer),
    ("fitness", golden::fitness::answer),
    ("glucose", golden::glucose::answer),
    ("hrv", golden::hrv::answer),
    ("night_signal", golden::night_signal::answer),
    ("robust", golden::robust::answer),
    ("sleep", golden::sleep::answer),
    ("training_load", golden::training_load::answer),
    ("trend", golden::trend::answer),
    ("units", golden::units::answer),
];

#[derive(Deserialize)]
struct Case {
    id: String,
    input: Value,
    expected: Value,
    tolerance: Tolerance,
}

/// How far an answer may be off.
#[derive(Deserialize, Clone, Copy)]
#[serde(untagged)]
enum Tolerance {
    Absolute(f64),
    Relative { relative: f64 },
}

/// Reads the cases, by group.
fn groups() -> BTreeMap<String, Vec<Case>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/golden");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let cases = files.filter(|file| file.extension().is_some_and(|it| it == "json"));
    cases
        .map(|file| {
            let group = file.file_stem().unwrap().to_str().unwrap().to_owned();
            (group, serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap())
        })
        .collect()
}

/// Lists where an answer differs from what is expected. What is answered beyond that is free.
fn differences(path: &str, expected: &Value, answered: &Value, tolerance: Tolerance) -> Vec<String> {
    match (expected, answered) {
        (Value::Object(expected), Value::Object(answered)) => expected
            .iter()
            .flat_map(|(key, value)| {
                let path = format!("{path}.{key}");
                match answered.get(key) {
                    Some(answer) => differences(&path, value, answer, tolerance),
                    None => vec![format!("{path} is not answered")],
                }
            })
            .collect(),
        (Value::Array(expected), Value::Array(answered)) if expected.len() == answered.len() => {
            let pairs = expected.iter().zip(answered).enumerate();
            pairs
                .flat_map(|(at, (value, answer))| differences(&format!("{path}[{at}]"), value, answer, tolerance))
                .collect()
        }
        (Value::Number(expected), Value::Number(answered)) => {
            let (expected, answered) = (expected.as_f64().unwrap(), answered.as_f64().unwrap());
            let allowed = match tolerance {
                Tolerance::Absolute(allowed) => allowed,
                Tolerance::Relative { relative } => relative * expected.abs(),
            };
            let off = (expected - answered).abs();
            let wrong = !matches!(
                off.partial_cmp(&allowed),
                Some(std::cmp::Ordering::Less | std::cmp::Ordering::Equal)
            );
            wrong
                .then(|| format!("{path} is {answered}, expected {expected}"))
                .into_iter()
                .collect()
        }
        _ if expected == answered => vec![],
        _ => vec![format!("{path} is {answered}, expected {expected}")],
    }
}

#[test]
fn every_case_is_answered_within_its_tolerance() {
    let groups = groups();
    let mut wrong = Vec::new();
    for (group, answer) in GROUPS {
        let cases = groups.get(*group).unwrap_or_else(|| panic!("{group} has no cases"));
        for case in cases.iter().filter(|case| is_whole(case)) {
            match answer(&case.id, &case.input) {
                Some(answered) => wrong.extend(differences(&case.id, &case.expected, &answered, case.tolerance)),
                None => wrong.push(format!("{} is not answered", case.id)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_group_is_run() {
    let run: Vec<&str> = GROUPS.iter().map(|(group, _)| *group).collect();
    let found: Vec<String> = groups().into_keys().collect();
    assert_eq!(found, run, "on disk, against run");
}

#[test]
fn every_case_has_its_own_name() {
    let names: Vec<String> = groups().into_values().flatten().map(|case| case.id).collect();
    let distinct: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!((names.len(), distinct.len()), (64, 64));
}

/// Finds the public recording a case names; recordings lie beside the workspace, under `../shared/data`.
fn recording_path(input: &Value) -> Option<PathBuf> {
    let name = input["file"].as_str()?.trim_start_matches("dev/");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    Some(folder.join(name))
}

/// Tells whether a case can be asked here: it names no recording, or that is there.
fn is_whole(case: &Case) -> bool {
    let missing = recording_path(&case.input).filter(|path| !path.exists());
    if let Some(path) = &missing {
        eprintln!("skipped: {} asks about {}, which is not here", case.id, path.display());
    }
    missing.is_none()
}

/// Reads the recording a case names.
fn recording(input: &Value) -> Option<String> {
    Some(std::fs::read_to_string(recording_path(input)?).unwrap())
}

/// Reads a list of numbers.
fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

/// Reads a list of days that all have a value.
fn days(value: &Value) -> Vec<Option<f64>> {
    numbers(value).into_iter().map(Some).collect()
}
