//! API keys: create, list, change, rotate, delete.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::auth::{Environment, RateLimit, RawKey, Scope, Scopes};
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody, said};
use crate::http::extract::{Admin, By, PathOf, Workspace};
use crate::http::negotiate::Wanted;
use crate::http::problem::{Answer, Problem};
use crate::http::wire::Instant;
use crate::service::keys::{self, ChangeKey, CreateKey};
use crate::service::{Id, parse_id};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(create_api_key, list_api_keys))
        .routes(routes!(update_api_key, delete_api_key))
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
    /// Whether it opens real data or the sandbox.
    environment: Environment,
    /// The only user it may see; `null` for a key of the workspace.
    user_id: Option<String>,
    /// How many requests it may make per minute: 0 for any number, `null` for as many as the server gives.
    #[schema(example = 600)]
    requests_per_minute: Option<u32>,
    /// When it stops working; `null` for never.
    expires_at: Option<Instant>,
    /// When it was last used, to the minute.
    last_used_at: Option<Instant>,
    /// Until when the secret before the last rotation works too; `null` where it does not.
    previous_secret_until: Option<Instant>,
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
            scopes: keys::scopes(&key.scopes).iter().collect(),
            environment: keys::environment(&key),
            requests_per_minute: keys::limit(&key).to_number(),
            previous_secret_until: key.previous_until.map(Instant),
            name: key.name,
            key_prefix: key.prefix,
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
    /// The only user it may see, of the workspace or, for a test key, of its sandbox; left out for a key of the workspace.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    user_id: Option<String>,
    /// How many requests it may make per minute: 0 for any number, left out for as many as the server gives.
    #[schema(value_type = Option<u32>, maximum = 2_147_483_647, example = 600)]
    requests_per_minute: Option<i64>,
    /// `live` for real data, `test` for the sandbox of the workspace, which is made with its first key.
    #[schema(value_type = Option<Environment>)]
    environment: Option<String>,
}

impl RequestBody for CreateApiKey {
    const FIELDS: &'static [&'static str] = &[
        "name",
        "scopes",
        "expiresAt",
        "userId",
        "requestsPerMinute",
        "environment",
        "label",
    ];
}

/// What to change of a key; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UpdateApiKey {
    /// What people call it.
    #[serde(alias = "label")]
    #[schema(min_length = 1, max_length = 100, example = "backend-service")]
    name: Option<String>,
    /// What it may do: `read`, `write`, `admin`.
    #[schema(value_type = Option<Vec<Scope>>, min_items = 1, example = json!(["read"]))]
    scopes: Option<Vec<String>>,
    /// When it stops working; `null` for never.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Option<DateTime<FixedOffset>>>,
    /// How many requests it may make per minute: 0 for any number, `null` for as many as the server gives.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<u32>, maximum = 2_147_483_647, example = 600)]
    requests_per_minute: Option<Option<i64>>,
}

impl RequestBody for UpdateApiKey {
    const FIELDS: &'static [&'static str] = &["name", "scopes", "expiresAt", "requestsPerMinute", "label"];
}

/// How to rotate a key.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RotateApiKey {
    /// For how many seconds the old secret goes on working, at most 30 days; it stops at once where it is left out.
    #[schema(value_type = Option<u32>, maximum = 2_592_000, example = 3600)]
    overlap_seconds: Option<i64>,
}

impl RequestBody for RotateApiKey {
    const FIELDS: &'static [&'static str] = &["overlapSeconds"];
}

impl TryFrom<CreateApiKey> for CreateKey {
    type Error = Error;

    fn try_from(body: CreateApiKey) -> Result<Self, Error> {
        let user = body.user_id.map(|id| parse_id(&id).ok_or(Error::not_found("User")));
        Ok(Self {
            name: body.name,
            scopes: scopes(&body.scopes)?,
            expires_at: body.expires_at.map(|at| at.with_timezone(&Utc)),
            user: user.transpose()?,
            limit: limit(body.requests_per_minute)?,
            environment: body.environment.as_deref().map(environment).transpose()?,
        })
    }
}

impl TryFrom<UpdateApiKey> for ChangeKey {
    type Error = Error;

    fn try_from(body: UpdateApiKey) -> Result<Self, Error> {
        Ok(Self {
            name: body.name,
            scopes: body.scopes.as_deref().map(scopes).transpose()?,
            expires_at: body.expires_at.map(|at| at.map(|at| at.with_timezone(&Utc))),
            limit: body.requests_per_minute.map(limit).transpose()?,
        })
    }
}

fn scopes(words: &[String]) -> Result<Scopes, Error> {
    let known = Scope::ALL.map(Scope::id);
    let scope = |(at, word): (usize, &String)| {
        Scope::from_id(word).ok_or_else(|| Error::unknown_word(format!("scopes[{at}]"), "scope", word, known))
    };
    words.iter().enumerate().map(scope).collect()
}

fn limit(number: Option<i64>) -> Result<RateLimit, Error> {
    let message = "it must be a whole number from 0 to 2147483647; 0 is no limit";
    RateLimit::from_number(number).ok_or_else(|| Error::invalid("requestsPerMinute", message))
}

fn environment(word: &str) -> Result<Environment, Error> {
    match word {
        "live" => Ok(Environment::Live),
        "test" => Ok(Environment::Test),
        _ => Err(Error::unknown_word(
            "environment",
            "environment",
            word,
            ["live", "test"],
        )),
    }
}

/// Create a key
///
/// The answer shows the key; no other answer does. A test key belongs to the sandbox of the workspace, whose users and data
/// are its own.
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
    By(actor): By,
    State(app): State<App>,
    Json(body): Json<CreateApiKey>,
) -> Answer<(StatusCode, Json<NewApiKey>)> {
    let created = keys::create(&app, &actor, workspace.id(), body.try_into()?).await?;
    Ok((StatusCode::CREATED, Json(NewApiKey::new(created))))
}

/// List the keys of the workspace and of its sandbox, oldest first
#[utoipa::path(
    get, path = "/api-keys", tag = "API keys", extensions(("x-required-scope" = json!("admin"))),
    responses((status = 200, description = "All keys.", content(
        (Vec<ApiKey> = "application/json"), (String = "application/x-ndjson"),
    )))
)]
async fn list_api_keys(workspace: Workspace<Admin>, wanted: Wanted, State(app): State<App>) -> Answer<Response> {
    let keys = keys::list(&app, workspace.id()).await?;
    Ok(wanted.rows(keys.into_iter().map(ApiKey::from).collect()))
}

/// Change a key and keep its secret
///
/// The new scopes, expiry and limit count at once, in other processes of the server within a second.
#[utoipa::path(
    patch, path = "/api-keys/{keyId}", tag = "API keys", extensions(("x-required-scope" = json!("admin"))),
    params(("keyId" = String, Path, description = "The id of the key.")), request_body = UpdateApiKey,
    responses((status = 200, body = ApiKey, description = "The key as it is now."))
)]
async fn update_api_key(
    workspace: Workspace<Admin>,
    By(actor): By,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
    Json(body): Json<UpdateApiKey>,
) -> Answer<Json<ApiKey>> {
    let changed = keys::change(&app, &actor, workspace.id(), key_id(&id)?, body.try_into()?).await?;
    Ok(Json(changed.into()))
}

/// Delete a key; it stops working at once
#[utoipa::path(
    delete, path = "/api-keys/{keyId}", tag = "API keys", extensions(("x-required-scope" = json!("admin"))),
    params(("keyId" = String, Path, description = "The id of the key.")),
    responses((status = 204, description = "The key is gone."))
)]
async fn delete_api_key(
    workspace: Workspace<Admin>,
    By(actor): By,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
) -> Answer<StatusCode> {
    keys::delete(&app, &actor, workspace.id(), key_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Replace the secret of a key
///
/// The id, name, scopes, limit and expiry stay. The old secret stops working at once, or after `overlapSeconds`.
#[utoipa::path(
    post, path = "/api-keys/{keyId}/rotate", tag = "API keys", extensions(("x-required-scope" = json!("admin"))),
    params(("keyId" = String, Path, description = "The id of the key.")), request_body = Option<RotateApiKey>,
    responses((status = 200, body = NewApiKey, description = "The key with its new secret, shown this once."))
)]
async fn rotate_api_key(
    workspace: Workspace<Admin>,
    By(actor): By,
    PathOf(id): PathOf<String>,
    State(app): State<App>,
    body: Option<Json<RotateApiKey>>,
) -> Answer<Json<NewApiKey>> {
    // What is too long for a duration is refused as what is too long for an overlap.
    let overlap = body.and_then(|Json(body)| body.overlap_seconds);
    let overlap = overlap.map(|seconds| TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX));
    let rotated = keys::rotate(&app, &actor, workspace.id(), key_id(&id)?, overlap).await?;
    Ok(Json(NewApiKey::new(rotated)))
}

fn key_id(text: &str) -> Result<Id, Error> {
    parse_id(text).ok_or(Error::not_found("API key"))
}
