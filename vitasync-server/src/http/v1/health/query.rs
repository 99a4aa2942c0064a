//! What questions about health data can say.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use utoipa::IntoParams;
use vitasync_core::Metric;
use vitasync_core::aggregate::Bucket;
use vitasync_core::id::ContentId;

use crate::http::params::{FromParams, Params};
use crate::service::window::{When, Window};
use crate::vocabulary::Asked;

const DEFAULT_LIMIT: u64 = 100;
const MAX_LIMIT: u64 = 10_000;

/// Which data a question is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct Filter {
    /// Only these metrics: documented names, which mean all their exact metrics, or exact ids; repeated or separated
    /// by commas. Also read as `metricTypes`.
    #[param(value_type = Option<String>, example = "heart_rate_variability")]
    pub(super) metric_type: Vec<Asked>,
    /// Like `metricType`, but where a word is both an exact id and a documented name, the exact metric is meant.
    #[param(value_type = Option<String>, example = "distance")]
    #[expect(dead_code, reason = "describes the parameter; its words stand in `metric_type`")]
    metric: (),
    /// Only this source: a provider's slug, or the id, number or name of a device or app. Also read as `providerId` and
    /// `provider`.
    #[param(example = "apple_health")]
    pub(super) source: Option<String>,
    /// From when: an instant with any offset, or a date for a whole day in the time zone of the answer.
    #[param(value_type = Option<String>, example = "2025-06-01")]
    pub(super) from: Option<When>,
    /// Until when: an instant, not included, or a date, included.
    #[param(value_type = Option<String>, example = "2025-06-07")]
    pub(super) to: Option<When>,
    /// The IANA time zone of days. Where it is left out, each day lies in the zone the user lived in then; in UTC where
    /// none is known.
    #[param(value_type = Option<String>, example = "Europe/Berlin")]
    pub(super) timezone: Option<Tz>,
}

impl Filter {
    fn read(params: &mut Params) -> Self {
        let metric_type = asked_metrics(params);
        let Window { from, to } = params.window();
        Self {
            metric_type,
            metric: (),
            source: params.text(&["source", "providerId", "provider"]),
            from,
            to,
            timezone: params.zone(),
        }
    }

    /// Lists the exact metrics that are asked for; none means all.
    pub(super) fn metrics(&self) -> Vec<Metric> {
        exact(&self.metric_type)
    }

    pub(super) fn window(&self) -> Window {
        let (from, to) = (self.from, self.to);
        Window { from, to }
    }
}

/// Lists the exact metrics that are meant, each once.
pub(super) fn exact(asked: &[Asked]) -> Vec<Metric> {
    let mut metrics: Vec<Metric> = Vec::new();
    for metric in asked.iter().flat_map(|asked| asked.metrics()) {
        if !metrics.contains(&metric) {
            metrics.push(metric);
        }
    }
    metrics
}

/// Takes which metrics are asked for, under every spelling.
pub(super) fn asked_metrics(params: &mut Params) -> Vec<Asked> {
    let by_type = params.words(&["metricType", "metricTypes", "metrics"]);
    let by_type = by_type.iter().map(|word| Asked::by_type(word));
    let by_metric = params.words(&["metric"]);
    let by_metric = by_metric.iter().map(|word| Asked::by_metric(word));
    let asked = by_type.chain(by_metric);
    asked.filter_map(|asked| params.known(asked)).collect()
}

macro_rules! filtered_and {
    ($($name:literal),*) => {
        &[
            "metricType", "metric", "source", "from", "to", "timezone", "metricTypes", "metrics", "providerId", "provider",
            "start", "end", "startDate", "endDate", $($name),*
        ]
    };
}

/// Which part of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct Part {
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 10_000, default = 100)]
    pub(super) limit: u64,
    /// How many to pass over. Slow far into a list; prefer `cursor`.
    #[param(minimum = 0, maximum = 4_294_967_295_u64, default = 0)]
    pub(super) offset: Option<u64>,
    /// The `nextCursor` of the page before.
    #[param(value_type = Option<String>)]
    pub(super) cursor: Option<(DateTime<Utc>, ContentId)>,
}

#[derive(Debug)]
pub(super) struct ListQuery {
    pub(super) filter: Filter,
    pub(super) part: Part,
}

impl FromParams for ListQuery {
    const NAMES: &'static [&'static str] = filtered_and!["limit", "offset", "cursor"];

    fn from_params(params: &mut Params) -> Self {
        Self {
            filter: Filter::read(params),
            part: Part {
                limit: params.limit(DEFAULT_LIMIT, MAX_LIMIT),
                offset: params.offset(),
                cursor: params.cursor(),
            },
        }
    }
}

/// How a series is cut.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Cut {
    /// How much time one value covers: `minute`, `5min`, `15min`, `hour`, `day`, `week` or `month`.
    #[param(value_type = Option<String>, default = "day", example = "day")]
    pub(super) bucket: Bucket,
    /// Answer every source side by side instead of one truth.
    #[param(value_type = Option<bool>, default = false)]
    pub(super) raw: bool,
}

#[derive(Debug)]
pub(super) struct SeriesQuery {
    pub(super) filter: Filter,
    pub(super) cut: Cut,
}

impl FromParams for SeriesQuery {
    const NAMES: &'static [&'static str] = filtered_and!["bucket", "raw"];

    fn from_params(params: &mut Params) -> Self {
        let filter = Filter::read(params);
        if filter.metric_type.is_empty() {
            params.require("metricType", None::<&()>);
        }
        params.require("from", filter.from.as_ref());
        params.require("to", filter.to.as_ref());
        let known = Bucket::ALL.map(Bucket::id);
        let bucket = params.word(&["bucket"], "bucket", &known, Bucket::from_id);
        let cut = Cut {
            bucket: bucket.unwrap_or(Bucket::Day),
            raw: params.flag(&["raw"]),
        };
        Self { filter, cut }
    }
}

/// How days are answered.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Side {
    /// Answer every source side by side instead of one truth: a row per day and source.
    #[param(value_type = Option<bool>, default = false)]
    pub(super) raw: bool,
}

#[derive(Debug)]
pub(super) struct DaysQuery {
    pub(super) filter: Filter,
    pub(super) side: Side,
}

impl FromParams for DaysQuery {
    const NAMES: &'static [&'static str] = filtered_and!["raw"];

    fn from_params(params: &mut Params) -> Self {
        let filter = Filter::read(params);
        params.require("from", filter.from.as_ref());
        params.require("to", filter.to.as_ref());
        let side = Side {
            raw: params.flag(&["raw"]),
        };
        Self { filter, side }
    }
}

/// How a summary is answered.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SummaryQuery {
    /// Answer a row per exact metric, with its first and last time, instead of counts alone.
    #[param(value_type = Option<bool>, default = false)]
    pub(super) detailed: bool,
}

impl FromParams for SummaryQuery {
    const NAMES: &'static [&'static str] = &["detailed"];

    fn from_params(params: &mut Params) -> Self {
        Self {
            detailed: params.flag(&["detailed"]),
        }
    }
}
