//! What sleep is missing, and how good it was.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{OnDate, Told, date};
use crate::App;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{Read, UserScope};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::service::analytics;
use crate::service::analytics::questions::{self, sleep_debt};
use crate::service::analytics::sleep_quality::{self, sleep_quality};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(get_sleep_debt))
        .routes(routes!(get_sleep_quality))
}

/// How much less was slept in 14 days than is recommended.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SleepDebt {
    /// What was missing less what was more, in minutes; below 0 where more was slept.
    #[schema(example = 310.0)]
    total_debt_minutes: f64,
    /// What was missing on the days it was, in minutes.
    #[schema(example = 355.0)]
    shortfall_minutes: f64,
    /// What is missing on a day, the newest counting most, in minutes.
    #[schema(example = 28.5)]
    daily_deficit_minutes: f64,
    /// What was slept a day, naps included, in minutes.
    #[schema(example = 402.0)]
    average_sleep_minutes: f64,
    /// The least that is recommended at the user's age, in minutes.
    #[schema(example = 420.0)]
    target_sleep_minutes: f64,
    /// How many of the 14 days are known.
    #[schema(example = 13)]
    known_days: usize,
    /// Each day that is known.
    days: Vec<SleepDay>,
}

/// A day's sleep.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SleepDay {
    /// The date of waking.
    date: NaiveDate,
    /// What was slept, in minutes.
    #[schema(example = 415.0)]
    sleep_minutes: f64,
    /// What was missing, in minutes; below 0 where more was slept.
    #[schema(example = 5.0)]
    debt_minutes: f64,
}

impl From<questions::SleepDebt> for SleepDebt {
    fn from(it: questions::SleepDebt) -> Self {
        let slept: f64 = it.days.iter().map(|(_, hours)| hours).sum();
        let day = |(date, hours): &(NaiveDate, f64)| SleepDay {
            date: *date,
            sleep_minutes: 60.0 * hours,
            debt_minutes: 60.0 * (it.need - hours),
        };
        Self {
            total_debt_minutes: 60.0 * it.debt.cumulative,
            shortfall_minutes: 60.0 * it.debt.shortfall,
            daily_deficit_minutes: 60.0 * it.debt.weighted,
            average_sleep_minutes: 60.0 * slept / it.days.len() as f64,
            target_sleep_minutes: 60.0 * it.need,
            known_days: it.debt.n,
            days: it.days.iter().map(day).collect(),
        }
    }
}

/// How well a user has slept. What no night tells is `null`, never 0.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SleepQuality {
    /// The first day that was looked at.
    from: NaiveDate,
    /// The last.
    to: NaiveDate,
    /// How many main nights there are.
    #[schema(example = 28)]
    nights: usize,
    /// The mean of the vendor's sleep score.
    #[schema(example = 79.0)]
    avg_sleep_score: Option<f64>,
    /// The mean sleep of a day, naps included, in hours.
    #[schema(example = 6.9)]
    avg_duration_hours: Option<f64>,
    /// Deep sleep, in per cent of sleep.
    #[schema(example = 17.1)]
    avg_deep_pct: Option<f64>,
    /// REM sleep, in per cent of sleep.
    #[schema(example = 22.4)]
    avg_rem_pct: Option<f64>,
    /// Light sleep, in per cent of sleep.
    #[schema(example = 60.5)]
    avg_light_pct: Option<f64>,
    /// Awake between the first sleep and the last, in per cent of sleep and that.
    #[schema(example = 6.3)]
    avg_awake_pct: Option<f64>,
    /// Sleep in per cent of the time in bed.
    #[schema(example = 90.2)]
    avg_efficiency: Option<f64>,
    /// The sleep regularity index; 100 is asleep at the same times every day.
    #[schema(example = 78.4)]
    consistency_score: Option<f64>,
    /// The share of the indicators of good sleep (Ohayon 2017) that a night meets, from 0 to 1; needs the age.
    #[schema(example = 0.8)]
    indicators_met: Option<f64>,
    /// Sleep on weekends and on other days.
    weekday_vs_weekend: WeekdayVsWeekend,
}

/// Sleep on weekends and on other days, by the date of waking.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WeekdayVsWeekend {
    /// On Mondays to Fridays, in hours.
    #[schema(example = 6.7)]
    weekday_hours: Option<f64>,
    /// On Saturdays and Sundays, in hours.
    #[schema(example = 7.6)]
    weekend_hours: Option<f64>,
}

impl From<sleep_quality::SleepQuality> for SleepQuality {
    fn from(it: sleep_quality::SleepQuality) -> Self {
        Self {
            from: it.from,
            to: it.to,
            nights: it.nights,
            avg_sleep_score: it.vendor_score,
            avg_duration_hours: it.hours,
            avg_deep_pct: it.deep,
            avg_rem_pct: it.rem,
            avg_light_pct: it.light,
            avg_awake_pct: it.awake,
            avg_efficiency: it.efficiency,
            consistency_score: it.regularity,
            indicators_met: it.indicators_met,
            weekday_vs_weekend: WeekdayVsWeekend {
                weekday_hours: it.weekday_hours,
                weekend_hours: it.weekend_hours,
            },
        }
    }
}

/// Over which days.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct QualityQuery {
    /// The civil date the days end on; today in the user's time zone where it is left out.
    #[param(value_type = Option<String>, example = "2025-06-15")]
    date: Option<NaiveDate>,
    /// How many days.
    #[param(value_type = Option<u64>, minimum = 7, maximum = 365, default = 30)]
    days: u64,
}

impl FromParams for QualityQuery {
    const NAMES: &'static [&'static str] = &["date", "days"];

    fn from_params(params: &mut Params) -> Self {
        let days = params.parse(&["days"], |text| match text.parse() {
            Ok(days) if (7..=365).contains(&days) => Ok(days),
            _ => Err("it must be a whole number from 7 to 365".to_owned()),
        });
        Self {
            date: date(params),
            days: days.unwrap_or(30),
        }
    }
}

/// Get how much sleep is missing
///
/// Over the 14 days that end on the date, against the least that is recommended at the user's age, naps included. A day without a
/// record is left out, never a night without sleep; fewer than 10 known days have no answer.
#[utoipa::path(
    get, path = "/users/{userId}/sleep-analysis/debt", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), OnDate),
    responses((status = 200, body = Told<SleepDebt>, description = "The debt, or what is missing."))
)]
async fn get_sleep_debt(
    scope: UserScope<Read>,
    Query(query): Query<OnDate>,
    State(app): State<App>,
) -> Answer<Json<Told<SleepDebt>>> {
    let answer = analytics::ask(&app, &scope.into_user(), query.date, |it| sleep_debt(&it)).await?;
    Ok(Json(Told::of(answer, SleepDebt::from)))
}

/// Get how good sleep was
///
/// Of the main nights of some days; naps count in durations alone. Fewer than 7 nights have no answer.
#[utoipa::path(
    get, path = "/users/{userId}/sleep-analysis/quality", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), QualityQuery),
    responses((status = 200, body = Told<SleepQuality>, description = "The quality, or what is missing."))
)]
async fn get_sleep_quality(
    scope: UserScope<Read>,
    Query(query): Query<QualityQuery>,
    State(app): State<App>,
) -> Answer<Json<Told<SleepQuality>>> {
    let days = query.days;
    let answer = analytics::ask(&app, &scope.into_user(), query.date, move |it| sleep_quality(&it, days)).await?;
    Ok(Json(Told::of(answer, SleepQuality::from)))
}
