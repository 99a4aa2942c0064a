//! Keeps the tenants.

use super::Id;
use crate::App;
use crate::error::Result;
use crate::store::workspaces::{self as rows, Workspace};

/// Gives the workspace of an installation that has said nothing else: the oldest, created on first use.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn default(app: &App) -> Result<Id> {
    if let Some(oldest) = oldest(app).await? {
        return Ok(oldest);
    }
    let workspace = Workspace {
        id: Id::generate(),
        name: "default".to_owned(),
        created_at: app.now(),
    };
    let created = rows::insert(&app.store, workspace).await?.id;
    // Another process may have created one in between: all take the oldest.
    Ok(oldest(app).await?.unwrap_or(created))
}

async fn oldest(app: &App) -> Result<Option<Id>> {
    let all = rows::list(&app.store).await?;
    Ok(all.first().map(|workspace| workspace.id))
}
