//! Deletes what is older than it is to be kept, once a day, and archives it first where that is wanted. Off unless somebody
//! sets it: the installation for all, or a workspace for itself.
//!
//! What is archived is written before anything is deleted, and is deleted only if nobody has changed it in between; a crash
//! leaves it in both places, never in none.

mod archive;
mod policy;
mod portion;

use chrono::{DateTime, TimeDelta, Utc};

use self::archive::Archive;
pub use self::policy::{NewPolicy, Policy, policy, reset_policy, set_policy};
use self::portion::Portion;
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::jobs::{Attempt, Ended, Kind, Lane};
use crate::service::{Id, analytics};
use crate::store::retention::{self, Border, Deleted};
use crate::store::{Transaction, workspaces};

/// For how long data is kept; none where it is kept for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Samples, sessions and vendors' objects, from when they were measured.
    pub samples: Option<TimeDelta>,
    /// Raw bytes, from when they came: originals of imports, what vendors answered, what phones pushed.
    pub raw: Option<TimeDelta>,
    /// Whether what is old is written to the archive before it is deleted.
    pub archive: bool,
}

/// Deletes what is old.
pub const APPLY: Kind = Kind {
    id: "apply_retention",
    lane: Lane::Upkeep,
    most_attempts: None,
};

/// How many people are looked up at a time.
const AT_A_TIME: u64 = 256;
/// How often a person is tried whose old data is changed meanwhile.
const TRIES: u32 = 3;

/// Deletes what is older than it is to be kept, and comes again tomorrow.
///
/// # Errors
///
/// Internal where the database, the folder for originals or the object store fails; what was deleted until then stays deleted.
pub async fn apply(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    for workspace in workspaces::ids(&app.store).await? {
        let kept = policy(app, workspace).await?.retention;
        if let Some(age) = kept.samples {
            let deleted = delete_measured(app, workspace, Border::at(app.now() - age), kept.archive).await?;
            if deleted != Deleted::default() {
                let Deleted { samples, sessions } = deleted;
                tracing::info!(samples, sessions, "Deleted what was older than {} days", age.num_days());
            }
        }
        if let Some(age) = kept.raw {
            let deleted = delete_raw(app, workspace, app.now() - age, kept.archive).await?;
            if deleted > 0 {
                tracing::warn!(
                    raw = deleted,
                    "Deleted raw bytes older than {} days: they cannot be decoded again",
                    age.num_days()
                );
            }
        }
    }
    Ok(Ended::Again {
        at: app.now() + TimeDelta::days(1),
        why: None,
    })
}

/// Deletes old samples, sessions and vendors' objects, one person after the other.
async fn delete_measured(app: &App, workspace: Id, border: Border, archived: bool) -> Result<Deleted> {
    let (mut all, mut behind) = (Deleted::default(), i64::MIN);
    loop {
        let users = retention::users(&app.store, workspace, border, behind, AT_A_TIME).await?;
        let Some(last) = users.last() else { return Ok(all) };
        behind = *last;
        for user_no in users {
            let deleted = delete_measured_on(app, user_no, border, archived).await?;
            all.samples += deleted.samples;
            all.sessions += deleted.sessions;
        }
    }
}

async fn delete_measured_on(app: &App, user_no: i64, border: Border, archived: bool) -> Result<Deleted> {
    for _ in 0..TRIES {
        let before = retention::mark(&app.store, user_no, border).await?;
        let mut archive = opened(app, user_no, archived).await?;
        if let Some(archive) = &mut archive {
            archive.measured(border).await?;
        }
        let Some(tx) = locked(app, user_no).await? else {
            take_back(archive).await?;
            break;
        };
        if !archived || retention::mark(&tx, user_no, border).await? == before {
            let deleted = retention::delete(&tx, user_no, border).await?;
            analytics::mark_again(&tx, user_no, border.first_day(), app.now()).await?;
            tx.commit().await?;
            return Ok(deleted);
        }
        drop(tx);
        take_back(archive).await?;
    }
    // The person is gone, or somebody is changing what is old: tomorrow is another day.
    Ok(Deleted::default())
}

/// Deletes raw bytes that came before a time, and counts them.
async fn delete_raw(app: &App, workspace: Id, before: DateTime<Utc>, archived: bool) -> Result<u64> {
    let mut all = 0;
    while let Some((user_no, portion)) = Portion::next(app, workspace, before).await? {
        let mut archive = opened(app, user_no, archived).await?;
        if let Some(archive) = &mut archive {
            archive.raw(&portion).await?;
        }
        let Some(tx) = locked(app, user_no).await? else {
            take_back(archive).await?;
            continue;
        };
        if !portion.forget(&tx, user_no).await? {
            // Somebody else has deleted some of them: what is left is looked up again.
            drop(tx);
            take_back(archive).await?;
            continue;
        }
        portion.delete_files(app)?;
        tx.commit().await?;
        if let Some(objects) = app.objects() {
            objects.delete(portion.objects()).await?;
        }
        all += portion.len();
    }
    Ok(all)
}

/// Opens the archive of a person, where what is old is archived.
async fn opened(app: &App, user_no: i64, archived: bool) -> Result<Option<Archive<'_>>> {
    match archived {
        true => Archive::open(app, user_no).await,
        false => Ok(None),
    }
}

async fn take_back(archive: Option<Archive<'_>>) -> Result<()> {
    match archive {
        Some(archive) => archive.take_back().await,
        None => Ok(()),
    }
}

/// Begins a transaction that holds a person; none where the person is gone.
async fn locked(app: &App, user_no: i64) -> Result<Option<Transaction>> {
    let tx = app.store.begin().await?;
    match tx.lock_user(user_no).await {
        Ok(()) => Ok(Some(tx)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
