//! Finds the series a question is about, and remembers them for a moment.
//!
//! Nearly every question begins with a person's series and sources, which change only when something is imported. What
//! this process writes is seen at once ([`Store::generation`](crate::store::Store::generation)); what another process
//! writes, within a second.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use vitasync_core::time::utc_day;
use vitasync_core::{Metric, Source};

use crate::app::App;
use crate::error::{Error, Result};
use crate::service::preferences::means;
use crate::store::blocks::Stretch;
use crate::store::series::{self, Series};
use crate::store::users::UserRef;
use crate::store::{Reads, sources};

/// How long what other processes write may go unseen.
const MOMENT: Duration = Duration::from_secs(1);
/// How many people's series are remembered at most.
const PEOPLE: usize = 10_000;

/// A series that a question is about.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) row: Series,
    pub(crate) metric: Metric,
    pub(crate) source: Arc<Source>,
    /// The UTC days on which its first and last sample start, at most.
    pub(super) days: (i32, i32),
}

/// The series looked up lately. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Shelves(Arc<Mutex<HashMap<i64, Shelf>>>);

/// One person's series.
#[derive(Debug, Clone)]
struct Shelf {
    targets: Arc<[Arc<Target>]>,
    generation: u64,
    read_at: Instant,
}

/// Finds the series that have samples of some metrics (of all, where none is named) of the sources a word means, in
/// order of metric and source.
pub(crate) async fn targets(
    app: &App,
    user: &UserRef,
    metrics: &[Metric],
    source: Option<&str>,
) -> Result<Vec<Arc<Target>>> {
    let user_no = user.no;
    let generation = app.store.generation(user_no);
    let all = match app.shelves.find(user_no, generation) {
        Some(targets) => targets,
        None => {
            let targets: Arc<[Arc<Target>]> = all_targets(&app.store, user_no).await?.into();
            let shelf = Shelf {
                targets: Arc::clone(&targets),
                generation,
                read_at: Instant::now(),
            };
            app.shelves.keep(user_no, shelf);
            targets
        }
    };
    let wanted = |it: &&Arc<Target>| {
        (metrics.is_empty() || metrics.contains(&it.metric))
            && source.is_none_or(|word| means(word, user.id, it.row.source_no, &it.source))
    };
    Ok(all.iter().filter(wanted).cloned().collect())
}

/// Reads all series that have samples, in order of metric and source.
pub(super) async fn all_targets(from: &impl Reads, user_no: i64) -> Result<Vec<Arc<Target>>> {
    let rows = series::all(from, user_no).await?;
    let sources = sources::all(from, user_no).await?;
    let sources: HashMap<i32, Arc<Source>> = sources.into_iter().map(|(no, it)| (no, Arc::new(it))).collect();
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
    Ok(targets)
}

impl Shelves {
    fn find(&self, user_no: i64, generation: u64) -> Option<Arc<[Arc<Target>]>> {
        let shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = shelves.get(&user_no)?;
        let is_true = shelf.generation == generation && shelf.read_at.elapsed() < MOMENT;
        is_true.then(|| Arc::clone(&shelf.targets))
    }

    fn keep(&self, user_no: i64, shelf: Shelf) {
        let mut shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelves.len() >= PEOPLE {
            shelves.retain(|_, shelf| shelf.read_at.elapsed() < MOMENT);
        }
        if shelves.len() < PEOPLE {
            shelves.insert(user_no, shelf);
        }
    }
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
