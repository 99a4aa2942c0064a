//! What a workspace has set about connecting.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{Admin, By, Workspace};
use crate::http::problem::Answer;
use crate::service::connections::{self, Change, Settings};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default().routes(routes!(get_connect_settings, update_connect_settings))
}

/// What the workspace has set about connecting.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ConnectSettings {
    /// Where people may be sent back to: an address, whose query may be anything, or an origin for all its addresses. Pages of
    /// these origins hear how connecting went (`vitasync-oauth-result`).
    #[schema(example = json!(["https://app.example.com", "myapp://connected"]))]
    return_urls: Vec<String>,
    /// Whether a user may connect several accounts at one vendor.
    allow_second_accounts: bool,
    /// Whether `GET /v1/oauth/{providerId}/authorize?userId=…` works without a key: anybody who knows the id of a user can then
    /// connect an account of their own to that user.
    public_authorize: bool,
}

impl From<Settings> for ConnectSettings {
    fn from(settings: Settings) -> Self {
        Self {
            return_urls: settings.return_urls,
            allow_second_accounts: settings.allow_second_accounts,
            public_authorize: settings.public_authorize,
        }
    }
}

/// What to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UpdateConnectSettings {
    /// Where people may be sent back to: replaces the whole list.
    #[schema(example = json!(["https://app.example.com", "myapp://connected"]))]
    return_urls: Option<Vec<String>>,
    /// Whether a user may connect several accounts at one vendor.
    allow_second_accounts: Option<bool>,
    /// Whether connecting begins without a key.
    public_authorize: Option<bool>,
}

impl RequestBody for UpdateConnectSettings {
    const FIELDS: &'static [&'static str] = &["returnUrls", "allowSecondAccounts", "publicAuthorize"];
}

/// Get what is set about connecting
#[utoipa::path(
    get, path = "/connect-settings", tag = "Connections", extensions(("x-required-scope" = json!("admin"))),
    responses((status = 200, body = ConnectSettings, description = "What is set."))
)]
async fn get_connect_settings(workspace: Workspace<Admin>, State(app): State<App>) -> Answer<Json<ConnectSettings>> {
    let settings = connections::settings(&app, workspace.id()).await?;
    Ok(Json(settings.into()))
}

/// Change what is set about connecting
#[utoipa::path(
    patch, path = "/connect-settings", tag = "Connections", extensions(("x-required-scope" = json!("admin"))),
    request_body = UpdateConnectSettings,
    responses((status = 200, body = ConnectSettings, description = "What is set now."))
)]
async fn update_connect_settings(
    workspace: Workspace<Admin>,
    By(actor): By,
    State(app): State<App>,
    Json(body): Json<UpdateConnectSettings>,
) -> Answer<Json<ConnectSettings>> {
    let change = Change {
        return_urls: body.return_urls,
        allow_second_accounts: body.allow_second_accounts,
        public_authorize: body.public_authorize,
    };
    let settings = connections::change_settings(&app, &actor, workspace.id(), change).await?;
    Ok(Json(settings.into()))
}
