use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type, TimestampMillisecondType};
use arrow_array::{Array, RecordBatch};
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Berlin;

use super::*;
use crate::aggregate::{Bucket, aggregate};
use crate::batch::{BatchRow, SampleBatch, Series};
use crate::metric::Metric;
use crate::resolve::nights as choose;
use crate::session::{Detail, Session, Sleep, Stage, Workout};
use crate::sleep_stage::SleepStage;
use crate::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};
use crate::sport::Sport;
use crate::{History, Preferences};

const HOUR: i64 = 3_600_000;

fn source(name: &str, device_kind: DeviceKind) -> Arc<Source> {
    let key = SourceKey {
        provider: "example".into(),
        origin: name.into(),
        recording: Recording::Automatic,
    };
    Arc::new(Source {
        key,
        name: name.into(),
        device_kind,
        device: Device::default(),
        revision: Revision::Immutable,
    })
}

fn batch(name: &str, kind: DeviceKind, metric: Metric, rows: &[(i64, i64, f64)]) -> SampleBatch {
    let mut batch = SampleBatch::with_capacity(rows.len());
    let series = batch.add_series(Series {
        source: source(name, kind),
        metric,
    });
    let attributes = batch.add_attributes(Arc::new(Attributes {
        start_offset_s: Some(7200),
        ..Attributes::default()
    }));
    for (at, &(start, end, value)) in rows.iter().enumerate() {
        batch.push(BatchRow {
            series,
            start_ms: start * HOUR,
            end_ms: end * HOUR,
            value,
            attributes: if at == 0 { attributes } else { 0 },
            copy: 0,
        });
    }
    batch
}

fn column_words(table: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = table.column_by_name(column).expect("the column");
    let column = column.as_dictionary::<Int32Type>();
    let words = column.values().as_string::<i32>();
    let word = |key: Option<i32>| key.map(|key| words.value(usize::try_from(key).expect("a key")).to_owned());
    column.keys().iter().map(word).collect()
}

#[test]
fn samples_of_several_batches_are_one_table_in_their_order() {
    let first = batch(
        "watch",
        DeviceKind::Watch,
        Metric::Steps,
        &[(8, 12, 2000.0), (12, 13, 7.0)],
    );
    let second = batch("phone", DeviceKind::Phone, Metric::SleepStage, &[(1, 2, 4.0)]);
    let table = samples([first, second]);

    let value = table["value"].as_primitive::<Float64Type>();
    assert_eq!(value.values(), &[2000.0, 7.0, 4.0]);
    assert_eq!(
        table["start"].as_primitive::<TimestampMillisecondType>().values(),
        &[8 * HOUR, 12 * HOUR, HOUR]
    );
    let offset = table["utc_offset_s"].as_primitive::<Int64Type>();
    assert_eq!(offset.iter().collect::<Vec<_>>(), [Some(7200), None, Some(7200)]);
    let word = |word: &str| Some(word.to_owned());
    assert_eq!(
        column_words(&table, "source"),
        [word("watch"), word("watch"), word("phone")]
    );
    assert_eq!(column_words(&table, "unit"), [word("steps"), word("steps"), None]);
}

#[test]
fn the_columns_of_a_single_batch_are_moved_and_not_copied() {
    let batch = batch("watch", DeviceKind::Watch, Metric::Steps, &[(8, 12, 2000.0)]);
    let address = batch.values().as_ptr();
    let table = samples([batch]);
    let value = table["value"].as_primitive::<Float64Type>();
    assert_eq!(value.values().as_ptr(), address);
}

#[test]
fn no_samples_are_an_empty_table_of_the_same_schema() {
    let some = samples([batch("watch", DeviceKind::Watch, Metric::Steps, &[(8, 12, 1.0)])]);
    let none = samples([]);
    assert_eq!((none.num_rows(), none.schema()), (0, some.schema()));
}

#[test]
fn a_bucket_says_whose_samples_count_and_whose_do_not() {
    let mut history = History::new(Preferences::in_zone(Berlin));
    history.add(&batch("watch", DeviceKind::Watch, Metric::Steps, &[(8, 12, 2000.0)]));
    history.add(&batch("phone", DeviceKind::Phone, Metric::Steps, &[(8, 18, 5000.0)]));
    let series = history.received(Metric::Steps);
    let all = DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC;
    let values = aggregate(Metric::Steps, &series, &history.preferences, Bucket::Day, all);
    let answered = Answered {
        metric: Metric::Steps,
        series,
        values,
    };
    let table = buckets(&[answered]);

    assert_eq!(table["value"].as_primitive::<Float64Type>().values(), &[5000.0]);
    let said = |column: &str| {
        let items = table[column].as_list::<i32>().value(0);
        let items = RecordBatch::from(items.as_struct());
        let values = items["value"].as_primitive::<Float64Type>().values().to_vec();
        (column_words(&items, "source"), values)
    };
    let (watch, phone) = (Some("watch".to_owned()), Some("phone".to_owned()));
    assert_eq!(said("sources"), (vec![watch, phone.clone()], vec![2000.0, 3000.0]));
    assert_eq!(said("set_aside"), (vec![phone], vec![2000.0]));
}

fn session(name: &str, start: &str, end: &str, detail: Detail) -> Session {
    Session {
        source: source(name, DeviceKind::Watch),
        record: None,
        start: start.parse().expect("a time"),
        end: end.parse().expect("a time"),
        attributes: Attributes::default(),
        detail,
    }
}

#[test]
fn what_a_night_does_not_tell_is_null() {
    let (start, end) = ("2025-06-14T22:00:00Z", "2025-06-15T05:00:00Z");
    let stage = Stage {
        stage: SleepStage::AsleepUnspecified,
        start: start.parse().expect("a time"),
        end: end.parse().expect("a time"),
    };
    let sleep = Sleep {
        stages: vec![stage],
        ..Sleep::default()
    };
    let sessions = [session("watch", start, end, Detail::Sleep(sleep))];
    let table = nights(&choose(&sessions, &Preferences::in_zone(Berlin)), &sessions);

    assert_eq!(table["asleep_s"].as_primitive::<Int64Type>().value(0), 7 * 3600);
    assert!(table["deep_s"].is_null(0));
    assert_eq!(table["stages"].as_list::<i32>().value(0).len(), 1);
}

#[test]
fn a_workout_is_dated_by_the_clock_of_the_place() {
    let run = Detail::Workout(Box::new(Workout::new(Sport::Running)));
    let mut history = History::new(Preferences::in_zone(Berlin));
    history.add_session(session("watch", "2025-06-14T22:30:00Z", "2025-06-14T23:00:00Z", run));
    let table = workouts(&history.workouts(), &history.preferences.zones);

    let date = table["date"].as_primitive::<arrow_array::types::Date32Type>();
    assert_eq!(date.value_as_date(0).expect("a date").to_string(), "2025-06-15");
    assert_eq!(table["elapsed_s"].as_primitive::<Float64Type>().value(0), 1800.0);
    assert!(table["timer_s"].is_null(0));
    assert_eq!(column_words(&table, "sport"), [Some("running".to_owned())]);
}
