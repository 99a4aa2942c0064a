//! Answers every case of `fixtures/conformance`, which is truth for all languages.
#![expect(clippy::disallowed_methods, reason = "reads the cases")]
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod conformance {
    pub(crate) mod analytics;
}

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use vitasync_core::aggregate::{Bucket, Share, aggregate};
use vitasync_core::block::{Block, Identity, Row};
use vitasync_core::normalize::{Context, normalize};
use vitasync_core::resolve::SeriesData;
use vitasync_core::resolve::sleep::nights;
use vitasync_core::time::ZoneHistory;
use vitasync_core::{Attributes, Metric, Preferences, Reading, Reason, Sample, Session, Source};

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

#[test]
fn aggregate_cases() {
    #[derive(Deserialize)]
    struct Input {
        metric: Metric,
        zone: String,
        bucket: String,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        series: Vec<Rows>,
    }
    #[derive(Deserialize)]
    struct Rows {
        source: Source,
        rows: Vec<Given>,
    }
    #[derive(Deserialize)]
    struct Given {
        start: DateTime<Utc>,
        end: DateTime<Utc>,
        value: f64,
        #[serde(default)]
        date_only: bool,
    }
    /// Builds the block of one source; the cases stay within one UTC day of starts.
    fn block(metric: Metric, given: &Rows) -> Block {
        let sets = [false, true].map(|date_only| {
            Arc::new(Attributes {
                date_only,
                ..Attributes::default()
            })
        });
        let rows = given.rows.iter().map(|row| Row {
            start_ms: row.start.timestamp_millis(),
            end_ms: row.end.timestamp_millis(),
            value: row.value,
            copy: 0,
            version: 0,
            deleted: false,
            attributes: row.date_only.into(),
        });
        Block::from_rows(rows, &sets, Identity::of(metric, given.source.revision))
    }
    check("aggregate", |input| {
        let input: Input = serde_json::from_value(input).unwrap();
        let blocks: Vec<[Block; 1]> = input.series.iter().map(|it| [block(input.metric, it)]).collect();
        let series: Vec<SeriesData<'_>> = input
            .series
            .iter()
            .zip(&blocks)
            .map(|(it, blocks)| SeriesData {
                source: &it.source,
                blocks,
            })
            .collect();
        let bucket = Bucket::from_id(&input.bucket).unwrap();
        let zone = input.zone.parse().unwrap();
        let values = aggregate(
            input.metric,
            &series,
            &Preferences::in_zone(zone),
            bucket,
            input.from..input.to,
        );
        let shares = |shares: &[Share]| -> Value {
            shares
                .iter()
                .map(|it| (series[it.source].source.name.clone(), it.value.into()))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        values
            .iter()
            .map(|it| {
                json!({
                    "date": it.date, "value": it.value, "basis": it.basis,
                    "sources": shares(&it.sources), "set_aside": shares(&it.set_aside),
                })
            })
            .collect()
    });
}

#[test]
fn night_cases() {
    #[derive(Deserialize)]
    struct Input {
        zone: String,
        sessions: Vec<Session>,
    }
    check("nights", |input| {
        let input: Input = serde_json::from_value(input).unwrap();
        nights(&input.sessions, &Preferences::in_zone(input.zone.parse().unwrap()))
            .iter()
            .map(|night| {
                json!({
                    "date": night.date, "kind": night.kind.id(), "start": night.start, "end": night.end,
                    "asleep_s": night.asleep_s, "from": input.sessions[night.primary].source.name,
                })
            })
            .collect()
    });
}

#[test]
fn analytics_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/conformance/analytics");
    for function in std::fs::read_dir(folder).unwrap() {
        let function = function.unwrap().file_name().into_string().unwrap();
        check(&format!("analytics/{function}"), |input| {
            conformance::analytics::answer(&function, input).unwrap_or_else(|| panic!("nobody answers {function}"))
        });
    }
}
