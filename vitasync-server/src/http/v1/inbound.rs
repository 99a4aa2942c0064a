//! What vendors send: their webhooks. The signature is the key.
//!
//! The same calls are taken at `/v1/webhooks/{providerId}`, which [`at_usual_address`] leads here: customers' own webhooks
//! have ids in that place, never the slug of a provider.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_providers::provider;
use vitasync_providers::webhook::Inbound;

use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::extract::PathOf;
use crate::http::problem::Problem;
use crate::service::sync::{self, NotTaken};
use crate::service::vendors;

/// The largest call: some vendors send a day of samples at once.
const LARGEST: usize = 16 << 20;
const INBOUND: &str = "/v1/inbound/";

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(vendor_sends, vendor_asks))
        .layer(DefaultBodyLimit::max(LARGEST))
}

/// Leads `/v1/webhooks/{providerId}` to the route of that vendor's calls, before routing.
pub(in crate::http) async fn at_usual_address(mut request: Request) -> Request {
    let uri = request.uri();
    let slug = uri
        .path()
        .strip_prefix("/v1/webhooks/")
        .map(|it| it.trim_end_matches('/'));
    let Some(slug) = slug.filter(|slug| vendors::to_connect(slug).is_ok()) else {
        return request;
    };
    let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
    if let Ok(led) = format!("{INBOUND}{slug}/webhook{query}").parse::<Uri>() {
        *request.uri_mut() = led;
    }
    request
}

/// Tells whether a path is that of vendors' calls: those are not limited, since a vendor calls for all its people.
pub(in crate::http) fn is_inbound(path: &str) -> bool {
    path.starts_with(INBOUND)
}

/// Take what a vendor sends
///
/// The address to register with the vendor, also as `/v1/webhooks/{providerId}`. The call is checked by the vendor's signature,
/// what there is to do is stored, and then this answers: 200 also where the call is about somebody who is not connected.
#[utoipa::path(
    post, path = "/inbound/{providerId}/webhook", tag = "Sync",
    params(("providerId" = String, Path, description = "The slug of the provider.", example = "whoop")),
    request_body(content = String, content_type = "application/octet-stream", description = "What the vendor sends."),
    responses(
        (status = 200, description = "It is taken."),
        (status = 401, body = Problem, description = "It is not signed as it must be, or too old."),
        (status = 503, body = Problem, description = "What makes its calls trustworthy is not set."),
    )
)]
async fn vendor_sends(
    PathOf(slug): PathOf<String>,
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    take(&app, &slug, provider::Method::Post, &uri, &headers, &body).await
}

/// Answer a vendor that wants to see that we are there, also by HEAD
#[utoipa::path(
    get, path = "/inbound/{providerId}/webhook", tag = "Sync",
    params(("providerId" = String, Path, description = "The slug of the provider.", example = "strava")),
    responses(
        (status = 200, description = "The answer the vendor wants."),
        (status = 401, body = Problem, description = "It does not know the word that was agreed on."),
        (status = 503, body = Problem, description = "What makes its calls trustworthy is not set."),
    )
)]
async fn vendor_asks(PathOf(slug): PathOf<String>, State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    take(&app, &slug, provider::Method::Get, &uri, &headers, &[]).await
}

async fn take(
    app: &App,
    slug: &str,
    method: provider::Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Response {
    let query = uri.query().unwrap_or_default().as_bytes();
    let query: Vec<(String, String)> = form_urlencoded::parse(query).into_owned().collect();
    let readable = headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
    let headers: Vec<(String, String)> = readable.collect();
    let call = Inbound {
        method,
        query: &query,
        headers: &headers,
        body,
    };
    let reply = match sync::receive(app, slug, &call).await {
        Ok(Ok(reply)) => reply,
        Ok(Err(why)) => return refused(why),
        Err(error) => return Problem::from(error).into_response(),
    };
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    let body = match reply.body.is_empty() {
        true => r#"{"received":true}"#.to_owned(),
        false => reply.body,
    };
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn refused(why: NotTaken) -> Response {
    let status = match why {
        NotTaken::Unknown => return Problem::from(Error::not_found("Webhook")).into_response(),
        NotTaken::NotTrusted => StatusCode::UNAUTHORIZED,
        NotTaken::Malformed => StatusCode::BAD_REQUEST,
        NotTaken::NotConfigured | NotTaken::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    };
    Problem::of_status(status).into_response()
}
