//! Vendors' applications: what a workspace has registered, accepted and set. Secrets go in and never come out.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_providers::auth::Secret;

use crate::App;
use crate::http::Context;
use crate::http::body::{Json, RequestBody, said};
use crate::http::extract::{Admin, By, PathOf, Workspace};
use crate::http::problem::{Answer, Problem};
use crate::service::vendors::{self, Application, Change};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default().routes(routes!(get_vendor_app, update_vendor_app, delete_vendor_app))
}

/// With what the workspace talks to a vendor.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct VendorApp {
    /// The slug of the provider.
    #[schema(example = "whoop")]
    provider_id: &'static str,
    /// Whether people can connect.
    is_configured: bool,
    /// Whether the workspace lets people connect.
    enabled: bool,
    /// Whose application it is: `workspace`, `installation` or `none`.
    #[schema(example = "workspace")]
    belongs_to: &'static str,
    /// The id of the application; `null` where there is none.
    client_id: Option<String>,
    /// What an application at this vendor needs, and what of it is set. Values are never shown.
    settings: Vec<VendorSetting>,
    /// The address to register with the vendor: it sends people back there.
    #[schema(example = "https://api.example.com/v1/oauth/whoop/callback")]
    redirect_uri: String,
    /// The terms to accept before people can connect; `null` where there are none.
    terms: Option<&'static str>,
    /// Whether they are accepted.
    accepts_terms: bool,
    /// How often connections are read; `null` for the usual.
    schedule: Option<Schedule>,
}

/// A setting of an application.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct VendorSetting {
    /// The name.
    #[schema(example = "client_secret")]
    name: &'static str,
    /// What it is and where to find it.
    help: &'static str,
    /// Whether nothing works without it.
    required: bool,
    /// Whether it is set.
    is_set: bool,
}

/// How often the connections with a vendor are read.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Schedule {
    /// Every so many minutes; the usual where it is left out.
    #[schema(minimum = 5, maximum = 10_080, example = 15)]
    every_minutes: Option<u32>,
    /// Only when somebody asks.
    #[serde(default)]
    on_demand: bool,
}

impl From<vendors::Schedule> for Schedule {
    fn from(schedule: vendors::Schedule) -> Self {
        Self {
            every_minutes: schedule.every_minutes,
            on_demand: schedule.on_demand,
        }
    }
}

impl From<Schedule> for vendors::Schedule {
    fn from(schedule: Schedule) -> Self {
        Self {
            every_minutes: schedule.every_minutes,
            on_demand: schedule.on_demand,
        }
    }
}

impl From<Application> for VendorApp {
    fn from(it: Application) -> Self {
        let spec = it.spec();
        let setting = |name: &'static str| {
            let known = spec.settings.iter().find(|setting| setting.name == name);
            VendorSetting {
                name,
                help: known.map_or("What the vendor shows beside the application.", |setting| setting.help),
                required: known.map_or(name == "client_id", |setting| setting.required),
                is_set: it.app.settings.contains_key(name),
            }
        };
        Self {
            provider_id: spec.slug,
            is_configured: it.is_configured(),
            enabled: it.is_enabled,
            belongs_to: match (it.is_own, it.app.settings.is_empty()) {
                (true, _) => "workspace",
                (false, false) => "installation",
                (false, true) => "none",
            },
            client_id: it.app.settings.get("client_id").map(|id| id.expose().to_owned()),
            settings: vendors::names(spec).map(setting).collect(),
            redirect_uri: it.app.redirect_uri.clone(),
            terms: spec.terms,
            accepts_terms: it.accepts_terms,
            schedule: it.schedule.map(Schedule::from),
        }
    }
}

/// What to change; what is left out stays, `null` forgets it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UpdateVendorApp {
    /// The id and secrets of the workspace's own application, which comes before the installation's as a whole. Names that are
    /// left out stay; `null` for a name forgets it, `null` for all of it the whole application.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<BTreeMap<String, Option<String>>>,
        example = json!({"client_id": "3f1c…", "client_secret": "9a0b…"}))]
    settings: Option<Option<BTreeMap<String, Option<Secret>>>>,
    /// Where the vendor sends people back to, where it is not the usual address.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    redirect_uri: Option<Option<String>>,
    /// Whether people may connect.
    enabled: Option<bool>,
    /// Whether you accept the vendor's terms, where it has some to accept.
    accept_terms: Option<bool>,
    /// How often connections are read.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<Schedule>)]
    schedule: Option<Option<Schedule>>,
}

impl RequestBody for UpdateVendorApp {
    const FIELDS: &'static [&'static str] = &["settings", "redirectUri", "enabled", "acceptTerms", "schedule"];
}

/// Get with what the workspace talks to a vendor
#[utoipa::path(
    get, path = "/providers/{providerId}/app", tag = "Providers", extensions(("x-required-scope" = json!("admin"))),
    params(("providerId" = String, Path, description = "The slug of the provider.", example = "whoop")),
    responses((status = 200, body = VendorApp, description = "The application, without its secrets."))
)]
async fn get_vendor_app(
    workspace: Workspace<Admin>,
    PathOf(slug): PathOf<String>,
    State(app): State<App>,
) -> Answer<Json<VendorApp>> {
    let provider = vendors::to_connect(&slug)?;
    let application = vendors::application(&app, workspace.id(), provider).await?;
    Ok(Json(application.into()))
}

/// Change with what the workspace talks to a vendor
///
/// Secrets are sealed; no answer shows them. A vendor with terms stays off until they are accepted.
#[utoipa::path(
    patch, path = "/providers/{providerId}/app", tag = "Providers", extensions(("x-required-scope" = json!("admin"))),
    params(("providerId" = String, Path, description = "The slug of the provider.", example = "whoop")),
    request_body = UpdateVendorApp,
    responses(
        (status = 200, body = VendorApp, description = "The application as it is now, without its secrets."),
        (status = 422, body = Problem, description = "There is no such setting, or the vendor's terms have to be accepted; the \
            message holds them."),
    )
)]
async fn update_vendor_app(
    workspace: Workspace<Admin>,
    PathOf(slug): PathOf<String>,
    By(actor): By,
    State(app): State<App>,
    Json(body): Json<UpdateVendorApp>,
) -> Answer<Json<VendorApp>> {
    let change = Change {
        settings: body.settings,
        redirect_uri: body.redirect_uri,
        enabled: body.enabled,
        accepts_terms: body.accept_terms,
        schedule: body.schedule.map(|it| it.map(vendors::Schedule::from)),
    };
    let application = vendors::change(&app, &actor, workspace.id(), &slug, change).await?;
    Ok(Json(application.into()))
}

/// Forget what the workspace has set for a vendor; what the installation has set counts again
#[utoipa::path(
    delete, path = "/providers/{providerId}/app", tag = "Providers", extensions(("x-required-scope" = json!("admin"))),
    params(("providerId" = String, Path, description = "The slug of the provider.", example = "whoop")),
    responses((status = 204, description = "It is forgotten."))
)]
async fn delete_vendor_app(
    workspace: Workspace<Admin>,
    PathOf(slug): PathOf<String>,
    By(actor): By,
    State(app): State<App>,
) -> Answer<StatusCode> {
    vendors::reset(&app, &actor, workspace.id(), &slug).await?;
    Ok(StatusCode::NO_CONTENT)
}
