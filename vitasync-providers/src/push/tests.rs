//! Batches as phones send them, and what becomes of their items.

use chrono::{DateTime, Utc};
use vitasync_core::batch::Change;
use vitasync_core::session::{Detail, StatisticKind};
use vitasync_core::source::{DeviceKind, Recording};
use vitasync_core::sport::Sport;
use vitasync_core::{Metric, Session};

use super::{Batch, Became, Decoded, List};

const HEALTHKIT: &str = include_str!("fixtures/healthkit.json");
const HEALTH_CONNECT: &str = include_str!("fixtures/health_connect.json");
const SAMSUNG: &str = include_str!("fixtures/samsung_health.json");

fn received() -> DateTime<Utc> {
    "2026-04-23T08:00:00Z".parse().expect("a time")
}

fn decode(body: &str) -> Decoded {
    Batch::read(body.as_bytes()).expect("an envelope").decode(received())
}

/// A batch of HealthKit's with these records.
fn records(records: &str) -> Decoded {
    decode(&format!(
        r#"{{"provider": "apple", "data": {{"records": [{records}]}}}}"#
    ))
}

fn rejections(decoded: &Decoded) -> Vec<String> {
    let reasons = decoded.items.iter().filter_map(|it| match &it.became {
        Became::Rejected(reason) => Some(format!("{:?} {}: {reason}", it.list, it.index)),
        _ => None,
    });
    reasons.collect()
}

fn rows(decoded: &Decoded) -> Vec<(Metric, i64, i64, f64)> {
    let series = decoded.samples.series();
    let row = |row: vitasync_core::batch::BatchRow| {
        let metric = series[row.series as usize].metric;
        (metric, row.start_ms, row.end_ms - row.start_ms, row.value)
    };
    decoded.samples.rows().map(row).collect()
}

fn sessions(decoded: &Decoded) -> Vec<&Session> {
    let records = decoded.samples.records().iter();
    records.filter_map(|it| it.session.as_deref()).collect()
}

#[test]
fn every_item_of_the_examples_is_used() {
    for body in [HEALTHKIT, HEALTH_CONNECT, SAMSUNG] {
        assert_eq!(rejections(&decode(body)), [""; 0]);
    }
}

#[test]
fn a_sample_of_healthkit_is_the_one_its_export_writes() {
    let decoded = decode(HEALTHKIT);
    let (metric, start_ms, length, value) = rows(&decoded)[0];
    assert_eq!(
        (metric, start_ms % 1000, length, value),
        (Metric::HeartRate, 0, 10_000, 72.0)
    );
    let (alias, source) = &decoded.aliases[0];
    assert_eq!(source.key.origin, "ann's apple watch");
    assert_eq!(alias.origin, "com.apple.health.9f2a");
    assert_eq!(
        (source.device_kind, source.key.recording),
        (DeviceKind::Watch, Recording::Unknown)
    );
}

#[test]
fn a_fraction_of_healthkit_is_a_percentage_and_a_typed_value_is_manual() {
    let decoded = records(
        r#"{"type": "HKQuantityTypeIdentifierOxygenSaturation", "startDate": "2026-04-23T06:00:00Z", "value": 0.97,
            "unit": "%", "metadata": {"HKWasUserEntered": true}}"#,
    );
    assert_eq!(rows(&decoded)[0].3, 97.0);
    assert_eq!(decoded.samples.series()[0].source.key.recording, Recording::Manual);
}

#[test]
fn what_is_wrong_with_an_item_takes_no_other_with_it() {
    let good = r#"{"id": "g", "type": "HKQuantityTypeIdentifierHeartRate", "startDate": "2026-04-23T06:00:00Z", "value": 60, "unit": "count/min"}"#;
    let decoded = records(&format!(
        r#"{good},
        {},
        {},
        {},
        {},
        {},
        7,
        {good}"#,
        good.replace("60", "900"),
        good.replace("count/min", "kg"),
        good.replace("HeartRate", "Happiness"),
        good.replace("2026-04-23T06:00:00Z", "today"),
        good.replace(r#""value""#, r#""valeu""#),
    ));
    insta::assert_snapshot!(rejections(&decoded).join("\n"), @r#"
    Records 1: 900 is outside the plausible range 20 to 300 of heart_rate
    Records 2: the unit "kg" does not measure heart_rate
    Records 3: "HKQuantityTypeIdentifierHappiness" is not a known type
    Records 4: "today" is not a time
    Records 5: it is not well formed: unknown field `valeu`, expected one of `id`, `parentId`, `revision`, `lastModified`, `type`, `startDate`, `startTime`, `time`, `endDate`, `endTime`, `startZoneOffset`, `zoneOffset`, `endZoneOffset`, `timeZone`, `value`, `unit`, `samples`, `values`, `source`, `metadata`
    Records 6: it is not well formed: invalid type: integer `7`, expected struct Record
    "#);
    assert_eq!(decoded.samples.records().len(), 2);
    assert_eq!(decoded.items[1].id.as_deref(), Some("g"));
    assert_eq!(decoded.items[5].id.as_deref(), Some("g"));
}

#[test]
fn a_record_of_health_connect_holds_its_series_and_both_pressures() {
    let decoded = decode(HEALTH_CONNECT);
    let lengths: Vec<(&str, usize)> = decoded
        .samples
        .records()
        .iter()
        .map(|it| (it.version.key.external_id.as_str(), it.len()))
        .collect();
    assert_eq!(lengths[..2], [("hr-1", 3), ("bp-1", 2)]);
    assert_eq!(decoded.samples.records()[0].version.revision, Some(1_776_924_300_000));
    let offset = decoded.samples.attributes()[decoded.samples.row(0).attributes as usize].start_offset_s;
    assert_eq!(offset, Some(3600));
}

#[test]
fn a_night_is_a_session_and_a_stretch_is_a_sample() {
    let decoded = decode(HEALTH_CONNECT);
    let night = sessions(&decoded)[0];
    let Detail::Sleep(sleep) = &night.detail else {
        panic!("a night")
    };
    assert_eq!((sleep.stages.len(), night.external_id()), (3, Some("night-1")));
    let stretch = decode(HEALTHKIT);
    assert!(rows(&stretch).iter().any(|row| row.0 == Metric::SleepStage));
}

#[test]
fn a_workout_keeps_what_the_phone_says_of_it() {
    let decoded = decode(HEALTHKIT);
    let Detail::Workout(workout) = &sessions(&decoded)[0].detail else {
        panic!("a workout")
    };
    assert_eq!(workout.sport, Sport::TreadmillRunning);
    assert_eq!(workout.vendor_sport.as_deref(), Some("HKWorkoutActivityTypeRunning"));
    assert_eq!(
        workout.statistic(Metric::DistanceWalkingRunning, StatisticKind::Sum),
        Some(5200.0)
    );
    assert_eq!(workout.statistic(Metric::HeartRate, StatisticKind::Mean), Some(145.0));
    assert_eq!(
        (workout.events.len(), workout.laps.len(), workout.route.len()),
        (2, 1, 2)
    );
    assert_eq!(workout.route[0].speed_m_s, None); // a negative speed is not known
}

#[test]
fn a_number_without_a_known_name_stays_as_a_remark() {
    let decoded = decode(SAMSUNG);
    let session = sessions(&decoded)[0];
    assert_eq!(session.attributes.remarks["lapLength"], "50 m");
}

#[test]
fn equal_glasses_of_water_are_as_many_as_there_are() {
    let water = r#"{"type": "HKQuantityTypeIdentifierDietaryWater", "startDate": "2026-04-23T06:00:00Z", "value": 250, "unit": "mL"}"#;
    let decoded = records(&[water; 3].join(","));
    let copies: Vec<u32> = decoded.samples.rows().map(|row| row.copy).collect();
    assert_eq!(copies, [0, 1, 2]);
}

#[test]
fn a_deletion_is_an_object_that_is_gone() {
    let decoded = decode(r#"{"provider": "google", "data": {"deletions": [{"id": "a"}, {"id": ""}]}}"#);
    assert_eq!(decoded.samples.records()[0].change, Change::Deleted);
    assert_eq!(decoded.items[0].became, Became::Object(0));
    assert_eq!(
        rejections(&decoded),
        ["Deletions 1: it cannot be used: an id has 1 to 255 bytes"]
    );
}

#[test]
fn a_window_names_the_metrics_of_its_type() {
    let decoded = decode(
        r#"{"provider": "google", "data": {"windows": [
            {"type": "StepsRecord", "from": "2026-04-22T00:00:00Z", "to": "2026-04-23T00:00:00Z"}]}}"#,
    );
    assert_eq!(decoded.windows[0].metrics, [Metric::Steps]);
    assert_eq!(
        (decoded.items[0].list, &decoded.items[0].became),
        (List::Windows, &Became::Window(0))
    );
}

#[test]
fn an_envelope_that_cannot_be_read_names_the_field() {
    let path = |body: &str| Batch::read(body.as_bytes()).expect_err("wrong").path().to_string();
    assert_eq!(path(r#"{"provider": "nokia", "data": {}}"#), "provider");
    assert_eq!(
        path(r#"{"provider": "apple", "data": {"recordz": []}}"#),
        "data.recordz"
    );
    assert_eq!(path(r#"{"provider": "apple", "data": {}} x"#), ".");
}
