//! Tells of rows that no object holds what writing them will change: they leave no trace of their own that could be asked.

use std::collections::{BTreeMap, HashMap};

use vitasync_core::SampleBatch;
use vitasync_core::batch::{BatchRow, Series as Wanted};
use vitasync_core::block::{Block, Identity};
use vitasync_core::source::{Source, SourceKey};
use vitasync_core::time::utc_day;

use crate::error::{Error, Result};
use crate::store::blocks::{self, Stretch};
use crate::store::users::UserRef;
use crate::store::{Transaction, series, source_aliases, sources};

/// What writing a row will change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Foreseen {
    /// It is there as it is.
    Same,
    /// It was deleted, and stays so.
    Buried,
    /// Another value is there, which it replaces.
    Other,
    /// It is new.
    New,
}

/// Tells of the rows of a batch at these places what writing them will change. `aliases` come before the batch.
///
/// # Errors
///
/// Internal where the database fails.
pub(crate) async fn foresee(
    tx: &Transaction,
    user: &UserRef,
    aliases: &HashMap<SourceKey, SourceKey>,
    batch: &SampleBatch,
    places: &[usize],
) -> Result<Vec<Foreseen>> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let stored = stored(tx, user, aliases, batch.series()).await?;
    let mut stretches: BTreeMap<i32, Stretch> = BTreeMap::new();
    for row in places.iter().map(|&at| batch.row(at)) {
        if let Some((series_no, _)) = stored[row.series as usize] {
            let day = utc_day(row.start_ms);
            let stretch = stretches.entry(series_no).or_insert(Stretch {
                series_no,
                first_day: day,
                last_day: day,
            });
            stretch.first_day = stretch.first_day.min(day);
            stretch.last_day = stretch.last_day.max(day);
        }
    }
    let stretches: Vec<Stretch> = stretches.into_values().collect();
    let mut there = HashMap::new();
    for row in blocks::read(tx, user.no, &stretches).await? {
        let block = Block::decode(&row.payload).map_err(Error::internal("reading a block"))?;
        there.insert((row.series_no, row.day), block);
    }
    let of = |row: BatchRow| {
        let (series_no, identity) = stored[row.series as usize]?;
        let block = there.get(&(series_no, utc_day(row.start_ms)))?;
        Some(known(block, identity, &row))
    };
    Ok(places
        .iter()
        .map(|&at| of(batch.row(at)).unwrap_or(Foreseen::New))
        .collect())
}

fn known(block: &Block, identity: Identity, row: &BatchRow) -> Foreseen {
    let rows = block.rows_at(row.start_ms, row.end_ms);
    let same = rows
        .iter()
        .find(|it| it.value.to_bits() == row.value.to_bits() && it.copy == row.copy);
    match (same, rows.first()) {
        (Some(same), _) if same.deleted => Foreseen::Buried,
        (Some(_), _) => Foreseen::Same,
        (None, Some(other)) if identity == Identity::Time => match other.deleted {
            true => Foreseen::Buried,
            false => Foreseen::Other,
        },
        (None, _) => Foreseen::New,
    }
}

/// Finds the numbers of a batch's series, where they are stored.
async fn stored(
    tx: &Transaction,
    user: &UserRef,
    aliases: &HashMap<SourceKey, SourceKey>,
    wanted: &[Wanted],
) -> Result<Vec<Option<(i32, Identity)>>> {
    let named = source_aliases::all(tx, user.no).await?;
    let sources: Vec<(i32, Source)> = sources::all(tx, user.no).await?;
    let numbers: HashMap<&SourceKey, i32> = sources.iter().map(|(no, source)| (&source.key, *no)).collect();
    let revisions: HashMap<i32, &Source> = sources.iter().map(|(no, source)| (*no, source)).collect();
    let series = series::all(tx, user.no).await?;
    let series: HashMap<(i32, &str), i32> = series
        .iter()
        .map(|it| ((it.source_no, it.metric.as_str()), it.series_no))
        .collect();
    let find = |it: &Wanted| {
        let key = &it.source.key;
        let by_alias = || numbers.get(aliases.get(key)?);
        let no = named.get(key).or_else(|| numbers.get(key)).or_else(by_alias)?;
        let series_no = series.get(&(*no, it.metric.id()))?;
        Some((*series_no, Identity::of(it.metric, revisions.get(no)?.revision)))
    };
    Ok(wanted.iter().map(find).collect())
}
