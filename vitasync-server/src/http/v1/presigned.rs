//! Files that are sent past this server, to the object store: an address to send to, and the start of the import.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::imports::{Import, ImportQuery, job_id};
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{PathOf, UserScope, Write};
use crate::http::params::Query;
use crate::http::problem::{Answer, Problem};
use crate::http::wire::Instant;
use crate::service::imports;

/// For how long an address is valid where nothing is said, in seconds.
const LIFETIME: u32 = 3600;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(presign_import))
        .routes(routes!(start_import))
}

/// What will be sent.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PresignRequest {
    /// The name of the file.
    #[schema(example = "export.zip")]
    filename: Option<String>,
    /// For how long the address is valid; an hour where nothing is said.
    #[serde(alias = "expiration_seconds")]
    #[schema(minimum = 60, maximum = 86400, example = 3600)]
    expires_in_seconds: Option<u32>,
}

impl RequestBody for PresignRequest {
    const FIELDS: &'static [&'static str] = &["filename", "expiresInSeconds", "expiration_seconds"];
}

/// Where to send a file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PresignedImport {
    /// The id of the import: start it under this id.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    id: String,
    /// The address, which takes the file as a body, without a key.
    #[schema(example = "https://bucket.s3.example/01J…/uploads/01J…/export.zip?X-Amz-Signature=…")]
    url: String,
    /// How to send it.
    #[schema(example = "PUT")]
    method: &'static str,
    /// Until when the address is valid.
    expires_at: Instant,
    /// The largest file that is imported.
    max_bytes: u64,
}

/// Get an address to send a large file to
///
/// The file goes to the object store and not through this server. Send it with PUT, then start the import under the `id`.
/// What is not started within a day is deleted.
#[utoipa::path(
    post, path = "/users/{userId}/imports/presigned", tag = "Imports", extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    request_body = Option<PresignRequest>,
    responses(
        (status = 201, body = PresignedImport, description = "Where to send the file."),
        (status = 409, body = Problem, description = "This server has no object store that takes uploads: upload the file."),
    )
)]
async fn presign_import(
    scope: UserScope<Write>,
    State(context): State<Context>,
    body: Option<Json<PresignRequest>>,
) -> Answer<(StatusCode, Json<PresignedImport>)> {
    let wanted = body.map(|Json(body)| body).unwrap_or_default();
    let lifetime = wanted.expires_in_seconds.unwrap_or(LIFETIME);
    if !(60..=86_400).contains(&lifetime) {
        return Err(Error::invalid("expiresInSeconds", "give 60 to 86400").into());
    }
    let lifetime = Duration::from_secs(lifetime.into());
    let user = scope.into_user();
    let made = imports::presign(&context.app, &user, wanted.filename.as_deref(), lifetime).await?;
    let made = PresignedImport {
        id: made.id.to_string(),
        url: made.url,
        method: "PUT",
        expires_at: Instant(made.expires_at),
        max_bytes: context.limits.upload_bytes,
    };
    Ok((StatusCode::CREATED, Json(made)))
}

/// Start the import of a file that was sent to the object store
///
/// Starting it again answers the same import.
#[utoipa::path(
    post, path = "/users/{userId}/imports/{importId}/start", tag = "Imports",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("importId" = String, Path, description = "The id that came with the address."),
        ImportQuery,
    ),
    responses(
        (status = 202, body = Import, description = "The file is here and will be read."),
        (status = 404, body = Problem, description = "Nothing was sent under this id, or it was given up after a day."),
        (status = 413, body = Problem, description = "The file is too large, and is deleted."),
    )
)]
async fn start_import(
    scope: UserScope<Write>,
    PathOf(ids): PathOf<(String, String)>,
    Query(query): Query<ImportQuery>,
    State(context): State<Context>,
) -> Answer<(StatusCode, Json<Import>)> {
    let app: &App = &context.app;
    let limit = context.limits.upload_bytes;
    let job = imports::start(app, &scope.into_user(), job_id(&ids.1)?, query.wanted(), limit).await?;
    Ok((StatusCode::ACCEPTED, Json(Import::new(job)?)))
}
