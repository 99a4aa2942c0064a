//! Deliveries, with and without vendors' objects, and what is visible of them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use vitasync_core::batch::{BatchRow, SampleBatch, Series};
use vitasync_core::record::RecordVersion;
use vitasync_core::session::{Detail, Sleep};
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::{History, Metric, Session};

/// 2025-06-15T15:06:40Z, from which visible times count.
pub(crate) const NOON: i64 = 1_750_000_000_000;
/// 2025-06-15T17:00:00Z, seven hours before the UTC day ends.
pub(crate) const EVENING: i64 = 1_750_006_800_000;

fn source(provider: &str, origin: &str, revision: Revision) -> Arc<Source> {
    let key = SourceKey {
        provider: provider.into(),
        origin: origin.into(),
        recording: Recording::Automatic,
    };
    Arc::new(Source {
        key,
        name: origin.into(),
        device_kind: DeviceKind::Watch,
        device: Device::default(),
        revision,
    })
}

/// A watch as an export names it.
pub(crate) fn export() -> Arc<Source> {
    source("apple_health", "ada's watch", Revision::Immutable)
}

/// The same watch as a phone names it.
pub(crate) fn app() -> Arc<Source> {
    source("apple_health", "com.apple.health.1F2E", Revision::Immutable)
}

/// A source whose last word counts.
pub(crate) fn scale() -> Arc<Source> {
    source("example", "scale", Revision::LastWins)
}

/// A night of an object from `EVENING` on.
pub(crate) fn night(source: &Arc<Source>, version: &RecordVersion, hours: i64) -> Session {
    let start = DateTime::from_timestamp_millis(EVENING).expect("a time");
    Session {
        source: Arc::clone(source),
        record: Some(version.clone()),
        start,
        end: start + TimeDelta::hours(hours),
        attributes: Attributes::default(),
        detail: Detail::Sleep(Sleep::default()),
    }
}

/// A row of some series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Given {
    pub(crate) metric: Metric,
    pub(crate) start_ms: i64,
    pub(crate) end_ms: i64,
    pub(crate) value: f64,
}

impl Given {
    pub(crate) fn at(metric: Metric, at_ms: i64, value: f64) -> Self {
        Self {
            metric,
            start_ms: at_ms,
            end_ms: at_ms,
            value,
        }
    }
}

/// A batch of rows without objects. Copies are counted as an importer does.
pub(crate) fn file(source: &Arc<Source>, rows: &[Given]) -> SampleBatch {
    let mut batch = SampleBatch::default();
    for row in placed(&mut batch, source, rows) {
        batch.push(row);
    }
    batch
}

/// A batch of one object.
pub(crate) fn object(version: RecordVersion, source: &Arc<Source>, rows: &[Given]) -> SampleBatch {
    object_with(version, source, rows, None)
}

/// A batch of one object with a session.
pub(crate) fn object_with(
    version: RecordVersion,
    source: &Arc<Source>,
    rows: &[Given],
    session: Option<Session>,
) -> SampleBatch {
    let mut batch = SampleBatch::default();
    let rows = placed(&mut batch, source, rows);
    batch.push_record(version, session, rows);
    batch
}

fn placed(batch: &mut SampleBatch, source: &Arc<Source>, rows: &[Given]) -> Vec<BatchRow> {
    let mut series: HashMap<Metric, u32> = HashMap::new();
    let mut placed: Vec<BatchRow> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let alike = rows[..at].iter().filter(|it| *it == row).count();
        placed.push(BatchRow {
            series: *series.entry(row.metric).or_insert_with(|| {
                batch.add_series(Series {
                    source: Arc::clone(source),
                    metric: row.metric,
                })
            }),
            start_ms: row.start_ms,
            end_ms: row.end_ms,
            value: row.value,
            attributes: 0,
            copy: match row.metric.spec().repeatable {
                true => u32::try_from(alike).expect("few rows"),
                false => 0,
            },
        });
    }
    placed
}

/// Lists what is visible of a metric, one line a sample: the source, the times in seconds, the value.
pub(crate) fn visible(history: &History, metric: Metric) -> Vec<String> {
    let mut lines = Vec::new();
    for series in history.received(metric) {
        let rows = series.blocks.iter().flat_map(|block| block.rows());
        lines.extend(rows.map(|row| {
            let (start, end) = ((row.start_ms - NOON) / 1000, (row.end_ms - NOON) / 1000);
            format!("{} {start} {end} {}", series.source.key.origin, row.value)
        }));
    }
    lines
}
