//! What vendors revise and delete, beside the cases in `identity_time.rs`.

mod common;
mod histories;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta};
use common::{Given, NOON, app, export, night, scale, visible};
use vitasync_core::aggregate::{Bucket, explain};
use vitasync_core::batch::SampleBatch;
use vitasync_core::normalize::{Context, normalize};
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::time::{ReadingTime, ZoneHistory};
use vitasync_core::{History, Metric, Reading};

fn uuid(id: &str) -> RecordKey {
    RecordKey::new("apple_health", "sample", id)
}

fn heart(value: f64) -> Given {
    Given::at(Metric::HeartRate, NOON, value)
}

/// A heart rate as a phone tells it: with a fraction of a second, an id, and the app's bundle id.
fn from_phone(id: &str) -> SampleBatch {
    let reading = Reading {
        record: Some(Arc::new(uuid(id).into())),
        source: app(),
        metric: Metric::HeartRate,
        value: 61.0,
        unit: Some("bpm".into()),
        start: ReadingTime::Instant(DateTime::from_timestamp_millis(NOON + 734).expect("a time")),
        end: None,
        zone: None,
        remarks: Default::default(),
    };
    let context = Context {
        zones: ZoneHistory::always(chrono_tz::Tz::UTC),
        received: DateTime::from_timestamp_millis(NOON).expect("a time") + TimeDelta::days(1),
    };
    normalize(&reading, &context).into_iter().collect()
}

#[test]
fn what_a_phone_and_an_export_say_is_joined_where_the_alias_is_learned_last() {
    let file = common::file(&export(), &[heart(61.0), heart(64.0)]);
    let mut history = History::default();
    history.add(&from_phone("a"));
    history.add(&file);
    history.delete(uuid("b"));
    history.alias(app().key.clone(), export().key.clone());
    history.add(&from_phone("b"));
    assert_eq!(
        visible(&history, Metric::HeartRate),
        ["ada's watch 0 0 61", "ada's watch 0 0 64"]
    );
    history.delete(uuid("a"));
    assert_eq!(visible(&history, Metric::HeartRate), ["ada's watch 0 0 64"]);
}

#[test]
fn only_a_higher_revision_or_the_vendors_word_brings_a_deleted_object_back() {
    let version = |revision| RecordVersion {
        key: uuid("a"),
        revision,
    };
    let object = |revision| common::object(version(Some(revision)), &scale(), &[heart(61.0)]);
    let mut history = History::default();
    history.add(&object(5));
    history.delete(uuid("a"));
    assert_eq!(history.add(&object(5)).changed, 0);
    assert_eq!(history.add(&object(6)).changed, 1);
    history.delete(uuid("a"));
    let mut restored = SampleBatch::default();
    restored.restore_record(version(None), Some(night(&scale(), &version(None), 7)), []);
    history.add(&restored);
    assert!(history.record(&uuid("a")).is_some_and(|it| !it.deleted));
    assert_eq!(history.sessions().count(), 1);
}

#[test]
fn a_new_version_buries_what_it_no_longer_holds_across_metrics_and_days() {
    let key = RecordKey::new("example", "day", "1");
    let tomorrow = Given::at(Metric::Steps, NOON + 86_400_000, 9000.0);
    let mut history = History::default();
    history.add(&common::object(key.clone().into(), &scale(), &[heart(61.0), tomorrow]));
    let merged = history.add(&common::object(key.into(), &scale(), &[heart(62.0)]));
    assert_eq!(merged.changed, 2);
    assert_eq!(visible(&history, Metric::HeartRate), ["scale 0 0 62"]);
    assert!(visible(&history, Metric::Steps).is_empty());
}

#[test]
fn the_same_again_changes_nothing_but_when_it_was_checked() {
    let key = RecordKey::new("example", "day", "1");
    let object = common::object(key.clone().into(), &scale(), &[heart(61.0)]);
    let mut history = History::default();
    history.add(&object);
    let before = history.record(&key).cloned().expect("it is known");
    assert!(history.add(&object).is_unchanged());
    let after = history.record(&key).cloned().expect("it is known");
    assert!(after.sequence > before.sequence);
    assert_eq!((after.content, after.rows), (before.content, before.rows));
}

#[test]
fn a_row_of_two_objects_stays_until_both_are_gone() {
    let [one, two] = ["a", "b"].map(|id| common::object(uuid(id).into(), &export(), &[heart(61.0)]));
    let mut history = History::default();
    history.add(&one);
    history.add(&two);
    history.delete(uuid("a"));
    assert_eq!(visible(&history, Metric::HeartRate).len(), 1);
    history.delete(uuid("b"));
    assert!(visible(&history, Metric::HeartRate).is_empty());
}

#[test]
fn a_sample_is_explained_under_the_same_ordinal_after_another_at_its_time_is_deleted() {
    let [low, high] =
        [("a", 61.0), ("b", 64.0)].map(|(id, value)| common::object(uuid(id).into(), &export(), &[heart(value)]));
    let mut history = History::default();
    history.add(&low);
    history.add(&high);
    let ordinals = |history: &History| -> Vec<(f64, u32)> {
        let series = history.received(Metric::HeartRate);
        let date = "2025-06-15".parse::<NaiveDate>().expect("a date");
        let days = explain(
            Metric::HeartRate,
            &series,
            &history.preferences,
            Bucket::Day,
            date..=date,
        );
        days[0].parts.iter().map(|it| (it.row.value, it.ordinal)).collect()
    };
    assert_eq!(ordinals(&history), [(61.0, 0), (64.0, 1)]);
    history.delete(uuid("a"));
    assert_eq!(ordinals(&history), [(64.0, 1)]);
}

#[test]
fn of_two_values_under_one_time_in_one_import_the_later_position_wins() {
    let rows = [heart(70.0), heart(60.0)];
    let mut whole = History::default();
    whole.add(&common::file(&scale(), &rows));
    let mut reversed = History::default();
    let import = reversed.begin_import();
    for at in [1, 0] {
        let mut chunk = common::file(&scale(), &rows[at..=at]);
        chunk.set_position(at as u64);
        reversed.add_to(import, &chunk);
    }
    for history in [whole, reversed] {
        assert_eq!(visible(&history, Metric::HeartRate), ["scale 0 0 60"]);
    }
}
