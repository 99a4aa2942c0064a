//! Carries samples in bulk: columns instead of objects.
//!
//! A [`SampleBatch`] is what importers fill and what stores, resolution and columnar exports read; no row object
//! per sample stands in between. A batch describes itself: its rows point into its own tables of series and
//! attributes, so batches can be compared, joined and sent on their own.
//!
//! Samples that a vendor can revise or delete as a whole stand in a side table ([`SampleBatch::records`]) that costs
//! nothing where it is empty: each object's rows follow each other.
//!
//! [`Sample`](crate::Sample)s are collected into a batch, with all of that.

mod collect;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::block::{Block, Identity, Row};
use crate::metric::Metric;
use crate::record::RecordVersion;
use crate::session::Session;
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
#[derive(Debug, Clone, PartialEq)]
pub struct SampleBatch {
    series: Vec<Series>,
    attributes: Vec<Arc<Attributes>>,
    rows: Columns,
    records: Vec<BatchRecord>,
    position: Option<u64>,
}

/// What a batch says of one object of a vendor.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchRecord {
    /// The object, and which version of it this is.
    pub version: RecordVersion,
    /// What became of it.
    pub change: Change,
    /// The night or workout it holds.
    pub session: Option<Box<Session>>,
    rows: Range<usize>,
}

impl BatchRecord {
    /// Counts its samples.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells whether it has no sample.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// What became of a vendor's object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was made or revised; everything it holds is in the batch, and what is not is gone.
    Version,
    /// The same, and the vendor says that it is back although it was deleted.
    Restored,
    /// It was deleted.
    Deleted,
}

/// The columns of a batch.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Columns {
    pub(crate) series: Vec<u32>,
    pub(crate) start_ms: Vec<i64>,
    pub(crate) end_ms: Vec<i64>,
    pub(crate) value: Vec<f64>,
    pub(crate) attributes: Vec<u32>,
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

impl Default for SampleBatch {
    /// Makes an empty batch.
    fn default() -> Self {
        Self::with_capacity(0)
    }
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
            records: Vec::new(),
            position: None,
        }
    }

    /// Counts the samples.
    pub fn len(&self) -> usize {
        self.rows.start_ms.len()
    }

    /// Tells whether there is no sample; there may still be objects without samples, or deletions.
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

    /// Adds a vendor's object with everything it holds: samples, a session, or both. What an earlier version of it
    /// held and this one does not is gone. Copies of equal rows are counted within the object.
    ///
    /// ```
    /// use vitasync_core::batch::{BatchRow, SampleBatch, Series};
    /// use vitasync_core::record::{RecordKey, RecordVersion};
    /// use vitasync_core::{History, Metric};
    /// # use vitasync_core::source::*;
    /// # let key = SourceKey { provider: "example".into(), origin: "scale".into(), recording: Recording::Automatic };
    /// # let source = std::sync::Arc::new(Source { key, name: "Scale".into(), device_kind: DeviceKind::Scale, device: Device::default(), revision: Revision::LastWins });
    /// let record = RecordVersion::from(RecordKey::new("example", "weighing", "42"));
    /// let mut batch = SampleBatch::default();
    /// let series = batch.add_series(Series { source, metric: Metric::Weight });
    /// let row = BatchRow { series, start_ms: 0, end_ms: 0, value: 71.5, attributes: 0, copy: 0 };
    /// batch.push_record(record.clone(), None, [row]);
    ///
    /// let mut history = History::default();
    /// assert_eq!(history.add(&batch).added, 1);
    /// history.delete(record);
    /// assert_eq!(history.add(&batch).added, 0); // a late duplicate does not bring it back
    /// ```
    pub fn push_record(
        &mut self,
        version: RecordVersion,
        session: Option<Session>,
        rows: impl IntoIterator<Item = BatchRow>,
    ) {
        self.note_record(version, Change::Version, session, rows);
    }

    /// Adds an object of which the vendor says that it is back, which brings it back also where its deletion would be
    /// final.
    pub fn restore_record(
        &mut self,
        version: RecordVersion,
        session: Option<Session>,
        rows: impl IntoIterator<Item = BatchRow>,
    ) {
        self.note_record(version, Change::Restored, session, rows);
    }

    /// Adds that an object was deleted. With a revision it counts by that; without one it is the last word.
    pub fn delete_record(&mut self, version: RecordVersion) {
        self.note_record(version, Change::Deleted, None, []);
    }

    fn note_record(
        &mut self,
        version: RecordVersion,
        change: Change,
        session: Option<Session>,
        rows: impl IntoIterator<Item = BatchRow>,
    ) {
        let first = self.len();
        rows.into_iter().for_each(|row| self.push(row));
        self.records.push(BatchRecord {
            version,
            change,
            session: session.map(Box::new),
            rows: first..self.len(),
        });
    }

    /// Lists what it says of vendors' objects, in order.
    pub fn records(&self) -> &[BatchRecord] {
        &self.records
    }

    /// Says where in its import the batch begins: how many samples and objects came before. It decides, where a source
    /// corrects itself within one import, which of two values is the later one, however the import is cut.
    pub fn set_position(&mut self, position: u64) {
        self.position = Some(position);
    }

    /// Tells where in its import the batch begins, if that was said; otherwise it counts as the import's beginning.
    pub fn position(&self) -> Option<u64> {
        self.position
    }

    fn begin(&self) -> u64 {
        self.position.unwrap_or(0)
    }

    /// Tells where in its import the batch that follows this one begins.
    pub fn next_position(&self) -> u64 {
        self.begin() + (self.len() + self.records.len()) as u64
    }

    /// Tells where in its import the object at `at` of [`SampleBatch::records`] stands.
    pub fn position_of(&self, at: usize) -> u64 {
        self.begin() + (self.records[at].rows.end + at) as u64
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
        self.records.retain(|record| record.rows.end <= len);
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

    /// Reads the values alone, in order.
    pub fn values(&self) -> &[f64] {
        &self.rows.value
    }

    /// Takes it apart into its tables of series and attributes, and its columns.
    #[cfg(feature = "arrow")]
    pub(crate) fn into_parts(self) -> (Vec<Series>, Vec<Arc<Attributes>>, Columns) {
        (self.series, self.attributes, self.rows)
    }

    /// Groups the samples that no object holds into one [`Block`] per series and UTC day, in order of (series, day);
    /// the key's first part is the index into [`SampleBatch::series`]. Where the last value wins, a row's version is its
    /// position in the import.
    pub fn into_blocks(&self) -> Vec<((u32, i32), Block)> {
        let mut place: HashMap<(u32, i32), usize> = HashMap::new();
        let mut groups: Vec<((u32, i32), Vec<u32>)> = Vec::new();
        let mut last = None;
        for stretch in self.without_record() {
            for at in stretch {
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
        }
        groups.sort_unstable_by_key(|(key, _)| *key);
        groups
            .into_iter()
            .map(|(key, rows)| (key, self.block(key.0, &rows)))
            .collect()
    }

    /// Groups what the object at `at` of [`SampleBatch::records`] holds into one [`Block`] per series, of whatever
    /// days, in order of series.
    pub fn blocks_of_record(&self, at: usize) -> Vec<(u32, Block)> {
        let mut groups: Vec<(u32, Vec<u32>)> = Vec::new();
        for at in self.records[at].rows.clone() {
            let series = self.rows.series[at];
            match groups.iter_mut().find(|(known, _)| *known == series) {
                Some((_, rows)) => rows.push(index(at)),
                None => groups.push((series, vec![index(at)])),
            }
        }
        groups.sort_unstable_by_key(|(series, _)| *series);
        let block = |(series, rows): (u32, Vec<u32>)| (series, self.block(series, &rows));
        groups.into_iter().map(block).collect()
    }

    /// Lists the stretches of rows between those of objects.
    fn without_record(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let held = self.records.iter().map(|record| record.rows.clone());
        let end = std::iter::once(self.len()..self.len());
        let mut from = 0;
        held.chain(end).map(move |held| {
            let free = from..held.start;
            from = held.end;
            free
        })
    }

    fn block(&self, series: u32, rows: &[u32]) -> Block {
        let of = &self.series[series as usize];
        let identity = Identity::of(of.metric, of.source.revision);
        let rows = rows.iter().map(|&at| {
            let row = self.row(at as usize);
            Row {
                start_ms: row.start_ms,
                end_ms: row.end_ms,
                value: row.value,
                copy: row.copy,
                version: match identity {
                    Identity::Time => self.begin() + u64::from(at),
                    Identity::Value => 0,
                },
                deleted: false,
                attributes: row.attributes,
            }
        });
        Block::from_rows(rows, &self.attributes, identity)
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).expect("a batch holds fewer than 2^32 rows")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::RecordKey;
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
    fn what_an_object_holds_is_no_part_of_the_other_blocks() {
        let mut batch = SampleBatch::default();
        let heart = batch.add_series(series(Metric::HeartRate));
        batch.push(row(heart, 0, 60.0));
        let record = RecordKey::new("example", "sample", "1");
        batch.push_record(
            record.into(),
            None,
            [row(heart, 1000, 61.0), row(heart, 90_000_000, 62.0)],
        );
        batch.push(row(heart, 2000, 63.0));
        let free: Vec<usize> = batch.into_blocks().iter().map(|(_, block)| block.len()).collect();
        let held: Vec<usize> = batch.blocks_of_record(0).iter().map(|(_, block)| block.len()).collect();
        assert_eq!((free, held), (vec![2], vec![2]));
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
