//! Loads blocks and decodes them.

use std::collections::HashMap;
use std::sync::Arc;

use vitasync_core::block::Block;
use vitasync_core::resolve::SeriesData;
use vitasync_core::time::utc_day;
use vitasync_core::{Metric, Source};

use super::targets::Target;
use crate::error::{Error, Result};
use crate::store::Reads;
use crate::store::blocks::{self, BlockRow, Stretch};

/// The samples of one series in a stretch of time.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    pub(super) source_no: i32,
    pub(super) metric: Metric,
    pub(super) source: Arc<Source>,
    pub(super) blocks: Vec<Block>,
}

impl Loaded {
    pub(super) fn data(&self) -> SeriesData<'_> {
        SeriesData {
            source: &self.source,
            blocks: &self.blocks,
        }
    }
}

/// Loads what of some series overlaps a range of milliseconds.
pub(super) async fn load(
    from: &impl Reads,
    user_no: i64,
    targets: &[Arc<Target>],
    range: &std::ops::Range<i64>,
) -> Result<Vec<Loaded>> {
    let (first_day, last_day) = (utc_day(range.start), utc_day(range.end));
    let stretches: Vec<Stretch> = targets
        .iter()
        .filter_map(|it| it.stretch(first_day.saturating_sub(it.row.reach_days), last_day))
        .collect();
    let rows = blocks::read(from, user_no, &stretches).await?;
    let mut by_series: HashMap<i32, Vec<BlockRow>> = HashMap::new();
    for row in rows {
        by_series.entry(row.series_no).or_default().push(row);
    }
    let pairs: Vec<(Arc<Target>, Vec<BlockRow>)> = targets
        .iter()
        .filter_map(|it| Some((Arc::clone(it), by_series.remove(&it.row.series_no)?)))
        .collect();
    off_the_loop(move || {
        pairs
            .into_iter()
            .map(|(target, rows)| decoded(&target, &rows))
            .collect()
    })
    .await?
}

fn decoded(target: &Target, rows: &[BlockRow]) -> Result<Loaded> {
    Ok(Loaded {
        source_no: target.row.source_no,
        metric: target.metric,
        source: Arc::clone(&target.source),
        blocks: rows.iter().map(decode).collect::<Result<_>>()?,
    })
}

/// Reads a block from its row.
pub(super) fn decode(row: &BlockRow) -> Result<Block> {
    Block::decode(&row.payload).map_err(Error::internal("reading a block"))
}

/// Runs what takes long on a thread of its own.
pub(in crate::service) async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::internal("computing"))
}
