//! The forms of jobs on the wire.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::http::wire::Instant;
use crate::service::Id;
use crate::service::jobs::{Job, Status};
use crate::service::sync::Progress;

/// A job that reads a connection, or what was kept of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SyncJob {
    /// The id.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    id: String,
    /// The id again.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    job_id: String,
    /// What it does: `sync`, `backfill` or `replay`.
    #[schema(example = "sync")]
    kind: String,
    /// How it stands: `queued`, `running`, `succeeded`, `failed` or `cancelled`.
    #[schema(example = "queued")]
    status: &'static str,
    /// The user.
    user_id: Option<String>,
    /// The connection; none where it is about all that is kept.
    connection_id: Option<String>,
    /// The slug of the provider.
    #[schema(example = "whoop")]
    provider_id: Option<String>,
    /// How many samples, nights and workouts are new or have changed.
    #[schema(example = 412)]
    metrics_synced: u64,
    /// How far it has come, by resource: `status` (`waiting`, `running`, `done`, `forbidden`, `failed`), `pages`, `samples`,
    /// `sessions`, `deleted`, `rejected` and `error`.
    #[schema(value_type = Object)]
    resources: Value,
    /// What came of it, once it is over.
    #[schema(value_type = Option<Object>)]
    result: Option<Value>,
    /// Why it failed, or why it is tried again.
    error: Option<String>,
    /// How often it was begun.
    attempts: i32,
    /// When it was asked for.
    created_at: Instant,
    /// When it was first begun.
    started_at: Option<Instant>,
    /// When it was over.
    completed_at: Option<Instant>,
    /// When it is taken up, where it waits.
    next_attempt_at: Option<Instant>,
}

impl SyncJob {
    pub(super) fn new(job: Job, whose: &BTreeMap<i64, Id>) -> Self {
        let progress = Progress::of(&job);
        let waits = job.status == Status::Queued;
        Self {
            id: job.id.to_string(),
            job_id: job.id.to_string(),
            status: job.status.id(),
            user_id: job.user_no.and_then(|no| whose.get(&no)).map(ToString::to_string),
            connection_id: job.connection_id.map(|id| id.to_string()),
            provider_id: job.payload["provider"].as_str().map(str::to_owned),
            metrics_synced: progress.synced(),
            resources: serde_json::to_value(progress.resources).unwrap_or_default(),
            result: job.result,
            error: job.error,
            attempts: job.attempts,
            created_at: Instant(job.created_at),
            started_at: job.started_at.map(Instant),
            completed_at: job.finished_at.map(Instant),
            next_attempt_at: job.due_at.filter(|_| waits).map(Instant),
            kind: job.kind,
        }
    }
}
