//! The form of explanations on the wire: a value, and every row behind it.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use vitasync_core::aggregate::{Bucket, RowKey, Verdict};

use super::days::DailyMetric;
use super::query::{asked_metrics, exact};
use super::samples::{Category, Number, category};
use crate::http::params::{FromParams, Params};
use crate::http::wire::Instant;
use crate::service::health::{ExplainQuery, Explained, ExplainedPart, Moment};
use crate::service::window::When;
use crate::vocabulary::{Asked, Face};

const DEFAULT_LIMIT: u64 = 1000;
const MAX_LIMIT: u64 = 10_000;
/// The buckets a value of which is made from rows; longer ones are made from days.
const BUCKETS: [Bucket; 5] = [
    Bucket::Minute,
    Bucket::FiveMinutes,
    Bucket::QuarterHour,
    Bucket::Hour,
    Bucket::Day,
];
/// How many of the rows that cover a part are named; a phone's day lies under hundreds of a watch's minutes.
const COVERING: usize = 10;

/// Which value to explain.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct Question {
    /// Of which metric: a documented name, which means all its exact metrics, or an exact id. Also read as `metric`, where a
    /// word that is both means the exact metric.
    #[param(value_type = String, example = "steps")]
    pub(super) metric_type: Vec<Asked>,
    /// Of which civil day. Either this or `at` is required.
    #[param(value_type = Option<String>, example = "2025-06-15")]
    #[expect(dead_code, reason = "describes the parameter; what it says stands in `moment`")]
    date: (),
    /// Of the `bucket` that this instant lies in.
    #[param(value_type = Option<String>, example = "2025-06-15T09:00:00Z")]
    #[expect(dead_code, reason = "describes the parameter; what it says stands in `moment`")]
    at: (),
    /// How much time the value covers: `minute`, `5min`, `15min`, `hour` or `day`. Where it is left out, it is `day` with
    /// `date` and `hour` with `at`. Weeks and months are made from days: ask for each day.
    #[param(value_type = Option<String>, example = "day")]
    #[expect(dead_code, reason = "describes the parameter; what it says stands in `moment`")]
    bucket: (),
    #[param(ignore)]
    moment: Option<Moment>,
    /// The IANA time zone of days. Where it is left out, the day lies in the zone the user lived in then; in UTC where none
    /// is known.
    #[param(value_type = Option<String>, example = "Europe/Berlin")]
    timezone: Option<Tz>,
    /// How many parts of rows at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 10_000, default = 1000)]
    limit: u64,
    /// How many parts of rows to pass over.
    #[param(value_type = Option<u64>, minimum = 0, maximum = 4_294_967_295_u64, default = 0)]
    offset: u64,
}

impl FromParams for Question {
    const NAMES: &'static [&'static str] = &[
        "metricType",
        "date",
        "at",
        "bucket",
        "timezone",
        "limit",
        "offset",
        "metric",
    ];

    fn from_params(params: &mut Params) -> Self {
        let metric_type = asked_metrics(params);
        params.require("metricType", metric_type.first());
        Self {
            metric_type,
            date: (),
            at: (),
            bucket: (),
            moment: moment(params),
            timezone: params.zone(),
            limit: params.limit(DEFAULT_LIMIT, MAX_LIMIT),
            offset: params.offset().unwrap_or(0),
        }
    }
}

/// Reads which time is meant.
fn moment(params: &mut Params) -> Option<Moment> {
    let known = BUCKETS.map(Bucket::id);
    let find = |id: &str| BUCKETS.into_iter().find(|bucket| bucket.id() == id);
    let bucket = params.word(&["bucket"], "bucket that is explained", &known, find);
    let date = params.parse(&["date"], |text| match text.parse() {
        Ok(When::Date(date)) => Ok(date),
        _ => Err(format!("{text:?} is not a date like 2025-06-15")),
    });
    let at = params.when(&["at"]);
    match (date, at, bucket) {
        (Some(_), Some(_), _) => {
            params.refuse("at", "give either `date`, for a day, or `at`");
            None
        }
        (Some(date), None, None | Some(Bucket::Day)) => Some(Moment::Date(date)),
        (Some(_), None, Some(bucket)) => {
            let message = format!("`{}` needs an instant: give `at` instead of `date`", bucket.id());
            params.refuse("date", message);
            None
        }
        (None, Some(When::Instant(at)), bucket) => Some(Moment::At(at, bucket.unwrap_or(Bucket::Hour))),
        (None, Some(When::Date(_)), _) => {
            params.refuse(
                "at",
                "it must be an instant like 2025-06-15T09:00:00Z; a day is asked for with `date`",
            );
            None
        }
        (None, None, _) => {
            params.require("date", None::<&()>);
            None
        }
    }
}

impl Question {
    /// Says what to ask the service; a question that was read has a moment.
    pub(super) fn ask(&self) -> Option<ExplainQuery> {
        Some(ExplainQuery {
            metrics: exact(&self.metric_type),
            moment: self.moment?,
            zone: self.timezone,
            offset: usize::try_from(self.offset).unwrap_or(usize::MAX),
            limit: usize::try_from(self.limit).unwrap_or(usize::MAX),
        })
    }
}

/// A value, and the rows it is made from.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Explanation {
    /// The civil date on which the time begins.
    date: NaiveDate,
    /// When it begins.
    from: Instant,
    /// When it ends, not included.
    to: Instant,
    /// The time zone of the date.
    #[schema(example = "Europe/Berlin")]
    timezone: &'static str,
    /// Whether it is not over yet.
    is_partial: bool,
    /// Whether it has been over for 24 hours, after which no device is expected to deliver late.
    is_final: bool,
    #[serde(flatten)]
    metric: DailyMetric,
    /// The rows, the best source's first, then in order of time. A row that counts only in part stands here once for each
    /// of its parts. The shares of those that count add up to `value` where values add up.
    rows: Vec<Row>,
    /// Which of the rows these are.
    pagination: Place,
}

/// Where in the rows an answer stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ExplainedRows)]
struct Place {
    /// How many there are in all.
    #[schema(example = 3)]
    total: u64,
    /// How many are answered at most.
    #[schema(example = 1000)]
    limit: u64,
    /// How many were passed over.
    #[schema(example = 0)]
    offset: u64,
    /// Whether there are more behind these.
    has_more: bool,
}

/// A part of a row, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ExplainedRow)]
struct Row {
    /// The id of the sample, as `/health` lists it.
    #[schema(example = "5QF7M3T9K2ZB8N4W6X1C0D5E7G")]
    id: String,
    #[serde(flatten)]
    face: RowFace,
    /// The offset from UTC by the row's own clock, in seconds east.
    #[schema(example = 7200)]
    utc_offset_seconds: i32,
    /// What a category's code means; `null` for numbers.
    data: Option<Category>,
    /// When the part begins.
    from: Instant,
    /// When it ends, not included; the same as `from` for a point in time.
    to: Instant,
    /// Whether the part counts.
    counts: bool,
    /// Why: `counts`; `covered` (by rows of a better source, or better ones of its own), `other_source` (another was
    /// chosen), `total_beside_intervals`, `interval_beside_total`, `daily_value_beside_samples` or `older_delivery`.
    #[schema(example = "covered")]
    verdict: &'static str,
    /// What it adds to the value, or would have added, in `unit`; `null` where values do not add up.
    #[schema(example = 2000)]
    share: Option<Number>,
    /// The seconds its value weighs in the mean, or would have weighed; `null` where values add up.
    weight_seconds: Option<Number>,
    /// The first ten of the rows that count for its time, where it is covered.
    covered_by: Vec<RowFace>,
    /// How many rows count for its time.
    #[schema(example = 1)]
    covered_by_total: usize,
}

/// Which row it is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RowFace {
    /// The slug of the provider.
    #[schema(example = "apple_health")]
    source: String,
    /// The name of the device or app.
    #[schema(example = "Ada’s Watch")]
    source_name: String,
    /// The kind of device.
    #[schema(example = "watch")]
    device_kind: &'static str,
    /// When it was, or began.
    recorded_at: Instant,
    /// When it ended, not included.
    end_at: Instant,
    /// The whole value, as measured; of a category its code.
    value: Number,
}

impl Explanation {
    /// Writes an explanation of what was asked for.
    pub(super) fn new(explained: &Explained, question: &Question) -> Self {
        let Explained { metric, ref value, .. } = *explained;
        let asked = &question.metric_type;
        let (of_value, of_sample) = (Face::of_aggregate(metric, asked), Face::of(metric, asked));
        let face = |row: &RowKey| {
            let source = &explained.sources[row.source];
            RowFace {
                source: source.key.provider.clone(),
                source_name: source.name.clone(),
                device_kind: source.device_kind.id(),
                recorded_at: Instant(row.start),
                end_at: Instant(row.end),
                value: Number(of_sample.value(row.value)),
            }
        };
        let row = |part: &ExplainedPart| {
            let covering = match &part.verdict {
                Verdict::Covered(rows) => rows.as_slice(),
                _ => &[],
            };
            Row {
                id: part.id.to_string(),
                face: face(&part.row),
                utc_offset_seconds: part.utc_offset_s,
                data: category(metric, part.row.value),
                from: Instant(part.from),
                to: Instant(part.until),
                counts: part.verdict == Verdict::Counts,
                verdict: part.verdict.id(),
                share: part.share.map(|share| Number(of_value.value(share))),
                weight_seconds: part.weight_s.map(Number),
                covered_by: covering.iter().take(COVERING).map(face).collect(),
                covered_by_total: covering.len(),
            }
        };
        Self {
            date: explained.date,
            from: Instant(explained.start),
            to: Instant(explained.end),
            timezone: explained.zone.name(),
            is_partial: explained.settled.is_partial,
            is_final: explained.settled.is_final,
            metric: DailyMetric::new(metric, value, asked),
            rows: explained.parts.iter().map(row).collect(),
            pagination: Place {
                total: explained.total,
                limit: question.limit,
                offset: question.offset,
                has_more: question.offset.saturating_add(explained.parts.len() as u64) < explained.total,
            },
        }
    }
}
