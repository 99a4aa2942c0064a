//! Carries samples in bulk: columns instead of objects.
//!
//! A [`SampleBatch`] is what importers fill and what stores, resolution and columnar exports read; no row object
//! per sample stands in between. A batch describes itself: its rows point into its own tables of series and
//! attributes, so batches can be compared, joined and sent on their own.

use std::collections::HashMap;
use std::sync::Arc;

use crate::block::{Block, Row};
use crate::metric::Metric;
use crate::source::{Attributes, Source};
use crate::time::utc_day;

/// One metric of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Who measured.
    pub source: Arc<Source>,
    /// What was measured.
    pub metric: Metric,
}

/// Samples as columns: index `i` of every column is one sample.
///
/// `copies` stays empty while every row's is 0. Attribute 0 is the empty set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SampleBatch {
    series: Vec<Series>,
    attributes: Vec<Arc<Attributes>>,
    rows: Columns,
}

/// The columns of a batch.
#[derive(Debug, Clone, PartialEq, Default)]
struct Columns {
    series: Vec<u32>,
    start_ms: Vec<i64>,
    end_ms: Vec<i64>,
    value: Vec<f64>,
    attributes: Vec<u32>,
    copies: Vec<u32>,
}

/// A row of a batch by value; the two indexes point into the batch's tables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchRow {
    /// Index into [`SampleBatch::series`].
    pub series: u32,
    /// The start in UTC milliseconds.
    pub start_ms: i64,
    /// The end in UTC milliseconds; equal to the start for an instant.
    pub end_ms: i64,
    /// The value in the metric's canonical unit, or a category's code.
    pub value: f64,
    /// Index into [`SampleBatch::attributes`].
    pub attributes: u32,
    /// Which of several equal rows of a repeatable metric this is, counted over one whole import.
    pub copy: u32,
}

impl SampleBatch {
    /// Makes an empty batch with room for `rows` samples.
    pub fn with_capacity(rows: usize) -> Self {
        Self {
            series: Vec::new(),
            attributes: vec![Arc::new(Attributes::default())],
            rows: Columns {
                series: Vec::with_capacity(rows),
                start_ms: Vec::with_capacity(rows),
                end_ms: Vec::with_capacity(rows),
                value: Vec::with_capacity(rows),
                attributes: Vec::with_capacity(rows),
                copies: Vec::new(),
            },
        }
    }

    /// Counts the samples.
    pub fn len(&self) -> usize {
        self.rows.start_ms.len()
    }

    /// Tells whether there is no sample.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Lists the series its rows point to.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// Lists the attribute sets its rows point to; index 0 is the empty set.
    pub fn attributes(&self) -> &[Arc<Attributes>] {
        &self.attributes
    }

    /// Adds a series to the table and tells its index. The caller sees to it that none is added twice.
    pub fn add_series(&mut self, series: Series) -> u32 {
        self.series.push(series);
        index(self.series.len() - 1)
    }

    /// Adds an attribute set to the table and tells its index. The caller sees to it that none is added twice.
    pub fn add_attributes(&mut self, attributes: Arc<Attributes>) -> u32 {
        if self.attributes.is_empty() {
            self.attributes.push(Arc::new(Attributes::default()));
        }
        self.attributes.push(attributes);
        index(self.attributes.len() - 1)
    }

    /// Adds a sample.
    #[inline]
    pub fn push(&mut self, row: BatchRow) {
        let rows = &mut self.rows;
        if row.copy != 0 || !rows.copies.is_empty() {
            rows.copies.resize(rows.start_ms.len(), 0);
            rows.copies.push(row.copy);
        }
        rows.series.push(row.series);
        rows.start_ms.push(row.start_ms);
        rows.end_ms.push(row.end_ms);
        rows.value.push(row.value);
        rows.attributes.push(row.attributes);
    }

    /// Drops the samples from `len` on, so that a chunk that failed half-way leaves nothing behind. The tables keep
    /// what they have learned.
    pub fn truncate(&mut self, len: usize) {
        let rows = &mut self.rows;
        rows.series.truncate(len);
        rows.start_ms.truncate(len);
        rows.end_ms.truncate(len);
        rows.value.truncate(len);
        rows.attributes.truncate(len);
        rows.copies.truncate(len);
    }

    /// Reads one sample.
    #[inline]
    pub fn row(&self, at: usize) -> BatchRow {
        let rows = &self.rows;
        BatchRow {
            series: rows.series[at],
            start_ms: rows.start_ms[at],
            end_ms: rows.end_ms[at],
            value: rows.value[at],
            attributes: rows.attributes[at],
            copy: rows.copies.get(at).map_or(0, |copy| *copy), // an empty column means 0 throughout
        }
    }

    /// Reads all samples in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = BatchRow> + '_ {
        (0..self.len()).map(|at| self.row(at))
    }

    /// Groups the samples into one [`Block`] per series and UTC day, in order of (series, day); the key's first
    /// part is the index into [`SampleBatch::series`].
    pub fn into_blocks(&self) -> Vec<((u32, i32), Block)> {
        let mut place: HashMap<(u32, i32), usize> = HashMap::new();
        let mut groups: Vec<((u32, i32), Vec<u32>)> = Vec::new();
        let mut last = None;
        for at in 0..self.len() {
            let key = (self.rows.series[at], utc_day(self.rows.start_ms[at]));
            let group = match last {
                Some((same, group)) if same == key => group,
                _ => *place.entry(key).or_insert_with(|| {
                    groups.push((key, Vec::new()));
                    groups.len() - 1
                }),
            };
            last = Some((key, group));
            groups[group].1.push(index(at));
        }
        groups.sort_unstable_by_key(|(key, _)| *key);
        groups
            .into_iter()
            .map(|(key, rows)| (key, self.block(key.0, &rows)))
            .collect()
    }

    fn block(&self, series: u32, rows: &[u32]) -> Block {
        let metric = self.series[series as usize].metric;
        let revision = self.series[series as usize].source.revision;
        let rows = rows.iter().map(|&at| {
            let row = self.row(at as usize);
            Row {
                start_ms: row.start_ms,
                end_ms: row.end_ms,
                value: row.value,
                copy: row.copy,
                version: 0,
                deleted: false,
                attributes: row.attributes,
            }
        });
        Block::from_rows(rows, &self.attributes, crate::block::Identity::of(metric, revision))
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).expect("a batch holds fewer than 2^32 rows")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Device, DeviceKind, Recording, Revision, SourceKey};

    fn series(metric: Metric) -> Series {
        let key = SourceKey {
            provider: "example".into(),
            origin: String::new(),
            recording: Recording::Unknown,
        };
        let source = Source {
            key,
            name: "Example".into(),
            device_kind: DeviceKind::Watch,
            device: Device::default(),
            revision: Revision::Immutable,
        };
        Series {
            source: Arc::new(source),
            metric,
        }
    }

    fn row(series: u32, start_ms: i64, value: f64) -> BatchRow {
        BatchRow {
            series,
            start_ms,
            end_ms: start_ms,
            value,
            attributes: 0,
            copy: 0,
        }
    }

    #[test]
    fn rows_are_grouped_by_series_and_utc_day() {
        let mut batch = SampleBatch::with_capacity(8);
        let heart = batch.add_series(series(Metric::HeartRate));
        let steps = batch.add_series(series(Metric::Steps));
        for (series, hour, value) in [
            (steps, 25, 5.0),
            (heart, 1, 60.0),
            (steps, 2, 7.0),
            (heart, 30, 61.0),
            (heart, 0, 58.0),
        ] {
            batch.push(row(series, hour * 3_600_000, value));
        }
        let groups: Vec<_> = batch
            .into_blocks()
            .into_iter()
            .map(|(key, block)| (key, block.len()))
            .collect();
        assert_eq!(
            groups,
            [((heart, 0), 2), ((heart, 1), 1), ((steps, 0), 1), ((steps, 1), 1)]
        );
    }

    #[test]
    fn a_chunk_that_failed_leaves_no_row_behind() {
        let mut batch = SampleBatch::with_capacity(4);
        let heart = batch.add_series(series(Metric::HeartRate));
        batch.push(row(heart, 0, 60.0));
        let mut tried = batch.clone();
        tried.push(BatchRow {
            copy: 1,
            ..row(heart, 0, 60.0)
        });
        tried.truncate(1);
        assert_eq!(tried.rows().collect::<Vec<_>>(), batch.rows().collect::<Vec<_>>());
    }

    #[test]
    fn a_copy_counts_only_its_own_row() {
        let mut batch = SampleBatch::with_capacity(4);
        let water = batch.add_series(series(Metric::Hydration));
        batch.push(row(water, 0, 250.0));
        batch.push(BatchRow {
            copy: 1,
            ..row(water, 0, 250.0)
        });
        batch.push(row(water, 1000, 250.0));
        assert_eq!(batch.rows().map(|row| row.copy).collect::<Vec<_>>(), [0, 1, 0]);
    }
}
