//! Every field of what an app reads reaches the server's reader, and the engine behind the binding is the engine.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use vitasync_ffi::{
    PushActivity, PushEvent, PushMeasured, PushPlatform, PushPoint, PushRecord, PushRoutePoint, PushSleep,
    PushSleepStage, PushSource, PushStatistic, PushValue, PushWorkout, ReadChanges, SyncEngine, SyncPlan, SyncStep,
};
use vitasync_providers::push::{Batch, Became};

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_776_924_000 + seconds)
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn source() -> Option<PushSource> {
    Some(PushSource {
        app_id: some("com.fitbit.FitbitMobile"),
        name: some("Watch"),
        bundle_identifier: some("com.apple.health.9F2A"),
        product_type: some("Watch6,2"),
        device_name: some("Apple Watch"),
        device_manufacturer: some("Apple Inc."),
        device_type: some("watch"),
        device_model: some("Watch"),
        device_hardware_version: some("1"),
        recording_method: some("automatic"),
    })
}

fn record(id: &str, kind: &str, unit: &str) -> PushRecord {
    PushRecord {
        kind: kind.to_owned(),
        start_date: at(0),
        end_date: Some(at(60)),
        id: some(id),
        parent_id: some("whole"),
        revision: Some(3),
        last_modified: Some(at(90)),
        zone_offset: some("+01:00"),
        end_zone_offset: some("+02:00"),
        time_zone: some("Europe/Berlin"),
        value: None,
        unit: some(unit),
        samples: Vec::new(),
        values: Vec::new(),
        source: source(),
        metadata: HashMap::from([("note".to_owned(), "a".to_owned())]),
    }
}

fn changes() -> ReadChanges {
    let point = |seconds, value| PushPoint {
        time: at(seconds),
        value,
    };
    let measured = |kind: &str, value, unit: &str| PushMeasured {
        kind: kind.to_owned(),
        value,
        unit: some(unit),
    };
    let series = PushRecord {
        samples: vec![point(0, 61.0), point(30, 64.5)],
        ..record("1", "HeartRateRecord", "bpm")
    };
    let pressure = PushRecord {
        values: vec![measured("systolic", 121.0, "mmHg"), measured("diastolic", 79.0, "mmHg")],
        unit: None,
        ..record("2", "BloodPressureRecord", "")
    };
    let steps = PushRecord {
        value: Some(PushValue::Number(512.0)),
        ..record("3", "StepsRecord", "count")
    };
    ReadChanges {
        records: vec![series, pressure, steps],
        sleep: vec![night()],
        workouts: vec![workout()],
        deletions: vec!["gone".to_owned()],
        anchor: some("1"),
        more: false,
    }
}

fn night() -> PushSleep {
    let stage = |stage: &str, from, to| PushSleepStage {
        stage: stage.to_owned(),
        start_date: at(from),
        end_date: at(to),
    };
    PushSleep {
        start_date: at(0),
        end_date: at(7200),
        id: some("night"),
        parent_id: some("whole"),
        revision: Some(1),
        last_modified: Some(at(7300)),
        zone_offset: some("+01:00"),
        end_zone_offset: some("+01:00"),
        time_zone: some("Europe/Berlin"),
        stage: None,
        stages: vec![stage("light", 0, 3600), stage("deep", 3600, 7200)],
        title: some("Night"),
        notes: some("slept well"),
        source: source(),
        metadata: HashMap::new(),
    }
}

fn workout() -> PushWorkout {
    let statistic = PushStatistic {
        kind: "HeartRateRecord".to_owned(),
        unit: some("count/min"),
        sum: None,
        average: Some(145.0),
        minimum: Some(98.0),
        maximum: Some(171.0),
    };
    PushWorkout {
        kind: PushValue::Word("running".to_owned()),
        start_date: at(0),
        end_date: at(1800),
        id: some("run"),
        parent_id: some("whole"),
        revision: Some(1),
        last_modified: Some(at(1900)),
        zone_offset: some("+01:00"),
        end_zone_offset: some("+01:00"),
        time_zone: some("Europe/Berlin"),
        title: some("Run"),
        notes: some("windy"),
        duration: Some(1740.0),
        values: vec![PushMeasured {
            kind: "distance".to_owned(),
            value: 5200.0,
            unit: some("m"),
        }],
        statistics: vec![statistic.clone()],
        events: vec![PushEvent {
            kind: "pause".to_owned(),
            start_date: at(60),
            end_date: Some(at(120)),
            metadata: HashMap::new(),
        }],
        activities: vec![PushActivity {
            id: some("part"),
            kind: Some(PushValue::Word("running".to_owned())),
            start_date: at(0),
            end_date: at(1800),
            duration: Some(1740.0),
            statistics: vec![statistic],
        }],
        route: vec![PushRoutePoint {
            time: at(1),
            latitude: 52.52,
            longitude: 13.4,
            altitude: Some(34.0),
            speed: Some(2.5),
            course: Some(90.0),
            horizontal_accuracy: Some(4.0),
        }],
        source: source(),
        metadata: HashMap::new(),
    }
}

/// Has an engine read once, and gives the body it wants to send.
fn body_of(changes: ReadChanges) -> String {
    let plan = SyncPlan {
        platform: PushPlatform::HealthConnect,
        device: "pixel".to_owned(),
        types: vec!["everything".to_owned()],
        recent_days: Some(Vec::new()),
        most_items: 100,
        most_bytes: 1 << 20,
    };
    let engine = SyncEngine::new(plan, None, 7, at(0)).unwrap();
    let SyncStep::Call { request } = engine.step(at(0)).unwrap() else {
        panic!("it asks the server first")
    };
    assert_eq!(
        (request.method.as_str(), request.path.as_str(), request.body),
        ("GET", "ingest/anchors", None)
    );
    engine.answer(200, None, b"[]".to_vec(), at(0)).unwrap();
    engine.begin(None, at(0)).unwrap();
    assert!(matches!(engine.step(at(0)).unwrap(), SyncStep::Read { .. }));
    engine.take(changes).unwrap();
    let SyncStep::Call { request } = engine.step(at(0)).unwrap() else {
        panic!("it sends what was read")
    };
    request.body.unwrap()
}

#[test]
fn every_field_an_app_can_set_is_one_the_server_reads() {
    let body = body_of(changes());
    let batch = Batch::read(body.as_bytes()).unwrap();
    assert_eq!(batch.items(), 6);
    let decoded = batch.decode(at(8000).into());
    let rejected: Vec<_> = decoded
        .items
        .iter()
        .filter(|it| matches!(it.became, Became::Rejected(_)))
        .collect();
    assert!(rejected.is_empty(), "{rejected:?}");
    assert_eq!(decoded.samples.len(), 5);
}

#[test]
fn what_is_not_said_is_left_out() {
    let plain = PushRecord {
        value: Some(PushValue::Number(60.5)),
        end_date: None,
        parent_id: None,
        revision: None,
        last_modified: None,
        zone_offset: None,
        end_zone_offset: None,
        time_zone: None,
        source: None,
        metadata: HashMap::new(),
        ..record("1", "HeartRateRecord", "bpm")
    };
    let body = body_of(ReadChanges {
        records: vec![plain],
        ..nothing()
    });
    let record = r#"{"id":"1","startDate":"2026-04-23T06:00:00Z","type":"HeartRateRecord","unit":"bpm","value":60.5}"#;
    assert!(body.contains(record), "{body}");
}

#[test]
fn a_time_beyond_all_calendars_is_refused_and_not_changed() {
    let mut changes = changes();
    changes.records[0].start_date = UNIX_EPOCH + Duration::from_secs(1 << 55);
    let plan = SyncPlan {
        platform: PushPlatform::AppleHealth,
        device: "phone".to_owned(),
        types: vec![],
        recent_days: None,
        most_items: 1,
        most_bytes: 1,
    };
    let engine = SyncEngine::new(plan, None, 7, at(0)).unwrap();
    assert_eq!(engine.take(changes).unwrap_err().to_string(), "a time is out of range");
}

/// The units that the reader of Health Connect writes, by record.
fn android() -> Vec<(String, String)> {
    let source = include_str!("../../kotlin/android/src/main/kotlin/dev/vitasync/android/Records.kt");
    let rows = source.lines().filter_map(|line| {
        let (record, rest) = line.trim().strip_prefix("is ")?.split_once(" -> ")?;
        let unit = rest.split('"').nth(1)?;
        Some((record.to_owned(), unit.to_owned()))
    });
    rows.collect()
}

#[test]
fn the_server_reads_every_record_that_the_reader_of_health_connect_writes() {
    let rows = android();
    assert!(rows.len() > 25, "{rows:?}");
    for (kind, unit) in rows {
        let plain = PushRecord {
            samples: vec![PushPoint {
                time: at(0),
                value: 30.0,
            }],
            ..record("1", &kind, &unit)
        };
        let body = body_of(ReadChanges {
            records: vec![plain],
            ..nothing()
        });
        let decoded = Batch::read(body.as_bytes()).unwrap().decode(at(8000).into());
        let Became::Rejected(reason) = &decoded.items[0].became else {
            continue;
        };
        // A value may be implausible; the type and the unit may not be unknown.
        assert!(reason.to_string().contains("plausible"), "{kind} in {unit}: {reason}");
    }
}

fn nothing() -> ReadChanges {
    ReadChanges {
        records: vec![],
        sleep: vec![],
        workouts: vec![],
        deletions: vec![],
        anchor: None,
        more: false,
    }
}
