//! The documented `/v1` contract: one file per group of routes, each with its forms on the wire.

mod analytics;
mod audit;
mod connections;
mod events;
mod health;
mod imports;
pub(super) mod inbound;
mod ingest;
mod keys;
mod preferences;
mod presigned;
mod providers;
mod retention;
mod sources;
mod sync;
mod users;
mod vendor_apps;
mod webhooks;

use utoipa_axum::router::OpenApiRouter;

use super::Context;

/// Lists every route under `/v1`.
pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .merge(users::routes())
        .merge(preferences::routes())
        .merge(sources::routes())
        .merge(health::routes())
        .merge(events::routes())
        .merge(ingest::routes())
        .merge(imports::routes())
        .merge(presigned::routes())
        .merge(analytics::routes())
        .merge(keys::routes())
        .merge(audit::routes())
        .merge(retention::routes())
        .merge(providers::routes())
        .merge(webhooks::routes())
        .merge(vendor_apps::routes())
        .merge(connections::routes())
        .merge(sync::routes())
        .merge(inbound::routes())
}
