//! Brings what vendors have: the jobs that read a connection, and what calls for them.

mod sink;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::jobs::{self, Kind, Lane, NewJob, Queued};
use crate::error::Result;
use crate::store::connections::Connection;
use crate::store::{Id, Transaction};

/// Reads what is new of a connection.
pub const SYNC: Kind = Kind {
    id: "sync",
    lane: Lane::Vendors,
    most_attempts: Some(10),
};

/// Reads all a vendor has of a connection, back to where its history begins.
pub const BACKFILL: Kind = Kind {
    id: "backfill",
    lane: Lane::Vendors,
    most_attempts: Some(10),
};

/// What a job of either kind needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Which connection, as text.
    pub connection: String,
    /// Which resource; all of them where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
}

/// Asks for all a vendor has of a connection that was made or renewed: whatever is known to have been read is not read again.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn connected(tx: &Transaction, connection: &Connection, now: DateTime<Utc>) -> Result<Queued> {
    let task = Task {
        connection: connection.id.to_string(),
        resource: None,
    };
    let job = NewJob::new(&BACKFILL, &task, now)?
        // By the grant as well: a job of before, which is being stopped, must not stand for this one.
        .once(format!(
            "{} {}",
            once(&BACKFILL, connection.id),
            connection.grant_version
        ))
        .of_workspace(connection.workspace_id)
        .of_user(connection.user_no)
        .of_connection(connection.id);
    jobs::enqueue(tx, job).await
}

/// Names the one job of a kind that a connection has at a time.
pub fn once(kind: &Kind, connection: Id) -> String {
    format!("{} {connection}", kind.id)
}
