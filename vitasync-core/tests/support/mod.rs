//! A person's history told in few words, for tests that read like the stories they tell.
#![allow(dead_code, reason = "every test uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use vitasync_core::aggregate::{Bucket, BucketValue};
use vitasync_core::block::Block;
use vitasync_core::normalize::{Context, normalize};
use vitasync_core::record::RecordKey;
use vitasync_core::session::{Detail, Sleep, Stage, Workout};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::sport::Sport;
use vitasync_core::time::{ReadingTime, ZoneHistory};
use vitasync_core::{History, Metric, Preferences, Reading, Reason, Sample, SampleBatch, Session};

pub(crate) const BERLIN: Tz = chrono_tz::Europe::Berlin;
pub(crate) const LOS_ANGELES: Tz = chrono_tz::America::Los_Angeles;

pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// Makes a source that revises what it has said.
pub(crate) fn source(provider: &str, origin: &str, device_kind: DeviceKind) -> Arc<Source> {
    Arc::new(Source {
        key: SourceKey {
            provider: provider.into(),
            origin: origin.into(),
            recording: Recording::Automatic,
        },
        name: origin.into(),
        device_kind,
        device: Device::default(),
        revision: Revision::LastWins,
    })
}

pub(crate) fn watch() -> Arc<Source> {
    source("garmin", "watch", DeviceKind::Watch)
}

pub(crate) fn phone() -> Arc<Source> {
    source("health_connect", "phone", DeviceKind::Phone)
}

/// Reads a time as vendors write it: `…Z`, `…+02:00`, a wall clock, or a date.
pub(crate) fn time(text: &str) -> ReadingTime {
    if let Ok(date) = text.parse() {
        ReadingTime::Date(date)
    } else if let Ok(local) = text.parse() {
        ReadingTime::Local(local)
    } else if text.ends_with('Z') {
        ReadingTime::Instant(utc(text))
    } else {
        ReadingTime::WithOffset(text.parse().unwrap())
    }
}

/// Makes a reading; `when` is one time, or two with `/` between them.
pub(crate) fn reading(source: &Arc<Source>, metric: Metric, value: f64, unit: &str, when: &str) -> Reading {
    let (start, end) = match when.split_once('/') {
        Some((start, end)) => (start, Some(time(end))),
        None => (when, None),
    };
    Reading {
        record: None,
        source: Arc::clone(source),
        metric,
        value,
        unit: (!unit.is_empty()).then(|| unit.to_owned().into()),
        start: time(start),
        end,
        zone: None,
        remarks: BTreeMap::new(),
    }
}

pub(crate) fn context(zone: Tz) -> Context {
    Context {
        zones: ZoneHistory::always(zone),
        received: utc("2026-01-01T00:00:00Z"),
    }
}

pub(crate) fn sample(reading: &Reading, zone: Tz) -> Result<Sample, Reason> {
    normalize(reading, &context(zone))
}

/// Makes the batch that readings become.
pub(crate) fn batch(zone: Tz, readings: &[Reading]) -> SampleBatch {
    let samples = readings.iter().map(|it| sample(it, zone));
    samples.collect::<Result<_, _>>().unwrap()
}

/// Tells a person's history from readings, in one delivery.
pub(crate) fn told(zone: Tz, readings: &[Reading]) -> History {
    let mut history = History::new(Preferences::in_zone(zone));
    history.add(&batch(zone, readings));
    history
}

/// Says in which object of its vendor a reading came.
pub(crate) fn held_by(record: &RecordKey, reading: Reading) -> Reading {
    Reading {
        record: Some(Arc::new(record.clone().into())),
        ..reading
    }
}

/// Lists the values of a metric as received.
pub(crate) fn values(history: &History, metric: Metric) -> Vec<f64> {
    let series = history.received(metric);
    let rows = series.iter().flat_map(|it| it.blocks).flat_map(Block::rows);
    rows.map(|row| row.value).collect()
}

/// Answers a metric per civil day as (date, value).
pub(crate) fn days(history: &History, metric: Metric) -> Vec<(String, f64)> {
    let day = |it: BucketValue| (it.date.to_string(), it.value);
    history.aggregate(metric, Bucket::Day).into_iter().map(day).collect()
}

pub(crate) fn day(date: &str, value: f64) -> (String, f64) {
    (date.to_owned(), value)
}

/// Makes a night with a vendor's id; stages are (stage, start, end), and times carry their offsets.
pub(crate) fn night(source: &Arc<Source>, id: &str, when: &str, stages: &[(SleepStage, &str)]) -> Session {
    let span = |when: &str| {
        let (start, end) = when.split_once('/').unwrap();
        (
            DateTime::parse_from_rfc3339(start).unwrap(),
            DateTime::parse_from_rfc3339(end).unwrap(),
        )
    };
    let (start, end) = span(when);
    let (start_offset, end_offset) = (start.offset().local_minus_utc(), end.offset().local_minus_utc());
    let stage = |(stage, when): &(SleepStage, &str)| {
        let (start, end) = span(when);
        Stage {
            stage: *stage,
            start: start.to_utc(),
            end: end.to_utc(),
        }
    };
    Session {
        source: Arc::clone(source),
        record: Some(RecordKey::new(source.key.provider.as_str(), "sleep", id).into()),
        start: start.to_utc(),
        end: end.to_utc(),
        attributes: Attributes {
            start_offset_s: Some(start_offset),
            end_offset_s: Some(end_offset).filter(|it| *it != start_offset),
            ..Attributes::default()
        },
        detail: Detail::Sleep(Sleep {
            stages: stages.iter().map(stage).collect(),
            ..Sleep::default()
        }),
    }
}

/// Makes a workout with a vendor's id.
pub(crate) fn workout(source: &Arc<Source>, id: &str, sport: Sport, when: &str) -> Session {
    Session {
        record: Some(RecordKey::new(source.key.provider.as_str(), "workout", id).into()),
        detail: Detail::Workout(Box::new(Workout::new(sport))),
        ..night(source, id, when, &[])
    }
}
