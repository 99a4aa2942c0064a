//! Recognises a renamed source, so that a renamed phone does not double the history.
//!
//! In an export all rows of a renamed device carry its new name. So a source that is new in an import, and whose rows
//! are those of an older one that the import does not name, is that older one. It is decided when the import is
//! complete and everything can be compared: by UTC days on which both have samples of one metric, on which the new one
//! has everything the old one has.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use vitasync_core::Source;
use vitasync_core::block::Block;
use vitasync_core::source::DeviceKind;

use super::Writer;
use super::alias::{Moved, decode, read};
use crate::error::Result;
use crate::store::blocks::BlockRow;
use crate::store::series::{self, Series};
use crate::store::{Transaction, sources};

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
                    let moved = self.adopt(&tx, (*old_no, old), (new_no, new)).await?;
                    self.count_moved(moved);
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

    /// Counts what this import has added under another name as what it is.
    fn count_moved(&mut self, moved: Moved) {
        let counts = &mut self.written.samples;
        counts.added = (counts.added + moved.merged.added).saturating_sub(moved.samples);
        counts.changed += moved.merged.changed;
        counts.unchanged += moved.samples.saturating_sub(moved.merged.added + moved.merged.changed);
        let counts = &mut self.written.sessions;
        counts.added -= moved.known;
        counts.changed -= moved.buried;
        counts.unchanged += moved.known;
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
