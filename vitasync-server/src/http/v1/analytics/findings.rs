//! What goes together, what is unusual, and what is usual.

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::Metric;
use vitasync_core::analytics::anomaly::{Finding, thresholds};
use vitasync_core::analytics::context::unusual;
use vitasync_core::analytics::discovery::Association;

use super::{Listed, date};
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{Read, UserScope};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::service::analytics;
use crate::service::analytics::questions::{Associations, Usual, associations, usual};
use crate::vocabulary::{Asked, Face};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(find_correlations))
        .routes(routes!(find_anomalies))
        .routes(routes!(list_baselines))
}

/// Which days to search.
#[derive(Debug, Default, Deserialize, ToSchema)]
struct FindCorrelations {
    /// How many days up to today: 90 where it is left out.
    #[schema(minimum = 21, maximum = 365, default = 90, example = 90)]
    days: Option<u64>,
}

impl RequestBody for FindCorrelations {
    const FIELDS: &'static [&'static str] = &["days"];
}

/// Which days to judge.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FindAnomalies {
    /// How many days up to today: 1 where it is left out.
    #[schema(minimum = 1, maximum = 30, default = 1, example = 7)]
    lookback_days: Option<u64>,
}

impl RequestBody for FindAnomalies {
    const FIELDS: &'static [&'static str] = &["lookbackDays"];
}

/// Two metrics that go together; an association, not a cause.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Correlation {
    /// One metric.
    #[schema(example = "steps")]
    metric_a: &'static str,
    /// The other.
    #[schema(example = "resting_heart_rate")]
    metric_b: &'static str,
    /// Pearson's coefficient.
    #[schema(example = -0.48)]
    pearson_r: f64,
    /// Spearman's coefficient, by which pairs are found.
    #[schema(example = -0.52)]
    spearman_rho: f64,
    /// The chance of as much where nothing is, by the number of days that are independent.
    #[schema(example = 0.0004)]
    p_value: f64,
    /// The same, corrected for every pair and lag that was tried (Benjamini and Hochberg).
    #[schema(example = 0.02)]
    q_value: f64,
    /// How many pairs of days.
    #[schema(example = 87)]
    sample_size: usize,
    /// As how many independent pairs they count.
    #[schema(example = 61.5)]
    effective_sample_size: f64,
    /// `weak`, `moderate`, `strong` or `very_strong`.
    #[schema(example = "strong")]
    strength: &'static str,
    /// `positive` or `negative`.
    #[schema(example = "negative")]
    direction: &'static str,
    /// It in words.
    description: String,
    /// How many days later the other follows.
    #[schema(example = 1)]
    lag_days: i32,
    /// The first day that was looked at.
    period_start: NaiveDate,
    /// The last.
    period_end: NaiveDate,
}

impl Correlation {
    fn new(it: &Association, of: &Associations) -> Self {
        Self {
            metric_a: of.metrics[it.a].id(),
            metric_b: of.metrics[it.b].id(),
            pearson_r: it.pearson,
            spearman_rho: it.spearman,
            p_value: it.p,
            q_value: it.q,
            sample_size: it.n,
            effective_sample_size: it.n_effective,
            strength: it.strength.id(),
            direction: if it.spearman < 0.0 { "negative" } else { "positive" },
            description: it.sentence.clone(),
            lag_days: it.lag_days,
            period_start: of.from,
            period_end: of.to,
        }
    }
}

/// A day's value that is unusual.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Anomaly {
    /// The documented name of the metric, or the exact id where it has none.
    #[schema(example = "resting_heart_rate")]
    metric_type: &'static str,
    /// The exact id.
    #[schema(example = "resting_heart_rate")]
    metric: &'static str,
    /// `low`, `medium`, `high` or `critical`.
    #[schema(example = "medium")]
    severity: &'static str,
    /// `threshold` for a clinical limit, `zscore` for what is usual for the user.
    #[schema(example = "zscore")]
    detection_method: &'static str,
    /// The method by its exact name.
    #[schema(example = "robust_z")]
    method: &'static str,
    /// The value.
    #[schema(example = 71.0)]
    observed_value: f64,
    /// What is usual; `null` for a clinical limit.
    #[schema(example = 58.0)]
    expected_value: Option<f64>,
    /// How far the value is from what is usual, as a modified z-score; `null` for a clinical limit.
    #[schema(example = 5.2)]
    z_score: Option<f64>,
    /// The unit of the values.
    #[schema(example = "bpm")]
    unit: Option<&'static str>,
    /// `low` or `high`.
    #[schema(example = "high")]
    direction: &'static str,
    /// A heading.
    #[schema(example = "Resting heart rate high")]
    title: String,
    /// What shows it, in the exact unit.
    description: String,
    /// The civil day of the value.
    date: NaiveDate,
}

impl Anomaly {
    fn new(metric: Metric, it: &Finding) -> Self {
        let (face, limit) = (Face::of(metric, &[]), it.method == thresholds::METHOD.id);
        Self {
            metric_type: face.metric_type,
            metric: metric.id(),
            severity: it.severity.id(),
            detection_method: if limit { "threshold" } else { "zscore" },
            method: it.method,
            observed_value: face.value(it.value),
            expected_value: it.expected.map(|value| face.value(value)),
            z_score: it.score,
            unit: face.unit,
            direction: it.direction.id(),
            title: format!("{} {}", metric.spec().display_name, it.direction),
            description: it.evidence.clone(),
            date: it.date,
        }
    }
}

/// What has been usual of a metric.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BaselineRow {
    /// The documented name of the metric, or the exact id where it has none.
    #[schema(example = "resting_heart_rate")]
    metric_type: &'static str,
    /// The exact id.
    #[schema(example = "resting_heart_rate")]
    metric: &'static str,
    /// The last day it rests on: the one before the day that was asked about.
    date: NaiveDate,
    /// The first day it rests on.
    from: NaiveDate,
    /// The unit of the values.
    #[schema(example = "bpm")]
    unit: Option<&'static str>,
    /// The mean of the days.
    #[schema(example = 58.3)]
    mean: f64,
    /// Their robust standard deviation; `null` where all are equal.
    #[schema(example = 1.5)]
    stddev: Option<f64>,
    /// The median.
    #[schema(example = 58.0)]
    median: f64,
    /// The value below which a quarter of the days lies.
    #[schema(example = 57.0)]
    p25: f64,
    /// The value below which three quarters lie.
    #[schema(example = 60.0)]
    p75: f64,
    /// The least value.
    #[schema(example = 54.0)]
    min: f64,
    /// The greatest.
    #[schema(example = 63.0)]
    max: f64,
    /// How many days have a value.
    #[schema(example = 28)]
    sample_size: usize,
}

impl BaselineRow {
    fn new(it: &Usual) -> Self {
        let face = Face::of(it.metric, &[]);
        let zero = face.value(0.0);
        Self {
            metric_type: face.metric_type,
            metric: it.metric.id(),
            date: it.to,
            from: it.from,
            unit: face.unit,
            mean: face.value(it.mean),
            stddev: it.spread.map(|spread| face.value(spread) - zero),
            median: face.value(it.median),
            p25: face.value(it.quartiles.0),
            p75: face.value(it.quartiles.1),
            min: face.value(it.range.0),
            max: face.value(it.range.1),
            sample_size: it.n,
        }
    }
}

/// Which baselines to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct BaselinesQuery {
    /// Only of this metric: a documented name or an exact id.
    #[param(value_type = Option<String>, example = "resting_heart_rate")]
    metric_type: Option<Asked>,
    /// The civil date before which they hold; today in the user's time zone where it is left out.
    #[param(value_type = Option<String>, example = "2025-06-15")]
    date: Option<NaiveDate>,
}

impl FromParams for BaselinesQuery {
    const NAMES: &'static [&'static str] = &["metricType", "date"];

    fn from_params(params: &mut Params) -> Self {
        let metric = params.text(&["metricType"]);
        Self {
            metric_type: metric.and_then(|text| params.known(Asked::by_type(&text))),
            date: date(params),
        }
    }
}

/// Find pairs of metrics that go together
///
/// Of every two metrics with enough days, at lags of up to a week, by Spearman's coefficient, with the number of days that are
/// independent and a correction for all pairs and lags tried. The strongest first. An association is not a cause.
#[utoipa::path(
    post, path = "/users/{userId}/analytics/correlations", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    request_body = Option<FindCorrelations>,
    responses((status = 200, body = Listed<Correlation>, description = "The pairs."))
)]
async fn find_correlations(
    scope: UserScope<Read>,
    State(app): State<App>,
    body: Option<Json<FindCorrelations>>,
) -> Answer<Json<Listed<Correlation>>> {
    let days = body.and_then(|Json(body)| body.days).unwrap_or(90);
    within("days", days, 21, 365)?;
    let found = analytics::ask(&app, &scope.into_user(), None, move |it| associations(&it, days)).await?;
    Ok(Json(match found {
        Ok(found) => Listed::of(
            found
                .discovery
                .strongest()
                .into_iter()
                .map(|it| Correlation::new(it, &found))
                .collect(),
        ),
        Err(reason) => Listed {
            reason: Some(reason.to_string()),
            ..Listed::of(Vec::new())
        },
    }))
}

/// Find what is unusual
///
/// Days beyond clinical limits, and days far from what has been usual for the user in the 60 days before; the most urgent first. A
/// day without a value is never unusual. Limits are labels, not diagnoses.
#[utoipa::path(
    post, path = "/users/{userId}/analytics/anomalies", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    request_body = Option<FindAnomalies>,
    responses((status = 200, body = Listed<Anomaly>, description = "What is unusual."))
)]
async fn find_anomalies(
    scope: UserScope<Read>,
    State(app): State<App>,
    body: Option<Json<FindAnomalies>>,
) -> Answer<Json<Listed<Anomaly>>> {
    let days = body.and_then(|Json(body)| body.lookback_days).unwrap_or(1);
    within("lookbackDays", days, 1, 30)?;
    let found = analytics::ask(&app, &scope.into_user(), None, move |it| unusual(&it, days)).await?;
    Ok(Json(Listed::of(
        found.iter().map(|(metric, it)| Anomaly::new(*metric, it)).collect(),
    )))
}

/// List what has been usual
///
/// Of every metric with values on 14 of the 30 days before the date. A day is never part of what it is compared with.
#[utoipa::path(
    get, path = "/users/{userId}/baselines", tag = "Analytics", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), BaselinesQuery),
    responses((status = 200, body = Listed<BaselineRow>, description = "A row per metric."))
)]
async fn list_baselines(
    scope: UserScope<Read>,
    Query(query): Query<BaselinesQuery>,
    State(app): State<App>,
) -> Answer<Json<Listed<BaselineRow>>> {
    let rows = analytics::ask(&app, &scope.into_user(), query.date, |it| usual(&it)).await?;
    let wanted = |it: &&Usual| {
        query
            .metric_type
            .is_none_or(|asked| asked.metrics().contains(&it.metric))
    };
    Ok(Json(Listed::of(
        rows.iter().filter(wanted).map(BaselineRow::new).collect(),
    )))
}

fn within(field: &str, value: u64, least: u64, most: u64) -> Result<(), Error> {
    match (least..=most).contains(&value) {
        true => Ok(()),
        false => Err(Error::invalid(
            field,
            format!("it must be a whole number from {least} to {most}"),
        )),
    }
}
