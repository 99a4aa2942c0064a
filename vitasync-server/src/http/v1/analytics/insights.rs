//! Small questions about a person, by their published ids.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::analytics::insights::{self, Answer as Says, Definition, Way, definitions, insights};

use super::{Listed, date};
use crate::App;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{Key, Read, UserScope};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::service::analytics;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(list_insights))
        .routes(routes!(list_insight_algorithms))
}

/// What an insight says.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Insight {
    /// The published id of the insight.
    #[schema(example = "rhr-trend")]
    algorithm_id: &'static str,
    /// The name people read.
    #[schema(example = "Rhr trend")]
    title: String,
    /// What it says of the user, in words.
    #[schema(example = "falling: -0.42 /min a week over 30 days (p 0.004)")]
    description: String,
    /// What it is about.
    #[schema(example = "cardio")]
    category: &'static str,
    /// `info`, `positive`, `warning` or `critical`.
    #[schema(example = "info")]
    severity: &'static str,
    /// The number.
    #[schema(example = -0.42)]
    value: f64,
    /// The UCUM code of its unit.
    #[schema(example = "/min")]
    unit: &'static str,
    /// What it is held against; `null` where nothing published says.
    reference_range: Option<ReferenceRange>,
    /// The method that answers it.
    #[schema(example = "trend")]
    method: &'static str,
    /// How many values it rests on.
    #[schema(example = 29)]
    sample_size: usize,
    /// The first day it looks at.
    from: NaiveDate,
    /// The last.
    to: NaiveDate,
}

/// What a value is held against.
#[derive(Debug, Serialize, ToSchema)]
struct ReferenceRange {
    /// From where on it is inside; `null` where less is better.
    #[schema(example = 7.0)]
    low: Option<f64>,
    /// To where it is inside; `null` where more is better.
    #[schema(example = 9.0)]
    high: Option<f64>,
    /// Who says so.
    #[schema(example = "Hirshkowitz 2015, Sleep Health 1:40")]
    source: &'static str,
}

impl Insight {
    fn new(definition: &Definition, method: &'static str, says: Says) -> Self {
        Self {
            algorithm_id: definition.id,
            title: definition.name(),
            description: says.sentence,
            category: definition.category.id(),
            severity: says.tone.id(),
            value: says.value,
            unit: says.unit,
            reference_range: says.reference.map(|it| ReferenceRange {
                low: it.low,
                high: it.high,
                source: it.source,
            }),
            method,
            sample_size: says.n,
            from: says.from,
            to: says.to,
        }
    }
}

/// An insight that can be asked for, or is refused.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Algorithm {
    /// The published id.
    #[schema(example = "rhr-trend")]
    id: &'static str,
    /// The name people read.
    #[schema(example = "Rhr trend")]
    name: String,
    /// What it says.
    #[schema(example = "Says whether the resting heart rate rises or falls.")]
    description: &'static str,
    /// What it is about.
    #[schema(example = "cardio")]
    category: &'static str,
    /// The exact ids of the metrics it can be made from.
    #[schema(example = json!(["resting_heart_rate"]))]
    required_metrics: Vec<&'static str>,
    /// The method; `null` where it is refused.
    #[schema(example = "trend")]
    method: Option<&'static str>,
    /// The least it needs; `null` where it is refused.
    #[schema(example = "8 of 30 days")]
    needs: Option<&'static str>,
    /// Why it is refused; `null` where it is answered.
    refused: Option<&'static str>,
}

impl From<&Definition> for Algorithm {
    fn from(it: &Definition) -> Self {
        let (method, needs, refused) = match it.way {
            Way::Answered { method, needs, .. } => (Some(method), Some(needs), None),
            Way::Refused { reason } => (None, None, Some(reason)),
        };
        Self {
            id: it.id,
            name: it.name(),
            description: it.says,
            category: it.category.id(),
            required_metrics: it.metrics.iter().map(|metric| metric.id()).collect(),
            method,
            needs,
            refused,
        }
    }
}

/// Which insights to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct InsightsQuery {
    /// The civil date; today in the user's time zone where it is left out.
    #[param(value_type = Option<String>, example = "2025-06-15")]
    date: Option<NaiveDate>,
    /// Only of this category.
    #[param(value_type = Option<String>, example = "sleep")]
    category: Option<insights::Category>,
}

impl FromParams for InsightsQuery {
    const NAMES: &'static [&'static str] = &["date", "category"];

    fn from_params(params: &mut Params) -> Self {
        let known: Vec<&str> = insights::Category::ALL.iter().map(|it| it.id()).collect();
        let find = |word: &str| insights::Category::ALL.iter().copied().find(|it| it.id() == word);
        Self {
            date: date(params),
            category: params.word(&["category"], "category", &known, find),
        }
    }
}

/// List what insights say of a user
///
/// Of those with enough data; `GET /v1/insights/algorithms` lists all with what they need. No text or number is made by a model.
#[utoipa::path(
    get, path = "/users/{userId}/insights", tag = "Analytics", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), InsightsQuery),
    responses((status = 200, body = Listed<Insight>, description = "The insights that have an answer."))
)]
async fn list_insights(
    scope: UserScope<Read>,
    Query(query): Query<InsightsQuery>,
    State(app): State<App>,
) -> Answer<Json<Listed<Insight>>> {
    let asked = analytics::ask(&app, &scope.into_user(), query.date, |it| insights(&it)).await?;
    let wanted = asked
        .into_iter()
        .filter(|it| query.category.is_none_or(|of| it.definition.category == of));
    let said = wanted.filter_map(|it| match it.definition.way {
        Way::Answered { method, .. } => Some(Insight::new(it.definition, method, it.answer.ok()?)),
        Way::Refused { .. } => None,
    });
    Ok(Json(Listed::of(said.collect())))
}

/// List every insight there is, with what it needs, or why it is refused
#[utoipa::path(
    get, path = "/insights/algorithms", tag = "Analytics", extensions(("x-required-scope" = json!("read"))),
    responses((status = 200, body = Listed<Algorithm>, description = "The insights."))
)]
async fn list_insight_algorithms(_: Key<Read>) -> Answer<Json<Listed<Algorithm>>> {
    Ok(Json(Listed::of(definitions().map(Algorithm::from).collect())))
}
