//! For how long a workspace keeps data: what it has said itself, otherwise what the installation says.

use chrono::TimeDelta;

use super::Retention;
use crate::app::App;
use crate::error::{Error, FieldError, Result};
use crate::service::Id;
use crate::service::audit::{self, Action, Actor, Deed};
use crate::store::retention_settings::{self as rows, RetentionSettings};

/// The most days that can be said.
const MOST_DAYS: i32 = 36_500;

/// For how long a workspace keeps data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// For how long.
    pub retention: Retention,
    /// Whether the workspace has said so itself.
    pub is_own: bool,
}

/// What a workspace says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NewPolicy {
    /// For how many days what was measured is kept; for ever where nothing is said.
    pub samples_days: Option<i32>,
    /// For how many days raw bytes are kept; for ever where nothing is said.
    pub raw_days: Option<i32>,
    /// Whether what is old is written to the archive first.
    pub archive: bool,
}

/// Tells for how long a workspace keeps data.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn policy(app: &App, workspace: Id) -> Result<Policy> {
    let own = rows::find(&app.store, workspace).await?;
    let days = |days: Option<i32>| days.map(|days| TimeDelta::days(days.into()));
    Ok(Policy {
        is_own: own.is_some(),
        retention: own.map_or(app.retention(), |own| Retention {
            samples: days(own.samples_days),
            raw: days(own.raw_days),
            archive: own.archive,
        }),
    })
}

/// Says for how long a workspace keeps data, in place of what the installation says.
///
/// # Errors
///
/// Invalid where a number of days is not from 1 to 36500.
pub async fn set_policy(app: &App, actor: &Actor, workspace: Id, new: NewPolicy) -> Result<Policy> {
    let named = [("samplesDays", new.samples_days), ("rawDays", new.raw_days)];
    let wrong = named
        .iter()
        .filter(|(_, days)| days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)));
    let errors: Vec<FieldError> = wrong
        .map(|(path, _)| FieldError {
            path: (*path).to_owned(),
            message: format!("give a number of days from 1 to {MOST_DAYS}, or null to keep all"),
        })
        .collect();
    if !errors.is_empty() {
        return Err(Error::Invalid { errors });
    }
    let row = RetentionSettings {
        workspace_id: workspace,
        samples_days: new.samples_days,
        raw_days: new.raw_days,
        archive: new.archive,
        updated_at: app.now(),
    };
    let tx = app.store.begin().await?;
    rows::write(&tx, row).await?;
    let deed = Deed::new(workspace, Action::RetentionChanged, workspace)
        .with("samplesDays", new.samples_days)
        .with("rawDays", new.raw_days)
        .with("archive", new.archive);
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await?;
    policy(app, workspace).await
}

/// Forgets what a workspace has said: then what the installation says counts.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn reset_policy(app: &App, actor: &Actor, workspace: Id) -> Result<Policy> {
    let tx = app.store.begin().await?;
    rows::remove(&tx, workspace).await?;
    let deed = Deed::new(workspace, Action::RetentionChanged, workspace).with("reset", true);
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await?;
    policy(app, workspace).await
}
