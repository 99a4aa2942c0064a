//! Derives nights for sources that know sleep stages but no sessions, anew wherever their stages have changed.

use std::collections::{BTreeMap, HashMap, HashSet};

use vitasync_core::block::Block;
use vitasync_core::resolve::{SeriesData, sessions_from_stages};
use vitasync_core::time::UTC_DAY_MS;
use vitasync_core::{Metric, Session, Source};

use super::Writer;
use crate::error::{Error, Result};
use crate::service::sessions::to_row;
use crate::service::webhooks::Change;
use crate::store::blocks::{self, Stretch};
use crate::store::sessions::{self, SessionRow};
use crate::store::{Transaction, series, sources};

/// The longest gap inside one session, by which a new stage can join two nights.
const GAP_MS: i64 = 3_600_000;
/// How many days around those that changed are read at first; a night is shorter.
const AROUND: i32 = 2;

/// The UTC days, first and last, on which stages of each source have changed.
#[derive(Default)]
pub(super) struct StageDays(BTreeMap<i32, (i32, i32)>);

impl StageDays {
    pub(super) fn note(&mut self, source_no: i32, first_day: i32, last_day: i32) {
        let days = self.0.entry(source_no).or_insert((first_day, last_day));
        *days = (days.0.min(first_day), days.1.max(last_day));
    }

    /// Moves what was noted of a source to another one.
    pub(super) fn rename(&mut self, from: i32, to: i32) {
        if let Some((first_day, last_day)) = self.0.remove(&from) {
            self.note(to, first_day, last_day);
        }
    }
}

impl Writer<'_> {
    /// Replaces the derived nights of every source whose stages have changed.
    pub(super) async fn derive_sleep(&mut self, tx: &Transaction) -> Result<()> {
        for (source_no, days) in std::mem::take(&mut self.stages.0) {
            self.derive_nights(tx, source_no, days).await?;
        }
        Ok(())
    }

    async fn derive_nights(&mut self, tx: &Transaction, source_no: i32, days: (i32, i32)) -> Result<()> {
        let changed = (
            i64::from(days.0) * UTC_DAY_MS - GAP_MS,
            (i64::from(days.1) + 1) * UTC_DAY_MS + GAP_MS,
        );
        let derived = self.nights_around(tx, source_no, days, changed).await?;
        let now = self.app.now();
        let mut new: HashMap<Vec<u8>, SessionRow> = derived
            .into_iter()
            .map(|session| to_row(self.user, source_no, session, true, now))
            .map(|row| (row.id.clone(), row))
            .collect();
        let old = sessions::derived(tx, self.user.no, source_no, changed.0, changed.1).await?;
        let gone: Vec<Vec<u8>> = old
            .iter()
            .map(|it| it.id.clone())
            .filter(|id| !new.contains_key(id))
            .collect();
        let ids: Vec<Vec<u8>> = new.keys().cloned().collect();
        let mut updated = HashSet::new();
        for known in sessions::known(tx, self.user.no, &ids).await? {
            if known.deleted_at.is_some() || new[&known.id].content_hash == known.content_hash {
                new.remove(&known.id);
                if self.nights.insert(known.id, false).is_none() {
                    self.written.nights.unchanged += 1;
                }
            } else if let Some(row) = new.get_mut(&known.id) {
                row.created_at = known.created_at;
                updated.insert(known.id);
            }
        }
        for row in new.values() {
            let change = if updated.contains(&row.id) {
                Change::Updated
            } else {
                Change::Created
            };
            self.news.note_session(change, row);
        }
        self.note_leaving(tx, &gone).await?;
        self.mark_sessions(tx, new.values().map(|it| it.start_ms)).await?;
        self.count_nights(new.keys(), &updated, &gone);
        sessions::remove(tx, self.user.no, &gone).await?;
        sessions::upsert(tx, new.into_values().collect()).await
    }

    /// Counts each night once, however many batches of an import have part of it.
    fn count_nights<'n>(
        &mut self,
        written: impl Iterator<Item = &'n Vec<u8>>,
        updated: &HashSet<Vec<u8>>,
        gone: &[Vec<u8>],
    ) {
        let counts = &mut self.written.nights;
        for id in written {
            let is_new = !updated.contains(id);
            if !self.nights.contains_key(id) {
                self.nights.insert(id.clone(), is_new);
                counts.added += u64::from(is_new);
                counts.changed += u64::from(!is_new);
            }
        }
        for id in gone {
            // What came of the first half of a night goes when the whole is there.
            counts.added -= u64::from(self.nights.remove(id) == Some(true));
        }
    }

    /// Builds the nights that touch a stretch of time, reading as far around it as they reach.
    async fn nights_around(
        &self,
        tx: &Transaction,
        source_no: i32,
        days: (i32, i32),
        changed: (i64, i64),
    ) -> Result<Vec<Session>> {
        let all = sources::all(tx, self.user.no).await?;
        let source = all
            .into_iter()
            .find(|(no, _)| *no == source_no)
            .map(|(_, source)| source);
        let all = series::of_metrics(tx, self.user.no, &[Metric::SleepStage]).await?;
        let (Some(source), Some(series)) = (source, all.into_iter().find(|it| it.source_no == source_no)) else {
            return Ok(Vec::new());
        };
        let mut around = AROUND;
        loop {
            let stretch = Stretch {
                series_no: series.series_no,
                first_day: days.0.saturating_sub(around),
                last_day: days.1.saturating_add(around),
            };
            let rows = blocks::read(tx, self.user.no, &[stretch]).await?;
            let mut blocks = Vec::with_capacity(rows.len());
            for row in rows {
                blocks.push(Block::decode(&row.payload).map_err(Error::internal("reading a block"))?);
            }
            let nights = touching(&source, &blocks, changed);
            let first_ms = i64::from(stretch.first_day) * UTC_DAY_MS;
            let last_ms = (i64::from(stretch.last_day) + 1) * UTC_DAY_MS;
            let open = |night: &Session| {
                night.start.timestamp_millis() < first_ms + UTC_DAY_MS
                    || night.end.timestamp_millis() > last_ms - UTC_DAY_MS
            };
            if around > 366 || !nights.iter().any(open) {
                return Ok(nights);
            }
            around = around.saturating_mul(2);
        }
    }
}

fn touching(source: &Source, blocks: &[Block], (from_ms, to_ms): (i64, i64)) -> Vec<Session> {
    let mut nights = sessions_from_stages(&SeriesData { source, blocks });
    nights.retain(|it| it.end.timestamp_millis() > from_ms && it.start.timestamp_millis() < to_ms);
    nights
}
