//! The REST API: extract, call one service, answer.
//!
//! [`router`] gives an `axum` router to serve or to embed; [`openapi()`] describes it. Layers, from the outside: request
//! id, trace, shape of errors, CORS, compression, gate (keys and rate limit), panics, time limit. Invariant: nothing
//! here names the store, and every route is in the description because both come from the same line.

mod body;
mod docs;
mod extract;
mod gate;
mod negotiate;
mod openapi;
mod page;
mod params;
mod problem;
mod proxies;
mod system;
#[cfg(test)]
mod tests;
mod unpack;
mod v1;
mod wire;

use std::any::Any;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_request, map_response};
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::{DefaultOnRequest, DefaultOnResponse, TraceLayer};
use utoipa_axum::router::OpenApiRouter;

use self::gate::Limiter;
use self::problem::Problem;
use crate::App;
use crate::telemetry::figures;

pub use self::problem::Problem as ErrorBody;
pub use self::problem::{Code, FieldProblem};
pub use self::proxies::Networks;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// RFC 7240.
const PREFER: HeaderName = HeaderName::from_static("prefer");

/// How the API is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// How many requests a key may make per minute; `None` does not limit.
    pub requests_per_minute: Option<NonZeroU32>,
    /// The largest body of a request, in bytes. Pushes and uploads have limits of their own.
    pub body_limit: usize,
    /// The largest push of a phone once it is unpacked, in bytes.
    pub push_limit: usize,
    /// The largest file that can be uploaded, in bytes.
    pub upload_limit: u64,
    /// For how long a phone's token is valid.
    pub push_token_lifetime: Duration,
    /// After how long a request is given up.
    pub timeout: Duration,
    /// The origins whose pages may call; none by default.
    pub cors_origins: Vec<HeaderValue>,
    /// Whether everybody may read figures at `/metrics`.
    pub figures: bool,
    /// The proxies that are believed about where a request comes from; none by default.
    pub trusted_proxies: Networks,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            requests_per_minute: NonZeroU32::new(120),
            body_limit: 1 << 20,
            push_limit: 32 << 20,
            upload_limit: 8 << 30,
            push_token_lifetime: Duration::from_secs(60 * 60),
            timeout: Duration::from_secs(60),
            cors_origins: Vec::new(),
            figures: false,
            trusted_proxies: Networks::default(),
        }
    }
}

/// What handlers and layers share. Cheap to clone.
#[derive(Debug, Clone)]
struct Context {
    app: App,
    limiter: Limiter,
    figures: bool,
    limits: Limits,
}

/// What of the config handlers have to know.
#[derive(Debug, Clone, Copy)]
struct Limits {
    push_bytes: usize,
    upload_bytes: u64,
    push_token: Duration,
}

impl Limits {
    fn of(config: &HttpConfig) -> Self {
        Self {
            push_bytes: config.push_limit,
            upload_bytes: config.upload_limit,
            push_token: config.push_token_lifetime,
        }
    }
}

impl FromRef<Context> for App {
    fn from_ref(context: &Context) -> Self {
        context.app.clone()
    }
}

/// Gives the API as a router, to serve or to embed.
///
/// Serve it with `into_make_service_with_connect_info::<SocketAddr>()`, so that callers without a key are limited by
/// address and not all together. Behind proxies, name them in [`HttpConfig::trusted_proxies`].
pub fn router(app: App, config: HttpConfig) -> Router {
    let limiter = Limiter::new(config.requests_per_minute);
    let limits = Limits::of(&config);
    let context = Context {
        app,
        limiter,
        figures: config.figures,
        limits,
    };
    let (routes, _) = routes().split_for_parts();
    let routes = routes.fallback(async || Problem::of_status(StatusCode::NOT_FOUND));
    let served = layered(routes.with_state(context.clone()), context, config);
    // Layers of a router run after routing, so what changes the path stands in a router around it.
    let led = ServiceBuilder::new()
        .layer(map_request(v1::inbound::at_usual_address))
        .service(served);
    Router::new().fallback_service(led)
}

/// Gives the probes and the figures alone, to be served at an address that the world does not reach.
pub fn probes(app: App) -> Router {
    let context = Context {
        app,
        limiter: Limiter::new(None),
        figures: true,
        limits: Limits::of(&HttpConfig::default()),
    };
    let (routes, _) = OpenApiRouter::default().merge(system::routes()).split_for_parts();
    let routes = routes.fallback(async || Problem::of_status(StatusCode::NOT_FOUND));
    routes.with_state(context)
}

/// Puts the layers around. The gate stands outside of panics and the time limit, so that their answers say what is left of
/// the limit too, and inside of CORS, so that pages can read what it refuses.
fn layered(routes: Router, context: Context, config: HttpConfig) -> Router {
    let trace = TraceLayer::new_for_http()
        .make_span_with(span)
        .on_request(DefaultOnRequest::new().level(tracing::Level::DEBUG))
        .on_response(DefaultOnResponse::new().level(tracing::Level::DEBUG))
        .on_failure(());
    let seen = ServiceBuilder::new()
        .layer(from_fn(measured))
        .layer(map_request(without_odd_id))
        .layer(SetRequestIdLayer::new(REQUEST_ID, NewRequestId))
        .layer(trace)
        .layer(PropagateRequestIdLayer::new(REQUEST_ID));
    let bounded = ServiceBuilder::new()
        .layer(default_header(header::CACHE_CONTROL, "no-store"))
        .layer(default_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(cors(config.cors_origins))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(config.trusted_proxies, proxies::look_behind))
        .layer(from_fn_with_state(context, gate::admit))
        .layer(CatchPanicLayer::custom(caught))
        .layer(from_fn_with_state(config.timeout, in_time))
        .layer(DefaultBodyLimit::max(config.body_limit));
    routes.layer(bounded).layer(map_response(shape)).layer(seen)
}

/// Takes away an id that is no word of at most 128 printable characters, so that the request gets one of ours: it stands in
/// logs and in the audit log.
async fn without_odd_id(mut request: Request) -> Request {
    let is_odd = |id: &HeaderValue| id.len() > 128 || id.is_empty() || !id.as_bytes().iter().all(u8::is_ascii_graphic);
    if request.headers().get(REQUEST_ID).is_some_and(is_odd) {
        request.headers_mut().remove(REQUEST_ID);
    }
    request
}

/// Gives a request up that takes too long. An upload takes as long as it does; what it sends must not stop.
async fn in_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    if request.method() == Method::POST && request.uri().path().ends_with("/imports") {
        return next.run(request).await;
    }
    match timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Adds a header where the answer does not have it.
fn default_header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Describes the API as OpenAPI 3.1.
pub fn openapi() -> utoipa::openapi::OpenApi {
    openapi::complete(routes().into_openapi())
}

/// Lists every route, each with its description.
fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .merge(system::routes())
        .merge(docs::routes())
        .nest("/v1", v1::routes())
}

/// Gives requests without an id a new one.
#[derive(Debug, Clone, Copy)]
struct NewRequestId;

impl MakeRequestId for NewRequestId {
    fn make_request_id<B>(&mut self, _request: &axum::http::Request<B>) -> Option<RequestId> {
        HeaderValue::try_from(crate::service::Id::generate().to_string())
            .ok()
            .map(RequestId::new)
    }
}

/// Opens the span of a request: its path without the query, which may hold what nobody should log.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok());
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), request.id = id)
}

/// Counts and measures an answer, under the template of its route.
async fn measured(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = method(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    figures::answered(method, route, response.status().as_u16(), began.elapsed());
    response
}

/// Names a method; whatever else clients think of is one.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Gives answers of the router and the layers the documented body.
async fn shape(response: Response) -> Response {
    let status = response.status();
    // Our own: a problem, or a page for a person. What the router and the layers write is plain text.
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_ours = kind.is_some_and(|kind| kind == "application/json" || kind.as_bytes().starts_with(b"text/html"));
    if is_ours || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let mut shaped = Problem::of_status(status).into_response();
    for (name, value) in response.headers() {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            shaped.headers_mut().append(name, value.clone());
        }
    }
    shaped
}

/// Answers for a handler that panicked; the panic itself has been logged by its hook.
fn caught(_panic: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("A handler panicked");
    Problem::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

/// Lets pages of the configured origins call, and no others.
fn cors(origins: Vec<HeaderValue>) -> CorsLayer {
    if origins.is_empty() {
        return CorsLayer::new();
    }
    let exposed = [
        "x-request-id",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "retry-after",
        "etag",
        "x-next-cursor",
        "preference-applied",
    ];
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            PREFER,
            REQUEST_ID,
        ])
        .expose_headers(exposed.map(HeaderName::from_static))
        .max_age(Duration::from_secs(600))
}
