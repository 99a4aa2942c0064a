//! Sources: who has measured a user, and in which order they count.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::id::ContentId;

use super::health::samples::Device;
use crate::App;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{Read, UserScope};
use crate::http::negotiate::Wanted;
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::http::wire::Instant;
use crate::service::health::{self, SourceSummary};
use crate::service::preferences::{self, Ranked};
use crate::vocabulary::{Asked, Face};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(list_sources))
        .routes(routes!(order_of_sources))
}

/// A source: a device or app that has measured, or a person who has typed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Source {
    #[serde(flatten)]
    face: SourceFace,
    /// What measured.
    device: Device,
    /// How many samples there are of it.
    #[schema(example = 14732)]
    samples: u64,
    /// When its first sample begins; `null` where it only has workouts or nights.
    first_sample_at: Option<Instant>,
    /// When its last sample ends.
    last_sample_at: Option<Instant>,
    /// How many samples of each metric there are, by exact id.
    #[schema(example = json!({"heart_rate": 9201, "steps": 5531}))]
    metrics: BTreeMap<&'static str, u64>,
}

/// Which source it is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SourceFace {
    /// The id: 26 characters derived from what it is.
    #[schema(example = "5QF7M3T9K2ZB8N4W6X1C0D5E7G")]
    id: String,
    /// The number among the user's sources.
    #[schema(example = 1)]
    number: i32,
    /// The slug of the provider.
    #[schema(example = "apple_health")]
    source: String,
    /// The writer inside the provider.
    #[schema(example = "ada’s watch")]
    origin: String,
    /// The name, as the provider spells it.
    #[schema(example = "Ada’s Watch")]
    source_name: String,
    /// The kind of device.
    #[schema(example = "watch")]
    device_kind: &'static str,
    /// How its values came about: `automatic`, `active`, `manual` or `unknown`.
    #[schema(example = "automatic")]
    recording_method: &'static str,
}

/// In which order a user's sources count for one exact metric.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Order {
    /// The documented name, or the exact id where it has none.
    #[schema(example = "steps")]
    metric_type: &'static str,
    /// The exact id.
    #[schema(example = "steps")]
    metric: &'static str,
    /// The sources that have samples of it, best first.
    sources: Vec<RankedSource>,
}

/// A source in its place.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RankedSource {
    /// The place; 1 is best.
    #[schema(example = 1)]
    place: usize,
    /// What it owes its place to: `metric_order` and `general_order` are the user's own, `device` the usual order of
    /// devices for the metric, `richness` more samples than an equal device, `name` nothing else.
    #[schema(example = "device")]
    because: &'static str,
    /// How many samples of the metric there are of it.
    #[schema(example = 5531)]
    samples: u64,
    #[serde(flatten)]
    face: SourceFace,
}

impl SourceFace {
    fn new(user: &str, number: i32, source: &vitasync_core::Source) -> Self {
        Self {
            id: ContentId::of_source(user, &source.key).to_string(),
            number,
            source: source.key.provider.clone(),
            origin: source.key.origin.clone(),
            source_name: source.name.clone(),
            device_kind: source.device_kind.id(),
            recording_method: source.key.recording.id(),
        }
    }
}

impl Source {
    fn new(user: &str, summary: &SourceSummary) -> Self {
        let metrics: BTreeMap<_, _> = summary.metrics.iter().map(|(metric, n)| (metric.id(), *n)).collect();
        Self {
            face: SourceFace::new(user, summary.no, &summary.source),
            device: Device::from(summary.source.as_ref()),
            samples: metrics.values().sum(),
            first_sample_at: summary.earliest.map(Instant),
            last_sample_at: summary.latest.map(Instant),
            metrics,
        }
    }
}

/// Of which metrics the order is asked for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct OrderQuery {
    /// The metric: a documented name, which means all its exact metrics, or an exact id.
    #[param(value_type = String, example = "steps")]
    metric_type: Option<Asked>,
}

impl FromParams for OrderQuery {
    const NAMES: &'static [&'static str] = &["metricType"];

    fn from_params(params: &mut Params) -> Self {
        let asked = params.text(&["metricType"]).map(|word| Asked::by_type(&word));
        let metric_type = asked.and_then(|asked| params.known(asked));
        params.require("metricType", metric_type.as_ref());
        Self { metric_type }
    }
}

/// List who has measured a user
///
/// Every device and app, by number. What one writer measured and what somebody typed into it are two sources.
#[utoipa::path(
    get, path = "/users/{userId}/sources", tag = "Preferences", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 200, description = "The sources.", content(
        (Vec<Source> = "application/json"), (String = "application/x-ndjson"),
    )))
)]
async fn list_sources(scope: UserScope<Read>, wanted: Wanted, State(app): State<App>) -> Answer<Response> {
    let user = scope.user();
    let sources = health::sources(&app, &user).await?;
    let id = user.id.to_string();
    Ok(wanted.rows(sources.iter().map(|it| Source::new(&id, it)).collect()))
}

/// Tell in which order a user's sources count for a metric, and why
///
/// One order per exact metric that has samples.
#[utoipa::path(
    get, path = "/users/{userId}/preferences/order", tag = "Preferences",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), OrderQuery),
    responses((status = 200, body = Vec<Order>, description = "The orders."))
)]
async fn order_of_sources(
    scope: UserScope<Read>,
    Query(query): Query<OrderQuery>,
    State(app): State<App>,
) -> Answer<Json<Vec<Order>>> {
    let user = scope.user();
    let id = user.id.to_string();
    let asked = Vec::from_iter(query.metric_type);
    let mut orders = Vec::new();
    for metric in asked.iter().flat_map(|asked| asked.metrics()) {
        let ranked = preferences::order(&app, &user, metric).await?;
        let source = |(at, it): (usize, &Ranked)| RankedSource {
            place: at + 1,
            because: it.merit.id(),
            samples: it.samples,
            face: SourceFace::new(&id, it.source_no, &it.source),
        };
        orders.push(Order {
            metric_type: Face::of(metric, &asked).metric_type,
            metric: metric.id(),
            sources: ranked.iter().enumerate().map(source).collect(),
        });
    }
    orders.retain(|order| !order.sources.is_empty());
    Ok(Json(orders))
}
