//! What phones push: tokens, batches and how far a phone has come.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_providers::push::Batch;

use crate::App;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{PathOf, PushScope, UserScope, Write};
use crate::http::problem::{Answer, Problem};
use crate::http::unpack::Unpacked;
use crate::http::wire::Instant;
use crate::service::ingest::{self, Device, ItemResult, ItemStatus, Push, token};
use crate::service::users::UserRef;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(create_push_token, revoke_push_tokens))
        .routes(routes!(push_batch))
        .routes(routes!(list_push_anchors))
        .routes(routes!(get_push_batch))
}

/// A token of a user's phone.
#[derive(Debug, Serialize, ToSchema)]
struct PushTokenAnswer {
    /// The token, to be sent as `Authorization: Bearer …`.
    #[schema(example = "vs_push_01JXS7N3R8A1B2C3D4E5F6G7H8.01JXS7N3R8A1B2C3D4E5F6G7H9.0.1776931200.q3…")]
    access_token: String,
    /// Always `bearer`.
    #[schema(example = "bearer")]
    token_type: &'static str,
    /// For how many seconds it is valid.
    #[schema(example = 3600)]
    expires_in: u64,
}

/// A batch and what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PushReport {
    /// The id of the batch: the phone's, or ours where it gave none.
    #[schema(example = "5d0f6a0e-9a0b-4c0e-8a51-6a1f4f5c2b11")]
    batch_id: String,
    /// Whether it is written.
    status: PushStatus,
    /// The slug of the provider.
    #[schema(example = "apple_health")]
    provider: String,
    /// How many items it has.
    #[schema(example = 120)]
    items: u64,
    /// When it came.
    received_at: Instant,
    /// When it was written; `null` while it waits.
    done_at: Option<Instant>,
    /// How many items have become what; `null` while it waits.
    counts: Option<PushCounts>,
    /// What became of each item, list by list in their order; `null` while it waits.
    results: Option<Vec<ItemResult>>,
}

/// How a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum PushStatus {
    /// It is kept and will be written.
    Queued,
    /// It is written.
    Done,
}

/// How many items of a batch have become what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
struct PushCounts {
    /// New ones.
    created: u64,
    /// Those with other content than before.
    updated: u64,
    /// Those that were there.
    unchanged: u64,
    /// Deletions, and windows that have deleted something.
    deleted: u64,
    /// Those that could not be used.
    rejected: u64,
}

/// How far a phone has come.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PushDevice {
    /// The slug of the provider.
    #[schema(example = "apple_health")]
    provider: String,
    /// The phone; `null` where it has no name.
    #[schema(example = "iphone-7f3a")]
    device_id: Option<String>,
    /// The last anchor of each type, as the phone gave it.
    anchors: BTreeMap<String, String>,
    /// The number the next batch of each stream has; the stream without a name is `""`.
    next_sequences: BTreeMap<String, u64>,
}

impl From<Push> for PushReport {
    fn from(push: Push) -> Self {
        Self {
            batch_id: push.id,
            status: match push.done_at {
                Some(_) => PushStatus::Done,
                None => PushStatus::Queued,
            },
            provider: push.provider,
            items: push.items,
            received_at: Instant(push.received_at),
            done_at: push.done_at.map(Instant),
            counts: push.results.as_deref().map(PushCounts::of),
            results: push.results,
        }
    }
}

impl PushCounts {
    fn of(results: &[ItemResult]) -> Self {
        let mut counts = Self::default();
        for result in results {
            *match result.status {
                ItemStatus::Created => &mut counts.created,
                ItemStatus::Updated => &mut counts.updated,
                ItemStatus::Unchanged => &mut counts.unchanged,
                ItemStatus::Deleted => &mut counts.deleted,
                ItemStatus::Rejected => &mut counts.rejected,
            } += 1;
        }
        counts
    }
}

impl From<Device> for PushDevice {
    fn from(device: Device) -> Self {
        Self {
            provider: device.provider,
            device_id: Some(device.device).filter(|device| !device.is_empty()),
            anchors: device.anchors.into_iter().collect(),
            next_sequences: device.next_sequences.into_iter().collect(),
        }
    }
}

/// Make a token for a user's phone
///
/// An app pushes with it, and can do nothing else. It is short-lived; your server makes another when the app asks for one.
#[utoipa::path(
    post, path = "/users/{userId}/token", tag = "Push", extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 200, body = PushTokenAnswer, description = "The token. Nothing of it is stored."))
)]
async fn create_push_token(scope: UserScope<Write>, State(context): State<Context>) -> Answer<Json<PushTokenAnswer>> {
    let lifetime = context.limits.push_token;
    Ok(Json(PushTokenAnswer {
        access_token: token::issue(&context.app, &scope.into_user(), lifetime)?,
        token_type: "bearer",
        expires_in: lifetime.as_secs(),
    }))
}

/// Revoke every token of a user's phones
#[utoipa::path(
    delete, path = "/users/{userId}/token", tag = "Push", extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 204, description = "No token that was made before is valid."))
)]
async fn revoke_push_tokens(scope: UserScope<Write>, State(app): State<App>) -> Answer<StatusCode> {
    token::revoke(&app, &scope.into_user()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Push what an app has read from a phone's store
///
/// The answer comes once everything is committed and tells what became of each item; one that is wrong takes no other with
/// it. More than 5,000 items, `Prefer: respond-async`, or an earlier batch that still waits: the batch is kept, the answer
/// is 202, and its status tells the rest. The body may be compressed (`Content-Encoding: gzip` or `zstd`). Sent again under
/// the same `batchId` it has no effect and is answered as before, so that a phone without an answer sends it again.
#[utoipa::path(
    post, path = "/users/{userId}/ingest", tag = "Push",
    extensions(("x-required-scope" = json!("write")), ("x-push-token" = json!(true))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("Prefer" = Option<String>, Header, description = "`respond-async`: keep the batch and write it later."),
    ),
    request_body = Batch<'static>,
    responses(
        (status = 200, body = PushReport, description = "The batch is written."),
        (status = 202, body = PushReport, description = "The batch is kept and will be written."),
        (status = 409, body = Problem, description = "Another body came under this `batchId`, or `sequence` is not the \
            next one: `errors` tells which was expected."),
        (status = 415, body = Problem, description = "The body is compressed otherwise."),
    )
)]
async fn push_batch(
    scope: PushScope,
    headers: HeaderMap,
    State(app): State<App>,
    Unpacked(body): Unpacked,
) -> Answer<(StatusCode, Json<PushReport>)> {
    let push = ingest::push(&app, &scope.into_user(), body, prefers_later(&headers)).await?;
    let status = match push.done_at {
        Some(_) => StatusCode::OK,
        None => StatusCode::ACCEPTED,
    };
    Ok((status, Json(push.into())))
}

/// Tell how far each of a user's phones has come
///
/// An app that was installed again goes on from the anchors it has given, and counts on from the next number.
#[utoipa::path(
    get, path = "/users/{userId}/ingest/anchors", tag = "Push",
    extensions(("x-required-scope" = json!("write")), ("x-push-token" = json!(true))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 200, body = Vec<PushDevice>, description = "The phones that have given anchors or numbers."))
)]
async fn list_push_anchors(scope: PushScope, State(app): State<App>) -> Answer<Json<Vec<PushDevice>>> {
    let devices = ingest::devices(&app, &UserRef::from(&scope.into_user())).await?;
    Ok(Json(devices.into_iter().map(PushDevice::from).collect()))
}

/// Get a batch and what became of it
#[utoipa::path(
    get, path = "/users/{userId}/ingest/{batchId}", tag = "Push",
    extensions(("x-required-scope" = json!("write")), ("x-push-token" = json!(true))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("batchId" = String, Path, description = "The id of the batch."),
    ),
    responses((status = 200, body = PushReport, description = "The batch."))
)]
async fn get_push_batch(
    scope: PushScope,
    PathOf(ids): PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<Json<PushReport>> {
    let push = ingest::find(&app, &UserRef::from(&scope.into_user()), &ids.1).await?;
    Ok(Json(push.into()))
}

/// Tells whether the client does not want to wait (RFC 7240).
fn prefers_later(headers: &HeaderMap) -> bool {
    let said = headers.get_all("prefer").iter().filter_map(|it| it.to_str().ok());
    said.flat_map(|it| it.split(',')).any(|it| {
        it.split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .eq_ignore_ascii_case("respond-async")
    })
}
