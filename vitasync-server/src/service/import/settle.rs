//! Puts what objects hold over the blocks, place by place.

use std::collections::{BTreeMap, BTreeSet};

use vitasync_core::Metric;
use vitasync_core::block::{Block, Merged};
use vitasync_core::id::ContentId;
use vitasync_core::record::{self, Place};

use super::Writer;
use super::objects::Entry;
use super::samples::{Rewritten, Target};
use crate::error::{Error, Result};
use crate::service::calendar::all;
use crate::store::blocks::{self, BlockRow, Stretch};
use crate::store::series::{self, Series};
use crate::store::{Transaction, records};

/// The places that a batch's objects touch.
pub(super) type Touches = record::Touches<i32, ContentId>;
/// The blocks of the touched places.
type Blocks = BTreeMap<(i32, i32), (Option<BlockRow>, Block)>;

impl Writer<'_> {
    /// Decides about every touched place, and writes the blocks and series that change.
    pub(super) async fn settle(
        &mut self,
        tx: &Transaction,
        targets: &mut BTreeMap<i32, Target>,
        records: &BTreeMap<ContentId, Entry>,
        touches: &Touches,
    ) -> Result<Merged> {
        let there = self.blocks_of(tx, touches).await?;
        let shared = touches.shared(|no, day| there.get(&(*no, day)).map(|(_, block)| block));
        let others = self.others(tx, targets, records, &shared).await?;
        let standing = touches.stand(
            &shared,
            |no| (targets[no].metric, targets[no].identity),
            |id, no| records[id].rows(*no),
            records.values().chain(&others).flat_map(Entry::all_rows),
        );
        let (merged, rewritten) = self.put(there, standing, targets);

        let (mut rows, mut touched) = (Vec::with_capacity(rewritten.len()), BTreeSet::new());
        for Rewritten { row, dates, .. } in rewritten {
            touched.extend(dates.into_iter().flat_map(all));
            rows.push(row);
        }
        let numbers: BTreeSet<i32> = rows.iter().map(|row| row.series_no).collect();
        blocks::upsert(tx, rows).await?;
        for no in numbers {
            // What was buried may have been the first or the last.
            let row = &mut targets.get_mut(&no).expect("every touched series is a target").row;
            (row.first_ms, row.last_ms) = blocks::span(tx, self.user.no, no).await?;
        }
        let written: Vec<Series> = targets
            .values()
            .filter(|it| it.changed)
            .map(|it| it.row.clone())
            .collect();
        self.series.note_versions(&written);
        series::upsert(tx, written).await?;
        self.mark_days(tx, touched).await?;
        Ok(merged)
    }

    /// Puts what stands over the blocks that are there. Gives what to write, also where only the number of holders
    /// differs.
    fn put(
        &mut self,
        mut there: Blocks,
        standing: Vec<(i32, i32, Block)>,
        targets: &mut BTreeMap<i32, Target>,
    ) -> (Merged, Vec<Rewritten>) {
        let (mut merged, mut rewritten) = (Merged::default(), Vec::new());
        for (no, day, standing) in standing {
            let target = targets.get_mut(&no).expect("every touched series is a target");
            let (before, mut block) = there.remove(&(no, day)).expect("the touched blocks were read");
            let old = block.clone();
            let put = block.put(&standing, target.identity);
            merged += put;
            if block == old {
                continue;
            }
            let rows_before = before.as_ref().map_or(0, |it| it.n);
            let changed = target.rewrite(&self.zones, day, (&old, &block), before.as_ref());
            let span = standing.span().or(old.span());
            self.news
                .note_block(target.metric, put, (rows_before, changed.row.n), span);
            if target.metric == Metric::SleepStage {
                self.stages.note(target.row.source_no, day, changed.last_day);
            }
            self.series.note(&target.row, day);
            rewritten.push(changed);
        }
        (merged, rewritten)
    }

    async fn blocks_of(&self, tx: &Transaction, touches: &Touches) -> Result<Blocks> {
        let mut there = Blocks::new();
        let mut stretches: Vec<Stretch> = Vec::new();
        for (series_no, day) in touches.days() {
            there.insert((series_no, day), (None, Block::default()));
            match stretches.last_mut() {
                Some(last) if last.series_no == series_no && last.last_day + 1 == day => last.last_day = day,
                _ => stretches.push(Stretch {
                    series_no,
                    first_day: day,
                    last_day: day,
                }),
            }
        }
        for row in blocks::read(tx, self.user.no, &stretches).await? {
            let block = Block::decode(&row.payload).map_err(Error::internal("reading a block"))?;
            there.insert((row.series_no, row.day), (Some(row), block));
        }
        Ok(there)
    }

    /// Reads the objects beside the batch's that may hold shared places.
    async fn others(
        &self,
        tx: &Transaction,
        targets: &BTreeMap<i32, Target>,
        records: &BTreeMap<ContentId, Entry>,
        shared: &BTreeMap<i32, BTreeSet<Place>>,
    ) -> Result<Vec<Entry>> {
        let mut spans: BTreeMap<i32, (i64, i64)> = BTreeMap::new();
        for (no, place) in shared
            .iter()
            .flat_map(|(no, places)| places.iter().map(move |place| (no, place)))
        {
            let span = spans.entry(targets[no].row.source_no).or_insert((i64::MAX, i64::MIN));
            *span = (span.0.min(place.start_ms), span.1.max(place.end_ms));
        }
        let mut others: BTreeMap<ContentId, Entry> = BTreeMap::new();
        for (source_no, span) in spans {
            for row in records::touching(tx, self.user.no, source_no, span).await? {
                let (id, entry) = Entry::read(row)?;
                if !records.contains_key(&id) {
                    others.insert(id, entry);
                }
            }
        }
        Ok(others.into_values().collect())
    }
}
