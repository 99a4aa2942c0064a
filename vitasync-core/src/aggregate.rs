//! Answers one number per minute, hour, day, week or month, resolved across sources.
//!
//! What adds up goes through the sweep line of [`resolve`](crate::resolve), cut at the borders of buckets in
//! proportion to time, so that no chunk is lost at midnight. What does not add up is answered by the best source that
//! has data in the bucket; sources are never averaged. Weeks and months are built from resolved days.
//!
//! Values a provider gives for a whole civil day keep the provider's own date, are never mixed with intervals and do
//! not appear in buckets shorter than a day: if the best source that has anything on a day has intervals, the day is
//! the sweep line over all intervals, otherwise it is that source's total. [`BucketValue::basis`] says which, and
//! [`BucketValue::set_aside`] names what did not count.
//!
//! Days follow the zones the person has lived in ([`ZoneHistory`](crate::time::ZoneHistory)), so that a later move
//! changes no earlier day. A row that names its own offset, and another than the person's zone has at that instant, is
//! dated and cut by its own: what a watch counted abroad belongs to the day it showed. Buckets shorter than a day follow
//! the zone in force alone, for they are instants before they are dates. Hours of a
//! [day of travel](BucketValue::travel_day) therefore need not add up to the day. A date that a flight brings back is
//! one bucket of two stretches.
//!
//! Means: an interval weighs as long as it lasts in the bucket, an instant as a second. In a time-weighted mean an
//! instant's value holds until the next of its source, at most 60 s for what is streamed in motion (speed, power,
//! cadence, …) and 15 min for everything else. Sound levels are averaged as energy.
//!
//! Values that cannot be cut (of one night, workout or set) count whole, on the date on which the night ended or the
//! workout began, by the clock of the place; where two sources have the same one, the better source's counts.

mod buckets;
mod calendar;
mod clock;
mod cut;
mod explain;
mod states;
mod sums;
mod trace;
mod whole;
mod window;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

pub use buckets::Bucket;
pub use explain::{Explanation, RowKey, RowPart, Verdict, explain};
pub use window::Window;

use crate::metric::{Aggregation, Metric};
use crate::preferences::Preferences;
use crate::resolve::SeriesData;
use crate::resolve::samples::Rivalry;
use trace::{Trace, Untraced};
use whole::Placements;
use window::Scope;

/// What the values of one bucket come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BucketValue {
    /// The first instant of the bucket by the person's clock, also where the window begins inside it.
    pub start: DateTime<Utc>,
    /// The end of the bucket, exclusive. Equal to the start for a date the person's clock has skipped.
    pub end: DateTime<Utc>,
    /// The civil date on which it begins: the day, the week's first, the month's first.
    pub date: NaiveDate,
    /// The one value, by the metric's [`Aggregation`]. Of a category whose time adds up it is the seconds in all its
    /// values, for sleep stages the seconds asleep; where nothing but time in bed is told there is no bucket.
    pub value: f64,
    /// The sum, where values add up.
    pub sum: Option<f64>,
    /// The least value, where values do not add up.
    pub min: Option<f64>,
    /// The greatest value, where values do not add up.
    pub max: Option<f64>,
    /// The mean of the samples, where values do not add up.
    pub mean: Option<f64>,
    /// The mean weighted by how long each value held, where the metric asks for it; then it is the value.
    pub time_weighted_mean: Option<f64>,
    /// How many samples count.
    pub count: u64,
    /// What the value is made from.
    pub basis: Basis,
    /// Whose samples count, best source first.
    pub sources: Vec<Share>,
    /// What does not count, best source first.
    pub set_aside: Vec<Share>,
    /// The seconds in each value of a category whose time adds up, as (code, seconds), by code.
    pub categories: Vec<(f64, f64)>,
    /// True for a day on which the samples' own offsets differ by three hours or more, or on which the person moved as
    /// far. Its hours need not add up to it.
    pub travel_day: bool,
}

/// How long after a bucket's end late deliveries are waited for.
pub const SETTLING: TimeDelta = TimeDelta::hours(24);

impl BucketValue {
    /// Tells whether the bucket has not ended yet.
    pub fn is_partial(&self, now: DateTime<Utc>) -> bool {
        now < self.end
    }

    /// Tells whether the bucket ended 24 hours ago or earlier, so that vendors have delivered what they had.
    pub fn is_final(&self, now: DateTime<Utc>) -> bool {
        now - self.end >= SETTLING
    }
}

/// What a bucket's value is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = BucketBasis))]
pub enum Basis {
    /// Intervals of time, resolved by the sweep line.
    Intervals,
    /// What the provider says of the whole day.
    ProviderTotal,
    /// Single samples.
    Samples,
    /// Some days one and some days the other, in a week or a month.
    Mixed,
}

impl Basis {
    /// Names the basis on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Intervals => "intervals",
            Self::ProviderTotal => "provider_total",
            Self::Samples => "samples",
            Self::Mixed => "mixed",
        }
    }

    fn join(self, other: Self) -> Self {
        if self == other { self } else { Self::Mixed }
    }
}

/// What one source has to do with a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SourceShare))]
pub struct Share {
    /// Index into the series.
    pub source: usize,
    /// How many of its samples.
    pub count: u64,
    /// What they come to.
    pub value: f64,
}

/// Aggregates one metric of several sources per bucket of civil time. Only buckets that have data are answered, in order
/// of time. The [`Window`] is a half-open range of instants, or an inclusive one of dates.
///
/// ```
/// use vitasync_core::aggregate::{Bucket, aggregate};
/// use vitasync_core::block::{Block, Identity, Row};
/// use vitasync_core::metric::Metric;
/// use vitasync_core::Preferences;
/// use vitasync_core::resolve::SeriesData;
/// # use vitasync_core::source::*;
/// # let phone = Source { key: SourceKey { provider: "example".into(), origin: "phone".into(), recording: Recording::Automatic }, name: String::new(), device_kind: DeviceKind::Phone, device: Device::default(), revision: Revision::LastWins };
/// # let steps = |start: &str, end: &str, value| {
/// #     let ms = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis();
/// #     let row = Row { start_ms: ms(start), end_ms: ms(end), value, copy: 0, version: 0, deleted: false, attributes: 0 };
/// #     Block::from_rows([row], &[Attributes::default().into()], Identity::Time)
/// # };
/// // 200 steps from ten minutes before to ten minutes after midnight in Berlin.
/// let blocks = [steps("2025-06-15T21:50:00Z", "2025-06-15T22:10:00Z", 200.0)];
/// let series = [SeriesData { source: &phone, blocks: &blocks }];
/// let preferences = Preferences::in_zone(chrono_tz::Europe::Berlin);
/// let june = "2025-06-01".parse::<chrono::NaiveDate>().unwrap()..="2025-06-30".parse().unwrap();
/// let days = aggregate(Metric::Steps, &series, &preferences, Bucket::Day, june);
///
/// let values: Vec<_> = days.iter().map(|day| (day.date.to_string(), day.value)).collect();
/// assert_eq!(values, [("2025-06-15".to_owned(), 100.0), ("2025-06-16".to_owned(), 100.0)]);
/// ```
pub fn aggregate(
    metric: Metric,
    series: &[SeriesData<'_>],
    preferences: &Preferences,
    bucket: Bucket,
    window: impl Into<Window>,
) -> Vec<BucketValue> {
    let question = Question::new(metric, series, preferences, bucket, &window.into());
    let answers = question.answer::<Untraced>();
    answers.into_iter().map(|(value, _)| value).collect()
}

/// What is asked.
struct Question<'q, 'a> {
    metric: Metric,
    series: &'q [SeriesData<'a>],
    order: Vec<usize>,
    preferences: &'q Preferences,
    bucket: Bucket,
    placements: Placements,
    scope: Scope,
    /// Whether the time in categories adds up, and not the values.
    adds_time: bool,
}

impl<'q, 'a> Question<'q, 'a> {
    fn new(
        metric: Metric,
        series: &'q [SeriesData<'a>],
        preferences: &'q Preferences,
        bucket: Bucket,
        window: &Window,
    ) -> Self {
        Self {
            metric,
            series,
            order: preferences.priority.order(metric, series),
            preferences,
            bucket,
            placements: Placements::of(metric),
            scope: Scope::new(window, &preferences.zones),
            adds_time: metric.spec().aggregation == Aggregation::Duration,
        }
    }

    fn answer<R: Trace<'a>>(&self) -> Vec<(BucketValue, R)> {
        match self.metric.spec().aggregation {
            Aggregation::Sum | Aggregation::Duration => sums::aggregate(self),
            _ => states::aggregate(self),
        }
    }

    /// Tells the bucket to resolve in: weeks and months are built from days.
    fn fine(&self) -> Bucket {
        self.bucket.min(Bucket::Day)
    }

    /// Tells the first day of a date's bucket.
    fn first_date(&self, date: NaiveDate) -> NaiveDate {
        calendar::first_date(date, self.bucket, self.preferences)
    }

    fn is_travel_day(&self, date: NaiveDate, own: clock::OffsetRange) -> bool {
        self.bucket == Bucket::Day && (clock::is_travel(own) || clock::is_move(date, &self.preferences.zones))
    }

    /// Tells who competes where rows overlap.
    fn rivalry(&self) -> Rivalry {
        match self.metric {
            Metric::SleepStage => Rivalry::Sleep,
            metric if metric.spec().repeatable => Rivalry::Sources,
            _ => Rivalry::Rows,
        }
    }
}

/// Adds a share to those of its source.
#[inline]
fn add_share(shares: &mut Vec<Share>, share: Share) {
    match shares.iter_mut().find(|known| known.source == share.source) {
        Some(known) => {
            known.count += share.count;
            known.value += share.value;
        }
        None => shares.push(share),
    }
}

/// Puts shares in order of their sources, best first.
fn sort_shares(shares: &mut [Share], order: &[usize]) {
    shares.sort_by_key(|share| order.iter().position(|source| *source == share.source));
}

#[cfg(test)]
mod tests;
