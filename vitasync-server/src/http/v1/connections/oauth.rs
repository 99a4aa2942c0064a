//! The way to a vendor and back.

use axum::extract::{FromRef, FromRequestParts, RawQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::links::pairs;
use super::pages;
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{Caller, Key, PathOf, Write};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::{Answer, Problem};
use crate::http::wire::{Instant, redirect};
use crate::service::connections::{self, Invitation, Start};
use crate::service::users::Reach;
use crate::service::{Id, parse_id, users, vendors};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(authorize))
        .routes(routes!(callback))
        .routes(routes!(callback_alias))
}

/// For whom to begin.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct AuthorizeQuery {
    /// The id of the user, with a key that reaches the user. Also read under `user_id`.
    #[param(rename = "userId")]
    user: Option<String>,
    /// The token of a connect link, instead of a key.
    token: Option<String>,
    /// Where to send the user back to; one of the workspace's `returnUrls`. Also read under `return_url` and `redirect_uri`.
    #[param(rename = "returnUrl", example = "https://app.example.com/connected")]
    return_url: Option<String>,
    /// The vendor's region, where it has several.
    region: Option<String>,
}

impl FromParams for AuthorizeQuery {
    const NAMES: &'static [&'static str] = &[
        "userId",
        "token",
        "returnUrl",
        "region",
        "user_id",
        "return_url",
        "redirect_uri",
    ];

    fn from_params(params: &mut Params) -> Self {
        Self {
            user: params.text(&["userId", "user_id"]),
            token: params.text(&["token"]),
            return_url: params.text(&["returnUrl", "return_url", "redirect_uri"]),
            region: params.text(&["region"]),
        }
    }
}

/// Where to send a user, for programs that ask for JSON.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Authorization {
    /// The page of the vendor's.
    authorization_url: String,
    /// Until when the user has to be back.
    expires_at: Instant,
}

/// Somebody who may begin connecting for a user: by a key, by a connect link, or because the workspace lets everybody.
struct Starter {
    start: Start,
    /// The token of the connect link, where it is one. It is not used up yet.
    link: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Starter
where
    App: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let app = App::from_ref(state);
        let answer = |problem: Problem| problem.into_response();
        let Query(query) = Query::<AuthorizeQuery>::from_request_parts(parts, state)
            .await
            .map_err(answer)?;
        let PathOf(slug) = PathOf::<String>::from_request_parts(parts, state)
            .await
            .map_err(answer)?;
        if let Some(token) = &query.token {
            let seen = connections::look_at_for(&app, token, &slug).await;
            let invitation = seen.map_err(|error| answer(error.into()))?;
            let invitation = invitation.ok_or_else(|| pages::used_up(StatusCode::UNAUTHORIZED))?;
            let start = invited(invitation, slug, query.return_url, query.region);
            let link = Some(token.clone());
            return Ok(Self { start, link });
        }
        let (workspace, user_no) = by_key(&app, parts, state, query.user.as_deref())
            .await
            .map_err(answer)?;
        let start = Start {
            workspace,
            user_no,
            provider: slug,
            return_url: query.return_url,
            region: query.region,
        };
        Ok(Self { start, link: None })
    }
}

/// Says what a connect link is to begin; what stands in the link wins.
pub(super) fn invited(link: Invitation, slug: String, return_url: Option<String>, region: Option<String>) -> Start {
    Start {
        workspace: link.workspace,
        user_no: link.user_no,
        provider: slug,
        return_url: link.return_url.or(return_url),
        region: link.region.or(region),
    }
}

/// Finds the person a key may begin for, or for whom anybody may.
async fn by_key<S: Send + Sync>(
    app: &App,
    parts: &mut Parts,
    state: &S,
    user: Option<&str>,
) -> Result<(Id, i64), Problem> {
    let named = user
        .map(|text| parse_id(text).ok_or(Error::not_found("User")))
        .transpose();
    let has_key = matches!(parts.extensions.get::<Caller>(), Some(Caller(Some(_))));
    if !has_key {
        let open = match named {
            Ok(Some(user)) => connections::open_to_all(app, user).await?,
            _ => None,
        };
        return Ok(open.ok_or_else(no_key)?);
    }
    let key = Key::<Write>::from_request_parts(parts, state).await?;
    let user = match (named?, key.reach()) {
        (Some(user), _) | (None, Reach::User { user, .. }) => user,
        (None, Reach::Workspace(_)) => return Err(Error::invalid("userId", "it is required").into()),
    };
    let user = users::find(app, key.reach(), user).await?;
    Ok((user.workspace_id, user.user_no))
}

fn no_key() -> Error {
    Error::Unauthorized {
        message: "Invalid or missing API key; to let a user connect without one, make a link with \
                  POST /v1/users/{userId}/connect-link"
            .to_owned(),
    }
}

/// Send a user to a vendor to connect
///
/// With a key and `userId`, or with the `token` of a connect link. A browser that comes with a link is shown a page with a button
/// first: messengers open the addresses they show, and looking does not use a link up. `fitbit` leads to Google Health, which
/// has taken it over. A program that asks for `application/json` gets the address instead of a redirect or a page.
#[utoipa::path(
    get, path = "/oauth/{providerId}/authorize", tag = "Connections", extensions(("x-required-scope" = json!("write"))),
    params(
        ("providerId" = String, Path, description = "The slug of the provider.", example = "whoop"),
        AuthorizeQuery,
    ),
    responses(
        (status = 302, description = "The page of the vendor's."),
        (status = 200, body = Authorization, description = "The address of that page, for who asks for JSON. For a browser with a \
            connect link, a page with a button that leads there."),
        (status = 409, body = Problem, description = "The provider is not configured."),
    )
)]
async fn authorize(starter: Starter, State(app): State<App>, headers: HeaderMap) -> Answer<Response> {
    let Starter { start, link } = starter;
    let accepted = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok());
    let is_program = accepted.is_some_and(|it| it.contains("application/json"));
    match link {
        Some(token) if !is_program => return Ok(pages::go_on(&start, &token)),
        // Of two who come with it at once, one is too late.
        Some(token) if connections::accept(&app, &token, &start.provider).await?.is_none() => {
            return Ok(pages::used_up(StatusCode::UNAUTHORIZED));
        }
        _ => {}
    }
    let begun = connections::authorize(&app, &start).await?;
    if !is_program {
        return Ok(redirect(StatusCode::FOUND, &begun.url));
    }
    let authorization = Authorization {
        authorization_url: begun.url,
        expires_at: Instant(begun.expires_at),
    };
    Ok(Json(authorization).into_response())
}

/// Sends a person who has a connect link to the vendor, or says on a page why not.
pub(super) async fn set_out(app: &App, start: &Start) -> Answer<Response> {
    match connections::authorize(app, start).await {
        Ok(begun) => Ok(redirect(StatusCode::SEE_OTHER, &begun.url)),
        Err(error @ Error::Internal { .. }) => Err(error.into()),
        Err(error) => {
            let name = vendors::to_connect(&start.provider).map_or("The service", |it| it.spec().name);
            Ok(pages::failed(name, &error.to_string(), Problem::status_of(&error)))
        }
    }
}

/// Take a user back from a vendor
///
/// The vendor sends the user's browser here. It is sent on to the return address with `connectionId` and `providerId`, or
/// with `error` and `message`; where there is none, a page says how it went and tells the window that opened it
/// (`vitasync-oauth-result`). A `state` is good once, for ten minutes.
#[utoipa::path(
    get, path = "/oauth/{providerId}/callback", tag = "Connections",
    params(
        ("providerId" = String, Path, description = "The slug of the provider.", example = "whoop"),
        ("state" = Option<String>, Query, description = "The word that was given to the vendor."),
        ("code" = Option<String>, Query, description = "What the vendor gives for tokens."),
        ("oauth_token" = Option<String>, Query, description = "The temporary token (OAuth 1.0a)."),
        ("oauth_verifier" = Option<String>, Query, description = "What the vendor gives for tokens (OAuth 1.0a)."),
        ("error" = Option<String>, Query, description = "Why there is no code.", example = "access_denied"),
        ("error_description" = Option<String>, Query, description = "The same in words."),
    ),
    responses(
        (status = 200, content_type = "text/html", body = String, description = "The account is connected."),
        (status = 303, description = "The user is sent back."),
        (status = 400, content_type = "text/html", body = String, description = "The `state` is unknown, used or too old."),
        (status = 403, content_type = "text/html", body = String, description = "The user did not allow it."),
        (status = 409, content_type = "text/html", body = String, description = "The account is connected elsewhere."),
        (status = 502, content_type = "text/html", body = String, description = "The vendor refused."),
    )
)]
async fn callback(PathOf(slug): PathOf<String>, RawQuery(query): RawQuery, State(app): State<App>) -> Answer<Response> {
    returned(app, slug, query.unwrap_or_default()).await
}

/// Take a user back from a vendor (another address of the same)
#[utoipa::path(
    get, path = "/providers/{providerId}/callback", tag = "Connections",
    params(("providerId" = String, Path, description = "The slug of the provider.", example = "whoop")),
    responses(
        (status = 200, content_type = "text/html", body = String, description = "As `/v1/oauth/{providerId}/callback` answers."),
        (status = 303, description = "The user is sent back."),
        (status = 400, content_type = "text/html", body = String, description = "The `state` is unknown, used or too old."),
        (status = 409, content_type = "text/html", body = String, description = "The account belongs to another user."),
        (status = 502, content_type = "text/html", body = String, description = "The vendor refused."),
    )
)]
async fn callback_alias(
    PathOf(slug): PathOf<String>,
    RawQuery(query): RawQuery,
    State(app): State<App>,
) -> Answer<Response> {
    returned(app, slug, query.unwrap_or_default()).await
}

async fn returned(app: App, slug: String, query: String) -> Answer<Response> {
    let query = pairs(query.as_bytes());
    // A task of its own: a browser that goes away must not take a code along that the vendor accepts once.
    let task = {
        let app = app.clone();
        tokio::spawn(async move { connections::finish(&app, &slug, &query).await })
    };
    let finished = task.await.map_err(Error::internal("taking a user back"))??;
    Ok(pages::returned(&app, finished))
}
