//! Answers one value per bucket of time, resolved across sources, or per source side by side.

use std::sync::Arc;

use chrono_tz::Tz;
use vitasync_core::aggregate::{Bucket, BucketValue, aggregate};
use vitasync_core::resolve::SeriesData;
use vitasync_core::time::{UTC_DAY_MS, from_ms};
use vitasync_core::{Metric, Preferences, Source};

use super::load::{Loaded, load, off_the_loop};
use super::targets::targets;
use super::zone_of;
use crate::app::App;
use crate::error::Result;
use crate::service::window::Window;
use crate::store::users::UserRef;

/// Which values to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeseriesQuery {
    /// Of which metrics; each is answered by itself.
    pub metrics: Vec<Metric>,
    /// How much time one value covers.
    pub bucket: Bucket,
    /// From when to when.
    pub window: Window,
    /// The zone of the buckets.
    pub zone: Option<Tz>,
    /// Of whom: a provider, a writer or a source's name.
    pub source: Option<String>,
    /// Whether each source is answered by itself.
    pub raw: bool,
}

/// One metric's values over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeseries {
    /// The metric.
    pub metric: Metric,
    /// The sources; the indexes in the values point here. One alone where each is answered by itself.
    pub sources: Vec<Arc<Source>>,
    /// The buckets that have data, in order of time.
    pub buckets: Vec<BucketValue>,
}

/// Answers one series of values per metric that has data in the window, or per metric and source.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn timeseries(app: &App, user: &UserRef, query: &TimeseriesQuery) -> Result<Vec<Timeseries>> {
    let zone = zone_of(user, query.zone);
    let targets = targets(app, user.no, &query.metrics, query.source.as_deref()).await?;
    let mut range = query.window.milliseconds(zone);
    // A day more at open ends: a sample dated by another zone's clock may belong to the date before or after.
    let first = targets.iter().filter_map(|it| it.row.first_ms).min();
    let last = targets.iter().filter_map(|it| it.row.last_ms).max();
    range.start = first.map_or(range.start, |it| range.start.max(it - UTC_DAY_MS));
    range.end = last.map_or(range.end, |it| range.end.min(it + UTC_DAY_MS));
    let (Some(start), Some(end)) = (from_ms(range.start), from_ms(range.end)) else {
        return Ok(Vec::new()); // Open at both ends, and no samples to close them.
    };
    let loaded = load(&app.store, user.no, &targets, &range).await?;
    let (raw, bucket) = (query.raw, query.bucket);
    off_the_loop(move || {
        let groups: Vec<&[Loaded]> = if raw {
            loaded.chunks(1).collect()
        } else {
            loaded.chunk_by(|a, b| a.metric == b.metric).collect()
        };
        let answer = |group: &[Loaded]| {
            let series: Vec<SeriesData<'_>> = group.iter().map(Loaded::data).collect();
            let metric = group[0].metric;
            Timeseries {
                metric,
                sources: group.iter().map(|it| Arc::clone(&it.source)).collect(),
                buckets: aggregate(metric, &series, &Preferences::in_zone(zone), bucket, start..end),
            }
        };
        groups
            .into_iter()
            .map(answer)
            .filter(|it| !it.buckets.is_empty())
            .collect()
    })
    .await
}
