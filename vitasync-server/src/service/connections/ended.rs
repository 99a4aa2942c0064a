//! Ends connections: stops their jobs at once, takes the authorisation back at the vendor, and forgets the tokens.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::future::join_all;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::timeout;

use super::linked::linked;
use super::stores::id_of;
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::audit::{self, Action, Actor, Deed};
use crate::service::jobs::{self, Attempt, Ended, Kind, Lane, NewJob};
use crate::service::vendors::application;
use crate::service::webhooks::{self, Event};
use crate::store::connections::{self as rows, Connection, Status};
use crate::store::{Transaction, users};

/// How long a vendor may take where somebody waits.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a vendor is asked to take an authorisation back before it is forgotten without.
const TRIES: i32 = 12;

/// Takes an authorisation back at the vendor.
pub const REVOKE: Kind = Kind {
    id: "revoke",
    lane: Lane::Vendors,
    most_attempts: None,
};

/// What the job needs to know.
#[derive(Debug, Serialize, Deserialize)]
struct Task {
    connection: String,
}

/// Says that a live connection does not work, how it stands for that and why; tells whether it was live.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn trouble(app: &App, connection: &Connection, status: Status, reason: &str) -> Result<bool> {
    let tx = app.store.begin().await?;
    tx.lock_user(connection.user_no).await?;
    let reason = Some(reason.to_owned());
    let changed = rows::set_status(&tx, connection.id, &Status::LIVE, status, reason, app.now()).await?;
    if changed && status == Status::Disconnected {
        tell(&tx, connection, "connection.disconnected", app.now()).await?;
    }
    tx.commit().await?;
    Ok(changed)
}

/// Ends a connection of a person: nothing more is read, what was read stays. The vendor is told by a job, which forgets the
/// tokens. One that has ended stays so.
///
/// # Errors
///
/// NotFound where there is none; Conflict where a slug means several.
pub async fn disconnect(app: &App, actor: &Actor, user_no: i64, id_or_slug: &str) -> Result<()> {
    let connection = super::find(app, user_no, id_or_slug).await?;
    let now = app.now();
    let tx = app.store.begin().await?;
    tx.lock_user(user_no).await?;
    let reason = Some("disconnected by request".to_owned());
    if !rows::set_status(&tx, connection.id, &Status::LIVE, Status::Disconnected, reason, now).await? {
        return Ok(());
    }
    jobs::cancel_of_connection(&tx, connection.id, now).await?;
    rows::note_sync(&tx, connection.id, None, None).await?;
    let task = Task {
        connection: connection.id.to_string(),
    };
    let job = NewJob::new(&REVOKE, &task, now)?
        .once(format!("{} {}", REVOKE.id, connection.id))
        .of_workspace(connection.workspace_id)
        .of_user(user_no)
        .of_connection(connection.id);
    jobs::enqueue(&tx, job).await?;
    tell(&tx, &connection, "connection.disconnected", now).await?;
    let deed = Deed::new(connection.workspace_id, Action::ConnectionDisconnected, connection.id);
    audit::record(&tx, actor, deed, now).await?;
    tx.commit().await?;
    tracing::info!(connection.id = %connection.id, "Disconnected an account at {}", connection.provider);
    Ok(())
}

/// Tells the workspace what has become of a connection.
pub(super) async fn tell(tx: &Transaction, connection: &Connection, event: &str, now: DateTime<Utc>) -> Result<()> {
    let user = users::by_number(tx, connection.user_no).await?;
    let data = json!({
        "connectionId": connection.id.to_string(),
        "userId": user.id.to_string(),
        "providerId": connection.provider,
    });
    webhooks::emit_for_user(tx, connection.user_no, || vec![Event::new(event, data)], now).await
}

/// Takes the authorisation of an ended connection back at the vendor, and forgets the tokens: after a dozen tries also where the
/// vendor does not answer.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn revoke(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    let task: Task = attempt.payload()?;
    let found = rows::find(&app.store, id_of(&task.connection)?).await?;
    let ended = |it: &Connection| it.status == Status::Disconnected && it.sealed_grant.is_some();
    let Some(connection) = found.filter(ended) else {
        return Ok(Ended::Forget);
    };
    let taken_back = take_back(app, &connection).await;
    match taken_back {
        Ok(()) => Ok(Ended::Done(None)),
        Err(error) if is_retryable(&error) && attempt.job.attempts < TRIES => Err(error),
        Err(error) => {
            tracing::warn!(connection.id = %connection.id, %error, "Forgot a token that its vendor may still accept");
            rows::forget_grant(&app.store, connection.id).await?;
            Ok(Ended::Done(None))
        }
    }
}

/// Takes back what a connection that came to nothing was given. Whoever waits does not wait for long.
pub(super) async fn release(app: &App, draft: &Connection) {
    if let Ok(Err(error)) = timeout(PATIENCE, take_back(app, draft)).await {
        tracing::warn!(%error, "Could not take back an authorisation at {}", draft.provider);
    }
}

/// Takes back every authorisation a person has given, as far as the vendors answer in time. For when the person is deleted.
pub(crate) async fn leave_all(app: &App, user_no: i64) -> Result<()> {
    let all = rows::of_user(&app.store, user_no).await?;
    let held = all.iter().filter(|it| it.sealed_grant.is_some());
    join_all(held.map(|connection| release(app, connection))).await;
    Ok(())
}

/// Asks the vendor to take an authorisation back and forgets it, unless it is also that of another connection.
async fn take_back(app: &App, connection: &Connection) -> Result<()> {
    if is_shared(app, connection).await? {
        return rows::forget_grant(&app.store, connection.id).await;
    }
    let linked = linked(app, connection).await?;
    let ended = app.client()?.disconnect(linked.link()).await;
    ended.map_err(Error::internal("taking an authorisation back"))
}

/// Tells whether another live connection has the same account by the same application: vendors know one authorisation of
/// both.
async fn is_shared(app: &App, connection: &Connection) -> Result<bool> {
    let Some(user) = &connection.vendor_user else {
        return Ok(false);
    };
    let Some(provider) = vitasync_providers::vendors::find(&connection.provider) else {
        return Ok(false);
    };
    let id_of_app = async |workspace| {
        let application = application(app, workspace, provider).await?;
        Ok::<_, Error>(application.app.settings.get("client_id").cloned())
    };
    let ours = id_of_app(connection.workspace_id).await?;
    for other in rows::of_vendor_user(&app.store, &connection.provider, user).await? {
        if other.id != connection.id && id_of_app(other.workspace_id).await? == ours {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_retryable(error: &Error) -> bool {
    let Error::Internal { source, .. } = error else {
        return false;
    };
    let of_vendor = source.downcast_ref::<vitasync_providers::Error>();
    of_vendor.is_none_or(vitasync_providers::Error::is_retryable)
}
