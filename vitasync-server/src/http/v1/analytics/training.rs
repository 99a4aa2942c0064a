//! How a person stands, and what training has added up to.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::analytics::training::load::Load;

use super::{OnDate, Told};
use crate::App;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{Read, UserScope};
use crate::http::params::Query;
use crate::http::problem::Answer;
use crate::service::analytics;
use crate::service::analytics::kept::{self, Day};
use crate::service::analytics::questions::{Training, training};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(get_readiness))
        .routes(routes!(get_training_load))
}

/// How a user stands on a day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Readiness {
    /// The civil date.
    date: NaiveDate,
    /// From 0 to 100; 50 is a day as usual.
    #[schema(example = 58.9)]
    score: f64,
    /// The share of the weight that is known, from 0 to 1.
    #[schema(example = 0.85)]
    confidence: f64,
    /// `train_hard` from 70, `train_light` from 30, `active_recovery` from 10, `rest` below. A convention, not a study's.
    #[schema(example = "train_light")]
    recommendation: &'static str,
    /// It in words.
    recommendation_text: &'static str,
    /// What it is made from, by signal: value, what is usual, z (above 0 is better) and weight.
    #[schema(value_type = Vec<Object>)]
    signals: Value,
    /// What it is not made from, and why.
    #[schema(value_type = Vec<Object>)]
    missing: Value,
    /// By which methods, in which versions.
    #[schema(example = "health_score/1 readiness/1")]
    method: String,
}

/// From which score on what is recommended. 50 is a day as usual; the borders lie half a usual deviation above it, and half and
/// one and a quarter below.
const RECOMMENDATIONS: [(f64, &str, &str); 4] = [
    (
        70.0,
        "train_hard",
        "Better than usual for you: a hard session fits today.",
    ),
    (
        30.0,
        "train_light",
        "About as usual for you: train as planned, not harder.",
    ),
    (
        10.0,
        "active_recovery",
        "Below what is usual for you: keep to easy movement.",
    ),
    (
        0.0,
        "rest",
        "Far below what is usual for you: rest, and look at what is behind it.",
    ),
];

impl Readiness {
    fn of(day: Day) -> Told<Self> {
        let answer = match day.readiness {
            Ok(answer) => answer,
            Err(reason) => {
                return Told {
                    data: None,
                    reason: Some(reason),
                };
            }
        };
        let score = answer["score"].as_f64().unwrap_or_default();
        let recommended = RECOMMENDATIONS.iter().find(|(from, ..)| score >= *from);
        let (_, recommendation, recommendation_text) = *recommended.unwrap_or(&RECOMMENDATIONS[3]);
        Told {
            data: Some(Self {
                date: day.date,
                score,
                confidence: answer["coverage"].as_f64().unwrap_or_default(),
                recommendation,
                recommendation_text,
                signals: answer["contributors"].clone(),
                missing: answer["missing"].clone(),
                method: day.method,
            }),
            reason: None,
        }
    }
}

/// What weeks of training have added up to, by heart rate (TRIMP).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TrainingLoad {
    /// The day, its load and balance.
    #[serde(flatten)]
    today: TrainingDay,
    /// The 14 days up to it, oldest first.
    trend: Vec<TrainingDay>,
    /// The resting heart rate the loads are made with, per minute.
    #[schema(example = 55.0)]
    resting_heart_rate: f64,
    /// The maximal heart rate, per minute.
    #[schema(example = 182.0)]
    max_heart_rate: f64,
    /// Where it is from: `setting`, or `predicted_by_age`.
    #[schema(value_type = String, example = "predicted_by_age")]
    max_heart_rate_basis: vitasync_core::analytics::evidence::MaxBasis,
}

/// A day of training.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TrainingDay {
    /// The civil date.
    date: NaiveDate,
    /// The day's own load; `null` where nothing is known of it.
    #[schema(example = 84.2)]
    daily_strain: Option<f64>,
    /// The chronic load (time constant 42 days).
    #[schema(example = 41.7)]
    ctl: f64,
    /// The acute load (time constant 7 days).
    #[schema(example = 52.3)]
    atl: f64,
    /// The balance on the morning: chronic less acute load of the day before.
    #[schema(example = -8.1)]
    tsb: f64,
    /// The share of the chronic load's weight that rests on known days; from 0.8 on it can be read.
    #[schema(example = 0.93)]
    confidence: f64,
}

impl From<&Load> for TrainingDay {
    fn from(load: &Load) -> Self {
        Self {
            date: load.date,
            daily_strain: load.load,
            ctl: load.chronic,
            atl: load.acute,
            tsb: load.balance,
            confidence: load.chronic_known,
        }
    }
}

impl From<Training> for TrainingLoad {
    fn from(it: Training) -> Self {
        Self {
            today: TrainingDay::from(&it.today),
            trend: it.trend.iter().map(TrainingDay::from).collect(),
            resting_heart_rate: it.loads.resting_heart_rate,
            max_heart_rate: it.loads.max_heart_rate,
            max_heart_rate_basis: it.loads.max_basis,
        }
    }
}

/// Get readiness: how a user stands on a day
///
/// Heart rate variability, resting heart rate, sleep debt, training balance, temperature and respiratory rate, each against the
/// user's own 60 days before. `data` is `null` where signals of less than half the weight are known.
#[utoipa::path(
    get, path = "/users/{userId}/readiness", tag = "Analytics", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), OnDate),
    responses((status = 200, body = Told<Readiness>, description = "The readiness, or what is missing."))
)]
async fn get_readiness(
    scope: UserScope<Read>,
    Query(query): Query<OnDate>,
    State(app): State<App>,
) -> Answer<Json<Told<Readiness>>> {
    let day = kept::day(&app, &scope.into_user(), query.date).await?;
    Ok(Json(Readiness::of(day)))
}

/// Get what weeks of training have added up to
///
/// Chronic load (CTL), acute load (ATL) and balance (TSB) of TRIMP by the mean heart rate of each workout. A day without a workout on
/// which a heart rate was recorded is a day of rest; other days without one are unknown. It says nothing about injuries.
#[utoipa::path(
    get, path = "/users/{userId}/readiness/training-load", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), OnDate),
    responses((status = 200, body = Told<TrainingLoad>, description = "The load, or what is missing."))
)]
async fn get_training_load(
    scope: UserScope<Read>,
    Query(query): Query<OnDate>,
    State(app): State<App>,
) -> Answer<Json<Told<TrainingLoad>>> {
    let answer = analytics::ask(&app, &scope.into_user(), query.date, |it| training(&it)).await?;
    Ok(Json(Told::of(answer, TrainingLoad::from)))
}
