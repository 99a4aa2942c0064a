//! Keeps the tenants, and the sandbox each may have.
//!
//! A sandbox is a workspace of its own, so that nothing of a test is ever seen beside real data. It is made with the first
//! `vs_test_` key.

use super::Id;
use crate::App;
use crate::error::{Error, Result};
use crate::store::workspaces::{self as rows, Workspace};

/// Gives the workspace of an installation that has said nothing else: the oldest, created on first use.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn default(app: &App) -> Result<Id> {
    if let Some(oldest) = rows::oldest(&app.store).await? {
        return Ok(oldest.id);
    }
    let created = rows::insert(&app.store, new(app, "default", None)).await?.id;
    // Another process may have created one in between: all take the oldest.
    Ok(rows::oldest(&app.store).await?.map_or(created, |oldest| oldest.id))
}

/// Gives the sandbox of a workspace, created on first use; a sandbox is its own.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn sandbox(app: &App, workspace: Id) -> Result<Id> {
    if is_sandbox(app, workspace).await? {
        return Ok(workspace);
    }
    if let Some(known) = rows::sandbox_of(&app.store, workspace).await? {
        return Ok(known.id);
    }
    match rows::insert(&app.store, new(app, "sandbox", Some(workspace))).await {
        // Somebody else may have created it in between.
        Err(conflict @ Error::Conflict { .. }) => {
            let known = rows::sandbox_of(&app.store, workspace).await?;
            known.map(|known| known.id).ok_or(conflict)
        }
        created => created.map(|created| created.id),
    }
}

/// Tells whether a workspace is a sandbox.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn is_sandbox(app: &App, workspace: Id) -> Result<bool> {
    let found = rows::find(&app.store, workspace).await?;
    Ok(found.is_some_and(|found| found.sandbox_of.is_some()))
}

/// Lists a workspace and its sandbox, where it has one: what an administrator of it manages.
pub(super) async fn managed(app: &App, workspace: Id) -> Result<Vec<Id>> {
    let sandbox = rows::sandbox_of(&app.store, workspace).await?;
    Ok([Some(workspace), sandbox.map(|it| it.id)]
        .into_iter()
        .flatten()
        .collect())
}

fn new(app: &App, name: &str, sandbox_of: Option<Id>) -> Workspace {
    Workspace {
        id: Id::generate(),
        name: name.to_owned(),
        sandbox_of,
        created_at: app.now(),
    }
}
