//! Decides what an error of a vendor's means for the job and for the connection, and ends jobs.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::json;
use vitasync_providers::{Error as VendorError, ErrorKind};

use super::progress::Progress;
use super::schedule;
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::connections::{self, Connection, Status};
use crate::service::jobs::{Attempt, Ended, Kind};
use crate::service::webhooks::{Event, emit_for_user};
use crate::store::{connections as rows, users};

/// How soon to ask again whether an authorisation is gone.
pub(super) const DOUBT: TimeDelta = TimeDelta::seconds(10);
/// How long to wait for a vendor that says nothing about it.
const LIMITED: TimeDelta = TimeDelta::minutes(15);

/// What an error of a vendor's means.
#[derive(Debug)]
pub(super) enum Means {
    /// Nothing more can be read before a time.
    Later(DateTime<Utc>, String),
    /// It may work after a while.
    Transient(VendorError),
    /// The person did not allow this; other resources go on.
    Forbidden(String),
    /// This cannot be read as things are; other resources go on.
    Broken(String),
    /// Nothing can be read until somebody does something.
    Over(Status, String),
}

/// Tells what an error of a vendor's means.
pub(super) fn means(error: VendorError, now: DateTime<Utc>) -> Means {
    let after = error.retry_after().and_then(|it| TimeDelta::from_std(it).ok());
    let why = error.to_string();
    match error.kind() {
        ErrorKind::RateLimited => Means::Later(now + after.unwrap_or(LIMITED), why),
        ErrorKind::Unavailable => match after {
            Some(after) => Means::Later(now + after, why),
            None => Means::Transient(error),
        },
        ErrorKind::Storage => Means::Transient(error),
        ErrorKind::Reconnect => Means::Over(Status::ReauthRequired, with_cause(&error)),
        ErrorKind::Consent | ErrorKind::Misconfigured => Means::Over(Status::Error, with_cause(&error)),
        ErrorKind::Forbidden => Means::Forbidden(why),
        _ => Means::Broken(with_cause(&error)),
    }
}

/// Tells whether a refused authorisation is believed to be gone: not at the first time, nor where another process has renewed it
/// meanwhile. Vendors accept a refresh token once, so whoever comes second is refused while the first still stores the new one.
pub(super) async fn is_believed(attempt: &Attempt, connection: &Connection) -> Result<bool> {
    let row = rows::find(&attempt.app.store, connection.id).await?;
    let is_same = row.is_none_or(|it| it.grant_version == connection.grant_version);
    Ok(is_same && attempt.job.attempts > 1)
}

/// Adds the cause where it says more, for example to which vendor a person moves. It holds no token and no health value.
fn with_cause(error: &VendorError) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// Ends an attempt that may work after a while: by an error that is tried again, or for good where it was tried often enough.
pub(super) async fn again_or_over(
    attempt: &Attempt,
    kind: &Kind,
    connection: &Connection,
    error: VendorError,
    progress: &Progress,
) -> Result<Ended> {
    if !is_live(&attempt.app, connection).await? {
        return Ok(Ended::Failed("the connection has ended".to_owned()));
    }
    let attempts = u32::try_from(attempt.job.attempts).unwrap_or_default();
    if kind.most_attempts.is_none_or(|most| attempts < most) {
        return Err(Error::internal("reading a vendor")(error));
    }
    failed(attempt, connection, Status::Active, error.to_string(), progress).await
}

/// Ends a job that has failed: says how the connection stands for that, when it is read next, and tells customers.
pub(super) async fn failed(
    attempt: &Attempt,
    connection: &Connection,
    stands: Status,
    why: String,
    progress: &Progress,
) -> Result<Ended> {
    let app = &attempt.app;
    if stands != Status::Active {
        connections::trouble(app, connection, stands, &why).await?;
    }
    let next = match stands {
        Status::ReauthRequired => None,
        _ => schedule::next(app, connection).await?,
    };
    end(attempt, connection, "sync.failed", Some(&why), (None, next), progress).await?;
    tracing::warn!(connection.id = %connection.id, why, "Could not read an account at {}", connection.provider);
    Ok(Ended::Failed(why))
}

/// Ends a job that is done: the connection works, is read again when it is due, and customers hear of it.
pub(super) async fn done(attempt: &Attempt, connection: &Connection, progress: &Progress) -> Result<Ended> {
    let app = &attempt.app;
    let next = schedule::next(app, connection).await?;
    end(
        attempt,
        connection,
        "sync.completed",
        None,
        (Some(app.now()), next),
        progress,
    )
    .await?;
    let synced = progress.synced();
    tracing::info!(connection.id = %connection.id, "Synced {synced} values from {}", connection.provider);
    Ok(Ended::Done(Some(json!({"metricsSynced": synced}))))
}

async fn end(
    attempt: &Attempt,
    connection: &Connection,
    event: &str,
    why: Option<&str>,
    (last, next): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    progress: &Progress,
) -> Result<()> {
    let now = attempt.app.now();
    let tx = attempt.app.store.begin().await?;
    tx.lock_user(connection.user_no).await?;
    let Some(row) = rows::find(&tx, connection.id).await?.filter(|it| it.status.is_live()) else {
        return Ok(());
    };
    rows::note_sync(&tx, row.id, last, next).await?;
    if last.is_some() {
        rows::set_status(&tx, row.id, &[Status::Error], Status::Active, None, now).await?;
    }
    let user = users::by_number(&tx, row.user_no).await?;
    let mut data = json!({
        "jobId": attempt.job.id.to_string(),
        "userId": user.id.to_string(),
        "connectionId": row.id.to_string(),
        "providerId": row.provider,
        "metricsSynced": progress.synced(),
        "syncedAt": now.to_rfc3339_opts(SecondsFormat::Millis, true),
    });
    if let Some(why) = why {
        data["error"] = json!(why);
    }
    emit_for_user(&tx, row.user_no, || vec![Event::new(event, data)], now).await?;
    tx.commit().await
}

/// Tells whether a connection has not ended meanwhile.
pub(super) async fn is_live(app: &App, connection: &Connection) -> Result<bool> {
    let row = rows::find(&app.store, connection.id).await?;
    Ok(row.is_some_and(|it| it.status.is_live()))
}
