//! Sources and blocks for the tests of resolution and aggregation.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::batch::{BatchRow, SampleBatch, Series};
use crate::block::Block;
use crate::metric::Metric;
use crate::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};

/// Makes a source of the provider `test`.
pub(crate) fn source(origin: &str, device_kind: DeviceKind) -> Source {
    Source {
        key: SourceKey {
            provider: "test".into(),
            origin: origin.into(),
            recording: Recording::Automatic,
        },
        name: origin.into(),
        device_kind,
        device: Device::default(),
        revision: Revision::Immutable,
    }
}

/// Reads an instant in milliseconds.
pub(crate) fn ms(text: &str) -> i64 {
    utc(text).timestamp_millis()
}

/// Reads an instant.
pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("a time").to_utc()
}

/// Puts (start, end, value) in milliseconds into blocks of UTC days.
pub(crate) fn blocks(metric: Metric, rows: &[(i64, i64, f64)]) -> Vec<Block> {
    blocks_with(metric, rows, &Attributes::default())
}

/// Puts rows that share attributes into blocks of UTC days.
pub(crate) fn blocks_with(metric: Metric, rows: &[(i64, i64, f64)], attributes: &Attributes) -> Vec<Block> {
    let mut batch = SampleBatch::with_capacity(rows.len());
    let series = batch.add_series(Series {
        source: Arc::new(source("any", DeviceKind::Unknown)),
        metric,
    });
    let attributes = batch.add_attributes(Arc::new(attributes.clone()));
    for (copy, &(start_ms, end_ms, value)) in rows.iter().enumerate() {
        let alike = rows[..copy]
            .iter()
            .filter(|it| **it == (start_ms, end_ms, value))
            .count();
        batch.push(BatchRow {
            series,
            start_ms,
            end_ms,
            value,
            attributes,
            copy: u32::try_from(alike).expect("few rows"),
        });
    }
    batch.into_blocks().into_iter().map(|(_, block)| block).collect()
}
