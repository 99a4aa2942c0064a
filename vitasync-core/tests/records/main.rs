//! What vendors revise and delete, by the catalogue's vectors.

mod common;
mod histories;

use chrono::{DateTime, TimeDelta, Utc};
use common::{Given, app, export, scale, visible};
use vitasync_core::batch::SampleBatch;
use vitasync_core::normalize::{Context, normalize};
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::session::{Detail, Sleep, Stage};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::Attributes;
use vitasync_core::time::{ReadingTime, ZoneHistory};
use vitasync_core::{History, Metric, Reading, Session};

const NOON: i64 = 1_750_000_000_000;

fn uuid(id: &str) -> RecordKey {
    RecordKey::new("apple_health", "sample", id)
}

fn heart(value: f64) -> Given {
    Given::at(Metric::HeartRate, NOON, value)
}

fn water() -> Given {
    Given::at(Metric::Hydration, NOON, 0.25)
}

/// A heart rate as a phone tells it: with a fraction of a second, an id, and the app's bundle id.
fn from_phone(id: &str) -> SampleBatch {
    let reading = Reading {
        record: None,
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
    let sample = normalize(&reading, &context).expect("a sample");
    let row = Given::at(sample.metric, sample.start.timestamp_millis(), sample.value);
    common::object(uuid(id).into(), &app(), &[row])
}

fn with_alias() -> History {
    let mut history = History::default();
    history.alias(app().key.clone(), export().key.clone());
    history
}

#[test]
fn vector_7_a_sample_by_phone_and_by_export_is_one_row_whose_id_is_known() {
    let file = common::file(&export(), &[heart(61.0)]);
    for phone_first in [true, false] {
        let mut history = with_alias();
        let (one, other) = if phone_first {
            (from_phone("a"), file.clone())
        } else {
            (file.clone(), from_phone("a"))
        };
        history.add(&one);
        history.add(&other);
        assert_eq!(visible(&history, Metric::HeartRate), ["ada's watch 0 0 61"]);
        assert!(history.record(&uuid("a")).is_some_and(|it| !it.deleted));

        history.delete(uuid("a"));
        assert!(visible(&history, Metric::HeartRate).is_empty());
        assert!(history.add(&file).is_unchanged());
        assert!(visible(&history, Metric::HeartRate).is_empty());
    }
}

#[test]
fn vector_7_holds_too_where_the_alias_is_learned_last() {
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

fn night(id: &str, hours: i64) -> Session {
    let start: DateTime<Utc> = DateTime::from_timestamp_millis(NOON).expect("a time");
    let stage = |stage, from, to| Stage {
        stage,
        start: start + TimeDelta::hours(from),
        end: start + TimeDelta::hours(to),
    };
    Session {
        source: scale(),
        record: Some(RecordKey::new("example", "sleep", id).into()),
        start,
        end: start + TimeDelta::hours(hours),
        attributes: Attributes::default(),
        detail: Detail::Sleep(Sleep {
            stages: vec![stage(SleepStage::Deep, 0, 1), stage(SleepStage::Light, 1, hours)],
            ..Sleep::default()
        }),
    }
}

#[test]
fn vector_8_a_night_sent_again_with_a_later_end_is_one_night() {
    let mut history = History::default();
    history.add_session(night("1", 7));
    let before = history
        .record(&RecordKey::new("example", "sleep", "1"))
        .cloned()
        .expect("it is known");
    history.add_session(night("1", 8));
    let nights: Vec<&Session> = history.sessions().collect();
    assert_eq!(nights, [&night("1", 8)]);
    assert_eq!(nights[0].id("ada"), night("1", 7).id("ada"));
    let after = history
        .record(&RecordKey::new("example", "sleep", "1"))
        .expect("it is known");
    assert_ne!(before.content, after.content);
}

#[test]
fn vector_9_water_typed_twice_is_two_rows_by_whichever_way_it_comes() {
    let file = common::file(&export(), &[water(), water()]);
    let [one, two] = ["a", "b"].map(|id| common::object(uuid(id).into(), &export(), &[water()]));
    let twice = ["ada's watch 0 0 0.25"; 2];
    let mut history = History::default();
    for batch in [&file, &file, &one, &file, &two, &one] {
        history.add(batch);
        assert_eq!(visible(&history, Metric::Hydration), twice);
    }
    history.delete(uuid("b"));
    history.add(&file);
    assert_eq!(visible(&history, Metric::Hydration), twice[..1]);
}

#[test]
fn vector_13_a_deletion_of_an_unknown_id_refuses_what_is_created_late() {
    let mut history = History::default();
    assert!(history.delete(uuid("a")).is_unchanged());
    let late = common::object(uuid("a").into(), &export(), &[heart(61.0)]);
    assert_eq!(history.add(&late).added, 0);
    // What a file knows of it was deleted too.
    history.add(&common::file(&export(), &[heart(61.0)]));
    assert!(visible(&history, Metric::HeartRate).is_empty());
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
    restored.restore_record(version(None), Some(night("a", 7)), []);
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
