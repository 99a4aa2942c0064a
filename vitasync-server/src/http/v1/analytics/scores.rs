//! Composite scores of days.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::analytics::scores::{Scores, scores};

use super::{Listed, OnDate};
use crate::App;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{Read, UserScope, Write};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::service::analytics;
use crate::service::analytics::questions::scores_of;

/// The most days that are scored at once.
const MOST_DAYS: u64 = 365;
const USUAL_DAYS: u64 = 30;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(list_health_scores))
        .routes(routes!(latest_health_score))
        .routes(routes!(compute_health_score))
}

/// The scores of a day, each from 0 to 100 or `null` where too little is known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct HealthScore {
    /// The civil date.
    date: NaiveDate,
    /// All of them.
    #[schema(example = 72.4)]
    overall: Option<f64>,
    /// Last night and the rhythm of two weeks.
    #[schema(example = 81.0)]
    sleep: Option<f64>,
    /// The movement of a week.
    #[schema(example = 77.5)]
    activity: Option<f64>,
    /// Fitness, and how the heart compares with what is usual.
    #[schema(example = 61.2)]
    cardio: Option<f64>,
    /// How the user stood that morning; 50 is as usual.
    #[schema(example = 58.9)]
    recovery: Option<f64>,
    /// The share of the overall score's weight that is known, from 0 to 1.
    #[schema(example = 0.85)]
    confidence: f64,
    /// By score: its components with value, unit (UCUM), points, weight and method, what is missing with the reason, and the version of
    /// the method.
    #[schema(value_type = Object)]
    breakdown: Scores,
}

impl HealthScore {
    fn new(date: NaiveDate, scores: Scores) -> Self {
        Self {
            date,
            overall: scores.overall.value,
            sleep: scores.sleep.value,
            activity: scores.activity.value,
            cardio: scores.cardio.value,
            recovery: scores.recovery.value,
            confidence: scores.overall.confidence,
            breakdown: scores,
        }
    }
}

/// The scores of one day.
#[derive(Debug, Serialize, ToSchema)]
struct HealthScoreAnswer {
    /// The scores.
    data: HealthScore,
}

/// Which day to score.
#[derive(Debug, Default, Deserialize, ToSchema)]
struct ComputeScore {
    /// The civil date; today in the user's time zone where it is left out.
    #[schema(example = "2025-06-15")]
    date: Option<NaiveDate>,
}

impl RequestBody for ComputeScore {
    const FIELDS: &'static [&'static str] = &["date"];
}

/// Which days to score.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct ScoresQuery {
    /// The first civil date; as many days as `limit` says before `to` where it is left out.
    #[param(value_type = Option<String>, example = "2025-06-01")]
    from: Option<NaiveDate>,
    /// The last, included; today in the user's time zone where it is left out.
    #[param(value_type = Option<String>, example = "2025-06-30")]
    to: Option<NaiveDate>,
    /// How many days at most, the latest.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 365, default = 30)]
    limit: u64,
}

impl FromParams for ScoresQuery {
    const NAMES: &'static [&'static str] = &["from", "to", "limit"];

    fn from_params(params: &mut Params) -> Self {
        let mut day = |name| {
            params.parse(&[name], |text| {
                text.parse()
                    .map_err(|_| format!("{text:?} is not a date like 2025-06-15"))
            })
        };
        let (from, to): (Option<NaiveDate>, Option<NaiveDate>) = (day("from"), day("to"));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            params.refuse("to", "it must not lie before `from`");
        }
        Self {
            from,
            to,
            limit: params.limit(USUAL_DAYS, MOST_DAYS),
        }
    }
}

/// List composite scores, latest first
///
/// Overall, sleep, activity, cardio and recovery of each day of which anything is known, computed from the data as it is now. No
/// composite of this kind is validated: a score names its components and weights, and is `null` below half the weight.
#[utoipa::path(
    get, path = "/users/{userId}/health-scores", tag = "Analytics", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), ScoresQuery),
    responses((status = 200, body = Listed<HealthScore>, description = "A row per day."))
)]
async fn list_health_scores(
    scope: UserScope<Read>,
    Query(query): Query<ScoresQuery>,
    State(app): State<App>,
) -> Answer<Json<Listed<HealthScore>>> {
    let user = scope.into_user();
    let mut days = analytics::ask(&app, &user, query.to, move |it| {
        let first = it.date.checked_sub_days(Days::new(query.limit - 1)).unwrap_or(it.date);
        let from = query.from.map_or(first, |from| from.max(first));
        scores_of(it, from)
    })
    .await?;
    days.reverse();
    Ok(Json(Listed::of(
        days.into_iter()
            .map(|(date, scores)| HealthScore::new(date, scores))
            .collect(),
    )))
}

/// Get the scores of a day
///
/// Also where nothing is known: then every score is `null` with the reason.
#[utoipa::path(
    get, path = "/users/{userId}/health-scores/latest", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), OnDate),
    responses((status = 200, body = HealthScoreAnswer, description = "The scores."))
)]
async fn latest_health_score(
    scope: UserScope<Read>,
    Query(query): Query<OnDate>,
    State(app): State<App>,
) -> Answer<Json<HealthScoreAnswer>> {
    let (date, scores) = analytics::ask(&app, &scope.into_user(), query.date, |it| (it.date, scores(&it))).await?;
    Ok(Json(HealthScoreAnswer {
        data: HealthScore::new(date, scores),
    }))
}

/// Compute the scores of a day
///
/// The same as reading them: scores are computed from the data as it is whenever they are asked for, and none is kept.
#[utoipa::path(
    post, path = "/users/{userId}/health-scores/compute", tag = "Analytics",
    extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user.")), request_body = Option<ComputeScore>,
    responses((status = 201, body = HealthScoreAnswer, description = "The scores."))
)]
async fn compute_health_score(
    scope: UserScope<Write>,
    State(app): State<App>,
    body: Option<Json<ComputeScore>>,
) -> Answer<(StatusCode, Json<HealthScoreAnswer>)> {
    let date = body.and_then(|Json(body)| body.date);
    let (date, scores) = analytics::ask(&app, &scope.into_user(), date, |it| (it.date, scores(&it))).await?;
    let data = HealthScore::new(date, scores);
    Ok((StatusCode::CREATED, Json(HealthScoreAnswer { data })))
}
