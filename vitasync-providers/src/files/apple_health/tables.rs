//! Remembers what repeats in a file: types, sources, series and rules.
//!
//! What a [`Tables`] hands out stays valid until [`Tables::forget_if_large`] empties it, so that a hostile file with a
//! new name in every record cannot fill the memory.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use vitasync_core::SampleBatch;
use vitasync_core::batch::Series;
use vitasync_core::error::Reason;
use vitasync_core::metric::Metric;
use vitasync_core::normalize::SeriesRule;
use vitasync_core::source::{Attributes, Recording, Source, SourceKey};

use super::source::{source, without_pointer};
use super::words::{Kind, distinction, kind, unit};
use crate::files::report::TypeCount;

/// The most that is remembered, in bytes of the file. Real files need some kilobytes.
const MAX_REMEMBERED: usize = 4 << 20;

/// What an entry costs beside its text.
const ENTRY: usize = 256;

type ByText<T> = HashMap<Box<str>, T>;

/// A type of records.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: Arc<str>,
    pub(super) kind: Kind,
    /// The remark its samples carry.
    pub(super) remark: Option<(&'static str, String)>,
    /// What has been counted since the piece began.
    pub(super) count: TypeCount,
}

/// A series and where it stands in the batch of the piece that is being decoded.
#[derive(Debug)]
struct Known {
    series: Series,
    piece: u64,
    local: u32,
}

/// What repeats in a file.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) received: DateTime<Utc>,
    piece: u64,
    /// What everything remembered costs, in bytes.
    remembered: usize,
    type_of: HashMap<Box<str>, usize>,
    types: Vec<Type>,
    /// By name, then by the device's description.
    sources: HashMap<Recording, HashMap<Box<str>, ByText<Arc<Source>>>>,
    /// Descriptions of sources seen for the first time in this piece.
    pub(super) new_sources: Vec<Arc<Source>>,
    series_of: HashMap<SourceKey, HashMap<Metric, usize>>,
    series: Vec<Known>,
    rules: HashMap<(Metric, Recording), ByText<Result<SeriesRule, Reason>>>,
    /// Where attributes stand in the batch of this piece.
    attributes: HashMap<Arc<Attributes>, u32>,
}

impl Tables {
    pub(super) fn new(received: DateTime<Utc>) -> Self {
        Self {
            received,
            piece: 0,
            remembered: 0,
            type_of: HashMap::new(),
            types: Vec::new(),
            sources: HashMap::new(),
            new_sources: Vec::new(),
            series_of: HashMap::new(),
            series: Vec::new(),
            rules: HashMap::new(),
            attributes: HashMap::new(),
        }
    }

    /// Begins a piece: from here on series and attributes have to be added to its batch anew.
    pub(super) fn begin(&mut self) {
        self.piece += 1;
        self.attributes.clear();
    }

    /// Tells which piece is being decoded.
    pub(super) fn piece(&self) -> u64 {
        self.piece
    }

    /// Forgets everything if there is too much of it, and tells whether it did.
    pub(super) fn forget_if_large(&mut self) -> bool {
        let large = self.remembered > MAX_REMEMBERED;
        if large {
            let piece = self.piece;
            *self = Self::new(self.received);
            self.piece = piece;
        }
        large
    }

    /// Takes the counts of the types that were read since the last call.
    pub(super) fn take_counts(&mut self) -> Vec<(Arc<str>, Kind, TypeCount)> {
        let read = self.types.iter_mut().filter(|it| it.count.read > 0);
        read.map(|it| (Arc::clone(&it.name), it.kind, std::mem::take(&mut it.count)))
            .collect()
    }

    /// Finds a type by its identifier.
    pub(super) fn type_of(&mut self, identifier: &str) -> usize {
        if let Some(&at) = self.type_of.get(identifier) {
            return at;
        }
        self.remembered += identifier.len() + ENTRY;
        let kind = kind(identifier);
        let remark = match kind {
            Kind::Quantity(metric) | Kind::Sleep(metric) | Kind::Category(metric) | Kind::Interval(metric) => {
                distinction(identifier, metric)
            }
            Kind::Unknown => None,
        };
        self.types.push(Type {
            name: identifier.into(),
            kind,
            remark,
            count: TypeCount::default(),
        });
        self.type_of.insert(identifier.into(), self.types.len() - 1);
        self.types.len() - 1
    }

    /// Gives a type.
    #[inline]
    pub(super) fn type_at(&mut self, at: usize) -> &mut Type {
        &mut self.types[at]
    }

    /// Finds the source of a name, a device's description and a way of recording.
    pub(super) fn source(&mut self, name: &str, device: Option<&str>, recording: Recording) -> Arc<Source> {
        let description = device.map(without_pointer).unwrap_or_default();
        let named = self.sources.entry(recording).or_default();
        if let Some(known) = named.get(name).and_then(|devices| devices.get(description)) {
            return Arc::clone(known);
        }
        let new = Arc::new(source(name, device, recording));
        named
            .entry(name.into())
            .or_default()
            .insert(description.into(), Arc::clone(&new));
        self.remembered += name.len() + description.len() + ENTRY;
        self.new_sources.push(Arc::clone(&new));
        new
    }

    /// Finds the series of a source and a metric.
    pub(super) fn series(&mut self, source: &Arc<Source>, metric: Metric) -> usize {
        if let Some(&at) = self.series_of.get(&source.key).and_then(|metrics| metrics.get(&metric)) {
            return at;
        }
        self.remembered += source.key.origin.len() + ENTRY;
        self.series.push(Known {
            series: Series {
                source: Arc::clone(source),
                metric,
            },
            piece: 0,
            local: 0,
        });
        let at = self.series.len() - 1;
        self.series_of.entry(source.key.clone()).or_default().insert(metric, at);
        at
    }

    /// Tells where a series stands in the batch of this piece, adding it where it does not stand there yet.
    #[inline]
    pub(super) fn place(&mut self, series: usize, batch: &mut SampleBatch) -> u32 {
        let known = &mut self.series[series];
        if known.piece != self.piece {
            known.piece = self.piece;
            known.local = batch.add_series(known.series.clone());
        }
        known.local
    }

    /// Tells where attributes stand in the batch of this piece, adding them where they do not stand there yet.
    pub(super) fn place_attributes(&mut self, attributes: &Arc<Attributes>, batch: &mut SampleBatch) -> u32 {
        if attributes.is_empty() {
            return 0;
        }
        if let Some(&at) = self.attributes.get(attributes) {
            return at;
        }
        let at = batch.add_attributes(Arc::clone(attributes));
        self.attributes.insert(Arc::clone(attributes), at);
        at
    }

    /// Finds the checks for a metric in a unit, as HealthKit writes it.
    pub(super) fn rule(
        &mut self,
        metric: Metric,
        word: Option<&str>,
        recording: Recording,
    ) -> Result<SeriesRule, Reason> {
        let rules = self.rules.entry((metric, recording)).or_default();
        let key = word.unwrap_or("\0");
        if let Some(known) = rules.get(key) {
            return known.clone();
        }
        let unit = match word {
            None => Ok(None),
            Some(word) => unit(metric, word).map(Some).ok_or_else(|| Reason::WrongUnit {
                metric,
                unit: word.to_owned(),
            }),
        };
        let rule = unit.and_then(|unit| SeriesRule::new(metric, unit, recording, self.received));
        rules.insert(key.into(), rule.clone());
        self.remembered += key.len() + ENTRY;
        rule
    }
}
