//! API keys: create, list, rotate, delete.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::auth::{Environment, RawKey, Scope, Scopes};
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{Admin, PathOf, Workspace};
use crate::http::problem::{Answer, Problem};
use crate::http::wire::Instant;
use crate::service::keys::{self, CreateKey};
use crate::service::{Id, parse_id};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(create_api_key, list_api_keys))
        .routes(routes!(delete_api_key))
        .routes(routes!(rotate_api_key))
}

/// A key, without the key itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ApiKey {
    /// The id, a ULID.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    id: String,
    /// What people call it.
    #[schema(example = "backend-service")]
    name: String,
    /// The beginning of the key, by which people recognise it.
    #[schema(example = "vs_live_yhjs")]
    key_prefix: String,
    /// What it may do; `admin` implies the others.
    scopes: Vec<Scope>,
    /// The only user it may see; `null` for a key of the workspace.
    user_id: Option<String>,
    /// When it stops working; `null` for never.
    expires_at: Option<Instant>,
    /// When it was last used, to the minute.
    last_used_at: Option<Instant>,
    /// When it was created.
    created_at: Instant,
}

/// A key with the key itself, which no other answer shows.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NewApiKey {
    #[serde(flatten)]
    key: ApiKey,
    /// The key. It is shown here and never again.
    #[schema(example = "vs_live_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1")]
    raw_key: String,
}

impl From<keys::ApiKey> for ApiKey {
    fn from(key: keys::ApiKey) -> Self {
        Self {
            id: key.id.to_string(),
            name: key.name,
            key_prefix: key.prefix,
            scopes: keys::scopes(&key.scopes).iter().collect(),
            user_id: key.user_id.map(|id| id.to_string()),
            expires_at: key.expires_at.map(Instant),
            last_used_at: key.last_used_at.map(Instant),
            created_at: Instant(key.created_at),
        }
    }
}

impl NewApiKey {
    fn new((key, raw): (keys::ApiKey, RawKey)) -> Self {
        Self {
            key: key.into(),
            raw_key: raw.reveal().to_owned(),
        }
    }
}

/// A key to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateApiKey {
    /// What people call it. Also read under `label`.
    #[serde(alias = "label")]
    #[schema(min_length = 1, max_length = 100, example = "backend-service")]
    name: String,
    /// What it may do: `read`, `write`, `admin`.
    #[schema(value_type = Vec<Scope>, min_items = 1, example = json!(["read", "write"]))]
    scopes: Vec<String>,
    /// When it stops working; never where it is left out.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<DateTime<FixedOffset>>,
    /// The only user it may see; left out for a key of the workspace.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    user_id: Option<String>,
}

impl RequestBody for CreateApiKey {
    const FIELDS: &'static [&'static str] = &["name", "scopes", "expiresAt", "userId", "label"];
}

impl TryFrom<CreateApiKey> for CreateKey {
    type Error = Error;

    fn try_from(body: CreateApiKey) -> Result<Self, Error> {
        let known = Scope::ALL.map(Scope::id);
        let scope = |(at, word): (usize, &String)| {
            Scope::from_id(word).ok_or_else(|| Error::unknown_word(format!("scopes[{at}]"), "scope", word, known))
        };
        let user = body.user_id.map(|id| parse_id(&id).ok_or(Error::not_found("User")));
        Ok(Self {
            name: body.name,
            scopes: body
                .scopes
                .iter()
                .enumerate()
                .map(scope)
                .collect::<Result<Scopes, Error>>()?,
            expires_at: body.expires_at.map(|at| at.with_timezone(&Utc)),
            user: user.transpose()?,
            environment: Environment::Live,
        })
    }
}

/// Create a key
///
/// The answer shows the key; no other answer does.
#[utoipa::path(
    post, path = "/api-keys", tag = "API keys", extensions(("x-required-scope" = json!("admin"))),
    request_body = CreateApiKey,
    responses(
        (status = 201, body = NewApiKey, description = "The key was created; `rawKey` is shown this once."),
        (status = 404, body = Problem, description = "The workspace has no such user."),
    )
)]
async fn create_api_key(
    workspace: Workspace<Admin>,
    State(app): State<App>,
    Json(body): Json<CreateApiKey>,
) -> Answer<(StatusCode, Json<NewApiKey>)> {
    let created = keys::create(&app, workspace.id(), body.try_into()?).await?;
    Ok((StatusCode::CREATED, Json(NewApiKey::new(created))))
}

/// List the keys of the workspace, oldest first
#[utoipa::path(
    get, path = "/api-keys", tag = "API keys", extensions(("x-required-scope" = json!("admin"))),
    responses((status = 200, body = Vec<ApiKey>, description = "All keys."))
)]
async fn list_api_keys(workspace: Workspace<Admin>, State(app): State<App>) -> Answer<Json<Vec<ApiKey>>> {
    let keys = keys::list(&app, workspace.id()).await?;
    Ok(Json(keys.into_iter().map(ApiKey::from).collect()))
}

/// Delete a key; it stops working at once
#[utoipa::path(
    delete, path = "/api-keys/{keyId}", tag = "API keys", extensions(("x-required-scope" = json!("admin"))),
    params(("keyId" = String, Path, description = "The id of the key.")),
    responses((status = 204, description = "The key is gone."))
)]
async fn delete_api_key(
    workspace: Workspace<Admin>,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
) -> Answer<StatusCode> {
    keys::delete(&app, workspace.id(), key_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Replace the secret of a key
///
/// The id, name, scopes and expiry stay; the old secret stops working at once.
#[utoipa::path(
    post, path = "/api-keys/{keyId}/rotate", tag = "API keys", extensions(("x-required-scope" = json!("admin"))),
    params(("keyId" = String, Path, description = "The id of the key.")),
    responses((status = 200, body = NewApiKey, description = "The key with its new secret, shown this once."))
)]
async fn rotate_api_key(
    workspace: Workspace<Admin>,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
) -> Answer<Json<NewApiKey>> {
    let rotated = keys::rotate(&app, workspace.id(), key_id(&id)?).await?;
    Ok(Json(NewApiKey::new(rotated)))
}

fn key_id(text: &str) -> Result<Id, Error> {
    parse_id(text).ok_or(Error::not_found("API key"))
}
