//! What a language model is told.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::analytics::context::{self, USUAL_BUDGET, context};

use super::date;
use crate::App;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{Read, UserScope};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::http::wire::Instant;
use crate::service::analytics;

const MARKDOWN: &str = "text/markdown";
/// The least and the most room, in tokens.
const ROOM: std::ops::RangeInclusive<usize> = 400..=32_000;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default().routes(routes!(get_health_context))
}

/// What is known of a person. Each group stands under both of its documented names.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct HealthContext {
    /// The user.
    user_id: String,
    /// When it was made.
    generated_at: Instant,
    /// The day it is about.
    date: NaiveDate,
    /// What has been usual in the 30 days before, by metric: mean, standard deviation, median, unit (UCUM) and how many days.
    #[schema(value_type = Object)]
    baselines: BTreeMap<&'static str, Baseline>,
    /// What changes, the surest first: direction, by how much a week, the chance of as much.
    #[schema(value_type = Vec<Object>)]
    trends: Vec<context::Change>,
    /// The same by metric.
    #[schema(value_type = Object)]
    recent_trends: BTreeMap<&'static str, Trend>,
    /// What is unusual in the last 7 days, the most urgent first.
    anomalies: Vec<Notice>,
    /// The same.
    active_anomalies: Vec<Notice>,
    /// What goes together, the strongest first; associations, not causes.
    correlations: Vec<Link>,
    /// The same.
    top_correlations: Vec<Link>,
    /// The scores with their components, weights and what is missing.
    #[schema(value_type = Object)]
    health_scores: vitasync_core::analytics::scores::Scores,
    /// The scores alone; `null` where no score is known.
    #[schema(value_type = Option<Object>)]
    health_score: Option<BTreeMap<&'static str, Option<f64>>>,
    /// All of it as Markdown.
    summary: String,
    /// How many entries had no room, by group.
    #[schema(value_type = Object, example = json!({"links": 3}))]
    left_out: BTreeMap<&'static str, usize>,
}

/// What has been usual.
#[derive(Debug, Serialize)]
struct Baseline {
    mean: f64,
    stddev: f64,
    median: f64,
    unit: &'static str,
    samples: usize,
}

/// How a metric changes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Trend {
    direction: &'static str,
    change_percent: Option<f64>,
    per_week: f64,
    unit: &'static str,
    period: &'static str,
}

/// Something unusual.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ContextNotice)]
struct Notice {
    /// Of which metric.
    metric: &'static str,
    /// `low`, `medium`, `high` or `critical`.
    severity: &'static str,
    /// What shows it.
    description: String,
    /// The day.
    detected_at: NaiveDate,
    /// By which method.
    method: &'static str,
}

/// Two metrics that go together.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ContextLink)]
struct Link {
    /// One.
    metric_a: String,
    /// The other.
    metric_b: String,
    /// Spearman's coefficient.
    spearman_rho: f64,
    /// How many days later the other follows.
    lag_days: i32,
    /// How many pairs of days.
    sample_size: usize,
    /// It in words.
    description: String,
}

/// How the context is told.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct ContextQuery {
    /// The civil date; today in the user's time zone where it is left out.
    #[param(value_type = Option<String>, example = "2025-06-15")]
    date: Option<NaiveDate>,
    /// `json` or `markdown`; otherwise as `Accept` says.
    #[param(value_type = Option<String>, example = "markdown")]
    format: Option<bool>,
    /// How many tokens there is room for, about: four bytes each. What has no room is left out, the least important first.
    #[param(value_type = Option<usize>, minimum = 400, maximum = 32_000, default = 2000)]
    tokens: usize,
}

impl FromParams for ContextQuery {
    const NAMES: &'static [&'static str] = &["date", "format", "tokens"];

    fn from_params(params: &mut Params) -> Self {
        let (least, most) = (ROOM.start(), ROOM.end());
        let tokens = params.parse(&["tokens"], |text| match text.parse() {
            Ok(tokens) if ROOM.contains(&tokens) => Ok(tokens),
            _ => Err(format!("it must be a whole number from {least} to {most}")),
        });
        Self {
            date: date(params),
            format: params.word(&["format"], "format", &["json", "markdown"], |word| match word {
                "json" => Some(false),
                "markdown" => Some(true),
                _ => None,
            }),
            tokens: tokens.unwrap_or(USUAL_BUDGET),
        }
    }
}

/// Tell a language model what is known of a user
///
/// What is usual, what changes, what is unusual, what goes together, and the scores; with units, days and methods, and without
/// anything that tells who the user is but the id. JSON, or Markdown with `Accept: text/markdown` or `format=markdown`. Each
/// group of the JSON stands under both of its documented names, so half the room is for one of them.
#[utoipa::path(
    get, path = "/users/{userId}/analytics/context", tag = "Analytics", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), ContextQuery),
    responses((status = 200, description = "What is known.", content(
        (ContextAnswer = "application/json"), (String = "text/markdown"),
    )))
)]
async fn get_health_context(
    scope: UserScope<Read>,
    Query(query): Query<ContextQuery>,
    headers: HeaderMap,
    State(app): State<App>,
) -> Answer<Response> {
    let user = scope.into_user();
    let markdown = query.format.unwrap_or_else(|| wants_markdown(&headers));
    let room = if markdown { query.tokens } else { query.tokens / 2 };
    let told = analytics::ask(&app, &user, query.date, move |it| context(&it, room)).await?;
    let told = told.map_err(|reason| crate::Error::invalid("tokens", reason.to_string()))?;
    if markdown {
        return Ok((
            [(header::CONTENT_TYPE, "text/markdown; charset=utf-8")],
            told.markdown(),
        )
            .into_response());
    }
    let data = HealthContext::new(user.id.to_string(), app.now(), told);
    Ok(Json(ContextAnswer { data }).into_response())
}

/// What is known of a person.
#[derive(Debug, Serialize, ToSchema)]
struct ContextAnswer {
    /// The context.
    data: HealthContext,
}

fn wants_markdown(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok());
    accepted.is_some_and(|it| it.split(',').any(|kind| kind.trim().starts_with(MARKDOWN)))
}

impl HealthContext {
    fn new(user_id: String, now: DateTime<Utc>, told: context::Context) -> Self {
        let baselines = told.usual.iter().map(|(metric, it)| (*metric, Baseline::new(it)));
        let trends = told.changes.iter().map(|it| (it.metric, Trend::new(it)));
        let anomalies: Vec<Notice> = told.notices.iter().map(Notice::new).collect();
        let correlations: Vec<Link> = told.links.iter().map(Link::new).collect();
        let known = told.scores.iter().any(|it| it.value.is_some());
        let values = told.scores.iter().map(|it| (it.kind.id(), it.value));
        Self {
            user_id,
            generated_at: Instant(now),
            date: told.date,
            baselines: baselines.collect(),
            recent_trends: trends.collect(),
            active_anomalies: anomalies.clone(),
            anomalies,
            top_correlations: correlations.clone(),
            correlations,
            health_score: known.then(|| values.collect()),
            summary: told.markdown(),
            trends: told.changes,
            health_scores: told.scores,
            left_out: told.left_out,
        }
    }
}

impl Baseline {
    fn new(it: &context::Usual) -> Self {
        Self {
            mean: it.mean,
            stddev: it.spread,
            median: it.median,
            unit: it.unit,
            samples: it.n,
        }
    }
}

impl Trend {
    fn new(it: &context::Change) -> Self {
        Self {
            direction: it.direction,
            change_percent: it.percent,
            per_week: it.per_week,
            unit: it.unit,
            period: "7d",
        }
    }
}

impl Notice {
    fn new(it: &context::Notice) -> Self {
        Self {
            metric: it.metric,
            severity: it.severity.id(),
            description: it.evidence.clone(),
            detected_at: it.date,
            method: it.method,
        }
    }
}

impl Link {
    fn new(it: &context::Link) -> Self {
        Self {
            metric_a: it.a.clone(),
            metric_b: it.b.clone(),
            spearman_rho: it.spearman,
            lag_days: it.lag_days,
            sample_size: it.n,
            description: it.sentence.clone(),
        }
    }
}
