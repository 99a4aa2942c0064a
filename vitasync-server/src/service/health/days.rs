//! Answers what each civil day comes to, from the cache of daily rollups.
//!
//! The cache holds days in the zone of the profile. A day that is dirty, or cached for another zone, is computed while
//! the person's row is locked, so that no import can come between reading the samples and writing the answer. A
//! question in another zone is computed and not kept.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use vitasync_core::aggregate::{self, Basis, Bucket, BucketValue, Share, aggregate};
use vitasync_core::resolve::SeriesData;
use vitasync_core::time::local_date;
use vitasync_core::{Metric, Preferences, Source};

use super::load::{Loaded, load, off_the_loop};
use super::targets::{Target, all_targets, targets};
use super::{source_table, zone_of};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::window::Window;
use crate::store::Reads;
use crate::store::daily::{self, Rollup, State};
use crate::store::users::UserRef;

/// How many days are computed in one transaction, so that writers do not wait long.
const DAYS_AT_ONCE: u64 = 31;

/// What a civil day comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The civil date.
    pub date: NaiveDate,
    /// What was measured.
    pub metrics: BTreeMap<Metric, DayMetric>,
}

/// What a metric comes to on a day.
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

/// Answers the civil days of a window that have data, in order of date; of all metrics where none is named.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn daily_summaries(
    app: &App,
    user: &UserRef,
    window: Window,
    metrics: &[Metric],
    zone: Option<Tz>,
) -> Result<Vec<Day>> {
    let zone = zone_of(user, zone);
    let targets = targets(app, user.no, metrics, None).await?;
    let Some(dates) = dates(window, zone, &targets) else {
        return Ok(Vec::new());
    };
    let mut days = if zone == zone_of(user, None) {
        cached(app, user, dates, zone, metrics).await?
    } else {
        let mut days = Vec::new();
        for dates in portions(dates) {
            days.extend(compute(&app.store, user.no, &targets, dates, zone).await?);
        }
        days
    };
    let sources = source_table(app, user).await?;
    for metric in days.iter_mut().flat_map(|day| day.metrics.values_mut()) {
        for share in metric.sources.iter_mut().chain(&mut metric.set_aside) {
            share.source = sources.get(&share.source_no).map(Arc::clone);
        }
    }
    days.retain(|day| !day.metrics.is_empty());
    Ok(days)
}

/// Tells the dates of a window between the first and the last sample; none without samples.
fn dates(window: Window, zone: Tz, targets: &[Arc<Target>]) -> Option<RangeInclusive<NaiveDate>> {
    let instant = vitasync_core::time::from_ms;
    let first = targets
        .iter()
        .filter_map(|it| it.row.first_ms)
        .min()
        .and_then(instant)?;
    let last = targets.iter().filter_map(|it| it.row.last_ms).max().and_then(instant)?;
    // A sample dated by its own clock may belong to the date before or after.
    let (first, last) = (
        local_date(first, zone) - Days::new(1),
        local_date(last, zone) + Days::new(1),
    );
    let (from, to) = window.dates(zone);
    let (first, last) = (
        from.map_or(first, |it| it.max(first)),
        to.map_or(last, |it| it.min(last)),
    );
    (first <= last).then_some(first..=last)
}

/// Cuts dates into portions that are computed together.
fn portions(dates: RangeInclusive<NaiveDate>) -> impl Iterator<Item = RangeInclusive<NaiveDate>> {
    let (first, last) = dates.into_inner();
    std::iter::successors(Some(first), |it| it.checked_add_days(Days::new(DAYS_AT_ONCE)))
        .take_while(move |it| *it <= last)
        .map(move |it| it..=last.min(it + Days::new(DAYS_AT_ONCE - 1)))
}

/// Reads days from the cache, computing those that are not true any more.
async fn cached(
    app: &App,
    user: &UserRef,
    dates: RangeInclusive<NaiveDate>,
    zone: Tz,
    metrics: &[Metric],
) -> Result<Vec<Day>> {
    let states = daily::states(&app.store, user.no, *dates.start(), *dates.end()).await?;
    let stale: Vec<NaiveDate> = states
        .iter()
        .filter(|it| is_stale(it, zone))
        .map(|it| it.date)
        .collect();
    if !stale.is_empty() {
        for portion in portions(dates.clone()) {
            if stale.iter().any(|date| portion.contains(date)) {
                refresh(app, user, portion, zone).await?;
            }
        }
    }
    let rows = daily::read(&app.store, user.no, *dates.start(), *dates.end()).await?;
    rows.into_iter()
        .map(|(date, said)| day(date, said.as_deref(), metrics))
        .collect()
}

fn is_stale(state: &State, zone: Tz) -> bool {
    state.dirty || state.zone.as_deref() != Some(zone.name())
}

/// Computes the days of a portion that are not true any more, and keeps them.
async fn refresh(app: &App, user: &UserRef, dates: RangeInclusive<NaiveDate>, zone: Tz) -> Result<()> {
    let tx = app.store.begin().await?;
    tx.lock_user(user.no).await?;
    let states = daily::states(&tx, user.no, *dates.start(), *dates.end()).await?;
    let stale: Vec<NaiveDate> = states
        .iter()
        .filter(|it| is_stale(it, zone))
        .map(|it| it.date)
        .collect();
    let (Some(&first), Some(&last)) = (stale.first(), stale.last()) else {
        return tx.commit().await; // Somebody else has computed them.
    };
    let targets = all_targets(&tx, user.no).await?;
    let computed = compute(&tx, user.no, &targets, first..=last, zone).await?;
    let mut computed: HashMap<NaiveDate, Day> = computed.into_iter().map(|day| (day.date, day)).collect();
    let now = app.now();
    let rows = stale.into_iter().map(|date| Rollup {
        user_no: user.no,
        date,
        zone: Some(zone.name().to_owned()),
        dirty: false,
        metrics: computed
            .remove(&date)
            .map(|day| serde_json::to_value(day.metrics).expect("words and numbers")),
        computed_at: Some(now),
    });
    daily::write(&tx, rows.collect()).await?;
    tx.commit().await
}

fn day(date: NaiveDate, said: Option<&str>, wanted: &[Metric]) -> Result<Day> {
    let mut metrics: BTreeMap<Metric, DayMetric> = match said {
        Some(said) => serde_json::from_str(said).map_err(Error::internal("reading daily rollups"))?,
        None => BTreeMap::new(),
    };
    metrics.retain(|metric, _| wanted.is_empty() || wanted.contains(metric));
    Ok(Day { date, metrics })
}

/// Computes days from samples.
async fn compute(
    from: &impl Reads,
    user_no: i64,
    targets: &[Arc<Target>],
    dates: RangeInclusive<NaiveDate>,
    zone: Tz,
) -> Result<Vec<Day>> {
    let preferences = Preferences::in_zone(zone);
    let window = aggregate::Window::from(dates);
    let needed = window.instants(&preferences.zones);
    let milliseconds = needed.start.timestamp_millis()..needed.end.timestamp_millis();
    let loaded = load(from, user_no, targets, &milliseconds).await?;
    off_the_loop(move || {
        let mut days: BTreeMap<NaiveDate, BTreeMap<Metric, DayMetric>> = BTreeMap::new();
        for group in loaded.chunk_by(|a, b| a.metric == b.metric) {
            let metric = group[0].metric;
            let series: Vec<SeriesData<'_>> = group.iter().map(Loaded::data).collect();
            for bucket in aggregate(metric, &series, &preferences, Bucket::Day, window.clone()) {
                days.entry(bucket.date)
                    .or_default()
                    .insert(metric, day_metric(bucket, group));
            }
        }
        days.into_iter().map(|(date, metrics)| Day { date, metrics }).collect()
    })
    .await
}

fn day_metric(bucket: BucketValue, group: &[Loaded]) -> DayMetric {
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
        count: bucket.count,
        basis: bucket.basis,
        sources: bucket.sources.iter().map(share).collect(),
        set_aside: bucket.set_aside.iter().map(share).collect(),
        categories: bucket.categories,
        travel_day: bucket.travel_day,
    }
}
