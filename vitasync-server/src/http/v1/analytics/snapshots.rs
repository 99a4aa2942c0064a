//! Sums of weeks and months.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Listed;
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{PathOf, Read, UserScope, Write};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::http::wire::Instant;
use crate::service::analytics::snapshots::{self, Period, Sums, sum_up};
use crate::service::parse_id;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(list_snapshots, create_snapshot))
        .routes(routes!(generate_snapshot))
        .routes(routes!(get_snapshot))
}

/// A week or a month of a user. What is not known is `null`, never 0; means are of the days that have a value.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Snapshot {
    /// The id.
    #[schema(example = "01JXQZ6R00T9K2ZB8N4W6X1C0D")]
    id: String,
    /// `weekly` (from Monday to Sunday) or `monthly`.
    #[schema(example = "weekly")]
    period_type: &'static str,
    /// The first day.
    period_start: NaiveDate,
    /// The last.
    period_end: NaiveDate,
    /// What the days come to.
    #[serde(flatten)]
    sums: SnapshotSums,
    /// By how much that is more than in the week or month before, in per cent of it; `null` where either is not known.
    period_comparison: SnapshotChange,
    /// By which methods, in which versions.
    #[schema(example = "health_score/1")]
    method: String,
    /// When it was computed.
    computed_at: Instant,
}

macro_rules! figures {
    ($($(#[doc = $doc:literal])+ $name:ident: $example:literal = $of:expr;)*) => {
        /// What days come to.
        #[derive(Debug, Serialize, ToSchema)]
        #[serde(rename_all = "camelCase")]
        struct SnapshotSums {
            /// How many days have a value of any metric.
            #[schema(example = 7)]
            known_days: usize,
            $($(#[doc = $doc])+ #[schema(example = $example)] $name: Option<f64>,)*
        }

        /// A change of each figure, in per cent.
        #[derive(Debug, Serialize, ToSchema)]
        #[serde(rename_all = "camelCase")]
        struct SnapshotChange {
            $($(#[doc = $doc])+ #[schema(example = 4.2)] $name: Option<f64>,)*
        }

        impl From<&Sums> for SnapshotSums {
            fn from(it: &Sums) -> Self {
                Self {
                    known_days: it.days,
                    $($name: ($of)(it),)*
                }
            }
        }

        impl SnapshotChange {
            fn between(before: &Sums, after: &Sums) -> Self {
                Self {
                    $($name: change(($of)(before), ($of)(after)),)*
                }
            }
        }
    };
}

figures! {
    /// The mean overall score.
    overall_score: 71.3 = |it: &Sums| it.overall_score;
    /// Steps a day.
    avg_steps: 8421.0 = |it: &Sums| it.steps;
    /// Minutes of sleep a day, naps included.
    avg_sleep_minutes: 427.0 = |it: &Sums| it.sleep_minutes;
    /// The resting heart rate, per minute.
    avg_resting_hr: 57.4 = |it: &Sums| it.resting_heart_rate;
    /// The heart rate variability (RMSSD, otherwise SDNN), in milliseconds.
    avg_hrv: 48.2 = |it: &Sums| it.heart_rate_variability;
    /// Active energy a day, in kilocalories.
    avg_calories: 512.0 = |it: &Sums| it.active_energy;
    /// Active minutes a day.
    avg_active_minutes: 41.0 = |it: &Sums| it.active_minutes;
    /// The weight in kilograms.
    avg_weight: 70.2 = |it: &Sums| it.weight;
    /// The stress level of the vendor that tells one.
    avg_stress: 31.0 = |it: &Sums| it.stress;
    /// The recovery score.
    avg_recovery: 52.0 = |it: &Sums| it.recovery;
    /// How many workouts there are.
    workout_count: 4.0 = |it: &Sums| it.workouts.map(|count| count as f64);
    /// The distance on foot in metres, all days together.
    total_distance_meters: 41_250.0 = |it: &Sums| it.distance;
}

/// Tells how much more a figure is, in per cent of what it was.
fn change(before: Option<f64>, after: Option<f64>) -> Option<f64> {
    let (before, after) = (before.filter(|it| *it > 0.0)?, after?);
    Some(100.0 * (after / before - 1.0))
}

impl From<&snapshots::Snapshot> for Snapshot {
    fn from(it: &snapshots::Snapshot) -> Self {
        Self {
            id: it.id.to_string(),
            period_type: it.period.id(),
            period_start: it.first,
            period_end: it.last,
            sums: (&it.sums).into(),
            period_comparison: SnapshotChange::between(&it.before, &it.sums),
            method: it.method.clone(),
            computed_at: Instant(it.computed_at),
        }
    }
}

/// One snapshot.
#[derive(Debug, Serialize, ToSchema)]
struct SnapshotAnswer {
    /// The snapshot.
    data: Snapshot,
}

/// What to sum up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateSnapshot {
    /// `weekly` or `monthly`.
    #[schema(example = "weekly")]
    period_type: String,
    /// A day of the week or month; today in the user's time zone where it is left out.
    #[schema(example = "2025-06-09")]
    period_start: Option<NaiveDate>,
}

impl RequestBody for CreateSnapshot {
    const FIELDS: &'static [&'static str] = &["periodType", "periodStart"];
}

/// Which snapshots to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct SnapshotsQuery {
    /// Only `weekly` or `monthly` ones.
    #[param(value_type = Option<String>, example = "weekly")]
    period_type: Option<Period>,
    /// How many at most, the latest.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 200, default = 20)]
    limit: u64,
}

impl FromParams for SnapshotsQuery {
    const NAMES: &'static [&'static str] = &["periodType", "limit"];

    fn from_params(params: &mut Params) -> Self {
        Self {
            period_type: params.word(&["periodType"], "period", &Period::ALL.map(Period::id), named),
            limit: params.limit(20, 200),
        }
    }
}

fn named(word: &str) -> Option<Period> {
    Period::ALL.into_iter().find(|it| it.id() == word)
}

fn period(path: &str, word: &str) -> Result<Period, Error> {
    named(word).ok_or_else(|| Error::unknown_word(path.to_owned(), "period", word, Period::ALL.map(Period::id)))
}

/// List the weeks and months that were summed up, the latest first
#[utoipa::path(
    get, path = "/users/{userId}/snapshots", tag = "Analytics", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), SnapshotsQuery),
    responses((status = 200, body = Listed<Snapshot>, description = "A row per week or month."))
)]
async fn list_snapshots(
    scope: UserScope<Read>,
    Query(query): Query<SnapshotsQuery>,
    State(app): State<App>,
) -> Answer<Json<Listed<Snapshot>>> {
    let found = snapshots::list(&app, &scope.into_user(), query.period_type, query.limit).await?;
    Ok(Json(Listed::of(found.iter().map(Snapshot::from).collect())))
}

/// Sum up a week or a month
///
/// From the data as it is now. Where it was summed up before, that snapshot becomes this one and keeps its id.
#[utoipa::path(
    post, path = "/users/{userId}/snapshots", tag = "Analytics", extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user.")), request_body = CreateSnapshot,
    responses((status = 201, body = SnapshotAnswer, description = "The snapshot."))
)]
async fn create_snapshot(
    scope: UserScope<Write>,
    State(app): State<App>,
    Json(body): Json<CreateSnapshot>,
) -> Answer<(StatusCode, Json<SnapshotAnswer>)> {
    let period = period("periodType", &body.period_type)?;
    let made = sum_up(&app, &scope.into_user(), period, body.period_start).await?;
    Ok((StatusCode::CREATED, Json(SnapshotAnswer { data: (&made).into() })))
}

/// Sum up this week or month
///
/// The same as `POST …/snapshots` with the period alone.
#[utoipa::path(
    post, path = "/users/{userId}/snapshots/generate/{periodType}", tag = "Analytics",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("periodType" = String, Path, description = "`weekly` or `monthly`.", example = "weekly"),
    ),
    responses((status = 201, body = SnapshotAnswer, description = "The snapshot."))
)]
async fn generate_snapshot(
    scope: UserScope<Write>,
    path: PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<(StatusCode, Json<SnapshotAnswer>)> {
    let PathOf((_, word)) = path;
    let made = sum_up(&app, &scope.into_user(), period("periodType", &word)?, None).await?;
    Ok((StatusCode::CREATED, Json(SnapshotAnswer { data: (&made).into() })))
}

/// Get a snapshot
#[utoipa::path(
    get, path = "/users/{userId}/snapshots/{snapshotId}", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("snapshotId" = String, Path, description = "The id of the snapshot."),
    ),
    responses((status = 200, body = SnapshotAnswer, description = "The snapshot."))
)]
async fn get_snapshot(
    scope: UserScope<Read>,
    path: PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<Json<SnapshotAnswer>> {
    let PathOf((_, id)) = path;
    let id = parse_id(&id).ok_or(Error::not_found("Snapshot"))?;
    let found = snapshots::find(&app, &scope.into_user(), id).await?;
    Ok(Json(SnapshotAnswer { data: (&found).into() }))
}
