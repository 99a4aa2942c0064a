//! What goes together, and what is usual.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::Metric;
use vitasync_core::analytics::discovery::Association;

use super::{Listed, Told, date, within};
use crate::App;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{PathOf, Read, UserScope, Write};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::service::analytics;
use crate::service::analytics::questions::{Associations, Usual, associations, usual};
use crate::service::users::User;
use crate::vocabulary::{Asked, Face};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(find_correlations))
        .routes(routes!(list_correlations))
        .routes(routes!(compute_correlations))
        .routes(routes!(list_baselines))
        .routes(routes!(compute_baselines))
        .routes(routes!(get_baseline))
}

/// How many days are searched where nothing is said.
const USUAL_DAYS: u64 = 90;
/// From which coefficient on pairs have which strength.
const STRENGTHS: [(&str, f64); 4] = [("weak", 0.0), ("moderate", 0.3), ("strong", 0.5), ("very_strong", 0.7)];

/// Which pairs to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct CorrelationsQuery {
    /// Only pairs of at least this strength: `weak`, `moderate`, `strong`, `very_strong`, or a coefficient from 0 to 1.
    #[param(value_type = Option<String>, example = "moderate")]
    min_strength: f64,
    /// How many days up to today are searched.
    #[param(value_type = Option<u64>, minimum = 21, maximum = 365, default = 90)]
    days: u64,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 100, default = 20)]
    limit: u64,
}

impl FromParams for CorrelationsQuery {
    const NAMES: &'static [&'static str] = &["minStrength", "days", "limit"];

    fn from_params(params: &mut Params) -> Self {
        let strength = params.parse(&["minStrength"], |text| {
            let word = STRENGTHS
                .iter()
                .find(|(word, _)| *word == text)
                .map(|(_, least)| *least);
            let number = text.parse().ok().filter(|least| (0.0..=1.0).contains(least));
            word.or(number)
                .ok_or_else(|| "it must be weak, moderate, strong, very_strong or a number from 0 to 1".to_owned())
        });
        let days = params.parse(&["days"], |text| match text.parse() {
            Ok(days) if (21..=365).contains(&days) => Ok(days),
            _ => Err("it must be a whole number from 21 to 365".to_owned()),
        });
        Self {
            min_strength: strength.unwrap_or(0.0),
            days: days.unwrap_or(USUAL_DAYS),
            limit: params.limit(20, 100),
        }
    }
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
    let days = body.and_then(|Json(body)| body.days).unwrap_or(USUAL_DAYS);
    Ok(Json(search(&app, &scope.into_user(), days).await?))
}

/// List pairs of metrics that go together, the strongest first
///
/// As `POST …/analytics/correlations` finds them in the data as it is now.
#[utoipa::path(
    get, path = "/users/{userId}/correlations", tag = "Analytics", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), CorrelationsQuery),
    responses((status = 200, body = Listed<Correlation>, description = "The pairs."))
)]
async fn list_correlations(
    scope: UserScope<Read>,
    Query(query): Query<CorrelationsQuery>,
    State(app): State<App>,
) -> Answer<Json<Listed<Correlation>>> {
    let mut found = search(&app, &scope.into_user(), query.days).await?;
    found.data.retain(|it| it.spearman_rho.abs() >= query.min_strength);
    found.data.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
    found.count = found.data.len();
    Ok(Json(found))
}

/// Find pairs of metrics that go together, by another path
///
/// The same as `POST …/analytics/correlations`.
#[utoipa::path(
    post, path = "/users/{userId}/correlations/compute", tag = "Analytics",
    extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    request_body = Option<FindCorrelations>,
    responses((status = 201, body = Listed<Correlation>, description = "The pairs."))
)]
async fn compute_correlations(
    scope: UserScope<Write>,
    State(app): State<App>,
    body: Option<Json<FindCorrelations>>,
) -> Answer<(StatusCode, Json<Listed<Correlation>>)> {
    let days = body.and_then(|Json(body)| body.days).unwrap_or(USUAL_DAYS);
    Ok((StatusCode::CREATED, Json(search(&app, &scope.into_user(), days).await?)))
}

async fn search(app: &App, user: &User, days: u64) -> Result<Listed<Correlation>, crate::Error> {
    within("days", days, 21, 365)?;
    let found = analytics::ask(app, user, None, move |it| associations(&it, days)).await?;
    Ok(match found {
        Ok(found) => {
            let rows = found.discovery.strongest().into_iter();
            Listed::of(rows.map(|it| Correlation::new(it, &found)).collect())
        }
        Err(reason) => Listed {
            reason: Some(reason.to_string()),
            ..Listed::of(Vec::new())
        },
    })
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

/// List what has been usual, by another path
///
/// The same as `GET …/baselines`, of today.
#[utoipa::path(
    post, path = "/users/{userId}/baselines/compute", tag = "Analytics",
    extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 201, body = Listed<BaselineRow>, description = "A row per metric."))
)]
async fn compute_baselines(
    scope: UserScope<Write>,
    State(app): State<App>,
) -> Answer<(StatusCode, Json<Listed<BaselineRow>>)> {
    let rows = analytics::ask(&app, &scope.into_user(), None, |it| usual(&it)).await?;
    let rows = Listed::of(rows.iter().map(BaselineRow::new).collect());
    Ok((StatusCode::CREATED, Json(rows)))
}

/// Get what has been usual of a metric
///
/// Of the usual one, where a documented name stands for several exact metrics. `data` is `null` where there are too few values.
#[utoipa::path(
    get, path = "/users/{userId}/baselines/{metricType}", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("metricType" = String, Path, description = "A documented name, or an exact id.", example = "steps"),
        super::OnDate,
    ),
    responses((status = 200, body = Told<BaselineRow>, description = "What has been usual, or what is missing."))
)]
async fn get_baseline(
    scope: UserScope<Read>,
    path: PathOf<(String, String)>,
    Query(query): Query<super::OnDate>,
    State(app): State<App>,
) -> Answer<Json<Told<BaselineRow>>> {
    let PathOf((_, word)) = path;
    let metrics = Asked::by_type(&word)?.metrics();
    let found = analytics::ask(&app, &scope.into_user(), query.date, move |it| {
        let rows = usual(&it);
        let of = |metric: &Metric| rows.iter().find(|row| row.metric == *metric).cloned();
        metrics.iter().find_map(of)
    })
    .await?;
    Ok(Json(match found {
        Some(row) => Told {
            data: Some(BaselineRow::new(&row)),
            reason: None,
        },
        None => Told {
            data: None,
            reason: Some("fewer than 14 of the 30 days before have a value".to_owned()),
        },
    }))
}
