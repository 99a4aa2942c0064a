//! Holds the sweep line against the cases with which Health Connect tests its own, where they lie beside the
//! workspace (`../shared/data/dedup_steps`).
#![expect(clippy::disallowed_methods, reason = "the cases lie in files")]
#![expect(clippy::unwrap_used, reason = "a case that cannot be read fails the test")]

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use vitasync_core::block::{Block, Identity, Row, arrival};
use vitasync_core::resolve::{SeriesData, resolve_intervals};
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};

/// The priority Health Connect gives an app the person has not ranked.
const UNRANKED: i64 = -2_147_483_648;

fn read(file: &str) -> Option<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/dedup_steps");
    let text = std::fs::read_to_string(folder.join(file));
    if text.is_err() {
        eprintln!("skipped: {file} is not beside the workspace");
    }
    text.ok().map(|text| serde_json::from_str(&text).unwrap())
}

fn source(origin: String) -> Source {
    Source {
        key: SourceKey {
            provider: "health_connect".into(),
            origin,
            recording: Recording::Automatic,
        },
        name: String::new(),
        device_kind: DeviceKind::Phone,
        device: Device::default(),
        revision: Revision::LastWins,
    }
}

fn row(start_ms: i64, end_ms: i64, value: f64, version: i64) -> Row {
    Row {
        start_ms,
        end_ms,
        value,
        copy: 0,
        version: arrival(u32::try_from(version).unwrap(), 0),
        deleted: false,
        attributes: 0,
    }
}

fn block(rows: Vec<Row>) -> Vec<Block> {
    vec![Block::from_rows(
        rows,
        &[Arc::new(Attributes::default())],
        Identity::Value,
    )]
}

fn number(value: &Value, field: &str) -> i64 {
    value[field].as_i64().unwrap()
}

#[expect(clippy::cast_precision_loss, reason = "the cases' times are small")]
fn exact(number: i64) -> f64 {
    number as f64
}

/// A session's time as rows worth their length; what it excludes covers time and is worth nothing.
fn session(record: &Value) -> Vec<Row> {
    let mut at = number(record, "start");
    let mut rows = Vec::new();
    for pause in record["exclude"].as_array().unwrap() {
        let (from, to) = (pause[0].as_i64().unwrap(), pause[1].as_i64().unwrap());
        rows.push(row(at, from, exact(from - at), 0));
        rows.push(row(from, to, 0.0, 0));
        at = to;
    }
    let end = number(record, "end");
    rows.push(row(at, end, exact(end - at), 0));
    rows
}

/// Groups the records by app, best first: the priority stands for the app; unranked ones are an app each.
fn apps(case: &Value) -> Vec<Vec<Block>> {
    let is_session = case["kind"] == "session";
    let mut records: Vec<&Value> = case["records"].as_array().unwrap().iter().collect();
    if case["drop_unprioritised"] == true {
        records.retain(|record| number(record, "priority") != UNRANKED);
    }
    let modified = |record: &Value| record["last_modified"].as_i64().unwrap_or(0);
    records.sort_by_key(|record| std::cmp::Reverse((number(record, "priority"), modified(record))));
    let mut apps: Vec<(i64, Vec<Row>)> = Vec::new();
    for record in records {
        let priority = number(record, "priority");
        let rows = if is_session {
            session(record)
        } else {
            let (start, end) = (number(record, "start"), number(record, "end"));
            vec![row(start, end, record["count"].as_f64().unwrap(), modified(record))]
        };
        match apps.last_mut() {
            Some((same, known)) if *same == priority && priority != UNRANKED => known.extend(rows),
            _ => apps.push((priority, rows)),
        }
    }
    apps.into_iter().map(|(_, rows)| block(rows)).collect()
}

fn buckets(case: &Value, apps: &[Vec<Block>]) -> Vec<Option<f64>> {
    let sources: Vec<Source> = (0..apps.len()).map(|at| source(at.to_string())).collect();
    let series: Vec<SeriesData<'_>> = sources
        .iter()
        .zip(apps)
        .map(|(source, blocks)| SeriesData { source, blocks })
        .collect();
    let resolved = resolve_intervals(&(0..series.len()).collect::<Vec<_>>(), &series);
    let borders: Vec<i64> = case["group_splits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_i64().unwrap())
        .collect();
    let mut sums = vec![None; borders.len() - 1];
    for segment in &resolved.segments {
        for (sum, border) in sums.iter_mut().zip(borders.windows(2)) {
            let (from, to) = (segment.start_ms.max(border[0]), segment.end_ms.min(border[1]));
            let part = if segment.start_ms == segment.end_ms {
                (border[0] <= from && from < border[1]).then_some(1.0)
            } else {
                (from < to).then(|| exact(to - from) / exact(segment.end_ms - segment.start_ms))
            };
            if let Some(part) = part {
                *sum = Some(sum.unwrap_or(0.0) + segment.value * part);
            }
        }
    }
    sums
}

#[test]
fn every_case_of_health_connect_is_answered_as_there() {
    let Some(cases) = read("aosp_priority_cases.json") else {
        return;
    };
    for case in cases.as_array().unwrap() {
        let found = buckets(case, &apps(case));
        for (at, expected) in case["expected"].as_object().unwrap() {
            // A bucket in which only excluded time lies is null there and 0 here.
            let (found, expected) = (
                found[at.parse::<usize>().unwrap()].unwrap_or(0.0),
                expected.as_f64().unwrap_or(0.0),
            );
            assert!(
                (found - expected).abs() < 1e-9,
                "{}: {found} for {expected}",
                case["name"]
            );
        }
    }
}

#[test]
fn a_real_day_of_steps_keeps_its_total() {
    let Some(day) = read("aosp_real_steps.json") else {
        return;
    };
    let records = day["records"].as_array().unwrap().iter();
    let rows = records.map(|it| {
        let number = |at: usize| it[at].as_i64().unwrap();
        row(number(0), number(1), exact(number(2)), number(4))
    });
    let steps = block(rows.collect());
    let phone = source("phone".into());
    let series = SeriesData {
        source: &phone,
        blocks: &steps,
    };
    let total = resolve_intervals(&[0], &[series]).total();
    let expected = day["expected_total"].as_f64().unwrap();
    assert!(
        (total - expected).abs() <= day["tolerance"].as_f64().unwrap(),
        "{total} for {expected}"
    );
}
