//! Gathers what readers find into batches, hands it to the sink and counts it.
//!
//! Invariant: every batch describes itself, and none is larger than the caller allows, however the file is made.

use std::collections::HashMap;
use std::sync::Arc;

use vitasync_core::batch::{BatchRow, Series};
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::metric::Metric;
use vitasync_core::source::{Attributes, Source, SourceKey};
use vitasync_core::{Sample, SampleBatch, Session};

use super::report::{Partial, Report, bump};
use super::{Error, Options, Part, Sink};

/// The most attribute sets one batch carries, and the most bytes of remarks in them. Few sets occur in most files;
/// where every record has an identifier of its own, batches are delivered before they are full.
const MAX_ATTRIBUTES: usize = 16_384;
const MAX_REMARK_BYTES: usize = 4 << 20;

/// The most warnings a report lists.
const MAX_WARNINGS: usize = 100;

/// Where what is read goes.
pub(super) struct Outlet<'a> {
    pub(super) options: &'a Options,
    sink: &'a mut Sink<'a>,
    pub(super) report: Report,
    batch: Batch,
}

/// The batch that is being filled, and where things stand in its tables.
struct Batch {
    rows: SampleBatch,
    series: HashMap<SourceKey, HashMap<Metric, u32>>,
    attributes: HashMap<Arc<Attributes>, u32>,
    remark_bytes: usize,
}

impl<'a> Outlet<'a> {
    pub(super) fn new(options: &'a Options, sink: &'a mut Sink<'a>) -> Self {
        Self {
            options,
            sink,
            report: Report::default(),
            batch: Batch::with_capacity(options.batch_rows),
        }
    }

    /// Hands a part to the sink.
    pub(super) fn deliver(&mut self, part: Part) -> Result<(), Error> {
        (self.sink)(part).map_err(Error::Sink)
    }

    /// Delivers nights and workouts.
    pub(super) fn sessions(&mut self, sessions: Vec<Session>) -> Result<(), Error> {
        if sessions.is_empty() {
            return Ok(());
        }
        let workouts = sessions.iter().filter(|session| session.kind() == "workout");
        self.report.workouts += workouts.count() as u64;
        self.deliver(Part::Sessions(sessions))
    }

    /// Delivers what could not be used.
    pub(super) fn rejected(&mut self, rejected: Vec<Rejected>) -> Result<(), Error> {
        if rejected.is_empty() {
            return Ok(());
        }
        for it in &rejected {
            bump(&mut self.report.rejected, it.reason.kind(), |count| *count += 1);
        }
        self.deliver(Part::Rejected(rejected))
    }

    /// Says that one file breaks off. The report names the first that does.
    pub(super) fn break_off(&mut self, at: Position, subject: &str, reason: Reason) -> Result<(), Error> {
        let lost = match &at.file {
            Some(file) => format!("the rest of {file}, because {reason}"),
            None => format!("everything from here on, because {reason}"),
        };
        self.report.partial.get_or_insert(Partial { byte: at.byte, lost });
        self.rejected(vec![Rejected {
            position: at,
            subject: subject.to_owned(),
            reason,
        }])
    }

    /// Adds a warning to the report, unless it has very many.
    pub(super) fn warn(&mut self, warning: String) {
        let warnings = &mut self.report.warnings;
        match warnings.len() {
            0..MAX_WARNINGS => warnings.push(warning),
            MAX_WARNINGS => warnings.push("there are more warnings than are listed".to_owned()),
            _ => {}
        }
    }

    /// Adds one sample.
    pub(super) fn sample(&mut self, sample: Sample) -> Result<(), Error> {
        let row = BatchRow {
            series: self.series(&sample.source, sample.metric),
            start_ms: sample.start.timestamp_millis(),
            end_ms: sample.end.timestamp_millis(),
            value: sample.value,
            attributes: self.attributes(&Arc::new(sample.attributes)),
            copy: 0,
        };
        self.push(row).map(|_| ())
    }

    /// Finds a series in the batch that is being filled; it stands there until a [`push`](Self::push) says otherwise.
    pub(super) fn series(&mut self, source: &Arc<Source>, metric: Metric) -> u32 {
        self.batch.series(source, metric)
    }

    /// Finds an attribute set in the batch that is being filled; it stands there until a [`push`](Self::push) says
    /// otherwise.
    pub(super) fn attributes(&mut self, attributes: &Arc<Attributes>) -> u32 {
        self.batch.attributes(attributes)
    }

    /// Adds a row, and tells whether that has filled the batch, so that the next row belongs to a new one.
    #[inline]
    pub(super) fn push(&mut self, row: BatchRow) -> Result<bool, Error> {
        self.batch.rows.push(row);
        let full = self.batch.is_full(self.options.batch_rows);
        if full {
            self.flush()?;
        }
        Ok(full)
    }

    /// Delivers what is left, and tells what was found.
    pub(super) fn finish(mut self) -> Result<Report, Error> {
        self.flush()?;
        Ok(self.report)
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.batch.rows.is_empty() {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.batch, Batch::with_capacity(self.options.batch_rows)).rows;
        self.report.samples += full.len() as u64;
        self.deliver(Part::Samples(full))
    }
}

impl Batch {
    fn with_capacity(rows: usize) -> Self {
        Self {
            rows: SampleBatch::with_capacity(rows),
            series: HashMap::new(),
            attributes: HashMap::new(),
            remark_bytes: 0,
        }
    }

    fn series(&mut self, source: &Arc<Source>, metric: Metric) -> u32 {
        let metrics = self.series.entry(source.key.clone()).or_default();
        *metrics.entry(metric).or_insert_with(|| {
            let source = Arc::clone(source);
            self.rows.add_series(Series { source, metric })
        })
    }

    fn attributes(&mut self, attributes: &Arc<Attributes>) -> u32 {
        if attributes.is_empty() {
            return 0;
        }
        if let Some(&at) = self.attributes.get(attributes) {
            return at;
        }
        let remarks = attributes.remarks.iter();
        self.remark_bytes += remarks.map(|(key, value)| key.len() + value.len()).sum::<usize>();
        let at = self.rows.add_attributes(Arc::clone(attributes));
        self.attributes.insert(Arc::clone(attributes), at);
        at
    }

    fn is_full(&self, rows: usize) -> bool {
        self.rows.len() >= rows || self.attributes.len() >= MAX_ATTRIBUTES || self.remark_bytes >= MAX_REMARK_BYTES
    }
}
