//! Answers one value per bucket of time, resolved across sources, or per source side by side.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use vitasync_core::aggregate::{Bucket, BucketValue, aggregate};
use vitasync_core::resolve::SeriesData;
use vitasync_core::time::{UTC_DAY_MS, from_ms};
use vitasync_core::{Metric, Source};

use super::load::{Loaded, load, off_the_loop};
use super::settled::Settled;
use super::targets::targets;
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::preferences::asked;
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
    /// The zone of the buckets; those the person has lived in, where none is named.
    pub zone: Option<Tz>,
    /// Of whom: a source's id, number or name, a writer, or a provider.
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

/// The buckets of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buckets {
    /// The beginning of the window, included.
    pub from: DateTime<Utc>,
    /// Its end, not included.
    pub to: DateTime<Utc>,
    /// The last zone they lie in.
    pub zone: Tz,
    /// The buckets, in order of time. A date that a move takes away is not among them, though samples may be dated on it
    /// by their own clocks.
    pub spans: Vec<BucketSpan>,
    /// When they were asked for.
    pub now: DateTime<Utc>,
}

/// One bucket, with or without data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BucketSpan {
    /// When it begins.
    pub start: DateTime<Utc>,
    /// The civil date on which it begins.
    pub date: NaiveDate,
    /// How far it lies behind.
    pub settled: Settled,
}

/// Answers one series of values per metric that has data in the window, or per metric and source.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn timeseries(app: &App, user: &UserRef, query: &TimeseriesQuery) -> Result<Vec<Timeseries>> {
    let preferences = asked(app, user, query.zone).await?;
    let targets = targets(app, user, &query.metrics, query.source.as_deref()).await?;
    let mut range = query.window.milliseconds(&preferences.zones);
    // A day more at open ends: a sample dated by another zone's clock may belong to the date before or after.
    let first = targets.iter().filter_map(|it| it.row.first_ms).min();
    let last = targets.iter().filter_map(|it| it.row.last_ms).max();
    range.start = first.map_or(range.start, |it| range.start.max(it - UTC_DAY_MS));
    range.end = last.map_or(range.end, |it| range.end.min(it + UTC_DAY_MS));
    let (Some(start), Some(end)) = (from_ms(range.start), from_ms(range.end)) else {
        return Ok(Vec::new()); // Open at both ends, and no samples to close them.
    };
    let window = query.window.asked(query.bucket, start..end);
    let needed = window.instants(&preferences.zones);
    let needed = needed.start.timestamp_millis()..needed.end.timestamp_millis();
    let loaded = load(&app.store, user.no, &targets, &needed).await?;
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
                buckets: aggregate(metric, &series, &preferences, bucket, window.clone()),
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

/// Lists the buckets of a closed window, with or without data.
///
/// # Errors
///
/// Invalid where the window ends before it begins, or is open; Internal where the database fails.
pub async fn buckets(app: &App, user: &UserRef, query: &TimeseriesQuery, most: usize) -> Result<Buckets> {
    let preferences = asked(app, user, query.zone).await?;
    let zones = &preferences.zones;
    let range = query.window.milliseconds(zones);
    let closed = from_ms(range.start)
        .zip(from_ms(range.end))
        .filter(|(from, to)| from <= to);
    let (from, to) = closed.ok_or_else(|| Error::invalid("to", "it must not lie before `from`"))?;
    let spans: Vec<_> = query.bucket.over(from..to, &preferences).take(most + 1).collect();
    if spans.len() > most {
        let message = format!("more than {most} values of this bucket lie between `from` and `to`");
        return Err(Error::invalid("bucket", message));
    }
    let now = app.now();
    let span = |span: Range<DateTime<Utc>>| BucketSpan {
        start: span.start,
        date: zones.local_date(span.start),
        settled: Settled::at(span.end, now),
    };
    Ok(Buckets {
        from,
        to,
        zone: zones.latest(),
        spans: spans.into_iter().map(span).collect(),
        now,
    })
}
