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

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::aggregate::{Bucket, BucketValue, aggregate};
use crate::batch::{SampleBatch, Series};
use crate::block::{Block, Identity, Merged};
use crate::metric::Metric;
use crate::preferences::Preferences;
use crate::resolve::SeriesData;
use crate::resolve::sleep::{Night, nights, sessions_from_stages};
use crate::resolve::workouts::{MergedWorkout, group_workouts, merge_group};
use crate::session::{Detail, Session};
use crate::source::{Source, SourceKey};

/// What one person's sources said, merged but not resolved.
#[derive(Debug, Clone, Default)]
pub struct History {
    series: BTreeMap<(Metric, SourceKey), Kept>,
    sessions: BTreeMap<(SourceKey, &'static str, String), Session>,
    /// What the person has set.
    pub preferences: Preferences,
}

/// One series: its blocks in order of their UTC days.
#[derive(Debug, Clone)]
struct Kept {
    source: Source,
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

    /// Takes in samples and tells what changed.
    pub fn add(&mut self, batch: &SampleBatch) -> Merged {
        let mut merged = Merged::default();
        for ((series, day), block) in batch.into_blocks() {
            let change = self.keep(&batch.series()[series as usize], day, block);
            merged.added += change.added;
            merged.changed += change.changed;
        }
        merged
    }

    /// Takes in a night or a workout; a later delivery of the same one replaces it.
    pub fn add_session(&mut self, session: Session) {
        let key = (session.source.key.clone(), session.kind(), session.natural_key());
        self.sessions.insert(key, session);
    }

    /// Lists the metrics there are samples of.
    pub fn metrics(&self) -> Vec<Metric> {
        let mut metrics: Vec<Metric> = self.series.keys().map(|(metric, _)| *metric).collect();
        metrics.dedup();
        metrics
    }

    /// Answers a metric in buckets of civil time from the first sample to the last.
    pub fn aggregate(&self, metric: Metric, bucket: Bucket) -> Vec<BucketValue> {
        let all = DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC;
        aggregate(metric, &self.of(metric), &self.preferences, bucket, all)
    }

    /// Answers nights and naps by wake day, one each however many sources recorded them.
    pub fn nights(&self) -> Vec<Night> {
        nights(&self.sleep(), &self.preferences)
    }

    /// Answers workouts, one each however many sources recorded them.
    pub fn workouts(&self) -> Vec<MergedWorkout> {
        let is_workout = |session: &&Session| matches!(session.detail, Detail::Workout(_));
        let sessions: Vec<Session> = self.sessions.values().filter(is_workout).cloned().collect();
        let groups = group_workouts(&sessions, "", &self.preferences);
        let mut workouts: Vec<MergedWorkout> = groups.iter().map(|group| merge_group(group, &sessions)).collect();
        workouts.sort_by_key(|workout| workout.session.start);
        workouts
    }

    /// Lists the sleep of every source: recorded as such, or derived from its stages.
    fn sleep(&self) -> Vec<Session> {
        let is_sleep = |session: &&Session| matches!(session.detail, Detail::Sleep(_));
        let recorded = self.sessions.values().filter(is_sleep).cloned();
        let derived = self.of(Metric::SleepStage);
        recorded.chain(derived.iter().flat_map(sessions_from_stages)).collect()
    }

    fn of(&self, metric: Metric) -> Vec<SeriesData<'_>> {
        let kept = self.series.iter().filter(|((of, _), _)| *of == metric);
        kept.map(|(_, kept)| SeriesData {
            source: &kept.source,
            blocks: &kept.blocks,
        })
        .collect()
    }

    fn keep(&mut self, series: &Series, day: i32, block: Block) -> Merged {
        let source: &Arc<Source> = &series.source;
        let kept = self
            .series
            .entry((series.metric, source.key.clone()))
            .or_insert_with(|| Kept {
                source: Source::clone(source),
                days: Vec::new(),
                blocks: Vec::new(),
            });
        kept.source.absorb(source);
        let place = kept.days.binary_search(&day).unwrap_or_else(|place| {
            kept.days.insert(place, day);
            kept.blocks.insert(place, Block::default());
            place
        });
        kept.blocks[place].merge(&block, Identity::of(series.metric, kept.source.revision))
    }
}
