//! The probes an orchestrator asks: is the process alive, can it serve.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Context;
use super::body::Json;
use super::problem::{Answer, Problem};
use crate::{App, service};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default().routes(routes!(live)).routes(routes!(ready))
}

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Health {
    /// `ok`.
    #[schema(example = "ok")]
    status: &'static str,
    /// The version of the program.
    #[schema(example = "0.1.0")]
    version: &'static str,
}

impl Health {
    fn new(status: &'static str) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        Self { status, version }
    }
}

/// Say whether the process is alive
///
/// Asks nothing else: a database that is away is no reason to restart this process.
#[utoipa::path(get, path = "/health/live", tag = "System", responses((status = 200, body = Health, description = "It is alive.")))]
async fn live() -> Json<Health> {
    Json(Health::new("ok"))
}

/// Say whether the server can serve
#[utoipa::path(get, path = "/health/ready", tag = "System", responses(
    (status = 200, body = Health, description = "The database answers."),
    (status = 503, body = Problem, description = "The database does not answer."),
))]
async fn ready(State(app): State<App>) -> Answer<Json<Health>> {
    service::ready(&app)
        .await
        .map_err(|error| Problem::unavailable(&error))?;
    Ok(Json(Health::new("ok")))
}
