//! The fifteen cases that say what identity and time mean, each under the number it is known by.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod support;

use std::sync::Arc;

use support::*;
use vitasync_core::aggregate::Bucket;
use vitasync_core::record::RecordKey;
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{DeviceKind, Revision, Source};
use vitasync_core::sport::Sport;
use vitasync_core::time::{ZoneHistory, civil_day, place_local};
use vitasync_core::{History, Metric, Preferences};

fn slept(when: &str) -> (i64, String, Option<i32>, Option<i32>) {
    let session = night(&watch(), "n", when, &[]);
    let offsets = (session.attributes.start_offset_s, session.attributes.end_offset_s);
    let mut history = History::new(Preferences::in_zone(BERLIN));
    history.add_session(session);
    let night = history.nights().remove(0);
    let minutes = (night.end - night.start).num_minutes();
    assert_eq!(night.asleep_s, Some(minutes * 60));
    (minutes / 60, night.date.to_string(), offsets.0, offsets.1)
}

#[test]
fn vector_01_a_night_over_the_autumn_change_is_as_long_as_it_was() {
    let found = slept("2025-10-26T00:30:00+02:00/2025-10-26T07:30:00+01:00");
    assert_eq!(found, (8, "2025-10-26".to_owned(), Some(7200), Some(3600)));
}

#[test]
fn vector_02_a_night_over_the_spring_change_is_as_long_as_it_was() {
    let found = slept("2025-03-30T00:30:00+01:00/2025-03-30T07:30:00+02:00");
    assert_eq!(found, (6, "2025-03-30".to_owned(), Some(3600), Some(7200)));
}

#[test]
fn vector_03_steps_over_midnight_are_cut_there() {
    let steps = reading(
        &watch(),
        Metric::Steps,
        200.0,
        "count",
        "2025-06-15T23:50:00+02:00/2025-06-16T00:10:00+02:00",
    );
    let found = days(&told(BERLIN, &[steps]), Metric::Steps);
    assert_eq!(found, [day("2025-06-15", 100.0), day("2025-06-16", 100.0)]);
}

#[test]
fn vector_04_the_repeated_hour_without_an_offset_is_its_first_occurrence_and_marked() {
    let placed = place_local("2025-10-26T02:30:00".parse().unwrap(), BERLIN);
    assert_eq!((placed.at, placed.ambiguous), (utc("2025-10-26T00:30:00Z"), true));
    let beat = reading(&watch(), Metric::HeartRate, 61.0, "bpm", "2025-10-26T02:30:00");
    assert_eq!(sample(&beat, BERLIN).unwrap().start, utc("2025-10-26T00:30:00Z"));
}

#[test]
fn vector_05_a_daily_total_is_the_providers_date_from_local_midnight_to_local_midnight() {
    let total = reading(&watch(), Metric::Steps, 9000.0, "count", "2025-01-05");
    let sample = sample(&total, LOS_ANGELES).unwrap();
    assert_eq!(
        (sample.start, sample.end),
        (utc("2025-01-05T08:00:00Z"), utc("2025-01-06T08:00:00Z"))
    );
    assert_eq!(
        days(&told(LOS_ANGELES, &[total]), Metric::Steps),
        [day("2025-01-05", 9000.0)]
    );
}

#[test]
fn vector_06_an_exports_offset_is_that_of_the_export_and_the_zone_tells_the_local_time() {
    let mut beat = reading(&phone(), Metric::HeartRate, 61.0, "bpm", "2024-10-20T15:00:00Z");
    beat.zone = Some(chrono_tz::America::New_York);
    let sample = sample(&beat, BERLIN).unwrap();
    let offset = sample.attributes.offset_s(sample.start, BERLIN);
    assert_eq!((sample.start, offset), (utc("2024-10-20T15:00:00Z"), -4 * 3600));
    assert_eq!(sample.local_date(BERLIN).to_string(), "2024-10-20");
}

/// A watch as an export names it, or as a phone does.
fn apple(origin: &str) -> Arc<Source> {
    let mut watch = source("apple_health", origin, DeviceKind::Watch);
    Arc::make_mut(&mut watch).revision = Revision::Immutable;
    watch
}

fn uuid(id: &str) -> RecordKey {
    RecordKey::new("apple_health", "sample", id)
}

#[test]
fn vector_07_a_sample_by_phone_and_by_export_is_one_row_whose_id_is_known() {
    let (export, phone) = (apple("ada's watch"), apple("com.apple.health.1F2E"));
    let beat = |source, when| reading(source, Metric::HeartRate, 61.0, "bpm", when);
    let file = batch(BERLIN, &[beat(&export, "2025-06-15T09:00:00Z")]);
    let sent = batch(BERLIN, &[held_by(&uuid("a"), beat(&phone, "2025-06-15T09:00:00.734Z"))]);
    for deliveries in [[&file, &sent], [&sent, &file]] {
        let mut history = History::default();
        history.alias(phone.key.clone(), export.key.clone());
        for delivery in deliveries {
            history.add(delivery);
            assert_eq!(values(&history, Metric::HeartRate), [61.0]);
        }
        history.delete(uuid("a"));
        history.add(&file);
        assert!(values(&history, Metric::HeartRate).is_empty());
    }
}

#[test]
fn vector_08_a_night_sent_again_with_a_later_end_is_one_night_of_the_new_stages() {
    let first = [(SleepStage::Deep, "2025-06-14T23:00:00+02:00/2025-06-15T06:00:00+02:00")];
    let later = [(SleepStage::Light, "2025-06-14T23:00:00+02:00/2025-06-15T06:40:00+02:00")];
    let [sent, again] = [first, later].map(|stages| night(&watch(), "n", stages[0].1, &stages));
    assert_eq!(sent.id("ada"), again.id("ada"));
    let record = RecordKey::new("garmin", "sleep", "n");
    let mut history = History::default();
    history.add_session(sent);
    let before = history.record(&record).unwrap().content;
    history.add_session(again.clone());
    assert_ne!(history.record(&record).unwrap().content, before);
    assert_eq!(history.sessions().collect::<Vec<_>>(), [&again]);
}

#[test]
fn vector_09_water_typed_twice_is_two_rows_by_whichever_way_it_comes() {
    let water = || reading(&apple("app"), Metric::Hydration, 250.0, "mL", "2025-06-15T12:00:00Z");
    let file = batch(BERLIN, &[water(), water()]);
    let [one, two] = ["a", "b"].map(|id| batch(BERLIN, &[held_by(&uuid(id), water())]));
    let mut history = History::default();
    for delivery in [&file, &file, &one, &file, &two, &one] {
        history.add(delivery);
        assert_eq!(values(&history, Metric::Hydration), [250.0, 250.0]);
    }
    history.delete(uuid("b"));
    history.add(&file);
    assert_eq!(values(&history, Metric::Hydration), [250.0]);
}

#[test]
fn vector_10_a_flight_over_the_date_line_is_ten_hours_on_one_date() {
    let flight = "2025-06-01T17:00:00+09:00/2025-06-01T11:00:00-07:00";
    let zones = ZoneHistory::always(chrono_tz::Asia::Tokyo).moved(utc("2025-06-01T18:00:00Z"), LOS_ANGELES);
    let mut history = History::new(Preferences {
        zones,
        ..Preferences::default()
    });
    let steps = |value, when| reading(&watch(), Metric::Steps, value, "count", when);
    let readings = [
        steps(300.0, flight),
        steps(50.0, "2025-06-01T08:00:00+09:00/2025-06-01T09:00:00+09:00"),
        steps(70.0, "2025-06-01T20:00:00-07:00/2025-06-01T21:00:00-07:00"),
    ];
    history.add(&batch(BERLIN, &readings));
    let found = history.aggregate(Metric::Steps, Bucket::Day);
    let first = found.iter().find(|it| it.date.to_string() == "2025-06-01").unwrap();
    assert!(first.travel_day);
    assert!(
        (found.iter().map(|it| it.value).sum::<f64>() - 420.0).abs() < 1e-9,
        "nothing is lost on the way"
    );

    let run = workout(&watch(), "r", Sport::Running, flight);
    assert_eq!((run.end - run.start).num_hours(), 10);
    assert_eq!(
        (run.attributes.start_offset_s, run.attributes.end_offset_s),
        (Some(32_400), Some(-25_200))
    );
}

#[test]
fn vector_11_both_offsets_of_an_interval_are_kept() {
    let steps = reading(
        &phone(),
        Metric::Steps,
        10.0,
        "count",
        "2025-10-26T00:30:00+02:00/2025-10-26T07:30:00+01:00",
    );
    let attributes = sample(&steps, BERLIN).unwrap().attributes;
    assert_eq!(
        (attributes.start_offset_s, attributes.end_offset_s),
        (Some(7200), Some(3600))
    );
}

#[test]
fn vector_12_a_day_of_23_hours_and_a_half_passes_the_daily_limits() {
    let zone = chrono_tz::Australia::Lord_Howe;
    let whole = civil_day("2025-10-05".parse().unwrap(), zone);
    assert_eq!((whole.end - whole.start).num_minutes(), 23 * 60 + 30);
    let total = reading(&watch(), Metric::Steps, 9000.0, "count", "2025-10-05");
    assert_eq!(days(&told(zone, &[total]), Metric::Steps), [day("2025-10-05", 9000.0)]);
}

#[test]
fn vector_13_a_deletion_of_an_unknown_id_refuses_what_is_created_late() {
    let beat = reading(&apple("app"), Metric::HeartRate, 61.0, "bpm", "2025-06-15T09:00:00Z");
    let mut history = History::default();
    assert!(history.delete(uuid("a")).is_unchanged());
    history.add(&batch(BERLIN, &[held_by(&uuid("a"), beat.clone())]));
    // What a file knows of it was deleted too.
    history.add(&batch(BERLIN, &[beat]));
    assert!(values(&history, Metric::HeartRate).is_empty());
}

#[test]
fn vector_14_a_nightly_value_belongs_to_the_date_of_waking() {
    let stages = [(SleepStage::Light, "2025-05-01T23:10:00-05:00/2025-05-02T07:00:00-05:00")];
    let whoop = source("whoop", "", DeviceKind::Band);
    let mut history = History::new(Preferences::in_zone(BERLIN));
    history.add_session(night(&whoop, "s", stages[0].1, &stages));
    assert_eq!(history.nights()[0].date.to_string(), "2025-05-02");
    let beats = reading(&whoop, Metric::SleepingHeartRateAverage, 52.0, "bpm", stages[0].1);
    assert_eq!(
        days(&told(BERLIN, &[beats]), Metric::SleepingHeartRateAverage),
        [day("2025-05-02", 52.0)]
    );
}

#[test]
fn vector_15_the_watch_counts_while_it_is_worn_and_the_phone_fills_the_rest() {
    let steps = |source, value, when| reading(source, Metric::Steps, value, "count", when);
    let told = told(
        BERLIN,
        &[
            steps(&watch(), 2000.0, "2025-06-15T08:00:00+02:00/2025-06-15T12:00:00+02:00"),
            steps(&phone(), 5000.0, "2025-06-15T08:00:00+02:00/2025-06-15T18:00:00+02:00"),
        ],
    );
    let found = told.aggregate(Metric::Steps, Bucket::Day).remove(0);
    assert!((found.value - 5000.0).abs() < 1e-9);
    let shares: Vec<f64> = found.sources.iter().map(|it| it.value).collect();
    assert_eq!((shares, found.set_aside[0].value), (vec![2000.0, 3000.0], 2000.0));
}
