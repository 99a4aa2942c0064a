//! Personal records.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{PathOf, Read, UserScope};
use crate::http::problem::Answer;
use crate::http::wire::Instant;
use crate::service::analytics::records::{self, personal_records};
use crate::vocabulary::{Asked, Face};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(list_personal_records))
        .routes(routes!(list_personal_records_of))
}

/// The best so far: of a day, or of a workout of a sport.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PersonalRecord {
    /// The documented name of the metric, or the exact id where it has none.
    #[schema(example = "steps")]
    metric_type: &'static str,
    /// The exact id.
    #[schema(example = "steps")]
    metric: &'static str,
    /// `day`, or the sport of the workout.
    #[schema(example = "day")]
    category: &'static str,
    /// How good.
    #[schema(example = 24118.0)]
    value: f64,
    /// The unit of the values.
    #[schema(example = "steps")]
    unit: Option<&'static str>,
    /// The record before; `null` where it is the first.
    #[schema(example = 21044.0)]
    previous_value: Option<f64>,
    /// When the workout, or the day, began.
    recorded_at: Instant,
    /// The civil date.
    date: NaiveDate,
    /// The workout; `null` of a day.
    #[schema(example = "5QF7M3T9K2ZB8N4W6X1C0D5E7G")]
    event_id: Option<String>,
}

impl From<&records::PersonalRecord> for PersonalRecord {
    fn from(it: &records::PersonalRecord) -> Self {
        let face = Face::of(it.metric, &[]);
        Self {
            metric_type: face.metric_type,
            metric: it.metric.id(),
            category: it.sport.unwrap_or("day"),
            value: face.value(it.record.value),
            unit: face.unit,
            previous_value: it.record.previous.map(|value| face.value(value)),
            recorded_at: Instant(it.record.at),
            date: it.date,
            event_id: it.event.map(|id| id.to_string()),
        }
    }
}

/// List personal records
///
/// Over all data, resolved over all sources: the best day of each metric, and the best workout of each sport. A record is strictly better
/// than everything before it; who equals it does not take it.
#[utoipa::path(
    get, path = "/users/{userId}/personal-records", tag = "Analytics", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 200, body = Vec<PersonalRecord>, description = "The records that stand."))
)]
async fn list_personal_records(scope: UserScope<Read>, State(app): State<App>) -> Answer<Json<Vec<PersonalRecord>>> {
    let found = personal_records(&app, &scope.user()).await?;
    Ok(Json(found.iter().map(PersonalRecord::from).collect()))
}

/// List the personal records of a metric
#[utoipa::path(
    get, path = "/users/{userId}/personal-records/{metricType}", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("metricType" = String, Path, description = "A documented name, or an exact id.", example = "steps"),
    ),
    responses((status = 200, body = Vec<PersonalRecord>, description = "The records that stand."))
)]
async fn list_personal_records_of(
    scope: UserScope<Read>,
    path: PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<Json<Vec<PersonalRecord>>> {
    let PathOf((_, word)) = path;
    let metrics = Asked::by_type(&word)?.metrics();
    let found = personal_records(&app, &scope.user()).await?;
    let wanted = found.iter().filter(|it| metrics.contains(&it.metric));
    Ok(Json(wanted.map(PersonalRecord::from).collect()))
}
