//! Answers what each civil day comes to.
//!
//! Days of a person's own calendar, resolved over all sources, come from the cache ([`super::rollups`]). What lies
//! underneath (one source, each source by itself) and days of another zone are computed and not kept.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use vitasync_core::aggregate::{self, Basis, Bucket, BucketValue, Share, aggregate};
use vitasync_core::resolve::SeriesData;
use vitasync_core::time::{ZoneHistory, from_ms};
use vitasync_core::{Metric, Preferences, Source};

use super::load::{Loaded, load, off_the_loop};
use super::rollups::{self, Work, runs_of};
use super::settled::Settled;
use super::source_table;
use super::targets::{SourceTable, Target, known_sources, targets};
use crate::app::App;
use crate::error::Result;
use crate::service::calendar::{all, zone_on};
use crate::service::preferences::asked;
use crate::service::window::Window;
use crate::store::Reads;
use crate::store::users::{self, UserRef};

/// Which days to answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DaysQuery {
    /// From when to when.
    pub window: Window,
    /// Of which metrics; of all, where none is named.
    pub metrics: Vec<Metric>,
    /// The zone of the days; those the person has lived in, where none is named.
    pub zone: Option<Tz>,
    /// Of whom: a source's id, number or name, a writer, or a provider.
    pub source: Option<String>,
    /// Whether each source is answered by itself.
    pub raw: bool,
}

/// What a civil day comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The civil date.
    pub date: NaiveDate,
    /// The zone it ends in.
    pub zone: Tz,
    /// When it begins.
    pub start: DateTime<Utc>,
    /// When it ends, exclusive.
    pub end: DateTime<Utc>,
    /// How far it lies behind.
    pub settled: Settled,
    /// Whose it is, where each source is answered by itself.
    pub source: Option<Arc<Source>>,
    /// What was measured.
    pub metrics: BTreeMap<Metric, DayMetric>,
}

/// What was measured on a day, by all sources or by the one of a number.
pub(super) type Measured = BTreeMap<(NaiveDate, Option<i32>), BTreeMap<Metric, DayMetric>>;

/// What a metric comes to on a day, or in what is explained of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayMetric {
    /// The one value, by the metric's aggregation.
    pub value: f64,
    /// The sum, where values add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<f64>,
    /// The least value, where values do not add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest value, where values do not add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The mean, where values do not add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// The mean weighted by how long each value held, where the metric asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_weighted_mean: Option<f64>,
    /// How many samples count.
    pub count: u64,
    /// What the value is made from.
    pub basis: Basis,
    /// Whose samples count, best source first.
    pub sources: Vec<DayShare>,
    /// What does not count, best source first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<DayShare>,
    /// The seconds in each value of a category whose time adds up, as (code, seconds).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<(f64, f64)>,
    /// True for a day on which the samples' own offsets differ by three hours or more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub travel_day: bool,
}

/// What one source has to do with a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayShare {
    /// The source's number among the person's.
    #[serde(rename = "source")]
    pub source_no: i32,
    /// The source.
    #[serde(skip)]
    pub source: Option<Arc<Source>>,
    /// How many of its samples.
    pub count: u64,
    /// What they come to.
    pub value: f64,
}

/// Answers the civil days of a window that have data, in order of date and source.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn daily_summaries(app: &App, user: &UserRef, query: &DaysQuery) -> Result<Vec<Day>> {
    let mut user = *user;
    loop {
        if let Some(days) = answered(app, &user, query).await? {
            return Ok(days);
        }
        user = UserRef::from(&users::by_number(&app.store, user.no).await?);
    }
}

/// Answers the days of a window; none where the person does not live any more where `user` says.
async fn answered(app: &App, user: &UserRef, query: &DaysQuery) -> Result<Option<Vec<Day>>> {
    let preferences = asked(app, user, query.zone).await?;
    let targets = targets(app, user, &query.metrics, query.source.as_deref()).await?;
    let Some(dates) = dates(query.window, &preferences.zones, &targets) else {
        return Ok(Some(Vec::new()));
    };
    let resolved = !query.raw && query.source.is_none();
    let own = query.zone.is_none() || preferences == asked(app, user, None).await?;
    let measured = if resolved && own {
        match rollups::read(app, user, &preferences, dates, &query.metrics).await? {
            Some(measured) => measured,
            None => return Ok(None),
        }
    } else {
        let mut measured = Measured::new();
        for run in runs_of(dates) {
            let (some, _) = compute(&app.store, user.no, &targets, &preferences, run, query.raw).await?;
            measured.extend(some);
        }
        measured
    };
    let sources = sources_of(app, user, &measured).await?;
    let now = app.now();
    let days = measured.into_iter().filter(|(_, metrics)| !metrics.is_empty());
    let day = |((date, no), metrics): ((NaiveDate, Option<i32>), _)| {
        let span = preferences.zones.civil_day(date);
        Day {
            date,
            zone: zone_on(&preferences.zones, date),
            start: span.start,
            end: span.end,
            settled: Settled::at(span.end, now),
            source: no.and_then(|no| sources.get(&no).cloned()),
            metrics: named(metrics, &sources),
        }
    };
    Ok(Some(days.map(day).collect()))
}

/// Gives the sources that measured days name: those known lately, unless another process has just added one.
async fn sources_of(app: &App, user: &UserRef, measured: &Measured) -> Result<Arc<SourceTable>> {
    let known = known_sources(app, user).await?;
    let shares = measured.values().flat_map(BTreeMap::values).flat_map(DayMetric::shares);
    let mut named = shares
        .map(|it| it.source_no)
        .chain(measured.keys().filter_map(|(_, no)| *no));
    match named.all(|no| known.contains_key(&no)) {
        true => Ok(known),
        false => Ok(Arc::new(source_table(&app.store, user).await?)),
    }
}

/// Puts sources to their numbers.
fn named(mut metrics: BTreeMap<Metric, DayMetric>, sources: &SourceTable) -> BTreeMap<Metric, DayMetric> {
    for metric in metrics.values_mut() {
        metric.name(|no| sources.get(&no).map(Arc::clone));
    }
    metrics
}

impl DayMetric {
    fn shares(&self) -> impl Iterator<Item = &DayShare> {
        self.sources.iter().chain(&self.set_aside)
    }

    /// Puts sources to their numbers.
    pub(super) fn name(&mut self, source: impl Fn(i32) -> Option<Arc<Source>>) {
        for share in self.sources.iter_mut().chain(&mut self.set_aside) {
            share.source = source(share.source_no);
        }
    }
}

/// Tells the dates of a window between the first and the last sample; none without samples.
fn dates(window: Window, zones: &ZoneHistory, targets: &[Arc<Target>]) -> Option<RangeInclusive<NaiveDate>> {
    let first = targets
        .iter()
        .filter_map(|it| it.row.first_ms)
        .min()
        .and_then(from_ms)?;
    let last = targets.iter().filter_map(|it| it.row.last_ms).max().and_then(from_ms)?;
    // A sample dated by its own clock may belong to the date before or after.
    let (first, last) = (
        zones.local_date(first) - Days::new(1),
        zones.local_date(last) + Days::new(1),
    );
    let (from, to) = window.dates(zones);
    let (first, last) = (
        from.map_or(first, |it| it.max(first)),
        to.map_or(last, |it| it.min(last)),
    );
    (first <= last).then_some(first..=last)
}

/// Computes days from samples, resolved or each source by itself, and tells how much work it was.
pub(super) async fn compute(
    from: &impl Reads,
    user_no: i64,
    targets: &[Arc<Target>],
    preferences: &Arc<Preferences>,
    dates: RangeInclusive<NaiveDate>,
    apart: bool,
) -> Result<(Measured, Work)> {
    let window = aggregate::Window::from(dates.clone());
    let needed = window.instants(&preferences.zones);
    let needed = needed.start.timestamp_millis()..needed.end.timestamp_millis();
    let loaded = load(from, user_no, targets, &needed).await?;
    let work = Work {
        days: all(dates).count() as u64,
        blocks: loaded.iter().map(|it| it.blocks.len() as u64).sum(),
    };
    let preferences = Arc::clone(preferences);
    let measured = off_the_loop(move || {
        let mut measured = Measured::new();
        let groups: Vec<&[Loaded]> = if apart {
            loaded.chunks(1).collect()
        } else {
            loaded.chunk_by(|a, b| a.metric == b.metric).collect()
        };
        for group in groups {
            let only = apart.then_some(group[0].source_no);
            let (metric, series) = (
                group[0].metric,
                group.iter().map(Loaded::data).collect::<Vec<SeriesData<'_>>>(),
            );
            for bucket in aggregate(metric, &series, &preferences, Bucket::Day, window.clone()) {
                let day = measured.entry((bucket.date, only)).or_default();
                day.insert(metric, day_metric(bucket, group));
            }
        }
        measured
    })
    .await?;
    Ok((measured, work))
}

/// Takes over what a bucket comes to, with the numbers of the sources it is made from.
pub(super) fn day_metric(bucket: BucketValue, group: &[Loaded]) -> DayMetric {
    let share = |share: &Share| DayShare {
        source_no: group[share.source].source_no,
        source: None,
        count: share.count,
        value: share.value,
    };
    DayMetric {
        value: bucket.value,
        sum: bucket.sum,
        min: bucket.min,
        max: bucket.max,
        mean: bucket.mean,
        time_weighted_mean: bucket.time_weighted_mean,
        count: bucket.count,
        basis: bucket.basis,
        sources: bucket.sources.iter().map(share).collect(),
        set_aside: bucket.set_aside.iter().map(share).collect(),
        categories: bucket.categories,
        travel_day: bucket.travel_day,
    }
}
