//! Brings what vendors have: the jobs that read connections, what vendors push, and what calls for either.
//!
//! Everything here may be done twice and dropped half-way. What is read is committed delivery by delivery ([`Stores`] is
//! the client's sink), a resource counts as read when all before has been committed, and who reads again finds the same.
//!
//! [`Stores`]: super::connections::Stores

mod inbound;
mod progress;
mod read;
mod replay;
mod schedule;
mod sink;
mod subscribe;
#[cfg(test)]
mod tests;
mod verdict;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use vitasync_core::time::from_ms;
use vitasync_providers::vendors;

pub use self::inbound::{INBOUND, NotTaken, receive, take_in};
pub use self::progress::{OfResource, Progress, Stage};
pub use self::read::read;
pub use self::replay::{Changes, REPLAY, Replayed, SkippedFile, ask_replay, people, replay, replay_job};
pub use self::schedule::{SCHEDULE, schedule};
pub use self::subscribe::{SUBSCRIBE, subscribe};
use super::connections::{Connection, Status};
use super::jobs::{self, Filter, Job, Kind, Lane, NewJob, Queued};
use super::preferences;
use super::users::UserRef;
use super::window::Window;
use crate::app::App;
use crate::error::{Error, Result};
use crate::store::{Id, Transaction, connections as rows, users};

/// Reads what is new of a connection.
pub const SYNC: Kind = Kind {
    id: "sync",
    lane: Lane::Vendors,
    most_attempts: Some(10),
};

/// Reads the past of a connection: a span that somebody names, or the usual one where it was just made.
pub const BACKFILL: Kind = Kind {
    id: "backfill",
    lane: Lane::Vendors,
    most_attempts: Some(10),
};

/// How far back a resource is read at first where nobody says more.
pub const USUAL_PAST: TimeDelta = TimeDelta::days(90);

/// What a job of either kind needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Which connection, as text.
    pub connection: String,
    /// The slug of its vendor.
    pub provider: String,
    /// Which resources; all of them where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// Since when; from where each resource stands where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Until when; until now where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
}

impl Task {
    fn of(connection: &Connection) -> Self {
        Self {
            connection: connection.id.to_string(),
            provider: connection.provider.clone(),
            resources: Vec::new(),
            from: None,
            to: None,
        }
    }
}

/// Asks for the usual past of a connection that was made or renewed: whatever is known to have been read is not read again.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn connected(app: &App, tx: &Transaction, connection: &Connection) -> Result<Queued> {
    let now = app.now();
    // By the grant as well: a job of before, which is being stopped, must not stand for this one.
    let name = format!("{} {}", once(&BACKFILL, connection.id), connection.grant_version);
    let job = job_of(&BACKFILL, connection, &Task::of(connection), now)?.once(name);
    rows::note_sync(tx, connection.id, None, schedule::next(app, connection).await?).await?;
    subscribe::ask(app, tx, connection).await?;
    jobs::enqueue(tx, job).await
}

/// Asks for what is new of a connection, at once. Where that is asked for already, that is enough.
///
/// # Errors
///
/// Conflict where the connection cannot be read; Unprocessable where a resource is unknown; Internal where the database fails.
pub async fn ask_sync(app: &App, connection: &Connection, resources: Vec<String>) -> Result<Job> {
    let resources = known(connection, resources)?;
    let name = format!("{} {}", once(&SYNC, connection.id), resources.join(" "));
    let task = Task {
        resources,
        ..Task::of(connection)
    };
    ask(app, connection, &SYNC, &task, name.trim_end().to_owned()).await
}

/// Asks for a span of the past of a connection; days are those of the zones the person has lived in.
///
/// # Errors
///
/// Conflict where the connection cannot be read; Invalid where the span is empty or in the future; Unprocessable where a resource
/// is unknown; Internal where the database fails.
pub async fn ask_backfill(app: &App, connection: &Connection, span: Window, resources: Vec<String>) -> Result<Job> {
    let user = UserRef::from(&users::by_number(&app.store, connection.user_no).await?);
    let own = preferences::own(app, &user).await?;
    let (span_ms, now) = (span.milliseconds(&own.zones), app.now());
    let from = span
        .from
        .and_then(|_| from_ms(span_ms.start))
        .unwrap_or(now - USUAL_PAST);
    let to = span.to.and_then(|_| from_ms(span_ms.end)).map_or(now, |to| to.min(now));
    if from >= to {
        return Err(Error::invalid("from", "it must be before `to` and before now"));
    }
    let resources = known(connection, resources)?;
    let name = format!("{} {from} {to} {}", once(&BACKFILL, connection.id), resources.join(" "));
    let task = Task {
        resources,
        from: Some(from),
        to: Some(to),
        ..Task::of(connection)
    };
    ask(app, connection, &BACKFILL, &task, name).await
}

async fn ask(app: &App, connection: &Connection, kind: &Kind, task: &Task, name: String) -> Result<Job> {
    let message = match connection.status {
        Status::Active | Status::Error => None,
        Status::ReauthRequired => Some("the user has to connect the account again first"),
        Status::Connecting | Status::Disconnected => Some("the connection has ended"),
    };
    if let Some(message) = message {
        return Err(Error::conflict(message));
    }
    let tx = app.store.begin().await?;
    let job = job_of(kind, connection, task, app.now())?.once(name);
    let queued = jobs::enqueue(&tx, job).await?;
    tx.commit().await?;
    jobs::find(app, connection.workspace_id, queued.id()).await
}

/// Names the resources that are meant, each once, or says which there is not.
fn known(connection: &Connection, mut resources: Vec<String>) -> Result<Vec<String>> {
    let spec = vendors::find(&connection.provider).map(|it| it.spec());
    let all = || spec.into_iter().flat_map(|it| it.resources).map(|it| it.id);
    resources.sort();
    resources.dedup();
    match resources.iter().find(|name| !all().any(|it| it == *name)) {
        Some(unknown) => Err(Error::unknown_word(
            "resources",
            "resource of this provider",
            unknown,
            all(),
        )),
        None => Ok(resources),
    }
}

/// Which jobs of a workspace to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which {
    /// Of this person.
    pub user_no: Option<i64>,
    /// Of this connection.
    pub connection: Option<Id>,
    /// That stand so.
    pub status: Option<jobs::Status>,
    /// Older than this one.
    pub before: Option<Id>,
}

/// Lists the jobs that read connections of a workspace or what was kept of them, the newest first, and tells whether there are more.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, workspace: Id, which: Which, limit: u64) -> Result<(Vec<Job>, bool)> {
    let filter = Filter {
        workspace_id: Some(workspace),
        user_no: which.user_no,
        connection_id: which.connection,
        kinds: vec![SYNC.id, BACKFILL.id, REPLAY.id],
        status: which.status,
        before: which.before,
    };
    let mut found = jobs::list(app, &filter, limit.saturating_add(1)).await?;
    let more = found.len() as u64 > limit;
    if more {
        found.pop();
    }
    Ok((found, more))
}

/// Names the people some jobs are about, by their numbers here.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn whose(app: &App, jobs: &[Job]) -> Result<BTreeMap<i64, Id>> {
    let mut ids = BTreeMap::new();
    for user_no in jobs.iter().filter_map(|it| it.user_no) {
        if let Entry::Vacant(unknown) = ids.entry(user_no) {
            unknown.insert(users::by_number(&app.store, user_no).await?.id);
        }
    }
    Ok(ids)
}

/// Finds a job that reads a connection of a workspace, or what was kept of it.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn find(app: &App, workspace: Id, id: Id) -> Result<Job> {
    let job = jobs::find(app, workspace, id).await?;
    let is_ours = [SYNC.id, BACKFILL.id, REPLAY.id].contains(&job.kind.as_str());
    is_ours.then_some(job).ok_or(Error::not_found("Job"))
}

/// Stops a job. What it has committed stays.
///
/// # Errors
///
/// NotFound where there is none; Conflict where it is over.
pub async fn cancel(app: &App, workspace: Id, id: Id) -> Result<Job> {
    find(app, workspace, id).await?;
    jobs::cancel(app, workspace, id).await
}

/// Asks again for what a job that failed or was stopped was to do.
///
/// # Errors
///
/// NotFound where there is none; Conflict where it has not failed or the connection cannot be read.
pub async fn retry(app: &App, workspace: Id, id: Id) -> Result<Job> {
    let job = find(app, workspace, id).await?;
    if !matches!(job.status, jobs::Status::Failed | jobs::Status::Cancelled) {
        return Err(Error::conflict(format!(
            "only a job that failed or was cancelled is tried again; this one is {}",
            job.status.id()
        )));
    }
    if job.kind == REPLAY.id {
        return Err(Error::conflict("a replay is not tried again: ask for another"));
    }
    let task: Task = serde_json::from_value(job.payload).map_err(Error::internal("reading a job"))?;
    let connection = super::connections::id_of(&task.connection)?;
    let connection = rows::find(&app.store, connection).await?;
    let connection = connection.ok_or(Error::not_found("Connection"))?;
    let kind = if job.kind == SYNC.id { &SYNC } else { &BACKFILL };
    ask(app, &connection, kind, &task, format!("retry {id}")).await
}

fn job_of(kind: &Kind, connection: &Connection, payload: &impl Serialize, now: DateTime<Utc>) -> Result<NewJob> {
    let job = NewJob::new(kind, payload, now)?
        .of_workspace(connection.workspace_id)
        .of_user(connection.user_no)
        .of_connection(connection.id);
    Ok(job)
}

/// Names the one job of a kind that a connection has at a time.
fn once(kind: &Kind, connection: Id) -> String {
    format!("{} {connection}", kind.id)
}
