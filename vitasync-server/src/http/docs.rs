//! The documentation a browser shows: Swagger UI from this binary, without any other host.

use std::sync::{Arc, LazyLock};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::Config;

use super::Context;
use super::body::Json;
use super::extract::PathOf;
use super::problem::Problem;

/// Lets the page load what this server gives it and nothing else. Swagger UI sets styles from its script.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

static PAGE: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    Arc::new(
        Config::from("/docs/json")
            .try_it_out_enabled(true)
            .persist_authorization(false),
    )
});

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(page))
        .routes(routes!(index))
        .routes(routes!(description))
        .routes(routes!(file))
}

/// Lead to the documentation
#[utoipa::path(get, path = "/docs", tag = "System", responses((status = 308, description = "It is at `/docs/`.")))]
async fn page() -> Redirect {
    Redirect::permanent("/docs/")
}

/// Show the documentation
#[utoipa::path(get, path = "/docs/", tag = "System", responses((status = 200, content_type = "text/html", body = String, description = "The page.")))]
async fn index() -> Response {
    served("")
}

/// Describe this API as OpenAPI 3.1
#[utoipa::path(get, path = "/docs/json", tag = "System", responses((status = 200, body = Object, description = "The description.")))]
async fn description() -> Json<utoipa::openapi::OpenApi> {
    Json(super::openapi())
}

/// Give a file of the documentation's page
#[utoipa::path(
    get, path = "/docs/{file}", tag = "System",
    params(("file" = String, Path, description = "The name of a script, style or image.", example = "swagger-ui.css")),
    responses((status = 200, description = "The file.", content(
        (String = "text/css"), (String = "text/javascript"), (String = "text/html"), (String = "image/png"),
    )))
)]
async fn file(PathOf(file): PathOf<String>) -> Response {
    served(&file)
}

fn served(file: &str) -> Response {
    match utoipa_swagger_ui::serve(file, PAGE.clone()) {
        Ok(Some(file)) => {
            let mut response = file.bytes.into_owned().into_response();
            let headers = response.headers_mut();
            if let Ok(kind) = HeaderValue::try_from(file.content_type) {
                headers.insert(header::CONTENT_TYPE, kind);
            }
            headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
            response
        }
        Ok(None) => Problem::of_status(StatusCode::NOT_FOUND).into_response(),
        Err(error) => {
            tracing::error!(%error, "Could not give a file of the documentation");
            Problem::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}
