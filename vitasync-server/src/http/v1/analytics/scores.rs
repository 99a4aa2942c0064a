//! Composite scores of days.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::analytics::scores::Kind;

use super::{Listed, OnDate};
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{Read, UserScope, Write};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::http::wire::Instant;
use crate::service::analytics;
use crate::service::analytics::kept::{self, Day};
use crate::service::users::User;

/// The most days that are scored at once.
const MOST_DAYS: u64 = 365;
const USUAL_DAYS: u64 = 30;
/// How many days a week's average is of, and how many of them must be known.
const WEEK: u64 = 7;
const NEEDED_OF_WEEK: usize = 4;

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
    /// The overall score as a school would grade it: `A+` from 95, `A` from 90, `B+` from 85, `B` from 80, `C+` from 75, `C` from 70, `D` from
    /// 60, `F` below; `null` without one.
    #[schema(example = "C")]
    grade: Option<&'static str>,
    /// By how much the overall score is above that of the day before; `null` where either is not known.
    #[schema(example = -1.8)]
    delta_from_previous: Option<f64>,
    /// The mean overall score of the 7 days up to this one; `null` where fewer than 4 are known.
    #[schema(example = 70.9)]
    weekly_average: Option<f64>,
    /// By score: its components with value, unit (UCUM), points, weight and method, what is missing with the reason, and the version of
    /// the method.
    #[schema(value_type = Object)]
    breakdown: Value,
    /// By which methods, in which versions.
    #[schema(example = "health_score/1 readiness/1")]
    method: String,
    /// When it was computed. What is answered holds for the data as it is now, whenever that was.
    computed_at: Instant,
}

/// From which score on there is which grade.
const GRADES: [(f64, &str); 8] = [
    (95.0, "A+"),
    (90.0, "A"),
    (85.0, "B+"),
    (80.0, "B"),
    (75.0, "C+"),
    (70.0, "C"),
    (60.0, "D"),
    (0.0, "F"),
];

fn grade(score: f64) -> Option<&'static str> {
    GRADES.iter().find(|(from, _)| score >= *from).map(|(_, grade)| *grade)
}

impl HealthScore {
    /// Makes the answer of a day, with the overall scores of the days around it.
    fn new(day: &Day, overall: &BTreeMap<NaiveDate, f64>) -> Self {
        let score = |kind| day.score(kind);
        let before = overall.get(&(day.date - Days::new(1)));
        let week: Vec<f64> = overall
            .range(day.date - Days::new(WEEK - 1)..=day.date)
            .map(|(_, score)| *score)
            .collect();
        Self {
            date: day.date,
            overall: score(Kind::Overall),
            sleep: score(Kind::Sleep),
            activity: score(Kind::Activity),
            cardio: score(Kind::Cardio),
            recovery: score(Kind::Recovery),
            confidence: day.scores[Kind::Overall.id()]["confidence"].as_f64().unwrap_or(0.0),
            grade: score(Kind::Overall).and_then(grade),
            delta_from_previous: score(Kind::Overall).zip(before).map(|(score, before)| score - before),
            weekly_average: (week.len() >= NEEDED_OF_WEEK).then(|| week.iter().sum::<f64>() / week.len() as f64),
            breakdown: day.scores.clone(),
            method: day.method.clone(),
            computed_at: Instant(day.computed_at),
        }
    }
}

/// Reads the overall scores of a span of days and of the week before it.
fn overall(days: &[Day]) -> BTreeMap<NaiveDate, f64> {
    let scores = days
        .iter()
        .filter_map(|day| Some((day.date, day.score(Kind::Overall)?)));
    scores.collect()
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
/// Overall, sleep, activity, cardio and recovery of each day of which anything is known. They are computed when data comes and kept; a day
/// whose data has changed since is computed anew here. No composite of this kind is validated: a score names its components and
/// weights, and is `null` below half the weight.
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
    let last = analytics::past(&app, &user, query.to).await?;
    let first = last - Days::new(query.limit - 1);
    let first = query.from.map_or(first, |from| from.max(first));
    let days = kept::days(&app, &user, first - Days::new(WEEK), last).await?;
    let overall = overall(&days);
    let rows = days.iter().rev().filter(|day| day.date >= first);
    Ok(Json(Listed::of(
        rows.map(|day| HealthScore::new(day, &overall)).collect(),
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
    let user = scope.into_user();
    let day = kept::day(&app, &user, query.date).await?;
    Ok(Json(answer(&app, &user, &day).await?))
}

/// Compute the scores of a day, and keep them
///
/// They are computed by themselves when data comes; this does not wait for it. Where nothing is known of the day, every score is `null`
/// with the reason, and nothing is kept.
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
    let user = scope.into_user();
    let day = analytics::assess_day(&app, &user, body.and_then(|Json(body)| body.date)).await?;
    Ok((StatusCode::CREATED, Json(answer(&app, &user, &day).await?)))
}

/// Puts a day beside those of the week before it.
async fn answer(app: &App, user: &User, day: &Day) -> Result<HealthScoreAnswer, Error> {
    let before = kept::days(app, user, day.date - Days::new(WEEK), day.date - Days::new(1)).await?;
    let mut overall = overall(&before);
    overall.extend(day.score(Kind::Overall).map(|score| (day.date, score)));
    Ok(HealthScoreAnswer {
        data: HealthScore::new(day, &overall),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_begins_where_it_is_said_to() {
        let grades: Vec<_> = [100.0, 95.0, 94.9, 70.0, 60.0, 59.9, 0.0]
            .map(grade)
            .into_iter()
            .flatten()
            .collect();
        assert_eq!(grades, ["A+", "A+", "A", "C", "D", "F", "F"]);
    }
}
