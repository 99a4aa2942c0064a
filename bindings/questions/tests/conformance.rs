//! Answers every case of `fixtures/conformance`, which is truth for all languages.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};
use vitasync_questions::{Arguments, Failure, ask, questions};

#[derive(Deserialize)]
struct Case {
    title: String,
    input: Arguments<'static>,
    expected: Value,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/conformance")
}

/// Lists what is in a folder, by name.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Lists the folders with cases: of the questions about truth, and of the analytics.
fn folders() -> Vec<PathBuf> {
    let here = listed(&fixtures()).into_iter();
    let truth = here.filter(|path| path.is_dir() && !path.ends_with("analytics"));
    truth.chain(listed(&fixtures().join("analytics"))).collect()
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// Asks, and writes what comes of it as cases do.
fn answer(question: &str, arguments: Arguments<'_>) -> Value {
    match ask(question, arguments) {
        Ok(answer) => serde_json::to_value(answer).unwrap(),
        Err(Failure::NoAnswer { reason }) => json!({ "no_answer": reason }),
        Err(failure) => panic!("{failure}"),
    }
}

/// Compares as JSON; numbers within one part in 10^12.
fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| alike(a, b)))
        }
        _ => a == b,
    }
}

#[test]
fn every_case_is_answered_as_it_says() {
    let mut wrong = Vec::new();
    for folder in folders() {
        for file in listed(&folder) {
            let case: Case = serde_json::from_slice(&std::fs::read(&file).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let (title, expected) = (case.title, case.expected);
            let answered = answer(name(&folder), case.input);
            if !alike(&answered, &expected) {
                let file = file.strip_prefix(fixtures()).unwrap().display();
                wrong.push(format!("{file}: {title}\n  expected {expected}\n  answered {answered}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Questions whose answers are tables of the core, which change with every method.
const TABLES: [&str; 2] = ["insight_definitions", "methods"];

#[test]
fn every_question_has_a_case() {
    let folders = folders();
    let asked: Vec<&str> = folders.iter().map(|folder| name(folder)).collect();
    let without = questions().filter(|question| !asked.contains(&question.name) && !TABLES.contains(&question.name));
    assert_eq!(
        without.map(|question| question.name).collect::<Vec<_>>(),
        Vec::<&str>::new()
    );
}
