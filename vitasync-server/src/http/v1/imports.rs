//! Files that are uploaded: begin, list, follow, stop.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use futures::StreamExt as _;
use serde::Serialize;
use serde_json::Value;
use tokio::time::timeout;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::error::{Error, Result};
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{PathOf, Read, UserScope, Write};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::{Answer, Problem};
use crate::http::wire::Instant;
use crate::service::imports::{self, Come, Receiving, Wanted};
use crate::service::jobs::Job;
use crate::service::users::User;
use crate::service::{Id, parse_id};

/// After how long an upload is given up that sends nothing.
const SILENCE: Duration = Duration::from_secs(60);
/// How many imports are listed.
const LISTED: u64 = 100;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(create_import, list_imports))
        .routes(routes!(get_import, cancel_import))
}

/// An import of an uploaded file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Import {
    /// The id.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    id: String,
    /// `queued`, `running`, `succeeded`, `failed` or `cancelled`.
    #[schema(example = "running")]
    status: &'static str,
    /// The name of the file.
    #[schema(example = "export.zip")]
    file: String,
    /// How far it has come; `null` before it has begun.
    progress: Option<ImportProgress>,
    /// What was in the file and what was written; `null` unless it has succeeded.
    report: Option<Value>,
    /// Why it failed, or why it is tried again.
    error: Option<String>,
    /// When the file was uploaded.
    created_at: Instant,
    /// When it was first begun.
    started_at: Option<Instant>,
    /// When it was over.
    finished_at: Option<Instant>,
}

/// How far an import has come.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ImportProgress {
    /// Bytes of the file that were read.
    bytes_read: u64,
    /// Bytes there are.
    bytes_total: u64,
    /// How much of the file was read.
    #[schema(minimum = 0, maximum = 100, example = 42)]
    percent: u64,
    /// Records that were written, or found to be there.
    records: u64,
}

impl Import {
    pub(super) fn new(job: Job) -> Result<Self> {
        let (file, _) = imports::file_of(&job)?;
        let come: Option<Come> = job
            .progress
            .map(serde_json::from_value)
            .transpose()
            .map_err(Error::internal("reading a job"))?;
        Ok(Self {
            id: job.id.to_string(),
            status: job.status.id(),
            file,
            progress: come.map(ImportProgress::from),
            report: job.result,
            error: job.error,
            created_at: Instant(job.created_at),
            started_at: job.started_at.map(Instant),
            finished_at: job.finished_at.map(Instant),
        })
    }
}

impl From<Come> for ImportProgress {
    fn from(come: Come) -> Self {
        let read = come.bytes_read.min(come.bytes_total);
        Self {
            bytes_read: read,
            bytes_total: come.bytes_total,
            percent: (read.saturating_mul(100)).checked_div(come.bytes_total).unwrap_or(100),
            records: come.records,
        }
    }
}

/// How to import a file.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportQuery {
    /// The name of the file, where neither the form nor `Content-Disposition` names it.
    #[param(value_type = Option<String>, example = "export.zip")]
    filename: Option<String>,
    /// The time zone of civil dates, before that of the user's profile.
    #[param(value_type = Option<String>, example = "Europe/Berlin")]
    timezone: Option<chrono_tz::Tz>,
    /// Do not keep the original.
    #[param(value_type = Option<bool>, default = false)]
    no_raw: bool,
}

impl ImportQuery {
    /// Says how to import the file.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            zone: self.timezone,
            no_raw: self.no_raw,
        }
    }
}

impl FromParams for ImportQuery {
    const NAMES: &'static [&'static str] = &["filename", "timezone", "noRaw"];

    fn from_params(params: &mut Params) -> Self {
        Self {
            filename: params.text(&["filename"]),
            timezone: params.zone(),
            no_raw: params.flag(&["noRaw"]),
        }
    }
}

/// Upload a file to import
///
/// Send the file as the body, or as the first file of a form (`multipart/form-data`). It is told by what is in it: an export
/// of Apple Health (zip or XML), FIT, TCX, GPX, WHOOP's tables, alone, gzipped or many in a zip. It is received as a stream
/// and read by a job; importing the same file again changes nothing. Large files can be sent past this server where it has an
/// object store: see `POST /v1/users/{userId}/imports/presigned`.
#[utoipa::path(
    post, path = "/users/{userId}/imports", tag = "Imports", extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user."), ImportQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    responses((status = 202, body = Import, description = "The file is here and will be read."))
)]
async fn create_import(
    scope: UserScope<Write>,
    Query(query): Query<ImportQuery>,
    State(context): State<Context>,
    request: Request,
) -> Answer<(StatusCode, Json<Import>)> {
    let user = scope.into_user();
    let wanted = query.wanted();
    let received = match is_form(request.headers()) {
        true => receive_form(&context, &user, query.filename, request).await?,
        false => receive_body(&context, &user, query.filename, request).await?,
    };
    let job = received.finish(&context.app, &user, wanted).await?;
    Ok((StatusCode::ACCEPTED, Json(Import::new(job)?)))
}

/// List the imports of a user's uploads, the newest first
#[utoipa::path(
    get, path = "/users/{userId}/imports", tag = "Imports", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 200, body = Vec<Import>, description = "The last 100 imports."))
)]
async fn list_imports(scope: UserScope<Read>, State(app): State<App>) -> Answer<Json<Vec<Import>>> {
    let jobs = imports::list(&app, &scope.into_user(), LISTED).await?;
    Ok(Json(jobs.into_iter().map(Import::new).collect::<Result<_>>()?))
}

/// Get an import, with how far it has come and what came of it
#[utoipa::path(
    get, path = "/users/{userId}/imports/{importId}", tag = "Imports", extensions(("x-required-scope" = json!("read"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("importId" = String, Path, description = "The id of the import."),
    ),
    responses((status = 200, body = Import, description = "The import."))
)]
async fn get_import(
    scope: UserScope<Read>,
    PathOf(ids): PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<Json<Import>> {
    let job = imports::find(&app, &scope.into_user(), job_id(&ids.1)?).await?;
    Ok(Json(Import::new(job)?))
}

/// Stop an import
///
/// What it has written stays; importing the file again completes it.
#[utoipa::path(
    delete, path = "/users/{userId}/imports/{importId}", tag = "Imports",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("importId" = String, Path, description = "The id of the import."),
    ),
    responses(
        (status = 202, body = Import, description = "It is stopped, or will be within seconds."),
        (status = 409, body = Problem, description = "It is over."),
    )
)]
async fn cancel_import(
    scope: UserScope<Write>,
    PathOf(ids): PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<(StatusCode, Json<Import>)> {
    let job = imports::cancel(&app, &scope.into_user(), job_id(&ids.1)?).await?;
    Ok((StatusCode::ACCEPTED, Json(Import::new(job)?)))
}

async fn receive_body(context: &Context, user: &User, name: Option<String>, request: Request) -> Answer<Receiving> {
    let name = name.or_else(|| named_in(request.headers()));
    let limit = context.limits.upload_bytes;
    let mut receiving = Receiving::begin(&context.app, user, name.as_deref(), limit).await?;
    let mut chunks = Body::into_data_stream(request.into_body());
    while let Some(chunk) = heard(chunks.next()).await? {
        receiving.write(&chunk.map_err(|error| broken(&error))?).await?;
    }
    Ok(receiving)
}

async fn receive_form(context: &Context, user: &User, name: Option<String>, mut request: Request) -> Answer<Receiving> {
    DefaultBodyLimit::disable().apply(&mut request);
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|rejection| Error::invalid("body", rejection.body_text()))?;
    while let Some(mut field) = heard(form.next_field()).await?.map_err(|error| broken(&error))? {
        if field.file_name().is_none() && field.name() != Some("file") {
            continue;
        }
        let name = name.as_deref().or(field.file_name());
        let limit = context.limits.upload_bytes;
        let mut receiving = Receiving::begin(&context.app, user, name, limit).await?;
        while let Some(chunk) = heard(field.chunk()).await?.map_err(|error| broken(&error))? {
            let chunk: Bytes = chunk;
            receiving.write(&chunk).await?;
        }
        return Ok(receiving);
    }
    Err(Error::invalid("file", "the form has no file").into())
}

/// Waits for what a client sends, for as long as it sends anything.
async fn heard<T>(next: impl Future<Output = T>) -> Answer<T> {
    let heard = timeout(SILENCE, next).await;
    heard.map_err(|_| Problem::of_status(StatusCode::REQUEST_TIMEOUT))
}

fn broken(error: &dyn std::error::Error) -> Error {
    Error::invalid("body", format!("it breaks off: {error}"))
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

/// Reads the file's name of `Content-Disposition: attachment; filename="export.zip"`.
fn named_in(headers: &HeaderMap) -> Option<String> {
    let said = headers.get(header::CONTENT_DISPOSITION)?.to_str().ok()?;
    let (_, name) = said
        .split(';')
        .map(str::trim)
        .find_map(|part| part.split_once("filename="))?;
    Some(name.trim_matches('"').to_owned())
}

pub(super) fn job_id(text: &str) -> Result<Id> {
    parse_id(text).ok_or(Error::not_found("Import"))
}
