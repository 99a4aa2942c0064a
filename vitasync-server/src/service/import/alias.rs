//! Learns other names of sources, and gives what came under such a name to the source it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use vitasync_core::block::{Block, Merged};
use vitasync_core::id::ContentId;
use vitasync_core::record::Touched;
use vitasync_core::source::SourceKey;
use vitasync_core::{Metric, Source};

use super::objects::Entry;
use super::samples::{Rewritten, Target, target_of};
use super::settle::Touches;
use super::{Writer, touched};
use crate::error::{Error, Result};
use crate::service::calendar::all;
use crate::service::sessions::{from_row, to_row};
use crate::store::blocks::{self, BlockRow, Stretch};
use crate::store::series::{self, Series};
use crate::store::{Transaction, erase, records, sessions, source_aliases, sources};

/// How many days of a series are moved at once.
const DAYS_AT_ONCE: usize = 366;

/// What was given from one source to another.
#[derive(Default)]
pub(super) struct Moved {
    /// How many samples.
    pub(super) samples: u64,
    /// What that did to the samples that were there.
    pub(super) merged: Merged,
    /// How many sessions were there already.
    pub(super) known: u64,
    /// How many of those had been buried because their objects came under the other name.
    pub(super) buried: u64,
}

impl Writer<'_> {
    /// Notes that `alias` is another name of a source. What came under that name before, as a source of its own, is
    /// given to it.
    pub(super) async fn write_alias(&mut self, tx: &Transaction, alias: SourceKey, of: &Source) -> Result<()> {
        if self.aliases.contains_key(&alias) || alias == of.key {
            return Ok(());
        }
        let no = self.known_sources(tx, std::iter::once(of)).await?[&of.key].no;
        let stored: HashMap<i32, Source> = sources::all(tx, self.user.no).await?.into_iter().collect();
        match stored.iter().find(|(_, source)| source.key == alias) {
            Some((&own, source)) if own != no => {
                self.adopt(tx, (no, &stored[&no]), (own, source)).await?;
            }
            Some(_) => {}
            None => {
                source_aliases::insert(tx, self.user.no, &alias, no).await?;
                self.aliases.insert(alias, no);
            }
        }
        Ok(())
    }

    /// Moves everything of one source to another one, and makes its name an alias.
    pub(super) async fn adopt(
        &mut self,
        tx: &Transaction,
        (to_no, to): (i32, &Source),
        (from_no, from): (i32, &Source),
    ) -> Result<Moved> {
        // Nothing new has been measured: only the name is another.
        let news = std::mem::take(&mut self.news);
        let all = series::all(tx, self.user.no).await?;
        let mut next = all.iter().map(|it| it.series_no + 1).max().unwrap_or(1);
        let sources = HashMap::from([(to_no, to.clone())]);
        let (mut moved, mut numbers) = (Moved::default(), HashMap::new());
        for own in all.iter().filter(|it| it.source_no == from_no) {
            let known = all.iter().find(|it| it.source_no == to_no && it.metric == own.metric);
            let row = known.cloned().unwrap_or_else(|| {
                next += 1;
                Series::new(self.user.no, next - 1, to_no, own.metric.clone())
            });
            numbers.insert(own.series_no, row.series_no);
            self.move_series(tx, own, target_of(row, &sources)?, &mut moved).await?;
        }
        let session_ids = self.move_sessions(tx, (to_no, to), (from_no, from), &mut moved).await?;
        self.move_records(tx, from_no, &numbers, &session_ids).await?;
        self.stages.rename(from_no, to_no);
        erase::source(tx, self.user.no, from_no).await?;
        source_aliases::insert(tx, self.user.no, &from.key, to_no).await?;
        self.aliases.insert(from.key.clone(), to_no);
        self.news = news;
        Ok(moved)
    }

    async fn move_series(
        &mut self,
        tx: &Transaction,
        from: &Series,
        mut target: Target,
        moved: &mut Moved,
    ) -> Result<()> {
        let blocks = read(tx, from, None).await?;
        for portion in blocks.chunks(DAYS_AT_ONCE) {
            let there = read(tx, &target.row, Some(portion)).await?;
            let mut there: HashMap<i32, BlockRow> = there.into_iter().map(|it| (it.day, it)).collect();
            let (mut rows, mut touched) = (Vec::with_capacity(portion.len()), BTreeSet::new());
            for block in portion {
                let (whole, day) = (decode(block)?, block.day);
                moved.samples += whole.len() as u64;
                // On every day that the other name had marked, something goes away or changes its source.
                let gone = touched::dates(&self.zones, target.metric, target.identity, (&Block::default(), &whole));
                touched.extend(gone.into_iter().flat_map(all));
                let (merged, changed) = target.merge(&self.zones, day, whole, there.remove(&day))?;
                moved.merged += merged;
                let Some(Rewritten { row, last_day, dates }) = changed else {
                    continue;
                };
                touched.extend(dates.into_iter().flat_map(all));
                if target.metric == Metric::SleepStage {
                    self.stages.note(target.row.source_no, day, last_day);
                }
                rows.push(row);
            }
            blocks::upsert(tx, rows).await?;
            self.mark_days(tx, touched).await?;
        }
        series::upsert(tx, vec![target.row]).await
    }

    /// Moves sessions, and tells which id of theirs has become which.
    async fn move_sessions(
        &mut self,
        tx: &Transaction,
        (to_no, to): (i32, &Source),
        (from_no, from): (i32, &Source),
        moved: &mut Moved,
    ) -> Result<HashMap<Vec<u8>, Vec<u8>>> {
        let (to, from) = (Arc::new(to.clone()), Arc::new(from.clone()));
        let (mut rows, mut ids) = (HashMap::new(), HashMap::new());
        for row in sessions::of_source(tx, self.user.no, from_no)
            .await?
            .iter()
            .filter(|row| !row.derived)
        {
            let mut session = from_row(row, &from)?;
            session.source = Arc::clone(&to);
            let renamed = to_row(self.user, to_no, session, false, row.created_at);
            ids.insert(row.id.clone(), renamed.id.clone());
            rows.insert(renamed.id.clone(), renamed);
        }
        let new: Vec<Vec<u8>> = rows.keys().cloned().collect();
        for known in sessions::known(tx, self.user.no, &new).await? {
            moved.known += 1;
            match rows.get_mut(&known.id) {
                // Its vendor's object has only changed its name, which buried it under the other one.
                Some(row) if known.deleted_at.is_some() && row.external_id.is_some() => {
                    moved.buried += 1;
                    row.created_at = known.created_at;
                }
                _ => drop(rows.remove(&known.id)),
            }
        }
        sessions::upsert(tx, rows.into_values().collect()).await?;
        Ok(ids)
    }

    /// Points objects to the series and sessions theirs have become, and decides anew about every place they hold.
    async fn move_records(
        &mut self,
        tx: &Transaction,
        from_no: i32,
        numbers: &HashMap<i32, i32>,
        session_ids: &HashMap<Vec<u8>, Vec<u8>>,
    ) -> Result<()> {
        let stored = records::of_source(tx, self.user.no, from_no).await?;
        if stored.is_empty() {
            return Ok(());
        }
        let sources: HashMap<i32, Source> = sources::all(tx, self.user.no).await?.into_iter().collect();
        let mut targets: BTreeMap<i32, Target> = BTreeMap::new();
        for row in series::all(tx, self.user.no).await? {
            targets.insert(row.series_no, target_of(row, &sources)?);
        }
        let (mut entries, mut touches) = (BTreeMap::new(), Touches::default());
        for row in stored {
            let (id, mut entry) = Entry::read(row)?;
            entry.rename(&targets, numbers, session_ids);
            for no in numbers.values() {
                let Some(rows) = entry.rows(*no) else { continue };
                let identity = targets[no].identity;
                let touched = rows.all_rows().iter().map(|row| Touched::anew(row, identity));
                touches.note(no, &id, touched);
            }
            entries.insert(id, entry);
        }
        self.settle(tx, &mut targets, &entries, &touches).await?;
        let row = |(id, entry): (ContentId, Entry)| entry.row(self.user.no, id, &targets);
        records::upsert(tx, entries.into_iter().filter_map(row).collect()).await
    }
}

/// Reads the blocks of a series, of all days or of those from the first to the last of some other blocks.
pub(super) async fn read(tx: &Transaction, series: &Series, days: Option<&[BlockRow]>) -> Result<Vec<BlockRow>> {
    let first = days.and_then(|days| days.first()).map_or(i32::MIN, |it| it.day);
    let last = days.and_then(|days| days.last()).map_or(i32::MAX, |it| it.day);
    let stretch = Stretch {
        series_no: series.series_no,
        first_day: first,
        last_day: last,
    };
    blocks::read(tx, series.user_no, &[stretch]).await
}

pub(super) fn decode(row: &BlockRow) -> Result<Block> {
    Block::decode(&row.payload).map_err(Error::internal("reading a block"))
}
