//! Health data: samples as they came, what there is, answers resolved over all sources, erasure.

mod days;
mod explain;
mod query;
pub(super) mod samples;
mod series;

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::days::DailySummary;
use self::explain::{Explanation, Question};
use self::query::{Cut, DaysQuery, Filter, ListQuery, Part, SeriesQuery, Side, SummaryQuery};
use self::samples::{Sample, Samples};
use self::series::{Answer as SeriesAnswer, TimeseriesAnswer};
use crate::App;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{Admin, By, Often, Read, UserScope};
use crate::http::negotiate::Wanted;
use crate::http::params::Query;
use crate::http::problem::Answer;
use crate::http::wire::{Instant, Page, Pagination, cursor};
use crate::service::health::{self, HealthQuery, Start, TimeseriesQuery};
use crate::vocabulary::Face;

/// The most values one series answers, so that a slip in a year does not ask for millions.
const MAX_BUCKETS: usize = 10_000;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(list_health, delete_health))
        .routes(routes!(summarize_health))
        .routes(routes!(health_timeseries))
        .routes(routes!(daily_summaries))
        .routes(routes!(explain_health))
}

/// What there is of a user's data.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum Summary {
    /// How many samples there are, by documented metric.
    Counts(BTreeMap<&'static str, u64>),
    /// A row per exact metric.
    Detailed(Vec<MetricSummary>),
}

/// What there is of one metric.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MetricSummary {
    /// The documented name, or the exact id where it has none.
    #[schema(example = "steps")]
    metric_type: &'static str,
    /// The exact id.
    #[schema(example = "steps")]
    metric: &'static str,
    /// How many samples there are, of all sources.
    #[schema(example = 14732)]
    count: u64,
    /// When the first begins.
    earliest: Instant,
    /// When the last ends.
    latest: Instant,
}

/// How much was deleted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Deleted {
    /// Samples.
    #[schema(example = 14732)]
    deleted: u64,
    /// Workouts, nights and naps.
    #[schema(example = 211)]
    sessions: u64,
    /// Kept originals.
    #[schema(example = 1)]
    raw_files: u64,
}

/// List samples as they came, latest first
///
/// Of every source, overlapping or not; intervals that overlap the window are listed. With
/// `Accept: application/x-ndjson` one row per line, the next cursor in `X-Next-Cursor`.
#[utoipa::path(
    get, path = "/users/{userId}/health", tag = "Health data", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), Filter, Part),
    responses((status = 200, description = "Some of the samples.", content(
        (Page<Sample<'static>> = "application/json"), (String = "application/x-ndjson"),
    )))
)]
async fn list_health(
    scope: UserScope<Often>,
    Query(ListQuery { filter, part }): Query<ListQuery>,
    wanted: Wanted,
    State(app): State<App>,
) -> Answer<Response> {
    let user = scope.user();
    let start = match part.cursor {
        Some((at, id)) => Start::Behind(at, id),
        None => Start::Offset(part.offset.unwrap_or(0)),
    };
    let query = HealthQuery {
        metrics: filter.metrics(),
        source: filter.source.clone(),
        window: filter.window(),
        zone: filter.timezone,
        start,
        limit: usize::try_from(part.limit).unwrap_or(usize::MAX),
    };
    let found = health::list(&app, &user, &query).await?;
    let last = found.rows.last().filter(|_| found.more);
    let next = last.map(|row| cursor(&(row.start, row.id)));
    let offset = match start {
        Start::Offset(offset) => Some(offset),
        Start::Behind(..) => None,
    };
    let id = user.id.to_string();
    let samples = Samples::new(&id, &filter.metric_type, &found.rows);
    let rows = found.rows.iter().map(|row| samples.write(row)).collect();
    let at = Pagination::new(part.limit, offset, found.total, next);
    Ok(wanted.page(Page::new(rows, at)))
}

/// Count what there is of each metric
#[utoipa::path(
    get, path = "/users/{userId}/health/summary", tag = "Health data", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), SummaryQuery),
    responses((status = 200, body = Summary, description = "How many samples there are of each metric.",
        example = json!({"steps": 14732, "heart_rate": 92010})))
)]
async fn summarize_health(
    scope: UserScope<Read>,
    Query(query): Query<SummaryQuery>,
    State(app): State<App>,
) -> Answer<Json<Summary>> {
    let metrics = health::summary(&app, &scope.user()).await?;
    if query.detailed {
        let row = |it: &health::MetricSummary| MetricSummary {
            metric_type: Face::of(it.metric, &[]).metric_type,
            metric: it.metric.id(),
            count: it.count,
            earliest: Instant(it.earliest),
            latest: Instant(it.latest),
        };
        return Ok(Json(Summary::Detailed(metrics.iter().map(row).collect())));
    }
    let mut counts = BTreeMap::new();
    for it in metrics {
        *counts.entry(Face::of(it.metric, &[]).metric_type).or_insert(0) += it.count;
    }
    Ok(Json(Summary::Counts(counts)))
}

/// Answer one value per bucket of time
///
/// Of the metrics in `metricType` or `metric`, one of which is required. Resolved over all sources; `source` asks one
/// alone, `raw` all side by side. Buckets without data are `null`. A documented name that means several exact metrics
/// answers one series per exact metric: `data` holds the first that has values, `series` the others.
#[utoipa::path(
    get, path = "/users/{userId}/health/timeseries", tag = "Health data",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), Filter, Cut),
    responses((status = 200, body = TimeseriesAnswer, description = "The values."), (status = 304, description = "The client has this answer."))
)]
async fn health_timeseries(
    scope: UserScope<Often>,
    Query(SeriesQuery { filter, cut }): Query<SeriesQuery>,
    wanted: Wanted,
    State(app): State<App>,
) -> Answer<Response> {
    let user = scope.user();
    let query = TimeseriesQuery {
        metrics: filter.metrics(),
        bucket: cut.bucket,
        window: filter.window(),
        zone: filter.timezone,
        source: filter.source.clone(),
        raw: cut.raw,
    };
    let buckets = health::buckets(&app, &user, &query, MAX_BUCKETS).await?;
    let series = health::timeseries(&app, &user, &query).await?;
    let asked = SeriesAnswer {
        user: &user.id.to_string(),
        asked: &filter.metric_type,
        bucket: cut.bucket,
        buckets: &buckets,
    };
    Ok(wanted.tagged(&asked.write(&series)))
}

/// Answer what each civil day comes to
///
/// Resolved over all sources, each day in the time zone the user lived in on it; `source` asks one source alone, `raw` all
/// side by side, a row per day and source. Days without data are left out. A documented name that means
/// several exact metrics stands for the first of them that has values in the answer; each exact metric also stands
/// under its own id.
#[utoipa::path(
    get, path = "/users/{userId}/health/daily-summaries", tag = "Health data",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), Filter, Side),
    responses((status = 200, body = Vec<DailySummary>, description = "The days, oldest first."), (status = 304, description = "The client has this answer."))
)]
async fn daily_summaries(
    scope: UserScope<Often>,
    Query(DaysQuery { filter, side }): Query<DaysQuery>,
    wanted: Wanted,
    State(app): State<App>,
) -> Answer<Response> {
    let user = scope.user();
    let query = health::DaysQuery {
        window: filter.window(),
        metrics: filter.metrics(),
        zone: filter.timezone,
        source: filter.source.clone(),
        raw: side.raw,
    };
    let days = health::daily_summaries(&app, &user, &query).await?;
    Ok(wanted.tagged(&days::write(&user.id.to_string(), &days, &filter.metric_type)))
}

/// Explain a value: which samples count in it, which do not, and why
///
/// The value of a day, or of the hour or minute around an instant, as `/timeseries` and `/daily-summaries` answer it, one
/// explanation per exact metric that has a value; none where nothing was measured.
#[utoipa::path(
    get, path = "/users/{userId}/health/explain", tag = "Health data",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), Question),
    responses((status = 200, body = Vec<Explanation>, description = "The explanations."))
)]
async fn explain_health(
    scope: UserScope<Read>,
    Query(question): Query<Question>,
    State(app): State<App>,
) -> Answer<Json<Vec<Explanation>>> {
    let explained = match question.ask() {
        Some(query) => health::explain(&app, &scope.user(), &query).await?,
        None => Vec::new(),
    };
    Ok(Json(
        explained.iter().map(|it| Explanation::new(it, &question)).collect(),
    ))
}

/// Delete everything measured on a user, but not the user
#[utoipa::path(
    delete, path = "/users/{userId}/health", tag = "Health data", extensions(("x-required-scope" = json!("admin"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 200, body = Deleted, description = "How much was deleted."))
)]
async fn delete_health(scope: UserScope<Admin>, By(actor): By, State(app): State<App>) -> Answer<Json<Deleted>> {
    let erased = health::delete_all(&app, &actor, &scope.user()).await?;
    Ok(Json(Deleted {
        deleted: erased.samples,
        sessions: erased.rows_of("sessions"),
        raw_files: erased.rows_of("raw_files"),
    }))
}
