//! Providers: where data can come from.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::Metric;

use crate::App;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{Key, PathOf, Read};
use crate::http::negotiate::Wanted;
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::service::providers;
use crate::vocabulary::Face;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(list_providers))
        .routes(routes!(get_provider))
}

/// A place data can come from.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Provider {
    /// The slug; it is the `source` of rows.
    #[schema(example = "apple_health")]
    id: &'static str,
    /// The name people know.
    #[schema(example = "Apple Health")]
    name: &'static str,
    /// What it is and how its data is read.
    description: String,
    /// How its data usually comes in: `oauth2`, `oauth1`, `api_key`, `file`, `push` or `through`.
    #[schema(example = "file")]
    auth_type: &'static str,
    /// Every way in, the best first: `oauth` for a page of the vendor's, `key` for one the person pastes, `file` for an export
    /// that is uploaded, `push` for a phone, `through` for another provider that has the data.
    #[schema(example = json!(["file", "push"]))]
    ways_in: Vec<&'static str>,
    /// Whether everything is in place to read it.
    is_configured: bool,
    /// The slug of the provider that people connect with instead; `null` where it is this one.
    successor: Option<&'static str>,
    /// Where the vendor documents its API; `null` where there is none.
    documentation_url: Option<&'static str>,
    /// The metrics it can bring, by their documented names.
    #[schema(example = json!(["steps", "heart_rate"]))]
    capabilities: Vec<&'static str>,
    /// The metrics it can bring, by their exact ids.
    #[schema(example = json!(["steps", "heart_rate"]))]
    metrics: Vec<&'static str>,
    /// A picture; `null` where there is none.
    logo_url: Option<String>,
}

impl From<providers::Provider> for Provider {
    fn from(provider: providers::Provider) -> Self {
        let mut capabilities: Vec<_> = provider
            .metrics
            .iter()
            .map(|it| Face::of(*it, &[]).metric_type)
            .collect();
        capabilities.sort_unstable();
        capabilities.dedup();
        Self {
            id: provider.id,
            name: provider.name,
            description: provider.description,
            auth_type: provider.auth_type,
            ways_in: provider.ways_in,
            is_configured: provider.is_configured,
            successor: provider.successor,
            documentation_url: provider.documentation_url,
            capabilities,
            metrics: provider.metrics.into_iter().map(Metric::id).collect(),
            logo_url: None,
        }
    }
}

/// Which providers to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct ProvidersQuery {
    /// The whole catalogue: also providers that are not configured, with the ways in that they have.
    #[param(value_type = Option<bool>, default = false)]
    all: bool,
}

impl FromParams for ProvidersQuery {
    const NAMES: &'static [&'static str] = &["all"];

    fn from_params(params: &mut Params) -> Self {
        Self {
            all: params.flag(&["all"]),
        }
    }
}

/// List the providers whose data can be read
#[utoipa::path(
    get, path = "/providers", tag = "Providers", extensions(("x-required-scope" = json!("read"))),
    params(ProvidersQuery), responses((status = 200, description = "The providers, by id.", content(
        (Vec<Provider> = "application/json"), (String = "application/x-ndjson"),
    )))
)]
async fn list_providers(
    key: Key<Read>,
    Query(query): Query<ProvidersQuery>,
    State(app): State<App>,
    wanted: Wanted,
) -> Answer<Response> {
    let all = providers::list(&app, key.reach().workspace()).await?;
    let listed = all.into_iter().filter(|provider| query.all || provider.is_configured);
    Ok(wanted.rows(listed.map(Provider::from).collect()))
}

/// Get a provider
#[utoipa::path(
    get, path = "/providers/{providerId}", tag = "Providers", extensions(("x-required-scope" = json!("read"))),
    params(("providerId" = String, Path, description = "The slug of the provider.", example = "apple_health")),
    responses((status = 200, body = Provider, description = "The provider."))
)]
async fn get_provider(key: Key<Read>, PathOf(id): PathOf<String>, State(app): State<App>) -> Answer<Json<Provider>> {
    let provider = providers::find(&app, key.reach().workspace(), &id).await?;
    Ok(Json(provider.into()))
}
