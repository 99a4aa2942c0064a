//! Connect links: a user connects without a key, on a page of ours or straight at a vendor.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_providers::auth::Secret;

use super::{oauth, pages};
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{UserScope, Write};
use crate::http::problem::{Answer, Problem};
use crate::http::wire::Instant;
use crate::service::connections::{self, Invitation, Invite};
use crate::service::vendors::{self, Application};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(create_connect_link))
        .routes(routes!(choose_provider, connect_on_page))
}

/// What a connect link is to be for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateConnectLink {
    /// The slug of the provider; left out, the user chooses on a page.
    #[schema(example = "whoop")]
    provider_id: Option<String>,
    /// Where to send the user back to; one of the workspace's `returnUrls`.
    #[schema(example = "https://app.example.com/connected")]
    return_url: Option<String>,
    /// The vendor's region, where it has several.
    region: Option<String>,
    /// For how many seconds the link is good: an hour where it is left out, 7 days at most.
    #[schema(minimum = 60, maximum = 604_800, example = 3600)]
    expires_in: Option<u32>,
}

impl RequestBody for CreateConnectLink {
    const FIELDS: &'static [&'static str] = &["providerId", "returnUrl", "region", "expiresIn"];
}

/// A connect link.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ConnectLink {
    /// The address to send the user to.
    #[schema(example = "https://api.example.com/v1/connect?token=…")]
    url: String,
    /// What makes it work, for `GET /v1/oauth/{providerId}/authorize?token=…`. It is good for one authorisation.
    token: String,
    /// Until when it is good.
    expires_at: Instant,
}

/// Create a connect link for a user
///
/// The link is signed and good for one authorisation; opening it shows a page and does not use it up. Send it to nobody but the
/// user: whoever goes on from there connects an account to that user.
#[utoipa::path(
    post, path = "/users/{userId}/connect-link", tag = "Connections", extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user.")), request_body = CreateConnectLink,
    responses(
        (status = 201, body = ConnectLink, description = "The link."),
        (status = 409, body = Problem, description = "The provider is not configured."),
    )
)]
async fn create_connect_link(
    scope: UserScope<Write>,
    State(app): State<App>,
    Json(body): Json<CreateConnectLink>,
) -> Answer<(StatusCode, Json<ConnectLink>)> {
    let user = scope.into_user();
    let invite = Invite {
        provider: body.provider_id,
        return_url: body.return_url,
        region: body.region,
        expires_in_s: body.expires_in,
    };
    let invited = connections::invite(&app, user.workspace_id, user.user_no, invite).await?;
    let link = ConnectLink {
        url: invited.url,
        token: invited.token,
        expires_at: Instant(invited.expires_at),
    };
    Ok((StatusCode::CREATED, Json(link)))
}

/// Show a user the providers to connect with
///
/// The page of a connect link. Looking at it does not use the link up.
#[utoipa::path(
    get, path = "/connect", tag = "Connections",
    params(("token" = Option<String>, Query, description = "The token of a connect link.")),
    responses(
        (status = 200, content_type = "text/html", body = String, description = "The page."),
        (status = 400, content_type = "text/html", body = String, description = "The link is not good, or not any more."),
    )
)]
async fn choose_provider(RawQuery(query): RawQuery, State(app): State<App>) -> Answer<Response> {
    let pairs = pairs(query.unwrap_or_default().as_bytes());
    let token = value(&pairs, "token").unwrap_or_default();
    let Some(invitation) = connections::look_at(&app, token).await? else {
        return Ok(pages::used_up(StatusCode::BAD_REQUEST));
    };
    let all = vendors::applications(&app, invitation.workspace).await?;
    let is_meant = |it: &Application| match &invitation.provider {
        Some(slug) => vendors::to_connect(slug).is_ok_and(|meant| meant.spec().slug == it.spec().slug),
        None => it.spec().successor.is_none(),
    };
    let offered: Vec<Application> = all
        .into_iter()
        .filter(|it| it.is_configured() && is_meant(it))
        .collect();
    Ok(pages::choice(&invitation, &offered, token).answer(StatusCode::OK))
}

/// Go on from the page of a connect link: to the provider, or with a key that the user has pasted
///
/// This uses the link up.
#[utoipa::path(
    post, path = "/connect", tag = "Connections",
    request_body(content_type = "application/x-www-form-urlencoded", content = String,
        description = "The fields `token`, `provider`, for providers that take one `key`, and where the vendor has several `region`."),
    responses(
        (status = 200, content_type = "text/html", body = String, description = "The account is connected."),
        (status = 303, description = "The user is sent to the provider, or back where the account is connected."),
        (status = 400, content_type = "text/html", body = String, description = "The link is not good, or not any more."),
    )
)]
async fn connect_on_page(State(app): State<App>, body: Bytes) -> Answer<Response> {
    let form = pairs(&body);
    let (Some(token), Some(slug)) = (value(&form, "token"), value(&form, "provider")) else {
        return Ok(pages::used_up(StatusCode::BAD_REQUEST));
    };
    let key = value(&form, "key");
    if key.is_none() && form.iter().any(|(name, _)| name == "key") {
        return Ok(pages::used_up(StatusCode::BAD_REQUEST));
    }
    let Some(invitation) = connections::accept(&app, token, slug).await? else {
        return Ok(pages::used_up(StatusCode::BAD_REQUEST));
    };
    let said = |name: &str| value(&form, name).map(str::to_owned);
    match key {
        Some(key) => connect_with_key(app, invitation, slug, Secret::new(key.trim()), said("region")).await,
        None => {
            let start = oauth::invited(invitation, slug.to_owned(), said("returnUrl"), said("region"));
            oauth::set_out(&app, &start).await
        }
    }
}

async fn connect_with_key(
    app: App,
    invitation: Invitation,
    slug: &str,
    key: Secret,
    region: Option<String>,
) -> Answer<Response> {
    let region = region.or(invitation.region);
    let (workspace, no) = (invitation.workspace, invitation.user_no);
    let made = connections::connect_with_key(&app, workspace, no, slug, key, region).await;
    let settings = connections::settings(&app, workspace).await?;
    let name = vendors::to_connect(slug)?.spec().name;
    match made {
        Ok(made) => {
            let back = invitation.return_url.and_then(|url| settings.return_to(&url));
            Ok(pages::connected(
                &app,
                name,
                slug,
                &made.connection.id.to_string(),
                back,
                settings.origins(),
            ))
        }
        Err(error @ Error::Internal { .. }) => Err(error.into()),
        Err(error) => {
            let status = Problem::status_of(&error);
            Ok(pages::failed(name, &error.to_string(), status))
        }
    }
}

/// Reads a query or a form.
pub(super) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

/// Finds the value of a pair.
pub(super) fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(known, value)| known == name && !value.is_empty());
    found.map(|(_, value)| value.as_str())
}
