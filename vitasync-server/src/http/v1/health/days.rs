//! The form of daily summaries on the wire: documented fields first, then what is known beyond them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use vitasync_core::id::ContentId;
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::{Metric, Source};

use super::samples::Number;
use crate::service::health::{Day, DayMetric, DayShare};
use crate::vocabulary::{Asked, DOCUMENTED, Face};

/// What a civil day comes to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DailySummary {
    /// The civil date.
    date: NaiveDate,
    /// What was measured, by documented name and by exact id.
    metrics: BTreeMap<&'static str, DailyMetric>,
    /// The time zone whose day it is: the one that was asked for, or the one the person lived in.
    #[schema(example = "Europe/Berlin")]
    timezone: &'static str,
    /// Whether the day is not over yet.
    is_partial: bool,
    /// Whether the day has been over for 24 hours, after which no device is expected to deliver late.
    is_final: bool,
    #[serde(flatten)]
    only: OnlySource,
}

/// The only source of an answer; nothing where it is of several.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnlySource {
    /// The id of the only source; absent where the answer is of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "5QF7M3T9K2ZB8N4W6X1C0D5E7G")]
    source_id: Option<String>,
    /// The slug of its provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "apple_health")]
    source: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Ada’s Watch")]
    source_name: Option<String>,
}

impl OnlySource {
    /// Names the source of a user, where there is only one.
    pub(super) fn new(user: &str, source: Option<&Source>) -> Self {
        Self {
            source_id: source.map(|it| ContentId::of_source(user, &it.key).to_string()),
            source: source.map(|it| it.key.provider.clone()),
            source_name: source.map(|it| it.name.clone()),
        }
    }
}

/// What a metric comes to on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DailyMetric {
    /// The one value: the total of what adds up, otherwise what `aggregation` says.
    #[schema(example = 8241)]
    value: Number,
    /// The word for the unit of every number here.
    #[schema(example = "steps")]
    unit: Option<&'static str>,
    /// The UCUM code of the unit.
    #[schema(example = "{steps}")]
    unit_code: Option<&'static str>,
    /// The documented name, or the exact id where it has none.
    #[schema(example = "steps")]
    metric_type: &'static str,
    /// The exact id.
    #[schema(example = "steps")]
    metric: &'static str,
    /// How the values of the day became one: `sum`, `mean`, `time_weighted_mean`, `last`, `max`, `min`, `duration`.
    #[schema(example = "sum")]
    aggregation: &'static str,
    /// The total, where values add up.
    total: Option<Number>,
    /// The mean, where values do not add up.
    avg: Option<Number>,
    /// The mean weighted by how long each value held, where the metric asks for it; then it is `value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    time_weighted_avg: Option<Number>,
    /// The least value, where values do not add up.
    min: Option<Number>,
    /// The greatest value, where values do not add up.
    max: Option<Number>,
    /// How many samples count.
    #[schema(example = 96)]
    count: u64,
    /// What the value is made from: `intervals`, `provider_total`, `samples`.
    #[schema(example = "intervals")]
    basis: &'static str,
    /// Whose samples count, best source first.
    sources: Vec<Share>,
    /// What does not count because a better source covers it.
    set_aside: Vec<Share>,
    /// The time in each category, where the metric is one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    categories: BTreeMap<String, Number>,
    /// True where the person changed time zones by three hours or more.
    is_travel_day: bool,
}

/// What one source has to do with a value.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Share {
    /// The slug of the provider.
    #[schema(example = "apple_health")]
    source: String,
    /// The name of the device or app.
    #[schema(example = "Ada’s Watch")]
    source_name: String,
    /// The kind of device.
    #[schema(example = "watch")]
    device_kind: &'static str,
    /// How many of its samples.
    count: u64,
    /// What they come to.
    value: Number,
}

impl Share {
    /// Writes what a source has to do with a value.
    pub(super) fn new(source: &Source, count: u64, value: Number) -> Self {
        Self {
            source: source.key.provider.clone(),
            source_name: source.name.clone(),
            device_kind: source.device_kind.id(),
            count,
            value,
        }
    }
}

/// Writes days of a user.
pub(super) fn write(user: &str, days: &[Day], asked: &[Asked]) -> Vec<DailySummary> {
    let names = names(days, asked);
    let day = |day: &Day| {
        let mut metrics = BTreeMap::new();
        for (metric, said) in &day.metrics {
            let written = DailyMetric::new(*metric, said, asked);
            let documented = names.iter().filter(|(_, first)| *first == *metric);
            metrics.extend(documented.map(|(name, _)| (*name, written.clone())));
            metrics.insert(metric.id(), written);
        }
        DailySummary {
            date: day.date,
            metrics,
            timezone: day.zone.name(),
            is_partial: day.settled.is_partial,
            is_final: day.settled.is_final,
            only: OnlySource::new(user, day.source.as_deref()),
        }
    };
    days.iter().map(day).collect()
}

/// Finds for every documented name the exact metric it stands for: the first of its row that has values in the answer,
/// so that one answer never mixes two.
fn names(days: &[Day], asked: &[Asked]) -> Vec<(&'static str, Metric)> {
    let has = |metric: &Metric| days.iter().any(|day| day.metrics.contains_key(metric));
    let is_asked = |name: &str| asked.is_empty() || asked.iter().any(|asked| asked.name() == name);
    let rows = DOCUMENTED.iter().filter(|row| is_asked(row.name));
    rows.filter_map(|row| Some((row.name, *row.metrics.iter().find(|metric| has(metric))?)))
        // A documented name that is also an exact id stands for that metric alone where it has values.
        .filter(|(name, first)| Metric::from_id(name).is_none_or(|exact| exact == *first || !has(&exact)))
        .collect()
}

impl DailyMetric {
    /// Writes what a metric comes to.
    pub(super) fn new(metric: Metric, said: &DayMetric, asked: &[Asked]) -> Self {
        let face = Face::of_aggregate(metric, asked);
        let number = |value: f64| Number(face.value(value));
        let share = |share: &DayShare| {
            let source = share.source.as_deref()?;
            Some(Share::new(source, share.count, number(share.value)))
        };
        Self {
            value: number(said.value),
            unit: face.unit,
            unit_code: face.unit_code,
            metric_type: face.metric_type,
            metric: metric.id(),
            aggregation: metric.spec().aggregation.id(),
            total: said.sum.map(number),
            avg: said.mean.map(number),
            time_weighted_avg: said.time_weighted_mean.map(number),
            min: said.min.map(number),
            max: said.max.map(number),
            count: said.count,
            basis: said.basis.id(),
            sources: said.sources.iter().filter_map(share).collect(),
            set_aside: said.set_aside.iter().filter_map(share).collect(),
            categories: categories(metric, &said.categories, face),
            is_travel_day: said.travel_day,
        }
    }
}

/// Writes the time in each category under its word, or under its code where the vocabulary has none.
pub(super) fn categories(metric: Metric, times: &[(f64, f64)], face: Face) -> BTreeMap<String, Number> {
    let word = |code: f64| match metric {
        Metric::SleepStage => SleepStage::from_value(code).map(|stage| stage.id().to_owned()),
        _ => None,
    };
    let times = times.iter().map(|(code, seconds)| {
        let name = word(*code).unwrap_or_else(|| code.to_string());
        (name, Number(face.value(*seconds)))
    });
    times.collect()
}
