//! Keeps what one person's sources said in memory, and answers from it: the library without a server.
//!
//! ```
//! use vitasync_core::aggregate::Bucket;
//! use vitasync_core::batch::{BatchRow, SampleBatch, Series};
//! use vitasync_core::history::History;
//! use vitasync_core::Metric;
//! # use vitasync_core::source::*;
//! # let source = |origin: &str, device_kind| std::sync::Arc::new(Source { key: SourceKey { provider: "example".into(), origin: origin.into(), recording: Recording::Automatic }, name: origin.into(), device_kind, device: Device::default(), revision: Revision::Immutable });
//! const HOUR: i64 = 3_600_000;
//! let mut batch = SampleBatch::with_capacity(2);
//! for (name, kind, from, to, steps) in [("watch", DeviceKind::Watch, 8, 12, 2000.0), ("phone", DeviceKind::Phone, 8, 18, 5000.0)] {
//!     let series = batch.add_series(Series { source: source(name, kind), metric: Metric::Steps });
//!     batch.push(BatchRow { series, start_ms: from * HOUR, end_ms: to * HOUR, value: steps, attributes: 0, copy: 0 });
//! }
//!
//! let mut history = History::default();
//! history.add(&batch);
//! history.add(&batch); // a second delivery changes nothing
//!
//! let days = history.aggregate(Metric::Steps, Bucket::Day);
//! assert_eq!(days[0].value, 5000.0); // the watch until noon, the phone for the rest: neither 7000 nor 2000
//! ```

mod records;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::aggregate::{Bucket, BucketValue, aggregate};
use crate::batch::{BatchRow, SampleBatch, Series};
use crate::block::{Block, Identity, Merged};
use crate::metric::Metric;
use crate::preferences::Preferences;
use crate::record::{Record, RecordKey};
use crate::resolve::SeriesData;
use crate::resolve::sleep::{Night, nights, sessions_from_stages};
use crate::resolve::workouts::{MergedWorkout, group_workouts, merge_group};
use crate::session::{Detail, Session};
use crate::source::{Attributes, Source, SourceKey};

/// Names a series: what was measured, and by whom.
pub type SeriesKey = (Metric, SourceKey);
/// Names a session: who recorded it, its kind, and what makes it this one of them.
pub type SessionKey = (SourceKey, &'static str, String);

/// What one person's sources said, merged but not resolved.
#[derive(Debug, Clone, Default)]
pub struct History {
    series: BTreeMap<SeriesKey, Kept>,
    sessions: BTreeMap<SessionKey, Session>,
    records: HashMap<RecordKey, Record<SeriesKey, SessionKey>>,
    aliases: HashMap<SourceKey, SourceKey>,
    imports: u32,
    /// What the person has set.
    pub preferences: Preferences,
}

/// One series: its blocks in order of their UTC days.
#[derive(Debug, Clone)]
struct Kept {
    source: Source,
    identity: Identity,
    days: Vec<i32>,
    blocks: Vec<Block>,
}

impl History {
    /// Begins a history that is answered by what the person has set.
    pub fn new(preferences: Preferences) -> Self {
        Self {
            preferences,
            ..Self::default()
        }
    }

    /// Takes in a whole import and tells what changed of the samples.
    pub fn add(&mut self, batch: &SampleBatch) -> Merged {
        let import = self.begin_import();
        self.add_to(import, batch)
    }

    /// Begins an import that comes in several batches, in any order, and tells its number for [`History::add_to`].
    /// Where the last value wins, a later import does, and within one the later position
    /// ([`SampleBatch::set_position`]).
    pub fn begin_import(&mut self) -> u32 {
        self.imports += 1;
        self.imports
    }

    /// Takes in a part of an import and tells what changed of the samples.
    pub fn add_to(&mut self, import: u32, batch: &SampleBatch) -> Merged {
        let mut merged = Merged::default();
        for ((series, day), block) in batch.into_blocks() {
            let series = &batch.series()[series as usize];
            let key = self.know(series.metric, &series.source);
            let kept = self.series.get_mut(&key).expect("it is known now");
            let block = match kept.identity {
                Identity::Time => block.in_import(import),
                Identity::Value => block,
            };
            merged += kept.merge(day, &block);
        }
        merged += self.receive(import, batch);
        merged
    }

    /// Takes in a night or a workout; a later delivery of the same one replaces it, and one that its vendor has deleted
    /// stays deleted. A vendor's object that holds samples too comes in a batch ([`SampleBatch::push_record`]).
    pub fn add_session(&mut self, session: Session) {
        match session.record.clone() {
            Some(version) => {
                let mut batch = SampleBatch::default();
                batch.push_record(version, Some(session), []);
                self.add(&batch);
            }
            None => {
                let (key, session) = self.named(session);
                self.sessions.insert(key, session);
            }
        }
    }

    /// Lists the metrics there are samples of.
    pub fn metrics(&self) -> Vec<Metric> {
        let has_samples = |kept: &Kept| kept.blocks.iter().any(|block| !block.is_empty());
        let kept = self.series.iter().filter(|(_, kept)| has_samples(kept));
        let mut metrics: Vec<Metric> = kept.map(|((metric, _), _)| *metric).collect();
        metrics.dedup();
        metrics
    }

    /// Lists what every source said of a metric, as received.
    pub fn received(&self, metric: Metric) -> Vec<SeriesData<'_>> {
        let kept = self.series.iter().filter(|((of, _), _)| *of == metric);
        kept.map(|(_, kept)| kept.as_received()).collect()
    }

    /// Lists the samples of every source, as received and each once, in order of metric, source and time.
    ///
    /// ```
    /// use vitasync_core::batch::{BatchRow, SampleBatch, Series};
    /// use vitasync_core::{History, Metric};
    /// # use vitasync_core::source::*;
    /// # let key = SourceKey { provider: "example".into(), origin: "scale".into(), recording: Recording::Automatic };
    /// # let source = std::sync::Arc::new(Source { key, name: "Scale".into(), device_kind: DeviceKind::Scale, device: Device::default(), revision: Revision::LastWins });
    /// let mut batch = SampleBatch::default();
    /// let series = batch.add_series(Series { source, metric: Metric::Weight });
    /// batch.push(BatchRow { series, start_ms: 0, end_ms: 0, value: 71.5, attributes: 0, copy: 0 });
    /// let mut history = History::default();
    /// history.add(&batch);
    /// history.add(&batch);
    /// assert_eq!(history.samples(), batch);
    /// ```
    pub fn samples(&self) -> SampleBatch {
        let rows = self.series.values().map(|kept| kept.as_received().len()).sum();
        let mut batch = SampleBatch::with_capacity(rows);
        let mut sets: HashMap<Arc<Attributes>, u32> = HashMap::from([(Arc::default(), 0)]);
        for ((metric, _), kept) in &self.series {
            let source = Arc::new(kept.source.clone());
            let series = batch.add_series(Series {
                source,
                metric: *metric,
            });
            for (block, row) in kept.as_received().rows() {
                let set = block.attributes(row);
                let known = sets.entry(Arc::clone(set));
                let attributes = *known.or_insert_with(|| batch.add_attributes(Arc::clone(set)));
                batch.push(BatchRow {
                    series,
                    start_ms: row.start_ms,
                    end_ms: row.end_ms,
                    value: row.value,
                    attributes,
                    copy: row.copy,
                });
            }
        }
        batch
    }

    /// Lists the nights and workouts of every source, as received.
    pub fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.sessions.values()
    }

    /// Finds what is kept of a vendor's object, deleted ones included.
    pub fn record(&self, key: &RecordKey) -> Option<&Record<SeriesKey, SessionKey>> {
        self.records.get(key)
    }

    /// Answers a metric in buckets of civil time from the first sample to the last.
    pub fn aggregate(&self, metric: Metric, bucket: Bucket) -> Vec<BucketValue> {
        let all = DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC;
        aggregate(metric, &self.received(metric), &self.preferences, bucket, all)
    }

    /// Answers nights and naps by wake day, one each however many sources recorded them.
    pub fn nights(&self) -> Vec<Night> {
        nights(&self.sleep(), &self.preferences)
    }

    /// Answers workouts, one each however many sources recorded them, in order of time. The parts of a multisport
    /// workout are its children. The person is `""` in the identities that [`Preferences::links`] name.
    pub fn workouts(&self) -> Vec<MergedWorkout> {
        let is_workout = |session: &&Session| matches!(session.detail, Detail::Workout(_));
        let sessions: Vec<&Session> = self.sessions.values().filter(is_workout).collect();
        let groups = group_workouts(&sessions, "", &self.preferences);
        let mut workouts: Vec<MergedWorkout> = groups.iter().map(|group| merge_group(group, &sessions)).collect();
        workouts.sort_by_key(|workout| workout.session.start);
        workouts
    }

    /// Lists the sleep of every source: recorded as such, or derived from its stages. The indexes of a [`Night`] point
    /// into it.
    pub fn sleep(&self) -> Vec<Session> {
        let is_sleep = |session: &&Session| matches!(session.detail, Detail::Sleep(_));
        let recorded = self.sessions.values().filter(is_sleep).cloned();
        let derived = self.received(Metric::SleepStage);
        recorded.chain(derived.iter().flat_map(sessions_from_stages)).collect()
    }

    /// Finds the key of a series by any name of its source, and learns what is said of the source.
    fn know(&mut self, metric: Metric, source: &Source) -> SeriesKey {
        let source = self.known(source);
        let key = (metric, source.key.clone());
        match self.series.get_mut(&key) {
            Some(kept) => kept.source.absorb(&source),
            None => {
                let identity = Identity::of(metric, source.revision);
                let kept = Kept {
                    source,
                    identity,
                    days: Vec::new(),
                    blocks: Vec::new(),
                };
                self.series.insert(key.clone(), kept);
            }
        }
        key
    }

    /// Gives a source the key it is known by.
    fn known(&self, source: &Source) -> Source {
        let key = self.aliases.get(&source.key).unwrap_or(&source.key);
        Source {
            key: key.clone(),
            ..source.clone()
        }
    }

    /// Gives a session of a source the key it is known by. Its revision is the ledger's matter.
    fn named(&self, mut session: Session) -> (SessionKey, Session) {
        if let Some(record) = &mut session.record {
            record.revision = None;
        }
        if self.aliases.contains_key(&session.source.key) {
            session.source = Arc::new(self.known(&session.source));
        }
        let key = (session.source.key.clone(), session.kind(), session.natural_key());
        (key, session)
    }
}

impl Kept {
    fn as_received(&self) -> SeriesData<'_> {
        SeriesData {
            source: &self.source,
            blocks: &self.blocks,
        }
    }

    fn merge(&mut self, day: i32, block: &Block) -> Merged {
        let identity = self.identity;
        self.block(day).merge(block, identity)
    }

    /// Finds the block of a UTC day, an empty one where there was none.
    fn block(&mut self, day: i32) -> &mut Block {
        let place = self.days.binary_search(&day).unwrap_or_else(|place| {
            self.days.insert(place, day);
            self.blocks.insert(place, Block::default());
            place
        });
        &mut self.blocks[place]
    }
}
