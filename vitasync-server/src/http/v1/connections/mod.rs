//! Connections: the accounts of a user at vendors. List, connect by a key, disconnect, and links for people.

mod form;
mod links;
mod oauth;
mod pages;
mod settings;

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_providers::auth::Secret;

use self::form::Connection;
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{By, PathOf, Read, UserScope, Write};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::{Answer, Problem};
use crate::service::connections::{self, Status};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(list_connections, connect_with_key))
        .routes(routes!(get_connection, disconnect))
        .merge(links::routes())
        .merge(oauth::routes())
        .merge(settings::routes())
}

/// Which connections to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct ConnectionsQuery {
    /// How they stand: `active`, `reauth_required`, `error` or `disconnected`. Also read: `connected` for `active`.
    #[param(value_type = Option<String>, example = "active")]
    status: Option<Status>,
    /// With which provider. Also read under `provider`.
    #[param(rename = "providerId", example = "whoop")]
    provider: Option<String>,
}

impl FromParams for ConnectionsQuery {
    const NAMES: &'static [&'static str] = &["status", "providerId", "provider"];

    fn from_params(params: &mut Params) -> Self {
        let shown = [
            Status::Active,
            Status::ReauthRequired,
            Status::Error,
            Status::Disconnected,
        ];
        let find = |word: &str| match word {
            "connected" => Some(Status::Active),
            _ => shown.into_iter().find(|it| it.id() == word),
        };
        Self {
            status: params.word(&["status"], "status of connections", &shown.map(Status::id), find),
            provider: params.text(&["providerId", "provider"]),
        }
    }
}

/// An account to connect by a key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ConnectWithKey {
    /// The slug of the provider; one that takes keys.
    #[schema(example = "hevy")]
    provider_id: String,
    /// The key the user has made at the vendor. It is sealed and never shown.
    #[schema(value_type = String, example = "9b2c…")]
    api_key: Secret,
    /// The vendor's region, where it has several.
    region: Option<String>,
}

impl RequestBody for ConnectWithKey {
    const FIELDS: &'static [&'static str] = &["providerId", "apiKey", "region"];
}

/// Which connection a path names.
#[derive(Debug, Deserialize)]
struct OfUser {
    #[serde(rename = "connectionId")]
    connection: String,
}

/// List the connections of a user, oldest first
#[utoipa::path(
    get, path = "/users/{userId}/connections", tag = "Connections", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), ConnectionsQuery),
    responses((status = 200, body = Vec<Connection>, description = "The connections, those that have ended included."))
)]
async fn list_connections(
    scope: UserScope<Read>,
    Query(query): Query<ConnectionsQuery>,
    State(app): State<App>,
) -> Answer<Json<Vec<Connection>>> {
    let user = scope.user();
    let all = connections::list(&app, user.no).await?.into_iter();
    let wanted = all
        .filter(|it| query.status.is_none_or(|status| it.status == status))
        .filter(|it| query.provider.as_ref().is_none_or(|slug| it.provider == *slug));
    let shown: Result<Vec<Connection>, Error> = wanted.map(|it| Connection::new(&app, user.id, it)).collect();
    Ok(Json(shown?))
}

/// Connect an account by a key
///
/// For providers whose people make a key themselves. Those with a page of their own begin at
/// `GET /v1/oauth/{providerId}/authorize`.
#[utoipa::path(
    post, path = "/users/{userId}/connections", tag = "Connections", extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user.")), request_body = ConnectWithKey,
    responses(
        (status = 201, body = Connection, description = "The account is connected."),
        (status = 200, body = Connection, description = "The account was connected already; its key is renewed."),
        (status = 409, body = Problem, description = "The account is connected for another user, another account of the provider \
            is connected already, or the provider takes no key or is not configured."),
    )
)]
async fn connect_with_key(
    scope: UserScope<Write>,
    State(app): State<App>,
    Json(body): Json<ConnectWithKey>,
) -> Answer<(StatusCode, Json<Connection>)> {
    let user = scope.into_user();
    let (workspace, no, id) = (user.workspace_id, user.user_no, user.id);
    let made = connections::connect_with_key(&app, workspace, no, &body.provider_id, body.api_key, body.region).await?;
    let status = if made.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(Connection::new(&app, id, made.connection)?)))
}

/// Get a connection
#[utoipa::path(
    get, path = "/users/{userId}/connections/{connectionId}", tag = "Connections",
    extensions(("x-required-scope" = json!("read"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("connectionId" = String, Path, description = "The id of the connection, or the slug of its provider."),
    ),
    responses((status = 200, body = Connection, description = "The connection."))
)]
async fn get_connection(
    scope: UserScope<Read>,
    PathOf(path): PathOf<OfUser>,
    State(app): State<App>,
) -> Answer<Json<Connection>> {
    let user = scope.user();
    let found = connections::find(&app, user.no, &path.connection).await?;
    Ok(Json(Connection::new(&app, user.id, found)?))
}

/// Disconnect an account
///
/// Nothing more is read; what was read stays. The vendor is asked to take the authorisation back, and the tokens are
/// forgotten.
#[utoipa::path(
    delete, path = "/users/{userId}/connections/{connectionId}", tag = "Connections",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("connectionId" = String, Path, description = "The id of the connection, or the slug of its provider."),
    ),
    responses((status = 204, description = "The account is disconnected."))
)]
async fn disconnect(
    scope: UserScope<Write>,
    PathOf(path): PathOf<OfUser>,
    By(actor): By,
    State(app): State<App>,
) -> Answer<StatusCode> {
    connections::disconnect(&app, &actor, scope.user().no, &path.connection).await?;
    Ok(StatusCode::NO_CONTENT)
}
