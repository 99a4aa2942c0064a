//! Webhooks: endpoints of the workspace, their secrets, and what was sent to them.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{Admin, By, PathOf, Read, Workspace};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::{Answer, Problem};
use crate::http::wire::{Instant, Page, Pagination, cursor};
use crate::service::webhooks::{self, ChangeEndpoint, Delivery, Endpoint, NewEndpoint, as_whsec};
use crate::service::{Id, parse_id};

const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 1_000;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(create_webhook, list_webhooks))
        .routes(routes!(list_webhook_events))
        .routes(routes!(get_webhook, update_webhook, delete_webhook))
        .routes(routes!(get_webhook_secret))
        .routes(routes!(rotate_webhook_secret))
        .routes(routes!(test_webhook))
        .routes(routes!(list_deliveries))
        .routes(routes!(get_delivery))
        .routes(routes!(redeliver))
}

/// An endpoint, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Webhook {
    /// The id, a ULID.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    id: String,
    /// Where it is told.
    #[schema(example = "https://example.com/hooks/vitasync")]
    url: String,
    /// What it hears of: names, `*`, or `x.*` for everything below `x`.
    #[schema(value_type = Vec<String>, example = json!(["sync.completed", "workout.*"]))]
    events: Value,
    /// What people call it.
    description: String,
    /// Whether anything is sent.
    is_active: bool,
    /// Why nothing is, where it was not you who said so; `null` otherwise.
    disabled_reason: Option<String>,
    /// Until when the secret before the present one signs too; `null` where there is only one.
    previous_secret_until: Option<Instant>,
    /// When it was created.
    created_at: Instant,
    /// When it was last changed.
    updated_at: Instant,
}

/// An endpoint with its secret.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebhookWithSecret {
    #[serde(flatten)]
    webhook: Webhook,
    #[serde(flatten)]
    secret: WebhookSecret,
}

/// What deliveries are signed with.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebhookSecret {
    /// The secret: its bytes are the key of `X-VitaSync-Signature`.
    secret: String,
    /// The same, as the libraries of Standard Webhooks take it.
    #[schema(example = "whsec_c2l4dGVlbi1ieXRlcy1sb25n")]
    signing_secret: String,
}

/// An event on its way to an endpoint.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebhookDelivery {
    /// The id: `X-VitaSync-Delivery` and `webhook-id`, the same for every attempt.
    id: String,
    /// The endpoint.
    webhook_id: String,
    /// The name of the event.
    #[schema(example = "workout.created")]
    event: String,
    /// `pending`, `delivered` or `failed`.
    #[schema(example = "delivered")]
    status: String,
    /// What the endpoint last answered; `null` where it did not.
    #[schema(example = 200)]
    status_code: Option<i32>,
    /// How often it was tried.
    #[schema(example = 1)]
    attempt_count: i32,
    /// What last went wrong.
    error: Option<String>,
    /// How long the last answer took, in milliseconds.
    duration_ms: Option<i32>,
    /// When the event happened, or the delivery was asked for.
    created_at: Instant,
    /// When it was last tried.
    last_attempted_at: Option<Instant>,
    /// When it is tried next; `null` where it is not.
    next_attempt_at: Option<Instant>,
    /// When it arrived.
    delivered_at: Option<Instant>,
}

/// A delivery with what is sent.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebhookDeliveryWithPayload {
    #[serde(flatten)]
    delivery: WebhookDelivery,
    /// What is sent, byte by byte.
    #[schema(value_type = Object)]
    payload: Box<RawValue>,
}

impl From<Endpoint> for Webhook {
    fn from(it: Endpoint) -> Self {
        Self {
            id: it.id.to_string(),
            url: it.url,
            events: it.events,
            description: it.description,
            is_active: it.is_active,
            disabled_reason: it.disabled_reason,
            previous_secret_until: it.previous_until.map(Instant),
            created_at: Instant(it.created_at),
            updated_at: Instant(it.updated_at),
        }
    }
}

impl From<Vec<u8>> for WebhookSecret {
    fn from(secret: Vec<u8>) -> Self {
        Self {
            signing_secret: as_whsec(&secret),
            secret: String::from_utf8_lossy(&secret).into_owned(),
        }
    }
}

impl From<(Endpoint, Vec<u8>)> for WebhookWithSecret {
    fn from((endpoint, secret): (Endpoint, Vec<u8>)) -> Self {
        Self {
            webhook: endpoint.into(),
            secret: secret.into(),
        }
    }
}

impl From<Delivery> for WebhookDelivery {
    fn from(it: Delivery) -> Self {
        Self {
            id: it.id.to_string(),
            webhook_id: it.endpoint_id.to_string(),
            event: it.event,
            status: it.status,
            status_code: it.response_status,
            attempt_count: it.attempts,
            error: it.error,
            duration_ms: it.duration_ms,
            created_at: Instant(it.created_at),
            last_attempted_at: it.last_attempt_at.map(Instant),
            next_attempt_at: it.next_attempt_at.map(Instant),
            delivered_at: it.delivered_at.map(Instant),
        }
    }
}

/// An endpoint to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateWebhook {
    /// Where to tell: an `https` address in the public internet.
    #[schema(example = "https://example.com/hooks/vitasync")]
    url: String,
    /// The secret, of 16 to 256 bytes; one is made where it is left out.
    #[schema(min_length = 16, max_length = 256)]
    secret: Option<String>,
    /// What it hears of: names, `*`, or `x.*` for everything below `x`. `GET /v1/webhooks/events` lists them.
    #[schema(min_items = 1, example = json!(["sync.completed", "workout.*"]))]
    events: Vec<String>,
    /// What people call it.
    #[serde(default)]
    #[schema(max_length = 255)]
    description: String,
}

impl RequestBody for CreateWebhook {
    const FIELDS: &'static [&'static str] = &["url", "secret", "events", "description"];
}

/// What is to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UpdateWebhook {
    /// Where to tell.
    url: Option<String>,
    /// What it hears of.
    #[schema(min_items = 1)]
    events: Option<Vec<String>>,
    /// What people call it.
    #[schema(max_length = 255)]
    description: Option<String>,
    /// Whether anything is sent. Also read under `enabled`.
    #[serde(alias = "enabled")]
    is_active: Option<bool>,
}

impl RequestBody for UpdateWebhook {
    const FIELDS: &'static [&'static str] = &["url", "events", "description", "isActive", "enabled"];
}

/// How to replace a secret.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RotateSecret {
    /// The new secret, of 16 to 256 bytes; one is made where it is left out.
    #[schema(min_length = 16, max_length = 256)]
    secret: Option<String>,
    /// For how many seconds the old one signs beside it: a day where it is left out, at most 7 days.
    #[schema(minimum = 0, maximum = 604_800, example = 86_400)]
    overlap_seconds: Option<i64>,
}

impl RequestBody for RotateSecret {
    const FIELDS: &'static [&'static str] = &["secret", "overlapSeconds"];
}

/// Which deliveries to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct DeliveriesQuery {
    /// Only those that are `pending`, `delivered` or `failed`.
    #[param(value_type = Option<String>, example = "failed")]
    status: Option<&'static str>,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 1_000, default = 50)]
    limit: u64,
    /// The `nextCursor` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Id>,
}

impl FromParams for DeliveriesQuery {
    const NAMES: &'static [&'static str] = &["status", "limit", "cursor"];

    fn from_params(params: &mut Params) -> Self {
        let known = ["pending", "delivered", "failed"];
        let find = |word: &str| known.into_iter().find(|it| *it == word);
        Self {
            status: params.word(&["status"], "status", &known, find),
            limit: params.limit(DEFAULT_LIMIT, MAX_LIMIT),
            cursor: params.cursor::<String>().and_then(|id| parse_id(&id)),
        }
    }
}

/// Create a webhook
///
/// Every event is sent as `{event, timestamp, data}` and signed twice: `X-VitaSync-Signature: sha256=<hex>` is the
/// HMAC-SHA256 of the body under the secret's bytes; `webhook-id`, `webhook-timestamp` and `webhook-signature` (also as `svix-…`)
/// are those of Standard Webhooks. Answer 2xx within 10 s. What is not answered so is sent again after 30 s, 5 min, 30 min
/// and 2 h under the same id; an event can arrive twice, and events can overtake each other. An endpoint that answers 410,
/// or that nothing has reached for 3 days, is disabled, and the others hear `webhook.disabled`.
#[utoipa::path(
    post, path = "/webhooks", tag = "Webhooks", extensions(("x-required-scope" = json!("admin"))),
    request_body = CreateWebhook,
    responses((status = 201, body = WebhookWithSecret, description = "The webhook with its secret."))
)]
async fn create_webhook(
    workspace: Workspace<Admin>,
    By(actor): By,
    State(app): State<App>,
    Json(body): Json<CreateWebhook>,
) -> Answer<(StatusCode, Json<WebhookWithSecret>)> {
    let new = NewEndpoint {
        url: body.url,
        secret: body.secret,
        events: body.events,
        description: body.description,
    };
    let created = webhooks::create(&app, &actor, workspace.id(), new).await?;
    Ok((StatusCode::CREATED, Json(created.into())))
}

/// List the webhooks of the workspace, oldest first
#[utoipa::path(
    get, path = "/webhooks", tag = "Webhooks", extensions(("x-required-scope" = json!("admin"))),
    responses((status = 200, body = Vec<Webhook>, description = "All webhooks, without their secrets."))
)]
async fn list_webhooks(workspace: Workspace<Admin>, State(app): State<App>) -> Answer<Json<Vec<Webhook>>> {
    let found = webhooks::list(&app, workspace.id()).await?;
    Ok(Json(found.into_iter().map(Webhook::from).collect()))
}

/// List every event a webhook can hear of
#[utoipa::path(
    get, path = "/webhooks/events", tag = "Webhooks", extensions(("x-required-scope" = json!("read"))),
    responses((status = 200, body = Vec<String>, description = "Names; `x.*` and `*` stand for many."))
)]
async fn list_webhook_events(_: Workspace<Read>) -> Answer<Json<Vec<String>>> {
    Ok(Json(webhooks::names()))
}

/// Get a webhook
#[utoipa::path(
    get, path = "/webhooks/{webhookId}", tag = "Webhooks", extensions(("x-required-scope" = json!("admin"))),
    params(("webhookId" = String, Path, description = "The id of the webhook.")),
    responses((status = 200, body = Webhook, description = "The webhook, without its secret."))
)]
async fn get_webhook(
    workspace: Workspace<Admin>,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
) -> Answer<Json<Webhook>> {
    let found = webhooks::find(&app, workspace.id(), webhook_id(&id)?).await?;
    Ok(Json(found.into()))
}

/// Change a webhook
///
/// Setting `isActive` switches a disabled one on again.
#[utoipa::path(
    patch, path = "/webhooks/{webhookId}", tag = "Webhooks", extensions(("x-required-scope" = json!("admin"))),
    params(("webhookId" = String, Path, description = "The id of the webhook.")),
    request_body = UpdateWebhook,
    responses((status = 200, body = Webhook, description = "The webhook as it is now."))
)]
async fn update_webhook(
    workspace: Workspace<Admin>,
    PathOf(id): PathOf<String>,
    By(actor): By,
    State(app): State<App>,
    Json(body): Json<UpdateWebhook>,
) -> Answer<Json<Webhook>> {
    let change = ChangeEndpoint {
        url: body.url,
        events: body.events,
        description: body.description,
        is_active: body.is_active,
    };
    let changed = webhooks::update(&app, &actor, workspace.id(), webhook_id(&id)?, change).await?;
    Ok(Json(changed.into()))
}

/// Delete a webhook with its deliveries; nothing more is sent
#[utoipa::path(
    delete, path = "/webhooks/{webhookId}", tag = "Webhooks", extensions(("x-required-scope" = json!("admin"))),
    params(("webhookId" = String, Path, description = "The id of the webhook.")),
    responses((status = 204, description = "The webhook is gone."))
)]
async fn delete_webhook(
    workspace: Workspace<Admin>,
    PathOf(id): PathOf<String>,
    By(actor): By,
    State(app): State<App>,
) -> Answer<StatusCode> {
    webhooks::delete(&app, &actor, workspace.id(), webhook_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Get the secret of a webhook
#[utoipa::path(
    get, path = "/webhooks/{webhookId}/secret", tag = "Webhooks", extensions(("x-required-scope" = json!("admin"))),
    params(("webhookId" = String, Path, description = "The id of the webhook.")),
    responses((status = 200, body = WebhookSecret, description = "The secret."))
)]
async fn get_webhook_secret(
    workspace: Workspace<Admin>,
    PathOf(id): PathOf<String>,
    By(actor): By,
    State(app): State<App>,
) -> Answer<Json<WebhookSecret>> {
    let secret = webhooks::secret(&app, &actor, workspace.id(), webhook_id(&id)?).await?;
    Ok(Json(secret.into()))
}

/// Replace the secret of a webhook
///
/// For a while both sign: `webhook-signature` carries both, `X-VitaSync-Signature` is of the new one and
/// `X-VitaSync-Signature-Previous` of the old one.
#[utoipa::path(
    post, path = "/webhooks/{webhookId}/rotate-secret", tag = "Webhooks",
    extensions(("x-required-scope" = json!("admin"))),
    params(("webhookId" = String, Path, description = "The id of the webhook.")),
    request_body = RotateSecret,
    responses((status = 200, body = WebhookWithSecret, description = "The webhook with its new secret."))
)]
async fn rotate_webhook_secret(
    workspace: Workspace<Admin>,
    PathOf(id): PathOf<String>,
    By(actor): By,
    State(app): State<App>,
    Json(body): Json<RotateSecret>,
) -> Answer<Json<WebhookWithSecret>> {
    let id = webhook_id(&id)?;
    let rotated = webhooks::rotate_secret(&app, &actor, workspace.id(), id, body.secret, body.overlap_seconds).await?;
    Ok(Json(rotated.into()))
}

/// Send a webhook a test, whatever it hears of
#[utoipa::path(
    post, path = "/webhooks/{webhookId}/test", tag = "Webhooks", extensions(("x-required-scope" = json!("admin"))),
    params(("webhookId" = String, Path, description = "The id of the webhook.")),
    responses(
        (status = 202, body = WebhookDelivery, description = "The delivery of `webhook.test`, on its way."),
        (status = 409, body = Problem, description = "The webhook is not active."),
    )
)]
async fn test_webhook(
    workspace: Workspace<Admin>,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
) -> Answer<(StatusCode, Json<WebhookDelivery>)> {
    let delivery = webhooks::send_test(&app, workspace.id(), webhook_id(&id)?).await?;
    Ok((StatusCode::ACCEPTED, Json(delivery.into())))
}

/// List what was sent to a webhook, newest first
#[utoipa::path(
    get, path = "/webhooks/{webhookId}/deliveries", tag = "Webhooks",
    extensions(("x-required-scope" = json!("admin"))),
    params(("webhookId" = String, Path, description = "The id of the webhook."), DeliveriesQuery),
    responses((status = 200, body = Page<WebhookDelivery>, description = "Deliveries of the last 30 days."))
)]
async fn list_deliveries(
    workspace: Workspace<Admin>,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
    Query(query): Query<DeliveriesQuery>,
) -> Answer<Json<Page<WebhookDelivery>>> {
    let id = webhook_id(&id)?;
    let asked = query.limit + 1;
    let mut found = webhooks::deliveries(&app, workspace.id(), id, query.status, query.cursor, asked).await?;
    let more = found.len() as u64 > query.limit;
    found.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
    let next = found.last().filter(|_| more).map(|last| cursor(&last.id.to_string()));
    let at = Pagination::new(query.limit, None, None, next);
    Ok(Json(Page::new(
        found.into_iter().map(WebhookDelivery::from).collect(),
        at,
    )))
}

/// Get a delivery with what is sent
#[utoipa::path(
    get, path = "/webhooks/{webhookId}/deliveries/{deliveryId}", tag = "Webhooks",
    extensions(("x-required-scope" = json!("admin"))),
    params(
        ("webhookId" = String, Path, description = "The id of the webhook."),
        ("deliveryId" = String, Path, description = "The id of the delivery."),
    ),
    responses((status = 200, body = WebhookDeliveryWithPayload, description = "The delivery."))
)]
async fn get_delivery(
    workspace: Workspace<Admin>,
    PathOf((id, delivery)): PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<Json<WebhookDeliveryWithPayload>> {
    let (webhook, delivery) = (webhook_id(&id)?, delivery_id(&delivery)?);
    let (delivery, body) = webhooks::delivery(&app, workspace.id(), webhook, delivery).await?;
    Ok(Json(WebhookDeliveryWithPayload {
        delivery: delivery.into(),
        payload: RawValue::from_string(body).map_err(Error::internal("reading an event"))?,
    }))
}

/// Send an event to a webhook once more, under an id of its own
#[utoipa::path(
    post, path = "/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver", tag = "Webhooks",
    extensions(("x-required-scope" = json!("admin"))),
    params(
        ("webhookId" = String, Path, description = "The id of the webhook."),
        ("deliveryId" = String, Path, description = "The id of the delivery."),
    ),
    responses((status = 202, body = WebhookDelivery, description = "The new delivery, on its way."))
)]
async fn redeliver(
    workspace: Workspace<Admin>,
    PathOf((id, delivery)): PathOf<(String, String)>,
    State(app): State<App>,
) -> Answer<(StatusCode, Json<WebhookDelivery>)> {
    let (webhook, delivery) = (webhook_id(&id)?, delivery_id(&delivery)?);
    let again = webhooks::redeliver(&app, workspace.id(), webhook, delivery).await?;
    Ok((StatusCode::ACCEPTED, Json(again.into())))
}

fn webhook_id(text: &str) -> Result<Id, Error> {
    parse_id(text).ok_or(Error::not_found("Webhook"))
}

fn delivery_id(text: &str) -> Result<Id, Error> {
    parse_id(text).ok_or(Error::not_found("Delivery"))
}
