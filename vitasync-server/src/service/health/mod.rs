//! Answers questions about a person's samples: as they came, or resolved across sources.

mod days;
mod explain;
mod list;
mod load;
mod rollups;
mod settled;
mod targets;
#[cfg(test)]
mod tests;
mod timeseries;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use vitasync_core::source::SourceKey;
use vitasync_core::time::from_ms;
use vitasync_core::{Metric, Source};

pub use self::days::{Day, DayMetric, DayShare, DaysQuery, daily_summaries};
pub use self::explain::{ExplainQuery, Explained, ExplainedPart, Moment, explain};
pub use self::list::{HealthQuery, Page, SampleRow, Start, list};
pub(in crate::service) use self::load::off_the_loop;
pub use self::rollups::Work;
pub use self::settled::Settled;
pub use self::targets::Shelves;
pub(crate) use self::targets::targets;
pub use self::timeseries::{BucketSpan, Buckets, Timeseries, TimeseriesQuery, buckets, timeseries};
pub use crate::store::erase::Erased;
pub use crate::store::users::UserRef;

use crate::app::App;
use crate::error::Result;
use crate::service::audit::{self, Action, Actor, Deed};
use crate::service::preferences::means;
use crate::service::raw;
use crate::store::{Reads, erase, objects, series, sources, users};

/// What there is of one metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetricSummary {
    /// The metric.
    pub metric: Metric,
    /// How many samples there are, of all sources.
    pub count: u64,
    /// When the first begins.
    pub earliest: DateTime<Utc>,
    /// When the last ends.
    pub latest: DateTime<Utc>,
}

/// What there is of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceSummary {
    /// The number among the person's sources.
    pub no: i32,
    /// The source.
    pub source: Arc<Source>,
    /// Its metrics and how many samples of each there are.
    pub metrics: BTreeMap<Metric, u64>,
    /// When the first sample begins; none where only sessions came.
    pub earliest: Option<DateTime<Utc>>,
    /// When the last sample ends.
    pub latest: Option<DateTime<Utc>>,
}

/// Tells the zone of a person's days now: the question's, else the profile's, else UTC.
pub fn zone_of(user: &UserRef, asked: Option<Tz>) -> Tz {
    asked.or(user.zone).unwrap_or(Tz::UTC)
}

/// Tells what there is of each metric.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn summary(app: &App, user: &UserRef) -> Result<Vec<MetricSummary>> {
    let mut metrics: BTreeMap<Metric, MetricSummary> = BTreeMap::new();
    for row in series::all(&app.store, user.no).await? {
        let (Some(earliest), Some(latest)) = (row.first_ms.and_then(from_ms), row.last_ms.and_then(from_ms)) else {
            continue; // Every sample of it was deleted.
        };
        let metric = row.metric()?;
        let all = metrics.entry(metric).or_insert(MetricSummary {
            metric,
            count: 0,
            earliest,
            latest,
        });
        all.count += row.samples.unsigned_abs();
        all.earliest = all.earliest.min(earliest);
        all.latest = all.latest.max(latest);
    }
    Ok(metrics.into_values().collect())
}

/// Lists who has measured and what.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn sources(app: &App, user: &UserRef) -> Result<Vec<SourceSummary>> {
    let all = sources::all(&app.store, user.no).await?;
    let mut summaries: BTreeMap<i32, SourceSummary> = BTreeMap::new();
    for (no, source) in all {
        let summary = SourceSummary {
            no,
            source: Arc::new(source),
            metrics: BTreeMap::new(),
            earliest: None,
            latest: None,
        };
        summaries.insert(no, summary);
    }
    for row in series::all(&app.store, user.no).await? {
        let Some(summary) = summaries.get_mut(&row.source_no) else {
            continue;
        };
        summary.metrics.insert(row.metric()?, row.samples.unsigned_abs());
        let first = row.first_ms.and_then(from_ms);
        summary.earliest = [summary.earliest, first].into_iter().flatten().min();
        summary.latest = summary.latest.max(row.last_ms.and_then(from_ms));
    }
    Ok(summaries.into_values().collect())
}

/// Deletes everything measured on a person, kept originals included, and counts it.
///
/// # Errors
///
/// Internal where the database or the folder of originals fails.
pub async fn delete_all(app: &App, actor: &Actor, user: &UserRef) -> Result<Erased> {
    let tx = app.store.begin().await?;
    tx.lock_user(user.no).await?;
    let workspace = users::by_number(&tx, user.no).await?.workspace_id;
    let objects = objects::of_user(&tx, user.no).await?;
    let erased = erase::data(&tx, user.no).await?;
    let deed = Deed::new(workspace, Action::DataDeleted, user.id).with_erased(&erased);
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await?;
    super::import::delete_originals(app, user)?;
    raw::forget_data(app, user, objects).await?;
    Ok(erased)
}

/// Reads a person's sources by number.
pub(crate) async fn source_table(from: &impl Reads, user: &UserRef) -> Result<HashMap<i32, Arc<Source>>> {
    let all = sources::all(from, user.no).await?;
    Ok(all.into_iter().map(|(no, source)| (no, Arc::new(source))).collect())
}

/// Finds the sources a word means.
pub(crate) fn meant(word: &str, user: &UserRef, sources: &HashMap<i32, Arc<Source>>) -> HashSet<SourceKey> {
    let meant = sources.iter().filter(|(no, source)| means(word, user.id, **no, source));
    meant.map(|(_, source)| source.key.clone()).collect()
}
