//! Gathers what the pieces give into batches, counts what repeats over the whole import, and keeps back what can only
//! be decided at its end.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use vitasync_core::batch::BatchRow;
use vitasync_core::metric::Metric;
use vitasync_core::normalize::{Context, normalize};
use vitasync_core::source::{Source, SourceKey};
use vitasync_core::time::ZoneHistory;

use super::decode::{Found, Header, Output};
use super::summary::Summary;
use super::words::Kind;
use crate::files::outlet::Outlet;
use crate::files::report::{Report, ZoneFrom, ZoneUsed, bump};
use crate::files::{Error, Options, Sink};

/// The most sources whose descriptions are remembered from batch to batch, and the longest of their names.
const MAX_SOURCES: usize = 4_096;
const MAX_ORIGIN: usize = 1_024;

/// The most workouts that are kept back, counted with all their laps, events and points. Lives of sport need a tenth.
const MAX_HELD: usize = 1_000_000;

/// Stands for a table entry that is not in the batch yet.
const ABSENT: u32 = u32::MAX;

/// Gathers pieces in the order of the file.
pub(super) struct Gather<'a> {
    pub(super) outlet: Outlet<'a>,
    /// Whether workouts that name routes are kept back until the routes can be read.
    hold_routes: bool,
    pub(super) held: Vec<Found>,
    held_weight: usize,
    /// Whether the root element has ended.
    pub(super) closed: bool,
    sources: HashMap<SourceKey, Arc<Source>>,
    copies: Copies,
    zones: HashMap<Tz, u64>,
    summaries: BTreeMap<NaiveDate, Summary>,
}

impl<'a> Gather<'a> {
    pub(super) fn new(options: &'a Options, sink: &'a mut Sink<'a>, hold_routes: bool) -> Self {
        Self {
            outlet: Outlet::new(options, sink),
            hold_routes,
            held: Vec::new(),
            held_weight: 0,
            closed: false,
            sources: HashMap::new(),
            copies: Copies::default(),
            zones: HashMap::new(),
            summaries: BTreeMap::new(),
        }
    }

    /// Takes in what the next piece of the file gives.
    pub(super) fn take(&mut self, mut output: Output) -> Result<(), Error> {
        for source in &output.sources {
            self.absorb(source);
        }
        self.rows(&output)?;
        self.closed |= output.closed;
        self.head(std::mem::take(&mut output.header));
        self.count(&mut output);
        for summary in output.summaries {
            self.summaries.insert(summary.date, summary);
        }
        let mut ready = Vec::new();
        for found in output.workouts {
            if self.hold_routes && !found.routes.is_empty() && self.held_weight < MAX_HELD {
                self.held_weight += found.weight();
                self.held.push(found);
            } else {
                self.outlet.report.routes.missing += found.routes.len() as u64;
                ready.push(found.session);
            }
        }
        self.outlet.sessions(ready)?;
        self.outlet.rejected(output.rejected)
    }

    /// Delivers what has been kept back, and tells what was found.
    pub(super) fn finish(mut self) -> Result<Report, Error> {
        let zone = self.zone();
        self.outlet.report.zone = Some(zone);
        let context = Context {
            zones: ZoneHistory::always(zone.zone),
            received: self.outlet.options.received,
        };
        let mut rejected = Vec::new();
        for summary in std::mem::take(&mut self.summaries).into_values() {
            self.outlet.report.activity_summaries += 1;
            for reading in &summary.readings {
                match normalize(reading, &context) {
                    Ok(sample) => self.outlet.sample(sample)?,
                    Err(reason) => rejected.push(summary.rejected(reading.metric, reason)),
                }
            }
        }
        self.outlet.rejected(rejected)?;
        self.outlet.finish()
    }

    /// Moves a piece's samples to the batch.
    fn rows(&mut self, output: &Output) -> Result<(), Error> {
        let piece = &output.batch;
        let mut series = vec![ABSENT; piece.series().len()];
        let mut attributes = vec![ABSENT; piece.attributes().len()];
        let mut nested = output.nested.iter().peekable();
        for (at, mut row) in piece.rows().enumerate() {
            let of = &piece.series()[row.series as usize];
            if of.metric.spec().repeatable {
                row.copy = self
                    .copies
                    .count(&of.source.key, of.metric, &row, nested.peek() == Some(&&at));
            }
            nested.next_if_eq(&&at);
            let series_at = &mut series[row.series as usize];
            if *series_at == ABSENT {
                let source = self.sources.get(&of.source.key).unwrap_or(&of.source);
                *series_at = self.outlet.series(source, of.metric);
            }
            let attributes_at = &mut attributes[row.attributes as usize];
            if *attributes_at == ABSENT {
                *attributes_at = self.outlet.attributes(&piece.attributes()[row.attributes as usize]);
            }
            row.series = *series_at;
            row.attributes = *attributes_at;
            if self.outlet.push(row)? {
                series.fill(ABSENT);
                attributes.fill(ABSENT);
            }
        }
        Ok(())
    }

    /// Learns what a description of a source tells; it counts for the batches that begin after it.
    fn absorb(&mut self, source: &Arc<Source>) {
        if self.sources.len() >= MAX_SOURCES {
            self.sources.clear();
        }
        if source.key.origin.len() > MAX_ORIGIN {
            return;
        }
        match self.sources.get_mut(&source.key) {
            Some(known) => Arc::make_mut(known).absorb(source),
            None => {
                self.sources.insert(source.key.clone(), Arc::clone(source));
            }
        }
    }

    fn head(&mut self, header: Header) {
        let report = &mut self.outlet.report;
        report.export_date = report.export_date.or(header.export_date);
        report.locale = report.locale.take().or(header.locale);
        if let Some(profile) = header.profile {
            report.profile = profile;
        }
    }

    fn count(&mut self, output: &mut Output) {
        let report = &mut self.outlet.report;
        for (name, kind, more) in output.counts.drain(..) {
            bump(&mut report.records, &name, |count| count.add(more));
            if kind == Kind::Unknown {
                bump(&mut report.unknown_types, &name, |count| *count += more.read);
            }
        }
        for (counts, more) in [
            (&mut report.unknown_types, &output.unknown_types),
            (&mut report.unknown_elements, &output.unknown_elements),
            (&mut report.correlations, &output.correlations),
        ] {
            for (name, number) in more {
                bump(counts, name, |count| *count += number);
            }
        }
        report.beats.add(output.beats);
        for (zone, count) in output.zones.drain() {
            *self.zones.entry(zone).or_default() += count;
        }
    }

    /// Decides in which zone civil dates lie.
    fn zone(&self) -> ZoneUsed {
        let most_frequent = self
            .zones
            .iter()
            .max_by_key(|(zone, count)| (**count, std::cmp::Reverse(zone.name())));
        match (self.outlet.options.zone, most_frequent) {
            (Some(zone), _) => ZoneUsed {
                zone,
                from: ZoneFrom::Profile,
            },
            (None, Some((&zone, _))) => ZoneUsed {
                zone,
                from: ZoneFrom::File,
            },
            (None, None) => ZoneUsed {
                zone: self.outlet.options.system_zone,
                from: ZoneFrom::System,
            },
        }
    }
}

/// Counts equal rows of repeatable metrics over one import. What stands under the root and what stands inside other
/// elements is counted apart, because the latter repeats the former.
///
/// A row is remembered by 64 bits of hash: 8 bytes for a row that occurs once, which most do.
#[derive(Default)]
struct Copies {
    once: HashSet<u64>,
    more: HashMap<u64, u32>,
}

impl Copies {
    fn count(&mut self, source: &SourceKey, metric: Metric, row: &BatchRow, nested: bool) -> u32 {
        let mut hasher = DefaultHasher::new();
        (source, metric, row.start_ms, row.end_ms, row.value.to_bits(), nested).hash(&mut hasher);
        let key = hasher.finish();
        if self.once.insert(key) {
            return 0;
        }
        let count = self.more.entry(key).or_default();
        *count += 1;
        *count
    }
}
