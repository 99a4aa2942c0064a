//! Recognises a renamed source, so that a renamed phone does not double the history.
//!
//! In an export all rows of a renamed device carry its new name. So a source that is new in an import, and whose rows
//! are those of an older one that the import does not name, is that older one. It is decided when the import is
//! complete and everything can be compared: by UTC days on which both have samples of one metric, on which the new one
//! has everything the old one has.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;
use vitasync_core::Source;
use vitasync_core::block::{Block, Identity};
use vitasync_core::source::DeviceKind;

use super::samples::Target;
use super::{Writer, touched};
use crate::error::{Error, Result};
use crate::service::calendar::all;
use crate::service::sessions::{from_row, to_row};
use crate::store::blocks::{self, BlockRow, Stretch};
use crate::store::series::{self, Series};
use crate::store::{Transaction, erase, sessions, source_aliases, sources};

/// On fewer days than this, two sources may be alike by chance.
const COMMON_DAYS: u64 = 7;
/// Of a hundred common days, on how many the rows must coincide.
const COINCIDING: u64 = 95;
/// How many days of a series are compared at once.
const DAYS_AT_ONCE: usize = 366;

/// A source that goes by a new name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Renamed {
    /// The name it was known by.
    pub from: String,
    /// The name in this import.
    pub to: String,
}

/// The sources of an import.
#[derive(Default)]
pub(super) struct Named {
    /// Those that were not there before.
    pub(super) new: BTreeSet<i32>,
    /// All that it names, by the names they are known by.
    pub(super) all: BTreeSet<i32>,
}

impl Writer<'_> {
    /// Gives the rows of renamed sources back to the sources they are.
    pub(super) async fn adopt_renamed(&mut self) -> Result<()> {
        for new_no in std::mem::take(&mut self.named.new) {
            let tx = self.app.store.begin().await?;
            self.lock(&tx).await?;
            let sources: HashMap<i32, Source> = sources::all(&tx, self.user.no).await?.into_iter().collect();
            let series = series::all(&tx, self.user.no).await?;
            let Some(new) = sources.get(&new_no) else { continue };
            for (old_no, old) in &sources {
                if self.may_be(*old_no, old, new) && coincide(&tx, self.user.no, &series, *old_no, new_no).await? {
                    self.adopt(&tx, &series, (*old_no, old), (new_no, new)).await?;
                    self.written.renamed.push(Renamed {
                        from: old.name.clone(),
                        to: new.name.clone(),
                    });
                    break;
                }
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// Tells whether an older source may be a new one under its earlier name.
    fn may_be(&self, old_no: i32, old: &Source, new: &Source) -> bool {
        let kinds = [old.device_kind, new.device_kind];
        !self.named.all.contains(&old_no)
            && old.key.provider == new.key.provider
            && old.key.recording == new.key.recording
            && (kinds[0] == kinds[1] || kinds.contains(&DeviceKind::Unknown))
    }

    /// Moves everything of a new source to an older one, and makes its name an alias.
    async fn adopt(
        &mut self,
        tx: &Transaction,
        series: &[Series],
        (old_no, old): (i32, &Source),
        (new_no, new): (i32, &Source),
    ) -> Result<()> {
        let mut next = series.iter().map(|it| it.series_no + 1).max().unwrap_or(1);
        for from in series.iter().filter(|it| it.source_no == new_no) {
            let known = series
                .iter()
                .find(|it| it.source_no == old_no && it.metric == from.metric);
            let row = known.cloned().unwrap_or_else(|| {
                next += 1;
                Series::new(self.user.no, next - 1, old_no, from.metric.clone())
            });
            let metric = from.metric()?;
            let target = Target::new(row, metric, Identity::of(metric, old.revision));
            self.move_series(tx, from, target).await?;
        }
        self.move_sessions(tx, (old_no, old), (new_no, new)).await?;
        self.stages.rename(new_no, old_no);
        erase::source(tx, self.user.no, new_no).await?;
        source_aliases::insert(tx, self.user.no, &new.key, old_no).await?;
        self.aliases.insert(new.key.clone(), old_no);
        Ok(())
    }

    async fn move_series(&mut self, tx: &Transaction, from: &Series, mut target: Target) -> Result<()> {
        let moved = read(tx, from, None).await?;
        for portion in moved.chunks(DAYS_AT_ONCE) {
            let there = read(tx, &target.row, Some(portion)).await?;
            let mut there: HashMap<i32, BlockRow> = there.into_iter().map(|it| (it.day, it)).collect();
            let (mut rows, mut marked) = (Vec::with_capacity(portion.len()), BTreeSet::new());
            for block in portion {
                let (whole, day) = (decode(block)?, block.day);
                let samples = whole.all_rows().len() as u64;
                // On every day that the new name had marked, something goes away or changes its source.
                let dates = touched::dates(&self.zones, target.metric, target.identity, (&Block::default(), &whole));
                marked.extend(dates.into_iter().flat_map(all));
                let (merged, row) = target.merge(&self.zones, day, whole, there.remove(&day))?;
                let counts = &mut self.written.samples;
                let kept = merged.added + merged.changed;
                counts.added = counts.added + merged.added - samples;
                counts.changed += merged.changed;
                counts.unchanged += samples - kept;
                rows.extend(row.map(|it| it.row));
            }
            blocks::upsert(tx, rows).await?;
            self.mark_days(tx, marked).await?;
        }
        series::upsert(tx, vec![target.row]).await
    }

    async fn move_sessions(
        &mut self,
        tx: &Transaction,
        (old_no, old): (i32, &Source),
        (new_no, new): (i32, &Source),
    ) -> Result<()> {
        let (old, new) = (Arc::new(old.clone()), Arc::new(new.clone()));
        let mut moved = HashMap::new();
        for row in sessions::of_source(tx, self.user.no, new_no)
            .await?
            .iter()
            .filter(|row| !row.derived)
        {
            let mut session = from_row(row, &new)?;
            session.source = Arc::clone(&old);
            let row = to_row(self.user, old_no, session, false, row.created_at);
            moved.insert(row.id.clone(), row);
        }
        let ids: Vec<Vec<u8>> = moved.keys().cloned().collect();
        for known in sessions::known(tx, self.user.no, &ids).await? {
            moved.remove(&known.id);
            self.written.sessions.added -= 1;
            self.written.sessions.unchanged += 1;
        }
        sessions::upsert(tx, moved.into_values().collect()).await
    }
}

/// Tells whether a new source has, on nearly all days on which both have something, everything an older one has.
async fn coincide(tx: &Transaction, user_no: i64, series: &[Series], old_no: i32, new_no: i32) -> Result<bool> {
    let (mut common, mut alike) = (0_u64, 0_u64);
    for old in series
        .iter()
        .filter(|it| it.user_no == user_no && it.source_no == old_no)
    {
        let Some(new) = series
            .iter()
            .find(|it| it.source_no == new_no && it.metric == old.metric)
        else {
            continue;
        };
        let rows = read(tx, new, None).await?;
        for portion in rows.chunks(DAYS_AT_ONCE) {
            let there = read(tx, old, Some(portion)).await?;
            let portion: HashMap<i32, &BlockRow> = portion.iter().map(|it| (it.day, it)).collect();
            for before in there.iter().filter(|it| it.n > 0) {
                let Some(row) = portion.get(&before.day) else { continue };
                common += 1;
                alike += u64::from(row.payload == before.payload || holds(&decode(row)?, &decode(before)?));
            }
        }
    }
    Ok(common >= COMMON_DAYS && alike * 100 >= common * COINCIDING)
}

/// Tells whether a block has every sample of another one.
fn holds(block: &Block, other: &Block) -> bool {
    let mut rows = block.rows();
    // Both are in order of (start, end, value, copy).
    other.rows().all(|wanted| {
        rows.any(|row| {
            (row.start_ms, row.end_ms, row.copy) == (wanted.start_ms, wanted.end_ms, wanted.copy)
                && row.value.to_bits() == wanted.value.to_bits()
        })
    })
}

/// Reads the blocks of a series, of all days or of those from the first to the last of some other blocks.
async fn read(tx: &Transaction, series: &Series, days: Option<&[BlockRow]>) -> Result<Vec<BlockRow>> {
    let first = days.and_then(|days| days.first()).map_or(i32::MIN, |it| it.day);
    let last = days.and_then(|days| days.last()).map_or(i32::MAX, |it| it.day);
    let stretch = Stretch {
        series_no: series.series_no,
        first_day: first,
        last_day: last,
    };
    blocks::read(tx, series.user_no, &[stretch]).await
}

fn decode(row: &BlockRow) -> Result<Block> {
    Block::decode(&row.payload).map_err(Error::internal("reading a block"))
}
