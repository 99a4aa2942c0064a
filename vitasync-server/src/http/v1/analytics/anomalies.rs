//! What was unusual, and what people say to it.

use axum::extract::State;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::analytics::anomaly::episodes::Resolution;
use vitasync_core::analytics::anomaly::{Severity, thresholds};
use vitasync_core::id::ContentId;

use super::within;
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{PathOf, Read, UserScope, Write};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::http::wire::Instant;
use crate::service::analytics;
use crate::service::analytics::anomalies::{self, Anomalies, Ground, Say, Status, anomalies};
use crate::service::users::User;
use crate::vocabulary::{Asked, Face};

/// The most anomalies of one answer, and how many there are where nothing is said.
const MOST: u64 = 200;
const USUAL: u64 = 50;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(find_anomalies))
        .routes(routes!(detect_anomalies))
        .routes(routes!(list_anomalies))
        .routes(routes!(get_anomaly))
        .routes(routes!(acknowledge_anomaly))
        .routes(routes!(dismiss_anomaly))
}

/// Which days to look at.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FindAnomalies {
    /// How many days up to today: 1 where it is left out.
    #[schema(minimum = 1, maximum = 30, default = 1, example = 7)]
    lookback_days: Option<u64>,
}

impl RequestBody for FindAnomalies {
    const FIELDS: &'static [&'static str] = &["lookbackDays"];
}

/// Something unusual that went on for a day or more.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Anomaly {
    /// The id. It keeps leading to the episode that covers its day, whatever data comes later.
    #[schema(example = "01JXQZ6R00T9K2ZB8N4W6X1C0D")]
    id: String,
    /// The documented name of the metric, or the exact id where it has none.
    #[schema(example = "resting_heart_rate")]
    metric_type: &'static str,
    /// The exact id.
    #[schema(example = "resting_heart_rate")]
    metric: &'static str,
    /// How urgent it is at its worst: `low`, `medium`, `high` or `critical`.
    #[schema(example = "medium")]
    severity: &'static str,
    /// `new`, `acknowledged`, `dismissed`, or `resolved` where it is over.
    #[schema(example = "new")]
    status: &'static str,
    /// `threshold` for a clinical limit, `zscore` for what is usual for the user.
    #[schema(example = "zscore")]
    detection_method: &'static str,
    /// The value that stands out most.
    #[schema(example = 71.0)]
    observed_value: f64,
    /// What is usual; `null` for a clinical limit.
    #[schema(example = 58.0)]
    expected_value: Option<f64>,
    /// How far the value is from what is usual, as a modified z-score; `null` for a clinical limit.
    #[schema(example = 5.2)]
    z_score: Option<f64>,
    /// The unit of the values.
    #[schema(example = "bpm")]
    unit: Option<&'static str>,
    /// `high` or `low`.
    #[schema(example = "high")]
    direction: &'static str,
    /// A heading.
    #[schema(example = "Resting heart rate high")]
    title: String,
    /// What shows it best, in the exact unit.
    #[schema(example = "71.0 where 58.0 is usual over 60 days (z 5.2)")]
    description: String,
    /// The first day on which it stood out.
    detected_at: NaiveDate,
    /// The same.
    start_date: NaiveDate,
    /// The last day on which it did.
    end_date: NaiveDate,
    /// On how many days it did.
    #[schema(example = 3)]
    days: usize,
    /// Of each method its severest finding, the severest first.
    evidence: Vec<Evidence>,
    /// Whether it is over.
    resolution: AnomalyResolution,
    /// When somebody took note of it.
    acknowledged_at: Option<Instant>,
    /// When somebody said that it does not matter.
    dismissed_at: Option<Instant>,
    /// By which methods, in which versions.
    #[schema(example = "episodes/1 robust_z/1 clinical_threshold/1")]
    method: String,
}

/// What shows that a day stands out.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnomalyEvidence)]
struct Evidence {
    /// The day.
    date: NaiveDate,
    /// The value.
    #[schema(example = 71.0)]
    value: f64,
    /// What is usual; `null` for a clinical limit.
    #[schema(example = 58.0)]
    expected_value: Option<f64>,
    /// How far it is from that, in the method's own measure.
    #[schema(example = 5.2)]
    score: Option<f64>,
    /// How urgent it is.
    #[schema(example = "medium")]
    severity: &'static str,
    /// The method by its exact name.
    #[schema(example = "robust_z")]
    method: String,
    /// It in words.
    description: String,
}

/// Whether an anomaly is over.
#[derive(Debug, Serialize, ToSchema)]
struct AnomalyResolution {
    /// `ongoing`, `resolved`, or `unknown` where there are no values any more.
    #[schema(example = "resolved")]
    state: &'static str,
    /// Since when: the first of two days that are as usual, or the first without a value.
    since: Option<NaiveDate>,
}

impl From<&anomalies::Anomaly> for Anomaly {
    fn from(it: &anomalies::Anomaly) -> Self {
        let face = Face::of(it.metric, &[]);
        let evidence = |ground: &Ground| Evidence {
            date: ground.date,
            value: face.value(ground.value),
            expected_value: ground.expected.map(|value| face.value(value)),
            score: ground.score,
            severity: ground.severity.id(),
            method: ground.method.clone(),
            description: ground.evidence.clone(),
        };
        let worst = it.grounds.first();
        let limit = worst.is_some_and(|worst| worst.method == thresholds::METHOD.id);
        let (state, since) = match it.resolution {
            Resolution::Ongoing => ("ongoing", None),
            Resolution::Resolved(since) => ("resolved", Some(since)),
            Resolution::Unknown(since) => ("unknown", Some(since)),
        };
        Self {
            id: it.id.to_string(),
            metric_type: face.metric_type,
            metric: it.metric.id(),
            severity: it.severity.id(),
            status: it.status().id(),
            detection_method: if limit { "threshold" } else { "zscore" },
            observed_value: worst.map_or(f64::NAN, |worst| face.value(worst.value)),
            expected_value: worst.and_then(|worst| Some(face.value(worst.expected?))),
            z_score: worst.and_then(|worst| worst.score),
            unit: face.unit,
            direction: it.side.id(),
            title: it.title(),
            description: worst.map_or_else(String::new, |worst| worst.evidence.clone()),
            detected_at: it.first,
            start_date: it.first,
            end_date: it.last,
            days: it.days,
            evidence: it.grounds.iter().map(evidence).collect(),
            resolution: AnomalyResolution { state, since },
            acknowledged_at: it.acknowledged_at.map(Instant),
            dismissed_at: it.dismissed_at.map(Instant),
            method: it.method.clone(),
        }
    }
}

/// Anomalies.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AnomalyList {
    /// Them, the latest first.
    data: Vec<Anomaly>,
    /// How many there are here.
    #[schema(example = 1)]
    count: usize,
    /// Whether everything that is known has been judged; `false` while data keeps coming in.
    up_to_date: bool,
}

/// One anomaly.
#[derive(Debug, Serialize, ToSchema)]
struct AnomalyAnswer {
    /// The anomaly.
    data: Anomaly,
}

/// Which anomalies to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct AnomaliesQuery {
    /// Only of this urgency: `low`, `medium`, `high` or `critical`.
    #[param(value_type = Option<String>, example = "high")]
    severity: Option<Severity>,
    /// Only where they stand so: `new`, `acknowledged`, `dismissed` or `resolved`.
    #[param(value_type = Option<String>, example = "new")]
    status: Option<Status>,
    /// Only of this metric: a documented name or an exact id.
    #[param(value_type = Option<String>, example = "resting_heart_rate")]
    metric_type: Option<Asked>,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 200, default = 50)]
    limit: u64,
}

impl FromParams for AnomaliesQuery {
    const NAMES: &'static [&'static str] = &["severity", "status", "metricType", "limit"];

    fn from_params(params: &mut Params) -> Self {
        let severities: Vec<&str> = Severity::ALL.iter().map(|it| it.id()).collect();
        let metric = params.text(&["metricType"]);
        Self {
            severity: params.word(&["severity"], "severity", &severities, |word| {
                Severity::ALL.iter().copied().find(|it| it.id() == word)
            }),
            status: params.word(&["status"], "status", &Status::ALL.map(Status::id), |word| {
                Status::ALL.into_iter().find(|it| it.id() == word)
            }),
            metric_type: metric.and_then(|text| params.known(Asked::by_type(&text))),
            limit: params.limit(USUAL, MOST),
        }
    }
}

/// Find what is unusual
///
/// Days beyond clinical limits, and days far from what has been usual for the user in the 60 days before, joined into episodes: those
/// with a finding on the days that are looked at, the most urgent first. A day without a value is never unusual. Limits are labels, not
/// diagnoses.
#[utoipa::path(
    post, path = "/users/{userId}/analytics/anomalies", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    request_body = Option<FindAnomalies>,
    responses((status = 200, body = AnomalyList, description = "What is unusual."))
)]
async fn find_anomalies(
    scope: UserScope<Read>,
    State(app): State<App>,
    body: Option<Json<FindAnomalies>>,
) -> Answer<Json<AnomalyList>> {
    Ok(Json(recent(&app, &scope.into_user(), body).await?))
}

/// Find what is unusual, by another path
///
/// The same as `POST …/analytics/anomalies`.
#[utoipa::path(
    post, path = "/users/{userId}/anomalies/detect", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    request_body = Option<FindAnomalies>,
    responses((status = 200, body = AnomalyList, description = "What is unusual."))
)]
async fn detect_anomalies(
    scope: UserScope<Read>,
    State(app): State<App>,
    body: Option<Json<FindAnomalies>>,
) -> Answer<Json<AnomalyList>> {
    Ok(Json(recent(&app, &scope.into_user(), body).await?))
}

async fn recent(app: &App, user: &User, body: Option<Json<FindAnomalies>>) -> Result<AnomalyList, Error> {
    let days = body.and_then(|Json(body)| body.lookback_days).unwrap_or(1);
    within("lookbackDays", days, 1, 30)?;
    let first = analytics::today(app, user).await? - Days::new(days - 1);
    let mut found = anomalies(app, user).await?;
    found.all.retain(|it| it.last >= first);
    found.all.sort_by_key(|it| std::cmp::Reverse((it.severity, it.last)));
    Ok(list(&found, |_| true, MOST))
}

fn list(found: &Anomalies, wanted: impl Fn(&anomalies::Anomaly) -> bool, limit: u64) -> AnomalyList {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let rows = found.all.iter().filter(|it| wanted(it)).take(limit);
    let data: Vec<Anomaly> = rows.map(Anomaly::from).collect();
    AnomalyList {
        count: data.len(),
        data,
        up_to_date: found.up_to_date,
    }
}

/// List what was unusual, the latest first
///
/// Episodes over all days, with what shows them, whether they are over, and what was said to them. They are judged when data comes, and
/// here where something has not been judged yet.
#[utoipa::path(
    get, path = "/users/{userId}/anomalies", tag = "Analytics", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), AnomaliesQuery),
    responses((status = 200, body = AnomalyList, description = "A row per episode."))
)]
async fn list_anomalies(
    scope: UserScope<Read>,
    Query(query): Query<AnomaliesQuery>,
    State(app): State<App>,
) -> Answer<Json<AnomalyList>> {
    let found = anomalies(&app, &scope.into_user()).await?;
    let wanted = |it: &anomalies::Anomaly| {
        query.severity.is_none_or(|severity| it.severity == severity)
            && query.status.is_none_or(|status| it.status() == status)
            && query
                .metric_type
                .is_none_or(|asked| asked.metrics().contains(&it.metric))
    };
    Ok(Json(list(&found, wanted, query.limit)))
}

/// Get an anomaly
#[utoipa::path(
    get, path = "/users/{userId}/anomalies/{anomalyId}", tag = "Analytics",
    extensions(("x-required-scope" = json!("read"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("anomalyId" = String, Path, description = "The id of the anomaly."),
    ),
    responses((status = 200, body = AnomalyAnswer, description = "The anomaly."))
)]
async fn get_anomaly(
    scope: UserScope<Read>,
    path: PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<Json<AnomalyAnswer>> {
    let found = anomalies::find(&app, &scope.into_user(), id(path)?).await?;
    Ok(Json(AnomalyAnswer { data: (&found).into() }))
}

/// Say that an anomaly is known
///
/// It stays so while data comes in. Saying it again changes nothing.
#[utoipa::path(
    post, path = "/users/{userId}/anomalies/{anomalyId}/acknowledge", tag = "Analytics",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("anomalyId" = String, Path, description = "The id of the anomaly."),
    ),
    responses((status = 200, body = AnomalyAnswer, description = "The anomaly as it stands now."))
)]
async fn acknowledge_anomaly(
    scope: UserScope<Write>,
    path: PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<Json<AnomalyAnswer>> {
    let found = anomalies::say(&app, &scope.into_user(), id(path)?, Say::Acknowledged).await?;
    Ok(Json(AnomalyAnswer { data: (&found).into() }))
}

/// Say that an anomaly does not matter
///
/// It stays so while data comes in. Saying it again changes nothing.
#[utoipa::path(
    post, path = "/users/{userId}/anomalies/{anomalyId}/dismiss", tag = "Analytics",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("anomalyId" = String, Path, description = "The id of the anomaly."),
    ),
    responses((status = 200, body = AnomalyAnswer, description = "The anomaly as it stands now."))
)]
async fn dismiss_anomaly(
    scope: UserScope<Write>,
    path: PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<Json<AnomalyAnswer>> {
    let found = anomalies::say(&app, &scope.into_user(), id(path)?, Say::Dismissed).await?;
    Ok(Json(AnomalyAnswer { data: (&found).into() }))
}

fn id(path: PathOf<(String, String)>) -> Result<ContentId, Error> {
    let PathOf((_, id)) = path;
    id.parse().map_err(|_| Error::not_found("Anomaly"))
}
