//! Deletes what is older than it is to be kept, once a day. Off unless somebody sets it.

use chrono::TimeDelta;

use crate::app::App;
use crate::error::{Error, Result};
use crate::service::analytics;
use crate::service::jobs::{Attempt, Ended, Kind, Lane};
use crate::store::retention::{self, Border, Deleted};

/// For how long data is kept; none where it is kept for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Samples, sessions and vendors' objects, from when they were measured.
    pub samples: Option<TimeDelta>,
    /// Originals of imports, from when they came.
    pub originals: Option<TimeDelta>,
}

/// Deletes what is old.
pub const APPLY: Kind = Kind {
    id: "apply_retention",
    lane: Lane::Upkeep,
    most_attempts: None,
};

/// How many people or originals are looked up at a time.
const AT_A_TIME: u64 = 256;

/// Deletes what is older than it is to be kept, and comes again tomorrow.
///
/// # Errors
///
/// Internal where the database or the folder for originals fails; what was deleted until then stays deleted.
pub async fn apply(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    let kept = app.retention();
    if let Some(kept) = kept.samples {
        let deleted = delete_samples(app, kept).await?;
        if deleted != Deleted::default() {
            let Deleted { samples, sessions } = deleted;
            tracing::info!(
                samples,
                sessions,
                "Deleted what was older than {} days",
                kept.num_days()
            );
        }
    }
    if let Some(kept) = kept.originals {
        let deleted = delete_originals(app, kept).await?;
        if deleted > 0 {
            tracing::warn!(
                originals = deleted,
                "Deleted originals older than {} days: they cannot be decoded again",
                kept.num_days()
            );
        }
    }
    Ok(Ended::Again {
        at: app.now() + TimeDelta::days(1),
        why: None,
    })
}

/// Deletes old samples, sessions and vendors' objects, one person after the other.
async fn delete_samples(app: &App, kept: TimeDelta) -> Result<Deleted> {
    let border = Border::at(app.now() - kept);
    let mut all = Deleted::default();
    loop {
        let users = retention::users(&app.store, border, AT_A_TIME).await?;
        if users.is_empty() {
            return Ok(all);
        }
        for user_no in users {
            let tx = app.store.begin().await?;
            match tx.lock_user(user_no).await {
                Ok(()) => {}
                // Deleted since we looked.
                Err(Error::NotFound { .. }) => continue,
                Err(error) => return Err(error),
            }
            let deleted = retention::delete(&tx, user_no, border).await?;
            analytics::mark_again(&tx, user_no, border.first_day(), app.now()).await?;
            tx.commit().await?;
            all.samples += deleted.samples;
            all.sessions += deleted.sessions;
        }
    }
}

/// Deletes old originals: the file first, so that none is left that nobody knows of.
async fn delete_originals(app: &App, kept: TimeDelta) -> Result<u64> {
    let doing = "deleting old originals";
    let Some(folder) = app.originals() else { return Ok(0) };
    let before = app.now() - kept;
    let mut all = 0;
    loop {
        let old = retention::originals(&app.store, before, AT_A_TIME).await?;
        if old.is_empty() {
            return Ok(all);
        }
        for original in old {
            match std::fs::remove_file(folder.join(&original.path)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::internal(doing)(error));
                }
                _ => {}
            }
            let tx = app.store.begin().await?;
            retention::forget_original(&tx, original.user_no, original.id).await?;
            tx.commit().await?;
            all += 1;
        }
    }
}

#[cfg(test)]
mod tests;
