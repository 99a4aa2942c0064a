//! Answers every case of `fixtures/conformance`, which is truth for all languages.
#![expect(clippy::disallowed_methods, reason = "reads the cases")]
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use vitasync_core::normalize::{Context, normalize};
use vitasync_core::time::ZoneHistory;
use vitasync_core::{Reading, Reason, Sample};

#[derive(Deserialize)]
struct Case {
    title: String,
    input: Value,
    expected: Value,
}

/// Runs every case of an operation and shows all that differ.
fn check(operation: &str, answer: impl Fn(Value) -> Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fixtures/conformance")
        .join(operation);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds no case", folder.display());
    let mut wrong = Vec::new();
    for file in files {
        let case: Case = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let answered = answer(case.input);
        if !alike(&answered, &case.expected) {
            wrong.push(format!(
                "{}: {}\n  expected {}\n  answered {answered}",
                file.display(),
                case.title,
                case.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
fn normalize_cases() {
    #[derive(Deserialize)]
    struct Input {
        reading: Reading,
        zone: String,
        received: DateTime<Utc>,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Answer {
        Sample(Sample),
        Rejected(Reason),
    }
    check("normalize", |input| {
        let input: Input = serde_json::from_value(input).unwrap();
        let zones = ZoneHistory::always(input.zone.parse().unwrap());
        let answer = match normalize(
            &input.reading,
            &Context {
                zones,
                received: input.received,
            },
        ) {
            Ok(sample) => Answer::Sample(sample),
            Err(reason) => Answer::Rejected(reason),
        };
        serde_json::to_value(answer).unwrap()
    });
}
