//! The probes an orchestrator asks, is the process alive, can it serve; and the figures of the process.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Context;
use super::body::Json;
use super::problem::{Answer, Problem};
use crate::{App, service};

/// The version of the format that Prometheus reads.
const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(live))
        .routes(routes!(ready))
        .routes(routes!(metrics))
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
    (status = 200, body = Health, description = "The database answers and is up to date, and the worker of this process is alive."),
    (status = 503, body = Problem, description = "Something of that is not so, or the process is about to stop."),
))]
async fn ready(State(app): State<App>) -> Answer<Json<Health>> {
    if app.life.is_draining() {
        return Err(Problem::of_status(StatusCode::SERVICE_UNAVAILABLE));
    }
    service::ready(&app)
        .await
        .map_err(|error| Problem::unavailable(&error))?;
    Ok(Json(Health::new("ok")))
}

/// Give the figures of this process
///
/// In the text format of Prometheus, where the server is set to give them.
#[utoipa::path(get, path = "/metrics", tag = "System", responses(
    (status = 200, content_type = "text/plain", body = String, description = "The figures."),
    (status = 404, body = Problem, description = "The server is not set to give them here."),
))]
async fn metrics(State(context): State<Context>) -> Answer<Response> {
    let missing = || Problem::of_status(StatusCode::NOT_FOUND);
    if !context.figures {
        return Err(missing());
    }
    let figures = service::figures(&context.app).await.ok_or_else(missing)?;
    Ok(([(header::CONTENT_TYPE, FORMAT)], figures).into_response())
}
