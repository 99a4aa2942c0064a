//! Loads blocks and decodes them.

use std::collections::HashMap;
use std::sync::Arc;

use vitasync_core::block::Block;
use vitasync_core::resolve::SeriesData;
use vitasync_core::time::utc_day;
use vitasync_core::{Metric, Source};

use super::is_called;
use crate::error::{Error, Result};
use crate::store::blocks::{self, BlockRow, Stretch};
use crate::store::series::{self, Series};
use crate::store::{Reads, sources};

/// A series that a question is about.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) row: Series,
    pub(super) metric: Metric,
    pub(super) source: Arc<Source>,
    /// The UTC days on which its first and last sample start, at most.
    pub(super) days: (i32, i32),
}

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

/// Finds the series that have samples of some metrics (of all, where none is named) of the sources a word means.
pub(super) async fn targets(
    from: &impl Reads,
    user_no: i64,
    metrics: &[Metric],
    source: Option<&str>,
) -> Result<Vec<Target>> {
    let rows = if metrics.is_empty() {
        series::all(from, user_no).await?
    } else {
        series::of_metrics(from, user_no, metrics).await?
    };
    let sources = sources::all(from, user_no).await?;
    let sources: HashMap<i32, Arc<Source>> = sources.into_iter().map(|(no, it)| (no, Arc::new(it))).collect();
    let mut targets = Vec::with_capacity(rows.len());
    for row in rows {
        let missing = || Error::internal("reading series")(format!("source {} is missing", row.source_no));
        let by = sources.get(&row.source_no).ok_or_else(missing)?;
        let (Some(first_ms), Some(last_ms)) = (row.first_ms, row.last_ms) else {
            continue;
        };
        if source.is_none_or(|word| is_called(by, word)) {
            targets.push(Target {
                metric: row.metric()?,
                source: Arc::clone(by),
                days: (utc_day(first_ms), utc_day(last_ms)),
                row,
            });
        }
    }
    targets.sort_by_key(|target| (target.metric, target.row.source_no));
    Ok(targets)
}

impl Target {
    /// Cuts a span of UTC days, both ends included, to where the series has samples; none where it has none.
    pub(super) fn stretch(&self, first_day: i32, last_day: i32) -> Option<Stretch> {
        let stretch = Stretch {
            series_no: self.row.series_no,
            first_day: first_day.max(self.days.0),
            last_day: last_day.min(self.days.1),
        };
        (stretch.first_day <= stretch.last_day).then_some(stretch)
    }
}

/// Loads what of some series overlaps a range of milliseconds, and a day more at both ends: dates of other zones, and
/// values that hold until the next.
pub(super) async fn load(
    from: &impl Reads,
    user_no: i64,
    targets: &[Target],
    range: &std::ops::Range<i64>,
) -> Result<Vec<Loaded>> {
    let (first_day, last_day) = (utc_day(range.start), utc_day(range.end));
    let stretches: Vec<Stretch> = targets
        .iter()
        .filter_map(|it| {
            let margin = it.row.reach_days.saturating_add(1);
            it.stretch(first_day.saturating_sub(margin), last_day.saturating_add(1))
        })
        .collect();
    let rows = blocks::read(from, user_no, &stretches).await?;
    let mut by_series: HashMap<i32, Vec<BlockRow>> = HashMap::new();
    for row in rows {
        by_series.entry(row.series_no).or_default().push(row);
    }
    let pairs: Vec<(Target, Vec<BlockRow>)> = targets
        .iter()
        .filter_map(|it| Some((it.clone(), by_series.remove(&it.row.series_no)?)))
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
pub(super) async fn off_the_loop<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::internal("computing"))
}
