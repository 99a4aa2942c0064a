//! The answer does not depend on how the data arrived.

use std::sync::Arc;

use proptest::prelude::*;
use vitasync_core::aggregate::Bucket;
use vitasync_core::batch::{BatchRow, SampleBatch, Series};
use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::{History, Metric, Preferences};

const METRICS: [Metric; 3] = [Metric::Steps, Metric::HeartRate, Metric::Hydration];

fn source(which: usize) -> Arc<Source> {
    let (origin, device_kind) = [("watch", DeviceKind::Watch), ("phone", DeviceKind::Phone)][which];
    let key = SourceKey {
        provider: "example".into(),
        origin: origin.into(),
        recording: Recording::Automatic,
    };
    let name = origin.into();
    Arc::new(Source {
        key,
        name,
        device_kind,
        device: Device::default(),
        revision: Revision::Immutable,
    })
}

/// A row of one of three metrics and two sources, on one of three days.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Given {
    metric: usize,
    source: usize,
    start_min: i64,
    minutes: i64,
    value: u16,
    copy: u32,
}

fn any_row() -> impl Strategy<Value = Given> {
    (0..3_usize, 0..2_usize, 0..4000_i64, 0..90_i64, 30..200_u16, 0..2_u32).prop_map(
        |(metric, source, start_min, minutes, value, copy)| {
            let is_logged = METRICS[metric].spec().repeatable;
            Given {
                metric,
                source,
                start_min,
                minutes,
                value,
                copy: if is_logged { copy } else { 0 },
            }
        },
    )
}

fn batch(rows: &[Given]) -> SampleBatch {
    let mut batch = SampleBatch::with_capacity(rows.len());
    let mut known: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        let series = known
            .iter()
            .position(|it| *it == (row.metric, row.source))
            .unwrap_or_else(|| {
                known.push((row.metric, row.source));
                batch.add_series(Series {
                    source: source(row.source),
                    metric: METRICS[row.metric],
                });
                known.len() - 1
            });
        batch.push(BatchRow {
            series: u32::try_from(series).expect("few series"),
            start_ms: row.start_min * 60_000,
            end_ms: (row.start_min + row.minutes) * 60_000,
            value: row.value.into(),
            attributes: 0,
            copy: row.copy,
        });
    }
    batch
}

proptest! {
    #[test]
    fn order_chunks_and_repetition_of_delivery_do_not_change_an_answer(
        rows in proptest::collection::vec(any_row(), 1..80),
        order in any::<prop::sample::Index>(),
        size in 1_usize..30,
    ) {
        let mut once = History::new(Preferences::in_zone(chrono_tz::Europe::Berlin));
        once.add(&batch(&rows));

        let mut turned = rows.clone();
        turned.rotate_left(order.index(rows.len()));
        turned.reverse();
        let mut often = History::new(once.preferences.clone());
        for chunk in turned.chunks(size).chain(rows.chunks(size)) {
            often.add(&batch(chunk));
        }
        for metric in METRICS {
            for bucket in [Bucket::Hour, Bucket::Day] {
                prop_assert_eq!(once.aggregate(metric, bucket), often.aggregate(metric, bucket));
            }
        }
    }
}
