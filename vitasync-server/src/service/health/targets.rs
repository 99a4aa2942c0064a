//! Finds the series a question is about, and remembers them for a moment.
//!
//! Nearly every question begins with a person's series and sources, which change only when something is imported. What
//! this process writes is seen at once ([`Store::generation`](crate::store::Store::generation)); what another process
//! writes, within a second ([`Recent`]).

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use vitasync_core::time::utc_day;
use vitasync_core::{Metric, Source};

use crate::app::App;
use crate::error::{Error, Result};
use crate::service::preferences::means;
use crate::service::recent::Recent;
use crate::store::blocks::Stretch;
use crate::store::series::{self, Series};
use crate::store::users::UserRef;
use crate::store::{Reads, sources};

/// A series that a question is about.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) row: Series,
    pub(crate) metric: Metric,
    pub(crate) source: Arc<Source>,
    /// The UTC days on which its first and last sample start, at most.
    pub(super) days: (i32, i32),
}

/// A person's sources by number.
pub(super) type SourceTable = HashMap<i32, Arc<Source>>;

/// The series and sources looked up lately. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Shelves(Recent<i64, Shelf>);

/// One person's series and sources.
#[derive(Debug, Clone)]
struct Shelf {
    targets: Arc<[Arc<Target>]>,
    sources: Arc<SourceTable>,
    generation: u64,
}

/// Finds the series that have samples of some metrics (of all, where none is named) of the sources a word means, in
/// order of metric and source.
pub(crate) async fn targets(
    app: &App,
    user: &UserRef,
    metrics: &[Metric],
    source: Option<&str>,
) -> Result<Vec<Arc<Target>>> {
    let all = shelf(app, user.no).await?.targets;
    let wanted = |it: &&Arc<Target>| {
        (metrics.is_empty() || metrics.contains(&it.metric))
            && source.is_none_or(|word| means(word, user.id, it.row.source_no, &it.source))
    };
    Ok(all.iter().filter(wanted).cloned().collect())
}

/// Gives a person's sources, as they were at most a second ago.
pub(super) async fn known_sources(app: &App, user: &UserRef) -> Result<Arc<SourceTable>> {
    Ok(shelf(app, user.no).await?.sources)
}

/// Reads all series that have samples, in order of metric and source.
pub(super) async fn all_targets(from: &impl Reads, user_no: i64) -> Result<Vec<Arc<Target>>> {
    Ok(read(from, user_no).await?.0)
}

/// Gives a person's series and sources, as they were at most a second ago.
async fn shelf(app: &App, user_no: i64) -> Result<Shelf> {
    let (generation, began) = (app.store.generation(user_no), Instant::now());
    let is_true = |it: &Shelf| it.generation == generation;
    if let Some(shelf) = app.shelves.0.find(&user_no, is_true) {
        return Ok(shelf);
    }
    let (targets, sources) = read(&app.store, user_no).await?;
    let shelf = Shelf {
        targets: targets.into(),
        sources: Arc::new(sources),
        generation,
    };
    app.shelves.0.keep(user_no, shelf.clone(), began);
    Ok(shelf)
}

async fn read(from: &impl Reads, user_no: i64) -> Result<(Vec<Arc<Target>>, SourceTable)> {
    let rows = series::all(from, user_no).await?;
    let sources = sources::all(from, user_no).await?;
    let sources: SourceTable = sources.into_iter().map(|(no, it)| (no, Arc::new(it))).collect();
    let mut targets = Vec::with_capacity(rows.len());
    for row in rows {
        let missing = || Error::internal("reading series")(format!("source {} is missing", row.source_no));
        let source = Arc::clone(sources.get(&row.source_no).ok_or_else(missing)?);
        let (Some(first_ms), Some(last_ms)) = (row.first_ms, row.last_ms) else {
            continue; // Every sample of it was deleted.
        };
        targets.push(Arc::new(Target {
            metric: row.metric()?,
            source,
            days: (utc_day(first_ms), utc_day(last_ms)),
            row,
        }));
    }
    targets.sort_by_key(|target| (target.metric, target.row.source_no));
    Ok((targets, sources))
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
