//! Vendors' objects in memory, and other names of sources.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{History, Kept, SeriesKey, SessionKey};
use crate::batch::{Change, SampleBatch};
use crate::block::{Block, Identity, Merged, arrival};
use crate::record::{
    Complete, Content, Delivered, Event, Known, Record, RecordKey, RecordVersion, Touched, Touches, content_hash,
    receive,
};
use crate::source::SourceKey;
use crate::time::from_ms;

impl History {
    /// Takes in that a vendor's object was deleted, and tells whether that changed anything.
    ///
    /// With a revision the deletion counts by that; without one it is the last word, also for an object nobody has
    /// heard of yet.
    pub fn delete(&mut self, record: impl Into<RecordVersion>) -> Merged {
        let mut batch = SampleBatch::default();
        batch.delete_record(record.into());
        self.add(&batch)
    }

    /// Takes in a vendor's whole answer about a span: deletes what it does not name, and tells what that was. What the answer holds
    /// has to be added before.
    pub fn complete(&mut self, answer: &Complete) -> Vec<RecordVersion> {
        let known = self.records.iter().filter_map(|(key, record)| self.held(key, record));
        let gone = answer.missing(known);
        for version in &gone {
            self.delete(version.clone());
        }
        gone
    }

    /// Tells of an object what there is to know, if it holds anything. A history has no clock: everything came before.
    fn held(&self, key: &RecordKey, record: &Record<SeriesKey, SessionKey>) -> Option<Known> {
        let session = record.session.as_ref().and_then(|key| self.sessions.get(key));
        let session = session.map(|it| (it.start, it.end));
        let rows = record
            .rows
            .values()
            .flat_map(Block::all_rows)
            .filter(|row| !row.deleted);
        let rows = rows.filter_map(|row| Some((from_ms(row.start_ms)?, from_ms(row.end_ms)?)));
        let (start, end) = rows.chain(session).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        Some(Known {
            version: RecordVersion {
                key: key.clone(),
                revision: record.revision,
            },
            start,
            end,
            checked_at: DateTime::<Utc>::MIN_UTC,
        })
    }

    /// Says that `alias` is another name of a source: a phone names an app by its bundle id, an export by its name.
    /// What came under the alias before is moved; the first meaning of an alias stays.
    ///
    /// ```
    /// use vitasync_core::History;
    /// use vitasync_core::source::{Recording, SourceKey};
    ///
    /// let key = |origin: &str| SourceKey { provider: "apple_health".into(), origin: origin.into(), recording: Recording::Automatic };
    /// let mut history = History::default();
    /// history.alias(key("com.apple.health.1F2E"), key("ada's watch"));
    /// ```
    pub fn alias(&mut self, alias: SourceKey, of: SourceKey) {
        let of = self.aliases.get(&of).cloned().unwrap_or(of);
        if alias == of || self.aliases.contains_key(&alias) {
            return;
        }
        for known in self.aliases.values_mut().filter(|known| **known == alias) {
            known.clone_from(&of);
        }
        self.aliases.insert(alias.clone(), of.clone());
        self.move_sessions(&alias);
        self.move_records(&alias, &of);
        self.move_series(&alias, &of);
    }

    /// Takes in what a batch says of vendors' objects.
    pub(super) fn receive(&mut self, import: u32, batch: &SampleBatch) -> Merged {
        let mut touches = Touches::default();
        for at in 0..batch.records().len() {
            self.decide(import, batch, at, &mut touches);
        }
        self.settle(&touches)
    }

    fn decide(&mut self, import: u32, batch: &SampleBatch, at: usize, touches: &mut Touches<SeriesKey, RecordKey>) {
        let said = &batch.records()[at];
        let mut rows: BTreeMap<SeriesKey, Block> = BTreeMap::new();
        for (series, block) in batch.blocks_of_record(at) {
            let series = &batch.series()[series as usize];
            let key = self.know(series.metric, &series.source);
            let identity = self.series[&key].identity;
            rows.entry(key).or_default().merge(&block, identity);
        }
        let session = said.session.as_deref().map(|it| self.named(it.clone()));
        let content = Content {
            hash: content_hash(
                rows.iter().map(|((metric, source), block)| (*metric, source, block)),
                session.as_ref().map(|(_, session)| session),
            ),
            rows,
            session: session.as_ref().map(|(key, _)| key.clone()),
        };
        let delivered = Delivered {
            revision: said.version.revision,
            sequence: arrival(import, batch.position_of(at)),
            event: match said.change {
                Change::Version => Event::Version(content),
                Change::Restored => Event::Restored(content),
                Change::Deleted => Event::Deleted,
            },
        };
        let key = &said.version.key;
        let decision = receive(self.records.remove(key), delivered, |series| {
            self.series[series].identity
        });
        for (series, touched) in decision.places {
            touches.note(&series, key, touched);
        }
        self.records.insert(key.clone(), decision.record);
        if let Some(gone) = decision.removes_session {
            self.sessions.remove(&gone);
        }
        if decision.writes_session {
            self.sessions.extend(session);
        }
    }

    /// Decides about every touched place and rewrites the blocks.
    fn settle(&mut self, touches: &Touches<SeriesKey, RecordKey>) -> Merged {
        let shared = touches.shared(|series, day| self.series[series].find(day));
        let standing = touches.stand(
            &shared,
            |series| (series.0, self.series[series].identity),
            |key, series| self.records[key].rows.get(series),
            self.records.values().flat_map(|record| &record.rows),
        );
        let mut merged = Merged::default();
        for (series, day, block) in standing {
            let kept = self.series.get_mut(&series).expect("what objects hold is known");
            let identity = kept.identity;
            merged += kept.block(day).put(&block, identity);
        }
        merged
    }

    fn move_sessions(&mut self, alias: &SourceKey) {
        let moved: Vec<SessionKey> = self.sessions.keys().filter(|key| key.0 == *alias).cloned().collect();
        for key in moved {
            let session = self.sessions.remove(&key).expect("it is there");
            let (key, session) = self.named(session);
            self.sessions.insert(key, session);
        }
    }

    fn move_records(&mut self, alias: &SourceKey, of: &SourceKey) {
        let moved: Vec<(SeriesKey, Identity)> = self
            .series
            .iter()
            .filter(|((_, source), _)| source == alias)
            .map(|(key, kept)| (key.clone(), kept.identity))
            .collect();
        for record in self.records.values_mut() {
            for (from, identity) in &moved {
                record.rename_series(from, (from.0, of.clone()), *identity);
            }
            if let Some(session) = record.session.as_mut().filter(|it| it.0 == *alias) {
                session.0.clone_from(of);
            }
        }
    }

    /// Moves the rows of an alias's series, and decides anew about every place that objects hold in the whole.
    fn move_series(&mut self, alias: &SourceKey, of: &SourceKey) {
        let named: Vec<SeriesKey> = self
            .series
            .keys()
            .filter(|(_, source)| source == alias)
            .cloned()
            .collect();
        for (metric, alias) in named {
            let moved = self.series.remove(&(metric, alias)).expect("it is there");
            let key = self.know(metric, &moved.source);
            debug_assert_eq!(key.1, *of);
            let kept = self.series.get_mut(&key).expect("it is known now");
            for (day, block) in moved.days.iter().zip(&moved.blocks) {
                kept.merge(*day, block);
            }
            let identity = kept.identity;
            let mut touches = Touches::default();
            for (record, held) in &self.records {
                let rows = held.rows.get(&key).map_or(&[][..], Block::all_rows);
                touches.note(&key, record, rows.iter().map(|row| Touched::anew(row, identity)));
            }
            self.settle(&touches);
        }
    }
}

impl Kept {
    fn find(&self, day: i32) -> Option<&Block> {
        let place = self.days.binary_search(&day).ok()?;
        Some(&self.blocks[place])
    }
}
