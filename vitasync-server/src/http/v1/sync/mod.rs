//! Reading connections: now, over a span of the past, or again from what was kept; and how far that has come.

mod events;
mod form;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::form::SyncJob;
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{Admin, PathOf, Read, UserScope, Workspace, Write};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::{Answer, Problem};
use crate::http::wire::{Page, Pagination, cursor};
use crate::service::jobs::{Job, Status};
use crate::service::sync::{self, Which};
use crate::service::users::{self, Reach};
use crate::service::window::{When, Window};
use crate::service::{Id, connections, parse_id};

/// How many jobs a page has where nobody says.
const DEFAULT_LIMIT: u64 = 100;
const MAX_LIMIT: u64 = 10_000;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(sync_connection))
        .routes(routes!(backfill_connection))
        .routes(routes!(list_connection_syncs))
        .routes(routes!(replay_user))
        .routes(routes!(list_sync_jobs))
        .routes(routes!(get_sync_job))
        .routes(routes!(follow_sync_job))
        .routes(routes!(cancel_sync_job))
        .routes(routes!(retry_sync_job))
}

/// Which connection a path names.
#[derive(Debug, Deserialize)]
struct OfUser {
    #[serde(rename = "connectionId")]
    connection: String,
}

/// What to read.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SyncRequest {
    /// Which resources of the provider, for example `sleep`; all of them where none is named.
    #[serde(default)]
    #[schema(example = json!([]))]
    resources: Vec<String>,
}

impl RequestBody for SyncRequest {
    const FIELDS: &'static [&'static str] = &["resources"];
}

/// Which span to read.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BackfillRequest {
    /// Since when: an instant, or a day in the user's zone; 90 days ago where nothing is said. Also read under `startDate`.
    #[serde(default, alias = "startDate", alias = "start_date")]
    #[schema(example = "2025-06-01")]
    from: Option<String>,
    /// Until when: an instant, which is not included, or a day, which is; now where nothing is said. Also read under `endDate`.
    #[serde(default, alias = "endDate", alias = "end_date")]
    #[schema(example = "2025-06-30")]
    to: Option<String>,
    /// Which resources of the provider; all of them where none is named.
    #[serde(default)]
    #[schema(example = json!([]))]
    resources: Vec<String>,
}

impl RequestBody for BackfillRequest {
    const FIELDS: &'static [&'static str] = &[
        "from",
        "to",
        "resources",
        "startDate",
        "endDate",
        "start_date",
        "end_date",
    ];
}

/// What to decode again.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ReplayRequest {
    /// What one provider has sent, or files of one kind, for example `apple_health`; everything where none is named.
    #[serde(default, alias = "provider")]
    provider_id: Option<String>,
    /// Say what would change, and change nothing.
    #[serde(default, alias = "dry_run")]
    #[schema(example = true)]
    dry_run: bool,
}

impl RequestBody for ReplayRequest {
    const FIELDS: &'static [&'static str] = &["providerId", "dryRun", "provider", "dry_run"];
}

impl BackfillRequest {
    fn window(&self) -> Result<Window, Error> {
        let read = |name: &str, text: &Option<String>| {
            let read = text.as_deref().map(str::parse::<When>).transpose();
            read.map_err(|message| Error::invalid(name, message))
        };
        Ok(Window {
            from: read("from", &self.from)?,
            to: read("to", &self.to)?,
        })
    }
}

/// Which jobs to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct JobsQuery {
    /// Of which user. Also read under `user_id`.
    #[param(value_type = Option<String>, rename = "userId")]
    user: Option<Id>,
    /// Of which connection. Also read under `connection_id`.
    #[param(value_type = Option<String>, rename = "connectionId")]
    connection: Option<Id>,
    /// How they stand: `queued`, `running`, `succeeded`, `failed` or `cancelled`. Also read: `pending` and `completed`.
    #[param(value_type = Option<String>, example = "failed")]
    status: Option<Status>,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 10_000, default = 100)]
    limit: u64,
    /// The `nextCursor` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<String>,
}

impl FromParams for JobsQuery {
    const NAMES: &'static [&'static str] = &[
        "userId",
        "connectionId",
        "status",
        "limit",
        "cursor",
        "user_id",
        "connection_id",
    ];

    fn from_params(params: &mut Params) -> Self {
        let id = |text: &str| parse_id(text).ok_or_else(|| "it must be an id".to_owned());
        Self {
            user: params.parse(&["userId", "user_id"], id),
            connection: params.parse(&["connectionId", "connection_id"], id),
            status: status(params),
            limit: params.limit(DEFAULT_LIMIT, MAX_LIMIT),
            cursor: params.cursor(),
        }
    }
}

/// Which jobs of a connection to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// How they stand: `queued`, `running`, `succeeded`, `failed` or `cancelled`. Also read: `pending` and `completed`.
    #[param(value_type = Option<String>, example = "failed")]
    status: Option<Status>,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 10_000, default = 100)]
    limit: u64,
    /// The `nextCursor` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<String>,
}

impl FromParams for HistoryQuery {
    const NAMES: &'static [&'static str] = &["status", "limit", "cursor"];

    fn from_params(params: &mut Params) -> Self {
        Self {
            status: status(params),
            limit: params.limit(DEFAULT_LIMIT, MAX_LIMIT),
            cursor: params.cursor(),
        }
    }
}

/// Reads how jobs stand.
fn status(params: &mut Params) -> Option<Status> {
    let all = [
        Status::Queued,
        Status::Running,
        Status::Succeeded,
        Status::Failed,
        Status::Cancelled,
    ];
    let find = |word: &str| match word {
        "pending" => Some(Status::Queued),
        "completed" => Some(Status::Succeeded),
        _ => all.into_iter().find(|it| it.id() == word),
    };
    params.word(&["status"], "status of jobs", &all.map(Status::id), find)
}

/// Gives a page of jobs.
async fn page(app: &App, workspace: Id, which: Which, limit: u64) -> Result<Json<Page<SyncJob>>, Error> {
    let (found, more) = sync::list(app, workspace, which, limit).await?;
    let next = found.last().filter(|_| more).map(|job| cursor(&job.id.to_string()));
    let whose = sync::whose(app, &found).await?;
    let rows = found.into_iter().map(|job| SyncJob::new(job, &whose)).collect();
    Ok(Json(Page::new(rows, Pagination::new(limit, None, None, next))))
}

/// Says where a page begins.
fn behind(cursor: Option<&String>) -> Option<Id> {
    cursor.and_then(|text| parse_id(text))
}

/// Answers with a job that was asked for.
async fn queued(app: &App, job: Job) -> Answer<(StatusCode, Json<SyncJob>)> {
    Ok((StatusCode::ACCEPTED, shown(app, job).await?))
}

async fn shown(app: &App, job: Job) -> Result<Json<SyncJob>, Error> {
    let whose = sync::whose(app, std::slice::from_ref(&job)).await?;
    Ok(Json(SyncJob::new(job, &whose)))
}

fn job_id(text: &str) -> Result<Id, Error> {
    parse_id(text).ok_or(Error::not_found("Job"))
}

/// Read a connection now
///
/// Reads what is new since the last time. Asking again while that waits gives the same job. Without a body, all resources
/// are read.
#[utoipa::path(
    post, path = "/users/{userId}/connections/{connectionId}/sync", tag = "Sync",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("connectionId" = String, Path, description = "The id of the connection, or the slug of its provider."),
    ),
    request_body = Option<SyncRequest>,
    responses(
        (status = 202, body = SyncJob, description = "The job; see `GET /v1/sync-jobs/{jobId}`."),
        (status = 409, body = Problem, description = "The connection has ended or has to be connected again."),
    )
)]
async fn sync_connection(
    scope: UserScope<Write>,
    PathOf(path): PathOf<OfUser>,
    State(app): State<App>,
    body: Option<Json<SyncRequest>>,
) -> Answer<(StatusCode, Json<SyncJob>)> {
    let connection = connections::find(&app, scope.user().no, &path.connection).await?;
    let resources = body.map(|Json(body)| body.resources).unwrap_or_default();
    queued(&app, sync::ask_sync(&app, &connection, resources).await?).await
}

/// Read a span of the past of a connection
///
/// As far back as the provider keeps it. Providers that push are asked to push it again. What is there is not doubled.
#[utoipa::path(
    post, path = "/users/{userId}/connections/{connectionId}/backfill", tag = "Sync",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("connectionId" = String, Path, description = "The id of the connection, or the slug of its provider."),
    ),
    request_body = Option<BackfillRequest>,
    responses(
        (status = 202, body = SyncJob, description = "The job; see `GET /v1/sync-jobs/{jobId}`."),
        (status = 409, body = Problem, description = "The connection has ended or has to be connected again."),
    )
)]
async fn backfill_connection(
    scope: UserScope<Write>,
    PathOf(path): PathOf<OfUser>,
    State(app): State<App>,
    body: Option<Json<BackfillRequest>>,
) -> Answer<(StatusCode, Json<SyncJob>)> {
    let connection = connections::find(&app, scope.user().no, &path.connection).await?;
    let body = body.map(|Json(body)| body).unwrap_or_default();
    let job = sync::ask_backfill(&app, &connection, body.window()?, body.resources).await?;
    queued(&app, job).await
}

/// List the jobs that have read a connection, latest first
#[utoipa::path(
    get, path = "/users/{userId}/connections/{connectionId}/sync-jobs", tag = "Sync",
    extensions(("x-required-scope" = json!("read"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("connectionId" = String, Path, description = "The id of the connection, or the slug of its provider."),
        HistoryQuery,
    ),
    responses((status = 200, body = Page<SyncJob>, description = "Some of the jobs. They are kept for 30 days."))
)]
async fn list_connection_syncs(
    scope: UserScope<Read>,
    PathOf(path): PathOf<OfUser>,
    Query(query): Query<HistoryQuery>,
    State(app): State<App>,
) -> Answer<Json<Page<SyncJob>>> {
    let connection = connections::find(&app, scope.user().no, &path.connection).await?;
    let which = Which {
        connection: Some(connection.id),
        status: query.status,
        before: behind(query.cursor.as_ref()),
        ..Which::default()
    };
    Ok(page(&app, connection.workspace_id, which, query.limit).await?)
}

/// Decode again what providers have sent about a user
///
/// The answers and the files that were kept are read with what this version knows. `result` of the job says how many values were
/// added, changed and removed, by metric, and which files were skipped and why.
#[utoipa::path(
    post, path = "/users/{userId}/replay", tag = "Sync", extensions(("x-required-scope" = json!("admin"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    request_body = Option<ReplayRequest>,
    responses((status = 202, body = SyncJob, description = "The job; see `GET /v1/sync-jobs/{jobId}`."))
)]
async fn replay_user(
    scope: UserScope<Admin>,
    State(app): State<App>,
    body: Option<Json<ReplayRequest>>,
) -> Answer<(StatusCode, Json<SyncJob>)> {
    let body = body.map(|Json(body)| body).unwrap_or_default();
    let user = scope.into_user();
    queued(
        &app,
        sync::ask_replay(&app, &user, body.provider_id, body.dry_run).await?,
    )
    .await
}

/// List the jobs that read connections, latest first
#[utoipa::path(
    get, path = "/sync-jobs", tag = "Sync", extensions(("x-required-scope" = json!("read"))), params(JobsQuery),
    responses((status = 200, body = Page<SyncJob>, description = "Some of the jobs. They are kept for 30 days."))
)]
async fn list_sync_jobs(
    workspace: Workspace<Read>,
    Query(query): Query<JobsQuery>,
    State(app): State<App>,
) -> Answer<Json<Page<SyncJob>>> {
    let user_no = match query.user {
        Some(user) => Some(users::find(&app, Reach::Workspace(workspace.id()), user).await?.user_no),
        None => None,
    };
    let which = Which {
        user_no,
        connection: query.connection,
        status: query.status,
        before: behind(query.cursor.as_ref()),
    };
    Ok(page(&app, workspace.id(), which, query.limit).await?)
}

/// Get a job
#[utoipa::path(
    get, path = "/sync-jobs/{jobId}", tag = "Sync", extensions(("x-required-scope" = json!("read"))),
    params(("jobId" = String, Path, description = "The id of the job.")),
    responses((status = 200, body = SyncJob, description = "The job and how far it has come."))
)]
async fn get_sync_job(
    workspace: Workspace<Read>,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
) -> Answer<Json<SyncJob>> {
    let job = sync::find(&app, workspace.id(), job_id(&id)?).await?;
    Ok(shown(&app, job).await?)
}

/// Follow a job
///
/// Server-sent events: `progress` with the job now and whenever something changes, and at the end `succeeded`, `failed` or
/// `cancelled`, after which the stream ends. Comments keep the line open meanwhile.
#[utoipa::path(
    get, path = "/sync-jobs/{jobId}/events", tag = "Sync", extensions(("x-required-scope" = json!("read"))),
    params(("jobId" = String, Path, description = "The id of the job.")),
    responses((status = 200, body = String, content_type = "text/event-stream", description = "The events."))
)]
async fn follow_sync_job(
    workspace: Workspace<Read>,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
) -> Answer<Response> {
    let id = job_id(&id)?;
    sync::find(&app, workspace.id(), id).await?;
    Ok(events::follow(app, workspace.id(), id).into_response())
}

/// Stop a job; what it has committed stays
#[utoipa::path(
    post, path = "/sync-jobs/{jobId}/cancel", tag = "Sync", extensions(("x-required-scope" = json!("write"))),
    params(("jobId" = String, Path, description = "The id of the job.")),
    responses(
        (status = 200, body = SyncJob, description = "The job; one that is being worked on stops within seconds."),
        (status = 409, body = Problem, description = "The job is over."),
    )
)]
async fn cancel_sync_job(
    workspace: Workspace<Write>,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
) -> Answer<Json<SyncJob>> {
    let job = sync::cancel(&app, workspace.id(), job_id(&id)?).await?;
    Ok(shown(&app, job).await?)
}

/// Do again what a job that failed or was cancelled was to do
#[utoipa::path(
    post, path = "/sync-jobs/{jobId}/retry", tag = "Sync", extensions(("x-required-scope" = json!("write"))),
    params(("jobId" = String, Path, description = "The id of the job.")),
    responses(
        (status = 202, body = SyncJob, description = "A new job."),
        (status = 409, body = Problem, description = "The job has not failed, or the connection cannot be read."),
    )
)]
async fn retry_sync_job(
    workspace: Workspace<Write>,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
) -> Answer<(StatusCode, Json<SyncJob>)> {
    queued(&app, sync::retry(&app, workspace.id(), job_id(&id)?).await?).await
}
