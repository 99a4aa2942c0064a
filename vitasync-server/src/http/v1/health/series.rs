//! The form of timeseries on the wire: documented fields first, gaps as `null`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use vitasync_core::aggregate::{Bucket, BucketValue};

use super::days::{OnlySource, Share, categories};
use super::samples::Number;
use crate::http::wire::Instant;
use crate::service::health::{BucketSpan, Buckets, Settled, Timeseries};
use crate::vocabulary::{Asked, Face};

/// One value per bucket of time.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TimeseriesAnswer {
    /// What was asked for.
    #[schema(example = "steps")]
    metric_type: String,
    /// How much time one value covers.
    #[schema(example = "day")]
    bucket: &'static str,
    /// The beginning, included.
    from: Instant,
    /// The end, not included.
    to: Instant,
    /// The time zone of the buckets.
    #[schema(example = "Europe/Berlin")]
    timezone: &'static str,
    #[serde(flatten)]
    first: Series,
    /// The other exact metrics, or the other sources where `raw` is asked for.
    series: Vec<Series>,
}

/// The values of one exact metric.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Series {
    /// The exact id of the metric; `null` where nothing was measured.
    #[schema(example = "steps")]
    metric: Option<&'static str>,
    /// The word for the unit of every number here.
    #[schema(example = "steps")]
    unit: Option<&'static str>,
    /// The UCUM code of the unit.
    #[schema(example = "{steps}")]
    unit_code: Option<&'static str>,
    /// How the values of a bucket became one.
    #[schema(example = "sum")]
    aggregation: Option<&'static str>,
    #[serde(flatten)]
    only: OnlySource,
    /// The values in order of time; buckets without data are there with `null`.
    data: Vec<Point>,
}

/// The value of one bucket.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TimeseriesPoint)]
struct Point {
    /// When the bucket begins.
    timestamp: Instant,
    /// The civil date on which it begins.
    date: NaiveDate,
    /// The one value; `null` where nothing was measured.
    value: Option<Number>,
    /// How many samples count.
    #[schema(example = 1)]
    count: u64,
    /// Whether the bucket is not over yet.
    is_partial: bool,
    /// Whether the bucket has been over for 24 hours, after which no device is expected to deliver late.
    is_final: bool,
    /// The mean, where values do not add up.
    #[serde(skip_serializing_if = "Option::is_none")]
    avg: Option<Number>,
    /// The mean weighted by how long each value held, where the metric asks for it; then it is `value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    time_weighted_avg: Option<Number>,
    /// The least value, where values do not add up.
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<Number>,
    /// The greatest value, where values do not add up.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<Number>,
    /// The total, where values add up.
    #[serde(skip_serializing_if = "Option::is_none")]
    sum: Option<Number>,
    /// What the value is made from: `intervals`, `provider_total`, `samples`, `mixed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "intervals")]
    basis: Option<&'static str>,
    /// Whose samples count, best source first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Share>,
    /// What does not count because a better source covers it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set_aside: Vec<Share>,
    /// The time in each category, where the metric is one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    categories: BTreeMap<String, Number>,
    /// True for a day on which the person changed time zones by three hours or more; absent where nothing was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_travel_day: Option<bool>,
}

/// What an answer is about.
pub(super) struct Answer<'a> {
    pub(super) user: &'a str,
    pub(super) asked: &'a [Asked],
    pub(super) bucket: Bucket,
    pub(super) buckets: &'a Buckets,
}

impl Answer<'_> {
    /// Writes the series, the first asked for that has values before the others.
    pub(super) fn write(&self, series: &[Timeseries]) -> TimeseriesAnswer {
        let wanted: Vec<_> = self.asked.iter().flat_map(|asked| asked.metrics()).collect();
        let mut series: Vec<&Timeseries> = series.iter().collect();
        series.sort_by_key(|it| wanted.iter().position(|metric| *metric == it.metric));
        let mut written = series.into_iter().map(|it| self.series(it));
        let names: Vec<&str> = self.asked.iter().map(|asked| asked.name()).collect();
        TimeseriesAnswer {
            metric_type: names.join(","),
            bucket: self.bucket.id(),
            from: Instant(self.buckets.from),
            to: Instant(self.buckets.to),
            timezone: self.buckets.zone.name(),
            first: written.next().unwrap_or_else(|| self.nothing()),
            series: written.collect(),
        }
    }

    fn series(&self, series: &Timeseries) -> Series {
        let face = Face::of_aggregate(series.metric, self.asked);
        let gaps = self
            .buckets
            .spans
            .iter()
            .map(|it| ((it.start, it.date), Point::gap(it)));
        let values = series.buckets.iter().map(|value| {
            let bucket = BucketSpan {
                start: value.start,
                date: value.date,
                settled: Settled::of(value, self.buckets.now),
            };
            ((value.start, value.date), Point::new(&bucket, value, series, face))
        });
        // A value takes the place of its gap, and has one of its own where its bucket is not among them.
        let data: BTreeMap<_, _> = gaps.chain(values).collect();
        let only = match series.sources.as_slice() {
            [only] => Some(only.as_ref()),
            _ => None,
        };
        Series {
            metric: Some(series.metric.id()),
            unit: face.unit,
            unit_code: face.unit_code,
            aggregation: Some(series.metric.spec().aggregation.id()),
            only: OnlySource::new(self.user, only),
            data: data.into_values().collect(),
        }
    }

    fn nothing(&self) -> Series {
        Series {
            data: self.buckets.spans.iter().map(Point::gap).collect(),
            ..Series::default()
        }
    }
}

impl Point {
    fn gap(bucket: &BucketSpan) -> Self {
        Self {
            timestamp: Instant(bucket.start),
            date: bucket.date,
            value: None,
            count: 0,
            is_partial: bucket.settled.is_partial,
            is_final: bucket.settled.is_final,
            avg: None,
            time_weighted_avg: None,
            min: None,
            max: None,
            sum: None,
            basis: None,
            sources: Vec::new(),
            set_aside: Vec::new(),
            categories: BTreeMap::new(),
            is_travel_day: None,
        }
    }

    fn new(bucket: &BucketSpan, value: &BucketValue, series: &Timeseries, face: Face) -> Self {
        let number = |value: f64| Number(face.value(value));
        let shares = |shares: &[vitasync_core::aggregate::Share]| {
            let share = |it: &vitasync_core::aggregate::Share| {
                Share::new(&series.sources[it.source], it.count, number(it.value))
            };
            shares.iter().map(share).collect()
        };
        Self {
            value: Some(number(value.value)),
            count: value.count,
            avg: value.mean.map(number),
            time_weighted_avg: value.time_weighted_mean.map(number),
            min: value.min.map(number),
            max: value.max.map(number),
            sum: value.sum.map(number),
            basis: Some(value.basis.id()),
            sources: shares(&value.sources),
            set_aside: shares(&value.set_aside),
            categories: categories(series.metric, &value.categories, face),
            is_travel_day: Some(value.travel_day),
            ..Self::gap(bucket)
        }
    }
}
